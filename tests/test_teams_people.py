"""People's data: read by those who may and logged, exported, and erased without a trace while counts stay."""

import json
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from data import __main__ as command
from data.access.actor import PUBLIC, Actor, NotForYou
from data.derivation.schema import APART
from data.publication import publish
from data.publication.pointer import set_current
from data.releases import drafts, manifest
from data.releases.store import Release, Store, open_store
from data.releases.write import write_release
from data.storage import audit_log
from data.teams import erasing, people
from data.teams.people import UnknownPerson
from tests.fixtures.small_release import HA_NOI, communes, report, report_rows, sample_tables
from tests.fixtures.walk import where

ADMIN, PLANNER, VIEWER = Actor("administrator", "quản trị"), Actor("planner", "lan"), Actor("viewer", "xem")
NAME, PHONE, YEAR = "Hoàng Thị Độc Nhất", "0911223344", 1957
COUNTS = "SELECT * FROM team_facts ORDER BY team"


@pytest.fixture(scope="module", name="made")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store with two releases and an open draft that all know p-0 by a name of their own."""
    store = open_store(tmp_path_factory.mktemp("people") / "store")
    tables = sample_tables()
    tables["people"].loc[0, ["name", "phone", "birth_year"]] = [NAME, PHONE, YEAR]
    for households in (100, 120):
        tables["village_figures"]["households"] = households
        release = write_release(store, tables, parent=store.current_id(), message="x")
        set_current(store, release.id, who="an", action="sample")
    listed = tables["people"].iloc[:1].drop(columns="source")
    drafts.create(
        store,
        rows=report_rows(codes=communes(HA_NOI)[2:3]),
        source=report(),
        tables={"people": listed},
        base_release=store.current_id(),
    )
    return store.root


@pytest.fixture(name="store")
def _store(made: Path, tmp_path: Path) -> Store:
    return open_store(shutil.copytree(made, tmp_path / "store"))


@pytest.mark.slow
def test_names_stand_in_the_files_of_people_alone(store: Store) -> None:
    for text in (NAME, PHONE):
        assert where(store.root, text) and {path.name for path in where(store.root, text)} == {"people.parquet"}
    for path in where(store.root, NAME):
        assert path.stat().st_mode & 0o077 == 0, "readable by the product's account alone"


def test_each_read_of_a_person_is_logged_before_it_happens(store: Store) -> None:
    release = store.current()
    team = release.query("SELECT team FROM memberships WHERE person = 'p-0'")["team"][0]
    assert people.members(release, team, reader=PLANNER)["name"].tolist() == [NAME]
    assert people.person(release, "p-0", reader=PLANNER)["phone"] == PHONE
    assert people.search(release, "doc nhat", reader=PLANNER)["person"].tolist() == ["p-0"]
    assert people.search(release, "0911 223 344", reader=PLANNER)["person"].tolist() == ["p-0"]
    reads = [entry for entry in audit_log.read(store.root) if entry["action"] == "read people"]
    assert [entry.get("persons") for entry in reads] == [["p-0"], ["p-0"], None, ["p-0"], None, ["p-0"]]
    assert {entry["who"] for entry in reads} == {PLANNER.name} and reads[0]["team"] == team
    log = (store.root / "audit.jsonl").read_text("utf-8")
    assert not any(text in log for text in (NAME, PHONE, "doc nhat", "0911 223 344"))


@pytest.mark.parametrize("reader", [PUBLIC, VIEWER], ids=lambda who: who.role)
def test_who_may_not_read_people_is_refused_and_that_is_logged(store: Store, reader: Actor) -> None:
    for ask in (people.members, people.person, people.search):
        with pytest.raises(NotForYou):
            ask(store.current(), "p-0", reader=reader)
        assert audit_log.read(store.root)[-1]["action"] == "refused people"
    with pytest.raises(NotForYou):
        people.export(store, "p-0", reader=reader)
    with pytest.raises(NotForYou):
        erasing.erase(store, "p-0", who=reader)


def test_an_export_holds_all_that_is_known(store: Store) -> None:
    told = json.loads(json.dumps(people.export(store, "p-0", reader=ADMIN), ensure_ascii=False))
    assert [(each["name"], each["birth_year"], len(each["releases"])) for each in told["person"]] == [(NAME, YEAR, 2)]
    assert [seat["role"] for seat in told["memberships"]] == ["head"]
    assert told["reads"][-1]["who"] == ADMIN.name
    with pytest.raises(UnknownPerson):
        people.export(store, "nobody", reader=ADMIN)


@pytest.mark.slow
def test_erasing_leaves_no_trace_and_every_count(store: Store) -> None:
    before = {release.id: release.query(COUNTS) for release in store.list()}
    done = erasing.erase(store, "p-0", who=ADMIN, reason="theo yêu cầu")
    assert set(done.releases) == set(before) and len(done.drafts) == 1
    for text in (NAME, PHONE):
        assert not where(store.root, text)
    for path in store.root.rglob("people.parquet"):
        assert YEAR not in pq.read_table(path)["birth_year"].to_pylist()
    again = open_store(store.root)
    assert not again.damaged() and not drafts.damaged(again)
    for release in again.list():
        manifest.verify(release.path, release.manifest)
        pd.testing.assert_frame_equal(release.query(COUNTS), before[release.id])
    last = audit_log.read(store.root)[-1]
    assert (last["action"], last["persons"], last["who"]) == ("erase person", ["p-0"], ADMIN.name)
    assert audit_log.verify(store.root).intact


@pytest.mark.slow
def test_a_draft_made_before_does_not_bring_the_erased_back(store: Store) -> None:
    listed = sample_tables()["people"].iloc[:1].drop(columns="source").assign(name=NAME)
    erasing.erase(store, "p-0", who=ADMIN)
    late = drafts.create(
        store,
        rows=report_rows(codes=communes(HA_NOI)[3:4]),
        source=report(file_hash="late"),
        tables={"people": listed},
        base_release=store.current_id(),
    )
    release = publish.publish(store, late, who="an")
    seats = release.query("SELECT count(*) AS n FROM memberships WHERE person = 'p-0'")
    assert seats["n"][0] == 1, "the seat still counts"
    with pytest.raises(UnknownPerson):
        people.person(release, "p-0", reader=ADMIN)


def test_erasing_twice_is_no_fault_and_nobody_is_unknown(store: Store) -> None:
    erasing.erase(store, "p-0", who=ADMIN)
    assert erasing.erase(store, "p-0", who=ADMIN).releases == ()
    with pytest.raises(UnknownPerson):
        erasing.erase(store, "nobody", who=ADMIN)


def test_an_open_draft_that_names_the_person_is_settled_first(store: Store) -> None:
    named = drafts.create(
        store,
        rows=report_rows(codes=communes(HA_NOI)[4:5]),
        source=report(file_hash="n"),
        problems=[{"severity": "warning", "message": f"{NAME}?"}],
        base_release=store.current_id(),
    )
    with pytest.raises(erasing.NamedInDraft):
        erasing.erase(store, "p-0", who=ADMIN)
    drafts.discard(store, named, who="an")
    erasing.erase(store, "p-0", who=ADMIN)
    assert not where(store.root, NAME)


@pytest.mark.parametrize(
    "step", ["erased: in place", "people sums: in place", "people: written aside", "people: in place"]
)
def test_a_power_cut_while_erasing_damages_nothing_and_can_be_ended(
    store: Store, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(reached: str) -> None:
        if reached == step:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("data.storage.fault_points.reached", cut)
        with pytest.raises(KeyboardInterrupt):
            erasing.erase(store, "p-0", who=ADMIN)
    again = open_store(store.root)
    assert not again.damaged() and not drafts.damaged(again)
    erasing.erase(again, "p-0", who=ADMIN)
    assert not where(store.root, NAME) and not again.damaged()


@pytest.mark.slow
def test_former_members_are_told_when_kept_too_long(store: Store) -> None:
    tables = sample_tables()
    tables["people"] = tables["people"].assign(until=[date(2022, 1, 1)] * 2 + [date(2026, 9, 1)] + [None] * 5)
    release = write_release(store, tables, parent=None, message="left")
    assert erasing.overdue(release, on=date(2026, 10, 1), months=24) == ["p-0", "p-1"]
    assert erasing.overdue(release, on=date(2026, 10, 1), months=600) == []


def test_commands_find_export_and_erase(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(store.root.parent))
    assert command.main(["person", "find", "Độc Nhất", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["people"][0]["person"] == "p-0"
    out = tmp_path / "p.json"
    assert command.main(["person", "export", "p-0", "--output", str(out), "--json"]) == 0
    assert NAME in out.read_text("utf-8") and NAME not in capsys.readouterr().out
    out.unlink()
    assert command.main(["person", "erase", "p-0", "--reason", "yêu cầu", "--json"]) == 0
    assert not where(tmp_path, NAME)
    assert command.main(["person", "erase", "không ai"]) == 1
    assert command.main(["person", "overdue", "--json"]) == 0


def test_no_view_of_a_release_shows_people(store: Store) -> None:
    release: Release = store.current()
    shown = [name for name in release.manifest.files if name not in APART]
    for name in shown:
        columns = set(release.query(f"SELECT * FROM {name} LIMIT 1").columns)
        assert not columns & {"phone", "birth_year", "post", "organisation"}, name
