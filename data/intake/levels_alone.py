"""Tables that count teams by level and name no unit: "Cấp xã | 65", "Cấp thôn | 1.676" of the province in the title.

What each row counts is of the one unit that titles or the caller name: a commune, else the province.
"""

from dataclasses import replace
from typing import Final

from data.intake import levels_in_rows
from data.intake.body import Frame
from data.intake.columns import Column, Role
from data.intake.labels import is_total
from data.intake.layout import Block, cell
from data.intake.match_units import Placed
from data.intake.tables import Table, titles
from data.intake.team_words import level_of
from data.spreadsheets import cells as values
from data.units.names import fold
from data.units.register import unit

_UNITS: Final[tuple[Role, ...]] = ("unit", "village", "commune", "district", "province", "team", "person")
_COUNTS: Final = ("teams", "members")


def with_levels(block: Block, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Take a column for that of levels, whatever its heading, where none names units and all its texts are levels."""
    if any(column.role in _UNITS for column in columns) or not _counts_teams(columns):
        return columns
    named = next((column.at for column in columns if _holds_levels(block, column)), None)
    return tuple(
        replace(column, role="team_level", indicator=None, guesses=()) if column.at == named else column
        for column in columns
    )


def is_one(_: Block, columns: tuple[Column, ...], __: Frame) -> bool:
    """Tell a table that counts by level alone: it has a column of levels and none that names units."""
    roles = {column.role for column in columns}
    return "team_level" in roles and roles.isdisjoint(_UNITS) and _counts_teams(columns)


def place(table: Table) -> list[Placed]:
    """Place every row at the one commune that the titles name, else in the province; nowhere where none is known."""
    frame = table.frame
    communes = {code for text in titles(table.block) for code in frame.mentions(text, level="commune")}
    code = communes.pop() if len(communes) == 1 else frame.province
    here = unit(frame.structure, code) if code else None
    return [Placed(row, here, "folded" if here else "asked") for row in table.body if row.role == "data"]


def _counts_teams(columns: tuple[Column, ...]) -> bool:
    return any(column.role == "indicator" and str(column.indicator).startswith(_COUNTS) for column in columns)


def _holds_levels(block: Block, column: Column) -> bool:
    """Say whether two or more rows of a column name levels, each another one, and none anything but a sum."""
    if column.role not in ("team_level", "kind", "detail", "unknown", "empty"):
        return False
    texts = [
        text for row in range(block.start, block.end) if isinstance(text := cell(block.sheet, row, column.at), str)
    ]
    named = [text for text in texts if text.strip() and not values.is_number(text) and not is_total(text)]
    said = [levels_in_rows.of_cell(text) for text in named]
    return "unknown" not in said and len(set(map(fold, named))) == len(named) > 1 and _some_are_levels(named)


def _some_are_levels(texts: list[str]) -> bool:
    return any(map(level_of, texts))
