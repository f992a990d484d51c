"""What a workbook shows beside its values: hidden and bold rows, formulas without a value, formats that make a value
look like another. Read from its XML parts, which are checked for safety on the way; in a sheet too large to be made
by hand bold rows and formulas without a value are not looked for."""

import html
import re
import zipfile
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from data.spreadsheets import limits, number_formats, open_document
from data.spreadsheets.sheet_look import SheetLook, with_marks

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
_COMPUTED: Final = re.compile(
    rb"<(?:\w+:)?c ([^<>]*)><(?:\w+:)?f[^<>]*(?:/>|>([^<>]*)</(?:\w+:)?f>)\s*"
    rb"<(?:\w+:)?v>\s*(-?[0-9]{1,20}(?:\.[0-9]{1,20})?)\s*</"
)
_NO_NUMBER: Final = re.compile(rb'\bt="(?:s|str|inlineStr|e|b|d)"')
_RAISED: Final = b"superscript"
_TEXT: Final = re.compile(rb"<(?:\w+:)?si(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_RUN: Final = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_RUN_TEXT: Final = re.compile(rb"<(?:\w+:)?t(?: [^<>]*)?>([^<>]*)</")
_OF_LIST: Final = re.compile(rb'<(?:\w+:)?c ([^<>]*\bt="s"[^<>]*)>\s*<(?:\w+:)?v>\s*([0-9]{1,9})\s*</')
_IN_CELL: Final = re.compile(rb'<(?:\w+:)?c ([^<>]*\bt="inlineStr"[^<>]*)>(.*?)</(?:\w+:)?c>', re.DOTALL)
_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,9})"')
_STYLE: Final = re.compile(rb'\bs="([0-9]{1,6})"')


def of_sheets(content: bytes) -> dict[str, SheetLook]:
    """Check every part of a zipped workbook; return by sheet what it shows beside its values.

    Raises Refused for what is unsafe, and what the zip and XML readers raise for damaged files.
    """
    with limits.open_zip(content) as archive:
        limits.inspect_zip(archive)
        hidden: dict[str, frozenset[int]] = {}
        for info in archive.infolist():
            if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                with archive.open(info) as part:
                    hidden[info.filename] = limits.scan_xml(part)
        if "xl/workbook.xml" not in hidden:
            return open_document.of_sheets(archive.read("content.xml")) if "content.xml" in hidden else {}
        styles = _small_xml(archive, "xl/styles.xml")
        raised = _raised_texts(archive)
        bold, formats = _bold_styles(styles), number_formats.of_styles(styles)
        return {
            name: _look(
                archive, part, hidden_rows=hidden.get(part, frozenset()), bold=bold, formats=formats, raised=raised
            )
            for name, part in _sheet_parts(archive).items()
            if part in hidden
        }


def _look(
    archive: zipfile.ZipFile,
    part: str,
    *,
    hidden_rows: frozenset[int],
    bold: frozenset[bytes],
    formats: Mapping[bytes, str],
    raised: Mapping[int, str],
) -> SheetLook:
    """Look at one sheet's part; of a large one only at what its styles and its texts make doubtful."""
    look = SheetLook(hidden_rows=[row - 1 for row in hidden_rows])
    small = archive.getinfo(part).file_size <= _SMALL_PART
    if not small and not formats and not raised:
        return look
    sheet = archive.read(part)
    _read_formats(sheet, formats, look)
    _read_raised(sheet, raised, look)
    if small:
        look.bold_rows, look.faults = _bold_rows(sheet, bold), _faults(sheet)
        _read_formulas(sheet, look)
    return look


def _read_formats(sheet: bytes, formats: Mapping[bytes, str], look: SheetLook) -> None:
    """Find the numbers whose format makes them look like another number."""
    if not formats:
        return
    styles = b"|".join(formats)
    cells = re.compile(
        rb'<(?:\w+:)?c ([^<>]*\bs="(?:' + styles + rb')"[^<>]*)>(?:<(?:\w+:)?f[^<>]*(?:/>|>[^<>]*</(?:\w+:)?f>))?\s*'
        rb"<(?:\w+:)?v>"
    )
    for cell in cells.findall(sheet):
        at, style = _place(cell), _STYLE.search(cell)
        if at is None or style is None or _NO_NUMBER.search(cell):
            continue
        code = formats[style[1]]
        if code == number_formats.PERCENT:
            look.percents.add(at)
        else:
            look.odd[at] = code


def _raised_texts(archive: zipfile.ZipFile) -> dict[int, str]:
    """Return by its place in the list of the workbook's texts each that has a mark above the line."""
    name = "xl/sharedStrings.xml"
    texts = archive.read(name) if name in archive.namelist() else b""
    if _RAISED not in texts:
        return {}
    return {at: _marked(found[1]) for at, found in enumerate(_TEXT.finditer(texts)) if _RAISED in (found[1] or b"")}


def _read_raised(sheet: bytes, texts: Mapping[int, str], look: SheetLook) -> None:
    """Find the cells with a mark above the line, in a text of the list or in the cell itself."""
    for cell, number in _OF_LIST.findall(sheet) if texts else ():
        if int(number) in texts and (at := _place(cell)):
            look.raised[at] = texts[int(number)]
    for cell, text in _IN_CELL.findall(sheet) if _RAISED in sheet else ():
        if _RAISED in text and (at := _place(cell)):
            look.raised[at] = _marked(text)


def _marked(text: bytes) -> str:
    runs = [(b"".join(_RUN_TEXT.findall(run)), _RAISED in run) for run in _RUN.findall(text)]
    return with_marks((html.unescape(told.decode("utf-8", "replace")), raised) for told, raised in runs)


def _read_formulas(sheet: bytes, look: SheetLook) -> None:
    """Find the formulas whose stored number is 0: a program that works nothing out writes it as well."""
    for cell, formula, value in _COMPUTED.findall(sheet):
        at = _place(cell)
        if at is None or _NO_NUMBER.search(cell):
            continue
        if float(value) == 0:
            look.zeros[at] = html.unescape(formula.decode("utf-8", "replace"))
        else:
            look.computed += 1


def _place(cell: bytes) -> tuple[int, int] | None:
    """Return the row and column, from 0, that the attributes of a cell give."""
    at = _PLACE.search(cell)
    return (int(at[2]) - 1, limits.column_number(at[1]) - 1) if at else None


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


def _bold_styles(styles: Element | None) -> frozenset[bytes]:
    """Return the numbers of the cell styles whose font is bold."""
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


def _bold_rows(sheet: bytes, bold_styles: frozenset[bytes]) -> list[int]:
    """Return the rows with a filled cell in bold."""
    rows = set()
    for cell in _CELL.findall(sheet) if bold_styles else ():
        style, ref = _STYLE.search(cell), _REF.search(cell)
        if style and ref and style[1] in bold_styles:
            rows.add(int(ref[1]) - 1)
    return sorted(rows)


def _faults(sheet: bytes) -> list[tuple[int, int, str]]:
    """Return (row, column, error), from 0, of formulas that give an error, or ("") that nobody has worked out yet."""
    cells = [(cell, b"") for cell in _UNCOMPUTED.findall(sheet)] + _ERROR.findall(sheet)
    found = [(_place(cell), error.decode("ascii", "replace")) for cell, error in cells]
    return [(at[0], at[1], error) for at, error in found if at]
