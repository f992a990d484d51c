"""Writes that happen whole or not at all: made aside, brought to the disk, then put in place by one rename."""

import errno
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from data.storage import fault_points
from data.storage.errors import StoreFault

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN: Final = {errno.EROFS, errno.EACCES, errno.EPERM}


class CannotWrite(StoreFault):
    """The disk refuses a write (full, read-only, no right, broken); what was there before is untouched."""


@contextmanager
def disk_faults(path: Path) -> Iterator[None]:
    """Turn what the system says of `path` into CannotWrite, with what to do about it."""
    try:
        yield
    except OSError as fault:
        kind = "full" if fault.errno in _FULL else "forbidden" if fault.errno in _FORBIDDEN else "other"
        reason = os.strerror(fault.errno) if fault.errno else fault
        raise CannotWrite(f"releases.disk_{kind}", path=path, reason=reason) from fault


def sync_folder(folder: Path) -> None:
    """Bring a folder's list of names to the disk; Windows knows no such step and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Bring a file that another library wrote to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def replace_file(path: Path, content: bytes, *, step: str) -> None:
    """Replace `path` by `content` in one move; readers see the old file or the new one, never a part.

    `step` names the write for the fault tests. Raises CannotWrite; the old file is then still in place.
    """
    with disk_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.parent / f".aside-{uuid.uuid4().hex}"
        try:
            with aside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fault_points.reached(f"{step}: written aside")
            os.replace(aside, path)
        finally:
            aside.unlink(missing_ok=True)
        sync_folder(path.parent)
    fault_points.reached(f"{step}: in place")


@contextmanager
def folder_aside(parent: Path) -> Iterator[Path]:
    """Give an empty folder beside its later place in `parent`; it is gone afterwards unless put in place."""
    aside = parent / f".aside-{uuid.uuid4().hex}"
    with disk_faults(parent):
        try:
            aside.mkdir(parents=True)
            yield aside
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def put_in_place(aside: Path, target: Path, *, step: str) -> None:
    """Bring the files of `aside` to the disk and move the folder to `target` in one rename.

    A folder that stands at `target` already (a damaged one) is moved away first.
    """
    for path in sorted(aside.rglob("*"), reverse=True):
        (sync_folder if path.is_dir() else sync_file)(path)
    sync_folder(aside)
    fault_points.reached(f"{step}: written aside")
    if target.exists():
        os.rename(target, target.parent / f".aside-{uuid.uuid4().hex}")
    os.rename(aside, target)
    sync_folder(target.parent)
    fault_points.reached(f"{step}: in place")


def clear_asides(parent: Path) -> None:
    """Remove what writers that died left in `parent`; only for who holds the store's lock."""
    for left in parent.glob(".aside-*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
