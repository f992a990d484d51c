"""The legend: what each colour, pattern and circle of the map means, and how many units have it."""

import math
from collections.abc import Iterable, Sequence

import streamlit as st

from components.map import histogram, palette, views
from components.map.bivariate import CLASSES, Crossing, crossing
from components.map.layers import Layer
from components.map.views import Drawing
from components.shell.frame import quoted
from components.state.view_model import Scene
from data.i18n import dictionary, numbers
from geo.classes import DECIMALS

_NAMED = 3  # units in a sentence
_SIZES = (1, 0.4, 0.1)  # of the largest circle, about, in the legend


def show(scene: Scene, *, foot: str = "") -> None:
    """Draw the legend below the map, and say in a sentence what the map shows; `foot` is a last line."""
    st.html(markup(scene, foot=foot))


def markup(scene: Scene, *, foot: str = "") -> str:
    """Return the legend as HTML."""
    drawn = views.drawings(scene)
    foot_line = f'<p class="quiet">{quoted(foot)}</p>' if foot else ""
    return (
        f'<div class="key">{_bars(scene, drawn)}<div>{"".join(_parts(scene, drawn))}</div></div>'
        f'<p class="quiet">{quoted(summary(scene, drawn))}</p>{foot_line}'
    )


def _bars(scene: Scene, drawn: Sequence[Drawing]) -> str:
    """Return the histogram of a map that shows one measure; other maps have none."""
    if scene.view.how not in ("one", "circles", "time") or drawn[0].main.kind != scene.measure.kind:
        return ""
    colours = [palette.mark(scene.measure)] if drawn[0].form == "ramp" else drawn[0].fill
    return histogram.drawing(scene.values, classes=drawn[0].main.classes, colours=colours, write=scene.value)


def summary(scene: Scene, drawn: Sequence[Drawing]) -> str:
    """Say in a sentence what the map shows, for those who do not see it."""
    how = scene.view.how
    if how == "two":
        return _crossed_summary(scene, crossing(scene))
    if how == "change":
        return _change_summary(scene, drawn[0].main)
    if how in ("age", "whole", "warnings", "grade"):
        return scene.text(f"views.{how}.help")
    return scene.summary()


def _parts(scene: Scene, drawn: Sequence[Drawing]) -> list[str]:
    """Return the legend of one map; of two maps one row where they share their classes, else one under each name."""
    if len(drawn) == 1:
        return [_one(scene, drawn[0])]
    one, other = drawn
    if one.form == other.form == "classes" and one.main.classes.edges == other.main.classes.edges:
        names = " | ".join(quoted(each.caption) for each in drawn)
        return [f'<p class="legend-title">{names}</p>', _row(scene, one, [one.main, other.main])]
    return [f'<p class="legend-title">{quoted(each.caption)}</p>{_one(scene, each)}' for each in drawn]


def _one(scene: Scene, drawing: Drawing) -> str:
    if drawing.form == "crossed":
        return _square(scene, crossing(scene), drawing.fill)
    if drawing.form == "ramp":
        return _ramp(scene, drawing)
    circles = _circles(scene, drawing) if drawing.form == "circles" else ""
    return circles + _row(scene, drawing, [drawing.main])


def _row(scene: Scene, drawing: Drawing, counted: Sequence[Layer]) -> str:
    """Draw a row of classes, each with its limits and its number of units (in each of the layers counted)."""
    entries = [
        _entry(colour, label, _units(scene, [layer.classes.counts[n] for layer in counted if layer.labels]))
        for n, (colour, label) in enumerate(zip(drawing.fill, drawing.main.labels, strict=False))
    ]
    missing = [layer.classes.missing for layer in counted]
    return f'<ul class="legend">{"".join([*entries, *_marks(scene, missing)])}</ul>'


def _marks(scene: Scene, missing: Sequence[int]) -> Iterable[str]:
    """Explain the patterns: no data always, the others where the map has them."""
    frame = palette.frame()
    yield _entry(_stripes(frame.ground, frame.hatch), scene.text("explore.no_data"), _units(scene, missing))
    for key, background, codes in (
        ("explore.suppressed", _crosses(frame.ground, frame.hatch), scene.suppressed),
        ("explore.not_applicable", _dots(frame.ground, frame.hatch), scene.asset.empty),
        ("reading.outside", frame.ground, scene.outside),
        ("views.rough", _dots(palette.fills(scene.measure.scale, 3)[1], frame.ink), views.rough(scene)),
    ):
        if codes:
            yield _entry(background, scene.text(key), _units(scene, [len(codes)]))


