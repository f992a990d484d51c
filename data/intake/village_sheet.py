"""The quarterly village sheet: one village, its values by code CT01–CT14. An empty value is unknown."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from data.intake import gazetteer
from data.intake.headings import SHEET_CODES
from data.intake.layout import cell
from data.spreadsheets import cells as values
from data.spreadsheets.cells import Read
from data.spreadsheets.reader import RawSheet
from data.units.names import fold

_CODE: Final = re.compile(r"CT\s*[.\-]?\s*0?(\d{1,2})", re.IGNORECASE)
_LEAST: Final = 5
_VALUE_WORDS: Final = ("giá trị", "số liệu", "kết quả", "thực hiện", "số lượng", "trị số", "giá trị báo cáo")
_NO_VALUE: Final = (
    "đơn vị tính",
    "đvt",
    "ghi chú",
    "chỉ tiêu",
    "nội dung",
    "tên chỉ tiêu",
    "mã",
    "kỳ trước",
    "stt",
    "tt",
)


@dataclass(frozen=True)
class Entry:
    """A line of the sheet: its code, the cell of its value (row and column from 0), and what it says.

    `column` is None where nobody can tell which column holds the values.
    """

    code: str
    row: int
    column: int | None
    read: Read


@dataclass(frozen=True)
class VillageSheet:
    """A village's sheet as read: `village`, `commune`, `province` as typed, "" where the sheet does not say."""

    sheet: RawSheet
    entries: tuple[Entry, ...]
    village: str
    village_row: int
    commune: str
    district: str
    province: str
    texts: tuple[str, ...]


def find(sheet: RawSheet) -> VillageSheet | None:
    """Read a sheet that lists at least five of the codes down a column; None for any other sheet."""
    places = _code_places(sheet)
    if len(places) < _LEAST:
        return None
    code_column = max(set(column for _, column in places.values()), key=[c for _, c in places.values()].count)
    lines = {code: row for code, (row, column) in places.items() if column == code_column}
    if len(lines) < _LEAST:
        return None
    at = _value_column(sheet, lines, code_column)
    entries = [
        Entry(code, lines[code], at, values.BLANK if at is None else values.read(cell(sheet, lines[code], at)))
        for code in SHEET_CODES
        if code in lines
    ]
    said = _labelled(sheet, before=min(lines.values()))
    village, row = said.get("village", ("", 0))
    return VillageSheet(
        sheet,
        tuple(entries),
        village,
        row,
        said.get("commune", ("", 0))[0],
        said.get("district", ("", 0))[0],
        said.get("province", ("", 0))[0],
        tuple(_texts(sheet)),
    )


def _code_places(sheet: RawSheet) -> dict[str, tuple[int, int]]:
    out: dict[str, tuple[int, int]] = {}
    for row, cells in enumerate(sheet.rows[:500]):
        for column, value in enumerate(cells[:40]):
            found = _CODE.fullmatch(value.strip()) if isinstance(value, str) else None
            if found and (code := f"CT{int(found[1]):02d}") in SHEET_CODES:
                out.setdefault(code, (row, column))
    return out


def _value_column(sheet: RawSheet, lines: dict[str, int], code_column: int) -> int | None:
    """Return the column of the values: by its heading, else the one column of counts beside the codes; else None."""
    width = max(len(sheet.rows[row]) for row in lines.values())
    head = min(lines.values())
    titled: dict[int, str] = {}
    for row in range(max(0, head - 3), head):
        titled.update({column: fold(value) for column, value in enumerate(sheet.rows[row]) if isinstance(value, str)})
    named = [column for column, title in titled.items() if title.startswith(tuple(map(fold, _VALUE_WORDS)))]
    if named:
        return named[0] if len(named) == 1 else None
    refused = {column for column, title in titled.items() if title in set(map(fold, _NO_VALUE))}
    counted = [at for at in range(width) if at != code_column and at not in refused and _is_counted(sheet, lines, at)]
    return counted[0] if len(counted) == 1 else None


def _is_counted(sheet: RawSheet, lines: dict[str, int], at: int) -> bool:
    """Say whether a column holds counts, and not just the numbers of the lines."""
    counts = [values.read(cell(sheet, row, at)).count for row in sorted(lines.values())]
    known = [count for count in counts if count is not None]
    steps = {b - a for a, b in pairwise(known)}
    return len(known) >= len(counts) / 3 and not (len(known) > 2 and steps in ({1}, {-1}))


def _texts(sheet: RawSheet) -> list[str]:
    return [value for row in sheet.rows[:60] for value in row if isinstance(value, str)]


_AFTER_NAME: Final = re.compile(r"\s*[-–,(]\s*(?:quý|tháng|năm|kỳ|xã|phường|thị trấn|huyện)\b.*", re.IGNORECASE)
_ABOVE: Final = re.compile(r"\s*[,;–-]\s*(xã|phường|thị trấn|huyện|tỉnh)\s+", re.IGNORECASE)  # "Bằng Vân, tỉnh …"
_LABELS: Final = {
    "thôn": "village",
    "bản": "village",
    "tổ dân phố": "village",
    "khu phố": "village",
    "ấp": "village",
    "tên thôn": "village",
    "thôn bản": "village",
    "thôn tổ dân phố": "village",
    "thôn tdp": "village",
    "thôn bản tổ dân phố": "village",
    "khu dân cư": "village",
    "buôn": "village",
    "làng": "village",
    "xóm": "village",
    "đơn vị": "village",
    "tên thôn tổ dân phố": "village",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "xã phường": "commune",
    "thuộc xã": "commune",
    "xã phường thị trấn": "commune",
    "xã phường đặc khu": "commune",
    "huyện": "district",
    "quận huyện": "district",
    "huyện thành phố": "district",
    "tỉnh": "province",
    "tỉnh thành phố": "province",
    "thành phố": "province",
}


def _labelled(sheet: RawSheet, *, before: int) -> dict[str, tuple[str, int]]:
    """Read "Thôn: Phú Túc" in one cell or in two beside each other; also a bare "Thôn Phú Túc"."""
    out: dict[str, tuple[str, int]] = {}
    for row in range(before):
        cells = sheet.rows[row]
        for column, value in enumerate(cells):
            if not isinstance(value, str):
                continue
            label, colon, rest = value.partition(":")
            what = _LABELS.get(fold(label))
            if what and colon:
                text = rest.strip() or next((str(v).strip() for v in cells[column + 1 :] if v not in (None, "")), "")
                if text:
                    name, *above = _ABOVE.split(text)
                    out.setdefault(what, (name, row))
                    for kind, further in zip(above[::2], above[1::2], strict=True):
                        out.setdefault(_LABELS[fold(kind)], (further.strip(" ,;"), row))
            elif gazetteer.is_village(value) and len(value) < 60 and not colon and fold(value) not in _LABELS:
                out.setdefault("village", (_AFTER_NAME.sub("", value).strip(), row))
    return out
