"""Cuts an area into the cells nearest to each point, without gaps and overlaps.

All lines are cut against each other once, on a grid, and the faces are read off: neighbours share their
borders vertex by vertex.
"""

from typing import Final

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import Voronoi, cKDTree

_FAR: Final = 4e6  # metres: four helpers so far out that every real cell is closed
_GRID: Final = 0.01  # metres


def ridges(xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the borders between Voronoi cells: segments (m, 2, 2) in metres, and the two points (m, 2) each parts.

    `xy` is (n, 2), n ≥ 1, without duplicates; borders that run to infinity are left out.
    """
    helpers = xy.mean(axis=0) + _FAR * np.array([[1, 0], [-1, 0], [0, 1], [0, -1]])
    diagram = Voronoi(np.vstack([xy, helpers]))
    ends = np.asarray(diagram.ridge_vertices)
    closed = (ends >= 0).all(axis=1)
    return diagram.vertices[ends[closed]], diagram.ridge_points[closed]


def cut(xy: np.ndarray, owner: np.ndarray, area: shapely.Geometry) -> pd.Series:
    """Divide `area` (metres) among the owners of the points: a polygon or multipolygon by owner.

    `owner` (n,) are integers ≥ 0. An owner whose points all lie off the area may get nothing.
    """
    segments, sides = ridges(xy)
    owners = np.append(owner, [-1, -2, -3, -4])
    borders = shapely.linestrings(segments[owners[sides[:, 0]] != owners[sides[:, 1]]])
    pieces = faces(borders, area)
    nearest = cKDTree(xy).query(shapely.get_coordinates(shapely.point_on_surface(pieces)))[1]
    return dissolve(pieces, owner[nearest])


def faces(lines: np.ndarray, area: shapely.Geometry) -> np.ndarray:
    """Return the polygons into which `lines` (n, straight segments) cut `area`, metres."""
    shapely.prepare(area)
    within = shapely.contains_properly(area, lines)
    crossing = lines[~within & shapely.intersects(area, lines)]
    noded = shapely.union_all(np.append(crossing, shapely.boundary(area)), grid_size=_GRID)
    inner = shapely.set_precision(lines[within], _GRID, mode="pointwise")
    found = shapely.get_parts(shapely.polygonize(np.append(shapely.get_parts(noded), inner)))
    return found[shapely.intersects(area, shapely.point_on_surface(found))]


def dissolve(pieces: np.ndarray, keys: np.ndarray) -> pd.Series:
    """Unite the pieces of a coverage that share a key: polygons or multipolygons by key, sorted."""
    order = np.argsort(keys, kind="stable")
    names, starts = np.unique(keys[order], return_index=True)
    groups = np.split(np.asarray(pieces)[order], starts[1:])
    united = [g[0] if len(g) == 1 else shapely.coverage_union_all(g) for g in groups]
    return pd.Series(united, index=names, dtype=object)
