"""Questions, their answers, what is remembered by the form, and the way from a report to a release."""

import json
from datetime import date

import pytest

from data.intake import drafting, report
from data.intake.baseline import Known
from data.intake.result import Checked
from data.publication import publish
from data.releases import drafts
from tests.fixtures import reading
from tests.fixtures.formats import to_xlsx

DAY = date(2023, 6, 30)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers in a folder of the test, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def read(rows, *, as_of: date = DAY, province: str = "06", answers=None, known: Known | None = None) -> Checked:
    return report.check(
        to_xlsx({"S": rows}),
        name="bao-cao.xlsx",
        structure="2024",
        province=province,
        as_of=as_of,
        answers=answers or {},
        known=known or Known(),
    )


HEAD = ["STT", "Xã", "Số tổ", "Số máy tính"]
ASKING = [HEAD, [1, "Xã Bang Van", 5, 50], [2, "Cốc Đán", 6, 60], [3, "Xã Tân Lập", 7, 70]]


def test_what_nothing_decides_is_asked_with_candidates():
    checked = read(ASKING)
    asked = {question.text: question for question in checked.questions}
    assert set(asked) == {"Số máy tính", "Xã Bang Van"}
    assert asked["Số máy tính"].samples == ("50", "60", "70") and asked["Số máy tính"].options[-1] == "ignore"
    name = asked["Xã Bang Van"]
    assert name.candidates[0].unit.name == "Xã Bằng Vân" and name.options[-1] == "leave_out"
    assert not checked.publishable and checked.status == 2
    assert [record.unit.name for record in checked.records] == ["Xã Cốc Đán", "Xã Tân Lập"]


def test_answers_decide():
    questions = {question.text: question for question in read(ASKING).questions}
    answers = {questions["Số máy tính"].id: "ignore", questions["Xã Bang Van"].id: "01942"}
    checked = read(ASKING, answers=answers)
    assert checked.publishable and checked.totals == {"teams": 18}
    left = read(ASKING, answers=answers | {questions["Xã Bang Van"].id: "leave_out"})
    assert left.publishable and left.totals == {"teams": 13}


@pytest.mark.parametrize("answer", ["99999", "no such", "", 7, None, ["01942"]])
def test_a_wrong_answer_decides_nothing(answer):
    [name] = [question for question in read(ASKING).questions if question.kind == "unit"]
    assert name.id in [question.id for question in read(ASKING, answers={name.id: answer}).questions]


@pytest.mark.parametrize("answers", [{"Xã Bang Van": "01945"}, {"Xã Bang Van": "01942", "Xã Bắng Van": "01942"}])
def test_answers_that_make_two_rows_one_unit_are_told_at_the_row_of_the_answer(answers):
    rows = [["STT", "Xã", "Số tổ"], [1, "Xã Bang Van", 5], [2, "Cốc Đán", 6], [3, "Xã Bắng Van", 7]]
    asked = {question.text: question.id for question in read(rows).questions}
    given = {asked[text]: code for text, code in answers.items()}
    checked = read(rows, answers={id: "leave_out" for id in asked.values()} | given)
    [problem] = checked.errors
    assert problem.kind == "answered_twice" and not checked.publishable
    texts = {at: row[1] for at, row in enumerate(rows, start=1)}
    assert texts[problem.row] == problem.values["text"] and problem.values["text"] in answers
    assert problem.values["first"] != problem.row and "Câu trả lời đang dùng" in problem.message()


def test_a_unit_that_the_file_itself_has_twice_is_no_fault_of_an_answer():
    rows = [["STT", "Xã", "Số tổ"], [1, "Xã Bang Van", 5], [2, "Cốc Đán", 6], [3, "Cốc Đán", 7]]
    [question] = read(rows).questions
    assert [problem.kind for problem in read(rows, answers={question.id: "01942"}).errors] == ["duplicate"]


def test_next_month_asks_nothing(small_store):
    answers = {question.id: question.options[0] for question in read(ASKING).questions}
    drafting.make(small_store, read(ASKING, answers=answers), who="lan")
    later = [["STT", "Xã", "Số tổ", "Số máy tính"], [1, "Xã Bang Van", 8, 80], [2, "Thượng Ân", 9, 90]]
    checked = read(later, as_of=date(2023, 9, 30))
    assert not checked.questions and set(checked.remembered) == set(answers)
    elsewhere = read(later, as_of=date(2023, 9, 30), province="20")
    assert [question for question in elsewhere.questions if question.kind == "unit"], "an answer is of its province"


