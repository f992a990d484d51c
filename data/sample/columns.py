"""Columns of the sample's tables, made of arrays: taken by place, joined, days, the sample's own name."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.sample.reporting import SOURCE

if TYPE_CHECKING:  # pyarrow's stubs name what a column holds, pyarrow itself does not
    from pyarrow.lib import StringType

    Column: TypeAlias = pa.Array[pa.Scalar[pa.DataType]]
    Texts: TypeAlias = pa.Array[pa.Scalar[StringType]]
else:
    Column = Texts = pa.Array

EPOCH: Final = date(1970, 1, 1).toordinal()


def take(values: Sequence[str] | Texts, rows: np.ndarray) -> Texts:
    """Return the texts in these places."""
    column = values if isinstance(values, pa.Array) else pa.array(list(values), pa.string())
    return column.take(pa.array(rows, pa.int64()))


def texts(values: Sequence[str | None] | np.ndarray) -> Texts:
    """Return texts as a column."""
    return pa.array(values, pa.string())


def counts(values: np.ndarray, *, without: np.ndarray | None = None) -> Column:
    """Return whole numbers as a column, missing where `without` is true."""
    return pa.array(values, pa.int64(), mask=without)


def flags(values: np.ndarray) -> Column:
    """Return yes-or-no as a column."""
    return pa.array(values, pa.bool_())


def joined(*parts: Texts, between: str) -> Texts:
    """Join the texts of columns row by row."""
    return pc.binary_join_element_wise(*parts, pa.array([between] * len(parts[0]), pa.string()))


def numbered(letter: str, size: int) -> Texts:
    """Return the ids "k0", "k1" …"""
    return texts([f"{letter}{at}" for at in range(size)])


def days(ordinals: np.ndarray) -> Column:
    """Return days as a column; ordinals count them as datetime.date does."""
    return pa.array((ordinals - EPOCH).astype("datetime64[D]"), pa.date32())


def from_sample(size: int) -> Texts:
    """Return the source of so many rows: the sample."""
    return take([SOURCE], np.zeros(size, np.int64))
