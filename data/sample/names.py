"""Pools of village names, and how they are dealt out: unique within a commune, repeated across the country."""

from itertools import product
from typing import Final

import numpy as np
import pandas as pd

from data.sample.land import Land

_TAY: Final = (
    "Nà Bản Khuổi Pác Cốc Lũng Phiêng Pò Kéo Khau Nặm Thẳm",
    "Pài Lùng Cà Mò Khoang Lẹng Phay Tàn Slạo Duồm Hoan Vài Thoi Cáp Nghè Mạ Coóc Đeng Luông Giáng Sla Quang",
)
_THAI: Final = (
    "Na Huổi Nậm Pá Co Phiêng Xốp Noong Chiềng Mường",
    "Tông Khoang Lạnh Pản Hin Luông Cáy Hặc Dên Lay Púng Bó Mạy Khăm Nhai Bua Sang Hào Ngựu Toòng",
)
_MONG: Final = (
    "Tả Sín Sủng Séo Lao Giàng Chí Mã Pố Hấu Lùng",
    "Chải Phìn Pả Lủng Thàng Sán Chéng Trải Phình Củ Sử Vài Tủng Máng Chư Giàng Tỉn Phống",
)
_KINH: Final = (
    "Tân Phú Vĩnh An Bình Đông Hòa Long Mỹ Thanh Xuân Yên Đại Trung Thượng Nam Bắc Phúc Lộc Quang Hưng Đồng",
    "Lập Thành Tiến Hòa Thạnh Lợi Sơn Giang Thủy Khê Xá Đông Lâm Phong Trạch Mỹ Quý Thọ Bình Cường Thái Lương",
)
_HIGHLAND: Final = (
    "Kon Plei Đăk Ea Ia Chư",
    "Rờ Tul Klăh Rbang Tum Rơ Wang Kơ Pal Mơ Nay Hring Sar Blang Yang Bông Trum Tih Hra Drông Siêr Păr Mnang Kuê",
)
_MEKONG: Final = (
    "Giồng Rạch Vàm Cái Kinh Xẻo Bờ Gò Mương Tân Thạnh Phú Mỹ Hòa",
    "Lớn Đập Tre Dừa Sậy Nhỏ Ngang Cát Đìa Bàng Lức Tràm Quới Hưng Lợi Trung Thới An Bình Sen Keo Xoài",
)

_NUMBERS: Final = range(1, 43)
_REGION: Final[dict[str, str]] = {
    **dict.fromkeys(("02", "04", "06", "08", "19", "20", "24", "22"), "tay"),
    **dict.fromkeys(("11", "14", "17", "15", "38", "40"), "thai"),
    **dict.fromkeys(("10", "12"), "mong"),
    **dict.fromkeys(("62", "64", "66", "67", "68"), "highland"),
    **dict.fromkeys(("70", "72", "74", "75", "77", "79"), "southeast"),
    **dict.fromkeys(("80", "82", "83", "84", "86", "87", "89", "91", "92", "93", "94", "95", "96"), "mekong"),
}
"""What kind of names a province has; the rest of the country has Kinh names."""

_MINORITY_POOL: Final = {"tay": _TAY, "thai": _THAI, "mong": _MONG, "highland": _HIGHLAND}
_HAMLET: Final = {
    "04": "xóm",
    "17": "xóm",
    "19": "xóm",
    "08": "thôn",
    "40": "xóm",
    "11": "bản",
    "12": "bản",
    "14": "bản",
    "62": "làng",
    "64": "làng",
    "66": "buôn",
    "67": "bon",
}
_STREET: Final = {"01": "tổ dân phố số", "22": "khu", "25": "khu", "27": "khu phố", "40": "khối", "38": "tổ dân phố"}


def region(province: str) -> str:
    """Return the family of names of a province of "2024"."""
    return _REGION.get(province, "kinh")


def name_villages(land: Land, *, counts: np.ndarray, seed: int) -> pd.DataFrame:
    """Name `counts` villages in each commune; columns name, kind, one row a village in the order of communes."""
    rng = np.random.default_rng([seed, 2])
    pools = {key: _shuffled(words, rng=rng) for key, words in _pools().items()}
    start = rng.integers(0, 10_000, len(counts))
    numbered = rng.random(len(counts)) < np.where(land.urban > 0, 0.8, 0.3)
    names: list[str] = []
    kinds: list[str] = []
    for at, (kind, province) in enumerate(zip(land.communes["kind"], land.communes["province"], strict=True)):
        prefix, pool = _style(kind, province, minority=bool(land.rugged[at] > 0.42))
        many = int(counts[at])
        if numbered[at] and pool not in ("tay", "thai", "mong"):
            names += [f"{prefix.capitalize()} {number}" for number in _NUMBERS[:many]]
            many -= len(_NUMBERS[:many])
        choice = pools[pool]
        names += [
            f"{prefix.removesuffix(' số').capitalize()} {choice[(start[at] + k) % len(choice)]}" for k in range(many)
        ]
        kinds += [prefix.removesuffix(" số")] * int(counts[at])
    return pd.DataFrame({"name": names, "kind": kinds})


def _pools() -> dict[str, tuple[str, str]]:
    return {"kinh": _KINH, "mekong": _MEKONG, "southeast": _KINH, **_MINORITY_POOL}


def _shuffled(words: tuple[str, str], *, rng: np.random.Generator) -> list[str]:
    names = [f"{first} {last}" for first, last in product(words[0].split(), words[1].split()) if first != last]
    return [names[at] for at in rng.permutation(len(names))]


def _style(kind: str, province: str, *, minority: bool) -> tuple[str, str]:
    """Return what a commune calls its villages and the pool their names come from."""
    family = region(province)
    if kind in ("phường", "thị trấn"):
        street = {"southeast": "khu phố", "mekong": "khóm" if kind == "phường" else "ấp"}.get(family)
        return street or _STREET.get(province, "tổ dân phố"), "kinh"
    if family in ("southeast", "mekong"):
        return "ấp", family
    if minority and family in _MINORITY_POOL:
        return _HAMLET.get(province, "bản" if family != "highland" else "thôn"), family
    return ("xóm" if _HAMLET.get(province) == "xóm" else "thôn"), "kinh"


def tell_apart(villages: pd.DataFrame, *, old: pd.Series) -> pd.Series:
    """Return the names with the old commune's name added where a merger brought two alike together.

    villages: name, commune_2025; old: the old commune's name. The first of each name in a commune of 2025 keeps it.
    """
    again = villages.duplicated(["commune_2025", "name"])
    return villages["name"].where(~again, villages["name"] + " " + old)
