"""What the sample must not change: figures that were published, at their dates, exactly.

The totals come from data.catalogue.milestones; here they are divided over villages and communes.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from data.catalogue import milestones
from data.sample.land import Land
from data.sample.villages import Villages, apportion

LANG_SON, BAC_KAN, QUANG_NAM, BINH_DUONG, KON_TUM, NINH_BINH = "20", "06", "49", "74", "62", "37"
VAN_YEN, PHAT_DIEM = "136", "14620"
_TAM_KY: Final = np.array([108.48 * 104, 15.57 * 111])  # km, where Quảng Nam's first teams are put

# How stocks that were published early go on: towards all households ("room"), or by a rate a quarter.
_GOES_ON: Final[dict[str, float | None]] = {
    "households_trained": None,
    "ecommerce_accounts": None,
    "epayment_accounts": None,
    "digital_shops": 0.012,
    "ecommerce_products": 0.06,
    "ecommerce_transactions": 0.35,
}


@dataclass(frozen=True)
class Snapshot:
    """What was published before or beside the full quarters: only these counts, all else is missing.

    villages, communes: positions of those that reported; values: counts by indicator, as long as these.
    """

    period: str
    villages: np.ndarray
    values: dict[str, np.ndarray]
    communes: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    commune_values: dict[str, np.ndarray] = field(default_factory=dict)
    district_values: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Fixed:
    """What the full quarters must respect; arrays are as long as the villages.

    early: has a team before the first full quarter; late: has none before the second; single: never has two;
    steady: its team never rests; members: of one team, 0 where free; founded_by: its team was there at
    the end of this quarter ("" where free).
    """

    early: np.ndarray
    late: np.ndarray
    single: np.ndarray
    steady: np.ndarray
    members: np.ndarray
    founded_by: np.ndarray
    snapshots: tuple[Snapshot, ...]


def fix(villages: Villages, *, seed: int) -> Fixed:
    """Divide the published totals over the villages and communes that are drawn."""
    rng = np.random.default_rng([seed, 5])
    size = len(villages.table)
    even = np.exp(0.12 * rng.standard_normal(size))
    makers = (_lang_son, _quang_nam, _van_yen, _bac_kan, _binh_duong)
    snapshots = tuple(found for make in makers if (found := make(villages, even)) is not None)
    early = _first_of_each_commune(villages, NINH_BINH) | (_codes(villages) == PHAT_DIEM)
    founded_by = np.full(size, "", object)
    for found in snapshots:
        early[found.villages] = True
        founded_by[found.villages] = found.period
    members = _kon_tum_members(villages, even)
    with_team = early | (members > 0)
    for found in snapshots:
        if found.period == "2023-Q4":  # Bắc Kạn and Bình Dương go on with teams as large as they were
            members[found.villages] = found.values.get("members_village", found.values.get("members"))
    in_kon_tum = _provinces(villages) == KON_TUM
    counted = np.isin(_provinces(villages), [LANG_SON, BAC_KAN, KON_TUM]) | (_codes(villages) == PHAT_DIEM)
    return Fixed(
        early=with_team,
        late=in_kon_tum & ~with_team,
        single=counted,
        steady=with_team,
        members=members,
        founded_by=founded_by,
        snapshots=snapshots,
    )


def keep_growing(counts: dict[str, np.ndarray], fixed: Fixed) -> None:
    """Let the full quarters go on from the published stocks: changes `counts` in place, none falls."""
    households = counts["households"]
    quarters = np.arange(1, households.shape[1] + 1)[None, :]
    for found in fixed.snapshots:
        here = found.villages
        for indicator, rate in _GOES_ON.items():
            if indicator not in found.values:
                continue
            start = found.values[indicator][:, None]
            if rate is None:
                room = np.maximum(households[here] - start, 0)
                onward = start + np.floor(room * (1 - 0.96**quarters)).astype(np.int64)
            else:
                onward = np.floor(start * (1 + rate * quarters)).astype(np.int64)
            counts[indicator][here] = np.maximum(counts[indicator][here], onward)


def _provinces(villages: Villages) -> np.ndarray:
    provinces: np.ndarray = villages.land.communes.province.to_numpy(object)[villages.commune]
    return provinces


def _codes(villages: Villages) -> np.ndarray:
    codes: np.ndarray = villages.land.communes.code.to_numpy(object)[villages.commune]
    return codes


def _communes(land: Land, column: str, code: str) -> np.ndarray:
    return np.flatnonzero((land.communes[column] == code).to_numpy())


def _first_of_each_commune(villages: Villages, province: str) -> np.ndarray:
    starts = np.diff(villages.commune, prepend=-1) > 0
    first: np.ndarray = starts & (_provinces(villages) == province)
    return first


def _split(published: dict[str, int], weights: np.ndarray, **floors: int) -> dict[str, np.ndarray]:
    """Divide each published total by `weights`."""
    return {key: apportion(total, weights, floor=floors.get(key, 0)) for key, total in published.items()}


def _lang_son(villages: Villages, even: np.ndarray) -> Snapshot | None:
    here = np.flatnonzero(_provinces(villages) == LANG_SON)
    if not len(here):
        return None
    published = milestones.counts(LANG_SON, "2022-Q1")
    values = _split(
        {key: published[key] for key in _GOES_ON if key in published}, villages.households[here] * even[here]
    )
    one = np.ones(published["teams_village"], np.int64)
    members = apportion(published["members_village"], even[here], floor=2)
    values |= {"teams": one, "teams_village": one, "members": members, "members_village": members}
    return Snapshot("2022-Q1", here, values)


def _quang_nam(villages: Villages, even: np.ndarray) -> Snapshot | None:
    """Put the village teams into the communes nearest to Tam Kỳ: which had one was not published."""
    communes = _communes(villages.land, "province", QUANG_NAM)
    if not len(communes):
        return None
    published = milestones.counts(QUANG_NAM, "2022-Q1")
    away = np.hypot(*(villages.land.place[communes] - _TAM_KY).T)
    nearest = communes[np.argsort(away, kind="stable")]
    turn = np.full(len(villages.land.communes), len(villages.land.communes))
    turn[nearest] = np.arange(len(nearest))
    here = np.sort(np.argsort(turn[villages.commune], kind="stable")[: published["teams_village"]])
    districts = villages.land.communes.district.iloc[nearest].drop_duplicates()[: published["teams_district"]]
    return Snapshot(
        "2022-Q1",
        here,
        {"teams_village": np.ones(len(here), np.int64)},
        communes=np.sort(nearest[: published["teams_commune"]]),
        commune_values={"teams_commune": np.ones(published["teams_commune"], np.int64)},
        district_values={code: {"teams_district": 1} for code in sorted(districts)},
    )


def _van_yen(villages: Villages, even: np.ndarray) -> Snapshot | None:
    """Read "25 of 25 communes, 172 villages, 1,287 people" as commune teams, villages and all members.

    All of it is one district: the other eight stay without data.
    """
    communes = _communes(villages.land, "district", VAN_YEN)
    if not len(communes):
        return None
    published = milestones.counts("15", "2022-Q1")
    here = np.flatnonzero(np.isin(villages.commune, communes))
    one = np.ones(published["villages_covered"], np.int64)
    many = np.bincount(villages.commune, even)[communes]
    return Snapshot(
        "2022-Q1",
        here,
        {"villages_covered": one, "teams_village": one},
        communes=communes,
        commune_values={
            "teams_commune": np.ones(published["teams_commune"], np.int64),
            "members": apportion(published["members"], many),
        },
    )


def _bac_kan(villages: Villages, even: np.ndarray) -> Snapshot | None:
    communes = _communes(villages.land, "province", BAC_KAN)
    if not len(communes):
        return None
    published = milestones.counts(BAC_KAN, "2023-Q4")
    here = np.flatnonzero(_provinces(villages) == BAC_KAN)
    # nearly every household had an account: no room for differences between villages there
    values = _split({"ecommerce_accounts": published["ecommerce_accounts"]}, villages.households[here])
    values |= _split({"households_trained": published["households_trained"]}, villages.households[here])
    values |= _split(
        {key: published[key] for key in ("ecommerce_products", "ecommerce_transactions")},
        villages.households[here] * even[here] ** 3,
    )
    one = np.ones(published["teams_village"], np.int64)
    values |= {
        "villages": one,
        "villages_covered": one,
        "teams_village": one,
        "members_village": apportion(published["members_village"], even[here], floor=3),
    }
    many = np.bincount(villages.commune)[communes].astype(float)
    commune_values = {
        "teams_commune": np.ones(published["teams_commune"], np.int64),
        "members_commune": apportion(published["members_commune"], np.ones(len(communes)), floor=5),
        "members_trained": apportion(published["members_trained"], many),
    }
    return Snapshot("2023-Q4", here, values, communes=communes, commune_values=commune_values)


def _binh_duong(villages: Villages, even: np.ndarray) -> Snapshot | None:
    here = np.flatnonzero(_provinces(villages) == BINH_DUONG)
    if not len(here):
        return None
    published = milestones.counts(BINH_DUONG, "2023-Q4")
    here = np.sort(here[np.argsort(even[here], kind="stable")[-published["teams"] :]])
    return Snapshot(
        "2023-Q4",
        here,
        {
            "teams": np.ones(published["teams"], np.int64),
            "members": apportion(published["members"], even[here], floor=3),
        },
    )


def _kon_tum_members(villages: Villages, even: np.ndarray) -> np.ndarray:
    """Return the members of Kon Tum's teams in the first full quarter; 0 for villages without one."""
    members = np.zeros(len(villages.table), np.int64)
    here = np.flatnonzero(_provinces(villages) == KON_TUM)
    if len(here):
        published = milestones.counts(KON_TUM, "2024-Q3")
        land = villages.land
        eager = even[here] - 0.15 * villages.of(land.rugged)[here] + 0.08 * villages.of(land.fields[0])[here]
        with_team = np.sort(here[np.argsort(-eager, kind="stable")[: published["teams"]]])
        members[with_team] = apportion(published["members"], even[with_team], floor=3)
    return members
