"""Shapes of a layer as a coverage, in metres: overlaps and gaps measured, slivers snapped away.

Layers are often simplified unit by unit: neighbours then overlap here and part there by some metres. What is
measured is the source as it came; what is drawn shares its borders vertex by vertex.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
import shapely

from data.storage.errors import Refused
from geo import cells

_SLIVER: Final = 150.0  # metres: a gap of less mean width is no land of anybody, but drawing
_GRID: Final = 0.01  # metres: shapes that cannot be laid over each other are rounded to it
_DETAIL: Final = 3.0  # metres: finer bends are on no map


@dataclass(frozen=True)
class Coverage:
    """Shapes (n,) without overlaps, in metres, None where nothing is left; what the source had: areas in m²."""

    shapes: np.ndarray
    land_m2: float
    overlaps_m2: float
    gaps_m2: float
    gaps: int


def measured(shapes: np.ndarray) -> Coverage:
    """Lay valid polygons (metres) over each other: measure overlaps and enclosed gaps, and close the slivers.

    An overlap goes to the one with the longer border along it, so does a sliver; wider gaps stay. Overlaps
    count what lies in more than one shape, once for each further one. Raises Refused where the shapes cannot
    be laid over each other at all.
    """
    given = float(shapely.area(shapes).sum())
    clean = _rounded_where_needed(shapes)
    land = float(shapely.area(clean).sum())
    holes = enclosed(clean)
    gaps = float(shapely.area(holes).sum())
    return Coverage(filled(clean, narrow(holes)), land, max(given - land, 0.0), gaps, len(holes))


def narrow(holes: np.ndarray) -> np.ndarray:
    """Keep the holes that are slivers: of little mean width, the area by half of the length around."""
    slivers: np.ndarray = holes[2 * shapely.area(holes) < _SLIVER * shapely.length(holes)]
    return slivers


def cleaned(shapes: np.ndarray, *, by: Literal["longest_border", "min_index"]) -> np.ndarray:
    """Return polygons without overlaps; each went to the one with the longer border along it, or to the first.

    Raises shapely's GEOSException where they cannot be laid over each other.
    """
    clean: np.ndarray = shapely.coverage_clean(shapes, merge_strategy=by)  # type: ignore[attr-defined]  # newer than its stubs
    return clean


def _rounded_where_needed(shapes: np.ndarray) -> np.ndarray:
    try:
        return cleaned(shapes, by="longest_border")
    except shapely.errors.GEOSException:
        rounded = shapely.make_valid(shapely.set_precision(shapes, _GRID), method="structure", keep_collapsed=False)
    try:
        return cleaned(rounded, by="longest_border")
    except shapely.errors.GEOSException as fault:
        raise Refused("boundaries.cannot_overlay") from fault


def enclosed(coverage: np.ndarray) -> np.ndarray:
    """Return the holes of a coverage: what its shapes enclose and none covers, polygons (n,)."""
    united = shapely.get_parts(shapely.coverage_union_all(coverage))
    rings, owner = shapely.get_rings(united, return_index=True)
    outer = np.r_[True, owner[1:] != owner[:-1]] if len(owner) else np.empty(0, bool)
    holes = np.asarray(shapely.polygons(rings[~outer]))
    # land within a hole (an island in a lake) is a piece of its own and no part of the gap
    inside, hole = shapely.STRtree(holes).query(shapely.point_on_surface(united), predicate="within")
    for at in np.unique(hole):
        holes[at] = shapely.difference(holes[at], shapely.union_all(united[inside[hole == at]]))
    return holes[~shapely.is_empty(holes)]


def filled(coverage: np.ndarray, holes: np.ndarray) -> np.ndarray:
    """Give each hole of a coverage to the shape with which it shares the longest border, vertex by vertex."""
    shared = bordering(coverage, holes)
    return given(coverage, holes, shared.sort_values("length").groupby("hole")["shape"].last())


def bordering(coverage: np.ndarray, holes: np.ndarray) -> pd.DataFrame:
    """Return which shapes border on each hole, by their places, and the length that they share: hole, shape, length."""
    sides = _segments(holes).merge(_segments(coverage), on=["x0", "y0", "x1", "y1"], suffixes=("_hole", "_shape"))
    shared = sides.groupby(["owner_hole", "owner_shape"])["length_hole"].sum().reset_index()
    return shared.set_axis(["hole", "shape", "length"], axis=1)


def given(coverage: np.ndarray, holes: np.ndarray, taker: pd.Series) -> np.ndarray:
    """Give holes to shapes: `taker` is the place of the shape by that of the hole."""
    out = coverage.copy()
    for shape, own in taker.groupby(taker):
        out[shape] = shapely.coverage_union_all(np.append(holes[own.index], coverage[shape]))
    return out


def _segments(shapes: np.ndarray) -> pd.DataFrame:
    """List the straight pieces of all borders, each from its lesser end: x0, y0, x1, y1, owner, length."""
    rings, owner = shapely.get_rings(shapely.get_parts(shapes), return_index=True)
    parts_owner = shapely.get_parts(shapes, return_index=True)[1]
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    a, b = xy[:-1][same], xy[1:][same]
    backwards = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    a[backwards], b[backwards] = b[backwards], a[backwards].copy()
    return pd.DataFrame(
        {
            "x0": a[:, 0],
            "y0": a[:, 1],
            "x1": b[:, 0],
            "y1": b[:, 1],
            "owner": parts_owner[owner[ring[:-1][same]]],
            "length": np.hypot(*(b - a).T),
        }
    )


def united(coverage: np.ndarray, codes: np.ndarray) -> pd.Series:
    """Unite the shapes of a coverage by code, and leave out bends that no map shows; codes without land fall away."""
    there = ~shapely.is_empty(coverage)
    dissolved = cells.dissolve(coverage[there], codes[there])
    return pd.Series(shapely.coverage_simplify(dissolved.to_numpy().astype(object), _DETAIL), index=dissolved.index)