def test_a_form_is_known_by_its_headings_alone():
    one = read([["Báo cáo quý II"], ["STT", "Xã", "Số hộ đến 30/6/2023"], [1, "Cốc Đán", 5]])
    two = read([["Báo cáo quý III"], ["STT", "Xã", "Số hộ đến 30/9/2023"], [1, "Bằng Vân", 5], [2, "Cốc Đán", 7]])
    assert one.form == two.form != read([["STT", "Xã", "Số tổ"], [1, "Cốc Đán", 5]]).form


def test_the_same_name_twice_is_two_questions():
    rows = [["STT", "Xã", "Số tổ"], [1, "Chi Lăng", 5], [2, "Chi Lăng", 6], [3, "Xã Mai Sao", 2]]
    checked = read(rows, province="20")
    asked = [question for question in checked.questions if question.kind == "unit"]
    assert len({question.id for question in asked}) == len(asked) == 2


def test_units_of_one_name_are_told_apart_by_district_and_kind():
    rows = [
        ["TT", "Đơn vị", "Số tổ"],
        ["I", "Huyện Chi Lăng", 11],
        [1, "TT. Chi Lăng", 5],
        [2, "Xã Chi Lăng", 6],
        ["II", "Huyện Tràng Định", 7],
        [1, "Chi Lăng", 7],
        ["III", "Bình Gia", 4],
        [1, "xã Hồng Phong", 4],
        ["IV", "HUYỆN CAO LỘC", 3],
        [1, "Hồng Phong", 3],
    ]
    checked = read(rows, province="20")
    assert not checked.questions
    assert [(record.unit.name, record.unit.district) for record in checked.records] == [
        ("Thị trấn Chi Lăng", "187"),
        ("Xã Chi Lăng", "187"),
        ("Xã Chi Lăng", "180"),
        ("Xã Hồng Phong", "181"),
        ("Xã Hồng Phong", "183"),
    ]


def test_codes_lose_their_zero_and_still_decide():
    rows = [["Mã xã", "Tên", "Số tổ"], [1942, "Bằng Vân", 5], ["01945", "Xã Cốc Đán", 6]]
    checked = read(rows)
    assert [record.unit.code for record in checked.records] == ["01942", "01945"] and not checked.questions


def test_a_code_against_its_name_is_asked_about():
    rows = [["Mã xã", "Tên", "Số tổ"], [1942, "Bằng Vân", 5], [1945, "Cốc Đán", 6], [1936, "Trung Hòa", 7]]
    [question] = read(rows).questions
    assert question.why == "code_differs"
    assert {candidate.unit.name for candidate in question.candidates} >= {"Thị trấn Nà Phặc", "Xã Trung Hòa"}


def test_a_column_of_numbers_of_lines_is_no_code():
    rows = [["Mã số", "Tên", "Số tổ"], [1, "Bằng Vân", 5], [2, "Cốc Đán", 6], [3, "Trung Hòa", 7]]
    assert not read(rows).questions and len(read(rows).records) == 3


def test_renamed_units_are_offered_with_what_became_of_them():
    rows = [["STT", "Xã", "Số tổ"], [1, "Xã Trung Hòa", 5], [2, "Xã Bằng Vân", 7], [3, "Xã Cốc Đán", 1]]
    checked = report.check(
        to_xlsx({"S": rows}), name="x", structure="2025-07", province="Tỉnh Thái Nguyên", as_of=date(2026, 6, 30)
    )
    assert [record.unit.name for record in checked.records] == ["Xã Bằng Vân"]
    asked = {question.text: question.candidates[0] for question in checked.questions}
    assert set(asked) == {"Xã Trung Hòa", "Xã Cốc Đán"}
    assert all("1/7/2025" in candidate.text() for candidate in asked.values())


@pytest.mark.slow
def test_from_report_to_release(small_store):
    rows = [
        ["UBND HUYỆN NGÂN SƠN"],
        ["STT", "Xã", "Số tổ", "Số hộ"],
        [1, "Bằng Vân", 5, "hơn 900"],
        [2, "Cốc Đán", 6, None],
    ]
    name = drafting.make(small_store, read(rows), who="lan")
    draft = drafts.get(small_store, name)
    assert draft.source.office == "UBND HUYỆN NGÂN SƠN" and not draft.errors and not draft.open_questions
    release = publish.publish(small_store, name, who="lan")
    told = release.query("SELECT code, teams, households FROM reports WHERE structure = '2024' AND code LIKE '0194%'")
    assert told.loc[told["code"] == "01942", ["teams", "households"]].values.tolist() == [[5, 900]]
    notes = release.query("SELECT code, indicator, text FROM notes WHERE kind = 'qualifier'")
    assert notes.values.tolist() == [["01942", "households", "hơn"]]


