"""Teams: listed by commune and village, one at a time; people only to a reader who is logged."""

import json
from pathlib import Path

import pandas as pd
import pytest

from data.access.actor import Actor
from data.measures import team_list
from data.measures.team_list import UnknownTeam
from data.releases.store import Release
from data.storage.errors import NotFound
from data.teams import finder
from data.teams import people as people_of
from data.teams.finder import Query
from tests.fixtures.sample import SmallCountry


@pytest.fixture(name="country")
def _country(small_country: SmallCountry) -> Release:
    return small_country.release


def test_a_commune_lists_its_commune_team_and_those_of_its_villages(country: Release) -> None:
    listed = team_list.teams(country, structure="2025-07", commune="06004")
    assert listed.level.tolist() == ["commune", *["village"] * (len(listed) - 1)]
    assert set(listed.commune_2025) == {"06004"} and listed["sample"].all()
    assert len(listed) == finder.find(country, Query(unit="06004")).total
    old = team_list.teams(country, structure="2024", commune="06004")
    assert set(old.team) < set(listed.team)


def test_pages_of_a_list_make_up_the_whole(country: Release) -> None:
    whole = team_list.teams(country, structure="2025-07", commune="06004")
    pages = [team_list.teams(country, structure="2025-07", commune="06004", limit=7, offset=n) for n in range(0, 70, 7)]
    assert pd.concat(pages).team.tolist() == whole.team.tolist()


def test_one_team(country: Release) -> None:
    row = team_list.teams(country, structure="2025-07", commune="06004").iloc[1]
    team = team_list.team(country, row.team)
    assert (team.name, team.village, team.members) == (row["name"], row.village, row.members)
    assert team.village_name.lower() in team.name.lower()
    assert team.founded.year in (2021, 2022)  # Lạng Sơn's teams were there in March 2022
    by_village = team_list.teams(country, structure="2024", village=team.village)
    assert team.team in set(by_village.team)


def test_members_come_head_first_and_reading_them_is_logged(small_country: SmallCountry, tmp_path: Path) -> None:
    own = small_country.copied(tmp_path / "var")
    country = own.release
    team = team_list.teams(country, structure="2025-07", commune="06004").iloc[1]
    people = people_of.members(country, team.team, reader=Actor("planner", "cán bộ A"))
    assert len(people) == team.members and people.role.iloc[0] == "head"
    log = (own.store.root / "audit.jsonl").read_text("utf-8").splitlines()
    last = json.loads(log[-1])
    assert "cán bộ A" in json.dumps(last, ensure_ascii=False)
    assert not any(name in "".join(log) for name in people.name)


def test_lists_of_teams_hold_nobodys_name(country: Release, small_country: SmallCountry) -> None:
    listed = team_list.teams(country, structure="2025-07", commune="06004")
    seats = small_country.tables["memberships"].to_pandas()
    people = small_country.tables["people"].to_pandas()
    names = set(people[people.person.isin(seats[seats.team.isin(listed.team)].person)].name)
    assert not names & set(listed.astype(str).to_numpy().ravel())
    assert not {"phone", "birth_year", "person"} & set(listed.columns)


def test_unknown_teams_and_lists_of_nowhere_are_refused(country: Release) -> None:
    with pytest.raises(UnknownTeam):
        team_list.team(country, "t' OR 1=1")
    with pytest.raises(NotFound):
        team_list.teams(country, structure="2024")
