"""Periods are calendar quarters written "2026-Q3"; a figure holds at the quarter's last day."""

import re
from datetime import date, timedelta

from data.storage.errors import Refused

_FORM = re.compile(r"(\d{4})-Q([1-4])")
_ROMAN = ("I", "II", "III", "IV")


def parse(period: str) -> tuple[int, int]:
    """Split "2026-Q3" into (2026, 3); raise Refused for any other form."""
    found = _FORM.fullmatch(period)
    if not found:
        raise Refused("periods.bad", text=period)
    return int(found[1]), int(found[2])


def of(day: date) -> str:
    """Return the quarter that contains `day`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def end(period: str) -> date:
    """Return the last day of the quarter."""
    year, quarter = parse(period)
    first_after = date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
    return first_after - timedelta(days=1)


def ended_by(day: date) -> str:
    """Return the latest quarter that has ended on or before `day`: 4 April 2022 → "2022-Q1"."""
    return of(day) if end(of(day)) == day else shift(of(day), -1)


def shift(period: str, quarters: int) -> str:
    """Return the period `quarters` later (earlier when negative)."""
    year, quarter = parse(period)
    count = year * 4 + quarter - 1 + quarters
    return f"{count // 4}-Q{count % 4 + 1}"


def span(first: str, last: str) -> list[str]:
    """List every period from `first` to `last`, both included."""
    periods = [first]
    while periods[-1] < last:
        periods.append(shift(periods[-1], 1))
    return periods


def label(period: str, lang: str = "vi") -> str:
    """Name the period for people: "Quý III/2026" / "Q3 2026"."""
    year, quarter = parse(period)
    return f"Quý {_ROMAN[quarter - 1]}/{year}" if lang == "vi" else f"Q{quarter} {year}"


def short(period: str, lang: str = "vi") -> str:
    """Write the period as on an axis: "III/2026" / "Q3/2026"."""
    year, quarter = parse(period)
    return f"{_ROMAN[quarter - 1]}/{year}" if lang == "vi" else f"Q{quarter}/{year}"
