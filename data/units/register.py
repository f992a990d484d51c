"""The register of administrative units, keyed by (structure, code), read from vietnamadminunits (MIT).

"2024" is the country until 30 June 2025 (63 provinces, districts, 10,035 communes), "2025-07" the country
since 1 July 2025 (34 provinces, no districts, 3,321 communes). Codes are text with leading zeros, and
were reused: a code alone names no commune. Corrections to the library stand in data.units.corrections.
Frames are cached and shared: callers must not modify them.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

import pandas as pd

from data.errors import NotFound
from data.units import library
from data.units.corrections import ZONES_FROM_DISTRICTS

StructureId = Literal["2024", "2025-07"]
Level = Literal["province", "district", "commune"]
Part = Literal["whole", "people", "part", "land"]


class UnknownUnit(NotFound):
    """The structure has no unit with this code."""


@dataclass(frozen=True)
class Structure:
    """An administrative structure: in force from `since` to `until`, both days included; None is open."""

    id: StructureId
    since: date | None
    until: date | None
    levels: tuple[Level, ...]


STRUCTURES: Final[dict[StructureId, Structure]] = {
    "2024": Structure("2024", None, date(2025, 6, 30), ("province", "district", "commune")),
    "2025-07": Structure("2025-07", date(2025, 7, 1), None, ("province", "commune")),
}


@dataclass(frozen=True)
class Unit:
    """One unit. `short` is the name without its kind, `kind` in lower case ("xã", "thành phố").

    `lon`, `lat` (degrees, WGS 84) are a point of the unit, None where none is reliable; `area_km2` is the
    library's figure, None where it has none (all of "2024").
    """

    structure: StructureId
    code: str
    level: Level
    name: str
    short: str
    kind: str
    parent: str | None
    province: str
    district: str | None
    lon: float | None
    lat: float | None
    area_km2: float | None


@dataclass(frozen=True)
class Succession:
    """A unit of "2024" and one it went into; `whole` where that is its only successor.

    `part` is what went there: "whole", "people" (all the people, some of the land), "part" (some of both) or
    "land" (no people), as the official conversion table says.
    """

    code_from: str
    code_to: str
    whole: bool
    part: Part


def structure_at(day: date) -> StructureId:
    """Return the structure in force on `day`."""
    return next(s.id for s in reversed(STRUCTURES.values()) if s.since is None or s.since <= day)


def units(structure: StructureId, level: Level) -> pd.DataFrame:
    """Return the units of a level, indexed by code in the library's order (by province and district).

    Columns: structure, level, name, short, kind, parent, province, district, lon, lat, area_km2 (as in
    Unit, missing is NaN), point_ok (False where the library's point is wrong and lon, lat are NaN).
    Raises UnknownUnit where the structure has no such level.
    """
    if structure not in STRUCTURES or level not in STRUCTURES[structure].levels:
        raise UnknownUnit("units.no_level", structure=structure, level=level)
    return library.frames(structure)[level]


def unit(structure: StructureId, code: str) -> Unit:
    """Return one unit; its level follows from the length of the code. Raises UnknownUnit."""
    found = _units_by_code(structure).get(code)
    if found is None:
        raise UnknownUnit("units.unknown", structure=structure, code=code)
    return found


@cache
def _units_by_code(structure: StructureId) -> dict[str, Unit]:
    known: dict[str, Unit] = {}
    for level in STRUCTURES[structure].levels if structure in STRUCTURES else ():
        frame = units(structure, level).drop(columns="point_ok")
        for code, row in zip(frame.index, frame.itertuples(index=False), strict=True):
            values = {key: None if pd.isna(value) else value for key, value in row._asdict().items()}
            known[code] = Unit(code=code, **values)
    return known


def children(structure: StructureId, code: str | None, level: Level | None = None) -> pd.DataFrame:
    """Return the units below `code` (None is the country), in the columns of `units`.

    `level` is the next one down unless given; a province's communes of "2024" come with level="commune".
    """
    levels = STRUCTURES[structure].levels
    if code is None:
        return units(structure, level or levels[0])
    above = unit(structure, code)
    below = levels[levels.index(above.level) + 1 :]
    if not below or (level is not None and level not in below):
        return units(structure, levels[-1]).iloc[:0]
    frame = units(structure, level or below[0])
    return frame[frame[above.level] == code]


def path(structure: StructureId, code: str) -> tuple[Unit, ...]:
    """Return the units from the province down to the unit itself."""
    here = unit(structure, code)
    return (*path(structure, here.parent), here) if here.parent else (here,)


def successions() -> pd.DataFrame:
    """Return every edge between communes: code_2024, code_2025, whole, part; sorted by codes."""
    return library.edges()


@cache
def _successions_by_code() -> tuple[dict[str, tuple[Succession, ...]], dict[str, tuple[Succession, ...]]]:
    forward: dict[str, list[Succession]] = {}
    backward: dict[str, list[Succession]] = {}
    edges = [Succession(*row) for row in library.edges().itertuples(index=False)]
    for edge in edges + [Succession(old, new, True, "whole") for old, new in ZONES_FROM_DISTRICTS.items()]:
        forward.setdefault(edge.code_from, []).append(edge)
        backward.setdefault(edge.code_to, []).append(edge)
    return _frozen(forward), _frozen(backward)


def _frozen(found: dict[str, list[Succession]]) -> dict[str, tuple[Succession, ...]]:
    return {code: tuple(edges) for code, edges in found.items()}


def successors(code: str) -> tuple[Succession, ...]:
    """Return what became of a commune of "2024", or of a district that became a special zone whole."""
    return _successions_by_code()[0].get(code, ())


def predecessors(code: str) -> tuple[Succession, ...]:
    """Return what a commune of "2025-07" was made of (five special zones: one district each)."""
    return _successions_by_code()[1].get(code, ())


def communes_now(code: str) -> tuple[str, ...]:
    """Return the communes of "2025-07" that took up people of a province or district of "2024", by code."""
    return _ground().get(code, ())


@cache
def _ground() -> dict[str, tuple[str, ...]]:
    made: dict[str, set[str]] = {}
    for edge in (edge for edges in _successions_by_code()[0].values() for edge in edges if edge.part != "land"):
        before = unit("2024", edge.code_from)
        for above in (before.province, before.district):
            made.setdefault(str(above), set()).add(edge.code_to)
    return {code: tuple(sorted(codes)) for code, codes in made.items()}


def successor_provinces(code: str) -> tuple[Succession, ...]:
    """Return the province of "2025-07" that a province of "2024" went into; provinces merged whole."""
    return tuple(s for s in _province_successions() if s.code_from == code)


def predecessor_provinces(code: str) -> tuple[Succession, ...]:
    """Return the provinces of "2024" that a province of "2025-07" was made of."""
    return tuple(s for s in _province_successions() if s.code_to == code)


@cache
def _province_successions() -> tuple[Succession, ...]:
    edges = library.edges()
    old = edges["code_2024"].map(units("2024", "commune")["province"])
    new = edges["code_2025"].map(units("2025-07", "commune")["province"])
    pairs = sorted(set(zip(old, new, strict=True)))
    if len(pairs) != len({before for before, _ in pairs}):
        raise ValueError("a province was split: say which part went where")
    return tuple(Succession(before, after, True, "whole") for before, after in pairs)
