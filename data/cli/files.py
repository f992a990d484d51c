"""Files that a command is given: read whole, no larger than any report may be."""

from pathlib import Path

from data.spreadsheets import limits
from data.storage.errors import Refused
from data.storage.json_values import JsonObject, parse_object


def read(path: Path) -> bytes:
    """Return the content of a file. Raises Refused where it cannot be read or is too large."""
    try:
        size = path.stat().st_size
        if size > limits.MAX_FILE:
            raise Refused("intake.too_large", size=size >> 20, limit=limits.MAX_FILE >> 20)
        return path.read_bytes()
    except OSError as fault:
        raise Refused("intake.no_file", file=path.name, reason=fault.strerror or "?") from fault


def read_answers(path: Path | None) -> JsonObject:
    """Return answers by question id from a JSON file, none without one. Raises Refused."""
    if path is None:
        return {}
    try:
        return parse_object(read(path))
    except ValueError as fault:
        raise Refused("intake.bad_answers") from fault


def write(path: Path, content: bytes) -> None:
    """Write a file that the user named. Raises Refused."""
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise Refused("intake.no_file", file=path.name, reason=fault.strerror or "?") from fault
