"""Answers that are remembered of a form: whose they are, where they hold, who may withdraw them, what the log says."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.__main__ import main
from data.access.actor import PUBLIC, Actor, NotForYou, OutOfArea
from data.access.areas import COUNTRY, NOWHERE, lies_within, of_report
from data.intake import drafting, remembered_answers, report
from data.intake.baseline import Known
from data.intake.remembered_answers import Remembered
from data.intake.result import Checked
from data.releases.store import Store
from data.services import remembered, use_cases
from data.storage import audit_log
from tests.fixtures import reading
from tests.fixtures.formats import to_xlsx

BAC_KAN, LANG_SON, NGAN_SON_COMMUNE = ("2024", "06"), ("2024", "20"), ("2024", "01942")
OWN = Actor("planner", "lan@backan.vn", frozenset({BAC_KAN}))
OTHER = Actor("planner", "ha@langson.vn", frozenset({LANG_SON}))
OF_COMMUNE = Actor("planner", "xa@bangvan.vn", frozenset({NGAN_SON_COMMUNE}))
ADMIN = Actor("administrator", "admin@so.vn")
VIEWER = Actor("viewer", "ban@chidao.vn")
ROWS = [["STT", "Xã", "Số tổ", "Số máy tính"], [1, "Xã Bằng Vân", 5, 50], [2, "Cốc Đán", 6, 60]]
ELSEWHERE = [["STT", "Xã", "Số tổ", "Số máy tính"], [1, "Xã Mai Sao", 5, 50], [2, "Xã Chi Lăng", 6, 60]]
OF_ONE = [
    ["UBND xã Bằng Vân"],
    ["STT", "Thôn", "Số hộ", "Số máy tính"],
    [1, "Khu Chợ", 90, 50],
    [2, "Cốc Lải", 50, 10],
]


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep remembered answers in a folder of the test, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def read(rows: list[list[Any]] = ROWS, *, by: Actor | None = OWN, province: str = "06", answers: Any = None) -> Checked:
    return report.check(
        to_xlsx({"S": rows}),
        name="bao-cao.xlsx",
        structure="2024",
        province=province,
        as_of=date(2023, 6, 30),
        answers=answers or {},
        known=Known(),
        reader=by,
    )


def asked(checked: Checked) -> set[str]:
    return {question.text for question in checked.questions if question.kind == "column"}


def answered(by: Actor, rows: list[list[Any]] = ROWS, province: str = "06", answer: str = "ignore") -> Checked:
    [question] = [question for question in read(rows, by=by, province=province).questions if question.kind == "column"]
    return read(rows, by=by, province=province, answers={question.id: answer})


def test_an_answer_of_one_province_answers_no_report_of_another(small_store: Store) -> None:
    use_cases.make_draft(small_store, OWN, answered(OWN))
    assert not asked(read(by=OWN)) and not asked(read(by=ADMIN)) and not asked(read(by=None))
    for who in (OTHER, ADMIN, None):
        assert asked(read(ELSEWHERE, by=who, province="20")) == {"Số máy tính"}
    assert asked(read(ELSEWHERE, by=OWN, province="20")), "nor does their own answer, read by those who gave it"


def test_an_answer_of_a_commune_is_its_own_alone(small_store: Store) -> None:
    use_cases.make_draft(small_store, OF_COMMUNE, answered(OF_COMMUNE, OF_ONE))
    assert not asked(read(OF_ONE, by=OF_COMMUNE))
    neighbour = Actor("planner", "xa@cocdan.vn", frozenset({("2024", "01945")}))
    for who in (OWN, neighbour, None):
        assert asked(read(OF_ONE, by=who)) == {"Số máy tính"}


def test_a_province_answers_for_its_communes_and_their_own_answer_goes_first(small_store: Store) -> None:
    use_cases.make_draft(small_store, OF_COMMUNE, answered(OF_COMMUNE, OF_ONE, answer="teams_active"))
    use_cases.make_draft(small_store, OWN, answered(OWN, OF_ONE))
    assert read(OF_ONE, by=OF_COMMUNE).totals == {"households": 140, "teams_active": 60}
    assert read(OF_ONE, by=OWN).totals == {"households": 140}


def test_an_administrator_may_give_for_all_and_nobody_else(small_store: Store) -> None:
    use_cases.make_draft(small_store, OWN, answered(OWN))
    [one] = remembered.answers(OWN)
    for who in (PUBLIC, VIEWER, OWN, OTHER):
        with pytest.raises(NotForYou):
            remembered.give_for_all(small_store, who, one)
    remembered.give_for_all(small_store, ADMIN, one)
    assert not asked(read(ELSEWHERE, by=OTHER, province="20"))
    [of_all] = remembered.answers(OTHER)
    assert (of_all.by, of_all.area) == (ADMIN.name, frozenset({COUNTRY}))
    with pytest.raises(NotForYou):
        remembered.withdraw(small_store, OTHER, of_all)
    assert remembered.withdraw(small_store, ADMIN, of_all)
    assert asked(read(ELSEWHERE, by=OTHER, province="20"))


def test_those_whose_area_it_is_withdraw_an_answer_and_nobody_else(small_store: Store) -> None:
    use_cases.make_draft(small_store, OWN, answered(OWN))
    [one] = remembered.answers(OWN)
    assert (one.by, one.area, one.file) == (OWN.name, frozenset({BAC_KAN}), "bao-cao.xlsx") and one.at
    assert remembered.answers(OTHER) == [] and remembered.answers(OF_COMMUNE) == [one], "it holds for the commune"
    for who in (PUBLIC, VIEWER, OTHER, OF_COMMUNE):
        with pytest.raises((NotForYou, OutOfArea)):
            remembered.withdraw(small_store, who, one)
    assert not asked(read())
    assert remembered.withdraw(small_store, OWN, one)
    assert asked(read()) == {"Số máy tính"} and remembered.answers(OWN) == []
    logged = len(audit_log.read(small_store.root))
    assert not remembered.withdraw(small_store, OWN, one), "a second time there is nothing to withdraw"
    assert len(audit_log.read(small_store.root)) == logged


def test_giving_and_withdrawing_stand_in_the_log(small_store: Store) -> None:
    checked = answered(OWN)
    draft = use_cases.make_draft(small_store, OWN, checked)
    use_cases.make_draft(small_store, OWN, read(by=OWN))
    [one] = remembered.answers(OWN)
    remembered.give_for_all(small_store, ADMIN, one)
    remembered.withdraw(small_store, OWN, one)
    told = [entry for entry in audit_log.read(small_store.root) if "answers" in entry and "form" in entry]
    assert [(entry["action"], entry["who"], entry["area"]) for entry in told] == [
        ("remember answers", OWN.name, [list(BAC_KAN)]),
        ("answer for all", ADMIN.name, [list(COUNTRY)]),
        ("withdraw answer", OWN.name, [list(BAC_KAN)]),
    ], "what was recalled is not given a second time"
    assert told[0]["draft"] == draft and told[0]["form"] == checked.form
    assert all(entry["answers"] == {one.question: "ignore"} for entry in told)


def test_what_only_holds_for_one_file_or_was_taken_back_is_not_remembered() -> None:
    told = {"date:x": "2023-06-30", "structure:x": "2024", "scale:x": "1", "column:x": "", "column:y": None}
    assert remembered_answers.new("0" * 16, told, area=[BAC_KAN], by="lan", file="x") == []


def test_an_answer_of_today_goes_before_a_remembered_one(small_store: Store) -> None:
    [column] = [question for question in read().questions if question.kind == "column"]
    drafting.make(small_store, read(answers={column.id: "teams_active"}), who="lan")
    assert "teams_active" in read().totals
    assert "teams_active" not in read(answers={column.id: "ignore"}).totals


def test_answers_kept_before_areas_were_hold_where_the_question_says_and_nowhere_else(tmp_path: Path) -> None:
    checked = read([["STT", "Xã", "Số tổ", "Số máy tính"], [1, "Xã Bang Van", 5, 50], [2, "Cốc Đán", 6, 60]])
    ids = {question.kind: question.id for question in checked.questions}
    old = {"form": checked.form, "answers": {ids["unit"]: "01942", ids["column"]: "ignore"}}
    (tmp_path / "forms").mkdir(exist_ok=True)
    (tmp_path / "forms" / f"{checked.form}.json").write_text(json.dumps(old))
    assert remembered_answers.recall(checked.form, place=[BAC_KAN]) == {ids["unit"]: "01942"}
    assert remembered_answers.recall(checked.form, place=[LANG_SON]) == {}
    listed = {one.question: one for one in remembered.answers(ADMIN)}
    assert listed[ids["column"]].area == {NOWHERE} and not listed[ids["column"]].by
    assert [one.question for one in remembered.answers(OWN)] == [ids["unit"]]


def test_old_answers_are_kept_when_new_ones_come(tmp_path: Path, small_store: Store) -> None:
    checked = answered(OWN)
    (tmp_path / "forms").mkdir(exist_ok=True)
    file = tmp_path / "forms" / f"{checked.form}.json"
    file.write_text(json.dumps({"form": checked.form, "answers": {"column:khac": "teams"}}))
    use_cases.make_draft(small_store, OWN, checked)
    assert {one.question for one in remembered_answers.known(checked.form)} == {"column:khac", *checked.answers}


@pytest.mark.parametrize(
    "damage", ["{", "[]", '{"answers": 5}', '{"answers": [{"question": "x"}]}', '{"answers": [[]]}']
)
def test_damaged_memory_only_asks_again(tmp_path: Path, small_store: Store, damage: str) -> None:
    checked = answered(OWN)
    use_cases.make_draft(small_store, OWN, checked)
    (tmp_path / "forms" / f"{checked.form}.json").write_text(damage)
    assert asked(read()) and remembered.answers(ADMIN) == []


def test_what_is_no_fingerprint_is_no_file() -> None:
    assert remembered_answers.recall("../../etc/passwd", place=[BAC_KAN]) == {}
    with pytest.raises(ValueError, match="fingerprint"):
        remembered_answers.remember([Remembered("../../etc/passwd", "column:x", "teams", frozenset({BAC_KAN}))])


UNITS = [BAC_KAN, LANG_SON, NGAN_SON_COMMUNE, ("2024", "01945"), ("2025-07", "19"), ("2025-07", "20"), NOWHERE, COUNTRY]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.sets(st.sampled_from(UNITS), min_size=1), area=st.sets(st.sampled_from(UNITS), min_size=1))
def test_an_answer_holds_only_where_its_area_covers_the_whole_place(place: set[Any], area: set[Any]) -> None:
    holds = lies_within(place, frozenset(area))
    if COUNTRY in area:
        assert holds
    else:
        whole = Actor("planner", units=frozenset(area - {NOWHERE}))
        assert holds == all(unit not in (NOWHERE, COUNTRY) and whole.covers(*unit) for unit in place)


def test_a_report_belongs_to_its_province_or_to_what_its_reader_has_of_it() -> None:
    assert of_report("2024", "06", None) == of_report("2024", "06", ADMIN) == of_report("2024", "06", OWN) == {BAC_KAN}
    assert of_report("2024", "06", OF_COMMUNE) == {NGAN_SON_COMMUNE}
    assert of_report("2024", "06", OTHER) == {BAC_KAN}, "a province that is not the reader's at all"
    assert of_report("2024", None, OWN) == {BAC_KAN} and of_report("2024", None, ADMIN) == {COUNTRY}


def test_commands_list_and_withdraw_answers(small_store: Store, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(small_store.root.parent))
    checked = read(answers={name: "ignore" for name in asked(read())})
    use_cases.make_draft(small_store, OWN, checked)

    def run(*words: str) -> tuple[int, dict[str, Any]]:
        status = main(["remembered", *words, "--json"])
        return status, json.loads(capsys.readouterr().out)

    status, told = run("list")
    (one,) = told["answers"]
    assert status == 0 and (one["answer"], one["by"], one["area"]) == ("ignore", OWN.name, [list(BAC_KAN)])
    assert main(["remembered", "list", "--lang", "en"]) == 0 and "Tỉnh Bắc Kạn" in capsys.readouterr().out
    assert run("withdraw", one["id"], "ffff")[0] == 1 and len(run("list")[1]["answers"]) == 1, "all of them or none"
    assert run("withdraw", one["id"], "--who", "minh") == (0, {"withdrawn": [one["id"]]})
    assert run("list") == (0, {"answers": []}) and asked(read()) == asked(checked) | {one["question"]}
    assert audit_log.read(small_store.root)[-1]["who"] == "minh"
