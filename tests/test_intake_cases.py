"""Reports rebuilt from public bug reports and from offices' own forms: each is read right or asked about.

Never wrong in silence: a figure is in the totals only where it is right, and where anything is asked nothing can be
published. What stands in `expected.json` as plain counts is compared as it is; what stands there in words is written
out below, case by case.
"""

import json
import os
import shlex
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.catalogue.current import catalogue
from data.intake.report import check
from data.intake.result import Checked
from data.storage.errors import Refused

SHARED = Path(os.environ.get("CNSCD_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
CASES = SHARED / "cases"
INDICATORS = frozenset(catalogue().codes)
READ = "abefg"
"""The first letters of the cases that are reports; the others are boundaries and pages."""

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not (CASES / "expected.json").exists(), reason=f"the cases are not at {CASES}"),
]


def _cases() -> dict[str, dict[str, Any]]:
    file = CASES / "expected.json"
    listed = json.loads(file.read_text("utf-8")) if file.exists() else []
    return {case["id"]: case for case in listed if case["id"][0] in READ and case["files"]}


def _content(name: str) -> bytes:
    """Return a file's content; its name may be stored composed or decomposed."""
    wanted = unicodedata.normalize("NFC", name)
    return next(
        file.read_bytes() for file in (CASES / "files").iterdir() if unicodedata.normalize("NFC", file.name) == wanted
    )


