"""The audit log: one JSON object a line, append-only, each bound to the one before by its hash.

An entry says who did what to which draft and release, with which file (by its hash), which answers, and
what changed in numbers. It holds no personal data besides the account that acted.
"""

import hashlib
import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from data.errors import StoreFault
from data.releases import clock, steps
from data.releases.durable import disk_faults, sync_folder
from data.releases.locking import exclusive

Action = Literal[
    "import", "answer", "rebase", "discard", "publish", "rollback", "sample", "structure",
    "read people", "refused people", "export person", "erase person",
    "withdraw structure", "assign", "merge villages", "refresh",
    "import boundaries", "publish boundaries", "withdraw boundaries", "rollback boundaries", "discard boundaries",
]  # fmt: skip
Entry = Mapping[str, Any]

_FILE: Final = "audit.jsonl"
_FIRST: Final = "0" * 64


class DamagedLog(StoreFault):
    """A line of the audit log cannot be read."""


@dataclass(frozen=True)
class Verdict:
    """Tell how far the log can be trusted: how many `entries` it has, and the first line that is wrong."""

    entries: int
    broken_line: int | None

    @property
    def whole(self) -> bool:
        """Tell whether every line reads as it was written and follows from the one before."""
        return self.broken_line is None


def act(who: str, *, action: Action, **what: object) -> dict[str, Any]:
    """Describe an act that happens now; missing values are left out. `commit` writes it to the log."""
    told = {"act": uuid.uuid4().hex, "when": clock.now(), "who": who, "action": action, **what}
    return {key: value for key, value in told.items() if value is not None}


def append(root: Path, *, who: str, action: Action, **what: object) -> None:
    """Write an act to the log, and to the disk, before returning. Raises CannotWrite, Busy."""
    with exclusive(root / "audit.lock"):
        _write(root, act(who, action=action, **what))


def commit(root: Path, done: Entry) -> None:
    """Write an act unless the log has it already: safe to repeat after a power cut. Raises as `append`."""
    with exclusive(root / "audit.lock"):
        if not any(entry.get("act") == done["act"] for entry in read(root)):
            _write(root, done)


def read(root: Path, *, before_line: int | None = None) -> list[dict[str, Any]]:
    """Return the entries, oldest first, those before a line if one is given; raises DamagedLog.

    A torn last line (a power cut) is no entry.
    """
    entries = []
    for number, line in enumerate(_lines(root)[: before_line and before_line - 1], start=1):
        try:
            entries.append(json.loads(line))
        except ValueError as fault:
            raise DamagedLog("releases.damaged_log", line=number) from fault
    return entries


def verify(root: Path) -> Verdict:
    """Hold every line against its own hash and the one before."""
    lines, before = _lines(root), _FIRST
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            told = entry.pop("hash")
        except (ValueError, KeyError, AttributeError, TypeError):
            return Verdict(len(lines), number)
        if entry.get("before") != before or _hash(entry) != told:
            return Verdict(len(lines), number)
        before = told
    return Verdict(len(lines), None)


def _hash(entry: Entry) -> str:
    return hashlib.sha256(_text(entry)).hexdigest()


def _text(entry: Entry) -> bytes:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()


def _lines(root: Path) -> list[bytes]:
    """Return the complete lines; what stands after the last line end was never acknowledged."""
    path = root / _FILE
    if not path.exists():
        return []
    with disk_faults(path):
        return path.read_bytes().split(b"\n")[:-1]


def _write(root: Path, done: Entry) -> None:
    """Append one line to the disk; a line that does not fit is taken back whole. The lock is held."""
    lines = _lines(root)
    before = json.loads(lines[-1])["hash"] if lines else _FIRST
    entry = {**done, "before": before}
    line = _text({**entry, "hash": _hash(entry)}) + b"\n"
    path = root / _FILE
    with disk_faults(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o640)
        try:
            _append_line(handle, line, at=sum(len(old) + 1 for old in lines))
        finally:
            os.close(handle)
        sync_folder(root)


def _append_line(handle: int, line: bytes, *, at: int) -> None:
    """Write `line` at the end of the last complete one, over a torn rest."""
    os.ftruncate(handle, at)
    os.lseek(handle, at, os.SEEK_SET)
    steps.reached("audit: before line")
    rest = memoryview(line)
    try:
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, at)
        raise
    steps.reached("audit: after line")
