"""The ground the sample is drawn on: for each commune how rugged, how urban, and smooth regional differences.

Everything varies over space with correlation, so that the sample's maps look like maps and not like noise.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.units import register

# Households in thousands by province of "2024": about the population of 2023 divided by 3.65. Bắc Kạn is set
# higher, since its published number of household accounts (104,933) would not fit into its real households.
HOUSEHOLDS_THOUSAND: Final[dict[str, float]] = {
    "01": 2350,
    "02": 200,
    "04": 135,
    "06": 113,
    "08": 210,
    "10": 180,
    "11": 145,
    "12": 108,
    "14": 305,
    "15": 220,
    "17": 228,
    "19": 365,
    "20": 205,
    "22": 385,
    "24": 500,
    "25": 425,
    "26": 325,
    "27": 410,
    "30": 560,
    "31": 585,
    "33": 365,
    "34": 560,
    "35": 250,
    "36": 560,
    "37": 295,
    "38": 980,
    "40": 880,
    "42": 370,
    "44": 250,
    "45": 178,
    "46": 305,
    "48": 335,
    "49": 415,
    "51": 345,
    "52": 420,
    "54": 245,
    "56": 340,
    "58": 160,
    "60": 335,
    "62": 140,
    "64": 385,
    "66": 480,
    "67": 170,
    "68": 355,
    "70": 280,
    "72": 330,
    "74": 790,
    "75": 880,
    "77": 320,
    "79": 2560,
    "80": 490,
    "82": 500,
    "83": 375,
    "84": 275,
    "86": 285,
    "87": 435,
    "89": 500,
    "91": 460,
    "92": 335,
    "93": 195,
    "94": 315,
    "95": 235,
    "96": 320,
}

# How rugged and remote the land is (0 plain, 1 high mountains) at places spread over the country: lon, lat, value.
_RUGGED: Final = np.array(
    [
        (105.85, 21.03, 0),
        (106.68, 20.85, 0),
        (106.17, 20.42, 0),
        (106.34, 20.45, 0),
        (106.07, 21.18, 0),
        (105.40, 21.30, 0.15),
        (105.50, 21.13, 0.05),
        (106.20, 21.27, 0.12),
        (106.60, 21.40, 0.4),
        (106.85, 21.33, 0.6),
        (107.07, 20.97, 0.1),
        (107.40, 21.53, 0.65),
        (107.97, 21.53, 0.3),
        (106.76, 21.85, 0.5),
        (106.35, 21.95, 0.65),
        (106.26, 22.67, 0.65),
        (105.67, 22.95, 0.95),
        (105.83, 22.15, 0.6),
        (105.65, 22.6, 0.85),
        (105.84, 21.59, 0.12),
        (105.65, 21.90, 0.4),
        (105.20, 21.82, 0.4),
        (105.40, 22.35, 0.75),
        (105.00, 22.80, 0.8),
        (105.40, 23.16, 1),
        (104.68, 22.74, 0.95),
        (103.97, 22.48, 0.6),
        (103.84, 22.34, 0.85),
        (104.30, 22.70, 0.95),
        (104.87, 21.72, 0.4),
        (104.08, 21.85, 0.95),
        (104.50, 21.60, 0.6),
        (103.45, 22.40, 0.8),
        (102.80, 22.40, 1),
        (103.02, 21.39, 0.75),
        (102.45, 22.20, 1),
        (103.90, 21.33, 0.75),
        (103.60, 20.95, 0.95),
        (104.65, 20.83, 0.65),
        (104.65, 21.25, 0.7),
        (105.34, 20.81, 0.4),
        (105.08, 20.67, 0.65),
        (105.97, 20.25, 0.03),
        (105.75, 20.32, 0.2),
        (105.78, 19.80, 0.02),
        (105.10, 20.37, 0.75),
        (104.60, 20.53, 1),
        (105.40, 19.60, 0.5),
        (105.69, 18.68, 0.02),
        (105.10, 19.55, 0.75),
        (104.10, 19.40, 1),
        (104.88, 19.05, 0.7),
        (105.90, 18.34, 0.05),
        (105.70, 18.18, 0.4),
        (106.60, 17.47, 0.08),
        (106.00, 17.80, 0.75),
        (107.10, 16.82, 0.08),
        (106.73, 16.62, 0.7),
        (107.59, 16.46, 0.03),
        (107.25, 16.25, 0.7),
        (108.20, 16.06, 0.02),
        (108.48, 15.57, 0.05),
        (107.45, 15.88, 0.95),
        (108.12, 15.15, 1),
        (108.80, 15.12, 0.05),
        (108.35, 14.98, 0.85),
        (109.20, 13.77, 0.03),
        (108.70, 14.15, 0.6),
        (109.30, 13.10, 0.05),
        (108.90, 12.95, 0.5),
        (109.19, 12.25, 0.03),
        (108.90, 12.00, 0.6),
        (108.99, 11.57, 0.1),
        (108.85, 11.83, 0.65),
        (108.10, 10.93, 0.05),
        (108.00, 14.35, 0.4),
        (107.95, 14.90, 0.95),
        (108.00, 13.98, 0.3),
        (108.65, 13.20, 0.65),
        (108.05, 12.67, 0.25),
        (107.88, 13.07, 0.5),
        (107.69, 12.00, 0.4),
        (108.44, 11.94, 0.25),
        (108.15, 12.08, 0.6),
        (107.80, 11.55, 0.25),
        (106.90, 11.53, 0.15),
        (107.10, 12.05, 0.4),
        (106.10, 11.30, 0.1),
        (106.70, 10.78, 0),
        (106.85, 10.95, 0),
        (107.17, 10.50, 0.03),
        (105.95, 10.77, 0.15),
        (106.36, 10.36, 0.03),
        (105.78, 10.03, 0.03),
        (106.35, 9.93, 0.12),
        (105.97, 9.60, 0.15),
        (105.15, 9.18, 0.15),
        (104.90, 8.70, 0.28),
        (105.08, 10.01, 0.06),
        (104.48, 10.38, 0.15),
        (104.95, 10.60, 0.22),
        (105.43, 10.38, 0.03),
        (104.00, 10.20, 0.1),
    ]
)

# Hoàng Sa has no resident households; a sample that gave it villages would say what is not so.
NO_RESIDENTS: Final[frozenset[str]] = frozenset({"498"})

_URBAN: Final[dict[str, float]] = {"phường": 1.0, "thị trấn": 0.55}
_KM: Final = np.array([104.0, 111.0])  # kilometres a degree of longitude and latitude, near enough here


@dataclass(frozen=True)
class Land:
    """The communes of "2024" the sample is drawn in; all arrays are as long as `communes`.

    communes: code, name, short, kind, province, district (the five districts that had no commune stand in
    for one under their own code). rugged, urban: 0 to 1. place: km. fields: eight smooth standard-normal
    fields, one a row. own: eight rows of standard-normal values that are a commune's own.
    """

    communes: pd.DataFrame
    rugged: np.ndarray
    urban: np.ndarray
    place: np.ndarray
    fields: np.ndarray
    own: np.ndarray


def survey(provinces: frozenset[str] | None, *, seed: int) -> Land:
    """Survey the communes of `provinces` (codes of "2024"; None is the whole country)."""
    communes = _communes()
    if provinces is not None:
        communes = communes[communes.province.isin(provinces)].reset_index(drop=True)
    lonlat = communes[["lon", "lat"]].to_numpy(float)
    place = lonlat * _KM
    rng = np.random.default_rng([seed, 1])
    return Land(
        communes=communes[["code", "name", "short", "kind", "province", "district"]],
        rugged=_inverse_distance(place, to=_RUGGED[:, :2] * _KM, values=_RUGGED[:, 2]),
        urban=communes.kind.map(_URBAN).fillna(0.0).to_numpy(float),
        place=place,
        fields=np.stack([smooth_field(place, rng=rng) for _ in range(8)]),
        own=rng.standard_normal((8, len(communes))),
    )


def _communes() -> pd.DataFrame:
    """Return the communes of "2024" and the inhabited districts without communes, each with a point."""
    communes = register.units("2024", "commune")
    zones = register.units("2024", "district").loc[sorted(register.districts_as_zones().keys() - NO_RESIDENTS)]
    zones = zones.assign(district=zones.index)
    both = pd.concat([communes, zones]).rename_axis("code").reset_index().sort_values("code", ignore_index=True)
    points = _points_of_successors().reindex(both.code)
    for axis in ("lon", "lat"):
        filled = pd.Series(points[axis].to_numpy(), index=both.index)
        filled = filled.fillna(both[axis]).fillna(filled.groupby(both.district).transform("mean"))
        both[axis] = filled.fillna(filled.groupby(both.province).transform("mean"))
    return both


def _points_of_successors() -> pd.DataFrame:
    """Return the mean point of each commune's successors: the points of "2025-07" are the reliable ones."""
    new = register.units("2025-07", "commune")
    edges = successors()
    edges = edges.join(new[["lon", "lat"]], on="code_2025")
    return edges.groupby("code_2024")[["lon", "lat"]].mean()


