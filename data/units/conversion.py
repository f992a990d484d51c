"""Reads a table of changed units in the form of the official conversion workbook, as it is, row by row.

The form has two sides, the units since a day and those before it, and a note that says what went where ("Nhập
toàn bộ", "Nhập một phần", …). Columns are known by their words, in any order; a decree's own table, of
communes or of villages, comes in the same columns. Nothing is decided here but which cell is which.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from data.spreadsheets import reader as workbook
from data.spreadsheets.reader import RawSheet
from data.storage.errors import Refused
from data.units.names import bare

Column = Literal[
    "province_new",
    "name_new",
    "code_new",
    "name_old",
    "code_old",
    "note",
    "district_old",
    "province_old",
    "commune",
]
Of = Literal["commune", "village"]

_NEEDED: Final[tuple[Column, ...]] = ("name_new", "name_old", "note")
_HEAD_ROWS: Final = 15
_NEW: Final = {"moi", "sau", "tu"}
_OLD: Final = {"cu", "truoc"}
_VILLAGE: Final = re.compile(r"\b(?:thon|ban|lang|ap|khom|khu pho|to dan pho|xom|buon)\b")
_CODE_IN_BRACKETS: Final = re.compile(r"\((\d{1,5})\)\s*$")
_COLUMN_NUMBER: Final = re.compile(r"\(?\d{1,2}\)?")


@dataclass(frozen=True)
class Line:
    """One row: the texts of its cells, "" where empty; `row` counts from 1 as a spreadsheet does."""

    row: int
    province_new: str = ""
    name_new: str = ""
    code_new: str = ""
    name_old: str = ""
    code_old: str = ""
    note: str = ""
    district_old: str = ""
    province_old: str = ""
    commune: str = ""


@dataclass(frozen=True)
class ConversionTable:
    """The rows of one sheet that name a unit on either side. `of` is what the units are."""

    sheet: str
    of: Of
    lines: tuple[Line, ...]


def read(content: bytes) -> ConversionTable:
    """Read the sheet with the most rows, the first of equals; raises Refused where none has the form's columns.

    A workbook that repeats the table (the official one: once with merged cells, once without) is read once.
    """
    sheets = workbook.read(content)
    if any(sheet.printed for sheet in sheets):
        raise Refused(
            "units.table_printed"
        )  # what is read of a PDF has to be confirmed, and here nobody is there to do so
    tables = [found for sheet in sheets if (found := _table(sheet)) is not None]
    if not tables:
        raise Refused("units.table_no_columns")
    return max(tables, key=lambda table: (len(table.lines), _provinces_with_code(table)))


def _provinces_with_code(table: ConversionTable) -> int:
    return sum(bool(code_in(line.province_new)) for line in table.lines)


def code_in(text: str) -> str:
    """Return the code in brackets behind a name ("Thành phố Hà Nội (01)" → "01"), "" where there is none."""
    found = _CODE_IN_BRACKETS.search(text)
    return found[1] if found else ""


def without_code(text: str) -> str:
    """Return a name without the code in brackets behind it."""
    return _CODE_IN_BRACKETS.sub("", text).strip()


def _table(sheet: RawSheet) -> ConversionTable | None:
    rows = _filled(sheet)
    for at in range(min(_HEAD_ROWS, len(rows))):
        columns = _columns(rows[at], rows[at - 1] if at else [])
        if all(name in columns for name in _NEEDED) and ("code_new" in columns or "code_old" in columns):
            of: Of = "village" if _VILLAGE.search(bare(_cell(rows[at], columns["name_old"]))) else "commune"
            return ConversionTable(sheet.name, of, tuple(_lines(rows, columns, begin=at + 1, of=of)))
    return None


def _filled(sheet: RawSheet) -> list[list[str]]:
    """Return the rows as texts, merged cells filled: each of them says what the first one says."""
    rows = [[_text(cell) for cell in row] for row in sheet.rows]
    for top, left, bottom, right in sheet.merges:
        for row in range(top, min(bottom + 1, len(rows))):
            rows[row] += [""] * (right + 1 - len(rows[row]))
            rows[row][left : right + 1] = [_cell(rows[top], left)] * (right + 1 - left)
    return rows


def _text(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())


def _cell(row: list[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _columns(head: list[str], above: list[str]) -> Mapping[Column, int]:
    """Tell which column is which by its own words, and where these do not say the side, by the words above."""
    group = ""
    found: dict[Column, int] = {}
    for at, text in enumerate(head):
        group = _cell(above, at) or group
        name = _column(bare(text), bare(group), found)
        if name and name not in found:
            found[name] = at
    return found


def _column(own: str, group: str, found: Mapping[Column, int]) -> Column | None:
    words = set(own.split())
    side = _side(words) or _side(set(group.split()))
    if own in ("ghi chu", "noi dung", "hinh thuc", "noi dung sap xep"):
        return "note"
    if words & {"ten", "ma"} and side:
        if "ten" in words:
            return "name_old" if side == "old" else "name_new"
        return "code_old" if side == "old" else "code_new"
    if "tinh" in words or ("thanh pho" in own and "huyen" not in words):
        of = _side(words) or ("old" if "province_new" in found else "new")
        return "province_old" if of == "old" else "province_new"
    if words & {"huyen", "quan"}:
        return "district_old"
    return "commune" if words & {"xa", "phuong"} else None


def _side(words: set[str]) -> Literal["new", "old"] | None:
    if words & _OLD:
        return "old"
    return "new" if words & _NEW else None


def _lines(rows: list[list[str]], columns: Mapping[Column, int], *, begin: int, of: Of) -> list[Line]:
    """Return the rows below the head that name a unit; headings of provinces and column numbers are none."""
    lines = []
    for at in range(begin, len(rows)):
        cells = {name: _cell(rows[at], column) for name, column in columns.items()}
        texts = [text for text in cells.values() if text]
        heading = not any(cells.get(name) for name in ("name_new", "code_new", "name_old", "code_old"))
        numbers = len(texts) > 2 and all(_COLUMN_NUMBER.fullmatch(text) for text in texts)
        counted = numbers and all(int(b.strip("()")) == int(a.strip("()")) + 1 for a, b in pairwise(texts))
        if not heading and not counted:
            lines.append(Line(at + 1, **cells))
    return lines
