"""The process that parses one file: content on stdin, sheets as lines of JSON on stdout.

Run as `python -m data.spreadsheets.worker FORMAT BYTES` by data.spreadsheets.reader, and by nothing else.
"""

import datetime
import gc
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, TypeVar
from xml.etree.ElementTree import ParseError

import python_calamine
from defusedxml import DefusedXmlException

from data.spreadsheets import csv_files, encodings, formatting, html_tables, limits
from data.spreadsheets.cells import NUMBER_FORMAT, Cell
from data.spreadsheets.document_tables import Table
from data.spreadsheets.reader import Merge, Message
from data.spreadsheets.sheet_look import SheetLook
from data.storage.errors import Refused

_Typed = Cell | datetime.date | datetime.time | datetime.timedelta  # datetimes are dates

Value = TypeVar("Value")

_BATCH: Final = 2_000
_MAX_MERGES: Final = 200_000
_LARGE_AREA: Final = 100_000
_PLAIN: Final = SheetLook()
_DIMENSION: Final = re.compile(rb"<(?:\w+:)?dimension\b[^<>]*/>")
_REFERENCE: Final = re.compile(r"(?<![A-Z!'])([A-Z]{1,3}[0-9]{1,7})(?::([A-Z]{1,3}[0-9]{1,7}))?(?![A-Z0-9(!])")
_REFERENCE_PARTS: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SUM: Final = re.compile(
    r"(?:SUM\([A-Z0-9:,; ]+\)|[A-Z]{1,3}[0-9]{1,7})(?:\+(?:SUM\([A-Z0-9:,; ]+\)|[A-Z]{1,3}[0-9]{1,7}))*"
)
_DAMAGED: Final = (
    python_calamine.CalamineError,
    zipfile.BadZipFile,
    ParseError,
    DefusedXmlException,
    EOFError,
    KeyError,
    ValueError,
    OSError,
    NotImplementedError,
)


def main(form: str, memory: str) -> None:
    """Parse stdin as `form` in so many bytes of memory and write what was read, or why it was refused."""
    limits.limit_process(int(memory))
    gc.disable()  # the process ends with the file, and what it makes holds no circles
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


def _write(message: Message) -> None:
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n"
    sys.stdout.buffer.write(line.encode("utf-8", "surrogatepass"))  # half a letter is sent as such, not refused
    sys.stdout.buffer.flush()


def parse(content: bytes, form: str) -> Iterator[Message]:
    """Yield the messages of every sheet. Raises Refused, or what a damaged file makes the readers raise."""
    if form == "text":
        yield from _messages("CSV", csv_files.rows(csv_files.decode(content)), done=(0.3, 1.0), delimited=True)
    elif form in ("html", "mhtml"):
        page = html_tables.unpacked(content) if form == "mhtml" else content
        yield from _of_document(html_tables.read(page))
    elif form == "docx":
        from data.spreadsheets import word_files  # what it stands on takes a while to load

        yield from _of_document(word_files.read(content))
    elif form == "pdf":
        yield from _of_pdf(content)
    else:
        if form == "xls":
            from data.spreadsheets import old_workbooks  # as above

            seen = old_workbooks.of_sheets(content)
        else:
            seen = formatting.of_sheets(content)
        yield {"done": 0.2}
        yield from _spreadsheet(content, seen)


def _of_pdf(content: bytes) -> Iterator[Message]:
    from data.spreadsheets import pdf_files  # as above

    pages = []
    for done, page in pdf_files.pages(content):
        yield {"done": 0.9 * done}
        pages.append(page)
    yield from _of_document(pdf_files.tables(pages), begun=0.9)
    for page in pages:
        if page.is_picture:
            yield from _messages(f"Trang {page.number}", [], done=(1.0, 1.0), printed=([page.number], False, True))


