"""What stands around a table changes what its columns count: titles of plans and lacks, footnotes, units of lines."""

from datetime import date

import pytest

from data.intake import dates, report, title_senses
from data.intake.headings import read
from data.intake.result import Checked
from tests.fixtures import reading
from tests.fixtures.formats import to_xlsx

HEAD = ["STT", "Xã, phường", "Số tổ", "Số hộ"]
ROWS = [[1, "Xã Thất Khê", 5, 60], [2, "Xã Đoàn Kết", 6, 70], [3, "Xã Tân Tiến", 7, 80]]
TODAY = date(2025, 10, 20)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def check(*rows: list[object], answers: dict[str, str] | None = None) -> Checked:
    known = {"province": "Tỉnh Lạng Sơn", "structure": "2025-07", "as_of": date(2025, 9, 30)}
    return report.check(to_xlsx({"S": rows}), name="x.xlsx", answers=answers or {}, **known)


@pytest.mark.parametrize(
    "title",
    [
        "DỰ KIẾN THÀNH LẬP TỔ CNSCĐ NĂM 2026",
        "BẢNG GIAO CHỈ TIÊU CHO CÁC XÃ, PHƯỜNG",
        "Biểu kế hoạch năm 2026",
        "NHU CẦU HỖ TRỢ THIẾT BỊ",
        "DANH SÁCH TỔ CNSCĐ GIẢI THỂ",
        "SỐ HỘ CHƯA CÓ ĐIỆN THOẠI THÔNG MINH",
        "Danh sách xã chưa báo cáo",
        "Các thôn không có tổ công nghệ số cộng đồng",
        "TỔ CNSCĐ TIÊU BIỂU",
        "CÙNG KỲ NĂM 2024",
        "Hộ nghèo thiếu điện thoại",
    ],
)
def test_a_title_that_is_not_of_what_there_is_asks_about_each_count(title):
    checked = check([title], HEAD, *ROWS)
    assert not checked.totals and not checked.publishable
    assert [question.why for question in checked.questions] == ["column_titled"] * 2
    assert all(question.options[0] == "ignore" for question in checked.questions)
    assert all(question.message(lang) for question in checked.questions for lang in ("vi", "en"))
    answers = {question.id: question.options[1] for question in checked.questions}
    assert check([title], HEAD, *ROWS, answers=answers).totals == {"teams": 18, "households": 210}
    assert not check([title], HEAD, *ROWS, answers=dict.fromkeys(answers, "ignore")).totals


@pytest.mark.parametrize(
    "title",
    [
        "TỔNG HỢP KẾT QUẢ HOẠT ĐỘNG TỔ CNSCĐ",
        "Báo cáo kết quả thực hiện kế hoạch thành lập tổ CNSCĐ",
        "Tình hình thực hiện chỉ tiêu được giao năm 2025",
        "(Kèm theo Kế hoạch số 12/KH-UBND)",
        "Ghi chú: xã nào không có số liệu thì để trống",
        "UBND XÃ THẤT KHÊ",
    ],
)
def test_titles_of_reports_ask_nothing(title):
    assert check([title], HEAD, *ROWS).totals == {"teams": 18, "households": 210}


def test_a_column_that_says_the_lack_itself_bears_such_a_title_out():
    head = [*HEAD[:2], "Số hộ chưa có điện thoại thông minh", "Tổng số hộ"]
    checked = check(["RÀ SOÁT HỘ CHƯA CÓ ĐIỆN THOẠI"], head, *ROWS)
    assert checked.totals == {"households_no_smartphone": 18, "households": 210} and checked.publishable
    planned = check(["DỰ KIẾN HỖ TRỢ HỘ CHƯA CÓ ĐIỆN THOẠI"], head, *ROWS)
    assert [question.text for question in planned.questions] == ["Tổng số hộ"]


@pytest.mark.parametrize("name", ["Kế hoạch 2026", "2. Dự kiến", "Cùng kỳ 2024", "KH 2026", "Kỳ trước"])
def test_the_name_of_a_sheet_says_it_too(name):
    known = {"province": "Tỉnh Lạng Sơn", "structure": "2025-07", "as_of": date(2025, 9, 30)}
    checked = report.check(to_xlsx({"Quý III": [HEAD, *ROWS], name: [HEAD, *ROWS]}), name="x.xlsx", **known)
    assert {question.why for question in checked.questions} == {"column_titled"} and not checked.publishable
    assert report.check(to_xlsx({"Kết quả": [HEAD, *ROWS]}), name="x.xlsx", **known).publishable