def test_a_draft_keeps_the_rows_that_wait(small_store):
    rows = [["STT", "Xã", "Số tổ"], [1, "Xã Bang Van", 5], [2, "Cốc Đán", 6]]
    name = drafting.make(small_store, read(rows), who="lan")
    [question] = drafts.get(small_store, name).open_questions
    after = drafts.answer(small_store, name, {question["id"]: "01942"}, who="lan")
    assert sorted(after.rows()["code"].to_pylist()) == ["01942", "01945"] and not after.open_questions


REGISTER = [
    ["UBND xã Bằng Vân"],
    ["STT", "Thôn", "Họ và tên", "Năm sinh", "Nhiệm vụ", "Số điện thoại", "Đã tập huấn"],
    [1, "Khu Chợ", "Lý A", 1980, "Tổ trưởng", "0912345678", "x"],
    [2, None, "Lý B", 1990, "Thành viên", None, None],
    [3, "Cốc Lải", "Hà C", 1970, "Tổ trưởng", "0987", "x"],
]


@pytest.mark.slow
def test_a_register_makes_villages_teams_and_people(small_store):
    name = drafting.make(small_store, read(REGISTER), who="lan")
    release = publish.publish(small_store, name, who="lan")
    here = "SELECT name, village FROM villages WHERE commune_2024 = '01942' ORDER BY name"
    villages = dict(release.query(here).values.tolist())
    assert list(villages) == ["Cốc Lải", "Khu Chợ"]
    figures = release.query(
        "SELECT village, teams_village, members_village, members_trained FROM village_figures WHERE village IN $ids",
        ids=list(villages.values()),
    )
    assert {row[0]: row[1:] for row in figures.values.tolist()} == {
        villages["Khu Chợ"]: [1, 2, 1],
        villages["Cốc Lải"]: [1, 1, 1],
    }
    listed = "SELECT name, birth_year, trained FROM people WHERE source = $id ORDER BY name"
    people = release.people(listed, reader="lan", id=name)
    assert people["name"].tolist() == ["Hà C", "Lý A", "Lý B"] and people["trained"].tolist() == [True, True, False]
    assert "0912345678" not in json.dumps(read(REGISTER).to_json(rows=True))


@pytest.mark.slow
def test_villages_are_known_again_and_likely_doubles_are_asked_about(small_store):
    first = publish.publish(small_store, drafting.make(small_store, read(REGISTER), who="lan"), who="lan")
    rows = [
        ["UBND xã Bằng Vân"],
        ["STT", "Thôn", "Số hộ"],
        [1, "khu chợ", 90],
        [2, "Thôn Cốc Lãi", 50],
        [3, "Nà Mới", 40],
    ]
    checked = read(rows, as_of=date(2023, 9, 30), known=Known(first))
    [question] = checked.questions
    assert (question.kind, question.text, question.samples) == ("village", "Thôn Cốc Lãi", ("Cốc Lải",))
    same = read(rows, as_of=date(2023, 9, 30), known=Known(first), answers={question.id: question.options[0]})
    new = read(rows, as_of=date(2023, 9, 30), known=Known(first), answers={question.id: "new"})
    ids = {drafting.village_id(same, record) for record in same.records}
    known = set(first.query("SELECT village FROM villages WHERE commune_2024 = '01942'")["village"])
    assert len(known & ids) == 2 and len(known & {drafting.village_id(new, r) for r in new.records}) == 1


@pytest.mark.slow
def test_jumps_against_the_last_release(small_store):
    rows = [["STT", "Xã", "Số hộ"], [1, "Bằng Vân", 900], [2, "Cốc Đán", 600]]
    first = publish.publish(small_store, drafting.make(small_store, read(rows), who="lan"), who="lan")
    later = [["STT", "Xã", "Số hộ"], [1, "Bằng Vân", 905], [2, "Cốc Đán", 60]]
    found = [p for p in read(later, as_of=date(2023, 9, 30), known=Known(first)).problems if p.kind == "jump"]
    assert [(problem.code, problem.values["difference"]) for problem in found] == [("01945", -540)]


HOSTILE = ["{{ cycler.__init__.__globals__.os.getcwd() }}", "{% x", "${alert(1)}", "<img src=x>", "{0}", "%s"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_only_text(name, small_store):
    checked = read([[name], ["STT", "Xã", "Số tổ", name], [1, name, 5, 1], [2, "Cốc Đán", 6, 2]])
    assert name in [question.text for question in checked.questions]
    for question in checked.questions:
        assert name in question.message() or question.kind == "column"
    drafts.get(small_store, drafting.make(small_store, checked, who=name))
