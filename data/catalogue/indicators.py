"""The counts that reports carry: their codes are a contract of the command line and the store."""

from typing import Final

INDICATORS: Final[tuple[str, ...]] = (
    "villages",  # thôn, tổ dân phố
    "villages_covered",  # of these, with at least one active team
    "teams",  # all levels together, as a report says it
    "teams_village",
    "teams_commune",
    "teams_district",
    "teams_active",  # village teams active in the last 90 days
    "members",  # all levels together; may count a person twice
    "members_village",
    "members_commune",
    "members_trained",
    "households",
    "households_poor",
    "households_near_poor",
    "households_smartphone",
    "households_poor_smartphone",
    "households_near_poor_smartphone",
    "households_trained",
    "digital_shops",
    "epayment_accounts",
    "ecommerce_accounts",
    "ecommerce_products",
    "ecommerce_transactions",
    "people_guided",  # within the period: a flow
    "vneid_accounts",
    "zalo_households",
)

_BY_CONTENT: Final = ("services", "payment", "shopping", "safety", "finding", "vneid")
_DIFFICULTIES: Final = ("skills", "posts", "funds", "people", "other")

TEAM_COUNTS: Final[tuple[str, ...]] = (
    "records_judged",  # village teams whose composition is known
    "records_complete",  # of these, as the rules recommend
    "people_trained_known",  # distinct members of all levels, by whether they were trained is known
    "people_trained",
    "people_posts_known",
    "people_two_posts",  # with two or more other posts
    "people_listed",
    "people_assessed",
    *(f"graded_{content}" for content in _BY_CONTENT),  # assessed on this content
    *(f"able_{content}" for content in _BY_CONTENT),
    "records_told",  # village teams of which activity and training are known
    "records_paper",  # of these, without any sign of life
    "records_reporting",  # village teams with an activity report in the period
    *(f"difficulty_{kind}" for kind in _DIFFICULTIES),  # of these, naming this difficulty
)
"""What is counted in the records of teams, members and trainings themselves; no report says it."""
