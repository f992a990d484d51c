"""Answers what the pages ask: a measure's numerator, base and value by unit, over time, and in total.

Every answer depends on the release's id and the arguments alone, so that it can be cached by these. A value
is numerator ÷ base × per, missing when a part is missing or the base is 0. Above the commune, numerators and
bases are summed over the communes that have both, and "n of N reported" tells how many those are. Units
without a figure are rows with missing values, never left out. Numbers are floats, missing is NaN.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np
import pandas as pd

from data import periods as quarters
from data.errors import NotFound
from data.indicators import INDICATORS
from data.measures.indicators import MEASURES, Measure
from data.measures.roster import COMMUNE
from data.releases.store import Release
from data.units import register
from data.units.register import StructureId

Level = Literal["province", "district", "commune", "village"]

_ABOVE: Final = {2: "province", 3: "district"}
_COUNTS: Final = ("reported", "expected")
_VILLAGES: Final = ("villages_reported", "villages_known")
_PARTS: Final = [f"{code}__{part}" for code in MEASURES for part in ("num", "base")]
_HAS_BASE: Final = np.array([measure.base is not None for measure in MEASURES.values()])


class UnknownMeasure(NotFound):
    """No measure has this code."""


@dataclass(frozen=True)
class Figure:
    """One number of one unit. reported, expected: how many units below gave a figure, of how many."""

    numerator: float
    base: float
    value: float
    reported: int
    expected: int
    sample: bool


@dataclass(frozen=True)
class Figures:
    """A measure's figures of all units of a level below `parent` (None is the country), and what made them.

    table: one row a unit in the register's order; columns code, name, numerator, base, value, reported and
    expected (units below that reported, of how many: villages of a commune, communes of a province; 1 and
    0 or 1 for a village), sample (any part is illustration); of villages also commune, the code of theirs. Where
    they are of several communes, their names name these too: every commune has a "Thôn 1".
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


def latest_period(release: Release) -> str:
    """Return the last quarter that has figures; raises NotFound where the release has none."""
    known = periods(release)
    if not known:
        raise NotFound("measures.no_periods")
    return known[-1]


def default_structure(period: str) -> StructureId:
    """Return the structure in force at the end of the quarter: "2024" until 2025-Q2, then "2025-07"."""
    return register.structure_at(quarters.end(period))


def measure_of(code: str) -> Measure:
    """Return the measure with this code; raises UnknownMeasure."""
    if code not in MEASURES:
        raise UnknownMeasure("measures.unknown", code=code)
    return MEASURES[code]


def told(release: Release, *, period: str, structure: StructureId, parent: str | None = None) -> dict[str, int]:
    """Return for each measure how many communes within `parent` have it in the quarter, headline measures first."""
    counts = ", ".join(f"count({_num(m)}) FILTER (WHERE {_whole(m)}) AS {m.code}" for m in MEASURES.values())
    row = release.query(
        f"SELECT {counts} FROM communes WHERE structure = $structure AND period = $period {_within(parent)}",
        structure=structure, period=period, **_given(parent),
    ).iloc[0]  # fmt: skip
    return {code: int(row[code]) for code in MEASURES}


def figures(
    release: Release, measure: str, *, period: str, structure: StructureId, level: Level, parent: str | None = None
) -> Figures:
    """Return a measure's figures of every unit of `level` below `parent`.

    Villages need a parent: a commune, or a district or province. Raises UnknownMeasure, NotFound for an unknown one.
    """
    asked = measure_of(measure)
    if parent is not None:
        register.unit(structure, parent)
    if level == "village":
        table = _of_villages(release, asked, period=period, structure=structure, parent=parent)
    else:
        found = _of_units(release, asked, period=period, structure=structure, level=level, parent=parent)
        table = _in_order(found, structure=structure, level=level, parent=parent)
    return Figures(asked, period, structure, level, parent, release.id, _finished(table, asked))


def total(found: Figures) -> Figure:
    """Sum the units that have both numerator and base; reported and expected count the communes or villages."""
    have = found.table[_have_both(found.table, found.measure)]
    if found.level in ("province", "district"):
        reported, expected = (int(found.table[name].sum()) for name in _COUNTS)
    else:
        reported, expected = len(have), len(found.table)
    numerator, base = (float(have[name].sum(min_count=1)) for name in ("numerator", "base"))
    value = float(_value(np.float64(numerator), np.float64(base), found.measure))
    return Figure(numerator, base, value, reported, expected, bool(have["sample"].any()))


