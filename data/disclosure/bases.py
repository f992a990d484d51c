"""Hides measures where their parts, beside the counts, tell what a few villages have.

A measure is summed over the villages that gave both its parts. Where one of them gave a count alone, the count less the
measure's part is what that village has. Such rests follow from every relation of the catalogue that does not hold in
a unit (rules.rests). Where one is small, the measures that leave a rest are hidden in that unit and quarter; the counts
stay. What is not known of hidden rests has to be no small number in each sum that is shown, of two or more: else the
next smallest are hidden too, and where there are none, the measures of the sum, and of a part of it. This goes on until
nothing changes. It comes after the attack, and takes nothing from it: of fewer figures no more can be told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from data.disclosure.areas import Areas
from data.disclosure.cells import Cells
from data.disclosure.previous_release import Former
from data.disclosure.quantities import small, weak
from data.disclosure.rules import Sum
from data.disclosure.suppress import Shown, countries
from data.units.structures import StructureId

Key = tuple[str, StructureId]


def without_small_rests(shown: Shown, *, limit: int, before: Former | None = None) -> Shown:
    """Return what is shown without the measures that would tell of a few villages."""
    hidden = {key: marks.copy(order="F") for key, marks in shown.hidden.items()}
    for relations in shown.cells.rules.rests.values():
        rests = _rests(shown.cells, relations)
        for period in range(len(shown.cells.periods)):
            at = {key: values[period] for key, values in rests.items()}
            kept = _kept(shown, before, relations, period)
            if kept or any(small(values, limit).any() for values in at.values()):
                _Group(shown, hidden, relations, period, at, limit, before, kept).choose()
    numbers = {key: np.where(hidden[key], np.nan, values) for key, values in shown.numbers.items()}
    return replace(shown, hidden=hidden, numbers=numbers)


def _rests(cells: Cells, relations: tuple[Sum, ...]) -> dict[Key, np.ndarray]:
    """Return what each relation leaves, by period, unit and relation; 0 where it holds or lacks a number."""
    place = cells.rules.place

    def left(values: np.ndarray) -> np.ndarray:
        made = np.empty((*values.shape[:2], len(relations)))
        for number, (column, terms) in enumerate(relations):
            made[..., number] = sum(factor * values[..., place[name]] for name, factor in terms)
            made[..., number] -= values[..., place[column]]
        rest: np.ndarray = np.abs(np.nan_to_num(made))
        return rest

    found = {("commune", name): left(values) for name, values in cells.communes.items()}
    found |= {("province", name): left(values) for name, values in cells.provinces.items()}
    return found | {("country", name): left(values) for name, values in countries(cells).items()}


def _kept(shown: Shown, before: Former | None, relations: tuple[Sum, ...], period: int) -> dict[Key, np.ndarray]:
    """Return the units whose measures a former release has kept back, with what is the same now."""
    if before is None:
        return {}
    places = [shown.cells.rules.place[column] for column, _ in relations]
    found = {key: marks[period][:, places].any(axis=-1) for key, marks in before.kept.items()}
    return found if any(marks.any() for marks in found.values()) else {}


@dataclass
class _Group:
    """The measures of a suppression group in one period; rests: by level and structure, of each unit and relation."""

    shown: Shown
    hidden: dict[Key, np.ndarray]
    relations: tuple[Sum, ...]
    period: int
    rests: Mapping[Key, np.ndarray]
    limit: int
    before: Former | None
    kept: Mapping[Key, np.ndarray]

    def __post_init__(self) -> None:
        self.here: Areas = self.shown.cells.areas
        self.closed: dict[Key, np.ndarray] = {}
        self.anyway: dict[Key, np.ndarray] = {}
        known = self.shown.cells.rules.known.indicators
        of_counts = np.array([any(name in known for name, _ in terms) for _, terms in self.relations])
        for key, rests in self.rests.items():
            left = rests.any(axis=-1)
            kept = self.kept.get(key, np.zeros(len(rests), bool))
            # large parts of two measures are near each other by chance: in a province that tells nothing of villages
            judged = rests if key[0] == "commune" else rests[:, of_counts]
            self.closed[key] = (small(judged, self.limit) | kept) & left
            self.anyway[key] = self._hidden_anyway(key) & left

    def _hidden_anyway(self, key: Key) -> np.ndarray:
        """Tell of which units the measures are hidden already."""
        places = [self.shown.cells.rules.place[column] for column, _ in self.relations]
        found: np.ndarray = self.shown.hidden[key][self.period][:, places].any(axis=-1)
        return found

    def choose(self) -> None:
        """Close units from communes up to the country until nothing changes; hide the measures that leave a rest."""
        self._links()
        before = -1
        while before != (before := sum(int(closed.sum()) for closed in self.closed.values())):
            for below, above, of in self.links:
                self._within(below, above, of)
        for key, closed in self.closed.items():
            self._hide(key, closed)

    def _links(self) -> None:
        """Note what lies in what, from communes up to the country, and what is not known of the rests of each unit."""
        first, last = self.here.first, self.here.last
        self.links: list[tuple[Key, Key, np.ndarray]] = [
            (("commune", name), ("commune", last), self._parents(name)) for name in self.here.structures[:-1]
        ]
        for name in dict.fromkeys((first, last)):
            self.links.append((("commune", last), ("province", name), self.here.within[name][self.here.of[last]]))
        if first != last:
            self.links.append((("province", first), ("province", last), self._provinces()))
        for name in dict.fromkeys((first, last)):
            none = np.zeros(len(self.closed["province", name]), int)
            self.links.append((("province", name), ("country", name), none))
        self.unknown = {key: np.zeros_like(rests) for key, rests in self.rests.items()}
        self.parts: dict[Key, list[tuple[Key, np.ndarray, np.ndarray]]] = {}
        for below, above, of in self.links:
            order = np.argsort(of, kind="stable")
            starts = np.searchsorted(of[order], np.arange(len(self.closed[above]) + 1))
            self.parts.setdefault(above, []).append((below, order, starts))
        levels = [("commune", name) for name in self.here.structures]
        for key in [*levels, *(("province", name) for name in dict.fromkeys((first, last)))]:
            for unit in np.flatnonzero(self.closed[key] | self.anyway[key]):
                self._refresh(key, int(unit))

    def _refresh(self, key: Key, unit: int) -> None:
        """Work out what is not known of the rests of a hidden unit: all that is not shown of its parts."""
        rests = self.rests[key][unit]
        unknown = rests.copy()
        for below, order, starts in self.parts.get(key, ()):
            inside = order[starts[unit] : starts[unit + 1]]
            its = self.rests[below][inside]
            shown = rests - (its - self.unknown[below][inside]).sum(axis=0)
            unknown = np.where(np.abs(its.sum(axis=0) - rests) < 0.5, np.minimum(unknown, shown), unknown)
        self.unknown[key][unit] = unknown

    def _close(self, key: Key, unit: int) -> None:
        """Close a unit; of the closed ones above it less is known then."""
        self.closed[key][unit] = True
        self._refresh(key, unit)
        for below, above, of in self.links:
            if below == key and of[unit] >= 0 and (self.closed[above] | self.anyway[above])[of[unit]]:
                self._refresh(above, int(of[unit]))

    def _parents(self, name: StructureId) -> np.ndarray:
        """Return the commune of today that each commune of a structure lies in; -1 where its area is divided."""
        here = self.here
        of_area = np.full(here.count, -1)
        of_area[here.of[here.last]] = np.arange(len(here.of[here.last]))
        of_area[here.divided] = -1
        found: np.ndarray = of_area[here.of[name]]
        return found

    def _provinces(self) -> np.ndarray:
        """Return the province of today that each former province lies in."""
        here = self.here
        found = np.full(len(here.provinces[here.first]), -1)
        inside = here.within[here.first] >= 0
        found[here.within[here.first][inside]] = here.within[here.last][inside]
        return found

    def _within(self, below: Key, above: Key, of: np.ndarray) -> None:
        """Let the closed units below hide each other in each unit above that is not closed; else close that too."""
        rests, closed = self.rests[below], self.closed[below]
        open_ = self._untold(below)
        for unit in np.union1d(of[closed & (of >= 0)], np.flatnonzero(self.closed[above])):
            inside = np.flatnonzero(of == unit)
            if self.closed[above][unit] or self.anyway[above][unit]:
                self._inside(below, inside)
                continue
            more = self._in_order(inside[~closed[inside] & open_[inside]], rests)
            while self._weak(self.unknown[below][inside]):
                each = next(more, None)
                if each is None:
                    self._close(above, int(unit))
                    break
                self._close(below, each)
                if below[0] == "commune" and below[1] == self.here.last:
                    self._open_up(each)

    def _weak(self, unknown: np.ndarray) -> bool:
        """Tell whether some rest of hidden units is theirs alone, or small together."""
        return bool(weak(np.where(unknown > 0, unknown, np.nan)[None], self.limit).any())

    def _in_order(self, units: np.ndarray, rests: np.ndarray) -> Iterator[int]:
        size = rests[units].max(axis=-1, initial=0)
        yield from units[np.argsort(size, kind="stable")][np.sort(size) > 0].tolist()

    def _inside(self, below: Key, inside: np.ndarray) -> None:
        """Close parts of a closed unit, so that its parts do not add up to it in any relation."""
        rests = self.rests[below][inside]
        for number in np.flatnonzero(rests.any(axis=0)):
            there = np.flatnonzero(rests[:, number] > 0)
            if not self.unknown[below][inside[there], number].any():
                self._close(below, int(inside[there[np.argmin(rests[there, number])]]))

    def _open_up(self, commune: int) -> None:
        """Close a former commune in a commune of today that is closed only to hide others."""
        for name in self.here.structures[:-1]:
            self._inside(("commune", name), np.flatnonzero(self._parents(name) == commune))

    def _untold(self, key: Key) -> np.ndarray:
        """Tell which units a former release has not told."""
        if self.before is None:
            return np.ones(len(self.closed[key]), bool)
        places = [self.shown.cells.rules.place[column] for column, _ in self.relations]
        told: np.ndarray = self.before.told[key][self.period][:, places].any(axis=-1)
        return ~told

    def _hide(self, key: Key, closed: np.ndarray) -> None:
        """Hide in closed units the measures that leave a rest, both parts of each."""
        place = self.shown.cells.rules.place
        for number, (column, _) in enumerate(self.relations):
            measure = column.rpartition("__")[0]
            left = closed & (self.rests[key][:, number] > 0)
            for ending in ("num", "base"):
                at = place.get(f"{measure}__{ending}")
                if at is not None:
                    there = ~np.isnan(self.shown.numbers[key][self.period, :, at])
                    self.hidden[key][self.period, left & there, at] = True
