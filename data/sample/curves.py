"""Draws what the villages would have reported in each full quarter: whole numbers, smooth in time and space.

Every array has one row a village and one column a quarter. Shares are turned into counts with one random
threshold a village and indicator that stays the same over time, so that a count rises and falls with its
share and does not flicker. What is counted up to a day (households trained, accounts) never falls.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit, ndtri

from data.catalogue import periods
from data.sample.fixed import Fixed, keep_growing
from data.sample.villages import Villages

QUARTERS: Final[tuple[str, ...]] = tuple(periods.span("2024-Q3", "2026-Q3"))
Counts = dict[str, np.ndarray]

_TIME: Final = np.arange(len(QUARTERS), dtype=float)[None, :]
_CAMPAIGN: Final = np.array([[1.6 if quarter.endswith("Q4") else 1.0 for quarter in QUARTERS]])
_MEKONG_FROM: Final = "80"
_ON_PAPER: Final = 0.03  # of the villages


@dataclass(frozen=True)
class Teams:
    """The village teams behind the counts, for the table of teams.

    count: teams of a village in each quarter; formed: the first quarter with a team (its position; below 0
    before the first quarter, past the last one for never); paused: whether the village's only team rests.
    """

    count: np.ndarray
    formed: np.ndarray
    paused: np.ndarray


def draw_curves(villages: Villages, *, fixed: Fixed, seed: int) -> tuple[Counts, Teams]:
    """Draw every indicator a village reports; parts never pass their wholes, and `fixed` is kept."""
    rng = np.random.default_rng([seed, 4])
    ground = _Ground(villages, rng)
    households = ground.integers(villages.households[:, None] * 1.0025**_TIME)
    counts: Counts = {"villages": np.ones_like(households), "households": households}
    teams = _teams(ground, fixed)
    counts |= _people_of_teams(ground, teams, fixed)
    counts |= _poverty_and_phones(ground, households)
    counts |= _reach(ground, households, teams)
    keep_growing(counts, fixed)
    _lay_aside(counts, villages, fixed, rng=np.random.default_rng([seed, 11]))
    return counts, teams


class _Ground:
    """The villages' land and a source of random numbers, in the shapes the curves are made of."""

    def __init__(self, villages: Villages, rng: np.random.Generator) -> None:
        self.villages, self.rng = villages, rng
        land = villages.land
        self.rugged = villages.of(land.rugged)[:, None]
        self.urban = villages.of(land.urban)[:, None]
        self.mekong = villages.of((land.communes.province >= _MEKONG_FROM).to_numpy(float))[:, None]
        self.size = len(villages.table)

    def differ(self, which: int, *, region: float, commune: float, village: float) -> np.ndarray:
        """Return differences between villages (one column): smooth, of the commune, of the village."""
        land = self.villages.land
        of_commune = region * land.fields[which] + commune * land.own[which]
        return (self.villages.of(of_commune) + village * self.rng.standard_normal(self.size))[:, None]

    def integers(self, expected: np.ndarray) -> np.ndarray:
        """Turn expected numbers into whole ones, up or down by one threshold a village."""
        return np.floor(expected + self.rng.random((self.size, 1))).astype(np.int64)


def _teams(ground: _Ground, fixed: Fixed) -> Teams:
    """Draw when each village got its team, and which have two (large villages, after mergers)."""
    rng, size = ground.rng, ground.size
    eager = ground.differ(0, region=0.5, commune=0.5, village=1.0)[:, 0] - 0.5 * ground.rugged[:, 0]
    rank = np.argsort(np.argsort(-eager)) / size
    # nine in ten villages had a team before the first full quarter, two or three in a hundred never get one
    formed = np.select([rank < 0.915, rank < 0.974], [-1.0, (rank - 0.915) / 0.059 * len(QUARTERS)], 99.0)
    formed = np.floor(formed).astype(np.int64)
    formed = np.where(fixed.early, -1, np.where(fixed.late, np.maximum(formed, 1 + rank * 997 % 7), formed))
    formed = formed.astype(np.int64)
    second = (rng.random(size) < 0.02 + 0.10 * (ground.villages.households > 600)) & ~fixed.single
    count = np.where(np.arange(len(QUARTERS)) >= formed[:, None], 1 + second[:, None], 0)
    rests = (rng.random(size) < 0.012) & ~second & ~fixed.steady
    since = np.where(rests, rng.integers(2, 14, size), 99)
    return Teams(count, formed, np.arange(len(QUARTERS)) >= since[:, None])


def _people_of_teams(ground: _Ground, teams: Teams, fixed: Fixed) -> Counts:
    rng, size = ground.rng, ground.size
    a_team = 3 + rng.choice(6, size, p=[0.24, 0.40, 0.24, 0.08, 0.03, 0.01])
    alone = (np.arange(size) % 211 == 7) & ~fixed.early
    a_team = np.where(fixed.members > 0, fixed.members, np.where(alone, 1, a_team))
    later = (rng.random(size) < 0.2)[:, None] & (rng.integers(1, 9, (size, 1)) <= _TIME)
    members = teams.count * (a_team[:, None] + later)
    trained = expit(-0.35 + ground.differ(1, region=0.5, commune=0.4, village=0.3) + 0.16 * _TIME)
    running = teams.count * ~teams.paused
    return {
        "villages_covered": (running > 0).astype(np.int64),
        "teams_village": teams.count,
        "teams_active": _active(ground, running),
        "members_village": members,
        "members_trained": np.minimum(ground.integers(members * trained), members),
    }


