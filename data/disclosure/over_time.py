"""Hides what two quarters, or two releases, give away beside each other.

What is counted on the day changes little from quarter to quarter. Whoever takes it for unchanged has as many sums as
there are quarters in which other pieces were silent: the differences of these are sums too, of a single commune at
worst. So a piece is safe where no combination of all sums, of all quarters and of the releases before, comes to it
alone (elimination). Where one does, the last of these sums that would be published is not, in this order:

1. totals of provinces, those of larger ones first,
2. communes of several pieces, in the quarters in which they were told as they mostly are,
3. pieces,
4. communes of several pieces in other quarters: partial sums, which say least and are hidden first.

This is how GaussSuppression chooses (Langsrud, 2024): what is refused late costs little. What was published stays so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np

from data.disclosure import pieces
from data.disclosure.areas import Areas
from data.disclosure.cells import Cells
from data.disclosure.elimination import Freedom
from data.disclosure.pieces import Pieces
from data.units.structures import StructureId

_HELPERS = (4, 16, 64)  # of the smallest areas of each kind so many are tried, before a total is hidden


class Marks(Protocol):
    """What is hidden of a topic, while it is chosen (secondary_suppression).

    partly: for each period and area. tiny: by structure, communes with a small figure in any period.
    """

    tiny: dict[StructureId, np.ndarray]
    communes: dict[StructureId, np.ndarray]
    areas: np.ndarray
    partly: np.ndarray
    provinces: dict[StructureId, np.ndarray]
    country: np.ndarray


@dataclass(frozen=True)
class Sheet:
    """What a release before has told of one quarter and kind of column.

    told: which pieces were in the sums; provinces: by structure, of which the total was published; areas: of which a
    commune that is all of it was; secret: of which one was kept back; country: whether its total was published.
    """

    told: np.ndarray
    provinces: Mapping[StructureId, np.ndarray]
    areas: np.ndarray
    secret: np.ndarray
    country: bool


@dataclass(frozen=True)
class Known:
    """What releases before have told of a topic: pieces of which all is known, and sums.

    told: the different marks, for each period and piece, of pieces that are in the sums of now and not known by number.
    """

    pieces: np.ndarray
    sheets: Sequence[Sheet]
    told: list[np.ndarray]


@dataclass(frozen=True)
class Timeline:
    """The pieces of the country, and of each lasting column which of them were told in which quarter.

    block: of each piece; size, area_size: of each piece and area, in households; has_whole: of which areas a commune of
    another structure than that of its pieces is all.
    """

    cells: Cells
    every: Pieces
    block: np.ndarray
    size: np.ndarray
    area_size: np.ndarray
    has_whole: np.ndarray
    settled: dict[tuple[str, int], bytes] = field(default_factory=dict)
    _told: dict[tuple[str, ...], list[np.ndarray]] = field(default_factory=dict)

    @classmethod
    def of(cls, cells: Cells, size: Mapping[StructureId, np.ndarray]) -> "Timeline":
        """Return the timeline of cells; size: of the communes of each structure."""
        every = pieces.pieces(cells.areas)
        its = every.marked(size)
        added = np.bincount(every.area, np.where(np.isinf(its), 0, its), minlength=cells.areas.count)
        whole = np.any(list(pieces.wholes(cells.areas, every).values()), axis=0)
        return cls(cells, every, pieces.blocks(cells.areas)[every.area], its, added, whole)

    def state(self, marks: Marks, hidden: np.ndarray, members: np.ndarray) -> bytes:
        """Return what stands for all that is hidden of some pieces, and of the sums over them."""
        areas = np.unique(self.every.area[members])
        sums = [
            marks.provinces[name][:, np.unique(within[areas][within[areas] >= 0])]
            for name, within in self.cells.areas.within.items()
        ]
        parts = (hidden[members], marks.areas[areas], marks.partly[:, areas], *sums)
        return b"".join(np.packbits(part).tobytes() for part in parts)

    def in_sums(self, marks: Marks, known: Known | None) -> np.ndarray:
        """Tell of which areas it is not known, in every quarter and release, what they add to a total."""
        made: np.ndarray = marks.areas | np.any(marks.partly, axis=0)
        hidden = self.every.marked(marks.communes) & self.has_whole[self.every.area]
        for sheet in known.sheets if known is not None else ():
            made[self.every.area[hidden & sheet.told & ~sheet.areas[self.every.area]]] = True
        return made

    def told(self, topic: str) -> list[np.ndarray]:
        """Return the different marks, for each period and piece, of the topic's lasting columns."""
        rules = self.cells.rules
        columns = tuple(column for column in rules.groups[topic] if column in rules.lasting)
        if columns not in self._told:
            found = {}
            for column in columns:
                at = rules.place[column]
                numbers = {name: ~np.isnan(values[..., at]) for name, values in self.cells.communes.items()}
                marks = pieces.told(self.cells.areas, self.every, numbers)
                found[marks.tobytes()] = marks
            self._told[columns] = [marks for marks in found.values() if marks.any()]
        return self._told[columns]


