"""What a sheet shows beside its values, of any format of workbook."""

from dataclasses import dataclass, field


@dataclass
class SheetLook:
    """What one sheet shows beside its values, rows and columns counted from 0.

    `faults` as in RawSheet, `percents` the cells that are shown as a percentage, `odd` those that are shown as
    another number or not at all, with their format code; `zeros` the formulas whose stored value is 0, `computed`
    how many formulas have another number.
    """

    hidden_rows: list[int] = field(default_factory=list)
    bold_rows: list[int] = field(default_factory=list)
    faults: list[tuple[int, int, str]] = field(default_factory=list)
    percents: set[tuple[int, int]] = field(default_factory=set)
    odd: dict[tuple[int, int], str] = field(default_factory=dict)
    zeros: dict[tuple[int, int], str] = field(default_factory=dict)
    computed: int = 0
