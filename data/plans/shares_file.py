"""Reads the shares of a division from a CSV: code, weight, group, floor, ceiling, lock (empty where there is none)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from data.plans.division import BadShares, Share
from data.spreadsheets import cells, csv_files

_COLUMNS: Final = ("code", "weight", "group", "floor", "ceiling", "lock")


def read_shares(content: bytes) -> list[Share]:
    """Return the shares of a file. Raises BadShares, with row, column and what stands there; Refused for no CSV."""
    head, *body = csv_files.rows(csv_files.decode(content)) or [[]]
    places = {name.strip().lower(): at for at, name in enumerate(head)}
    missing = [name for name in ("code", "weight") if name not in places]
    if missing:
        raise BadShares("plans.no_column", columns=", ".join(missing), known=", ".join(_COLUMNS))
    return [
        _share({name: row[at].strip() if at < len(row) else "" for name, at in places.items()}, line)
        for line, row in enumerate(body, start=2)
        if any(cell.strip() for cell in row)
    ]


def _share(row: Mapping[str, str], line: int) -> Share:
    if not row["code"]:
        raise BadShares("plans.bad_cell", row=line, column="code", value="")
    return Share(
        row["code"],
        _weight(row["weight"], line),
        row.get("group", ""),
        _count(row, "floor", line) or 0,
        _count(row, "ceiling", line),
        _count(row, "lock", line),
    )


def _weight(text: str, line: int) -> Fraction:
    """Read a weight: a count as reports write it ("1.676"), or a number with a decimal mark."""
    read = cells.read(text)
    if read.kind == "count" and read.count is not None:
        return Fraction(read.count)
    try:
        return Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError) as fault:
        raise BadShares("plans.bad_cell", row=line, column="weight", value=text[:40]) from fault


def _count(row: Mapping[str, str], column: str, line: int) -> int | None:
    text = row.get(column, "")
    if not text:
        return None
    read = cells.read(text)
    if read.kind != "count" or read.count is None:
        raise BadShares("plans.bad_cell", row=line, column=column, value=text[:40])
    return read.count
