"""The manifest of a release: what it holds, when and why it was made, and the sums that prove it whole."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from data.derivation.schema import APART, LATER, NAMES
from data.storage.atomic import replace_file
from data.storage.errors import StoreFault
from data.storage.json_values import Json, members, objects, parse, parse_object, text, text_or_none, texts, whole

FILE: Final = "manifest.json"
PEOPLE: Final = "people"
"""The folder of personal data within a release's."""

_ID_LENGTH: Final = 12


class DamagedRelease(StoreFault):
    """A release's folder does not hold what its manifest says, or no readable manifest."""


@dataclass(frozen=True)
class FileFacts:
    """One Parquet file: its number of rows, its length, and the SHA-256 of its content."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Describe a release.

    parent: the release it was made from, None for the first; created: ISO time in Việt Nam; structures,
    periods: those with figures, sorted; sample: whether any row comes from the embedded illustration;
    files: by table.
    """

    id: str
    parent: str | None
    created: str
    message: str
    structures: tuple[str, ...]
    periods: tuple[str, ...]
    sample: bool
    files: Mapping[str, FileFacts]
    schema: int = 1
    derived_by: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Write the manifest as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def file_of(folder: Path, table: str) -> Path:
    """Return the file of a table; tables of personal data have a folder of their own within the release's."""
    plain = folder / f"{table}.parquet"
    if table not in APART:
        return plain
    apart = folder / PEOPLE / f"{table}.parquet"
    return plain if plain.exists() and not apart.exists() else apart  # older releases have them beside the others


def content_id(files: Mapping[str, FileFacts], derived_by: Mapping[str, str] | None = None) -> str:
    """Return the id of a content: the same files, derived by the same, have the same id, whenever they were written."""
    sums = "".join(f"{table} {files[table].sha256}\n" for table in sorted(files))
    sums += "".join(f"{what} {mark}\n" for what, mark in sorted((derived_by or {}).items()))
    return hashlib.sha256(sums.encode()).hexdigest()[:_ID_LENGTH]


def is_id(name: str) -> bool:
    """Tell whether `name` can be a release's id; nothing else is ever made part of a path."""
    return len(name) == _ID_LENGTH and set(name) <= set("0123456789abcdef")


def facts(path: Path, *, rows: int) -> FileFacts:
    """Measure a file that was just written."""
    with path.open("rb") as file:
        return FileFacts(rows, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def facts_of(content: bytes, *, rows: int) -> FileFacts:
    """Measure a file that is yet to be written."""
    return FileFacts(rows, len(content), hashlib.sha256(content).hexdigest())


def accept(path: Path, accepted: Iterable[FileFacts]) -> None:
    """Note what a file may be from now on, since a person is taken out of it; else the manifest says it."""
    replace_file(_noted(path), json.dumps([asdict(each) for each in accepted]).encode(), step="people sums")


def is_as_stated(path: Path, stated: FileFacts) -> bool:
    """Tell whether a file is what the manifest says, or what `accept` noted of it; reads it once."""
    noted = _noted(path)
    allowed = [facts_in(each) for each in objects(parse(noted.read_bytes()))] if noted.exists() else [stated]
    found = facts(path, rows=0)
    return any((found.sha256, found.bytes) == (each.sha256, each.bytes) for each in allowed)


def _noted(path: Path) -> Path:
    return path.with_suffix(".sums.json")


def read(folder: Path) -> Manifest:
    """Read the manifest of `folder` and hold it against its own sums; raises DamagedRelease."""
    try:
        manifest = _manifest(parse_object((folder / FILE).read_bytes()))
    except (OSError, ValueError, KeyError) as fault:
        raise DamagedRelease("releases.damaged_manifest", release=folder.name) from fault
    complete = set(NAMES) - LATER <= manifest.files.keys() <= set(NAMES)
    if not manifest.id == folder.name == content_id(manifest.files, manifest.derived_by) or not complete:
        raise DamagedRelease("releases.damaged_manifest", release=folder.name)
    return manifest


def _manifest(document: Mapping[str, Json]) -> Manifest:
    return Manifest(
        id=text(document["id"]),
        parent=text_or_none(document["parent"]),
        created=text(document["created"]),
        message=text(document["message"]),
        structures=tuple(texts(document["structures"])),
        periods=tuple(texts(document["periods"])),
        sample=document["sample"] is True,
        files={table: facts_in(members(entry)) for table, entry in members(document["files"]).items()},
        schema=whole(document.get("schema", Manifest.schema)),
        derived_by=marks_of(document),
    )


def marks_of(document: Mapping[str, Json]) -> dict[str, str]:
    """Return what a manifest says that its figures follow from; older ones say nothing."""
    return {what: text(mark) for what, mark in members(document.get("derived_by", {})).items()}


def facts_in(entry: Mapping[str, Json]) -> FileFacts:
    """Return what a manifest says of a file; raises ValueError, KeyError."""
    return FileFacts(whole(entry["rows"]), whole(entry["bytes"]), text(entry["sha256"]))


def verify(folder: Path, manifest: Manifest) -> None:
    """Read every file once and compare its sum; raises DamagedRelease naming the first that differs."""
    for table, stated in manifest.files.items():
        path = file_of(folder, table)
        try:
            sound = is_as_stated(path, stated)
        except (OSError, ValueError, KeyError):
            sound = False
        if not sound:
            raise DamagedRelease("releases.damaged_file", release=folder.name, file=path.name)
