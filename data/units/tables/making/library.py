"""Reads the files of vietnamadminunits 1.0.4 (MIT) and mends what is wrong in them."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pandas as pd

from data.units.names import official
from data.units.tables.making.corrections import FALSE_EDGES, LAND_ALONE, MISSING_EDGES, PEOPLE_WENT_TO

_COMMUNE: Final = "wardCode AS code, ward AS full, provinceCode AS province, wardLon AS lon, wardLat AS lat"
_COMMUNES: Final[dict[str, str]] = {
    "2024": f"SELECT {_COMMUNE}, districtCode AS district, NULL AS area_km2, "
    "provinceKey || '_' || districtKey || '_' || wardKey AS key FROM admin_units_legacy "
    "WHERE wardCode IS NOT NULL",
    "2025-07": f"SELECT {_COMMUNE}, NULL AS district, NULLIF(wardAreaKm2, 0) AS area_km2, "
    "provinceKey || '_' || wardKey AS key FROM admin_units",
}
_DISTRICTS: Final = (
    "SELECT DISTINCT districtCode AS code, district AS full, provinceCode AS province, "
    "districtLon AS lon, districtLat AS lat FROM admin_units_legacy"
)
_PROVINCES: Final = (
    "SELECT DISTINCT provinceCode AS code, province AS full, provinceLon AS lon, provinceLat AS lat FROM "
)
_TABLE: Final[dict[str, str]] = {"2024": "admin_units_legacy", "2025-07": "admin_units"}


def units(folder: Path, structure: str) -> dict[str, pd.DataFrame]:
    """Return the units of each level by code: full, kind, name, province, district, lon, lat, area_km2, key.

    `folder` holds the library's dataset.db; a column that a level lacks is missing.
    """
    queries = {"province": _PROVINCES + _TABLE[structure], "commune": _COMMUNES[structure]}
    if structure == "2024":
        queries["district"] = _DISTRICTS
    return {level: _named(_read(folder, query)) for level, query in queries.items()}


def _read(folder: Path, query: str) -> pd.DataFrame:
    address = f"file:{folder / 'dataset.db'}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as base:
        return pd.read_sql(query, base).set_index("code")


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    parts = [official(full) for full in frame["full"]]
    names = [short.removeprefix(f"{kind.capitalize()} ") if short[-1].isdigit() else short for kind, short in parts]
    return frame.assign(kind=[kind for kind, _ in parts], name=names)


def edges(folder: Path, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return the mended edges between communes: code_from, code_to, part ("whole", "people", "part", "land")."""
    pairs = sorted((raw_edges(folder, old, new) - FALSE_EDGES) | MISSING_EDGES)
    table = pd.DataFrame(pairs, columns=["code_from", "code_to"], dtype="str")
    whole = ~table["code_from"].duplicated(keep=False)
    table["part"] = [
        "whole" if alone else _part(before, after) for (before, after), alone in zip(pairs, whole, strict=True)
    ]
    return table


def _part(old: str, new: str) -> str:
    if old in PEOPLE_WENT_TO:
        return "people" if PEOPLE_WENT_TO[old] == new else "land"
    return "land" if (old, new) in LAND_ALONE else "part"


def raw_edges(folder: Path, old: pd.DataFrame, new: pd.DataFrame) -> set[tuple[str, str]]:
    """Read the edges, which the library keeps by spelled keys; those of units without code fall away."""
    before = {key: str(code) for code, key in old["key"].items()}
    after = {key: str(code) for code, key in new["key"].items()}
    table = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    return {(before[one], after[other]) for one, other in _spelled(table) if one in before}


def _spelled(table: dict[str, dict[str, dict[str, list[object]]]]) -> Iterator[tuple[str, str]]:
    for province, communes in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for after, befores in communes.items():
            yield from ((str(before), f"{province}_{after}") for before in befores)
    for province, communes in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for before, afters in communes.items():
            for each in afters:
                if isinstance(each, dict):
                    yield before, f"{province}_{each['newWardKey']}"


def former_names(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the names of communes merged before July 2025, by the commune of "2024" that took them in.

    They are written with their kind and without it, without diacritics and spaces ("xatohieu", "tohieu").
    """
    rows = _read(
        folder,
        "SELECT wardCode AS code, wardAlias AS names FROM admin_units_legacy "
        "WHERE wardCode IS NOT NULL AND wardAlias IS NOT NULL",
    )
    return {str(code): tuple(json.loads(names)) for code, names in rows["names"].items()}
