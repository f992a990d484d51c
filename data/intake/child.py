"""The process that parses one file: content on stdin, sheets as lines of JSON on stdout.

Run as `python -m data.intake.child FORMAT` by data.intake.workbook, and by nothing else.
"""

import datetime
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

import python_calamine
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from data.errors import Refused
from data.intake import delimited, guard, html_tables, text
from data.intake.values import Cell

_BATCH: Final = 2_000
_SMALL_PART: Final = 8 * 2**20
_MAX_MERGES: Final = 200_000
_CELL: Final = re.compile(rb"<(?:\w+:)?c ([^<>]*[^/<>])>")
_REF: Final = re.compile(rb'\br="[A-Z]{1,3}([0-9]{1,9})"')
_STYLE: Final = re.compile(rb'\bs="([0-9]{1,6})"')
_DAMAGED: Final = (
    python_calamine.CalamineError, zipfile.BadZipFile, ParseError, DefusedXmlException, EOFError, KeyError,
    ValueError, OSError, NotImplementedError,
)  # fmt: skip


def main(form: str) -> None:
    """Parse stdin as `form` and write what was read, or why it was refused."""
    guard.limit_process()
    content = sys.stdin.buffer.read()
    try:
        for message in parse(content, form):
            _write(message)
        _write({"end": True})
    except Refused as refusal:
        _write({"refused": refusal.key, "values": refusal.values})
    except python_calamine.PasswordError:
        _write({"refused": "intake.encrypted", "values": {}})
    except MemoryError:
        _write({"refused": "intake.too_heavy", "values": {}})
    except _DAMAGED:
        _write({"refused": "intake.truncated", "values": {}})


def _write(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def parse(content: bytes, form: str) -> Iterator[dict[str, Any]]:
    """Yield the messages of every sheet. Raises Refused, or what a damaged file makes the readers raise."""
    if form == "text":
        yield from _messages("CSV", delimited.rows(delimited.decode(content)), done=(0.3, 1.0))
    elif form == "html":
        tables = html_tables.read(content)
        for at, table in enumerate(tables, start=1):
            yield from _messages(
                f"Bảng {at}" if len(tables) > 1 else "Bảng", table.rows, merges=table.merges,
                done=((at - 1) / len(tables), at / len(tables)),
                hidden_rows=table.hidden_rows, bold_rows=table.bold_rows,
            )  # fmt: skip
    else:
        looks = _inspect(content) if form in ("xlsx", "ods") else {}
        yield {"done": 0.2}
        yield from _spreadsheet(content, looks)


def _inspect(content: bytes) -> dict[str, dict[str, Any]]:
    """Check every part of a zipped workbook; return the hidden and bold rows of its sheets, by name."""
    with guard.open_zip(content) as archive:
        guard.inspect_zip(archive)
        hidden: dict[str, frozenset[int]] = {}
        for info in archive.infolist():
            if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                with archive.open(info) as part:
                    hidden[info.filename] = guard.scan_xml(part)[2]
        if "xl/workbook.xml" not in hidden:
            return {}
        bold_styles = _bold_styles(archive)
        return {
            name: {
                "hidden_rows": [row - 1 for row in hidden.get(part, ())],
                "bold_rows": _bold_rows(archive, part, bold_styles),
            }
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


def _spreadsheet(content: bytes, looks: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = [meta for meta in book.sheets_metadata if meta.typ == python_calamine.SheetTypeEnum.WorkSheet]
    for at, meta in enumerate(sheets, start=1):
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.total_height * sheet.total_width > guard.MAX_CELLS:
            raise Refused("intake.far_cell", row=sheet.total_height, column=sheet.total_width)
        merges = [(top, left, down, right) for (top, left), (down, right) in sheet.merged_cell_ranges or ()]
        yield from _messages(
            meta.name, _from_a1(sheet), merges=merges[:_MAX_MERGES],
            done=(0.3 + 0.7 * (at - 1) / len(sheets), 0.3 + 0.7 * at / len(sheets)),
            hidden=meta.visible != python_calamine.SheetVisibleEnum.Visible, **looks.get(meta.name, {}),
        )  # fmt: skip


def _from_a1(sheet: python_calamine.CalamineSheet) -> Iterator[list[Any]]:
    """Yield the rows of a sheet from A1 on, also where its first filled cell stands further in."""
    if sheet.start is None:
        return
    top, left = sheet.start
    for _ in range(top):
        yield []
    for row in sheet.to_python(skip_empty_area=True):
        yield [""] * left + row


def _messages(
    name: str, rows: Iterable[list[Any]], *, done: tuple[float, float], hidden: bool = False, merges: Iterable = (),
    hidden_rows: Iterable[int] = (), bold_rows: Iterable[int] = (),
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Yield a sheet's head and its rows in batches, its texts brought to Unicode.

    `done` are the shares of the whole work done before the sheet and after it.
    """
    read = [[_plain(cell) for cell in row] for row in rows]
    texts = {cell for row in read for cell in row if isinstance(cell, str)}
    font = text.font_of(texts)
    texts = {cell: text.clean(text.to_unicode(cell, font)) or None for cell in texts}
    yield {
        "sheet": text.clean(text.to_unicode(name, font)), "hidden": hidden, "merges": list(merges),
        "hidden_rows": sorted(hidden_rows), "bold_rows": sorted(bold_rows),
    }  # fmt: skip
    begun, done = done
    for start in range(0, len(read), _BATCH):
        batch = read[start : start + _BATCH]
        yield {
            "rows": [[texts[cell] if isinstance(cell, str) else cell for cell in row] for row in batch],
            "done": begun + (done - begun) * (start + len(batch)) / len(read),
        }


def _plain(cell: Any) -> Cell:
    """Return a cell as JSON can hold it: a whole float as an int, dates as ISO text."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return str(cell)
    return cell


if __name__ == "__main__":
    main(sys.argv[1])
