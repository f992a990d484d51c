"""Takes out of the figures what is hidden: cell by cell, each either shown, missing, or hidden."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data.measures.suppression.areas import Areas
from data.measures.suppression.cells import PLACE, Cells
from data.measures.suppression.choosing import Hidden, sums_by_area
from data.measures.suppression.rules import TOPICS
from data.units.structures import StructureId


@dataclass(frozen=True)
class Shown:
    """What is published. Arrays of numbers (NaN where missing or hidden) and of what is hidden, of the same form.

    communes, provinces, country: by structure; a row a period, then a unit (a country is one), then a column of
    rules.COLUMNS.
    """

    cells: Cells
    numbers: Mapping[tuple[str, StructureId], np.ndarray]
    hidden: Mapping[tuple[str, StructureId], np.ndarray]


def hide(cells: Cells, chosen: Mapping[str, Hidden]) -> Shown:
    """Return the figures without what is hidden. Hidden cells of which it is known that they are 0 are shown."""
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
    """Return by structure the sum of its provinces: periods, one unit, columns; missing where none has a number."""
    made = {}
    for name, values in cells.provinces.items():
        added = np.nansum(values, axis=1, keepdims=True)
        made[name] = np.where(np.isnan(values).all(axis=1, keepdims=True), np.nan, added)
    return made


def _mark(
    hidden: Mapping[tuple[str, StructureId], np.ndarray], cells: Cells, topic: str, choice: Hidden
) -> None:
    """Mark the cells of one topic."""
    here = cells.areas
    if not any(each.any() for each in (*choice.communes.values(), *choice.provinces.values())):
        return
    for column in TOPICS[topic]:
        at = PLACE[column]
        for name in here.structures:
            values = cells.communes[name][..., at]
            zero = (values == 0) & _known_zero(cells, choice, at, name)
            hidden["commune", name][..., at] = choice.communes[name][None, :] & ~zero
            hidden["province", name][..., at] = choice.provinces[name]
            hidden["country", name][..., at] = choice.country[:, None]


def _known_zero(cells: Cells, choice: Hidden, at: int, name: StructureId) -> np.ndarray:
    """Tell for each period and commune whether all that is hidden together with it is 0, and a shown sum says so."""
    here = cells.areas
    if not choice.communes[name].any():
        return np.zeros((len(cells.periods), len(here.codes[name])), bool)
    values = np.where(choice.communes[name][None, :], cells.communes[name][..., at], np.nan)
    within_area = np.nan_to_num(sums_by_area(values[..., None], here.of[name], here.count)[..., 0])
    by_area = within_area.copy()
    by_area[:, choice.areas] = _of_province(cells, choice, at, here)[:, choice.areas]
    return (by_area == 0)[:, here.of[name]]


def _of_province(cells: Cells, choice: Hidden, at: int, here: Areas) -> np.ndarray:
    """Return for each period and area what the hidden areas of its province add up to, as the province was told.

    Not 0 where the province is hidden, or not told.
    """
    first = here.first
    made = np.ones((len(cells.periods), here.count))
    for number, name in enumerate(here.structures):
        values = sums_by_area(cells.communes[name][..., at][..., None], here.of[name], here.count)[..., 0]
        added = sums_by_area(np.where(choice.areas, values, np.nan)[..., None], here.within[first],
                             len(here.provinces[first]))[..., 0]
        told = (cells.told_in[first] == number) & ~choice.provinces[first]
        known = np.where(told, np.nan_to_num(added), 1.0)[:, here.within[first]]
        made = np.where(told[:, here.within[first]], known, made)
    return made
