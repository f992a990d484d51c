"""Tables of a Word file (.docx, .docm) with the paragraphs above them. Macros and pasted objects are never opened.

A number that is struck out, deleted or moved away is not there; the mark of a footnote behind a number stands in
brackets, so that "12" with the mark 1 is never 121.
"""

import io
from collections.abc import Iterator
from typing import Final

from docx.opc.exceptions import PackageNotFoundError
from docx.opc.package import OpcPackage
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from data.spreadsheets import limits
from data.spreadsheets.document_tables import Table, with_heads
from data.spreadsheets.sheet_look import with_mark
from data.storage.errors import Refused

_MAX_SPAN: Final = 200
_MAX_CELLS: Final = 2_000_000
_MAX_DEPTH: Final = 20
_GONE: Final = frozenset({"del", "moveFrom", "Fallback"})
_BLANKS: Final = {"tab": " ", "br": " ", "cr": " ", "p": " ", "noBreakHyphen": "-"}
_STRUCK: Final = ("strike", "dstrike", "vanish")
_OFF: Final = frozenset({"0", "false", "off", "none"})


def read(content: bytes) -> list[Table]:
    """Return the tables of a Word file in their order, with the paragraphs between them as rows above.

    Raises Refused for what is unsafe and for a document without a table, and what the zip and XML readers raise.
    """
    _check(content)
    tables, after = _Reader().document(_body(content))
    found = with_heads(tables, after=after)
    if not found:
        raise Refused("intake.document_without_table")
    return found


def _check(content: bytes) -> None:
    """Look at every part for what is unsafe, before any is parsed."""
    with limits.open_zip(content) as archive:
        limits.inspect_zip(archive)
        for info in archive.infolist():
            if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                if info.file_size > limits.MAX_DOCUMENT:
                    raise Refused("intake.zip_bomb", size=info.file_size >> 20)
                with archive.open(info) as part:
                    limits.scan_xml(part)


def _body(content: bytes) -> BaseOxmlElement:
    """Return the element that holds the document's paragraphs and tables."""
    try:
        package = OpcPackage.open(io.BytesIO(content))
        part = next((part for part in package.iter_parts() if part.partname == "/word/document.xml"), None)
        root: BaseOxmlElement | None = parse_xml(part.blob) if part else None
    except (PackageNotFoundError, SyntaxError) as fault:  # the XML reader's own error is a SyntaxError
        raise Refused("intake.truncated") from fault
    body = _child(root, "body")
    if body is None:
        raise Refused("intake.truncated")
    return body


def _name(element: BaseOxmlElement) -> str:
    """Return an element's local name; both spellings of the format (strict, transitional) have the same ones."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: BaseOxmlElement | None) -> str | None:
    """Return an element's attribute `val`; None without the element, "" where it has none."""
    if element is None:
        return None
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}val")), "")


def _child(element: BaseOxmlElement | None, *names: str) -> BaseOxmlElement | None:
    """Return the first child of the first name, of that the first of the second, and so on; None where one lacks."""
    for name in names:
        if element is None:
            return None
        element = next((one for one in element if _name(one) == name), None)
    return element


def _span(element: BaseOxmlElement | None) -> int:
    """Return how many columns a cell spans; 1 where it does not say."""
    text = _value(element) or ""
    return min(max(int(text), 1), _MAX_SPAN) if text.isdecimal() and len(text) < 6 else 1


def _inside(element: BaseOxmlElement, *names: str) -> Iterator[BaseOxmlElement]:
    """Yield the elements of these names, also those within content controls and insertions, not those in each other."""
    for one in element:
        if _name(one) in names:
            yield one
        elif _name(one) not in _GONE:
            yield from _inside(one, *names)


def _text(element: BaseOxmlElement) -> str:
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: BaseOxmlElement) -> Iterator[str]:
    """Yield the pieces of text of a paragraph as it is printed."""
    for one in element:
        name = _name(one)
        if name in _GONE or name == "tbl":
            continue
        if name == "t":
            yield one.text or ""
        elif name == "r":
            yield _run(one)
        else:
            yield from _pieces(one)
            yield _BLANKS.get(name, "")


def _run(run: BaseOxmlElement) -> str:
    """Return the text of a run: nothing of one that is struck out or hidden, a mark above the line in brackets."""
    look = _child(run, "rPr")
    if any(_is_on(_child(look, name)) for name in _STRUCK):
        return ""
    text = "".join(_pieces(run))
    raised = _value(_child(look, "vertAlign")) == "superscript"
    return with_mark(text) if raised else text


def _is_on(flag: BaseOxmlElement | None) -> bool:
    return flag is not None and _value(flag) not in _OFF


class _Reader:
    """Walks through a document once."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.outside: list[list[str]] = []
        self.cells = 0

    def document(self, body: BaseOxmlElement) -> tuple[list[Table], list[list[str]]]:
        """Return the tables, each with the paragraphs before it as its first rows, and those after the last."""
        for block in _inside(body, "p", "tbl"):
            if _name(block) == "tbl":
                self.table(block, depth=1)
            elif text := _text(block):
                self.outside.append([text])
        return self.tables, self.outside

    def table(self, element: BaseOxmlElement, *, depth: int) -> None:
        """Read one table, and after it those inside its cells."""
        if depth > _MAX_DEPTH:
            raise Refused("intake.truncated")
        table, open_cells = Table(rows=self.outside, head=len(self.outside)), dict[int, int]()
        self.outside = []
        self.tables.append(table)
        inner: list[BaseOxmlElement] = []
        for row in _inside(element, "tr"):
            if _child(row, "trPr", "del") is None:
                inner += self.row(table, row, open_cells)
        for one in inner:
            self.table(one, depth=depth + 1)

    def row(self, table: Table, row: BaseOxmlElement, open_cells: dict[int, int]) -> list[BaseOxmlElement]:
        """Add a row with its cells at their places in the grid; return the tables inside them.

        `open_cells` has by column the place in `table.merges` of the cell that goes on downwards.
        """
        before = _child(row, "trPr", "gridBefore")
        cells: list[str] = [] if before is None else [""] * _span(before)
        at, inner = len(table.rows), list[BaseOxmlElement]()
        for cell in _inside(row, "tc"):
            across, left = _span(_child(cell, "tcPr", "gridSpan")), len(cells)
            self.cells += across
            if self.cells > _MAX_CELLS:
                raise Refused("intake.too_many_cells", limit=_MAX_CELLS)
            goes_on = _goes_on(table, _child(cell, "tcPr", "vMerge"), open_cells, (at, left, across))
            parts = [] if goes_on else list(_inside(cell, "p", "tbl"))
            text = " ".join(filter(None, (_text(part) for part in parts if _name(part) == "p")))
            inner += [part for part in parts if _name(part) == "tbl"]
            cells += [text, *[""] * (across - 1)]
            if text and any(_is_on(_child(run, "rPr", "b")) for run in _inside(cell, "r")):
                table.bold_rows.add(at)
        table.rows.append(cells)
        return inner


def _goes_on(
    table: Table, merge: BaseOxmlElement | None, open_cells: dict[int, int], place: tuple[int, int, int]
) -> bool:
    """Note the range that a cell is merged over; say whether it is the continuation of the one above."""
    at, left, across = place
    if merge is not None and _value(merge) != "restart" and left in open_cells:
        top, first, _, right = table.merges[open_cells[left]]
        table.merges[open_cells[left]] = (top, first, at, right)
        return True
    open_cells.pop(left, None)
    if merge is not None or across > 1:
        table.merges.append((at, left, at, left + across - 1))
    if merge is not None:
        open_cells[left] = len(table.merges) - 1
    return False
