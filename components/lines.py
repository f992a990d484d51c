"""Lines over the quarters as small drawings that the page carries itself: light, crisp, readable by a screen reader.

A drawing stretches with its place: the line is an SVG whose strokes keep their width, its words are HTML beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from components.frame import quoted
from data import periods
from data.measures.series import without_thin

_NEW_UNITS_FROM = "2025-Q3"
_HEADROOM = 1.18  # the highest value leaves room for its words


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
    return Line(tuple(cleared["period"]), values, thin)


def short(period: str) -> str:
    """Write a quarter as on an axis: "III/2026"."""
    year, quarter = periods.parse(period)
    return f"{('I', 'II', 'III', 'IV')[quarter - 1]}/{year}"


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
    svg = _SVG.format(width=len(drawn.values), colour=colour.replace("#", "%23"), line="".join(steps),
                      end=f"M{at + 0.5:g} {_height(last, top):g}h0")
    return f'<img alt="" src="data:image/svg+xml,{svg}">'


def _height(value: float, top: float) -> float:
    return round(100 - 100 * value / top, 1)


def ceiling(lines: Sequence[Line]) -> float:
    """Return the top of an axis from 0 that holds all these lines."""
    return max((value for drawn in lines for _, value in drawn.known), default=0) * _HEADROOM or 1


def trend(drawn: Line, *, colour: str, write: Callable[[float], str], change: str) -> str:
    """Return a line with its first and last value, its years and, on pointing at a quarter, that quarter's value.

    `change` says what happened on 1 July 2025, where the line passes that day.
    """
    top = ceiling([drawn])
    (first_at, first), (last_at, last) = drawn.known[0], drawn.known[-1]
    quarters = "".join(_quarter(drawn, at, write, change) for at in range(len(drawn.values)))
    width = len(drawn.values)
    labels = _label("last", last_at + 0.5, last, top, width, write)
    if last_at > first_at:
        labels = _label("first", first_at + 0.5, first, top, width, write) + labels
    return (f'<div class="trend">{path(drawn, top=top, colour=colour)}{labels}'
            f'<div class="quarters">{quarters}</div></div>')


def _label(style: str, at: float, value: float, top: float, width: int, write: Callable[[float], str]) -> str:
    return (f'<b class="{style}" style="left:{100 * at / width:.3g}%;top:{_height(value, top):g}%" aria-hidden="true">'
            f"{quoted(write(value))}</b>")


def _quarter(drawn: Line, at: int, write: Callable[[float], str], change: str) -> str:
    """Return the strip of one quarter: its year where one begins, and what it says when pointed at."""
    period, value = drawn.periods[at], drawn.values[at]
    year = f"<u>{period[:4]}</u>" if period.endswith("Q1") or len(drawn.periods) == 1 else ""
    marked = f' class="new" data-t="{quoted(change)}"' if at and period == _NEW_UNITS_FROM else ""
    said = f"<s>{short(period)}: {quoted(write(value))}</s>" if value is not None else ""
    return f"<i{marked}>{year}{said}</i>"