def successors() -> pd.DataFrame:
    """Return code_2024, code_2025 of every succession that people went with, not land alone.

    The districts that had no communes are among them.
    """
    zones = pd.DataFrame(sorted(register.districts_as_zones().items()), columns=["code_2024", "code_2025"])
    edges = register.successions()
    both = pd.concat([edges.loc[edges.part != "land", ["code_2024", "code_2025"]], zones])
    return both.sort_values(["code_2024", "code_2025"], ignore_index=True)


def _inverse_distance(place: np.ndarray, *, to: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Interpolate `values` known at `to` (km) to each place (km), near ones weighing by distance cubed."""
    distance = np.hypot(place[:, None, 0] - to[None, :, 0], place[:, None, 1] - to[None, :, 1])
    weight = 1 / (distance + 3) ** 3
    mean: np.ndarray = (weight * values).sum(axis=1) / weight.sum(axis=1)
    return mean


def smooth_field(place: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """Draw a standard-normal field over `place` (km) from random waves of 60 to 500 km length."""
    waves = 48
    angle, phase = rng.uniform(0, 2 * np.pi, (2, waves))
    frequency = 2 * np.pi / np.exp(rng.uniform(np.log(60), np.log(500), waves))
    along = place[:, :1] * np.cos(angle) + place[:, 1:] * np.sin(angle)
    field: np.ndarray = np.cos(along * frequency + phase).sum(axis=1) * np.sqrt(2 / waves)
    return field
