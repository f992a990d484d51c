"""Says how far a measure can be off where its figures came from another structure.

A share's bounds follow from those of its numerator and its base (data.units.ranges): the least numerator over the
most base, and the other way round. They are not clamped: where the base may be nothing, there is no upper bound.
"""

from typing import Final, Literal

import pandas as pd

from data.catalogue.current import catalogue
from data.catalogue.records import Measure
from data.derivation.columns import carried
from data.derivation.totals import communes_of_provinces
from data.measures.figures import measure_of
from data.releases.store import Release
from data.units.moves import RANK, SURENESS
from data.units.ranges import BOUNDS, ratio
from data.units.register import StructureId

COLUMNS: Final = ["code", "low", "best", "high", "how"]
_PARTS: Final = ("num", "base")


def ranges(
    release: Release,
    measure: str,
    *,
    period: str,
    structure: StructureId,
    level: Literal["province", "commune"] = "commune",
) -> pd.DataFrame:
    """Return code, low, best, high, how of the measure's value in each unit where a part of it is not exact.

    Units that are not named have an exact value, or none. best and high are missing (NaN) where nothing says;
    high is infinite where the base may be nothing. how: the less sure of both parts, of a province the least sure
    of its communes. Communes without any figure widen no province's range: "n of N reported" counts them.
    Raises UnknownMeasure.
    """
    definition = measure_of(measure)
    if level == "province":
        return _of_provinces(release, definition, period=period, structure=structure)
    where = "structure = $structure AND period = $period"
    parts = _read(release, definition, key="code", where=where, structure=structure, period=period)
    return _made(parts, definition, key="code")


def over_time(release: Release, measure: str, *, structure: StructureId, code: str) -> pd.DataFrame:
    """Return period, low, best, high, how of a commune's or province's value in the quarters where it is not exact."""
    definition = measure_of(measure)
    if len(code) == 2:
        quarters = release.query("SELECT DISTINCT period FROM converted ORDER BY period")["period"]
        found = [
            _of_provinces(release, definition, period=each, structure=structure).assign(period=each)
            for each in quarters
        ]
        every = pd.concat([pd.DataFrame(columns=[*COLUMNS, "period"]), *(rows for rows in found if len(rows))])
        return every.loc[every["code"] == code, ["period", *COLUMNS[1:]]].reset_index(drop=True)
    where = "structure = $structure AND code = $code"
    parts = _read(release, definition, key="period", where=where, structure=structure, code=code)
    return _made(parts, definition, key="period")


def _read(release: Release, measure: Measure, *, key: str, where: str, **given: str) -> dict[str, pd.DataFrame]:
    """Return low, best, high, rank of each part of the measure, by `key`; of no row where all is exact."""
    named = carried(catalogue())
    columns = {ending: named.column_of(part) for ending, part in measure.parts}
    names = ", ".join(f"'{name}'" for name in columns.values())
    moved = release.query(
        f"SELECT {key}, indicator, low, best, high, how FROM converted WHERE {where} AND indicator IN ({names})",
        **given,
    )
    if moved.empty:
        return {}
    keys = pd.Index(sorted(moved[key].unique()), name=key)
    exact = (
        release.query(
            f"SELECT {key}, {measure.code}__num AS num, {measure.code}__base AS base FROM communes WHERE {where}",
            **given,
        )
        .set_index(key)
        .reindex(keys)
    )
    return {
        part: _bounds(moved[moved["indicator"] == name].set_index(key), exact[part]) for part, name in columns.items()
    }


def _bounds(moved: pd.DataFrame, exact: pd.Series) -> pd.DataFrame:
    """Return low, best, high and the rank of one part: as it was converted, else as it is known."""
    rows = moved.reindex(exact.index)
    converted = rows["how"].notna()
    made = pd.DataFrame({bound: rows[bound].astype(float).where(converted, exact.astype(float)) for bound in BOUNDS})
    lacking = ~converted & exact.isna()
    made["low"] = made["low"].mask(lacking, 0.0)
    made["rank"] = rows["how"].map(RANK).fillna(RANK["exact"]).mask(lacking, RANK["missing"])
    return made


def _made(parts: dict[str, pd.DataFrame], measure: Measure, *, key: str) -> pd.DataFrame:
    """Put the parts together: `key`, low, best, high, how."""
    if not parts:
        return pd.DataFrame(columns=[key, *COLUMNS[1:]])
    made = ratio(parts["num"], parts["base"], per=measure.per) if measure.base else parts["num"][BOUNDS]
    worst = pd.concat([part["rank"] for part in parts.values()], axis=1).max(axis=1).astype(int)
    return made.assign(how=worst.map(dict(enumerate(SURENESS)))).rename_axis(key).reset_index()[[key, *COLUMNS[1:]]]


def _of_provinces(release: Release, measure: Measure, *, period: str, structure: StructureId) -> pd.DataFrame:
    """Return the ranges of the provinces in whose sum a converted figure is."""
    totals = release.query(
        f"SELECT code, reported_structure, {measure.code}__num AS num, {measure.code}__base AS base FROM provinces "
        "WHERE structure = $structure AND period = $period",
        structure=structure,
        period=period,
    ).set_index("code")
    found: dict[str, list[pd.DataFrame]] = {part: [] for part in _PARTS}
    for reported_structure in totals["reported_structure"].dropna().sort_values().unique():
        here = totals[totals["reported_structure"] == reported_structure]
        where = "structure = $structure AND period = $period"
        parts = _read(release, measure, key="code", where=where, structure=reported_structure, period=period)
        province_of = (
            communes_of_provinces()
            .query("structure == @structure and reported_structure == @reported_structure")
            .set_index("code")["province"]
        )
        for part, rows in parts.items():
            found[part].append(_summed(rows, province_of.reindex(rows.index), here[part]))
    parts = {part: pd.concat(rows) for part, rows in found.items() if rows}
    return _made(parts, measure, key="code")


def _summed(rows: pd.DataFrame, province_of: pd.Series, total: pd.Series) -> pd.DataFrame:
    """Return the bounds of provinces' totals: the total with the communes' bounds in place of their best figures."""
    used = rows.assign(best=rows["best"].fillna(0.0))
    converted = used[province_of.isin(total.index).to_numpy() & (rows["rank"] != RANK["missing"]).to_numpy()]
    sums = converted[BOUNDS].groupby(province_of.reindex(converted.index)).sum(min_count=1)
    open_ended = converted["high"].isna().groupby(province_of.reindex(converted.index)).any()
    best = total.reindex(sums.index).astype(float)
    rest = best.fillna(0.0) - sums["best"]
    ranks = converted["rank"].groupby(province_of.reindex(converted.index)).max()
    return pd.DataFrame(
        {"low": rest + sums["low"], "best": best, "high": (rest + sums["high"]).mask(open_ended), "rank": ranks}
    )
