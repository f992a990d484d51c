"""The pieces of SQL and arithmetic that every answer on measures is made of.

A measure's parts are summed over the units that have both, and divided only then; what is missing stays so.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd

from data.catalogue.current import catalogue
from data.catalogue.records import Measure
from data.catalogue.scores import PARTS

COUNTS: Final = ("reported", "expected")
PARTIAL: Final = "partial"
"""The column that says how many of a unit's parts have a figure of some of their villages alone."""
_ABOVE: Final = {2: "province", 3: "district"}


def observed_sql(key: str, measures: Iterable[Measure], *, where: str) -> str:
    """Put together what sources say of a village (of each indicator at most one) and its teams' records count.

    Only the columns that the measures read are touched: a village's row has many.
    """
    read = {code for measure in measures for _, part in measure.parts for code in part.codes}
    reported, counted = (
        [name for name in names if name in read] for names in (catalogue().codes, catalogue().record_codes)
    )
    values = ", ".join(f"max({name}) AS {name}" for name in (*reported, *counted))
    sample = "source IN (SELECT source FROM sources WHERE kind = 'sample') AS sample"
    parts = [f"SELECT village, period, {sample}, {', '.join(reported)} FROM village_figures WHERE {where}"] * bool(
        reported
    )
    parts += [f"SELECT village, period, sample, {', '.join(counted)} FROM team_figures WHERE {where}"] * bool(counted)
    every = " UNION ALL BY NAME ".join(parts)
    return f"SELECT {key}, {values}, bool_or(sample) AS sample FROM ({every}) GROUP BY {key}"


def parts_sql(measure: Measure, *, of: str | None, prefix: str = "") -> str:
    """Sum a measure over communes that have both parts, with n of N: villages for a commune, else communes.

    A score is that of the commune itself, and missing of anything larger.
    """
    both = f"WHERE {has_both_sql(measure)}"
    base = f"sum({measure.code}__base) FILTER ({both})" if measure.base else "NULL::BIGINT"
    if of is not None and len(of) == 5:
        reported, expected, partial = (f"sum({part})" for part in (*of_commune_sql(measure), "0"))
    else:
        reported, expected, partial = f"count(*) FILTER ({both})", "count(*)", f"sum({partial_sql(measure)})"
    numerator = f"sum({numerator_column(measure)}) FILTER ({both})"
    if measure.is_score and (of is None or len(of) < 5):
        numerator = "NULL::BIGINT"
    return (
        f"{numerator} AS {prefix}numerator, {base} AS {prefix}base, "
        f"{reported} AS {prefix}reported, {expected} AS {prefix}expected, {partial} AS {prefix}{PARTIAL}"
    )


def of_commune_sql(measure: Measure) -> tuple[str, str]:
    """Count the villages that a commune's figure was added up from, of its villages; 0 of 0 where it is said of it.

    The records of teams are those of the villages that reported anything.
    """
    if measure.counted_in == "records":
        return "villages_reported", "villages_known"
    villages = f"{measure.code}__villages"
    itself = f"{villages} IS NULL AND {numerator_column(measure)} IS NOT NULL"
    return f"coalesce({villages}, 0)", f"CASE WHEN {itself} THEN 0 ELSE villages_known END"


def partial_sql(measure: Measure) -> str:
    """Tell in SQL, as 1 or 0, whether a commune's figure is of some of its villages alone."""
    if measure.counted_in == "records":
        return "0"
    return f"CASE WHEN {has_both_sql(measure)} AND {measure.code}__villages < villages_known THEN 1 ELSE 0 END"


def numerator_denominator_sql(measure: Measure, *, prefix: str = "") -> str:
    """Compute a measure's parts from the indicators of one row."""
    return f"{measure.numerator} AS {prefix}numerator, {measure.base or 'NULL::BIGINT'} AS {prefix}base"


def has_both_of_row_sql(measure: Measure) -> str:
    """Tell whether one row has all that the measure needs, as 1 or 0."""
    base = f" AND ({measure.base}) IS NOT NULL" if measure.base else ""
    return f"CASE WHEN ({measure.numerator}) IS NOT NULL{base} THEN 1 ELSE 0 END"


def numerator_column(measure: Measure) -> str:
    """Name the column of a commune's numerator."""
    return f"{measure.code}__num"


def has_both_sql(measure: Measure) -> str:
    """Tell in SQL whether a commune has all that the measure needs."""
    base = f" AND {measure.code}__base IS NOT NULL" if measure.base else ""
    return f"{measure.code}__num IS NOT NULL{base}"


def within_sql(code: str | None) -> str:
    """Restrict communes to those within a province, a district, or to the commune itself."""
    return "" if code is None else f"AND {_ABOVE.get(len(code), 'code')} = $within"


def within_parameters(code: str | None) -> dict[str, str]:
    """Return the parameter that `within` reads."""
    return {} if code is None else {"within": code}


def to_frame(table: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Return the table with its value, floats for numbers and whole counts of reports, in a fixed order."""
    keys = {name: table[name].array for name in ("code", "name", "commune", "measure", "period") if name in table}
    parts = {name: floats(table[name]) for name in ("numerator", "base")}
    completed = table if PARTIAL in table else table.assign(**{PARTIAL: 0})
    counts = {name: np.nan_to_num(floats(completed[name])).astype(np.int64) for name in (*COUNTS, PARTIAL)}
    sample = np.nan_to_num(floats(table["sample"])).astype(bool)
    value = ratio(parts["numerator"], parts["base"], measure)
    return pd.DataFrame({**keys, **parts, "value": value, **counts, "sample": sample})


def floats(column: pd.Series) -> np.ndarray:
    """Return a column as floats, NaN where missing."""
    return column.to_numpy(dtype=float, na_value=np.nan)


def have_both(table: pd.DataFrame, measure: Measure) -> pd.Series:
    """Tell which rows have the numerator and, where the measure has one, the base."""
    have = table["numerator"].notna()
    return have & table["base"].notna() if measure.base else have


def ratio(numerator: np.ndarray, base: np.ndarray, measure: Measure) -> np.ndarray:
    """Divide; missing when a part is missing or the base is 0. A score is given in points."""
    if measure.base is None:
        return numerator / PARTS if measure.is_score else numerator
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(base == 0, np.nan, numerator / base * measure.per)
