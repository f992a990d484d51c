"""Public releases: what anybody may see, in a folder of its own. This file only reads, and only that folder.

    <root>/current            the pointer: the public release, and the release of the store that it was made of
    <root>/releases/<id>/     figures.parquet, sources.parquet and manifest.json; the id is made from their content

A process for the public opens nothing else: it works where the store is not readable, or not there.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from data.catalogue.current import catalogue
from data.derivation.fingerprint import derived_by
from data.disclosure.public_tables import NAMES, schemas
from data.releases import manifest, reading
from data.releases.manifest import FileFacts
from data.storage import paths
from data.storage.errors import NotFound, StoreFault
from data.storage.json_values import JsonObject, members, parse_object, text, texts, whole

_OPEN_AT_ONCE: Final = 4


class NoPublicRelease(NotFound):
    """Nothing was published for the public yet."""


class DamagedPublic(StoreFault):
    """The pointer to the public release, its manifest or a file of it cannot be read."""


@dataclass(frozen=True)
class PublicManifest:
    """Describe a public release.

    created: ISO time in Việt Nam; periods, structures: those with figures, sorted; sample: whether any row is
    illustration; limit: the least count that is shown; licence: its key in data.catalogue.licences;
    of: the release that it was made of ("" where an older program made it);
    hidden, shown: how many figures of communes and provinces are, by level; files: by table;
    derived_by: the fingerprints of what the figures follow from and of the rules by which they were hidden.
    """

    id: str
    created: str
    structures: tuple[str, ...]
    periods: tuple[str, ...]
    sample: bool
    limit: int
    licence: str
    hidden: Mapping[str, int]
    shown: Mapping[str, int]
    files: Mapping[str, FileFacts]
    derived_by: Mapping[str, str] = field(default_factory=dict)
    of: str = ""

    def text(self) -> str:
        """Write the manifest as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


@dataclass(frozen=True)
class PublicRelease:
    """One public release, whole and immutable."""

    id: str
    path: Path
    manifest: PublicManifest

    def query(self, sql: str, **params: object) -> pd.DataFrame:
        """Run one select over `figures` and `sources` (data.disclosure.public_tables); `params` fill its $names.

        Missing numbers come as NaN, missing texts as None or NaN. Safe from any thread. Raises DamagedPublic.
        """
        try:
            with _database(self.path, catalogue().fingerprint).cursor() as cursor:
                return reading.run(cursor, sql, params)
        except duckdb.IOException as fault:
            raise DamagedPublic("public.damaged", path=self.path) from fault


@dataclass(frozen=True)
class PublicStore:
    """The public releases at `root`; opening reads nothing, and a root that does not exist is empty."""

    root: Path

    @property
    def releases(self) -> Path:
        """Return the folder of the releases."""
        return self.root / "releases"

    def pointer(self) -> tuple[str, str] | None:
        """Return the current public release and the release it was made of, None before the first.

        Raises DamagedPublic.
        """
        path = self.root / "current"
        try:
            told = parse_object(path.read_bytes())
            found = text(told["release"]), text(told["of"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError) as fault:
            raise DamagedPublic("public.damaged", path=path) from fault
        if not manifest.is_id(found[0]):
            raise DamagedPublic("public.damaged", path=path)
        return found

    def current_id(self) -> str | None:
        """Return the id of the current public release, None before the first."""
        found = self.pointer()
        return found[0] if found else None

    def current(self) -> PublicRelease:
        """Return the current public release.

        Raises NoPublicRelease, where there is none and where it was hidden by other rules than those of today (it is
        served again when it was made anew), DamagedPublic.
        """
        current = self.current_id()
        if current is None:
            raise NoPublicRelease("public.none_yet")
        made = self.release(current)
        if made.manifest.derived_by.get("rules") != derived_by()["rules"]:
            raise NoPublicRelease("public.other_rules")
        return made

    def release(self, release_id: str) -> PublicRelease:
        """Return a public release; its files are held against their sums once a process. Raises DamagedPublic."""
        folder = self.releases / release_id
        if not manifest.is_id(release_id) or not folder.is_dir():
            raise DamagedPublic("public.damaged", path=folder)
        return PublicRelease(release_id, folder, _verified(folder))


def open_public(root: Path | None = None) -> PublicStore:
    """Return the public releases at `root`, or where the product keeps them (data.storage.paths)."""
    return PublicStore((root or paths.public()).resolve())


def beside(store_root: Path) -> PublicStore:
    """Return the public releases that belong to the store at `store_root`: the folder "public" beside it."""
    return PublicStore(store_root.parent / "public")


@lru_cache(maxsize=64)
def _verified(folder: Path) -> PublicManifest:
    try:
        found = _manifest(parse_object((folder / manifest.FILE).read_bytes()))
        is_whole = all(
            manifest.is_as_stated(folder / f"{table}.parquet", facts) for table, facts in found.files.items()
        )
    except (OSError, ValueError, KeyError) as fault:
        raise DamagedPublic("public.damaged", path=folder) from fault
    named = found.id == folder.name == manifest.content_id(found.files, found.derived_by)
    if not is_whole or not named or found.files.keys() != set(NAMES):
        raise DamagedPublic("public.damaged", path=folder)
    return found


def _manifest(told: JsonObject) -> PublicManifest:
    return PublicManifest(
        id=text(told["id"]),
        created=text(told["created"]),
        structures=tuple(texts(told["structures"])),
        periods=tuple(texts(told["periods"])),
        sample=told["sample"] is True,
        limit=whole(told["limit"]),
        licence=text(told["licence"]),
        hidden={level: whole(count) for level, count in members(told["hidden"]).items()},
        shown={level: whole(count) for level, count in members(told["shown"]).items()},
        files={table: manifest.facts_in(members(entry)) for table, entry in members(told["files"]).items()},
        derived_by=manifest.marks_of(told),
        of=text(told.get("of", "")),
    )


@lru_cache(maxsize=_OPEN_AT_ONCE)
def _database(folder: Path, _catalogue: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    files = {table: folder / f"{table}.parquet" for table in NAMES}
    known = schemas()
    lacking = {table: reading.lacking(known[table], file) for table, file in files.items()}
    reading.shut_in(connection, files, lacking=lacking)
    return connection
