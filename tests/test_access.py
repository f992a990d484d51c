"""Who gets which role from a sign-in, and which units a planner may change."""

from pathlib import Path

import pytest

from data.access import roles
from data.access.actor import PUBLIC, Actor, NotForYou, OutOfArea
from data.access.roles import BadRules, Rules
from data.units import chain, register

NOW = 1_800_000_000.0
LANG_SON = Actor("planner", "a@b.vn", frozenset({("2025-07", "20")}))
THAI_NGUYEN = Actor("planner", "a@b.vn", frozenset({("2025-07", "19")}))
FILE = """
session_minutes = 60
[[grant]]
group = "xem"
role = "viewer"
[[grant]]
group = "lang-son"
role = "planner"
units = ["20"]
[[grant]]
group = "kon-tum"
role = "planner"
units = ["2024:62", "06073"]
[[grant]]
group = "quan-tri"
role = "administrator"
"""


@pytest.fixture
def known(tmp_path: Path) -> Rules:
    return roles.read(written(tmp_path, FILE))


def written(folder: Path, text: str) -> Path:
    file = folder / "access.toml"
    file.write_text(text, encoding="utf-8")
    return file


def claims(*groups: str, **more: object) -> dict[str, object]:
    return {"sub": "u1", "email": "a@b.vn", "groups": list(groups), "iat": NOW - 60, "exp": NOW + 240, **more}


@pytest.mark.parametrize(
    ("groups", "role", "units"),
    [
        ((), "public", set()),
        (("another",), "public", set()),
        (("xem",), "viewer", set()),
        (("lang-son",), "planner", {("2025-07", "20")}),
        (("xem", "lang-son", "kon-tum"), "planner", {("2025-07", "20"), ("2024", "62"), ("2025-07", "06073")}),
        (("lang-son", "quan-tri"), "administrator", set()),
        (("Quan-tri", "quan-tri "), "public", set()),
    ],
)
def test_groups_give_roles(known: Rules, groups: tuple[str, ...], role: str, units: set[tuple[str, str]]) -> None:
    found = known.actor(claims(*groups), now=NOW)
    assert (found.role, found.units) == (role, units)
    assert found.name == ("" if role == "public" else "a@b.vn")


@pytest.mark.parametrize(
    "told",
    [
        claims("quan-tri", iat=NOW - 3600),  # over
        claims("quan-tri", iat=NOW + 3600),  # dated ahead
        claims("quan-tri", iat=None),
        claims("quan-tri", iat="0"),
        claims("quan-tri", iat=True),
        claims("quan-tri", email="", sub=""),
        claims("quan-tri", email=7, sub=None),
        claims("quan-tri", groups={"quan-tri": True}),
        claims("quan-tri", groups=[["quan-tri"]]),
        {},
    ],
)
def test_whatever_is_unclear_is_the_public(known: Rules, told: dict[str, object]) -> None:
    assert known.actor(told, now=NOW) == PUBLIC


def test_without_a_time_of_its_own_a_sign_in_ends_with_its_token() -> None:
    found = Rules((roles.Grant("g", "viewer", frozenset()),))
    assert found.actor(claims("g"), now=NOW).role == "viewer"
    assert found.actor(claims("g"), now=NOW + 240) == PUBLIC
    assert found.actor(claims("g", exp=None), now=NOW) == PUBLIC


def test_groups_may_lie_inside_a_claim_and_names_lose_what_a_log_cannot_hold() -> None:
    found = Rules((roles.Grant("g", "viewer", frozenset()),), claim="realm.roles", session_minutes=60)
    assert found.actor(claims(realm={"roles": ["g"]}), now=NOW).role == "viewer"
    assert found.actor(claims(**{"realm.roles": "g"}), now=NOW).role == "viewer"
    assert found.actor(claims(realm="roles"), now=NOW) == PUBLIC
    assert found.actor(claims(realm={"roles": ["g"]}, email="a\nb\x00c"), now=NOW).name == "abc"


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        'clame = "groups"',
        "session_minutes = 0",
        "session_minutes = true",
        'claim = ""',
        "grant = 3",
        'grant = ["g"]',
        '[[grant]]\ngroup = "g"\nrole = "owner"',
        '[[grant]]\ngroup = "g"\nrole = "public"',
        '[[grant]]\ngroup = ""\nrole = "viewer"',
        '[[grant]]\ngroup = "g"\nrole = "planner"',
        '[[grant]]\ngroup = "g"\nrole = "viewer"\nunits = ["20"]',
        '[[grant]]\ngroup = "g"\nrole = "planner"\nunit = ["20"]',
        '[[grant]]\ngroup = "g"\nrole = "planner"\nunits = ["99"]',
        '[[grant]]\ngroup = "g"\nrole = "planner"\nunits = [20]',
        '[[grant]]\ngroup = "g"\nrole = "planner"\nunits = ["1999:20"]',
    ],
)
def test_a_wrong_file_of_roles_is_refused_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadRules) as fault:
        roles.read(written(tmp_path, text))
    assert "access.toml" in fault.value.text("vi") and "access.toml" in fault.value.text("en")


