"""Tables whose figures are given in tens, hundreds or thousands: "Đơn vị tính: nghìn hộ" above them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from data.intake import ratings
from data.intake.columns import Column, letters
from data.units.names import fold

_FACTORS: Final[Mapping[str, int]] = {
    "chục": 10, "10": 10, "trăm": 100, "100": 100, "nghìn": 1_000, "ngàn": 1_000, "1.000": 1_000, "1,000": 1_000,
    "1000": 1_000, "vạn": 10_000, "10.000": 10_000, "triệu": 1_000_000, "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip
_FACTOR: Final = "|".join(sorted(map(re.escape, _FACTORS), key=len, reverse=True))
_NAMED: Final = re.compile(
    rf"(?:đơn\s*vị(?:\s*tính)?|đvt|đv\s*tính|dvt|tính\s+theo|tính\s+bằng)\s*[:\-–.]*\s*\(?\s*(?P<factor>{_FACTOR})(?!\w)"
    r"\s*(?P<unit>[^\W\d]+(?:\s+[^\W\d]+)?)?",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(rf"\(?\s*(?P<factor>{_FACTOR})\s+(?P<unit>[^\W\d]+(?:\s+[^\W\d]+)?)\s*\)?", re.IGNORECASE)
_IN_HEADING: Final = re.compile(
    rf"\(\s*(?:(?:đvt|đơn\s*vị(?:\s*tính)?)\s*:?\s*)?(?P<factor>{_FACTOR})(?!\w)\s*(?:[^\W\d]+\s*){{0,3}}\)",
    re.IGNORECASE,
)
_MONEY: Final = frozenset({"đồng", "vnđ", "vnd", "đ"})
_OF_UNIT: Final[Mapping[str, tuple[str, ...]]] = {
    "hộ": ("households", "zalo_households"),
    "người": ("people", "members"),
    "lượt": ("people",),
    "tổ": ("teams",),
    "thôn": ("villages",),
    "tài khoản": ("vneid", "epayment", "ecommerce_accounts"),
    "sản phẩm": ("ecommerce_products",),
    "giao dịch": ("ecommerce_transactions",),
}
"""How the codes begin of the indicators that are counted in a unit."""


@dataclass(frozen=True)
class Scale:
    """What a text above a table says of its figures: `columns` are given in `factor`; `answer` is what was decided.

    The answer is what to multiply by (1: the figures stand as they are), None where nobody has decided.
    """

    text: str
    factor: int
    columns: tuple[int, ...]
    sheet: str
    row: int
    answer: int | None = None

    @property
    def question(self) -> str:
        """Return the id of the question; its answer holds for this text alone."""
        return f"scale:{self.sheet}:{fold(self.text)}"

    @property
    def letters(self) -> str:
        """Return the letters of the columns, as a sheet shows them."""
        return ", ".join(map(letters, self.columns))


def of_table(
    above: Iterable[tuple[int, str]],
    below: Iterable[tuple[int, str]],
    columns: tuple[Column, ...],
    *,
    sheet: str,
    row: int,
    answers: Mapping[str, object],
) -> tuple[Scale, ...]:
    """Return the scales that the texts above and below a table and its headings (in `row`) give, with their columns.

    A scale of money concerns no count. One of a unit ("nghìn hộ") concerns the columns that count this unit.
    """
    counted = [
        column
        for column in columns
        if column.role in ("indicator", "sheet_code") and not ratings.is_rating(column.indicator)
    ]
    above = [*above, *((at, text) for at, text in below if _NAMED.search(text))]
    found = [(at, text, _NAMED.search(text) or _ALONE.fullmatch(text.strip())) for at, text in above]
    out = [
        Scale(text, _FACTORS[named["factor"].lower()], tuple(places), sheet, at + 1)
        for at, text, named in found
        if named and (places := [column.at for column in counted if _is_of(column, named["unit"] or "")])
    ]
    taken = {at for scale in out for at in scale.columns}
    for column in counted:
        named = _IN_HEADING.search(column.heading)
        if named and column.at not in taken:
            out.append(Scale(column.heading, _FACTORS[named["factor"].lower()], (column.at,), sheet, row + 1))
    return tuple(replace(scale, answer=_decided(scale, answers)) for scale in out)


def _is_of(column: Column, unit: str) -> bool:
    """Say whether a column counts the unit that a scale names; one without a unit is of every column."""
    words = " ".join(unit.lower().split())
    if words.split(" ")[0] in _MONEY or words.startswith("triệu"):
        return False
    starts = next((codes for word, codes in _OF_UNIT.items() if words.startswith(word)), None)
    return starts is None or (column.indicator or "").startswith(starts)


def _decided(scale: Scale, answers: Mapping[str, object]) -> int | None:
    answer = answers.get(scale.question)
    return int(answer) if isinstance(answer, str) and answer in ("1", str(scale.factor)) else None
