"""The tables of a workbook with all that is known of each: columns, level, place, and the role of every row."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from data.intake import layout, ratings
from data.intake.body import Frame, TableLevel
from data.intake.columns import Column, Role, by_role
from data.intake.layout import Block
from data.intake.row_notes import RowNotes
from data.intake.scales import Scale
from data.intake.table_body import Body
from data.spreadsheets.cells import BLANK, Read
from data.spreadsheets.reader import RawSheet
from data.units.names import fold

Unread = Literal["citizens", "no_unit", "list_asked", "list_left_out"]

ListAnswer = Literal["as_listed", "leave_list_out"]
AS_LISTED: Final = "as_listed"
LEAVE_LIST_OUT: Final = "leave_list_out"
_ENOUGH_LABELS: Final = 2_000


@dataclass(frozen=True)
class Listing:
    """A list of teams or people whose title (`text`) says that they are not those there are; `answer` decides on it."""

    text: str
    answer: ListAnswer | None = None

    @property
    def question(self) -> str:
        """Return the id of the question; its answer holds for this file alone."""
        return f"list:{fold(self.text)[:80]}"

    @property
    def unread(self) -> Unread | None:
        """Return why nothing is taken from the list; None where it is to be counted."""
        if self.answer is None:
            return "list_asked"
        return "list_left_out" if self.answer == LEAVE_LIST_OUT else None


@dataclass(frozen=True)
class Table:
    """A table read: `level` says what one row is about, `frame` where it lies, `body` has every row below.

    `kind` is the name of one of data.intake.report_kinds. `unread` says why nothing is taken from it: its rows are
    citizens ("citizens"), none of them names a unit ("no_unit"), or its title says that what it lists is not what there
    is (`listing`) and nobody has decided, or somebody has left it out. `notes` are those of rows that are not of today.
    """

    block: Block
    columns: tuple[Column, ...]
    level: TableLevel
    frame: Frame
    body: Body
    kind: str
    scales: tuple[Scale, ...] = ()
    unread: Unread | None = None
    listing: Listing | None = None
    notes: RowNotes | None = None

    @property
    def sheet(self) -> str:
        """Return the sheet's name."""
        return self.block.sheet.name

    @cached_property
    def indicators(self) -> dict[str, int]:
        """Return the place of each indicator's column; that of a state stands by the state's own code."""
        return {
            column.indicator: column.at for column in self.columns if column.role == "indicator" and column.indicator
        }

    def figures(self, reads: Mapping[int, Read]) -> dict[str, int | None]:
        """Return what the cells of a row say, by indicator: a cell of a state feeds several."""
        out: dict[str, int | None] = {name: reads.get(at, BLANK).count for name, at in self.indicators.items()}
        for name in self._states:
            del out[name]
            out |= ratings.counts(name, reads.get(self.indicators[name], BLANK))
        return out

    @cached_property
    def _states(self) -> tuple[str, ...]:
        return tuple(name for name in self.indicators if ratings.counts(name, BLANK).keys() != {name})

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return the place of each column of counts: of indicators, and of the groups that teams are divided into."""
        return self.indicators | {column.role: column.at for column in self.columns if column.role == "subgroups"}

    @cached_property
    def doubtful(self) -> list[tuple[str, int]]:
        """Return the columns of counts in which a cell of the data holds anything but a plain count or nothing."""
        return [(name, at) for name, at in self.counts.items() if self.body.doubtful(at)]

    def column(self, at: int) -> Column:
        """Return the column at a place."""
        return self.columns[at]


def find(sheets: list[RawSheet]) -> list[Block]:
    """Return the tables of the visible sheets; of hidden ones only where no visible sheet has any."""
    visible = [block for sheet in sheets if not sheet.hidden for block in _worthwhile(sheet)]
    return visible or [block for sheet in sheets if sheet.hidden for block in _worthwhile(sheet)]


def _worthwhile(sheet: RawSheet) -> list[Block]:
    return [block for block in layout.blocks(sheet) if block.end > block.start]


def titles(block: Block) -> list[str]:
    """Return the texts above a table, and the sheet's name."""
    return [text for _, text in block.above] + [block.sheet.name]


def labels(block: Block, columns: tuple[Column, ...]) -> list[str]:
    """Return the texts in the columns that name communes, districts or other units."""
    return [text for role in ("commune", "unit", "district") for text in texts_of(block, columns, role)]


def texts_of(block: Block, columns: tuple[Column, ...], role: Role) -> list[str]:
    """Return the different texts of the first column of a role, evenly chosen where there are very many."""
    at = by_role(columns, role)
    if at is None:
        return []
    body = block.sheet.rows[block.start : block.end]
    found = [text for text in dict.fromkeys([row[at] for row in body if at < len(row)]) if isinstance(text, str)]
    return found[:: max(1, len(found) // _ENOUGH_LABELS)]
