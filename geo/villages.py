"""Draws village cells inside a commune: villages have no public map, so these say how many, not where."""

import re
import zlib
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from data.units.names import fold
from geo import cells
from geo.boundaries import coverage
from geo.projection import METRES

_SAMPLES: Final = 60  # points for each village, on which its place is found
_ROUNDS: Final = 8  # of moving each place to the middle of its cell (Lloyd)
_LEAST_LEFT: Final = 0.02  # of a commune must be left by imported areas for the villages that have none
_KIND: Final = re.compile(
    r"(?:thôn|bản|làng|ấp|khóm|khu phố|khu dân cư|khu|xóm|buôn|tổ dân phố|tdp|tiểu khu|khối phố|khối|plei)\s+(?=\D)",
    re.IGNORECASE,
)


def village_cells(commune: BaseGeometry, villages: pd.DataFrame, *, code: str) -> gpd.GeoDataFrame:
    """Divide a commune's shape (metres) among its villages: the same for the same commune and villages.

    `villages` has columns village, name, commune. Returns village (index, sorted), name, commune and geometry
    (metres), a coverage. Villages that follow each other by name ("Thôn 1", "Thôn 2") lie side by side.
    """
    listed = villages.sort_values("village", ignore_index=True)
    names = listed["name"].to_list()
    by_name = sorted(range(len(listed)), key=lambda row: _by_number(names[row]))
    geometry = np.empty(len(listed), dtype=object)
    geometry[by_name] = divided(commune, len(listed), seed=zlib.crc32(code.encode()))
    return gpd.GeoDataFrame(listed.set_index("village")[["name", "commune"]], geometry=geometry, crs=METRES)


def village_shapes(
    commune: BaseGeometry, villages: pd.DataFrame, places: pd.DataFrame, *, code: str
) -> gpd.GeoDataFrame:
    """Draw a commune's villages by imported areas and points where their names agree, as cells elsewhere.

    `places` has name, layer, geometry (metres; areas or points). Returns village (index, sorted), name, commune,
    layer ("" where the place of a village is not known), real (whether its borders are imported), geometry: a
    coverage. Cells around points are cut by the commune: they are no borders.
    """
    listed = village_cells(commune, villages, code=code).assign(layer="", real=False)
    found = _matched(listed["name"], places)
    areas = found[shapely.get_type_id(found["geometry"].to_numpy()) > 1] if len(found) else found
    left = shapely.difference(commune, shapely.union_all(areas["geometry"].to_numpy())) if len(areas) else commune
    others = listed.index.difference(areas.index)
    if len(areas) and len(others) and left.area < _LEAST_LEFT * commune.area:
        areas, left, others = areas.iloc[:0], commune, listed.index  # areas of another commune's making: not believed
    points = found[found.index.isin(others)]
    cut = _around(left, listed.loc[others], points) if len(others) else []
    shapes = pd.Series([*areas["geometry"], *cut], index=[*areas.index, *others], dtype=object)
    cleaned = coverage.cleaned(shapely.intersection(shapes.to_numpy(), commune), by="min_index")
    drawn = pd.Series(cleaned, index=shapes.index, dtype=object)
    return listed.assign(
        layer=found["layer"].reindex(listed.index).fillna(""),
        real=listed.index.isin(areas.index),
    ).set_geometry(gpd.GeoSeries(drawn.reindex(listed.index), crs=METRES))


def _matched(names: pd.Series, places: pd.DataFrame) -> pd.DataFrame:
    """Return the place of each village whose name, without its kind, one place alone has."""
    keyed = places.assign(key=[_bare_name(name) for name in places["name"]])
    keyed = keyed[~keyed["key"].duplicated(keep=False) & (keyed["key"] != "")].set_index("key")
    own = pd.Series([_bare_name(name) for name in names], index=names.index)
    own = own[~own.duplicated(keep=False) & own.isin(keyed.index)]
    return keyed.loc[own.to_list()].set_axis(own.index)


def _bare_name(name: str) -> str:
    return fold(_KIND.sub("", str(name).strip(), count=1))


def _around(area: BaseGeometry, villages: gpd.GeoDataFrame, points: pd.DataFrame) -> list[BaseGeometry]:
    """Cut an area into the cells nearest to the villages: their points where known, else where a cell was drawn."""
    if points.empty and area.equals(shapely.union_all(villages.geometry.to_numpy())):
        return list(villages.geometry)
    middles = pd.Series(shapely.point_on_surface(villages.geometry.to_numpy()), index=villages.index)
    middles.update(pd.Series(shapely.point_on_surface(points["geometry"].to_numpy()), index=points.index, dtype=object))
    xy = cells.moved_in(area, shapely.get_coordinates(middles.to_numpy()))
    return [piece for _, piece in cells.nearest(area, xy, np.arange(len(xy)))]


def divided(area: BaseGeometry, count: int, *, seed: int) -> np.ndarray:
    """Cut `area` (metres) into `count` calm cells of about one size, ordered so that neighbours follow each other."""
    if count <= 1:
        return np.array([area][:count], dtype=object)
    spots = _spots(area, count * _SAMPLES, np.random.default_rng(seed))
    places = spots[np.random.default_rng(seed).choice(len(spots), count, replace=False)]
    for _ in range(_ROUNDS):
        nearest = pd.Series(cKDTree(places).query(spots)[1])
        middles = pd.DataFrame(spots).groupby(nearest).mean()
        places[middles.index] = middles.to_numpy()
    # a middle may lie outside a bent area: the nearest spot lies inside
    places = spots[_distinct(cKDTree(spots), places)]
    order = gpd.GeoSeries(gpd.points_from_xy(*places.T)).hilbert_distance().argsort(kind="stable")
    return cells.cut(places[order], np.arange(count), area).to_numpy()


def _spots(area: BaseGeometry, count: int, rng: np.random.Generator) -> np.ndarray:
    """Scatter at least `count` points evenly over `area`: a grid with each point moved within its square."""
    shapely.prepare(area)
    step = np.sqrt(area.area / count)
    while True:
        west, south, east, north = area.bounds
        x, y = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
        points: np.ndarray = np.column_stack([x.ravel(), y.ravel()]) + rng.random((x.size, 2)) * step
        points = points[shapely.contains_xy(area, points)]
        if len(points) >= count / 2:
            return points
        step *= 0.7


def _distinct(tree: cKDTree, places: np.ndarray) -> list[int]:
    """Return for each place the nearest spot that no earlier place has taken."""
    taken: dict[int, None] = {}
    for candidates in np.asarray(tree.query(places, k=min(len(places), 8, tree.n))[1]):
        free = next((int(spot) for spot in np.atleast_1d(candidates) if int(spot) not in taken), None)
        taken[free if free is not None else next(s for s in range(tree.n) if s not in taken)] = None
    return list(taken)


def _by_number(name: str) -> tuple[tuple[int, int, str], ...]:
    """Order names as people do: "Thôn 2" before "Thôn 10"."""
    pieces = re.findall(r"\d+|\D+", str(name).casefold())
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in pieces)
