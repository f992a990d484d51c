"""Takes out of the figures what is hidden: cell by cell, each either shown, missing, or hidden."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from data.disclosure.areas import Areas
from data.disclosure.cells import Cells
from data.disclosure.pieces import pieces, wholes
from data.disclosure.rules import Rules
from data.disclosure.secondary_suppression import Hidden, sums_by_area
from data.units.structures import StructureId

Quantity = Callable[[np.ndarray], np.ndarray]
"""Takes one number a unit out of the columns."""


@dataclass(frozen=True)
class Shown:
    """What is published. Arrays of numbers (NaN where missing or hidden) and of what is hidden, of the same form.

    communes, provinces, country: by structure; a row a period, then a unit (a country is one), then a column of
    rules.columns.
    """

    cells: Cells
    numbers: Mapping[tuple[str, StructureId], np.ndarray]
    hidden: Mapping[tuple[str, StructureId], np.ndarray]


def hide(cells: Cells, chosen: Mapping[str, Hidden]) -> Shown:
    """Return the figures without what is hidden.

    What is known to be 0, or to be all of a whole that is shown, is shown too: there is nobody to hide.
    """
    totals = countries(cells)
    numbers = {("commune", name): values for name, values in cells.communes.items()}
    numbers |= {("province", name): values for name, values in cells.provinces.items()}
    numbers |= {("country", name): values for name, values in totals.items()}
    hidden = {key: np.zeros(values.shape, bool, order="F") for key, values in numbers.items()}
    for topic, choice in chosen.items():
        _mark(hidden, cells, topic, choice)
    for key, marks in hidden.items():
        marks &= ~np.isnan(numbers[key])
    return Shown(cells, {key: np.where(hidden[key], np.nan, values) for key, values in numbers.items()}, hidden)


def countries(cells: Cells) -> dict[StructureId, np.ndarray]:
    """Return by structure the sum of its provinces: periods, one unit, columns; missing where none has a number.

    Scores have no sum.
    """
    scores = [cells.rules.place[column] for column in cells.rules.scores]
    made = {}
    for name, values in cells.provinces.items():
        added = np.nansum(values, axis=1, keepdims=True)
        made[name] = np.where(np.isnan(values).all(axis=1, keepdims=True), np.nan, added)
        made[name][..., scores] = np.nan
    return made


def _mark(hidden: Mapping[tuple[str, StructureId], np.ndarray], cells: Cells, topic: str, choice: Hidden) -> None:
    """Mark the cells of one topic."""
    here = cells.areas
    if not any(each.any() for each in (*choice.communes.values(), *choice.provinces.values(), choice.partly)):
        return
    of_areas = wholes(here, pieces(here))
    for column in cells.rules.groups[topic]:
        at = cells.rules.place[column]
        for name in here.structures:
            known = _known_zero(cells, choice, _in_column(at), name)
            for whole in _shown_wholes(column, cells.rules):
                is_all = _known_zero(cells, choice, _rest_of(whole, part=at), name)
                known |= is_all & ~hidden["commune", name][..., whole]
            marked = choice.communes[name][None, :] & ~known
            hidden["commune", name][..., at] = marked | (
                choice.partly[:, here.of[name]] & of_areas[name][here.of[name]]
            )
            hidden["province", name][..., at] = choice.provinces[name]
            hidden["country", name][..., at] = choice.country[:, None]


def _in_column(at: int) -> Quantity:
    return lambda numbers: numbers[..., at]


def _rest_of(whole: int, *, part: int) -> Quantity:
    return lambda numbers: _rest(numbers, part, whole)


def _shown_wholes(column: str, rules: Rules) -> list[int]:
    """Return the columns of wholes, of another topic, that the column is a part of; none in a topic with wholes."""
    group = rules.group_of
    if any(group.get(part) == group.get(whole) == group.get(column) for part, whole in rules.parts):
        return []
    wholes = [whole for part, whole in rules.parts if part == column and group.get(whole) != group.get(part)]
    return [rules.place[whole] for whole in wholes]


def _rest(numbers: np.ndarray, part: int, whole: int) -> np.ndarray:
    """Return what a part leaves of its whole; missing where it is more than that."""
    rest = numbers[..., whole] - numbers[..., part]
    return np.where(rest >= 0, rest, np.nan)


def _known_zero(cells: Cells, choice: Hidden, of: Quantity, name: StructureId) -> np.ndarray:
    """Tell of each period and commune whether a quantity is known to be 0 in all that is hidden together."""
    here = cells.areas
    own = of(cells.communes[name])
    if not choice.communes[name].any():
        return np.zeros(own.shape, bool)
    values = np.where(choice.communes[name][None, :], own, np.nan)
    within_area = np.nan_to_num(sums_by_area(values[..., None], here.of[name], here.count)[..., 0])
    by_area = within_area.copy()
    by_area[:, choice.areas] = _of_province(cells, choice, of, here)[:, choice.areas]
    by_area[choice.partly] = 1.0  # not told
    zero: np.ndarray = (by_area == 0)[:, here.of[name]] & (own == 0)
    return zero


def _of_province(cells: Cells, choice: Hidden, of: Quantity, here: Areas) -> np.ndarray:
    """Return for each period and area what the hidden areas of its province add up to, as the province was told.

    Not 0 where the province is hidden, or not told.
    """
    first = here.first
    made = np.ones((len(cells.periods), here.count))
    for number, name in enumerate(here.structures):
        values = sums_by_area(of(cells.communes[name])[..., None], here.of[name], here.count)[..., 0]
        added = sums_by_area(
            np.where(choice.areas, values, np.nan)[..., None], here.within[first], len(here.provinces[first])
        )[..., 0]
        told = (cells.reported_structure[first] == number) & ~choice.provinces[first]
        known = np.where(told, np.nan_to_num(added), 1.0)[:, here.within[first]]
        made = np.where(told[:, here.within[first]], known, made)
    return made