def _arguments(line: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    key = ""
    for word in shlex.split(line):
        if word.startswith("--"):
            key = word[2:].replace("-", "_")
        else:
            out[key] = f"{out[key]} {word}" if key in out else word
    return out | ({"as_of": date.fromisoformat(out["as_of"])} if "as_of" in out else {})


def _read(case: dict[str, Any]) -> Checked:
    return check(_content(case["files"][0]), name=case["files"][0], **_arguments(case["arguments"]))


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep remembered answers of the machine out of these tests."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))


def _counts(checked: Checked, indicator: str) -> list[int | None]:
    return [record.counts.get(indicator) for record in checked.records]


def _asked(checked: Checked) -> set[str]:
    return {question.text for question in checked.questions}


def _kinds(checked: Checked) -> set[str]:
    return {problem.kind for problem in checked.problems}


def blanks_are_missing(checked: Checked) -> None:
    rows = {record.at.row: record.counts for record in checked.records}
    assert rows[6]["members"] is None and rows[7]["teams"] is None
    assert {name: checked.totals[name] for name in ("members", "teams")} == {"members": 204, "teams": 39}


def uncomputed_is_missing(checked: Checked) -> None:
    assert set(_counts(checked, "households")) == {None} and "households" not in checked.totals
    assert "uncomputed" in _kinds(checked) and "sheet_total" not in _kinds(checked)


def errors_are_named(checked: Checked) -> None:
    wrong = [(problem.row, problem.column) for problem in checked.problems if problem.kind == "error_cell"]
    assert wrong == [(6, "D"), (7, "D")] and not checked.publishable


def numbers_as_written(checked: Checked) -> None:
    rows = {record.at.row: record.counts["households"] for record in checked.records}
    assert (rows[4], rows[5], rows[7], rows[9], rows[11]) == (1676, 1676, 1676, 1676, 5)
    told = {problem.row for problem in checked.problems}
    assert {6, 8, 10, 13, 27} <= told and rows[6] in (None, 1234) and rows[8] in (None, 12)
    assert (rows[10], rows[13], rows[27]) == (None, None, None)


def twice_is_an_error(checked: Checked) -> None:
    assert "duplicate" in _kinds(checked) and not checked.publishable


def hidden_row_is_read(checked: Checked) -> None:
    assert checked.totals == {"teams": 47, "members": 239, "households": 7884, "households_smartphone": 6413}
    assert "hidden_row" in _kinds(checked) and not checked.questions and "sheet_total" not in _kinds(checked)


def signing_day_is_asked(checked: Checked) -> None:
    assert checked.as_of == date(2025, 9, 30) and not checked.publishable
    assert any(question.kind == "date" for question in checked.questions)


def register_with_citizens(checked: Checked) -> None:
    assert checked.kind == "register" and checked.as_of == date(2026, 6, 30)
    assert checked.totals.get("members") == 3
    assert {record.unit.name for record in checked.records} == {"Xã Bà Nà"}
    shown = json.dumps(checked.to_json(rows=True), ensure_ascii=False)
    assert "Nguyễn Thị Ví Dụ" not in shown and "khai sinh" not in shown
    assert len(checked.questions) <= 1


def visits_or_asked(checked: Checked) -> None:
    assert checked.totals.keys() <= {"people_guided", "businesses_qr"}
    assert checked.totals.get("people_guided", 3010) == 3010 and not checked.publishable
    _first_answer_is_never(checked, "kinh doanh", {"households"})


def _first_answer_is_never(checked: Checked, words: str, wrong: set[str]) -> None:
    for question in checked.questions:
        if words in question.text:
            assert question.options[0] not in wrong, (question.text, question.options)


def one_commune_in_rows(checked: Checked) -> None:
    right = {
        "teams": 14, "members": 88, "members_trained": 71, "households": 1666, "households_smartphone": 1340,
        "vneid_accounts": 3900, "people_guided": 530,
    }  # fmt: skip
    assert checked.totals.items() <= right.items()
    assert checked.totals == right or not checked.publishable
    assert {record.unit.name for record in checked.records} == {"Xã Thất Khê"}
    assert len(checked.totals) >= 6 and len(checked.questions) <= 1


def villages_of_one_commune(checked: Checked) -> None:
    assert {record.unit.name for record in checked.records} == {"Xã Thất Khê"} and len(checked.records) == 3
    assert checked.totals.items() <= {"teams": 3, "members": 18, "members_trained": 16}.items()
    for part in ("Nữ", "ĐVTN", "Đảng viên"):
        _first_answer_is_never(checked, part, {"members"})


def lack_is_never_its_opposite(checked: Checked) -> None:
    right = {
        "households": 5000, "households_smartphone": 4000, "households_no_smartphone": 1000,
        "households_poor_near_smartphone": 450, "households_poor_no_smartphone": 200,
        "households_near_poor_no_smartphone": 250,
    }  # fmt: skip
    assert checked.totals == right or (checked.totals.items() <= right.items() and not checked.publishable)
    for words in ("chưa có", "Hộ chưa"):
        _first_answer_is_never(checked, words, {"households_smartphone", "households_poor", "households_near_poor"})


def level_two_alone(checked: Checked) -> None:
    assert checked.totals.get("vneid_accounts", 17500) == 17500 and checked.totals.keys() <= {"vneid_accounts"}


def phrases_as_meant(checked: Checked) -> None:
    assert not checked.publishable
    for words, wrong in (
        ("không có ĐTTM", {"households_smartphone"}),
        ("nghèo, cận nghèo", {"households_poor"}),
        ("bán hàng trên sàn", {"households"}),
        ("Người dân có ĐTTM", {"households_smartphone"}),
        ("cáp quang", {"households"}),
        ("NVCĐ", {"teams"}),
        ("BCĐ", {"members"}),
        ("hoạt động hiệu quả", {"teams"}),
        ("đã kiện toàn", {"teams"}),
    ):
        _first_answer_is_never(checked, words, wrong)


def old_communes_are_added(checked: Checked) -> None:
    found = {record.unit.name: record.counts["teams"] for record in checked.records}
    assert found.get("Xã Xuân Quang Động", 15) == 15 and found["Xã Đông Hoàng"] == 4 and len(found) <= 2
    assert checked.totals == {"teams": 19} and not checked.questions and "duplicate" not in _kinds(checked)
    added = next(problem for problem in checked.problems if problem.kind == "units_added")
    assert added.values["names"] == "Xã Đông Xuân, Xã Đông Quang, Xã Đông Động" and added.message()


def spelled_with_y(checked: Checked) -> None:
    assert [record.unit.code for record in checked.records] == ["29857"]


def wrong_kind_is_asked(checked: Checked) -> None:
    assert {record.unit.name for record in checked.records} == {"Phường Kỳ Lừa"}
    assert _asked(checked) == {"Phường Hoàng Văn Thụ", "Xã Tân Thanh"}


def this_period_alone(checked: Checked) -> None:
    assert checked.totals.items() <= {"teams": 60, "members": 300}.items()


def result_not_plan(checked: Checked) -> None:
    assert checked.totals.get("households_trained", 400) == 400
    assert checked.publishable or "households_trained" not in checked.totals


def ratios_are_no_counts(checked: Checked) -> None:
    assert not checked.publishable and not checked.totals


def thousands_are_told(checked: Checked) -> None:
    assert checked.totals == {"teams": 25} and not checked.publishable
    assert any("nghìn" in question.message() for question in checked.questions)


def page_sums_are_totals(checked: Checked) -> None:
    assert checked.totals == {"teams": 35} and not checked.questions and "sheet_total" not in _kinds(checked)


IN_WORDS: dict[str, Callable[[Checked], None]] = {
    "a01_blank_shared": blanks_are_missing,
    "a05_dummy_zero": uncomputed_is_missing,
    "a06b_xlsx_error": errors_are_named,
    "a09_subtotals": hidden_row_is_read,
    "a10k_words": signing_day_is_asked,
    "a12_numbers": numbers_as_written,
    "a17_twice": twice_is_an_error,
    "b02_word_doc": register_with_citizens,
    "b04_campaign": visits_or_asked,
    "b06_transposed": one_commune_in_rows,
    "b08_village_summary": villages_of_one_commune,
    "b09_phone_survey": lack_is_never_its_opposite,
    "b11_de_an_06": level_two_alone,
    "b13_abbrev_columns": phrases_as_meant,
    "e07_before_2023": old_communes_are_added,
    "e08_spelling": spelled_with_y,
    "e08c_wrong_kind": wrong_kind_is_asked,
    "g02_compare_columns": this_period_alone,
    "g03_plan_done": result_not_plan,
    "g04_ratio_cells": ratios_are_no_counts,
    "g05_thousand_unit": thousands_are_told,
    "g05b_unit_in_heading": thousands_are_told,
    "g07_pages": page_sums_are_totals,
}
DATE_ALONE = {
    "a10a_us_order", "a10b_ambiguous", "a10c_quarter", "a10d_6m", "a10e_month", "a10g_two_dates", "a10i_serial",
    "a10l_dots", "b00a_month_range", "b00b_due_word", "b00d_15_14", "b00e_school_year", "b00f_week",
    "b00g_thang_short", "b00h_9thang", "b00j_q1_2",
}  # fmt: skip


SINCE: dict[str, set[str]] = {"f35": {"ocop_products_online"}}
"""What the catalogue has an indicator of by now that was to be asked about when the cases were written."""
WAITING: set[str] = set()
"""Cases that are not read right yet: a case that is mended leaves this list, or its test fails."""


@pytest.fixture(autouse=True)
def still_waiting(request: pytest.FixtureRequest) -> None:
    """Expect the cases of the list to fail, strictly."""
    id = getattr(request.node, "callspec", None)
    if id is not None and id.params.get("id") in WAITING:
        request.applymarker(pytest.mark.xfail(strict=True))


@pytest.mark.parametrize("id", sorted(IN_WORDS))
def test_as_described(id: str) -> None:
    IN_WORDS[id](_read(_cases()[id]))


@pytest.mark.parametrize("id", sorted(DATE_ALONE))
def test_the_day_of_the_figures(id: str) -> None:
    right = _cases()[id]["right"]["as_of"]
    try:
        checked = _read(_cases()[id])
    except Refused as refusal:
        assert refusal.key == "intake.no_date" and "asked" in right
        return
    if "asked" in right and not checked.publishable:
        assert [question.kind for question in checked.questions] == ["date"]
        return
    assert checked.as_of.isoformat() == right[:10]
    assert checked.publishable and not checked.questions


def _of_plain_counts() -> list[str]:
    return [
        id
        for id, case in _cases().items()
        if id not in IN_WORDS and id not in DATE_ALONE and not id.startswith("f") and isinstance(case["right"], dict)
    ]


@pytest.mark.parametrize("id", _of_plain_counts())
def test_plain_counts(id: str) -> None:
    case = _cases()[id]
    right = {name: count for name, count in case["right"].items() if name in INDICATORS}
    checked = _read(case)
    assert right and checked.totals == right
    assert checked.publishable or checked.questions


@pytest.mark.parametrize("id", [id for id in _cases() if id.startswith("f")])
def test_a_heading_is_what_it_says_or_asked(id: str) -> None:
    case = _cases()[id]
    checked = _read(case)
    meant = {name for name in INDICATORS if case["right"].split(" ")[0] == name} | SINCE.get(id, set())
    assert checked.totals.keys() <= meant, (case["source"], case["right"])
    assert checked.totals or not checked.publishable


def test_every_case_is_tried() -> None:
    tried = IN_WORDS.keys() | DATE_ALONE | set(_of_plain_counts()) | {id for id in _cases() if id.startswith("f")}
    assert tried == _cases().keys()
