"""Makes public releases: what is hidden is chosen, attacked, and only then written, whole, beside the store."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
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
                of=release.id,
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


def _out(store: Store) -> Iterator[Published]:
    """Give the public releases that were ever out, the one that is out now first; without those that cannot be read.

    Of the others only the quarters in which they differ from that one: of the rest it tells the same.
    """
    public = beside(store.root)
    try:
        pointer = public.pointer()
    except DamagedPublic:
        pointer = None
    now = None if pointer is None else _readable(public, pointer[0])
    if pointer is not None and now is not None:
        yield Published(pq.read_table(_figures(now)), _made_of(store, now, pointer[1]), now.manifest.limit)
    for folder in sorted(public.releases.glob("*")):
        other = None if now is not None and folder.name == now.id else _readable(public, folder.name)
        differing = None if other is None else _differing(other, now)
        if other is not None and differing is not None and differing.num_rows:
            yield Published(differing, _made_of(store, other, other.manifest.of), other.manifest.limit)


def _readable(public: PublicStore, release_id: str) -> PublicRelease | None:
    try:
        return public.release(release_id)
    except DamagedPublic:
        return None


def _made_of(store: Store, made: PublicRelease, release_id: str) -> Release | None:
    """Return the release that a public one was made of; None where it is not known, or gone."""
    try:
        return store.release(made.manifest.of or release_id)
    except (UnknownRelease, DamagedRelease):
        return None


def _figures(made: PublicRelease) -> Path:
    return made.path / "figures.parquet"


def _differing(other: PublicRelease, now: PublicRelease | None) -> pa.Table:
    """Return the figures of the quarters in which a public release is not what the one that is out is."""
    table = pq.read_table(_figures(other))
    if now is None or pq.read_schema(_figures(now)) != table.schema:
        return table
    with duckdb.connect(":memory:") as connection:
        for name, each in {"other": other, "now": now}.items():
            connection.read_parquet(str(_figures(each))).create_view(f"figures_{name}")
        found = connection.sql(
            "SELECT DISTINCT period FROM ((FROM figures_other EXCEPT FROM figures_now) UNION ALL "
            "(FROM figures_now EXCEPT FROM figures_other))"
        ).fetchall()
    return table.filter(pc.is_in(table["period"], value_set=pa.array([period for (period,) in found], pa.string())))


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
