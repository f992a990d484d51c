"""The commune of each village in each structure, and what that says of the parts of split communes."""

from collections.abc import Mapping
from typing import Final, Literal

import pandas as pd

from data.units import chain
from data.units.assignments import Assigned, assigned
from data.units.structures import STRUCTURES, StructureId, after, latest, way

Way = Literal["told", "assigned", "whole"]
"""How a village's commune is known: a report gave it, a planner assigned it, or its commune went whole."""

REPORTED_COLUMNS: Final[Mapping[StructureId, str]] = {"2024": "commune_2024", "2025-07": "commune_2025"}
"""The columns of the table of villages that name the commune itself, by structure."""

PLACES: Final = ("village", *REPORTED_COLUMNS.values(), "reported_structure", "commune")
"""The columns of the table of villages that say where a village lies.

`commune` is its code in `reported_structure`, where that is none of the two structures above."""

HOMES: Final = ["structure", "village", "code", "how"]


def village_homes(villages: pd.DataFrame) -> pd.DataFrame:
    """Return structure, village, code, how: a row a village and structure in which its commune is known.

    villages: the columns of PLACES, missing where not reported (the last two may lack). A planner's assignment comes
    before what was reported; from there a village goes with its commune, also backward, where that went to (or came
    from) one commune alone.
    """
    ids = villages["village"].to_numpy()
    reported = _reported(villages)
    decided = {name: assigned(name) for name in list(STRUCTURES)[:-1]}
    codes: dict[StructureId, pd.Series] = {"2024": reported["2024"]}
    ways: dict[StructureId, pd.Series] = {"2024": _way(reported["2024"], "told")}
    for here in way("2024", latest())[1:]:
        codes[here], ways[here] = _forward(codes, here, decided, reported.get(here))
    for here in way("2024", next(iter(STRUCTURES))):
        if here not in codes and here in reported:
            codes[here], ways[here] = reported[here], _way(reported[here], "told")
        present = (codes[here], ways[here]) if here in codes else None
        there = next(name for name in STRUCTURES if name == after(here))
        codes[here], ways[here] = _backward(codes[there], there, here, decided[here], present)
    parts = [
        pd.DataFrame({"structure": name, "village": ids, "code": codes[name].to_numpy(), "how": ways[name].to_numpy()})
        for name in STRUCTURES
    ]
    return pd.concat(parts).dropna(subset="code").astype("str")[HOMES].reset_index(drop=True)


def _reported(villages: pd.DataFrame) -> dict[StructureId, pd.Series]:
    """Return the commune that a report gave of each village, by structure."""
    rows = villages.set_index("village")
    reported = {name: rows[column].astype("object") for name, column in REPORTED_COLUMNS.items()}
    if "reported_structure" in rows:
        for name in set(rows["reported_structure"].dropna()) & set(STRUCTURES) - set(reported):
            reported[name] = rows["commune"].astype("object").where(rows["reported_structure"] == name)
    return reported


def _way(codes: pd.Series, how: Way) -> pd.Series:
    return pd.Series(how, index=codes.index, dtype="object").where(codes.notna())


def _forward(
    codes: Mapping[StructureId, pd.Series],
    here: StructureId,
    decided: Mapping[StructureId, Assigned],
    reported: pd.Series | None,
) -> tuple[pd.Series, pd.Series]:
    """Return the communes of `here` and how they are known, from the structure before."""
    earlier = next(name for name in STRUCTURES if after(name) == here)
    return _combined(codes[earlier], _alone(earlier, here), _decisions(decided[earlier], codes[earlier]), reported)


def _backward(
    later: pd.Series,
    there: StructureId,
    here: StructureId,
    decision: Assigned,
    present: tuple[pd.Series, pd.Series] | None,
) -> tuple[pd.Series, pd.Series]:
    """Return the communes of `here` and how they are known: those that are known already, else from the one after."""
    table = decision.villages.set_index("village")
    ids = later.index.to_series()
    decisions = ids.map(table["code_from"]).where(ids.map(table["code_to"]) == later)
    codes, ways = _combined(later, _alone(there, here), decisions if present is None else None, None)
    if present is None:
        return codes, ways
    own, how = present
    return own.where(own.notna(), codes), how.where(own.notna(), ways)


