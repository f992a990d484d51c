"""Rows of a table as typed records."""

from typing import NamedTuple, TypeVar

import pandas as pd

Record = TypeVar("Record", bound=NamedTuple)


def records(table: pd.DataFrame, kind: type[Record]) -> list[Record]:
    """Return the rows of a table as records of a kind, from the columns that its fields name.

    Values are Python's own; None where one is missing. A count of a column that has gaps is a whole number too only
    where the column is of nullable integers.
    """
    columns = (table[name] for name in kind._fields)
    values = [column.astype(object).where(column.notna(), None).tolist() for column in columns]
    return [kind._make(row) for row in zip(*values, strict=True)]
