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
from geo.classes import FILTERED, NOT_APPLICABLE, SUPPRESSED
from geo.colours import FRAME, Frame, Theme

# No quote, brace, backslash, underscore or angle bracket: nothing that a template or a script could read as its own.
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!*()-.:;=?@^|~+,"
_SAFE = 2**53  # whole numbers that the browser reads exactly
# What stands in the place of a value; the packed number of a real value comes after these.
MARKS: dict[str | None, int] = {None: 0, NOT_APPLICABLE: 1, SUPPRESSED: 2, FILTERED: 3}


@dataclass(frozen=True)
class Palette:
    """Class fills from low to high, and the theme whose frame (geo.colours.FRAME) stands around them."""

    fill: tuple[str, ...]
    theme: Theme

    @property
    def frame(self) -> Frame:
        return FRAME[self.theme]


@dataclass(frozen=True)
class Picture:
    """One view of the map.

    `values` follow the features of the file. A value is what people read, as an integer of 10^-decimals
    (28.6 % with one decimal: 286); None where there is no data, "x" where none applies, "s" where it is
    suppressed, "o" outside the filter. `edges` are the lower limits of all classes but the first, as such integers.
    `details` says more about a few units (code → sentence of numbers), `lit` are outlined; `words` are the
    product's own sentences.
    """

    file: str
    bounds: tuple[float, float, float, float]
    edges: Sequence[int]
    values: Sequence[int | str | None]
    decimals: int
    suffix: str
    palette: Palette
    words: dict[str, str]
    lang: str
    selected: str = ""
    details: dict[str, str] = field(default_factory=dict)
    lit: Sequence[str] = ()


class _Base(folium.Map):
    """A folium map whose scripts and styles come from this server."""

    default_js = [
        ("leaflet", server.leaflet_file("leaflet.js")),
        ("fixed", server.look_file("fixed.js")),
        ("choropleth", server.look_file("choropleth.js")),
    ]
    default_css = [
        ("leaflet_css", server.leaflet_file("leaflet.css")),
        ("choropleth_css", server.look_file("choropleth.css")),
    ]

    def render(self, **kwargs: object) -> None:
        """Render without folium's own styles for a page of its own: each run would send them again."""
        super().render(**kwargs)
        self.get_root().header._children.clear()


class _Script(MacroElement):
    """One line of script inside the map's own."""

    _template = Template("{% macro script(this, kwargs) %}{{ this.line }}{% endmacro %}")

    def __init__(self, line: str) -> None:
        super().__init__()
        self._name = "script"
        self.line = line


@dataclass(frozen=True)
class Packed:
    """Numbers as text: `group` numbers below `radix` in `width` characters of ALPHABET, group after group."""

    text: str
    radix: int
    group: int
    width: int


def pack(values: Sequence[int | str | None]) -> Packed:
    """Write non-negative integers and marks (see MARKS) in as few characters as whole groups allow.

    Raises ValueError for a negative value, KeyError for an unknown mark.
    """
    if any(isinstance(value, int) and value < 0 for value in values):
        raise ValueError("only non-negative values can be packed")
    numbers = [value + len(MARKS) if isinstance(value, int) else MARKS[value] for value in values]
    radix = max(numbers, default=0) + 1
    group, width = _tightest(radix)
    text = "".join(_digits(_joined(numbers[at:at + group], radix), width) for at in range(0, len(numbers), group))
    return Packed(text, radix, group, width)


def _tightest(radix: int) -> tuple[int, int]:
    """Return how many numbers to write together, and in how many characters, so that each takes the least."""
    sizes = []
    for group in range(1, 9):
        if radix**group > _SAFE and group > 1:
            break
        width = 1
        while len(ALPHABET) ** width < radix**group:
            width += 1
        sizes.append((width / group, group, width))
    return min(sizes)[1:]


def _joined(numbers: Sequence[int], radix: int) -> int:
    """Join a group into one number, the first the lowest digit."""
    return sum(number * radix**at for at, number in enumerate(numbers))


def _digits(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, rest = divmod(number, len(ALPHABET))
        text = ALPHABET[rest] + text
    return text


def command(picture: Picture) -> str:
    """Write the view as one call of the map's script.

    Raises ValueError where the text could be read as a template.
    """
    packed = pack(picture.values)
    content = {
        "f": server.map_file(picture.file), "b": picture.bounds, "e": list(picture.edges), "v": packed.text,
        "vp": [len(picture.values), packed.radix, packed.group, packed.width], "vd": picture.decimals,
        "u": picture.suffix, "s": picture.selected, "l": picture.lang,
        "w": picture.words, "x": picture.details, "q": list(picture.lit),
        "p": picture.palette.fill, "d": picture.palette.theme,
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
    base.add_child(_Script(f"choropleth.start({base.get_name()});"))
    layer = folium.FeatureGroup()
    layer.add_child(_Script(command(picture)))

    def acted() -> None:
        sent = selection.sent(key)
        on_action(str(sent.get("act", "")), str(sent.get("code", "")))

    st_folium(base, key=key, height=height, use_container_width=True, returned_objects=[],
              feature_group_to_add=layer, on_change=acted)
