"""A sheet as the office sees it, with what each of its columns, rows and cells was taken for.

Nothing is read anew: this tells what the check made of each cell, so that a person sees a misreading at a glance.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from data.intake import dates, personal
from data.intake.body import RowRole
from data.intake.columns import Column, letters
from data.intake.figures import Record
from data.intake.match_units import Placed
from data.intake.questions import Question
from data.intake.result import Checked, TableTold
from data.intake.tables import Table
from data.spreadsheets.cells import Cell
from data.spreadsheets.reader import RawSheet

Use = Literal[
    "figure",
    "team",
    "unit",
    "number",
    "heading",
    "title",
    "day",
    "total",
    "group",
    "asked",
    "personal",
    "unread",
    "blank",
]
"""What something was taken for. "number" numbers rows or is a code, "team" says of a team what its form says, "asked"
waits for an answer, "unread" is there and nothing is taken from it."""

_OF_ROLE: Final[Mapping[str, Use]] = {
    "indicator": "figure",
    "sheet_code": "figure",
    "index": "number",
    "code": "number",
    **dict.fromkeys(("unit", "village", "commune", "district", "province", "kind", "team"), "unit"),
    **dict.fromkeys(("personal", "person", "birth", "telephone"), "personal"),
    **dict.fromkeys(("note", "percent", "target", "other_period", "uncounted", "detail", "ignored"), "unread"),
    "unknown": "asked",
    "empty": "blank",
}
"""What a column of a role is taken for; every other role says something of a team or a member."""
_OF_ROW: Final[Mapping[RowRole, Use]] = {
    "data": "figure",
    "group": "group",
    "total": "total",
    "heading": "heading",
    "numbers": "number",
    "other": "unread",
    "blank": "blank",
}


@dataclass(frozen=True)
class ColumnUse:
    """A column, counted from 0: what it was taken for, its role, and for a figure the indicator."""

    at: int
    use: Use
    role: str = ""
    indicator: str | None = None

    @property
    def letter(self) -> str:
        """Return the column's letters as in a spreadsheet."""
        return letters(self.at)


@dataclass(frozen=True)
class RowUse:
    """A row: what it was taken for, and the unit or indicator that it is about."""

    use: Use
    unit: str = ""
    indicator: str | None = None


