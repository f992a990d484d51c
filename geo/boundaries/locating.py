"""Offers, for features whose name tells nothing, the unit whose point lies in them and that has no shape yet."""

from dataclasses import replace

import numpy as np
import shapely

from data.units.candidates import offered
from data.units.register import Level, StructureId, unit, units
from geo.boundaries.joining import Joined, Unjoined

_NAMELESS = ("unknown", "elsewhere", "near", "later", "no_name")


def located(joined: Joined, shapes: np.ndarray, *, structure: StructureId, level: Level) -> Joined:
    """Add to unjoined features the unit that lies there, by its point in the register; never decides."""
    frame = units(structure, level)
    free = frame[frame["lon"].notna() & ~frame.index.isin([code for code in joined.units if code])]
    asked = [one for one in joined.unjoined if one.why in _NAMELESS]
    if free.empty or not asked:
        return joined
    tree = shapely.STRtree(shapely.points(free["lon"], free["lat"]))
    rows, points = tree.query(shapes[[one.feature - 1 for one in asked]], predicate="contains")
    there = {asked[row].feature: [] for row in rows}
    for row, point in zip(rows, points, strict=True):
        there[asked[row].feature].append(free.index[point])
    left = tuple(_with(one, there.get(one.feature, []), structure) for one in joined.unjoined)
    return replace(joined, unjoined=left)


def _with(one: Unjoined, codes: list[str], structure: StructureId) -> Unjoined:
    if len(codes) != 1:
        return one
    here = offered(unit(structure, codes[0]), "units.why.similar", 70.0)
    return replace(one, why="located", candidates=(here, *(c for c in one.candidates if c.unit.code != codes[0])))
