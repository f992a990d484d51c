"""How fast teams are found: 100,000 teams, 500,000 members, 1,000,000 attendances, against pandas on the same files."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from data.releases.store import Release, open_store
from data.releases.write import write_release
from data.teams import evidence, finder, profile
from data.units import register
from tests.benchmarks import team_pages

TEAMS, MEMBERS, ATTENDANCES, COURSES, REPORTS = 100_000, 500_000, 1_000_000, 20_000, 300_000
ROUNDS = 9


def tables() -> dict[str, pa.Table]:
    """Draw as many records as the largest office would hold; the same each time."""
    rng = np.random.default_rng(6)
    communes = register.units("2025-07", "commune").index.to_numpy(object)
    home = np.sort(communes[rng.integers(0, len(communes), TEAMS)].astype(str))
    teams = np.array([f"t{n:06d}" for n in range(TEAMS)], object)
    of = np.concatenate([np.arange(TEAMS), rng.integers(0, TEAMS, MEMBERS - TEAMS)])
    people = np.array([f"p{n:06d}" for n in range(MEMBERS)], object)
    day = np.datetime64("2026-09-30")
    villages = np.array([f"v{n:06d}" for n in range(TEAMS)], object)
    courses = np.array([f"k{n:05d}" for n in range(COURSES)], object)
    went = np.unique(
        np.column_stack(
            [rng.integers(0, COURSES, ATTENDANCES + 50), rng.integers(0, MEMBERS * 2 // 3, ATTENDANCES + 50)]
        ),
        axis=0,
    )[:ATTENDANCES]
    work = np.unique(np.column_stack([rng.integers(0, TEAMS, REPORTS), rng.integers(0, 5, REPORTS)]), axis=0)
    quarters = ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
    ends = np.array(["2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30", "2026-09-30"], "datetime64[D]")
    figures = {"village": villages, "period": "2026-Q3", "villages": 1, "households": 120, "teams_village": 1}
    made = {
        "sources": {"source": ["s"], "kind": ["report"], "as_of": [date(2026, 9, 30)]},
        "villages": {"village": villages, "name": villages, "commune_2025": home},
        "village_figures": figures,
        "teams": {
            "team": teams,
            "level": "village",
            "name": [f"Tổ thôn {n % 40}" for n in range(TEAMS)],
            "village": villages,
            "commune_2025": home,
            "status": "active",
            "founded": day - 1000,
            "zalo_households": rng.integers(0, 90, TEAMS),
        },
        "memberships": {
            "person": people,
            "team": teams[of],
            "role": np.where(np.arange(MEMBERS) < TEAMS, "head", "member"),
            "seat": rng.choice(["youth", "women", "other", "village_head"], MEMBERS),
            "young": rng.random(MEMBERS) < 0.3,
            "other_posts": rng.integers(0, 4, MEMBERS),
            "since": day - 900,
        },
        "people": {"person": people, "name": [f"Người {n}" for n in range(MEMBERS)]},
        "trainings": {"training": courses, "day": day - rng.integers(10, 800, COURSES)},
        "attendances": {"training": courses[went[:, 0]], "person": people[went[:, 1]]},
        "activities": {
            "activity": [f"a{n}" for n in range(len(work))],
            "team": teams[work[:, 0]],
            "period": np.array(quarters, object)[work[:, 1]],
            "since": ends[work[:, 1]] - 80,
            "until": ends[work[:, 1]],
            "guided": rng.integers(0, 60, len(work)),
        },
    }
    return {name: pa.Table.from_pandas(pd.DataFrame(columns), preserve_index=False) for name, columns in made.items()}


def median(act: Callable[[], object]) -> float:
    """Return the milliseconds that an act takes, the median of several."""
    act()
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


def whole(release: Release, team: str) -> list[object]:
    """Read all that a team's page shows to whoever may not read names."""
    told = profile.of(release, team)
    return [
        told.findings,
        told.villages,
        told.trainings,
        told.grades,
        told.activities,
        told.difficulties,
        told.supplies,
        told.history,
        told.sources,
        evidence.of(release, team),
    ]


def with_pandas(release: Release, *, province: str | None) -> pd.DataFrame:
    """Answer "inactive teams without anybody trained" as is usually done: read the records, merge, group, filter."""
    read = {
        name: pd.read_parquet(release.path / f"{name}.parquet")
        for name in ("teams", "memberships", "attendances", "activities", "team_homes")
    }
    homes = read["team_homes"].query("structure == '2025-07'")
    homes = homes if province is None else homes[homes["province"] == province]
    teams = read["teams"][read["teams"]["team"].isin(homes["team"])]
    trained = read["memberships"].merge(read["attendances"].drop_duplicates("person"), on="person", how="left")
    trained = trained.groupby("team")["training"].count()
    last = pd.to_datetime(read["activities"].groupby("team")["until"].max())
    lately = teams["team"].map(last) > pd.Timestamp("2026-07-02")
    return teams[~lately & (teams["team"].map(trained).fillna(0) == 0)].sort_values("name").head(50)


def main() -> None:
    """Print the figures, how many times faster than pandas a filter is, and what of it a browser's visitor sees."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CNSCD_VAR"] = folder
        began = time.perf_counter()
        release = write_release(open_store(), tables(), parent=None, message="bench")
        rows = release.manifest.files
        print(
            f"\nteams: {rows['teams'].rows:,}, members {rows['memberships'].rows:,}, attendances "
            f"{rows['attendances'].rows:,}; written and derived in {time.perf_counter() - began:.0f} s"
        )
        province = "01"
        commune = register.children("2025-07", province, "commune").index[0]
        asked = {
            "whole country, by name": finder.Query(),
            "country: inactive and untrained": finder.Query(gaps=("inactive", "untrained")),
            "a province: inactive and untrained": finder.Query(unit=province, gaps=("inactive", "untrained")),
            "a commune: on paper alone": finder.Query(unit=commune, gaps=("paper",)),
            "country: a part of the name": finder.Query(text="to thon 7"),
        }
        for name, query in asked.items():
            print(f"{name:<38}{median(lambda query=query: finder.find(release, query)):>9.0f} ms")
        team = finder.find(release, finder.Query(unit=commune), limit=1).table.iloc[0]
        print(f"{'one team, everything':<38}{median(lambda: whole(release, team.team)):>9.0f} ms")
        for name, unit in (("country", None), ("a province", province)):
            usual = median(lambda unit=unit: with_pandas(release, province=unit))
            query = finder.Query(unit=unit, gaps=("inactive", "untrained"))
            own = median(lambda query=query: finder.find(release, query))
            print(f"{name}: the same in pandas {usual:.0f} ms; the product is {usual / own:.1f} times faster")
        team_pages.main(Path(folder), release, team)
