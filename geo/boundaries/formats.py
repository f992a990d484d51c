"""What a file of shapes is, by its content and never by its name alone, and what is refused unread.

One allow-list of formats, each with one driver; everything else that the drivers' library could open
(virtual layers, web services, databases) is named and refused.
"""

import re
from typing import Final, Literal, TypedDict

from data.storage.errors import Refused

Format = Literal["gpkg", "geojson", "shapefile", "kml", "tab", "flatgeobuf", "geoparquet"]


class Listed(TypedDict):
    """A layer of a dataset as its driver lists it; geometry is "Polygon", "Point", "Unknown" …"""

    name: str
    features: int
    geometry: str


DRIVERS: Final[dict[Format, str]] = {
    "gpkg": "GPKG",
    "geojson": "GeoJSON",
    "shapefile": "ESRI Shapefile",
    "kml": "LIBKML",
    "tab": "MapInfo File",
    "flatgeobuf": "FlatGeobuf",
}
"""The driver of each format; GeoParquet is read by pyarrow."""

EXTENSIONS: Final[dict[Format, str]] = {
    "gpkg": "gpkg",
    "geojson": "geojson",
    "shapefile": "shp",
    "kml": "kml",
    "tab": "tab",
    "flatgeobuf": "fgb",
    "geoparquet": "parquet",
}

_HEAD: Final = 4096
_ENTITIES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_JSON: Final = re.compile(rb"\s*\{")
# What a GeoJSON may say of its coordinate system; a link to one would be fetched.
_LINKED_CRS: Final = re.compile(rb'"crs"\s*:\s*\{[^{}]*"type"\s*:\s*"(?!name"|EPSG")', re.I)
_HREF: Final = re.compile(rb'"crs"\s*:\s*\{[^{}]*(?:\{[^{}]*)?"(?:href|url)"', re.I)
_GEOJSON: Final = re.compile(
    rb'"type"\s*:\s*"(?:FeatureCollection|Feature|GeometryCollection|(?:Multi)?(?:Point|Polygon))"'
)
_OWN_TAB: Final = re.compile(rb"definition\s+table\s+type\s+(?:native|dbf)\b", re.I)
_REMOTE_TAB: Final = re.compile(rb"IsSeamless\W+TRUE|^\s*(?:create\s+view|open\s+table|file\s)", re.I | re.M)
_STRANGERS: Final = (
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"%PDF", "document"),
    (b"\xd0\xcf\x11\xe0", "document"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"AC10", "drawing"),
    (b"  0\r\nSECTION", "drawing"),
)


def identify(content: bytes) -> Format:
    """Say what one file is by its content. Raises Refused for what is no layer of shapes, or not safe to open."""
    head = content[:_HEAD]
    if not content.strip(b"\0 \t\r\n"):
        raise Refused("boundaries.empty_file")
    for start, what in _STRANGERS:
        if head.startswith(start):
            raise Refused(f"boundaries.not_shapes_{what}")
    if head.startswith(b"SQLite format 3\0"):
        if head[68:72] not in (b"GPKG", b"GP10", b"GP11") and b"gpkg_contents" not in content[: 2**20]:
            raise Refused("boundaries.not_shapes_database")
        return "gpkg"
    if head.startswith(b"PAR1"):
        return "geoparquet"
    if head.startswith(b"fgb\x03"):
        return "flatgeobuf"
    if head.startswith(b"\0\0\x27\x0a"):
        return "shapefile"
    return _identify_text(content)


def _identify_text(content: bytes) -> Format:
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:6].lower() == b"!table":
        _check_tab(content)
        return "tab"
    if head.startswith(b"<"):
        return _identify_xml(content)
    if _JSON.match(head):
        return _identify_json(content)
    raise Refused("boundaries.not_shapes")


def _identify_xml(content: bytes) -> Format:
    if b"<OGRVRT" in content:
        raise Refused("boundaries.not_shapes_virtual")
    if b"<kml" not in content[:_HEAD] and b":kml" not in content[:_HEAD]:
        raise Refused("boundaries.not_shapes_xml")
    if _ENTITIES.search(content):
        raise Refused("boundaries.xml_entities")
    return "kml"


def _identify_json(content: bytes) -> Format:
    if b'"Topology"' in content[:_HEAD] or b'"esriGeometry' in content[:_HEAD]:
        raise Refused("boundaries.not_geojson")
    if _LINKED_CRS.search(content) or _HREF.search(content):
        raise Refused("boundaries.linked_crs")
    if not _GEOJSON.search(content):
        raise Refused("boundaries.not_geojson")
    return "geojson"


def _check_tab(content: bytes) -> None:
    """Refuse a table that is put together from other files or from a database."""
    if len(content) > 2**20 or _REMOTE_TAB.search(content) or not _OWN_TAB.search(content):
        raise Refused("boundaries.not_shapes_virtual")
