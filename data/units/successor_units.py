"""Makes the units of a structure from those of its neighbour and what a table says of the changed ones."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from data.units.names import official
from data.units.structures import Level, StructureId

_ATTRIBUTES: Final = ["lon", "lat", "area_km2", "point_ok"]


def successor_frames(
    given: Mapping[Level, pd.DataFrame], listed: pd.DataFrame, edges: pd.DataFrame, *, structure: StructureId
) -> dict[Level, pd.DataFrame]:
    """Return the frames of a structure: the neighbour's units (`given`) but for those that the table names.

    listed: level, code, name, province, district of the units named; edges: given, made, land. A made unit
    has the area of what it was wholly made of, and the point of the largest of these (or its own as it was
    when it goes on after giving a part away); else none.
    """
    communes = _communes(given["commune"], _of_level(listed, "commune"), edges)
    made: dict[Level, pd.DataFrame] = {"province": _above(given, listed, "province", communes)}
    if "district" in given:
        made["district"] = _above(given, listed, "district", communes)
    communes["parent"] = communes["district" if "district" in given else "province"]
    made["commune"] = _in_order(communes, made["province"])
    return {level: _named(frame, structure, level) for level, frame in made.items()}


def _of_level(listed: pd.DataFrame, level: Level) -> pd.DataFrame:
    return listed[listed["level"] == level].drop(columns="level").set_index("code")


def _communes(given: pd.DataFrame, named: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """Return the communes: those named, and those of the neighbour that the table says nothing of."""
    stay = given[~given.index.isin(edges["given"])]
    empty = named["district"] == ""
    named = named.assign(district=named["district"].mask(empty)).join(_attributes(given, edges))
    named["point_ok"] = named["lon"].notna()
    return pd.concat([stay, named.reindex(columns=given.columns)])


def _attributes(given: pd.DataFrame, edges: pd.DataFrame) -> pd.DataFrame:
    """Return lon, lat and area_km2 of each made unit, from the neighbour's units that it is made of wholly."""
    ways = edges.join(given[["lon", "lat", "area_km2"]], on="given")
    ways["whole"] = ways["given"].groupby(ways["given"]).transform("size") == 1
    wholly_made = ways["whole"].groupby(ways["made"]).all()
    area = ways.groupby("made")["area_km2"].sum(min_count=1).where(wholly_made)
    area = area.mask(ways["area_km2"].isna().groupby(ways["made"]).any())
    inside = ways[ways["whole"] | (ways["given"] == ways["made"])].dropna(subset="lon")
    largest = inside.sort_values("area_km2", ascending=False, kind="stable").groupby("made").first()
    return largest[["lon", "lat"]].reindex(area.index).assign(area_km2=area)


def _above(
    given: Mapping[Level, pd.DataFrame], listed: pd.DataFrame, level: Level, communes: pd.DataFrame
) -> pd.DataFrame:
    """Return provinces or districts: with their new names, new ones added, those without communes gone.

    A district that had no communes before has none now, and stays.
    """
    old, named = given[level], _of_level(listed, level)
    both = old.index.intersection(named.index)
    frame = old.copy()
    frame.loc[both, "name"] = named.loc[both, "name"]
    frame.loc[both, ["kind", "short"]] = None
    new = named[~named.index.isin(old.index)].reindex(columns=frame.columns)
    new["point_ok"] = False
    frame = pd.concat([frame, new]) if len(new) else frame
    frame[level] = frame.index
    frame["parent"] = frame["province"] if level == "district" else None
    had = set(given["commune"][level])
    return frame[frame.index.isin(communes[level]) | ~frame.index.isin(had | set(new.index))]


def _in_order(communes: pd.DataFrame, provinces: pd.DataFrame) -> pd.DataFrame:
    place = communes["province"].map({code: at for at, code in enumerate(provinces.index)})
    keys = pd.DataFrame({"place": place, "district": communes["district"], "code": communes.index})
    return communes.iloc[keys.reset_index(drop=True).sort_values(["place", "district", "code"]).index]


def _named(frame: pd.DataFrame, structure: StructureId, level: Level) -> pd.DataFrame:
    """Complete a frame: kind and short name of the named units, the columns in the register's types."""
    new = frame["kind"].isna()
    parts = [official(name) for name in frame.loc[new, "name"]]
    frame = frame.assign(structure=structure, level=level, point_ok=frame["point_ok"].astype(bool))
    frame.loc[new, "kind"] = [kind for kind, _ in parts]
    frame.loc[new, "short"] = [short for _, short in parts]
    for column in ("short", "kind", "parent", "district"):
        frame[column] = frame[column].astype("str")
    return frame.rename_axis("code")
