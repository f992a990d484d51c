"""The catalogue in force: the product's definitions, and those that the office has put into its data folder.

<var>/catalogue/*.toml    the office's own definitions, each file whole; a change is seen without a restart
"""

import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from data import i18n
from data.catalogue.loading import files_of, load
from data.catalogue.model import Catalogue
from data.storage import paths, settings

_LOOK_AGAIN: Final = 0.5  # seconds
_Seen = tuple[tuple[str, int, int], ...]


@dataclass
class _Last:
    """When the folder was last looked at, for which data folder, and what was in force then."""

    at: float
    var: Path
    catalogue: Catalogue


_last: _Last | None = None


def folder() -> Path:
    """Return the folder of the office's own definitions."""
    return paths.var() / "catalogue"


def catalogue() -> Catalogue:
    """Return the catalogue in force. Raises FaultyCatalogue, with every fault of every file."""
    global _last
    now, var = time.monotonic(), settings.folder()
    if _last is None or _last.var is not var or now - _last.at > _LOOK_AGAIN:
        _last = _Last(now, var, _loaded(_seen(folder())))
    return _last.catalogue


def look_again() -> None:
    """Forget what was in force: the folder has just been changed."""
    global _last
    _last = None


def _seen(folder: Path) -> _Seen:
    """Return path, time of change and size of every file of the folder."""
    found = [(file, file.stat()) for file in files_of(folder)]
    return tuple((str(file), told.st_mtime_ns, told.st_size) for file, told in found)


@lru_cache(maxsize=8)
def _loaded(seen: _Seen) -> Catalogue:
    return load(Path(name) for name, _, _ in seen)


i18n.add_words(lambda: catalogue().words)