def _combined(
    before: pd.Series, alone: pd.Series, decisions: pd.Series | None, reported: pd.Series | None
) -> tuple[pd.Series, pd.Series]:
    """Put together what is decided, reported and certain, in this order."""
    codes = pd.Series(None, index=before.index, dtype="object")
    ways = codes.copy()
    for found, how in ((decisions, "assigned"), (reported, "told"), (before.map(alone), "whole")):
        if found is not None:
            new = codes.isna() & found.notna()
            codes, ways = codes.mask(new, found), ways.mask(new, how)
    return codes, ways


def _decisions(decision: Assigned, communes: pd.Series) -> pd.Series:
    """Return the decided commune of each village that is still where it was when that was decided."""
    table = decision.villages.set_index("village")
    here = communes.index.to_series()
    return here.map(table["code_to"]).where(here.map(table["code_from"]) == communes)


def _alone(source: StructureId, target: StructureId) -> pd.Series:
    """Return the one commune that each commune's people went to (or came from); others are left out."""
    edges = chain.edges(source, target).query("part in ('whole', 'people')")
    edges = edges[edges["code_from"].str.len().eq(5) & edges["code_to"].str.len().eq(5)]
    return edges.set_index("code_from")["code_to"]


def wholly_assigned(membership: pd.DataFrame, *, source: StructureId, target: StructureId) -> pd.DataFrame:
    """Return code_from, code_to of split communes whose every village went to this one commune of `target`.

    membership: that of `village_homes`. Only communes of which a planner said that all villages are assigned, and
    no village has become known since without a commune in `target`.
    """
    confirmed = assigned(source).complete if after(source) == target else frozenset()
    here = membership[(membership["structure"] == source) & membership["code"].isin(confirmed)].set_index("village")[
        "code"
    ]
    there = membership[membership["structure"] == target].set_index("village")["code"].reindex(here.index)
    ways = there.groupby(here).agg(["nunique", "count", "size", "first"])
    one = ways[(ways["nunique"] == 1) & (ways["count"] == ways["size"])]
    return pd.DataFrame({"code_from": one.index, "code_to": one["first"].to_numpy()}).astype("str")


def weights(
    membership: pd.DataFrame, *, source: StructureId, target: StructureId, households: pd.Series | None = None
) -> pd.DataFrame:
    """Return code_from, code_to, weight, how: what the villages of split communes weigh by their successors.

    By households ("weights") where every village of the commune has them (`households`, by village), and by
    their number ("villages") in any case; only for communes whose known villages all have a commune in `target`.
    A successor that none of them went to weighs 0.
    """
    split = chain.edges(source, target).query("part != 'whole'")
    here = membership[(membership["structure"] == source) & membership["code"].isin(split["code_from"])].set_index(
        "village"
    )["code"]
    there = membership[membership["structure"] == target].set_index("village")["code"].reindex(here.index)
    table = pd.DataFrame({"code_from": here, "code_to": there, "villages": 1.0})
    table["weights"] = float("nan") if households is None else households.reindex(here.index).astype(float)
    table = table[~table["code_to"].isna().groupby(table["code_from"]).transform("any")]
    found = []
    for how in ("weights", "villages"):
        complete = table[~table[how].isna().groupby(table["code_from"]).transform("any")]
        sums = complete.groupby(["code_from", "code_to"])[how].sum().rename("weight").reset_index()
        every = split.loc[split["code_from"].isin(sums["code_from"]), ["code_from", "code_to"]]
        found.append(every.merge(sums, how="left").fillna({"weight": 0.0}).assign(how=how))
    return pd.concat(found, ignore_index=True)
