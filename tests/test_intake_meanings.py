"""What a column or a row means that its words alone do not say: people who lead, levels, codes, shares typed as 1."""

from datetime import date

import pytest

from data.access.areas import COUNTRY
from data.intake import remembered_answers, report
from data.intake.result import Checked
from data.units import lookup
from tests.fixtures import reading
from tests.fixtures.formats import to_xlsx

THAT_KHE = ["UBND XÃ THẤT KHÊ, TỈNH LẠNG SƠN"]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def check(
    *rows: list[object], province: str | None = "Tỉnh Lạng Sơn", answers: dict[str, str] | None = None
) -> Checked:
    return report.check(
        to_xlsx({"S": rows}),
        name="x.xlsx",
        structure="2025-07",
        province=province,
        as_of=date(2025, 9, 30),
        answers=answers or {},
    )


def kinds(checked: Checked) -> set[str]:
    return {problem.kind for problem in checked.problems}


# people who lead


@pytest.mark.parametrize("who", ["Họ và tên trưởng thôn", "Họ tên tổ trưởng", "Họ và tên"])
@pytest.mark.parametrize(
    ("counted", "right"),
    [
        (["Tổng số hộ", "Hộ có điện thoại thông minh"], {"households": 210, "households_smartphone": 180}),
        (["Số thành viên", "Số thành viên được tập huấn"], {"members": 210, "members_trained": 180}),
    ],
)
def test_who_leads_a_village_is_no_member_that_its_row_lists(who, counted, right):
    head = ["STT", "Thôn", who, *counted, "Số điện thoại"]
    rows = [[1, "Khòn Lèng", "Nguyễn Văn A", 120, 100, "0912345678"], [2, "Nà Cà", "Trần Thị B", 90, 80, "0912345679"]]
    checked = check(THAT_KHE, head, *rows)
    assert checked.kind == "villages" and checked.totals == right and checked.publishable
    assert "personal_column" in kinds(checked) and not any(record.people for record in checked.records)


def test_a_register_that_repeats_its_villages_still_counts_its_people():
    head = ["STT", "Thôn", "Họ và tên", "Chức vụ", "Số hộ trong nhóm Zalo"]
    rows = [[1, "Khòn Lèng", "Nguyễn Văn A", "Tổ trưởng", 90], [2, "Khòn Lèng", "Trần Thị B", "Thành viên", 90]]
    checked = check(THAT_KHE, head, *rows)
    assert checked.kind == "register" and checked.totals["members"] == 2


# levels of teams without any unit


LEVELS = [["Cấp xã", 65, 400], ["Cấp thôn", "1.676", "6.214"]]
BY_LEVEL = {"teams_commune": 65, "members_commune": 400, "teams_village": 1676, "members_village": 6214}


@pytest.mark.parametrize("heading", ["Cấp", "Cấp tổ", "Loại hình tổ", "Nội dung"])
@pytest.mark.parametrize(
    "rows",
    [
        LEVELS,
        [["Xã", 65, 400], ["Thôn", "1.676", "6.214"], ["Tổng cộng", "1.741", "6.614"]],
        [["Tổ CNSCĐ cấp thôn", "1.676", "6.214"], ["Tổ CNSCĐ cấp xã", 65, 400], ["Cấp tỉnh", 1, 20]],
    ],
)
def test_counts_by_level_alone_are_of_the_unit_of_the_title(heading, rows):
    checked = check(["TỔNG HỢP TỔ CNSCĐ TỈNH LẠNG SƠN"], ["STT", heading, "Số tổ", "Số thành viên"], *_numbered(rows))
    assert checked.kind == "levels" and checked.totals == BY_LEVEL and checked.publishable
    assert [(record.level, record.unit.name) for record in checked.records] == [("province", "Tỉnh Lạng Sơn")]
    assert "sheet_total" not in kinds(checked) and "mostly_missing" not in kinds(checked)


def _numbered(rows: list[list[object]]) -> list[list[object]]:
    return [[at, *row] for at, row in enumerate(rows, start=1)]


def test_counts_by_level_of_a_commune_are_of_the_commune():
    checked = check(["UBND XÃ THẤT KHÊ"], ["Cấp", "Số tổ", "Số thành viên"], *LEVELS, province=None)
    assert [record.unit.name for record in checked.records] == ["Xã Thất Khê"] and checked.totals == BY_LEVEL


def test_counts_by_level_of_nobody_say_what_is_lacking():
    checked = check(["Cấp", "Số tổ", "Số thành viên"], *LEVELS, province=None)
    assert not checked.totals and "levels_of_nobody" in kinds(checked) and "no_rows" not in kinds(checked)


# forms that name one commune and no province


FORM = [["STT", "Nội dung", "Kết quả"], [1, "Số tổ", 14], [2, "Số thành viên", 88], [3, "Tổng số hộ", 1666]]
VILLAGES = [["STT", "Thôn", "Tổng số hộ"], [1, "Khòn Lèng", 1000], [2, "Nà Cà", 666]]


