"""Sets down the single teams behind the counts of each village's and commune's latest report."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from data.catalogue import periods
from data.sample.curves import QUARTERS, Counts
from data.sample.curves import Teams as VillageTeams
from data.sample.fixed import Fixed
from data.sample.reporting import OLD_QUARTERS, SOURCE, Communes, CommuneTeams
from data.sample.villages import Villages
from data.units import register

_ENDS: Final = np.array([periods.end(quarter).toordinal() for quarter in QUARTERS])
_FIRST_TEAMS: Final = date(2021, 10, 1).toordinal()
_ACTIVE_DAYS: Final = 90
_NAME: Final = "Tổ công nghệ số cộng đồng"


@dataclass(frozen=True)
class TeamList:
    """The teams, and for each the position of its commune of "2024" (for the names of its people).

    table: the columns of teams; commune: position in `land.communes`; kind: what the village is called.
    members, trained, active, guided: a row a team, a column a quarter of QUARTERS; reported: whether it reported then.
    """

    table: pd.DataFrame
    commune: np.ndarray
    kind: np.ndarray
    members: np.ndarray
    trained: np.ndarray
    active: np.ndarray
    guided: np.ndarray
    reported: np.ndarray


def list_teams(
    villages: Villages,
    counts: Counts,
    drawn: VillageTeams,
    new: Communes,
    of_communes: CommuneTeams,
    *,
    reported: np.ndarray,
    fixed: Fixed,
    seed: int,
) -> TeamList:
    """List every team as of its latest report; a village or commune that never reported has none listed."""
    rng = np.random.default_rng([seed, 9])
    village_teams = _of_villages(villages, counts, drawn, reported=reported, fixed=fixed, rng=rng)
    commune_teams = _of_communes(villages, new, of_communes, reported=reported, rng=rng)
    both = pd.concat([village_teams.table, commune_teams.table], ignore_index=True)
    both["decision"] = [f"{number}/QĐ-UBND" for number in rng.integers(11, 400, len(both))]
    both["founded"] = _days(both["founded"].to_numpy(float))
    both["last_active"] = _days(both["last_active"].to_numpy(float))
    both["source"] = SOURCE
    both["decided"] = both["founded"]
    both["group_platform"] = pd.Series(
        ["zalo" if count > 0 else None for count in both["zalo_households"]], dtype="object"
    )
    history = {
        name: np.vstack([getattr(village_teams, name), getattr(commune_teams, name)])
        for name in ("members", "trained", "active", "guided", "reported")
    }
    return TeamList(both.drop(columns=["at", "kind"]), both["at"].to_numpy(), both["kind"].to_numpy(object), **history)


@dataclass(frozen=True)
class _Listed:
    """Teams of one level: their table, and their history as in Roster."""

    table: pd.DataFrame
    members: np.ndarray
    trained: np.ndarray
    active: np.ndarray
    guided: np.ndarray
    reported: np.ndarray


def _latest(reported: np.ndarray) -> np.ndarray:
    """Return the position of the last quarter reported, -1 for none."""
    last = reported.shape[1] - 1 - np.argmax(reported[:, ::-1], axis=1)
    return np.where(reported.any(axis=1), last, -1)


def _of_villages(
    villages: Villages,
    counts: Counts,
    drawn: VillageTeams,
    *,
    reported: np.ndarray,
    fixed: Fixed,
    rng: np.random.Generator,
) -> _Listed:
    latest = _latest(reported)
    every = np.arange(len(latest))
    number = np.where(latest >= 0, counts["teams_village"][every, latest], 0)
    of = np.repeat(every, number)
    turn = np.arange(len(of)) - np.repeat(np.cumsum(number) - number, number)
    at = latest[of]
    table = villages.table.iloc[of].reset_index(drop=True)
    land = villages.land.communes.iloc[villages.commune[of]].reset_index(drop=True)

    def parts(name: str) -> np.ndarray:
        """Divide a village's counts over its one or two teams, the first getting what is left over."""
        whole = counts[name][of]
        part_of: np.ndarray = whole // number[of][:, None] + (turn[:, None] < whole % number[of][:, None])
        return part_of

    def part(name: str) -> np.ndarray:
        latest_part: np.ndarray = parts(name)[np.arange(len(of)), at]
        return latest_part

    founded = _founded(drawn.formed[of], by=fixed.founded_by[of], rng=rng)
    active = turn < counts["teams_active"][of, at]
    members = part("members_village")
    trained = np.minimum(part("members_trained"), members)
    serial = pd.Series(np.where(number[of] > 1, turn + 1, 0)).map({0: " ", 1: " số 1 ", 2: " số 2 "})
    listed = pd.DataFrame(
        {
            "team": "t" + table.village.str[1:] + pd.Series(turn).map({0: "", 1: "b"}),
            "level": "village",
            "name": _NAME + serial + _within(table.name),
            "village": table.village,
            "commune_2024": table.commune_2024.where(table.commune_2024.str.len() == 5),
            "commune_2025": table.commune_2025,
            "district": land.district,
            "province_2024": land.province,
            "founded": founded,
            "status": np.where(drawn.paused[of, at], "paused", "active"),
            "members": members,
            "trained": trained,
            "last_active": _last_active(active, _ENDS[at], founded=founded, rng=rng),
            "zalo_households": part("zalo_households"),
            "at": villages.commune[of],
            "kind": table.kind,
        }
    )
    history = parts("members_village")
    return _Listed(
        listed,
        history,
        np.minimum(parts("members_trained"), history),
        turn[:, None] < counts["teams_active"][of],
        parts("people_guided"),
        reported[of],
    )


