"""Sequences of which most items are held in columns, and made only when somebody asks for them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar, overload

T = TypeVar("T")
V = TypeVar("V")


class Woven(Sequence[T]):
    """Items in the order of their rows: `apart` as they are, all others made by their position in the columns.

    rows: of the columns, ascending. apart_rows: of each item of `apart`, ascending too. make: makes the item of a
    position. All items are made once, and kept, when they are gone through.
    """

    def __init__(
        self, apart: Sequence[T], apart_rows: Iterable[int], rows: Sequence[int], make: Callable[[int], T]
    ) -> None:
        self.apart = apart
        self._rows, self._make = rows, make
        self._cuts = [bisect_left(rows, row) for row in apart_rows]

    def __len__(self) -> int:
        return len(self._rows) + len(self.apart)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        return self.all[at]

    def __iter__(self) -> Iterator[T]:
        return iter(self.all)

    @cached_property
    def all(self) -> list[T]:
        """Return every item."""
        return list(self.walk())

    @property
    def are_made(self) -> bool:
        """Say whether every item has been made, so that somebody may have changed one."""
        return "all" in self.__dict__

    def walk(self) -> Iterator[T]:
        """Make the items one by one, and keep none."""
        at = 0
        for item, cut in zip(self.apart, self._cuts, strict=True):
            yield from map(self._make, range(at, cut))
            yield item
            at = cut
        yield from map(self._make, range(at, len(self._rows)))

    def weave(self, column: Sequence[V], apart: Iterable[V]) -> list[V]:
        """Put the values of a column and those of the items apart into the order of the items."""
        out: list[V] = []
        at = 0
        for value, cut in zip(apart, self._cuts, strict=True):
            out += column[at:cut]
            out.append(value)
            at = cut
        out += column[at:]
        return out

    def pick(self, places: Iterable[int]) -> list[T]:
        """Return the items of these places in the sequence; what is not made yet is made for the caller alone."""
        if self.are_made:
            return [self.all[place] for place in places]
        apart = [cut + at for at, cut in enumerate(self._cuts)]
        out = []
        for place in places:
            at = bisect_left(apart, place)
            is_apart = at < len(apart) and apart[at] == place
            out.append(self.apart[at] if is_apart else self._make(place - at))
        return out
