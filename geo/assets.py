"""Keeps the map files: which there are, for which units, in which order of features.

Files of the country and of each province are made once by `ensure_assets`; those of districts and of
villages when they are first needed. A file's name holds a hash of its content, so it never changes.
"""

import hashlib
import json
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from data.i18n import DEFAULT_LANGUAGE, Language, say
from data.i18n.numbers import day
from data.storage import paths
from data.storage.errors import NotFound
from data.storage.json_values import JsonObject, items, members, number, objects, parse_object, text, texts
from data.units import register
from data.units.chain import calling_day
from data.units.register import Level, StructureId
from geo import cells, imported, mapfiles, villages
from geo import shapes as drawn
from geo.mapfiles import Bounds
from geo.projection import to_degrees

Progress = Callable[[float, str], None]
Key = tuple[StructureId, Level, str | None]
"""Structure, level, and the unit within which (None is the country)."""

VERSION: Final = "3"  # raise it when the form of the files changes
# Metres that a map may be off: half a pixel of the whole country on a large screen; within a unit, a share of
# its longer side. Decimals of a degree follow (0.001° is 110 m).
COUNTRY_TOLERANCE: Final = 1000.0
_UNIT_TOLERANCE: Final = 1 / 2500
COUNTRY_DECIMALS: Final = 3
_UNIT_DECIMALS: Final = 4
_AROUND_TOLERANCE: Final = 1 / 350
# How far to the sides, and up and down from its middle, a map may show what lies around its unit, in lengths of that.
_AROUND: Final = (1.1, 0.75)
_SHAPES_SHARE: Final = 0.4  # of the time that all files take
_AT_ONCE: Final = 4  # files
_BUILDING: Final = threading.Lock()


class UnknownMap(NotFound):
    """There is no such level or unit to draw."""


@dataclass(frozen=True)
class Source:
    """Where imported shapes on a map come from: who made them, under which terms, as of which day (ISO), and the
    coordinate system that they came in; `layer` is the id."""

    layer: str
    source: str
    licence: str
    as_of: str
    crs: str


