"""The process that parses one file: content on stdin, sheets as lines of JSON on stdout.

Run as `python -m data.spreadsheets.worker FORMAT` by data.spreadsheets.reader, and by nothing else.
"""

import datetime
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import ParseError

import python_calamine
from defusedxml import DefusedXmlException

from data.spreadsheets import csv_files, encodings, formatting, html_tables, limits
from data.spreadsheets.cells import Cell
from data.spreadsheets.reader import Merge, Message
from data.storage.errors import Refused

_Typed = Cell | datetime.date | datetime.time | datetime.timedelta  # datetimes are dates

_BATCH: Final = 2_000
_MAX_MERGES: Final = 200_000
_PLAIN: Final = formatting.Looks([], [], [])
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


def main(form: str) -> None:
    """Parse stdin as `form` and write what was read, or why it was refused."""
    limits.limit_process()
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
    sys.stdout.write(json.dumps(message, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def parse(content: bytes, form: str) -> Iterator[Message]:
    """Yield the messages of every sheet. Raises Refused, or what a damaged file makes the readers raise."""
    if form == "text":
        yield from _messages("CSV", csv_files.rows(csv_files.decode(content)), done=(0.3, 1.0))
    elif form == "html":
        tables = html_tables.read(content)
        for at, table in enumerate(tables, start=1):
            yield from _messages(
                f"Bảng {at}" if len(tables) > 1 else "Bảng",
                table.rows,
                merges=table.merges,
                done=((at - 1) / len(tables), at / len(tables)),
                hidden_rows=table.hidden_rows,
                bold_rows=table.bold_rows,
            )
    else:
        seen = formatting.of_sheets(content) if form in ("xlsx", "ods") else {}
        yield {"done": 0.2}
        yield from _spreadsheet(content, seen)


def _spreadsheet(content: bytes, seen: dict[str, formatting.Looks]) -> Iterator[Message]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = [meta for meta in book.sheets_metadata if meta.typ == python_calamine.SheetTypeEnum.WorkSheet]
    for at, meta in enumerate(sheets, start=1):
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.total_height * sheet.total_width > limits.MAX_CELLS:
            raise Refused("intake.far_cell", row=sheet.total_height, column=sheet.total_width)
        looks = seen.get(meta.name, _PLAIN)
        merges = [(top, left, down, right) for (top, left), (down, right) in sheet.merged_cell_ranges or ()]
        yield from _messages(
            meta.name,
            _from_a1(sheet),
            merges=merges[:_MAX_MERGES],
            done=(0.3 + 0.7 * (at - 1) / len(sheets), 0.3 + 0.7 * at / len(sheets)),
            hidden=meta.visible != python_calamine.SheetVisibleEnum.Visible,
            hidden_rows=looks.hidden_rows,
            bold_rows=looks.bold_rows,
            faults=looks.faults,
        )


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
    hidden_rows: Iterable[int] = (),
    bold_rows: Iterable[int] = (),
    faults: Iterable[tuple[int, int, str]] = (),
) -> Iterator[Message]:
    """Yield a sheet's head and its rows in batches, its texts brought to Unicode.

    `done` are the shares of the whole work done before the sheet and after it.
    """
    read = [[_plain(cell) for cell in row] for row in rows]
    typed = {cell for row in read for cell in row if isinstance(cell, str)}
    within = _clipped(merges, height=len(read), width=max(map(len, read), default=0))
    font = encodings.font_of(typed)
    texts = {cell: encodings.clean(encodings.to_unicode(cell, font)) or None for cell in typed}
    yield {
        "sheet": encodings.clean(encodings.to_unicode(name, font)),
        "hidden": hidden,
        "merges": within,
        "hidden_rows": sorted(hidden_rows),
        "bold_rows": sorted(bold_rows),
        "faults": list(faults),
    }
    begun, ended = done
    for start in range(0, len(read), _BATCH):
        batch = read[start : start + _BATCH]
        yield {
            "rows": [[texts[cell] if isinstance(cell, str) else cell for cell in row] for row in batch],
            "done": begun + (ended - begun) * (start + len(batch)) / len(read),
        }


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


def _plain(cell: _Typed) -> Cell:
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
