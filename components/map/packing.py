"""Packs a row of values into a short text that the map's script unpacks (assets/map/values.js)."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.classes import FILTERED, NOT_APPLICABLE, SUPPRESSED

Value = int | str | None
"""A value as people read it, in whole numbers of the last digit shown, or a mark (see MARKS) in its place."""

# No quote, brace, backslash, underscore or angle bracket: nothing that a template or a script could read as its own.
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!*()-.:;=?@^|~+,[]/ "
_SAFE = 2**53  # whole numbers that the browser reads exactly
# What stands in the place of a value; the packed number of a real value comes after these.
MARKS: dict[str | None, int] = {None: 0, NOT_APPLICABLE: 1, SUPPRESSED: 2, FILTERED: 3}


@dataclass(frozen=True)
class Packed:
    """Numbers as text: `form` is (how many, radix, group, width).

    `group` numbers below `radix` stand in `width` characters of ALPHABET, group after group; `offset` is the least
    value, which was taken from each.
    """

    text: str
    form: tuple[int, int, int, int]
    offset: int


def pack(values: Sequence[Value]) -> Packed:
    """Write integers and marks (see MARKS) in as few characters as whole groups allow. KeyError for an unknown mark."""
    offset = min((value for value in values if isinstance(value, int)), default=0)
    numbers = [value - offset + len(MARKS) if isinstance(value, int) else MARKS[value] for value in values]
    radix = max(numbers, default=0) + 1
    group, width = _tightest(radix)
    text = "".join(_digits(_joined(numbers[at : at + group], radix), width) for at in range(0, len(numbers), group))
    return Packed(text, (len(numbers), radix, group, width), offset)


def _tightest(radix: int) -> tuple[int, int]:
    """Return how many numbers to write together, and in how many characters, so that each takes the least."""
    sizes = []
    for group in range(1, 9):
        if radix**group > _SAFE and group > 1:
            break
        width = 1
        while len(ALPHABET) ** width < radix**group:
            width += 1
        sizes.append((width / group, group, width))
    return min(sizes)[1:]


def _joined(numbers: Sequence[int], radix: int) -> int:
    """Join a group into one number, the first the lowest digit."""
    return sum(number * radix**at for at, number in enumerate(numbers))


def _digits(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, rest = divmod(number, len(ALPHABET))
        text = ALPHABET[rest] + text
    return text
