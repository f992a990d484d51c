"""The day or period that a report says its figures hold for, as titles write it, and what makes that doubtful.

A line may name several days: that of the figures ("số liệu đến 30/9/2025"), that of a letter ("Công văn số 12 ngày
2/10/2025"), a deadline. What stands before a day, in the same clause, says which it is.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from data.catalogue import periods

Doubt = Literal["document", "several", "future", "before_its_end"]
Form = Literal["day", "turned", "quarter", "months", "month", "week", "year"]
Sense = Literal["figures", "period", "signed", "document", "other", "dropped"]

_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_COUNTED: Final = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_YEAR: Final = r"(?P<year>20\d{2})(?!\d)"
_OF_YEAR: Final = rf"\s*(?:[/.,–-]|năm)?\s*(?:năm\s*)?{_YEAR}"
_DOT: Final = r"\s*[/.-]\s*"
_QUARTER: Final = r"(?:iv|i{1,3}|0?[1-4])(?!\w)"
_AND: Final = r"\s*(?:,|và|&|\+|–|-|đến(?:\s+hết)?|tới)\s*"
_WRITTEN: Final[tuple[tuple[Form, str], ...]] = (
    ("day", rf"(?:ngày\s+)?(?<!\d)(?P<day>\d{{1,2}})\s+tháng\s+(?P<month>\d{{1,2}})\s*(?:,\s*)?năm\s+{_YEAR}"),
    ("day", rf"(?<![\d./-])(?P<day>\d{{1,2}}){_DOT}(?P<month>\d{{1,2}}){_DOT}(?P<year>20\d{{2}}|[1-4]\d)(?![\d/])"),
    ("day", r"(?<!\d)(?P<year>20\d{2})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"),
    ("turned", rf"(?<![\d./-])(?P<month>\d{{1,2}}){_DOT}(?P<day>\d{{1,2}}){_DOT}(?P<year>20\d{{2}})(?![\d/])"),
    ("quarter", rf"(?:quý|quí|q\.?)\s*(?P<list>{_QUARTER}(?:{_AND}(?:quý\s+)?{_QUARTER})*){_OF_YEAR}"),
    (
        "months",
        r"(?<!\w)(?P<count>\d{1,2}|mười hai|mười một|\w+)\s+tháng(?:\s+(?P<end>đầu|cuối))?\s*(?:của\s+)?năm\s+" + _YEAR,
    ),
    (
        "month",
        rf"(?:tháng|(?<!\w)t)\s*\.?(?P<list>\d{{1,2}}(?:{_AND}(?:tháng\s+)?\d{{1,2}}(?!\d))*){_OF_YEAR}",
    ),
    ("week", rf"tuần(?:\s+thứ)?\s+(?P<week>\d{{1,2}})\s*(?:[/-]|năm|,)?\s*(?:năm\s*)?{_YEAR}"),
    ("year", rf"(?<!học )năm\s+{_YEAR}(?!\s*[–-]\s*20\d\d)"),
)
_FORMS: Final = tuple((form, re.compile(pattern, re.IGNORECASE)) for form, pattern in _WRITTEN)
_CONNECTED: Final = re.compile(r"\s*(?:-|–|—|~|đến|tới)(?:\s+(?:hết|hết ngày|ngày))?\s*", re.IGNORECASE)
_CLAUSES: Final = re.compile(r"[;()\n]|\.\s")
_SAID: Final[tuple[tuple[Sense, str], ...]] = (
    ("figures", r"số liệu|thời điểm|tính đến|đến ngày|đến hết|đến|chốt|kỳ báo cáo|kỳ số liệu|cập nhật"),
    (
        "document",
        r"công văn|cv|quyết định|qđ|văn bản|tờ trình|thông báo|nghị quyết|nghị định|thông tư|chỉ thị|biên bản|luật|"
        r"(?:báo cáo|kế hoạch|phụ lục|hướng dẫn|kh)\s+số|ban hành|ngày\s+(?:ký|lập|in|gửi)|ký|lập|in|căn cứ|"
        r"kèm theo|cập nhật lần (?:cuối|gần nhất)|(?:trích\s+)?xuất(?:\s+(?:dữ liệu|báo cáo))?",
    ),
    (
        "other",
        r"so với|so sánh|cùng kỳ|kỳ trước|phương hướng|nhiệm vụ|kế hoạch|mục tiêu|chỉ tiêu|dự kiến|giai đoạn|ước|"
        r"thành lập|kiện toàn|sáp nhập|hiệu lực|khai giảng|bắt đầu|khởi động|phát động",
    ),
    ("dropped", r"hạn(?:\s+\w+)?|chậm nhất|trước(?:\s+ngày)?|trước\s+\d+\s*(?:h|giờ)|sinh(?:\s+ngày)?|năm sinh"),
)
_SENSES: Final = tuple((sense, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)) for sense, pattern in _SAID)
_SIGNED: Final = re.compile(r"[^\d,:]{2,40},\s*(?:ngày\s*)?")  # "Lạng Sơn, ngày …"
_OWN_REPORT: Final = re.compile(r"báo cáo số\b[^,;]*$", re.IGNORECASE)
_TO_NOW: Final = re.compile(r"\s*(?:đến|tới)\s+(?:nay|hiện|thời)", re.IGNORECASE)
_COMPARED: Final = re.compile(r"\W*(?:so\s+)?với\s+(?:cùng\s+kỳ\s+)?(?:ngày|của)?\s*", re.IGNORECASE)
_COMPARING: Final = re.compile(r"(?<!\w)so\s+sánh(?:\s+(?:số\s+liệu|kết\s+quả))?\s*$", re.IGNORECASE)
_OF_MONTH: Final = re.compile(
    r"(?<!\w)(?:số\s+liệu|kỳ\s+báo\s+cáo|kỳ\s+số\s+liệu)(?:\s+(?:của|đến|hết|trong|:))*\s+tháng\s+(?P<month>\d{1,2})"
    r"(?!\d|\s*[/.\-–]\s*\d|\s*,?\s*năm)",
    re.IGNORECASE,
)
_PLAIN: Final = frozenset({"", "ngày", "báo cáo ngày", "ngày báo cáo", "biểu ngày", "báo cáo"})
_PART_OF_YEAR: Final = ("quarter", "months", "month")


@dataclass(frozen=True)
class Said:
    """What the titles say: the day the figures hold for, and the quarter where one is named.

    `sure` where the titles say so in words ("thời điểm", "quý"). `doubt` is why a person has to confirm the day,
    None where nothing is doubtful; `options` are the days it may be, the likeliest first, `text` the line they are of.
    """

    as_of: date
    quarter: str | None = None
    sure: bool = False
    doubt: Doubt | None = None
    options: tuple[date, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Mention:
    """A day or period that a line names: its last day, the quarter that it names, and what it is the day of."""

    end: date
    form: Form
    sense: Sense
    text: str
    quarter: str | None = None


def said(
    texts: Iterable[str], *, tail: Iterable[str] = (), of_sheets: Iterable[str] = (), today: date | None = None
) -> Said | None:
    """Return the day that the lines above the tables give; None where they name no day or period at all.

    The day of the figures comes before all else, then a period, then a day without any word. The day of a letter, a
    decision or a signature, a day to come, one of several: these come with a `doubt`. `tail` are the lines below the
    tables, `of_sheets` the names of sheets; they count where the titles do not tell.
    """
    texts = list(texts)
    titles = [mention for text in texts for mention in mentions(text)]
    below = [mention for text in tail for mention in mentions(text)]
    sheets = [mention for text in of_sheets for mention in mentions(text)]
    signed = [mention for mention in [*titles, *below] if mention.sense == "signed"]
    for group in (titles, [m for m in below if m.sense == "figures"], sheets):
        found = _of_figures(group) or _of_period(group)
        if found:
            return _checked(_against_months(found, texts), signed, today or date.today())
    bare = [mention for mention in titles if mention.sense == "period" and mention.form == "day"]
    doubtful = [*bare, *(m for m in [*titles, *below] if m.sense in ("signed", "document", "other"))]
    if not doubtful:
        return None
    return Said(doubtful[0].end, doubt="document", options=_ends(doubtful), text=doubtful[0].text)


def day(text: str) -> date | None:
    """Return the first day that a text names ("5/4/2022", "ngày 5 tháng 4 năm 2022", 2022-04-05), None for none."""
    return next((end for form, end, _, _ in _found(text) if form == "day"), None)


def _of_figures(found: list[Mention]) -> Said | None:
    """Return the day that words name as that of the figures; of two different ones neither decides."""
    forms = ("day", "turned", *_PART_OF_YEAR)
    named = [mention for mention in found if mention.sense == "figures" and mention.form in forms]
    named = [mention for mention in named if mention.form in ("day", "turned")] or named
    if not named:
        return None
    ends = _ends(named)
    quarters = [mention for mention in found if mention.quarter and mention.sense in ("figures", "period")]
    quarter = next((m.quarter for m in quarters if periods.of(ends[0]) == m.quarter or m in named), None)
    apart = [m.end for m in quarters if not m.end - timedelta(days=92) < ends[0] < m.end + timedelta(days=62)]
    options = tuple(dict.fromkeys([*ends, *apart]))
    doubt: Doubt | None = "several" if len(options) > 1 or named[0].form == "turned" else None
    return Said(ends[0], quarter, True, doubt, options, named[0].text)


def _of_period(found: list[Mention]) -> Said | None:
    """Return the end of the period that is named: of a part of a year before a week, before a year."""
    for forms in (_PART_OF_YEAR, ("week",), ("year",)):
        named = [mention for mention in found if mention.sense in ("period", "figures") and mention.form in forms]
        if named:
            ends = _ends(named)
            doubt: Doubt | None = "several" if len(ends) > 1 or forms == ("week",) else None
            quarter = next((mention.quarter for mention in named if mention.quarter), None)
            return Said(ends[0], quarter, quarter is not None, doubt, ends, named[0].text)
    plain = [mention for mention in found if mention.sense == "period" and _ends_a_month(mention.end)]
    if len(_ends(plain)) == 1 and len(plain) == len([m for m in found if m.form == "day"]):
        return Said(plain[0].end, text=plain[0].text, options=(plain[0].end,))
    return None


def _against_months(found: Said, texts: Iterable[str]) -> Said:
    """Doubt a day where the lines say that the figures are those of another month ("số liệu tháng 8")."""
    named = {int(told["month"]): text for text in texts for told in _OF_MONTH.finditer(text)}
    other = [month for month in named if month != found.as_of.month and 1 <= month <= 12]
    if found.doubt or not other:
        return found
    ends = [_month_end(found.as_of.year - (month > found.as_of.month), month) for month in other]
    return replace(found, doubt="several", options=tuple(dict.fromkeys([*ends, found.as_of])), text=named[other[0]])


def _ends(found: Iterable[Mention]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(mention.end for mention in found))


def _ends_a_month(day: date) -> bool:
    return day == _month_end(day.year, day.month)


def _checked(found: Said, signed: list[Mention], today: date) -> Said:
    """Doubt a day to come, and a year's or month's end that lies a quarter or more behind the day of signing."""
    if found.doubt:
        return found
    if found.as_of > today:
        return replace(found, doubt="future", options=tuple(dict.fromkeys([*_ends(signed), today, found.as_of])))
    early = [one.end for one in signed if one.end < periods.end(periods.shift(periods.of(found.as_of), -1))]
    if early and len(early) == len(signed) and not found.quarter:
        return replace(found, doubt="before_its_end", options=tuple(dict.fromkeys([found.as_of, *early])))
    return found


@lru_cache(maxsize=1024)
def mentions(text: str) -> tuple[Mention, ...]:
    """List the days and periods that a line names, in order, each with what it is the day of.

    Of a range only the last day is one ("từ 15/8/2025 đến 14/9/2025"). Deadlines and birthdays are none.
    """
    out: list[Mention] = []
    before, begins = 0, 0
    for form, end, start, stop in _found(text):
        between = text[before:start]
        if out and before and _CONNECTED.fullmatch(between):
            out[-1] = _range(out[-1], form, end)
        else:
            cut = [found.end() for found in _CLAUSES.finditer(text, 0, start)]
            begins = max([before, *cut])
            sense = _sense(text[begins:start], text[stop : stop + 16], form)
            out.append(Mention(end, form, sense, text, _quarter(form, end)))
        before = stop
    return tuple(mention for mention in out if mention.sense != "dropped")


def _range(first: Mention, form: Form, end: date) -> Mention:
    """Join two days that stand for what lies between them; a range of days is no day of a letter."""
    sense: Sense = "period" if first.sense in ("signed", "document") and first.form == form == "day" else first.sense
    whole: Form = "months" if sense == "period" and form == "day" else form
    return replace(first, end=max(end, first.end), form=whole, sense=sense, quarter=_quarter(form, end))


def _quarter(form: Form, end: date) -> str | None:
    return periods.of(end) if form == "quarter" else None


def _sense(context: str, after: str, form: Form) -> Sense:
    """Say what a day is the day of, by the last of the words before it that says so."""
    context = context[-120:]
    if _TO_NOW.match(after):
        return "dropped"  # "từ 01/7/2025 đến nay" says no last day
    if _COMPARED.fullmatch(context):
        return "other"
    if _COMPARING.search(context):
        return "period"
    places = [(found.end(), sense) for sense, pattern in _SENSES for found in pattern.finditer(context)]
    if form == "day" and _SIGNED.fullmatch(context.lstrip()) and not places:
        return "signed"
    if form == "day" and re.match(r"\s*của\b", after):
        return "document"
    if form == "month" and _OWN_REPORT.search(context):
        return "period"  # the report's own month, its day left to be written by hand
    if places:
        sense = max(places)[1]
        return "other" if form == "year" and sense == "figures" else sense
    if form in ("day", "turned") and " ".join(context.strip(" :,-–").lower().split()) not in _PLAIN:
        return "document"
    return "period"


def _found(text: str) -> Iterator[tuple[Form, date, int, int]]:
    """Yield (form, last day, start, stop) of what the text names, from left to right, no two of them overlapping."""
    taken: list[tuple[Form, date, int, int]] = []
    for form, pattern in _FORMS:
        for found in pattern.finditer(text[:2000]):
            start, stop = found.span()
            end = _last_day(form, found)
            if end and all(stop <= left or start >= right for _, _, left, right in taken):
                taken.append((form, end, start, stop))
    yield from sorted(taken, key=lambda one: one[2])


def _last_day(form: Form, found: re.Match[str]) -> date | None:
    """Return the last day of what a pattern found; None where there is no such day."""
    year = int(found["year"])
    year += 2000 if year < 100 else 0
    try:
        if form in ("day", "turned"):
            return date(year, int(found["month"]), int(found["day"]))
        if form == "quarter":
            number = re.findall(r"iv|i{1,3}|[1-4]", found["list"].lower())[-1]
            return periods.end(f"{year}-Q{_ROMAN.get(number) or int(number)}")
        if form == "month":
            return _month_end(year, int(re.findall(r"\d+", found["list"])[-1]))
        if form == "months":
            count = _COUNTED.get(found["count"].lower()) or int(found["count"])
            return date(year, 12, 31) if (found["end"] or "").lower() == "cuối" else _month_end(year, count)
        if form == "week":
            return date.fromisocalendar(year, int(found["week"]), 7)
    except ValueError:
        return None
    return date(year, 12, 31)


def _month_end(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError("no such month")
    return date(year, month, calendar.monthrange(year, month)[1])
