"""Forms that stand on their side, tables of citizens, personal columns, and tables that are no report's."""

from datetime import date

import pytest

from data.intake import report
from data.intake.result import Checked
from tests.fixtures import reading
from tests.fixtures.formats import to_xlsx


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def check(rows: list[list[object]] | bytes, **more: object) -> Checked:
    known = {"province": "Tỉnh Lạng Sơn", "structure": "2025-07", "as_of": date(2025, 9, 30)}
    content = rows if isinstance(rows, bytes) else to_xlsx({"Biểu": rows})
    return report.check(content, name="x.xlsx", **(known | more))


def kinds(checked: Checked) -> set[str]:
    return {problem.kind for problem in checked.problems if problem.kind not in ("mostly_missing", "missing_units")}


HEAD = ["STT", "Nội dung", "ĐVT", "Kết quả trong kỳ", "Lũy kế"]
LINES = [
    [1, "Số Tổ công nghệ số cộng đồng", "Tổ", 0, 14],
    [2, "Số thành viên", "Người", 2, 88],
    [3, "Số người được hướng dẫn", "Lượt", 530, 2210],
    [4, "Tổng số hộ", "Hộ", None, "1.666"],
]
TITLE = ["ỦY BAN NHÂN DÂN XÃ THẤT KHÊ"]


def test_a_form_of_one_commune_has_stocks_from_the_sum_and_flows_from_the_period():
    checked = check([TITLE, HEAD, *LINES])
    assert checked.totals == {"teams": 14, "members": 88, "people_guided": 530, "households": 1666}
    assert [record.unit.name for record in checked.records] == ["Xã Thất Khê"] and checked.publishable
    assert str(checked.records[0].cell("households")) == "Cell(sheet='Biểu', row=6, column='E')"


def test_an_increase_alone_is_no_stock():
    rows = [[*line[:3], line[3]] for line in LINES]
    checked = check([TITLE, HEAD[:4], *rows])
    assert checked.totals == {"people_guided": 530} and not checked.publishable
    assert {question.text for question in checked.questions} == {LINES[0][1], LINES[1][1], LINES[3][1]}
    answers = {question.id: "ignore" for question in checked.questions}
    assert check([TITLE, HEAD[:4], *rows], answers=answers).publishable


def test_columns_of_plans_and_of_the_time_before_are_not_taken():
    head = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Kỳ trước", "Thực hiện", "Tỷ lệ (%)"]
    rows = [[1, "Số tổ công nghệ số cộng đồng", "Tổ", 20, 12, 14, 70], [2, "Tổng số hộ", "Hộ", 2000, 1600, 1666, 83.3]]
    checked = check([TITLE, head, *rows, [3, "Số thành viên", "Người", 99, 80, 88, 89]])
    assert checked.totals == {"teams": 14, "households": 1666, "members": 88} and checked.publishable


def test_communes_as_columns_with_their_sum():
    head = ["STT", "Nội dung", "ĐVT", "Phường Kỳ Lừa", "Xã Đoàn Kết", "Xã Nơi Khác", "Tổng cộng"]
    rows = [[1, "Số tổ CNSCĐ", "Tổ", 12, 7, 1, 20], [2, "Số thành viên", "Người", 61, 35, 5, 100]]
    checked = check([["BIỂU TỔNG HỢP"], head, *rows, [3, "Tổng số hộ", "Hộ", 2300, "x", 9, 3220]])
    assert [(r.unit.name, r.counts["teams"], r.counts["households"]) for r in checked.records] == [
        ("Phường Kỳ Lừa", 12, 2300), ("Xã Đoàn Kết", 7, None),
    ]  # fmt: skip
    assert [(question.kind, question.text) for question in checked.questions] == [("unit", "Xã Nơi Khác")]
    assert {"sheet_total", "unclear_mark"} <= kinds(checked)


def test_a_form_of_one_village():
    checked = check(
        [["Tổ CNSCĐ thôn Nà Mẫu, xã Thất Khê"], ["STT", "Nội dung", "Số liệu"], *([a, b, e] for a, b, _, _, e in LINES)]
    )
    assert [(r.level, r.unit.name, r.village) for r in checked.records] == [("village", "Xã Thất Khê", "thôn Nà Mẫu")]


def test_a_form_of_no_known_commune_asks_once():
    checked = check([["BÁO CÁO"], HEAD, *LINES])
    assert [question.kind for question in checked.questions] == ["unit"] and not checked.totals
    answered = check([["BÁO CÁO"], HEAD, *LINES], answers={checked.questions[0].id: "06040"})
    assert answered.totals["teams"] == 14 and answered.publishable


def test_lines_that_nothing_decides_are_asked_about_like_columns():
    rows = [*LINES, [5, "Số mô hình chuyển đổi số tiêu biểu", "Mô hình", 1, 4]]
    checked = check([TITLE, HEAD, *rows])
    assert [question.text for question in checked.questions] == ["Số mô hình chuyển đổi số tiêu biểu"]
    assert not checked.publishable


def coded(words: str) -> Checked:
    head = [
        "STT",
        "Xã, phường",
        "CT01 - Tổng số hộ",
        f"CT03 - {words}",
        "CT14 - Tổng số hộ có bạo lực gia đình",
        "CT09",
    ]
    return check([["Biểu"], head, [1, "Xã Thất Khê", 900, 40, 3, 1], [2, "Xã Đoàn Kết", 800, 30, 2, 1]])


def test_codes_with_words_beside_them():
    assert coded("Số hộ nghèo").totals == {"households": 1700, "households_poor": 70}
    assert coded("Số hộ nghèo").publishable
    for words in ("Số hộ cận nghèo", "Số mô hình"):
        checked = coded(words)
        assert checked.totals == {"households": 1700} and not checked.publishable
        assert checked.questions[0].options[0] == "households_poor"


