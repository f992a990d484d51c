"""Drafts are written whole, answered safely, and never change what they were read as."""

import json
from pathlib import Path

import pandas as pd
import pytest

from data.releases import drafts
from data.releases.drafts import BadAnswer, DamagedDraft, UnknownDraft
from data.releases.store import Store, open_store
from data.releases.validation import BadTable
from data.storage import audit_log
from tests.fixtures.small_release import BAC_KAN, LATE, communes, report, report_rows

CODES = communes(BAC_KAN)
ASKED = {"id": "q1", "text": "Xã Lạ", "rows": [{"structure": "2024", "level": "commune", "period": LATE, "teams": 4}]}
HOW_READ = {"id": "q2", "column": "C"}


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store")


def made(store: Store, *, rows: pd.DataFrame | None = None, **more: object) -> str:
    rows = report_rows(codes=CODES[1:3]) if rows is None else rows
    return drafts.create(store, rows=rows, source=report(), base_release=None, who="lan", **more)


def test_a_draft_reads_as_it_was_written(empty: Store) -> None:
    problem = {"severity": "warning", "sheet": "Biểu 1", "row": 4, "message": "x"}
    draft = drafts.get(empty, made(empty, problems=[problem], questions=[ASKED], answers={"q0": "x"}))
    assert draft.source == report()
    assert (draft.problems, draft.questions, draft.answers) == ((problem,), (ASKED,), {"q0": "x"})
    assert (draft.status, draft.base, draft.first_base) == ("open", None, None)
    assert draft.rows()["code"].to_pylist() == CODES[1:3]
    assert draft.rows()["households"].null_count == 2


def test_the_same_report_is_the_same_draft_and_keeps_its_answers(empty: Store) -> None:
    first = made(empty, questions=[ASKED])
    drafts.answer(empty, first, {"q1": CODES[0]}, who="lan")
    assert made(empty, questions=[ASKED]) == first
    assert drafts.get(empty, first).answers == {"q1": CODES[0]}
    assert made(empty, rows=report_rows(members=5), questions=[ASKED]) != first
    assert len(drafts.list_drafts(empty)) == 2


def test_an_answer_gives_the_rows_a_unit(empty: Store) -> None:
    draft_id = made(empty, questions=[ASKED])
    draft = drafts.answer(empty, draft_id, {"q1": CODES[0]}, who="lan")
    assert draft.open_questions == ()
    told = dict(zip(draft.rows()["code"].to_pylist(), draft.rows()["teams"].to_pylist(), strict=True))
    assert told == {CODES[1]: None, CODES[2]: None, CODES[0]: 4}
    assert drafts.get(empty, draft_id).rows().equals(draft.rows()), "the answer is kept"


def test_leaving_rows_out_is_an_answer_too(empty: Store) -> None:
    draft = drafts.answer(empty, made(empty, questions=[ASKED]), {"q1": None}, who="lan")
    assert draft.open_questions == ()
    assert len(draft.rows()) == 2


WRONG = {
    "no such question": ({"q9": CODES[0]}, BadAnswer),
    "needs another reading": ({"q2": "teams"}, BadAnswer),
    "no code": ({"q1": 5}, BadAnswer),
    "no such unit": ({"q1": "99999"}, BadTable),
    "a unit that has its row already": ({"q1": CODES[1]}, BadAnswer),
    "one good, one bad": ({"q1": CODES[0], "q9": "x"}, BadAnswer),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_answers_change_nothing(empty: Store, case: str) -> None:
    answers, fault = WRONG[case]
    draft_id = made(empty, questions=[ASKED, HOW_READ])
    with pytest.raises(fault):
        drafts.answer(empty, draft_id, answers, who="lan")
    assert drafts.get(empty, draft_id).answers == {}


def test_two_questions_answered_with_one_unit_are_told_as_such(empty: Store) -> None:
    other = {**ASKED, "id": "q3", "text": "Xã Khác"}
    draft_id = made(empty, questions=[ASKED, other])
    drafts.answer(empty, draft_id, {"q1": CODES[0]}, who="lan")
    for answers in ({"q3": CODES[0]}, {"q1": CODES[0], "q3": CODES[0]}):
        with pytest.raises(BadAnswer, match="Xã Lạ · Xã Khác") as refused:
            drafts.answer(empty, draft_id, answers, who="lan")
        assert CODES[0] in str(refused.value) and refused.value.key == "releases.answered_twice"
    assert drafts.get(empty, draft_id).answers == {"q1": CODES[0]}
    other_period = {**other, "rows": [{**ASKED["rows"][0], "period": "2024-Q1"}]}
    again = made(empty, questions=[ASKED, other_period])
    assert not drafts.answer(empty, again, {"q1": CODES[0], "q3": CODES[0]}, who="lan").open_questions


def test_a_discarded_draft_is_gone(empty: Store) -> None:
    draft_id = made(empty)
    drafts.discard(empty, draft_id, who="lan")
    assert drafts.list_drafts(empty) == []
    assert [path.name for path in (empty.root / "drafts").iterdir()] == []
    with pytest.raises(UnknownDraft):
        drafts.discard(empty, draft_id, who="lan")


@pytest.mark.parametrize("draft_id", ["", "..", "../audit", "0" * 10, "A" * 10])
def test_unknown_drafts_are_refused_whatever_the_text(empty: Store, draft_id: str) -> None:
    made(empty)
    for work in (lambda: drafts.get(empty, draft_id), lambda: drafts.discard(empty, draft_id, who="lan")):
        with pytest.raises(UnknownDraft):
            work()


@pytest.mark.parametrize("name", ["draft.json", "state.json", "rows.parquet"])
@pytest.mark.parametrize("content", [b"", b"{}", b"[1]"])
def test_damage_is_said_and_the_others_stay_readable(empty: Store, name: str, content: bytes) -> None:
    broken, good = made(empty), made(empty, rows=report_rows(members=77))
    (empty.root / "drafts" / broken / name).write_bytes(content)
    with pytest.raises(DamagedDraft):
        drafts.get(empty, broken)
    assert [draft.id for draft in drafts.list_drafts(empty)] == [good]
    assert list(drafts.damaged(empty)) == [broken]
    assert made(empty) == broken, "importing again heals it"
    assert drafts.damaged(empty) == {}


def test_what_was_read_cannot_be_changed_unseen(empty: Store) -> None:
    draft_id = made(empty, problems=[{"severity": "error", "message": "x"}])
    path = empty.root / "drafts" / draft_id / "draft.json"
    path.write_text(path.read_text("utf-8").replace('"error"', '"warning"'), encoding="utf-8")
    with pytest.raises(DamagedDraft):
        drafts.get(empty, draft_id)


def test_the_log_tells_of_imports_and_answers_without_figures_or_names(empty: Store) -> None:
    draft_id = made(empty, questions=[ASKED])
    drafts.answer(empty, draft_id, {"q1": CODES[0]}, who="minh")
    first, second = audit_log.read(empty.root)
    assert (first["who"], first["action"], first["draft"], first["file_hash"]) == ("lan", "import", draft_id, "aa")
    assert (second["who"], second["action"], second["answers"]) == ("minh", "answer", {"q1": CODES[0]})
    assert "Xã Lạ" not in json.dumps([first, second], ensure_ascii=False)
