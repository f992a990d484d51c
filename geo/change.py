"""Classes of change, centred on zero: as far to the fall as to the rise, about no change in the middle."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from data.catalogue.records import Kind
from data.i18n import numbers, say
from geo import breaks
from geo.classes import DECIMALS, Classes, as_read


@dataclass(frozen=True)
class ChangeClasses(Classes):
    """Classes of differences, an odd number: falls are classed by their size as rises are, limit ≤ size < next."""

    def labels(self, lang: str = "vi", *, unit: str = "") -> tuple[str, ...]:
        """Name the classes by their limits ("giảm 1 – dưới 2 điểm %"); `unit` is added to each."""
        if self.low is None:
            return ()
        limits = [edge for edge in self.edges if edge > 0]
        if not limits:
            return (say("change.none", lang),)
        unit = f" {unit}" if unit else ""
        falls, rises = (self._side(way, limits, lang, unit) for way in ("fall", "rise"))
        middle = say("change.about_none", lang, limit=self._limit(limits[0], lang) + unit)
        return (*falls[::-1], middle, *rises)

    def _side(self, way: str, limits: list[int], lang: str, unit: str) -> list[str]:
        """Name the classes of one side, the smallest change first."""
        between = [
            say(f"change.{way}", lang, low=self._limit(low, lang), high=self._limit(high, lang) + unit)
            for low, high in pairwise(limits)
        ]
        return [*between, say(f"change.{way}.from", lang, low=self._limit(limits[-1], lang) + unit)]

    def _limit(self, limit: int, lang: str) -> str:
        """Write a limit without decimals that no limit needs."""
        factor = 10 ** DECIMALS[self.kind]
        decimals = 0 if all(edge % factor == 0 for edge in self.edges if edge > 0) else DECIMALS[self.kind]
        return numbers.number(limit / factor, lang, decimals=decimals)


def classify(values: pd.Series, *, kind: Kind, k: int = 5) -> ChangeClasses:
    """Sort differences (missing allowed) into at most `k` classes, an odd number, with round limits about zero.

    Limits suit the sizes of the changes, whatever their sign; a change of exactly a limit is in the outer class.
    """
    read = [as_read(value, kind) for value in values]
    known = np.array([r for r in read if r is not None], dtype=np.int64)
    limits = _limits(np.sort(np.abs(known)), (k + 1) // 2, kind)
    edges = (*(1 - limit for limit in limits[::-1]), *limits)
    counts = np.bincount(np.searchsorted(edges, known, side="right"), minlength=len(edges) + 1)
    return ChangeClasses(
        kind=kind,
        edges=edges,
        counts=tuple(int(count) for count in counts) if len(known) else (),
        missing=len(read) - len(known),
        low=int(known.min()) if len(known) else None,
        high=int(known.max()) if len(known) else None,
    )


def _limits(sizes: np.ndarray, classes: int, kind: Kind) -> tuple[int, ...]:
    """Return the limits between sizes of change, rising; none where nothing changed."""
    if len(sizes) == 0 or sizes[-1] == 0:
        return ()
    if sizes[0] == sizes[-1] or classes < 2:
        return (int(sizes[-1]),)
    return tuple(int(limit) for limit in breaks.steps(sizes, classes, even=kind == "share"))
