"""Forms: checked whole, kept as drafts, published and rolled back like imports; one edit never hides another."""

from datetime import date

import pytest

from data.access.actor import PUBLIC, Actor, NotForYou
from data.i18n import say
from data.publication import publish
from data.releases import drafts
from data.releases.store import Release, Store
from data.teams import editing, finder, people, profile
from data.teams.editing import BadForm
from tests.fixtures.small_release import BAC_KAN, communes, new_communes_of

LAN = Actor("administrator", "lan")
TODAY = date(2026, 9, 30)
TEAM = f"t-{communes(BAC_KAN)[0]}-0"


def keep(store: Store, what: editing.What, **values: object) -> str:
    return editing.keep(store, editing.prepare(store.current(), what, values, who=LAN, on=TODAY), who=LAN)


def put(store: Store, what: editing.What, **values: object) -> Release:
    return publish.publish(store, keep(store, what, **values), who="lan")


@pytest.mark.slow
def test_a_team_is_corrected_reviewed_published_and_rolled_back(small_store: Store) -> None:
    before = small_store.current()
    release = put(small_store, "team", team=TEAM, name="Tổ Nà Ến", status="paused", zalo_households=30)
    after = profile.of(release, TEAM)
    assert (after.team.name, after.team.status, after.team.zalo_households) == ("Tổ Nà Ến", "paused", 30)
    assert after.team.founded == date(2022, 4, 1), "what the form does not say stays"
    assert after.team.sample, "a change to the illustration stays illustration"
    assert len(release.query("SELECT team FROM teams")) == 8
    publish.rollback(small_store, before.id, who="lan")
    assert profile.of(small_store.current(), TEAM).team.name == "Tổ"


@pytest.mark.slow
def test_a_new_team_of_the_office_sends_the_illustration_of_its_province_away(small_store: Store) -> None:
    release = put(
        small_store,
        "team",
        level="commune",
        name="Tổ cấp xã",
        structure="2025-07",
        commune=new_communes_of(BAC_KAN)[0],
        founded=date(2026, 1, 5),
    )
    found = finder.find(release, finder.Query(unit=new_communes_of(BAC_KAN)[0]))
    assert found.table["name"].tolist() == ["Tổ cấp xã"] and not found.table["sample"].any()


@pytest.mark.slow
def test_a_member_joins_is_corrected_and_leaves(small_store: Store) -> None:
    release = put(
        small_store,
        "member",
        team=TEAM,
        name="Lý Thị Mới",
        role="deputy",
        post="Bí thư Chi đoàn",
        birth_year=1999,
        since=date(2026, 1, 1),
    )
    new = people.members(release, TEAM, reader=LAN).set_index("name").loc["Lý Thị Mới"]
    seat = release.query("SELECT * FROM memberships WHERE person = $id", id=new["person"]).iloc[0]
    assert (seat["seat"], bool(seat["young"]), seat["role"]) == ("youth", True, "deputy")
    release = put(small_store, "member", person=new["person"], phone="0900 111 222")
    again = people.person(release, new["person"], reader=LAN)
    assert (again["name"], again["phone"], again["birth_year"]) == ("Lý Thị Mới", "0900 111 222", 1999)
    release = put(small_store, "member", person=new["person"], team=TEAM, until=date(2026, 9, 1))
    assert "Lý Thị Mới" not in set(people.members(release, TEAM, reader=LAN)["name"])


@pytest.mark.slow
def test_attendance_and_activity_count(small_store: Store) -> None:
    commune = communes(BAC_KAN)[0]
    release = put(
        small_store,
        "attendance",
        persons=["p-0", "p-0", "p-1"],
        day=date(2026, 5, 5),
        structure="2024",
        code=commune,
        contents=["services", "vneid"],
        form="in_person",
    )
    assert len(release.query("SELECT * FROM attendances")) == 2, "nobody sits in one course twice"
    release = put(
        small_store,
        "activity",
        team=TEAM,
        since=date(2026, 4, 1),
        until=date(2026, 6, 20),
        guided=12,
        guided_services=12,
        sessions=2,
        difficulties=["funds", ("other", "Mưa lũ")],
    )
    found = profile.of(release, TEAM)
    assert found.trainings["contents"].tolist() == ["services,vneid"] and found.trainings["attended"].tolist() == [1]
    assert found.activities["period"].tolist() == ["2026-Q2"] and set(found.difficulties["kind"]) == {"funds", "other"}
    assert finder.facts(release, TEAM)["last_active"].date() == date(2026, 6, 20)


