"""Who is named in texts typed by hand is found however the name is written, and taken out where that is confirmed."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import __main__ as command
from data.access.actor import Actor, NotForYou
from data.disclosure import public_release, write_public
from data.publication.pointer import set_current
from data.releases import drafts
from data.releases.store import Store, open_store
from data.releases.write import write_release
from data.storage import audit_log
from data.teams import mentions
from tests.fixtures.small_release import HA_NOI, communes, report, report_rows, sample_tables
from tests.fixtures.walk import where

ADMIN, PLANNER = Actor("administrator", "quản trị"), Actor("planner", "lan")
NAME, PHONE = "Đàm Thị Kín Nhẹm", "0987012345"


@pytest.fixture(scope="module")
def _named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store and its public release whose team, source and message name a person, and a draft that does."""
    store = open_store(tmp_path_factory.mktemp("named") / "store")
    tables = sample_tables()
    tables["teams"].loc[0, "name"] = f"Tổ của bà {NAME.upper()}, ĐT 098.701.2345"
    tables["teams"].loc[1, "name"] = "Tổ thôn Đàm Thị"
    tables["sources"].loc[0, ["kind", "office"]] = ["report", f"UBND xã, bà {NAME} lập"]
    release = write_release(store, tables, parent=None, message=f"theo lời bà {NAME}")
    set_current(store, release.id, who="an", action="sample")
    write_public.ensure(store)
    drafts.create(
        store, rows=report_rows(codes=communes(HA_NOI)[2:3]), source=report(title=f"Phiếu của {NAME}"),
        base_release=release.id,
    )  # fmt: skip
    return store.root.parent


@pytest.fixture
def store(_named: Path, tmp_path: Path) -> Store:
    return open_store(shutil.copytree(_named, tmp_path / "var") / "store")


def test_every_text_that_names_the_person_is_listed_once_with_the_releases_it_stands_in(store: Store) -> None:
    found = {(place.table, place.column): place for place in mentions.find(store, [NAME, PHONE])}
    assert found.keys() == {
        ("manifest", "message"), ("sources", "office"), ("team_facts", "name"), ("teams", "name"), ("draft.json", ""),
    }  # fmt: skip
    assert len(found["sources", "office"].releases) == 2, "of staff and of the public"
    assert found["draft.json", ""].drafts and not found["draft.json", ""].releases


def test_what_is_confirmed_is_taken_out_everywhere_and_the_rest_stays(store: Store) -> None:
    places = {place.table: place.id for place in mentions.find(store, [NAME]) if not place.drafts}
    kept = places.pop("manifest")
    done = mentions.redact(store, [NAME], list(places.values()), who=ADMIN, reason="đơn")
    assert set(done.places) == set(places.values()) and not done.drafts
    names = set(open_store(store.root).current().query("SELECT name FROM teams")["name"])
    assert {"Tổ của bà [đã xóa], ĐT 098.701.2345", "Tổ thôn Đàm Thị"} <= names
    public = public_release.beside(store.root).current()
    assert set(public.query("SELECT office FROM sources")["office"]) == {"UBND xã, bà [đã xóa] lập"}
    assert [place.id for place in mentions.find(store, [NAME]) if not place.drafts] == [kept]
    last = list(audit_log.read(store.root))[-1]
    assert last["action"] == "redact texts" and NAME not in json.dumps(last, ensure_ascii=False)


def test_a_draft_is_published_or_discarded_first_and_a_published_one_goes(store: Store) -> None:
    everywhere = [place.id for place in mentions.find(store, [NAME])]
    with pytest.raises(mentions.InOpenDraft):
        mentions.redact(store, [NAME], everywhere, who=ADMIN)
    assert len(mentions.find(store, [NAME])) == len(everywhere), "nothing is half taken out"
    draft = drafts.list_drafts(store)[0]
    drafts.discard(store, draft.id, who="an")
    mentions.redact(store, [NAME], [place.id for place in mentions.find(store, [NAME])], who=ADMIN)
    assert mentions.find(store, [NAME]) == []
    assert {path.name for path in where(store.root.parent, NAME)} <= {"people.parquet"}


def test_only_administrators_take_out_and_only_what_was_found(store: Store) -> None:
    with pytest.raises(NotForYou):
        mentions.redact(store, [NAME], [], who=PLANNER)
    with pytest.raises(mentions.UnknownPlace):
        mentions.redact(store, [NAME], ["0" * 8], who=ADMIN)
    for short in ("An", "12345", "  "):
        with pytest.raises(mentions.TooShort):
            mentions.find(store, [short])


SPELLED = [NAME.upper(), "Dam Thi Kin Nhem", "đàm  thị\nkín nhẹm", "Đàm\u00a0Thị\u200b Kín Nhẹm"]
NUMBERS = [
    "0987012345",
    "098.701.2345",
    "098 701 2345",
    "(098) 701-2345",
    "+84 987 012 345",
    "84987012345",
    "０９８７０１２３４５",
]


@pytest.mark.parametrize("written", [*SPELLED, *NUMBERS])
def test_it_is_found_however_it_is_written(written: str) -> None:
    pattern = mentions._Pattern([NAME, PHONE])
    assert pattern.without(f"gặp {written}, tổ 1") == f"gặp {mentions.TAKEN_OUT}, tổ 1"


@pytest.mark.parametrize("other", ["Đàm Thị Kín Nhẹmm", "Đàm Thị Kín", "10987012345", "098701234", "09870123456"])
def test_another_name_or_number_stays(other: str) -> None:
    assert mentions._Pattern([NAME, PHONE]).spans(f"x {other} y") == []


@given(st.text(), st.text(), st.sampled_from([*SPELLED, *NUMBERS]))
def test_what_stands_around_it_stays_as_it_was(before: str, after: str, written: str) -> None:
    pattern = mentions._Pattern([NAME, PHONE])
    redacted = pattern.without(f"{before} | {written} | {after}")
    assert pattern.spans(redacted) == []
    if not pattern.spans(before) and not pattern.spans(after):
        assert redacted == f"{before} | {mentions.TAKEN_OUT} | {after}"


def test_the_commands_list_and_take_out(store: Store, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(store.root.parent))
    assert command.main(["person", "mentions", NAME, "--json"]) == 2
    places = json.loads(capsys.readouterr().out)["places"]
    team = next(place["id"] for place in places if place["table"] == "teams")
    assert command.main(["person", "redact", NAME, "--place", team]) == 0
    assert command.main(["person", "mentions", "Người Không Có", "--lang", "en"]) == 0
    assert capsys.readouterr().out.rstrip().endswith("No text typed by hand names them.")
