"""The shapes of units as an export carries them: GeoJSON in degrees, rounded to a metre; what they are and whose."""

import json

import shapely

from data.i18n import DEFAULT_LANGUAGE, Language
from data.releases.export_files import Outlines
from data.units.register import Level, StructureId
from geo import assets
from geo.projection import to_degrees
from geo.shapes import shapes

_GRID = 1e-5  # degrees, about a metre


def outlines(structure: StructureId, level: Level, lang: Language = DEFAULT_LANGUAGE) -> Outlines:
    """Return the shape of every unit of a level by its code, as maps draw it."""
    frame = shapes(structure, level)
    there = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    rounded = shapely.set_precision(to_degrees(there.geometry.to_numpy()), _GRID)
    texts = shapely.to_geojson(rounded)
    found = {code: json.loads(text) for code, text in zip(there.index, texts, strict=True)}
    return Outlines(found, assets.asset(structure, level).attribution(lang))
