"""The audit log: one JSON object a line, append-only, each bound to the one before by its hash.

An entry says who did what to which draft and release, with which file (by its hash), which answers, and
what changed in numbers. It holds no personal data besides the account that acted.
"""

import hashlib
import json
import os
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from data.storage import clock, fault_points
from data.storage.atomic import disk_faults, sync_folder
from data.storage.errors import StoreFault
from data.storage.json_values import Json, JsonObject, parse_object, text
from data.storage.locks import exclusive

Action = Literal[
    "import",
    "answer",
    "remember answers",
    "withdraw answer",
    "answer for all",
    "rebase",
    "discard",
    "publish",
    "rollback",
    "sample",
    "structure",
    "read people",
    "refused people",
    "export person",
    "erase person",
    "redact texts",
    "withdraw structure",
    "assign",
    "merge villages",
    "refresh",
    "import boundaries",
    "publish boundaries",
    "withdraw boundaries",
    "rollback boundaries",
    "discard boundaries",
    "propose catalogue",
    "publish catalogue",
    "withdraw catalogue",
    "discard catalogue",
]
Entry = JsonObject

_FILE: Final = "audit.jsonl"
_FIRST: Final = "0" * 64
_BLOCK: Final = 65_536  # bytes of the log that are read at once, from its end


class DamagedLog(StoreFault):
    """A line of the audit log cannot be read."""


@dataclass(frozen=True)
class Verdict:
    """Tell how far the log can be trusted: how many `entries` it has, and the first line that is wrong."""

    entries: int
    broken_line: int | None

    @property
    def intact(self) -> bool:
        """Tell whether every line reads as it was written and follows from the one before."""
        return self.broken_line is None


def act(who: str, *, action: Action, **what: Json) -> dict[str, Json]:
    """Describe an act that happens now; missing values are left out. `commit` writes it to the log."""
    values: dict[str, Json] = {"act": uuid.uuid4().hex, "when": clock.now(), "who": who, "action": action, **what}
    return {key: value for key, value in values.items() if value is not None}


def append(root: Path, *, who: str, action: Action, **what: Json) -> None:
    """Write an act to the log, and to the disk, before returning. Raises CannotWrite, Busy, DamagedLog.

    Of the log only the last line is read, however long it is.
    """
    with exclusive(root / "audit.lock"):
        _write(root, act(who, action=action, **what))


def commit(root: Path, done: Entry) -> None:
    """Write an act unless the log has it already: safe to repeat after a power cut. Raises as `append`.

    It is looked for from the end, where a power cut has left it, and a line is read only where it names the act.
    """
    named = json.dumps(done["act"]).encode()
    with exclusive(root / "audit.lock"):
        if not any(named in line and _is(line, act=done["act"]) for line, _ in _newest_first(root)):
            _write(root, done)


def read(root: Path) -> list[dict[str, Json]]:
    """Return the entries, oldest first; raises DamagedLog.

    A torn last line (a power cut) is no entry.
    """
    entries = []
    for number, line in enumerate(_lines(root), start=1):
        try:
            entries.append(parse_object(line))
        except ValueError as fault:
            raise DamagedLog("releases.damaged_log", line=number) from fault
    return entries


def has_act(root: Path, actions: Collection[Action]) -> bool:
    """Tell whether any line is of one of these acts; looked for from the end. Lines that cannot be read are none."""
    for line, _ in _newest_first(root):
        try:
            if parse_object(line).get("action") in actions:
                return True
        except ValueError:
            continue
    return False


def verify(root: Path) -> Verdict:
    """Hold every line against its own hash and the one before."""
    return trusted(root)[1]


def trusted(root: Path) -> tuple[list[dict[str, Json]], Verdict]:
    """Return the entries that can be trusted, oldest first, and the verdict: they stand before the first wrong line."""
    lines, before = _lines(root), _FIRST
    found: list[dict[str, Json]] = []
    for line in lines:
        entry = _following(line, before=before)
        if entry is None:
            break
        found.append(entry)
        before = text(entry["hash"])
    return found, Verdict(len(lines), len(found) + 1 if len(found) < len(lines) else None)


def _following(line: bytes, *, before: str) -> dict[str, Json] | None:
    """Return the entry of a line, None where it does not follow from the one before or is not as it was written."""
    try:
        entry = parse_object(line)
        digest = entry.pop("hash")
        sound = entry.get("before") == before and _hash(entry) == digest
    except (ValueError, KeyError):
        return None
    return {**entry, "hash": digest} if sound else None


def _is(line: bytes, *, act: object) -> bool:
    """Tell whether a line is the entry of an act; one that cannot be read is not."""
    try:
        return bool(json.loads(line)["act"] == act)
    except (ValueError, KeyError, TypeError):
        return False


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


def _newest_first(root: Path) -> Iterator[tuple[bytes, int]]:
    """Go through the complete lines from the last to the first, each with where the next one would begin.

    The log is read from its end, block by block, as far as it is read.
    """
    path = root / _FILE
    if not path.exists():
        return
    with disk_faults(path), path.open("rb") as file:
        at = end = file.seek(0, os.SEEK_END)
        partial, torn = b"", True  # what stands after the last line end was never acknowledged
        while at:
            step = min(at, _BLOCK)
            at = file.seek(at - step)
            partial, *lines = (file.read(step) + partial).split(b"\n")
            if torn and lines:
                end -= len(lines.pop())
                torn = False
            for line in reversed(lines):
                yield line, end
                end -= len(line) + 1
        if not torn:
            yield partial, end


def _write(root: Path, done: Entry) -> None:
    """Append one line to the disk; a line that does not fit is taken back whole. The lock is held."""
    last, end = next(_newest_first(root), (b"", 0))
    before = _hash_in(root, last) if end else _FIRST
    entry = {**done, "before": before}
    line = _text({**entry, "hash": _hash(entry)}) + b"\n"
    path = root / _FILE
    with disk_faults(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o640)
        try:
            _append_line(handle, line, at=end)
        finally:
            os.close(handle)
        sync_folder(root)


def _hash_in(root: Path, last: bytes) -> str:
    """Return the hash that the next line is bound to; raises DamagedLog where the last line has none."""
    try:
        return str(json.loads(last)["hash"])
    except (ValueError, KeyError, TypeError) as fault:
        raise DamagedLog("releases.damaged_log", line=len(_lines(root))) from fault


def _append_line(handle: int, line: bytes, *, at: int) -> None:
    """Write `line` at the end of the last complete one, over a torn rest."""
    os.ftruncate(handle, at)
    os.lseek(handle, at, os.SEEK_SET)
    fault_points.reached("audit: before line")
    rest = memoryview(line)
    try:
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, at)
        raise
    fault_points.reached("audit: after line")
