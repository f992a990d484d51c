"""The figures of a release as arrays: what would be published of communes and provinces if nothing were hidden.

Estimates of communes are left out: each is computed from other communes, and would give these back if they are hidden.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.catalogue.current import catalogue
from data.disclosure.areas import Areas, areas
from data.disclosure.rules import Rules, rules
from data.releases.migrations import read_table
from data.releases.store import Release
from data.units.structures import StructureId


@dataclass(frozen=True)
class Cells:
    """The figures. Every array has a row a period, then a unit, then a column (rules.columns); missing is NaN.

    communes, provinces: by structure, units as in `areas`. reported_structure: of each period and province the
    place of the structure whose communes are summed, -1 where there is no row. known, reported: communes of a
    province, and those with any figure. sample: of communes and of provinces, whether any part is illustration.
    """

    rules: Rules
    areas: Areas
    periods: tuple[str, ...]
    communes: Mapping[StructureId, np.ndarray]
    provinces: Mapping[StructureId, np.ndarray]
    reported_structure: Mapping[StructureId, np.ndarray]
    reported: Mapping[StructureId, np.ndarray]
    known: Mapping[StructureId, np.ndarray]
    counts: Mapping[StructureId, np.ndarray]
    sample: Mapping[tuple[str, StructureId], np.ndarray]

    def in_columns(self, rules: Rules) -> "Cells":
        """Return the figures in the columns of other rules: another release may have other indicators."""
        if rules.columns == self.rules.columns:
            return self
        at = np.array([self.rules.place.get(column, -1) for column in rules.columns])

        def moved(numbers: Mapping[StructureId, np.ndarray]) -> dict[StructureId, np.ndarray]:
            return {name: np.where(at >= 0, values[..., at], np.nan) for name, values in numbers.items()}

        return replace(self, rules=rules, communes=moved(self.communes), provinces=moved(self.provinces))


def read(release: Release) -> Cells:
    """Return the cells of a release."""
    here = areas()
    periods = tuple(sorted(release.manifest.periods))
    communes = read_table(_file(release, "communes"))
    provinces = read_table(_file(release, "provinces"))
    estimates = read_table(_file(release, "converted"))
    what = rules(present=_present(communes, provinces))
    numbers, sample = {}, {}
    for name in here.structures:
        part = communes.filter(pc.equal(communes["structure"], pa.scalar(name)))
        at = _at(part, periods, here.codes[name])
        numbers[name] = _spread(part, what.columns, at, (len(periods), len(here.codes[name])), withheld=what.withheld)
        _without(numbers[name], estimates, what, structure=name, periods=periods, codes=here.codes[name])
        sample["commune", name] = _spread(part, ("sample",), at, numbers[name].shape[:2])[..., 0] == 1
    totals = {name: _of_provinces(provinces, what, name, periods, here) for name in here.structures}
    for name, found in totals.items():
        sample["province", name] = found["sample"]
    each = {
        what: {name: found[what] for name, found in totals.items()}
        for what in ("numbers", "reported_structure", "reported", "known", "counts")
    }
    return Cells(
        what,
        here,
        periods,
        numbers,
        each["numbers"],
        each["reported_structure"],
        each["reported"],
        each["known"],
        each["counts"],
        sample,
    )


def _file(release: Release, table: str) -> Path:
    return release.path / f"{table}.parquet"


def _at(part: pa.Table, periods: Sequence[str], codes: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """Return the place of each row among the periods and the codes."""
    named = (pd.Index(part[name].to_numpy()) for name in ("period", "code"))
    return pd.Index(periods).get_indexer(next(named)), codes.get_indexer(next(named))


def _present(*tables: pa.Table) -> set[str]:
    """Return the indicators of which any unit has a number."""
    columns = {name for table in tables for name in table.column_names if table[name].null_count < table.num_rows}
    return {code for code in catalogue().codes if code in columns} or {"villages"}


def _spread(
    part: pa.Table,
    columns: Sequence[str],
    at: tuple[np.ndarray, np.ndarray],
    shape: tuple[int, int],
    *,
    withheld: Collection[str] = (),
) -> np.ndarray:
    """Return an array of periods, units and columns; rows of unknown places are left out."""
    made = np.full((len(columns), shape[0] * shape[1]), np.nan)
    sure = (at[0] >= 0) & (at[1] >= 0)
    place = (at[0] * shape[1] + at[1])[sure]
    there = set(part.column_names) - set(withheld)
    for number, column in enumerate(columns):
        if column in there:
            made[number, place] = _floats(part[column])[sure]
    return np.moveaxis(made.reshape(len(columns), *shape), 0, -1)  # a column's numbers lie together


def _floats(column: "pa.ChunkedArray[pa.Scalar[pa.DataType]]") -> np.ndarray:
    return (
        column.cast(pa.int64()).cast(pa.float64()).to_numpy()
        if pa.types.is_boolean(column.type)
        else (column.cast(pa.float64()).to_numpy())
    )


def _without(
    numbers: np.ndarray,
    estimates: pa.Table,
    what: Rules,
    *,
    structure: StructureId,
    periods: Sequence[str],
    codes: pd.Index,
) -> None:
    """Take out what was estimated."""
    part = estimates.filter(
        pc.and_(pc.equal(estimates["structure"], pa.scalar(structure)), pc.is_valid(estimates["best"]))
    )
    when, where = _at(part, periods, codes)
    told = part["indicator"].to_numpy()
    for indicator, columns in what.read_by.items():
        rows = (told == indicator) & (when >= 0) & (where >= 0)
        for column in columns:
            numbers[when[rows], where[rows], what.place[column]] = np.nan


def _of_provinces(
    table: pa.Table, what: Rules, name: StructureId, periods: Sequence[str], here: Areas
) -> dict[str, np.ndarray]:
    part = table.filter(pc.equal(table["structure"], pa.scalar(name)))
    at = _at(part, periods, here.provinces[name])
    shape = (len(periods), len(here.provinces[name]))
    reported_structure = np.full(shape, -1)
    sure = (at[0] >= 0) & (at[1] >= 0)
    reported_structure[at[0][sure], at[1][sure]] = pd.Index(here.structures).get_indexer(
        pd.Index(part["reported_structure"].to_numpy())
    )[sure]
    withheld = {f"{code}__n" for code in what.known.measures if f"{code}__num" in what.withheld}
    counts = tuple(f"{code}__n" for code in what.known.measures)
    return {
        "numbers": _spread(part, what.columns, at, shape, withheld=what.withheld),
        "reported_structure": reported_structure,
        "reported": _spread(part, ("communes_reported",), at, shape)[..., 0],
        "known": _spread(part, ("communes_known",), at, shape)[..., 0],
        "counts": _spread(part, counts, at, shape, withheld=withheld),
        "sample": _spread(part, ("sample",), at, shape)[..., 0] == 1,
    }