@pytest.mark.parametrize("rows", [FORM, VILLAGES], ids=["form", "villages"])
def test_a_commune_without_its_province_is_of_the_one_that_bears_the_name(rows):
    checked = check(["UBND XÃ THẤT KHÊ"], *rows, province=None)
    assert checked.totals["households"] == 1666 and checked.publishable
    assert checked.province is not None and checked.province.name == "Tỉnh Lạng Sơn"


@pytest.mark.parametrize("rows", [FORM, VILLAGES], ids=["form", "villages"])
def test_a_commune_whose_name_several_bear_is_asked_about_with_all_of_them(rows):
    checked = check(["UBND XÃ TÂN TIẾN"], *rows, province=None)
    (question,) = checked.questions
    assert not checked.totals and question.kind == "unit"
    assert {one.unit.short for one in question.candidates} == {"Tân Tiến"} and len(question.candidates) > 2
    here = next(one.unit for one in question.candidates if one.unit.province == "20")
    answered = check(["UBND XÃ TÂN TIẾN"], *rows, province=None, answers={question.id: here.code})
    assert answered.totals["households"] == 1666
    assert answered.province is not None and answered.province.name == "Tỉnh Lạng Sơn"


def test_which_commune_a_name_means_without_its_province_is_asked_each_time():
    given = {"unit:-:turned:xã tân tiến": "06019", "unit:20:-:xã tân tiến": "06019", "unit:-:-:huế": "46"}
    kept = remembered_answers.new("0" * 16, given, area=[COUNTRY], by="lan", file="x.xlsx")
    assert {one.question for one in kept} == set(list(given)[1:])


# codes that are not those of the names beside them

NAMES = ["Xã Thất Khê", "Xã Đoàn Kết", "Xã Tân Tiến", "Phường Kỳ Lừa"]


def _coded(*codes: object) -> list[list[object]]:
    return [["Mã xã", "Tên xã, phường", "Số tổ"], *([code, name, 5] for code, name in zip(codes, NAMES, strict=True))]


def test_codes_of_other_units_than_the_names_are_one_question():
    of_names = [unit.code for unit in (found(name) for name in NAMES)]
    moved = _coded(*of_names[1:], of_names[0])
    checked = check(*moved)
    (question,) = checked.questions
    assert question.kind == "codes" and question.options == ("by_name", "by_code") and not checked.publishable
    assert question.message("vi") != question.message("en") and NAMES[0] in question.text
    for answer, first in (("by_name", 0), ("by_code", 1)):
        answered = check(*moved, answers={question.id: answer})
        assert answered.publishable and answered.records[0].unit.name == NAMES[first]


def found(name: str):
    return lookup.find(name, structure="2025-07", level="commune", province="20").unit


@pytest.mark.parametrize("codes", [("LS01", "LS02", "LS03", "LS04"), (90001, 90002, 90003, 90004), (1, 2, 3, 4)])
def test_codes_of_no_unit_are_told_and_names_decide(codes):
    checked = check(*_coded(*codes))
    assert checked.totals == {"teams": 20} and checked.publishable and "strange_codes" in kinds(checked)


def test_codes_that_agree_are_neither_asked_about_nor_told():
    checked = check(*_coded(*(found(name).code for name in NAMES)))
    assert checked.publishable and "strange_codes" not in kinds(checked)


# numbers that are rather shares


def _told(heading: str, *cells: object) -> list[list[object]]:
    rows = [[name, 900 + at, cell] for at, (name, cell) in enumerate(zip(NAMES, cells, strict=True))]
    return [["Xã, phường", "Tổng số hộ", heading], *rows]


@pytest.mark.parametrize(
    ("heading", "indicator"),
    [("Số hộ có điện thoại thông minh", "households_smartphone"), ("Số thành viên được tập huấn", "members_trained")],
)
@pytest.mark.parametrize(
    "cells", [(1, 1, 1, 1), (1, "1", 1.0, 1), (0.82, 1, 0.91, 0.7), (82, 0.82, 91, 100), (82, "0,82", 91, 100)]
)
def test_shares_without_a_sign_are_asked_about(heading, indicator, cells):
    checked = check(*_told(heading, *cells))
    (question,) = checked.questions
    assert indicator not in checked.totals and question.why == "column_shares"
    assert question.options == ("ignore", indicator) and question.message("vi") != question.message("en")
    ignored = check(*_told(heading, *cells), answers={question.id: "ignore"})
    assert ignored.publishable and indicator not in ignored.totals


@pytest.mark.parametrize("cells", [(1, 2, 1, 1), (1, None, 1, None), (820, 0.82, 901, 700)])
def test_few_and_faulty_counts_are_no_shares(cells):
    checked = check(*_told("Số hộ có điện thoại thông minh", *cells))
    assert not checked.questions and "households_smartphone" in checked.totals
    assert ("fraction" in kinds(checked)) == (0.82 in cells)


def test_one_team_in_each_unit_is_a_count():
    assert check(*_told("Số tổ", 1, 1, 1, 1)).totals["teams"] == 4


