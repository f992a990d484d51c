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
    asked = measure_of(measure)
    if level == "village":
        found = _of_villages(release, asked, codes=codes)
    else:
        found = _of_units(release, asked, structure=structure, level=level, codes=codes)
    index = pd.MultiIndex.from_product([list(codes), every_period(release)], names=["code", "period"])
    table = found.set_index(["code", "period"]).reindex(index).reset_index()
    return sums.to_frame(table, asked)[list(COLUMNS)]


def together(rows: pd.DataFrame, *, asked: Measure, codes: Collection[str]) -> pd.DataFrame:
    """Add up the units of a series with these codes, quarter by quarter, as one trend.

    Numerators and bases are summed over the units that have both; reported and expected count the units. Scores have
    no sum.
    Columns period, numerator, base, value, reported, expected.
    """
    rows = rows[rows["code"].isin(codes)]
    have = sums.have_both(rows, asked)
    parts = rows[["numerator", "base"]].where(have).groupby(rows["period"]).sum(min_count=1)
    if asked.is_score:
        parts["numerator"] = np.nan
    reported = have.groupby(rows["period"]).sum()
    added = parts.assign(reported=reported, expected=len(codes), sample=False).reset_index()
    return sums.to_frame(added, asked).drop(columns="sample")


def without_thin(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without the values of quarters in which too few parts reported to stand for the whole."""
    thin = rows["value"].notna() & (rows["reported"] < ENOUGH * rows["expected"])
    return rows.assign(value=rows["value"].mask(thin))


def every_period(release: Release) -> list[str]:
    """List every quarter from the release's first to its last, also those without figures."""
    known = periods(release)
    return _span(known[0], known[-1]) if known else []


@lru_cache(maxsize=8)
def _span(first: str, last: str) -> list[str]:
    return quarters.span(first, last)


def _of_units(
    release: Release, asked: Measure, *, structure: StructureId, level: Level, codes: Sequence[str]
) -> pd.DataFrame:
    if level == "province":
        return provinces.series(release, asked, structure=structure, codes=list(codes))
    wanted = "WHERE structure = $structure AND {level} IN (SELECT unnest($codes))"
    if level == "commune":
        both = sums.has_both_sql(asked)
        base = f"CASE WHEN {both} THEN {asked.code}__base END" if asked.base else "NULL::BIGINT"
        reported, expected = sums.of_commune_sql(asked)
        columns = (
            f"code, period, CASE WHEN {both} THEN {sums.numerator_column(asked)} END AS numerator, {base} AS base, "
            f"{reported} AS reported, {expected} AS expected, 0 AS {sums.PARTIAL}, sample"
        )
        where = wanted.format(level="code")
    else:
        columns = f"{level} AS code, period, {sums.parts_sql(asked, of=None)}, bool_or(sample) AS sample"
        where = wanted.format(level=level) + f" GROUP BY {level}, period"
    return release.query(f"SELECT {columns} FROM communes {where}", structure=structure, codes=list(codes))


def _of_villages(release: Release, asked: Measure, *, codes: Sequence[str]) -> pd.DataFrame:
    told = sums.observed_sql("village, period", [asked], where="village IN (SELECT unnest($codes))")
    return release.query(
        f"WITH told AS ({told}) SELECT village AS code, period, {sums.numerator_denominator_sql(asked)}, "
        f"1 AS expected, 0 AS {sums.PARTIAL}, "
        f"{sums.has_both_of_row_sql(asked)} AS reported, sample FROM told",
        codes=list(codes),
    )