@pytest.mark.slow
def test_a_difficulty_is_corrected_and_taken_back(small_store: Store) -> None:
    days = {"team": TEAM, "since": date(2026, 4, 1), "until": date(2026, 6, 20)}
    release = put(small_store, "activity", **days, difficulties=["funds", ("other", "Mưa lũ")])
    (report,) = profile.of(release, TEAM).activities["activity"]
    release = put(small_store, "activity", activity=report, difficulties=["skills", ("other", "Đường xa")])
    named = release.query("SELECT kind, text, withdrawn FROM difficulties ORDER BY kind")
    assert named["kind"].tolist() == ["other", "skills"] and named["text"][0] == "Đường xa"
    assert named["withdrawn"].isna().all(), "what was taken back is gone from the release"
    release = put(small_store, "activity", activity=report, guided=7)
    assert set(profile.of(release, TEAM).difficulties["kind"]) == {"other", "skills"}, "not said, so it stays"
    release = put(small_store, "activity", activity=report, difficulties=[])
    assert profile.of(release, TEAM).difficulties.empty and len(release.query("SELECT * FROM activities")) == 1


@pytest.mark.slow
def test_villages_served_come_and_go_on_a_day(small_store: Store) -> None:
    here, other = (f"{communes(BAC_KAN)[0]}-{n}" for n in range(2))
    release = put(small_store, "villages", team=TEAM, villages=[here, other], day=date(2026, 1, 1))
    served = profile.of(release, TEAM).villages.set_index("village")
    assert served["since"].dt.date.to_dict() == {here: date(2022, 4, 1), other: date(2026, 1, 1)}
    assert finder.facts(release, TEAM)["villages_served"] == 2
    release = put(small_store, "villages", team=TEAM, villages=[other], village=other, day=date(2026, 6, 1))
    served = profile.of(release, TEAM).villages.set_index("village")
    assert served["until"].dt.date.get(here) == date(2026, 6, 1) and served["until"].isna()[other]
    assert profile.of(release, TEAM).team.village == other and finder.facts(release, TEAM)["villages_served"] == 1


@pytest.mark.slow
def test_a_supply_is_noted_and_corrected(small_store: Store) -> None:
    release = put(small_store, "supply", team=TEAM, kind="allowance", day=date(2026, 3, 1), amount=15_000_000)
    (supply,) = profile.of(release, TEAM).supplies["supply"]
    release = put(small_store, "supply", supply=supply, amount=1_500_000, giver="UBND xã")
    (row,) = profile.of(release, TEAM).supplies.to_dict("records")
    assert (row["kind"], row["amount"], row["giver"]) == ("allowance", 1_500_000, "UBND xã")


@pytest.mark.slow
def test_who_attended_a_known_course_is_added_to_it(small_store: Store) -> None:
    commune = communes(BAC_KAN)[0]
    release = put(small_store, "attendance", persons=["p-0"], day=date(2026, 5, 5), structure="2024", code=commune)
    (course,) = release.query("SELECT training FROM trainings")["training"]
    release = put(small_store, "attendance", training=course, persons=["p-1"])
    assert release.query("SELECT person FROM attendances ORDER BY 1")["person"].tolist() == ["p-0", "p-1"]


