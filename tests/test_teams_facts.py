"""What the records of teams count: each person once, whoever sits twice, attends twice or changes team."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.derivation.schema import schemas
from data.derivation.team_facts import derive_teams
from data.teams import finder
from data.units.village_homes import village_homes
from tests.fixtures.small_release import BAC_KAN, communes, first_successor

PERIOD, DAY = "2026-Q3", date(2026, 9, 30)
HOMES = communes(BAC_KAN)[:2]
VILLAGES = {"v1": HOMES[0], "v2": HOMES[0], "v3": HOMES[1]}
TEAMS = {"a": "v1", "b": "v1", "c": "v2", "d": "v3", "x": None}  # x: the team of the first commune


def tables(like: Mapping[str, object] = MappingProxyType({}), **rows: list[dict[str, object]]) -> dict[str, pa.Table]:
    """Return the tables of a release: the teams above, all `like` this, and these rows of records."""
    base = {
        "villages": [
            {"village": v, "name": v, "commune_2024": c, "commune_2025": first_successor(c), "source": "s"}
            for v, c in VILLAGES.items()
        ],
        "teams": [
            {
                "team": t,
                "level": "village" if v else "commune",
                "name": t,
                "village": v,
                "source": "s",
                "commune_2024": VILLAGES[v or "v1"],
                "commune_2025": first_successor(VILLAGES[v or "v1"]),
                "province_2024": BAC_KAN,
                "founded": date(2022, 1, 1),
                "zalo_households": 0,
                **like,
            }
            for t, v in TEAMS.items()
        ],
        "sources": [{"source": "s", "kind": "report", "as_of": DAY}],
        "trainings": [{"training": k, "day": date(2026, 5, 5), "source": "s"} for k in ("k1", "k2")],
    }
    return {
        name: pa.Table.from_pylist(base.get(name, []) + rows.get(name, []), schema=schema)
        for name, schema in schemas().items()
    }


def derived(
    like: Mapping[str, object] = MappingProxyType({}), **rows: list[dict[str, object]]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return facts by team, figures by village, sums by (structure, commune)."""
    told = tables(like, **rows)
    homes = village_homes(told["villages"].select(["village", "commune_2024", "commune_2025"]).to_pandas())
    made, sums = derive_teams(told, membership=homes, periods=[PERIOD])
    by_commune = sums.to_pandas().set_index(["structure", "code"])
    return (
        made["team_facts"].to_pandas().set_index("team"),
        made["team_figures"].to_pandas().set_index("village"),
        by_commune,
    )


def seat(person: str, team: str, **more: object) -> dict[str, object]:
    return {"person": person, "team": team, "source": "s", "since": date(2023, 1, 1), **more}


SEATS = st.lists(
    st.tuples(st.sampled_from("pqrstu"), st.sampled_from(sorted(TEAMS)), st.booleans()),
    unique_by=lambda each: each[:2],
    max_size=14,
)


@pytest.mark.slow
@settings(max_examples=20)
@given(seats=SEATS, went=st.lists(st.tuples(st.sampled_from(["k1", "k2"]), st.sampled_from("pqrstu")), max_size=8))
def test_people_are_counted_once_at_every_level(
    seats: list[tuple[str, str, bool]], went: list[tuple[str, str]]
) -> None:
    listed = [
        seat(person, team, trained=False, until=date(2026, 1, 1) if left else None) for person, team, left in seats
    ]
    here = {(person, team) for person, team, left in seats if not left}
    attended = [{"training": k, "person": p, "source": "s"} for k, p in set(went) if p in {s[0] for s in seats}]
    facts, figures, sums = derived(memberships=listed, attendances=attended)
    home: dict[str, str | None] = {person: None for person, _ in here}
    trained = {row["person"] for row in attended}
    for commune in HOMES:
        inside = {person for person, team in here if VILLAGES[TEAMS[team] or "v1"] == commune}
        away = {person for person, team in here if VILLAGES[TEAMS[team] or "v1"] != commune}
        told = sums["people_listed"].get(("2024", commune))
        low = len(inside - away)
        assert low <= (0 if pd.isna(told) else told) <= len(inside)
    total = sums.xs("2024")["people_listed"].sum()
    assert total == len(home), "everybody is counted, and nobody twice"
    assert sums.xs("2024")["people_trained"].sum() == len(trained & set(home))
    assert figures["people_listed"].sum() <= total
    for team in TEAMS:
        told = facts["listed"][team]
        assert (0 if pd.isna(told) else told) == len({person for person, where in here if where == team})


