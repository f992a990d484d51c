"""The catalogue in force: the product's definitions, and those that the office has put into its data folder.

<var>/catalogue/*.toml    the office's own definitions, each file whole; a change is seen without a restart

A process that has once had a sound catalogue goes on with it where a file is put there that has faults: `faults` says
what they are, and every page of the staff shows them. A process that begins refuses to.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from data import i18n
from data.catalogue.loading import Fault, FaultyCatalogue, files_of, load
from data.catalogue.model import Catalogue
from data.storage import paths, settings

_LOOK_AGAIN: Final = 0.5  # seconds
_LOG: Final = logging.getLogger(__name__)
_Seen = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class _Last:
    """When the folder was last looked at, for which data folder, and what was in force then, with the faults found."""

    at: float
    var: Path
    seen: _Seen
    catalogue: Catalogue
    faults: tuple[Fault, ...] = ()


_last: _Last | None = None
_on_trial: ContextVar[Catalogue | None] = ContextVar("catalogue on trial", default=None)


def folder() -> Path:
    """Return the folder of the office's own definitions."""
    return paths.var() / "catalogue"


def catalogue() -> Catalogue:
    """Return the catalogue in force. Raises FaultyCatalogue, with every fault, where there was no sound one yet."""
    return _on_trial.get() or _looked_up().catalogue


def faults() -> tuple[Fault, ...]:
    """Return what is wrong with the files of now, where the catalogue in force is that of before them."""
    return _looked_up().faults


@contextmanager
def trying(other: Catalogue) -> Iterator[None]:
    """Let another catalogue be in force for what this thread does meanwhile, and for nobody else."""
    token = _on_trial.set(other)
    try:
        yield
    finally:
        _on_trial.reset(token)


def look_again() -> None:
    """Forget what was in force: the folder has just been changed."""
    global _last
    _last = None


def own_files() -> list[Path]:
    """List the office's files in force."""
    return files_of(folder())


def _looked_up() -> _Last:
    """Return what is in force, looked up anew after a moment. Raises FaultyCatalogue as `catalogue`."""
    global _last
    now, var, last = time.monotonic(), settings.folder(), _last
    if last is not None and last.var is var and now - last.at <= _LOOK_AGAIN:
        return last
    seen = _seen()
    if last is None or last.var != var:
        found = _Last(now, var, seen, _loaded(seen))
    elif last.seen == seen:
        found = replace(last, at=now)
    else:
        try:
            found = _Last(now, var, seen, _loaded(seen))
        except FaultyCatalogue as faulty:
            found = _Last(now, var, seen, last.catalogue, faulty.faults)
            _LOG.error("%s", faulty)
    _last = found
    return found


def _seen() -> _Seen:
    """Return path, time of change and size of every file of the office; one that has just gone is none."""
    found = []
    for file in own_files():
        try:
            status = file.stat()
        except FileNotFoundError:
            continue
        found.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(found)


@lru_cache(maxsize=8)
def _loaded(seen: _Seen) -> Catalogue:
    return load(Path(name) for name, _, _ in seen)


i18n.add_words(lambda: catalogue().words)
