"""Gives every part of the country its shape: real where boundaries were imported, the schematic's elsewhere.

A part is what one commune of "2024" gave to one of "2025-07" (geo.sites), so that both structures are unions of
parts. Real shapes are laid down first, those of the structure in question before all, communes before what
lies above them; what is real in the other structure alone is divided among its parts. Schematic cells are cut
where real shapes begin, and take up the strips that these leave free.
"""

from typing import Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from data.units import register
from data.units.register import Level, StructureId
from geo import cells
from geo.boundaries import coverage
from geo.imported import Drawn

NO_AREA: Final = -1
_NOBODY: Final = -1
_CODE: Final[dict[StructureId, str]] = {"2024": "code_2024", "2025-07": "code_2025"}
_LEVELS: Final[tuple[Level, ...]] = ("commune", "district", "province")
_WIDE: Final = 300.0  # metres: a hole among real shapes of at least this mean width may be a unit's
_ROOM: Final = 30_000.0  # metres within which a covered unit finds a place of its own
_GRID: Final = 0.01  # metres
_TRIES: Final = 3
_MARK: Final = 1_500.0  # metres: the radius of that place


def unit_of(table: pd.DataFrame, structure: StructureId, level: Level) -> pd.Series:
    """Return the unit that each part lies in; of "2024", communes include the districts that had none."""
    owner = table[_CODE[structure]]
    if level == "commune":
        return owner
    above = register.units(structure, "commune")[level]
    if structure == "2024":
        districts = register.units("2024", "district").loc[list(register.districts_as_zones())]
        own = districts["province"] if level == "province" else pd.Series(districts.index, index=districts.index)
        above = pd.concat([above, own])
    return pd.Series(above.reindex(owner).to_numpy(), index=table.index)


def laid(table: pd.DataFrame, drawn: Drawn, *, first: StructureId) -> pd.DataFrame:
    """Return the schematic's parts with the shapes and areas that they get from imported boundaries.

    `table` has code_2024, code_2025, whole, geometry (metres). Added: area (row of the areas that a part was
    laid from, NO_AREA for the schematic), layer (its id, "" for the schematic). A coverage, in metres.
    """
    areas = drawn.areas[drawn.areas["structure"].isin(list(_CODE))].reset_index(drop=True)
    owner = assigned(table, areas, first=first)
    if (owner == NO_AREA).all():
        return table.assign(area=NO_AREA, layer="")
    real = _divided(table, areas, owner, first=first)
    rest = np.flatnonzero(owner == NO_AREA)
    pieces = pd.concat([real, _rest(table, owner, rest, real, drawn.unclaimed)], ignore_index=True)
    shapes = _overlaid(pieces["geometry"].to_numpy(), real=len(real))
    there = ~shapely.is_empty(shapes) & (pieces["part"] != _NOBODY).to_numpy()
    united = cells.dissolve(shapes[there], pieces["part"].to_numpy()[there])
    united = _with_lost(united.reindex(table.index), table)
    layer = np.where(owner == NO_AREA, "", areas["layer"].reindex(owner).fillna("").to_numpy())
    return table.assign(geometry=united.to_numpy(), area=owner, layer=layer)


def assigned(table: pd.DataFrame, areas: pd.DataFrame, *, first: StructureId) -> np.ndarray:
    """Return for each part the row of the area that it is laid from, NO_AREA where there is none."""
    owner = np.full(len(table), NO_AREA)
    for structure in (first, *(each for each in _CODE if each != first)):
        for level in (each for each in _LEVELS if each in register.STRUCTURES[structure].levels):
            own = areas[(areas["structure"] == structure) & (areas["level"] == level)]
            rows = pd.Series(own.index, index=own["code"]).reindex(unit_of(table, structure, level)).to_numpy()
            free = (owner == NO_AREA) & ~np.isnan(rows.astype(float))
            owner[free] = rows[free].astype(int)
    return owner