def test_the_file_is_read_anew_when_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, FILE)
    monkeypatch.setenv("CNSCD_ACCESS", str(file))
    assert roles.current().actor(claims("xem"), now=NOW).role == "viewer"
    replaced = tmp_path / "new"
    replaced.write_text("session_minutes = 60", encoding="utf-8")
    replaced.replace(file)
    assert roles.current().actor(claims("xem"), now=NOW) == PUBLIC
    file.unlink()
    with pytest.raises(BadRules):
        roles.current()
    monkeypatch.delenv("CNSCD_ACCESS")
    assert roles.current() == Rules()


@pytest.mark.parametrize(
    ("actor", "structure", "code", "covered"),
    [
        (LANG_SON, "2025-07", "20", True),
        (LANG_SON, "2025-07", "06073", True),
        (LANG_SON, "2025-07", "19", False),
        (LANG_SON, "2024", "20", True),
        (LANG_SON, "2024", "06", False),
        (LANG_SON, "2024", "62", False),
        (THAI_NGUYEN, "2024", "06", True),
        (THAI_NGUYEN, "2024", "19", True),
        (THAI_NGUYEN, "2024", "20", False),
        (Actor("planner", "a", frozenset({("2024", "06")})), "2024", "06", True),
        (Actor("planner", "a", frozenset({("2024", "06")})), "2025-07", "19", False),
        (Actor("planner", "a", frozenset({("2025-07", "06073")})), "2025-07", "20", False),
        (LANG_SON, "2025-07", None, False),
        (LANG_SON, "2025-07", "99", False),
        (LANG_SON, "1999", "20", False),
        (Actor("administrator", "a"), "2024", "06", True),
        (Actor("viewer", "a"), "2024", "20", False),
        (Actor("viewer", "a", frozenset({("2024", "20")})), "2024", "20", False),
        (PUBLIC, "2024", "20", False),
    ],
)
def test_a_planner_covers_their_units_in_every_structure(
    actor: Actor, structure: str, code: str | None, covered: bool
) -> None:
    assert actor.covers(structure, code) is covered


def test_a_province_covers_exactly_its_communes() -> None:
    communes = register.units("2025-07", "commune")
    covered = {code for code in communes.index if LANG_SON.covers("2025-07", code)}
    assert covered == set(communes.index[communes["province"] == "20"])
    before = {code for code in register.units("2024", "commune").index if LANG_SON.covers("2024", code)}
    assert before == {edge.code_from for code in covered for edge in register.predecessors(code)}


@pytest.mark.parametrize(("source", "target"), [("2024", "2025-07"), ("2025-07", "2024")])
def test_a_commune_of_several_others_is_of_whoever_has_them_all(source: str, target: str) -> None:
    """Of a commune that was divided, or put together of several, one part makes nobody responsible for the whole."""
    edges = chain.edges(source, target)
    ends = edges[edges["part"] != "land"].groupby("code_from")["code_to"].agg(frozenset)
    several = ends[ends.map(len) > 1]
    assert len(several) > 100
    for code, parts in several.iloc[:: len(several) // 10].items():
        some, every = (
            Actor("planner", "a@b.vn", frozenset((target, part) for part in own)) for own in (sorted(parts)[1:], parts)
        )
        assert every.covers(source, code) and not some.covers(source, code), code
        with pytest.raises(OutOfArea):
            some.require_units([(source, code)])


@pytest.mark.parametrize(
    ("actor", "structure", "provinces"),
    [
        (LANG_SON, "2025-07", {"20"}),
        (LANG_SON, "2024", {"20"}),
        (THAI_NGUYEN, "2024", {"06", "19"}),
        (Actor("planner", "a", frozenset({("2025-07", "06073")})), "2025-07", {"20"}),
        (Actor("planner", "a"), "2025-07", set()),
        (Actor("viewer", "a", frozenset({("2024", "20")})), "2024", set()),
        (PUBLIC, "2025-07", set()),
        (Actor("administrator", "a"), "2025-07", set(register.units("2025-07", "province").index)),
    ],
)
def test_forms_offer_the_provinces_that_an_actor_has_units_in(actor: Actor, structure: str, provinces: set) -> None:
    assert actor.provinces(structure) == provinces


def test_nobody_is_asked_to_do_what_is_not_theirs() -> None:
    LANG_SON.require_units([("2025-07", "20"), ("2024", "20")])
    with pytest.raises(OutOfArea, match=r"Thái Nguyên \(19\)"):
        LANG_SON.require_units([("2025-07", "20"), ("2025-07", "19")])
    with pytest.raises(NotForYou):
        Actor("viewer", "a").require_units([])
    with pytest.raises(NotForYou):
        PUBLIC.require("viewer")
