"""What a sheet of an old workbook (.xls) shows beside its values: hidden rows, formats that change a number, and
marks above the line.

The values themselves are read elsewhere; this reader is slow, and looks at the cells of a sheet only where the workbook
has such a format at all.
"""

import io
import struct
from collections.abc import Mapping, Sequence
from itertools import pairwise

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet

from data.spreadsheets import number_formats
from data.spreadsheets.sheet_look import SheetLook, with_marks
from data.storage.errors import Refused

_DAMAGED = (
    *(XLRDError, CompDocError, struct.error, AssertionError, AttributeError),
    *(IndexError, KeyError, TypeError, ValueError, OSError),
)
"""What the reader of old workbooks raises for damaged ones."""
_ABOVE = 1
"""How a font says that its letters stand above the line."""


def of_sheets(content: bytes) -> dict[str, SheetLook]:
    """Return by sheet what it shows beside its values. Raises Refused for a workbook whose formats are not known."""
    try:
        with xlrd.open_workbook(
            file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        ) as book:
            doubts = _doubts(book)
            return {name: _look(book, book.sheet_by_name(name), doubts) for name in book.sheet_names()}
    except _DAMAGED as fault:
        locked = "encrypted" in str(fault).lower() or "password" in str(fault).lower()
        raise Refused("intake.encrypted" if locked else "intake.truncated") from fault


def _doubts(book: Book) -> dict[int, str]:
    """Return by the number of a cell style its doubtful format."""
    codes = {key: form.format_str for key, form in book.format_map.items()}
    found = {at: number_formats.doubtful(codes.get(style.format_key, "")) for at, style in enumerate(book.xf_list)}
    return {at: code for at, code in found.items() if code and codes.get(book.xf_list[at].format_key)}


def _look(book: Book, sheet: Sheet, doubts: Mapping[int, str]) -> SheetLook:
    look = SheetLook(hidden_rows=[row for row, info in sheet.rowinfo_map.items() if info.hidden])
    for (row, column), fonts in sheet.rich_text_runlist_map.items():
        runs = _runs(book, str(sheet.cell_value(row, column)), fonts)
        if any(raised for _, raised in runs):
            look.raised[row, column] = with_marks(runs)
    for row in range(sheet.nrows) if doubts else ():
        for column in range(sheet.row_len(row)):
            code = doubts.get(sheet.cell_xf_index(row, column))
            if code is None or sheet.cell_type(row, column) != xlrd.XL_CELL_NUMBER:
                continue
            if code == number_formats.PERCENT:
                look.percents.add((row, column))
            else:
                look.odd[row, column] = code
    return look


def _runs(book: Book, text: str, fonts: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Part a text where its font changes; tell of each part whether it stands above the line."""
    starts = [(0, -1), *fonts, (len(text), -1)]
    return [
        (text[at:end], 0 <= font < len(book.font_list) and book.font_list[font].escapement == _ABOVE)
        for (at, font), (end, _) in pairwise(starts)
    ]
