"""The pieces that every sum of the country is made of, and which of them were told in which quarter.

A piece is a commune of the structure that divides an area most: a former commune inside one of today's, or with others
inside several among which one was divided. A sum of a quarter is the sum of the pieces that were told in it. Where one
is silent, the sum is less by what it has: so two quarters differ by a single commune.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.disclosure.areas import Areas
from data.units.structures import StructureId


@dataclass(frozen=True)
class Pieces:
    """The pieces of the country.

    structure, place: of which structure each is a commune, and its place there; area: where it lies.
    """

    structure: np.ndarray
    place: np.ndarray
    area: np.ndarray

    def of(self, name: StructureId) -> np.ndarray:
        """Return which pieces are communes of a structure."""
        return self._of.get(name, np.empty(0, int))

    @cached_property
    def _of(self) -> dict[StructureId, np.ndarray]:
        return {name: np.flatnonzero(self.structure == name) for name in np.unique(self.structure.astype(str))}

    def marked(self, communes: Mapping[StructureId, np.ndarray]) -> np.ndarray:
        """Return for each piece (last axis) what an array of each structure says of its commune."""
        shape = next(iter(communes.values())).shape[:-1]
        made = np.zeros((*shape, len(self.area)), next(iter(communes.values())).dtype)
        for name, values in communes.items():
            mine = self.of(name)
            made[..., mine] = values[..., self.place[mine]]
        return made


def pieces(here: Areas) -> Pieces:
    """Return the pieces of these areas."""
    sizes = np.stack([np.bincount(here.of[name], minlength=here.count) for name in here.structures])
    sizes[-1, here.divided] = 0
    finest = len(sizes) - 1 - np.argmax(sizes[::-1], axis=0)  # of several alike the latest
    structure, place, area = [], [], []
    for at, name in enumerate(here.structures):
        mine = np.flatnonzero(finest[here.of[name]] == at)
        structure.append(np.full(len(mine), name, dtype=object))
        place.append(mine)
        area.append(here.of[name][mine])
    return Pieces(*(np.concatenate(each) for each in (structure, place, area)))


def told(here: Areas, every: Pieces, numbers: Mapping[StructureId, np.ndarray]) -> np.ndarray:
    """Return for each period and piece whether it is in the sums.

    numbers: by structure, for each period and commune whether it has a number. Where no piece of an area has one by
    itself, but a whole commune of another structure has, all of them are in it.
    """
    own = every.marked(numbers)
    of_area = {name: _any(marks, here.of[name], here.count) for name, marks in numbers.items()}
    pieces_tell = _any(own, every.area, here.count)
    others_tell = np.any(list(of_area.values()), axis=0) & ~pieces_tell
    made: np.ndarray = own | others_tell[:, every.area]
    return made


def wholes(here: Areas, every: Pieces) -> dict[StructureId, np.ndarray]:
    """Return by structure of which areas of several pieces one commune of it is all, or all of its communes are."""
    made, several = {}, np.bincount(every.area, minlength=here.count) > 1
    for name, of in here.of.items():
        of_piece = np.zeros(here.count, bool)
        of_piece[every.area[every.of(name)]] = True
        made[name] = (np.bincount(of, minlength=here.count) == 1) & ~of_piece & ~here.divided & several
    made[here.last] |= here.divided
    return made


def blocks(here: Areas) -> np.ndarray:
    """Return for each area the number of its block: areas that some province of any structure joins are in one."""
    label = np.arange(here.count)
    while True:
        before = label.copy()
        for within in here.within.values():
            least = np.full(within.max(initial=-1) + 1, here.count)
            inside = within >= 0
            np.minimum.at(least, within[inside], label[inside])
            label[inside] = np.minimum(label[inside], least[within[inside]])
        if np.array_equal(before, label):
            return np.unique(label, return_inverse=True)[1]


def differing(rows: Iterable[np.ndarray]) -> list[np.ndarray]:
    """Return rows of marks without those that are empty or come again."""
    found = {row.tobytes(): row for row in rows if row.any()}
    return list(found.values())


def _any(marks: np.ndarray, of: np.ndarray, count: int) -> np.ndarray:
    """Return for each period and group whether any of its units is marked."""
    made = np.zeros((len(marks), count), bool)
    when, where = np.nonzero(marks)
    made[when, of[where]] = True
    return made