def _divided(table: pd.DataFrame, areas: pd.DataFrame, owner: np.ndarray, *, first: StructureId) -> pd.DataFrame:
    """Divide each area among its parts: pieces (part, geometry), those that others must give way to first."""
    found: list[tuple[int, BaseGeometry]] = []
    order = pd.Series(np.flatnonzero(owner != NO_AREA)).groupby(owner[owner != NO_AREA], sort=False)
    middles = shapely.get_coordinates(shapely.centroid(table["geometry"].to_numpy()))
    rank = {
        row: (kind != first, _LEVELS.index(level), -row)
        for row, kind, level in zip(areas.index, areas["structure"], areas["level"], strict=True)
    }
    for area, members in sorted(order, key=lambda each: rank[each[0]]):
        shape: BaseGeometry = areas["geometry"].loc[area]
        rows = members.to_numpy()
        if len(rows) == 1:
            found.append((int(rows[0]), shape))
        else:
            found += cells.nearest(shape, cells.moved_in(shape, middles[rows]), rows)
    return pd.DataFrame(found, columns=["part", "geometry"])


def _rest(
    table: pd.DataFrame, owner: np.ndarray, rest: np.ndarray, real: pd.DataFrame, unclaimed: np.ndarray
) -> pd.DataFrame:
    """Return the pieces of the parts that stay schematic: their cells, the strips that became free, the holes.

    What is unclaimed and goes to none of them keeps the cells of other provinces out: a piece of _NOBODY.
    """
    if not len(rest):
        return pd.DataFrame({"part": [], "geometry": []})
    shapes = table["geometry"].to_numpy()
    land = shapely.union_all(np.append(real["geometry"].to_numpy(), unclaimed), grid_size=_GRID)
    free = np.append(unclaimed, _holes(land))
    holes = _taken(table, owner, rest, free, real)
    strips = _strips(shapes, owner, rest, land)
    marks = _marks(shapes, rest, land, [part for part, _ in holes])
    own = [(int(part), shapes[part]) for part in rest]
    void = [(_NOBODY, shape) for shape in unclaimed]
    return pd.DataFrame([*holes, *void, *marks, *own, *strips], columns=["part", "geometry"])


def _strips(
    shapes: np.ndarray, owner: np.ndarray, rest: np.ndarray, land: BaseGeometry
) -> list[tuple[int, BaseGeometry]]:
    """Give what real shapes leave free of their schematic cells to the schematic cells beside it.

    Not on the coast or the frontier, where the schematic reached too far.
    """
    given = np.flatnonzero(owner != NO_AREA)
    near = given[shapely.dwithin(shapes[given], shapely.union_all(shapely.envelope(shapes[rest])), 1.0)]
    left = shapely.get_parts(shapely.difference(shapes[near], land))
    left = left[(shapely.get_type_id(left) == 3) & (shapely.area(left) > _WIDE)]
    outer = shapely.boundary(shapely.coverage_union_all(shapes))
    tree = shapely.STRtree(shapes[rest])
    found = []
    for strip in left:
        neighbours = rest[tree.query(strip, predicate="intersects")]
        inner = [shapely.length(shapely.intersection(strip, shapes[part])) for part in neighbours]
        if sum(inner) > shapely.length(shapely.intersection(strip, outer)):
            neighbours = neighbours[np.array(inner) > 1.0]
            middles = shapely.get_coordinates(shapely.centroid(shapes[neighbours]))
            found += cells.nearest(strip, middles, neighbours)
    return found


def _holes(land: BaseGeometry) -> np.ndarray:
    """Return the holes in the land of real shapes that are wide enough to be a unit's."""
    rings, part = shapely.get_rings(shapely.get_parts(land), return_index=True)
    inner = np.r_[False, part[1:] == part[:-1]] if len(part) else np.empty(0, bool)
    holes = np.asarray(shapely.polygons(rings[inner]))
    return holes[2 * shapely.area(holes) > _WIDE * shapely.length(holes)]


def _taken(
    table: pd.DataFrame, owner: np.ndarray, rest: np.ndarray, free: np.ndarray, real: pd.DataFrame
) -> list[tuple[int, BaseGeometry]]:
    """Give free land among real shapes to the nearest parts of the same province that have no real shape.

    A lake inside a province whose every unit is real stays free.
    """
    if not len(free):
        return []
    provinces = unit_of(table, "2024", "province").to_numpy()
    middles = shapely.centroid(table["geometry"].to_numpy())
    around = shapely.STRtree(real["geometry"].to_numpy()).nearest(shapely.point_on_surface(free))
    found = []
    for shape, neighbour in zip(free, real["part"].to_numpy()[around], strict=True):
        waiting = rest[provinces[rest] == provinces[neighbour]]
        if len(waiting):
            away = shapely.distance(middles[waiting], shape)
            nearest = waiting[away <= max(away.min(), 1.0)]
            spots = cells.moved_in(shape, shapely.get_coordinates(middles[nearest]))
            found += cells.nearest(shape, spots, nearest)
    return found


