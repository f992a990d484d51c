"""Finds for each unit a point that can be trusted, degrees (WGS 84); those of "2024" came from a geocoder."""

from typing import Final

import numpy as np
import pandas as pd

from data.units.tables.making.corrections import POINTS_ELSEWHERE, POINTS_FAR, POINTS_OUTSIDE, POINTS_SET

_KM_PER_DEGREE: Final = 111.2
# Where a commune has no area of its own, that of a large one: the check is then a mild one.
_AREA_UNKNOWN_KM2: Final = 700.0
# Twice the radius of a circle of the successor's area. Against real shapes this and the shared points find
# 186 of the 247 points that are over 1 km off, and also drop 210 that were good: a cell less sure of its
# place is the smaller harm.
_RADII: Final = 2.0
_DECIMALS: Final = 4  # 11 m


def of_new(new: pd.DataFrame, old: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """Return lon and lat of the communes of "2025-07", those outside their commune replaced.

    The new point is the middle of the trusted points of the communes that went there whole, else of all of them.
    """
    points = new[["lon", "lat"]].copy()
    trusted = of_old(old, new, edges).dropna()
    ways = edges[edges["code_to"].isin(POINTS_OUTSIDE - POINTS_SET.keys()) & edges["code_from"].isin(trusted.index)]
    for code, parts in ways.groupby("code_to"):
        whole = parts[parts["part"] == "whole"]
        made = trusted.loc[(whole if len(whole) else parts)["code_from"]]
        points.loc[code, ["lon", "lat"]] = made.mean()
    for code, place in POINTS_SET.items():
        points.loc[code, ["lon", "lat"]] = place
    return points.round(_DECIMALS)


def of_old(old: pd.DataFrame, new: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """Return lon and lat of the communes of "2024", missing where no other shows that the point is right.

    Trusted is what no other commune shares and lies near a successor.
    """
    shared = old.duplicated(["lon", "lat"], keep=False)
    sound = new[~new.index.isin(POINTS_OUTSIDE)]
    far = _radii_to_successor(old, sound, edges).reindex(old.index) > _RADII
    wrong = shared | far | old.index.isin(POINTS_ELSEWHERE | POINTS_FAR)
    return old.loc[~wrong, ["lon", "lat"]].reindex(old.index).round(_DECIMALS)


def of_districts(districts: pd.DataFrame) -> pd.DataFrame:
    """Return lon and lat of the districts, missing for those that were found in another district."""
    sound = districts.loc[~districts.index.isin(POINTS_ELSEWHERE), ["lon", "lat"]]
    return sound.reindex(districts.index).round(_DECIMALS)


def _radii_to_successor(old: pd.DataFrame, new: pd.DataFrame, edges: pd.DataFrame) -> pd.Series:
    """Measure the way to the nearest successor's point, in radii of that successor."""
    pairs = edges[edges["code_to"].isin(new.index)]
    here, there = old.loc[pairs["code_from"]], new.loc[pairs["code_to"]]
    east = (here["lon"].to_numpy() - there["lon"].to_numpy()) * np.cos(np.radians(there["lat"].to_numpy()))
    km = np.hypot(east, here["lat"].to_numpy() - there["lat"].to_numpy()) * _KM_PER_DEGREE
    radius = np.sqrt(there["area_km2"].fillna(_AREA_UNKNOWN_KM2).to_numpy() / np.pi)
    return pd.Series(km / radius).groupby(pairs["code_from"].to_numpy()).min()
