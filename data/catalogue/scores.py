"""Scores: figures of a scale with up to two decimals, stored in whole hundredths beside the counts.

A score holds for the unit that it was given to, and is never added up, averaged or divided.
"""

from typing import Final

from data.catalogue.current import catalogue
from data.i18n.numbers import number

PARTS: Final = 100
"""Stored units in a point: 6,735 is 67.35."""
DECIMALS: Final = 2


def is_score(indicator: str | None) -> bool:
    """Tell whether an indicator is a score; all others are counts."""
    return indicator in catalogue().scores


def as_reported(indicator: str | None, stored: int) -> int | float:
    """Return a stored figure as it was reported: a score in points, a count as it is."""
    return stored / PARTS if is_score(indicator) else stored


def written(indicator: str | None, stored: int, lang: str) -> str:
    """Write a stored figure of an indicator as people read it: "67,35", "1.676"."""
    return number(stored / PARTS, lang, decimals=DECIMALS) if is_score(indicator) else number(stored, lang)
