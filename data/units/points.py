"""Says which of the library's points can be trusted; those of "2024" came from a geocoder."""

from typing import Final

import numpy as np
import pandas as pd

from data.units.corrections import POINTS_ELSEWHERE, POINTS_OUTSIDE

_KM_PER_DEGREE: Final = 111.2
# Where a commune has no area of its own, that of a large one: the check is then a mild one.
_AREA_UNKNOWN_KM2: Final = 700.0
# Twice the radius of a circle of the successor's area. Against real shapes this and the shared points find
# 186 of the 247 points that are over 1 km off, and also drop 210 that were good: a cell less sure of its
# place is the smaller harm.
_RADII: Final = 2.0


def trusted_new(communes: pd.DataFrame) -> pd.Series:
    """Mark the points of the communes of "2025-07" that were not found outside their commune."""
    return ~communes.index.to_series().isin(POINTS_OUTSIDE)


def trusted_districts(districts: pd.DataFrame) -> pd.Series:
    """Mark the points of districts that were not found in another district."""
    return ~districts.index.to_series().isin(POINTS_ELSEWHERE)


def trusted_old(old: pd.DataFrame, new: pd.DataFrame, edges: pd.DataFrame) -> pd.Series:
    """Mark the points of the communes of "2024" that no other commune shares and that lie near a successor.

    `old` and `new` are indexed by code with lon, lat (degrees) and area_km2; `edges` are the successions.
    """
    shared = old.duplicated(["lon", "lat"], keep=False)
    far = _radii_to_successor(old, new[trusted_new(new)], edges).reindex(old.index) > _RADII
    return ~(shared | far | old.index.isin(POINTS_ELSEWHERE))


def _radii_to_successor(old: pd.DataFrame, new: pd.DataFrame, edges: pd.DataFrame) -> pd.Series:
    """Measure the way to the nearest successor's point, in radii of that successor."""
    pairs = edges[edges["code_2025"].isin(new.index)]
    here, there = old.loc[pairs["code_2024"]], new.loc[pairs["code_2025"]]
    east = (here["lon"].to_numpy() - there["lon"].to_numpy()) * np.cos(np.radians(there["lat"].to_numpy()))
    km = np.hypot(east, here["lat"].to_numpy() - there["lat"].to_numpy()) * _KM_PER_DEGREE
    radius = np.sqrt(there["area_km2"].fillna(_AREA_UNKNOWN_KM2).to_numpy() / np.pi)
    return pd.Series(km / radius).groupby(pairs["code_2024"].to_numpy()).min()