def _active(ground: _Ground, running: np.ndarray) -> np.ndarray:
    """Draw how many running teams did something in the last 90 days; a lively team tends to stay so."""
    likely = expit(
        0.75
        - 0.9 * ground.rugged
        + ground.differ(2, region=0.6, commune=0.5, village=0.2)
        + 0.03 * _TIME
        + 0.35 * (_CAMPAIGN > 1)
    )
    active = np.zeros_like(running)
    for place in range(2):
        mood = ground.rng.standard_normal((ground.size, len(QUARTERS)))
        for quarter in range(1, len(QUARTERS)):
            mood[:, quarter] = 0.8 * mood[:, quarter - 1] + 0.6 * mood[:, quarter]
        active += (mood < ndtri(likely)) & (running > place)
    return active


def _lay_aside(counts: Counts, villages: Villages, fixed: Fixed, *, rng: np.random.Generator) -> None:
    """Let a few teams exist on paper alone: nobody trained, no group, nothing done; none of a published figure."""
    free = ~(fixed.early | fixed.late | fixed.steady | fixed.single)
    for found in fixed.snapshots:
        free[found.villages] = False
    idle = free & (rng.random(len(free)) < _ON_PAPER)
    for name in ("members_trained", "teams_active", "zalo_households", "people_guided"):
        counts[name][idle] = 0
    counts["people_guided"][counts["teams_active"] == 0] = 0


def _poverty_and_phones(ground: _Ground, households: np.ndarray) -> Counts:
    """Draw poor and near-poor households, and who of all of them has a smartphone."""
    poverty = ground.differ(3, region=0.4, commune=0.3, village=0.25)
    poor_share = expit(-4.3 + 3.2 * ground.rugged - 0.6 * ground.urban + 0.3 * ground.mekong + poverty - 0.04 * _TIME)
    near_share = expit(-3.9 + 2.2 * ground.rugged - 0.5 * ground.urban + 0.3 * ground.mekong + poverty - 0.02 * _TIME)
    poor = ground.integers(households * poor_share)
    near = np.minimum(ground.integers(households * near_share), households - poor)
    lacking = expit(
        -3.0
        + 2.7 * ground.rugged
        - 0.5 * ground.urban
        + 0.45 * ground.mekong
        + 0.3 * poverty
        + ground.differ(4, region=0.4, commune=0.25, village=0.2)
        - 0.05 * _TIME
    )
    poor_lacking = np.minimum(ground.integers(poor * np.minimum(0.9, 0.1 + 1.9 * lacking)), poor)
    near_lacking = np.minimum(ground.integers(near * np.minimum(0.8, 0.04 + 1.4 * lacking)), near)
    rest = households - poor - near
    other_lacking = np.minimum(ground.integers(rest * 0.85 * lacking), rest)
    return {
        "households_poor": poor,
        "households_near_poor": near,
        "households_smartphone": households - poor_lacking - near_lacking - other_lacking,
        "households_poor_smartphone": poor - poor_lacking,
        "households_near_poor_smartphone": near - near_lacking,
    }


def _reach(ground: _Ground, households: np.ndarray, teams: Teams) -> Counts:
    """Draw what the teams' work reached: stocks that never fall, and the people guided in each quarter."""
    helped = 0.35 + 0.65 * (teams.count > 0)
    lively = ground.differ(5, region=0.5, commune=0.35, village=0.25) - 0.5 * ground.rugged + 0.2 * ground.urban
    market = ground.differ(6, region=0.5, commune=0.4, village=0.3) - 0.8 * ground.rugged + 0.5 * ground.urban
    digital = ground.differ(7, region=0.4, commune=0.3, village=0.2) - 1.0 * ground.rugged + 0.7 * ground.urban

    def share(level: float, lean: np.ndarray, speed: float) -> np.ndarray:
        return households * expit(level + lean + speed * _TIME)

    trained = np.minimum(ground.integers(helped * share(-0.8, lively, 0.17)), households)
    in_group = np.minimum(ground.integers((teams.count > 0) * share(-0.6, lively, 0.10)), households)
    accounts = np.minimum(ground.integers(share(-1.5, market, 0.12)), households)
    per_account = 0.25 * np.exp(0.4 * market) * (1 + 0.45 * _TIME)
    guided = teams.count * 14 * np.exp(0.5 * lively) * _CAMPAIGN * (1 + 0.02 * _TIME)
    return {
        "households_trained": trained,
        "zalo_households": in_group,
        "epayment_accounts": np.minimum(ground.integers(share(-0.7, digital, 0.15)), households),
        "vneid_accounts": ground.integers(households * (0.9 + 1.7 * expit(0.2 + digital + 0.10 * _TIME))),
        "digital_shops": ground.integers(share(-3.9, market, 0.07)),
        "ecommerce_accounts": accounts,
        "ecommerce_products": ground.integers(accounts * 0.035 * np.exp(0.3 * market) * (1 + 0.1 * _TIME)),
        "ecommerce_transactions": ground.integers(accounts * per_account),
        "people_guided": ground.integers(guided * (~teams.paused)),
    }
