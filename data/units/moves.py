"""Lays out what each edge between two structures carries of each column of counts: the arithmetic of the crosswalk.

Arrays have a row an edge (or a unit) and a column a column of the table; NaN is missing. Counts are whole
numbers below MOST, so that floats hold them exactly.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from data.storage.errors import Refused

How = Literal["exact", "people", "weights", "villages", "area", "unresolvable", "at_least", "missing"]
# From sure to unknown: a sum is as sure as its least sure part.
SURENESS: Final[tuple[How, ...]] = (
    "exact",
    "people",
    "weights",
    "villages",
    "area",
    "unresolvable",
    "at_least",
    "missing",
)
RANK: Final[dict[How, int]] = {how: rank for rank, how in enumerate(SURENESS)}
MOST: Final = 9_000_000_000_000
"""No count is larger: with weights of _SCALE parts its product still fits into 64 bits."""

_SCALE: Final = 1_000_000  # parts of the whole to which weights are rounded that are larger or no whole numbers
_BY_PART: Final[dict[str, How]] = {
    "whole": "exact",
    "people": "people",
    "land": "people",
    "part": "unresolvable",
}


@dataclass(frozen=True)
class Evidence:
    """What is known of the parts of split units, each a table or None.

    weights: code_from, code_to, weight and perhaps how ("weights" for households, "villages", "area"; the
    first of these that names each successor with people serves, area only where nothing says where people
    went); parts: code_from, code_to, column, value, the part of a count that is known to have gone there (its
    villages); wholly_assigned: code_from, code_to of units whose every village went to this one successor;
    of_people: the columns that count people or households, which a note "all the people" moves whole.
    """

    weights: pd.DataFrame | None = None
    parts: pd.DataFrame | None = None
    wholly_assigned: pd.DataFrame | None = None
    of_people: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Moves:
    """What each edge carries: `low`, `best` and `high` of each column, and how sure (the place in SURENESS).

    sources, targets: codes; source, target: of each edge, the place of its ends in these; value: of the
    whole source; known: whether anything is known of the edge.
    """

    sources: np.ndarray
    targets: np.ndarray
    source: np.ndarray
    target: np.ndarray
    value: np.ndarray
    low: np.ndarray
    best: np.ndarray
    high: np.ndarray
    rank: np.ndarray
    known: np.ndarray


def lay_out(counts: pd.DataFrame, edges: pd.DataFrame, evidence: Evidence) -> Moves:
    """Lay out the movements of `counts` (indexed by code; whole, missing as NA) along `edges`.

    edges: code_from, code_to, part, for each target every edge into it; a source that `counts` does not have
    is missing.
    """
    edges = edges.reset_index(drop=True)
    source, sources = pd.factorize(edges["code_from"])
    target, targets = pd.factorize(edges["code_to"])
    whole = counts.reindex(sources).to_numpy(dtype=float, na_value=np.nan)[source]
    fixed = _fixed(edges, evidence.wholly_assigned)
    weight, rank = _weighed(edges, evidence.weights)
    rank = np.where(np.isnan(fixed), rank, RANK["exact"])
    part = _known_parts(edges, counts.columns, evidence.parts)
    rest = whole - _summed(part, source)[source]
    part[rest < 0] = 0  # the unit's own count says less than its villages: they do not bound it
    rest = np.where(rest < 0, whole, rest)
    low, high = part.copy(), part + rest
    best = np.where((edges["part"] == "land").to_numpy()[:, None], part, high)
    best[rank == RANK["unresolvable"]] = np.nan
    weighed = weight > 0
    weighed = (_summed(weighed[:, None].astype(float), source)[source] > 0)[:, 0] & np.isnan(fixed)
    best[weighed] = part[weighed] + _apportioned(rest[weighed], weight[weighed], source[weighed])
    ranks = np.repeat(rank[:, None], whole.shape[1], axis=1)
    done = rest == 0
    best, high, ranks = np.where(done, part, best), np.where(done, part, high), np.where(done, RANK["exact"], ranks)
    noted = _noted(edges, counts.columns, evidence.of_people, part=part, source=source)
    certain = np.where(np.isnan(fixed)[:, None], noted, fixed[:, None])
    sure = ~np.isnan(certain)
    for values in (low, best, high):
        values[sure] = (whole * certain)[sure]
    _mark_missing(whole, edges, fixed, part, low=low, best=best, high=high, ranks=ranks)
    known = ~np.isnan(whole) | (part > 0)
    return Moves(sources.to_numpy(), targets.to_numpy(), source, target, whole, low, best, high, ranks, known)


def add_up(moves: Moves, columns: pd.Index) -> pd.DataFrame:
    """Add up what came to each unit of the target: code, column, low, best, high and how, sorted by code.

    One part that is not known makes the sum not known.
    """
    shape = (len(moves.targets), len(columns))
    low, best, high = (np.zeros(shape) for _ in range(3))
    rank, known = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=bool)
    for total, part in ((low, moves.low), (best, moves.best), (high, moves.high)):
        np.add.at(total, moves.target, part)
    np.maximum.at(rank, moves.target, moves.rank)
    np.logical_or.at(known, moves.target, moves.known)
    low[~known] = np.nan
    rank[(rank == RANK["missing"]) & known] = RANK["at_least"]
    order = np.argsort(moves.targets.astype(str), kind="stable")
    return pd.DataFrame(
        {
            "code": np.repeat(moves.targets[order], shape[1]),
            "column": np.tile(columns.to_numpy(), shape[0]),
            "low": _integers(low[order]),
            "best": _integers(best[order]),
            "high": _integers(high[order]),
            "how": np.array(SURENESS, dtype=object)[rank[order].ravel()],
        }
    ).astype({"code": "str", "column": "str", "how": "str"})


def _integers(values: np.ndarray) -> pd.arrays.IntegerArray:
    flat = values.ravel()
    missing = np.isnan(flat)
    return pd.arrays.IntegerArray(np.where(missing, 0, flat).astype(np.int64), missing)


def _mark_missing(
    whole: np.ndarray,
    edges: pd.DataFrame,
    fixed: np.ndarray,
    part: np.ndarray,
    *,
    low: np.ndarray,
    best: np.ndarray,
    high: np.ndarray,
    ranks: np.ndarray,
) -> None:
    """Let what is not known of a source be not known of its edges, but for those that carry nothing anyway.

    A strip without people does not make the rest unknown. Changes the arrays in place.
    """
    missing = np.isnan(whole)
    nothing = ((edges["part"] == "land").to_numpy() | (fixed == 0))[:, None] & (part == 0) & missing
    for values in (low, best, high):
        values[nothing] = 0
    unknown = missing & ~nothing
    low[unknown] = part[unknown]
    best[unknown], high[unknown] = np.nan, np.nan
    ranks[unknown] = RANK["missing"]


def _fixed(edges: pd.DataFrame, wholly_assigned: pd.DataFrame | None) -> np.ndarray:
    """Return what share of its source each edge carries for certain: 1 or 0, NaN where that is not known."""
    fixed = np.where(edges["part"] == "whole", 1.0, np.nan)
    if wholly_assigned is None or wholly_assigned.empty:
        return fixed
    all_to = wholly_assigned.set_index("code_from")["code_to"]
    to = edges["code_from"].map(all_to)
    return np.where(to.notna(), (to == edges["code_to"]).astype(float), fixed)


def _noted(
    edges: pd.DataFrame, columns: pd.Index, of_people: frozenset[str], *, part: np.ndarray, source: np.ndarray
) -> np.ndarray:
    """Return, by edge and column, 1 where a note says that all people went there, 0 where only land did; else NaN.

    Of columns that count people or households, and only where no village is known to lie on the land that the note
    gives to others.
    """
    notes = np.where(edges["part"] == "people", 1.0, np.where(edges["part"] == "land", 0.0, np.nan))
    one_heir = (_summed((notes == 1)[:, None].astype(float), source) == 1)[source]
    plain = (_summed(np.isnan(notes)[:, None].astype(float), source) == 0)[source]
    ceded = (_summed(np.where((notes == 0)[:, None], part, 0), source) > 0)[source]
    counted = np.array([name in of_people for name in columns], dtype=bool)[None, :]
    return np.where(one_heir & plain & ~ceded & counted, notes[:, None], np.nan)


def _known_parts(edges: pd.DataFrame, columns: pd.Index, parts: pd.DataFrame | None) -> np.ndarray:
    """Return the known part of each edge and column, 0 where nothing is known."""
    known = np.zeros((len(edges), len(columns)))
    if parts is None or parts.empty:
        return known
    keys = pd.MultiIndex.from_frame(edges[["code_from", "code_to"]])
    row = keys.get_indexer(pd.MultiIndex.from_frame(parts[["code_from", "code_to"]]))
    column = columns.get_indexer(pd.Index(parts["column"]))
    value = parts["value"].to_numpy(dtype=float, na_value=0)
    here = (row >= 0) & (column >= 0)
    np.add.at(known, (row[here], column[here]), value[here])
    return known


def _summed(values: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Sum rows by group: a row a group."""
    total = np.zeros((group.max(initial=-1) + 1, values.shape[1]))
    np.add.at(total, group, values)
    return total


