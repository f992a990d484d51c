"""Cuts an area into the cells nearest to each point, without gaps and overlaps.

All lines are cut against each other once, on a grid, and the faces are read off: neighbours share their
borders vertex by vertex.
"""

from typing import Final

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import Voronoi, cKDTree
from shapely.geometry.base import BaseGeometry

_FAR: Final = 4e6  # metres: four helpers so far out that every real cell is closed
_GRID: Final = 0.01  # metres
_MARGIN: Final = 1000.0  # metres around an area to which cells reach at least
_INSET: Final = 0.1  # of the side of a square of a piece's size: how far in a point is moved that lay outside
_APART: Final = (1.0, 0.7)  # metres by which each further point is shifted


def ridges(xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the borders between Voronoi cells: segments (m, 2, 2) in metres, and the two points (m, 2) each parts.

    `xy` is (n, 2), n ≥ 1, without duplicates; borders that run to infinity are left out.
    """
    helpers = xy.mean(axis=0) + _FAR * np.array([[1, 0], [-1, 0], [0, 1], [0, -1]])
    diagram = Voronoi(np.vstack([xy, helpers]))
    ends = np.asarray(diagram.ridge_vertices)
    closed = (ends >= 0).all(axis=1)
    return diagram.vertices[ends[closed]], diagram.ridge_points[closed]


def cut(xy: np.ndarray, owner: np.ndarray, area: BaseGeometry) -> pd.Series:
    """Divide `area` (metres) among the owners of the points: a polygon or multipolygon by owner.

    `owner` (n,) are integers ≥ 0. An owner whose points all lie off the area may get nothing.
    """
    segments, sides = ridges(xy)
    owners = np.append(owner, [-1, -2, -3, -4])
    borders = shapely.linestrings(segments[owners[sides[:, 0]] != owners[sides[:, 1]]])
    pieces = faces(borders, area)
    nearest = cKDTree(xy).query(shapely.get_coordinates(shapely.point_on_surface(pieces)))[1]
    return dissolve(pieces, owner[nearest])


def faces(lines: np.ndarray, area: BaseGeometry) -> np.ndarray:
    """Return the polygons into which `lines` (n, straight segments) cut `area`, metres."""
    shapely.prepare(area)
    within = shapely.contains_properly(area, lines)
    crossing = lines[~within & shapely.intersects(area, lines)]
    noded = shapely.union_all(np.array([*crossing, shapely.boundary(area)]), grid_size=_GRID)
    inner = shapely.set_precision(lines[within], _GRID, mode="pointwise")
    found = shapely.get_parts(shapely.polygonize(np.append(shapely.get_parts(noded), inner)))
    within_area: np.ndarray = found[shapely.intersects(area, shapely.point_on_surface(found))]
    return within_area


def land(shape: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a shape alone: where borders only touch, cutting leaves lines and points beside them."""
    parts = shapely.get_parts(shape)
    polygons: BaseGeometry = shapely.multipolygons(parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON])
    return polygons


def dissolve(pieces: np.ndarray, keys: np.ndarray) -> pd.Series:
    """Unite the pieces of a coverage that share a key: polygons or multipolygons by key, sorted."""
    order = np.argsort(keys, kind="stable")
    names, starts = np.unique(keys[order], return_index=True)
    groups = np.split(np.asarray(pieces)[order], starts[1:])
    united = [g[0] if len(g) == 1 else shapely.coverage_union_all(g) for g in groups]
    return pd.Series(united, index=names, dtype=object)


def nearest(area: BaseGeometry, xy: np.ndarray, rows: np.ndarray) -> list[tuple[int, BaseGeometry]]:
    """Divide an area among points (n, 2), metres: (row, piece) for each; a piece may be empty where points lie outside.

    Pieces are polygons or multipolygons; they meet each other, but not vertex by vertex what lies around.
    """
    if len(rows) == 1:
        return [(int(rows[0]), area)]
    if len(np.unique(xy, axis=0)) < len(xy):
        xy = xy + np.arange(len(xy))[:, None] * _APART
    west, south, east, north = area.bounds
    around = shapely.box(west - _MARGIN, south - _MARGIN, east + _MARGIN, north + _MARGIN)
    diagram = shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=around, ordered=True)
    pieces = shapely.intersection(shapely.get_parts(diagram), area)
    return [(int(row), _areas(piece)) for row, piece in zip(rows, pieces, strict=True)]


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """Keep the areas of an intersection: it may also touch in lines."""
    parts = shapely.get_parts(shape)
    areas = parts[shapely.get_type_id(parts) == 3]
    polygons: BaseGeometry = areas[0] if len(areas) == 1 else shapely.multipolygons(areas)
    return polygons


def moved_in(area: BaseGeometry, xy: np.ndarray) -> np.ndarray:
    """Move points (n, 2) that lie off an area into it, each to a place of its own; metres."""
    shapely.prepare(area)
    off = ~shapely.contains_xy(area, xy[:, 0], xy[:, 1])
    if not off.any():
        return xy
    inner = shapely.buffer(area, -_INSET * np.sqrt(area.area / len(xy)))
    lines = shapely.shortest_line(area if inner.is_empty else inner, shapely.points(xy[off]))
    moved = xy.copy()
    moved[off] = shapely.get_coordinates(lines)[::2]
    moved += np.arange(len(moved))[:, None] * _APART  # two that came to one place part again
    return moved