def _ramp(scene: Scene, drawing: Drawing) -> str:
    """Draw a continuous scale with its two ends and its middle."""
    layer, (low, high) = drawing.main, drawing.sizes
    ends = "".join(f"<b>{quoted(_number(scene, layer, end))}</b>" for end in (low, (low + high) / 2, high))
    units = _units(scene, [sum(layer.classes.counts)])
    bar = f'<i style="background:linear-gradient(90deg,{",".join(drawing.fill)})"></i>'
    marks = "".join(_marks(scene, [layer.classes.missing]))
    return f'<ul class="legend"><li class="ramp">{bar}<span>{ends}</span>{quoted(units)}</li>{marks}</ul>'


def _number(scene: Scene, layer: Layer, read: float) -> str:
    decimals = DECIMALS[layer.kind]
    return numbers.number(read / 10**decimals, scene.lang, decimals=decimals) + layer.suffix


def _square(scene: Scene, crossed: Crossing, fill: Sequence[str]) -> str:
    """Draw the colours of two crossed measures with the number of units in each, between two named axes."""
    rows = []
    for up in reversed(range(len(crossed.up.labels))):
        cells = "".join(
            f'<td style="--fill:{fill[CLASSES * up + across]}"><i></i>{crossed.count(across=across, up=up)}</td>'
            for across in range(len(crossed.across.labels))
        )
        rows.append(f'<tr><th scope="row">{quoted(crossed.up.labels[up])}</th>{cells}</tr>')
    feet = "".join(f'<th scope="col">{quoted(label)}</th>' for label in crossed.across.labels)
    up, across = (quoted(scene.text(layer.name)) for layer in (crossed.up, crossed.across))
    marks = "".join(_marks(scene, [crossed.missing]))
    return (
        f'<div class="crossed"><table><caption>↑ {up}</caption>{"".join(rows)}<tr><td></td>{feet}</tr></table>'
        f'<p>{across} →</p><ul class="legend">{marks}</ul></div>'
    )


def _circles(scene: Scene, drawing: Drawing) -> str:
    """Draw three circles with what they count, in the size that they have on the map."""
    (radius, most), layer = drawing.sizes, drawing.layers[1]
    shown = sorted({_rounded(most * part) for part in _SIZES} - {0}, reverse=True)
    drawn = "".join(_circle(radius * math.sqrt(read / most), _number(scene, layer, read)) for read in shown)
    return f'<p class="circles"><b>{quoted(_name(scene, layer))}</b>{drawn}</p>'


def _circle(radius: float, label: str) -> str:
    frame = palette.frame()
    return (
        f'<span><i style="width:{2 * radius:.1f}px;height:{2 * radius:.1f}px;background:{frame.circle};'
        f'border-color:{frame.ink}"></i>{quoted(label)}</span>'
    )


def _rounded(count: float) -> int:
    """Round down to one digit: the circles of a legend stand for round numbers."""
    power = 10 ** max(0, len(str(int(count))) - 1)
    return int(count) // power * power


def _name(scene: Scene, layer: Layer) -> str:
    """Say a layer's name, which is a key of the words or a text."""
    return scene.text(layer.name) if layer.name in dictionary() else layer.name


def _crossed_summary(scene: Scene, crossed: Crossing) -> str:
    """Name the units that are worst in both measures."""
    names = scene.figures.table.set_index("code")["name"]
    worst = crossed.worst
    key = "views.two.worst" if worst else "views.two.none"
    return scene.text(
        key,
        n=scene.count(len(worst)),
        units=scene.text(f"level.{scene.view.drawn}").lower(),
        names=", ".join(names[code] for code in worst[:_NAMED]),
    )


def _change_summary(scene: Scene, layer: Layer) -> str:
    """Say how many units went up, down, or stayed, and from when to when."""
    read = [value for value in layer.read() if isinstance(value, int)]
    return scene.text(
        "views.change.summary",
        then=scene.before.period(),
        now=scene.period(),
        up=scene.count(sum(value > 0 for value in read)),
        down=scene.count(sum(value < 0 for value in read)),
        same=scene.count(sum(value == 0 for value in read)),
        missing=scene.count(layer.classes.missing),
        units=scene.text(f"level.{scene.view.drawn}").lower(),
    )


def _units(scene: Scene, counts: Sequence[int]) -> str:
    """Say a number of units; of two maps both."""
    written = " | ".join(numbers.number(count, scene.lang) for count in counts)
    return scene.text(f"level.short.{scene.view.drawn}", n=written)


def _entry(background: str, label: str, units: str) -> str:
    return f'<li><i style="background:{background}"></i><b>{quoted(label)}</b>{quoted(units)}</li>'


def _stripes(ground: str, line: str) -> str:
    return f"repeating-linear-gradient(135deg,{ground} 0 3px,{line} 3px 4.2px)"


def _crosses(ground: str, line: str) -> str:
    bands = f"#0000 0 3px,{line} 3px 4.2px"
    return f"repeating-linear-gradient(135deg,{bands}),repeating-linear-gradient(45deg,{bands}),{ground}"


def _dots(ground: str, dot: str) -> str:
    return f"radial-gradient({dot} 1px,#0000 1.3px) 0 0/6px 6px,{ground}"
