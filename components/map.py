"""The map: folium and streamlit-folium, used so that the frame never reloads.

The base map's script is always the same, so streamlit-folium keeps its frame. Each rerun hands over one
command: the address of the shapes, one class character and one packed value a feature, the palette.
Only codes, numbers and the product's own words go through folium, because folium renders text twice
as a template: a name in a command could run as code. Names come with the shapes and are set as text.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import folium
from branca.element import MacroElement
from jinja2 import Template
from streamlit_folium import st_folium

from components import selection, server
from geo import islands

# No quote, brace, backslash, underscore or angle bracket: nothing that a template or a script could read as its own.
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!*()-.:;=?@^|~+,"
CLASS_MARKS = frozenset("012345678-xs")


@dataclass(frozen=True)
class Palette:
    """Colours of one map in one theme: class fills from low to high, and the frame's own."""

    fill: tuple[str, ...]
    hatch: str
    ground: str
    line: str
    ink: str
    soft: str
    panel: str
    rule: str


@dataclass(frozen=True)
class Picture:
    """One view of the map.

    `classes` and `values` follow the features of the file. A value is what people read, as an integer
    of 10^-decimals (28.6 % with one decimal: 286); None where nothing is shown. `details` says more
    about a few units (code → sentence of numbers); `words` are the product's own sentences.
    """

    file: str
    bounds: tuple[float, float, float, float]
    classes: str
    values: Sequence[int | None]
    decimals: int
    suffix: str
    palette: Palette
    words: dict[str, str]
    lang: str
    selected: str = ""
    details: dict[str, str] = field(default_factory=dict)


class _Base(folium.Map):
    """A folium map whose scripts and styles come from this server."""

    default_js = [
        ("leaflet", server.leaflet_file("leaflet.js")),
        ("choropleth", server.look_file("choropleth.js")),
    ]
    default_css = [
        ("leaflet_css", server.leaflet_file("leaflet.css")),
        ("choropleth_css", server.look_file("choropleth.css")),
    ]


class _Script(MacroElement):
    """One line of script inside the map's own."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.line }}{% endmacro %}")

    def __init__(self, line: str) -> None:
        super().__init__()
        self._name = "script"
        self.line = line


def pack(values: Sequence[int | None]) -> tuple[str, int]:
    """Write non-negative integers in a fixed number of characters each; a missing one as zeros.

    Returns the text and the width. Raises ValueError for a negative value.
    """
    known = [value for value in values if value is not None]
    if known and min(known) < 0:
        raise ValueError("only non-negative values can be packed")
    largest, width = max(known, default=0), 1
    while len(ALPHABET) ** width <= largest:
        width += 1
    return "".join(_digits(value or 0, width) for value in values), width


def _digits(value: int, width: int) -> str:
    text = ""
    for _ in range(width):
        value, rest = divmod(value, len(ALPHABET))
        text = ALPHABET[rest] + text
    return text


def command(picture: Picture) -> str:
    """Write the view as one call of the map's script.

    Raises ValueError where the text could be read as a template, or a class mark is unknown.
    """
    if set(picture.classes) - CLASS_MARKS:
        raise ValueError("unknown class mark")
    packed, width = pack(picture.values)
    palette = picture.palette
    content = {
        "f": server.map_file(picture.file), "b": picture.bounds, "k": picture.classes, "v": packed, "vw": width,
        "vd": picture.decimals, "u": picture.suffix, "s": picture.selected, "l": picture.lang,
        "w": picture.words, "x": picture.details,
        "p": {name: getattr(palette, name) for name in palette.__dataclass_fields__},
    }
    content["id"] = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:10]
    text = json.dumps(content, separators=(",", ":")).replace("<", "\\u003c").replace("{{", "{ {").replace("}}", "} }")
    if any(mark in text for mark in ("{{", "{%", "{#")):
        raise ValueError("a command must not hold template marks")
    return f"choropleth.show({text});"


def draw(picture: Picture, *, key: str, height: int, on_action: Callable[[str, str], None]) -> None:
    """Show the map; call `on_action("open", code)` or `on_action("up", "")` before the next run."""
    base = _Base(tiles=None, zoom_snap=0.25, zoom_delta=0.5, min_zoom=4, max_zoom=14, keyboard=False,
                 doubleClickZoom=False, scrollWheelZoom=False, attributionControl=True)
    base.add_child(_Script(f"choropleth.start({base.get_name()}, {json.dumps(islands.INSETS)});"))
    layer = folium.FeatureGroup()
    layer.add_child(_Script(command(picture)))

    def acted() -> None:
        sent = selection.sent(key)
        on_action(str(sent.get("act", "")), str(sent.get("code", "")))

    st_folium(base, key=key, height=height, use_container_width=True, returned_objects=[],
              feature_group_to_add=layer, on_change=acted)
