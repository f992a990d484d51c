"""The colour scales that a measure may name: one record a scale, and all that depends on a scale follows from it.

A new one is a name in `Scale` and a record in SCALES; tests/test_geo_colours.py says what its colours must hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Scale = Literal["reach", "gap", "neutral"]
Theme = Literal["light", "dark"]
Good = Literal["more", "less"]


@dataclass(frozen=True)
class Colours:
    """The colours of a scale in one theme, as #rrggbb.

    ramp: from little to much, through which the classes are spread at even distances in OKLab. mark: the one colour
    that stands for the scale in text, lines and points.
    """

    ramp: tuple[str, ...]
    mark: str


@dataclass(frozen=True)
class ColourScale:
    """A scale. good: whether more or less is better of the measures that take it, None where neither is."""

    good: Good | None
    colours: Mapping[Theme, Colours]


SCALES: Final[Mapping[Scale, ColourScale]] = {
    "reach": ColourScale(
        good="more",
        colours={
            "light": Colours(("#dff2ee", "#9bd3c9", "#4fab9f", "#1b7f77", "#084c48"), mark="#0f766e"),
            "dark": Colours(("#16332f", "#1d5c55", "#2c8a80", "#58bfb1", "#b4f0e4"), mark="#7dd8cb"),
        },
    ),
    "gap": ColourScale(
        good="less",
        colours={
            "light": Colours(("#feeddb", "#fbc68a", "#f59b4b", "#d9691b", "#9a3b06"), mark="#b34a0a"),
            "dark": Colours(("#3a2a1b", "#784417", "#b8641c", "#ef9545", "#ffd9a8"), mark="#ffb670"),
        },
    ),
    "neutral": ColourScale(
        good=None,
        colours={
            "light": Colours(("#d9e2ec", "#b3c2d2", "#8599ae", "#566d85", "#2a3f55"), mark="#41566b"),
            "dark": Colours(("#24303c", "#40546a", "#657e97", "#97adc2", "#d6e2ee"), mark="#b9c8d8"),
        },
    ),
}
"""All scales. Where one is chosen by what is good (the form of the page "Danh mục chỉ số"), it is the first such."""


def of_good(good: Good) -> Scale:
    """Return the scale of measures of which more, or less, is better."""
    return next(name for name, scale in SCALES.items() if scale.good == good)
