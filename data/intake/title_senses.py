"""Tables whose title says that they are not of what there is: a plan, a part, a lack, another year.

"Dự kiến thành lập", "giao chỉ tiêu", "tổ giải thể", "hộ chưa có điện thoại", "cùng kỳ năm 2024": a column "Số tổ" below
such a title is no count of the teams there are, and is asked about; so is whether a list below one is counted.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from data.catalogue.current import catalogue
from data.intake import heading_times
from data.intake.columns import IGNORE, Column
from data.intake.heading_times import Moment
from data.intake.headings import Guess
from data.intake.levels_in_rows import RowLevel, indicator_of
from data.intake.tables import AS_LISTED, LEAVE_LIST_OUT, Listing
from data.units.names import fold

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
    rf"(?:được|đề\s+nghị|đề\s+xuất)\s+khen|vắng|thôi|miễn\s+nhiệm|thay\s+thế|hoạt\s+động\s+(?:yếu|kém)|cần\s+(?:kiện\s+toàn|củng\s+cố|hỗ\s+trợ))(?!\w)",
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
_NARROWED: Final = re.compile(
    r"(?<!\w)(?:hộ\s+(?:[^\W\d_]+\s+){0,2}?(?:nghèo|dân\s+tộc|chính\s+sách|người\s+có\s+công|bảo\s+trợ|khuyết\s+tật|kinh\s+doanh|nông\s+dân|vay\s+vốn)|"
    r"cận\s+nghèo|(?<!vùng\s)đồng\s+bào\s+dân\s+tộc|người\s+cao\s+tuổi|người\s+khuyết\s+tật|người\s+có\s+công|thanh\s+niên\s+tình\s+nguyện|tntn|"
    r"đội\s+hình(?:\s+[^\W\d_]+){0,3}?\s+tình\s+nguyện)(?!\w)",
    re.IGNORECASE,
)
_ESTIMATED: Final = re.compile(
    r"(?<!\w)(?:ước\s+(?:thực\s+hiện|tính|đạt|kết\s+quả|số\s+liệu|cả\s+năm|đến)|số\s+(?:liệu\s+)?ước|số\s+liệu\s+tạm(?:\s+tính)?)(?!\w)",
    re.IGNORECASE,
)
_LACK: Final = re.compile(r"(?<!\w)(?:chưa|không|thiếu)(?!\w)", re.IGNORECASE)
_CHANGING: Final = re.compile(
    r"(?<!\w)(?:(?:chỉ|không|chưa)\s+(?:tính|kể|bao\s+gồm|gồm|thống\s+kê)|(?:đã\s+)?trừ(?:\s+đi)?|kể\s+cả|bao\s+gồm\s+cả|gồm\s+cả|"
    r"số\s+(?:liệu\s+)?(?:ước|tạm)|ước\s+tính|tạm\s+tính|lấy\s+(?:theo\s+)?số\s+(?:liệu\s+)?(?:của\s+)?(?:quý|tháng|năm|kỳ))(?!\w)",
    re.IGNORECASE,
)
_MARK: Final = re.compile(r"\s*(?:\(\s*(?:\*+|\d)\s*\)|\*+|[¹²³])")
_MARKS: Final = re.compile(r"\(\s*(?:\*+|\d)\s*\)|\*+|[¹²³]")
_OF_LEVEL: Final = re.compile(r"(?<!\w)(?:tổ|cnscđ|cộng\s+đồng|thành\s+viên)\s+cấp\s+([^\W\d_]+)", re.IGNORECASE)
_LEVELS: Final[Mapping[str, RowLevel]] = {
    **dict.fromkeys(map(fold, ("thôn", "bản", "ấp", "xóm", "khóm")), "village"),
    **dict.fromkeys(map(fold, ("xã", "phường")), "commune"),
}
_OF_SHEETS: Final = frozenset(map(fold, ("số", "liệu", "báo", "cáo", "bc", "kết", "quả", "kq", "biểu", "kỳ")))
"""What stands in the name of a sheet beside its time."""
_SENTENCES: Final = re.compile(r"\w{2}[.;]\s+\w.*\.\s*$", re.DOTALL)  # how to fill in a form is no title
_NEAREST: Final = 4


def of_titles(titles: Iterable[str], *, sheet: str = "", moment: Moment | None = None) -> str | None:
    """Return the title of a table, or its sheet's name, that says that it is not of what there is; else None.

    moment: the report's day and quarter, for sheets that are named after a time ("Quý II", "2024").
    """
    near = [title for title in list(titles)[-_NEAREST:] if not _SENTENCES.search(title)]
    said = (title for title in reversed(near) if _says(title))
    named = bool(_SHEET.match(sheet)) or bool(_ALONE.match(sheet) and not _DONE.search(sheet))
    return next(said, sheet if named or _is_of_another_time(sheet, moment) else None)


def _is_of_another_time(sheet: str, moment: Moment | None) -> bool:
    """Say whether a sheet's name is a time and nothing else, and not the report's."""
    if moment is None:
        return False
    words = fold(sheet).split()
    times = list(heading_times.find(words))
    inside = {at for start, end, _ in times for at in range(start, end)}
    rest = {word for at, word in enumerate(words) if at not in inside}
    return (
        bool(times)
        and rest <= _OF_SHEETS
        and all(time.fit(moment, flow=False, event=False) == "other" for _, _, time in times)
    )


def _says(title: str) -> bool:
    found = (pattern.search(title) for pattern in (_APART, _BEFORE, _ADDED, _NARROWED, _ESTIMATED))
    if any(found) or _ALONE.match(title):
        return True
    return bool(_PLANNED.search(title)) and not _DONE.search(title)


def of_level(columns: Iterable[Column], titles: Iterable[str]) -> tuple[Column, ...]:
    """Take counts of teams and members for those of the one level that the title right above them names."""
    near = list(titles)[-_NEAREST:]
    levels = {fold(found[1]) for title in near for found in _OF_LEVEL.finditer(title)}
    level = _LEVELS.get(levels.pop()) if len(levels) == 1 else None
    if level is None:
        return tuple(columns)
    return tuple(
        replace(column, indicator=indicator_of(level, column.indicator))
        if column.role == "indicator" and column.indicator in ("teams", "members")
        else column
        for column in columns
    )


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

    A title that names a lack, or whom alone a table is about, is borne out by a column that says so itself: the others
    are what they say.
    """
    columns = tuple(columns)
    if said is None or (not _stays(said) and _is_borne_out(said, columns)):
        return columns
    return tuple(_asked(replace(column, titled=True), column, answers) for column in columns)


