"""Rows that are about no unit of their own: sums, of a page or carried over too, comparisons, averages, and parts."""

import re
from typing import Final, Literal

from data.intake.labels import is_total

Sense = Literal["sum", "page", "carried", "comparison", "part"]

_PART: Final = r"(?:[IVXLC]{1,5}|[A-ZĐ]|\d{1,2})"
_PARTS: Final = re.compile(
    rf"(?:tổng\s+)?(?:cộng|tổng(?:\s+số)?)\s*(?:mục|phần|khối|nhóm|bảng|biểu)?\s*[:.]?\s*"
    rf"\(?\s*{_PART}(?:\s*[+,&–-]\s*{_PART})*\s*\)?",
    re.IGNORECASE,
)
_PAGE: Final = re.compile(r"(?:tổng\s+)?(?:cộng|tổng)\s+(?:của\s+)?trang(?:\s+(?:này|số|\d+))*.?", re.IGNORECASE)
_CARRIED: Final = re.compile(
    r"(?:tổng\s+|số\s+)?(?:cộng\s+)?(?:mang\s+sang|chuyển\s+(?:sang\s+)?trang|trang\s+trước(?:\s+chuyển)?|"
    r"cộng\s+dồn|cộng\s+chuyển).*",
    re.IGNORECASE,
)
_COMPARISON: Final = re.compile(
    r"(?:số\s+liệu\s+)?(?:(?:tổng\s+)?(?:cùng\s+)?kỳ\s+(?:trước|này|năm\s+trước)|cùng\s+kỳ|(?:năm|quý|tháng|tuần)\s+trước|"
    r"so\s+(?:với|sánh)|tăng|giảm|chênh\s+lệch|tỷ\s+(?:lệ|trọng)|tỉ\s+(?:lệ|trọng)|đạt\s+tỷ|%(?!\w)|bình\s+quân|trung\s+bình|"
    r"tb(?:\s|$)|kế\s+hoạch|chỉ\s+tiêu|mục\s+tiêu|dự\s+kiến|ước(?:\s|$)|lũy\s+kế|luỹ\s+kế|thực\s+hiện\s+(?:kỳ|năm|quý|tháng))"
    r".*",
    re.IGNORECASE,
)
_PART_OF: Final = re.compile(
    r"(?:trong\s+đó|tr\.?\s*đó|chia\s+ra)(?!\w)(?!.*(?<!\w)(?:xã|phường|thị\s+trấn|đặc\s+khu|huyện|thôn|bản|tổ)(?!\w)).*",
    re.IGNORECASE,
)


def sense_of(label: str) -> Sense | None:
    """Return what a row's text makes of the row: a sum (of parts, of a page, carried over), a comparison, a part of the
    row above ("Trong đó: nữ"); else None.

    The register may know a unit of the same name (Xã Trung Bình, Xã Cộng Hòa): whoever asks looks there first.
    """
    text = " ".join(label.split()).strip(" :-–*")
    if _COMPARISON.fullmatch(text):
        return "comparison"
    if _PART_OF.fullmatch(text):
        return "part"
    if _PAGE.fullmatch(text):
        return "page"
    if _CARRIED.fullmatch(text):
        return "carried"
    return "sum" if is_total(text) or _PARTS.fullmatch(text) else None
