"""Says of each commune how far a measure can be off where its figures came from another structure.

A share's bounds follow from those of its numerator and its base (data.units.ranges): the least numerator over the
most base, and the other way round. They are not clamped: where the base may be nothing, there is no upper bound.
"""

from typing import Final

import pandas as pd

from data.measures.figures import measure_of
from data.releases.columns import column_of
from data.releases.store import Release
from data.units.moves import RANK, SURENESS
from data.units.ranges import BOUNDS, ratio
from data.units.register import StructureId

COLUMNS: Final = ["code", "low", "best", "high", "how"]


def ranges(release: Release, measure: str, *, period: str, structure: StructureId) -> pd.DataFrame:
    """Return code, low, best, high, how of the measure's value in each commune where a part of it is not exact.

    Communes that are not named have an exact value, or none. best and high are missing (NaN) where nothing says;
    high is infinite where the base may be nothing. how: the less sure of both parts. Raises UnknownMeasure.
    """
    asked = measure_of(measure)
    columns = {"num": column_of(asked.numerator)} | ({"base": column_of(asked.base)} if asked.base else {})
    names = ", ".join(f"'{name}'" for name in columns.values())
    moved = release.query(
        "SELECT code, indicator, low, best, high, how FROM converted "
        f"WHERE structure = $structure AND period = $period AND indicator IN ({names})",
        structure=structure, period=period,
    )  # fmt: skip
    if moved.empty:
        return pd.DataFrame(columns=COLUMNS)
    codes = pd.Index(sorted(moved["code"].unique()), name="code")
    known = release.query(
        f"SELECT code, {asked.code}__num AS num, {asked.code}__base AS base FROM communes "
        "WHERE structure = $structure AND period = $period",
        structure=structure, period=period,
    ).set_index("code").reindex(codes)  # fmt: skip
    parts = {part: _bounds(moved[moved["indicator"] == name], known[part]) for part, name in columns.items()}
    made = ratio(parts["num"], parts["base"], per=asked.per) if asked.base else parts["num"][BOUNDS]
    worst = pd.concat([part["rank"] for part in parts.values()], axis=1).max(axis=1).astype(int)
    return made.assign(how=worst.map(dict(enumerate(SURENESS)))).reset_index()[COLUMNS]


def _bounds(moved: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """Return low, best, high and the rank of one part: as it was converted, else as it is known."""
    rows = moved.set_index("code").reindex(known.index)
    converted = rows["how"].notna()
    made = pd.DataFrame({bound: rows[bound].astype(float).where(converted, known.astype(float)) for bound in BOUNDS})
    lacking = ~converted & known.isna()
    made["low"] = made["low"].mask(lacking, 0.0)
    made["rank"] = rows["how"].map(RANK).fillna(RANK["exact"]).mask(lacking, RANK["missing"])
    return made
