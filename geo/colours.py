"""One language of colours for maps, legends and charts, in a light and a dark theme.

Oranges say a gap, where more is worse; teal says reach, where more is better; slate counts without a
judgement; orange against teal says change. On the dark ground the scales run from dark to light: more shines.
The scales themselves are records of data.catalogue.scales.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from data.catalogue.scales import SCALES, Good, Scale, Theme
from geo import vision

# The falling side of a change that is neither good nor bad; the rising side is slate.
_FALLING: Final[dict[Theme, tuple[str, ...]]] = {
    "light": ("#e3d9b0", "#c4b063", "#8f7a22", "#51430a"),
    "dark": ("#3f381c", "#6f6128", "#a8963f", "#e8dba0"),
}
# Two scales crossed: three steps of teal from left to right, of orange from row to row. Found by search so that
# all nine differ for every kind of colour-blindness (see the tests).
_CROSSED: Final[dict[Theme, tuple[str, ...]]] = {
    "light": ("#d9dbd7", "#74abb0", "#09757b", "#b98d78", "#5f6659", "#123830", "#fb7d36", "#a65718", "#5f2f00"),
    "dark": ("#3d4543", "#4a807c", "#7cbcb6", "#795c46", "#8b9b7e", "#bcdabc", "#b0620a", "#c9a24e", "#ffde8c"),
}
_MIDDLE: Final[dict[Theme, str]] = {"light": "#eef0ef", "dark": "#2b3634"}


# Lines of units beside one another, where each needs a colour of its own; further ones are dashed.
LINES: Final[dict[Theme, tuple[str, ...]]] = {
    "light": ("#0f766e", "#b34a0a", "#41566b", "#7a3e9d"),
    "dark": ("#7dd8cb", "#ffb670", "#b9c8d8", "#cf9df0"),
}


@dataclass(frozen=True)
class Frame:
    """What stands around the classes: the map's ground, the lines between units, text, panels, hatch and circles."""

    ground: str
    line: str
    hatch: str
    ink: str
    soft: str
    panel: str
    rule: str
    accent: str
    circle: str
    halo: str
    around: str


FRAME: Final[dict[Theme, Frame]] = {
    "light": Frame(
        ground="#f4f6f6",
        line="#ffffff",
        hatch="#aab6b6",
        ink="#12302f",
        soft="#566766",
        panel="#ffffff",
        rule="#d5dddd",
        accent="#0f766e",
        circle="#ffffff59",
        halo="#ffffffd9",
        around="#e4e9e9",
    ),
    "dark": Frame(
        ground="#0d1b1a",
        line="#0d1b1a",
        hatch="#4a605d",
        ink="#eef5f4",
        soft="#9fb3b0",
        panel="#132624",
        rule="#2b3f3d",
        accent="#7dd8cb",
        circle="#0d1b1a66",
        halo="#0d1b1ad9",
        around="#182a28",
    ),
}


@lru_cache(maxsize=128)
def sequential(scale: Scale, classes: int, *, theme: Theme = "light") -> tuple[str, ...]:
    """Return the colours of 1 to 9 classes from little to much; a single class has the middle of the scale."""
    if not 1 <= classes <= 9:
        raise ValueError(f"from 1 to 9 classes, not {classes}")
    places = np.linspace(0, 1, classes) if classes > 1 else np.array([0.5])
    return _spread(SCALES[scale].colours[theme].ramp, places)


@lru_cache(maxsize=64)
def diverging(classes: int, *, good: Good | None = "more", theme: Theme = "light") -> tuple[str, ...]:
    """Return the colours of 1 to 9 classes of change, from the largest fall to the largest rise.

    Orange is the worse side and teal the better; where neither is (None), ochre falls and slate rises. With an odd
    number the middle class is grey, about no change.
    """
    if not 1 <= classes <= 9:
        raise ValueError(f"from 1 to 9 classes, not {classes}")
    ramps = {name: (_MIDDLE[theme], *scale.colours[theme].ramp[1:]) for name, scale in SCALES.items()}
    worse, better = ramps["gap"], ramps["reach"]
    if good is None:
        worse, better = (_MIDDLE[theme], *_FALLING[theme]), ramps["neutral"]
    side = np.arange(1, classes // 2 + 1) / (classes // 2)
    middle = (_MIDDLE[theme],) if classes % 2 else ()
    colours = (*_spread(worse, side)[::-1], *middle, *_spread(better, side))
    return colours[::-1] if good == "less" else colours


def crossed(*, theme: Theme = "light") -> tuple[str, ...]:
    """Return nine colours of two scales of three classes: teal grows within each three, orange from three to three."""
    return _CROSSED[theme]


def mark(scale: Scale, *, theme: Theme = "light") -> str:
    """Return the one colour that stands for a scale in text, lines and points."""
    return SCALES[scale].colours[theme].mark


def _spread(ramp: tuple[str, ...], places: np.ndarray) -> tuple[str, ...]:
    """Return the colours at `places` (0 to 1) along a ramp, measured by how different the colours look."""
    stops = np.array([vision.to_oklab(colour) for colour in ramp])
    inner = np.linspace(0, len(ramp) - 1, 40 * (len(ramp) - 1) + 1)
    line = np.column_stack([np.interp(inner, range(len(ramp)), stops[:, axis]) for axis in range(3)])
    walked = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = [np.interp(places * walked[-1], walked, line[:, axis]) for axis in range(3)]
    return tuple(vision.from_oklab(lab) for lab in np.column_stack(at))
