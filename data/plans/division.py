"""Divides a target over units: whole numbers in proportion to weights, within floors, ceilings and locks, that add up.

"Việc lớn chia thành nhiều việc nhỏ": what a province is to reach is divided over its communes, a commune's over its
villages. Each unit that is not locked gets its weight times one factor, brought up to its floor and down to its
ceiling; the factor is the one at which all parts add up to the total. What the division into whole numbers leaves goes
to the largest remainders, so more weight never gets less. Where the bounds allow no such factor, every unit stands at
its bound and the excess or what falls short is said: floors are promises, and no part is cut below them in silence.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final, Literal

from data.storage.errors import Refused

Why = Literal["none", "no_weight", "floors", "ceilings", "locks", "floor_above_ceiling"]
"""Why the parts do not add up to the total, or cannot be divided."""

_LARGEST: Final = 10**12


class BadShares(Refused):
    """Shares that are no weights or bounds: negative ones, a code twice, none at all."""


@dataclass(frozen=True)
class Share:
    """What one unit brings into a division.

    weight: 0 or more, in any unit (households, the gap that remains); group: the office's own group ("phường"), which
    changes nothing in the arithmetic; floor, ceiling: the least and the most of its part; lock: its part, decided.
    """

    code: str
    weight: Fraction
    group: str = ""
    floor: int = 0
    ceiling: int | None = None
    lock: int | None = None


@dataclass(frozen=True)
class Division:
    """The parts by code, in the order of the shares; `total` is what was to be divided.

    why: the bounds that keep the parts from adding up; infeasible: the units whose own bounds contradict each other.
    """

    total: int
    parts: Mapping[str, int]
    why: Why
    infeasible: tuple[str, ...] = ()

    @property
    def sum(self) -> int:
        """Return what the parts add up to."""
        return sum(self.parts.values())

    @property
    def excess(self) -> int:
        """Return by how much the parts exceed the total, 0 where they do not."""
        return max(0, self.sum - self.total)

    @property
    def short(self) -> int:
        """Return by how much the parts fall short of the total, 0 where they do not."""
        return max(0, self.total - self.sum)


def divide(total: int, shares: Sequence[Share]) -> Division:
    """Divide a total (0 or more) over shares. Raises BadShares.

    The parts add up to the total wherever the bounds allow it; where not, the result says by how much, and why. Where a
    floor is above its unit's ceiling, the floor holds and the unit is named.
    """
    _check(total, shares)
    infeasible = tuple(each.code for each in shares if each.ceiling is not None and each.floor > each.ceiling)
    free = [each for each in shares if each.lock is None]
    locked = sum(each.lock for each in shares if each.lock is not None)
    bounds = {each.code: (each.floor, _ceiling(each)) for each in free}
    parts, why = _within(total - locked, free, bounds)
    if not free and locked != total:
        why = "locks"
    of_lock = {each.code: each.lock for each in shares if each.lock is not None}
    ordered = {each.code: of_lock[each.code] if each.code in of_lock else parts[each.code] for each in shares}
    return Division(total, ordered, "floor_above_ceiling" if infeasible and why == "none" else why, infeasible)


def _check(total: int, shares: Sequence[Share]) -> None:
    if not 0 <= total <= _LARGEST:
        raise BadShares("plans.bad_total", most=_LARGEST)
    if not shares:
        raise BadShares("plans.no_shares")
    codes = [each.code for each in shares]
    if len(set(codes)) < len(codes):
        raise BadShares("plans.code_twice", code=next(code for code in codes if codes.count(code) > 1))
    for each in shares:
        numbers = (each.weight, each.floor, each.ceiling or 0, each.lock or 0)
        if any(not 0 <= number <= _LARGEST for number in numbers):
            raise BadShares("plans.bad_share", code=each.code, most=_LARGEST)


def _ceiling(share: Share) -> int:
    """Return the most a unit may get; a floor above its ceiling holds."""
    return _LARGEST if share.ceiling is None else max(share.ceiling, share.floor)


def _within(rest: int, free: Sequence[Share], bounds: Mapping[str, tuple[int, int]]) -> tuple[dict[str, int], Why]:
    """Divide what locks leave over the units that are free."""
    least = {each.code: bounds[each.code][0] for each in free}
    if sum(least.values()) >= rest:
        return least, "none" if sum(least.values()) == rest else "locks" if rest < 0 else "floors"
    weighed = [each for each in free if each.weight > 0]
    most = {each.code: bounds[each.code][1] if each.weight > 0 else least[each.code] for each in free}
    if sum(most.values()) <= rest:
        capped = {code: value if value < _LARGEST else least[code] for code, value in most.items()}
        why: Why = "none" if sum(capped.values()) == rest else "ceilings" if weighed else "no_weight"
        return capped, why
    factor = _factor(rest - sum(least[each.code] for each in free if each.weight == 0), weighed, bounds)
    exact = {each.code: _clamped(each.weight * factor, bounds[each.code]) for each in weighed}
    parts = least | {code: int(value) for code, value in exact.items()}
    left = rest - sum(parts.values())
    order = sorted(weighed, key=lambda each: (int(exact[each.code]) - exact[each.code], -each.weight, each.code))
    for each in order[:left]:
        parts[each.code] += 1
    return parts, "none"


def _clamped(value: Fraction, bounds: tuple[int, int]) -> Fraction:
    return max(Fraction(bounds[0]), min(value, Fraction(bounds[1])))


def _factor(rest: int, weighed: Sequence[Share], bounds: Mapping[str, tuple[int, int]]) -> Fraction:
    """Return the factor at which the bounded parts add up to the rest, exactly.

    The sum of the parts grows with the factor, along a straight line between two points at which some unit reaches a
    bound. So the last point below the rest is looked for, and the line that goes on from there is followed.
    """
    scale = lcm(*(each.weight.denominator for each in weighed))
    units = [(int(each.weight * scale), *bounds[each.code]) for each in weighed]
    points = sorted({(bound, weight) for weight, *both in units for bound in both}, key=lambda at: at[0] / at[1])
    last = bisect_left(points, True, key=lambda point: _reaches(rest, units, point)) - 1
    bound, weight = points[last] if last >= 0 else (0, 1)
    slope = fixed = 0
    for own, low, high in units:
        if own * bound < low * weight:
            fixed += low
        elif own * bound >= high * weight:
            fixed += high
        else:
            slope += own
    return Fraction(rest - fixed, slope) * scale


def _reaches(rest: int, units: Sequence[tuple[int, int, int]], point: tuple[int, int]) -> bool:
    """Tell whether the parts reach the rest where the factor is a point: a bound over a weight."""
    bound, weight = point
    return sum(max(low * weight, min(own * bound, high * weight)) for own, low, high in units) >= rest * weight
