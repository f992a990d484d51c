"""The team finder's link, what its list says of a team, and what teams say holds them back."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.state import teams_view
from components.state.teams_view import TeamsView
from components.teams import table
from data.catalogue.team_codes import DIFFICULTIES, LEVELS, STATUSES
from data.storage.errors import NotFound
from data.teams import difficulties, evidence, finder
from data.teams.finder import GAPS, SORTS, Query
from data.units import register
from tests.fixtures.sample import SmallCountry

LANG_SON = "20"


def some(words: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Draw some of a closed list, in its order."""
    return st.sets(st.sampled_from(words)).map(lambda chosen: tuple(word for word in words if word in chosen))


VIEWS = st.builds(
    TeamsView,
    structure=st.sampled_from(list(register.STRUCTURES)),
    unit=st.sampled_from(["", "20", "06073", "99999"]),
    levels=some(LEVELS),
    statuses=some((*STATUSES, "unknown")),
    gaps=some(GAPS),
    difficulty=st.sampled_from(["", *DIFFICULTIES]),
    text=st.text(max_size=80).map(str.strip),
    days=st.integers(1, 3660),
    sort=st.sampled_from(["", *SORTS]),
    falling=st.booleans(),
    page=st.integers(1, 99_999),
    layout=st.sampled_from(teams_view.LAYOUTS),
)


@given(VIEWS)
def test_a_link_says_the_whole_view(view: TeamsView) -> None:
    assert teams_view.read(teams_view.link(view)) == view


def test_the_committees_question_is_one_short_link() -> None:
    view = teams_view.read({"u": "06073", "gap": "paper"})
    assert teams_view.link(view) == {"u": "06073", "gap": "paper"}
    assert (view.query().unit, view.query().gaps, view.ordered_by) == ("06073", ("paper",), "last_active")


@pytest.mark.parametrize(
    ("told", "field", "read"),
    [
        ({"gap": "paper.none,inactive"}, "gaps", ("inactive", "paper")),
        ({"level": "hamlet"}, "levels", ()),
        ({"s": "1999"}, "structure", TeamsView().structure),
        ({"days": "0"}, "days", 90),
        ({"days": "-5"}, "days", 90),
        ({"days": "9" * 40}, "days", 90),
        ({"n": "0"}, "page", 1),
        ({"n": "x"}, "page", 1),
        ({"by": "drop table"}, "sort", ""),
        ({"d": "none"}, "difficulty", ""),
        ({"q": "  Nà " + "x" * 200}, "text", "Nà " + "x" * 77),
        ({"u": "99999"}, "unit", "99999"),  # told to be unknown, never answered with other teams
    ],
)
def test_what_a_link_says_wrongly_falls_back(told: dict[str, str], field: str, read: object) -> None:
    assert getattr(teams_view.read(told), field) == read


def test_a_change_leads_to_the_first_page_but_a_turn_does_not() -> None:
    view = TeamsView(page=7)
    assert view.changed(gaps=("paper",)).page == 1
    assert view.changed(page=8).offset == 7 * teams_view.ROWS


def team(**told: object) -> SimpleNamespace:
    """Make a row of the finder of which nothing is known but what is told."""
    unknown = dict.fromkeys(("last_active", "trained", "trained_known", "members", "group_households"), None)
    return SimpleNamespace(**(unknown | {f"gap_{gap}": None for gap in GAPS} | told))


@pytest.mark.parametrize(
    ("row", "trained", "active", "group"),
    [
        (team(gap_unknown=True), "chưa có", "chưa có thông tin", "chưa ghi nhận nhóm"),
        (
            team(
                members=5,
                trained=0,
                trained_known=5,
                group_households=0,
                gap_unknown=False,
                last_active=date(2026, 3, 5),
            ),
            "0/5",
            "5/3/2026",
            "0 hộ",
        ),
        (
            team(members=5, trained=2, trained_known=4, group_households=1676, gap_unknown=False),
            "2/4",
            "chưa ghi nhận",
            "1.676 hộ",
        ),
    ],
)
def test_missing_is_said_and_never_shown_as_nought(row: SimpleNamespace, trained: str, active: str, group: str) -> None:
    assert table.trained(row, lang="vi") == trained
    assert table.active(row, lang="vi") == active
    assert table.group(row.group_households, lang="vi") == group


def test_the_list_of_teams_on_paper_shows_its_evidence_first_and_nobodys_name(small_country: SmallCountry) -> None:
    found = finder.find(small_country.release, Query(gaps=("paper",)), sort="last_active", limit=50)
    shown = table.written(found, lang="vi", first=1)
    assert 0 < len(shown) == min(found.total, 50)
    assert list(shown.columns[:5]) == ["rank", "name", *table.EVIDENCE]
    assert shown["trained"].str.startswith("0/").all() and shown["group"].isin(["0 hộ", "chưa ghi nhận nhóm"]).all()
    people = set(small_country.tables["people"]["name"].to_pylist())
    assert not people & set(shown.to_numpy().ravel())


def test_a_row_leads_to_the_team_in_its_village(small_country: SmallCountry) -> None:
    found = finder.find(small_country.release, Query(unit=LANG_SON), limit=20)
    for row in found.table.itertuples():
        link = table.address("2025-07", row, lang="vi")
        assert link["t"] == row.team and register.unit("2025-07", link["u"]).province == LANG_SON


def test_the_evidence_of_a_team_says_what_the_finder_says(small_country: SmallCountry) -> None:
    release = small_country.release
    found = finder.find(release, Query(), sort="gaps", descending=True, limit=8).table.set_index("team")
    for name, row in found.iterrows():
        told = evidence.of(release, name)
        for gap in GAPS:
            listed = row[f"gap_{gap}"]
            assert told[f"gap_{gap}"] == (None if pd.isna(listed) else bool(listed)), (name, gap)
        said = table.signs(told, lang="vi", as_of=told["as_of"])
        assert len(said) == 3 and all(said)
    with pytest.raises(NotFound):
        evidence.of(release, "none")


def test_difficulties_are_counted_as_the_reports_name_them(small_country: SmallCountry) -> None:
    release = small_country.release
    told = difficulties.since(release, structure="2025-07", unit=None).set_index("kind")
    assert list(told.index) == list(DIFFICULTIES)
    tables = small_country.tables
    named = tables["difficulties"].to_pandas().merge(tables["activities"].to_pandas()[["activity", "team", "period"]])
    named = named[named["team"].isin(tables["teams"].to_pandas().query("level == 'village'")["team"])]
    for kind, rows in named.groupby("kind"):
        assert list(told.loc[kind]) == [
            rows["period"].min(),
            rows["period"].max(),
            rows["team"].nunique(),
            rows["activity"].nunique(),
        ]


def test_the_teams_of_the_communes_are_those_of_the_province(small_country: SmallCountry) -> None:
    release = small_country.release
    whole = difficulties.since(release, structure="2025-07", unit=LANG_SON).set_index("kind")["reports"]
    communes = register.children("2025-07", LANG_SON).index
    parts = [
        difficulties.since(release, structure="2025-07", unit=code).set_index("kind")["reports"] for code in communes
    ]
    assert (sum(parts) >= whole).all()  # a team that serves two communes is named in both
    assert (sum(parts) > 0).all() and (whole > 0).all()
    texts = difficulties.texts(release, structure="2025-07", unit=LANG_SON)
    assert texts["teams"].is_monotonic_decreasing and texts["text"].is_unique