def test_titles_are_looked_at_near_the_table_alone():
    assert title_senses.of_titles(["Dự kiến", "a", "b", "c", "d"]) is None


TEAMS = [
    ["STT", "Tên tổ", "Xã", "Thôn", "Số thành viên", "Ngày thành lập"],
    [1, "Tổ CNSCĐ thôn Khòn Lèng", "Xã Thất Khê", "Khòn Lèng", 5, None],
    [2, "Tổ CNSCĐ thôn Nà Cà", "Xã Thất Khê", "Nà Cà", 6, None],
]
MEMBERS = [
    ["STT", "Họ và tên", "Chức vụ", "Thôn", "Xã"],
    [1, "Nguyễn Văn A", "Tổ trưởng", "Khòn Lèng", "Xã Thất Khê"],
    [2, "Trần Thị B", "Thành viên", "Khòn Lèng", "Xã Thất Khê"],
]


@pytest.mark.parametrize("rows", [TEAMS, MEMBERS], ids=["teams", "members"])
@pytest.mark.parametrize(
    "title",
    [
        "DANH SÁCH TỔ CNSCĐ ĐÃ GIẢI THỂ",
        "GIẢI THỂ",
        "DỰ KIẾN THÀNH LẬP TỔ CNSCĐ NĂM 2026",
        "Danh sách thôn chưa thành lập tổ CNSCĐ",
        "Kế hoạch kiện toàn tổ CNSCĐ",
        "Danh sách tổ CNSCĐ mới thành lập trong quý",
        "Danh sách tổ CNSCĐ trước khi sáp nhập",
        "Danh sách thành viên tổ CNSCĐ bổ sung",
    ],
)
def test_a_list_below_such_a_title_is_counted_only_where_somebody_says_so(title, rows):
    checked = check([title], *rows)
    assert not checked.totals and not checked.teams and not checked.publishable
    assert [(one.kind, one.options[0]) for one in checked.questions] == [("list", "leave_list_out")]
    (question,) = checked.questions
    assert question.message("vi") != question.message("en") and question.label("as_listed", "en")
    counted = check([title], *rows, answers={question.id: "as_listed"})
    assert counted.publishable and sum(counted.totals.values()) in (2, 13)
    left_out = check([title], *rows, answers={question.id: "leave_list_out"})
    assert not left_out.totals and "list_left_out" in {problem.kind for problem in left_out.problems}


@pytest.mark.parametrize("name", ["Giải thể", "2. Tổ giải thể", "Chưa thành lập", "Dự kiến", "DS tạm dừng"])
def test_a_list_on_a_sheet_of_such_a_name_is_asked_about(name):
    known = {"province": "Tỉnh Lạng Sơn", "structure": "2025-07", "as_of": date(2025, 9, 30)}
    checked = report.check(to_xlsx({"Đang có": TEAMS, name: TEAMS}), name="x.xlsx", **known)
    assert checked.totals["teams_village"] == 2 and [one.kind for one in checked.questions] == ["list"]


@pytest.mark.parametrize(
    "title",
    [
        "DANH SÁCH TỔ CNSCĐ",
        "Danh sách tổ CNSCĐ sau kiện toàn",
        "Danh sách thành viên tổ CNSCĐ các xã mới",
        "(Kèm theo Quyết định kiện toàn số 12/QĐ-UBND)",
    ],
)
def test_lists_of_what_there_is_ask_nothing(title):
    assert check([title], *TEAMS).totals["teams_village"] == 2


@pytest.mark.parametrize("note", ["Ghi chú: số hộ tính theo nghìn hộ", "Đơn vị tính: nghìn hộ", "(ĐVT: 1.000 hộ)"])
def test_a_footnote_says_the_scale_too(note):
    checked = check(HEAD, *ROWS, [note])
    assert checked.totals == {"teams": 18} and [question.kind for question in checked.questions] == ["scale"]


def test_fractions_below_a_heading_of_a_count_are_asked_about():
    checked = check(HEAD, ["", "", "tổ", "nghìn hộ"], *[[*row[:3], 0.9 + at] for at, row in enumerate(ROWS)])
    assert checked.totals == {"teams": 18} and checked.questions


