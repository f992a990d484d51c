"""Attacks a public release before it is published: between which values can each hidden figure be told to lie?

Most hidden figures are quickly seen to be safe: those of a topic are hidden together in a group of units of which the
sums alone are known. Then any unit of the group may hold all of the sums and the others nothing: each relation between
columns (a sum of others, no more than another) holds for these, since it holds for the sums. So the bounds are 0 and
the sum: what a linear programme would find. What is not of this kind, or not safe, is given to linear programmes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from data.disclosure.bounds import widths
from data.disclosure.quantities import of_topic, weak_groups
from data.disclosure.relations import Relations, Unit, moves
from data.disclosure.rules import Rules
from data.disclosure.suppress import Shown
from data.units.structures import StructureId


@dataclass(frozen=True)
class Narrow:
    """A hidden figure that can be told too nearly: of which unit, column and period, and between which values."""

    unit: Unit
    column: str
    period: int
    low: float
    high: float


@dataclass(frozen=True)
class Doubtful:
    """What is not seen to be safe at once.

    areas: whether the hidden communes of each area are to be looked at by themselves, their sum taken as known; above:
    whether each area is to be looked at together with all sums above it.
    """

    areas: np.ndarray
    above: np.ndarray


Attacks = dict[bytes, list[Narrow]]
"""What attacks found, by all that they read: where nothing of it has changed, they find the same."""


def attack(
    shown: Shown,
    *,
    limit: int,
    quick: bool = True,
    asked: Mapping[str, np.ndarray] | None = None,
    earlier: Attacks | None = None,
) -> list[Narrow]:
    """Return the hidden figures whose bounds lie less than `limit` apart; none where the release is safe.

    quick: leave out of the linear programmes what is seen to be safe. asked: by topic, the periods to look at. earlier:
    attacks on the same structures and rules, which are added to.
    """
    found = []
    known = {} if earlier is None else earlier
    rules = shown.cells.rules
    for topic, columns in rules.groups.items():
        leaders = [leader for leader, followers in rules.followers.items() if topic in followers]
        every = (*columns, *(name for leader in leaders for name in rules.groups[leader]))
        for period in map(int, np.flatnonzero(_hidden_at(shown, columns) & (True if asked is None else asked[topic]))):
            mark = _all_that_is_read(shown, topic, every, period, (limit, quick))
            if mark not in known:
                doubt = _doubtful(shown, topic, period, limit) if quick else _all(shown)
                known[mark] = _solved(shown, columns, every, period, doubt, limit)
            found += known[mark]
    return found


def _all_that_is_read(shown: Shown, topic: str, every: Iterable[str], period: int, how: tuple[int, bool]) -> bytes:
    """Return the sum of all that the attack on a topic in one period reads."""
    cells = shown.cells
    places = [cells.rules.place[column] for column in cells.rules.related(tuple(every))]
    read = hashlib.blake2b(repr((topic, period, how, tuple(every))).encode(), digest_size=16)
    for key in sorted(shown.hidden):
        read.update(np.packbits(shown.hidden[key][period][:, places]).tobytes())
    for name in cells.areas.structures:
        for numbers in (cells.communes[name], cells.provinces[name]):
            read.update(np.ascontiguousarray(numbers[period][:, places]).tobytes())
        read.update(cells.reported_structure[name][period].tobytes())
    return read.digest()


def _hidden_at(shown: Shown, columns: Iterable[str]) -> np.ndarray:
    """Tell for each period whether any of the columns is hidden anywhere."""
    places = [shown.cells.rules.place[column] for column in columns]
    found: np.ndarray = np.any([marks[..., places].any(axis=(1, 2)) for marks in shown.hidden.values()], axis=0)
    return found


def _all(shown: Shown) -> Doubtful:
    every = np.ones(shown.cells.areas.count, bool)
    return Doubtful(~every, every)


def _doubtful(shown: Shown, topic: str, period: int, limit: int) -> Doubtful:
    """Return what is not seen to be safe in one period.

    Of hidden communes in an area whose sum is shown, the area. Where the sums of areas are hidden, all of the province
    that they are in, in the latest structure: unless the hidden areas of each smallest province are a group that hides
    itself. Where the total of a province is hidden, all of that province: the others are known in the country's.
    """
    here = shown.cells.areas
    marks = {name: _topic_hidden(shown, topic, period, name) for name in here.structures}
    of_areas = _areas_hidden(shown, marks)
    doubtful = np.zeros(here.count, bool)
    for name, hidden in marks.items():
        partly = hidden & ~(of_areas | here.divided)[here.of[name]]
        group = np.where(partly, here.of[name], -1)
        doubtful |= _unsafe(shown, topic, period, name, group, here.count, limit)
    unsafe = _provinces_unsafe(shown, topic, period, marks, of_areas, limit)
    for name, within in here.within.items():
        places = [shown.cells.rules.place[column] for column in shown.cells.rules.groups[topic]]
        total_hidden = shown.hidden["province", name][period][:, places].any(axis=1)
        unsafe |= np.take(total_hidden, within) & (within >= 0)
    above = np.isin(here.within[here.last], here.within[here.last][unsafe])
    return Doubtful(doubtful & ~above, above)


def _topic_hidden(shown: Shown, topic: str, period: int, name: StructureId) -> np.ndarray:
    rules = shown.cells.rules
    places = [rules.place[column] for column in rules.groups[topic]]
    marks: np.ndarray = shown.hidden["commune", name][period][:, places].any(axis=1)
    return marks


def _areas_hidden(shown: Shown, marks: dict[StructureId, np.ndarray]) -> np.ndarray:
    """Tell which areas have a hidden commune in the latest structure, or nothing there that could be shown."""
    here = shown.cells.areas
    made = np.zeros(here.count, bool)
    made[here.of[here.last][marks[here.last]]] = True
    return made


def _unsafe(
    shown: Shown, topic: str, period: int, name: StructureId, group: np.ndarray, count: int, limit: int
) -> np.ndarray:
    """Tell which groups of hidden communes (numbered, -1 is none) are not seen to hide themselves."""
    values = shown.cells.communes[name][period]
    members = np.flatnonzero(group >= 0)
    if not len(members):
        return np.zeros(count, bool)
    numbers, of = values[members], group[members]
    rules = shown.cells.rules
    told = ~np.isnan(numbers[:, [rules.place[column] for column in rules.groups[topic]]])
    quantities = of_topic(numbers[None], topic, rules)[0]
    bad: np.ndarray = weak_groups(quantities, of, count, limit) | _uneven(told, of, count)
    if len(set(_distinct(numbers, topic, rules))) > 1:
        for part, whole in rules.parts:  # a whole that is shown is a limit to each unit
            if rules.group_of.get(part) == topic and rules.group_of.get(whole) != topic:
                bad |= _capped(
                    numbers[:, rules.place[part]], numbers[:, rules.place[whole]], quantities, of, count, limit
                )
    return bad


def _distinct(numbers: np.ndarray, topic: str, rules: Rules) -> list[bytes]:
    """Return the columns of the topic as bytes: one limit alone is no matter where all columns are the same."""
    return [np.ascontiguousarray(numbers[:, rules.place[column]]).tobytes() for column in rules.groups[topic]]


def _uneven(told: np.ndarray, of: np.ndarray, count: int) -> np.ndarray:
    """Tell in which groups some units have numbers in columns where others have none."""
    most = np.zeros((count, told.shape[1]), bool)
    np.logical_or.at(most, of, told)
    bad = np.zeros(count, bool)
    bad[of[(told != most[of]).any(axis=1) & told.any(axis=1)]] = True
    return bad


def _capped(
    part: np.ndarray, whole: np.ndarray, quantities: np.ndarray, of: np.ndarray, count: int, limit: int
) -> np.ndarray:
    """Tell in which groups the shown wholes leave some unit too little room, or the others too little without it.

    A unit can hold as much of every sum of the group as its whole allows of the part; the others hold the rest in
    proportion to their wholes.
    """
    room = np.where(np.isnan(part) | np.isnan(whole), 0.0, whole)
    sums, rooms = np.bincount(of, np.nan_to_num(part), minlength=count), np.bincount(of, room, minlength=count)
    added = np.zeros((count, quantities.shape[1]))
    np.add.at(added, of, np.nan_to_num(quantities))
    least = np.where(added > 0, added, np.inf).min(axis=1)
    share = np.divide(room, sums[of], out=np.ones_like(room), where=sums[of] > 0).clip(max=1.0)
    bad = np.zeros(count, bool)
    tight = (share * least[of] < limit) | (rooms[of] - room < sums[of])
    bad[of[~np.isnan(part) & (sums[of] > 0) & tight]] = True
    return bad


def _provinces_unsafe(
    shown: Shown, topic: str, period: int, marks: dict[StructureId, np.ndarray], of_areas: np.ndarray, limit: int
) -> np.ndarray:
    """Tell of which areas the hidden ones of their province are not seen to hide themselves."""
    here, first = shown.cells.areas, shown.cells.areas.first
    bad = np.zeros(len(here.provinces[first]), bool)
    told = {name: shown.cells.reported_structure[name][period] for name in here.structures}
    for name, hidden in marks.items():
        inside = hidden & of_areas[here.of[name]]
        group = np.where(inside, here.within[first][here.of[name]], -1)
        summed = told[first] == here.structures.index(name)
        bad |= _unsafe(shown, topic, period, name, group, len(bad), limit) & summed
    unsafe: np.ndarray = of_areas & (bad[here.within[first]] | (here.within[first] < 0))
    for name in here.structures[1:]:  # told in another structure than the smaller provinces in it
        other = told[name][here.within[name]] != told[first][here.within[first]]
        unsafe |= of_areas & other & (told[name][here.within[name]] >= 0)
    return unsafe


def _solved(
    shown: Shown, columns: Iterable[str], every: Iterable[str], period: int, doubt: Doubtful, limit: int
) -> list[Narrow]:
    """Solve what is in doubt, and return what comes out narrow."""
    if not doubt.areas.any() and not doubt.above.any():
        return []
    relations = written(shown, period, every, doubt)
    low, high = widths(relations.system, enough=limit)
    judged = set(columns) - shown.cells.rules.never_small
    return [
        Narrow(name[:3], name[3], period, low[at], high[at])
        for name, at in relations.system.names.items()
        if at not in relations.system.aside
        and name[3] in judged
        and high[at] - low[at] < limit
        and not _withheld(shown, name[:3])
    ]


def _withheld(shown: Shown, unit: Unit) -> bool:
    """Tell whether a unit is a former commune that is not published by itself (see choosing)."""
    level, structure, place = unit
    here = shown.cells.areas
    return level == "commune" and structure != here.last and bool(here.divided[here.of[structure][place]])


def written(shown: Shown, period: int, columns: Iterable[str], doubt: Doubtful) -> Relations:
    """Write down all relations among what is in doubt."""
    here, relations = shown.cells.areas, Relations(shown, period, columns)
    for column in relations.columns:
        for name in here.structures[:-1]:
            _between_structures(relations, name, column, doubt)
        if doubt.above.any():
            _upwards(relations, column, doubt.above)
    relations.within_units()
    return relations


def _between_structures(relations: Relations, name: StructureId, column: str, doubt: Doubtful) -> None:
    """Tell of each area what its communes in an earlier structure and in the latest one have to do with each other."""
    shown, here = relations.shown, relations.shown.cells.areas
    hidden = [
        shown.hidden["commune", each][relations.period, :, shown.cells.rules.place[column]]
        for each in (name, here.last)
    ]
    asked = np.zeros(here.count, bool)
    for each, marks in zip((name, here.last), hidden, strict=True):
        asked[here.of[each][marks]] = True
    asked &= doubt.areas | doubt.above
    edges = moves(shown, name) if (asked & here.divided).any() else None
    for area in np.flatnonzero(asked):
        sides = [
            [("commune", each, int(at)) for at in np.flatnonzero(here.of[each] == area)] for each in (name, here.last)
        ]
        if not all(sides):
            continue
        if here.divided[area] and edges is not None:
            relations.divided(sides[0], sides[1], edges, column)
        else:
            relations.total([*((unit, 1.0) for unit in sides[0]), *((unit, -1.0) for unit in sides[1])], column)
        if doubt.areas[area]:
            relations.known_sum(sides[0], column)


def _upwards(relations: Relations, column: str, above: np.ndarray) -> None:
    """Tell what communes add up to in the provinces of these areas, and provinces in the country."""
    shown, here = relations.shown, relations.shown.cells.areas
    for name in here.structures:
        told = shown.cells.reported_structure[name][relations.period]
        for place in np.intersect1d(np.flatnonzero(told >= 0), here.within[name][above]):
            source = here.structures[told[place]]
            inside = np.flatnonzero(here.within[name][here.of[source]] == place)
            values = shown.cells.communes[source][relations.period, inside, shown.cells.rules.place[column]]
            parts = [(("commune", source, int(at)), 1.0) for at in inside[~np.isnan(values)]]
            relations.total([*parts, (("province", name, int(place)), -1.0)], column)
        values = shown.cells.provinces[name][relations.period, :, shown.cells.rules.place[column]]
        parts = [(("province", name, int(at)), 1.0) for at in np.flatnonzero(~np.isnan(values))]
        relations.total([*parts, (("country", name, 0), -1.0)], column)
