"""How much a measure changed between two quarters: over the units that reported it in both, and of how many these are.

A commune that reported in one quarter alone, or of which other villages reported it, would change a sum without
anything having changed. Of a commune whose figure is a sum of villages the same number of them must have reported it.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from data.catalogue.records import Measure
from data.measures import provinces, sums
from data.measures.figures import Level, measure_of
from data.measures.series import ENOUGH
from data.releases.store import Release
from data.units.register import StructureId

COUNTRY: Final = ""
_KEYS: Final[dict[str, str]] = {"province": "province", "district": "district", "commune": "code"}


def changes(
    release: Release,
    measure: str,
    *,
    structure: StructureId,
    level: Level,
    codes: Sequence[str],
    period: str,
    before: str,
) -> pd.DataFrame:
    """Return now, then, change, paired and expected by code, for units of a level; COUNTRY is the whole country.

    Missing where a unit reported the measure in one of the quarters alone, or fewer than half of its communes in both.
    Raises UnknownMeasure.
    """
    definition = measure_of(measure)
    if level == "village":
        found = _of_villages(release, definition, codes=codes, period=period, before=before)
    else:
        found = _of_communes(release, definition, structure=structure, level=level, period=period, before=before)
        if level == "province" and COUNTRY not in codes:
            found = _or_own(found, release, definition, structure=structure, codes=codes, period=period, before=before)
    found = found.set_index("code").reindex(list(codes))
    values = {
        when: sums.ratio(sums.floats(found[f"num_{when}"]), sums.floats(found[f"base_{when}"]), definition)
        for when in ("now", "then")
    }
    counts = {name: np.nan_to_num(sums.floats(found[name])).astype(np.int64) for name in ("paired", "expected")}
    table = pd.DataFrame({**values, **counts}, index=found.index)
    thin = table["paired"] < ENOUGH * table["expected"]
    table[["now", "then"]] = table[["now", "then"]].mask(thin)
    return table.assign(change=table["now"] - table["then"])


def _parts(measure: Measure, when: str) -> str:
    base = f"{measure.code}__base" if measure.base else "NULL::BIGINT"
    return f"{sums.numerator_column(measure)} AS num_{when}, {base} AS base_{when}"


def _of_communes(
    release: Release, measure: Measure, *, structure: StructureId, level: Level, period: str, before: str
) -> pd.DataFrame:
    """Add up the communes that reported the measure in both quarters, by the unit that they lie in."""
    villages = f"{measure.code}__villages" if measure.counted_in == "reports" and not measure.is_score else "0"
    both = sums.has_both_sql(measure)
    of = (
        "SELECT code, {more} CASE WHEN {both} THEN 1 ELSE 0 END AS has_both, {villages} AS villages, {parts} "
        "FROM communes "
    )
    where = "WHERE structure = $structure AND period = {period}"
    key = _KEYS[level]
    now, then = (
        (of + where).format(more=more, both=both, villages=villages, parts=_parts(measure, when), period=at)
        for when, at, more in (("now", "$period", "province, district,"), ("then", "$before", ""))
    )
    columns = ", ".join(
        f"sum({part}_{when}) FILTER (alike) AS {part}_{when}" for when in ("now", "then") for part in ("num", "base")
    )
    by_unit = release.query(
        f"WITH now AS ({now}), before AS ({then}), pairs AS (SELECT *, "
        "now.has_both + before.has_both = 2 AND now.villages IS NOT DISTINCT FROM before.villages AS alike "
        "FROM now JOIN before USING (code)) "
        f"SELECT {key} AS code, {columns}, count(*) FILTER (alike) AS paired, count(*) AS expected "
        f"FROM pairs GROUP BY {key}",
        structure=structure,
        period=period,
        before=before,
    )
    if measure.is_score and level != "commune":
        by_unit = by_unit.assign(num_now=np.nan, num_then=np.nan)
    country = by_unit.drop(columns="code").sum(min_count=1).to_frame().T.assign(code=COUNTRY)
    return pd.concat([by_unit, country], ignore_index=True)


def _or_own(
    found: pd.DataFrame,
    release: Release,
    measure: Measure,
    *,
    structure: StructureId,
    codes: Sequence[str],
    period: str,
    before: str,
) -> pd.DataFrame:
    """Take what provinces reported of themselves in both quarters, where none of their communes reported it."""
    own_series = provinces.series(release, measure, structure=structure, codes=list(codes))
    own = own_series[(own_series["expected"] == 0) & own_series["numerator"].notna()].set_index(["period", "code"])
    there = {when for when in (period, before) if when in own.index.get_level_values("period")}
    if len(there) < 2:
        return found
    pair = own.loc[period].join(own.loc[before], lsuffix="_now", rsuffix="_then", how="inner")
    rows = pd.DataFrame(
        {
            "code": pair.index,
            **{
                f"{to}_{w}": pair[f"{of}_{w}"].array
                for w in ("now", "then")
                for to, of in (("num", "numerator"), ("base", "base"))
            },
            "paired": 1,
            "expected": 1,
        }
    )
    return pd.concat([found[~found["code"].isin(rows["code"])], rows], ignore_index=True)


def _of_villages(release: Release, measure: Measure, *, codes: Sequence[str], period: str, before: str) -> pd.DataFrame:
    """Return what each village reported in both quarters."""
    observed = sums.observed_sql(
        "village, period", [measure], where="village IN (SELECT unnest($codes)) AND period IN ($period, $before)"
    )
    found = release.query(
        f"WITH observed AS ({observed}), parts AS (SELECT village AS code, period, "
        f"{sums.numerator_denominator_sql(measure)}, {sums.has_both_of_row_sql(measure)} AS has_both FROM observed) "
        "SELECT now.code, now.numerator AS num_now, now.base AS base_now, before.numerator AS num_then, "
        "before.base AS base_then, (now.has_both + before.has_both = 2)::INT AS paired, 1 AS expected "
        "FROM (FROM parts WHERE period = $period) AS now "
        "JOIN (FROM parts WHERE period = $before) AS before USING (code)",
        codes=list(codes),
        period=period,
        before=before,
    )
    return found
