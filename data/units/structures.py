"""The administrative structures in force one after the other, in one chain: any number, each with its dates.

"2024" and "2025-07" are read from the register's own tables (data.units.tables); others are added from tables of
offices (data.units.adding) and kept in var/. A change of a name or a kind begins no structure: borders stay.
An id is the date that the structure is named by ("2022", "2025-07", "2026-04-30").
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache, update_wrapper
from itertools import pairwise
from typing import Final, Generic, Literal, ParamSpec, TypeVar

from data.storage import clock
from data.storage.errors import NotFound
from data.units import stored
from data.units.stored import DamagedStructures, Stored

StructureId = str
"""The id of a structure; `structure` and `STRUCTURES` are the doors that say whether there is one."""

Level = Literal["province", "district", "commune"]

P = ParamSpec("P")
R = TypeVar("R")


class UnknownUnit(NotFound):
    """There is no such structure, or the structure has no unit with this code."""


@dataclass(frozen=True)
class Structure:
    """An administrative structure: in force from `since` to `until`, both days included; None is open.

    `table` is what was read from a table in var/: the structure itself, or, for one of the register's own, the
    corrections to its successions; None where all comes from the register's tables.
    """

    id: StructureId
    since: date | None
    until: date | None
    levels: tuple[Level, ...]
    table: Stored | None = None

    @property
    def added(self) -> bool:
        """Tell whether the units, too, come from a table."""
        return self.table is not None and self.id not in OWN


_THREE: Final[tuple[Level, ...]] = ("province", "district", "commune")
OWN: Final[Mapping[StructureId, Structure]] = {
    "2024": Structure("2024", None, date(2025, 6, 30), _THREE),
    "2025-07": Structure("2025-07", date(2025, 7, 1), None, ("province", "commune")),
}
"""The structures of the register's own tables."""


class _Structures(Mapping[StructureId, Structure]):
    """The structures as they are now, the earliest first."""

    def __getitem__(self, key: StructureId) -> Structure:
        return _chain(stored.mark())[key]

    def __iter__(self) -> Iterator[StructureId]:
        return iter(_chain(stored.mark()))

    def __len__(self) -> int:
        return len(_chain(stored.mark()))

    def __contains__(self, key: object) -> bool:
        return key in _chain(stored.mark())


STRUCTURES: Final[Mapping[StructureId, Structure]] = _Structures()
"""Every structure by its id, the earliest first; one that is added appears without a restart."""


class structure_cache(Generic[P, R]):
    """Cache a function as long as no structure is added, corrected or withdrawn; arguments are hashable."""

    def __init__(self, function: Callable[P, R]) -> None:
        @cache
        def remember(_mark: stored.Mark, *args: P.args, **kwargs: P.kwargs) -> R:
            return function(*args, **kwargs)

        update_wrapper(self, function)
        self._remember: Callable[..., R] = remember
        self.cache_clear = remember.cache_clear

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._remember(stored.mark(), *args, **kwargs)


def structure(name: StructureId) -> Structure:
    """Return one structure; raises UnknownUnit."""
    found = _chain(stored.mark()).get(name)
    if found is None:
        raise UnknownUnit("units.no_structure", structure=name, known=", ".join(STRUCTURES))
    return found


def structure_at(day: date) -> StructureId:
    """Return the structure in force on `day`, the earliest known one for days before it."""
    first, *later = STRUCTURES.values()
    return next((s.id for s in reversed(later) if s.since is not None and s.since <= day), first.id)


def today() -> date:
    """Return the date in Việt Nam."""
    return datetime.now(clock.ZONE).date()


def in_force() -> StructureId:
    """Return the structure in force today."""
    return structure_at(today())


def divided_at(name: StructureId) -> StructureId:
    """Return the structure whose districts texts of a structure name: itself, or the last one before it with any."""
    order = list(STRUCTURES)
    here = order[: order.index(structure(name).id) + 1]
    return next((one for one in reversed(here) if "district" in STRUCTURES[one].levels), name)


def latest() -> StructureId:
    """Return the last structure of the chain."""
    return list(STRUCTURES)[-1]


def before(name: StructureId) -> StructureId | None:
    """Return the structure that came before, None before the first; raises UnknownUnit."""
    order = list(STRUCTURES)
    at = order.index(structure(name).id)
    return order[at - 1] if at else None


def after(name: StructureId) -> StructureId | None:
    """Return the structure that came after, None after the last; raises UnknownUnit."""
    order = list(STRUCTURES)
    at = order.index(structure(name).id)
    return order[at + 1] if at + 1 < len(order) else None


def way(source: StructureId, target: StructureId) -> tuple[StructureId, ...]:
    """List the structures from one to the other along the chain, both included; raises UnknownUnit."""
    order = list(STRUCTURES)
    begin, end = order.index(structure(source).id), order.index(structure(target).id)
    return tuple(order[begin : end + 1]) if begin <= end else tuple(reversed(order[end : begin + 1]))


def others(name: StructureId) -> tuple[StructureId, ...]:
    """List the other structures, the nearest in the chain first, of equals the earlier; raises UnknownUnit."""
    order = list(STRUCTURES)
    here = order.index(structure(name).id)
    return tuple(sorted((o for o in order if o != name), key=lambda o: (abs(order.index(o) - here), order.index(o))))


def is_before(one: StructureId, other: StructureId) -> bool:
    """Tell whether a structure came before another; raises UnknownUnit."""
    order = list(STRUCTURES)
    return order.index(structure(one).id) < order.index(structure(other).id)


@lru_cache(maxsize=8)
def _chain(mark: stored.Mark) -> dict[StructureId, Structure]:
    """Put the structures in their order; raises DamagedStructures where one has no neighbour."""
    tables = stored.read(mark)
    chain = [_corrected(own, tables.get(own.id)) for own in OWN.values()]
    waiting = [table for name, table in tables.items() if name not in OWN]
    while waiting:
        following = [t for t in waiting if t.after == chain[-1].id or t.before == chain[0].id]
        if not following:
            raise DamagedStructures("units.structures_lost", structures=", ".join(t.id for t in waiting))
        table = following[0]
        waiting.remove(table)
        if table.before == chain[0].id:
            chain.insert(0, Structure(table.id, table.since, table.until, chain[0].levels, table))
        else:
            chain.append(Structure(table.id, table.since, None, chain[-1].levels, table))
    return {each.id: each for each in _dated(chain)}


def _corrected(own: Structure, table: Stored | None) -> Structure:
    return Structure(own.id, own.since, own.until, own.levels, table)


def _dated(chain: list[Structure]) -> list[Structure]:
    """Let each structure end on the eve of the next one, and begin on the day after the one before."""
    since = [chain[0].since, *(_begins(earlier, later) for earlier, later in pairwise(chain))]
    until = [*(day - timedelta(days=1) if day else None for day in since[1:]), None]
    return [
        Structure(each.id, begin, end, each.levels, each.table)
        for each, begin, end in zip(chain, since, until, strict=True)
    ]


def _begins(earlier: Structure, later: Structure) -> date | None:
    if later.since is None and earlier.until is not None:
        return earlier.until + timedelta(days=1)
    return later.since
