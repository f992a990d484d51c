"""The units of every structure and what became of them along the chain of structures.

A link says what went where between two neighbours; links are composed to edges between any two structures.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from functools import reduce
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from data.units import stored
from data.units.structures import OWN, Level, StructureId, UnknownUnit, after, structure, structure_cache, way
from data.units.successor_units import successor_frames
from data.units.tables import reading

_ENDS: Final = ["code_from", "code_to"]


@structure_cache
def frames(name: StructureId, called: date | None = None) -> Mapping[Level, pd.DataFrame]:
    """Return the frame of each level of a structure, in the columns that register.units documents.

    `called` (as from `calling_day`) is the day whose names the units bear: those of the day on which the structure
    began, of "2024" those of its last day, unless given. Cached and shared: not to be modified. Raises UnknownUnit.
    """
    here = structure(name)
    if here.table is None or name in OWN:
        return _own_frames(name, called)
    listed = stored.table(here.table, "units")
    given = given_frames(here.table.after, here.since, here.table.before)
    made = successor_frames(given, listed, _made_from(here.table), structure=name)
    return (
        made
        if called is None
        else {level: _recalled(frame, listed, here.since, called) for level, frame in made.items()}
    )


def _own_frames(name: StructureId, called: date | None) -> Mapping[Level, pd.DataFrame]:
    if called is not None:
        renamed = reading.called_otherwise(own_day(name), called)
        names = {level: {row.code: (row.kind, row.name) for row in rows} for level, rows in renamed.items()}
        return {level: _with_names(frame, names.get(level, {})) for level, frame in frames(name).items()}
    found = reading.frames(own_day(name))
    return {
        level: frame.assign(structure=name, point_ok=frame["lon"].notna())[["structure", *frame.columns, "point_ok"]]
        for level, frame in found.items()
    }


def own_day(name: StructureId) -> date:
    """Return the day whose units a structure of the register's own tables has: its last one, else its first."""
    own = OWN[name]
    return own.until or own.since or reading.FIRST_DAY


def given_frames(
    following: StructureId | None, since: date | None, followed: StructureId | None
) -> Mapping[Level, pd.DataFrame]:
    """Return the frames of the neighbour that a table is given against, called as on the eve of `since`."""
    if following is None or since is None:
        return frames(str(following or followed))
    return frames(following, calling_day(following, since - timedelta(days=1)))


def calling_day(name: StructureId, day: date | None) -> date | None:
    """Return the last day up to `day` on which a unit of a structure got another name, None for the usual names."""
    here = structure(name)
    if day is None:
        return None
    usual = own_day(name) if name in OWN else (here.since or reading.FIRST_DAY)
    last = here.until or date.max
    days = [each for each in _days_of_renamings() if (here.since or date.min) < each <= last]
    at = bisect_right(days, day)
    if at == bisect_right(days, usual):
        return None
    return days[at - 1] if at else reading.FIRST_DAY


def first_day(name: StructureId) -> date | None:
    """Return the calling day of the first names that are known of a structure, None where they are the usual ones."""
    return calling_day(name, structure(name).since or reading.FIRST_DAY)


def renaming_days(name: StructureId) -> list[tuple[Level, date, dict[str, str]]]:
    """Return the level and the days on which units got other names in a structure, with the decree of each by code."""
    here = structure(name)
    found: dict[tuple[Level, date], dict[str, str]] = {}
    for each in reading.renamings():
        day = date.fromisoformat(each.since)
        if (here.since or date.min) < day <= (here.until or date.max) and each.level in here.levels:
            found.setdefault((each.level, day), {})[each.code] = each.instrument
    return [(level, day, decrees) for (level, day), decrees in sorted(found.items(), key=lambda item: item[0][1])]


@structure_cache
def _days_of_renamings() -> tuple[date, ...]:
    return tuple(sorted({date.fromisoformat(each.since) for each in reading.renamings()}))


