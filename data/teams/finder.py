"""Finds teams: by unit, level, status and what is missing in them, sorted, a page at a time. No person is in it.

One query over the derived tables team_facts and team_homes; the answer depends on the release and the arguments
alone. What is not known of a team never makes it look bad: a gap is what the records say is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

import pandas as pd

from data.catalogue.team_codes import PAPER_DAYS, Status, TeamLevel
from data.derivation import team_facts
from data.releases.store import Release
from data.storage.errors import NotFound, Refused
from data.units import register
from data.units.register import StructureId

Gap = Literal["untrained", "inactive", "one_person", "no_young", "unassessed", "incomplete", "paper", "unknown"]
GAPS: Final[tuple[Gap, ...]] = get_args(Gap)
"""untrained: nobody is on record as trained; inactive: nothing done in `days`; one_person; no_young: nobody of the
Youth Union or of its age; unassessed: nobody's skills were assessed; incomplete: a recommendation on composition is
not met; paper: inactive, untrained and without a household in a group, each of them known, and neither paused nor
founded lately; unknown: nothing is known of its activity."""

Sort = Literal["name", "members", "trained", "last_active", "founded", "gaps", "group", "guided"]
SORTS: Final[tuple[Sort, ...]] = get_args(Sort)

MOST: Final = 500
"""Rows of one page at most."""

_COLUMNS: Final = (
    "team",
    "name",
    "level",
    "status",
    "village",
    "commune",
    "province",
    "members",
    "trained",
    "trained_known",
    "assessed",
    "young",
    "last_active",
    "founded",
    "group_households",
    "reports_year",
    "guided_year",
    "complete",
    "difficulties",
    "sample",
)
_PLACED: Final = ("commune", "province")
_ORDER: Final[dict[str, str]] = {
    "name": "name",
    "members": "members",
    "trained": "trained / nullif(trained_known, 0)",
    "founded": "founded",
    "last_active": "last_active",
    "group": "group_households",
    "guided": "guided_year",
    "gaps": "({every})",
}


class UnknownGap(Refused):
    """There is no such gap or order."""


@dataclass(frozen=True)
class Query:
    """What is looked for. structure, unit: the unit within which (None: the country); level, status: any of these.

    gaps: all of these at once. on, days: a team is inactive if it did nothing in the `days` before `on`
    (None: the end of the release's last quarter). text: a part of the name, its accents as they are or left out.
    """

    structure: StructureId = "2025-07"
    unit: str | None = None
    village: str | None = None
    levels: tuple[TeamLevel, ...] = ()
    statuses: tuple[Status, ...] = ()
    gaps: tuple[Gap, ...] = ()
    difficulty: str | None = None
    text: str = ""
    on: date | None = None
    days: int = PAPER_DAYS


@dataclass(frozen=True)
class Found:
    """A page of teams and what made it.

    table: columns team, name, level, status, village, commune and province (codes in the structure; missing where not
    known), members, trained, trained_known, assessed, young, last_active, founded, group_households, reports_year,
    guided_year, complete, difficulties, sample, and one column gap_<gap> for each gap: True, False, or missing where
    too little is known. total: how many teams there are in all; counts: of these, how many have each gap. as_of: the
    day for which all this holds.
    """

    query: Query
    table: pd.DataFrame
    total: int
    counts: dict[str, int]
    as_of: date | None
    release_id: str


def find(
    release: Release,
    query: Query | None = None,
    *,
    sort: Sort = "name",
    descending: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> Found:
    """Find teams; those without a value to sort by come last. Raises NotFound for an unknown unit, UnknownGap."""
    criteria = query or Query()
    _check(criteria, sort)
    given = _given(criteria)
    gaps = {gap: condition(gap, days=criteria.days, on=criteria.on) for gap in GAPS}
    flags = ", ".join(f"({sql}) AS gap_{gap}" for gap, sql in gaps.items())
    every = " + ".join(f"coalesce(gap_{gap}, false)::INT" for gap in GAPS if gap not in ("paper", "unknown"))
    order = f"by_value{' DESC' if descending else ''} NULLS LAST, name, team"
    columns = ", ".join(f"t.{name}" for name in (*_COLUMNS, *(f"gap_{gap}" for gap in GAPS)) if name not in _PLACED)
    # the page is chosen by few columns; all others are read for its rows alone
    found = release.query(
        f"WITH matching AS ({_matching(criteria, flags)}), "
        f"page AS MATERIALIZED (SELECT team, name, {_ORDER[sort].format(every=every)} AS by_value FROM matching "
        f"ORDER BY {order} LIMIT $limit OFFSET $offset), here AS (SELECT team, min(code) AS commune, "
        "min(province) AS province FROM team_homes WHERE structure = $structure AND team IN (SELECT team FROM page) "
        f"GROUP BY team) SELECT {columns}, commune, province FROM matching t JOIN page USING (team) "
        f"LEFT JOIN here USING (team) ORDER BY {order.replace('name, team', 't.name, team')}",
        limit=min(max(limit, 0), MOST),
        offset=max(offset, 0),
        **given,
    )[[*_COLUMNS, *(f"gap_{gap}" for gap in GAPS)]]
    sums = ", ".join(f"count(*) FILTER (gap_{gap}) AS gap_{gap}" for gap in GAPS)
    totals = release.query(
        f"WITH matching AS ({_matching(criteria, flags)}) "
        f"SELECT count(*) AS n, (SELECT max(as_of) FROM team_facts) AS as_of, {sums} FROM matching",
        **{name: value for name, value in given.items() if name != "structure" or criteria.unit is not None},
    ).iloc[0]
    as_of = criteria.on or (None if pd.isna(totals["as_of"]) else pd.Timestamp(totals["as_of"]).date())
    return Found(
        criteria, _tidy(found), int(totals["n"]), {gap: int(totals[f"gap_{gap}"]) for gap in GAPS}, as_of, release.id
    )


def condition(gap: Gap, *, days: int = PAPER_DAYS, on: date | None = None) -> str:
    """Write in SQL over team_facts whether a team has a gap: true, false, or NULL where too little is known."""
    day = f"DATE '{on.isoformat()}'" if on else "as_of"
    idle = f"CASE WHEN last_active > {day} - INTERVAL {int(days)} DAY THEN false WHEN activity_told THEN true END"
    watched = team_facts.at_work(day=day, founded="founded", status="status", days=days)
    untrained = "CASE WHEN trained > 0 THEN false WHEN trained_known > 0 THEN true END"
    return {
        "untrained": untrained,
        "inactive": idle,
        "one_person": "members = 1",
        "no_young": "CASE WHEN young > 0 THEN false WHEN young_known = listed THEN true END",
        "unassessed": "assessed = 0",
        "incomplete": "NOT complete",
        "paper": f"CASE WHEN {watched} THEN ({idle}) AND ({untrained}) AND group_households = 0 END",
        "unknown": "NOT activity_told AND last_active IS NULL",
    }[gap]


def _check(criteria: Query, sort: str) -> None:
    unknown = [word for word in criteria.gaps if word not in GAPS] + [word for word in (sort,) if word not in SORTS]
    if unknown:
        raise UnknownGap("teams.unknown_gap", word=unknown[0])
    if criteria.unit is not None:
        register.unit(criteria.structure, criteria.unit)


def _matching(criteria: Query, flags: str) -> str:
    """Write the select of the teams that match, with their gaps, before sorting."""
    conditions = [f"gap_{gap}" for gap in criteria.gaps]
    if criteria.unit is not None:
        level = {2: "province", 3: "district"}.get(len(criteria.unit), "code")
        conditions.append(f"team IN (SELECT team FROM team_homes WHERE structure = $structure AND {level} = $unit)")
    if criteria.levels:
        conditions.append("level IN (SELECT unnest($levels))")
    if criteria.statuses:
        conditions.append("coalesce(status, 'unknown') IN (SELECT unnest($statuses))")
    else:
        conditions.append("coalesce(status, '') <> 'dissolved'")
    if criteria.village is not None:
        conditions.append(
            "team IN (SELECT team FROM teams WHERE village = $village UNION SELECT team FROM team_villages "
            "WHERE village = $village AND until IS NULL)"
        )
    if criteria.difficulty is not None:
        conditions.append("list_contains(string_split(difficulties, ','), $difficulty)")
    if criteria.text.strip():
        plain = criteria.text.isascii()  # without accents: names are compared without theirs
        name = "replace(lower(strip_accents(name)), 'đ', 'd')" if plain else "lower(name)"
        conditions.append(f"contains({name}, $text)")
    return f"SELECT * FROM (SELECT * EXCLUDE (source), {flags} FROM team_facts) WHERE {' AND '.join(conditions)}"


def _given(criteria: Query) -> dict[str, object]:
    """Return the parameters that the query names."""
    parameters: dict[str, object] = {"structure": criteria.structure}
    lists: dict[str, Sequence[str]] = {"levels": criteria.levels, "statuses": criteria.statuses}
    parameters |= {name: list(words) for name, words in lists.items() if words}
    texts = {"unit": criteria.unit, "village": criteria.village, "difficulty": criteria.difficulty}
    parameters |= {name: text for name, text in texts.items() if text is not None}
    return parameters | ({"text": criteria.text.strip().lower()} if criteria.text.strip() else {})


def _tidy(found: pd.DataFrame) -> pd.DataFrame:
    """Return whole numbers and yes-or-no with missing values, and days without hours."""
    counts = [
        "members",
        "trained",
        "trained_known",
        "assessed",
        "young",
        "group_households",
        "reports_year",
        "guided_year",
    ]
    flags = ["complete", *(f"gap_{gap}" for gap in GAPS)]
    types = dict.fromkeys(counts, "Int64") | dict.fromkeys(flags, "boolean")
    return found.astype(types).assign(
        **{name: pd.to_datetime(found[name]).dt.date.where(found[name].notna()) for name in ("last_active", "founded")}
    )


def facts(release: Release, team: str) -> pd.Series:
    """Return the row of one team in team_facts; raises NotFound."""
    found = release.query("SELECT * FROM team_facts WHERE team = $team", team=team)
    if found.empty:
        raise NotFound("measures.no_team", code=team)
    return found.iloc[0]
