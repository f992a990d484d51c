"""What the texts that name rows are made of: list marks, totals, names of teams, a district behind a name."""

import re
from typing import Final

from data.units.names import fold

_TOTAL: Final = re.compile(
    r"(?:tổng cộng|tổng số|tổng|cộng|cộng dồn|toàn tỉnh|toàn huyện|toàn thành phố|toàn xã|toàn phường|toàn quốc|"
    r"cả nước|total|bình quân|trung bình)(?P<rest>.*)"
)
_TOTAL_WORDS: Final = frozenset(
    {
        "toàn",
        "tỉnh",
        "huyện",
        "thành",
        "phố",
        "thị",
        "xã",
        "quận",
        "phường",
        "trấn",
        "các",
        "đơn",
        "vị",
        "cấp",
        "cộng",
        "số",
        "chung",
        "khu",
        "vực",
        "khối",
        "thôn",
        "bản",
        "tổ",
        "dân",
        "hộ",
        "địa",
        "bàn",
        "trên",
        "của",
        "và",
        "tổng",
    }
)
_PLACE_AFTER_TOTAL: Final = re.compile(r"(?:huyện|quận|thị xã|thành phố|tp|tx|xã|phường|thị trấn|tỉnh)\b\s*(.*)")
_SUM_OF: Final = re.compile(r"\s*(?:tổng cộng|tổng số|tổng|cộng)\s*:?\s+(?=\S)", re.IGNORECASE)
ROMAN: Final = re.compile(r"[IVXLC]+\.?|[A-ZĐ]\.?|[ivx]+\.?|[IVX]+[.\-]\d+")
NUMBERED: Final = re.compile(r"\d+(?:[.\-]\d+)*\.?")
LIST_MARK: Final = re.compile(
    r"\s*(?:(?P<roman>[IVXLC]+|[A-ZĐ])[.)/]\s+|(?P<number>\d{1,3})\s*[.)/:–-]\s*(?=[^\W\d])|[-+*•]\s+)(?=\S)"
)
OFFICE: Final = re.compile(
    r"(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s+(?=\S)"
    r"|(?:bcđ|ban chỉ đạo|công an|đảng ủy|đảng uỷ|hđnd|mttq|đoàn)(?:\s+(?:cđs|chuyển đổi số|thanh niên))?\s+"
    r"(?=(?:xã|phường|thị trấn|đặc khu)\s)",
    re.IGNORECASE,
)
KIND_LETTERS: Final = frozenset("PFXQHT")  # "P. Tân Lập" is a kind and a name, "H. Huyện Cát Hải" a mark and a name
WITH_DISTRICT: Final = re.compile(
    r"(?P<name>.+?)\s*(?:,|\s[-–]|\()\s*(?P<district>(?:huyện|h\.|quận|q\.|thị xã|tx\.?|thành phố|tp\.?)\s*[^)]+)\)?",
    re.IGNORECASE,
)
IN_BRACKETS: Final = re.compile(r"(?P<name>.+?)\s*\((?P<district>[^()]+)\)")
_TEAM: Final = re.compile(
    r"(?:danh sách\s+)?(?:các\s+)?(?:tổ|đội)?\s*"
    r"(?:công nghệ(?: số)? cộng đồng|cnscđ|cnscd|cns cộng đồng|công nghệ số|cns)"
    r"(?:\s+(?:ở|tại|của|cấp(?= xã| thôn)))?[\s:\-–]*",
    re.IGNORECASE,
)


def depth_of(mark: str) -> int | None:
    """Return how deep a row stands by its mark: "I" or "A" above "1", that above "1.1", that above "a)" or "-"."""
    mark = mark.strip(" ()")
    if re.fullmatch(r"(?:[IVXLC]+|[A-ZĐ])[.)]?", mark):
        return 1
    if re.fullmatch(r"(?:\d+|[IVX]+[.\-]\d+)[.)]?", mark):
        return 2
    if found := re.fullmatch(r"\d+((?:[.\-]\d+)+)[.)]?", mark):
        return 2 + len(re.findall(r"\d+", found[1]))
    return 9 if re.fullmatch(r"[a-zđ][.)]?|[-+*•]", mark) else None


def next_letter(letter: str) -> str:
    """Return the letter of the next item of a list, "" after none."""
    return chr(ord(letter) + 1) if len(letter) == 1 and letter.isalpha() else ""


def team_place(text: str) -> str:
    """Return the place in the name of a team: "Tổ CNSCĐ thôn Khu Chợ" → "Thôn Khu Chợ"; other texts stay."""
    found = _TEAM.match(text)
    rest = text[found.end() :].strip() if found else ""
    return rest[:1].upper() + rest[1:] or text


def place_of_total(label: str) -> str:
    """Return what stands behind "cộng" or "tổng" ("Cộng Ngân Sơn" → "Ngân Sơn"), "" where nothing does."""
    found = _SUM_OF.match(label)
    return label[found.end() :].strip(" ()") if found else ""


def is_total(label: str) -> bool:
    """Say whether a text names a total ("Tổng cộng", "Cộng huyện Pác Nặm"), not a unit ("Cộng Hòa", "Tổng Cọt")."""
    found = _TOTAL.fullmatch(fold(label))
    if not found:
        return False
    rest = re.sub(r"\d+", " ", found["rest"]).strip()
    if not rest:
        return True
    return set(rest.split()) <= _TOTAL_WORDS or bool(_PLACE_AFTER_TOTAL.match(rest))