def _marks(
    shapes: np.ndarray, rest: np.ndarray, land: BaseGeometry, housed: list[int]
) -> list[tuple[int, BaseGeometry]]:
    """Give a small place beside the real shapes to parts whose cell these cover: each unit can be clicked."""
    covered = [part for part in rest[shapely.covered_by(shapes[rest], land)] if part not in housed]
    if not covered:
        return []
    free = shapely.difference(shapely.union_all(shapes[rest], grid_size=_GRID), land)
    inner = shapely.buffer(free, -_MARK)
    found = []
    for part in covered:
        line = shapely.shortest_line(inner, shapely.centroid(shapes[part]))
        if not inner.is_empty and shapely.length(line) < _ROOM:
            spot = shapely.points(shapely.get_coordinates(line)[0])
            found.append((int(part), shapely.buffer(spot, _MARK, quad_segs=4)))
    return found


def overlaid(pieces: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Lay areas (indexed by code) over pieces (code, area, layer, geometry) and return both as one coverage.

    Pieces of a unit that has an area of its own give way to it altogether.
    """
    if areas.empty and (pieces["area"] != NO_AREA).sum() in (0, len(pieces)):
        return pieces
    rest = pieces[~pieces["code"].isin(areas.index)]
    begin = int(pieces["area"].max()) + 1
    top = pd.DataFrame(
        {
            "code": areas.index,
            "area": np.arange(begin, begin + len(areas)),
            "layer": areas["layer"].to_numpy(),
            "geometry": areas["geometry"].to_numpy(),
        }
    )
    both = pd.concat([top, rest.sort_values("area", ascending=False)], ignore_index=True)
    both["geometry"] = _overlaid(both["geometry"].to_numpy(), real=int((both["area"] != NO_AREA).sum()))
    return both[~shapely.is_empty(both["geometry"].to_numpy())].reset_index(drop=True)


def _overlaid(pieces: np.ndarray, *, real: int) -> np.ndarray:
    """Lay pieces over each other, the first on top, without overlaps and slivers: a coverage.

    What is left free between the first `real` ones and schematic pieces goes to the latter.
    """
    try:
        clean = coverage.cleaned(pieces, by="min_index")
    except shapely.errors.GEOSException:
        rounded = shapely.make_valid(shapely.set_precision(pieces, _GRID), method="structure", keep_collapsed=False)
        clean = coverage.cleaned(rounded, by="min_index")
    clean = coverage.filled(clean, coverage.narrow(coverage.enclosed(clean)))
    holes = coverage.enclosed(clean)
    neighbours = coverage.bordering(clean, holes)
    mixed = neighbours.loc[neighbours["shape"] < real, "hole"]
    taking = neighbours[neighbours["hole"].isin(mixed) & (neighbours["shape"] >= real)]
    return coverage.given(clean, holes, taking.sort_values("length").groupby("hole")["shape"].last())


def _with_lost(shapes: pd.Series, table: pd.DataFrame) -> pd.Series:
    """Cut a small place out of the nearest shape for each part that got none: none vanishes from the map.

    Where several lie in one small shape, laying them over each other may lose one again: then once more.
    """
    for _ in range(_TRIES):
        lost = np.flatnonzero(shapes.isna())
        if not len(lost):
            break
        filled = _with_places(shapes, lost, table)
        shapes = pd.Series(filled, index=shapes.index, dtype=object).mask(shapely.is_empty(filled))
    return shapes


def _with_places(given: pd.Series, lost: np.ndarray, table: pd.DataFrame) -> np.ndarray:
    """Return the shapes with a place for each lost part."""
    shapes = given.to_numpy(copy=True)
    there = np.flatnonzero(~given.isna())
    tree = shapely.STRtree(shapes[there])
    cells_of = table["geometry"].to_numpy()
    for part in lost:
        middle = shapely.centroid(cells_of[part])
        host = int(there[tree.nearest(middle)])
        spot = shapely.points(cells.moved_in(shapes[host], shapely.get_coordinates(middle))[0])
        place = shapely.intersection(shapely.buffer(spot, min(_MARK, 0.2 * np.sqrt(shapes[host].area))), shapes[host])
        shapes[part] = cells.land(place)
        shapes[host] = cells.land(shapely.difference(shapes[host], place))
    return _overlaid(shapes, real=0)
