"""Draws the schematic map: cells around the units' points, not administrative boundaries.

One Voronoi diagram of all points divides the land among the parts (see geo.sites); communes, districts and
provinces of both structures are unions of parts. The land is the points' own discs, sized by the communes'
areas, grown together and smoothed. Where a page shows it, it says `source_key`'s sentence.
"""

from typing import Final

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from data.units import register
from geo import cells, islands, sites
from geo.sites import Sites

# All lengths in metres. Found by trying against real boundaries: overlap of the whole country is 0.96.
_DISC: Final = 0.85  # of the radius of the land around a site
_JOIN: Final = 6000  # gaps up to twice this are land
_SMOOTH: Final = 1500
_DETAIL: Final = 150
_CHANNEL: Final = 900  # water on each side between a special zone and the mainland
_ISLAND: Final = 4000  # the least radius of an island: Cồn Cỏ would else be half a pixel
_REPAIRS: Final = 3


def draw() -> tuple[pd.DataFrame, np.ndarray]:
    """Return the parts (code_2024, code_2025, whole) and the polygon of each in metres, a coverage."""
    table = sites.parts()
    afar = table["code_2025"].isin(islands.ZONES).to_numpy()
    mainland = table[~afar].reset_index(drop=True)
    found = sites.find(mainland)
    area = land(found)
    found = repaired(found, mainland, area)
    area = with_channels(area, found, zone_parts(mainland))
    shapes = cells.cut(found.xy, found.part, area).reindex(range(len(mainland)))
    shapes[shapes.isna()] = discs_for(found, shapes.index[shapes.isna()])
    drawn = np.empty(len(table), dtype=object)
    drawn[~afar] = shapes.to_numpy()
    drawn[afar] = [islands.drawn(code) for code in table.loc[afar, "code_2024"]]
    return table, drawn


def land(found: Sites) -> shapely.Geometry:
    """Return the land around the sites, metres: their discs, grown together and smoothed."""
    known = found.radius > 0
    discs = shapely.buffer(shapely.points(found.xy[known]), found.radius[known] * _DISC, quad_segs=4)
    joined = shapely.union_all(discs).buffer(_JOIN, quad_segs=4).buffer(-_JOIN - _SMOOTH, quad_segs=4)
    smooth = joined.buffer(_SMOOTH, quad_segs=4)
    pieces = shapely.get_parts(shapely.simplify(smooth, _DETAIL))
    solid = shapely.polygons(shapely.get_exterior_ring(pieces))
    return shapely.union_all([enlarged(piece) for piece in solid])


def enlarged(piece: shapely.Geometry) -> shapely.Geometry:
    """Grow an island (metres) that is smaller than a disc of the least radius."""
    lack = _ISLAND - np.sqrt(piece.area / np.pi)
    return piece.buffer(lack, quad_segs=8) if lack > 0 else piece


def zone_parts(table: pd.DataFrame) -> np.ndarray:
    """Mark the parts that belong to a special zone (đặc khu): all thirteen are islands."""
    kinds = register.units("2025-07", "commune")["kind"]
    return (kinds.reindex(table["code_2025"]) == "đặc khu").to_numpy()


def with_channels(area: shapely.Geometry, found: Sites, zone: np.ndarray) -> shapely.Geometry:
    """Part the special zones from the mainland that they touch by a strip of water."""
    segments, sides = cells.ridges(found.xy)
    real = (sides < len(found.xy)).all(axis=1)
    is_zone = zone[found.part]
    shore = real & (is_zone[sides.clip(max=len(is_zone) - 1)].sum(axis=1) == 1)
    water = shapely.union_all(shapely.linestrings(segments[shore])).buffer(_CHANNEL, quad_segs=2)
    return shapely.difference(area, water)


def strays(found: Sites, table: pd.DataFrame, area: shapely.Geometry) -> np.ndarray:
    """Mark the sites whose cell is cut off from the largest group of cells of its commune of "2025-07".

    Such a point is most likely wrong: its cell would lie inside a neighbour. Special zones may lie scattered.
    """
    segments, sides = cells.ridges(found.xy)
    shapely.prepare(area)
    real = (sides < len(found.xy)).all(axis=1) & shapely.intersects(area, shapely.linestrings(segments))
    owner = pd.factorize(table["code_2025"])[0][found.part]
    a, b = sides[real].T
    same = owner[a] == owner[b]
    graph = coo_matrix((np.ones(same.sum()), (a[same], b[same])), shape=(len(owner), len(owner)))
    group = pd.Series(connected_components(graph, directed=False)[1])
    size = group.groupby(group).transform("size") + (found.radius > 0) / 2
    largest = group[size.groupby(owner).idxmax()].to_numpy()
    return (group.to_numpy() != largest[owner]) & ~zone_parts(table)[found.part]


def repaired(found: Sites, table: pd.DataFrame, area: shapely.Geometry) -> Sites:
    """Drop stray sites; a part that loses its last one gets a free place within its commune."""
    new = register.units("2025-07", "commune")
    for _ in range(_REPAIRS):
        stray = strays(found, table, area)
        if not stray.any():
            break
        found = found.take(~stray)
        missing = np.setdiff1d(np.arange(len(table)), found.part)
        middle, radius = sites.anchors(table, new, sites.middles(table, found))
        own = new.index.get_indexer(table["code_2025"])
        found = found.plus(sites.place(table, missing, found, middle[own], radius[own]))
    return found


def discs_for(found: Sites, missing: np.ndarray) -> list[shapely.Geometry]:
    """Return small discs (metres) for parts whose sites all lie off the land."""
    first = pd.Series(range(len(found.part)), index=found.part).groupby(level=0).first()
    return list(shapely.buffer(shapely.points(found.xy[first.reindex(missing)]), _ISLAND / 2, quad_segs=8))
