"""The legend: limits of each class, how many units lie in it, and the pattern for no data."""

import streamlit as st

from components import look
from components.frame import quoted
from components.map import Palette
from components.scene import Scene
from data.words import numbers


def hatch(palette: Palette) -> str:
    """Return the CSS background of the pattern for no data."""
    return (f"repeating-linear-gradient(135deg, {palette.frame.ground} 0 3px, {palette.frame.hatch} 3px 4.2px)")


def show(scene: Scene) -> None:
    """Draw the legend below the map, and say in a sentence what the map shows."""
    classes = scene.classes
    palette = look.palette(scene.measure, max(1, len(classes.counts)))
    entries = [_entry(colour, limits, _units(scene, count))
               for colour, limits, count in zip(palette.fill, classes.labels(scene.lang), classes.counts, strict=True)]
    entries.append(_entry(hatch(palette), scene.text("explore.no_data"), _units(scene, classes.missing)))
    st.html(f'<ul class="legend">{"".join(entries)}</ul><p class="quiet">{quoted(scene.summary())}</p>')


def _units(scene: Scene, count: int) -> str:
    return scene.text(f"level.short.{scene.view.drawn}", n=numbers.number(count, scene.lang))


def _entry(background: str, limits: str, units: str) -> str:
    return f'<li><i style="background:{background}"></i><b>{quoted(limits)}</b>{quoted(units)}</li>'
