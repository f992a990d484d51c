"""The register of administrative units, keyed by (structure, code): the country as it was and as it is.

"2024" is the country until 30 June 2025 (63 provinces, districts, 10,035 communes), "2025-07" the country
since 1 July 2025 (34 provinces, no districts, 3,321 communes), both read from the register's own tables
(data.units.tables); more structures are added from tables (data.units.structures). A unit may get another name or
kind while its borders stay: `on` asks for the names of a day. Codes are text with leading zeros, and were reused: a
code alone names no commune. Frames are cached and shared: callers must not modify them.
"""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final, Literal

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
    latest,
    others,
    structure,
    structure_at,
    structure_cache,
    today,
)
from data.units.tables.reading import fingerprint

__all__ = [
    "STRUCTURES",
    "Level",
    "Name",
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
    "districts_as_zones",
    "edges",
    "fingerprint",
    "is_before",
    "latest",
    "names",
    "others",
    "path",
    "predecessor_provinces",
    "predecessors",
    "structure",
    "structure_at",
    "successions",
    "successor_provinces",
    "successors",
    "today",
    "unit",
    "units",
]

Part = Literal["whole", "people", "part", "land"]


@dataclass(frozen=True)
class Unit:
    """One unit. `short` is the name without its kind, `kind` in lower case ("xã", "thành phố").

    `lon`, `lat` (degrees, WGS 84) are a point of the unit, None where none is reliable; `area_km2` is the
    register's figure, or the sum of what the unit was made of; None where there is none (all of "2024").
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


_COLUMNS: Final = tuple(each.name for each in fields(Unit))[2:]


@dataclass(frozen=True)
class Name:
    """How a unit is called from `since` on (None: as long as its structure or the register knows): its name, the name
    without its kind, its kind, and the decree that said so, "" where that is not known."""

    since: date | None
    name: str
    short: str
    kind: str
    instrument: str


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


def units(structure: StructureId, level: Level, *, on: date | None = None) -> pd.DataFrame:
    """Return the units of a level, indexed by code in the order of province, district and code.

    Columns: structure, level, name, short, kind, parent, province, district, lon, lat, area_km2 (as in
    Unit, missing is NaN), point_ok (False where no point is known to be right and lon, lat are NaN).
    They bear the names of the day `on`; unless it is given, those of the day on which the structure began, of
    "2024" those of its last day. Raises UnknownUnit where the structure has no such level.
    """
    if structure not in STRUCTURES or level not in STRUCTURES[structure].levels:
        raise UnknownUnit("units.no_level", structure=structure, level=level)
    return chain.frames(structure, chain.calling_day(structure, on))[level]


def unit(structure: StructureId, code: str, *, on: date | None = None) -> Unit:
    """Return one unit, called as on the day `on` (see `units`); its level follows from the length of the code.

    Raises UnknownUnit.
    """
    found = _units_by_code(structure).get(code)
    if found is None:
        raise UnknownUnit("units.unknown", structure=structure, code=code)
    called = chain.calling_day(structure, on) if on else None
    return _called_otherwise(structure, called).get(code, found) if called else found


@structure_cache
def _called_otherwise(structure: StructureId, called: date) -> dict[str, Unit]:
    """Return the units that bear another name on a day than usually, by code."""
    made: dict[str, Unit] = {}
    for level, frame in chain.frames(structure, called).items():
        usual = units(structure, level)
        other = frame[frame["name"] != usual["name"].reindex(frame.index)]
        for code, name, short, kind in zip(other.index, other["name"], other["short"], other["kind"], strict=True):
            made[code] = replace(_units_by_code(structure)[code], name=name, short=short, kind=kind)
    return made


@structure_cache
def _units_by_code(structure: StructureId) -> dict[str, Unit]:
    by_code: dict[str, Unit] = {}
    for level in STRUCTURES[structure].levels if structure in STRUCTURES else ():
        frame = units(structure, level)
        values = (frame[name].astype("object").where(frame[name].notna(), None).tolist() for name in _COLUMNS)
        rows = zip(frame.index.tolist(), *values, strict=True)  # column by column: four times as fast as row by row
        by_code.update((row[0], Unit(structure, *row)) for row in rows)
    return by_code


def names(structure: StructureId, code: str) -> tuple[Name, ...]:
    """Return the names that a unit bore while its structure was in force, the first one first; () where it kept one."""
    return _names(structure).get(code, ())


@structure_cache
def _names(structure: StructureId) -> dict[str, tuple[Name, ...]]:
    found: dict[str, list[Name]] = {}
    for level, day, instruments in chain.renaming_days(structure):
        frame = units(structure, level, on=day)
        for code in frame.index[frame.index.isin([*instruments])]:
            row, before = frame.loc[code], found.get(code, [])
            name = Name(day, row["name"], row["short"], row["kind"], instruments[code])
            first = _first_name(structure, level, code)
            before = before or [first]
            if name.name != before[-1].name:
                found[code] = [*before, name]
    return {code: tuple(called) for code, called in found.items()}


def _first_name(structure: StructureId, level: Level, code: str) -> Name:
    frame = chain.frames(structure, chain.first_day(structure))[level]
    name, short, kind = (frame[column].loc[code] for column in ("name", "short", "kind"))
    return Name(None, name, short, kind, "")


def children(
    structure: StructureId, code: str | None, level: Level | None = None, *, on: date | None = None
) -> pd.DataFrame:
    """Return the units below `code` (None is the country), in the columns and by the names of `units`.

    `level` is the next one down unless given; a province's communes of "2024" come with level="commune".
    """
    levels = STRUCTURES[structure].levels
    if code is None:
        return units(structure, level or levels[0], on=on)
    parent = unit(structure, code)
    lower_levels = levels[levels.index(parent.level) + 1 :]
    if not lower_levels or (level is not None and level not in lower_levels):
        return units(structure, levels[-1]).iloc[:0]
    frame = units(structure, level or lower_levels[0], on=on)
    return frame[frame[parent.level] == code]


def path(structure: StructureId, code: str, *, on: date | None = None) -> tuple[Unit, ...]:
    """Return the units from the province down to the unit itself, by the names of `unit`."""
    here = unit(structure, code, on=on)
    return (*path(structure, here.parent, on=on), here) if here.parent else (here,)


def edges(source: StructureId, target: StructureId) -> pd.DataFrame:
    """Return what went where between any two structures: code_from, code_to, whole, part; sorted by codes.

    Also backward, `part` then being seen from `source`; codes of three digits are districts without communes.
    Shared: not to be modified. Raises UnknownUnit.
    """
    found = chain.edges(source, target)
    return found.assign(whole=found["part"] == "whole")[["code_from", "code_to", "whole", "part"]]


@structure_cache
def districts_as_zones() -> dict[str, str]:
    """Return the districts of "2024" that had no communes and became a special zone of "2025-07" whole."""
    found = edges("2024", "2025-07")
    found = found[found["code_from"].str.len() == 3]
    return dict(zip(found["code_from"], found["code_to"], strict=True))


def successions() -> pd.DataFrame:
    """Return every edge between communes of "2024" and "2025-07": code_2024, code_2025, whole, part; sorted.

    These are the names that tables with a column for each of the two structures use.
    """
    found = edges("2024", "2025-07")
    found = found[found["code_from"].str.len() == 5].reset_index(drop=True)
    return found.rename(columns={"code_from": "code_2024", "code_to": "code_2025"})


@structure_cache
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


@structure_cache
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


@structure_cache
def _province_successions(source: StructureId, target: StructureId) -> tuple[Succession, ...]:
    rows = chain.province_edges(source, target)[["code_from", "code_to", "part"]].itertuples(index=False, name=None)
    return tuple(Succession(before, after, part == "whole", part) for before, after, part in rows)
