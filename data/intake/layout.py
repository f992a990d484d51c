"""Where the tables of a sheet stand: their headings, one to four rows deep, and the rows below them.

Shape alone is read here: words that head columns, merged ranges, rows of column numbers. What a row of the
body is (a commune, a total, a signature) takes the register to say: data.intake.rows.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from data.intake.headings import PATH, explain
from data.spreadsheets.cells import Cell, is_number
from data.spreadsheets.reader import RawSheet

_MAX_HEADER_ROWS: Final = 4
_ANCHORS: Final = frozenset({"index", "unit", "code", "person"})
_PLACES: Final = frozenset({"commune", "village", "district", "province"})
_COLUMN_NUMBER: Final = re.compile(r"\(?\s*(?:(\d{1,2})|[A-Za-zĐđ])\s*\)?\s*(?:=.*)?")


@dataclass(frozen=True)
class Block:
    """A table of a sheet: heading rows `top`..`bottom` (both included), body rows `start`..`end` - 1.

    Rows and columns are counted from 0. `headings` has one path for each column ("Tổ CNSCĐ cấp xã / Số tổ",
    "" where there is none), `above` the texts between the table before and this one.
    """

    sheet: RawSheet
    top: int
    bottom: int
    start: int
    end: int
    headings: tuple[str, ...]
    above: tuple[tuple[int, str], ...]

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.headings)

    @cached_property
    def heading_texts(self) -> list[set[str]]:
        """Return the texts of each heading row."""
        return [{str(value) for value in _filled(self.sheet, row)} for row in range(self.top, self.bottom + 1)]

    @cached_property
    def filled(self) -> dict[tuple[int, int], Cell]:
        """Return the texts that vertically merged cells of the body stand for, by (row, column).

        Numbers are not repeated: a count merged over two rows is still one count.
        """
        out: dict[tuple[int, int], Cell] = {}
        for top, left, bottom, right in self.sheet.merges:
            if self.start <= top < bottom and left == right:
                value = cell(self.sheet, top, left)
                if isinstance(value, str) and not is_number(value):
                    out.update({(row, left): value for row in range(top + 1, min(bottom + 1, self.end))})
        return out

    @cached_property
    def emptied(self) -> frozenset[tuple[int, int]]:
        """Return the body cells of vertically merged ranges that hold nothing: not "the same as above" but unknown."""
        return frozenset(
            (row, left)
            for top, left, bottom, right in self.sheet.merges
            if left == right and bottom > top and cell(self.sheet, top, left) in (None, "")
            for row in range(max(top, self.start), min(bottom + 1, self.end))
        )


def cell(sheet: RawSheet, row: int, column: int) -> Cell:
    """Return a cell; None beyond the filled part of the sheet."""
    if row >= len(sheet.rows):
        return None
    values = sheet.rows[row]
    return values[column] if column < len(values) else None


def blocks(sheet: RawSheet) -> list[Block]:
    """Find the tables of a sheet, top to bottom. A heading repeated on a new page makes no new table."""
    tops = _header_tops(sheet)
    spans: list[tuple[int, int]] = []
    for top in tops:
        if spans and top <= spans[-1][1]:
            continue
        spans.append((_up(sheet, top), _down(sheet, top)))
    found: list[Block] = []
    for at, (top, bottom) in enumerate(spans):
        end = spans[at + 1][0] if at + 1 < len(spans) else len(sheet.rows)
        headings = _headings(sheet, top, bottom)
        if found and headings == found[-1].headings and not _titles_between(sheet, found[-1], top):
            found[-1] = _extended(found[-1], end)
            continue
        start = bottom + 1
        while start < end and is_column_numbers(sheet.rows[start]):
            start += 1
        after = found[-1].end if found else 0
        above = tuple(_texts(sheet, after if found else 0, top)) if not found else _tail_titles(sheet, found, top)
        found.append(Block(sheet, top, bottom, start, end, headings, above))
    return [part for block in found for part in _side_by_side(block)]


def _side_by_side(block: Block) -> list[Block]:
    """Cut a table whose headings stand twice beside each other ("TT | Xã | Số tổ | TT | Xã | Số tổ") into its halves.

    Each part keeps the places of its columns; the other cells are left out of it.
    """
    filled = [at for at, heading in enumerate(block.headings) if heading]
    names = [block.headings[at] for at in filled]
    for parts in (2, 3, 4):
        width = len(names) // parts
        if width >= 2 and len(names) == width * parts and names == names[:width] * parts:
            starts = [0] + [filled[width * part] for part in range(1, parts)] + [max(map(len, block.sheet.rows))]
            return [_cut(block, left, right) for left, right in pairwise(starts)]
    return [block]


def _cut(block: Block, left: int, right: int) -> Block:
    rows = [
        row
        if at < block.start or at >= block.end
        else [value if left <= column < right else None for column, value in enumerate(row)]
        for at, row in enumerate(block.sheet.rows)
    ]
    headings = tuple(heading if left <= at < right else "" for at, heading in enumerate(block.headings[:right]))
    return replace(block, sheet=replace(block.sheet, rows=rows), headings=headings)


def _extended(block: Block, end: int) -> Block:
    return replace(block, end=end)


def _titles_between(sheet: RawSheet, before: Block, top: int) -> bool:
    """Say whether a title of one cell stands right above a heading that repeats the one before."""
    row = top - 1
    while row > before.bottom and not _filled(sheet, row):
        row -= 1
    return row > before.bottom and len(_filled(sheet, row)) == 1 and isinstance(_filled(sheet, row)[0], str)


def _tail_titles(sheet: RawSheet, found: list[Block], top: int) -> tuple[tuple[int, str], ...]:
    """Take the one-cell rows right above a further heading from the table before: they are its title."""
    row = top
    while row - 1 > found[-1].bottom and len(_filled(sheet, row - 1)) <= 1:
        row -= 1
    found[-1] = _extended(found[-1], row)
    return tuple(_texts(sheet, row, top))


def _texts(sheet: RawSheet, start: int, end: int) -> list[tuple[int, str]]:
    return [
        (row, value)
        for row in range(start, min(end, len(sheet.rows)))
        for value in sheet.rows[row]
        if isinstance(value, str)
    ]


def _filled(sheet: RawSheet, row: int) -> list[Cell]:
    return [value for value in sheet.rows[row] if value is not None and value != ""]


def _header_tops(sheet: RawSheet) -> list[int]:
    """List the rows that begin a heading: the first good one, then those that repeat its kind."""
    worded = [row for row, cells in enumerate(sheet.rows) if not (cells and isinstance(cells[0], int | float))]
    strong = [row for row in worded if _is_heading_row(sheet, row, strict=True)]  # a number heads no column
    if strong:
        return strong
    weak = (row for row in range(min(len(sheet.rows), 200)) if _is_heading_row(sheet, row, strict=False))
    first = next(weak, None)
    return [] if first is None else [first]


def _is_heading_row(sheet: RawSheet, row: int, *, strict: bool) -> bool:
    """Say whether a row heads columns: texts only, most of them known words, one that names rows.

    Not `strict`, a row in which only few words are known will do, when numbers stand below it.
    """
    for value in sheet.rows[row]:
        if value is not None and not isinstance(value, str):
            return False
    values = [value for value in sheet.rows[row] if isinstance(value, str) and value]
    if len(values) < 2:
        return False
    texts = [value for value in values if value[-1:] != ":" and not is_number(value)]
    if len(set(texts)) < 2 or len(texts) < len(values) - 1:
        return False
    if _numbers_rows(sheet, row, texts):
        return True
    known = [set(explain(text).ideas) for text in texts if len(text) < 200 and explain(text).is_heading]
    ideas = set().union(*known) if known else set()
    if len(known) < 2 or (not ideas & (_ANCHORS | _PLACES) and not _numbers_below(sheet, row)):
        return False
    if not strict:
        return _numbers_below(sheet, row)
    told = sum(_is_told(text) for text in texts)
    return told >= 0.6 * len(texts) and (bool(ideas & _ANCHORS) or _numbers_below(sheet, row))


def _numbers_rows(sheet: RawSheet, row: int, texts: list[str]) -> bool:
    """Say whether a row heads a list whatever its words: it begins with "STT", and 1 and 2 stand below that."""
    at = next((column for column, value in enumerate(sheet.rows[row]) if value not in (None, "")), 0)
    if len(texts) < 3 or cell(sheet, row, at) != texts[0] or explain(texts[0]).ideas != ("index",):
        return False
    below = [
        str(value).strip(" .") for line in range(row + 1, row + 8) if (value := cell(sheet, line, at)) not in (None, "")
    ]
    return below[:1] == ["1"] or "1" in below[:3]


def _is_told(text: str) -> bool:
    """Say whether the dictionary knows a text: as a heading, or as words that change nothing ("Kết quả thực hiện")."""
    told = explain(text) if len(text) < 200 else None
    return told is not None and (told.is_heading or not told.unknown)


def _numbers_below(sheet: RawSheet, row: int) -> bool:
    below = sheet.rows[row + 1 : row + 8]
    return sum(sum(is_number(value) for value in values) >= 2 for values in below) >= 1


def _up(sheet: RawSheet, top: int) -> int:
    """Take the row above into the heading where its merged or several texts stand over the columns."""
    while top > 0:
        values = _filled(sheet, top - 1)
        texts = [value for value in values if isinstance(value, str) and not is_number(value)]
        known = sum(map(_is_told, texts))
        if len(texts) < 2 or len(texts) < len(values) or known < max(1, len(texts) // 2):
            return top
        top -= 1
    return top


def _down(sheet: RawSheet, top: int) -> int:
    """Return the last heading row: as far as merged ranges reach, and sub-headings below them."""
    bottom = max([top] + [down for up, _, down, _ in sheet.merges if up == top and down - up < _MAX_HEADER_ROWS])
    names = _name_columns(sheet, top)
    if bottom + 1 < len(sheet.rows) and _are_years(sheet, bottom + 1, names):
        return bottom + 1
    while bottom + 1 < len(sheet.rows) and bottom + 1 - top < _MAX_HEADER_ROWS:
        row = bottom + 1
        values = _filled(sheet, row)
        texts = [value for value in values if isinstance(value, str) and not is_number(value)]
        if not texts or len(texts) < len(values) or is_column_numbers(sheet.rows[row]):
            break
        named = any(cell(sheet, row, column) is not None for column in names)
        children = bool(names) and len(texts) > 1 and _numbers_below(sheet, row)  # whatever their words
        if named or not (children or sum(map(_is_told, texts)) >= max(1, len(texts) / 2)):
            break
        bottom = row
    return bottom


def _are_years(sheet: RawSheet, row: int, names: list[int]) -> bool:
    """Say whether a row of bare years stands below the headings (2022 | 2023), with nothing in the name columns."""
    values = _filled(sheet, row)
    years = len(values) > 1 and all(isinstance(value, int) and 2015 <= value <= 2045 for value in values)
    return years and bool(names) and not any(cell(sheet, row, column) is not None for column in names)


def _name_columns(sheet: RawSheet, top: int) -> list[int]:
    """Return the columns whose heading names rows: below it, a text begins the body."""
    out = []
    for column, value in enumerate(sheet.rows[top]):
        if isinstance(value, str):
            ideas = set(explain(value).ideas)
            if ideas & {"index", "unit", "person"} or (ideas & _PLACES and ideas <= _PLACES | {"unit"}):
                out.append(column)
    return out


def repeats_heading(block: Block, row: int) -> bool:
    """Say whether a row of the body is one of the block's heading rows again (a new page)."""
    first = next((value for value in block.sheet.rows[row] if value is not None and value != ""), None)
    return any(
        first in texts and {str(value) for value in _filled(block.sheet, row)} == texts for texts in block.heading_texts
    )


