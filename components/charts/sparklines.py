"""Lines over the quarters as small drawings that the page carries itself: light, crisp, readable by a screen reader.

A drawing stretches with its place: the line is an SVG whose strokes keep their width, its words are HTML beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pandas as pd

from data.catalogue import periods
from data.measures.series import without_thin
from data.units.register import STRUCTURES

_HEADROOM = 1.18  # the highest value leaves room for its words
_UNEVEN = 0.1  # of the parts that could report it: a step of more is one of who reported it

_SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} 100' preserveAspectRatio='none' fill='none' "
    "stroke='{colour}' stroke-linejoin='round' stroke-linecap='round'>"
    "<path d='{line}' stroke-width='2.5' vector-effect='non-scaling-stroke'/>"
    "<path d='{end}' stroke-width='8' vector-effect='non-scaling-stroke'/></svg>"
)


@dataclass(frozen=True)
class Line:
    """A measure over the quarters: values without those that few stand for, from the first known quarter on."""

    periods: tuple[str, ...]
    values: tuple[float | None, ...]
    thin: bool
    uneven: tuple[int, ...] = ()

    @property
    def known(self) -> list[tuple[int, float]]:
        """Return place and value of the quarters that have one."""
        return [(at, value) for at, value in enumerate(self.values) if value is not None]


def line(table: pd.DataFrame, *, since: str = "") -> Line:
    """Read a line from a trend (columns period, value, reported, expected), from its first value or from `since` on."""
    cleared = without_thin(table)
    thin = bool((table["value"].notna() & cleared["value"].isna()).any())
    since = since or cleared["period"][cleared["value"].notna()].min()
    cleared = cleared[cleared["period"] >= since] if isinstance(since, str) else cleared.iloc[:0]
    values = tuple(None if pd.isna(value) else float(value) for value in cleared["value"])
    return Line(tuple(cleared["period"]), values, thin, _uneven(cleared))


def _uneven(cleared: pd.DataFrame) -> tuple[int, ...]:
    """Return the places of values that rest on clearly more or fewer parts than the value before: no rise or fall."""
    share = (cleared["reported"] / cleared["expected"].where(cleared["expected"] > 0)).fillna(1.0).to_numpy()
    known = [at for at, value in enumerate(cleared["value"]) if not pd.isna(value)]
    return tuple(at for before, at in pairwise(known) if abs(share[at] - share[before]) > _UNEVEN)


def changes(drawn: Line) -> list[tuple[float, date]]:
    """Return where on the axis the units changed, and on which day: before the quarter in which new ones began."""
    days = [each.since for each in STRUCTURES.values() if each.since is not None]
    began = {periods.of(day): day for day in days}
    return [(at - 0.5, began[period]) for at, period in enumerate(drawn.periods) if at and period in began]


def path(drawn: Line, *, top: float, colour: str) -> str:
    """Return a line as an image that stretches with its place; a missing quarter is a gap, one alone a dot.

    Streamlit takes SVG out of a page's HTML, so the drawing comes as the address of an image.
    """
    steps, pen = [], "M"
    for at, value in enumerate(drawn.values):
        if value is None:
            pen = "M"
            continue
        steps.append(f"{pen}{at + 0.5:g} {_height(value, top):g}" + ("h0" if pen == "M" else ""))
        pen = "L"
    at, last = drawn.known[-1]
    svg = _SVG.format(
        width=len(drawn.values),
        colour=colour.replace("#", "%23"),
        line="".join(steps),
        end=f"M{at + 0.5:g} {_height(last, top):g}h0",
    )
    return f'<img alt="" src="data:image/svg+xml,{svg}">'


def _height(value: float, top: float) -> float:
    return round(100 - 100 * value / top, 1)


def ceiling(lines: Sequence[Line]) -> float:
    """Return the top of an axis from 0 that holds all these lines."""
    return max((value for drawn in lines for _, value in drawn.known), default=0) * _HEADROOM or 1
