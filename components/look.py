"""The palette of a map in the visitor's theme."""

from components import selection
from components.map import Palette
from data.measures.indicators import Measure
from geo import colours


def palette(measure: Measure, classes: int) -> Palette:
    """Return the colours of a map with so many classes: oranges for gaps, teal for reach, slate for counts."""
    theme = "dark" if selection.dark() else "light"
    frame = colours.FRAME[theme]
    return Palette(
        fill=tuple(colours.sequential(measure.scale, classes, theme=theme)), hatch=frame.hatch, ground=frame.ground,
        line=frame.line, ink=frame.ink, soft=frame.soft, panel=frame.panel, rule=frame.rule,
    )


def mark(measure: Measure) -> str:
    """Return the colour that stands for the measure in text and lines."""
    return colours.mark(measure.scale, theme="dark" if selection.dark() else "light")
