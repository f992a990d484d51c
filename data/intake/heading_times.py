"""Months, quarters, years and days in a heading, held against the day and the quarter of the report.

"Số tổ đến 30/9/2025" is the figure of a report of the third quarter and of no other; "Số tổ thành lập tháng 9/2025" is
what happened within that month, which is no count of teams at all.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from data.catalogue import periods
from data.units.names import fold

Form = Literal["day", "month", "quarter", "months", "year"]
Reach = Literal["at", "up_to", "within", "open"]
"""at: "quý III"; up_to: "đến hết quý III"; within: "trong quý III"; open: "từ quý III", "trước tháng 9", "đầu năm"."""

Fit = Literal["this", "around", "other"]
"""this: the report's own period; around: a longer one that its day lies in (the year); other: any other."""

_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR: Final = r"(?: (?:năm )?(?P<year>20\d\d))?"
_UP_TO: Final = (
    "tính đến hết", "đến hết", "tính đến cuối", "đến cuối", "tính đến", "đến", "hết", "tới", "cuối", "thời điểm",
)  # fmt: skip
_WITHIN: Final = ("trong", "phát sinh trong", "riêng")
_OPEN: Final = ("từ", "kể từ", "sau", "trước", "đầu", "từ đầu", "so với", "giai đoạn")
_REACHES: Final[tuple[tuple[Reach, tuple[str, ...]], ...]] = (("up_to", _UP_TO), ("within", _WITHIN), ("open", _OPEN))
_BEFORE: Final = "|".join(
    sorted((fold(words) for _, texts in _REACHES for words in texts), key=lambda words: -len(words))
)
_QUARTER, _DAY, _FIRST = map(fold, ("quý", "ngày", "đầu"))
_FORMS: Final[tuple[tuple[Form, str], ...]] = (
    ("day", rf"(?:{_DAY} )?(?P<day>\d{{1,2}}) (?:tháng )?(?P<month>\d{{1,2}}) (?:năm )?(?P<year>20\d\d)"),
    ("day", rf"{_DAY} (?P<day>\d{{1,2}}) (?:tháng )?(?P<month>\d{{1,2}})(?P<year>(?!))?"),
    ("months", rf"(?P<count>\d{{1,2}}) tháng(?: {_FIRST})?(?: năm)?{_YEAR}"),
    ("month", rf"(?:tháng |t)(?P<month>\d{{1,2}}){_YEAR}"),
    ("quarter", rf"(?:{_QUARTER} ?|q)(?P<quarter>iv|i{{1,3}}|[1-4]){_YEAR}"),
    ("quarter", r"(?P<quarter>iv|i{1,3}) (?P<year>20\d\d)"),
    ("month", r"(?P<month>1[0-2]|[1-9]) (?P<year>20\d\d)"),
    ("year", r"(?:năm )?(?P<year>20[1-4]\d)"),
)
_PATTERNS: Final = tuple(
    (form, re.compile(rf"(?<!\S)(?:(?P<before>{_BEFORE}) )?(?:{pattern})(?!\S)")) for form, pattern in _FORMS
)


@dataclass(frozen=True)
class Moment:
    """What the figures of a report are of: the day, and the quarter ("2025-Q3") under which they are kept."""

    day: date
    period: str


@dataclass(frozen=True)
class Time:
    """A month, quarter, year or day that a heading names; `year` is None where it names none."""

    form: Form
    reach: Reach
    year: int | None
    month: int = 12
    day: int = 0

    def fit(self, moment: Moment | None, *, flow: bool, event: bool) -> Fit:
        """Say whether a count of this time is that of the report.

        flow: the indicator counts what happened within a quarter; event: the heading says that something happens
        ("thành lập", "kích hoạt"), so that a time without "đến" bounds what happened and is no count of all there is.
        """
        if moment is None or self.reach == "open":
            return "other"
        end = self._end(moment)
        if end is None:
            return "other"
        if flow:
            whole = self.form == "quarter" and self.reach in ("at", "within")
            return "this" if whole and periods.of(end) == moment.period else "other"
        if self.reach == "within" or (event and self.reach == "at" and self.form != "day"):
            return "other"
        last = periods.end(moment.period)
        if self.form == "quarter":
            own = periods.of(end) == moment.period
        elif self.form == "year":
            own = end == last
        else:
            own = (end.year, end.month) in ((moment.day.year, moment.day.month), (last.year, last.month))
        if own:
            return "this"
        return "around" if self.form == "year" and self.reach == "at" and end.year == moment.day.year else "other"

    def _end(self, moment: Moment) -> date | None:
        """Return the last day of the time, in the report's year where it names none; None for no real day."""
        year = self.year or moment.day.year
        if not 1 <= self.month <= 12:
            return None
        last = calendar.monthrange(year, self.month)[1]
        return date(year, self.month, self.day or last) if self.day <= last else None


def find(words: Sequence[str]) -> Iterator[tuple[int, int, Time]]:
    """Find the times in the folded words of a heading: the first word and the one behind the last, and the time."""
    text = " ".join(words)
    taken = [False] * (len(text) + 1)
    found = []
    for form, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                found.append((match.start(), match.end(), _time(form, match)))
    for start, end, time in sorted(found, key=lambda each: each[0]):
        first = text.count(" ", 0, start)
        yield first, first + text.count(" ", start, end) + 1, time


def _time(form: Form, match: re.Match[str]) -> Time:
    named = match.groupdict()
    before = named["before"]
    reach: Reach = next((reach for reach, texts in _folded() if before in texts), "at")
    year = int(named["year"]) if named["year"] else None
    if form == "quarter":
        number = named["quarter"]
        return Time(form, reach, year, 3 * (_ROMAN.get(number) or int(number)))
    if form == "months":
        return Time(form, reach, year, int(named["count"]))
    if form == "year":
        return Time(form, reach, year)
    return Time(form, reach, year, int(named["month"]), int(named.get("day") or 0))


@lru_cache(maxsize=1)
def _folded() -> tuple[tuple[Reach, frozenset[str]], ...]:
    return tuple((reach, frozenset(map(fold, texts))) for reach, texts in _REACHES)
