"""How the cells of a column are read by what the catalogue says of it: counts, scores of a scale, words of states."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from data.catalogue.current import catalogue
from data.catalogue.model import Catalogue, once_each
from data.catalogue.records import Accrual, Time
from data.spreadsheets import cells as values
from data.spreadsheets.cells import Cell, Read
from data.units.names import fold

Reader = Callable[[Cell], Read]

_IN_BRACKETS: Final = re.compile(r"(.*?)\s*\(([^()]*)\)")


def is_rating(column: str | None) -> bool:
    """Tell whether a column holds scores or states: its cells are no counts, and nothing checks their sum."""
    known = catalogue()
    return column in known.scores or column in known.states


def reader(column: str | None) -> Reader:
    """Return how the cells of a column are read that is an indicator or a state."""
    known = catalogue()
    if column is not None and column in known.scores:
        return partial(values.score, most=known.scores[column])
    if column is not None and column in known.states:
        return partial(_state, words=_words(known)[column])
    return values.read


def counts(column: str, read: Read) -> dict[str, int | None]:
    """Return the figures that a cell of a column says, by indicator: of a state 1, of the others 0; of a blank none."""
    state = catalogue().states.get(column)
    if state is None:
        return {column: read.count}
    if read.count is None:
        return dict.fromkeys(state.indicators)
    told: dict[str, int | None] = {each.indicator: int(at == read.count) for at, each in enumerate(state.one_of)}
    return {state.rated: 1, **told}


def allowed(column: str | None) -> dict[str, object]:
    """Return what a fault of a cell says of the column: the end of its scale, or the words of its states."""
    known = catalogue()
    if column is not None and column in known.scores:
        return {"most": known.scores[column]}
    if column is not None and column in known.states:
        return {"states": ", ".join(each.words[0] for each in known.states[column].one_of)}
    return {}


def indicator(column: str | None) -> str | None:
    """Return the indicator that a column's problems are told of: of a state the count of those that have one."""
    state = catalogue().states.get(column or "")
    return state.rated if state else column


def counted(known: Catalogue, column: str) -> str | None:
    """Return what a column counts; None of states, which count nothing."""
    told = known.indicators.get(column)
    return told.counts if told else None


def accrual(known: Catalogue, column: str) -> Accrual:
    """Return how the figures of a column accrue; a state holds on its day."""
    told = known.indicators.get(column)
    return told.accrual if told else "state"


def time(column: str) -> Time:
    """Return whether the figures of a column are of a day or of a period."""
    told = catalogue().indicators.get(column)
    return told.time if told else "stock"


def _state(cell: Cell, *, words: Mapping[str, int]) -> Read:
    """Read a cell of words: which of the states it names, by itself or in brackets ("Đạt (xanh)"), as its place."""
    if cell is None or not isinstance(cell, str):
        return values.BLANK if cell is None else Read("no_state")
    plain = values.read(cell)
    if plain.kind in ("blank", "mark", "error"):
        return plain if plain.kind == "error" else values.BLANK
    found = _IN_BRACKETS.fullmatch(cell.strip())
    named = {words[word] for text in (cell, *(found.groups() if found else ())) if (word := fold(text)) in words}
    return Read("count", named.pop()) if len(named) == 1 else Read("no_state")


@once_each
def _words(known: Catalogue) -> dict[str, dict[str, int]]:
    """Return by state the place of each of its words, levelled."""
    return {
        code: {fold(word): at for at, each in enumerate(state.one_of) for word in each.words}
        for code, state in known.states.items()
    }