def unit_figures(release: Release, code: str | None, *, period: str, structure: StructureId) -> pd.DataFrame:
    """Return one row a measure for one unit (a village by its id, None is the country).

    Columns measure, numerator, base, value, reported, expected, sample. Raises NotFound.
    """
    if _is_village(code, structure=structure):
        return _village_figures(release, str(code), period=period)
    found = release.query(
        f"SELECT {', '.join(_PARTS)}, villages_reported, villages_known, sample FROM communes "
        f"WHERE structure = $structure AND period = $period {_within(code)}",
        structure=structure, period=period, **_given(code),
    )  # fmt: skip
    parts = found[_PARTS].to_numpy(dtype=float, na_value=np.nan).reshape(len(found), len(MEASURES), 2)
    have = ~np.isnan(parts[:, :, 0]) & ~(np.isnan(parts[:, :, 1]) & _HAS_BASE)
    sums = np.where(have[:, :, None], parts, 0).sum(axis=0)
    sums[~have.any(axis=0)] = np.nan
    sums[~_HAS_BASE, 1] = np.nan
    if code is not None and len(code) == 5:
        reported, expected = (np.full(len(MEASURES), found[name].sum()) for name in _VILLAGES)
    else:
        reported, expected = have.sum(axis=0), np.full(len(MEASURES), len(found))
    return _all_measures(sums, reported=reported, expected=expected, sample=bool(found["sample"].any()))


def trend(release: Release, measure: str, *, structure: StructureId, code: str | None) -> pd.DataFrame:
    """Return a measure of one unit over every quarter from the first to the last of the release.

    Columns period, numerator, base, value, reported, expected; a quarter without figures is a row of
    missing values. Raises UnknownMeasure, NotFound.
    """
    asked = measure_of(measure)
    known = periods(release)
    if _is_village(code, structure=structure):
        found = _village_trend(release, asked, village=str(code))
    else:
        found = release.query(
            f"SELECT period, {_parts(asked, prefix='', of=code)}, bool_or(sample) AS sample FROM communes "
            f"WHERE structure = $structure {_within(code)} GROUP BY period",
            structure=structure, **_given(code),
        )  # fmt: skip
    every = quarters.span(known[0], known[-1]) if known else []
    table = found.set_index("period").reindex(every).rename_axis("period").reset_index()
    table["expected"] = table["expected"].fillna(table["expected"].max())
    return _finished(table, asked).drop(columns="sample")


def ranking(found: Figures, *, order: Literal["high", "low"]) -> pd.DataFrame:
    """Return the table with its rank: the highest or the lowest value first, equal values share a rank.

    Units without a value come last and have no rank (NA).
    """
    rank = found.table["value"].rank(method="min", ascending=order == "low")
    ranked = found.table.assign(rank=rank.astype("Int64"))
    return ranked.sort_values(["rank", "name", "code"], na_position="last", ignore_index=True)


def sources(release: Release, *, period: str, structure: StructureId, parent: str | None = None) -> pd.DataFrame:
    """Return the sources of the figures of a quarter within `parent`: source, kind, title, office, as_of."""
    commune = COMMUNE[structure]
    return release.query(
        "WITH wanted AS (SELECT code FROM communes WHERE structure = $structure AND period = $period "
        f"{_within(parent)}), told AS (SELECT DISTINCT source FROM reports WHERE period = $period "
        "AND level = 'commune' AND structure = $structure AND code IN (FROM wanted) "
        "UNION SELECT DISTINCT f.source FROM village_figures f JOIN villages USING (village) "
        f"WHERE period = $period AND {commune} IN (FROM wanted)) "
        "SELECT source, kind, title, office, as_of FROM sources WHERE source IN (FROM told) ORDER BY kind, source",
        structure=structure, period=period, **_given(parent),
    )  # fmt: skip


