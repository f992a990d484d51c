"""Follows a measure over the quarters for many units at once: sparklines, small multiples, sums of chosen units."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from data.catalogue import periods as quarters
from data.catalogue.records import Measure
from data.measures import provinces, sums
from data.measures.figures import Level, measure_of, periods
from data.releases.store import Release
from data.units.register import StructureId

ENOUGH: Final = 0.5  # of the parts: one commune's report is no figure of its province
COLUMNS = ("code", "period", "numerator", "base", "value", "reported", "expected")


def series(
    release: Release, measure: str, *, structure: StructureId, level: Level, codes: Sequence[str]
) -> pd.DataFrame:
    """Return a measure of the units with these codes in every quarter from the first to the last of the release.

    One row a unit and quarter, in the order of `codes`, then of time; columns as in COLUMNS. The figures are
    those of `data.measures.figures`; a quarter without one is a row of missing values. Raises UnknownMeasure.
    """
    definition = measure_of(measure)
    if level == "village":
        found = _of_villages(release, definition, codes=codes)
    else:
        found = _of_units(release, definition, structure=structure, level=level, codes=codes)
    index = pd.MultiIndex.from_product([list(codes), every_period(release)], names=["code", "period"])
    table = found.set_index(["code", "period"]).reindex(index).reset_index()
    return sums.to_frame(table, definition)[list(COLUMNS)]


def together(rows: pd.DataFrame, *, measure: Measure, codes: Collection[str]) -> pd.DataFrame:
    """Add up the units of a series with these codes, quarter by quarter, as one trend.

    Numerators and bases are summed over the units that have both; reported and expected count the units. Scores have
    no sum.
    Columns period, numerator, base, value, reported, expected.
    """
    rows = rows[rows["code"].isin(codes)]
    have = sums.have_both(rows, measure)
    parts = rows[["numerator", "base"]].where(have).groupby(rows["period"]).sum(min_count=1)
    if measure.is_score:
        parts["numerator"] = np.nan
    reported = have.groupby(rows["period"]).sum()
    added = parts.assign(reported=reported, expected=len(codes), sample=False).reset_index()
    return sums.to_frame(added, measure).drop(columns="sample")


def without_thin(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without the values of quarters in which too few parts reported to stand for the whole."""
    thin = rows["value"].notna() & (rows["reported"] < ENOUGH * rows["expected"])
    return rows.assign(value=rows["value"].mask(thin))


def every_period(release: Release) -> list[str]:
    """List every quarter from the release's first to its last, also those without figures."""
    available = periods(release)
    return _span(available[0], available[-1]) if available else []


@lru_cache(maxsize=8)
def _span(first: str, last: str) -> list[str]:
    return quarters.span(first, last)


def _of_units(
    release: Release, measure: Measure, *, structure: StructureId, level: Level, codes: Sequence[str]
) -> pd.DataFrame:
    if level == "province":
        return provinces.series(release, measure, structure=structure, codes=list(codes))
    wanted = "WHERE structure = $structure AND {level} IN (SELECT unnest($codes))"
    if level == "commune":
        both = sums.has_both_sql(measure)
        base = f"CASE WHEN {both} THEN {measure.code}__base END" if measure.base else "NULL::BIGINT"
        reported, expected = sums.of_commune_sql(measure)
        columns = (
            f"code, period, CASE WHEN {both} THEN {sums.numerator_column(measure)} END AS numerator, {base} AS base, "
            f"{reported} AS reported, {expected} AS expected, 0 AS {sums.PARTIAL}, sample"
        )
        where = wanted.format(level="code")
    else:
        columns = f"{level} AS code, period, {sums.parts_sql(measure, of=None)}, bool_or(sample) AS sample"
        where = wanted.format(level=level) + f" GROUP BY {level}, period"
    return release.query(f"SELECT {columns} FROM communes {where}", structure=structure, codes=list(codes))


def _of_villages(release: Release, measure: Measure, *, codes: Sequence[str]) -> pd.DataFrame:
    observed = sums.observed_sql("village, period", [measure], where="village IN (SELECT unnest($codes))")
    return release.query(
        f"WITH observed AS ({observed}) SELECT village AS code, period, {sums.numerator_denominator_sql(measure)}, "
        f"1 AS expected, 0 AS {sums.PARTIAL}, "
        f"{sums.has_both_of_row_sql(measure)} AS reported, sample FROM observed",
        codes=list(codes),
    )
