"""Writes shapes as small GeoJSON files that a browser may keep for ever: named by their content."""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from data import places
from data.errors import StoreFault
from geo.projection import to_degrees

Bounds = tuple[float, float, float, float]
"""South, west, north, east in degrees (WGS 84)."""

_MOST_DECIMALS: Final = 6
# An outlying group of units is left out of the first view where it would make the rest this much smaller.
_FOCUS: Final = 1.5


def rounded(geometry: np.ndarray, *, decimals: int) -> np.ndarray:
    """Turn a coverage in metres into degrees (WGS 84), rounded so that neighbours still share each vertex.

    Where a shape would collapse or cross itself at `decimals`, all are given one decimal more.
    """
    exact = to_degrees(geometry)
    for places_kept in range(decimals, _MOST_DECIMALS + 1):
        coarse = shapely.transform(exact, lambda xy, kept=places_kept: np.round(xy, kept))
        with suppress(shapely.errors.GEOSException):  # a ring that has shrunk to one point
            coarse = shapely.remove_repeated_points(coarse, 0)
            if shapely.is_valid(coarse).all():
                return shapely.orient_polygons(coarse)
    return shapely.orient_polygons(exact)


def encoded(frame: gpd.GeoDataFrame, *, decimals: int) -> tuple[bytes, np.ndarray]:
    """Write a frame (metres; index code, columns n and p) as GeoJSON; return it with the shapes in degrees.

    Each feature has the properties c (code), n (name in full) and p (short name of what it lies in, if any).
    """
    shapes = rounded(frame.geometry.to_numpy(), decimals=decimals)
    features = []
    for code, name, within, shape in zip(frame.index, frame["n"], frame["p"], shapely.to_geojson(shapes), strict=True):
        said = {"c": code, "n": name, "p": within} if within else {"c": code, "n": name}
        properties = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        features.append(f'{{"type":"Feature","properties":{properties},"geometry":{shape}}}')
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'.encode(), shapes


def write_named(content: bytes, *, stem: str) -> str:
    """Write `content` into the folder of map files as `stem`-<hash>.json, once; return the file's name."""
    name = f"{stem}-{hashlib.sha256(content).hexdigest()[:16]}.json"
    path = places.map_files() / name
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


def focus(shapes: np.ndarray, land: shapely.Geometry | None) -> tuple[Bounds, np.ndarray]:
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