def test_a_village_and_a_commune_seat_are_one_person_in_the_village() -> None:
    facts, figures, sums = derived(
        memberships=[seat("p", "a", trained=True), seat("p", "x", trained=False), seat("q", "x", trained=False)]
    )
    assert (facts["listed"]["a"], facts["listed"]["x"]) == (1, 2)
    assert figures["people_listed"]["v1"] == 1
    assert sums.loc[("2024", HOMES[0]), ["people_listed", "people_trained"]].tolist() == [2, 1]


def test_who_changed_team_counts_where_they_are() -> None:
    _, figures, _ = derived(
        memberships=[seat("p", "a", until=date(2026, 2, 1)), seat("p", "d", since=date(2026, 2, 1))]
    )
    assert pd.isna(figures["people_listed"]["v1"]) and figures["people_listed"]["v3"] == 1


def test_attending_twice_is_one_person_trained_and_silence_is_not_known() -> None:
    went = [{"training": k, "person": "p", "source": "s"} for k in ("k1", "k2")]
    _, figures, _ = derived(memberships=[seat("p", "a"), seat("q", "a"), seat("r", "d")], attendances=went)
    assert figures.loc["v1", ["people_trained", "people_trained_known"]].tolist() == [1, 2]
    assert figures.loc["v3", "people_trained_known"] == 0, "nothing was said of r"


def test_grades_are_the_latest_and_missing_is_not_assessed() -> None:
    grades = [
        {"person": "p", "day": date(2025, 1, 1), "services": 1, "vneid": 2, "source": "s"},
        {"person": "p", "day": date(2026, 1, 1), "services": 3, "source": "s"},
    ]
    _, figures, _ = derived(memberships=[seat("p", "a"), seat("q", "a")], assessments=grades)
    row = figures.loc["v1"]
    assert (row["people_assessed"], row["graded_services"], row["able_services"]) == (1, 1, 1)
    assert (row["graded_vneid"], row["able_vneid"], row["graded_payment"]) == (1, 1, 0)


Rows = list[dict[str, object]]


def volunteers(team: str, *served: str, branch: str | None = None, **more: object) -> dict[str, Rows]:
    """Return the rows of a volunteer team of the first commune that serves these villages."""
    row = {
        "team": team,
        "level": "volunteer",
        "name": team,
        "commune_2024": HOMES[0],
        "province_2024": BAC_KAN,
        "commune_2025": first_successor(HOMES[0]),
        "union_branch": branch,
        "source": "s",
        **more,
    }
    villages = [{"team": team, "village": each, "until": None, "source": "s"} for each in served]
    return {"teams": [row], "team_villages": villages}


COVER: dict[str, tuple[list[dict[str, Rows]], int | None]] = {
    "one team serves them all": ([volunteers("y", "v1", "v2")], 2),
    "two teams share them": ([volunteers("y", "v1"), volunteers("z", "v2")], 2),
    "nobody serves the second": ([volunteers("y", "v1"), volunteers("z", "v1")], 1),
    "the other team does not say": ([volunteers("y", "v1"), volunteers("z")], None),
    "they do not say, but all have one": ([volunteers("y", "v1", "v2"), volunteers("z")], 2),
    "the other team was dissolved": ([volunteers("y", "v1"), volunteers("z", "v2", status="dissolved")], 1),
    "a village was left": (
        [
            volunteers("y", "v1"),
            {"teams": [], "team_villages": [{"team": "y", "village": "v2", "until": date(2026, 1, 1), "source": "s"}]},
        ],
        1,
    ),
}


