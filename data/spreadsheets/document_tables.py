"""Tables of a document: rows of texts, and what stands above a table as rows of one cell, as titles stand in a sheet.

What the readers of web pages, of Word files and of PDFs share.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

_LAYOUT_ROWS: Final = 12


@dataclass
class Table:
    """A table as read: rows of texts, ranges merged by spans, rows hidden by style and rows in bold.

    The first `head` rows are the paragraphs before it. `pages` are the printed pages that it stands on, counted from 1,
    empty where a document has none. `recognised` says that a page of it is a picture with a text behind it that a
    machine recognised.
    """

    rows: list[list[str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    bold_rows: set[int] = field(default_factory=set)
    taken: set[tuple[int, int]] = field(default_factory=set)
    head: int = 0
    pages: tuple[int, ...] = ()
    recognised: bool = False

    @property
    def own_rows(self) -> list[list[str]]:
        """Return the rows of the table itself."""
        return self.rows[self.head :]

    @property
    def width(self) -> int:
        """Return how many columns the widest row has."""
        return max(map(len, self.own_rows), default=0)

    def add_cell(self, value: str, *, down: int = 1, across: int = 1) -> None:
        """Put a cell into the last row, past cells that spans of rows above have taken."""
        if not self.own_rows:
            self.rows.append([])
        at, row = len(self.rows) - 1, self.rows[-1]
        while (at, len(row)) in self.taken:
            row.append("")
        left = len(row)
        row.extend([value] + [""] * (across - 1))
        if down > 1 or across > 1:
            self.merges.append((at, left, at + down - 1, left + across - 1))
        for below in range(1, down):
            self.taken.update((at + below, left + step) for step in range(across))


def below(head: Sequence[list[str]], table: Table) -> Table:
    """Return the table with these rows above it."""
    down = len(head)
    return Table(
        [*head, *table.rows],
        [(top + down, left, bottom + down, right) for top, left, bottom, right in table.merges],
        {row + down for row in table.hidden_rows},
        {row + down for row in table.bold_rows},
        head=table.head + down,
        pages=table.pages,
        recognised=table.recognised,
    )


def with_heads(tables: Sequence[Table], *, after: list[list[str]]) -> list[Table]:
    """Put the texts of tables that only lay out a page (a letterhead, signatures) above the table that follows.

    `after` are the rows behind the last table. Tables without two rows and two columns are no tables.
    """
    out: list[Table] = []
    head: list[list[str]] = []
    for table in tables:
        if len(table.own_rows) < 2 or table.width < 2 or _is_layout(table):
            head += [[cell] for row in table.rows for cell in row if cell.strip()]
            continue
        out.append(below(head, table))
        head = []
    if out:
        out[-1].rows += [*head, *after]
    return out


def _is_layout(table: Table) -> bool:
    """Say whether a table has but a row or two of a few texts: it lays out a page and holds no figures."""
    if len(table.own_rows) > _LAYOUT_ROWS or table.width > _LAYOUT_ROWS:
        return False
    rows = [[cell for cell in row if cell.strip()] for row in table.own_rows]
    filled = [row for row in rows if len(row) > 1]
    return (
        len(filled) < 3
        and all(len(row) < 4 for row in filled)
        and not any(c.strip().isdigit() for r in filled for c in r)
    )
