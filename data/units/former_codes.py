"""Reads codes of a file that is older than "2024": a code may be that of a commune that ended before 30 June 2025."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.units import former
from data.units.former import Former

_LENGTH = 5


@dataclass(frozen=True)
class FormerRow:
    """A row whose code was a former commune's: it counts to its sole successor, to none where it was split."""

    row: int
    former: Former

    def as_dict(self) -> dict[str, object]:
        """Return it for JSON."""
        heirs = [{"code": each.code, "part": each.part} for each in self.former.became]
        return {"row": self.row, "code": self.former.code, "name": self.former.name,
                "until": self.former.until.isoformat(), "to": self.former.sole_successor, "became": heirs}  # fmt: skip


def former_of(text: str, code: str | None, on: date | None) -> Former | None:
    """Return the former commune that a code in a file means, None where it means a unit of "2024".

    code: what the text was read to be in "2024". Without a day the code is a former commune's only if no unit of
    "2024" has it; with one it is whatever bore it on that day.
    """
    digits = text.strip().removesuffix(".0")
    if not digits.isascii() or not digits.isdigit() or not _LENGTH - 2 <= len(digits) <= _LENGTH:
        return None
    if code is not None and on is None:
        return None
    return former.by_code(digits.zfill(_LENGTH), on=on)


def add_up(table: pd.DataFrame, rows: Sequence[FormerRow], lines: Sequence[int]) -> pd.DataFrame:
    """Count each row of a former commune to the one that took it up: counts are added, a missing one stays missing.

    table: code (None for a former commune's) and counts, a row a line; `lines` are their numbers in the file. Rows of
    split communes are left out.
    """
    successor_of = {each.row: each.former.sole_successor for each in rows}
    heirs = [successor_of.get(line) for line in lines]
    carried = pd.array([heir or code for heir, code in zip(heirs, table["code"], strict=True)], dtype="str")
    table = table.assign(code=carried).dropna(subset="code")
    reached = table["code"].isin([heir for heir in heirs if heir])
    sums = table[reached].groupby("code", sort=False).sum(skipna=False).reset_index()
    return pd.concat([table[~reached], sums], ignore_index=True)[list(table.columns)]
