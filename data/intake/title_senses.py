"""Tables whose title says that they are not of what there is: a plan, a part, a lack, another year.

"Dự kiến thành lập", "giao chỉ tiêu", "tổ giải thể", "hộ chưa có điện thoại", "cùng kỳ năm 2024": a column "Số tổ" below
such a title is no count of the teams there are, and is asked about; so is whether a list below one is counted.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from data.catalogue.current import catalogue
from data.intake.columns import IGNORE, Column
from data.intake.headings import Guess
from data.intake.tables import AS_LISTED, LEAVE_LIST_OUT, Listing

_PLANNED: Final = re.compile(
    r"(?<!\w)(?:(?:giao|phân\s+bổ|phân\s+giao)\s+(?:các\s+)?chỉ\s+tiêu|chỉ\s+tiêu\s+(?:giao|phấn\s+đấu|được\s+giao)|"
    r"dự\s+kiến|dự\s+trù|dự\s+toán|phương\s+án|đề\s+xuất|đăng\s+ký|nhu\s+cầu|"
    r"(?:biểu|bảng)\s+(?:kế\s+hoạch|chỉ\s+tiêu|mục\s+tiêu)|"
    r"kế\s+hoạch\s+(?:thành\s+lập|kiện\s+toàn|phát\s+triển|mở|giao|tập\s+huấn|năm|quý))(?!\w)",
    re.IGNORECASE,
)
_DONE: Final = re.compile(
    r"(?<!\w)(?:kết\s+quả|thực\s+hiện|tình\s+hình|báo\s+cáo|hiện\s+trạng|tiến\s+độ|số\s+liệu|kèm\s+theo|căn\s+cứ|theo)(?!\w)",
    re.IGNORECASE,
)
_COUNTED: Final = r"(?:tổ|thôn|bản|xã|phường|hộ|người|thành\s+viên|đơn\s+vị|địa\s+phương)"
_APART: Final = re.compile(
    rf"(?<!\w){_COUNTED}(?:\s+(?!báo\b|theo\b)[^\W\d_]+){{0,6}}?\s+(?:giải\s+thể|tạm\s+(?:dừng|ngừng)|(?:chưa|không)(?!\s+(?:có\s+)?(?:số\s+liệu|phát\s+sinh))|thiếu|tiêu\s+biểu|xuất\s+sắc|"
    rf"được\s+khen|hoạt\s+động\s+(?:yếu|kém)|cần\s+(?:kiện\s+toàn|củng\s+cố|hỗ\s+trợ))(?!\w)",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"^\W*(?:so\s+sánh\s+)?(?:số\s+liệu\s+)?(?:cùng\s+kỳ|năm\s+trước|kỳ\s+trước)(?!\w)", re.IGNORECASE
)
_SHEET: Final = re.compile(
    r"\W*(?:\d+\W+)?(?:kế\s+hoạch|kh\s*\d{4}|giao\s+chỉ\s+tiêu|dự\s+kiến|cùng\s+kỳ|kỳ\s+trước|năm\s+trước)(?!\w)",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(
    r"\W*(?:\d+\W+)?(?:(?:danh\s+sách|ds|biểu|bảng|các|tổ|thôn|xã|cnscđ)\W+)*(?:(?:đã\s+)?giải\s+(?:thể|tán)|tạm\s+(?:dừng|ngừng|ngưng)|"
    r"(?:chưa|không)\s+(?:được\s+)?(?:thành\s+lập|kiện\s+toàn|có|hoạt\s+động)|dự\s+kiến|đề\s+xuất|kh\s+(?:kiện\s+toàn|thành\s+lập)|"
    r"(?:mới\s+thành\s+lập|thành\s+lập\s+mới))(?!\w)",
    re.IGNORECASE,
)
_ADDED: Final = re.compile(
    r"(?<!\w)(?:tổ|thành\s+viên)(?:\s+[^\W\d_]+){0,6}?\s+(?:mới\s+thành\s+lập|thành\s+lập\s+mới|tăng\s+thêm|bổ\s+sung|"
    r"trước\s+(?:khi\s+)?(?:kiện\s+toàn|sáp\s+nhập|sắp\s+xếp|hợp\s+nhất))(?!\w)",
    re.IGNORECASE,
)
_LACK: Final = re.compile(r"(?<!\w)(?:chưa|không|thiếu)(?!\w)", re.IGNORECASE)
_NEAREST: Final = 4


def of_titles(titles: Iterable[str], *, sheet: str = "") -> str | None:
    """Return the title of a table, or its sheet's name, that says that it is not of what there is; else None."""
    near = list(titles)[-_NEAREST:]
    said = (title for title in reversed(near) if _says(title))
    named = bool(_SHEET.match(sheet)) or bool(_ALONE.match(sheet) and not _DONE.search(sheet))
    return next(said, sheet if named else None)


def _says(title: str) -> bool:
    if _APART.search(title) or _BEFORE.search(title) or _ALONE.match(title) or _ADDED.search(title):
        return True
    return bool(_PLANNED.search(title)) and not _DONE.search(title)


def listing(said: str | None, answers: Mapping[str, object]) -> Listing | None:
    """Return the doubt about a list of teams or people below such a title, with what was decided of it."""
    if said is None:
        return None
    found = Listing(said)
    answer = answers.get(found.question)
    if answer in (AS_LISTED, LEAVE_LIST_OUT):
        return replace(found, answer=answer)
    return found


def ask(columns: Iterable[Column], said: str | None, answers: Mapping[str, object]) -> tuple[Column, ...]:
    """Ask about each count of a table below such a title. What was answered stays.

    A title that names a lack is borne out by a column of the table that counts it: the other columns are what they say.
    """
    columns = tuple(columns)
    if said is None or (_LACK.search(said) and not _PLANNED.search(said) and any(map(_counts_lack, columns))):
        return columns
    return tuple(_asked(column, answers) for column in columns)


def _counts_lack(column: Column) -> bool:
    return column.role == "indicator" and bool(_LACK.search(column.heading))


def _asked(column: Column, answers: Mapping[str, object]) -> Column:
    if column.role != "indicator" or column.indicator is None or _LACK.search(column.heading):
        return column
    guesses = (Guess(column.indicator, 0.5, loose=True),)
    column = replace(column, titled=True)
    answer = answers.get(column.question)
    if answer == IGNORE:
        return replace(column, role="ignored", indicator=None)
    if answer in catalogue().readable:
        return replace(column, indicator=str(answer))
    return replace(column, role="unknown", indicator=None, guesses=guesses)
