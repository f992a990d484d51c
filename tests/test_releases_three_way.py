"""What a draft brings meets what others published since, field by field: nothing of either is lost unasked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.access.actor import Actor
from data.derivation.schema import KEYS, schemas
from data.publication.publish import MustRebase
from data.releases import drafts, merging
from data.releases.merging import Merged, merge, read_tables
from data.releases.store import Store
from data.services import use_cases
from data.teams import profile, reviewing
from tests.fixtures.small_release import BAC_KAN, communes, report, report_rows

FORM, REGISTER = replace(report(), file_name=""), report()
LAN = Actor("planner", "lan", frozenset({("2024", BAC_KAN)}))
AN = Actor("planner", "an", frozenset({("2024", BAC_KAN)}))
TODAY = date(2026, 9, 30)
TEAM = f"t-{communes(BAC_KAN)[0]}-0"
Row = Mapping[str, Any]

# the fields drawn of a table, each with its columns: texts, counts and days, and columns that are one field
DRAWN = {
    "teams": {
        ("name",): "text",
        ("zalo_households",): "count",
        ("decided",): "day",
        ("commune_2024", "province_2024"): "text",
    },
    "people": {("name",): "text", ("phone",): "text", ("birth_year",): "count", ("post", "organisation"): "text"},
    "supplies": {("giver",): "text", ("amount",): "count", ("day",): "day"},
}
VALUES = {"text": ["a", "b", "c"], "count": [0, 1, 2], "day": [date(2026, 1, day) for day in (1, 2, 3)]}


def table(name: str, rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist(
        [{**dict.fromkeys(schemas()[name].names), **row} for row in rows], schema=schemas()[name]
    )


def meet(
    name: str,
    base: list[Row],
    theirs: list[Row],
    mine: list[Row],
    *,
    source: Any = FORM,
    answers: Row | None = None,
    sample: tuple[str, ...] = (),
) -> Merged:
    sources = table("sources", [{"source": one, "kind": "sample"} for one in sample])
    before, now = ({name: table(name, rows), "sources": sources} for rows in (base, theirs))
    return merging.merged(before, now, {name: table(name, mine)}, source=source, answers=answers or {})


def rows_of(found: Merged, name: str) -> dict[str, Row]:
    return {row[KEYS[name][0]]: row for row in found.tables[name].to_pylist()}


@st.composite
def meetings(draw: st.DrawFn) -> tuple[str, dict[str, list[Row]]]:
    """Draw a table and its rows on the three sides; base and theirs may lack one."""
    name = draw(st.sampled_from(sorted(DRAWN)))
    sides: dict[str, list[Row]] = {"base": [], "theirs": [], "mine": []}
    for key in ("1", "2", "3", "4"):
        for side, rows in sides.items():
            if side == "mine" or draw(st.integers(0, 4)):
                fields = {
                    column: draw(st.sampled_from([None, *VALUES[kind]]))
                    for columns, kind in DRAWN[name].items()
                    for column in columns
                }
                rows.append({KEYS[name][0]: key, **fields})
    return name, sides


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(drawn=meetings(), form=st.booleans(), answer=st.sampled_from(["mine", "theirs", None]))
def test_each_field_is_taken_from_the_side_that_changed_it(drawn, form: bool, answer: str | None) -> None:
    name, sides = drawn
    asked = meet(name, **sides, source=FORM if form else REGISTER)
    questions = {question["key"][0]: question for question in asked.conflicts}
    given_answers = {question["id"]: answer for question in asked.conflicts} if answer else {}
    found = rows_of(meet(name, **sides, source=FORM if form else REGISTER, answers=given_answers), name)
    base, theirs = ({row[KEYS[name][0]]: row for row in sides[side]} for side in ("base", "theirs"))
    for mine in sides["mine"]:
        key = mine[KEYS[name][0]]
        disputed = set(questions[key]["fields"]) if key in questions else set()
        if key not in theirs:
            assert (key in questions, disputed) == (key in base, set()), "what is gone is asked about as a whole"
            assert {column: found[key][column] for column in mine} == dict(mine)
            continue
        for columns in DRAWN[name]:
            was = tuple(base.get(key, {}).get(column) for column in columns)
            their, own, now = (tuple(row[column] for column in columns) for row in (theirs[key], mine, found[key]))
            untold = not form and own == (None,) * len(columns) and theirs[key] != base.get(key)
            expected, conflict = (their, False) if their == own or own == was or untold else (own, their != was)
            assert conflict == bool(disputed & set(columns)), (columns, was, their, own)
            assert now == (their if conflict and answer == "theirs" else expected), (columns, was, their, own)


NOTHING_TO_ASK: dict[str, tuple[list[Row], list[Row], list[Row], Row]] = {
    "both sides the same": ([{"name": "a"}], [{"name": "b"}], [{"name": "b"}], {"name": "b"}),
    "a form takes away what another left alone": (
        [{"name": "a", "decision": "1"}],
        [{"name": "b", "decision": "1"}],
        [{"name": "a", "decision": None}],
        {"name": "b", "decision": None},
    ),
    "another takes away what the form left alone": (
        [{"name": "a", "decision": "1"}],
        [{"name": "a", "decision": None}],
        [{"name": "b", "decision": "1"}],
        {"name": "b", "decision": None},
    ),
}


@pytest.mark.parametrize("case", NOTHING_TO_ASK)
def test_what_one_side_alone_says_is_not_asked_about(case: str) -> None:
    *sides, expected = NOTHING_TO_ASK[case]
    found = meet("teams", *([row | {"team": "t"} for row in side] for side in sides))
    assert found.conflicts == ()
    assert rows_of(found, "teams")["t"].items() >= expected.items()


def test_two_days_that_would_run_backwards_are_asked_about() -> None:
    base = {"team": "t", "founded": date(2022, 1, 1), "dissolved": date(2026, 1, 1)}
    theirs, mine = base | {"founded": date(2025, 1, 1)}, base | {"dissolved": date(2024, 1, 1)}
    (question,) = meet("teams", [base], [theirs], [mine]).conflicts
    assert question["fields"] == ["founded", "dissolved"]
    for answer, days in (("mine", mine), ("theirs", theirs)):
        found = meet("teams", [base], [theirs], [mine], answers={question["id"]: answer})
        assert rows_of(found, "teams")["t"].items() >= days.items()


def test_what_a_draft_takes_back_is_asked_about_where_it_was_changed() -> None:
    key = {"activity": "a", "kind": "other"}
    back = [{**key, "text": "x", "withdrawn": True}]
    assert meet("difficulties", [{**key, "text": "x"}], [{**key, "text": "x"}], back).conflicts == ()
    assert meet("difficulties", [{**key, "text": "x"}], [], back).conflicts == (), "both took it back"
    (question,) = meet("difficulties", [{**key, "text": "x"}], [{**key, "text": "y"}], back).conflicts
    assert (question["key"], question["fields"]) == (["a", "other"], [])


def test_a_report_disagrees_with_no_illustration_and_an_illustration_never_takes_the_place_of_a_report() -> None:
    base, theirs, mine = ({"team": "t", "name": name, "status": "active", "source": "sample"} for name in "abc")
    found = meet(
        "teams", [base], [theirs | {"decision": "1"}], [mine | {"source": None}], source=REGISTER, sample=("sample",)
    )
    assert found.conflicts == () and rows_of(found, "teams")["t"]["decision"] is None
    real = base | {"source": "r", "decision": "1"}
    (question,) = meet(
        "teams", [base], [real], [mine], source=replace(FORM, kind="sample"), sample=("sample",)
    ).conflicts
    assert question["fields"] == [] and question["theirs"] == "r"


def test_who_took_a_seat_since_a_list_was_made_does_not_lose_it_by_the_list(small_store: Store) -> None:
    """p-1 is on the list, p-0 is not; of the others one came since the draft was made, one after the list's day."""
    here = read_tables(small_store.current())
    rows = [
        {"person": person, "team": TEAM, "since": since, "source": "r"}
        for person, since in (("p-0", None), ("p-1", None), ("p-2", None), ("p-3", date(2026, 8, 1)))
    ]
    before, now = (here | {"memberships": table("memberships", side)} for side in ([*rows[:2], rows[3]], rows))
    listed = {"memberships": table("memberships", [{"person": "p-1", "team": TEAM}])}
    source = replace(REGISTER, whole_teams=True)
    draft = drafts.get(
        small_store,
        drafts.create(
            small_store,
            rows=report_rows().iloc[:0],
            source=source,
            tables=listed,
            base_release=small_store.current_id(),
        ),
    )
    found = merging.merged(before, now, listed, source=source, answers={})
    seats = merge(now, draft, brought=found.tables, seated=found.seated)["memberships"].to_pylist()
    assert {row["person"] for row in seats if row["until"] is None} == {"p-1", "p-2", "p-3"}
    assert [(row["person"], row["until"]) for row in seats if row["until"]] == [("p-0", source.as_of)]


