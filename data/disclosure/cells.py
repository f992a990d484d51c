"""The figures of a release as arrays: what would be published of communes and provinces if nothing were hidden.

Estimates of communes are left out: each is computed from other communes, and would give these back if they are hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.catalogue.measures import MEASURES, RECORDED
from data.derivation.columns import column_of
from data.disclosure.areas import Areas, areas
from data.disclosure.rules import COLUMNS
from data.releases.store import Release
from data.units.structures import StructureId

PLACE: Final[Mapping[str, int]] = {column: at for at, column in enumerate(COLUMNS)}
"""The place of each column in the arrays."""

_WITHHELD: Final = frozenset(f"{code}__{part}" for code in RECORDED for part in ("num", "base", "n"))
"""What is counted in the records of people and teams: groups so small that no part of it is published."""


@dataclass(frozen=True)
class Cells:
    """The figures. Every array has a row a period, then a unit, then a column (rules.COLUMNS); missing is NaN.

    communes, provinces: by structure, units as in `areas`. told_in: by structure, for each period and province the
    place of the structure whose communes are summed, -1 where there is no row. known, reported: communes of a
    province, and those with any figure. sample: of communes and of provinces, whether any part is illustration.
    """

    areas: Areas
    periods: tuple[str, ...]
    communes: Mapping[StructureId, np.ndarray]
    provinces: Mapping[StructureId, np.ndarray]
    told_in: Mapping[StructureId, np.ndarray]
    reported: Mapping[StructureId, np.ndarray]
    known: Mapping[StructureId, np.ndarray]
    counts: Mapping[StructureId, np.ndarray]
    sample: Mapping[tuple[str, StructureId], np.ndarray]


def read(release: Release) -> Cells:
    """Return the cells of a release."""
    here = areas()
    periods = tuple(sorted(release.manifest.periods))
    communes = pq.read_table(_file(release, "communes"))
    provinces = pq.read_table(_file(release, "provinces"))
    estimates = pq.read_table(_file(release, "converted"))
    numbers, sample = {}, {}
    for name in here.structures:
        part = communes.filter(pc.equal(communes["structure"], name))
        at = _at(part, periods, here.codes[name])
        numbers[name] = _spread(part, COLUMNS, at, (len(periods), len(here.codes[name])))
        _without(numbers[name], estimates, structure=name, periods=periods, codes=here.codes[name])
        sample["commune", name] = _spread(part, ("sample",), at, numbers[name].shape[:2])[..., 0] == 1
    totals = {name: _of_provinces(provinces, name, periods, here) for name in here.structures}
    for name, found in totals.items():
        sample["province", name] = found["sample"]
    each = {
        what: {name: found[what] for name, found in totals.items()}
        for what in ("numbers", "told_in", "reported", "known", "counts")
    }
    return Cells(
        here,
        periods,
        numbers,
        each["numbers"],
        each["told_in"],
        each["reported"],
        each["known"],
        each["counts"],
        sample,
    )


def _file(release: Release, table: str) -> Path:
    return release.path / f"{table}.parquet"


def _at(part: pa.Table, periods: Sequence[str], codes: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """Return the place of each row among the periods and the codes."""
    return (pd.Index(periods).get_indexer(part["period"].to_numpy()), codes.get_indexer(part["code"].to_numpy()))


def _spread(
    part: pa.Table, columns: Sequence[str], at: tuple[np.ndarray, np.ndarray], shape: tuple[int, int]
) -> np.ndarray:
    """Return an array of periods, units and columns; rows of unknown places are left out."""
    made = np.full((len(columns), shape[0] * shape[1]), np.nan)
    sure = (at[0] >= 0) & (at[1] >= 0)
    place = (at[0] * shape[1] + at[1])[sure]
    for number, column in enumerate(columns):
        if column in part.column_names and column not in _WITHHELD:
            made[number, place] = _floats(part[column])[sure]
    return np.moveaxis(made.reshape(len(columns), *shape), 0, -1)  # a column's numbers lie together


def _floats(column: pa.ChunkedArray) -> np.ndarray:
    return (
        column.cast(pa.int64()).cast(pa.float64()).to_numpy()
        if pa.types.is_boolean(column.type)
        else (column.cast(pa.float64()).to_numpy())
    )


def _without(
    numbers: np.ndarray, estimates: pa.Table, *, structure: StructureId, periods: Sequence[str], codes: pd.Index
) -> None:
    """Take out what was estimated."""
    part = estimates.filter(pc.and_(pc.equal(estimates["structure"], structure), pc.is_valid(estimates["best"])))
    when, where = _at(part, periods, codes)
    told = part["indicator"].to_numpy()
    for indicator, columns in _read_by().items():
        rows = (told == indicator) & (when >= 0) & (where >= 0)
        for column in columns:
            numbers[when[rows], where[rows], PLACE[column]] = np.nan


def _read_by() -> dict[str, list[str]]:
    """Return by carried column the columns that are computed from it."""
    found = {column: [column] for column in COLUMNS}
    for code, measure in MEASURES.items():
        for part, expression in (("num", measure.numerator), ("base", measure.base)):
            for need in {column_of(expression), *measure.needs} if expression else ():
                found.setdefault(need, []).append(f"{code}__{part}")
    return found


def _of_provinces(table: pa.Table, name: StructureId, periods: Sequence[str], here: Areas) -> dict[str, np.ndarray]:
    part = table.filter(pc.equal(table["structure"], name))
    at = _at(part, periods, here.provinces[name])
    shape = (len(periods), len(here.provinces[name]))
    told_in = np.full(shape, -1)
    sure = (at[0] >= 0) & (at[1] >= 0)
    told_in[at[0][sure], at[1][sure]] = pd.Index(here.structures).get_indexer(part["told_in"].to_numpy())[sure]
    counts = tuple(f"{code}__n" for code in MEASURES)
    return {
        "numbers": _spread(part, COLUMNS, at, shape),
        "told_in": told_in,
        "reported": _spread(part, ("communes_reported",), at, shape)[..., 0],
        "known": _spread(part, ("communes_known",), at, shape)[..., 0],
        "counts": _spread(part, counts, at, shape),
        "sample": _spread(part, ("sample",), at, shape)[..., 0] == 1,
    }
