"""The colours of a map in the visitor's theme."""

from components.map.choropleth import Palette
from components.state import selection
from data.catalogue.records import Measure
from data.catalogue.scales import Scale, Theme
from geo import colours
from geo.colours import FRAME, Frame


def theme() -> Theme:
    """Return the theme the visitor sees."""
    return "dark" if selection.dark() else "light"


def frame() -> Frame:
    """Return the colours around the classes."""
    return FRAME[theme()]


def palette(measure: Measure, classes: int) -> Palette:
    """Return the colours of a map with so many classes: oranges for gaps, teal for reach, slate for counts."""
    return Palette(fills(measure.scale, classes), theme())


def fills(scale: Scale, classes: int) -> tuple[str, ...]:
    """Return the colours of so many classes of a scale, at least one."""
    return colours.sequential(scale, max(1, classes), theme=theme())


def changes(measure: Measure, classes: int) -> tuple[str, ...]:
    """Return the colours of so many classes of change: what is better is teal, what is worse orange."""
    return colours.diverging(max(1, classes), good=measure.good, theme=theme())


def crossed() -> tuple[str, ...]:
    """Return the nine colours of two scales crossed."""
    return colours.crossed(theme=theme())


def mark(measure: Measure) -> str:
    """Return the colour that stands for the measure in text and lines."""
    return colours.mark(measure.scale, theme=theme())
