"""Targets that an office has set for a province, a commune or a team, and how far these are: a list in the data folder.

A target says whether it is a stock (what is there on a day) or a flow (what comes within its days); the two are never
compared. A flow of something that reports tell as a stock is what was added: its last value less the one before.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Final, Literal, get_args

import pandas as pd

from data.catalogue import periods
from data.catalogue.current import catalogue
from data.catalogue.records import Measure
from data.measures import series
from data.releases.store import Release
from data.storage import json_lists
from data.storage.errors import NotFound, Refused
from data.storage.json_values import one_of, text, whole
from data.units import register

TargetLevel = Literal["province", "commune", "team"]
LEVELS: Final[tuple[TargetLevel, ...]] = get_args(TargetLevel)
Kind = Literal["stock", "flow"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

OF_TEAMS: Final[dict[str, Kind]] = {
    "guided": "flow",
    "sessions": "flow",
    "households_visited": "flow",
    "members": "stock",
    "trained": "stock",
    "zalo_households": "stock",
}
"""What a team's target may be of, and whether its records tell it as a stock or a flow."""

_LIST: Final = "team-targets"
_FACTS: Final = {"members": "members", "trained": "trained", "zalo_households": "group_households"}


class BadTarget(Refused):
    """A target lacks its source, days or value, or asks for something that is not counted that way."""


