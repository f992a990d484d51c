"""The ways of viewing: what the map's frame is told of a scene."""

from components import layers, look
from components.layers import Layer
from components.map import Pane, Picture
from components.scene import Scene

_NOTES = {"village": "explore.villages.cells"}
_MOST_DETAILS = 400  # beyond so many units the hover says the value alone, and the message stays small


def picture(scene: Scene) -> Picture:
    """Turn the scene into what the map's frame is told."""
    layer = layers.of_measure(scene)
    fill = look.palette(scene.measure, max(1, len(layer.classes.counts))).fill
    return _whole(scene, (_pane(layer, fill),))


def _pane(layer: Layer, fill: tuple[str, ...]) -> Pane:
    asset = layer.scene.asset
    return Pane(file=asset.file, bounds=asset.bounds, series=(layer.series(),), fill=fill, note=_note(layer.scene))


def _whole(scene: Scene, panes: tuple[Pane, ...]) -> Picture:
    title = f"{scene.text(scene.measure.name)}, {scene.name}, {scene.period()}"
    return Picture(panes=panes, title=title, theme=look.theme(), lang=scene.lang, selected=scene.view.village,
                   lit=scene.view.pins, details=_details(scene))


def _note(scene: Scene) -> str:
    """Say what the shapes are, where they are no boundaries."""
    return _NOTES.get(scene.view.drawn, scene.asset.label) if scene.asset.schematic else ""


def _details(scene: Scene) -> dict[str, str]:
    """Say numerator, base and how many reported, where the units are few enough to keep the message small."""
    rows = scene.by_code
    if len(rows) > _MOST_DETAILS:
        return {}
    said = {}
    for row in rows.dropna(subset=["value"]).itertuples():
        parts = [] if scene.view.drawn == "village" else [scene.reported(row)]
        if scene.measure.base is not None:
            of = scene.text("explore.of", numerator=scene.count(row.numerator), base=scene.count(row.base))
            parts.insert(0, of)
        said[row.Index] = " · ".join(parts)
    return {code: text for code, text in said.items() if text}
