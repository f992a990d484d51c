"""Where in a workbook a figure, a team or a person stands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A cell: sheet, row counted from 1, column letters."""

    sheet: str
    row: int
    column: str
