"""Forms on a team, as a planner fills them in, and the review of what they change."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from components.teams import fields
from data.access.actor import Actor, OutOfArea
from data.releases import drafts
from data.releases.store import Store
from data.services import use_cases
from data.teams import reviewing
from tests.fixtures.small_release import BAC_KAN, HA_NOI, communes

LAN = Actor("planner", "lan", frozenset({("2024", BAC_KAN)}))
TODAY = date(2026, 9, 30)
TEAM = f"t-{communes(BAC_KAN)[0]}-0"


def proposed(store: Store, what: str, **values: object) -> pd.DataFrame:
    """Return what the review of a form says, by field."""
    draft = use_cases.draft(store, LAN, use_cases.propose(store, LAN, what, values, on=TODAY))
    return reviewing.changes(store.current(), draft).set_index("field")


def test_the_review_says_each_field_that_changes_and_no_other(small_store: Store) -> None:
    told = proposed(small_store, "team", team=TEAM, name="Tổ Nà Ến", status="paused", zalo_households=30)
    assert set(told.index) == {"name", "status", "zalo_households"} and set(told["table"]) == {"teams"}
    assert told.loc["name", ["old", "new"]].tolist() == ["Tổ", "Tổ Nà Ến"]
    assert told.loc["zalo_households", "new"] == "30"


def test_the_review_tells_no_personal_data(small_store: Store) -> None:
    told = proposed(small_store, "member", team=TEAM, name="Lý Thị Mới", phone="0900 111 222", role="deputy")
    assert told.loc["name", "personal"] and told.loc["phone", "personal"] and not told.loc["role", "personal"]
    assert told.loc["role", "new"] == "deputy"
    assert "Lý" not in told.to_csv() and "0900" not in told.to_csv()


def test_a_new_report_is_reviewed_with_its_difficulties(small_store: Store) -> None:
    told = proposed(
        small_store,
        "activity",
        team=TEAM,
        since=date(2026, 4, 1),
        until=date(2026, 6, 30),
        guided=12,
        difficulties=[("funds", None)],
    )
    assert told.loc["guided", ["old", "new"]].tolist() == [None, "12"] and told.loc["until", "new"] == "2026-06-30"


@pytest.mark.slow
def test_the_review_says_what_comes_onto_a_list_and_what_is_taken_off_it(small_store: Store) -> None:
    days = {"team": TEAM, "since": date(2026, 4, 1), "until": date(2026, 6, 30)}
    draft = use_cases.propose(small_store, LAN, "activity", {**days, "difficulties": ["funds"]}, on=TODAY)
    release = use_cases.publish_draft(small_store, LAN, draft)
    (report,) = release.query("SELECT activity FROM activities")["activity"]
    told = proposed(small_store, "activity", activity=report, difficulties=[("other", "Mưa lũ")])
    lists = told.loc[["difficulties"], ["old", "new"]]
    assert set(lists.itertuples(index=False, name=None)) == {("funds", None), (None, "other")}
    assert told.loc["text", "new"] == "Mưa lũ"
    told = proposed(
        small_store,
        "villages",
        team=TEAM,
        day=date(2026, 5, 1),
        villages=[f"{communes(BAC_KAN)[0]}-{n}" for n in range(2)],
    )
    assert told.loc["villages", "new"] == "Thôn 2" and told.loc["since", ["part", "new"]].tolist() == [
        "Thôn 2",
        "2026-05-01",
    ]


@pytest.mark.slow
def test_a_conflict_is_shown_by_what_differs(small_store: Store) -> None:
    first, second = (
        use_cases.propose(small_store, LAN, "team", {"team": TEAM, "name": name}, on=TODAY) for name in ("một", "hai")
    )
    use_cases.publish_draft(small_store, LAN, first)
    (question,) = use_cases.rebase(small_store, LAN, second).conflicts
    told = reviewing.conflict(small_store.current(), use_cases.draft(small_store, LAN, second), question)
    assert told[["field", "old", "new"]].values.tolist() == [["name", "một", "hai"]]


def test_a_team_of_another_province_is_refused_and_nothing_is_kept(small_store: Store) -> None:
    elsewhere = f"t-{communes(HA_NOI)[0]}-0"
    with pytest.raises(OutOfArea):
        use_cases.propose(small_store, LAN, "team", {"team": elsewhere, "name": "x"}, on=TODAY)
    assert not drafts.list_drafts(small_store)


def test_only_what_differs_is_proposed() -> None:
    before = {"name": "Tổ", "status": None, "founded": date(2022, 4, 1)}
    assert fields.changed({"name": "Tổ", "status": "paused", "founded": None}, before) == {
        "status": "paused",
        "founded": None,
    }


def test_values_of_a_record_are_plain() -> None:
    row = pd.Series({"a": pd.Timestamp("2026-01-05"), "b": 4.0, "c": None, "d": "x", "e": float("nan"), "f": pd.NaT})
    assert fields.plain_values(row, tuple("abcdefg")) == {
        "a": date(2026, 1, 5),
        "b": 4,
        "c": None,
        "d": "x",
        "e": None,
        "f": None,
        "g": None,
    }


def team_form() -> None:
    """Show the form on a team of which a few things are known (a script of its own)."""
    import pandas as pd
    import streamlit as st

    from components.teams import fields as form_fields

    record = pd.Series(
        {
            "team": "t1",
            "name": "Tổ",
            "level": "village",
            "status": None,
            "zalo_households": None,
            "founded": pd.Timestamp("2022-04-01"),
        }
    )
    st.text(repr(form_fields.team(record)))


def new_team_form() -> None:
    """Show the form on a new team of a commune with one village (a script of its own)."""
    import pandas as pd
    import streamlit as st

    from components.teams import fields as form_fields

    st.text(repr(form_fields.new_team("2025-07", "06073", pd.DataFrame({"village": ["v1"], "name": ["Nà Ến"]}))))


def sent(form: Callable[[], None], **filled: object) -> str:
    """Fill in a form and send it; return what it says."""
    page = AppTest.from_function(form).run(timeout=30)
    assert page.text[0].value == "None", "nothing is proposed before the form is sent"
    for label, value in filled.items():
        widgets = [*page.text_input, *page.number_input, *page.selectbox]
        next(widget for widget in widgets if widget.label == label.replace("_", " ")).set_value(value)
    page.button[0].click().run(timeout=30)
    assert not page.exception
    return page.text[0].value


def test_the_form_on_a_team_proposes_what_was_changed_in_it() -> None:
    assert sent(team_form) == "{}"
    assert sent(team_form, Số_hộ_trong_nhóm=30, Trạng_thái="paused") == repr(
        {"status": "paused", "zalo_households": 30, "team": "t1"}
    )


def test_the_form_on_a_new_team_says_where_it_is() -> None:
    assert sent(new_team_form, Tên="Tổ Nà Ến", Thôn="v1") == repr(
        {
            "name": "Tổ Nà Ến",
            "level": "village",
            "village": "v1",
            "status": "active",
            "structure": "2025-07",
            "commune": "06073",
        }
    )
