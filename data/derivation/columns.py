"""The columns that are carried between structures: every indicator, and the parts of measures that are no indicator.

A measure's part such as "households - households_smartphone" is carried as a count of its own: the difference of
two converted figures would be less sure than the difference is.
"""

import re
from typing import Final

from data.catalogue.indicators import INDICATORS
from data.catalogue.measures import REPORTED

_WORD: Final = re.compile(r"[a-z_]+")


def _expressions() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    found: dict[str, str] = {}
    read: dict[str, tuple[str, ...]] = {}
    for measure in REPORTED.values():
        for part, expression in (("num", measure.numerator), ("base", measure.base)):
            if expression and expression not in INDICATORS and expression not in found.values():
                name, words = f"{measure.code}__{part}", set(_WORD.findall(expression))
                found[name], read[name] = expression, tuple(need for need in measure.needs if need in words)
    return found, read


EXPRESSIONS, _NEEDS = _expressions()
"""Parts of measures that are no indicator, by the column of the first measure that has it: SQL over indicators."""

COLUMNS: Final[tuple[str, ...]] = (*INDICATORS, *EXPRESSIONS)
"""What is carried, in this order."""


def column_of(expression: str) -> str:
    """Return the column that carries an expression: an indicator, or the name of it in EXPRESSIONS."""
    return next((name for name, told in EXPRESSIONS.items() if told == expression), expression)


def needs(column: str) -> tuple[str, ...]:
    """List the indicators whose numbers enter a column: itself, or those that its expression reads."""
    return _NEEDS.get(column, (column,))
