"""Plain rows of villages are worked in columns: what comes of a sheet is what comes of it row by row."""

from datetime import date
from unittest.mock import patch

from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.intake import plain_villages, report
from data.intake.result import Checked, Given
from data.spreadsheets.reader import RawSheet
from data.storage.errors import Refused
from data.units.names import fold, fold_all

PLACES = (
    ["Tỉnh Bắc Kạn", "Huyện Ngân Sơn", "Xã Bằng Vân", "01957"],
    ["Tỉnh Bắc Kạn", "Huyện Ngân Sơn", "Xã Cốc Đán", 1960],
    ["Tỉnh Bắc Kạn", "Huyện Chợ Đồn", "Bằng Lũng", "'02014"],
    ["Tỉnh Sóc Trăng", "", "Phường 1", None],
    [None, None, None, None],
    ["Tỉnh Bắc Kạn", "Huyện Ngân Sơn", "Xã Không Có", "99999"],
)
NAMES = (
    *("Thôn 1", "Thôn 01", "thôn 2", "Thôn 12", "Bản Nà Lốc", "Tổ dân phố số 3", "Khu phố 4", "Tổ 5", "Thôn Đồng Xã"),
    *("Thôn", "Thôn, tổ dân phố", "Tổ dân phố", "Bản Lầu", "Sóc Trăng", "Làng  Mới", "Thôn 1, xã Bằng Vân", "Nà Mu"),
    *("Tổ CNSCĐ thôn Khu Chợ", "Tổ CNSCĐ xã Bằng Vân", "Tổ cấp xã", "II. Thôn 3", "1) Thôn 4", "Thôn 2 - xã"),
    *(
        "Xã Bằng Vân",
        "Huyện Ngân Sơn",
        "I. Ngân Sơn",
        "Tổng cộng",
        "Cộng xã Bằng Vân",
        "Cộng trang",
        "Cùng kỳ năm trước",
    ),
    *("Người lập biểu", "Ghi chú: số liệu tạm tính", "", None, 7, True, 2.5, "Khối 6.", "Cụm_7", "UBND xã Bằng Vân"),
)
CELLS = st.one_of(
    st.integers(0, 300),
    st.sampled_from(
        [None, "", 0, 1, -4, 12.57, 1e13, True, False, "12", "012", "12,57", "1.676", "-", "x", "12 hộ", "hơn 14.640"]
        + ["25%", "#REF!", "2024-01-31", "không", "  ", "10^3", "đạt 5", 10**13]
    ),
)
HEADINGS = ("STT", "Tỉnh", "Huyện", "Xã, phường, thị trấn", "Mã xã", "Thôn, tổ dân phố")
COUNTED = ("Số hộ", "Hộ nghèo", "Số tổ CNSCĐ", "Số thành viên", "Số thành viên được tập huấn", "Ghi chú", "Số gì đó")


@st.composite
def sheets(draw: st.DrawFn) -> RawSheet:
    """A register with odd names, odd cells and odd rows among plain ones."""
    kept = [at for at in range(5) if draw(st.integers(0, 3))] + [5]
    counted = draw(st.lists(st.sampled_from(COUNTED), min_size=1, max_size=4, unique=True))
    head = [*(HEADINGS[at] for at in kept), *counted]
    rows: list[list[object]] = [["DANH SÁCH THÔN TỈNH BẮC KẠN"], ["Số liệu đến 31/12/2024"], head]
    place = PLACES[0]
    for number in range(1, draw(st.integers(3, 14))):
        kind = draw(st.sampled_from(["village"] * 8 + ["any", "any", "blank", "heading", "numbers", "short"]))
        place = draw(st.sampled_from(PLACES)) if draw(st.integers(0, 3)) == 0 else place
        name = draw(st.sampled_from(NAMES)) if kind == "any" else f"Thôn {draw(st.integers(1, 20))}"
        index = draw(st.sampled_from([number, number, number, str(number), "I", None, f"1.{number}"]))
        figures = [draw(CELLS) if draw(st.integers(0, 2)) == 0 else draw(st.integers(0, 90)) for _ in counted]
        row = [*([index, *place, name][at] for at in kept), *figures]
        rows.append(
            {"blank": [None] * len(row), "heading": list(head), "numbers": list(range(1, len(row) + 1))}.get(
                kind, row[: len(kept)] if kind == "short" else row
            )
        )
    spots = st.tuples(st.integers(3, len(rows) - 1), st.integers(0, len(head) - 1))
    merges = draw(st.lists(spots, max_size=1)) if draw(st.integers(0, 4)) == 0 else []
    said = st.sampled_from(["#REF!", "", "format:0,|1200"])
    faults = draw(st.dictionaries(spots, said, max_size=2)) if draw(st.integers(0, 2)) == 0 else {}
    for row, column in faults:
        if column < len(rows[row]):
            rows[row][column] = None
    return RawSheet(
        "Thôn",
        rows,  # type: ignore[arg-type]
        merges=tuple((row, column, min(row + 2, len(rows) - 1), column) for row, column in merges),
        hidden_rows=frozenset(draw(st.sets(st.integers(3, 9), max_size=2))),
        bold_rows=frozenset(draw(st.sets(st.integers(3, 9), max_size=1))),
        faults=faults,
        delimited=draw(st.integers(0, 9)) == 0,
    )


def told(sheet: RawSheet, answers: dict[str, object], *, in_columns: bool) -> list[object]:
    """Return all that a check says: rows, placed rows, records, questions and problems; and why it refuses."""
    given = Given("x.xlsx", "digest", None, None, date(2024, 12, 31), answers, report._NOTHING_KNOWN)
    with patch.object(
        plain_villages, "_may_have_plain", plain_villages._may_have_plain if in_columns else lambda _: False
    ):
        try:
            checked = report.check_sheets([sheet], given)
        except Refused as refusal:
            return [refusal.key]
    return [checked.to_json(), *whole(checked), checked.to_json(rows=True)]


def whole(checked: Checked) -> list[object]:
    rows = [list(table.body) for table in checked.tables]
    placed = [list(checked.placed[at]) for at in range(len(checked.tables))]
    return [rows, placed, list(checked.records), checked.questions, checked.problems, checked.totals]


@settings(max_examples=30, deadline=None)
@given(sheets(), st.integers(0, 5))
def test_rows_in_columns_say_what_they_say_one_by_one(sheet: RawSheet, answer: int) -> None:
    plainly = told(sheet, {}, in_columns=True)
    assert plainly == told(sheet, {}, in_columns=False)
    if answer == 0 and len(plainly) > 1:
        asked = plainly[4]
        answers = {one.id: one.candidates[0].unit.code if one.candidates else "leave_out" for one in asked}
        assert told(sheet, answers, in_columns=True) == told(sheet, answers, in_columns=False)


@given(st.lists(st.one_of(st.sampled_from([str(name) for name in NAMES]), st.text(max_size=12))))
@example(["", " ", "0", "Thôn 007", "Thôn\t1", "A - 1", "1 -"])
def test_many_names_are_folded_as_each_by_itself(names: list[str]) -> None:
    assert fold_all(names) == [fold(name) for name in names]
