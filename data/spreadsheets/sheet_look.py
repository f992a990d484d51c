"""What a sheet shows beside its values, of any format of workbook."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class SheetLook:
    """What one sheet shows beside its values, rows and columns counted from 0.

    `faults` as in RawSheet, `percents` the cells that are shown as a percentage, `odd` those that are shown as
    another number or not at all, with their format code; `zeros` the formulas whose stored value is 0, `computed`
    how many formulas have another number; `raised` the texts of cells with marks above the line, these in brackets.
    """

    hidden_rows: list[int] = field(default_factory=list)
    bold_rows: list[int] = field(default_factory=list)
    faults: list[tuple[int, int, str]] = field(default_factory=list)
    percents: set[tuple[int, int]] = field(default_factory=set)
    odd: dict[tuple[int, int], str] = field(default_factory=dict)
    zeros: dict[tuple[int, int], str] = field(default_factory=dict)
    computed: int = 0
    raised: dict[tuple[int, int], str] = field(default_factory=dict)


def with_marks(runs: Iterable[tuple[str, bool]]) -> str:
    """Return a text of runs, (text, whether above the line): "12" with the mark of a footnote is "12 (1)", never 121.

    A text that stands above the line altogether has no marks.
    """
    parts = list(runs)
    marked = any(text.strip() and not raised for text, raised in parts)
    return "".join(with_mark(text) if raised and marked else text for text, raised in parts)


def with_mark(text: str) -> str:
    """Write a mark that stands above the line."""
    return f" ({text.strip()})" if text.strip() else text
