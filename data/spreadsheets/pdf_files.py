"""Tables of a PDF with a text layer: by their lines, else by how their texts stand above each other.

A PDF says where letters and lines are drawn and nothing of tables, so that what is read here has to be confirmed by
somebody who sees the page. A table that goes on over pages is one table.
"""

import io
import re
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import stream_value
from pdfminer.psexceptions import PSException
from pdfplumber._typing import T_obj
from pdfplumber.page import Page as PrintedPage
from pdfplumber.pdf import PDF
from pdfplumber.table import Table as Ruled
from pdfplumber.utils.exceptions import PdfminerException

from data.spreadsheets import aligned_texts, limits
from data.spreadsheets.aligned_texts import Line, Word
from data.spreadsheets.document_tables import Table, below, with_heads
from data.storage.errors import Refused

_FAULTY: Final = (
    PSException,
    PdfminerException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
_FEW_LETTERS: Final = 20
_PICTURE_SHARE: Final = 0.5  # of a page that its pictures cover
_UNKNOWN_LETTER: Final = re.compile(r"\(cid:\d+\)")
_PAGE_NUMBER: Final = re.compile(r"[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*", re.IGNORECASE)
_EDGE: Final = 4.0  # points by which the columns of a table may differ from page to page
_SAME: Final = 1.5  # points within which two edges are one
_TEXT: Final[dict[str, float]] = {"x_tolerance_ratio": 0.15, "y_tolerance": 3}


@dataclass
class Grid:
    """A table of one page: rows of texts, merged ranges, where it begins.

    In points: the edges of its columns where they are ruled, else the stretches that they cover.
    """

    top: float
    rows: list[list[str]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    edges: tuple[float, ...] = ()
    columns: tuple[tuple[float, float], ...] = ()


@dataclass
class Page:
    """What stands on one page, from top to bottom: tables, and texts with their place.

    is_picture: it holds a picture and hardly any text. recognised: a picture covers it, and text stands behind.
    """

    number: int
    height: float
    blocks: list[Grid | Line]
    letters: int
    unknown: int
    is_picture: bool = False
    recognised: bool = False


def pages(content: bytes) -> Iterator[tuple[float, Page]]:
    """Yield each page that was read, with the share of the work done. Raises Refused."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            count = _count(pdf)
            for page in pdf.pages:
                yield page.page_number / count, _read(page)
                page.close()
    except _FAULTY as fault:
        cause = fault.args[0] if isinstance(fault, PdfminerException) and fault.args else fault
        if isinstance(cause, MemoryError):
            raise cause from fault
        locked = isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError)
        raise Refused("intake.encrypted" if locked else "intake.truncated") from fault


def _count(pdf: PDF) -> int:
    """Return how many pages there are, before any of them is read. Raises Refused for too many and for none."""
    count = 0
    for count, _ in enumerate(PDFPage.create_pages(pdf.doc), start=1):
        if count > limits.MAX_PAGES:
            raise Refused("intake.pdf_pages", limit=limits.MAX_PAGES)
    if not count:
        raise Refused("intake.truncated")
    return count


def _read(page: PrintedPage) -> Page:
    _refuse_heavy(page)
    letters = [one for one in page.chars if one["text"].strip()]
    covered = sum(_area(one, page) for one in page.images) / (page.width * page.height)
    out = Page(page.page_number, float(page.height), [], len(letters), 0)
    out.unknown = sum(bool(_UNKNOWN_LETTER.search(one["text"])) for one in letters)
    out.is_picture = len(letters) < _FEW_LETTERS and bool(page.images or page.curves or page.rects)
    out.recognised = not out.is_picture and covered > _PICTURE_SHARE
    if out.is_picture:
        return out
    seen = page.dedupe_chars(tolerance=1)  # letters printed twice to look bold
    _mark_raised(seen.chars)
    ruled = [table for table in seen.find_tables() if _is_table(table)]
    out.blocks = [_grid(table) for table in ruled]
    lines = _lines(seen, [table.bbox for table in ruled])
    for block in aligned_texts.blocks(lines):
        if isinstance(block, Line):
            out.blocks.append(block)
        else:
            out.blocks.append(Grid(block.top, block.rows, block.merges, columns=block.columns))
    out.blocks.sort(key=lambda block: block.top)
    return out


def _refuse_heavy(page: PrintedPage) -> None:
    """Raise Refused for a page that is too much to be worked through: by its size, then by what is drawn on it."""
    drawing = sum(len(stream_value(part).get_data()) for part in page.page_obj.contents)
    if drawing > limits.MAX_PAGE or sum(map(len, page.objects.values())) > limits.MAX_PAGE_MARKS:
        raise Refused("intake.pdf_heavy", page=page.page_number)


def _area(picture: T_obj, page: PrintedPage) -> float:
    wide = min(picture["x1"], page.width) - max(picture["x0"], 0)
    high = min(picture["bottom"], page.height) - max(picture["top"], 0)
    return float(max(wide, 0) * max(high, 0))


def _mark_raised(letters: list[T_obj]) -> None:
    """Put a small figure behind a large one in brackets: it is the mark of a footnote, and "12" with it is not 121."""
    ending: dict[int, list[T_obj]] = {}
    for letter in letters:
        if letter["text"][-1:].isdigit():
            ending.setdefault(round(letter["x1"]), []).append(letter)
    for letter in letters:
        start = round(letter["x0"])
        near = [one for at in (start - 2, start - 1, start, start + 1) for one in ending.get(at, ())]
        if letter["text"].isdigit() and any(_is_raised(letter, one) for one in near):
            letter["text"] = f" ({letter['text']})"


def _is_raised(letter: T_obj, before: T_obj) -> bool:
    """Say whether a letter is the smaller one of two and stands above the line of the other."""
    low, high = before["bottom"] - 0.5, before["top"] - 0.5 * before["size"]
    return bool(letter["size"] < 0.8 * before["size"] and high < letter["top"] and letter["bottom"] < low)


def _is_table(table: Ruled) -> bool:
    return len(table.rows) > 1 and len(table.columns) > 1


def _grid(table: Ruled) -> Grid:
    """Return the cells of a ruled table with the ranges that are merged."""
    columns = _merged_edges(sorted({cell[0] for cell in table.cells}))
    rows = _merged_edges(sorted({cell[1] for cell in table.cells}))
    grid: list[list[list[str]]] = [[[] for _ in columns] for _ in rows]
    merges = []
    for across, row in zip(table.extract(**_TEXT), table.rows, strict=True):
        for text, cell in zip(across, row.cells, strict=True):
            if cell is None:
                continue
            left, top, right, bottom = cell
            at, column = _place(rows, top), _place(columns, left)
            last, end = _place(rows, bottom - 2 * _SAME), _place(columns, right - 2 * _SAME)
            grid[at][column] += [line for line in (text or "").split("\n") if line.strip()]
            if last > at or end > column:
                merges.append((at, column, max(last, at), max(end, column)))
    return _unfolded(Grid(float(table.bbox[1]), [], merges, tuple(columns)), grid)


def _unfolded(out: Grid, cells: list[list[list[str]]]) -> Grid:
    """Fill in the rows; one without lines between its rows, whose cells hold one number a line, becomes several."""
    at_of: list[int] = []
    for row in cells:
        at_of.append(len(out.rows))
        counts = {len(cell) for cell in row if len(cell) > 1 and all(map(aligned_texts.is_number, cell))}
        high = counts.pop() if len(counts) == 1 else 1
        if high > 1 and all(len(cell) in (0, high) for cell in row):
            out.rows += [[cell[line] if cell else "" for cell in row] for line in range(high)]
        else:
            out.rows.append([_in_one(cell) for cell in row])
    out.merges = [(at_of[top], left, at_of[bottom], right) for top, left, bottom, right in out.merges]
    return out


def _in_one(lines: Sequence[str]) -> str:
    """Write the lines of a cell as one; numbers below each other stay apart."""
    several = len(lines) > 1 and all(map(aligned_texts.is_number, lines))
    return " ".join((aligned_texts.APART if several else " ").join(lines).split())


def _merged_edges(places: Sequence[float]) -> list[float]:
    """Return places in order, those that lie within a hair of each other once."""
    out: list[float] = []
    for place in places:
        if not out or place - out[-1] > _SAME:
            out.append(place)
    return out


def _place(edges: Sequence[float], at: float) -> int:
    """Return the last row or column that begins at a place or before it."""
    return max((number for number, edge in enumerate(edges) if edge <= at + _SAME), default=0)


def _lines(page: PrintedPage, boxes: Sequence[tuple[float, float, float, float]]) -> list[Line]:
    """Return the texts outside of the ruled tables, line by line."""

    def is_outside(thing: T_obj) -> bool:
        """Say whether a thing on the page lies in none of the tables."""
        if thing["object_type"] != "char":
            return False
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)

    words = page.filter(is_outside).extract_words(**_TEXT)
    return aligned_texts.lines(
        Word(one["text"], one["x0"], one["x1"], one["top"], one["bottom"]) for one in words if one["text"].strip()
    )


def tables(read: Sequence[Page]) -> list[Table]:
    """Return the tables of all pages with the texts above them, those that go on over pages joined.

    Raises Refused for a scan, for letters that no text can be made of, and for a document without a table.
    """
    letters = sum(page.letters for page in read)
    if all(page.is_picture or page.letters < _FEW_LETTERS for page in read):
        raise Refused("intake.pdf_scan")
    if 10 * sum(page.unknown for page in read) > letters:
        raise Refused("intake.pdf_letters")
    found, after = _joined(read)
    out = with_heads(found, after=after)
    if not out:
        raise Refused("intake.document_without_table")
    return out


def _joined(read: Sequence[Page]) -> tuple[list[Table], list[list[str]]]:
    """Put the tables of the pages together; return them and the texts behind the last one."""
    out: list[tuple[Table, Grid]] = []
    between: list[list[str]] = []
    running = _running_texts(read)
    for page in read:
        first = True
        for block in page.blocks:
            if isinstance(block, Line):
                if _PAGE_NUMBER.fullmatch(block.text) or (block.text in running and page is not read[0]):
                    continue
                row = aligned_texts.continued(block, out[-1][1].columns) if first and out and not between else None
                if row and out[-1][0].pages[-1] >= page.number - 1:
                    _append(out[-1][0], Grid(block.top, [row]), page)
                else:
                    between += [[segment.text] for segment in block.segments]
                    first = False
                continue
            if first and not between and out and _goes_on(out[-1], block, page):
                _append(out[-1][0], block, page)
                out[-1] = (out[-1][0], block)
            else:
                table = Table(block.rows, list(block.merges), pages=(page.number,), recognised=page.recognised)
                out.append((below(between, table), block))
                between = []
            first = False
    return [table for table, _ in out], between


def _running_texts(read: Sequence[Page]) -> frozenset[str]:
    """Return the texts that stand at the edge of most pages: heads and feet."""
    edges = Counter(
        text
        for page in read
        for text in {
            block.text
            for block in page.blocks
            if isinstance(block, Line) and not 0.1 * page.height < block.top < 0.9 * page.height
        }
    )
    return frozenset(text for text, times in edges.items() if times > 1 and 2 * times > len(read))


def _goes_on(last: tuple[Table, Grid], grid: Grid, page: Page) -> bool:
    """Say whether a table at the top of a page continues the one before: the same columns, or its headings again."""
    table, before = last
    if table.pages[-1] != page.number - 1:
        return False
    if before.columns and len(before.columns) == len(grid.columns):
        over = zip(before.columns, grid.columns, strict=True)
        return all(left < end and right > begin for (left, right), (begin, end) in over)
    if not before.edges or len(before.edges) != len(grid.edges):
        return False
    shift = grid.edges[0] - before.edges[0]
    agree = all(abs(a + shift - b) < _EDGE for a, b in zip(before.edges, grid.edges, strict=True))
    return agree or (bool(grid.rows) and grid.rows[0] == before.rows[0])


def _append(table: Table, grid: Grid, page: Page) -> None:
    down = len(table.rows)
    table.rows += grid.rows
    table.merges += [(top + down, left, bottom + down, right) for top, left, bottom, right in grid.merges]
    table.pages = tuple(dict.fromkeys((*table.pages, page.number)))
    table.recognised = table.recognised or page.recognised