def _of_document(tables: Sequence[Table], *, begun: float = 0.0) -> Iterator[Message]:
    """Yield the tables of a document as sheets."""
    part = (1 - begun) / max(1, len(tables))
    for at, table in enumerate(tables):
        yield from _messages(
            f"Bảng {at + 1}" if len(tables) > 1 else "Bảng",
            table.rows,
            merges=table.merges,
            done=(begun + part * at, begun + part * (at + 1)),
            look=SheetLook(hidden_rows=sorted(table.hidden_rows), bold_rows=sorted(table.bold_rows)),
            printed=(list(table.pages), table.recognised, False) if table.pages else None,
        )


def _spreadsheet(content: bytes, seen: dict[str, SheetLook]) -> Iterator[Message]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    worked_out = any(look.computed for look in seen.values())
    sheets = [meta for meta in book.sheets_metadata if meta.typ == python_calamine.SheetTypeEnum.WorkSheet]
    for at, meta in enumerate(sheets, start=1):
        try:
            sheet = book.get_sheet_by_name(meta.name)
        except python_calamine.CalamineError:  # perhaps for the range that it says it fills ("A0"): Excel heeds it not
            if not content.startswith(b"PK"):
                raise
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(_without_dimensions(content)))
            sheet = book.get_sheet_by_name(meta.name)
        if sheet.total_height * sheet.total_width > limits.MAX_CELLS:
            raise Refused("intake.far_cell", row=sheet.total_height, column=sheet.total_width)
        merges = [(top, left, down, right) for (top, left), (down, right) in sheet.merged_cell_ranges or ()]
        yield from _messages(
            meta.name,
            _from_a1(sheet),
            merges=merges[:_MAX_MERGES],
            done=(0.3 + 0.7 * (at - 1) / len(sheets), 0.3 + 0.7 * at / len(sheets)),
            hidden=meta.visible != python_calamine.SheetVisibleEnum.Visible,
            look=seen.get(meta.name, SheetLook()),
            worked_out=worked_out,
        )


def _without_dimensions(content: bytes) -> bytes:
    """Return a zipped workbook without the ranges that its sheets say they fill."""
    out = io.BytesIO()
    with limits.open_zip(content) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for info in archive.infolist():
            part = archive.read(info)
            if info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml"):
                part = _DIMENSION.sub(b"", part, count=1)
            copy.writestr(info.filename, part)
    return out.getvalue()


def _from_a1(sheet: python_calamine.CalamineSheet) -> Iterator[list[_Typed]]:
    """Yield the rows of a sheet from A1 on, also where its first filled cell stands further in."""
    if sheet.start is None:
        return
    top, left = sheet.start
    for _ in range(top):
        yield []
    for row in sheet.to_python(skip_empty_area=True):
        yield [*[""] * left, *row]


def _messages(
    name: str,
    rows: Iterable[Sequence[_Typed]],
    *,
    done: tuple[float, float],
    hidden: bool = False,
    merges: Iterable[Merge] = (),
    look: SheetLook = _PLAIN,
    worked_out: bool = True,
    delimited: bool = False,
    printed: tuple[list[int], bool, bool] | None = None,
) -> Iterator[Message]:
    """Yield a sheet's head and its rows in batches, its texts brought to Unicode.

    `done` are the shares of the whole work done before the sheet and after it.
    """
    typed = [list(row) for row in rows]
    for row, column, _ in look.faults:
        if _cell(typed, row, column) is not None:
            typed[row][column] = None
    for (row, column), text in look.raised.items():
        if isinstance(_cell(typed, row, column), str):
            typed[row][column] = text
    read, font = _plain_rows(typed)
    faults = _as_shown(read, look, worked_out=worked_out)
    within = _clipped(merges, height=len(read), width=max(map(len, read), default=0))
    yield {
        "sheet": encodings.clean(encodings.to_unicode(name, font)),
        "hidden": hidden,
        "merges": within,
        "hidden_rows": sorted(look.hidden_rows),
        "bold_rows": sorted(look.bold_rows),
        "faults": faults,
        "delimited": delimited,
        "printed": printed,
    }
    begun, ended = done
    for start in range(0, len(read), _BATCH):
        batch = read[start : start + _BATCH]
        yield {"rows": batch, "done": begun + (ended - begun) * (start + len(batch)) / len(read)}


