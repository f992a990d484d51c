"""Candidates for a name that decides nothing alone: a unit, how near it is, and why it is offered."""

from dataclasses import dataclass
from typing import Literal

from data.units.register import Part, StructureId, Succession, Unit, path, successors, unit
from data.words import DEFAULT_LANGUAGE, Language, say

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

    `why` is a key of data.words, filled by `values` ((name, text), …).
    """

    unit: Unit
    score: float
    why: Why
    values: tuple[tuple[str, str], ...] = ()

    def text(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say why this unit is offered."""
        return say(self.why, lang, **dict(self.values))


def offered(found: Unit, why: Why, score: float, **values: str) -> Candidate:
    """Make a candidate whose sentence may also name the unit ({unit}) and where it lies ({place})."""
    known = {"unit": found.name, "place": place(found), **values}
    return Candidate(found, score, why, tuple(known.items()))


def place(found: Unit) -> str:
    """Name where a unit lies, the nearest first: "Huyện Ngân Sơn, Tỉnh Bắc Kạn" (a province: its own name)."""
    above = path(found.structure, found.code)[:-1]
    return ", ".join(u.name for u in reversed(above)) or found.name


def became(before: Unit) -> list[Candidate]:
    """Offer what a commune (or special-zone district) of "2024" became."""
    return [_successor(before, edge) for edge in successors(before.code)]


def _successor(before: Unit, edge: Succession) -> Candidate:
    why, score = _BECAME[edge.part]
    return offered(unit("2025-07", edge.code_to), why, score, old=f"{before.name} ({place(before)})")


def became_province(before: Unit, after: Unit) -> Candidate:
    """Offer the province of "2025-07" in which one of "2024" lies."""
    return offered(after, "units.why.province", 99.0, old=before.name, new=after.name)


def came_from(after: Unit, edges: tuple[Succession, ...]) -> list[Candidate]:
    """Offer the units of "2024" that a commune of "2025-07" was made of."""
    return [
        offered(unit("2024", e.code_from), *_BECAME[e.part], old=unit("2024", e.code_from).name, unit=after.name)
        for e in edges
    ]


def best_first(candidates: list[Candidate], *, limit: int) -> tuple[Candidate, ...]:
    """Keep each unit once, with its best reason, and sort by score."""
    best: dict[tuple[StructureId, str], Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: -c.score):
        best.setdefault((candidate.unit.structure, candidate.unit.code), candidate)
    return tuple(best.values())[:limit]
