"""The units of every structure and what became of them along the chain of structures.

A link says what went where between two neighbours; links are composed to edges between any two structures.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from data.units import library, stored
from data.units.corrections import ZONES_FROM_DISTRICTS
from data.units.structures import LIBRARY, Level, StructureId, after, kept, structure, way
from data.units.successor_units import grown

_ENDS: Final = ["code_from", "code_to"]


@kept
def frames(name: StructureId) -> Mapping[Level, pd.DataFrame]:
    """Return the frame of each level of a structure, in the columns that register.units documents.

    Cached and shared: not to be modified. Raises UnknownUnit.
    """
    here = structure(name)
    if here.table is None or name in LIBRARY:
        return library.frames(name)
    neighbour = here.table.after or here.table.before
    told = stored.table(here.table, "units")
    return grown(frames(neighbour), told, _made_from(name), structure=name)


def _made_from(name: StructureId) -> pd.DataFrame:
    """Return the table's edges as (given, made): a unit of the neighbour, a unit of the structure, land."""
    told = structure(name).table
    ends = {"code_from": "given", "code_to": "made"} if told.after else {"code_to": "given", "code_from": "made"}
    edges = stored.table(told, "edges").rename(columns=ends)
    return edges.assign(land=edges["land"] == "1")[["given", "made", "land"]]


def base_units(name: StructureId) -> pd.Index:
    """Return the codes that divide the country: its communes, and the districts that have none."""
    return base_units_of(frames(name))


def base_units_of(levels: Mapping[Level, pd.DataFrame]) -> pd.Index:
    """Return the same of frames that are no structure yet."""
    communes = levels["commune"]
    if "district" not in levels:
        return communes.index
    districts = levels["district"].index
    return communes.index.append(districts.difference(communes["district"].unique()))


@kept
def adjacent_edges(earlier: StructureId) -> pd.DataFrame:
    """Return what went where from a structure to the next one: code_from, code_to, land; sorted.

    `land` is true where land went without people. Codes are of communes, and of districts without communes.
    """
    later = after(earlier)
    told = next(
        (
            s.table
            for s in map(structure, (later, earlier))
            if s.table and earlier in (s.table.after, s.id) and later in (s.table.before, s.id)
        ),
        None,
    )
    if told is None:
        return _library_link()
    named = stored.table(told, "edges")
    named = named.assign(land=named["land"] == "1")
    given, end = (earlier, "code_from") if told.after else (later, "code_to")
    rest = base_units(given).difference(named[end])
    if not told.complete and len(rest):
        named = pd.concat([named, pd.DataFrame({"code_from": rest, "code_to": rest, "land": False})])
    return named.sort_values(_ENDS, ignore_index=True)


def _library_link() -> pd.DataFrame:
    edges = library.edges()
    zones = pd.DataFrame(list(ZONES_FROM_DISTRICTS.items()), columns=_ENDS)
    table = edges.rename(columns={"code_2024": "code_from", "code_2025": "code_to"})
    table = pd.concat([table.assign(land=table["part"] == "land")[[*_ENDS, "land"]], zones.assign(land=False)])
    return table.sort_values(_ENDS, ignore_index=True)


@kept
def edges(source: StructureId, target: StructureId) -> pd.DataFrame:
    """Return what went where between any two structures, also backward: code_from, code_to, part; sorted.

    `part`, seen from `source`: "whole" (the unit's one counterpart), "people" (all its people, others took
    land alone), "land" (no people), "part" (some, all or none: over several structures nothing says which).
    Cached and shared: not to be modified. Raises UnknownUnit.
    """
    steps = way(source, target)
    if len(steps) == 1:
        codes = base_units(source)
        return pd.DataFrame({"code_from": codes, "code_to": codes, "part": "whole"})
    carried: pd.DataFrame | None = None
    for here, there in pairwise(steps):
        step = adjacent_edges(here) if after(here) == there else _invert(adjacent_edges(there))
        carried = step if carried is None else _compose(carried, step)
    return classify_edges(carried)


def _invert(step: pd.DataFrame) -> pd.DataFrame:
    return step.rename(columns={"code_from": "code_to", "code_to": "code_from"})


def _compose(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Follow two links: land is what was land on every way."""
    ways = first.merge(second, left_on="code_to", right_on="code_from", suffixes=("", "_on"))
    ways["land"] |= ways["land_on"]
    return ways.groupby(["code_from", "code_to_on"])["land"].all().reset_index().set_axis([*_ENDS, "land"], axis=1)


def classify_edges(table: pd.DataFrame) -> pd.DataFrame:
    """Say of each edge what part of its source it carries, from what else the source went to.

    A unit whose every edge is land has its people there all the same.
    """
    source = table["code_from"]
    fan = source.groupby(source).transform("size")
    peopled = (~table["land"]).groupby(source).transform("sum")
    kinds = [fan == 1, table["land"] & (peopled > 0), (peopled == 1) & ~table["land"]]
    part = np.select(kinds, ["whole", "land", "people"], default="part")
    return table[_ENDS].assign(part=part).sort_values(_ENDS, ignore_index=True)


@kept
def province_edges(source: StructureId, target: StructureId) -> pd.DataFrame:
    """Return what became of the provinces: code_from, code_to, part, as in `edges`."""
    communes = edges(source, target)
    ends = {end: communes[end].map(_province_of(name)) for end, name in zip(_ENDS, (source, target), strict=True)}
    land = communes["part"] == "land"
    pairs = pd.DataFrame(ends).assign(land=land).groupby(_ENDS)["land"].all().reset_index()
    return classify_edges(pairs)


@kept
def _province_of(name: StructureId) -> pd.Series:
    levels = frames(name)
    return pd.concat([levels[level]["province"] for level in levels if level != "province"])


@kept
def home_provinces(source: StructureId, target: StructureId) -> pd.Series:
    """Return the province of `target` in which the people of each ground of `source` live, by code.

    Missing where a ground's people went to several provinces.
    """
    peopled = edges(source, target)
    peopled = peopled[peopled["part"] != "land"]
    pairs = pd.DataFrame({"code": peopled["code_from"], "province": peopled["code_to"].map(_province_of(target))})
    pairs = pairs.drop_duplicates()
    torn = pairs["code"].duplicated(keep=False)
    return pairs.assign(province=pairs["province"].mask(torn)).drop_duplicates("code").set_index("code")["province"]


def changed_on(source: StructureId, target: StructureId, code: str) -> StructureId:
    """Return the first structure on the way to a later `target` that has no unit of this code and name."""
    name = next((frame.at[code, "name"] for frame in frames(source).values() if code in frame.index), None)
    for there in way(source, target)[1:]:
        if not any(code in frame.index and frame.at[code, "name"] == name for frame in frames(there).values()):
            return there
    return target
