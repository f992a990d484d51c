"""Gives every unit its shape: the one door to geometry, whatever it was drawn from.

Boundaries that were imported and published are drawn unit by unit, the schematic where there are none
(`origin` "schematic"). What is above the communes is united from them.
"""

import hashlib
import logging
import os
import tempfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.boundaries.store import LayerSet
from data.storage import paths
from data.storage.errors import ProductError, StoreFault
from data.units import chain, register
from data.units.register import Level, StructureId
from data.units.structures import OWN, structure_cache
from geo import cells, imported, overlay, schematic, villages
from geo.projection import METRES

_LOG: Final = logging.getLogger(__name__)
VERSION: Final = "4"  # raise it when the drawing changes: files made by an older one are made anew
SCHEMATIC: Final = "schematic"


class CannotDraw(StoreFault):
    """The layers that are drawn together cannot be: no map can be shown until one of them is withdrawn."""


def try_drawing(proposed: LayerSet) -> None:
    """Draw the communes of a release of boundaries before it becomes current; what is drawn is kept for then.

    Raises CannotDraw where that fails, or where a unit would be left without land.
    """
    planned = imported.drawn_of(proposed)
    for structure in OWN:
        _laid_of(planned, structure, f"{_register_mark()}-{_structures_mark()}-{proposed.id[-6:]}")


def shapes(structure: StructureId, level: Level) -> gpd.GeoDataFrame:
    """Return the shape of every unit of a level, indexed and sorted by code, in metres (geo.projection.METRES).

    Columns: name (in full), short, parent, province, district (codes), origin ("schematic", or the id of the
    imported layer that the unit's borders are of), layers (ids of all layers that it was drawn from), geometry.
    Communes are followed by districts that had none (codes of three digits), so that their land is on the map.
    Shapes of one level are a coverage. Cached and shared: not to be modified.
    """
    return _shapes(fingerprint(), structure, level)


@lru_cache(maxsize=16)
def _shapes(version: str, structure: StructureId, level: Level) -> gpd.GeoDataFrame:
    units = _units(structure, level)
    pieces = _pieces(version, structure)
    keys = _keys(pieces["code"], structure, level)
    geometry = cells.dissolve(pieces["geometry"].to_numpy(), keys.to_numpy(dtype=str)).reindex(units.index)
    frame = units[["name", "short", "parent", "province", "district"]]
    frame = frame.assign(
        origin=_origins(pieces, keys).reindex(units.index).fillna(SCHEMATIC),
        layers=_layers(pieces, keys).reindex(units.index),
    )
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(geometry, crs=METRES))


def _units(structure: StructureId, level: Level) -> pd.DataFrame:
    """Return the register's units sorted by code; communes with the districts that had none."""
    frame = register.units(structure, level)
    if level == "commune" and "district" in register.STRUCTURES[structure].levels:
        districts = register.units(structure, "district")
        frame = pd.concat([frame, districts[districts.index.isin(chain.base_units(structure))]])
    return frame.sort_index()


def _keys(codes: pd.Series, structure: StructureId, level: Level) -> pd.Series:
    return codes if level == "commune" else codes.map(_units(structure, "commune")[level])


@lru_cache(maxsize=4)
def _pieces(version: str, structure: StructureId) -> pd.DataFrame:
    """Return the pieces that units of a structure are united from: code (commune), area, layer, geometry (metres)."""
    if structure in OWN:
        table = _drawn(version, structure)
        return table.assign(code=overlay.unit_of(table, structure, "commune"))[["code", "area", "layer", "geometry"]]
    return _added(version, structure)


def _origins(pieces: pd.DataFrame, keys: pd.Series) -> pd.Series:
    """Return the layer whose borders each unit has; missing where any of it is schematic.

    A unit is real where all its pieces come from areas that lie wholly in it.
    """
    real = pieces["area"] != overlay.NO_AREA
    alone = real & (keys.groupby(pieces["area"]).transform("nunique") == 1)
    wholly_real = alone.groupby(keys).all()
    return pieces["layer"].groupby(keys).first()[wholly_real]


def _layers(pieces: pd.DataFrame, keys: pd.Series) -> pd.Series:
    """Return the ids of all layers that each unit was drawn from, the schematic being none."""
    return pieces["layer"].groupby(keys).agg(lambda each: tuple(sorted({name for name in each if name})))


