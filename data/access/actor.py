"""Who asks, and how far they may go: the value that everything takes that not everybody may read or do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

from data.errors import Refused
from data.units import chain, register
from data.units.structures import STRUCTURES, StructureId, kept

Role = Literal["public", "viewer", "planner", "administrator"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
UnitKey = tuple[StructureId, str]
"""A unit is named by its structure and its code, never by the code alone."""


class NotForYou(Refused):
    """What is asked for is not for the role that asks."""


class OutOfArea(Refused):
    """What is asked for concerns units that the planner is not responsible for."""


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
        within = _grounds_within(structure, code)
        return bool(within) and within <= _grounds_of(structure, self.units)

    def require_units(self, units: Iterable[UnitKey]) -> None:
        """Raise NotForYou below a planner, OutOfArea with the first unit that is not the actor's."""
        self.require("planner")
        for structure, code in sorted(set(units)):
            if not self.covers(structure, code):
                raise OutOfArea("access.out_of_area", unit=_named(structure, code))


PUBLIC: Final = Actor("public")
"""Anybody; also whoever is not known."""


def _named(structure: StructureId, code: str) -> str:
    known = structure in STRUCTURES and code in _codes(structure)
    return f"{register.unit(structure, code).name} ({code})" if known else code


@kept
def _codes(structure: StructureId) -> frozenset[str]:
    return frozenset(code for frame in chain.frames(structure).values() for code in frame.index)


@kept
def _grounds_within(structure: StructureId, code: str) -> frozenset[str]:
    """Return the communes (and districts without any) of a unit; empty where the structure has no such unit."""
    if structure not in STRUCTURES or code not in _codes(structure):
        return frozenset()
    grounds = chain.grounds(structure)
    if code in grounds:
        return frozenset((code,))
    level = register.unit(structure, code).level
    frames = chain.frames(structure).values()
    inside = {own for frame in frames if level in frame for own in frame.index[frame[level] == code]}
    return frozenset(inside.intersection(grounds))


@kept
def _grounds_of(structure: StructureId, units: frozenset[UnitKey]) -> frozenset[str]:
    """Return the communes of a structure that lie wholly in units, which may be of other structures."""
    found: set[str] = set()
    for source in {source for source, _ in units}:
        own = {ground for of, code in units if of == source for ground in _grounds_within(source, code)}
        peopled = chain.edges(structure, source).query("part != 'land'")
        inside = peopled["code_to"].isin(own).groupby(peopled["code_from"]).all()
        found |= set(inside.index[inside])
    return frozenset(found)
