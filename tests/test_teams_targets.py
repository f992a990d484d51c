"""Targets: a stock is never held against a flow, and what is not known is no progress of nothing."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data.releases.store import Store
from data.storage import json_lists
from data.teams import targets
from data.teams.targets import BadTarget, Target
from tests.fixtures.small_release import BAC_KAN, communes

OF_TEAM = Target(
    "t1", "team", "t-1", "guided", 100, "lượt người", "flow", date(2026, 1, 1), date(2026, 12, 31), "KH 12/KH-UBND"
)
HOME = communes(BAC_KAN)[0]
OF_COMMUNE = replace(
    OF_TEAM,
    id="c1",
    level="commune",
    code=HOME,
    structure="2024",
    indicator="households_trained",
    kind="stock",
    unit="hộ",
)
FACTS = pd.Series({"as_of": pd.Timestamp("2026-09-30"), "members": 4, "trained": None, "group_households": 30})
WORK = pd.DataFrame(
    {
        "since": pd.to_datetime(["2025-10-01", "2026-01-01", "2026-04-01", "2026-07-01"]),
        "until": pd.to_datetime(["2025-12-31", "2026-03-31", "2026-06-30", "2026-09-30"]),
        "guided": [50.0, 20.0, None, 15.0],
        "sessions": [1.0, 2.0, 3.0, 4.0],
    }
)


@pytest.fixture(autouse=True)
def of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))


TEAM_CASES: dict[str, tuple[dict[str, object], int | None, date | None]] = {
    "a flow adds up within its days": ({}, 35, date(2026, 9, 30)),
    "of the second half alone": ({"since": date(2026, 7, 1)}, 15, date(2026, 9, 30)),
    "nothing was reported yet": ({"since": date(2026, 10, 1)}, None, None),
    "a quarter that is not told is no zero": ({"since": date(2026, 4, 1), "until": date(2026, 6, 30)}, None, None),
    "a stock is what is there": ({"indicator": "zalo_households", "kind": "stock"}, 30, date(2026, 9, 30)),
    "a stock that nobody told": ({"indicator": "trained", "kind": "stock"}, None, None),
    "another team's": ({"code": "t-2"}, None, None),
}


@pytest.mark.parametrize("case", TEAM_CASES)
def test_a_teams_target_counts_what_it_asks_for(case: str) -> None:
    changes, actual, day = TEAM_CASES[case]
    targets.save(replace(OF_TEAM, **changes))
    found = targets.of_team("t-1", facts=FACTS, activities=WORK)
    assert len(found) == (case != "another team's")
    assert [(each.actual, each.day) for each in found] == [(actual, day)] * len(found)
    assert [each.share for each in found] == [None if actual is None else actual / 100] * len(found)


UNIT_CASES: dict[str, tuple[dict[str, object], int | None]] = {
    "a stock is the last one told": ({}, 20),
    "a stock by an earlier day": ({"until": date(2026, 3, 31)}, 10),
    "a flow of a stock is what was added": ({"kind": "flow", "since": date(2026, 4, 1)}, 10),
    "what was there before is not known": ({"kind": "flow"}, None),
    "before anything was told": ({"since": date(2025, 1, 1), "until": date(2025, 12, 31)}, None),
    "of another structure's unit": ({"structure": "2025-07", "code": "01840"}, None),
}


@pytest.mark.parametrize("case", UNIT_CASES)
def test_a_communes_target_tells_stock_from_flow(case: str, small_store: Store) -> None:
    changes, actual = UNIT_CASES[case]
    targets.save(replace(OF_COMMUNE, **changes))
    found = targets.of_unit(small_store.current(), structure="2024", code=HOME)
    assert [each.actual for each in found] == ([] if "structure" in changes else [actual])


@pytest.mark.parametrize(
    "changes",
    [
        {"source": " "},
        {"unit": ""},
        {"value": 0},
        {"until": date(2025, 1, 1)},
        {"indicator": "dossiers"},
        {"kind": "stock"},
        {"indicator": "members"},
        {"level": "commune", "code": "99999", "structure": "2024"},
    ],
    ids=[
        "no source",
        "no unit",
        "nothing",
        "backwards",
        "not counted",
        "a flow as a stock",
        "a team's stock as a flow",
        "no such commune",
    ],
)
def test_a_target_that_cannot_be_held_against_anything_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(BadTarget):
        targets.save(replace(OF_TEAM, **changes))
    assert targets.every() == ()


def test_a_list_written_by_hand_is_read_or_told() -> None:
    file = json_lists.path("team-targets")
    entry = {
        "id": "x",
        "level": "team",
        "code": "t-1",
        "indicator": "guided",
        "value": 5,
        "unit": "lượt",
        "kind": "flow",
        "since": "2026-01-01",
        "until": "2026-12-31",
        "source": "KH",
    }
    file.write_text(json.dumps([entry]), encoding="utf-8")
    assert [each.value for each in targets.every()] == [5]
    file.write_text(json.dumps([entry | {"since": "hôm qua"}]), encoding="utf-8")
    with pytest.raises(json_lists.DamagedList):
        targets.every()
    file.write_text(json.dumps([entry | {"kind": "stock"}]), encoding="utf-8")
    with pytest.raises(BadTarget):
        targets.every()
    targets.remove("x")
    assert targets.every() == ()
