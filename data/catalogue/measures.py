"""The measures people see: each a numerator and, for shares and rates, a base, both in SQL.

The expressions are read row by row of what a source says (a village's row or a report's row), before
any summing: SQL makes a result NULL as soon as a part is NULL, so "no data when any part is missing"
holds of itself. Sums over units then take the rows that have both numerator and base.
"""

from dataclasses import dataclass
from typing import Literal

from data.catalogue.team_codes import CONTENTS, DIFFICULTIES

Kind = Literal["share", "rate", "ratio", "count"]
"""share: part of a whole, written in percent; rate: per 1,000; ratio: of two things; count: a number."""

Scale = Literal["reach", "gap", "neutral"]
OverOne = Literal["flag", "fine"]


@dataclass(frozen=True)
class Measure:
    """Describe one measure.

    numerator, base: SQL over indicator columns; base is None for counts.
    needs: the columns whose numbers enter.
    per: 1 or 1,000; value = numerator ÷ base × per.
    good: whether more or less of it is better; None where neither can be said.
    time: "stock" holds at the period's last day, "flow" happened within the period.
    over_one: "flag" where a value above 1 is shown with a warning (never clamped), "fine" where it is no
        fault (a ratio of unlike things, such as transactions per account, is no coverage).
    counts: what one unit of the value is, the last part of the words key `unit`.
    told_by: whether reports say its parts, or they are counted in the records of teams and members.
    """

    code: str
    kind: Kind
    numerator: str
    needs: tuple[str, ...]
    counts: str
    base: str | None = None
    per: Literal[1, 1000] = 1
    good: Literal["more", "less"] | None = "more"
    scale: Scale = "reach"
    time: Literal["stock", "flow"] = "stock"
    over_one: OverOne = "fine"
    told_by: Literal["reports", "teams"] = "reports"

    @property
    def name(self) -> str:
        """Return the words key of the short name."""
        return f"measures.{self.code}.name"

    @property
    def plain(self) -> str:
        """Return the words key of the sentence that says what it tells, in plain words."""
        return f"measures.{self.code}.plain"

    @property
    def formula(self) -> str:
        """Return the words key of how it is computed."""
        return f"measures.{self.code}.formula"

    @property
    def unit(self) -> str:
        """Return the words key of the unit its value is written in."""
        return f"measures.unit.{self.counts}"


# A village's row knows only its village team; a report's row may give one number for all levels. Members of
# village and commune teams are never added: a person may sit in both, so the distinct number is unknown.
# members_commune only decides here, its number does not enter: it is not among what the measure needs.
_MEMBERS = "coalesce(members, CASE WHEN members_commune IS NULL THEN members_village END)"
_POOR_NEAR = "households_poor + households_near_poor"
_POOR_NEAR_PHONE = "households_poor_smartphone + households_near_poor_smartphone"


def _share(code: str, numerator: str, base: str, *needs: str, **more: str | None) -> Measure:
    """Make a share of a whole; above 1 it is flagged."""
    return Measure(code, "share", numerator, needs, "percent", base=base, over_one="flag", **more)


def _gap_share(code: str, numerator: str, base: str, *needs: str) -> Measure:
    """Make the share of what is lacking: less is better."""
    return _share(code, numerator, base, *needs, good="less", scale="gap")


def _gap_count(code: str, numerator: str, counts: str, *needs: str) -> Measure:
    """Make the number of what is lacking: less is better."""
    return Measure(code, "count", numerator, needs, counts, good="less", scale="gap")


def _count(column: str, counts: str, *, time: Literal["stock", "flow"] = "stock") -> Measure:
    """Make the plain count of one column."""
    return Measure(column, "count", column, (column,), counts, good=None, scale="neutral", time=time)


def _of_records(code: str, numerator: str, base: str, *, good: Literal["more", "less"] = "more") -> Measure:
    """Make a share that is counted in the records of teams and members."""
    scale: Scale = "reach" if good == "more" else "gap"
    return Measure(
        code,
        "share",
        numerator,
        (numerator, base),
        "percent",
        base=base,
        good=good,
        scale=scale,
        over_one="flag",
        told_by="teams",
    )


