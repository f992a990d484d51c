"""Tables of teams after hamlets were merged: which column names the hamlet of today, which the one before."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from data.intake.columns import Column

_BEFORE: Final = re.compile(
    r"\b(?:cũ|trước(?: khi)? (?:sáp nhập|sắp xếp|đây)|trước đây|trước sáp nhập|trước sắp xếp)\b"
)
_AFTER: Final = re.compile(r"\b(?:mới|sau(?: khi)? (?:sáp nhập|sắp xếp|hợp nhất)|hiện nay|hiện tại)\b")


def of_today(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Have the column of today's hamlets name the rows, where one of those before stands beside it.

    "Thôn cũ | Thôn mới sau sáp nhập": what is counted is of today's; the column of before names nothing.
    """
    before = [column for column in columns if column.role in ("village", "detail") and _says(_BEFORE, column)]
    after = [column for column in columns if column.role in ("village", "detail", "unknown") and _says(_AFTER, column)]
    if not after or not any(column.role == "village" for column in before):
        return tuple(columns)
    today = after[0].at
    return tuple(
        replace(column, role="village" if column.at == today else "ignored") if column in (*before, *after) else column
        for column in columns
    )


def _says(words: re.Pattern[str], column: Column) -> bool:
    return bool(words.search(unicodedata.normalize("NFC", column.heading).lower()))