@pytest.mark.parametrize("case", COVER)
def test_the_villages_of_a_commune_are_covered_by_teams_of_the_level_alone(case: str) -> None:
    parts, served = COVER[case]
    rows = {name: [row for part in parts for row in part[name]] for name in ("teams", "team_villages")}
    told = derived(**rows)[0].loc["y"]
    assert told["commune_villages"] == 2, "village teams serve them too, but are of another level"
    assert (None if pd.isna(told["commune_served"]) else told["commune_served"]) == served


def test_teams_of_one_chi_doan_are_counted_and_those_of_no_known_one_are_not() -> None:
    parts = [volunteers("y", branch="Chi đoàn 1"), volunteers("z", branch=" chi đoàn 1"), volunteers("w")]
    facts, _, _ = derived(teams=[row for part in parts for row in part["teams"]])
    told = facts["branch_teams"]
    assert (told["y"], told["z"]) == (2, 2) and pd.isna(told["w"]) and pd.isna(told["a"])


LETTER = [
    seat("p", "a", role="head", seat="village_head"),
    seat("q", "a", role="deputy", seat="youth"),
    seat("r", "a", role="member", seat="women"),
    seat("s", "a", role="member", seat="other"),
]


@pytest.mark.parametrize(
    ("seats", "complete"),
    [
        (LETTER, True),
        (LETTER[:3], False),
        ([*LETTER[:1], {**LETTER[1], "role": "member"}, *LETTER[2:]], False),
        ([*LETTER[:1], {**LETTER[1], "seat": None}, *LETTER[2:]], None),
        ([{**LETTER[0], "seat": None}, *LETTER[1:3]], False),
        ([], None),
    ],
    ids=[
        "as the letter says",
        "three people",
        "no deputy of the Youth Union",
        "a post is not known",
        "too small whatever else",
        "nobody listed",
    ],
)
def test_composition_is_judged_only_as_far_as_it_is_known(
    seats: list[dict[str, object]], complete: bool | None
) -> None:
    facts, _, _ = derived(memberships=seats)
    told = facts["complete"]["a"]
    assert (None if pd.isna(told) else bool(told)) == complete


def test_a_team_is_on_paper_only_where_that_is_known() -> None:
    seats = [seat("p", "a", trained=False), seat("q", "c", trained=False), seat("r", "d", trained=False)]
    work = [{"activity": "1", "team": "c", "period": PERIOD, "since": date(2026, 7, 1), "until": DAY, "source": "s"}]
    facts, figures, _ = derived(memberships=seats, activities=work)
    assert figures["records_paper"].dropna().to_dict() == {"v1": 1, "v2": 0}, "of v3's commune nothing was reported"
    assert figures["records_told"].dropna().to_dict() == {"v1": 1, "v2": 1}
    assert facts["activity_told"].to_dict() == {"a": True, "b": True, "c": True, "d": False, "x": True}


@pytest.mark.parametrize(
    "like",
    [{"zalo_households": None}, {"status": "paused"}, {"founded": date(2026, 8, 1)}],
    ids=["nothing is known of a group", "paused", "younger than 90 days"],
)
def test_a_team_of_which_too_little_is_known_or_that_rests_is_not_on_paper(like: dict[str, object]) -> None:
    """It is no team at work either: it stands apart, in what is counted and in what is searched for."""
    seats = [seat("p", "a", trained=False), seat("q", "c", trained=False)]
    work = [{"activity": "1", "team": "c", "period": PERIOD, "since": date(2026, 7, 1), "until": DAY, "source": "s"}]
    facts, figures, _ = derived(like, memberships=seats, activities=work)
    assert figures[["records_paper", "records_told"]].isna().all(axis=None)
    facts = facts.assign(as_of=pd.Timestamp(DAY)).reset_index()
    judged = (
        duckdb.sql(f"SELECT team, ({finder.condition('paper')}) AS paper FROM facts").df().set_index("team")["paper"]
    )
    assert not judged.fillna(False).any()
