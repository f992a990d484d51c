"""What a workbook shows beside its values: hidden and bold rows, formulas without a value. Read from its XML parts,
which are checked for safety on the way; a sheet too large to be made by hand is checked but not looked at."""

import re
import zipfile
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from data.spreadsheets import limits

_SMALL_PART: Final = 8 * 2**20
_CELL: Final = re.compile(rb"<(?:\w+:)?c ([^<>]*[^/<>])>")
_REF: Final = re.compile(rb'\br="[A-Z]{1,3}([0-9]{1,9})"')
_UNCOMPUTED: Final = re.compile(
    rb"<(?:\w+:)?c ([^<>]*)>"  # a cell
    rb"<(?:\w+:)?f[^<>]*(?:/>|>[^<>]*</(?:\w+:)?f>)\s*"  # its formula
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"  # and no value
)
_ERROR: Final = re.compile(
    rb'<(?:\w+:)?c ([^<>]*\bt="e"[^<>]*)>(?:<(?:\w+:)?f[^<>]*(?:/>|>[^<>]*</(?:\w+:)?f>))?\s*'
    rb"<(?:\w+:)?v>(#[A-Z0-9/!?]{2,12})</"
)
_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,9})"')
_STYLE: Final = re.compile(rb'\bs="([0-9]{1,6})"')


@dataclass(frozen=True)
class Looks:
    """What a sheet shows beside its values, counted from 0: `faults` are (row, column, error) of formulas."""

    hidden_rows: list[int]
    bold_rows: list[int]
    faults: list[tuple[int, int, str]]


def of_sheets(content: bytes) -> dict[str, Looks]:
    """Check every part of a zipped workbook; return what each sheet shows, by its name.

    Raises Refused for what is unsafe, and what the zip and XML readers raise for damaged files.
    """
    with limits.open_zip(content) as archive:
        limits.inspect_zip(archive)
        hidden: dict[str, frozenset[int]] = {}
        for info in archive.infolist():
            if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                with archive.open(info) as part:
                    hidden[info.filename] = limits.scan_xml(part)[2]
        if "xl/workbook.xml" not in hidden:
            return {}
        bold_styles = _bold_styles(archive)
        return {
            name: Looks(
                [row - 1 for row in hidden.get(part, ())],
                _bold_rows(archive, part, bold_styles),
                _faults(archive, part),
            )
            for name, part in _sheet_parts(archive).items()
        }


def _small_xml(archive: zipfile.ZipFile, name: str) -> Element | None:
    if name not in archive.namelist() or archive.getinfo(name).file_size > _SMALL_PART:
        return None
    return fromstring(archive.read(name), forbid_dtd=True)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of the archive that holds each sheet, by the sheet's name."""
    workbook = _small_xml(archive, "xl/workbook.xml")
    links = _small_xml(archive, "xl/_rels/workbook.xml.rels")
    if workbook is None or links is None:
        return {}
    targets = {link.get("Id"): (link.get("Target") or "").lstrip("/") for link in links}
    parts = {}
    for sheet in workbook.iter():
        if sheet.tag.endswith("}sheet"):
            link = next((value for key, value in sheet.items() if key.endswith("}id")), None)
            target = targets.get(link, "")
            parts[sheet.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return parts


def _bold_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Return the numbers of the cell styles whose font is bold."""
    styles = _small_xml(archive, "xl/styles.xml")
    if styles is None:
        return frozenset()
    space = styles.tag.partition("}")[0] + "}" if "}" in styles.tag else ""
    fonts = [_is_on(font.find(f"{space}b")) for font in styles.iterfind(f"{space}fonts/{space}font")]
    bold = set()
    for number, style in enumerate(styles.iterfind(f"{space}cellXfs/{space}xf")):
        font = style.get("fontId", "0")
        if font.isdecimal() and int(font) < len(fonts) and fonts[int(font)]:
            bold.add(str(number).encode())
    return frozenset(bold)


def _is_on(flag: Element | None) -> bool:
    return flag is not None and flag.get("val", "1") not in ("0", "false")


def _bold_rows(archive: zipfile.ZipFile, part: str, bold_styles: frozenset[bytes]) -> list[int]:
    """Return the rows with a filled cell in bold; a sheet too large to be made by hand is not looked at."""
    if not bold_styles or part not in archive.namelist() or archive.getinfo(part).file_size > _SMALL_PART:
        return []
    rows = set()
    for cell in _CELL.findall(archive.read(part)):
        style, ref = _STYLE.search(cell), _REF.search(cell)
        if style and ref and style[1] in bold_styles:
            rows.add(int(ref[1]) - 1)
    return sorted(rows)


def _faults(archive: zipfile.ZipFile, part: str) -> list[tuple[int, int, str]]:
    """Return (row, column, error), from 0, of formulas that give an error, or ("") that nobody has worked out yet."""
    if part not in archive.namelist() or archive.getinfo(part).file_size > _SMALL_PART:
        return []
    sheet = archive.read(part)
    cells = [(cell, b"") for cell in _UNCOMPUTED.findall(sheet)] + _ERROR.findall(sheet)
    found = [(_PLACE.search(cell), error.decode("ascii", "replace")) for cell, error in cells]
    return [(int(at[2]) - 1, limits.column_number(at[1]) - 1, error) for at, error in found if at]