def _of_units(
    release: Release, asked: Measure, *, period: str, structure: StructureId, level: str, parent: str | None
) -> pd.DataFrame:
    """Query provinces, districts or communes."""
    if level == "commune":
        both = _whole(asked)
        base = f"CASE WHEN {both} THEN {asked.code}__base END" if asked.base else "NULL::BIGINT"
        columns = (
            f"code, CASE WHEN {both} THEN {asked.code}__num END AS numerator, {base} AS base, "
            "villages_reported AS reported, villages_known AS expected, sample"
        )
        groups = ""
    else:
        columns = f"{level} AS code, {_parts(asked, prefix='', of=None)}, bool_or(sample) AS sample"
        groups = f"GROUP BY {level}"
    return release.query(
        f"SELECT {columns} FROM communes WHERE structure = $structure AND period = $period {_within(parent)} {groups}",
        structure=structure, period=period, **_given(parent),
    )  # fmt: skip


def _of_villages(
    release: Release, asked: Measure, *, period: str, structure: StructureId, parent: str | None
) -> pd.DataFrame:
    if parent is None:
        raise NotFound("measures.villages_of_what")
    communes = [parent] if len(parent) == 5 else list(register.children(structure, parent, "commune").index)
    found = release.query(
        f"WITH here AS (SELECT village, name, {COMMUNE[structure]} AS commune FROM villages "
        f"WHERE {COMMUNE[structure]} IN (SELECT unnest($communes))), ids AS (SELECT village FROM here), "
        f"told AS ({_told('village', [asked], where='period = $period AND village IN (FROM ids)')}) "
        f"SELECT village AS code, name, commune, {_pair(asked)}, 1 AS expected, {_given_one(asked)} AS reported, "
        "coalesce(sample, false) AS sample FROM here LEFT JOIN told USING (village) ORDER BY village",
        communes=communes, period=period,
    )  # fmt: skip
    if len(communes) > 1:
        names = register.units(structure, "commune")["name"]
        found["name"] = found["name"].astype(object) + ", " + names.reindex(found["commune"]).to_numpy(object)
    return found


def _village_figures(release: Release, village: str, *, period: str) -> pd.DataFrame:
    columns = ", ".join(_pair(m, prefix=f"{m.code}__") for m in MEASURES.values())
    found = release.query(
        f"WITH told AS ({_told('village', MEASURES.values(), where='period = $period AND village = $village')}) "
        f"SELECT {columns}, coalesce(sample, false) AS sample "
        "FROM (SELECT village FROM villages WHERE village = $village) LEFT JOIN told USING (village)",
        village=village, period=period,
    )  # fmt: skip
    if found.empty:
        raise NotFound("measures.no_village", code=village)
    sums = found.drop(columns="sample").to_numpy(dtype=float, na_value=np.nan).reshape(len(MEASURES), 2)
    have = ~np.isnan(sums[:, 0]) & ~(np.isnan(sums[:, 1]) & _HAS_BASE)
    one = np.ones(len(MEASURES))
    return _all_measures(sums, reported=have, expected=one, sample=bool(found["sample"].iloc[0]))


def _all_measures(
    sums: np.ndarray, *, reported: np.ndarray, expected: np.ndarray, sample: bool
) -> pd.DataFrame:
    """Return one row a measure; sums holds numerator and base of each."""
    value = [_value(*pair, m) for pair, m in zip(sums, MEASURES.values(), strict=True)]
    return pd.DataFrame({
        "measure": list(MEASURES), "numerator": sums[:, 0], "base": sums[:, 1], "value": np.array(value, float),
        "reported": reported.astype(np.int64), "expected": expected.astype(np.int64), "sample": sample,
    })  # fmt: skip


def _village_trend(release: Release, asked: Measure, *, village: str) -> pd.DataFrame:
    return release.query(
        f"WITH told AS ({_told('period', [asked], where='village = $village')}) "
        f"SELECT period, {_pair(asked)}, 1 AS expected, {_given_one(asked)} AS reported, sample FROM told",
        village=village,
    )  # fmt: skip


def _told(key: str, asked: Iterable[Measure], *, where: str) -> str:
    """Put together what several sources say of a village: of each indicator at most one holds a value.

    Only the columns that the measures read are touched: a village's row has many.
    """
    read = {word for m in asked for word in re.findall(r"\w+", f"{m.numerator} {m.base}")}
    values = ", ".join(f"max({name}) AS {name}" for name in INDICATORS if name in read)
    sample = "bool_or(source IN (SELECT source FROM sources WHERE kind = 'sample')) AS sample"
    return f"SELECT {key}, {values}, {sample} FROM village_figures WHERE {where} GROUP BY {key}"


