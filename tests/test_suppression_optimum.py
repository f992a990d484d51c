"""Small linked tables worked by hand: how far our choice of hidden figures is from the fewest there can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from data.disclosure import rules
from data.disclosure.intruder_test import attack
from data.disclosure.secondary_suppression import choose
from data.disclosure.suppress import Shown, hide
from tests.test_measures_suppression import LIMIT, country, of_values

COLUMN = "people_guided"
FEW = rules.rules(present=(COLUMN,))


@dataclass(frozen=True)
class Table:
    """A country of a few communes; the same tables stand in docs/method.md.

    shape: provinces of today, in each former provinces, in each communes of today made of so many former ones; numbers:
    of the former communes; fewest: the least count of cells, of all levels, that has to be hidden.
    """

    what: str
    shape: list[list[list[int]]]
    numbers: list[float]
    fewest: int


TABLES = (
    Table("nothing small", [[[2, 2]]], [20, 30, 40, 50], 0),
    Table("one small in a large commune of today", [[[2, 2]]], [3, 30, 40, 50], 2),
    Table("two small ones that hide each other", [[[2, 2]]], [3, 2, 40, 50], 2),
    Table("two small ones that hold too little", [[[2, 2]]], [2, 2, 40, 50], 5),
    Table("a whole commune of today is small", [[[1, 2, 1]]], [3, 30, 40, 50], 4),
    Table("one small in each of two", [[[2, 2]]], [3, 30, 4, 50], 4),
    Table("three former ones in one of today", [[[3, 1]]], [3, 30, 8, 50], 2),
    Table("two provinces of today", [[[2, 1]], [[1, 1]]], [3, 30, 40, 50, 60], 2),
    Table("a small former province", [[[1], [1, 1]]], [3, 30, 40], 6),
    Table("two former provinces in one of today", [[[1, 1], [1, 2]]], [3, 30, 40, 50, 60], 4),
    Table("a zero beside a small one", [[[2, 1]]], [3, 0, 40], 4),
    Table("a province that is small", [[[1]], [[1]], [[1]]], [3, 30, 40], 6),
)


def shown_of(table: Table) -> Shown:
    """Return the table with nothing hidden."""
    cells = country(table.shape, np.random.default_rng(0), small=0.0, reported_structure=[0])
    reported = np.full((1, len(table.numbers), len(rules.rules().columns)), np.nan)
    reported[0, :, rules.rules().place[COLUMN]] = table.numbers
    return hide(of_values(cells.areas, reported, [0]).in_columns(FEW), {})


def hidden_cells(shown: Shown) -> set[tuple[tuple[str, str], int]]:
    return {
        (key, int(unit))
        for key, marks in shown.hidden.items()
        for unit in np.flatnonzero(marks[0, :, FEW.place[COLUMN]])
    }


def with_hidden(shown: Shown, cells: set[tuple[tuple[str, str], int]]) -> Shown:
    hidden = {key: np.zeros(marks.shape, bool) for key, marks in shown.hidden.items()}
    for key, unit in cells:
        hidden[key][0, unit, FEW.place[COLUMN]] = True
    numbers = {key: np.where(hidden[key], np.nan, values) for key, values in shown.numbers.items()}
    return Shown(shown.cells, numbers, hidden)


def smaller(shown: Shown, count: int) -> Iterator[set[tuple[tuple[str, str], int]]]:
    """Give all sets of cells that hold every small one and are fewer than `count`."""
    at = FEW.place[COLUMN]
    every = {
        (key, int(unit)): values[0, unit, at]
        for key, values in shown.numbers.items()
        for unit in range(values.shape[1])
    }
    small = {cell for cell, value in every.items() if 0 < value < LIMIT}
    others = [cell for cell, value in every.items() if cell not in small and not np.isnan(value)]
    for more in range(count - len(small)):
        yield from (small | set(chosen) for chosen in combinations(others, more))


def is_safe(shown: Shown) -> bool:
    return attack(shown, limit=LIMIT, quick=False) == []


def ours(table: Table) -> Shown:
    cells = shown_of(table).cells
    return hide(cells, choose(cells, limit=LIMIT))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.what)
def test_the_fewest_are_what_is_said_and_ours_are_safe(table: Table) -> None:
    """No smaller set of cells is safe, by linear programmes; ours is, and is at most half as many again."""
    shown, chosen = shown_of(table), ours(table)
    assert is_safe(chosen)
    assert table.fewest <= len(hidden_cells(chosen)) <= 1.5 * table.fewest
    assert not any(is_safe(with_hidden(shown, cells)) for cells in smaller(shown, table.fewest))


def test_all_of_them_together_are_near_the_fewest() -> None:
    assert sum(len(hidden_cells(ours(table))) for table in TABLES) <= 1.15 * sum(table.fewest for table in TABLES)


def test_the_docs_hold_the_same_tables() -> None:
    text = (Path(__file__).parents[1] / "docs/method.md").read_text("utf-8")
    for table in TABLES:
        numbers = ", ".join(str(number) for number in table.numbers)
        assert f"| {table.what} | {numbers} | {table.fewest} | {len(hidden_cells(ours(table)))} |" in text