UNITS = [[1, "Xã Thất Khê", 5], [2, "Xã Đoàn Kết", 6], [3, "Xã Quốc Khánh", 7]]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Số CCCD tổ trưởng", ["020085001234", "020085001235", "020085001236"]),
        ("Số CMND", [201234567, 201234568, 201234569]),
        ("Tài khoản ngân hàng", ["19031234567890", "19031234567891", "19031234567892"]),
        ("Số thẻ BHYT", ["DN4200123456789", "DN4200123456780", "DN4200123456781"]),
        ("SĐT tổ trưởng", ["0900 000 001", "0900.000.002", "0900000003"]),
        ("Ngày sinh", ["1/2/1990", "3/4/1985", "2/9/1979"]),
        ("Cột lạ", [20085001234, 20085001235, 20085001236]),
    ],
)
def test_personal_columns_are_named_and_nothing_of_them_is_shown(heading, cells):
    rows = [
        ["STT", "Xã, phường", "Số tổ CNSCĐ", heading],
        *([*row, cell] for row, cell in zip(UNITS, cells, strict=True)),
    ]
    checked = check(rows)
    assert checked.totals == {"teams": 18} and checked.publishable
    assert "personal_column" in kinds(checked)
    shown = str(checked.to_json(rows=True))
    assert not any(str(cell) in shown for cell in cells) and heading in shown


def test_counts_of_cards_are_no_personal_column():
    checked = check([["STT", "Xã, phường", "Số tổ CNSCĐ", "Số CCCD đã cấp"], *([*row, 4000] for row in UNITS)])
    assert "personal_column" not in kinds(checked) and "uncounted_column" in kinds(checked)
    assert checked.totals == {"teams": 18} and not checked.questions


@pytest.mark.parametrize(
    ("title", "head", "row"),
    [
        (
            "Hồ sơ",
            ["STT", "Tên công dân", "Thôn", "Nội dung hỗ trợ"],
            ["Nguyễn Thị Mẫu", "Thôn 1", "Nộp hồ sơ khai sinh"],
        ),
        (
            "Danh sách người dân được hướng dẫn",
            ["STT", "Họ và tên", "Thôn", "Ghi chú"],
            ["Nguyễn Thị Mẫu", "Thôn 1", "VNeID"],
        ),
        ("Danh sách", ["STT", "Họ và tên", "Số CCCD", "Yêu cầu"], ["Nguyễn Thị Mẫu", "020085001234", "Cấp lại thẻ"]),
        ("Danh sách hộ nghèo", ["STT", "Chủ hộ", "Thôn", "Số khẩu"], ["Nguyễn Thị Mẫu", "Thôn 1", 4]),
    ],
)
def test_tables_of_citizens_are_named_as_not_read(title, head, row):
    report_rows = [
        ["STT", "Xã, phường", "Số tổ CNSCĐ"],
        *UNITS,
        [None],
        [title],
        head,
        *([at, *row] for at in (1, 2, 3)),
    ]
    checked = check(report_rows)
    assert checked.totals == {"teams": 18} and not checked.questions
    assert "citizens_table" in kinds(checked)
    shown = str(checked.to_json(rows=True))
    assert row[0] not in shown and str(row[-1]) not in shown.replace("2025-07", "").replace(
        "4", "4" * isinstance(row[-1], str)
    )


def test_a_table_that_names_no_unit_is_not_asked_about_row_by_row():
    other = [["STT", "Đơn vị", "Số máy tính"], *([at, f"Phòng máy {at}", 20] for at in range(1, 40))]
    checked = check([["STT", "Xã, phường", "Số tổ CNSCĐ"], *UNITS, [None], ["Thiết bị"], *other])
    assert checked.totals == {"teams": 18} and checked.publishable
    assert "table_unread" in kinds(checked)
    alone = check(other)
    assert not alone.publishable and not [q for q in alone.questions if q.kind == "unit"]


PAGE = """<html><body><h1>BÁO CÁO KẾT QUẢ</h1><p>Quý III năm 2025 của <b>UBND xã Thất Khê</b></p>
<table><tr><th>STT</th><th>Nội dung</th><th>Kết quả</th></tr>
<tr><td>1</td><td>Số tổ CNSCĐ</td><td>14</td></tr><tr><td>2</td><td>Số thành viên</td><td>88</td></tr>
<tr><td>3</td><td>Tổng số hộ</td><td>1.666</td></tr></table><p>Thất Khê, ngày 3 tháng 10 năm 2025</p></body></html>"""


def test_the_paragraphs_of_a_page_say_where_and_when():
    checked = report.check(PAGE.encode(), name="x.doc")
    assert checked.totals == {"teams": 14, "members": 88, "households": 1666} and checked.publishable
    assert (checked.as_of.isoformat(), checked.records[0].unit.name) == ("2025-09-30", "Xã Thất Khê")


def test_words_over_figures_name_no_lines():
    """A heading "Nội dung" over columns of figures makes no form of one unit, whatever texts stand among them."""
    names = ["Xã Thất Khê", "Xã Đoàn Kết", "Xã Tân Tiến", "Xã Tràng Định", "Xã Quốc Khánh", "Xã Kháng Chiến"]
    rows = [
        ["Xã/phường", "Số tổ", "Nội dung", None],
        [None, None, "Hộ gia đình", None],
        [None, None, "Hộ cận nghèo", "Hộ nghèo"],
        *([name, 5 + at, "chưa có số liệu" if at % 3 == 1 else 40 + at, 50 + at] for at, name in enumerate(names)),
    ]
    checked = check([["BÁO CÁO"], *rows])
    assert [record.counts["teams"] for record in checked.records] == [5, 6, 7, 8, 9, 10]
