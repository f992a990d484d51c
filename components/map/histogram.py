"""The histogram of a map's values: how many units lie where, each bar in the colour of its class."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from components.shell.frame import quoted
from geo.classes import Classes, as_read

_BARS = 16


def drawing(values: pd.Series, *, classes: Classes, colours: Sequence[str], write: Callable[[float], str]) -> str:
    """Return the bars with the least and the largest value as HTML; "" where fewer than two values differ.

    A bar that holds units of two classes shows both, the lower one below.
    """
    read = np.array([as_read(value, classes.kind) for value in values.dropna()], dtype=float)
    if len(read) == 0 or read.min() == read.max():
        return ""
    bars = int(min(_BARS, max(6, 2 * len(read) ** 0.5), read.max() - read.min() + 1))
    limits = np.linspace(read.min(), read.max(), bars + 1)
    bar = np.clip(np.searchsorted(limits, read, side="right") - 1, 0, bars - 1)
    own = np.searchsorted(classes.edges, read, side="right")
    counts = np.zeros((bars, len(colours)), dtype=int)
    np.add.at(counts, (bar, own), 1)
    ends = f"<b>{quoted(write(values.min()))}</b><b>{quoted(write(values.max()))}</b>"
    return f'<div class="histogram">{_image(counts, colours)}<p>{ends}</p></div>'


def _image(counts: np.ndarray, colours: Sequence[str]) -> str:
    tops = 100 - 100 * np.cumsum(counts, axis=1) / counts.sum(axis=1).max()
    heights = 100 * counts / counts.sum(axis=1).max()
    paths = "".join(
        f"<path stroke='{quoted(colour).replace('#', '%23')}' d='{_bars(tops[:, at], heights[:, at])}'/>"
        for at, colour in enumerate(colours)
        if counts[:, at].any()
    )
    return (
        '<img alt="" src="data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\' '
        f"viewBox='0 0 {len(counts) * 10} 100' preserveAspectRatio='none' stroke-width='9'>"
        f'{paths}</svg>">'
    )


def _bars(tops: np.ndarray, heights: np.ndarray) -> str:
    """Return the path of one class; even a single unit among thousands stays visible."""
    return "".join(
        f"M{at * 10 + 5} {top:.0f}v{max(height, 1):.0f}"
        for at, (top, height) in enumerate(zip(tops, heights, strict=True))
        if height
    )
