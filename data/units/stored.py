"""Reads the structures that were added from tables: var/structures, written by data.units.adding.

    current.json                  which version of which structure is in use; replaced in one move
    <id>/<version>/structure.json what it is: dates, neighbour, source, decree, licence, who and when, sums
    <id>/<version>/units.csv      the units that the table names: level, code, name, province, district
    <id>/<version>/edges.csv      what went where: code_from, code_to, land (1: land without people)

Units that the table does not name are those of the neighbour. Nothing is ever deleted: a correction is a new
version, and `current.json` names it.
"""

import hashlib
import io
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd

from data.storage import settings
from data.storage.errors import StoreFault
from data.storage.json_values import Json, JsonObject, members, parse_object, text, text_or_none

POINTER: Final = "current.json"
_ID: Final = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_VERSION: Final = re.compile(r"\d{4}-[0-9a-f]{12}")
_TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "units": ("level", "code", "name", "province", "district"),
    "edges": ("code_from", "code_to", "land"),
}

_MOMENT_SECONDS: Final = 0.25  # how long a look at the disk holds: units are asked for by the ten thousand

Mark = tuple[str, int, int, int] | None
"""Names one state of var/structures; None where nothing was added."""


class DamagedStructures(StoreFault):
    """The added structures cannot be read, or are not what was written."""


@dataclass(frozen=True)
class Stored:
    """A structure as it was read from a table, or a correction to what the register says of one.

    One of `after` and `before` names the neighbour that it was given against. `complete`: the table names
    every commune of the neighbour; else those that it does not name go on unchanged.
    """

    id: str
    version: str
    since: date | None
    until: date | None
    after: str | None
    before: str | None
    complete: bool
    source: str
    decree: str | None
    decree_date: date | None
    licence: str | None
    added: str
    by: str
    file_hash: str
    sums: tuple[tuple[str, str], ...]
    folder: Path


def is_id(name: str) -> bool:
    """Tell whether `name` can be a structure's id: a year, a month or a day. Nothing else is made a path."""
    return bool(_ID.fullmatch(name))


def root() -> Path:
    """Return the folder of the added structures (not created here)."""
    return _root(settings.folder())


@lru_cache(maxsize=16)
def _root(folder: Path) -> Path:
    return folder / "structures"


def mark() -> Mark:
    """Name the present state. Every process sees what another one added, a moment later."""
    folder, now = settings.folder(), time.monotonic()
    seen = _LOOKED.seen
    if seen is None or seen[0] is not folder or now > seen[1]:
        seen = _LOOKED.seen = (folder, now + _MOMENT_SECONDS, _look())
    return seen[2]


def look_again() -> None:
    """Forget what was seen, after a change in this process."""
    _LOOKED.seen = None


class _Looked:
    """What was seen last: the folder read, until when that holds, and the state. Replaced whole."""

    seen: tuple[Path, float, Mark] | None = None


_LOOKED: Final = _Looked()


def _look() -> Mark:
    here = root() / POINTER
    try:
        status = os.stat(here)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise DamagedStructures("units.structures_damaged", path=here) from fault
    return (str(here), status.st_mtime_ns, status.st_size, status.st_ino)


def read(state: Mark) -> dict[str, Stored]:
    """Return what is in use, by id; raises DamagedStructures."""
    if state is None:
        return {}
    pointer = Path(state[0])
    try:
        used = {name: text(version) for name, version in parse_object(pointer.read_bytes()).items()}
    except (OSError, ValueError) as fault:
        raise DamagedStructures("units.structures_damaged", path=pointer) from fault
    return {name: described(pointer.parent / name / version) for name, version in used.items()}


def described(folder: Path) -> Stored:
    """Read what structure.json says; raises DamagedStructures where it says nothing sound."""
    if not is_id(folder.parent.name) or not _VERSION.fullmatch(folder.name):
        raise DamagedStructures("units.structures_damaged", path=folder)
    try:
        return _stored(folder, parse_object((folder / "structure.json").read_bytes()))
    except (OSError, ValueError, KeyError) as fault:
        raise DamagedStructures("units.structures_damaged", path=folder) from fault


def _stored(folder: Path, content: JsonObject) -> Stored:
    """Return what structure.json says; raises ValueError, KeyError where it says nothing sound."""
    after, before = text_or_none(content["after"]), text_or_none(content["before"])
    if (after is None) == (before is None):
        raise ValueError("a structure is given against one neighbour")
    return Stored(
        id=folder.parent.name,
        version=folder.name,
        since=_day(content["since"]),
        until=_day(content["until"]),
        after=after,
        before=before,
        complete=content["complete"] is True,
        source=text(content["source"]),
        decree=text_or_none(content["decree"]),
        decree_date=_day(content["decree_date"]),
        licence=text_or_none(content["licence"]),
        added=text(content["added"]),
        by=text(content["by"]),
        file_hash=text(content["file_hash"]),
        sums=tuple(sorted((name, text(digest)) for name, digest in members(content["sums"]).items())),
        folder=folder,
    )


def _day(value: Json) -> date | None:
    return date.fromisoformat(text(value)) if value else None


@lru_cache(maxsize=32)
def table(structure: Stored, name: str) -> pd.DataFrame:
    """Return the table "units" or "edges", all text, missing as ""; raises DamagedStructures.

    Cached and shared: not to be modified.
    """
    path = structure.folder / f"{name}.csv"
    try:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != dict(structure.sums)[name]:
            raise DamagedStructures("units.structures_damaged", path=path)
        found = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, na_filter=False)
    except (OSError, ValueError, KeyError) as fault:
        raise DamagedStructures("units.structures_damaged", path=path) from fault
    if tuple(found.columns) != _TABLES[name]:
        raise DamagedStructures("units.structures_damaged", path=path)
    return found