def of_notes(columns: Iterable[Column], notes: Iterable[str], answers: Mapping[str, object]) -> tuple[Column, ...]:
    """Ask about each count that a note below the table says takes in less, or more, than its heading does.

    A note that begins with a mark ("(*)", "1.") is of the headings that bear it, any other of all counts.
    """
    out = tuple(columns)
    for note in notes:
        if not _CHANGING.search(note):
            continue
        mark = _MARK.match(note)
        sign = "".join(mark[0].split()).strip("().:") if mark else ""
        meant = [column for column in out if sign and sign in _marks(column.heading)]
        asked = {column.at for column in meant or ([] if sign else out)}
        out = tuple(
            _asked(replace(column, noted=True), column, answers) if column.at in asked else column for column in out
        )
    return out


def _marks(heading: str) -> set[str]:
    """Return the marks of footnotes in a heading: "*" of "Số tổ (*)"."""
    return {found.strip("()") for found in _MARKS.findall(heading)}


def _stays(said: str) -> bool:
    """Say whether a title holds whatever the columns say: a plan, an estimate, another period."""
    return any(pattern.search(said) for pattern in (_PLANNED, _ESTIMATED, _BEFORE, _ADDED))


def _is_borne_out(said: str, columns: tuple[Column, ...]) -> bool:
    """Say whether counts of the table themselves name the lack, and those alone, that its title names."""
    senses = [pattern for pattern in (_LACK, _NARROWED) if pattern.search(said)]
    counts = [column.heading for column in columns if column.role == "indicator"]
    return bool(senses) and all(any(pattern.search(heading) for heading in counts) for pattern in senses)


def _asked(doubted: Column, column: Column, answers: Mapping[str, object]) -> Column:
    """Return a count as it was answered, or as one that is asked about; a column that says the lack itself stays."""
    if column.role != "indicator" or column.indicator is None or _LACK.search(column.heading):
        return column
    answer = answers.get(doubted.question)
    if answer == IGNORE:
        return replace(doubted, role="ignored", indicator=None)
    if answer in catalogue().readable:
        return replace(doubted, indicator=str(answer))
    return replace(doubted, role="unknown", indicator=None, guesses=(Guess(column.indicator, 0.5, loose=True),))
