"""Columns and tables of personal data that a report has no need of: named, never read, sampled or stored.

What members of teams are known by (name, birth year, telephone, post) is read from their registers alone, and kept
apart (docs/teams.md). Identity cards, accounts, insurance numbers and all that concerns citizens are not read at all.
"""

import re
from dataclasses import replace
from typing import Final

from data.intake.columns import Column, Role, by_role
from data.intake.layout import Block, cell
from data.spreadsheets.cells import Cell, is_number

_SAMPLE_ROWS: Final = 400
_NUMBERS: Final = re.compile(
    r"(?<!\w)(?:cccd|cmnd|cmtnd|căn\s*cước|chứng\s+minh|định\s+danh\s+cá\s+nhân|số\s+định\s+danh|mã\s+định\s+danh|hộ\s+chiếu|bhyt|"
    r"bhxh|bảo\s+hiểm|stk|số\s+(?:tk|tài\s+khoản)|tài\s+khoản\s+ngân\s+hàng|mã\s+số\s+thuế|biển\s+số)(?!\w)",
    re.IGNORECASE,
)
_OF_PEOPLE: Final = re.compile(
    r"(?<!\w)(?:sđt|điện\s+thoại|số\s+đt|di\s+động|liên\s+hệ|email|e-mail|ngày\s+(?:tháng\s+năm\s+)?sinh|năm\s+sinh|"
    r"họ\s+(?:và\s+)?tên|họ\s+tên|địa\s+chỉ|chỗ\s+ở|nơi\s+ở|tổ\s+(?:trưởng|phó)|trưởng\s+(?:thôn|bản|ấp|xóm|khu|buôn|khóm)|"
    r"(?:người|cán\s+bộ)\s+(?:phụ\s+trách|đứng\s+đầu|đầu\s+mối|lập|liên\s+hệ))(?!\w)",
    re.IGNORECASE,
)
_CITIZEN: Final = re.compile(
    r"(?<!\w)(?:tên\s+(?:của\s+)?(?:công\s+dân|người\s+dân|khách|người\s+được|người\s+yêu\s+cầu|người\s+nộp)|công\s+dân|chủ\s+hộ|"
    r"(?:họ\s+(?:và\s+)?tên|người)\s+(?:chủ\s+hộ|công\s+dân|người\s+dân|được\s+hỗ\s+trợ|được\s+hướng\s+dẫn|yêu\s+cầu|nộp\s+hồ\s+sơ))"
    r"(?!\w)",
    re.IGNORECASE,
)
_REQUEST: Final = re.compile(
    r"yêu\s+cầu|nội\s+dung\s+(?:hỗ\s+trợ|hướng\s+dẫn|đề\s+nghị)|thủ\s+tục|mã\s+hồ\s+sơ|số\s+hồ\s+sơ|tên\s+hồ\s+sơ",
    re.IGNORECASE,
)
_OF_CITIZENS: Final = re.compile(r"người\s+dân|công\s+dân|hộ\s+dân|hộ\s+nghèo|hộ\s+gia\s+đình|chủ\s+hộ", re.IGNORECASE)
_OF_TEAM: Final = re.compile(r"(?:^|\W)(?:tổ|đội|thành\s+viên|cnscđ|cán\s+bộ)(?!\w)", re.IGNORECASE)
_LONG_NUMBER: Final = re.compile(r"[\s'\"]*(?:\+?84|0)?[\d.\-\s]{8,20}[\s'\"]*|[A-Z]{2}\s?\d[\d\s]{8,14}")
_ROLES: Final = frozenset(
    {"indicator", "sheet_code", "unknown", "uncounted", "detail", "note", "code", "birth", "telephone", "person"}
)
_REGISTER: Final = frozenset({"birth", "telephone", "person"})
_OF_REGISTERS: Final = frozenset({"zalo_households", "members_trained"})
"""Counts that a register of members may say of the team of each: the others are of a unit."""
_UNITS: Final[tuple[Role, ...]] = ("village", "commune", "unit", "district", "province")


