"""What each role may do with drafts, releases and people's data, whatever a page asks for."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from data.access.actor import PUBLIC, Actor, NotForYou, OutOfArea
from data.access.areas import NOWHERE, of_draft, of_tables, of_teams
from data.intake.report import check
from data.releases import drafts
from data.releases.drafts import UnknownDraft
from data.releases.store import Store
from data.services import use_cases
from data.storage import audit_log
from data.storage.errors import ProductError
from data.units import assignments
from data.units.register import unit
from tests.fixtures.formats import to_xlsx
from tests.fixtures.small_release import BAC_KAN, HA_NOI, LATE, communes, new_communes_of, report, report_rows

OWN = Actor("planner", "lan@backan.vn", frozenset({("2024", BAC_KAN)}))
OTHER = Actor("planner", "ha@hanoi.vn", frozenset({("2024", HA_NOI)}))
VIEWER = Actor("viewer", "ban@chidao.vn")
ADMIN = Actor("administrator", "admin@so.vn")
EVERYBODY = {"public": PUBLIC, "viewer": VIEWER, "other": OTHER, "own": OWN, "admin": ADMIN}
TEAM = f"t-{communes(BAC_KAN)[0]}-0"


@pytest.fixture
def draft_id(small_store: Store) -> str:
    """Return a draft on Bắc Kạn."""
    return drafts.create(small_store, rows=report_rows(), source=report(), base_release=small_store.current_id())


WORK = {"team": TEAM, "since": date(2026, 7, 1), "until": date(2026, 9, 20), "guided": 12}
Act = Callable[[Store, Actor, str], object]
# what is done, and who may
ACTS: dict[str, tuple[Act, set[str]]] = {
    "release": (lambda store, who, _: use_cases.release(store, who), {"viewer", "other", "own", "admin"}),
    "releases": (lambda store, who, _: use_cases.releases(store, who), {"other", "own", "admin"}),
    "draft": (use_cases.draft, {"own", "admin"}),
    "answer": (lambda store, who, name: use_cases.answer(store, who, name, {}), {"own", "admin"}),
    "rebase": (use_cases.rebase, {"own", "admin"}),
    "discard": (use_cases.discard, {"own", "admin"}),
    "publish": (use_cases.publish_draft, {"own", "admin"}),
    "rollback": (lambda store, who, _: use_cases.rollback(store, who, store.current_id()), {"admin"}),
    "members": (lambda store, who, _: use_cases.members(store.current(), who, TEAM), {"own", "admin"}),
    "members of nobody": (lambda store, who, _: use_cases.members(store.current(), who, "t-none"), {"admin"}),
    "propose": (
        lambda store, who, _: use_cases.propose(store, who, "activity", WORK, on=WORK["until"]),
        {"own", "admin"},
    ),
    "person": (lambda store, who, _: use_cases.person(store, who, "p-0"), {"own", "admin"}),
    "export of a person": (lambda store, who, _: use_cases.export_person(store, who, "p-0"), {"own", "admin"}),
    "erasing": (lambda store, who, _: use_cases.erase_person(store, who, "p-0"), {"admin"}),
    "log": (lambda store, who, _: use_cases.log(store, who), {"other", "own", "admin"}),
    "boundaries of the country": (lambda _, who, __: use_cases.require_layer(who, "2024", None), {"admin"}),
    "boundaries": (lambda _, who, __: use_cases.require_layer(who, "2024", BAC_KAN), {"own", "admin"}),
    "back": (lambda _, who, __: use_cases.rollback_layers(None, who, "b-0") if who is not ADMIN else None, {"admin"}),
    "withdraw": (
        lambda _, who, __: use_cases.withdraw_layer(None, who, "layer-0") if who is not ADMIN else None,
        {"admin"},
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", EVERYBODY)
def test_each_act_is_for_those_whose_it_is(small_store: Store, draft_id: str, act: str, role: str) -> None:
    do, allowed = ACTS[act]
    before = (small_store.current_id(), [draft.id for draft in drafts.list_drafts(small_store)])
    logged = len(audit_log.read(small_store.root))
    if role in allowed:
        do(small_store, EVERYBODY[role], draft_id)
        return
    with pytest.raises((NotForYou, OutOfArea, UnknownDraft)):
        do(small_store, EVERYBODY[role], draft_id)
    assert (small_store.current_id(), [draft.id for draft in drafts.list_drafts(small_store)]) == before
    assert len(audit_log.read(small_store.root)) == logged


def test_every_act_of_the_desk_is_in_the_table() -> None:
    used = {name for do, _ in ACTS.values() for name in [*do.__code__.co_names, do.__name__]}
    own = {
        name
        for name, what in vars(use_cases).items()
        if callable(what) and what.__module__ == use_cases.__name__ and not name.startswith("_")
    }
    told_elsewhere = {"open_drafts", "make_draft", "make_draft_of_many", "Log", "assign", "publish_layer"}
    assert own == (used & own) | told_elsewhere


def test_a_planner_sees_the_drafts_of_their_area_alone(small_store: Store, draft_id: str) -> None:
    both = pd.concat([report_rows(), report_rows(codes=communes(HA_NOI)[:1])])
    mixed = drafts.create(small_store, rows=both, source=report(file_hash="bb"), base_release=small_store.current_id())
    seen = {
        name: {draft.id for draft in use_cases.open_drafts(small_store, who)}
        for name, who in EVERYBODY.items()
        if who.may("planner")
    }
    assert seen == {"own": {draft_id}, "other": set(), "admin": {draft_id, mixed}}
    with pytest.raises(NotForYou):
        use_cases.open_drafts(small_store, VIEWER)


def test_what_villages_teams_and_people_of_a_draft_concern_counts_too(small_store: Store) -> None:
    home, away = communes(BAC_KAN)[0], communes(HA_NOI)[0]
    people = pd.DataFrame({"person": ["p-x"], "team": [f"t-{away}-0"], "name": ["A"]})
    hidden = drafts.create(
        small_store,
        rows=report_rows(codes=[home]),
        source=report(),
        tables={"people": people},
        base_release=small_store.current_id(),
    )
    assert ("2024", away) not in of_draft(small_store, drafts.get(small_store, hidden))
    own = {place for place in of_draft(small_store, drafts.get(small_store, hidden)) if place[0] == "2025-07"}
    assert own == of_teams(small_store.current(), [f"t-{away}-0"]), "the people's team is of Hà Nội"
    with pytest.raises(UnknownDraft):
        use_cases.publish_draft(small_store, OWN, hidden)
    village = report_rows(codes=[f"{away}-0"]).assign(
        level="village", teams_commune=None, members_commune=None, households=5
    )
    rows = pd.concat([report_rows(codes=[home]), village])
    hidden = drafts.create(small_store, rows=rows, source=report(file_hash="v"), base_release=small_store.current_id())
    with pytest.raises(UnknownDraft):
        use_cases.draft(small_store, OWN, hidden)
    nobody = pd.DataFrame({"person": ["p-y"], "team": ["t-unknown"], "name": ["A"]})
    lost = drafts.create(
        small_store,
        rows=report_rows(codes=[home]),
        source=report(file_hash="n"),
        tables={"people": nobody},
        base_release=small_store.current_id(),
    )
    assert NOWHERE in of_draft(small_store, drafts.get(small_store, lost))
    with pytest.raises(UnknownDraft):
        use_cases.draft(small_store, OWN, lost)


@pytest.mark.parametrize(
    "tables",
    [
        {"attendances": {"training": ["k"], "person": ["p-nobody"]}},
        {"attendances": {"training": ["k", "k"], "person": ["p-0", "p-nobody"]}},
        {"difficulties": {"activity": ["a-none"], "kind": ["funds"]}},
        {"trainings": {"training": ["k"], "day": [date(2026, 5, 1)]}},
        {"memberships": {"person": ["p-0"], "team": ["t-none"]}},
        {"teams": {"team": ["t-new"], "name": ["Tổ"]}},
    ],
    ids=lambda tables: "-".join([*tables, *next(iter(tables.values()))]),
)
def test_what_names_no_place_that_is_known_is_nobodys(small_store: Store, tables: dict[str, dict[str, list]]) -> None:
    """Then it is for administrators: a planner could bring anything about anybody by leaving the place out."""
    brought = {name: pd.DataFrame(columns) for name, columns in tables.items()}
    assert NOWHERE in of_tables(brought, small_store.current())
    assert not OWN.covers(*NOWHERE) and ADMIN.covers(*NOWHERE)


def test_a_draft_that_brings_nothing_is_for_administrators(small_store: Store) -> None:
    nothing = report_rows().iloc[:0]
    made = drafts.create(small_store, rows=nothing, source=report(), base_release=small_store.current_id())
    assert of_draft(small_store, drafts.get(small_store, made)) == frozenset()
    assert use_cases.draft(small_store, ADMIN, made).id == made
    for planner in (OWN, OTHER):
        with pytest.raises(UnknownDraft):
            use_cases.discard(small_store, planner, made)
        assert not use_cases.open_drafts(small_store, planner)


@pytest.mark.slow
def test_a_report_on_another_province_makes_no_draft(small_store: Store) -> None:
    content = to_xlsx({"S": [["STT", "Xã", "Số tổ"], [1, "Bằng Vân", 5]]})
    checked = check(content, name="a.xlsx", structure="2024", province="Tỉnh Bắc Kạn", as_of=date(2026, 6, 30))
    assert checked.publishable
    for who in (PUBLIC, VIEWER, OTHER):
        with pytest.raises((NotForYou, OutOfArea)):
            use_cases.make_draft(small_store, who, checked)
    assert not drafts.list_drafts(small_store)
    made = use_cases.make_draft(small_store, OWN, checked)
    assert use_cases.publish_draft(small_store, OWN, made).id == small_store.current_id()
    assert {entry["who"] for entry in use_cases.log(small_store, OWN).entries} == {OWN.name}
    assert use_cases.log(small_store, OTHER) == use_cases.Log([], [])
    assert len(use_cases.log(small_store, ADMIN).entries) == len(audit_log.read(small_store.root))


def test_the_log_holds_what_was_done_to_villages_and_structures_too(small_store: Store, monkeypatch) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(small_store.root.parent))
    audit_log.append(assignments.folder(), who="lan", action="assign", source="2024", target="2025-07", villages=[])
    assert use_cases.log(small_store, ADMIN).entries[0]["action"] == "assign"
    log = assignments.folder() / "audit.jsonl"
    log.write_text(log.read_text(encoding="utf-8").replace("lan", "ai"), encoding="utf-8")
    assert use_cases.log(small_store, ADMIN).broken == [("assignments", 1)]
    assert "assign" not in [entry["action"] for entry in use_cases.log(small_store, ADMIN).entries]


COMMUNE = Actor("planner", "my@backan.vn", frozenset({("2025-07", new_communes_of(BAC_KAN)[0])}))
HERE, AWAY = communes(BAC_KAN)[0], communes(HA_NOI)[0]
THEIRS, DAY = f"t-{AWAY}-0", date(2026, 9, 1)
COURSE = {"day": DAY, "structure": "2024", "code": HERE}
# who fills in which form, and whether it is kept; p-4 and p-5 are of teams of Hà Nội, p-4 of TEAM too
FORMS: dict[str, tuple[Actor, Any, dict[str, Any], bool]] = {
    "a member": (OWN, "member", {"person": "p-0", "phone": "0900 111 222"}, True),
    "a new member": (OWN, "member", {"team": TEAM, "name": "Lý Thị Mới"}, True),
    "the seat of somebody who also sits elsewhere": (
        OWN,
        "member",
        {"person": "p-4", "team": TEAM, "role": "head"},
        True,
    ),
    "personal data of somebody who also sits elsewhere": (
        OWN,
        "member",
        {"person": "p-4", "team": TEAM, "phone": "0900 111 222"},
        False,
    ),
    "a stranger's seat in a team of one's own": (OWN, "member", {"person": "p-5", "team": TEAM, "role": "head"}, False),
    "a member of another area": (OWN, "member", {"person": "p-5", "until": DAY}, False),
    "their other seat": (OWN, "member", {"person": "p-4", "team": THEIRS, "until": DAY}, False),
    "a course": (OWN, "attendance", {**COURSE, "persons": ["p-0", "p-1"]}, True),
    "a course with somebody who also sits elsewhere": (OWN, "attendance", {**COURSE, "persons": ["p-0", "p-4"]}, False),
    "a course elsewhere": (OWN, "attendance", {**COURSE, "code": AWAY, "persons": ["p-0"]}, False),
    "a course of the province": (COMMUNE, "attendance", {**COURSE, "code": BAC_KAN, "persons": ["p-0"]}, False),
    "a course of the commune": (COMMUNE, "attendance", {**COURSE, "persons": ["p-0"]}, True),
    "a report": (COMMUNE, "activity", WORK, True),
    "a report elsewhere": (OWN, "activity", {**WORK, "team": THEIRS}, False),
    "a report with difficulties": (OWN, "activity", {**WORK, "difficulties": ["funds"]}, True),
    "a supply": (OWN, "supply", {"team": TEAM, "kind": "phone", "day": DAY}, True),
    "a supply elsewhere": (OTHER, "supply", {"team": TEAM, "kind": "phone", "day": DAY}, False),
    "a new team": (OWN, "team", {"level": "commune", "name": "Tổ", "structure": "2024", "commune": HERE}, True),
    "a new team elsewhere": (
        OWN,
        "team",
        {"level": "commune", "name": "Tổ", "structure": "2024", "commune": AWAY},
        False,
    ),
    "a team": (OWN, "team", {"team": TEAM, "status": "paused"}, True),
    "a team fetched from elsewhere": (
        OWN,
        "team",
        {"team": THEIRS, "structure": "2024", "commune": HERE, "village": f"{HERE}-0"},
        False,
    ),
    "a team sent elsewhere": (OWN, "team", {"team": TEAM, "village": f"{AWAY}-0"}, False),
    "a team that serves villages elsewhere": (
        OWN,
        "team",
        {"team": TEAM, "villages": [f"{HERE}-0", f"{AWAY}-0"]},
        False,
    ),
    "villages": (OWN, "villages", {"team": TEAM, "villages": [f"{HERE}-0", f"{HERE}-1"], "day": DAY}, True),
    "villages elsewhere": (OWN, "villages", {"team": TEAM, "villages": [f"{HERE}-0", f"{AWAY}-0"], "day": DAY}, False),
}


@pytest.mark.slow
def test_every_draft_that_a_planner_can_make_is_one_that_the_planner_sees(small_store: Store) -> None:
    joined = use_cases.propose(small_store, ADMIN, "member", {"person": "p-4", "team": TEAM, "role": "member"}, on=DAY)
    use_cases.publish_draft(small_store, ADMIN, joined)
    made: dict[str, set[str]] = {who.name: set() for who in (OWN, OTHER, COMMUNE)}
    for case, (who, what, values, kept) in FORMS.items():
        try:
            made[who.name].add(use_cases.propose(small_store, who, what, values, on=date(2026, 9, 30)))
            assert kept, case
        except OutOfArea as fault:
            assert not kept and fault.text("vi") != fault.text("en"), case
    assert {draft.id for draft in drafts.list_drafts(small_store)} == {joined}.union(*made.values())
    for who in (OWN, COMMUNE):
        assert made[who.name] <= {draft.id for draft in use_cases.open_drafts(small_store, who)}
    read = [
        entry["persons"]
        for entry in audit_log.read(small_store.root)
        if entry["action"] == "read people" and entry["who"] == OWN.name
    ]
    assert read == [["p-0"]], "nobody is read whose data is not the planner's to change"


def test_an_answer_may_not_name_a_unit_of_another_area(small_store: Store) -> None:
    row = {"structure": "2024", "level": "commune", "period": LATE, "teams": 4}
    asked = {"id": "q1", "text": "Xã Lạ", "rows": [row]}
    own, away = communes(BAC_KAN), communes(HA_NOI)[0]
    made = drafts.create(
        small_store,
        rows=report_rows(codes=own[1:3]),
        source=report(),
        questions=[asked],
        base_release=small_store.current_id(),
    )
    with pytest.raises(OutOfArea, match=unit("2024", away).name):
        use_cases.answer(small_store, OWN, made, {"q1": away})
    assert drafts.get(small_store, made).answers == {}
    assert use_cases.answer(small_store, OWN, made, {"q1": own[0]}).answers == {"q1": own[0]}


def test_people_are_read_by_those_of_the_area_and_the_log_says_who(small_store: Store) -> None:
    release = small_store.current()
    for who in (PUBLIC, VIEWER, OTHER):
        with pytest.raises((NotForYou, OutOfArea)):
            use_cases.members(release, who, TEAM)
    assert use_cases.members(release, OWN, TEAM)["name"].tolist() == ["Nguyễn Văn A"]
    assert [entry["who"] for entry in audit_log.read(small_store.root) if entry["action"] == "read people"] == [
        OWN.name
    ]


def test_villages_are_assigned_by_those_of_the_commune(small_store: Store) -> None:
    for who in (PUBLIC, VIEWER, OTHER):
        with pytest.raises((NotForYou, OutOfArea)):
            use_cases.assign(
                small_store, who, {}, commune=communes(BAC_KAN)[0], all_of=(), source="2024", complete=False
            )


def test_a_layer_gives_shapes_to_units_of_the_area_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever province it states: a unit of a neighbour in it is refused."""
    layer = SimpleNamespace(id="layer-0", structure="2024", province=BAC_KAN, level="commune")
    published = []
    monkeypatch.setattr(use_cases.by_area, "publish_layer", lambda *_, **__: published.append(1))
    for there, allowed in ((communes(BAC_KAN), True), ([*communes(BAC_KAN), communes(HA_NOI)[0]], False)):
        monkeypatch.setattr(use_cases.layers, "communes_or_units", lambda *_, there=there: set(there))
        with nullcontext() if allowed else pytest.raises(OutOfArea):
            use_cases.publish_layer(SimpleNamespace(root=None), OWN, layer)
    assert len(published) == 1


def test_a_layer_is_drawn_by_those_of_the_province() -> None:
    layer = SimpleNamespace(id="layer-0", structure="2024", province=BAC_KAN)
    for who in (PUBLIC, VIEWER, OTHER):
        with pytest.raises(ProductError):
            use_cases.publish_layer(None, who, layer)
    with pytest.raises(NotForYou):
        use_cases.publish_layer(None, OWN, SimpleNamespace(id="layer-0", structure="2024", province=None))
