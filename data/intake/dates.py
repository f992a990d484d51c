"""The date or quarter that a report says it holds for, as titles write it."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.catalogue import periods

_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(20\d{2})(?!\d)")
_DAY_WORDS: Final = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(20\d{2})", re.IGNORECASE)
_ISO: Final = re.compile(r"(?<!\d)(20\d{2})-(\d{2})-(\d{2})(?!\d)")
_MONTH: Final = re.compile(r"tháng\s+(\d{1,2})\s*(?:năm|/|-)\s*(20\d{2})", re.IGNORECASE)
_QUARTER: Final = re.compile(r"quý\s+(iv|i{1,3}|[1-4])\s*(?:[/,.-]|năm)?\s*(?:năm\s*)?(20\d{2})", re.IGNORECASE)
_HALF: Final = re.compile(r"(?:6|06|sáu) tháng (đầu|cuối) năm\s+(20\d{2})", re.IGNORECASE)
_NINE: Final = re.compile(r"(?:9|09|chín) tháng(?: đầu)? năm\s+(20\d{2})", re.IGNORECASE)
_YEAR: Final = re.compile(r"năm\s+(20\d{2})", re.IGNORECASE)
_HOLDS: Final = re.compile(r"thời điểm|tính đến|đến ngày|số liệu đến|kỳ báo cáo|đến hết", re.IGNORECASE)
_DUE: Final = re.compile(r"hạn|sinh|nộp|gửi trước", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What the titles say: the day the figures hold for, and the quarter where one is named.

    `sure` where the titles say so in words ("thời điểm", "quý"); any other date may be that of a letter.
    """

    as_of: date
    quarter: str | None = None
    sure: bool = False


def said(texts: Iterable[str]) -> Said | None:
    """Return the date that titles give: "thời điểm …" before all else, then a quarter, a month, a date, a year."""
    lines = [text for text in texts if not _DUE.search(text)]
    for line in lines:
        if _HOLDS.search(line) and (told := day(line)):
            return Said(told, sure=True)
    for line in lines:
        if found := _QUARTER.search(line):
            number = _ROMAN.get(found[1].lower()) or int(found[1])
            quarter = f"{found[2]}-Q{number}"
            return Said(periods.end(quarter), quarter, sure=True)
        if found := _HALF.search(line):
            return Said(date(int(found[2]), 6, 30) if found[1].lower() == "đầu" else date(int(found[2]), 12, 31))
        if found := _NINE.search(line):
            return Said(date(int(found[1]), 9, 30))
    for line in lines:
        if told := day(line):
            return Said(told)
    for line in lines:
        found = _MONTH.search(line)
        if found and 1 <= int(found[1]) <= 12:
            return Said(_month_end(int(found[2]), int(found[1])))
    for line in lines:
        if found := _YEAR.search(line):
            return Said(date(int(found[1]), 12, 31))
    return None


def day(text: str) -> date | None:
    """Return the first day that a text names ("5/4/2022", "ngày 5 tháng 4 năm 2022", 2022-04-05), None for none."""
    for form, order in ((_DAY_WORDS, (3, 2, 1)), (_DAY, (3, 2, 1)), (_ISO, (1, 2, 3))):
        for found in form.finditer(text):
            year, month, day = (int(found[group]) for group in order)
            if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
                return date(year, month, day)
    return None


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
