"""The map: folium and streamlit-folium, used so that the frame never reloads.

The base map's script is always the same, so streamlit-folium keeps its frame. Each rerun hands over one
command: the address of the shapes, and for each row of numbers its classes and its packed values.
Only codes, numbers and the product's own words go through folium, because folium renders text twice
as a template: a name in a command could run as code. Names come with the shapes and are set as text.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import folium
from jinja2 import Template
from streamlit_folium import st_folium

from components.map import packing
from components.map.packing import Value
from components.server import app
from components.state import selection
from geo.colours import FRAME, Frame, Theme

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')

Form = Literal["classes", "ramp", "crossed", "circles"]
"""How shapes are filled: by class, by place between two ends, by two classes at once, by class with circles upon it."""


@dataclass(frozen=True)
class Series:
    """One row of numbers, following the features of a file.

    name, suffix: what they are and their unit, as words keys of `server.fixed_words` or as texts. edges: lower
    limits of all classes but the first. Values and edges are integers of 10^-decimals (28.6%: 286). texts: what is
    said of each class instead of the value. ranked: whether to say each unit's place among all. worst: the end of the
    values whose units are named first, 1 where more is worse, -1 where less is, 0 where neither is.
    """

    values: Sequence[Value]
    name: str
    decimals: int
    suffix: str = ""
    edges: Sequence[int] = ()
    signed: bool = False
    texts: Sequence[str] = ()
    ranked: bool = True
    worst: Literal[-1, 0, 1] = 0


@dataclass(frozen=True)
class Pane:
    """One map of shapes: its series fill it in the colours `fill`.

    sizes: of a ramp its two ends; of circles the radius (px) of the largest and the value that has it.
    rough: codes of units whose value is approximate. note: words key of what the shapes are.
    """

    file: str
    bounds: tuple[float, float, float, float]
    series: tuple[Series, ...]
    fill: tuple[str, ...]
    form: Form = "classes"
    sizes: tuple[float, ...] = ()
    caption: str = ""
    note: str = ""
    rough: Sequence[str] = ()


@dataclass(frozen=True)
class Player:
    """A slider over periods (code, name). key: of the series of frames; frames: values by period, None: on demand."""

    key: str
    periods: Sequence[tuple[str, str]]
    at: int
    frames: Sequence[Sequence[Value]] | None = None


@dataclass(frozen=True)
class Picture:
    """One view of the map: one pane, or two side by side.

    title: what is said after the name of the first series. details: more about a few units (code → sentence of
    numbers). selected, lit: codes of units to outline. called: names of units that the file of shapes calls otherwise.
    named: whether names stand on the map.
    """

    panes: tuple[Pane, ...]
    title: str
    theme: Theme
    lang: str
    selected: str = ""
    lit: Sequence[str] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)
    player: Player | None = None
    named: bool = True


@dataclass(frozen=True)
class Palette:
    """Class fills from low to high, and the theme whose frame (geo.colours.FRAME) stands around them."""

    fill: tuple[str, ...]
    theme: Theme

    @property
    def frame(self) -> Frame:
        return FRAME[self.theme]


def plain(
    *,
    file: str,
    bounds: tuple[float, float, float, float],
    values: Sequence[Value],
    edges: Sequence[int],
    decimals: int,
    suffix: str,
    palette: Palette,
    words: Mapping[str, str],
    lang: str,
) -> Picture:
    """Return the picture of one row of numbers; `words`: t the title, m what the numbers are, n what the shapes are."""
    series = Series(values=values, name=words["m"], decimals=decimals, suffix=suffix, edges=edges)
    pane = Pane(file=file, bounds=bounds, series=(series,), fill=palette.fill, note=words["n"])
    return Picture(panes=(pane,), title=words["t"], theme=palette.theme, lang=lang)


class _Base(folium.Map):
    """A folium map whose script only starts the product's own, which comes from this server with its style in it."""

    _template = Template(
        '{% macro script(this, kwargs) %}var {{ this.get_name() }} = choropleth.start("map_div");{% endmacro %}'
    )
    default_css = []

    @property
    def default_js(self) -> list[tuple[str, str]]:
        """Return the address of the script: another one after a change of the catalogue, whose words are in it."""
        return [("map", app.look_file("map.js"))]

    def render(self, **kwargs: object) -> None:
        """Render without folium's own styles for a page of its own: each run would send them again."""
        super().render(**kwargs)
        self.get_root().header._children.clear()


class _Command(folium.FeatureGroup):
    """A feature group whose script is one command."""

    _template = Template("{% macro script(this, kwargs) %}var {{ this.get_name() }} = {{ this.line }}{% endmacro %}")

    def __init__(self, line: str) -> None:
        super().__init__(show=False)
        self.line = line


def command(picture: Picture) -> str:
    """Write the view as one call of the map's script, with nothing in it that a template or a page could read."""
    text = _STRING.sub(_harmless, json.dumps(content(picture), separators=(",", ":"), ensure_ascii=False))
    return f"choropleth.show({text});"


def content(picture: Picture) -> dict[str, object]:
    """Return what the map's script gets (assets/map/commands.js says what each name means)."""
    fields = {"d": picture.theme, "l": picture.lang, "t": picture.title, "g": [_pane(pane) for pane in picture.panes]}
    more = {
        "s": picture.selected,
        "q": list(picture.lit),
        "x": dict(picture.details),
        "cn": dict(picture.called),
        "y": _player(picture.player) if picture.player else None,
        "nn": int(not picture.named),
    }
    content = fields | {name: value for name, value in more.items() if value}
    content["id"] = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:10]
    return content


def _harmless(string: re.Match[str]) -> str:
    """Write a string of JSON without braces and angle brackets: the browser reads the same, a template nothing."""
    return string[0].replace("{", "\\u007b").replace("}", "\\u007d").replace("<", "\\u003c")


def _pane(pane: Pane) -> dict[str, object]:
    fields = {
        "f": app.map_file(pane.file),
        "b": [round(edge, 4) for edge in pane.bounds],
        "h": pane.form,
        "p": pane.fill,
        "v": [_series(series) for series in pane.series],
    }
    more = {"z": pane.sizes, "c": pane.caption, "n": pane.note, "a": list(pane.rough)}
    return fields | {name: value for name, value in more.items() if value}


def _series(series: Series) -> dict[str, object]:
    packed = packing.pack(series.values)
    fields = {
        "v": packed.text,
        "vp": packed.form,
        "vd": series.decimals,
        "u": series.suffix,
        "e": list(series.edges),
        "m": series.name,
    }
    more = {
        "o": packed.offset,
        "sg": int(series.signed),
        "t": list(series.texts),
        "nr": int(not series.ranked),
        "wd": series.worst,
    }
    return fields | {name: value for name, value in more.items() if value}


def _player(player: Player) -> dict[str, object]:
    fields = {"k": player.key, "p": list(player.periods), "i": player.at}
    if player.frames is None:
        return fields
    frames = [packing.pack(values) for values in player.frames]
    return fields | {"q": [(frame.text, frame.form, frame.offset) for frame in frames]}


def draw(picture: Picture, *, key: str, height: int, on_action: Callable[[str, str], None]) -> None:
    """Show the map; before the next run call `on_action` with what was done and to what.

    That is "open" with a unit's code, "up", "period" with a period, or "frames" where the player wants them.
    """

    def acted() -> None:
        sent = selection.sent(key)
        on_action(str(sent.get("act", "")), str(sent.get("code", "")))

    st_folium(
        _Base(tiles=None),
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=_Command(command(picture)),
        on_change=acted,
    )
