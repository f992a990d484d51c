"""Sorts values into classes whose legend is true: classed as they are read, with the missing apart."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import pandas as pd

from data.catalogue.records import Kind
from data.i18n import numbers, say
from data.storage.errors import Refused
from geo import breaks

Method = Literal["steps", "quantiles", "equal", "natural", "continuous"]

NO_DATA: Final = "-"
NOT_APPLICABLE: Final = "x"
SUPPRESSED: Final = "s"
FILTERED: Final = "o"
MOST: Final = 9

# Decimals that a value is shown with (of the percentage, for shares). Values are classed after rounding to
# them: what is written "10,0%" must not have the colour of "dưới 10%".
DECIMALS: Final[dict[Kind, int]] = {"share": 1, "rate": 1, "ratio": 2, "count": 0, "score": 2}


class BadSteps(Refused):
    """Class limits that do not rise, or too many of them."""


@dataclass(frozen=True)
class Classes:
    """Classes of one map, from low to high; without any known value there are none.

    edges: lower limits of all classes but the first, as whole numbers of the last digit shown (a share of
    10.0% is 100). Class i holds edges[i-1] ≤ value < edges[i]. counts: units in each class. missing: units
    without a value. low, high: least and largest value, in the same whole numbers; None where all are missing.
    """

    kind: Kind
    edges: tuple[int, ...]
    counts: tuple[int, ...]
    missing: int
    low: int | None
    high: int | None

    def class_of(self, value: float | None) -> int | None:
        """Return the class of a value, None where it is missing."""
        read = as_read(value, self.kind)
        return None if read is None else self.class_of_read(read)

    def class_of_read(self, read: int) -> int:
        """Return the class of a value as it is read, in whole numbers of the last digit shown."""
        return int(np.searchsorted(self.edges, read, side="right"))

    def counted(self, values: pd.Series) -> "Classes":
        """Return the same classes with the counts of some of the values: colours keep their meaning in a filter."""
        found = [self.class_of(value) for value in values]
        counts = tuple(found.count(number) for number in range(len(self.counts)))
        return replace(self, counts=counts, missing=found.count(None))

    def marks(self, values: pd.Series, *, empty: Collection[str] = ()) -> str:
        """Write one character a value: "0" to "8" its class, "-" no data, "x" for those in `empty` by index."""
        read = [as_read(value, self.kind) for value in values]
        found = np.searchsorted(self.edges, [r or 0 for r in read], side="right")
        marks = [NO_DATA if r is None else str(c) for r, c in zip(read, found, strict=True)]
        if empty:
            marks = [NOT_APPLICABLE if code in empty else m for code, m in zip(values.index, marks, strict=True)]
        return "".join(marks)

    def labels(self, lang: str = "vi", *, unit: str = "") -> tuple[str, ...]:
        """Name the classes by their limits ("10 – dưới 20%"), numbers as people of `lang` write them.

        `unit` is added to each ("hộ"); shares carry their "%" anyway.
        """
        unit = "%" if self.kind == "share" else f" {unit}" if unit else ""
        return tuple(text + unit if text[-1].isdigit() else text for text in self._limits(lang, unit))

    def _limits(self, lang: str, unit: str) -> list[str]:
        if self.low is None or self.high is None:
            return []
        if not self.edges:
            return [self._span(self.low, self.high + 1, lang)]
        lows, highs = self.edges[:-1], self.edges[1:]
        first = self.edges[0]
        below = say("classes.below", lang, high=self._number(first, lang))
        above = say("classes.from", lang, low=self._number(self.edges[-1], lang) + unit)
        return [
            self._number(self.low, lang) if self.low == first - 1 else below,
            *(self._span(low, high, lang) for low, high in zip(lows, highs, strict=True)),
            self._number(self.high, lang) if self.high == self.edges[-1] else above,
        ]

    def _span(self, low: int, high: int, lang: str) -> str:
        if high == low + 1:
            return self._number(low, lang)
        return say("classes.between", lang, low=self._number(low, lang), high=self._number(high, lang))

    def _number(self, read: int, lang: str) -> str:
        """Write a limit with as few decimals as all limits need."""
        decimals = DECIMALS[self.kind]
        shown = [*self.edges] or [self.low or 0, self.high or 0]
        while decimals and all(edge % 10 ** (DECIMALS[self.kind] - decimals + 1) == 0 for edge in [*shown, read]):
            decimals -= 1
        return numbers.number(read / 10 ** DECIMALS[self.kind], lang, decimals=decimals)


def as_read(value: float | None, kind: Kind) -> int | None:
    """Return a value as it is read, in whole numbers of the last digit shown; None where missing or infinite.

    0.2857 as a share is 286 (28.6%).
    """
    if value is None or pd.isna(value) or not math.isfinite(value):
        return None
    text = f"{value * 100 if kind == 'share' else value:.{DECIMALS[kind]}f}"
    return int(text.replace(".", ""))


def classify(
    values: pd.Series,
    *,
    kind: Kind,
    method: Method = "steps",
    k: int = 5,
    steps: Sequence[float] | None = None,
) -> Classes:
    """Sort values (missing allowed) into at most `k` classes, from 1 to 9.

    method: "steps" takes round limits that suit the values, or the given `steps` (rising; in percent for
    shares); "quantiles" about as many units in each class; "equal" one width; "natural" gaps between groups;
    "continuous" one class, from the least to the largest value.
    Raises BadSteps for steps that do not rise or are more than 8.
    """
    if not 1 <= k <= MOST:
        raise ValueError(f"from 1 to {MOST} classes, not {k}")
    read = [as_read(value, kind) for value in values]
    known = np.sort(np.array([r for r in read if r is not None], dtype=np.int64))
    edges = _given(steps, kind) if steps is not None else _found(known, kind, method, k)
    counts = np.diff(np.searchsorted(known, edges), prepend=0, append=len(known)) if len(known) else np.empty(0, int)
    return Classes(
        kind=kind,
        edges=tuple(int(edge) for edge in edges) if len(known) else (),
        counts=tuple(int(count) for count in counts),
        missing=len(read) - len(known),
        low=int(known[0]) if len(known) else None,
        high=int(known[-1]) if len(known) else None,
    )


def _given(steps: Sequence[float], kind: Kind) -> np.ndarray:
    scaled = np.array([round(step * 10 ** DECIMALS[kind]) for step in steps], dtype=np.int64)
    if len(scaled) >= MOST or (np.diff(scaled) <= 0).any():
        raise BadSteps("classes.bad_steps", most=MOST - 1)
    return scaled


def _found(known: np.ndarray, kind: Kind, method: Method, k: int) -> np.ndarray:
    if k == 1 or method == "continuous" or len(known) == 0 or known[0] == known[-1]:
        return np.array([], dtype=np.int64)
    if method == "steps":
        return breaks.steps(known, k, even=kind == "share")
    return {"quantiles": breaks.quantiles, "equal": breaks.equal, "natural": breaks.natural}[method](known, k)
