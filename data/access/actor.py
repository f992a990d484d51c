"""Who asks, and how far they may go: the value that everything takes that not everybody may read or do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

import pandas as pd

from data.storage.errors import Refused
from data.units import chain, register
from data.units.structures import STRUCTURES, StructureId, structure_cache

Role = Literal["public", "viewer", "planner", "administrator"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
UnitKey = tuple[StructureId, str]
"""A unit is named by its structure and its code, never by the code alone."""


class NotForYou(Refused):
    """The request is not for the role that makes it."""


class OutOfArea(Refused):
    """The request concerns units that the planner is not responsible for."""


@dataclass(frozen=True)
class Actor:
    """Somebody with a role; `name` is what the audit log says of them, "" for the public.

    units: the provinces, districts or communes that a planner is responsible for, each with its structure; the
    other roles have none. An administrator may do everything everywhere, a viewer see the figures of all units.
    """

    role: Role
    name: str = ""
    units: frozenset[UnitKey] = frozenset()

    def may(self, needed: Role) -> bool:
        """Tell whether the actor has at least this role."""
        return ROLES.index(self.role) >= ROLES.index(needed)

    def require(self, needed: Role) -> None:
        """Raise NotForYou unless the actor has at least this role."""
        if not self.may(needed):
            raise NotForYou("access.not_for_you")

    def covers(self, structure: StructureId, code: str | None) -> bool:
        """Tell whether a unit lies wholly in what the actor is responsible for; None and unknown units do not.

        A unit of another structure does where all its people went to, or came from, units that are the actor's.
        """
        if self.role == "administrator":
            return True
        if self.role != "planner" or code is None:
            return False
        return structure in STRUCTURES and code in _covered(structure, self.units)

    def provinces(self, structure: StructureId) -> frozenset[str]:
        """Return the provinces of a structure in which anything lies that the actor may change."""
        if self.role == "administrator":
            return frozenset(chain.frames(structure)["province"].index)
        if self.role != "planner":
            return frozenset()
        province_of = chain.frames(structure)["commune"]["province"]
        return frozenset(province_of[province_of.index.isin(_covered(structure, self.units))])

    def require_units(self, units: Iterable[UnitKey]) -> None:
        """Raise NotForYou below a planner, OutOfArea with the first unit that is not the actor's."""
        self.require("planner")
        for structure, code in sorted(set(units)):
            if not self.covers(structure, code):
                raise OutOfArea("access.out_of_area", unit=_named(structure, code))


PUBLIC: Final = Actor("public")
"""Anybody; also whoever is not known."""


def _named(structure: StructureId, code: str) -> str:
    exists = structure in STRUCTURES and code in _codes(structure)
    return f"{register.unit(structure, code).name} ({code})" if exists else code


@structure_cache
def _codes(structure: StructureId) -> frozenset[str]:
    return frozenset(code for frame in chain.frames(structure).values() for code in frame.index)


@structure_cache
def _covered(structure: StructureId, units: frozenset[UnitKey]) -> frozenset[str]:
    """Return the codes of all units of a structure that lie wholly in `units`, which may be of other structures."""
    found: set[str] = set()
    for source in {source for source, _ in units}:
        own = {base_unit for of, code in units if of == source for base_unit in _base_units_within(source, code)}
        peopled = chain.edges(structure, source).query("part != 'land'")
        inside = peopled["code_to"].isin(own).groupby(peopled["code_from"]).all()
        found |= set(inside.index[inside])
    for level in STRUCTURES[structure].levels[:-1]:
        above = _above(structure, level)
        covered = pd.Series(above.index.isin(found), index=above.index).groupby(above).all()
        found |= set(covered.index[covered])
    return frozenset(found)


def _base_units_within(structure: StructureId, code: str) -> frozenset[str]:
    """Return the communes (and districts without any) of a unit; empty where the structure has no such unit."""
    if structure not in STRUCTURES or code not in _codes(structure):
        return frozenset()
    above = _above(structure, register.unit(structure, code).level)
    return frozenset(above.index[above == code]) or frozenset((code,))


def _above(structure: StructureId, level: str) -> pd.Series:
    """Return the unit of a level that each ground lies in (itself at its own level), by the ground's code."""
    frames = [frame[level] for frame in chain.frames(structure).values() if level in frame]
    return pd.concat(frames).reindex(chain.base_units(structure)).dropna() if frames else pd.Series(dtype="object")
