"""What a sheet of an old workbook (.xls) shows beside its values: hidden rows, and formats that change a number.

The values themselves are read elsewhere; this reader is slow, and looks at the cells of a sheet only where the workbook
has such a format at all.
"""

import io
import struct
from collections.abc import Mapping

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet

from data.spreadsheets import number_formats
from data.spreadsheets.sheet_look import SheetLook
from data.storage.errors import Refused

_DAMAGED = (
    *(XLRDError, CompDocError, struct.error, AssertionError, AttributeError),
    *(IndexError, KeyError, TypeError, ValueError, OSError),
)
"""What the reader of old workbooks raises for damaged ones."""


def of_sheets(content: bytes) -> dict[str, SheetLook]:
    """Return by sheet what it shows beside its values. Raises Refused for a workbook whose formats cannot be told."""
    try:
        with xlrd.open_workbook(
            file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        ) as book:
            doubts = _doubts(book)
            return {name: _look(book.sheet_by_name(name), doubts) for name in book.sheet_names()}
    except _DAMAGED as fault:
        locked = "encrypted" in str(fault).lower() or "password" in str(fault).lower()
        raise Refused("intake.encrypted" if locked else "intake.truncated") from fault


def _doubts(book: Book) -> dict[int, str]:
    """Return by the number of a cell style its doubtful format."""
    codes = {key: known.format_str for key, known in book.format_map.items()}
    found = {at: number_formats.doubtful(codes.get(style.format_key, "")) for at, style in enumerate(book.xf_list)}
    return {at: code for at, code in found.items() if code and codes.get(book.xf_list[at].format_key)}


def _look(sheet: Sheet, doubts: Mapping[int, str]) -> SheetLook:
    look = SheetLook(hidden_rows=[row for row, told in sheet.rowinfo_map.items() if told.hidden])
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