def _of_communes(
    villages: Villages, new: Communes, drawn: CommuneTeams, *, reported: np.ndarray, rng: np.random.Generator
) -> _Listed:
    commune_reported = np.zeros((len(new.codes), drawn.new.shape[1]), bool)
    np.logical_or.at(commune_reported, new.of, reported[:, OLD_QUARTERS:])
    latest = _latest(commune_reported)
    members = np.where(latest >= 0, drawn.new[np.arange(len(latest)), latest], 0)
    here = np.flatnonzero(members > 0)
    units = register.units("2025-07", "commune").loc[new.codes[here]]
    first = np.zeros(len(new.codes), np.int64)
    first[new.of[::-1]] = villages.commune[::-1]
    land = villages.land.communes.iloc[first[here]].reset_index(drop=True)
    founded = _ENDS[OLD_QUARTERS - 1] + 1 + rng.integers(0, 75, len(here)).astype(float)
    founded = np.maximum(founded, _ENDS[OLD_QUARTERS - 1 + np.argmax(drawn.new[here] > 0, axis=1)] + 5.0)
    active = rng.random(len(here)) < 0.85
    trained = np.floor(members[here] * rng.uniform(0.5, 1, len(here))).astype(int)
    listed = pd.DataFrame(
        {
            "team": [f"tx{code}" for code in new.codes[here]],
            "level": "commune",
            "name": (_NAME + " " + _within(units.name)).to_numpy(object),
            "village": None,
            "commune_2024": None,
            "commune_2025": new.codes[here],
            "district": None,
            "province_2024": land.province.to_numpy(object),
            "founded": founded,
            "status": "active",
            "members": members[here],
            "trained": trained,
            "last_active": _last_active(active, _ENDS[OLD_QUARTERS + latest[here]], founded=founded, rng=rng),
            "zalo_households": np.nan,
            "at": first[here],
            "kind": units.kind.to_numpy(object),
        }
    )
    before = np.zeros((len(here), OLD_QUARTERS), np.int64)
    history = np.hstack([before, drawn.new[here]])
    quarters = np.arange(history.shape[1]) >= OLD_QUARTERS
    shown = np.hstack([before.astype(bool), commune_reported[here]])
    return _Listed(
        listed,
        history,
        np.minimum(history, trained[:, None] * quarters),
        (history > 0) & active[:, None],
        np.zeros_like(history),
        shown,
    )


def _within(name: pd.Series) -> pd.Series:
    """Return names as they stand within a longer one: "Thôn 1" → "thôn 1"."""
    return name.str[:1].str.lower() + name.str[1:]


def _founded(formed: np.ndarray, *, by: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw when teams were founded (ordinal days): most in 2022, when the whole country began."""
    size = len(formed)
    early = _FIRST_TEAMS + 60 + rng.gamma(2.0, 130.0, size)
    latest = {"": _ENDS[0] - 95, **{period: periods.end(period).toordinal() - 5 for period in set(by) - {""}}}
    bound = np.array([latest[period] for period in by], float)
    early = np.where(early > bound, _FIRST_TEAMS + (bound - _FIRST_TEAMS) * rng.random(size), early)
    starts = np.append(_ENDS[0] - 91, _ENDS[:-1] + 1)
    later = starts[np.clip(formed, 0, len(QUARTERS) - 1)] + rng.integers(5, 80, size)
    return np.floor(np.where(formed < 0, early, later))


def _last_active(active: np.ndarray, end: np.ndarray, *, founded: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw the day of the last activity (NaN for none yet): within 90 days of `end` where active."""
    lately = np.maximum(end - rng.integers(0, _ACTIVE_DAYS, len(end)), founded)
    before = end - _ACTIVE_DAYS - 1 - np.floor(rng.exponential(110, len(end)))
    return np.where(active, lately, np.where(before >= founded, before, np.nan))


def _days(ordinals: np.ndarray) -> pd.Series:
    """Turn ordinal days (NaN for none) into dates."""
    days = np.where(np.isnan(ordinals), 0, ordinals - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    return pd.Series(days.astype("datetime64[s]")).where(~np.isnan(ordinals))