def is_column_numbers(values: list[Cell]) -> bool:
    """Say whether a row numbers the columns: "(1) (2) (3)", "A B 1 2 3=1+2"."""
    if any(isinstance(value, str) and len(value) > 30 for value in values):
        return False
    filled = [str(value).strip() for value in values if value is not None and value != ""]
    if len(filled) < 3 or len(set(filled)) < len(filled):
        return False
    found = [_COLUMN_NUMBER.fullmatch(value) for value in filled]
    if not all(found):
        return False
    numbers = [int(match[1]) for match in found if match and match[1]]
    steps = [b - a for a, b in pairwise(numbers)]
    return len(numbers) >= 2 and all(step == 1 for step in steps) and numbers[0] <= 3


def _headings(sheet: RawSheet, top: int, bottom: int) -> tuple[str, ...]:
    """Return the path of headings over each column, merged and left-out parents filled in."""
    width = max((len(row) for row in sheet.rows[top : top + 200]), default=0)
    grid = [[_heading_text(cell(sheet, row, column)) for column in range(width)] for row in range(top, bottom + 1)]
    down = [[False] * width for _ in grid]
    for up, left, low, right in sheet.merges:
        if top <= up <= bottom:
            value = grid[up - top][left] if left < width else ""
            for row in range(up, min(low, bottom) + 1):
                for column in range(left, min(right, width - 1) + 1):
                    grid[row - top][column], down[row - top][column] = value, True
    for level in range(len(grid) - 1):
        _fill_parents(grid, down, level)
    paths = []
    for column in range(width):
        path = [level[column] for level in grid if level[column]]
        paths.append(PATH.join(dict.fromkeys(path)))
    while paths and not paths[-1]:
        paths.pop()
    return tuple(paths)


def _heading_text(value: Cell) -> str:
    return str(value) if value is not None else ""


def _fill_parents(grid: list[list[str]], merged: list[list[bool]], level: int) -> None:
    """Carry a parent over the blanks to its right, as far as there are children below and none above them."""
    for column in range(1, len(grid[level])):
        left, blank = grid[level][column - 1], not grid[level][column]
        has_child = any(grid[below][column] for below in range(level + 1, len(grid)))
        left_has_child = any(
            grid[below][column - 1] and grid[below][column - 1] != left for below in range(level + 1, len(grid))
        )
        under_same = level == 0 or grid[level - 1][column] == grid[level - 1][column - 1]
        if blank and left and has_child and left_has_child and under_same and not merged[level][column]:
            grid[level][column] = left
