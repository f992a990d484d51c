"""Counts as Vietnamese offices write them: "1.676", "1 676", "hơn 14.640", "12 tổ", "25,9%", "-".

What a cell can be (`Read.kind`):
- "count": a whole number, negative ones too (the checks speak of those); a qualifier is kept beside it.
- "blank": an empty cell: missing.
- "mark": "-", "…", "x", "không", "chưa có số liệu" and the like: missing, never 0. The statistics office
  writes "-" for "none" and offices write it for "not known": the file does not say which, so neither do we.
- "no_score", "no_state": what is no score of its scale, and no word of a state (data.intake.ratings).
- "share": a percentage where a count belongs; "fraction": a number that is not whole ("1.6", or 1.676 where
  a spreadsheet took the thousands dot for a decimal point); "error": "#REF!" and its like; "text": no number.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Cell = str | int | float | bool | None
Kind = Literal["count", "blank", "mark", "share", "fraction", "error", "text", "no_score", "no_state"]

MARKS: Final = frozenset(
    {
        "-",
        "--",
        "---",
        "–",
        "—",
        "−",
        "_",
        ".",
        "..",
        "...",
        "…",
        "/",
        "//",
        "\\",
        "x",
        "xx",
        "o",
        "?",
        "*",
        "không",
        "ko",
        "k",
        "không có",
        "chưa",
        "chưa có",
        "không có số liệu",
        "chưa có số liệu",
        "chưa báo cáo",
        "chưa thống kê",
        "không thống kê",
        "không báo cáo",
        "chưa tổng hợp",
        "không xác định",
        "chưa xác định",
        "chưa đánh giá",
        "chưa chấm điểm",
        "chưa xếp loại",
        "kxđ",
        "kcsl",
        "na",
        "n/a",
        "n.a",
        "null",
        "none",
        "nil",
        "nan",
        "trống",
    }
)
UNCLEAR_MARKS: Final = frozenset({"x", "xx", "o", "không", "ko", "k", "không có"})
_QUALIFIERS: Final = (
    "hơn",
    "gần",
    "khoảng",
    "trên",
    "dưới",
    "ước",
    "ước tính",
    "ước đạt",
    "xấp xỉ",
    "tối thiểu",
    "ít nhất",
    "không dưới",
    "đạt",
    "có",
    "~",
    "≈",
    ">",
    "<",
    ">=",
    "<=",
    "≥",
    "≤",
    "±",
)
_NO_QUALIFIER: Final = frozenset({"đạt", "có"})
_UNITS: Final = (
    "tổ",
    "hộ",
    "hộ gia đình",
    "người",
    "thôn",
    "xóm",
    "bản",
    "thành viên",
    "tv",
    "tài khoản",
    "tk",
    "lượt",
    "lượt người",
    "cửa hàng",
    "sản phẩm",
    "giao dịch",
    "đơn",
    "đơn hàng",
    "tổ dân phố",
    "tdp",
    "gian hàng",
)
NUMBER_FORMAT: Final = "format:"
"""How the fault of a number begins that its format shows as another one: "format:<code>|<stored value>"."""
UNIT_WORDS: Final = frozenset(_UNITS)
"""What offices write behind a number without changing it."""


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_QUALIFIED: Final = re.compile(rf"({_any_of(_QUALIFIERS)})\s*(?=[\d(−-])", re.IGNORECASE)
_UNIT_AFTER: Final = re.compile(rf"(?<=\d)\s*\(?({_any_of(_UNITS)})\)?\.?$", re.IGNORECASE)
ROUNDED: Final = "≈"
"""The qualifier of a score that was stored with more decimals than two."""
_SCORE: Final = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?")
_SCORE_UNIT: Final = re.compile(r"\s*(?:điểm|đ\.?)?\s*$", re.IGNORECASE)
_HUNDREDTHS: Final = 100
_SHARE: Final = re.compile(r"[-−]?[\d., ]*\d\s*%")
_SHARE_BESIDE: Final = re.compile(
    r"(?<=[\w)])\s*[(\[]\s*(?:đạt\s+|chiếm\s+|tỷ\s+lệ\s+)?[\d.,]+\s*%\s*[)\]]$", re.IGNORECASE
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:([., ’'])\d{3})(?:\1\d{3})*")
_WITH_DECIMALS: Final = re.compile(r"(\d{1,3}(?:[. ]\d{3})*|\d+),(\d+)|(\d{1,3}(?:[, ]\d{3})*|\d+)\.(\d+)")
_SPREADSHEET_ERROR: Final = re.compile(r"#(?:REF|DIV/0|VALUE|NAME|NUM|NULL|N/A|SPILL|CALC)[!?]?", re.IGNORECASE)
_TINY: Final = 1e-6
_LARGEST: Final = 10**12


@dataclass(frozen=True)
class Read:
    """What a cell says: `count` only where `kind` is "count"; `qualifier` as typed ("hơn"), else ""."""

    kind: Kind
    count: int | None = None
    qualifier: str = ""


BLANK: Final = Read("blank")


def read(cell: Cell) -> Read:
    """Read a cell of a count column; never raises and never turns what is missing into 0."""
    if cell is None or cell == "":
        return BLANK
    if isinstance(cell, bool):
        return Read("text")
    if isinstance(cell, int):
        return _counted(cell)
    if isinstance(cell, float):
        return _from_float(cell)
    return _from_text(" ".join(cell.split()).strip("'\"").strip())


def _from_float(value: float) -> Read:
    """Read a spreadsheet's number; the last bits of floating point are not a fraction."""
    if value != value or abs(value) > _LARGEST:
        return Read("text")
    whole = round(value)
    return _counted(whole) if abs(value - whole) < _TINY else Read("fraction")


