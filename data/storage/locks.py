"""One writer at a time, across threads and processes; readers never wait.

The lock belongs to an open file, so the system frees it when its holder dies, however it dies.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Final

from data.storage.atomic import disk_faults
from data.storage.errors import Refused

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE_SECONDS: Final = 120.0
"""How long a writer waits for another: longer than the longest publication."""

_PAUSE_SECONDS: Final = 0.05


class Busy(Refused):
    """Another person or program is writing to the store, and did not finish in time."""


class _Turn:
    """Who writes in this process: one thread, which may enter again."""

    def __init__(self) -> None:
        self.thread = threading.RLock()
        self.depth = 0


@cache
def _turn(_path: str) -> _Turn:
    return _Turn()


@contextmanager
def exclusive(path: Path, *, patience: float = PATIENCE_SECONDS) -> Iterator[bool]:
    """Hold the lock file `path`; yields whether this is the outermost hold of this thread.

    Raises Busy after `patience` seconds, CannotWrite where the file cannot be made.
    """
    turn = _turn(str(path.resolve()))
    if not turn.thread.acquire(timeout=patience):
        raise Busy("releases.busy", seconds=round(patience))
    try:
        if turn.depth:
            turn.depth += 1
            yield False
        else:
            with _locked_file(path, patience=patience):
                turn.depth = 1
                yield True
    finally:
        turn.depth = max(turn.depth - 1, 0)
        turn.thread.release()


@contextmanager
def _locked_file(path: Path, *, patience: float) -> Iterator[None]:
    with disk_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
    with file:
        _wait_for(file, patience=patience)
        try:
            yield
        finally:
            _release(file)


def _wait_for(file: IO[bytes], *, patience: float) -> None:
    until = time.monotonic() + patience
    while not _try(file):
        if time.monotonic() >= until:
            raise Busy("releases.busy", seconds=round(patience))
        time.sleep(_PAUSE_SECONDS)


def _try(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _release(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(file, fcntl.LOCK_UN)
