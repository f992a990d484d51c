"""What somebody who knows how the figures come about can write down of those that are hidden: the attacker's relations.

Every relation is taken into the attack wherever it holds in truth: between the columns of a unit, between units and the
sums that are shown, between the communes of two structures, through whole and through divided communes.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from data.disclosure.bounds import System
from data.disclosure.suppress import Shown
from data.units import chain
from data.units.structures import StructureId

Unit = tuple[str, StructureId, int]
"""A level, a structure, and the place of the unit among those of its kind."""


class Relations:
    """Writes down the relations among the hidden figures of one period, in some columns."""

    def __init__(self, shown: Shown, period: int, columns: Iterable[str]) -> None:
        self.shown, self.period = shown, period
        self.columns = tuple(columns)
        self.system = System()
        self._units: set[Unit] = set()

    def value(self, unit: Unit, column: str) -> float:
        """Return the true value, NaN where missing."""
        level, structure, place = unit
        cells = self.shown.cells
        if level == "country":
            values = cells.provinces[structure][self.period, :, cells.rules.place[column]]
            return float(np.nansum(values)) if not np.isnan(values).all() else float("nan")
        numbers = cells.communes if level == "commune" else cells.provinces
        return float(numbers[structure][self.period, place, cells.rules.place[column]])

    def hidden(self, unit: Unit, column: str) -> bool:
        level, structure, place = unit
        return bool(self.shown.hidden[level, structure][self.period, place, self.shown.cells.rules.place[column]])

    def term(self, unit: Unit, column: str, factor: float = 1.0) -> tuple[list[tuple[int, float]], float]:
        """Return a figure as terms of the system and a number that is known."""
        value = self.value(unit, column)
        if not self.hidden(unit, column):
            return [], factor * value
        self._units.add(unit)
        return [(self.system.unknown((*unit, column), value), factor)], 0.0

    def total(self, parts: Iterable[tuple[Unit, float]], column: str) -> None:
        """Tell that figures of units add up to nothing (with factors), where they do and all are there."""
        parts = list(parts)
        values = [factor * self.value(unit, column) for unit, factor in parts]
        if np.isnan(values).any() or abs(sum(values)) > 0.5:
            return
        self._equal([self.term(unit, column, factor) for unit, factor in parts])

    def known_sum(self, units: Iterable[Unit], column: str) -> None:
        """Tell what those of some units that have a number add up to, as if somebody knew."""
        told = [unit for unit in units if not np.isnan(self.value(unit, column))]
        terms = [self.term(unit, column) for unit in told]
        self.system.add(
            [each for term, _ in terms for each in term],
            sum(self.value(unit, column) for unit in told if self.hidden(unit, column)),
        )

    def _equal(self, terms: list[tuple[list[tuple[int, float]], float]]) -> None:
        self.system.add([each for term, _ in terms for each in term], -sum(known for _, known in terms))

    def within_units(self) -> None:
        """Add what holds between the columns of each unit that has a hidden figure."""
        for unit in sorted(self._units):
            for column, parts in self.shown.cells.rules.sums:
                if column in self.columns or any(name in self.columns for name, _ in parts):
                    self._column_sum(unit, column, parts)
            for part, whole in self.shown.cells.rules.no_more:
                if part in self.columns:
                    self._no_more(unit, part, whole)

    def _column_sum(self, unit: Unit, column: str, parts: tuple[tuple[str, int], ...]) -> None:
        names = [(column, -1.0), *((name, float(factor)) for name, factor in parts)]
        values = [factor * self.value(unit, name) for name, factor in names]
        if np.isnan(values).any() or abs(sum(values)) > 0.5:
            return
        if any(self.hidden(unit, name) and name not in self.columns for name, _ in names):
            return
        self._equal([self.term(unit, name, factor) for name, factor in names])

    def _no_more(self, unit: Unit, part: str, whole: str) -> None:
        values = self.value(unit, part), self.value(unit, whole)
        if np.isnan(values).any() or values[0] > values[1] or (self.hidden(unit, whole) and whole not in self.columns):
            return
        (some, known), (rest, of) = self.term(unit, part), self.term(unit, whole, -1.0)
        self.system.cap([*some, *rest], -(known + of))

    def divided(
        self, sources: Iterable[Unit], targets: Iterable[Unit], edges: Mapping[int, list[int]], column: str
    ) -> None:
        """Tell that communes of an area went, whole or divided, into communes of the latest structure.

        edges: by the place of a commune those that it went into. Nothing is told where the two sides do not add up to
        the same.
        """
        sources, targets = list(sources), list(targets)
        values = [[self.value(unit, column) for unit in side] for side in (sources, targets)]
        if np.isnan([*values[0], *values[1]]).any() or abs(sum(values[0]) - sum(values[1])) > 0.5:
            return
        ways = {unit: edges.get(unit[2], []) for unit in sources}
        if not _possible(dict(zip(sources, values[0], strict=True)), dict(zip(targets, values[1], strict=True)), ways):
            return
        into: dict[int, list[tuple[int, float]]] = {unit[2]: [] for unit in targets}
        known = dict.fromkeys(into, 0.0)
        for unit, ends in ways.items():
            if len(ends) == 1:
                term, sure = self.term(unit, column)
                into[ends[0]] += term
                known[ends[0]] += sure
            elif ends:
                parts = [self.system.helper((*unit, column, end)) for end in ends]
                term, sure = self.term(unit, column, -1.0)
                self.system.add([*((part, 1.0) for part in parts), *term], -sure)
                for end, part in zip(ends, parts, strict=True):
                    into[end].append((part, 1.0))
        for unit in targets:
            term, sure = self.term(unit, column, -1.0)
            self.system.add([*into[unit[2]], *term], -sure - known[unit[2]])


def _possible(sources: Mapping[Unit, float], targets: Mapping[Unit, float], ways: Mapping[Unit, list[int]]) -> bool:
    """Tell whether the targets can have come from the sources: a flow that fills them all."""
    count = len(sources) + len(targets) + 2
    places = {unit[2]: len(sources) + 1 + at for at, unit in enumerate(targets)}
    rows = [(0, at, value) for at, value in enumerate(sources.values(), start=1)]
    rows += [
        (at, places[end], 2**30) for at, unit in enumerate(sources, start=1) for end in ways[unit] if end in places
    ]
    rows += [(places[unit[2]], count - 1, value) for unit, value in targets.items()]
    start, end, most = (np.array(column, np.int32) for column in zip(*rows, strict=True))
    flow = maximum_flow(csr_array((most, (start, end)), shape=(count, count)), 0, count - 1)
    return flow.flow_value == round(sum(sources.values()))


def moves(shown: Shown, structure: StructureId) -> dict[int, list[int]]:
    """Return into which communes of the latest structure people of each of a structure went, by their places."""
    here = shown.cells.areas
    found = chain.edges(structure, here.last)
    found = found[found["part"] != "land"]
    sources = here.codes[structure].get_indexer(pd.Index(found["code_from"]))
    targets = here.codes[here.last].get_indexer(pd.Index(found["code_to"]))
    made: dict[int, list[int]] = {}
    for source, target in zip(sources.tolist(), targets.tolist(), strict=True):
        if source >= 0 and target >= 0:
            made.setdefault(source, []).append(target)
    return made
