"""Chooses what is hidden: every small figure, and as many others as it takes that nothing gives one of them back.

A topic of a commune is hidden in all periods or in none, so that no period tells of another. Of hidden figures it is
known what they add up to: in the nearest sum above them that is shown. Where this does not hide them (quantities.weak),
the smallest unit beside them is hidden too; where all together do not, the sum itself is hidden, and so on upwards.

Former communes that were divided among several of today's, and those that came together with them, are not published by
themselves at all: who came from where is known of their villages alone.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from data.disclosure import over_time, quantities
from data.disclosure.areas import Areas
from data.disclosure.cells import Cells
from data.disclosure.over_time import Timeline
from data.disclosure.previous_release import Topic
from data.disclosure.quantities import small, weak
from data.units.structures import StructureId


@dataclass(frozen=True)
class Hidden:
    """What is hidden of one topic.

    communes: by structure, for each commune (in all periods). areas: for each area, whether its sum is. partly: for
    each period and area, whether communes that are all of it are hidden though single pieces of it are not
    (over_time). provinces: by structure, for each period and province. country: for each period.
    """

    communes: Mapping[StructureId, np.ndarray]
    areas: np.ndarray
    partly: np.ndarray
    provinces: Mapping[StructureId, np.ndarray]
    country: np.ndarray


def choose(
    cells: Cells,
    *,
    limit: int,
    also: Mapping[str, Collection[int]] | None = None,
    before: Mapping[str, Topic] | None = None,
) -> dict[str, Hidden]:
    """Return by topic what is hidden.

    also: areas that are to be hidden besides; before: what a former release has told and kept back; both by topic.
    """
    return Choices(cells, limit=limit, before=before).choose(also or {})


class Choices:
    """Choices on the same figures, again and again with more that is to be hidden: what stays the same is kept."""

    def __init__(self, cells: Cells, *, limit: int, before: Mapping[str, Topic] | None = None) -> None:
        self._cells, self._limit, self._before = cells, limit, before or {}
        self._size = _sizes(cells)
        self._timeline = Timeline.of(cells, self._size)
        self._made: dict[str, tuple[frozenset[int], list[Hidden], Hidden]] = {}

    def choose(self, also: Mapping[str, Collection[int]]) -> dict[str, Hidden]:
        """Return by topic what is hidden; also: by topic, areas that are to be hidden besides."""
        found: dict[str, Hidden] = {}
        for topic in self._cells.rules.groups:
            followed = self._cells.rules.followers.items()
            leaders = [found[name] for name, followers in followed if topic in followers]
            found[topic] = self._of_topic(topic, leaders, frozenset(also.get(topic, ())))
        return found

    def _of_topic(self, topic: str, leaders: list[Hidden], also: frozenset[int]) -> Hidden:
        """Choose for one topic, unless that was done with the same areas and the same leaders."""
        if topic in self._made:
            areas, led_by, hidden = self._made[topic]
            if areas == also and all(one is other for one, other in zip(led_by, leaders, strict=True)):
                return hidden
        hidden = _Choice(
            self._cells, topic, self._limit, self._size, self._timeline, leaders, also, self._before.get(topic)
        ).made()
        self._made[topic] = also, leaders, hidden
        return hidden


def _sizes(cells: Cells) -> dict[StructureId, np.ndarray]:
    """Return by structure how many households each commune has at most (communes without a number come last)."""
    at = cells.rules.place.get("households")
    households = {
        name: np.full(values.shape[:2], np.nan) if at is None else values[..., at]
        for name, values in cells.communes.items()
    }
    return {
        name: np.where(np.isnan(each).all(axis=0), np.inf, np.nan_to_num(each).max(axis=0))
        for name, each in households.items()
    }


@dataclass
class _Choice:
    """The choice for one topic, while it is made."""

    cells: Cells
    topic: str
    limit: int
    size: Mapping[StructureId, np.ndarray]
    timeline: Timeline
    leaders: Sequence[Hidden]
    also: Collection[int]
    before: Topic | None
    told: dict[StructureId, np.ndarray] = field(default_factory=dict)
    sums: dict[StructureId, np.ndarray] = field(default_factory=dict)
    kept: dict[StructureId, np.ndarray] = field(default_factory=dict)
    open: dict[StructureId, np.ndarray] = field(default_factory=dict)
    communes: dict[StructureId, np.ndarray] = field(default_factory=dict)
    provinces: dict[StructureId, np.ndarray] = field(default_factory=dict)
    tiny: dict[StructureId, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.here: Areas = self.cells.areas
        self.areas = np.zeros(self.here.count, bool)
        self.areas[list(self.also)] = True
        self.country = np.zeros(len(self.cells.periods), bool)
        self.partly = np.zeros((len(self.cells.periods), self.here.count), bool)
        for leader in self.leaders:
            self.partly |= leader.partly
        if self.before is not None:
            self.partly |= self.before.partly
        for name, values in self.cells.communes.items():
            self.told[name] = quantities.of_topic(values, self.topic, self.cells.rules)

    def made(self) -> Hidden:
        """Choose from the communes up to the country."""
        self._small()
        for name, values in self.cells.provinces.items():
            self.provinces[name] = small(quantities.of_topic(values, self.topic, self.cells.rules), self.limit)
            if self.before is not None:
                self.provinces[name] |= self.before.provinces[name]
        if self.before is not None:
            self.country |= self.before.country
        if self.areas.any() or any(each.any() for each in (*self.communes.values(), *self.provinces.values())):
            self._beside()
        return Hidden(self.communes, self.areas, self.partly, self.provinces, self.country)

    def _beside(self) -> None:
        """Hide what else it takes."""
        for name, values in self.told.items():
            self.sums[name] = sums_by_area(values, self.here.of[name], self.here.count)
        if self.before is not None and any(each.any() for each in self.before.communes.values()):
            self.kept, self.open = (self._of_before(marks) for marks in (self.before.kept, self.before.open))
        last = self.here.last
        self.area_size = sums_by_area(self.size[last][None, :, None], self.here.of[last], self.here.count)[0, :, 0]
        while True:
            self._within_areas()
            while self._provinces() | self._above():
                pass
            for name in self.here.structures:
                self.communes[name] |= self.areas[self.here.of[name]]
            known = self.before.known if self.before is not None else None
            if not over_time.settle(self.timeline, self.topic, self, known):
                break

    def _small(self) -> None:
        """Hide communes with a small figure in any period, and areas where nothing less can be hidden."""
        for name in self.here.structures:
            hidden: np.ndarray = np.any(small(self.told[name], self.limit), axis=0)
            if self.before is not None:
                hidden |= self.before.communes[name]
            self.tiny[name] = hidden.copy()
            for leader in self.leaders:
                hidden |= leader.communes[name]
            self.communes[name] = hidden
            if name == self.here.last:
                self.areas[self.here.of[name][hidden]] = True
            else:
                self.areas[self.here.of[name][hidden & self._undivided(name)[self.here.of[name]]]] = True
                hidden |= self.here.divided[self.here.of[name]]
        for leader in self.leaders:
            self.areas |= leader.areas

    def _undivided(self, name: StructureId) -> np.ndarray:
        """Tell which areas are one commune of the structure, or divided by several others too."""
        alone = np.bincount(self.here.of[name], minlength=self.here.count) == 1
        undivided: np.ndarray = (~self.here.nested | alone) & ~self.here.divided
        return undivided

    def _of_before(self, marks: Mapping[StructureId, np.ndarray]) -> dict[StructureId, np.ndarray]:
        """Return the sums by area of the marked communes: where structures differ, of the one with less of them."""
        here = self.here
        sums = {
            name: sums_by_area(np.where(marks[name][..., None], values, np.nan), here.of[name], here.count)
            for name, values in self.told.items()
        }
        if self.before is not None and marks is self.before.kept:
            held = np.any([~np.isnan(each) for each in sums.values()], axis=0)
            return {name: np.where(held, np.nan_to_num(self.sums[name]), np.nan) for name in sums}
        least = np.min(
            [np.where(np.isnan(self.sums[name]), np.inf, np.nan_to_num(each, nan=-1.0)) for name, each in sums.items()],
            axis=0,
        )
        return {name: np.where((least < 0) | np.isinf(least), np.nan, least) for name in sums}

    def _within_areas(self) -> None:
        """Where communes of an earlier structure add up to a shown one, hide enough of them, or that one too."""
        for name in self.here.structures[:-1]:
            order, starts = _grouped(self.here.of[name], self.here.count)
            for area in np.unique(self.here.of[name][self.communes[name]]):
                if not self.areas[area] and not self.here.divided[area]:
                    self._within(name, area, order[starts[area] : starts[area + 1]])

    def _within(self, name: StructureId, area: int, members: np.ndarray) -> None:
        values = self.told[name][:, members]
        hidden = self.communes[name][members]
        known, kept = self._told_before(name, members)
        rest = iter(sorted(np.flatnonzero(~hidden), key=lambda at: (known[:, at].any(), self.size[name][members[at]])))
        while (
            weak(values[:, hidden], self.limit).any()
            or (weak(np.where(known[..., None], np.nan, values)[:, hidden], self.limit).any(axis=-1) & kept).any()
        ):
            more = next(rest, None)
            if more is None:
                self.areas[area] = True
                return
            hidden[more] = True
        self.communes[name][members] = hidden

    def _told_before(self, name: StructureId, members: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return for each period which communes a former release has told, and whether it kept any of them back."""
        if self.before is None or not self.kept:
            nothing = np.zeros((len(self.cells.periods), len(members)), bool)
            return nothing, np.zeros(len(nothing), bool)
        return self.before.told[name][:, members], np.any(self.before.kept[name][:, members], axis=1)

    def _provinces(self) -> bool:
        """Let hidden areas hide each other within the smallest provinces; return whether anything changed."""
        return any([self._province(place) for place in np.unique(self.here.within[self.here.first][self.areas])])

    def _province(self, place: int) -> bool:
        here, first = self.here, self.here.first
        inside = np.flatnonzero(here.within[first] == place)
        told = self.cells.reported_structure[first][:, place] if place >= 0 else np.full(len(self.cells.periods), -1)
        asked = (told >= 0) & (~self.provinces[first][:, place] if place >= 0 else False)
        changed = self._hide_more(inside, told, asked)
        left = self._failing(inside[self.areas[inside]], told).any(axis=-1) & asked
        if place >= 0 and left.any():
            self.provinces[first][left, place] = True
            return True
        return changed

    def _hide_more(self, inside: np.ndarray, told: np.ndarray, asked: np.ndarray) -> bool:
        """Hide further areas among `inside`, the smallest first, while those hidden do not hide each other."""
        changed = False
        for area in sorted(inside[~self.areas[inside]], key=lambda at: (self._known(at), self.area_size[at])):
            hidden = inside[self.areas[inside]]
            failing = self._failing(hidden, told) & asked[:, None]
            if not failing.any():
                break
            plain = failing & weak(self._told(self.sums, hidden, told), self.limit)
            more = np.array([area])
            if (self._told(self.sums, more, told)[:, 0][plain] > 0).any() or (
                self.open and (self._told(self.open, more, told)[:, 0][failing] > 0).any()
            ):
                self.areas[area] = changed = True
        return changed

    def _known(self, area: int) -> bool:
        """Tell whether a former release has told an area: it hides others worse than one that nobody knows."""
        return bool(self.open) and all(np.isnan(each[:, area]).all() for each in self.open.values())

    def _failing(self, areas: np.ndarray, told: np.ndarray) -> np.ndarray:
        """Tell for each period and quantity whether these hidden areas fail to hide each other.

        What a former release kept back is to be hidden by others that it has not told.
        """
        failing = weak(self._told(self.sums, areas, told), self.limit)
        if self.kept:
            kept = self._told(self.kept, areas, told)
            others = self._told(self.open, areas, told)
            failing |= (np.nansum(kept, axis=1) > 0) & quantities.too_little(others, self.limit)
        return failing

    def _told(self, sums: Mapping[StructureId, np.ndarray], areas: np.ndarray, told: np.ndarray) -> np.ndarray:
        """Return the quantities of areas, in each period by the communes of the structure that is summed."""
        made = np.full((len(told), len(areas), next(iter(sums.values())).shape[-1]), np.nan)
        for at, name in enumerate(self.here.structures):
            made[told == at] = sums[name][told == at][:, areas]
        return made

    def _above(self) -> bool:
        """Settle what provinces of later structures and the country give away; return whether anything changed."""
        before = (self.areas.sum(), *(hidden.sum() for hidden in self.provinces.values()), self.country.sum())
        for name in self.here.structures[1:]:
            for place in range(len(self.here.provinces[name])):
                self._later_province(name, place)
        for period in map(int, np.flatnonzero(self._any_hidden())):
            self._country(period)
        return before != (self.areas.sum(), *(hidden.sum() for hidden in self.provinces.values()), self.country.sum())

    def _any_hidden(self) -> np.ndarray:
        """Tell for each period whether a province of any structure is hidden while the country is not."""
        found: np.ndarray = np.any([hidden.any(axis=1) for hidden in self.provinces.values()], axis=0) & ~self.country
        return found

    def _later_province(self, name: StructureId, place: int) -> None:
        """Hide a province of a later structure where its parts do not hide each other in it."""
        inside = np.flatnonzero(self.here.within[name] == place)
        told = self.cells.reported_structure[name][:, place]
        parts = np.unique(self.here.within[self.here.first][inside])
        for period in map(int, np.flatnonzero((told >= 0) & ~self.provinces[name][:, place])):
            hidden_parts = parts[self.provinces[self.here.first][period, parts]]
            same = (self.cells.reported_structure[self.here.first][period, parts] == told[period]).all()
            if same and not len(hidden_parts):
                continue
            group = inside[self.areas[inside]]
            if same:
                group = group[np.isin(self.here.within[self.here.first][group], hidden_parts)]
            if (len(group) or len(hidden_parts)) and self._weak_at(group, told, period):
                rest = [part for part in parts if part not in hidden_parts] if same else []
                if not self._joined(name, group, told, period, rest):
                    self.provinces[name][period, place] = True

    def _weak_at(self, areas: np.ndarray, told: np.ndarray, period: int) -> bool:
        if not len(areas):
            return True
        only = np.full(len(told), -1)
        only[period] = told[period]
        return bool(self._failing(areas, only)[period].any())

    def _joined(
        self, name: StructureId, group: np.ndarray, told: np.ndarray, period: int, parts: Iterable[int]
    ) -> bool:
        """Hide one more province of the first structure, whose hidden areas hide the group; return whether one does."""
        first = self.here.first
        for part in parts:
            inside = np.flatnonzero(self.here.within[first] == part)
            more = inside[self.areas[inside]]
            if not len(more) and len(inside):
                more = inside[[int(np.argmin(self.area_size[inside]))]]
            if len(more) and not self._weak_at(np.concatenate([group, more]), told, period):
                self.areas[more] = True
                self.provinces[first][period, part] = True
                return True
        return False

    def _country(self, period: int) -> None:
        """Hide one more province where the hidden ones do not hide each other in the country's total, else that too."""
        for name in (self.here.first, self.here.last):
            hidden = np.flatnonzero(self.provinces[name][period])
            if not len(hidden) or self.country[period]:
                continue
            group, told = self._of_provinces(name, hidden, period)
            if not self._weak_at(group, told, period):
                continue
            rest = [place for place in range(len(self.here.provinces[name])) if place not in hidden]
            if not any(self._with_province(name, place, group, told, period) for place in rest):
                self.country[period] = True

    def _of_provinces(self, name: StructureId, places: np.ndarray, period: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the hidden areas of hidden provinces, and the structure that their communes are summed in."""
        group = np.flatnonzero(np.isin(self.here.within[name], places) & self.areas)
        told = np.full(len(self.cells.periods), -1)
        told[period] = max(self.cells.reported_structure[name][period, places], default=-1)
        return group, told

    def _with_province(self, name: StructureId, place: int, group: np.ndarray, told: np.ndarray, period: int) -> bool:
        """Hide a province together with one of its parts, where their hidden areas hide the group."""
        inside = np.flatnonzero(self.here.within[name] == place)
        parts = np.unique(self.here.within[self.here.first][inside])
        if not self._joined(name, group, told, period, parts):
            return False
        self.provinces[name][period, place] = True
        return True


def sums_by_area(values: np.ndarray, of: np.ndarray, count: int) -> np.ndarray:
    """Sum units (the second axis) by area; missing where no unit of the area has a number."""
    order, starts = _grouped(of, count)
    known = ~np.isnan(values[:, order])
    filled = np.where(known, values[:, order], 0.0)
    occupied = np.flatnonzero(np.diff(starts))
    made = np.full((values.shape[0], count, values.shape[2]), np.nan)
    if len(occupied):
        added = np.add.reduceat(filled, starts[occupied], axis=1)
        any_known = np.logical_or.reduceat(known, starts[occupied], axis=1)
        made[:, occupied] = np.where(any_known, added, np.nan)
    return made


def _grouped(of: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the units in the order of their areas, and where each area begins and the last ends."""
    order = np.argsort(of, kind="stable")
    return order, np.searchsorted(of[order], np.arange(count + 1))
