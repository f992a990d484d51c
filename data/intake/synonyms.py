"""The words by which columns are recognised, from the catalogue: words → ideas, and ideas → indicators.

A heading is recognised only when every word of it is known and its ideas fit exactly one rule: "Số hộ có
Internet" holds a word nobody taught us, so it is asked about instead of being read as households. Words are added in
data/catalogue/definitions, or by an office in its own file.
"""

from dataclasses import dataclass
from typing import Final

from data.catalogue.model import Catalogue, once_each

SHEET_CODES: Final = tuple(f"CT{number:02d}" for number in range(1, 15))
"""The columns of the quarterly village sheet; the catalogue says which indicator one feeds, if any."""


@dataclass(frozen=True)
class HeadingRule:
    """How a heading names an indicator: the ideas that it must hold, and those that it may hold besides."""

    indicator: str
    needs: frozenset[str]
    may: frozenset[str]


@once_each
def heading_rules(known: Catalogue) -> tuple[HeadingRule, ...]:
    """Return the rules of all indicators that reports may bring."""
    return tuple(
        HeadingRule(code, frozenset(pattern.needs.split()), frozenset(pattern.may.split()))
        for code in known.readable
        for pattern in known.indicators[code].patterns
    )


def indicator_of_sheet(known: Catalogue, code: str) -> str | None:
    """Return the indicator that a column of the quarterly village sheet feeds; None: kept with the sheet alone."""
    return known.sheet_codes.get(code)
