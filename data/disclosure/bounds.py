"""Bounds by linear programming: between which values somebody who knows some sums can tell each unknown to lie.

A system holds unknowns that are not negative, sums of them that are known, and parts that are no more than wholes.
The least and the greatest value of an unknown under these are two linear programmes (HiGHS). Each part of the system
that no relation joins to the rest is solved by itself: one programme whose aim alone changes from unknown to unknown.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import highspy
import numpy as np
from scipy.sparse import coo_array, csr_array, vstack
from scipy.sparse.csgraph import connected_components

from data.storage.errors import StoreFault

_SLACK = 1e-6  # of a solution, in units counted
_FAR = 1000.0  # how far above the truth an unknown is looked for: more than any rule asks


Name = tuple[str, str, int, str] | tuple[str, str, int, str, int]
"""An unknown: a column of a unit (level, structure, place), or what of it went to a place of another structure."""


class Contradiction(StoreFault):
    """Relations that should hold contradict each other: nothing can be said of what is hidden."""


@dataclass
class System:
    """Unknowns by name with their true values, and what is known of them.

    equal, at_most: rows of (unknown, factor) with what they add up to, or stay under. aside: unknowns that nobody asks
    for, and whose true value is not known.
    """

    names: dict[Name, int] = field(default_factory=dict)
    truth: list[float] = field(default_factory=list)
    equal: list[tuple[list[tuple[int, float]], float]] = field(default_factory=list)
    at_most: list[tuple[list[tuple[int, float]], float]] = field(default_factory=list)
    aside: set[int] = field(default_factory=set)

    def unknown(self, name: Name, truth: float) -> int:
        """Return the number of an unknown, new or known already."""
        if name not in self.names:
            self.names[name] = len(self.truth)
            self.truth.append(float(truth))
        return self.names[name]

    def helper(self, name: Name) -> int:
        """Return the number of an unknown that nobody asks for."""
        found = self.unknown(name, 0.0)
        self.aside.add(found)
        return found

    def add(self, terms: Iterable[tuple[int, float]], total: float) -> None:
        """Tell what unknowns add up to; nothing where there are none."""
        row = list(terms)
        if row:
            self.equal.append((row, float(total)))

    def cap(self, terms: Iterable[tuple[int, float]], most: float) -> None:
        """Tell what unknowns stay under; nothing where there are none."""
        row = list(terms)
        if row:
            self.at_most.append((row, float(most)))


def widths(system: System, *, enough: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the least and the greatest value of each unknown, as far as it takes to tell that they lie `enough` apart.

    Where they do not, they are the bounds themselves, in whole numbers. Where they do, they may lie further apart.
    Raises Contradiction.
    """
    truth = np.array(system.truth)
    low, high = truth.copy(), truth.copy()
    if not len(truth):
        return low, high
    matrix, least, most = _rows(system)
    asked = np.ones(len(truth), bool)
    asked[list(system.aside)] = False
    part = _parts(matrix)
    order = np.argsort(part, kind="stable")
    for unknowns in np.split(order, np.flatnonzero(np.diff(part[order])) + 1):
        if asked[unknowns].any():
            of_part = matrix[:, unknowns]
            here = np.flatnonzero(np.diff(of_part.tocsr().indptr))
            solver = _solver(of_part[here], least[here], most[here], truth[unknowns], asked[unknowns])
            low[unknowns], high[unknowns] = _widest(solver, truth[unknowns], asked[unknowns], enough)
    return np.ceil(low - _SLACK), np.floor(high + _SLACK)


def _widest(
    solver: highspy.Highs, truth: np.ndarray, asked: np.ndarray, enough: float
) -> tuple[np.ndarray, np.ndarray]:
    """Look for the ends of each unknown of a part in turn; each solution also shows how far the others can move."""
    low, high = truth.copy(), truth.copy()
    for sense in (highspy.ObjSense.kMaximize, highspy.ObjSense.kMinimize):
        solver.changeObjectiveSense(sense)
        for at in np.flatnonzero(asked):
            if high[at] - low[at] < enough:
                found = _solved(solver, int(at))
                low, high = np.minimum(low, found), np.maximum(high, found)
    return low, high


def _solver(
    matrix: csr_array, least: np.ndarray, most: np.ndarray, truth: np.ndarray, asked: np.ndarray
) -> highspy.Highs:
    """Return a solver that knows the relations of a part; it goes on from each solution to the next."""
    rows, count = matrix.shape
    by_column = matrix.tocsc()
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = count, rows
    programme.col_cost_, programme.col_lower_ = np.zeros(count), np.zeros(count)
    programme.col_upper_ = np.where(asked, truth + _FAR, np.inf)
    programme.row_lower_, programme.row_upper_ = least, most
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_, programme.a_matrix_.index_ = by_column.indptr, by_column.indices
    programme.a_matrix_.value_ = by_column.data
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no types
    solver.setOptionValue("output_flag", False)
    # another aim leaves the last solution possible: the primal simplex goes on from there, and nothing is presolved
    for option, value in (("presolve", "off"), ("solver", "simplex"), ("simplex_strategy", 4)):
        solver.setOptionValue(option, value)
    solver.passModel(programme)
    return solver


def _solved(solver: highspy.Highs, at: int) -> np.ndarray:
    """Return the solution at the end of one unknown."""
    solver.changeColCost(at, 1.0)
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise Contradiction("public.contradiction", reason=solver.modelStatusToString(status))
    found = np.array(solver.getSolution().col_value)
    solver.changeColCost(at, 0.0)
    return found


def _rows(system: System) -> tuple[csr_array, np.ndarray, np.ndarray]:
    """Return all relations as one matrix, with the least and the most that each row adds up to."""
    equal, at_most = (_matrix(rows, len(system.truth)) for rows in (system.equal, system.at_most))
    least = np.concatenate([equal[1], np.full(len(at_most[1]), -np.inf)])
    return vstack([equal[0], at_most[0]]).tocsr(), least, np.concatenate([equal[1], at_most[1]])


def _matrix(rows: list[tuple[list[tuple[int, float]], float]], count: int) -> tuple[csr_array, np.ndarray]:
    terms = [(at, place, factor) for at, (row, _) in enumerate(rows) for place, factor in row]
    at, place = (np.array([term[end] for term in terms], dtype=int) for end in (0, 1))
    factor = np.array([factor for _, _, factor in terms], dtype=float)
    made = coo_array((factor, (at, place)), shape=(len(rows), count)).tocsr()
    return made, np.array([total for _, total in rows])


def _parts(matrix: csr_array) -> np.ndarray:
    """Return for each unknown the number of the part of the system that it is in."""
    rows, count = matrix.shape
    places = matrix.tocoo()
    graph = coo_array((np.ones(len(places.row)), (places.row + count, places.col)), shape=(count + rows, count + rows))
    found: np.ndarray = connected_components(graph, directed=False)[1][:count]
    return found
