"""Writes releases: checked at the door, sorted, hashed, brought to the disk, put in place in one rename."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.boundaries import overlaps
from data.boundaries.overlaps import Areas
from data.derivation.derive import derive
from data.derivation.fingerprint import derived_by
from data.derivation.schema import APART, DERIVED, NAMES, ORDER, schemas
from data.releases import manifest, validation
from data.releases.manifest import DamagedRelease, FileFacts, Manifest
from data.releases.migrations import SCHEMA
from data.releases.store import Release, Store
from data.releases.team_seats import adopted
from data.storage import clock, fault_points, paths
from data.storage.atomic import clear_asides, folder_aside, put_in_place
from data.storage.errors import NotFound, StoreFault
from data.storage.locks import exclusive

Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and the words key of the step that begins."""

_ROWS_A_GROUP: Final = 32_768


def write_release(
    store: Store,
    tables: Mapping[str, pa.Table | pd.DataFrame],
    *,
    parent: str | None,
    message: str,
    progress: Progress | None = None,
) -> Release:
    """Write a release and return it; it is not current before `set_current`.

    tables: by name, in the columns of data.derivation.schema; one that is not given is empty, a column that
    is not given is missing throughout (`source` is the one source, where there is one), and the derived
    tables are derived unless `communes` is given. The same content gives the same id and the release that is
    there already. Raises BadTable, CannotWrite, Busy.
    """
    tell = progress or silent
    tell(0.0, "releases.step_check")
    complete = _complete(adopted(tables))
    validation.check_tables(complete)
    if "communes" not in tables:
        tell(0.2, "releases.step_derive")
        derived = derive(complete, areas=_areas(store))
        complete |= {name: validation.fitted(name, derived[name], schema=schemas()[name]) for name in DERIVED}
    tell(0.5, "releases.step_write")
    with exclusive(store.root / "lock"):
        clear_asides(store.releases)
        with folder_aside(store.releases) as aside:
            made = _write_files(aside, complete, parent=parent, message=message)
            release = _settle(store, aside, made)
    tell(1.0, "releases.step_done")
    return release


def _areas(store: Store) -> Areas:
    """Return the land that split communes share with their successors, where the product's own maps tell it.

    Figures do not wait for maps: damaged boundaries tell nothing.
    """
    if store.root != paths.releases().resolve():
        return {}
    try:
        return overlaps.areas()
    except (NotFound, StoreFault):
        return {}


def silent(_share: float, _step: str) -> None:
    """Tell nobody."""


def _complete(tables: Mapping[str, pa.Table | pd.DataFrame]) -> dict[str, pa.Table]:
    unknown = sorted(tables.keys() - set(NAMES))
    if unknown:
        raise validation.BadTable([(unknown[0], "", "unknown table", "")])
    complete = {
        name: validation.fitted(name, tables[name], schema=schema) if name in tables else schema.empty_table()
        for name, schema in schemas().items()
    }
    sources = complete["sources"]["source"]
    if len(sources) == 1:
        complete = {name: _from(sources[0], table) for name, table in complete.items()}
    return complete


def _from(source: pa.StringScalar, table: pa.Table) -> pa.Table:
    """Write the one source there is where a table does not name it."""
    if "source" not in table.column_names or table["source"].null_count == 0:
        return table
    at = table.column_names.index("source")
    return table.set_column(at, table.schema.field(at), table["source"].fill_null(source))


def _write_files(aside: Path, tables: Mapping[str, pa.Table], *, parent: str | None, message: str) -> Manifest:
    files = {}
    for name, table in sorted(_sorted(tables)):
        files[name] = _write_parquet(manifest.file_of(aside, name), table)
        fault_points.reached(f"release: wrote {name}")
    made = Manifest(
        id=manifest.content_id(files, derived_by()),
        parent=parent,
        created=clock.now(),
        message=message,
        structures=_distinct(tables["communes"], "structure"),
        periods=_distinct(tables["communes"], "period"),
        sample="sample" in tables["sources"]["kind"].to_pylist(),
        files=files,
        schema=SCHEMA,
        derived_by=derived_by(),
    )
    (aside / manifest.FILE).write_text(made.text(), encoding="utf-8")
    return made


def _sorted(tables: Mapping[str, pa.Table]) -> list[tuple[str, pa.Table]]:
    """Return each table in its order and in one piece: the bytes written depend on the content alone."""
    return [(name, _in_order(name, tables)) for name in tables]


def _in_order(name: str, tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return a table sorted by ORDER, missing last; the keys alone are sorted, not the hundreds of columns."""
    table, villages = tables[name], tables["villages"]
    keys = {key: table[key] for key in ORDER[name] if key in table.column_names}
    if absent := [key for key in ORDER[name] if key not in keys]:
        village = pc.index_in(table["village"], villages["village"])
        keys |= {key: villages[key].take(village) for key in absent}
    by_key = pa.table([keys[key] for key in ORDER[name]], names=list(ORDER[name]))
    order = pc.sort_indices(by_key, sort_keys=[(key, "ascending") for key in ORDER[name]])
    stands = np.array_equal(order.to_numpy(), np.arange(table.num_rows))
    return (table if stands else table.take(order)).combine_chunks()


def _write_parquet(path: Path, table: pa.Table) -> FileFacts:
    if path.stem in APART:
        path.parent.mkdir(mode=0o700, exist_ok=True)
    pq.write_table(table, path, compression="zstd", row_group_size=_ROWS_A_GROUP)
    if path.stem in APART:
        path.chmod(0o600)
    return manifest.facts(path, rows=table.num_rows)


def _distinct(table: pa.Table, column: str) -> tuple[str, ...]:
    return tuple(sorted(str(value) for value in table[column].unique().to_pylist()))


def _settle(store: Store, aside: Path, made: Manifest) -> Release:
    """Put the folder in place, unless the store has this content already and it is sound."""
    target = store.releases / made.id
    if target.is_dir():
        try:
            existing = manifest.read(target)
            manifest.verify(target, existing)
            return Release(made.id, target, existing)
        except DamagedRelease:
            pass
    put_in_place(aside, target, step="release")
    return Release(made.id, target, made)
