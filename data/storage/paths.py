"""Where the product keeps its own data: `var/`, or the folder that CNSCD_VAR names."""

from pathlib import Path

from data.storage import settings
from data.storage.settings import PROJECT as PROJECT


def var() -> Path:
    """Return the data folder (not created here). Raises WrongSettings where CNSCD_VAR can be none."""
    return settings.folder()


def releases() -> Path:
    """Return the folder of the store: releases, drafts, the pointer and the audit log."""
    return var() / "store"


def public() -> Path:
    """Return the folder of the public releases, which is all that a process for the public opens of the figures."""
    return var() / "public"


def map_files() -> Path:
    """Return the folder of hash-named map files, which the server hands out for ever."""
    return var() / "maps"
