"""Who gets which role: a file of the office says which groups of its sign-in are viewers, planners, administrators.

    claim = "groups"            # the claim of the identity token that lists the groups; dots go inwards
    name = "email"              # the claim that the audit log names people by; the subject where it is not there
    session_minutes = 480       # how long a sign-in lasts; without it, as long as the token says (exp)

    [[grant]]
    group = "cnscd-lang-son"
    role = "planner"
    units = ["20"]              # provinces or communes of the newest structure; "2024:06" is of another

The file is named by CNSCD_ACCESS and read anew when it changes. What it does not name is the public.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeGuard

from data.access.actor import PUBLIC, ROLES, Actor, Role, UnitKey
from data.storage import settings
from data.storage.errors import Refused
from data.units import register
from data.units.structures import STRUCTURES, UnknownUnit, latest

_KEYS: Final = {"claim", "name", "session_minutes", "grant"}
_GRANT_KEYS: Final = {"group", "role", "units"}
_SKEW: Final = 300  # seconds by which the clock of the sign-in may be ahead of ours
_LONGEST_NAME: Final = 120


class BadRules(Refused):
    """The file of roles cannot be used; as long as it cannot, everybody is the public."""


@dataclass(frozen=True)
class Grant:
    """A group of the sign-in and what its people may do; planners have their units listed."""

    group: str
    role: Role
    units: frozenset[UnitKey]


@dataclass(frozen=True)
class Rules:
    """What the file of roles says; without a file nobody has a role."""

    grants: tuple[Grant, ...] = ()
    claim: str = "groups"
    name: str = "email"
    session_minutes: int | None = None

    def actor(self, claims: Mapping[str, object], *, now: float) -> Actor:
        """Return who somebody with these claims of an identity token is, at `now` (seconds since 1970).

        The highest role of their groups counts; a planner has the units of all groups of planners. Whoever has
        no name, no group with a role, or a sign-in that is over or dated ahead, is the public.
        """
        name = _name(claims, self.name)
        ends = self.ends(claims)
        if not name or ends is None or ends <= now or not _begun(claims, now):
            return PUBLIC
        own = [grant for grant in self.grants if grant.group in _groups(claims, self.claim)]
        role: Role = max((grant.role for grant in own), key=ROLES.index, default="public")
        if role == "public":
            return PUBLIC
        units = (key for grant in own for key in grant.units) if role == "planner" else ()
        return Actor(role, name, frozenset(units))

    def ends(self, claims: Mapping[str, object]) -> float | None:
        """Return when a sign-in is over, in seconds since 1970; None where the token does not say when it began."""
        began, expires = claims.get("iat"), claims.get("exp")
        if self.session_minutes is None:
            return float(expires) if _is_time(expires) else None
        return began + self.session_minutes * 60.0 if _is_time(began) else None


def current() -> Rules:
    """Return the rules of the file that CNSCD_ACCESS names, none without it; raises BadRules."""
    return of_file(settings.current().roles_file)


def of_file(path: Path | None) -> Rules:
    """Return the rules of a file as it is now, none without one; raises BadRules."""
    if path is None:
        return Rules()
    try:
        return _kept(path, path.stat().st_mtime_ns, tuple(STRUCTURES))
    except OSError as fault:
        raise BadRules("access.rules.unreadable", file=path, reason=fault.strerror or "?") from fault


@lru_cache(maxsize=2)
def _kept(path: Path, _changed: int, _structures: tuple[str, ...]) -> Rules:
    return read(path)


def read(path: Path) -> Rules:
    """Read a file of roles; raises BadRules with the entry that is wrong, OSError where there is none."""
    try:
        content: Mapping[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise BadRules("access.rules.not_toml", file=path, reason=fault) from fault
    _check_keys(content, _KEYS, file=path)
    listed = content.get("grant", [])
    if not isinstance(listed, list):
        raise BadRules("access.rules.entry", file=path, entry="grant")
    return Rules(
        tuple(_grant(entry, file=path) for entry in listed),
        _word(content, "claim", Rules.claim, file=path),
        _word(content, "name", Rules.name, file=path),
        _minutes(content, file=path),
    )


def _word(content: Mapping[str, object], key: str, usual: str, *, file: Path) -> str:
    word = content.get(key, usual)
    if isinstance(word, str) and word:
        return word
    raise BadRules("access.rules.entry", file=file, entry=key)


def _minutes(content: Mapping[str, object], *, file: Path) -> int | None:
    minutes = content.get("session_minutes")
    if minutes is None:
        return None
    if isinstance(minutes, int) and not isinstance(minutes, bool) and 0 < minutes <= 7 * 24 * 60:
        return minutes
    raise BadRules("access.rules.minutes", file=file)


def _grant(entry: object, *, file: Path) -> Grant:
    if not isinstance(entry, Mapping):
        raise BadRules("access.rules.entry", file=file, entry=f"grant: {entry}")
    _check_keys(entry, _GRANT_KEYS, file=file)
    group, units = entry.get("group"), entry.get("units", [])
    role = next((role for role in ROLES[1:] if role == entry.get("role")), None)
    if not (isinstance(group, str) and group) or role is None or not isinstance(units, list):
        raise BadRules("access.rules.entry", file=file, entry=f"{group}: {entry.get('role')}")
    if (role == "planner") != bool(units):
        raise BadRules("access.rules.units", file=file, entry=group)
    return Grant(group, role, frozenset(_unit(unit, file=file, group=group) for unit in units))


def _check_keys(entry: Mapping[str, object], allowed: set[str], *, file: Path) -> None:
    """Raise BadRules where something is written that would be ignored: a misspelt limit is no limit."""
    unknown = sorted(entry.keys() - allowed)
    if unknown:
        raise BadRules("access.rules.entry", file=file, entry=", ".join(unknown))


def _unit(text: object, *, file: Path, group: str) -> UnitKey:
    structure, _, code = text.rpartition(":") if isinstance(text, str) else ("", "", "")
    structure = structure or latest()
    try:
        register.unit(structure, code)
    except UnknownUnit as fault:
        raise BadRules("access.rules.unit", file=file, entry=group, unit=text) from fault
    return structure, code


def _groups(claims: Mapping[str, object], claim: str) -> frozenset[str]:
    """Return the groups that the claims list; a claim whose name has dots may lie inside others."""
    found = claims.get(claim)
    if found is None:
        found = claims
        for part in claim.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return frozenset((found,))
    return frozenset(each for each in found if isinstance(each, str)) if isinstance(found, list) else frozenset()


def _name(claims: Mapping[str, object], claim: str) -> str:
    claimed = claims.get(claim) or claims.get("sub")
    text = claimed if isinstance(claimed, str) else ""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:_LONGEST_NAME]


def _begun(claims: Mapping[str, object], now: float) -> bool:
    began = claims.get("iat")
    return _is_time(began) and began <= now + _SKEW


def _is_time(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0
