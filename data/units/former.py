"""Communes that ended between 2023 and 30 June 2025: what they were called, where they lay, and what they became.

A report of 2022 names them; the structure "2024", which is the country of 30 June 2025, does not have them. The codes
of some went on to another commune: a name with the district and the day says more than a code.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from data.units.names import ROMAN, fold, split_kind
from data.units.register import Part
from data.units.tables import reading
from data.units.tables.reading import Row, Went

LAST_DAY: Final = date(2025, 6, 30)
"""The day whose communes "2024" has."""

ANY_DAY: Final = None
"""As a day of `by_code`: the last commune that bore the code, whenever that was."""


@dataclass(frozen=True)
class Became:
    """A commune of "2024" that took up a former one: `part` is "whole" (all of it) or "part" (some, and nobody
    here says how much: the rest went elsewhere, or may have)."""

    code: str
    part: Part


@dataclass(frozen=True)
class Former:
    """A commune as it was until `until`, its last day. `short` is the name without its kind, `district` and
    `province` are codes of its own time; `became` is never empty."""

    code: str
    name: str
    short: str
    kind: str
    district: str
    district_name: str
    province: str
    until: date
    instrument: str
    became: tuple[Became, ...]

    @property
    def ended(self) -> date:
        """Return the first day without it."""
        return self.until + timedelta(days=1)

    @property
    def sole_successor(self) -> str | None:
        """Return the commune of "2024" that took up all of it, None where it was split or that is not known."""
        return self.became[0].code if len(self.became) == 1 and self.became[0].part == "whole" else None


def find(text: str, *, province: str, district: str | None = None, on: date | None = None) -> tuple[Former, ...]:
    """Return the former communes of a province of "2024" that bear this name, also without or with another kind.

    district: a code of three digits, or its name as reports write it ("Huyện Tràng Định", "Tràng Định"): only what lay
    in it before it ended is meant. on: the day of the report: what had ended by then is left out. Those of the kind
    that the text says come alone if there are any; more than one is a question to a person.
    """
    kind, rest = split_kind(text)
    found = [
        each
        for each in _by_name().get((province, _key(kind, rest)), ())
        if (on is None or on <= each.until) and (not district or _lies_in(each, district))
    ]
    found = [each for each in found if each.kind == kind] or found
    return tuple(found)


def by_code(code: str, *, on: date | None) -> Former | None:
    """Return the former commune that bore a code on a day (ANY_DAY: the last one that did), None where there was none.

    A code whose unit of that day is in "2024" is no former commune's.
    """
    own = _by_code().get(code, ())
    if on is None:
        return own[-1] if own else None
    return next((each for each in own if on <= each.until), None)


def heirs(code: str) -> tuple[Former, ...]:
    """Return the former communes that went, at least in part, into a commune of "2024", the latest first."""
    return _by_heir().get(code, ())


@cache
def every() -> tuple[Former, ...]:
    """Return all former communes, sorted by code and last day; also those of a code that goes on."""
    last = LAST_DAY.isoformat()
    rows = [row for row in reading.rows() if row.level == "commune" and row.until and row.until < last]
    return tuple(_former(row) for row in sorted(rows, key=lambda row: (row.code, row.until)))


def _former(row: Row) -> Former:
    until = date.fromisoformat(row.until)
    called = reading.named([row], until)[0]
    district = _districts(until)[called.parent]
    name = reading.full_name(called.kind, called.name)
    steps = _steps().get((row.code, (until + timedelta(days=1)).isoformat()), [])
    return Former(
        code=row.code,
        name=name,
        short=name if called.name.isdigit() else called.name,
        kind=called.kind,
        district=called.parent,
        district_name=reading.full_name(district.kind, district.name),
        province=district.parent,
        until=until,
        instrument=steps[0].instrument if steps else "",
        became=_became(steps),
    )


@cache
def _districts(day: date) -> dict[str, Row]:
    return {row.code: row for row in reading.living(day) if row.level == "district"}


@cache
def _steps() -> dict[tuple[str, str], list[Went]]:
    """Return the successions before 1 July 2025 by the ended unit's code and their day."""
    found: dict[tuple[str, str], list[Went]] = defaultdict(list)
    for went in reading.successions():
        if went.date <= LAST_DAY.isoformat():
            found[went.code_from, went.date].append(went)
    return found


def _became(steps: list[Went]) -> tuple[Became, ...]:
    """Follow successions to the communes of "2024": whole only where every step was."""
    found: dict[str, Part] = {}
    for step in steps:
        later = sorted(day for code, day in _steps() if code == step.code_to and day > step.date)
        heirs = _became(_steps()[step.code_to, later[0]]) if later else (Became(step.code_to, "whole"),)
        for heir in heirs:
            whole = step.part == heir.part == "whole" and len(steps) == 1
            found[heir.code] = "whole" if whole else "part"
    return tuple(Became(code, part) for code, part in found.items())


@cache
def _by_code() -> dict[str, tuple[Former, ...]]:
    """Index the former communes by code, the earliest first."""
    found: dict[str, list[Former]] = defaultdict(list)
    for each in every():
        found[each.code].append(each)
    return {code: tuple(formers) for code, formers in found.items()}


@cache
def _by_name() -> dict[tuple[str, str], tuple[Former, ...]]:
    found: dict[tuple[str, str], list[Former]] = defaultdict(list)
    for each in every():
        found[each.province, _key(each.kind, split_kind(each.name)[1])].append(each)
    return {key: tuple(formers) for key, formers in found.items()}


@cache
def _by_heir() -> dict[str, tuple[Former, ...]]:
    found: dict[str, list[Former]] = defaultdict(list)
    for each in sorted(every(), key=lambda former: former.until, reverse=True):
        for heir in each.became:
            found[heir.code].append(each)
    return {code: tuple(formers) for code, formers in found.items()}


def _key(kind: str | None, rest: str) -> str:
    """Fold a name without its kind and close it up; a number stands for a ward's."""
    rest = ROMAN.get(rest, rest) if kind == "phường" else rest
    return fold(rest).replace(" ", "")


def _lies_in(former: Former, district: str) -> bool:
    if district.isdigit() and len(district) == 3:
        return former.district == district
    own = split_kind(former.district_name)[1]
    return fold(split_kind(district)[1]).replace(" ", "") == fold(own).replace(" ", "")
