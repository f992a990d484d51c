"""The store: immutable releases, and the pointer that says which of them is current. This file only reads.

<root>/current            the pointer, and the audit entry of the act that set it (see data.publication.publish)
<root>/releases/<id>/     Parquet files and manifest.json; the id is made from their content
<root>/drafts/<id>/       what was imported and is not published yet
<root>/audit.jsonl        who did what, each line bound to the one before
<root>/lock               held by the one writer
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import pandas as pd

from data.releases import manifest, reading
from data.releases.manifest import DamagedRelease, FileFacts, Manifest
from data.storage import audit_log, paths
from data.storage.errors import NotFound, StoreFault
from data.storage.json_values import JsonObject, members, parse_object, text

__all__ = [
    "DamagedPointer",
    "DamagedRelease",
    "FileFacts",
    "Manifest",
    "NoRelease",
    "Release",
    "Store",
    "UnknownRelease",
    "open_store",
]


_SETTING: Final[tuple[audit_log.Action, ...]] = ("publish", "rollback", "sample", "refresh")
"""The acts that make a release current."""


class NoRelease(NotFound):
    """Nothing was published yet."""


class UnknownRelease(NotFound):
    """The store has no release with this id."""


class DamagedPointer(StoreFault):
    """The pointer to the current release cannot be read, or names a release that is not there."""


@dataclass(frozen=True)
class Pointer:
    """The current release, and the audit entry of the act that made it so."""

    release: str
    entry: JsonObject | None


@dataclass(frozen=True)
class Release:
    """One release, whole and immutable; equal releases have equal ids."""

    id: str
    path: Path
    manifest: Manifest

    def query(self, sql: str, **params: object) -> pd.DataFrame:
        """Run one select over villages, village_figures, reports, communes, teams, sources and notes.

        `params` fill the $names of the statement. Missing numbers come as NaN, missing texts as None or
        NaN. People are not among the tables. Safe from any thread. Raises DamagedRelease.
        """
        return reading.query(self.path, sql, params)

    @property
    def root(self) -> Path:
        """Return the folder of the store that the release is in."""
        return self.path.parent.parent

    def people(self, sql: str, *, reader: str, about: JsonObject | None = None, **params: object) -> pd.DataFrame:
        """Run one select that may read `people` (personal data): a row a seat; `persons` has a row a person.

        Who read is written to the audit log first; without that (a full or read-only disk: CannotWrite)
        nothing is read. What was queried is not logged, since it may name a person, but `about`, the ids of
        the team and the persons, is.
        """
        audit_log.append(self.root, who=reader, action="read people", release=self.id, **(about or {}))
        return reading.query_people(self.path, sql, params)


@dataclass(frozen=True)
class Store:
    """A store at `root`; opening reads nothing, and a root that does not exist is an empty store."""

    root: Path

    @property
    def releases(self) -> Path:
        """Return the folder of the releases."""
        return self.root / "releases"

    def pointer(self) -> Pointer | None:
        """Read the pointer, None before the first release; raises DamagedPointer."""
        try:
            document = parse_object((self.root / "current").read_bytes())
            entry = document["entry"]
            pointer = Pointer(text(document["release"]), None if entry is None else members(entry))
        except FileNotFoundError:
            if self._was_published():
                raise DamagedPointer("releases.lost_pointer", path=self.root / "current") from None
            return None
        except (OSError, ValueError, KeyError) as fault:
            raise DamagedPointer("releases.damaged_pointer", path=self.root / "current") from fault
        if not manifest.is_id(pointer.release):
            raise DamagedPointer("releases.damaged_pointer", path=self.root / "current")
        return pointer

    def _was_published(self) -> bool:
        """Tell whether there ever was a current release, though no pointer names one: then the pointer was lost.

        A first release that was written when the power failed leaves none of these traces: the store is new.
        """
        if (self.root.parent / "public" / "current").exists() or any(
            release.manifest.parent is not None for release in self.list()
        ):
            return True
        return audit_log.has_act(self.root, _SETTING)

    def has_current(self) -> bool:
        """Tell whether anything was published; raises DamagedPointer."""
        return self.pointer() is not None

    def current_id(self) -> str | None:
        """Return the id of the current release, None before the first."""
        pointer = self.pointer()
        return pointer.release if pointer else None

    def current(self) -> Release:
        """Return the current release.

        Raises NoRelease before the first, DamagedPointer or DamagedRelease where the store is broken: no
        older release is taken in its place unasked.
        """
        pointer = self.pointer()
        if pointer is None:
            raise NoRelease("releases.none")
        if not (self.releases / pointer.release).is_dir():
            raise DamagedPointer("releases.lost_release", release=pointer.release)
        return self.release(pointer.release)

    def release(self, release_id: str) -> Release:
        """Return a release; its files are held against their sums once a process.

        Raises UnknownRelease, DamagedRelease.
        """
        folder = self.releases / release_id
        if not manifest.is_id(release_id) or not folder.is_dir():
            raise UnknownRelease("releases.unknown", release=release_id)
        return Release(release_id, folder, _verified(folder))

    def list(self) -> list[Release]:
        """List the releases, newest first, without those that `damaged` names; files are not read."""
        found = [Release(path.name, path, manifest.read(path)) for path in self._folders() if _readable(path)]
        return sorted(found, key=lambda release: (release.manifest.created, release.id), reverse=True)

    def damaged(self) -> dict[str, DamagedRelease]:
        """Return what is wrong with each release that cannot be used, by id; reads every file."""
        faults = {}
        for path in self._folders():
            try:
                manifest.verify(path, manifest.read(path))
            except DamagedRelease as fault:
                faults[path.name] = fault
        return faults

    def _folders(self) -> tuple[Path, ...]:
        if not self.releases.is_dir():
            return ()
        return tuple(sorted(path for path in self.releases.iterdir() if manifest.is_id(path.name)))


def open_store(root: Path | None = None) -> Store:
    """Return the store at `root`, or where the product keeps its data (data.storage.paths)."""
    return Store((root or paths.releases()).resolve())


@lru_cache(maxsize=64)
def _verified(folder: Path) -> Manifest:
    read = manifest.read(folder)
    manifest.verify(folder, read)
    return read


def _readable(folder: Path) -> bool:
    try:
        manifest.read(folder)
    except DamagedRelease:
        return False
    return True
