"""Gives every unit its shape: the one door to geometry, whatever it was drawn from.

Today every shape is of the schematic (`origin` "schematic"). Imported boundaries take a unit's place in
`shapes`, and `origin` says which unit's shape came from where.
"""

import hashlib
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data import places
from data.units import register
from data.units.corrections import ZONES_FROM_DISTRICTS
from data.units.register import Level, StructureId
from geo import cells, schematic
from geo.projection import METRES

VERSION: Final = "3"  # raise it when the drawing changes: files made by an older one are made anew
SCHEMATIC: Final = "schematic"
_CODE: Final[dict[StructureId, str]] = {"2024": "code_2024", "2025-07": "code_2025"}


@lru_cache(maxsize=8)
def shapes(structure: StructureId, level: Level) -> gpd.GeoDataFrame:
    """Return the shape of every unit of a level, indexed and sorted by code, in metres (geo.projection.METRES).

    Columns: name (in full), short, parent, province, district (codes), origin, geometry. The communes of
    "2024" are followed by the five districts that had none (codes of three digits), so that their land is on
    the map. Shapes of one level are a coverage. Cached and shared: not to be modified.
    """
    units = _units(structure, level)
    table = parts()
    owner = table[_CODE[structure]]
    keys = owner if level == "commune" else _units(structure, "commune")[level].reindex(owner)
    geometry = cells.dissolve(table["geometry"].to_numpy(), keys.to_numpy(dtype=str)).reindex(units.index)
    frame = units[["name", "short", "parent", "province", "district"]].assign(origin=SCHEMATIC)
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(geometry, crs=METRES))


def _units(structure: StructureId, level: Level) -> pd.DataFrame:
    """Return the register's units sorted by code; communes of "2024" with the districts that had none."""
    frame = register.units(structure, level)
    if structure == "2024" and level == "commune":
        districts = register.units("2024", "district")
        frame = pd.concat([frame, districts[districts.index.isin(list(ZONES_FROM_DISTRICTS))]])
    return frame.sort_index()


@lru_cache(maxsize=1)
def parts() -> pd.DataFrame:
    """Return the schematic's parts: code_2024, code_2025, whole, geometry (metres); drawn once and kept in var/."""
    path = places.var() / "shapes" / f"schematic-{fingerprint()}.parquet"
    if path.exists():
        kept = pd.read_parquet(path)
        return kept.assign(geometry=shapely.from_wkb(kept["geometry"].to_numpy()))
    table, drawn = schematic.draw()
    _keep(table.assign(geometry=shapely.to_wkb(drawn)), path)
    return table.assign(geometry=drawn)


def _keep(table: pd.DataFrame, path: Path) -> None:
    """Write a table atomically: whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    table.to_parquet(temporary)
    os.replace(temporary, path)


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return a short hash of all that the shapes are drawn from: the version and the register."""
    digest = hashlib.sha256(VERSION.encode())
    for structure in register.STRUCTURES.values():
        for level in structure.levels:
            columns = ["name", "short", "parent", "lon", "lat", "area_km2"]
            frame = register.units(structure.id, level)[columns]
            digest.update(pd.util.hash_pandas_object(frame).to_numpy().tobytes())
    digest.update(np.ascontiguousarray(pd.util.hash_pandas_object(register.successions())).tobytes())
    return digest.hexdigest()[:10]
