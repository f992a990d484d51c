"""Finds where classes begin: on whole numbers, so that a value on a limit lies on one side for certain.

Every function takes the known values sorted (integers, at least two different ones) and returns rising lower
limits of all classes but the first: class i holds limit[i-1] ≤ value < limit[i], and none is empty.
"""

import warnings
from typing import Final

import numpy as np

_FINEST: Final = 60  # a step of even classes is at least this part of the span
_NEARLY: Final = 0.07  # so much evenness may be given up for a rounder step
_PLAY: Final = 50  # a quantile may move by this part of the different values to a rounder number
_SKETCH: Final = 256  # values on which natural breaks are sought: exact search takes the square of it
_MANTISSAS: Final = (1, 2, 5)


def steps(values: np.ndarray, k: int, *, even: bool) -> np.ndarray:
    """Find round limits that fill `k` classes about evenly: multiples of 1, 2, 2.5 or 5 times a power of ten.

    With `even` all steps are of one width; else a row such as 10, 20, 50, 100 may be taken where values are skewed.
    Fewer classes where there are too few different values.
    """
    for classes in range(min(k, len(np.unique(values))), 1, -1):
        rows = _even_rows(values, classes) + ([] if even else _growing_rows(values, classes))
        scored = [(evenness(values, row), width, row) for width, row in rows if filled(values, row)]
        if scored:
            best = max(score for score, _, _ in scored)
            near = [entry for entry in scored if entry[0] >= best - _NEARLY]
            return max(near, key=lambda entry: (entry[1], entry[0]))[2]
    return np.array([values[-1]])


def quantiles(values: np.ndarray, k: int) -> np.ndarray:
    """Find limits with about the same number of values in each class; equal values stay together."""
    uppers = np.quantile(values, np.arange(1, k) / k, method="inverted_cdf")
    return _between(values, uppers, play=len(np.unique(values)) // _PLAY)


def natural(values: np.ndarray, k: int) -> np.ndarray:
    """Find limits in the gaps between groups of like values (Fisher–Jenks, on at most 256 of the values)."""
    from mapclassify import FisherJenks  # here because its import takes a second, and few maps need it

    rows = np.unique(np.linspace(0, len(values) - 1, _SKETCH).round().astype(int))
    sketch = values[rows].astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that it would be faster with a compiler
        return _between(values, FisherJenks(sketch, k=min(k, len(np.unique(sketch)))).bins, play=0)


def equal(values: np.ndarray, k: int) -> np.ndarray:
    """Find limits of one width from the least to the largest value; classes that would be empty are left out."""
    limits = np.unique(np.ceil(np.linspace(values[0], values[-1], k + 1)[1:-1]).astype(np.int64))
    return _without_empty(values, limits)


def evenness(values: np.ndarray, limits: np.ndarray) -> float:
    """Return how evenly the classes are filled: 1 all alike, 0 all in one."""
    share = _counts(values, limits) / len(values)
    share = share[share > 0]
    return float(-(share * np.log(share)).sum() / np.log(len(limits) + 1))


def filled(values: np.ndarray, limits: np.ndarray) -> bool:
    """Say whether no class is empty."""
    return bool((_counts(values, limits) > 0).all())


def _counts(values: np.ndarray, limits: np.ndarray) -> np.ndarray:
    return np.diff(np.searchsorted(values, limits), prepend=0, append=len(values))


def _even_rows(values: np.ndarray, classes: int) -> list[tuple[float, np.ndarray]]:
    """List (width, limits) for every round width and start that keep the ends from being empty."""
    low, high = int(values[0]), int(values[-1])
    rows = []
    for width in _round_numbers(max(1, (high - low) // _FINEST), high - low):
        first, last = low // width + 1, high // width - (classes - 2)
        rows += [(float(width), width * np.arange(m, m + classes - 1)) for m in range(first, last + 1)]
    return rows


def _growing_rows(values: np.ndarray, classes: int) -> list[tuple[float, np.ndarray]]:
    """List (0, limits) for runs of 1, 2, 5, 10, 20, 50 … or of 1, 10, 100 … within the values."""
    low, high = max(int(values[0]), 0), int(values[-1])
    series = [m * 10**n for n in range(len(str(max(high, 1)))) for m in _MANTISSAS]
    series = [number for number in series if low < number <= high]
    rows = []
    for stride in (1, 2, 3):
        for start in range(len(series) - stride * (classes - 2)):
            rows.append((0.0, np.array(series[start : start + stride * (classes - 2) + 1 : stride])))
    return rows


def _round_numbers(low: int, high: int) -> list[int]:
    """List 1, 2, 5, 10, 20, 25, 50, 100, 200, 250 … from `low` to `high`."""
    powers = [10**n for n in range(len(str(high)) + 1)]
    numbers = {m * p for p in powers for m in _MANTISSAS} | {25 * p for p in powers}
    return sorted(number for number in numbers if low <= number <= high)


def _between(values: np.ndarray, uppers: np.ndarray, *, play: int) -> np.ndarray:
    """Turn upper limits that belong to their class into round lower limits, up to `play` different values off."""
    different = np.unique(values)
    limits = {
        _roundest(int(different[max(end - 1 - play, 0)]), int(different[min(end + play, len(different) - 1)]))
        for end in np.searchsorted(different, uppers, side="right")
        if end < len(different)
    }
    return _without_empty(values, np.array(sorted(limits), dtype=np.int64))


def _without_empty(values: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Drop limits whose class would hold nothing."""
    above = np.diff(np.searchsorted(values, limits), append=len(values))
    filled_ones: np.ndarray = limits[(above > 0) & (limits > values[0])]
    return filled_ones


def _roundest(below: int, up_to: int) -> int:
    """Return the roundest number in (below, up_to]."""
    for power in range(len(str(abs(below) + abs(up_to))), -1, -1):
        for step in (5 * 10**power, 10**power):
            candidate: int = up_to // step * step
            if candidate > below:
                return candidate
    return up_to
