"""Forms that offices have published go from file to release with at most three questions."""

import os
from pathlib import Path

import pytest

from data.access.actor import Actor
from data.intake import report
from data.intake.columns import IGNORE
from data.intake.questions import at_once
from data.services import use_cases

SHARED = Path(os.environ.get("CNSCD_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
CASES = SHARED / "cases/files"
FORMS = (
    "b01_bdhvs.xlsx", "b02_word_report.doc", "b04_campaign.xlsx", "b06_transposed.xlsx", "b08_village_summary.xlsx",
    "b09_phone_survey.xlsx", "b11_de_an_06.xlsx",
)  # fmt: skip
MOST = 3


@pytest.mark.shared_data
@pytest.mark.skipif(not CASES.exists(), reason="needs the shared forms")
@pytest.mark.parametrize("name", FORMS)
def test_a_public_form_is_published_after_at_most_three_questions(name, small_store, monkeypatch):
    monkeypatch.setenv("CNSCD_VAR", str(small_store.root.parent))
    who, answers, asked = Actor("administrator", "a@b.vn"), {}, 0
    content = (CASES / name).read_bytes()
    while (checked := report.check(content, name=name, answers=answers, reader=who)).questions:
        together = at_once(checked.questions)
        asked += len(checked.questions) - max(0, len(together) - 1)
        assert asked <= MOST
        answers |= dict.fromkeys((one.id for one in together), IGNORE)
        for one in checked.questions:
            if one not in together:  # of two columns for one indicator a planner takes the first
                answers[one.id] = IGNORE if one.options[0] in answers.values() else one.options[0]
    release = use_cases.publish_draft(small_store, who, use_cases.make_draft(small_store, who, checked))
    assert release.id == small_store.current_id() and not checked.errors