def mark(block: Block, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Give columns of personal data the role "personal", without samples and guesses of what they may count.

    Long numbers, all different, are nobody's count, whatever stands above them; the words for cards, accounts and
    people make a column personal where its cells are texts, dates or long numbers. A register of members keeps the
    columns that it is read for.
    """
    if names_leaders(block, columns):
        columns = tuple(
            replace(column, role="personal", samples=(), guesses=()) if column.role == "person" else column
            for column in columns
        )
    register = any(column.role == "person" for column in columns) and not is_of_citizens(block, columns)
    return tuple(_marked(block, column, register=register) for column in columns)


def names_leaders(block: Block, columns: tuple[Column, ...]) -> bool:
    """Say whether the people of a table lead the units that its rows count: none of them is a member that it lists.

    A row that counts teams is nobody's; nor is one that counts anything else of a unit (its households, its members)
    where each unit has one row.
    """
    named = by_role(columns, "person")
    counted = {str(column.indicator) for column in columns if column.role == "indicator"} - _OF_REGISTERS
    if named is None or not counted:
        return False
    if any(name.startswith("teams") for name in counted):
        return True
    places = [at for role in _UNITS if (at := by_role(columns, role)) is not None]
    rows = [row for row in _whole_rows(block) if _is_text(cell(block.sheet, row, named))]
    units = [tuple(str(cell(block.sheet, row, at) or "").strip() for at in places) for row in rows]
    return bool(places) and all(map(any, units)) and len(set(units)) == len(units) > 0


def _is_text(value: Cell) -> bool:
    return isinstance(value, str) and any(map(str.isalpha, value))


def _marked(block: Block, column: Column, *, register: bool) -> Column:
    if column.role not in _ROLES or (register and column.role in _REGISTER):
        return column
    cells = _cells(block, column.at)
    texts = sum(isinstance(value, str) and not is_number(value) for value in cells)  # "1.922" is a count
    long = sum(is_long_number(value) for value in cells)
    words = (_NUMBERS, _CITIZEN) if column.role == "indicator" else (_NUMBERS, _OF_PEOPLE, _CITIZEN)
    named = any(pattern.search(column.heading) for pattern in words)  # "Hộ có điện thoại thông minh" counts households
    if 2 * long > len(cells) or (named and cells and 2 * (texts + long) > len(cells)):
        return replace(column, role="personal", indicator=None, samples=(), guesses=())
    return column


def is_of_citizens(block: Block, columns: tuple[Column, ...]) -> bool:
    """Say whether the rows of a table are citizens: a column names them, or people beside what they asked for, or the
    title right above it does."""
    if any(column.role == "person" for column in columns) and not names_leaders(block, columns):
        nearest = " ".join(text for _, text in block.above[-2:])
        asked = any(_REQUEST.search(column.heading) for column in columns)
        if asked or (_OF_CITIZENS.search(nearest) and not _OF_TEAM.search(nearest)):
            return True
    for column in columns:
        cells = _cells(block, column.at) if _CITIZEN.search(column.heading) else []
        if 2 * sum(map(_is_text, cells)) > len(cells):
            return True
    return False


def _cells(block: Block, at: int) -> list[Cell]:
    """Return what stands in a column of the first rows; a row with few cells is no data: a remark, a signature."""
    return [value for row in _whole_rows(block) if (value := cell(block.sheet, row, at)) not in (None, "")]


def _whole_rows(block: Block) -> list[int]:
    rows = range(block.start, min(block.end, block.start + _SAMPLE_ROWS))
    filled = {row: sum(value not in (None, "") for value in block.sheet.rows[row]) for row in rows}
    most = max(filled.values(), default=0)
    return [row for row in rows if 2 * filled[row] >= most]


def is_long_number(value: Cell) -> bool:
    """Say whether a cell holds a number of an identity card, a telephone, an account: nine digits or more."""
    if isinstance(value, bool) or value is None:
        return False
    text = str(value)
    return bool(_LONG_NUMBER.fullmatch(text)) and 9 <= sum(map(str.isdigit, text)) <= 16
