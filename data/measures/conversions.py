"""Figures that had to be carried over from another structure: how, and between which bounds the truth lies."""

import pandas as pd

from data.catalogue.current import catalogue
from data.catalogue.records import Measure
from data.releases.store import Release
from data.units.register import StructureId


def converted(release: Release, *, code: str, period: str, structure: StructureId) -> pd.DataFrame:
    """Return indicator, low, best, high and how of a commune's figures that are not exact; best may be missing."""
    return release.query(
        "SELECT indicator, low, best, high, how FROM converted "
        "WHERE structure = $structure AND period = $period AND code = $code",
        structure=structure,
        period=period,
        code=code,
    )


def of_measure(found: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Return the rows of the indicators that a measure is computed from, in the order of the register of indicators."""
    needed = [name for name in catalogue().codes if name in measure.needs]
    rows = found[found["indicator"].isin(needed)]
    return rows.sort_values("indicator", key=lambda names: names.map(needed.index), ignore_index=True)
