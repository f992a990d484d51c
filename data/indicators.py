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
