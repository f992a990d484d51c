"""The parts of what was handed in: one file, a folder, an archive; and which of them belong to one layer.

Nothing is unpacked to a place that an archive names: parts are held by the last piece of their name, and
written under names of our own. An archive is inspected before anything in it is unpacked.
"""

import stat
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from data.spreadsheets import limits
from data.storage.errors import Refused
from geo.boundaries import formats
from geo.boundaries.formats import Format

# A country of communes with every bend of a border is 200 MB as text; twice that is no honest layer.
MAX_FILE: Final = 400 * 2**20
MAX_UNPACKED: Final = 800 * 2**20
MAX_RATIO: Final = 200  # of a part that unpacks to more than RATIO_FROM; shapes of zeros alone are packed tighter
RATIO_FROM: Final = 16 * 2**20
MAX_PARTS: Final = 500

_NESTED: Final = (".zip", ".kmz", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".tgz")
_ARCHIVE_STARTS: Final = (b"PK\x03\x04", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_NOISE: Final = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_SIBLINGS: Final[dict[str, tuple[str, ...]]] = {
    ".shp": (".shp", ".dbf", ".shx", ".prj", ".qpj", ".cpg"),
    ".tab": (".tab", ".dat", ".map", ".id", ".ind", ".dbf"),
}
_SINGLE: Final = (".gpkg", ".geojson", ".json", ".kml", ".fgb", ".parquet", ".geoparquet")


@dataclass(frozen=True)
class Dataset:
    """The parts of one dataset by extension ("shp", "dbf", …), its `name` as the user knows it."""

    format: Format
    name: str
    parts: Mapping[str, bytes]


def gather(path: Path) -> dict[str, bytes]:
    """Read a file, with its siblings where it is a Shapefile or a MapInfo table, or the files of a folder.

    Raises Refused where it cannot be read or is too large.
    """
    try:
        if path.is_dir():
            files = [each for each in sorted(path.iterdir()) if each.is_file()]
        elif path.suffix.lower() in _SIBLINGS:
            suffixes = _SIBLINGS[path.suffix.lower()]
            siblings = (each for each in sorted(path.parent.iterdir()) if each.suffix.lower() in suffixes)
            files = [each for each in siblings if each.stem.lower() == path.stem.lower()]
        else:
            files = [path]
        size = sum(each.stat().st_size for each in files)
        if size > MAX_FILE:
            raise Refused("boundaries.too_large", size=size >> 20, limit=MAX_FILE >> 20)
        return {each.name: each.read_bytes() for each in files} or _missing(path)
    except OSError as fault:
        raise Refused("intake.no_file", file=path.name, reason=fault.strerror or "?") from fault


def _missing(path: Path) -> dict[str, bytes]:
    raise Refused("boundaries.nothing_inside", file=path.name)


def datasets(files: Mapping[str, bytes]) -> list[Dataset]:
    """Tell the datasets in what was handed in, in the order of their names. Raises Refused where there is none."""
    size = sum(map(len, files.values()))
    if size > MAX_FILE:
        raise Refused("boundaries.too_large", size=size >> 20, limit=MAX_FILE >> 20)
    if len(files) == 1:
        ((name, content),) = files.items()
        if content.startswith(b"PK"):
            return _found(unpacked(content), archive=name)
        if formats.identify(content) == "shapefile":
            raise Refused("boundaries.lone_part", file=name)
        return [_single(name, content)]
    return _found(files, archive="")


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts of a zip by their own names. Raises Refused for anything that no office would send."""
    with limits.open_zip(content) as archive:
        entries = _inspected(archive.infolist())
        try:
            return {name: _read(archive, info) for name, info in entries.items()}
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError) as fault:
            raise Refused("boundaries.damaged") from fault


def _inspected(infos: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Check names, kinds, sizes and ratios of all parts as declared; leave out what systems add."""
    entries: dict[str, zipfile.ZipInfo] = {}
    infos = list(infos)
    if len(infos) > MAX_PARTS:
        raise Refused("boundaries.too_many_parts", count=len(infos), limit=MAX_PARTS)
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise Refused("boundaries.zip_bomb", limit=MAX_UNPACKED >> 20)
    for info in infos:
        name = info.filename.replace("\\", "/")
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in info.orig_filename:
            raise Refused("boundaries.unsafe_path", name=name[:80])
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Refused("boundaries.symlink", name=name[:80])
        if info.is_dir() or any(noise in f"/{name.lower()}" for noise in _NOISE):
            continue
        if info.flag_bits & 1:
            raise Refused("intake.encrypted")
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Refused("boundaries.zip_bomb", limit=MAX_UNPACKED >> 20)
        if path.suffix.lower() in _NESTED:
            raise Refused("boundaries.nested_archive", name=path.name[:80])
        if name in entries:
            raise Refused("boundaries.twice_in_archive", name=name[:80])
        entries[name] = info
    return entries


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Unpack one part, not a byte more than it declares."""
    with archive.open(info) as part:
        content = part.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise Refused("boundaries.damaged")
    if content.startswith(_ARCHIVE_STARTS):
        raise Refused("boundaries.nested_archive", name=info.filename[-80:])
    return content


def _found(files: Mapping[str, bytes], *, archive: str) -> list[Dataset]:
    """Group parts to datasets by folder and stem; what belongs to none (notes, styles) is left alone."""
    made = []
    for name in sorted(files):
        path = PurePosixPath(name.replace("\\", "/"))
        ending = path.suffix.lower()
        if ending in _SIBLINGS:
            made.append(_with_siblings(path, files))
        elif ending in _SINGLE:
            made.append(_single(archive if archive and ending == ".kml" else path.name, files[name]))
    if not made:
        lone = next((name for name in files if PurePosixPath(name).suffix.lower() in (".dbf", ".dat", ".shx")), None)
        raise Refused("boundaries.lone_part" if lone else "boundaries.nothing_inside", file=lone or archive or "?")
    return made


def _single(name: str, content: bytes) -> Dataset:
    form = formats.identify(content)
    if form in ("shapefile", "tab"):
        raise Refused("boundaries.lone_part", file=name)
    return Dataset(form, PurePosixPath(name).stem, {formats.EXTENSIONS[form]: content})


def _with_siblings(path: PurePosixPath, files: Mapping[str, bytes]) -> Dataset:
    """Put a Shapefile's or MapInfo table's parts together. Raises Refused where one it cannot do without lacks."""
    ending = path.suffix.lower()
    parts = {}
    for name, content in files.items():
        other = PurePosixPath(name.replace("\\", "/"))
        same = other.parent == path.parent and other.stem.lower() == path.stem.lower()
        if same and other.suffix.lower() in _SIBLINGS[ending]:
            parts[other.suffix.lower()[1:]] = content
    form: Format = "shapefile" if ending == ".shp" else "tab"
    if formats.identify(parts[ending[1:]]) != form:
        raise Refused("boundaries.other_content", file=path.name)
    needed = ("dbf",) if form == "shapefile" else ("map", "dat") if "dbf" not in parts else ("map",)
    lacking = [part for part in needed if part not in parts]
    if lacking:
        raise Refused("boundaries.part_missing", file=path.name, part=f"{path.stem}.{lacking[0]}")
    return Dataset(form, path.stem, parts)
