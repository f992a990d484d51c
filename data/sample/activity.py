"""Draws what teams reported of their work in the last quarters, what held them back, and what they were given."""

from typing import Final

import numpy as np
import pyarrow as pa

from data.catalogue import periods
from data.catalogue.team_codes import CONTENTS, DIFFICULTIES
from data.sample import columns
from data.sample.curves import QUARTERS
from data.sample.teams import TeamList

_REPORT_QUARTERS: Final = range(len(QUARTERS) - 5, len(QUARTERS))  # the quarters that teams' reports are kept of
_ENDS: Final = np.array([periods.end(quarter).toordinal() for quarter in QUARTERS])
_STARTS: Final = np.array([periods.end(periods.shift(quarter, -1)).toordinal() + 1 for quarter in QUARTERS])
_HELD_BACK: Final = (0.10, 0.13, 0.09, 0.12, 0.015)  # of the reports, by the kinds of DIFFICULTIES
_OTHER: Final = ("Địa bàn rộng, đi lại khó khăn", "Mùa vụ, người dân đi làm xa", "Bất đồng ngôn ngữ")
# đồng a team, or a member, and month; the provinces' own rules (docs/method.md)
_A_TEAM: Final = {"42": 600_000, "15": 500_000, "48": 300_000}
_A_MEMBER: Final = {"74": 60_000}


def draw_activity(team_list: TeamList, *, seed: int) -> dict[str, pa.Table]:
    """Return activities, difficulties, supplies and team_villages."""
    rng = np.random.default_rng([seed, 13])
    parts = [_quarter(team_list, at, rng=rng) for at in _REPORT_QUARTERS]
    activities = pa.concat_tables(parts)
    return {
        "activities": activities,
        "difficulties": _difficulties(activities["activity"].combine_chunks(), rng=rng),
        "supplies": _supplies(team_list, rng=rng),
        "team_villages": _villages(team_list),
    }


def _quarter(team_list: TeamList, at: int, *, rng: np.random.Generator) -> pa.Table:
    """Return the reports of one quarter: of the teams that did something and whose commune reported."""
    table = team_list.table
    here = np.flatnonzero(team_list.active[:, at] & team_list.reported[:, at])
    size, team = len(here), columns.take(columns.texts(table["team"].to_numpy()), here)
    of_commune = (table["level"] == "commune").to_numpy()[here]
    guided = np.where(of_commune, rng.integers(5, 60, size), team_list.guided[here, at])
    shares = rng.random((size, len(CONTENTS))) * np.array([1.4, 1.1, 0.7, 0.8, 0.6, 1.3])
    by_content = np.floor(shares / shares.sum(axis=1, keepdims=True) * guided[:, None]).astype(np.int64)
    by_content[:, 0] += guided - by_content.sum(axis=1)
    founded = table["founded"].to_numpy("datetime64[D]").astype(np.int64)[here] + columns.EPOCH
    last = np.maximum(_ENDS[at] - rng.integers(0, 80, size), founded)
    last_active = table["last_active"].to_numpy("datetime64[D]")[here]
    exact = last_active.astype("datetime64[D]").astype(np.int64) + columns.EPOCH
    in_quarter = ~np.isnat(last_active) & (exact <= _ENDS[at]) & (exact >= _STARTS[at])
    last = np.where(in_quarter, exact, last)
    period = columns.texts([QUARTERS[at]] * size)
    return pa.table(
        {
            "activity": columns.joined(team, period, between="-"),
            "team": team,
            "period": period,
            "since": columns.days(np.full(size, _STARTS[at])),
            "until": columns.days(np.full(size, _ENDS[at])),
            "last_day": columns.days(last),
            "sessions": columns.counts(rng.integers(1, 7, size)),
            "households_visited": columns.counts((guided * rng.uniform(0.4, 0.9, size)).astype(np.int64)),
            "guided": columns.counts(guided),
            **{f"guided_{content}": columns.counts(by_content[:, n]) for n, content in enumerate(CONTENTS)},
            "source": columns.from_sample(size),
        }
    )


def _difficulties(activities: columns.Texts, *, rng: np.random.Generator) -> pa.Table:
    named = rng.random((len(activities), len(DIFFICULTIES))) < np.array(_HELD_BACK)
    at, kind = np.nonzero(named)
    words = np.array(_OTHER, object)[at % len(_OTHER)]
    words[kind != DIFFICULTIES.index("other")] = None
    return pa.table(
        {
            "activity": columns.take(activities, at),
            "kind": columns.take(DIFFICULTIES, kind),
            "text": columns.texts(words),
            "source": columns.from_sample(len(at)),
        }
    )


def _supplies(team_list: TeamList, *, rng: np.random.Generator) -> pa.Table:
    """Return the allowances of provinces that pay them, in the last four quarters, and some equipment."""
    table, province = team_list.table, team_list.table["province_2024"].to_numpy(str)
    month = np.select([province == code for code in _A_TEAM], list(_A_TEAM.values()), 0)
    for code, a_member in _A_MEMBER.items():
        month = np.where(province == code, a_member * table["members"].to_numpy(), month)
    paid = np.flatnonzero((month > 0) & (table["level"] == "village").to_numpy())
    given = np.flatnonzero(rng.random(len(table)) < 0.04)
    quarters = np.repeat(np.arange(len(QUARTERS) - 4, len(QUARTERS)), len(paid))
    team = np.concatenate([np.tile(paid, 4), given])
    size, money = len(team), len(quarters)
    kind = np.concatenate([np.full(money, "allowance"), np.array(["phone", "equipment", "material"])[given % 3]])
    days = np.concatenate([_ENDS[quarters] - 10, _STARTS[-1] - rng.integers(0, 700, len(given))])
    amount = np.concatenate([np.tile(month[paid], 4) * 3, np.zeros(len(given), np.int64)])
    quantity = np.concatenate([np.zeros(money, np.int64), 1 + given % 2])
    is_money = np.arange(size) < money
    return pa.table(
        {
            "supply": columns.numbered("c", size),
            "team": columns.take(columns.texts(table["team"].to_numpy()), team),
            "kind": columns.texts(kind.astype(object)),
            "day": columns.days(days),
            "amount": columns.counts(amount, without=~is_money),
            "quantity": columns.counts(quantity, without=is_money),
            "giver": columns.take(["UBND cấp tỉnh", "UBND cấp xã", "Viettel"], np.where(is_money, 0, team % 3)),
            "source": columns.from_sample(size),
        }
    )


def _villages(team_list: TeamList) -> pa.Table:
    """Return which village each team serves; a second team of a village serves it too."""
    table = team_list.table[team_list.table["village"].notna()]
    return pa.table(
        {
            "team": columns.texts(table["team"].to_numpy()),
            "village": columns.texts(table["village"].to_numpy()),
            "since": pa.array(table["founded"].to_numpy("datetime64[D]")),
            "source": columns.from_sample(len(table)),
        }
    )
