"""Older forms of the files of releases and drafts, and how they are read today. What was written stays as it is.

The version of the form stands in the manifest. 1: until version 0.1 of the product. 2: the structure in which something
was reported is called reported_structure.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

SCHEMA: Final = 2
"""The version of what is written now."""

_RENAMED: Final = {"told_in": "reported_structure"}


def renamed(names: Iterable[str]) -> dict[str, str]:
    """Return the columns among `names` that bear an older name, and what they are called now."""
    return {name: _RENAMED[name] for name in names if name in _RENAMED}


def read_table(path: Path) -> pa.Table:
    """Read a Parquet file in the columns of today. Raises OSError, pyarrow.ArrowInvalid."""
    table = pq.read_table(path)
    new = renamed(table.column_names)
    return table.rename_columns([new.get(name, name) for name in table.column_names]) if new else table
