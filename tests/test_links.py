"""A link is read in spite of small harm; what it asks for that there is not is told, and never replaced in silence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.state import link_text, selection, teams_view
from components.state.selection import View
from components.state.trail import Trail
from data.units import register
from data.units.structures import in_force

KNOWN = ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
CODES = [*register.units("2025-07", "province").index, *register.units("2025-07", "commune").index[::97]]


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the parameters that the address has, to be filled by the test."""
    told: dict[str, str] = {}
    monkeypatch.setattr(selection, "_address", lambda: dict(told))
    return told


stray = st.text(alphabet=" .,;:!?)]}>\"'”’»…\u00a0\u200b", max_size=3)


@given(code=st.sampled_from(CODES), after=stray, before=st.text(alphabet=" (\"'«“\u200b", max_size=2))
def test_stray_signs_and_a_lost_zero_still_open_the_unit(code: str, after: str, before: str) -> None:
    assert link_text.unit("2025-07", before + code + after) == code
    if code.startswith("0") and code[1:2] != "0":
        assert link_text.unit("2025-07", code[1:] + after) == code


@given(text=st.text(max_size=12))
def test_no_text_opens_a_unit_that_it_does_not_name(text: str) -> None:
    found = link_text.unit("2025-07", text)
    assert found == "" or found.lstrip("0") == link_text.tidy(text).lstrip("0")
    assert all(link_text.has("2025-07", each.unit.code) for each in link_text.nearest(text, "2025-07"))


@given(st.text(max_size=40))
def test_a_period_is_always_one_that_there_is(text: str) -> None:
    assert link_text.period(text, KNOWN) in KNOWN


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("2026-Q1", "2026-Q1"),
        ("2026-q1.", "2026-Q1"),
        (" 2026-Q1 ", "2026-Q1"),
        ("2026-Q4", "2026-Q3"),
        ("2019-Q1", "2025-Q3"),
        ("2099-Q9", "2026-Q3"),
        ("", "2026-Q3"),
    ],
)
def test_of_a_period_that_there_is_not_the_nearest_opens(text: str, opened: str) -> None:
    assert link_text.period(text, KNOWN) == opened


def test_a_view_is_read_in_spite_of_small_harm(address: dict[str, str]) -> None:
    address.update(u="6187.", p="2026-q2 ", s="2025-07,", m="skills_reach.", **{"from": "80", "to": "20"})
    view = selection.read(KNOWN)
    assert (view.unit, view.period, view.structure, view.measure) == ("06187", "2026-Q2", "2025-07", "skills_reach")
    assert (view.low, view.high) == (20, 80), "limits the wrong way round leave something"
    assert selection.unknown(KNOWN) == link_text.Unknown()


@pytest.mark.parametrize("parameter", ["u", "s", "p"])
@pytest.mark.parametrize("text", ["99999", "99", "2099-Q9", "x" * 200, "<b>", "{{ 7*7 }}", "٣٤", "-1", "9" * 5000])
def test_what_there_is_not_is_told_as_it_was_written(address: dict[str, str], parameter: str, text: str) -> None:
    address[parameter] = text
    selection.read(KNOWN)
    unknown = selection.unknown(KNOWN)
    assert {"u": unknown.unit, "s": unknown.structure, "p": unknown.period}[parameter] == text
    teams_view.read(address)


def test_near_units_are_offered_for_codes_names_and_what_has_ended() -> None:
    near = [each.unit.code for each in link_text.nearest("06188", "2025-07")]
    assert "06187" in near
    assert link_text.nearest("Lang Son", "2025-07")[0].unit.name == "Tỉnh Lạng Sơn"
    assert link_text.nearest("06", "2025-07")[0].unit.name == "Tỉnh Thái Nguyên", "Bắc Kạn's code before July 2025"
    assert link_text.nearest("99", "2025-07") and not link_text.nearest("{{ 7*7 }}", "2025-07")


def test_districts_are_units_of_the_teams_alone(address: dict[str, str]) -> None:
    address.update(s="2024", u="180")
    assert selection.unknown(KNOWN).unit == "180" and selection.unknown(KNOWN, districts=True).unit == ""
    assert teams_view.read(address).unit == "180"


def test_a_link_that_is_fixed_says_its_period_and_structure_and_opens_them_next_quarter(
    address: dict[str, str],
) -> None:
    view = View(unit="20", period=KNOWN[-1])
    moving = selection.query(view, latest=KNOWN[-1], lang="vi")
    fixed = selection.query(view, latest=KNOWN[-1], lang="vi", fixed=True)
    assert moving == {"u": "20"} and fixed == {"u": "20", "p": KNOWN[-1], "s": in_force()}
    later = [*KNOWN, "2026-Q4"]
    address.update(fixed)
    assert selection.read(later) == view
    address.pop("p")
    assert selection.read(later).period == "2026-Q4"


def walk(*steps: tuple[str, dict[str, str]]) -> list[dict[str, str]]:
    trail = Trail()
    return [trail.arrive(page, told) for page, told in steps]


def test_the_menu_keeps_place_and_period_between_pages() -> None:
    place = {"u": "20", "p": "2026-Q1", "s": "2024"}
    seen = walk(("explore", {**place, "m": "x"}), ("overview", {}), ("teams", {}), ("explore", {}))
    assert seen[1:] == [{}, {"u": "20", "s": "2024"}, place]


def test_what_the_address_says_goes_before_what_was_seen() -> None:
    seen = walk(("explore", {"u": "20"}), ("teams", {"u": "48"}), ("explore", {}), ("explore", {}))
    assert seen[1:] == [{"u": "48"}, {"u": "48"}, {}], "the same page again without parameters is the country"


def test_the_way_back_shows_what_was_there() -> None:
    trail = Trail()
    trail.arrive("explore", {})
    trail.arrive("overview", {})
    trail.arrive("explore", {"u": "12"})
    assert trail.arrive("overview", {}) == {} and trail.arrive("explore", {}) == {}, "the country was there before"
    assert trail.arrive("overview", {}) == {}
    trail = Trail()
    trail.arrive("teams", {"u": "20"})
    trail.see("teams", {"u": "20", "q": "a"})
    trail.arrive("overview", {})
    assert trail.arrive("teams", {"u": "20", "q": "a"}) == {"u": "20", "q": "a"}
    assert trail.arrive("difficulties", {}) == {"u": "20"}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["explore", "overview", "teams", "releases"]),
            st.sampled_from([{}, {"u": "20"}, {"u": "48", "p": "2026-Q1"}, {"m": "x"}]),
        ),
        max_size=30,
    )
)
def test_no_way_through_the_pages_loses_a_parameter(steps: list[tuple[str, dict[str, str]]]) -> None:
    for (_, told), shown in zip(steps, walk(*steps), strict=True):
        assert told.items() <= shown.items()
        assert shown == told or not {"u", "s", "p"} & set(told)