@dataclass(frozen=True)
class View:
    """A table of a sheet, or a sheet without any, from `first` to `last` (both included, from 0).

    taken: whether figures come from it. `figures` are the cells that they come from, of forms on their side.
    """

    sheet: RawSheet
    first: int
    last: int
    columns: tuple[ColumnUse, ...]
    rows: Mapping[int, RowUse]
    taken: bool
    figures: frozenset[tuple[int, int]] | None = None
    waiting: frozenset[tuple[int, int]] = field(default_factory=frozenset)

    def use(self, row: int, column: int) -> Use:
        """Return what a cell was taken for."""
        if self.cell(row, column) in (None, ""):
            return "blank"
        of_row, of_column = self.rows.get(row, RowUse("unread")), self.columns[column]
        if (row, column) in self.waiting:
            return "asked"
        if self.figures is not None and of_row.use == "figure":
            taken = (row, column) in self.figures
            return "figure" if taken else "heading" if of_column.use == "heading" else "unread"
        if of_row.use == "heading":
            return of_column.use if of_column.use != "blank" else "heading"
        if of_row.use == "figure":
            return of_column.use
        if of_row.use == "asked":
            return "asked" if of_column.use in ("unit", "figure", "asked") else of_column.use
        if of_row.use == "total" and of_column.use in ("asked", "personal", "unread"):
            return of_column.use
        return of_row.use

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell as it stands in the sheet."""
        values = self.sheet.rows[row] if row < len(self.sheet.rows) else []
        return values[column] if column < len(values) else None

    def is_masked(self, row: int, column: int) -> bool:
        """Say whether a cell holds personal data, or a number as long as those of cards and accounts."""
        below = self.rows.get(row, RowUse("unread")).use not in ("heading", "title", "day", "number")
        named = self.columns[column].use == "personal" and below and self.cell(row, column) not in (None, "")
        return named or personal.is_long_number(self.cell(row, column))


def views(checked: Checked, sheets: Sequence[RawSheet]) -> list[View]:
    """Return the tables of a file in their order, those that figures come from first, then the sheets without any."""
    waiting = _waiting(checked.questions)
    ends: dict[str, int] = {}
    found: list[View] = []
    for at, table in enumerate(checked.tables):
        found.append(_of_table(checked, at, table, first=ends.get(table.sheet, 0)))
        ends[table.sheet] = table.block.end
    by_name = {sheet.name: sheet for sheet in sheets}
    for told in checked.sheet_tables:
        if told["sheet"] in by_name:
            found.append(_of_lines(told, by_name[told["sheet"]], checked.records, waiting))
    shown = {view.sheet.name for view in found}
    found += [
        View(sheet, 0, len(sheet.rows) - 1, _plain_columns(sheet), {}, False)
        for sheet in sheets
        if sheet.rows and sheet.name not in shown
    ]
    return sorted(found, key=lambda view: not view.taken)


def _of_table(checked: Checked, at: int, table: Table, *, first: int) -> View:
    block, sheet = table.block, table.block.sheet
    width = max([len(table.columns), *(len(row) for row in sheet.rows[first : block.end])], default=0)
    columns = [_column(column) for column in table.columns]
    if table.level == "person":  # a register counts its rows: no figure comes from a column of counts
        columns = [replace(column, use="unread") if column.use == "figure" else column for column in columns]
    columns += [ColumnUse(place, "blank") for place in range(len(columns), width)]
    rows = {row: _title(checked, text) for row, text in block.above if first <= row < block.top}
    rows |= {row: RowUse("heading") for row in range(block.top, block.bottom + 1)}
    rows |= {row: RowUse("number") for row in range(block.bottom + 1, block.start)}
    rows |= {one.row - 1: RowUse(_OF_ROW[one.role]) for one in table.body}
    rows |= {item.row.row - 1: _placed(item) for item in checked.placed.get(at, ())}
    if table.unread:
        rest = RowUse("asked" if table.unread == "list_asked" else "unread")
        rows = {row: use if use.use in ("heading", "title", "day") else rest for row, use in rows.items()}
    return View(sheet, first, min(block.end, len(sheet.rows)) - 1, tuple(columns), rows, at in checked.taken)


def _column(column: Column) -> ColumnUse:
    use = _OF_ROLE.get(column.role, "team")
    if column.role == "sheet_code" and column.indicator is None:
        use = "unread"
    return ColumnUse(column.at, use, column.role, column.indicator if use == "figure" else None)


def _title(checked: Checked, text: str) -> RowUse:
    """Say whether a line above a table is the one that names the day of the figures."""
    return RowUse("day" if any(one.end == checked.as_of for one in dates.mentions(text)) else "title")


def _placed(item: Placed) -> RowUse:
    if item.left_out:
        return RowUse("unread")
    if item.unit is None:
        return RowUse("asked")
    return RowUse("figure", item.unit.name)


def _of_lines(
    told: TableTold, sheet: RawSheet, records: Iterable[Record], waiting: Mapping[str, frozenset[tuple[int, int]]]
) -> View:
    """Return a form whose lines are indicators: the cells that figures come from are those that the records name."""
    width = max(map(len, sheet.rows), default=0)
    taken: dict[tuple[int, int], str] = {}
    units: dict[int, str] = {}
    for record in records:
        for name in record.counts:
            place = record.cell(name)
            if place.sheet == sheet.name and place.column:
                taken[place.row - 1, _number(place.column)] = name
                units[_number(place.column)] = record.unit.name
    uses = {_number(letter): use for letter, use in told["columns"].items()}
    columns = tuple(
        ColumnUse(at, "figure" if at in units else "unread", uses.get(at) or "line")
        if at in uses
        else ColumnUse(at, "heading", "line")
        for at in range(width)
    )
    lines = {int(row) - 1: name for row, name in told.get("lines", {}).items()} | {
        row: taken[row, at] for row, at in taken
    }
    asked = waiting.get(sheet.name, frozenset())
    first = min([*lines, *(row for row, _ in asked)], default=0)
    rows = {
        row: RowUse("figure", indicator=lines[row])
        if row in lines
        else RowUse("asked")
        if any(place == row for place, _ in asked)
        else RowUse("title" if row < first else "unread")
        for row in range(len(sheet.rows))
    }
    return View(sheet, 0, len(sheet.rows) - 1, columns, rows, True, frozenset(taken))


def _waiting(questions: Iterable[Question]) -> dict[str, frozenset[tuple[int, int]]]:
    """Return the cells that questions are about, by sheet."""
    out: dict[str, set[tuple[int, int]]] = {}
    for one in questions:
        if one.row:
            out.setdefault(one.sheet, set()).add((one.row - 1, _number(one.column) if one.column else 0))
    return {name: frozenset(found) for name, found in out.items()}


def _plain_columns(sheet: RawSheet) -> tuple[ColumnUse, ...]:
    return tuple(ColumnUse(at, "unread") for at in range(max(map(len, sheet.rows), default=0)))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
