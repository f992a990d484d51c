"""The ways of viewing: which layers a scene is drawn with, in which colours, and what the map's frame gets."""

from dataclasses import dataclass

import pandas as pd

from components.map import layers, palette
from components.map.bivariate import crossing
from components.map.choropleth import Form, Pane, Picture, Player
from components.map.layers import Layer
from components.state import estimate_ranges, loaders
from components.state.view_model import Scene, is_at_least
from data.catalogue import periods
from data.catalogue.scales import Scale
from data.units import register

_NOTES = {"village": "explore.villages.cells"}
_MOST_DETAILS = 400  # beyond so many units the hover says the value alone, and the message stays small
_QUALITY: dict[str, Scale] = {"age": "gap", "whole": "reach", "warnings": "gap", "grade": "reach"}
_RAMP = 9  # colours between which a continuous scale runs
_WIDEST = {"province": 26.0, "commune": 17.0, "village": 15.0}  # radius of the largest circle, pixels
_MANY = 500  # units among which circles are drawn at half that size and less


@dataclass(frozen=True)
class Drawing:
    """A map of a scene as it is drawn: its layers, the colours of the first, and how these fill the shapes."""

    layers: tuple[Layer, ...]
    fill: tuple[str, ...]
    form: Form = "classes"
    sizes: tuple[float, ...] = ()
    caption: str = ""

    @property
    def main(self) -> Layer:
        return self.layers[0]


def drawings(scene: Scene) -> tuple[Drawing, ...]:
    """Return the map of the scene, or the two maps where it is viewed side by side."""
    how = scene.view.how
    if how == "two":
        crossed = crossing(scene)
        return (Drawing((crossed.across, crossed.up), crossed.fill(palette.crossed()), form="crossed"),)
    if how == "circles":
        return (_circles(scene),)
    if how == "change":
        layer = layers.of_change(scene)
        return (Drawing((layer,), palette.changes(scene.measure, len(layer.classes.counts))),)
    if how == "side":
        return _side(scene)
    if how == "time":
        return (_plain(scene, layers.of_measure(scene, among=over_time(scene))),)
    if how == "one":
        return (_plain(scene, layers.of_measure(scene)),)
    layer = layers.of_quality(scene, how)
    fill = palette.fills(_QUALITY[how], len(layer.classes.counts))
    return (Drawing((layer,), fill[::-1] if how == "grade" else fill),)  # the best grade comes first


def picture(scene: Scene, *, frames: bool = False) -> Picture:
    """Turn the scene into what the map's frame gets; with `frames`, the values of all periods go along."""
    panes = tuple(_pane(scene, drawing) for drawing in drawings(scene))
    title = f"{scene.name}, {scene.period()}"
    if panes[0].series[0].name != scene.measure.name:
        title = f"{scene.text(scene.measure.name)}, {title}"
    return Picture(
        panes=panes,
        title=title,
        theme=palette.theme(),
        lang=scene.lang,
        selected=scene.view.village,
        lit=tuple(dict.fromkeys((*scene.view.pins, *scene.served))),
        details=_details(scene),
        called=_called(scene),
        player=_player(scene, frames=frames) if scene.view.how == "time" else None,
    )


def _pane(scene: Scene, drawing: Drawing) -> Pane:
    asset = scene.asset
    note = _NOTES.get(scene.view.drawn, asset.label) if asset.schematic else ""
    return Pane(
        file=asset.file,
        bounds=asset.bounds,
        series=tuple(layer.series() for layer in drawing.layers),
        fill=drawing.fill,
        form=drawing.form,
        sizes=drawing.sizes,
        caption=drawing.caption,
        note=note,
        rough=rough(scene),
    )


def _plain(scene: Scene, layer: Layer, *, caption: str = "") -> Drawing:
    """Draw one measure, by class or on a continuous scale."""
    found = layer.classes
    if layer.scene.view.method == "continuous" and found.low is not None and found.low < found.high:
        return Drawing(
            (layer,),
            palette.fills(scene.measure.scale, _RAMP),
            form="ramp",
            sizes=(found.low, found.high),
            caption=caption,
        )
    return Drawing((layer,), palette.fills(scene.measure.scale, len(found.counts)), caption=caption)


def _circles(scene: Scene) -> Drawing:
    """Draw counts as circles over a share: those of the measure, or a count over the share of the other measure."""
    under = scene if scene.measure.base is not None else scene.second
    share, count = layers.of_measure(under), layers.of_count(scene)
    most = max([value for value in count.read() if isinstance(value, int)], default=0)
    radius = _WIDEST[scene.view.drawn] * (0.45 if len(scene.asset.codes) > _MANY else 1)
    return Drawing(
        (share, count),
        palette.fills(under.measure.scale, len(share.classes.counts)),
        form="circles",
        sizes=(radius, float(most or 1)),
    )


