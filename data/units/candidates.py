"""Candidates for a name that decides nothing alone: a unit, how near it is, and why it is offered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from data.i18n import DEFAULT_LANGUAGE, Language, say
from data.i18n.numbers import day
from data.units.chain import changed_on
from data.units.former import Former
from data.units.register import (
    Part,
    StructureId,
    Succession,
    Unit,
    path,
    predecessors,
    structure,
    successors,
    unit,
)

Why = Literal[
    "units.why.code",
    "units.why.name",
    "units.why.same_name",
    "units.why.elsewhere",
    "units.why.kind",
    "units.why.whole",
    "units.why.people",
    "units.why.part",
    "units.why.land",
    "units.why.now",
    "units.why.province",
    "units.why.in_province",
    "units.why.former",
    "units.why.marks",
    "units.why.similar",
    "units.why.like_code",
]
_BECAME: dict[Part, tuple[Why, float]] = {
    "whole": ("units.why.whole", 99.0),
    "people": ("units.why.people", 98.5),
    "part": ("units.why.part", 98.0),
    "land": ("units.why.land", 96.0),
}


@dataclass(frozen=True)
class Candidate:
    """A unit offered for a text; `score` (0 to 100) orders candidates, it is no probability.

    `why` is a key of data.i18n, filled by `values` ((name, text), …; a day in ISO form).
    """

    unit: Unit
    score: float
    why: Why
    values: tuple[tuple[str, str], ...] = ()

    def text(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say why this unit is offered."""
        values = dict(self.values)
        if "day" in values:
            values["day"] = day(date.fromisoformat(values["day"]), lang)
        return say(self.why, lang, **values)


def offered(found: Unit, why: Why, score: float, **values: str) -> Candidate:
    """Make a candidate whose sentence may also name the unit ({unit}) and where it lies ({place})."""
    placeholders = {"unit": found.name, "place": place(found), **values}
    return Candidate(found, score, why, tuple(placeholders.items()))


def place(found: Unit) -> str:
    """Name where a unit lies, the nearest first: "Huyện Ngân Sơn, Tỉnh Bắc Kạn" (a province: its own name)."""
    above = path(found.structure, found.code)[:-1]
    return ", ".join(u.name for u in reversed(above)) or found.name


def became(before: Unit, target: StructureId) -> list[Candidate]:
    """Offer what a commune (or a district that had none) became in a later structure."""
    edges = successors(before.code, source=before.structure, target=target)
    return [_successor(before, edge, target) for edge in edges]


def _successor(before: Unit, edge: Succession, target: StructureId) -> Candidate:
    why, score = _BECAME[edge.part]
    values = {"old": f"{before.name} ({place(before)})", "day": change_day(before, target)}
    return offered(unit(target, edge.code_to), why, score, **values)


def change_day(before: Unit, target: StructureId) -> str:
    """Return the day on which a unit became another one on the way to a later structure, in ISO form."""
    return str(structure(changed_on(before.structure, target, before.code)).since)


def called(candidates: Iterable[Candidate], on: date | None) -> tuple[Candidate, ...]:
    """Return candidates whose units bear the names of a day; as they are where there is none."""
    if on is None:
        return tuple(candidates)
    named = [(each, unit(each.unit.structure, each.unit.code, on=on)) for each in candidates]
    return tuple(
        replace(each, unit=now, values=tuple((k, now.name if k == "unit" else v) for k, v in each.values))
        for each, now in named
    )


def ended(before: Former, heir: Unit, part: Part) -> Candidate:
    """Offer what took up a commune that ended before "2024", at least in part."""
    why, score = _BECAME[part]
    lay = f"{before.district_name}, {unit('2024', before.province).name}"
    return offered(heir, why, score - 1, old=f"{before.name} ({lay})", day=before.ended.isoformat())


def became_province(before: Unit, after: Unit) -> Candidate:
    """Offer the province of a later structure in which a province lies."""
    values = {"old": before.name, "new": after.name, "day": change_day(before, after.structure)}
    return offered(after, "units.why.province", 99.0, **values)


def came_from(after: Unit, source: StructureId) -> list[Candidate]:
    """Offer the units of an earlier structure that a commune was made of."""
    made = []
    for edge in predecessors(after.code, structure=after.structure, source=source):
        before = unit(source, edge.code_from)
        values = {"old": before.name, "unit": after.name, "day": change_day(before, after.structure)}
        why, score = _BECAME[edge.part]
        made.append(offered(before, why, score, **values))
    return made


def best_first(candidates: list[Candidate], *, limit: int) -> tuple[Candidate, ...]:
    """Keep each unit once, with its best reason, and sort by score."""
    best: dict[tuple[StructureId, str], Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: -c.score):
        best.setdefault((candidate.unit.structure, candidate.unit.code), candidate)
    return tuple(best.values())[:limit]