@dataclass(frozen=True)
class Target:
    """What should be reached. code: of the province or commune in `structure`, or the id of the team.

    value: how many, in `unit` (the office's word for what is counted). since, until: the days within which a flow
    counts and by which a stock should be there. source: where it is written.
    """

    id: str
    level: TargetLevel
    code: str
    indicator: str
    value: int
    unit: str
    kind: Kind
    since: date
    until: date
    source: str
    structure: str = ""
    by: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a target is. actual: None where too little is known; day: the last one that it holds for.

    reported, every: of a flow by quarter, how many quarters are known of those that have ended; None elsewhere.
    """

    target: Target
    actual: int | None
    day: date | None
    reported: int | None = None
    every: int | None = None

    @property
    def share(self) -> float | None:
        """Return actual ÷ target; it may pass 1, and falls below 0 where a stock shrank."""
        return None if self.actual is None else self.actual / self.target.value


def every() -> tuple[Target, ...]:
    """List the targets, those that end first at the head. Raises DamagedList."""
    return tuple(sorted((_read(entry) for entry in json_lists.read(_LIST)), key=lambda each: (each.until, each.id)))


def save(target: Target) -> None:
    """Keep a target, in place of the one with its id. Raises BadTarget, DamagedList, CannotWrite, Busy."""
    if not _is_sound(target):
        raise BadTarget("targets.bad", target=target.id)
    every()  # a damaged list is an error, never written over
    days = {"since": target.since.isoformat(), "until": target.until.isoformat()}
    json_lists.put(_LIST, asdict(target) | days)


def remove(target_id: str) -> None:
    """Forget a target. Raises DamagedList, CannotWrite, Busy."""
    json_lists.drop(_LIST, target_id)


def of_unit(release: Release, *, structure: str, code: str) -> tuple[Progress, ...]:
    """Return the targets of a province or commune and how far they are. Raises DamagedList."""
    own = [each for each in every() if each.level != "team" and (each.structure, each.code) == (structure, code)]
    return tuple(_of_unit(release, target) for target in own)


def of_team(team: str, *, facts: pd.Series, activities: pd.DataFrame) -> tuple[Progress, ...]:
    """Return the targets of a team and how far they are, by its row of team_facts and its reports.

    Raises DamagedList.
    """
    own = [each for each in every() if each.level == "team" and each.code == team]
    return tuple(_of_team(target, facts, activities) for target in own)


def _is_sound(target: Target) -> bool:
    """Tell whether a target says all that it must, of something that is counted that way."""
    texts = (target.id, target.code, target.unit.strip(), target.source.strip())
    is_integer = isinstance(target.value, int) and not isinstance(target.value, bool)
    if not all(texts) or target.level not in LEVELS or target.kind not in KINDS or not is_integer or target.value < 1:
        return False
    return target.since <= target.until and _accrual(target) in (target.kind, "stock") and _is_known(target)


def _accrual(target: Target) -> Kind | None:
    """Return how what a target wants is counted (stock or flow); None where it is not counted at that level."""
    if target.level == "team":
        kind = OF_TEAMS.get(target.indicator)
        return None if kind == "stock" and target.kind == "flow" else kind  # a team's stocks are known of one day alone
    measure = _measure(target.indicator)
    return measure.time if measure else None


def _is_known(target: Target) -> bool:
    if target.level == "team":
        return True
    try:
        return register.unit(target.structure, target.code).level == target.level
    except NotFound:
        return False


def _measure(indicator: str) -> Measure | None:
    """Return a measure that counts an indicator: the plain count where there is one."""
    counting = [each for each in catalogue().measures.values() if each.numerator.sql == indicator and not each.is_score]
    return min(counting, key=lambda each: each.kind != "count", default=None)


def _of_unit(release: Release, target: Target) -> Progress:
    measure = _measure(target.indicator)
    if measure is None or target.level == "team":
        return Progress(target, None, None)
    rows = series.series(release, measure.code, structure=target.structure, level=target.level, codes=[target.code])
    values = series.without_thin(rows).dropna(subset=["value"]).set_index("period")["numerator"].astype("int64")
    ends = {period: periods.end(period) for period in rows["period"]}
    within = [period for period, day in ends.items() if target.since <= day <= target.until]
    if target.kind == "flow" and measure.time == "flow":
        quarters = [period for period in within if _start(period) >= target.since]
        return _summed(target, {period: int(values[period]) for period in quarters if period in values}, quarters)
    last = max((period for period in within if period in values), default=None)
    if last is None:
        return Progress(target, None, None)
    if target.kind == "stock":
        return Progress(target, int(values[last]), ends[last])
    before = periods.ended_by(target.since - timedelta(days=1))
    return Progress(target, int(values[last] - values[before]) if before in values else None, ends[last])


def _of_team(target: Target, facts: pd.Series, activities: pd.DataFrame) -> Progress:
    if target.indicator in _FACTS:
        day = None if pd.isna(facts["as_of"]) else pd.Timestamp(facts["as_of"]).date()
        value = facts[_FACTS[target.indicator]]
        is_known = day is not None and day >= target.since and pd.notna(value)
        return Progress(target, int(value) if is_known else None, day if is_known else None)
    since, until = (pd.to_datetime(activities[name]) for name in ("since", "until"))
    here = activities[(since >= pd.Timestamp(target.since)) & (until <= pd.Timestamp(target.until))]
    reported = here[target.indicator].dropna()
    if reported.empty:
        return Progress(target, None, None)
    return Progress(target, int(reported.sum()), pd.Timestamp(here["until"].max()).date())


def _summed(target: Target, values: Mapping[str, int], quarters: list[str]) -> Progress:
    if not values:
        return Progress(target, None, None, 0, len(quarters))
    return Progress(target, sum(values.values()), periods.end(max(values)), len(values), len(quarters))


def _start(period: str) -> date:
    return periods.end(periods.shift(period, -1)) + timedelta(days=1)


def _read(entry: json_lists.Entry) -> Target:
    try:
        made = Target(
            id=text(entry["id"]),
            level=one_of(entry["level"], LEVELS),
            code=text(entry["code"]),
            indicator=text(entry["indicator"]),
            value=whole(entry["value"]),
            unit=text(entry["unit"]),
            kind=one_of(entry["kind"], KINDS),
            since=date.fromisoformat(text(entry["since"])),
            until=date.fromisoformat(text(entry["until"])),
            source=text(entry["source"]),
            structure=text(entry.get("structure", "")),
            by=text(entry.get("by", "")),
        )
    except (KeyError, ValueError) as fault:
        raise json_lists.DamagedList("shelf.damaged", file=json_lists.path(_LIST)) from fault
    if not _is_sound(made):
        raise BadTarget("targets.bad", target=made.id)
    return made