@pytest.mark.parametrize("unit", ["%", "nghìn hộ", "trăm hộ", "1.000 hộ", "Tỷ lệ %"])
def test_a_line_in_percent_or_thousands_is_no_count(unit):
    lines = [[1, "Số tổ", "tổ", 14], [2, "Số thành viên", "người", 88], [3, "Số hộ", unit, 80]]
    checked = check(["UBND XÃ THẤT KHÊ"], ["STT", "Nội dung", "ĐVT", "Kết quả"], *lines)
    assert checked.totals == {"teams": 14, "members": 88}
    assert "line_unread" in {problem.kind for problem in checked.problems}


def test_two_periods_below_each_unit_of_a_form_on_its_side_are_not_read():
    rows = [
        ["STT", "Chỉ tiêu", "Xã Thất Khê", "", "Xã Đoàn Kết", ""],
        ["", "", "Kỳ trước", "Kỳ này", "Kỳ trước", "Kỳ này"],
        [1, "Số tổ", 12, 14, 10, 11],
        [2, "Số thành viên", 80, 88, 70, 72],
        [3, "Số hộ", 1600, 1666, 1300, 1334],
    ]
    assert not check(["BIỂU TỔNG HỢP"], *rows).publishable


def test_bodies_of_a_province_are_no_totals():
    checked = check(HEAD, *ROWS, [4, "Tỉnh đoàn", 1, 8])
    assert [question.text for question in checked.questions] == ["Tỉnh đoàn"]
    assert "sheet_total" not in {problem.kind for problem in checked.problems}


def test_districts_on_a_day_without_districts_are_asked_about():
    checked = check(["STT", "Đơn vị", "Số tổ"], [1, "Huyện Tràng Định", 5], [2, "Huyện Bình Gia", 6])
    assert not checked.totals and len(checked.questions) == 2


@pytest.mark.parametrize(
    "heading",
    ["Thành viên/tổ", "Thành viên tổ/Số tổ", "Hộ/tổ", "Tổng số hộ trên địa bàn /xã", "Số thôn trên địa bàn/xã"],
)
def test_a_ratio_is_no_count(heading):
    assert read(heading) is None


@pytest.mark.parametrize("heading", ["Thôn chưa có tổ không CNSCĐ", "Thôn, TDP chưa có tổ thiếu CNSCĐ"])
def test_a_lack_of_what_is_lacking_is_asked_about(heading):
    assert read(heading) is None and read("Thôn chưa có tổ CNSCĐ") == "villages_no_team"


@pytest.mark.parametrize(
    ("line", "day", "doubt"),
    [
        ("So sánh quý III/2025 với quý III/2024", date(2025, 9, 30), None),
        ("Ngày 30 tháng 9 năm 2025 (số liệu tháng 8)", date(2025, 9, 30), "several"),
        ("Số liệu tháng 12, ngày 05/01/2025", None, "several"),
        ("Cập nhật lần cuối 10/10/2025 08:30", date(2025, 10, 10), "document"),
        ("Số liệu tháng 9, chốt ngày 30/9/2025", date(2025, 9, 30), None),
    ],
)
def test_lines_that_name_several_times(line, day, doubt):
    said = dates.said([line], today=TODAY)
    assert said is not None and said.doubt == doubt and day in (None, said.as_of)


def test_a_range_that_ends_now_names_no_day():
    assert dates.said(["Số liệu từ ngày 01/7/2025 đến nay"], today=TODAY) is None


@pytest.mark.parametrize(
    "title",
    [
        "KHẢO SÁT HỘ NGHÈO, CẬN NGHÈO NĂM 2025",
        "Biểu số liệu về hộ đồng bào dân tộc thiểu số",
        "ĐỘI HÌNH THANH NIÊN TÌNH NGUYỆN CHUYỂN ĐỔI SỐ",
        "BÁO CÁO QUÝ III/2025 (ước thực hiện)",
        "Kết quả ước đạt 9 tháng",
    ],
)
def test_a_title_that_says_whom_alone_or_an_estimate_asks_about_each_count(title):
    checked = check([title], HEAD, *ROWS)
    assert not checked.totals and {question.why for question in checked.questions} == {"column_titled"}