def settle(timeline: Timeline, topic: str, marks: Marks, known: Known | None = None) -> bool:
    """Hide what else it takes that quarters tell nothing beside each other; return whether anything was hidden."""
    told = timeline.told(topic) if known is None else known.told
    if not told or (len(timeline.cells.periods) < 2 and known is None):
        return False
    hidden = timeline.every.marked(marks.communes)
    changed = False
    for block in np.unique(timeline.block[hidden]):
        members = np.flatnonzero(timeline.block == block)
        state = timeline.state(marks, hidden, members)
        if timeline.settled.get((topic, block)) != state:
            found = _Block(timeline, marks, told, members, known).settled()
            changed |= found
            timeline.settled[topic, block] = b"" if found else state
    return _country(timeline, marks, told, known) or changed


@dataclass
class _Sum:
    """A sum that may be published: of which pieces, for each of the topic's kinds of column; and what hides it."""

    factors: list[np.ndarray]
    weight: tuple[float, ...]
    hide: tuple[str, int, list[int], StructureId | None]


@dataclass
class _Unknowns:
    """Unknowns at the places `at` of a block, of which those at `shown` are to be published if they can.

    left: by kind of column, what is not known of them; wanted: which unknowns and sums are not to follow.
    """

    at: np.ndarray
    shown: np.ndarray
    left: list[Freedom]
    wanted: list[np.ndarray]