def propose(store: Store, who: Actor, what: Any, **values: object) -> str:
    return use_cases.propose(store, who, what, values, on=TODAY)


def publish(store: Store, who: Actor, draft: str) -> list[Row]:
    """Publish a draft as the page does, put on the current release first where it must be; return what was asked."""
    try:
        use_cases.publish_draft(store, who, draft)
    except MustRebase:
        asked = list(use_cases.rebase(store, who, draft).conflicts)
        if not asked:
            use_cases.publish_draft(store, who, draft)
        return asked
    return []


@pytest.mark.slow
def test_two_people_change_different_fields_of_one_team_and_one_field_twice(small_store: Store) -> None:
    first = propose(small_store, LAN, "team", team=TEAM, name="Tổ Nà Ến")
    second = propose(small_store, AN, "team", team=TEAM, status="paused")
    third = propose(small_store, AN, "team", team=TEAM, name="Tổ Nà Mạ", zalo_households=30)
    assert publish(small_store, LAN, first) == []
    use_cases.rebase(small_store, AN, second)
    told = reviewing.changes(small_store.current(), use_cases.draft(small_store, AN, second))
    assert told["field"].tolist() == ["status"], "the review says nothing of what the other one changed"
    assert publish(small_store, AN, second) == []
    team = profile.of(small_store.current(), TEAM).team
    assert (team.name, team.status) == ("Tổ Nà Ến", "paused")
    (question,) = publish(small_store, AN, third)
    assert (question["table"], question["key"], question["fields"]) == ("teams", [TEAM], ["name"])
    draft = use_cases.answer(small_store, AN, third, {question["id"]: "theirs"})
    shown = reviewing.conflict(small_store.current(), draft, question)
    assert shown[["field", "old", "new"]].values.tolist() == [["name", "Tổ Nà Ến", "Tổ Nà Mạ"]]
    assert publish(small_store, AN, third) == []
    team = profile.of(small_store.current(), TEAM).team
    assert (team.name, team.status, team.zalo_households) == ("Tổ Nà Ến", "paused", 30), "the rest of it is kept"


