"""How good the figures of a map are: how old, how complete, with how many warnings, and what they rest on.

Every answer is a series by code, in the order of the figures it is given; missing is NaN.
"""

from typing import Final, Literal

import numpy as np
import pandas as pd

from data.catalogue import periods as quarters
from data.measures import sums
from data.measures.figures import Figures
from data.releases.store import Release
from data.units import register
from data.units.register import StructureId

Quality = Literal["age", "whole", "warnings", "grade"]
GRADES: Final = ("full", "partial", "thin", "sample")
"""Grades of evidence, the best first; see `grade`."""
_ENOUGH: Final = 0.5


def age(release: Release, found: Figures) -> pd.Series:
    """Return how many quarters before the period the measure was last reported; 0 is the period itself, NaN never.

    Above the commune: the age that at least half of the communes keep to; of a score, that of the province's own.
    """
    if found.measure.is_score and found.level == "province":
        return _own_ages(release, found).reindex(found.table["code"])
    ages = _village_ages(release, found) if found.level == "village" else _commune_ages(release, found)
    if found.level in ("province", "district"):
        communes = register.units(found.structure, "commune")[found.level].reindex(ages.index)
        worst = ages.fillna(np.inf).groupby(communes.to_numpy()).quantile(0.5, interpolation="higher")
        ages = worst.replace(np.inf, np.nan)
    return ages.reindex(found.table["code"])


def response_rate(found: Figures) -> pd.Series:
    """Return the share of the parts that reported, 0 to 1: of a province communes that reported the measure, of a
    commune villages that reported anything in the period (the tables do not keep more).

    NaN for a unit without parts. A village's rate is 1 where it has reported the measure.
    """
    table = found.table.set_index("code")
    return (table["reported"] / table["expected"].where(table["expected"] > 0)).rename(None)


def warnings(release: Release, found: Figures) -> pd.Series:
    """Return how many warnings stand beside the parts of the measure in the period, those of units within added.

    A warning that was given in another structure counts for each successor or predecessor of its commune.
    """
    noted = release.query(
        "SELECT structure, code FROM notes WHERE kind = 'warning' AND period = $period "
        "AND indicator IN (SELECT unnest($needed)) AND code IS NOT NULL",
        period=found.period,
        needed=list(found.measure.needs),
    )
    units = zip(noted["structure"], noted["code"], strict=True)
    places = [place for structure, code in units for place in _places(release, structure, code, found)]
    counts = pd.Series(places, dtype=object).value_counts()
    return counts.reindex(found.table["code"]).fillna(0.0)


def grade(release: Release, found: Figures) -> pd.Series:
    """Return the place in GRADES of what each figure rests on; NaN without a figure.

    full: reports of every part, without a warning; partial: of at least half of the parts, or with warnings; thin: of
    fewer than half; sample: any part is illustration.
    """
    table = found.table.set_index("code")
    rates = response_rate(found).fillna(1.0)  # a unit without parts below it reported itself
    warned = warnings(release, found) > 0
    grades = np.select([table["sample"], rates < _ENOUGH, (rates < 1) | warned], [3.0, 2.0, 1.0], 0.0)
    return pd.Series(grades, index=table.index).where(table["value"].notna())


def _commune_ages(release: Release, found: Figures) -> pd.Series:
    """Return the age of the measure in every commune of the structure within the parent."""
    last_reported = release.query(
        f"SELECT code, max(period) FILTER (WHERE {sums.has_both_sql(found.measure)}) AS last FROM communes "
        f"WHERE structure = $structure AND period <= $period {sums.within_sql(found.parent)} GROUP BY code",
        structure=found.structure,
        period=found.period,
        **sums.within_parameters(found.parent),
    )
    return _ages(last_reported, found.period)


def _own_ages(release: Release, found: Figures) -> pd.Series:
    """Return the age of what provinces reported of themselves."""
    last_reported = release.query(
        f"SELECT code, max(period) FILTER (WHERE {sums.has_both_sql(found.measure)}) AS last FROM provinces "
        "WHERE structure = $structure AND period <= $period GROUP BY code",
        structure=found.structure,
        period=found.period,
    )
    return _ages(last_reported, found.period)


def _village_ages(release: Release, found: Figures) -> pd.Series:
    codes = list(found.table["code"])
    observed = sums.observed_sql(
        "village, period", [found.measure], where="village IN (SELECT unnest($codes)) AND period <= $period"
    )
    has_both = f"{sums.has_both_of_row_sql(found.measure)} = 1"
    last_reported = release.query(
        f"WITH observed AS ({observed}) SELECT village AS code, max(period) FILTER (WHERE {has_both}) AS last "
        "FROM observed GROUP BY village",
        codes=codes,
        period=found.period,
    )
    return _ages(last_reported, found.period)


def _ages(last_reported: pd.DataFrame, period: str) -> pd.Series:
    now = _count(period)
    ages = [np.nan if pd.isna(last) else float(now - _count(last)) for last in last_reported["last"]]
    return pd.Series(ages, index=last_reported["code"].to_numpy(object), dtype=float)


def _count(period: str) -> int:
    year, quarter = quarters.parse(period)
    return year * 4 + quarter


def _places(release: Release, structure: str, code: str, found: Figures) -> list[str]:
    """Return the units of the figures that a noted unit lies in: itself, what it became, or what holds it."""
    if code.isdigit() and len(code) < 5:
        return [code] if structure == found.structure else []
    communes = _communes(release, structure, code, found.structure)
    if found.level == "village":
        return [] if code.isdigit() else [code]
    if found.level == "commune":
        return communes
    parents = register.units(found.structure, "commune")[found.level]
    return [parents[commune] for commune in communes if commune in parents.index]


def _communes(release: Release, structure: str, code: str, target: StructureId) -> list[str]:
    """Return the communes of `target` that a noted commune or village lies in."""
    if not code.isdigit():
        sql = "SELECT code FROM village_homes WHERE structure = $target AND village = $code"
        return list(release.query(sql, target=target, code=code)["code"])
    if structure == target:
        return [code]
    return [step.code_to for step in register.successors(code, source=structure, target=target)]