def test_a_count_of_those_alone_bears_such_a_title_out():
    head = [*HEAD[:2], "Số hộ nghèo", "Tổng số hộ"]
    assert check(["RÀ SOÁT HỘ NGHÈO"], head, *ROWS).totals == {"households_poor": 18, "households": 210}
    asked = check(["RÀ SOÁT HỘ NGHÈO CHƯA CÓ ĐIỆN THOẠI"], head, *ROWS)
    assert not asked.totals and len(asked.questions) == 2, "nothing in the table counts the lack"
    assert check(["BÁO CÁO VÙNG ĐỒNG BÀO DÂN TỘC THIỂU SỐ"], head, *ROWS).publishable


@pytest.mark.parametrize(
    ("title", "level"),
    [("TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG CẤP THÔN", "village"), ("Tổng hợp tổ CNSCĐ cấp xã", "commune")],
)
def test_a_title_of_one_level_says_of_which_level_the_teams_are(title, level):
    head = [*HEAD[:3], "Số thành viên"]
    assert check([title], head, *ROWS).totals == {f"teams_{level}": 18, f"members_{level}": 210}
    for both in ("Tổ CNSCĐ cấp thôn, tổ CNSCĐ cấp xã", "Biểu 01/cấp xã", "BÁO CÁO CẤP XÃ"):
        assert check([both], head, *ROWS).totals == {"teams": 18, "members": 210}


@pytest.mark.parametrize(
    ("head", "note", "asked"),
    [
        ([*HEAD[:2], "Số tổ (*)", "Số hộ"], "(*) Chỉ tính tổ đã có quyết định thành lập", ["Số tổ (*)"]),
        ([*HEAD[:2], "Số tổ", "Số hộ (1)"], "(1) Không tính hộ tạm trú", ["Số hộ (1)"]),
        ([*HEAD[:2], "Số tổ", "Số hộ¹"], "¹ Kể cả hộ tạm trú", ["Số hộ¹"]),
        (HEAD, "Ghi chú: số liệu ước đến hết quý", ["Số tổ", "Số hộ"]),
        (HEAD, "Ghi chú: xã chưa báo cáo thì để trống", []),
        (HEAD, "(*) Không tính hộ tạm trú", []),
    ],
)
def test_a_note_below_the_table_that_changes_what_is_counted_is_asked_about(head, note, asked):
    checked = check(head, *ROWS, [note])
    assert [question.text for question in checked.questions] == asked
    assert {question.why for question in checked.questions} <= {"column_noted"}
    answers = {question.id: question.options[1] for question in checked.questions}
    assert check(head, *ROWS, [note], answers=answers).totals == {"teams": 18, "households": 210}


def test_a_note_that_doubts_a_units_figures_is_told():
    rows = [[*ROWS[0], "Chưa báo cáo, lấy số quý II"], [*ROWS[1], "Số ước"], [*ROWS[2], "Xã vùng III"]]
    checked = check([*HEAD, "Ghi chú"], *rows)
    told = [(problem.row, problem.column) for problem in checked.problems if problem.kind == "row_note"]
    assert told == [(2, "E"), (3, "E")] and checked.publishable


@pytest.mark.parametrize("name", ["Quý II", "2024", "Số liệu quý 2", "Tháng 6", "Q1-2025"])
def test_a_sheet_named_after_another_time_is_asked_about(name):
    known = {"province": "Tỉnh Lạng Sơn", "structure": "2025-07", "as_of": date(2025, 9, 30)}
    checked = report.check(to_xlsx({name: [HEAD, *ROWS], "Quý III": [HEAD, *ROWS]}), name="x.xlsx", **known)
    assert {question.why for question in checked.questions} == {"column_titled"}
    ignored = {question.id: "ignore" for question in checked.questions}
    answered = report.check(
        to_xlsx({name: [HEAD, *ROWS], "Quý III": [HEAD, *ROWS]}), name="x.xlsx", answers=ignored, **known
    )
    assert answered.totals == {"teams": 18, "households": 210} and answered.publishable
    for own in ("Quý III", "2025", "Tháng 9", "Biểu 2", "Xã 2024"):
        assert report.check(to_xlsx({own: [HEAD, *ROWS]}), name="x.xlsx", **known).publishable


@pytest.mark.parametrize("title", ["DANH SÁCH THÀNH VIÊN ĐỀ NGHỊ KHEN THƯỞNG", "Thành viên tổ CNSCĐ vắng mặt"])
def test_a_list_of_some_members_is_asked_about(title):
    assert [question.kind for question in check([title], *MEMBERS).questions] == ["list"]
