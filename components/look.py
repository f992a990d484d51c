"""The palette of a map in the visitor's theme."""

from components import selection
from components.map import Palette
from data.measures.indicators import Measure
from geo import colours
from geo.colours import Theme


def theme() -> Theme:
    """Return the theme the visitor sees."""
    return "dark" if selection.dark() else "light"


def palette(measure: Measure, classes: int) -> Palette:
    """Return the colours of a map with so many classes: oranges for gaps, teal for reach, slate for counts."""
    return Palette(tuple(colours.sequential(measure.scale, classes, theme=theme())), theme())


def mark(measure: Measure) -> str:
    """Return the colour that stands for the measure in text and lines."""
    return colours.mark(measure.scale, theme=theme())