@pytest.mark.parametrize(
    ("cells", "kind"),
    [((1, 1, 1, 1), "score_scale"), ((82.5, 0.82, 71, 65), "score_mixed"), ((82.5, 1, 71, 65), "score_mixed")],
)
def test_scores_of_a_scale_to_one_stop_publishing(cells, kind):
    checked = check(*_told("Điểm DTI cấp xã", *cells))
    assert kind in kinds(checked) and not checked.publishable


# notes, parts, shares beside counts, names in other columns

PEOPLE = [
    ["STT", "Họ và tên", "Năm sinh", "Chức vụ", "Thôn", "Ghi chú"],
    [1, "Nông Văn A", 1980, "Tổ trưởng", "Thôn Nà Cà", None],
    [2, "Hoàng Thị B", 1990, "Thành viên", "Thôn Nà Cà", None],
    [3, "Lý Văn C", 1991, "Thành viên", "Thôn Nà Cà", "Thay ông B"],
]
TEAMS = [
    ["STT", "Tên tổ", "Thôn", "Số thành viên", "Ngày thành lập", "Ghi chú"],
    [1, "Tổ 1", "Thôn Nà Cà", 7, "12/3/2022", None],
    [2, "Tổ 2", "Thôn Khòn Lèng", 6, "12/3/2022", None],
]
NOTES = ["Đã nghỉ", "Chuyển công tác", "Sáp nhập vào Tổ 1", "Giải thể 6/2025", "Không tham gia", "Chưa thành lập"]


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize(("rows", "count"), [(PEOPLE, "members"), (TEAMS, "teams_village")], ids=["people", "teams"])
def test_rows_whose_notes_say_that_they_are_not_of_today_are_asked_about(rows, count, note):
    noted = [THAT_KHE, *rows[:2], [*rows[2][:-1], note], *rows[3:]]
    whole = len(rows) - 1
    checked = check(*noted)
    (question,) = checked.questions
    assert (question.kind, question.rows) == ("list", (4,)) and note in question.text and not checked.publishable
    left_out = check(*noted, answers={question.id: "leave_rows_out"})
    assert left_out.totals[count] == whole - 1 and left_out.publishable and "rows_left_out" in kinds(left_out)
    assert check(*noted, answers={question.id: "count_rows"}).totals[count] == whole
    assert check(THAT_KHE, *rows).totals[count] == whole


def test_a_part_that_is_asked_about_is_not_said_to_be_of_another_period():
    head = ["Xã, phường", "Số thành viên", None, None]
    parts = [None, "Tổng số", "Tổ trưởng", "Thành viên"]
    checked = check(head, parts, *([name, 50, 5, 45] for name in NAMES))
    assert checked.totals == {"members": 200} and "period_column" not in kinds(checked)
    assert [question.column for question in checked.questions] == ["C", "D"]


def test_a_count_with_its_share_beside_it_is_a_count_and_nothing_personal():
    cells = ("1.340 (80,4%)", "700 (70%)", "91 (đạt 90 %)", "100")
    checked = check(*_told("Số hộ có điện thoại thông minh", *cells))
    assert checked.totals["households_smartphone"] == 1340 + 700 + 91 + 100
    assert "personal_column" not in kinds(checked) and not checked.questions


@pytest.mark.parametrize("heading", ["Tổ trưởng", "Trưởng thôn", "Người phụ trách", "Cán bộ đầu mối"])
def test_who_is_named_beside_counts_is_personal(heading):
    head = ["STT", "Thôn", heading, "Tổng số hộ"]
    checked = check(THAT_KHE, head, [1, "Khòn Lèng", "Nguyễn Văn A", 120], [2, "Nà Cà", "Trần Thị B", 90])
    assert checked.totals == {"households": 210} and "personal_column" in kinds(checked)


def test_a_form_with_the_villages_of_a_commune_in_columns_is_read():
    head = ["STT", "Nội dung", "Thôn Nà Cà", "Thôn Khòn Lèng", "Cộng"]
    lines = [[1, "Số tổ CNSCĐ", 1, 1, 2], [2, "Số thành viên", 7, 6, 13], [3, "Tổng số hộ", 100, 90, 191]]
    checked = check(THAT_KHE, head, *lines)
    assert checked.kind == "villages" and checked.totals == {"teams": 2, "members": 13, "households": 190}
    assert [(record.village, record.unit.name) for record in checked.records] == [
        ("Thôn Nà Cà", "Xã Thất Khê"),
        ("Thôn Khòn Lèng", "Xã Thất Khê"),
    ]
    assert "sheet_total" in kinds(checked) and check(["Biểu"], head, *lines).questions


@pytest.mark.parametrize("label", ["Trong đó: nữ", "Tr.đó: đoàn viên", "Chia ra"])
def test_a_row_that_is_a_part_of_the_one_above_is_told_and_not_asked_about(label):
    rows = [[1, NAMES[0], 5, 50], [None, label, None, 20], [2, NAMES[1], 6, 61], [None, label, None, 25]]
    checked = check(["STT", "Xã", "Số tổ", "Số thành viên"], *rows)
    assert checked.totals == {"teams": 11, "members": 111} and checked.publishable and "part_row" in kinds(checked)