def _weighed(edges: pd.DataFrame, weights: pd.DataFrame | None) -> tuple[np.ndarray, np.ndarray]:
    """Return the weight of each edge (whole numbers, 0 where of no use) and how its count would move."""
    weight = np.zeros(len(edges), dtype=np.int64)
    rank = edges["part"].map(_BY_PART).map(RANK).to_numpy(dtype=np.int64, copy=True)
    if weights is None or weights.empty:
        return weight, rank
    ways = weights.get("how", pd.Series("weights", index=weights.index)).fillna("weights")
    open_to = np.ones(len(edges), dtype=bool)
    for how in ("weights", "villages", "area"):
        given = weights[ways == how]
        if given.empty:
            continue
        usable, scaled = _usable(edges, given, by_area=how == "area")
        usable = usable & open_to
        weight[usable], rank[usable] = scaled[usable], RANK[how]
        open_to = open_to & ~usable
    return weight, rank


def _usable(edges: pd.DataFrame, given: pd.DataFrame, *, by_area: bool) -> tuple[np.ndarray, np.ndarray]:
    """Tell which edges weights of one kind serve, and scale them to whole numbers.

    They serve a split unit if they name each of its successors with people. Land without people has no part in
    a division by area, and where all people went to one successor area says nothing.
    """
    keys = ["code_from", "code_to"]
    named = edges[keys].merge(given.groupby(keys)["weight"].first().reset_index(), on=keys, how="left")
    share = pd.to_numeric(named["weight"]).astype(float)
    if (share < 0).any():
        raise Refused("units.weight_negative")
    source, land = edges["code_from"].reset_index(drop=True), (edges["part"] == "land").to_numpy()
    if by_area:
        share = share.mask(land, 0)
    lacking = (share.isna() & ~land).groupby(source).transform("any")
    share = share.fillna(0)
    total = share.groupby(source).transform("sum")
    split = edges["part"] == "part" if by_area else edges["part"] != "whole"
    usable = (split.groupby(source).transform("any") & ~lacking & (total > 0)).to_numpy()
    integral = (share % 1 == 0).groupby(source).transform("all") & (total <= _SCALE)
    scaled = share.where(integral, share / total.where(total > 0, 1) * _SCALE).round()
    return usable, scaled.to_numpy(dtype=np.int64)


