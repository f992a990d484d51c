"""Reads the files of the installed vietnamadminunits and applies the corrections; the register's source."""

import json
import sqlite3
from contextlib import closing
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pandas as pd

from data.units import points
from data.units.corrections import FALSE_EDGES, LAND_ALONE, MISSING_EDGES, PEOPLE_WENT_TO
from data.units.names import official

_COMMUNE: Final = "wardCode AS code, ward AS name, provinceCode AS province"
_COMMUNES: Final[dict[str, str]] = {
    "2024": f"SELECT {_COMMUNE}, districtCode AS district, wardLon AS lon, wardLat AS lat, NULL AS area_km2, "
    "provinceKey || '_' || districtKey || '_' || wardKey AS key FROM admin_units_legacy "
    "WHERE wardCode IS NOT NULL",
    "2025-07": f"SELECT {_COMMUNE}, NULL AS district, wardLon AS lon, wardLat AS lat, "
    "NULLIF(wardAreaKm2, 0) AS area_km2, provinceKey || '_' || wardKey AS key FROM admin_units",
}
_DISTRICTS: Final = (
    "SELECT DISTINCT districtCode AS code, district AS name, provinceCode AS province, "
    "districtLon AS lon, districtLat AS lat FROM admin_units_legacy"
)
_PROVINCES: Final = "SELECT DISTINCT provinceCode AS code, province AS name, provinceLon AS lon, provinceLat AS lat"
_TABLE: Final[dict[str, str]] = {"2024": "admin_units_legacy", "2025-07": "admin_units"}
_COLUMNS: Final = [
    "structure",
    "level",
    "name",
    "short",
    "kind",
    "parent",
    "province",
    "district",
    "lon",
    "lat",
    "area_km2",
    "point_ok",
]


def _folder() -> Path:
    spec = find_spec("vietnamadminunits")
    return Path(str(spec.origin)).parent / "data"


def _read(query: str) -> pd.DataFrame:
    address = f"file:{_folder() / 'dataset.db'}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as base:
        return pd.read_sql(query, base)


@cache
def _communes(structure: str) -> pd.DataFrame:
    return _read(_COMMUNES[structure]).set_index("code")


@cache
def frames(structure: str) -> dict[str, pd.DataFrame]:
    """Return the frame of each level of a structure, in the columns that register.units documents."""
    provinces = _read(f"{_PROVINCES} FROM {_TABLE[structure]}").set_index("code")
    provinces["province"] = provinces.index
    made = {"province": _shaped(provinces, structure, "province", parent=None)}
    above = "province"
    if structure == "2024":
        districts = _read(_DISTRICTS).set_index("code")
        districts["district"] = districts.index
        made["district"] = _shaped(districts, structure, "district", parent="province")
        above = "district"
        trusted = points.trusted_old(_communes(structure), _communes("2025-07"), edges())
        _drop_points(made["district"], trusted=points.trusted_districts(districts))
    else:
        trusted = points.trusted_new(_communes(structure))
    made["commune"] = _shaped(_communes(structure), structure, "commune", parent=above)
    _drop_points(made["commune"], trusted=trusted)
    return made


def _drop_points(frame: pd.DataFrame, *, trusted: pd.Series) -> None:
    frame["point_ok"] = trusted
    frame.loc[~trusted, ["lon", "lat"]] = float("nan")


def _shaped(frame: pd.DataFrame, structure: str, level: str, *, parent: str | None) -> pd.DataFrame:
    parts = [official(name) for name in frame["name"]]
    shaped = frame.assign(
        structure=structure,
        level=level,
        kind=[kind for kind, _ in parts],
        short=[short for _, short in parts],
        parent=frame[parent] if parent else None,
        point_ok=True,
    ).reindex(columns=_COLUMNS)
    for column in ("parent", "district"):
        shaped[column] = shaped[column].astype("str")
    for column in ("lon", "lat", "area_km2"):
        shaped[column] = shaped[column].astype("float64")
    return shaped


@lru_cache(maxsize=1)
def edges() -> pd.DataFrame:
    """Return the corrected edges between communes: code_2024, code_2025, whole, part (see Succession)."""
    pairs = sorted((raw_edges() - FALSE_EDGES) | MISSING_EDGES)
    table = pd.DataFrame(pairs, columns=["code_2024", "code_2025"], dtype="str")
    table["whole"] = ~table["code_2024"].duplicated(keep=False)
    table["part"] = [
        "whole" if whole else _part(old, new) for (old, new), whole in zip(pairs, table["whole"], strict=True)
    ]
    return table


def _part(old: str, new: str) -> str:
    if old in PEOPLE_WENT_TO:
        return "people" if PEOPLE_WENT_TO[old] == new else "land"
    return "land" if (old, new) in LAND_ALONE else "part"


def raw_edges() -> set[tuple[str, str]]:
    """Read the edges, which the library keeps by spelled keys; those of units without code fall away."""
    old = {key: code for code, key in _communes("2024")["key"].items()}
    new = {key: code for code, key in _communes("2025-07")["key"].items()}
    table = json.loads((_folder() / "converter_2025.json").read_text(encoding="utf-8"))
    named = [
        (before, f"{province}_{after}")
        for province, communes in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
        for after, befores in communes.items()
        for before in befores
    ] + [
        (before, f"{province}_{after['newWardKey']}")
        for province, communes in table["DICT_PROVINCE_WARD_DIVIDED"].items()
        for before, afters in communes.items()
        for after in afters
    ]
    return {(old[before], new[after]) for before, after in named if before in old}


@cache
def former_names() -> dict[str, tuple[str, ...]]:
    """Return the names of communes merged before 2025, by the commune of "2024" that took them in.

    The library keeps them with their kind, without diacritics and spaces ("xatohieu"), so they may suggest
    and never decide.
    """
    rows = _read(
        "SELECT wardCode AS code, wardAlias AS names FROM admin_units_legacy "
        "WHERE wardCode IS NOT NULL AND wardAlias IS NOT NULL"
    )
    return {code: tuple(json.loads(names)) for code, names in zip(rows["code"], rows["names"], strict=True)}
