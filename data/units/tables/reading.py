"""Reads the register's own tables: the units of a day, their names in time, and what became of each.

The tables are read once a process; what is returned is shared and must not be modified. Days are compared as texts
("2025-07-01"), as the tables write them; "" is before all of them, or without end.
"""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

import pandas as pd

Level = Literal["province", "district", "commune"]
LEVELS: Final[tuple[Level, ...]] = ("province", "district", "commune")

FOLDER: Final = Path(__file__).parent
FILES: Final = ("decrees.csv", "names.csv", "older_names.csv", "successions.csv", "units.csv")
FIRST_DAY: Final = date(2023, 1, 1)
"""The first day that the tables know; a blank `since` means that the unit was there by then."""


class Row(NamedTuple):
    """A unit as units.csv has it: from `since` to `until`, both days included, kind and name as it was at first."""

    level: Level
    code: str
    since: str
    until: str
    kind: str
    name: str
    parent: str
    lat: str
    lon: str
    area_km2: str
    instrument: str


class Named(NamedTuple):
    """How a unit is called from a day on: kind and name without it, the code of what it lies in, and by what decree."""

    level: Level
    code: str
    since: str
    kind: str
    name: str
    parent: str
    instrument: str


class Went(NamedTuple):
    """What went where on a day: part is "whole", "people", "part" or "land" (data.units.register.Succession)."""

    date: str
    code_from: str
    code_to: str
    part: str
    instrument: str


class Decree(NamedTuple):
    """A decree: what came into force, in which province ("" is the country), and what of it was read."""

    effective: str
    instrument: str
    province: str
    about: str
    read: str


def full_name(kind: str, name: str) -> str:
    """Return an official name: ("thị trấn", "Na Sầm") → "Thị trấn Na Sầm"."""
    return f"{kind.capitalize()} {name}"


def _lines(file: str) -> Iterable[list[str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        next(reader)
        yield from reader


@cache
def rows() -> tuple[Row, ...]:
    """Return the lines of units.csv."""
    return tuple(map(Row._make, _lines("units.csv")))


@cache
def renamings() -> tuple[Named, ...]:
    """Return every change of a name, a kind or of what a unit lies in, the earliest first."""
    return tuple(sorted(map(Named._make, _lines("names.csv")), key=lambda named: (named.since, named.code)))


@cache
def successions() -> tuple[Went, ...]:
    """Return what became of every unit that ended."""
    return tuple(map(Went._make, _lines("successions.csv")))


@cache
def decrees() -> tuple[Decree, ...]:
    """Return the decrees, the earliest first."""
    return tuple(map(Decree._make, _lines("decrees.csv")))


@cache
def older_names() -> dict[str, tuple[str, ...]]:
    """Return names of communes that ended before FIRST_DAY, by the commune of 30 June 2025 that they belong to.

    They are known without diacritics and spaces alone, with their kind ("xatohieu"): they may suggest, never decide.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in _lines("older_names.csv"):
        found[code].append(name)
    return {code: tuple(names) for code, names in found.items()}


@cache
def fingerprint() -> str:
    """Return the SHA-256 of the tables in hexadecimal: it changes with any fact of the register."""
    total = hashlib.sha256()
    for file in FILES:
        content = (FOLDER / file).read_bytes()
        total.update(f"{file} {len(content)}\n".encode() + content)
    return total.hexdigest()


@lru_cache(maxsize=32)
def living(day: date) -> tuple[Row, ...]:
    """Return the units of a day as they were called on it; days before FIRST_DAY answer as FIRST_DAY."""
    return tuple(named(_living(max(day, FIRST_DAY).isoformat()), day))


def _living(day: str) -> list[Row]:
    return [row for row in rows() if row.since <= day and (not row.until or row.until >= day)]


def named(units: Iterable[Row], day: date) -> list[Row]:
    """Give units the names of a day; what has begun since then keeps its first."""
    told = day.isoformat()
    last = {(each.level, each.code): each for each in renamings() if each.since <= told}
    return [_called(row, last.get((row.level, row.code))) for row in units]


def _called(row: Row, name: Named | None) -> Row:
    if name is None or name.since < row.since or (row.until and name.since > row.until):
        return row
    return row._replace(kind=name.kind, name=name.name, parent=name.parent)


def called_otherwise(day: date, called: date) -> dict[Level, list[Row]]:
    """Return by level the units of a day that bore another name or kind on `called`, as they were called then."""
    found: dict[Level, list[Row]] = defaultdict(list)
    changing = _renamed_ever(day)
    then = named([first for first, _ in changing], called)
    for (_, row), other in zip(changing, then, strict=True):
        if (row.kind, row.name) != (other.kind, other.name):
            found[row.level].append(other)
    return found


@lru_cache(maxsize=32)
def _renamed_ever(day: date) -> tuple[tuple[Row, Row], ...]:
    """Return the units of a day that ever changed names, each with its first one and as it was called on the day."""
    ever = {(each.level, each.code) for each in renamings()}
    both = zip(_living(max(day, FIRST_DAY).isoformat()), living(day), strict=True)
    return tuple((first, row) for first, row in both if (row.level, row.code) in ever)


def frames(day: date) -> dict[Level, pd.DataFrame]:
    """Return the units of a day by level, indexed by code and sorted by province, district and code.

    Columns: level, name (with its kind), short, kind, parent, province, district, lon, lat (degrees, WGS 84),
    area_km2; what a level lacks is missing. A level without units on that day is left out.
    """
    units = living(day)
    districts = {row.code: row.parent for row in units if row.level == "district"}
    found: dict[Level, pd.DataFrame] = {}
    for level in LEVELS:
        own = sorted((row for row in units if row.level == level), key=lambda row: (*_above(row, districts), row.code))
        if own:
            found[level] = _frame(level, own, districts)
    return found


def _above(row: Row, districts: Mapping[str, str]) -> tuple[str, str]:
    """Return the province and the district of a unit, "" where it has none."""
    if row.level == "province":
        return row.code, ""
    if row.level == "district":
        return row.parent, row.code
    return (districts[row.parent], row.parent) if row.parent in districts else (row.parent, "")


def _frame(level: Level, units: list[Row], districts: Mapping[str, str]) -> pd.DataFrame:
    above = [_above(row, districts) for row in units]
    full = [full_name(row.kind, row.name) for row in units]
    texts: dict[str, list[str | None]] = {
        "level": [level] * len(units),
        "name": [*full],
        # a number keeps its kind: "Phường 1"
        "short": [name if row.name.isdigit() else row.name for row, name in zip(units, full, strict=True)],
        "kind": [row.kind for row in units],
        "parent": [row.parent or None for row in units],
        "province": [province for province, _ in above],
        "district": [district or None for _, district in above],
    }
    numbers = {column: [float(text) if text else float("nan") for text in values] for column, values in (
        ("lon", [row.lon for row in units]), ("lat", [row.lat for row in units]),
        ("area_km2", [row.area_km2 for row in units]))}  # fmt: skip
    index = pd.Index([row.code for row in units], dtype="str", name="code")
    return pd.DataFrame(
        {**{name: pd.array(cells, dtype="str") for name, cells in texts.items()}, **numbers}, index=index
    )
