"""Bounds by linear programming: between which values somebody who knows some sums can tell each unknown to lie.

A system holds unknowns that are not negative, sums of them that are known, and parts that are no more than wholes.
The least and the greatest value of an unknown under these are two linear programmes (HiGHS). Unknowns that no
relation joins are solved side by side in one, and each solution also shows how far the others can move.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array
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
    """
    truth = np.array(system.truth)
    low, high = truth.copy(), truth.copy()
    if not len(truth):
        return low, high
    equal, at_most = (_matrix(rows, len(truth)) for rows in (system.equal, system.at_most))
    part = _parts(equal[0], at_most[0])
    most = truth + _FAR
    most[list(system.aside)] = np.inf
    for sign in (-1.0, 1.0):  # the greatest value first
        asked = np.isinf(most)
        while True:
            wanted = _next(part, (high - low < enough) & ~asked)
            if not len(wanted):
                break
            found = _solve(equal, at_most, most, wanted, sign)
            low, high = np.minimum(low, found), np.maximum(high, found)
            asked[wanted] = True
    return np.ceil(low - _SLACK), np.floor(high + _SLACK)


def _next(part: np.ndarray, open_: np.ndarray) -> np.ndarray:
    """Return one open unknown of each part."""
    places = np.flatnonzero(open_)
    return places[np.unique(part[places], return_index=True)[1]]


def _solve(
    equal: tuple[csr_array, np.ndarray],
    at_most: tuple[csr_array, np.ndarray],
    most: np.ndarray,
    wanted: np.ndarray,
    sign: float,
) -> np.ndarray:
    aim = np.zeros(len(most))
    aim[wanted] = sign
    bounds = np.stack([np.zeros(len(most)), most], axis=1)
    solved = linprog(  # type: ignore[call-overload]  # sparse matrices and arrays of bounds are not in its stubs
        aim,
        A_eq=equal[0] if equal[0].shape[0] else None,
        b_eq=equal[1] if equal[0].shape[0] else None,
        A_ub=at_most[0] if at_most[0].shape[0] else None,
        b_ub=at_most[1] if at_most[0].shape[0] else None,
        bounds=bounds,
        method="highs",
    )
    if solved.x is None:
        raise Contradiction("public.contradiction", reason=solved.message)
    found: np.ndarray = solved.x
    return found


def _matrix(rows: list[tuple[list[tuple[int, float]], float]], count: int) -> tuple[csr_array, np.ndarray]:
    terms = [(at, place, factor) for at, (row, _) in enumerate(rows) for place, factor in row]
    at, place = (np.array([term[end] for term in terms], dtype=int) for end in (0, 1))
    factor = np.array([factor for _, _, factor in terms], dtype=float)
    made = coo_array((factor, (at, place)), shape=(len(rows), count)).tocsr()
    return made, np.array([total for _, total in rows])


def _parts(*matrices: csr_array) -> np.ndarray:
    """Return for each unknown the number of the part of the system that it is in."""
    joined = [matrix for matrix in matrices if matrix.shape[0]]
    count = matrices[0].shape[1]
    if not joined:
        return np.arange(count)
    rows = sum(matrix.shape[0] for matrix in joined)
    places = [matrix.tocoo() for matrix in joined]
    starts = np.cumsum([0, *(matrix.shape[0] for matrix in joined)])[:-1]
    ends = np.concatenate([each.row + start + count for each, start in zip(places, starts, strict=True)])
    columns = np.concatenate([each.col for each in places])
    graph = coo_array((np.ones(len(ends)), (ends, columns)), shape=(count + rows, count + rows))
    return connected_components(graph, directed=False)[1][:count]
