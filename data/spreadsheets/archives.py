"""Archives of reports: the files of a zip, by names that are shown and never used as paths.

An archive is opened in memory; what is packed in it is unpacked up to the limits of one file, and all together up to
MAX_TOGETHER. An archive within an archive is not opened.
"""

import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from data.spreadsheets import encodings, limits
from data.storage.errors import Refused

MAX_FILES: Final = 500
MAX_TOGETHER: Final = 400 * 2**20
_PASSED_OVER: Final = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini", "~$", ".~lock.")
_WORKBOOKS: Final = ("[content_types].xml", "mimetype")
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


@dataclass(frozen=True)
class Incoming:
    """A file as it was handed in: its name with the folders of an archive, and its content, or why it has none."""

    name: str
    content: bytes = b""
    refusal: Refused | None = None


def is_archive(content: bytes) -> bool:
    """Say whether a file is a zip of files and no workbook or document, which are zips too."""
    if not content.startswith(b"PK"):
        return False
    try:
        with limits.open_zip(content) as archive:
            return not any(name.lower() in _WORKBOOKS for name in archive.namelist())
    except Refused:
        return False


def unpacked(files: Iterable[tuple[str, bytes]]) -> list[Incoming]:
    """Return files with those of archives in their place; what cannot be unpacked is there with the reason.

    Raises Refused where there are more than MAX_FILES, or more than MAX_TOGETHER of them together.
    """
    out: list[Incoming] = []
    size = 0
    for name, content in files:
        for one in _of_archive(name, content) if is_archive(content) else [Incoming(name, content)]:
            size += len(one.content)
            out.append(one)
            if len(out) > MAX_FILES:
                raise Refused("intake.many_files", limit=MAX_FILES)
            if size > MAX_TOGETHER:
                raise Refused("intake.many_large", limit=MAX_TOGETHER >> 20)
    return out


def _of_archive(name: str, content: bytes) -> Iterator[Incoming]:
    try:
        limits.refuse_parts(content)
        with limits.open_zip(content) as archive:
            infos = [info for info in archive.infolist() if not _is_passed_over(info)]
            for info in infos:
                yield _unpacked(archive, info)
            if not infos:
                yield Incoming(name, refusal=Refused("intake.empty_archive"))
    except Refused as refusal:
        yield Incoming(name, refusal=refusal)


def _is_passed_over(info: zipfile.ZipInfo) -> bool:
    """Say whether a part is a folder, or a file that a machine puts beside those of people."""
    path = info.filename.lower()
    return info.is_dir() or path.startswith(_PASSED_OVER[0]) or path.rpartition("/")[2].startswith(_PASSED_OVER[1:])


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Incoming:
    name = shown_name(info)
    if info.flag_bits & 1:
        return Incoming(name, refusal=Refused("intake.encrypted"))
    if info.file_size > limits.RATIO_FROM and info.file_size > limits.MAX_RATIO * max(info.compress_size, 1):
        return Incoming(name, refusal=Refused("intake.zip_bomb", size=info.file_size >> 20))
    try:
        with archive.open(info) as part:
            content = part.read(limits.MAX_FILE + 1)
    except _DAMAGED:
        return Incoming(name, refusal=Refused("intake.truncated"))
    if len(content) > limits.MAX_FILE:
        return Incoming(name, refusal=Refused("intake.too_large", size=len(content) >> 20, limit=limits.MAX_FILE >> 20))
    return Incoming(name, content)


def shown_name(info: zipfile.ZipInfo) -> str:
    """Return a part's name as people wrote it, whatever its archiver took for the encoding; no step leads upwards."""
    name = info.filename
    if not info.flag_bits & 0x800:
        name = _decoded(name.encode("cp437", errors="replace"))
    steps = [encodings.clean(step) for step in name.replace("\\", "/").split("/")]
    return "/".join(step for step in steps if step.strip(". ")) or "?"


def _decoded(raw: bytes) -> str:
    """Decode a name without a mark: UTF-8 as most write it, else Windows' Vietnamese."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return unicodedata.normalize("NFC", raw.decode("cp1258", errors="replace"))
