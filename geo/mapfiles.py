"""Writes shapes as small GeoJSON files that a browser may keep for ever: named by their content."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data.storage import paths
from data.storage.errors import StoreFault
from geo.projection import to_degrees

Bounds = tuple[float, float, float, float]
"""South, west, north, east in degrees (WGS 84)."""

_MOST_DECIMALS: Final = 9
_WIDE: Final = 1.0  # degrees
# An outlying group of units is left out of the first view where it would make the rest this much smaller.
_FOCUS: Final = 1.5


def rounded(geometry: np.ndarray, *, decimals: int) -> np.ndarray:
    """Turn a coverage in metres into degrees (WGS 84), rounded so that neighbours still share each vertex.

    Where a piece would collapse, cross itself or a neighbour at `decimals`, the vertices at fault are given more
    decimals, as often as it takes, in all shapes alike.
    """
    exact = to_degrees(geometry)
    if not len(exact):
        return exact
    pieces, owner = shapely.get_parts(exact, return_index=True)
    xy, piece = shapely.get_coordinates(pieces, return_index=True)
    vertex = _places(xy)
    digits = np.full(vertex.max() + 1, decimals)
    while True:
        coarse_xy = _at_decimals(xy, digits[vertex])
        coarse = shapely.set_coordinates(pieces.copy(), coarse_xy)
        faulty = _helped(~shapely.is_valid(coarse)[piece], digits[vertex])
        if not faulty.any():
            united = _put_together(shapely.remove_repeated_points(coarse, 0), owner)
            faulty = _helped(~shapely.is_valid(united)[owner[piece]], digits[vertex])
            faulty = faulty if faulty.any() else _helped(_on_crossings(united, coarse_xy), digits[vertex])
            if not faulty.any():
                return shapely.orient_polygons(united)
        digits[np.unique(vertex[faulty])] += 1


def _helped(faulty: np.ndarray, digits: np.ndarray) -> np.ndarray:
    """Keep the faults that more decimals may cure: what is at fault with all of them was so before."""
    return faulty & (digits <= _MOST_DECIMALS)


def _places(xy: np.ndarray) -> np.ndarray:
    """Number the vertices (n, 2): those in one place have one number."""
    return np.unique(_as_one(xy), return_inverse=True)[1]


def _as_one(xy: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(xy).view(np.complex128).ravel()


def _at_decimals(xy: np.ndarray, decimals: np.ndarray) -> np.ndarray:
    """Round each vertex (n, 2) to its own number of decimals."""
    coarse = np.empty_like(xy)
    for places_kept in np.unique(decimals):
        own = decimals == places_kept
        coarse[own] = np.round(xy[own], places_kept)
    return coarse


def _on_crossings(shapes: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Mark the vertices (n, 2) on borders where shapes no longer meet vertex by vertex; none in a coverage."""
    edges = shapely.coverage_invalid_edges(shapes)
    edges = edges[~shapely.is_missing(edges) & ~shapely.is_empty(edges)]
    return np.isin(_as_one(xy), _as_one(shapely.get_coordinates(edges)))


def _put_together(pieces: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Return one polygon or multipolygon for each owner; `owner` rises from 0 without gaps."""
    groups = np.split(pieces, np.flatnonzero(np.diff(owner)) + 1)
    return np.array([each[0] if len(each) == 1 else shapely.multipolygons(each) for each in groups], dtype=object)


def encoded(frame: gpd.GeoDataFrame, *, decimals: int, around: gpd.GeoSeries | None = None) -> tuple[bytes, np.ndarray]:
    """Write a frame (metres; index code, columns n and p) as GeoJSON; return it with the shapes in degrees.

    Each feature has the properties c (code), n (name in full) and p (short name of what it lies in, if any).
    around (metres; by name): the land beside it, as features with a name alone, in a member of that name; as ground
    that has no figures it is rounded to one decimal less where it is wide.
    """
    shapes = rounded(frame.geometry.to_numpy(), decimals=decimals)
    features = []
    for code, name, within, shape in zip(frame.index, frame["n"], frame["p"], shapely.to_geojson(shapes), strict=True):
        attributes = {"c": code, "n": name, "p": within} if within else {"c": code, "n": name}
        properties = json.dumps(attributes, ensure_ascii=False, separators=(",", ":"))
        features.append(f'{{"type":"Feature","properties":{properties},"geometry":{shape}}}')
    surroundings = (
        f',"around":[{",".join(_around(around, decimals=decimals))}]' if around is not None and len(around) else ""
    )
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]{surroundings}}}'.encode(), shapes


def _around(around: gpd.GeoSeries, *, decimals: int) -> Iterator[str]:
    exact = to_degrees(around.to_numpy())
    west, south, east, north = shapely.total_bounds(exact)
    digits = decimals - 1 if max(east - west, north - south) > _WIDE else decimals
    degrees = shapely.transform(exact, lambda xy: np.round(xy, digits))
    for name, shape in zip(around.index, shapely.to_geojson(degrees), strict=True):
        attributes = json.dumps({"n": name}, ensure_ascii=False, separators=(",", ":"))
        yield f'{{"type":"Feature","properties":{attributes},"geometry":{shape}}}'


def write_named(content: bytes, *, stem: str) -> str:
    """Write `content` into the folder of map files as `stem`-<hash>.json, once; return the file's name."""
    name = f"{stem}-{hashlib.sha256(content).hexdigest()[:16]}.json"
    path = paths.map_files() / name
    if not path.exists():
        write_whole(path, content)
    return name


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises StoreFault where the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except OSError:
            os.unlink(temporary)
            raise
    except OSError as fault:
        raise StoreFault("geo.cannot_write", folder=str(path.parent)) from fault


def focus(shapes: np.ndarray, land: BaseGeometry | None) -> tuple[Bounds, np.ndarray]:
    """Return the box of the first view, and which of the shapes (degrees) lie wholly outside it.

    The box holds the largest piece of `land` (the shapes united, degrees) and, nearest first, the others, as
    long as it does not grow to more than half as long again; without `land` it holds all shapes.
    """
    pieces, owner = shapely.get_parts(shapes, return_index=True)
    boxes = shapely.bounds(pieces)
    if land is None:
        box = _united(boxes)
    else:
        lands = shapely.get_parts(land)
        box = _grown(shapely.bounds(lands), largest=int(shapely.area(lands).argmax()))
    west, south, east, north = box
    seen = (boxes[:, 0] < east) & (boxes[:, 2] > west) & (boxes[:, 1] < north) & (boxes[:, 3] > south)
    return (south, west, north, east), ~np.isin(np.arange(len(shapes)), owner[seen])


def _united(boxes: np.ndarray) -> Bounds:
    return (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())


def _grown(boxes: np.ndarray, *, largest: int) -> Bounds:
    """Add boxes (west, south, east, north) to the largest, the nearest first, up to the limit of growth."""
    main = boxes[largest]
    limit = _FOCUS * max(main[2] - main[0], main[3] - main[1])
    away = np.maximum(np.maximum(boxes[:, :2] - main[2:], main[:2] - boxes[:, 2:]), 0).max(axis=1)
    box = tuple(main.tolist())
    for row in away.argsort(kind="stable"):
        wider = _united(np.array([box, boxes[row]]))
        if max(wider[2] - wider[0], wider[3] - wider[1]) <= limit:
            box = wider
    return box
