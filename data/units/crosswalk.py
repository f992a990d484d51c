"""Carries counts from one structure to the other and says how sure each figure is.

A count moves exactly where its unit lies whole in one unit of the target. Where the official table says that
all people of a split commune went to one successor, that is the best figure; where weights of the parts
(households) are given, the count is divided by them to the unit; both keep the range from none to all.
Without either the count is not resolvable: best is missing. A missing count stays missing: what is known of
the other parts is then a "at least". Percentages are never converted: convert their parts.
"""

from typing import Final, Literal

import numpy as np
import pandas as pd

from data.errors import Refused
from data.units.corrections import ZONES_FROM_DISTRICTS
from data.units.register import (
    StructureId,
    UnknownUnit,
    predecessor_provinces,
    successions,
    units,
)

How = Literal["exact", "people", "weights", "area", "unresolvable", "at_least", "missing"]
# From sure to unknown: a sum is as sure as its least sure part.
SURENESS: Final[tuple[How, ...]] = (
    "exact", "people", "weights", "area", "unresolvable", "at_least", "missing",
)  # fmt: skip
_RANK: Final = {how: rank for rank, how in enumerate(SURENESS)}
_SCALE: Final = 1_000_000  # parts of the whole to which weights are rounded that are larger or no whole numbers


def convert(
    table: pd.DataFrame,
    *,
    source: StructureId,
    target: StructureId,
    weights: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Convert counts of communes (or of provinces: two-digit codes) into another structure.

    `table` has the column code and columns of counts (whole, not negative, missing where not known); a code
    that is not in it counts as missing. `weights` has code_from, code_to, weight and perhaps how ("weights",
    or "area" where the weight is land): it serves for a commune only if it names each of its successors with
    people. Returns code, column, low, best, high (Int64, missing where not known) and how, one row for each
    unit of the target that any part of the table went to, sorted by code. Raises UnknownUnit for codes that
    `source` does not have, Refused for codes twice and for values that are no counts.
    """
    counts = _counts(table, source)
    moves = _movements(counts, _edges(source, target, counts.index), weights)
    rows = _sums(moves)
    place = rows["column"].map({column: at for at, column in enumerate(counts.columns)})
    return rows.assign(place=place).sort_values(["code", "place"], ignore_index=True).drop(columns="place")


def account(
    table: pd.DataFrame,
    *,
    source: StructureId,
    target: StructureId,
    weights: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say for each column where its sum went: nothing vanishes between the structures.

    Returns, indexed by column: given (sum of what is known), exact, estimated (by people, weights or area),
    unresolved (of split communes that nothing divides), with given = exact + estimated + unresolved; and
    missing, the number of units of the table without a value.
    """
    counts = _counts(table, source)
    moves = _movements(counts, _edges(source, target, counts.index), weights)
    moves = moves[moves["code_from"].isin(counts.index)]
    fates = moves.groupby(["column", "code_from"], observed=True).agg(value=("value", "first"), rank=("rank", "max"))
    fates = fates.dropna(subset="value").reset_index()
    kept = {
        "given": fates["rank"] >= 0,
        "exact": fates["rank"] == _RANK["exact"],
        "estimated": fates["rank"].between(_RANK["people"], _RANK["area"]),
        "unresolved": fates["rank"] == _RANK["unresolvable"],
    }
    sums = {name: fates[mask].groupby("column")["value"].sum() for name, mask in kept.items()}
    result = pd.DataFrame(sums, index=counts.columns).fillna(0).astype("Int64")
    result["missing"] = counts.isna().sum().astype("Int64")
    return result.rename_axis("column")


def _counts(table: pd.DataFrame, source: StructureId) -> pd.DataFrame:
    """Check the table and index it by code; every fault of a kind is named at once."""
    counts = table.set_index("code")
    twice = sorted(set(counts.index[counts.index.duplicated()]))
    if twice:
        raise Refused("units.convert_twice", codes=", ".join(twice[:10]))
    known = set(units(source, "province").index) | set(units(source, "commune").index)
    strangers = sorted(set(counts.index) - known - (set(ZONES_FROM_DISTRICTS) if source == "2024" else set()))
    if strangers:
        raise UnknownUnit("units.unknown", structure=source, code=", ".join(map(str, strangers[:10])))
    if len({len(code) == 2 for code in counts.index}) > 1:
        raise Refused("units.convert_mixed")
    return counts.apply(_whole_numbers)


def _whole_numbers(column: pd.Series) -> pd.Series:
    values = pd.to_numeric(column, errors="coerce").astype("Float64")
    bad = (values.isna() & column.notna()) | (values < 0).fillna(False) | (values % 1 != 0).fillna(False)
    if bad.any():
        code = str(bad.idxmax())
        raise Refused("units.convert_no_count", column=column.name, code=code, value=column[code])
    return values.astype("Int64")


def _edges(source: StructureId, target: StructureId, codes: pd.Index) -> pd.DataFrame:
    """List every edge into each unit that any of `codes` goes to: code_from, code_to, part.

    `part` here is seen from `source`: "whole" where the unit has one counterpart, "people" where one of its
    counterparts took all people, "land" for a strip without people, else "part".
    """
    provinces = len(codes) > 0 and len(codes[0]) == 2
    table = _province_edges() if provinces else _commune_edges()
    if source == target:
        kept = pd.DataFrame({"code_from": codes, "code_to": codes, "part": "whole"})
        return kept.astype("str")
    ways = {"code_2024": "code_from", "code_2025": "code_to"}
    if source == "2025-07":
        ways = {"code_2025": "code_from", "code_2024": "code_to"}
    edges = table.rename(columns=ways)
    fan = edges.groupby("code_from")["code_to"].transform("size")
    land = edges["part"] == "land"
    peopled = (~land).groupby(edges["code_from"]).transform("sum")
    edges["part"] = np.select(
        [fan == 1, land & (peopled > 0), peopled == 1], ["whole", "land", "people"], default="part"
    )
    touched = edges.loc[edges["code_from"].isin(codes), "code_to"]
    return edges.loc[edges["code_to"].isin(touched), ["code_from", "code_to", "part"]]


def _commune_edges() -> pd.DataFrame:
    zones = pd.DataFrame(
        [(old, new, "whole") for old, new in ZONES_FROM_DISTRICTS.items()],
        columns=["code_2024", "code_2025", "part"],
    )
    return pd.concat([successions().drop(columns="whole"), zones], ignore_index=True)


def _province_edges() -> pd.DataFrame:
    pairs = [
        (edge.code_from, edge.code_to, "whole")
        for code in units("2025-07", "province").index
        for edge in predecessor_provinces(code)
    ]
    return pd.DataFrame(pairs, columns=["code_2024", "code_2025", "part"])


def _movements(counts: pd.DataFrame, edges: pd.DataFrame, weights: pd.DataFrame | None) -> pd.DataFrame:
    """Lay out what each edge carries of each column: value (of the whole source), low, best, high, how, rank."""
    weighed = _weighed(edges, weights)
    long = counts.rename_axis(index="code_from", columns="column").stack(future_stack=True).rename("value")
    moves = weighed.merge(_every_source(long, weighed, counts.columns), on="code_from")
    value, best = moves["value"], moves["value"].copy()
    by_weight = moves["how"].isin(["weights", "area"])
    best[by_weight] = _largest_remainder(moves[by_weight])
    best[moves["part"] == "land"] = 0
    best[moves["how"] == "unresolvable"] = pd.NA
    moves["how"] = moves["how"].mask((value == 0).fillna(False), "exact")
    best[value.eq(0).fillna(False)] = 0
    best[value.isna()] = pd.NA
    # What is not known of a strip without people does not make the rest unknown.
    strip = value.isna() & (moves["part"] == "land")
    best[strip] = 0
    moves["best"] = best
    moves["low"] = value.where(moves["how"] == "exact", 0).fillna(0)
    moves["high"] = value.mask(strip, 0)
    moves["how"] = moves["how"].mask(value.isna() & ~strip, "missing")
    moves["rank"] = moves["how"].map(_RANK)
    return moves


def _every_source(known: pd.Series, edges: pd.DataFrame, columns: pd.Index) -> pd.DataFrame:
    """Complete the known values by the sources that the table does not name: missing in every column."""
    sources = edges["code_from"].unique()
    full = pd.MultiIndex.from_product([sources, columns], names=["code_from", "column"])
    return known.reindex(full).reset_index()


def _weighed(edges: pd.DataFrame, weights: pd.DataFrame | None) -> pd.DataFrame:
    """Add to each edge its weight (whole, missing where of no use) and how its count would move."""
    hows = {"whole": "exact", "people": "people", "land": "people", "part": "unresolvable"}
    edges = edges.assign(how=edges["part"].map(hows), weight=pd.array([pd.NA] * len(edges), dtype="Int64"))
    if weights is None or weights.empty:
        return edges
    given = edges.merge(
        weights.assign(way=weights.get("how", "weights"), share=weights["weight"]),
        on=["code_from", "code_to"],
        how="left",
        suffixes=("", "_given"),
    )
    given.index = edges.index
    share = pd.to_numeric(given["share"]).astype("Float64")
    if (share < 0).fillna(False).any():
        raise Refused("units.weight_negative")
    split = given["part"] != "whole"
    lacking = (share.isna() & (given["part"] != "land")).groupby(given["code_from"]).transform("any")
    total = share.fillna(0).groupby(given["code_from"]).transform("sum")
    usable = split & ~lacking & (total > 0)
    whole = (share.fillna(0) % 1 == 0).groupby(given["code_from"]).transform("all") & (total <= _SCALE)
    scaled = share.fillna(0).where(whole, share.fillna(0) / total.where(total > 0, 1) * _SCALE).round()
    edges.loc[usable, "weight"] = scaled[usable].astype("Int64")
    way = given["way"].fillna("weights").groupby(given["code_from"]).transform("min")
    edges.loc[usable, "how"] = way[usable]
    edges.loc[usable, "part"] = "part"
    return edges


def _largest_remainder(moves: pd.DataFrame) -> pd.Series:
    """Divide each value by the weights of its edges, to the unit: the parts add up to the value."""
    group = [moves["code_from"], moves["column"]]
    total = moves["weight"].groupby(group).transform("sum")
    product = moves["value"] * moves["weight"]
    floor, remainder = product // total, product % total
    left = moves["value"] - floor.groupby(group).transform("sum")
    order = remainder.groupby(group).rank(method="first", ascending=False)
    return floor + (order <= left).fillna(False).astype("Int64")


def _sums(moves: pd.DataFrame) -> pd.DataFrame:
    """Add up what came to each unit of the target; one part not known makes the sum not known."""
    group = moves.groupby(["code_to", "column"])
    rows = group[["low", "best", "high"]].sum()
    unknown = moves[["best", "high"]].isna().groupby([moves["code_to"], moves["column"]]).any()
    rows["best"] = rows["best"].mask(unknown["best"])
    rows["high"] = rows["high"].mask(unknown["high"])
    rank = group["rank"].max()
    nothing = moves["value"].isna().groupby([moves["code_to"], moves["column"]]).all()
    rank = rank.mask((rank == _RANK["missing"]) & ~nothing, _RANK["at_least"])
    rows["how"] = rank.map(dict(enumerate(SURENESS)))
    rows["low"] = rows["low"].mask(nothing)
    return rows.rename_axis(["code", "column"]).reset_index()
