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
from shapely.geometry.base import BaseGeometry

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
_ROUGH: Final = 2.0  # of the radius, where it only matters what is connected
_REPAIRS: Final = 4


def draw() -> tuple[pd.DataFrame, np.ndarray]:
    """Return the parts (code_2024, code_2025, whole) and the polygon of each in metres, a coverage."""
    table = sites.parts()
    afar = table["code_2025"].isin(islands.ZONES).to_numpy()
    mainland = table[~afar].reset_index(drop=True)
    found = repaired(sites.find(mainland), mainland)
    area = with_channels(land(found), found, mainland)
    found = ashore(found, area)
    drawn = np.empty(len(table), dtype=object)
    drawn[~afar] = cells.cut(found.xy, found.part, area).reindex(range(len(mainland))).to_numpy()
    drawn[afar] = [islands.drawn(code) for code in table.loc[afar, "code_2024"]]
    return table, drawn


def land(found: Sites) -> BaseGeometry:
    """Return the land around the sites, metres: their discs, grown together and smoothed, small islands enlarged."""
    has_land = found.radius > 0
    points = shapely.points(found.xy[has_land])
    discs = shapely.union_all(shapely.buffer(points, found.radius[has_land] * _DISC, quad_segs=4))
    merged = discs.buffer(_JOIN, quad_segs=4).buffer(-_JOIN - _SMOOTH, quad_segs=4)
    smooth = shapely.simplify(merged.buffer(_SMOOTH, quad_segs=4), _DETAIL)
    solid = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(smooth))))
    shapely.prepare(solid)
    lost = np.asarray(points)[~shapely.dwithin(solid, points, _ISLAND)]  # islands too small to outlive the smoothing
    isles = shapely.union_all([solid, *shapely.buffer(lost, _ISLAND, quad_segs=8)])
    return shapely.union_all([enlarged(piece) for piece in shapely.get_parts(isles)])


def enlarged(piece: BaseGeometry) -> BaseGeometry:
    """Grow an island (metres) that is smaller than a disc of the least radius."""
    lack = _ISLAND - np.sqrt(piece.area / np.pi)
    return piece.buffer(lack, quad_segs=8) if lack > 1 else piece


def ashore(found: Sites, area: BaseGeometry) -> Sites:
    """Move sites that lie off the land to its nearest place, so that each part gets a cell."""
    shapely.prepare(area)
    off = ~shapely.contains_xy(area, found.xy[:, 0], found.xy[:, 1])
    inner = area.buffer(-_DETAIL)
    xy = found.xy.copy()
    xy[off] = [shapely.get_coordinates(shapely.shortest_line(inner, p))[0] for p in np.asarray(shapely.points(xy[off]))]
    return Sites(xy, found.part, found.radius, found.placed)


def zone_parts(table: pd.DataFrame) -> np.ndarray:
    """Mark the parts that belong to a special zone (đặc khu): all thirteen are islands."""
    kinds = register.units("2025-07", "commune")["kind"]
    return (kinds.reindex(table["code_2025"]) == "đặc khu").to_numpy()


def rough_land(found: Sites) -> BaseGeometry:
    """Return the land in the quick: just the sites' discs, squared off. It serves to see what is connected."""
    has_land = found.radius > 0
    return shapely.union_all(
        shapely.buffer(shapely.points(found.xy[has_land]), found.radius[has_land] * _ROUGH, quad_segs=1)
    )


def with_channels(area: BaseGeometry, found: Sites, table: pd.DataFrame) -> BaseGeometry:
    """Part islands from the mainland that they touch by a strip of water.

    Islands are the special zones, and what is cut off from its own province by another one.
    """
    segments, sides = _borders(found, area)
    island = zone_parts(table)[found.part] | _astray(found, table, sides)
    shore = segments[island[sides].sum(axis=1) == 1]
    return shapely.difference(area, shapely.union_all(shore).buffer(_CHANNEL, quad_segs=2))


def strays(found: Sites, table: pd.DataFrame, area: BaseGeometry) -> np.ndarray:
    """Mark the sites that are most likely wrong: their cell would lie inside a neighbour.

    That is a site cut off from the largest group of its commune of "2025-07" (special zones may lie
    scattered), or the only one of its commune, cut off from its province inside another.
    """
    _, sides = _borders(found, area)
    owner = pd.factorize(table["code_2025"])[0][found.part]
    scattered = apart(found, owner, sides) & ~zone_parts(table)[found.part]
    alone = np.bincount(owner)[owner] == 1
    stray: np.ndarray = scattered | (alone & _astray(found, table, sides))
    return stray


def _astray(found: Sites, table: pd.DataFrame, sides: np.ndarray) -> np.ndarray:
    """Mark the sites that are cut off from the largest group of their province, by land of another."""
    provinces = register.units("2025-07", "commune")["province"].reindex(table["code_2025"])
    owner = pd.factorize(provinces)[0][found.part]
    abroad = np.zeros(len(owner), dtype=bool)
    abroad[sides[owner[sides[:, 0]] != owner[sides[:, 1]]]] = True
    return apart(found, owner, sides) & abroad


def apart(found: Sites, owner: np.ndarray, sides: np.ndarray) -> np.ndarray:
    """Mark the sites whose cell is cut off from the largest group of cells of its owner.

    `owner` (n,) are integers, `sides` (m, 2) the pairs of sites whose cells share a border.
    """
    same = sides[owner[sides[:, 0]] == owner[sides[:, 1]]]
    graph = coo_matrix((np.ones(len(same)), same.T), shape=(len(owner), len(owner)))
    group = pd.Series(connected_components(graph, directed=False)[1])
    size = group.groupby(group).transform("size") + (found.radius > 0) / 2
    largest = group[size.groupby(owner).idxmax()].to_numpy()
    astray: np.ndarray = group.to_numpy() != largest[owner]
    return astray


def _borders(found: Sites, area: BaseGeometry) -> tuple[np.ndarray, np.ndarray]:
    """Return the borders between cells that touch the land: lines (m,) and the pairs of sites (m, 2) they part."""
    segments, sides = cells.ridges(found.xy)
    lines = np.asarray(shapely.linestrings(segments))
    shapely.prepare(area)
    real = (sides < len(found.xy)).all(axis=1) & shapely.intersects(area, lines)
    return lines[real], sides[real]


def repaired(found: Sites, table: pd.DataFrame) -> Sites:
    """Drop stray sites; a part that loses its last one gets a free place within its commune."""
    new = register.units("2025-07", "commune")
    area = rough_land(found)
    for _ in range(_REPAIRS):
        stray = strays(found, table, area)
        if not stray.any():
            break
        found = found.take(~stray)
        missing = np.setdiff1d(np.arange(len(table)), found.part)
        lost = new.index.isin(new.index.difference(pd.Index(table["code_2025"].iloc[found.part])))
        middle, radius = sites.anchors(
            table, new.assign(lon=new["lon"].mask(lost), lat=new["lat"].mask(lost)), sites.middles(table, found)
        )
        own = new.index.get_indexer(pd.Index(table["code_2025"]))
        found = found.plus(sites.place(table, missing, found, middle[own], radius[own]))
    return found
