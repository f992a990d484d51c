"""The finder: every filter is what the facts say, pages make up the whole, one link answers what is only on paper."""

import pandas as pd
import pytest

from data import __main__ as command
from data.releases.store import Release
from data.storage.errors import NotFound
from data.teams import finder, profile
from data.teams.finder import GAPS, SORTS, Query, UnknownGap
from tests.fixtures.sample import SmallCountry


@pytest.fixture(name="country")
def _country(small_country: SmallCountry) -> Release:
    return small_country.release


def test_the_published_totals_stand_in_the_measures(country: Release) -> None:
    told = country.query(
        "SELECT province, period, sum(teams_village) AS teams, sum(members_village) AS members FROM communes "
        "WHERE structure = '2024' AND province IN ('20', '06') AND period IN ('2022-Q1', '2023-Q4') GROUP BY ALL"
    ).set_index(["province", "period"])
    assert told.loc[("20", "2022-Q1")].tolist() == [1676, 6214]
    assert told.loc[("06", "2023-Q4")].tolist() == [1292, 6062]
    both = country.query(
        "SELECT sum(teams_village) + sum(teams_commune) AS teams, sum(members_village) + sum(members_commune) AS sum, "
        "sum(members_trained) AS trained FROM communes WHERE structure = '2024' AND province = '06' "
        "AND period = '2023-Q4'"
    ).iloc[0]
    assert both.tolist() == [1400, 7106, 1800]


@pytest.mark.parametrize("gap", GAPS)
def test_a_gap_lists_those_that_have_it_and_counts_them(country: Release, gap: finder.Gap) -> None:
    every = finder.find(country, Query(), limit=0)
    found = finder.find(country, Query(gaps=(gap,)), limit=20)
    assert found.total == every.counts[gap] == found.counts[gap]
    assert found.table[f"gap_{gap}"].all() and len(found.table) == min(20, found.total)


@pytest.mark.parametrize("sort", SORTS)
def test_pages_make_up_the_whole_in_order(country: Release, sort: finder.Sort) -> None:
    unit = country.query("SELECT commune_2025 AS c FROM teams GROUP BY ALL ORDER BY count(*) DESC, c LIMIT 1")["c"][0]
    query = Query(unit=unit)
    whole = finder.find(country, query, sort=sort, descending=True, limit=500)
    pages = [
        finder.find(country, query, sort=sort, descending=True, limit=7, offset=at).table["team"]
        for at in range(0, whole.total, 7)
    ]
    assert pd.concat(pages).tolist() == whole.table["team"].tolist() and len(whole.table) == whole.total


def test_both_structures_and_every_level_find_the_same_teams(country: Release) -> None:
    new = finder.find(country, Query(unit="20", levels=("village",)), limit=0).total
    old = finder.find(country, Query(structure="2024", unit="20", levels=("village",)), limit=0).total
    told = country.query("SELECT count(*) AS n FROM teams WHERE province_2024 = '20' AND level = 'village'")["n"][0]
    assert new == old == told


def test_one_question_says_which_teams_are_on_paper_and_why(country: Release) -> None:
    somewhere = finder.find(country, Query(gaps=("paper",)), limit=1).table
    found = finder.find(country, Query(unit=somewhere["commune"][0], gaps=("paper",)), sort="last_active")
    assert found.total >= 1 and set(found.table["commune"]) == {somewhere["commune"][0]}
    assert (found.table["trained"] == 0).all() and (found.table["group_households"].fillna(0) == 0).all()
    idle = pd.to_datetime(found.table["last_active"]).dropna()
    assert (idle <= pd.Timestamp(found.as_of) - pd.Timedelta(days=90)).all()
    few = finder.find(country, Query(gaps=("paper",), days=3650)).total
    assert few <= finder.find(country, Query(gaps=("paper",))).total


@pytest.mark.parametrize(("text", "says"), [("thon 1", "thôn 1"), ("Thôn 1", "thôn 1"), ("' OR 1=1", None)])
def test_names_are_found_with_and_without_their_accents(country: Release, text: str, says: str | None) -> None:
    found = finder.find(country, Query(text=text), limit=50).table
    assert found["name"].str.contains(says).all() if says else found.empty


def test_what_is_unknown_is_refused(country: Release) -> None:
    for query, sort in ((Query(gaps=("x' OR '1",)), "name"), (Query(), "name; DROP")):  # type: ignore[arg-type]
        with pytest.raises(UnknownGap):
            finder.find(country, query, sort=sort)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        finder.find(country, Query(unit="99999"))


def test_no_person_is_in_a_list_or_a_page(country: Release, small_country: SmallCountry) -> None:
    names = set(small_country.tables["people"]["name"].to_pylist())
    team = finder.find(country, Query(), limit=1).table["team"][0]
    told = profile.of(country, team)
    tables = [
        finder.find(country, Query(), limit=200).table,
        told.trainings,
        told.activities,
        told.grades,
        told.history,
        told.villages,
        told.supplies,
    ]
    for table in tables:
        assert not names & set(table.astype(str).to_numpy().ravel())


def test_a_team_adds_up(country: Release) -> None:
    team = finder.find(country, Query(levels=("village",)), sort="members", descending=True, limit=1).table.iloc[0]
    told = profile.of(country, team["team"])
    graded = told.grades[["grade_1", "grade_2", "grade_3", "none"]].sum(axis=1)
    assert (graded == team["members"]).all()
    contents = [name for name in told.activities if name.startswith("guided_")]
    assert (told.activities[contents].sum(axis=1) == told.activities["guided"]).all()
    assert {finding.rule.check for finding in told.findings} >= {"village_head", "size"}


def test_the_command_lists_teams(
    country: Release, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("data.releases.store.Store.current", lambda _: country)
    assert command.main(["teams", "--unit", "20", "--gap", "inactive", "--limit", "3", "--json"]) == 0
    assert '"total"' in capsys.readouterr().out