class _Block:
    """Pieces that no province joins with others, and the sums over them."""

    def __init__(
        self, timeline: Timeline, marks: Marks, told: Sequence[np.ndarray], members: np.ndarray, known: Known | None
    ) -> None:
        self.timeline, self.marks, self.members, self.known = timeline, marks, members, known
        self.here: Areas = timeline.cells.areas
        self.area = timeline.every.area[members]
        self.told = list({part.tobytes(): part for part in (each[:, members] for each in told)}.values())
        self.before = [] if known is None else pieces.differing(sheet.told[members] for sheet in known.sheets)
        seen = np.concatenate([*self.told, *(row[None] for row in self.before), self._open()[None]]).T
        self.kind = [np.packbits(row).tobytes() for row in np.ascontiguousarray(seen)]

    def settled(self) -> bool:
        """Hide more while some hidden piece can be told; return whether anything was hidden."""
        hidden = self._hidden()
        failing = self.failing(hidden)
        if not failing.any():
            return False
        for count in _HELPERS:
            if self._choose(self._helpers(hidden, failing, count=count), totals=False):
                return True
        return self._choose(np.ones(len(self.members), bool), totals=True) or self._all_above(failing)

    def _all_above(self, failing: np.ndarray) -> bool:
        """Hide all sums above some pieces; return whether any of them was shown."""
        changed = False
        for name, within in self.here.within.items():
            places = np.unique(within[self.area[failing]])
            marks = self.marks.provinces[name]
            changed |= not marks[:, places[places >= 0]].all()
            marks[:, places[places >= 0]] = True
        areas = np.unique(self.area[failing])
        changed |= not (self.marks.partly[:, areas] | self.marks.areas[areas]).all()
        self.marks.partly[:, areas] = True
        return changed

    def _hidden(self) -> np.ndarray:
        hidden: np.ndarray = self.timeline.every.marked(self.marks.communes)[self.members]
        return hidden

    def failing(self, hidden: np.ndarray) -> np.ndarray:
        """Return which hidden pieces follow from the sums that are shown, whatever is not hidden being known."""
        must = self._must(hidden)
        asked_areas = self.timeline.in_sums(self.marks, self.known)
        asked_areas[self.area[must & ~self._settled_within(hidden)]] = True
        unknown, alone = self._kinds(np.flatnonzero(hidden & ~self._open() & asked_areas[self.area]))
        new = self._new(hidden)
        at = np.concatenate([unknown, new])
        asked_for = np.zeros(len(hidden), bool)
        asked_for[at] = True
        sums = [*self.totals(), *self.wholes(asked_for)]
        failing = np.zeros(len(hidden), bool)
        for number in range(len(self.told)):
            asked = [row for row in self._hidden_sums(number, at) if row[: len(unknown)].any()]
            left = Freedom(len(at), asked)
            left.learn(row[at] for row in self.known_sums)
            lost = left.told()
            left.learn(np.eye(len(at), dtype=np.int64)[len(unknown) :])
            left.learn(pieces.differing(each.factors[number][at] for each in sums))
            told = left.told() & ~lost
            failing[unknown[told[: len(unknown)] & alone & must[unknown]]] = True
            for which in np.flatnonzero(told[len(at) :]):
                failing[unknown[asked[which][: len(unknown)]]] = True
        return failing

    def _new(self, hidden: np.ndarray) -> np.ndarray:
        """Return pieces that are shown now and were unknown in sums of releases before, two of each kind."""
        unknown = np.any(self.before, axis=0) if self.before else np.zeros(len(hidden), bool)
        return self._kinds(np.flatnonzero(unknown & ~hidden & ~self._open()), count=2)[0]

    def _kinds(self, places: np.ndarray, *, count: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """Return of pieces that no sum parts the first `count`, the smallest first, and whether they are the only ones.

        Hidden ones that no sum parts are one unknown, which is no single piece.
        """
        size = self.timeline.size[self.members]
        kept: list[int] = []
        found: dict[tuple[int, bytes], int] = {}
        for place in sorted(places.tolist(), key=lambda place: size[place]):
            kind = (int(self.area[place]), self.kind[place])
            found[kind] = found.get(kind, 0) + 1
            if found[kind] <= count:
                kept.append(place)
        alone = [found[int(self.area[place]), self.kind[place]] == 1 for place in kept]
        return np.array(kept, int), np.array(alone, bool)

    def _hidden_sums(self, number: int, unknown: np.ndarray) -> list[np.ndarray]:
        """Return the hidden sums of areas, as marks of the unknown pieces in them."""
        hidden = self.marks.partly | self.marks.areas
        found = []
        for area in np.unique(self.area[unknown]):
            when = hidden[:, area]
            if when.any() and self._has_whole(int(area)):
                rows = self.told[number][np.ix_(when, unknown)] & (self.area[unknown] == area)
                found += list(rows)
            for sheet in self.known.sheets if self.known is not None else ():
                if sheet.secret[area]:
                    found.append(sheet.told[self.members[unknown]] & (self.area[unknown] == area))
        return pieces.differing(found)

    def _must(self, hidden: np.ndarray) -> np.ndarray:
        """Return which hidden pieces are not to follow: of divided areas, all of which are hidden, the small ones."""
        tiny = self.timeline.every.marked(self.marks.tiny)[self.members]
        must: np.ndarray = hidden & ~self._open() & (tiny | ~self.here.divided[self.area])
        return must

    def _settled_within(self, hidden: np.ndarray) -> np.ndarray:
        """Return which pieces lie in areas that are shown, with two or more hidden ones that are told alike."""
        areas, at = np.unique(self.area, return_inverse=True)
        count = np.bincount(at, hidden, len(areas))
        shown = self.timeline.has_whole[areas] & ~self.marks.areas[areas] & ~self.marks.partly[:, areas].any(axis=0)
        alike = np.ones(len(areas), bool)
        for row in (*(row for told in self.told for row in told), *self.before):
            some = np.bincount(at, row & hidden, len(areas))
            alike &= (some == 0) | (some == count)
        settled: np.ndarray = (shown & alike & (count > 1))[at]
        return settled

    def _open(self) -> np.ndarray:
        """Return which pieces releases before have told."""
        return np.zeros(len(self.members), bool) if self.known is None else self.known.pieces[self.members]

    @cached_property
    def known_sums(self) -> list[np.ndarray]:
        """Return the sums that releases before have told."""
        rows: list[np.ndarray] = []
        hidden = np.unique(self.area[self._hidden()])
        for sheet in self.known.sheets if self.known is not None else ():
            told = sheet.told[self.members]
            for name, shown in sheet.provinces.items():
                place = self.here.within[name][self.area]
                rows += [told & (place == each) for each in np.unique(place[place >= 0]) if shown[each]]
            rows += [told & (self.area == area) for area in hidden if sheet.areas[area]]
        return pieces.differing(rows)

    def totals(self) -> Iterator[_Sum]:
        """Give the totals of provinces, each once for all periods in which it is of the same pieces."""
        for name, within in self.here.within.items():
            summed = self.timeline.cells.reported_structure[name]
            for place in np.unique(within[self.area]):
                if place < 0:
                    continue
                inside = np.flatnonzero(within[self.area] == place)
                when = np.flatnonzero((summed[:, place] >= 0) & ~self.marks.provinces[name][:, place])
                for factors, periods in self._by_period(inside, when):
                    weight = (float(len(inside)), float(len(periods)), float(factors[0].sum()))
                    yield _Sum(factors, weight, ("province", int(place), periods, name))

    def wholes(self, asked: np.ndarray) -> Iterator[_Sum]:
        """Give the communes of several pieces, any asked for, each once for all periods when it is of the same."""
        for area in np.unique(self.area[asked]):
            if self.marks.areas[area] or not self._has_whole(area):
                continue
            inside = np.flatnonzero(self.area == area)
            when = np.flatnonzero(~self.marks.partly[:, area])
            found = self._by_period(inside, when)
            often = max((len(periods) for _, periods in found), default=0)
            for factors, periods in found:
                rank = (2.0 if len(periods) == often else 0.0, self.timeline.area_size[area])
                yield _Sum(factors, rank, ("area", int(area), periods, None))

    def _has_whole(self, area: int) -> bool:
        """Tell whether a commune of another structure is all of an area."""
        return bool(self.timeline.has_whole[area])

    def _by_period(self, inside: np.ndarray, when: np.ndarray) -> list[tuple[list[np.ndarray], list[int]]]:
        """Return the different factors of the pieces at some places, and the periods of each."""
        rows = [told[np.ix_(when, inside)] for told in self.told]
        found: dict[bytes, tuple[int, list[int]]] = {}
        for at, period in enumerate(when):
            if any(each[at].any() for each in rows):
                found.setdefault(b"".join(each[at].tobytes() for each in rows), (at, []))[1].append(int(period))
        return [([self._spread(inside, each[at]) for each in rows], periods) for at, periods in found.values()]

    def _spread(self, inside: np.ndarray, factors: np.ndarray) -> np.ndarray:
        made = np.zeros(len(self.members), np.int64)
        made[inside] = factors
        return made

    def _helpers(self, hidden: np.ndarray, failing: np.ndarray, *, count: int) -> np.ndarray:
        """Return the pieces to choose among: areas that are in doubt or hidden, and the smallest of each kind.

        Of other areas it is known in every quarter what they add to a total.
        """
        areas = np.unique(self.area)
        silent = np.any([~told & told.any(axis=0) for told in self.told], axis=0)
        kinds = [np.zeros(len(self.area), bool)]  # never silent
        kinds += [silent[period] for period in np.flatnonzero(silent[:, failing].any(axis=1))]
        there = np.any([told.any(axis=0) for told in self.told], axis=0) & ~self._open()
        kinds += [there & ~row for row in self.before if (~row & failing).any()]  # what came late
        wanted = np.isin(self.area, self.area[failing])
        in_sums = self.timeline.in_sums(self.marks, self.known) | ~self.timeline.has_whole
        wanted |= in_sums[self.area] & hidden
        wanted = np.isin(self.area, self.area[wanted])
        order = areas[np.argsort(self.timeline.area_size[areas], kind="stable")]
        for number, kind in enumerate(kinds):
            there = ~np.isin(order, self.area[silent.any(axis=0)]) if number == 0 else np.isin(order, self.area[kind])
            helpers = order[there & ~self.marks.areas[order]][:count]
            wanted |= np.isin(self.area, helpers)
        return wanted

    def _choose(self, pool: np.ndarray, *, totals: bool) -> bool:
        """Publish one sum after another while no hidden piece follows; hide those that are refused.

        totals: whether totals may be refused; where they may not and one would be, nothing is hidden. Return whether
        anything was.
        """
        start = self._start(pool)
        refused: list[_Sum] = []
        for each in self._in_order(start):
            factors = [every[start.at] for every in each.factors]
            if not any(map(Freedom.would_tell, start.left, factors, start.wanted)):
                for one, its in zip(start.left, factors, strict=True):
                    one.learn([its])
            elif each.hide[0] == "province" and not totals:
                return False
            else:
                refused.append(each)
        for each in refused:
            self._hide(each)
        return bool(refused)

    def _start(self, pool: np.ndarray) -> "_Unknowns":
        """Return the unknowns of a pool of pieces before anything of this release is known of them."""
        hidden, open_ = self._hidden(), self._open()
        unknown, alone = self._kinds(np.flatnonzero(pool & hidden & ~open_))
        others, _ = self._kinds(np.flatnonzero(pool & ~hidden & ~open_), count=2)
        new = self._new(hidden)
        others = np.union1d(others, new)
        at = np.concatenate([unknown, others])
        must = np.concatenate([alone & self._must(hidden)[unknown], np.zeros(len(others), bool)])
        made = _Unknowns(at, others, [], [])
        for number in range(len(self.told)):
            asked = [
                row & ((np.arange(len(at)) < len(unknown)) | np.isin(at, new))
                for row in self._hidden_sums(number, at)
                if row[: len(unknown)].any()
            ]
            one = Freedom(len(at), asked)
            one.learn(row[at] for row in self.known_sums)
            made.left.append(one)
            made.wanted.append(np.flatnonzero(np.concatenate([must, np.ones(len(asked), bool)]) & ~one.told()))
        return made

    def freedoms(self, before: Sequence[np.ndarray]) -> "_Unknowns":
        """Return the hidden pieces as unknowns, when all that is shown of them is known.

        before: further sums that releases before have told; what follows from these and theirs alone is not wanted.
        """
        made = self._start(self._hidden())
        sums = [*self.totals(), *self.wholes(self._hidden())]
        for number, one in enumerate(made.left):
            already = one.copy()
            already.learn(row[made.at] for row in before)
            one.learn(np.eye(len(made.at), dtype=np.int64)[len(made.at) - len(made.shown) :])
            one.learn(pieces.differing(each.factors[number][made.at] for each in sums))
            made.wanted[number] = made.wanted[number][~(one.told() | already.told())[made.wanted[number]]]
        return made

    def _in_order(self, start: "_Unknowns") -> Iterator[_Sum]:
        """Give the sums over some pieces, those that cost most to hide first."""
        inside = np.zeros(len(self.members), bool)
        inside[start.at] = True
        yield from sorted(self.totals(), key=lambda each: each.weight, reverse=True)
        wholes = sorted(self.wholes(inside), key=lambda each: each.weight, reverse=True)
        yield from (each for each in wholes if each.weight[0])
        size = self.timeline.size[self.members]
        for place in sorted(start.shown, key=lambda place: -size[place] if np.isfinite(size[place]) else 0):
            factors = np.zeros(len(self.members), np.int64)
            factors[place] = 1
            yield _Sum([factors] * len(self.told), (), ("piece", int(place), [], None))
        yield from (each for each in wholes if not each.weight[0])

    def _hide(self, refused: _Sum) -> None:
        level, place, periods, name = refused.hide
        if level == "province" and name is not None:
            self.marks.provinces[name][periods, place] = True
        elif level == "piece":
            piece = self.members[place]
            self.marks.communes[self.timeline.every.structure[piece]][self.timeline.every.place[piece]] = True
            if not self._has_whole(int(self.area[place])):
                self.marks.areas[self.area[place]] = True
        else:
            self.marks.partly[periods, place] = True


def _country(timeline: Timeline, marks: Marks, told: Sequence[np.ndarray], known: Known | None) -> bool:
    """Hide more totals where those of the country give back a hidden piece; return whether anything was hidden."""
    changed = False
    shown: list[int] = []
    asked = _Country(timeline, marks, told, known)
    while asked.follow and asked.against_before():
        changed, asked = True, _Country(timeline, marks, told, known)
    for period in map(int, np.flatnonzero(~marks.country)):
        if asked.would_tell(period):
            changed = True
            if not asked.another_province(period, shown):
                marks.country[period] = True
                continue
            asked = _Country(timeline, marks, told, known, shown)
        asked.learn(period)
        shown.append(period)
    return changed


class _Country:
    """What is known within the provinces of which totals are hidden, and the country's totals of some periods."""

    def __init__(
        self,
        timeline: Timeline,
        marks: Marks,
        told: Sequence[np.ndarray],
        known: Known | None,
        periods: Sequence[int] = (),
    ) -> None:
        self.timeline, self.marks, self.told, self.known = timeline, marks, told, known
        self.follow = 0  # how many hidden ones follow from what releases before have told of the country
        here, every = timeline.cells.areas, timeline.every
        hidden = (
            every.marked(marks.communes) & ~(timeline.has_whole & ~marks.areas & ~marks.partly.any(axis=0))[every.area]
        )
        lies_in = np.zeros(len(every.area), bool)
        for name, within in here.within.items():
            place = within[every.area]
            lies_in |= np.take(np.any(marks.provinces[name], axis=0), place) & (place >= 0)
            for sheet in known.sheets if known is not None else ():
                lies_in |= ~sheet.provinces[name][place] & (place >= 0) & sheet.told & sheet.country
        touched = np.unique(timeline.block[lies_in & hidden])
        self.members = np.flatnonzero(np.isin(timeline.block, touched) & hidden)
        if not len(self.members):
            return
        self.block = _Block(timeline, marks, told, self.members, known)
        before = pieces.differing(
            sheet.told[self.members] for sheet in (known.sheets if known is not None else ()) if sheet.country
        )
        self.state = self.block.freedoms(before)
        for number, left in enumerate(self.state.left):
            left.learn(row[self.state.at] for row in before)
            every_one: np.ndarray = left.told()
            follow = np.take(every_one, self.state.wanted[number])
            self.follow += int(follow.sum())
            self.state.wanted[number] = self.state.wanted[number][~follow]
        for period in periods:
            self.learn(period)

    def would_tell(self, period: int) -> bool:
        """Tell whether a hidden piece would follow from the total of a period."""
        if not len(self.members):
            return False
        factors = [each[period][self.state.at].astype(np.int64) for each in self.block.told]
        return any(map(Freedom.would_tell, self.state.left, factors, self.state.wanted))

    def learn(self, period: int) -> None:
        """Take the total of a period as known."""
        if len(self.members):
            for left, each in zip(self.state.left, self.block.told, strict=True):
                left.learn([each[period][self.state.at]])

    def another_province(self, period: int, shown: Sequence[int]) -> bool:
        """Hide the total of one more province in a period, with pieces that are silent then; tell if it helps."""
        silent = np.any([~each[period] & each.any(axis=0) for each in self.told], axis=0)
        for places in self._provinces(silent):
            before = self._totals(places, period)
            if all(before.values()):
                continue
            self._hide(places, period, dict.fromkeys(places, True))
            if not _Country(self.timeline, self.marks, self.told, self.known, shown).would_tell(period):
                return True
            self._hide(places, period, before)
        return False

    def against_before(self) -> bool:
        """Hide the totals of one more province, in as few periods as that helps; tell if it does.

        It is to help against the country's totals of releases before.
        """
        periods = range(len(self.marks.country))
        for places in self._provinces(np.ones(len(self.timeline.every.area), bool)):
            before = [self._totals(places, period) for period in periods]
            if all(all(each.values()) for each in before):
                continue
            for period in periods:
                self._hide(places, period, dict.fromkeys(places, True))
            if self._follow_now() < self.follow:
                for period in periods:
                    self._hide(places, period, before[period])
                    if self._follow_now() >= self.follow:
                        self._hide(places, period, dict.fromkeys(places, True))
                return True
            for period in periods:
                self._hide(places, period, before[period])
        return False

    def _follow_now(self) -> int:
        return _Country(self.timeline, self.marks, self.told, self.known).follow

    def _provinces(self, having: np.ndarray) -> Iterator[dict[StructureId, int]]:
        """Give the provinces, one of each structure, of hidden pieces of a kind, those of the smallest first."""
        here, every = self.timeline.cells.areas, self.timeline.every
        hidden = having & every.marked(self.marks.communes)
        order = np.argsort(self.timeline.area_size[every.area], kind="stable")
        given = set()
        for piece in order[hidden[order]]:
            places = {name: int(here.within[name][every.area[piece]]) for name in here.structures}
            key = tuple(places.values())
            if key not in given and min(key) >= 0:
                given.add(key)
                yield places

    def _totals(self, places: Mapping[StructureId, int], period: int) -> dict[StructureId, bool]:
        return {name: bool(self.marks.provinces[name][period, at]) for name, at in places.items()}

    def _hide(self, places: Mapping[StructureId, int], period: int, marks: Mapping[StructureId, bool]) -> None:
        for name, at in places.items():
            self.marks.provinces[name][period, at] = marks[name]