def _as_shown(read: list[list[Cell]], look: SheetLook, *, worked_out: bool) -> list[tuple[int, int, str]]:
    """Write cells into the rows as the office sees them; return the faults of the sheet.

    A percentage becomes its text. A number that its format shows as another one, and a formula that was never worked
    out though 0 is stored for it, become a fault.
    """
    faults = list(look.faults)
    for at, column in look.percents:
        value = _cell(read, at, column)
        if isinstance(value, int | float) and not isinstance(value, bool):
            read[at][column] = f"{value * 100:.10g}%"
    unread = {place: f"{NUMBER_FORMAT}{code}" for place, code in look.odd.items()}
    unread |= {place: "" for place in look.zeros if _is_dummy(place, look, read, worked_out=worked_out)}
    for (at, column), fault in unread.items():
        value = _cell(read, at, column)
        if isinstance(value, int | float):
            read[at][column] = None
            faults.append((at, column, f"{fault}|{value}" if fault else ""))
    return faults


def _cell(rows: Sequence[Sequence[Value]], row: int, column: int) -> Value | None:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _is_dummy(place: tuple[int, int], look: SheetLook, read: list[list[Cell]], *, worked_out: bool) -> bool:
    """Say whether the 0 stored for a formula is none of its own making.

    Where the workbook has other results, a sum of numbers above 0 cannot be 0; where every formula of it is 0, only
    one that adds up nothing but typed zeros and blanks is.
    """
    formula = look.zeros[place]
    operands = [
        (row, column)
        for first, last in _REFERENCE.findall(formula.replace("$", ""))
        for row, column in _area(first, last)
    ]
    numbers = [value for row, column in operands if isinstance(value := _cell(read, row, column), int | float)]
    if worked_out:
        return (
            bool(_SUM.fullmatch(formula.replace("$", "")))
            and any(v > 0 for v in numbers)
            and not any(v < 0 for v in numbers)
        )
    others = any(operand in look.zeros for operand in operands)
    return others or not operands or "!" in formula or any(numbers)


def _area(first: str, last: str) -> list[tuple[int, int]]:
    """Return the cells of a reference like A1 or A1:B2, of a large area none."""
    ends = [_REFERENCE_PARTS.fullmatch(text) for text in (first, last or first)]
    (top, left), (bottom, right) = ((int(end[2]) - 1, limits.column_number(end[1].encode()) - 1) for end in ends if end)
    if (bottom - top + 1) * (right - left + 1) > _LARGE_AREA:
        return []
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _clipped(merges: Iterable[Merge], *, height: int, width: int) -> list[Merge]:
    """Cut merged ranges down to the filled part of a sheet; ranges that overlap beyond all measure are refused."""
    cut = [
        (top, left, min(bottom, height - 1), min(right, width - 1))
        for top, left, bottom, right in merges
        if top < height and left < width
    ]
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in cut) > limits.MAX_CELLS:
        raise Refused("intake.too_many_cells", limit=limits.MAX_CELLS)
    return cut


def _plain_rows(typed: list[list[_Typed]]) -> tuple[list[list[Cell]], encodings.Font]:
    """Return rows as JSON can hold them, texts in Unicode and blank ones None, and the font that they were typed in.

    Each different cell is brought to that once.
    """
    known = {cell: _plain(cell) for cell in set(chain.from_iterable(typed))}
    texts = {cell for cell in known.values() if isinstance(cell, str)}
    plain_texts, font = encodings.plain_texts(texts)
    clean: dict[Cell, Cell] = {text: plain or None for text, plain in plain_texts.items()}
    if bool in set(map(type, chain.from_iterable(typed))):  # True would be taken for 1
        plain = [list(map(_plain, row)) for row in typed]
        return [list(map(clean.get, row, row)) for row in plain], font
    known = {cell: clean.get(plain, plain) for cell, plain in known.items()}
    return [list(map(known.__getitem__, row)) for row in typed], font


def _plain(cell: _Typed) -> Cell:
    """Return a cell as JSON can hold it: a whole float as an int, dates as ISO text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return str(cell)
    return cell


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