def _parts(asked: Measure, *, prefix: str, of: str | None) -> str:
    """Sum a measure over communes that have both parts, with n of N: villages for a commune, else communes."""
    both = f"WHERE {_whole(asked)}"
    base = f"sum({asked.code}__base) FILTER ({both})" if asked.base else "NULL::BIGINT"
    if of is not None and len(of) == 5:
        reported, expected = "sum(villages_reported)", "sum(villages_known)"
    else:
        reported, expected = f"count(*) FILTER ({both})", "count(*)"
    return (
        f"sum({_num(asked)}) FILTER ({both}) AS {prefix}numerator, {base} AS {prefix}base, "
        f"{reported} AS {prefix}reported, {expected} AS {prefix}expected"
    )


def _pair(asked: Measure, *, prefix: str = "") -> str:
    """Compute a measure's parts from the indicators of one row."""
    return f"{asked.numerator} AS {prefix}numerator, {asked.base or 'NULL::BIGINT'} AS {prefix}base"


def _given_one(asked: Measure) -> str:
    """Tell whether one row has all that the measure needs, as 1 or 0."""
    base = f" AND ({asked.base}) IS NOT NULL" if asked.base else ""
    return f"CASE WHEN ({asked.numerator}) IS NOT NULL{base} THEN 1 ELSE 0 END"


def _num(asked: Measure) -> str:
    return f"{asked.code}__num"


def _whole(asked: Measure) -> str:
    base = f" AND {asked.code}__base IS NOT NULL" if asked.base else ""
    return f"{asked.code}__num IS NOT NULL{base}"


def _within(code: str | None) -> str:
    """Restrict communes to those within a province, a district, or to the commune itself."""
    return "" if code is None else f"AND {_ABOVE.get(len(code), 'code')} = $within"


def _given(code: str | None) -> dict[str, str]:
    return {} if code is None else {"within": code}


def _is_village(code: str | None, *, structure: StructureId) -> bool:
    """Tell villages (by their ids) from units of the register; raises NotFound for an unknown unit."""
    if code is None:
        return False
    if code.isdigit():
        register.unit(structure, code)
        return False
    return True


def _in_order(
    found: pd.DataFrame, *, structure: StructureId, level: register.Level, parent: str | None
) -> pd.DataFrame:
    """Return a row for every unit below `parent` in the register's order, missing where `found` has none."""
    codes, names, places = _below(structure, level, parent)
    at = np.fromiter((places.get(code, -1) for code in found["code"].to_numpy(object)), np.int64, len(found))
    columns = {}
    for name in ("numerator", "base", *_COUNTS, "sample"):
        columns[name] = np.full(len(codes), np.nan)
        columns[name][at[at >= 0]] = _floats(found[name])[at >= 0]
    return pd.DataFrame({"code": codes, "name": names, **columns})


@lru_cache(maxsize=256)
def _below(
    structure: StructureId, level: register.Level, parent: str | None
) -> tuple[pd.Series, pd.Series, dict[str, int]]:
    """Return codes, names and the place of each code; shared, not to be changed."""
    units = register.units(structure, level) if parent is None else register.children(structure, parent, level)
    codes = units.index.to_series(index=range(len(units)))
    return codes, units["name"].reset_index(drop=True), {code: at for at, code in enumerate(codes)}


def _finished(table: pd.DataFrame, asked: Measure) -> pd.DataFrame:
    """Return the table with its value, floats for numbers and whole counts of reports, in a fixed order."""
    keys = {name: table[name].array for name in ("code", "name", "commune", "measure", "period") if name in table}
    parts = {name: _floats(table[name]) for name in ("numerator", "base")}
    counts = {name: np.nan_to_num(_floats(table[name])).astype(np.int64) for name in _COUNTS}
    sample = np.nan_to_num(_floats(table["sample"])).astype(bool)
    value = _value(parts["numerator"], parts["base"], asked)
    return pd.DataFrame({**keys, **parts, "value": value, **counts, "sample": sample})


def _floats(column: pd.Series) -> np.ndarray:
    return column.to_numpy(dtype=float, na_value=np.nan)


def _have_both(table: pd.DataFrame, asked: Measure) -> pd.Series:
    have = table["numerator"].notna()
    return have & table["base"].notna() if asked.base else have


def _value(numerator: np.ndarray, base: np.ndarray, asked: Measure) -> np.ndarray:
    """Divide; missing when a part is missing or the base is 0."""
    if asked.base is None:
        return numerator
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(base == 0, np.nan, numerator / base * asked.per)
