"""Tables of an HTML page saved as .xls or .doc, as many office systems export them. Nothing outside is fetched."""

import email
import email.policy
import re
from html.parser import HTMLParser
from typing import Final

from data.spreadsheets import csv_files
from data.spreadsheets.document_tables import Table, with_heads
from data.storage.errors import Refused

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.I)
_MAX_SPAN: Final = 200
_MAX_OPEN: Final = 200
_MAX_CELLS: Final = 2_000_000
_PARAGRAPHS: Final = frozenset({"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "body", "html"})
_STRUCK: Final = frozenset({"del", "s", "strike"})
_SKIPPED: Final = frozenset({"script", "style", "title", "xml"}) | _STRUCK


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self.open: list[Table] = []
        self.cell: list[str] | None = None
        self.spans = (1, 1)
        self.skipping: str | None = None
        self.cells = 0
        self.outside: list[list[str]] = []
        self.paragraph: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self.skipping in _STRUCK and tag in ("table", "tr", "td", "th"):
            self.skipping = None  # left open in the cell before
        if tag in _SKIPPED:
            self.skipping = tag
        elif tag == "sup" and self.cell is not None:
            self.cell.append(" (")  # "12" with the mark of a footnote is not 121
        elif tag == "table":
            self.end_cell()
            self.end_paragraph()
            above = [] if self.open else self.outside
            self.open.append(Table(rows=above, head=len(above)))
            self.outside = [] if len(self.open) == 1 else self.outside
            self.tables.append(self.open[-1])
        elif tag == "tr" and self.open:
            self.end_cell()
            self.open[-1].rows.append([])
            if "hidden" in values or "display:none" in values.get("style", "").replace(" ", "").lower():
                self.open[-1].hidden_rows.add(len(self.open[-1].rows) - 1)
        elif tag in ("td", "th") and self.open:
            self.end_cell()
            self.cell, self.spans = [], (_span(values.get("rowspan")), _span(values.get("colspan")))
        elif tag in ("b", "strong") and self.cell is not None and self.open[-1].rows:
            self.open[-1].bold_rows.add(len(self.open[-1].rows) - 1)
        elif tag in ("br", "p", "div") and self.cell is not None:
            self.cell.append(" ")
        elif tag in _PARAGRAPHS and not self.open:
            self.end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if tag == self.skipping:
            self.skipping = None
        elif tag == "sup" and self.cell is not None:
            self.cell.append(")")
        elif tag in ("td", "th", "tr"):
            self.end_cell()
        elif tag == "table" and self.open:
            self.end_cell()
            self.open.pop()
        elif tag in _PARAGRAPHS and not self.open:
            self.end_paragraph()

    def handle_data(self, data: str) -> None:
        if self.skipping is not None:
            return
        if self.cell is not None:
            self.cell.append(data)
        elif not self.open:
            self.paragraph.append(data)

    def end_paragraph(self) -> None:
        """Keep a paragraph that stands outside of all tables: a row of one cell above the next one."""
        text = " ".join("".join(self.paragraph).split())
        self.paragraph = []
        if text and self.cells < _MAX_CELLS:
            self.cells += 1
            self.outside.append([text])

    def end_cell(self) -> None:
        """Put the cell that is open into its table, past cells that spans of rows above have taken."""
        if self.cell is None or not self.open:
            self.cell = None
            return
        table, value = self.open[-1], "".join(self.cell)
        self.cell = None
        down, across = self.spans
        self.cells += down * across
        if self.cells > _MAX_CELLS:
            raise Refused("intake.too_many_cells", limit=_MAX_CELLS)
        table.add_cell(value, down=down, across=across)


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _MAX_SPAN) if value and value.isdecimal() and len(value) < 6 else 1


def unpacked(content: bytes) -> bytes:
    """Return the page of a web archive (.mht, also called .doc). Raises Refused where it holds none."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            return page if isinstance(page, bytes) else b""
    raise Refused("intake.document_without_table")


def read(content: bytes) -> list[Table]:
    """Return the tables of a page that have at least two rows and two columns. Raises Refused."""
    declared = _CHARSET.search(content[:4096])
    decoded = _decode(content, declared[1].decode("ascii") if declared else "")
    reader = _Reader()
    page = _without_comments(decoded)
    if any(part.count("<") > _MAX_OPEN for part in page.split(">")):  # each would be read to the end again
        raise Refused("intake.truncated")
    reader.feed(page)
    reader.close()
    reader.end_cell()
    reader.end_paragraph()
    return with_heads(reader.tables, after=reader.outside)


def _without_comments(page: str) -> str:
    """Drop comments in one pass; the parser takes a time that grows with the square of comments left open."""
    parts, at = [], 0
    while (start := page.find("<!--", at)) >= 0:
        parts.append(page[at:start])
        end = page.find("-->", start)
        at = len(page) if end < 0 else end + 3
    return "".join([*parts, page[at:]])


def _decode(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset) if charset else csv_files.decode(content)
    except (LookupError, UnicodeDecodeError):
        return csv_files.decode(content)
