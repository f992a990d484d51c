"""The register of administrative units, keyed by (structure, code): the country as it was and as it is.

"2024" is the country until 30 June 2025 (63 provinces, districts, 10,035 communes), "2025-07" the country
since 1 July 2025 (34 provinces, no districts, 3,321 communes), both read from vietnamadminunits (MIT) with the
corrections of data.units.corrections; more structures are added from tables (data.units.structures). Codes are
text with leading zeros, and were reused: a code alone names no commune. Frames are cached and shared: callers
must not modify them.
"""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from data.units import chain
from data.units.structures import (
    STRUCTURES,
    Level,
    Structure,
    StructureId,
    UnknownUnit,
    after,
    before,
    is_before,
    kept,
    latest,
    others,
    structure,
    structure_at,
)

__all__ = [
    "STRUCTURES",
    "Level",
    "Part",
    "Structure",
    "StructureId",
    "Succession",
    "Unit",
    "UnknownUnit",
    "after",
    "before",
    "children",
    "communes_now",
    "edges",
    "is_before",
    "latest",
    "others",
    "path",
    "predecessor_provinces",
    "predecessors",
    "structure",
    "structure_at",
    "successions",
    "successor_provinces",
    "successors",
    "unit",
    "units",
]

Part = Literal["whole", "people", "part", "land"]


@dataclass(frozen=True)
class Unit:
    """One unit. `short` is the name without its kind, `kind` in lower case ("xã", "thành phố").

    `lon`, `lat` (degrees, WGS 84) are a point of the unit, None where none is reliable; `area_km2` is the
    library's figure, or the sum of what the unit was made of; None where there is none (all of "2024").
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
    """A unit and one that it went into, in a later structure; `whole` where that is its only successor.

    `part` is what went there: "whole", "people" (all the people, some of the land), "part" (some of both;
    over several structures perhaps all or nothing) or "land" (no people), as the official tables say.
    """

    code_from: str
    code_to: str
    whole: bool
    part: Part


def units(structure: StructureId, level: Level) -> pd.DataFrame:
    """Return the units of a level, indexed by code in the library's order (by province and district).

    Columns: structure, level, name, short, kind, parent, province, district, lon, lat, area_km2 (as in
    Unit, missing is NaN), point_ok (False where no point is known to be right and lon, lat are NaN).
    Raises UnknownUnit where the structure has no such level.
    """
    if structure not in STRUCTURES or level not in STRUCTURES[structure].levels:
        raise UnknownUnit("units.no_level", structure=structure, level=level)
    return chain.frames(structure)[level]


def unit(structure: StructureId, code: str) -> Unit:
    """Return one unit; its level follows from the length of the code. Raises UnknownUnit."""
    found = _units_by_code(structure).get(code)
    if found is None:
        raise UnknownUnit("units.unknown", structure=structure, code=code)
    return found


@kept
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


def edges(source: StructureId, target: StructureId) -> pd.DataFrame:
    """Return what went where between any two structures: code_from, code_to, whole, part; sorted by codes.

    Also backward, `part` then being seen from `source`; codes of three digits are districts without communes.
    Shared: not to be modified. Raises UnknownUnit.
    """
    found = chain.edges(source, target)
    return found.assign(whole=found["part"] == "whole")[["code_from", "code_to", "whole", "part"]]


def successions() -> pd.DataFrame:
    """Return every edge between communes of "2024" and "2025-07": code_2024, code_2025, whole, part; sorted.

    These are the names that tables with a column for each of the two structures use.
    """
    found = edges("2024", "2025-07")
    found = found[found["code_from"].str.len() == 5].reset_index(drop=True)
    return found.rename(columns={"code_from": "code_2024", "code_to": "code_2025"})


@kept
def _by_end(source: StructureId, target: StructureId, end: str) -> dict[str, tuple[Succession, ...]]:
    found: dict[str, list[Succession]] = {}
    for edge in (Succession(*row) for row in edges(source, target).itertuples(index=False)):
        found.setdefault(getattr(edge, end), []).append(edge)
    return {code: tuple(rows) for code, rows in found.items()}


def successors(code: str, *, source: StructureId = "2024", target: StructureId | None = None) -> tuple[Succession, ...]:
    """Return what became of a commune (or of a district that had none) in a later structure, the next unless given."""
    target = target or after(source)
    return _by_end(source, target, "code_from").get(code, ()) if target else ()


def predecessors(
    code: str, *, structure: StructureId = "2025-07", source: StructureId | None = None
) -> tuple[Succession, ...]:
    """Return what a commune was made of in an earlier structure, the one before unless given.

    Five special zones of "2025-07" were one district of "2024" each.
    """
    source = source or before(structure)
    return _by_end(source, structure, "code_to").get(code, ()) if source else ()


def communes_now(code: str, *, source: StructureId = "2024", target: StructureId = "2025-07") -> tuple[str, ...]:
    """Return the communes of `target` that took up people of a province or district of `source`, by code."""
    return _ground(source, target).get(code, ())


@kept
def _ground(source: StructureId, target: StructureId) -> dict[str, tuple[str, ...]]:
    made: dict[str, set[str]] = {}
    peopled = edges(source, target).query("part != 'land'")
    for code, successor in zip(peopled["code_from"], peopled["code_to"], strict=True):
        before = unit(source, code)
        for above in (before.province, before.district):
            made.setdefault(str(above), set()).add(successor)
    return {code: tuple(sorted(codes)) for code, codes in made.items()}


def successor_provinces(
    code: str, *, source: StructureId = "2024", target: StructureId | None = None
) -> tuple[Succession, ...]:
    """Return the provinces that a province went into in a later structure, the next unless given."""
    target = target or after(source)
    return tuple(s for s in _province_successions(source, target) if s.code_from == code) if target else ()


def predecessor_provinces(
    code: str, *, structure: StructureId = "2025-07", source: StructureId | None = None
) -> tuple[Succession, ...]:
    """Return the provinces that a province was made of, in the structure before unless another is given."""
    source = source or before(structure)
    return tuple(s for s in _province_successions(source, structure) if s.code_to == code) if source else ()


@kept
def _province_successions(source: StructureId, target: StructureId) -> tuple[Succession, ...]:
    rows = chain.province_edges(source, target).itertuples(index=False)
    return tuple(Succession(row.code_from, row.code_to, row.part == "whole", row.part) for row in rows)
