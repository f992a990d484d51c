"""Tables whose title says that they are not of what there is: a plan, a part, a lack, another year.

"Dự kiến thành lập", "giao chỉ tiêu", "tổ giải thể", "hộ chưa có điện thoại", "cùng kỳ năm 2024": a column "Số tổ" below
such a title is no count of the teams there are, and is asked about.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from data.catalogue.current import catalogue
from data.intake.columns import IGNORE, Column
from data.intake.headings import Guess

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
_LACK: Final = re.compile(r"(?<!\w)(?:chưa|không|thiếu)(?!\w)", re.IGNORECASE)
_NEAREST: Final = 4


def ask(
    columns: Iterable[Column], titles: Iterable[str], answers: Mapping[str, object], *, sheet: str = ""
) -> tuple[Column, ...]:
    """Ask about each count of a table whose own title, or whose sheet's name, says that it is not of what there is.

    What was answered stays.
    """
    near = list(titles)[-_NEAREST:]
    planned = any(_PLANNED.search(title) and not _DONE.search(title) for title in near)
    apart = planned or bool(_SHEET.match(sheet)) or any(_APART.search(title) or _BEFORE.search(title) for title in near)
    return tuple(_asked(column, answers) if apart else column for column in columns)


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