def _recalled(frame: pd.DataFrame, listed: pd.DataFrame, since: date | None, called: date) -> pd.DataFrame:
    """Give the units of an added structure that its table does not name the names that they got since it began."""
    first = (since or reading.FIRST_DAY).isoformat()
    level = str(frame["level"].iloc[0])
    due = {each.code: each for each in reading.renamings()
           if each.level == level and first <= each.since <= called.isoformat()}  # fmt: skip
    at = frame.index.isin([*due]) & ~frame.index.isin(listed.loc[listed["level"] == level, "code"])
    return _with_names(frame, {code: (due[code].kind, due[code].name) for code in frame.index[at]})


def _with_names(frame: pd.DataFrame, names: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Return a frame in which some units, by code, have another kind and name."""
    if not names:
        return frame
    frame, codes = frame.copy(), [*names]
    full = [reading.full_name(kind, name) for kind, name in names.values()]
    frame.loc[codes, "name"] = full
    frame.loc[codes, "kind"] = [kind for kind, _ in names.values()]
    shorts = [whole if name.isdigit() else name for whole, (_, name) in zip(full, names.values(), strict=True)]
    frame.loc[codes, "short"] = shorts
    return frame


def _made_from(table: stored.Stored) -> pd.DataFrame:
    """Return a table's edges as (given, made): a unit of the neighbour, a unit of the structure, land."""
    ends = {"code_from": "given", "code_to": "made"} if table.after else {"code_to": "given", "code_from": "made"}
    edges = stored.table(table, "edges").rename(columns=ends)
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
    return communes.index.append(districts.difference(pd.Index(communes["district"].unique())))


@structure_cache
def adjacent_edges(earlier: StructureId) -> pd.DataFrame:
    """Return what went where from a structure to the next one: code_from, code_to, land; sorted.

    `land` is true where land went without people. Codes are of communes, and of districts without communes.
    """
    later = after(earlier)
    if later is None:
        raise UnknownUnit("units.nothing_after", structure=earlier)
    table = next(
        (
            s.table
            for s in map(structure, (later, earlier))
            if s.table and earlier in (s.table.after, s.id) and later in (s.table.before, s.id)
        ),
        None,
    )
    if table is None:
        return own_edges(later)
    named = stored.table(table, "edges")
    named = named.assign(land=named["land"] == "1")
    given, end = (earlier, "code_from") if table.after else (later, "code_to")
    rest = base_units(given).difference(pd.Index(named[end]))
    if not table.complete and len(rest):
        named = pd.concat([named, pd.DataFrame({"code_from": rest, "code_to": rest, "land": False})])
    return named.sort_values(_ENDS, ignore_index=True)


def own_edges(later: StructureId) -> pd.DataFrame:
    """Return what the register's own tables say went into a structure on its first day: code_from, code_to, land."""
    day = str(OWN[later].since)
    went = [(each.code_from, each.code_to, each.part == "land") for each in reading.successions() if each.date == day]
    found = pd.DataFrame(went, columns=[*_ENDS, "land"]).astype({end: "str" for end in _ENDS} | {"land": "bool"})
    return found.sort_values(_ENDS, ignore_index=True)


@structure_cache
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
    between = (
        adjacent_edges(here) if after(here) == there else _invert(adjacent_edges(there))
        for here, there in pairwise(steps)
    )
    return classify_edges(reduce(_compose, between))


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


@structure_cache
def province_edges(source: StructureId, target: StructureId) -> pd.DataFrame:
    """Return what became of the provinces: code_from, code_to, part, as in `edges`."""
    communes = edges(source, target)
    ends = {end: communes[end].map(_province_of(name)) for end, name in zip(_ENDS, (source, target), strict=True)}
    land = communes["part"] == "land"
    pairs = pd.DataFrame(ends).assign(land=land).groupby(_ENDS)["land"].all().reset_index()
    return classify_edges(pairs)


@structure_cache
def _province_of(name: StructureId) -> pd.Series:
    levels = frames(name)
    province: pd.Series = pd.concat([levels[level]["province"] for level in levels if level != "province"])
    return province


@structure_cache
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
    name = next((frame["name"].loc[code] for frame in frames(source).values() if code in frame.index), None)
    for there in way(source, target)[1:]:
        if not any(code in frame.index and frame["name"].loc[code] == name for frame in frames(there).values()):
            return there
    return target
