"""Columns headed by a code of the village sheet and words beside it: "CT01 - Tổng số hộ dân".

The code says what the column is, unless the words say something else: neither is taken against the other.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from data.catalogue.current import catalogue
from data.intake.columns import Column
from data.intake.headings import Guess, explain, guesses, read
from data.intake.synonyms import SHEET_CODES, indicator_of_sheet

_CODED: Final = re.compile(r"\(?\s*ct\s*[.\-]?\s*0?(\d{1,2})\s*\)?\s*[-–:.]*\s*(.*)", re.IGNORECASE | re.DOTALL)
_LEAST: Final = 3
_LEVELS: Final = {"members_village": "members", "teams_village": "teams"}


def settle(columns: tuple[Column, ...], *, answers: Mapping[str, object]) -> tuple[Column, ...]:
    """Give columns with a code and words their indicator where both agree; ask where they differ.

    A code that feeds no indicator is kept with the sheet alone, whatever its words are like.
    """
    coded = {column.at: found for column in columns if (found := _CODED.fullmatch(column.heading.split(" / ")[-1]))}
    if len(coded) < _LEAST:
        return columns
    unanswered = {at: found for at, found in coded.items() if columns[at].question not in answers}
    return tuple(
        _settled(column, *unanswered[column.at].groups()) if column.at in unanswered else column for column in columns
    )


def _settled(column: Column, number: str, words: str) -> Column:
    code = f"CT{int(number):02d}"
    if code not in SHEET_CODES or column.role in ("ignored", "personal", "empty"):
        return column
    indicator = indicator_of_sheet(catalogue(), code)
    if not words.strip():
        return column
    said = read(words)
    told = explain(words)
    nearest = guesses(frozenset(told.ideas), len(told.unknown))
    if indicator is None:
        return replace(column, role="sheet_code", indicator=None, guesses=())
    if said in (indicator, _LEVELS.get(indicator, indicator)):
        return replace(column, role="indicator", indicator=indicator, guesses=())
    offered = tuple(
        dict.fromkeys([Guess(indicator, 0.6), *(guess for guess in nearest if guess.indicator != indicator)])
    )
    return replace(column, role="unknown", indicator=None, guesses=offered[:3])
