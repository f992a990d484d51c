"""Draws the villages: how many a commune has, their names, households, and their commune in each structure."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.sample.land import HOUSEHOLDS_THOUSAND, Land, successors
from data.sample.names import name_villages, region, tell_apart

# Villages where a published number of teams or villages says how many there are at least (see milestones).
PROVINCE_VILLAGES: Final[dict[str, int]] = {"06": 1292, "20": 1676, "62": 752, "74": 598}
DISTRICT_VILLAGES: Final[dict[str, int]] = {"136": 172}  # Văn Yên, Yên Bái
COMMUNE_VILLAGES: Final[dict[str, int]] = {"14620": 8}  # thị trấn Phát Diệm

_A_COMMUNE: Final = {
    "tay": 10.0,
    "thai": 8.6,
    "mong": 8.6,
    "highland": 8.0,
    "kinh": 7.6,
    "southeast": 6.3,
    "mekong": 6.4,
}
_SCALE: Final = 0.89  # brings the country to about 75,000 villages
_ISLANDS: Final = {"318": 3, "471": 2, "536": 6, "755": 10}
_ISLAND_HOUSEHOLDS: Final = {"318": 180, "471": 60, "536": 5600, "755": 2600}


@dataclass(frozen=True)
class Villages:
    """The villages drawn. table: village, name, kind, commune_2024, commune_2025, one row a village.

    commune: the position of each village's commune in `land.communes`; households: as of 2024-Q3.
    """

    land: Land
    table: pd.DataFrame
    commune: np.ndarray
    households: np.ndarray

    def of(self, values: np.ndarray) -> np.ndarray:
        """Spread an array over communes to the villages."""
        spread: np.ndarray = values[self.commune]
        return spread


def draw_villages(land: Land, *, seed: int) -> Villages:
    """Draw the villages of `land`; every successor of a commune gets at least one of its villages."""
    rng = np.random.default_rng([seed, 3])
    counts = _counts(land)
    commune = np.repeat(np.arange(len(counts)), counts)
    serial = np.arange(len(commune)) - np.repeat(np.cumsum(counts) - counts, counts)
    code = land.communes.code.to_numpy(object)[commune]
    table = name_villages(land, counts=counts, seed=seed)
    table.insert(0, "village", [f"v{of}{number + 1:02d}" for of, number in zip(code, serial, strict=True)])
    table["commune_2024"] = code
    table["commune_2025"] = _commune_2025(land, commune=commune, serial=serial, counts=counts)
    table["name"] = tell_apart(table, old=_called(land.communes).iloc[commune].reset_index(drop=True))
    return Villages(land, table, commune, _households(land, commune=commune, rng=rng))


def apportion(total: int, weights: np.ndarray, *, floor: int = 0) -> np.ndarray:
    """Split `total` into whole parts by `weights`, each at least `floor`; the sum is `total` exactly.

    The largest remainders get the rest, the first of equals first.
    """
    left = total - floor * len(weights)
    exact = weights / weights.sum() * left
    parts: np.ndarray = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - parts), kind="stable")
    parts[order[: left - parts.sum()]] += 1
    parts += floor
    return parts


def _called(communes: pd.DataFrame) -> pd.Series:
    """Return how a commune is called in a village's name: without its kind, but "Phường 1" in full."""
    return communes.short.where(~communes.short.str.isdigit(), communes.name)


def _counts(land: Land) -> np.ndarray:
    """Draw how many villages each commune has: at least three, and one for each successor."""
    communes = land.communes
    weights = communes.province.map(region).map(_A_COMMUNE).to_numpy(float)
    weights = weights * np.exp(0.22 * land.own[0] + 0.08 * land.fields[0]) * (1 + 0.25 * land.urban)
    least = communes.code.map(successors().groupby("code_2024").size()).to_numpy()
    counts: np.ndarray = np.maximum(np.round(weights * _SCALE).astype(np.int64), np.maximum(least, 3))
    for column, totals in (
        ("province", PROVINCE_VILLAGES),
        ("district", DISTRICT_VILLAGES),
        ("code", COMMUNE_VILLAGES | _ISLANDS),
    ):
        for code, total in totals.items():
            here = (communes[column] == code).to_numpy()
            if here.any():
                counts[here] = apportion(total, weights[here], floor=2 if here.sum() > 1 else 0)
    return counts


def _commune_2025(land: Land, *, commune: np.ndarray, serial: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Divide each commune's villages among its successors, in order and as evenly as they go."""
    into = successors().groupby("code_2024").code_2025.agg(list).reindex(land.communes.code)
    many = into.map(len)
    first = np.cumsum(many) - many
    flat = np.concatenate(into.to_list())
    ways = many.to_numpy()[commune]
    successor: np.ndarray = flat[first.to_numpy()[commune] + serial * ways // counts[commune]]
    return successor


def _households(land: Land, *, commune: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw households a village: the province's total, more in towns, fewer in the mountains."""
    weight = np.exp(0.28 * land.own[1]) * (1 + 1.1 * land.urban) * (1 - 0.45 * land.rugged)
    a_village = np.exp(0.32 * rng.standard_normal(len(commune)))
    share = a_village / np.bincount(commune, a_village)[commune] * weight[commune]
    households = np.zeros(len(commune), np.int64)
    code = land.communes.code.to_numpy(object)[commune]
    province = land.communes.province.to_numpy(object)[commune]
    island = np.isin(code, list(_ISLANDS))
    for key in np.unique(province):
        here = (province == key) & ~island
        total = int(HOUSEHOLDS_THOUSAND[key] * 1000)
        households[here] = apportion(total, share[here], floor=12)
    for key, total in _ISLAND_HOUSEHOLDS.items():
        if (code == key).any():
            households[code == key] = apportion(total, share[code == key], floor=12)
    return households
