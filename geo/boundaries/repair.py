"""Mends single shapes as they are read: polygons that cross themselves, lines among polygons, nothing at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

State = Literal["good", "mended", "empty", "unreadable", "lines"]
"""What a feature's shape was: valid, made valid, missing, broken beyond reading, or of lines alone."""

_POINTS = (0, 4)  # type ids: point, multipoint
_POLYGONS = (3, 6)


@dataclass(frozen=True)
class Mended:
    """Shapes as WKB, None where there is none to draw, with what each was; `vertices` of all together."""

    wkb: list[bytes | None]
    state: list[State]
    vertices: int


def mended(wkb: Iterable[bytes | None], *, most_vertices: int) -> Mended | None:
    """Make each shape a valid polygon, multipolygon, point or multipoint; None where there are too many vertices.

    In the coordinates of the file, whatever they are; heights are dropped. A collection keeps its polygons.
    """
    given = [bytes(one) if one is not None else None for one in wkb]
    shapes = shapely.force_2d(shapely.from_wkb(np.array(given, dtype=object), on_invalid="ignore"))
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    if vertices > most_vertices:
        return None
    state = np.full(len(shapes), "good", dtype=object)
    state[shapely.is_missing(shapes)] = "unreadable"
    state[[one is None for one in given]] = "empty"
    state[shapely.is_empty(shapes)] = "empty"
    shapes[np.isin(state, ["empty", "unreadable"])] = None
    broken = ~shapely.is_missing(shapes) & ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    state[broken] = "mended"
    shapes = np.array([_areas(shape) for shape in shapes], dtype=object)
    state[broken & shapely.is_missing(shapes)] = "unreadable"
    state[(state == "good") & shapely.is_missing(shapes)] = "lines"
    return Mended(list(shapely.to_wkb(shapes)), list(state), int(shapely.get_num_coordinates(shapes).sum()))


def _areas(shape: BaseGeometry | None) -> BaseGeometry | None:
    """Keep points and polygons; of a collection its polygons; None for lines and for nothing."""
    if shape is None or shape.is_empty:
        return None
    kind = shapely.get_type_id(shape)
    if kind in _POINTS or kind in _POLYGONS:
        return shape
    pieces = [piece for piece in shapely.get_parts(shape) if shapely.get_type_id(piece) in _POLYGONS]
    if not pieces:
        return None
    return pieces[0] if len(pieces) == 1 else shapely.union_all(pieces)