@pytest.mark.slow
def test_two_people_change_one_member_and_the_log_holds_none_of_it(small_store: Store) -> None:
    first = propose(small_store, LAN, "member", person="p-0", phone="0900 111 222")
    second = propose(small_store, AN, "member", person="p-0", role="deputy", birth_year=1991)
    assert publish(small_store, LAN, first) == [] and publish(small_store, AN, second) == []
    (member,) = use_cases.members(small_store.current(), LAN, TEAM).to_dict("records")
    assert (member["phone"], member["birth_year"], member["role"]) == ("0900 111 222", 1991, "deputy")
    assert "0900" not in (small_store.root / "audit.jsonl").read_text("utf-8")


@pytest.mark.slow
def test_a_draft_on_what_is_gone_is_asked_about_and_stays_in_sight(small_store: Store) -> None:
    before = small_store.current()
    form = {"level": "commune", "name": "Tổ", "structure": "2024", "commune": communes(BAC_KAN)[0]}
    use_cases.publish_draft(small_store, LAN, propose(small_store, LAN, "team", **form))
    (team,) = small_store.current().query("SELECT team FROM teams WHERE level = 'commune'")["team"]
    draft = propose(small_store, LAN, "team", team=team, status="paused")
    use_cases.rollback(small_store, Actor("administrator", "an"), before.id)
    (question,) = publish(small_store, LAN, draft)
    assert (question["key"], question["fields"], question["theirs"]) == ([team], [], None)
    use_cases.answer(small_store, LAN, draft, {question["id"]: "theirs"})
    assert [one.id for one in use_cases.open_drafts(small_store, LAN)] == [draft], "though nothing of it is left"
    assert publish(small_store, LAN, draft) == []
    assert small_store.current().query("SELECT team FROM teams WHERE level = 'commune'").empty