@lru_cache(maxsize=16384)
def _counted(count: int) -> Read:
    """Return one shared object for a count: a register of the country has a million of them."""
    return Read("count", count)


def _from_text(text: str) -> Read:
    if not text:
        return BLANK
    if text.isascii() and text.isdigit() and len(text) < 12:
        return _counted(int(text))
    low = text.lower()
    if low in MARKS:
        return Read("mark")
    if _SPREADSHEET_ERROR.fullmatch(text):
        return Read("error")
    qualifier, low = _qualified(_SHARE_BESIDE.sub("", text))  # "1.340 (80,4%)" is a count with its share beside it
    if _SHARE.fullmatch(low):
        return Read("share")
    return _digits(_UNIT_AFTER.sub("", low).strip(), qualifier)


def _qualified(text: str) -> tuple[str, str]:
    """Return the qualifier as typed ("" where it says nothing) and what stands behind it, in small letters."""
    low = text.lower()
    found = _QUALIFIED.match(low)
    if not found:
        return "", low
    return "" if found[1] in _NO_QUALIFIER else text[: found.end(1)], low[found.end() :]


def score(cell: Cell, *, most: int) -> Read:
    """Read a cell of a score from 0 to `most` with up to two decimals: "67,35" and 67.35 are a count of 6,735.

    A spreadsheet's number with more decimals is rounded, and its qualifier says so. What lies outside the scale, is
    negative or has a mark of thousands is "no_score".
    """
    if isinstance(cell, bool):
        return Read("no_score")
    if isinstance(cell, int | float):
        return _scored(cell * _HUNDREDTHS, most) if abs(cell) <= _LARGEST else Read("no_score")
    plain = read(cell)
    if cell is None or plain.kind in ("blank", "mark", "error", "share"):
        return plain
    qualifier, text = _qualified(" ".join(cell.split()).strip("'\"").strip())
    found = _SCORE.fullmatch(_SCORE_UNIT.sub("", text))
    if not found:
        return Read("no_score")
    return _scored(int(found[1]) * _HUNDREDTHS + int((found[2] or "0").ljust(2, "0")), most, qualifier)


def _scored(hundredths: float, most: int, qualifier: str = "") -> Read:
    whole = round(hundredths)
    if not 0 <= whole <= most * _HUNDREDTHS:
        return Read("no_score")
    return Read("count", whole, qualifier or ("" if abs(hundredths - whole) < _HUNDREDTHS * _TINY else ROUNDED))


def _digits(text: str, qualifier: str) -> Read:
    """Read digits with or without marks of thousands: a dot, comma or blank before each three digits."""
    negative = text[:1] in "-−" or (text.startswith("(") and text.endswith(")"))
    body = text.strip("()").lstrip("+-−").strip()
    if not body.isascii() or not body[:1].isdigit():
        return Read("text")
    if body.isdigit() or (_GROUPED.fullmatch(body) and not body.startswith("0")):
        count = int(re.sub(r"\D", "", body)) if len(body) < 20 else _LARGEST + 1
        return Read("count", -count if negative else count, qualifier) if count <= _LARGEST else Read("text")
    decimals = _WITH_DECIMALS.fullmatch(body)
    if not decimals:
        return Read("text")
    whole, part = (decimals[1], decimals[2]) if decimals[1] else (decimals[3], decimals[4])
    if part.strip("0"):
        return Read("fraction")
    count = int(re.sub(r"\D", "", whole))
    return Read("count", -count if negative else count, qualifier)


def scaled(cell: Cell, factor: int) -> Read:
    """Read a cell of numbers given in tens, thousands and the like: 2.3 or "2,3" times 1,000 is a count of 2,300.

    "1.676" is left undecided: it may be 1,676 thousands or 1.676 of them.
    """
    if isinstance(cell, str):
        found = re.fullmatch(r"(\d+)(?:[.,](\d{1,2}|\d{4,}))?", cell.strip())
        if not found:
            plain = read(cell)
            return plain if plain.kind != "count" else Read("fraction")
        cell = float(f"{found[1]}.{found[2] or 0}")
    if cell is None or isinstance(cell, bool):
        return read(cell)
    return read(round(cell * factor, 6))


def is_number(cell: Cell) -> bool:
    """Say whether a cell holds a number of any sort: a count, a share, or one that is not whole."""
    if isinstance(cell, bool):
        return False
    return isinstance(cell, int | float) or read(cell).kind in ("count", "share", "fraction")
