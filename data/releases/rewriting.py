"""Replaces the file of a table within a release or draft, for what the law has taken out of it.

The id of a release stays: it is of the sums that its manifest states. Before the file is replaced in one move the sums
that it may have are noted beside it, so that a power cut leaves a file whose sum is noted either way.
"""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data.releases import manifest
from data.storage.atomic import clear_asides, replace_file


def replace_table(path: Path, change: Callable[[pa.Table], pa.Table]) -> None:
    """Replace a table's file by what `change` makes of it; who may read the file stays. Raises CannotWrite."""
    clear_asides(path.parent)
    held = pq.read_table(path)
    left = change(held)
    sink = pa.BufferOutputStream()
    pq.write_table(left.combine_chunks(), sink, compression="zstd", row_group_size=32_768)
    content = sink.getvalue().to_pybytes()
    before, after = manifest.facts(path, rows=held.num_rows), manifest.facts_of(content, rows=left.num_rows)
    manifest.accept(path, (before, after))
    mode = path.stat().st_mode
    replace_file(path, content, step=path.stem)
    path.chmod(mode)
    manifest.accept(path, (after,))
