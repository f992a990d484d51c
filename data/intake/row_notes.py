"""Rows of a list whose note says that they are no team, or no member, of today: dissolved, gone, not yet founded."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from data.intake.columns import Column
from data.intake.layout import Block, cell
from data.intake.table_body import Body
from data.units.names import fold

NoteAnswer = Literal["leave_rows_out", "count_rows"]
LEAVE_ROWS_OUT: Final = "leave_rows_out"
COUNT_ROWS: Final = "count_rows"

_HEADING: Final = re.compile(
    r"ghi\s+chú|tình\s+trạng|trạng\s+thái|hiện\s+trạng|biến\s+động|lý\s+do|đề\s+xuất|đề\s+nghị|phương\s+án",
    re.IGNORECASE,
)
_NOT_TODAY: Final = re.compile(
    r"(?<!\w)(?:(?:đã|xin|cho)\s+(?:nghỉ|thôi)|thôi\s+(?:việc|tham\s+gia|nhiệm\s+vụ|làm)|nghỉ\s+(?:việc|hưu|tham\s+gia|công\s+tác)|miễn\s+nhiệm|"
    r"chuyển\s+(?:đi|công\s+tác|nơi|khỏi|sang|vùng)|đã\s+(?:mất|chết|chuyển|rút|ra\s+khỏi)|qua\s+đời|từ\s+trần|giải\s+(?:thể|tán)|"
    r"(?:sáp\s+nhập|nhập|hợp\s+nhất|gộp)\s+(?:vào|với)|dự\s+kiến|đề\s+xuất|chờ\s+(?:quyết\s+định|thành\s+lập|bổ\s+sung|kiện\s+toàn)|"
    r"(?:chưa|không)\s+(?:được\s+|có\s+|còn\s+)?(?:thành\s+lập|quyết\s+định|tham\s+gia|hoạt\s+động|kiện\s+toàn)|tạm\s+(?:dừng|ngừng|ngưng|nghỉ))(?!\w)",
    re.IGNORECASE,
)


_DOUBTFUL: Final = re.compile(
    r"(?<!\w)(?:chưa\s+(?:có\s+)?(?:báo\s+cáo|số\s+liệu|rà\s+soát|thống\s+kê|kiểm\s+tra|đầy\s+đủ|cập\s+nhật)|lấy\s+(?:theo\s+|lại\s+)?số|"
    r"số\s+(?:liệu\s+)?(?:ước|cũ|tạm|của|quý|tháng|năm|kỳ)|ước(?:\s+tính)?|tạm\s+tính|trùng|nhầm|chưa\s+tính|không\s+tính|thiếu)(?!\w)",
    re.IGNORECASE,
)
_MOST: Final = 20


@dataclass(frozen=True)
class RowNotes:
    """What notes say of rows (counted from 1) that they are not of today; `text` quotes them; `answer` decides."""

    text: str
    rows: tuple[int, ...]
    letter: str
    answer: NoteAnswer | None = None

    @property
    def question(self) -> str:
        """Return the id of the question; its answer holds for this file alone."""
        return f"rows:{fold(self.text)[:80]}"


def read(
    block: Block, columns: tuple[Column, ...], body: Body, answers: Mapping[str, object]
) -> tuple[Body, RowNotes | None]:
    """Return the rows of a list, without those that were left out, and the doubt about the rows that notes concern."""
    found = _found(block, columns, body)
    if found is None:
        return body, None
    answer = answers.get(found.question)
    if answer == COUNT_ROWS:
        return body, replace(found, answer=COUNT_ROWS)
    if answer == LEAVE_ROWS_OUT:
        left = frozenset(found.rows)
        kept = (replace(row, role="other") if row.row in left else row for row in body.apart)
        return Body(kept), replace(found, answer=LEAVE_ROWS_OUT)
    return body, found


def of_units(block: Block, columns: tuple[Column, ...]) -> list[tuple[int, str, str]]:
    """Return (row from 1, letter, note) of a few rows of units whose note doubts their figures.

    They are of another time, estimated, or not whole.
    """
    out = []
    for column in columns:
        if column.role == "note":
            cells = [cell(block.sheet, row, column.at) for row in range(block.start, block.end)]
            doubtful = {text for text in set(cells) if isinstance(text, str) and _DOUBTFUL.search(text)}
            out += [
                (at, column.letter, str(text))
                for at, text in enumerate(cells, start=block.start + 1)
                if doubtful and text in doubtful
            ]
    return out[:_MOST]


def _found(block: Block, columns: tuple[Column, ...], body: Body) -> RowNotes | None:
    noted = [column for column in columns if column.role in ("note", "detail") and _HEADING.search(column.heading)]
    said = {
        (row.row, column.letter): text
        for row in body.apart
        if row.role == "data"
        for column in noted
        if isinstance(text := cell(block.sheet, row.row - 1, column.at), str) and _NOT_TODAY.search(text)
    }
    if not said:
        return None
    texts = ", ".join(list(dict.fromkeys(said.values()))[:3])
    return RowNotes(texts[:120], tuple(dict.fromkeys(row for row, _ in said)), next(iter(said))[1])