def _side(scene: Scene) -> tuple[Drawing, Drawing]:
    """Draw two maps: the same measure in two periods, the earlier first and in the same classes, or two measures."""
    view = scene.view
    if not view.second:
        pair = sorted((scene, scene.before), key=lambda each: each.view.period)
        return tuple(_plain(each, layers.of_measure(each, among=pair), caption=each.period()) for each in pair)
    other = scene.other(measure=view.second, period=view.against or view.period)
    return tuple(
        _plain(each, layers.of_measure(each), caption=f"{each.text(each.measure.name)}, {each.period()}")
        for each in (scene, other)
    )


def over_time(scene: Scene) -> list[Scene]:
    """Return the scene in every period that has the measure here."""
    view = scene.view
    with_figures = [
        period
        for period in loaders.periods(scene.release.id)
        if loaders.reporting_communes(scene.release.id, period, view.structure, view.unit)[view.measure]
    ]
    return [scene.at(period) for period in dict.fromkeys([*with_figures, view.period])] if with_figures else [scene]


def _player(scene: Scene, *, frames: bool) -> Player:
    """Return the slider: values of all periods go along where they are few, else when the frame has asked for them."""
    view, scenes = scene.view, sorted(over_time(scene), key=lambda each: each.view.period)
    shown = [each.view.period for each in scenes]
    all_periods = frames or len(scene.asset.codes) <= _MOST_DETAILS
    values = [layers.of_measure(each).read() for each in scenes] if all_periods else None
    made_of = (view.measure, view.structure, view.drawn, view.unit, view.region, *view.kinds, view.low, view.high)
    key = "/".join([scene.release.id[:7], *(str(part) for part in made_of)])
    return Player(
        key=key,
        periods=[(period, periods.label(period, scene.lang)) for period in shown],
        at=shown.index(view.period),
        frames=values,
    )


def rough(scene: Scene) -> list[str]:
    """List the units whose value is an estimate."""
    estimated = set(scene.ranges["code"])
    return [code for code in scene.asset.codes if code in estimated and pd.notna(scene.by_code.at[code, "value"])]


def _called(scene: Scene) -> dict[str, str]:
    """Return the names, on the day of the figures, of units that the map file, by today's names, calls otherwise."""
    view = scene.view
    if view.drawn == "village" or scene.day >= register.today():
        return {}
    then, now = (register.units(view.structure, view.drawn, on=day)["name"] for day in (scene.day, register.today()))
    other = then[then != now]
    return {code: name for code, name in other.items() if code in scene.by_code.index}


def _details(scene: Scene) -> dict[str, str]:
    """Say numerator, base and how many reported, where the units are few enough to keep the message small."""
    rows, how = scene.by_code, scene.view.how
    if how in ("two", "side"):
        return {}
    if len(rows) > _MOST_DETAILS:
        return dict(list(_ranges(scene).items())[:_MOST_DETAILS]) if how == "one" else {}
    details = {}
    for row in rows.dropna(subset=["value"]).itertuples():
        parts = [] if scene.view.drawn == "village" else [_reported_by(scene, row)]
        if scene.measure.base is not None and how != "change":
            of = scene.text("explore.of", numerator=scene.count(row.numerator), base=scene.count(row.base))
            parts.insert(0, of)
        details[row.Index] = " · ".join(parts)
    for code, text in _ranges(scene).items() if how in ("one", "circles") else ():
        details[code] = " · ".join(filter(None, [text, details.get(code, "")]))
    details |= _changes(scene) if how == "change" else {}
    for code, note in scene.notes.items() if how in ("one", "circles") else ():
        if code in rows.index:
            details[code] = " · ".join(filter(None, [details.get(code, ""), note]))
    return {code: text for code, text in details.items() if text}


def _reported_by(scene: Scene, row: object) -> str:
    """Say how many of a unit's parts reported the figure, and of a count that lacks some that there are more."""
    reported = scene.reported(row)
    return scene.text("explore.at_least", value=reported) if is_at_least(row, scene.measure) else reported


def _ranges(scene: Scene) -> dict[str, str]:
    """Say the range of each figure that is not exact, and how it was got."""
    return {
        code: estimate_ranges.sentence(scene.measure, row, scene.lang)
        for code, row in estimate_ranges.of_units(scene).items()
    }


def _changes(scene: Scene) -> dict[str, str]:
    """Say from what to what each value went."""
    then, now = (each.by_code["value"] for each in (scene.before, scene))
    return {
        code: scene.text("views.change.from_to", then=scene.value(then[code]), now=scene.value(now[code]))
        for code in now.index
        if pd.notna(now[code]) and pd.notna(then[code])
    }
