"""Exact linear algebra: which unknowns follow from the sums that are known, whatever the numbers are.

Gaussian elimination over whole numbers modulo a large prime, so that nothing is rounded. An unknown follows from sums
where nothing that leaves all of them as they are changes it.
"""

from collections.abc import Iterable, Sequence

import numpy as np

_PRIME = 2_147_483_647  # products of two remainders fit into 64 bits


class Freedom:
    """The independent ways in which some unknowns can change without changing any sum that is known."""

    def __init__(self, count: int, sums: Sequence[np.ndarray] = ()) -> None:
        """Begin with so many unknowns of which nothing is known; sums of them that are asked for are numbered on."""
        more = np.stack(sums, axis=1) if len(sums) else np.empty((count, 0))
        self._ways = np.hstack([np.eye(count, dtype=np.int64), more.astype(np.int64)])
        self._left = count

    def copy(self) -> "Freedom":
        """Return another one that knows the same."""
        made = Freedom(0)
        made._ways, made._left = self.ways.copy(), self._left
        return made

    @property
    def ways(self) -> np.ndarray:
        """Return a row a way, of so much that each unknown and sum changes: remainders modulo the prime."""
        return self._ways[: self._left]

    def told(self) -> np.ndarray:
        """Return for each unknown and sum whether it follows from what is known."""
        told: np.ndarray = np.asarray(~self.ways.any(axis=0))
        return told

    def would_tell(self, factors: np.ndarray, wanted: np.ndarray) -> bool:
        """Return whether any of the unknowns at the places `wanted` would follow if a sum were known too.

        factors: of each unknown in the sum, whole numbers. None of those wanted follows already.
        """
        moved = self._moved(factors)
        moving = np.flatnonzero(moved)
        if not len(moving) or not len(wanted):
            return False
        asked = self.ways[:, wanted]
        pivot = moving[0]
        even = asked * moved[pivot] % _PRIME == moved[:, None] * asked[pivot] % _PRIME
        return bool(even.all(axis=0).any())

    def learn(self, sums: Iterable[np.ndarray]) -> None:
        """Take further sums as known."""
        for factors in sums:
            self._learn(factors)

    def _moved(self, factors: np.ndarray) -> np.ndarray:
        """Return how each way changes a sum."""
        used = np.flatnonzero(factors)
        moved: np.ndarray = (self.ways[:, used] * (np.asarray(factors)[used] % _PRIME) % _PRIME).sum(axis=1) % _PRIME
        return moved

    def _learn(self, factors: np.ndarray) -> None:
        moved = self._moved(factors)
        moving = np.flatnonzero(moved)
        if not len(moving):
            return
        ways = self.ways
        pivot = moving[np.argmin((ways[moving] != 0).sum(axis=1))]
        rest = moving[moving != pivot]
        columns = np.flatnonzero(ways[pivot])
        inverse = pow(int(moved[pivot]), _PRIME - 2, _PRIME)
        step = ways[pivot, columns] * inverse % _PRIME
        cells = np.ix_(rest, columns)
        ways[cells] = (ways[cells] - moved[rest][:, None] * step % _PRIME) % _PRIME
        self._left -= 1
        ways[pivot] = ways[self._left]
