"""Small lists that people make and share (limits of classes, saved views): one JSON file each in the data folder.

A file is read whole and replaced whole, by one writer at a time; a reader sees the old list or the new one.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from data.storage import paths
from data.storage.atomic import disk_faults, replace_file
from data.storage.errors import StoreFault
from data.storage.json_values import JsonObject, objects, parse
from data.storage.locks import exclusive

Entry = JsonObject


class DamagedList(StoreFault):
    """A list is there but cannot be read."""


def path(name: str) -> Path:
    """Return the file of a list."""
    return paths.var() / f"{name}.json"


def read(name: str) -> list[Entry]:
    """Return the entries of a list; none where nobody has made it. Raises DamagedList, CannotWrite."""
    file = path(name)
    with disk_faults(file):
        if not file.exists():
            return []
        content = file.read_bytes()
    try:
        entries = objects(parse(content))
    except ValueError as fault:
        raise DamagedList("shelf.damaged", file=file) from fault
    if not all("id" in entry for entry in entries):
        raise DamagedList("shelf.damaged", file=file)
    return [*entries]


def put(name: str, entry: Entry) -> None:
    """Put an entry on a list, in place of the one with its id. Raises DamagedList, CannotWrite, Busy."""
    _change(name, lambda entries: [*(e for e in entries if e["id"] != entry["id"]), entry])


def drop(name: str, entry_id: str) -> None:
    """Take an entry off a list; nothing happens where there is none. Raises DamagedList, CannotWrite, Busy."""
    _change(name, lambda entries: [e for e in entries if e["id"] != entry_id])


def short_id(*parts: str) -> str:
    """Return six characters that stand for these texts."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:6]


def _change(name: str, new: Callable[[list[Entry]], list[Entry]]) -> None:
    file = path(name)
    with exclusive(file.with_suffix(".lock")):
        content = json.dumps(new(read(name)), ensure_ascii=False, indent=1)
        replace_file(file, content.encode(), step=name)