def _added(version: str, structure: StructureId) -> pd.DataFrame:
    """Return the pieces of a structure that was added from a table: its own areas, else what its neighbour gave it.

    A commune of the neighbour that was divided is cut into as many cells: where the line runs is not known.
    """
    neighbour = _towards_own(structure)
    base = _shapes(version, neighbour, "commune")
    edges = register.edges(neighbour, structure)
    count = edges.groupby("code_from")["code_to"].transform("size")
    frame = edges.assign(whole=count == 1, geometry=base["geometry"].reindex(edges["code_from"]).to_numpy())
    for code, rows in frame[count > 1].groupby("code_from"):
        cut = villages.divided(base.geometry[code], len(rows), seed=zlib.crc32(str(code).encode()))
        frame.loc[rows.index, "geometry"] = pd.Series(list(cut), index=rows.index, dtype=object)
    origin = base["origin"].reindex(frame["code_from"]).to_numpy()
    real = frame["whole"].to_numpy() & (origin != SCHEMATIC)
    pieces = pd.DataFrame(
        {
            "code": frame["code_to"].to_numpy(),
            "area": np.where(real, np.arange(len(frame)), overlay.NO_AREA),
            "layer": np.where(real, origin, ""),
            "geometry": frame["geometry"].to_numpy(),
        }
    )
    return overlay.overlaid(pieces, imported.drawn().of(structure, "commune"))


def _towards_own(structure: StructureId) -> StructureId:
    """Return the neighbour of an added structure that is nearer to the structures of the register's own tables."""
    order = list(register.STRUCTURES)
    at = order.index(structure)
    return order[at + 1] if at < min(order.index(name) for name in OWN) else order[at - 1]


@structure_cache
def parts() -> pd.DataFrame:
    """Return the schematic's parts: code_2024, code_2025, whole, geometry (metres); drawn once and kept in var/."""
    path = paths.var() / "shapes" / f"schematic-{_register_mark()}.parquet"
    if path.exists():
        return _read(path)
    table, drawn = schematic.draw()
    _keep(table.assign(geometry=drawn), path)
    return table.assign(geometry=drawn)


@lru_cache(maxsize=4)
def _drawn(version: str, first: StructureId) -> pd.DataFrame:
    """Return the parts as they are drawn for a structure of the register's own, from what is published."""
    return _laid_of(imported.drawn(), first, version)


def _laid_of(drawn: imported.Drawn, first: StructureId, version: str) -> pd.DataFrame:
    """Return the parts as a release of boundaries has them drawn; kept in a file where anything was imported."""
    first = _first(drawn, first)
    path = paths.var() / "shapes" / f"parts-{first}-{version}.parquet"
    if drawn.areas.empty:
        return _laid(drawn, first)
    if not path.exists():
        _keep(_laid(drawn, first), path)
    return _read(path)


def _laid(drawn: imported.Drawn, first: StructureId) -> pd.DataFrame:
    """Lay the shapes of a release of boundaries; whatever goes wrong with those of others is one fault with a name."""
    try:
        table = overlay.laid(parts(), drawn, first=first)
    except ProductError:
        raise
    except Exception as fault:
        _LOG.exception("boundaries cannot be drawn: %s", drawn.release)
        raise CannotDraw("boundaries.cannot_draw", release=drawn.release) from fault
    if shapely.is_empty(table["geometry"].to_numpy()).any() or table["geometry"].isna().any():
        raise CannotDraw("boundaries.cannot_draw", release=drawn.release)
    return table


def _first(now: imported.Drawn, usual: StructureId) -> StructureId:
    """Return the structure whose areas come first: one drawing serves both where only one has real shapes."""
    have = set(now.areas["structure"]) & set(OWN)
    return next(iter(have)) if len(have) == 1 else usual


def _read(path: Path) -> pd.DataFrame:
    stored = pd.read_parquet(path)
    return stored.assign(geometry=shapely.from_wkb(stored["geometry"].to_numpy()))


def _keep(table: pd.DataFrame, path: Path) -> None:
    """Write a table atomically: whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    table.assign(geometry=shapely.to_wkb(table["geometry"].to_numpy())).to_parquet(temporary)
    os.replace(temporary, path)


def fingerprint() -> str:
    """Return a short hash of all that the shapes are drawn from: the version, the register, what is published."""
    return f"{_register_mark()}-{_structures_mark()}-{imported.release()[-6:]}"


@structure_cache
def _register_mark() -> str:
    """Return a hash of the register's own structures, of which the schematic is made."""
    digest = hashlib.sha256(VERSION.encode())
    for structure in OWN.values():
        for level in structure.levels:
            columns = ["name", "short", "parent", "lon", "lat", "area_km2"]
            frame = register.units(structure.id, level)[columns]
            digest.update(pd.util.hash_pandas_object(frame).to_numpy().tobytes())
    digest.update(np.ascontiguousarray(pd.util.hash_pandas_object(register.successions())).tobytes())
    return digest.hexdigest()[:10]


@structure_cache
def _structures_mark() -> str:
    """Return a hash of the units and edges of all structures: those that were added change it."""
    digest = hashlib.sha256()
    for structure in register.STRUCTURES.values():
        frame = register.units(structure.id, "commune")[["name", "province"]]
        digest.update(structure.id.encode() + pd.util.hash_pandas_object(frame).to_numpy().tobytes())
        if structure.id not in OWN:
            edges = register.edges(_towards_own(structure.id), structure.id)
            digest.update(np.ascontiguousarray(pd.util.hash_pandas_object(edges)).tobytes())
    return digest.hexdigest()[:6]
