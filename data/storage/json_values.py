"""JSON as it comes in and goes out: a value of any kind until it has been looked at.

What a file or a child process says is a `Json`; the functions here narrow it to what its reader needs, and raise
ValueError, as the parser does, where it is something else.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, TypeVar

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
JsonObject: TypeAlias = Mapping[str, Json]
Choice = TypeVar("Choice")


def parse(content: str | bytes) -> Json:
    """Read a JSON text. Raises ValueError where it is none."""
    value: Json = json.loads(content)
    return value


def parse_object(content: str | bytes) -> dict[str, Json]:
    """Read a JSON text that holds one object. Raises ValueError where it does not."""
    return members(parse(content))


def members(value: Json) -> dict[str, Json]:
    """Return the members of an object."""
    if isinstance(value, Mapping):
        return dict(value)
    raise ValueError(f"no object: {value!r}")


def items(value: Json) -> list[Json]:
    """Return the items of a list."""
    if isinstance(value, list | tuple):
        return list(value)
    raise ValueError(f"no list: {value!r}")


def objects(value: Json) -> list[dict[str, Json]]:
    """Return the items of a list of objects."""
    return [members(item) for item in items(value)]


def text(value: Json) -> str:
    """Return a text."""
    if isinstance(value, str):
        return value
    raise ValueError(f"no text: {value!r}")


def text_or_none(value: Json) -> str | None:
    """Return a text, None for null."""
    return None if value is None else text(value)


def texts(value: Json) -> list[str]:
    """Return the items of a list of texts."""
    return [text(item) for item in items(value)]


def whole(value: Json) -> int:
    """Return a whole number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError(f"no whole number: {value!r}")


def number(value: Json) -> float:
    """Return a number, whole or not."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise ValueError(f"no number: {value!r}")


def one_of(value: object, choices: Iterable[Choice]) -> Choice:
    """Return the choice that a value is."""
    for choice in choices:
        if value == choice:
            return choice
    raise ValueError(f"no such choice: {value!r}")
