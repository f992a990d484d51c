"""Makes public releases: what is hidden is chosen, attacked, and only then written, whole, beside the store."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data.catalogue import licences
from data.derivation.fingerprint import derived_by
from data.disclosure import public_tables, rules
from data.disclosure.audit import Published, safe
from data.disclosure.public_release import (
    DamagedPublic,
    PublicManifest,
    PublicRelease,
    PublicStore,
    beside,
)
from data.releases import manifest
from data.releases.manifest import DamagedRelease
from data.releases.store import Release, Store, UnknownRelease
from data.storage import clock, fault_points, settings
from data.storage.atomic import clear_asides, folder_aside, put_in_place, replace_file
from data.storage.locks import exclusive

_ROWS_A_GROUP = 32_768


def make_public(store: Store, release: Release) -> PublicRelease:
    """Write the public release of a release of the store, and return it; it is not current before `point_to`.

    The same content gives the same id, and what is there already. Raises Unsafe where a hidden figure could be told
    nearly, WrongSettings, CannotWrite, Busy; nothing has changed then.
    """
    limit, terms = rules.limit(), licences.chosen()
    shown = safe(release, limit=limit, before=_out(store))
    made_by = derived_by()
    tables = {"figures": public_tables.figures(shown), "sources": public_tables.sources(release)}
    public = beside(store.root)
    with exclusive(store.root / "lock"):
        clear_asides(public.releases)
        with folder_aside(public.releases) as aside:
            files = {name: _write(aside, name, table) for name, table in tables.items()}
            made = PublicManifest(
                id=manifest.content_id(files, made_by),
                created=clock.now(),
                structures=release.manifest.structures,
                periods=release.manifest.periods,
                sample=release.manifest.sample,
                limit=limit,
                licence=terms,
                hidden=_count(shown.hidden),
                shown=_count({k: ~np.isnan(v) for k, v in shown.numbers.items()}),
                files=files,
                derived_by=made_by,
            )
            (aside / manifest.FILE).write_text(made.text(), encoding="utf-8")
            try:
                return public.release(made.id)
            except DamagedPublic:
                put_in_place(aside, public.releases / made.id, step="public release")
    return public.release(made.id)


def _out(store: Store) -> Published | None:
    """Return the public release that is out now; None where there is none, or it cannot be read any more."""
    public = beside(store.root)
    try:
        pointer = public.pointer()
        if pointer is None:
            return None
        made = public.release(pointer[0])
    except DamagedPublic:
        return None
    try:
        of = store.release(pointer[1])
    except (UnknownRelease, DamagedRelease):
        of = None
    return Published(pq.read_table(made.path / "figures.parquet"), of, made.manifest.limit)


def point_to(public: PublicStore, release_id: str, *, of: str) -> None:
    """Make a public release current. Raises CannotWrite."""
    pointer = json.dumps({"release": release_id, "of": of})
    replace_file(public.root / "current", pointer.encode(), step="public current")


def ensure(store: Store) -> None:
    """Make the public release of the current release where there is none, or it is another's, or it is damaged.

    Raises Unsafe, DamagedRelease, CannotWrite, Busy; without a release nothing happens.
    """
    current = store.current_id()
    if current is None or _stands(beside(store.root), current):
        return
    with exclusive(store.root / "lock"):
        made = make_public(store, store.current())
        point_to(beside(store.root), made.id, of=current)


def public_of(store: Store) -> PublicRelease:
    """Return the public release beside a store: for staff that of the current release, made now where it is not there.

    In a process for the public, whatever was published for it last. Raises as `ensure`, NoPublicRelease.
    """
    if settings.current().audience != "public":
        ensure(store)
    return beside(store.root).current()


def _stands(public: PublicStore, current: str) -> bool:
    """Tell whether the public release is the one of this release, under the settings of today, and sound."""
    try:
        pointer = public.pointer()
        if pointer is None or pointer[1] != current:
            return False
        its = public.release(pointer[0]).manifest
    except DamagedPublic:
        return False
    return (its.limit, its.licence, dict(its.derived_by)) == (rules.limit(), licences.chosen(), dict(derived_by()))


def _write(aside: Path, name: str, table: pa.Table) -> manifest.FileFacts:
    path = aside / f"{name}.parquet"
    pq.write_table(table, path, compression="zstd", row_group_size=_ROWS_A_GROUP)
    fault_points.reached(f"public: wrote {name}")
    return manifest.facts(path, rows=table.num_rows)


def _count(marks: Mapping[tuple[str, str], np.ndarray]) -> dict[str, int]:
    """Count cells by level and structure."""
    return {f"{level} {structure}": int(each.sum()) for (level, structure), each in marks.items()}