# Members of all levels, each counted once; teams are those of villages.
_RECORDED: tuple[Measure, ...] = (
    _of_records("composition", "records_complete", "records_judged"),
    _of_records("people_trained", "people_trained", "people_trained_known"),
    _of_records("people_assessed", "people_assessed", "people_listed"),
    *(_of_records(f"able_{content}", f"able_{content}", f"graded_{content}") for content in CONTENTS),
    _of_records("other_posts", "people_two_posts", "people_posts_known", good="less"),
    _of_records("paper_teams", "records_paper", "records_told", good="less"),
    *(
        _of_records(f"difficulty_{kind}", f"difficulty_{kind}", "records_reporting", good="less")
        for kind in DIFFICULTIES
    ),
)

_ALL: tuple[Measure, ...] = (
    _share("village_coverage", "villages_covered", "villages", "villages_covered", "villages"),
    _share("activity", "teams_active", "teams_village", "teams_active", "teams_village"),
    _share("members_trained", "members_trained", _MEMBERS, "members_trained", "members", "members_village"),
    _share("skills_reach", "households_trained", "households", "households_trained", "households"),
    _gap_share(
        "smartphone_gap", "households - households_smartphone", "households", "households", "households_smartphone"
    ),
    _gap_count(
        "smartphone_gap_count",
        "households - households_smartphone",
        "households",
        "households",
        "households_smartphone",
    ),
    _gap_share(
        "smartphone_gap_poor",
        "households_poor - households_poor_smartphone",
        "households_poor",
        "households_poor",
        "households_poor_smartphone",
    ),
    _gap_count(
        "smartphone_gap_poor_count",
        "households_poor - households_poor_smartphone",
        "households",
        "households_poor",
        "households_poor_smartphone",
    ),
    _gap_share(
        "smartphone_gap_poor_near",
        f"{_POOR_NEAR} - ({_POOR_NEAR_PHONE})",
        _POOR_NEAR,
        "households_poor",
        "households_near_poor",
        "households_poor_smartphone",
        "households_near_poor_smartphone",
    ),
    Measure(
        "team_density", "ratio", "teams_village", ("teams_village", "villages"), "teams_per_village", base="villages"
    ),
    Measure(
        "teams_per_1000",
        "rate",
        "teams_village",
        ("teams_village", "households"),
        "teams_per_1000",
        base="households",
        per=1000,
    ),
    Measure(
        "members_per_1000",
        "rate",
        "members_village",
        ("members_village", "households"),
        "members_per_1000",
        base="households",
        per=1000,
    ),
    _gap_count("villages_uncovered", "villages - villages_covered", "villages", "villages", "villages_covered"),
    _share("zalo_reach", "zalo_households", "households", "zalo_households", "households"),
    _share("epayment", "epayment_accounts", "households", "epayment_accounts", "households"),
    Measure(
        "vneid",
        "ratio",
        "vneid_accounts",
        ("vneid_accounts", "households"),
        "accounts_per_household",
        base="households",
    ),
    _share("ecommerce_accounts", "ecommerce_accounts", "households", "ecommerce_accounts", "households"),
    Measure(
        "ecommerce_transactions_per_account",
        "ratio",
        "ecommerce_transactions",
        ("ecommerce_transactions", "ecommerce_accounts"),
        "transactions_per_account",
        base="ecommerce_accounts",
        good=None,
        scale="neutral",
    ),
    *_RECORDED,
    Measure(
        "guided_per_member",
        "ratio",
        "people_guided",
        ("people_guided", "members_village"),
        "guided_per_member",
        base="members_village",
        time="flow",
    ),
    _count("people_guided", "guided", time="flow"),
    _count("teams_village", "teams"),
    _count("teams_commune", "teams"),
    _count("teams", "teams"),
    _count("members_village", "people"),
    _count("members_commune", "people"),
    _count("members", "people"),
    _count("villages", "villages"),
    _count("households", "households"),
    _count("households_poor", "households"),
    _count("digital_shops", "shops"),
    _count("ecommerce_products", "products"),
    _count("ecommerce_transactions", "transactions"),
)

MEASURES: dict[str, Measure] = {measure.code: measure for measure in _ALL}
"""Every measure by its code, headline first, the plain counts last."""

REPORTED: dict[str, Measure] = {code: measure for code, measure in MEASURES.items() if measure.told_by == "reports"}
RECORDED: dict[str, Measure] = {code: measure for code, measure in MEASURES.items() if measure.told_by == "teams"}
