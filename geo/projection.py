"""The two coordinate systems of the map: WGS 84 degrees outside, metres inside."""

from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

WGS84: Final = "EPSG:4326"
# Lambert's azimuthal equal-area projection about the middle of the country: one plane in metres for the
# mainland and all islands, areas true everywhere, lengths within 0.8% (at Trường Sa and in the far north).
METRES: Final = "+proj=laea +lat_0=16 +lon_0=107 +datum=WGS84 +units=m +no_defs"

Shapes = TypeVar("Shapes", np.ndarray, BaseGeometry)


@lru_cache(maxsize=2)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Project degrees (WGS 84) to an (n, 2) array of metres; missing stays missing (NaN)."""
    x, y = _transformer(WGS84, METRES).transform(np.asarray(lon, float), np.asarray(lat, float))
    xy = np.column_stack([x, y])
    xy[~np.isfinite(xy).all(axis=1)] = np.nan
    return xy


def to_degrees(geometries: Shapes) -> Shapes:
    """Turn a geometry, or an array of them, in metres into longitude and latitude (WGS 84)."""
    back = _transformer(METRES, WGS84)
    return shapely.transform(geometries, lambda xy: np.column_stack(back.transform(xy[:, 0], xy[:, 1])))
