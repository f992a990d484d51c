"""Answers what the pages ask: a measure's numerator, base and value by unit, over time, and in total.

Every answer depends on the release's id and the arguments alone, so that it can be cached by these. A value
is numerator ÷ base × per, missing when a part is missing or the base is 0. Above the commune, numerators and
bases are summed over the communes that have both, and "n of N reported" says how many those are; provinces and
the country come from the derived totals (data.measures.provinces). Units without a figure are rows with missing
values, never left out. Numbers are floats, missing is NaN.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd

from data.catalogue import periods as quarters
from data.catalogue.current import catalogue
from data.catalogue.records import Measure
from data.measures import provinces, sums
from data.releases.store import Release
from data.storage.errors import NotFound
from data.units import register
from data.units.register import StructureId

Level = Literal["province", "district", "commune", "village"]


class UnknownMeasure(NotFound):
    """No measure has this code."""


@dataclass(frozen=True)
class Figure:
    """One number of one unit. reported, expected: how many units below gave this figure, of how many; partial: how
    many of these gave it for some of their villages alone."""

    numerator: float
    base: float
    value: float
    reported: int
    expected: int
    sample: bool
    partial: int = 0


@dataclass(frozen=True)
class Figures:
    """A measure's figures of all units of a level below `parent` (None is the country), and what made them.

    table: one row a unit in the register's order; columns code, name, numerator, base, value, reported and
    expected (units below that reported this measure, of how many: villages of a commune, communes of a province; 0 of 0
    where the unit's own report says it; 1 and 0 or 1 for a village), partial (of the communes of a province: those
    of which some villages alone reported it), sample (any part is illustration); of villages also commune, the code of
    theirs. Where they are of several communes, their names name these too: every commune has a "Thôn 1".
    """

    measure: Measure
    period: str
    structure: StructureId
    level: Level
    parent: str | None
    release_id: str
    table: pd.DataFrame


def periods(release: Release) -> list[str]:
    """List the quarters that have figures, the earliest first."""
    return sorted(release.manifest.periods)


def measure_of(code: str) -> Measure:
    """Return the measure with this code; raises UnknownMeasure."""
    if code not in catalogue().measures:
        raise UnknownMeasure("measures.unknown", code=code)
    return catalogue().measures[code]


def reporting_communes(
    release: Release, *, period: str, structure: StructureId, parent: str | None = None
) -> dict[str, int]:
    """Return for each measure how many communes within `parent` have it in the quarter, headline measures first.

    Where none has, how many provinces: their own reports may have it.
    """
    cases = {
        code: f"CASE WHEN {sums.has_both_sql(measure)} THEN 1 END" for code, measure in catalogue().measures.items()
    }
    counts = ", ".join(f"count({one}) AS {code}" for code, one in cases.items())
    row = release.query(
        f"SELECT {counts} FROM communes WHERE structure = $structure AND period = $period {sums.within_sql(parent)}",
        structure=structure,
        period=period,
        **sums.within_parameters(parent),
    ).iloc[0]
    of_provinces = (
        {}
        if all(row) or not provinces.is_total(parent)
        else provinces.reporting_provinces(release, period=period, structure=structure, within=parent)
    )
    return {code: int(row[code]) or of_provinces.get(code, 0) for code in catalogue().measures}


def figures(
    release: Release, measure: str, *, period: str, structure: StructureId, level: Level, parent: str | None = None
) -> Figures:
    """Return a measure's figures of every unit of `level` below `parent`; of a unit of that level its own.

    Villages need a parent: a commune, or a district or province. Raises UnknownMeasure, NotFound for an unknown one.
    """
    definition = measure_of(measure)
    if parent is not None:
        register.unit(structure, parent)
    if level == "village":
        table = _of_villages(release, definition, period=period, structure=structure, parent=parent)
    else:
        found = _of_units(release, definition, period=period, structure=structure, level=level, parent=parent)
        table = _in_order(found, structure=structure, level=level, parent=parent, day=quarters.end(period))
    return Figures(definition, period, structure, level, parent, release.id, sums.to_frame(table, definition))


def total(found: Figures) -> Figure:
    """Sum the units that have both numerator and base; reported and expected count the communes or villages,
    of scores the units themselves.

    Scores have no sum: the total is missing, but where the figures are those of the parent itself.
    """
    have = found.table[sums.have_both(found.table, found.measure)]
    if found.level in ("province", "district") and not found.measure.is_score:
        reported, expected = (int(found.table[name].sum()) for name in sums.COUNTS)
    else:
        reported, expected = len(have), len(found.table)
    numerator, base = (float(have[name].sum(min_count=1)) for name in ("numerator", "base"))
    if found.measure.is_score and list(found.table["code"]) != [found.parent]:
        numerator = float("nan")
    value = float(sums.ratio(np.array(numerator), np.array(base), found.measure))
    thin = have["reported"] < have["expected"] if found.level == "commune" else have[sums.PARTIAL]
    partial = int(thin.sum()) if found.level != "village" else 0
    return Figure(numerator, base, value, reported, expected, bool(have["sample"].any()), partial)


def unit_figures(release: Release, code: str | None, *, period: str, structure: StructureId) -> pd.DataFrame:
    """Return one row a measure for one unit (a village by its id, None is the country).

    Columns measure, numerator, base, value, reported, expected, partial, sample. Raises NotFound.
    """
    if _is_village(code, structure=structure):
        return _village_figures(release, str(code), period=period)
    if provinces.is_total(code):
        total = provinces.all_measures(release, period=period, structure=structure, code=code).iloc[0]
        added, counts = (
            total[[f"{measure}__{part}" for measure in catalogue().measures for part in names]]
            .to_numpy(dtype=float)
            .reshape(-1, len(names))
            for names in (("num", "base"), (*sums.COUNTS, sums.PARTIAL))
        )
        return _all_measures(added, np.nan_to_num(counts), sample=bool(total["sample"]))
    columns = [f"{measure}__{part}" for measure in catalogue().measures for part in ("num", "base")]
    responses = ", ".join(part for measure in catalogue().measures.values() for part in sums.of_commune_sql(measure))
    found = release.query(
        f"SELECT sample, {', '.join(columns)}, {responses} FROM communes "
        f"WHERE structure = $structure AND period = $period {sums.within_sql(code)}",
        structure=structure,
        period=period,
        **sums.within_parameters(code),
    )
    cells = found.drop(columns="sample").to_numpy(dtype=float, na_value=np.nan)
    parts, villages = (half.reshape(len(found), -1, 2) for half in np.split(cells, 2, axis=1))
    have = ~np.isnan(parts[:, :, 0]) & ~(np.isnan(parts[:, :, 1]) & _have_base())
    added = np.where(have[:, :, None], parts, 0).sum(axis=0)
    added[~have.any(axis=0)] = np.nan
    added[~_have_base(), 1] = np.nan
    if code is not None and len(code) == 5:
        return _all_measures(added, villages.sum(axis=0), sample=bool(found["sample"].any()))
    added[_are_scores()] = np.nan
    thin = have & (villages[:, :, 0] < villages[:, :, 1])
    counts = np.stack([have.sum(axis=0), np.full(have.shape[1], len(found)), thin.sum(axis=0)], axis=1)
    return _all_measures(added, counts, sample=bool(found["sample"].any()))


def trend(release: Release, measure: str, *, structure: StructureId, code: str | None) -> pd.DataFrame:
    """Return a measure of one unit over every quarter from the first to the last of the release.

    Columns period, numerator, base, value, reported, expected; a quarter without figures is a row of
    missing values. Raises UnknownMeasure, NotFound.
    """
    definition = measure_of(measure)
    available = periods(release)
    if _is_village(code, structure=structure):
        found = _village_trend(release, definition, village=str(code))
    elif provinces.is_total(code):
        found = provinces.over_time(release, definition, structure=structure, code=code)
    else:
        found = release.query(
            f"SELECT period, {sums.parts_sql(definition, of=code)}, bool_or(sample) AS sample FROM communes "
            f"WHERE structure = $structure {sums.within_sql(code)} GROUP BY period",
            structure=structure,
            **sums.within_parameters(code),
        )
    every = quarters.span(available[0], available[-1]) if available else []
    table = found.set_index("period").reindex(every).rename_axis("period").reset_index()
    table["expected"] = table["expected"].fillna(table["expected"].max())
    return sums.to_frame(table, definition).drop(columns="sample")


def ranking(found: Figures, *, order: Literal["high", "low"]) -> pd.DataFrame:
    """Return the table with its rank: the highest or the lowest value first, equal values share a rank.

    Of equal ones that with the larger base comes first: the same share is more households there. Units without a
    value come last and have no rank (NA).
    """
    rank = found.table["value"].rank(method="min", ascending=order == "low")
    ranked = found.table.assign(rank=rank.astype("Int64"))
    return ranked.sort_values(
        ["rank", "base", "name", "code"], ascending=[True, False, True, True], na_position="last", ignore_index=True
    )


def _of_units(
    release: Release, measure: Measure, *, period: str, structure: StructureId, level: str, parent: str | None
) -> pd.DataFrame:
    """Query provinces, districts or communes."""
    if level == "province":
        return provinces.figures(release, measure, period=period, structure=structure, within=parent)
    if level == "commune":
        both = sums.has_both_sql(measure)
        base = f"CASE WHEN {both} THEN {measure.code}__base END" if measure.base else "NULL::BIGINT"
        reported, expected = sums.of_commune_sql(measure)
        columns = (
            f"code, CASE WHEN {both} THEN {measure.code}__num END AS numerator, {base} AS base, "
            f"{reported} AS reported, {expected} AS expected, 0 AS {sums.PARTIAL}, sample"
        )
        groups = ""
    else:
        columns = f"{level} AS code, {sums.parts_sql(measure, of=None)}, bool_or(sample) AS sample"
        groups = f"GROUP BY {level}"
    return release.query(
        f"SELECT {columns} FROM communes WHERE structure = $structure AND period = $period {sums.within_sql(parent)} "
        f"{groups}",
        structure=structure,
        period=period,
        **sums.within_parameters(parent),
    )


def _of_villages(
    release: Release, measure: Measure, *, period: str, structure: StructureId, parent: str | None
) -> pd.DataFrame:
    if parent is None:
        raise NotFound("measures.villages_of_what")
    communes = [parent] if len(parent) == 5 else list(register.children(structure, parent, "commune").index)
    observed = sums.observed_sql("village", [measure], where="period = $period AND village IN (FROM ids)")
    found = release.query(
        "WITH here AS (SELECT village, name, code AS commune FROM villages JOIN village_homes USING (village) "
        "WHERE structure = $structure AND code IN (SELECT unnest($communes))), ids AS (SELECT village FROM here), "
        f"observed AS ({observed}) SELECT village AS code, name, commune, {sums.numerator_denominator_sql(measure)}, "
        f"1 AS expected, 0 AS {sums.PARTIAL}, "
        f"{sums.has_both_of_row_sql(measure)} AS reported, coalesce(sample, false) AS sample "
        "FROM here LEFT JOIN observed USING (village) ORDER BY village",
        structure=structure,
        communes=communes,
        period=period,
    )
    if len(communes) > 1:
        names = register.units(structure, "commune", on=quarters.end(period))["name"]
        found["name"] = found["name"].astype(object) + ", " + names.reindex(found["commune"]).to_numpy(object)
    return found


def _village_figures(release: Release, village: str, *, period: str) -> pd.DataFrame:
    columns = ", ".join(sums.numerator_denominator_sql(m, prefix=f"{m.code}__") for m in catalogue().measures.values())
    observed = sums.observed_sql(
        "village", catalogue().measures.values(), where="period = $period AND village = $village"
    )
    found = release.query(
        f"WITH observed AS ({observed}) "
        f"SELECT {columns}, coalesce(sample, false) AS sample "
        "FROM (SELECT village FROM villages WHERE village = $village) LEFT JOIN observed USING (village)",
        village=village,
        period=period,
    )
    if found.empty:
        raise NotFound("measures.no_village", code=village)
    added = found.drop(columns="sample").to_numpy(dtype=float, na_value=np.nan).reshape(len(catalogue().measures), 2)
    have = ~np.isnan(added[:, 0]) & ~(np.isnan(added[:, 1]) & _have_base())
    counts = np.stack([have, np.ones(len(have))], axis=1)
    return _all_measures(added, counts, sample=bool(found["sample"].iloc[0]))


def _have_base() -> np.ndarray:
    """Tell of each measure, in the order of the catalogue, whether it has a base."""
    return np.array([measure.base is not None for measure in catalogue().measures.values()])


def _are_scores() -> np.ndarray:
    """Tell of each measure, in the order of the catalogue, whether it is a score."""
    return np.array([measure.is_score for measure in catalogue().measures.values()])


def _all_measures(added: np.ndarray, counts: np.ndarray, *, sample: bool) -> pd.DataFrame:
    """Return one row a measure; added holds numerator and base of each, counts reported, expected, perhaps partial."""
    value = [sums.ratio(num, base, m) for (num, base), m in zip(added, catalogue().measures.values(), strict=True)]
    numbers = counts.astype(np.int64)
    return pd.DataFrame(
        {
            "measure": list(catalogue().measures),
            "numerator": added[:, 0],
            "base": added[:, 1],
            "value": np.array(value, float),
            "reported": numbers[:, 0],
            "expected": numbers[:, 1],
            sums.PARTIAL: numbers[:, 2] if numbers.shape[1] > 2 else 0,
            "sample": sample,
        }
    )


def _village_trend(release: Release, measure: Measure, *, village: str) -> pd.DataFrame:
    return release.query(
        f"WITH observed AS ({sums.observed_sql('period', [measure], where='village = $village')}) "
        f"SELECT period, {sums.numerator_denominator_sql(measure)}, 1 AS expected, 0 AS {sums.PARTIAL}, "
        f"{sums.has_both_of_row_sql(measure)} AS reported, sample FROM observed",
        village=village,
    )


def _is_village(code: str | None, *, structure: StructureId) -> bool:
    """Tell villages (by their ids) from units of the register; raises NotFound for an unknown unit."""
    if code is None:
        return False
    if code.isdigit():
        register.unit(structure, code)
        return False
    return True


def _in_order(
    found: pd.DataFrame, *, structure: StructureId, level: register.Level, parent: str | None, day: date
) -> pd.DataFrame:
    """Return a row for every unit below `parent` in the register's order, missing where `found` has none.

    Units bear the names of the figures' day.
    """
    codes, names, places = _below(structure, level, parent, day)
    at = np.fromiter((places.get(code, -1) for code in found["code"].to_numpy(object)), np.int64, len(found))
    columns = {}
    for name in ("numerator", "base", *sums.COUNTS, sums.PARTIAL, "sample"):
        columns[name] = np.full(len(codes), np.nan)
        columns[name][at[at >= 0]] = sums.floats(found[name])[at >= 0]
    return pd.DataFrame({"code": codes, "name": names, **columns})


@lru_cache(maxsize=256)
def _below(
    structure: StructureId, level: register.Level, parent: str | None, day: date
) -> tuple[pd.Series, pd.Series, dict[str, int]]:
    """Return codes, names and the place of each code; shared, not to be changed."""
    if parent is not None and register.unit(structure, parent).level == level:
        units = register.units(structure, level, on=day).loc[[parent]]
    elif parent is None:
        units = register.units(structure, level, on=day)
    else:
        units = register.children(structure, parent, level, on=day)
    codes = pd.Series(units.index)
    return codes, units["name"].reset_index(drop=True), {code: at for at, code in enumerate(codes)}
