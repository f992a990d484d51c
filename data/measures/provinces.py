"""A measure's figures of provinces and the country, from the derived totals of provinces.

A province's total is the sum of the communes in the structure that they were reported in (data.derivation.totals):
it holds what the sum of its present communes lacks where a commune was split and nothing says how. Where no
commune says anything, it is the province's own report, of which reported and expected are 0. So are those of a score,
which is always the province's own; the country has none.
"""

from dataclasses import dataclass

import pandas as pd

from data.catalogue.current import catalogue
from data.catalogue.records import Measure
from data.measures import sums
from data.releases.store import Release
from data.units.register import StructureId


@dataclass(frozen=True)
class Basis:
    """What a province's total was summed from: communes of `reported_structure` that reported anything, of all.

    estimated: whether some of these figures had to be converted by an estimate.
    """

    reported_structure: StructureId
    estimated: bool
    reported: int
    known: int


def is_total(code: str | None) -> bool:
    """Tell whether this is the country (None) or a province's code."""
    return code is None or len(code) == 2


def figures(
    release: Release, measure: Measure, *, period: str, structure: StructureId, within: str | None
) -> pd.DataFrame:
    """Return code, numerator, base, reported, expected, sample: a row a province, or that of `within` alone."""
    return release.query(
        f"SELECT code, {_parts(measure)}, sample FROM provinces "
        f"WHERE structure = $structure AND period = $period {_within(within)}",
        structure=structure,
        period=period,
        **sums.within_parameters(within),
    )


def over_time(release: Release, measure: Measure, *, structure: StructureId, code: str | None) -> pd.DataFrame:
    """Return period, numerator, base, reported, expected, sample of a province or the country, a row a quarter."""
    return release.query(
        f"SELECT period, {_sum('numerator', measure, code)} AS numerator, sum(base) AS base, "
        f"sum(reported) AS reported, sum(expected) AS expected, sum({sums.PARTIAL}) AS {sums.PARTIAL}, "
        f"bool_or(sample) AS sample FROM (SELECT period, {_parts(measure)}, sample "
        f"FROM provinces WHERE structure = $structure {_within(code)}) GROUP BY period",
        structure=structure,
        **sums.within_parameters(code),
    )


def series(release: Release, measure: Measure, *, structure: StructureId, codes: list[str]) -> pd.DataFrame:
    """Return code, period, numerator, base, reported, expected, sample of these provinces."""
    return release.query(
        f"SELECT code, period, {_parts(measure)}, sample FROM provinces "
        "WHERE structure = $structure AND code IN (SELECT unnest($codes))",
        structure=structure,
        codes=codes,
    )


def all_measures(release: Release, *, period: str, structure: StructureId, code: str | None) -> pd.DataFrame:
    """Return one row: <measure>__num, __base, __reported and __expected of every measure, and sample."""
    columns = ", ".join(
        f"{_sum(part, measure, code)}::DOUBLE AS {measure.code}__{name}"
        for measure in catalogue().measures.values()
        for name, part in (
            ("num", sums.numerator_column(measure)),
            ("base", _base(measure)),
            ("reported", _reported(measure)),
            ("expected", _expected(measure)),
            (sums.PARTIAL, _partial(measure)),
        )
    )
    return release.query(
        f"SELECT {columns}, coalesce(bool_or(sample), false) AS sample FROM provinces "
        f"WHERE structure = $structure AND period = $period {_within(code)}",
        structure=structure,
        period=period,
        **sums.within_parameters(code),
    )


def reporting_provinces(release: Release, *, period: str, structure: StructureId, within: str | None) -> dict[str, int]:
    """Return for each measure how many provinces have it in the quarter."""
    counts = ", ".join(f"count({sums.numerator_column(m)}) AS {m.code}" for m in catalogue().measures.values())
    row = release.query(
        f"SELECT {counts} FROM provinces WHERE structure = $structure AND period = $period {_within(within)}",
        structure=structure,
        period=period,
        **sums.within_parameters(within),
    ).iloc[0]
    return {code: int(row[code]) for code in catalogue().measures}


def basis(release: Release, code: str, *, period: str, structure: StructureId) -> Basis | None:
    """Return what a province's total rests on; None where the release has none in this period and structure."""
    found = release.query(
        "SELECT reported_structure, estimated, communes_reported AS reported, communes_known AS known FROM provinces "
        "WHERE structure = $structure AND period = $period AND code = $within",
        structure=structure,
        period=period,
        within=code,
    )
    return next((Basis(*row) for row in found.itertuples(index=False, name=None)), None)


def told_elsewhere(release: Release, *, period: str, structure: StructureId) -> dict[StructureId, int]:
    """Count the provinces whose total was summed from communes of another structure, by that structure."""
    found = release.query(
        "SELECT reported_structure, count(*) AS provinces FROM provinces WHERE structure = $structure "
        "AND period = $period AND reported_structure <> $structure AND communes_reported > 0 "
        "GROUP BY reported_structure ORDER BY reported_structure",
        structure=structure,
        period=period,
    )
    return dict(zip(found["reported_structure"].tolist(), found["provinces"].tolist(), strict=True))


def _parts(measure: Measure) -> str:
    return (
        f"{sums.numerator_column(measure)} AS numerator, {_base(measure)} AS base, {_reported(measure)} AS reported, "
        f"{_expected(measure)} AS expected, {_partial(measure)} AS {sums.PARTIAL}"
    )


def _base(measure: Measure) -> str:
    return f"{measure.code}__base" if measure.base else "NULL::BIGINT"


def _sum(part: str, measure: Measure, code: str | None) -> str:
    """Add up a part over provinces; the score of one is its own, and of several there is none."""
    return f"sum({part})" if code is not None or not measure.is_score else "NULL"


def _reported(measure: Measure) -> str:
    """Count the communes that reported what the measure of the province is added up from."""
    return "0" if measure.is_score else f"{measure.code}__n"


def _partial(measure: Measure) -> str:
    """Count the communes of which some villages alone reported the measure."""
    return f"{measure.code}__partial" if measure.counted_in == "reports" else "0"


def _expected(measure: Measure) -> str:
    """Count the communes that could have reported the measure: none where the province reported it itself."""
    if measure.is_score:
        return "0"
    itself = f"{measure.code}__n = 0 AND {sums.numerator_column(measure)} IS NOT NULL"
    return f"CASE WHEN {itself} THEN 0 ELSE communes_known END"


def _within(code: str | None) -> str:
    return "" if code is None else "AND code = $within"
