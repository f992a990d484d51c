"""A layer as heavy as real boundaries: the schematic's communes with edges as fine as surveyed ones."""

from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.units import register
from geo import assets, mapfiles, shapes
from geo.assets import MapAsset
from geo.projection import METRES

PROVINCE, VILLAGES = "38", 6_000  # Thanh Hóa, the province with the most villages
VERTICES = 280_000  # what the communes since 1 July 2025 have when drawn to about 50 m


@lru_cache(maxsize=1)
def communes() -> gpd.GeoDataFrame:
    """Return 3,321 communes with about VERTICES vertices, WGS 84; neighbours share their edges."""
    frame = shapes.shapes("2025-07", "commune")
    exact = frame.geometry.to_numpy()
    length = shapely.length(exact).sum()
    fine = shapely.segmentize(exact, length / (VERTICES - shapely.get_num_coordinates(exact).sum()))
    bent = shapely.transform(fine, _bend)
    return frame.assign(geometry=gpd.GeoSeries(bent, index=frame.index, crs=frame.crs)).to_crs(4326)


def map_file(frame: gpd.GeoDataFrame) -> tuple[str, tuple[float, ...]]:
    """Write the layer as the product writes its map of the country; return the file's name and the bounds."""
    metres = frame.to_crs(METRES)
    simple = shapely.coverage_simplify(metres.geometry.to_numpy(), assets.COUNTRY_TOLERANCE)
    within = register.units("2025-07", "commune")["province"].map(register.units("2025-07", "province")["short"])
    named = metres.assign(n=metres["name"], p=within.reindex(metres.index)).set_geometry(
        gpd.GeoSeries(simple, index=metres.index, crs=METRES)
    )
    content, drawn = mapfiles.encoded(named, decimals=assets.COUNTRY_DECIMALS)
    west, south, east, north = shapely.total_bounds(drawn)
    return mapfiles.write_named(content, stem="bench-communes"), (south, west, north, east)


def villages() -> MapAsset:
    """Write the map of VILLAGES villages in one province, as the product draws them."""
    codes = register.units("2025-07", "commune").query("province == @PROVINCE").index
    rows = [(f"v{at:05}", f"Thôn {at}", codes[at * len(codes) // VILLAGES]) for at in range(VILLAGES)]
    return assets.village_asset("2025-07", PROVINCE, pd.DataFrame(rows, columns=["village", "name", "commune"]))


def _bend(xy: np.ndarray) -> np.ndarray:
    """Shift every point by waves of its own position, so that straight edges look surveyed and stay shared."""
    x, y = xy[:, 0], xy[:, 1]
    shift = sum(
        size * np.column_stack([np.sin(y / wave + x / (1.7 * wave)), np.cos(x / wave - y / (2.1 * wave))])
        for size, wave in ((500, 4_000), (250, 1_500), (120, 600))
    )
    return xy + shift