def _apportioned(rest: np.ndarray, weight: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Divide the rest of each source over its edges by their weights, to the unit: the parts add up to it."""
    if not len(rest):
        return rest
    count = np.nan_to_num(rest).astype(np.int64)
    total = np.zeros(source.max() + 1, dtype=np.int64)
    np.add.at(total, source, weight)
    product = count * weight[:, None]
    floor, remainder = np.divmod(product, total[source][:, None])
    floors = np.zeros((len(total), rest.shape[1]), dtype=np.int64)
    np.add.at(floors, source, floor)
    left = count - floors[source]
    order = _places(remainder, source)
    parts: np.ndarray = (floor + (order < left)).astype(float)
    parts[np.isnan(rest)] = np.nan
    return parts


def _places(remainder: np.ndarray, source: np.ndarray) -> np.ndarray:
    """Return the place of each remainder among those of its source, the largest first, the first of equals first."""
    rows, columns = remainder.shape
    places = np.empty_like(remainder)
    for column in range(columns):
        order = np.lexsort((np.arange(rows), -remainder[:, column], source))
        begins = np.r_[True, source[order][1:] != source[order][:-1]]
        first = np.maximum.accumulate(np.where(begins, np.arange(rows), 0))
        places[order, column] = np.arange(rows) - first
    return places