BAD: dict[str, tuple[editing.What, dict[str, object], set[str]]] = {
    "nothing said": ("team", {}, {"level", "name"}),
    "not a level": ("team", {"level": "xóm", "name": "x", "village": "v"}, {"level"}),
    "the future": ("activity", {"team": TEAM, "since": date(2026, 1, 1), "until": date(2030, 1, 1)}, {"until"}),
    "backwards": ("activity", {"team": TEAM, "since": date(2026, 2, 1), "until": date(2026, 1, 1)}, {"until"}),
    "negative": ("activity", {"team": TEAM, "since": TODAY, "until": TODAY, "guided": -1}, {"guided"}),
    "a fraction": ("activity", {"team": TEAM, "since": TODAY, "until": TODAY, "guided": 1.5}, {"guided"}),
    "a telephone in a text": ("team", {"level": "village", "name": "Tổ 0912 345 678", "village": "v"}, {"name"}),
    "a telephone in a link": ("team", {"team": TEAM, "group_link": "zalo.me/0912345678"}, {"group_link"}),
    "an unknown field": ("team", {"team": TEAM, "latitude": 1}, {"latitude"}),
    "an unknown team": ("activity", {"team": "t' OR 1=1", "since": TODAY, "until": TODAY}, {"team"}),
    "a stranger": ("attendance", {"persons": ["p-x"], "day": TODAY, "structure": "2024", "code": "00001"}, {"persons"}),
    "an unknown difficulty": (
        "activity",
        {"team": TEAM, "since": TODAY, "until": TODAY, "difficulties": ["rain"]},
        {"difficulties"},
    ),
    "a report of nobody": ("activity", {"activity": "a-x", "team": TEAM, "guided": 1}, {"activity"}),
    "villages from no day": ("villages", {"team": TEAM, "villages": ["v"]}, {"day"}),
    "an unknown village": (
        "villages",
        {"team": TEAM, "day": TODAY, "villages": [f"{communes(BAC_KAN)[0]}-0", "v-x"]},
        {"villages"},
    ),
    "its own village left out": (
        "villages",
        {"team": TEAM, "day": TODAY, "villages": [f"{communes(BAC_KAN)[0]}-1"]},
        {"village"},
    ),
    "left before it came": (
        "villages",
        {
            "team": TEAM,
            "day": date(2020, 1, 1),
            "village": f"{communes(BAC_KAN)[0]}-1",
            "villages": [f"{communes(BAC_KAN)[0]}-1"],
        },
        {"day"},
    ),
    "a supply of nothing": ("supply", {"team": TEAM}, {"kind", "day"}),
    "a telephone among givers": (
        "supply",
        {"team": TEAM, "kind": "phone", "day": TODAY, "giver": "0912 345 678"},
        {"giver"},
    ),
    "everything at once": (
        "team",
        {"level": "x", "founded": "hôm qua", "zalo_households": -3},
        {"name", "level", "founded", "zalo_households"},
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_forms_are_refused_with_every_fault(small_store: Store, case: str) -> None:
    what, values, fields = BAD[case]
    with pytest.raises(BadForm) as refused:
        keep(small_store, what, **values)
    assert {field for field, _ in refused.value.faults} == fields
    assert refused.value.text("vi") != refused.value.text("en")
    assert not drafts.list_drafts(small_store)


def test_every_field_of_every_form_has_its_words() -> None:
    for field in {field for fields in editing.FIELDS.values() for field in fields}:
        assert say(f"teams.field.{field}", "vi") != say(f"teams.field.{field}", "en") or field == "vneid"


def test_the_public_has_no_forms(small_store: Store) -> None:
    with pytest.raises(NotForYou):
        editing.prepare(small_store.current(), "team", {"team": TEAM, "name": "x"}, who=PUBLIC, on=TODAY)


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "name"), [("mine", "hai"), ("theirs", "một")])
def test_an_older_form_saved_over_a_newer_one_is_asked_about(small_store: Store, answer: str, name: str) -> None:
    first, second = (keep(small_store, "team", team=TEAM, name=text) for text in ("một", "hai"))
    publish.publish(small_store, first, who="lan")
    with pytest.raises(publish.MustRebase):
        publish.publish(small_store, second, who="an")
    (question,) = publish.rebase(small_store, second, who="an").conflicts
    assert (question["table"], question["key"]) == ("teams", [TEAM])
    drafts.answer(small_store, second, {question["id"]: answer}, who="an")
    assert profile.of(publish.publish(small_store, second, who="an"), TEAM).team.name == name