@dataclass(frozen=True)
class MapAsset:
    """One map file: its name in the folder of map files, and what the Python side must know of it.

    codes: of the features, in the file's order. bounds: of the first view. schematic: whether any shape is.
    label: words key of what the shapes are. empty: features that can hold no figure (districts of "2024"
    without communes). away: features outside the first view (islands far out). sources: of what was imported.
    """

    file: str
    codes: tuple[str, ...]
    bounds: Bounds
    schematic: bool
    label: str
    empty: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    def attribution(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say what the shapes are and whose: to be shown on every map and picture drawn from the file."""
        sources = "; ".join(
            say(
                "geo.source",
                lang,
                source=each.source,
                licence=each.licence,
                crs=each.crs,
                day=day(date.fromisoformat(each.as_of), lang),
            )
            for each in self.sources
        )
        return say(self.label, lang) if not sources else say(f"{self.label}_of", lang, sources=sources)


def asset(structure: StructureId, level: Level, parent: str | None = None) -> MapAsset:
    """Return the map of a level's units within `parent` (None is the country), made now if it is not there yet.

    Raises UnknownMap where the structure has no such level or unit.
    """
    key: Key = (structure, level, parent)
    made = _there(key)
    if made is None:
        with _BUILDING:
            made = _there(key) or _built(key)
            _keep_index(_index_path(), _index(_index_path()) | {_stem(key): made})
    return made


def existing(structure: StructureId, level: Level, parent: str | None = None) -> MapAsset | None:
    """Return the map of a level's units within `parent` if its file is there already; None where it is not."""
    return _there((structure, level, parent))


def _there(key: Key) -> MapAsset | None:
    """Return a map file that was made already, None where it was not or is lost."""
    made = _index(_index_path()).get(_stem(key))
    return made if made is not None and (paths.map_files() / made.file).exists() else None


def ensure_assets(progress: Progress | None = None) -> None:
    """Make the files of the country and of each province in both structures, unless they are there already.

    `progress` gets the share done (0 to 1) and the words key of what is being done.
    """
    report = progress or (lambda done, words: None)
    with _BUILDING:
        lacking = [key for key in _eager() if _there(key) is None]
        if lacking:
            report(0.0, "geo.progress.shapes")
            for done, structure in enumerate(register.STRUCTURES, start=1):
                drawn.shapes(structure, "commune")
                report(_SHAPES_SHARE * done / len(register.STRUCTURES), "geo.progress.shapes")
            _keep_index(_index_path(), _index(_index_path()) | _build(lacking, report))
    report(1.0, "geo.progress.done")


def village_asset(structure: StructureId, parent: str, listed: pd.DataFrame) -> MapAsset:
    """Return the map of the villages of a commune, district or province, drawn on first use.

    `listed` has columns village (id), name, commune (code in `structure`). Raises UnknownMap for a commune
    that is not within `parent`.
    """
    rows = listed[["village", "name", "commune"]].sort_values("village", ignore_index=True)
    fingerprint = f"{version()} {structure} {parent} {rows.to_csv(index=False)}"
    path = paths.map_files() / f"villages-{hashlib.sha256(fingerprint.encode()).hexdigest()[:16]}.index.json"
    made = _index(path).get("villages")
    if made is None or not (paths.map_files() / made.file).exists():
        communes = _within(drawn.shapes(structure, "commune"), structure, parent)
        land = shapely.coverage_union_all(communes.geometry.to_numpy())
        frame = _village_frame(structure, communes, rows)
        around = _around(structure, parent, land)
        made = _written(frame, stem=f"{structure}-villages-{parent}", decimals=_UNIT_DECIMALS, land=land, around=around)
        _keep_index(path, {"villages": made})
    return made


def _build(keys: list[Key], report: Progress) -> dict[str, MapAsset]:
    """Make several files, those of the country first: what they are cut from is then there for all others.

    Returns what was made by stem. Shapes are worked on outside Python's lock, so several at once are quicker.
    """
    ordered = sorted(keys, key=lambda key: key[2] is not None)
    countrywide = [key for key in ordered if key[2] is None]
    for structure, level in dict.fromkeys((structure, level) for structure, level, _ in ordered):
        drawn.shapes(structure, level)
    made = {}
    with ThreadPoolExecutor(max_workers=min(_AT_ONCE, os.cpu_count() or 1)) as pool:
        for done, asset_made in enumerate(
            chain(map(_built, countrywide), pool.map(_built, ordered[len(countrywide) :]))
        ):
            report(_SHAPES_SHARE + (1 - _SHAPES_SHARE) * done / len(keys), "geo.progress.files")
            made[_stem(ordered[done])] = asset_made
    return made


def _eager() -> Iterator[Key]:
    """List the files that are made ahead of being needed."""
    for structure in register.STRUCTURES.values():
        for level in structure.levels:
            yield structure.id, level, None
        for province in register.units(structure.id, "province").index:
            for level in structure.levels[1:]:
                yield structure.id, level, province


def _stem(key: Key) -> str:
    structure, level, parent = key
    return f"{structure}-{level}s" + (f"-{parent}" if parent else "")


def _built(key: Key) -> MapAsset:
    """Make one map file."""
    structure, level, parent = key
    if structure not in register.STRUCTURES or level not in register.STRUCTURES[structure].levels:
        raise UnknownMap("geo.no_unit", structure=structure, code=level)
    if parent is None:
        frame = _country(structure, level)
        return _written(_named(frame, key), stem=_stem(key), decimals=COUNTRY_DECIMALS, land=None)
    frame = _within(drawn.shapes(structure, level), structure, parent)
    land = shapely.coverage_union_all(frame.geometry.to_numpy())
    frame = frame.set_geometry(_simplified(frame.geometry, _extent(land) * _UNIT_TOLERANCE))
    around = _around(structure, parent, land)
    return _written(_named(frame, key), stem=_stem(key), decimals=_UNIT_DECIMALS, land=land, around=around)


def _around(structure: StructureId, parent: str, land: BaseGeometry) -> gpd.GeoSeries:
    """Return what lies around a unit's land, of its own level, as far as the first view may reach: by short name."""
    level: Level = {2: "province", 3: "district"}.get(len(parent), "commune")  # type: ignore[assignment]
    pieces = shapely.get_parts(land)
    west, south, east, north = pieces[shapely.area(pieces).argmax()].bounds
    reach, middle = max(east - west, north - south), ((west + east) / 2, (south + north) / 2)
    wide, high = reach * _AROUND[0], reach * _AROUND[1]
    window = shapely.box(middle[0] - wide, middle[1] - high, middle[0] + wide, middle[1] + high)
    near = drawn.shapes(structure, level)
    near = near[(near.index != parent) & near.intersects(window)]
    simple = _simplified(near.geometry, reach * _AROUND_TOLERANCE)
    seen = gpd.GeoSeries(shapely.intersection(simple.to_numpy().astype(object), window), index=near.index, crs=near.crs)
    called = register.units(structure, level, on=register.today())["short"].reindex(near.index).fillna(near["short"])
    seen.index = pd.Index(called.to_numpy())
    return gpd.GeoSeries(seen[~seen.is_empty])


def _country(structure: StructureId, level: Level) -> gpd.GeoDataFrame:
    """Return all units of a level, simplified for the country's map.

    Communes are simplified, and the levels above united from them: their borders lie on each other.
    """
    return _country_at(drawn.fingerprint(), structure, level)


@lru_cache(maxsize=8)
def _country_at(version: str, structure: StructureId, level: Level) -> gpd.GeoDataFrame:
    frame = drawn.shapes(structure, level)
    if level == "commune":
        return frame.set_geometry(_simplified(frame.geometry, COUNTRY_TOLERANCE))
    communes = _country_at(version, structure, "commune")
    united = cells.dissolve(communes.geometry.to_numpy(), communes[level].fillna("").to_numpy(dtype=str))
    return frame.set_geometry(gpd.GeoSeries(united.reindex(frame.index), crs=frame.crs))


def _within(frame: gpd.GeoDataFrame, structure: StructureId, parent: str) -> gpd.GeoDataFrame:
    """Keep the units within a province or district, or the unit itself; UnknownMap where there are none."""
    column = {2: "province", 3: "district"}.get(len(parent))
    inside = frame[frame[column] == parent] if column else frame[frame.index == parent]
    if inside.empty:
        raise UnknownMap("geo.no_unit", structure=structure, code=parent)
    return inside


def _simplified(geometry: gpd.GeoSeries, tolerance: float) -> gpd.GeoSeries:
    """Leave out what is smaller than `tolerance` metres; neighbours still share their borders."""
    simple = shapely.coverage_simplify(geometry.to_numpy().astype(object), tolerance)
    return gpd.GeoSeries(simple, index=geometry.index, crs=geometry.crs)


def _extent(land: BaseGeometry) -> float:
    """Return the longer side of the largest piece of `land`, metres."""
    pieces = shapely.get_parts(land)
    west, south, east, north = pieces[shapely.area(pieces).argmax()].bounds
    longer: float = max(east - west, north - south)
    return longer


def _named(frame: gpd.GeoDataFrame, key: Key) -> gpd.GeoDataFrame:
    """Add what the file says of each unit: n, its full name of today, and p, what it lies in ("" for a province)."""
    structure, level, parent = key
    called = register.units(structure, level, on=register.today())["name"].reindex(frame.index)
    frame = frame.assign(n=called.fillna(frame["name"]).astype("str"))
    if level == "province":
        return frame.assign(p="")
    if level == "commune" and parent is not None and "district" in register.STRUCTURES[structure].levels:
        within = register.units(structure, "district")["name"].reindex(frame["district"])
    else:
        within = register.units(structure, "province")["short"].reindex(frame["province"])
    return frame.assign(p=within.to_numpy())


def _village_frame(structure: StructureId, communes: gpd.GeoDataFrame, rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """Draw the villages, commune by commune: columns n, p, origin, layers; empty without villages."""
    strange = set(rows["commune"]) - set(communes.index)
    if strange:
        raise UnknownMap("geo.no_unit", structure=structure, code=min(strange))
    places = imported.places(structure)
    drawn_villages = [
        _drawn_villages(communes["geometry"].loc[code], own, places[places["commune"] == code], code=str(code)).assign(
            p=communes["short"].loc[code], commune=code
        )
        for code, own in rows.groupby("commune", sort=True)
    ]
    if not drawn_villages:
        return communes.iloc[:0].assign(n="", p="")
    frame = pd.concat(drawn_villages).sort_index()
    own = [(layer,) if layer else () for layer in frame["layer"]]
    layers = [layer + around for layer, around in zip(own, communes["layers"].reindex(frame["commune"]), strict=True)]
    return frame.assign(n=frame["name"], origin=frame["layer"].where(frame["real"], drawn.SCHEMATIC), layers=layers)


def _drawn_villages(commune: BaseGeometry, rows: pd.DataFrame, places: pd.DataFrame, *, code: str) -> gpd.GeoDataFrame:
    if places.empty:
        return villages.village_cells(commune, rows, code=code).assign(layer="", real=False)
    return villages.village_shapes(commune, rows, places, code=code)


def _written(
    frame: gpd.GeoDataFrame,
    *,
    stem: str,
    decimals: int,
    land: BaseGeometry | None,
    around: gpd.GeoSeries | None = None,
) -> MapAsset:
    """Write a frame (metres; columns n, p, origin) and say what was written.

    `land` (metres) is what the first view should show the most of; None is all of it. around: what lies beside it.
    """
    content, shapes = mapfiles.encoded(frame, decimals=decimals, around=around)
    bounds, away = mapfiles.focus(shapes, None if land is None else to_degrees(land))
    districts = frame.index.str.len() == 3 if "commune" in stem else np.zeros(len(frame), bool)
    return MapAsset(
        file=mapfiles.write_named(content, stem=stem),
        codes=tuple(frame.index),
        bounds=bounds,
        schematic=frame.empty or bool((frame["origin"] == drawn.SCHEMATIC).any()),
        label=_label(frame["origin"] == drawn.SCHEMATIC),
        empty=tuple(frame.index[districts]),
        away=tuple(frame.index[away]),
        sources=_sources(frame["layers"]),
    )


def _label(schematic: pd.Series) -> str:
    """Return the words key of what shapes are: the schematic, imported boundaries, or both."""
    if schematic.all():
        return "geo.schematic"
    return "geo.mixed" if schematic.any() else "geo.boundaries"


def _sources(layers: pd.Series) -> tuple[Source, ...]:
    """Return the sources of all layers that shapes were drawn from, the latest first."""
    used = {name for names in layers for name in names}
    return tuple(
        Source(name, layer.origin.source, layer.origin.licence, layer.origin.as_of.isoformat(), layer.origin.crs)
        for name, layer in reversed(imported.drawn().layers.items())
        if name in used
    )


def version() -> str:
    """Return what says whether map files have changed: how they are written, their shapes, and names of today."""
    called = max(filter(None, (calling_day(name, register.today()) for name in register.STRUCTURES)), default="")
    return f"{VERSION}-{drawn.fingerprint()}-{called}"


def _index_path() -> Path:
    return paths.map_files() / f"index-{version()}.json"


@lru_cache(maxsize=64)
def _index(path: Path) -> dict[str, MapAsset]:
    """Read an index of map files; empty where there is none."""
    if not path.exists():
        return {}
    entries = parse_object(path.read_bytes())
    return {key: _asset(members(made)) for key, made in entries.items()}


def _asset(entry: JsonObject) -> MapAsset:
    west, south, east, north = map(number, items(entry["bounds"]))
    return MapAsset(
        file=text(entry["file"]),
        codes=tuple(texts(entry["codes"])),
        bounds=(west, south, east, north),
        schematic=entry["schematic"] is True,
        label=text(entry["label"]),
        empty=tuple(texts(entry["empty"])),
        away=tuple(texts(entry["away"])),
        sources=tuple(
            Source(*(text(each[name]) for name in ("layer", "source", "licence", "as_of", "crs")))
            for each in objects(entry["sources"])
        ),
    )


def _keep_index(path: Path, made: dict[str, MapAsset]) -> None:
    content = json.dumps({key: asdict(one) for key, one in made.items()}, separators=(",", ":"))
    mapfiles.write_whole(path, content.encode())
    _index.cache_clear()
