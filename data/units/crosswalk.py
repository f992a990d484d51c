"""Carries counts between any two structures of the chain and says how sure each figure is.

A count moves exactly where its unit lies whole in one unit of the target, where all its villages were assigned
to one successor, or where the counts of its villages, assigned to successors, add up to it. Where the official
table says that all people of a split commune went to one successor, a count of people or households went there
whole, and for any other that is the best figure; where weights of the parts are given (households, else villages,
else land), the count is divided by them to the unit; both keep the range from what is known of the part to all that
is not known of the others. Without any the count is not
resolvable: best is missing. A missing count stays missing: what is known of the other parts is then a "at
least". Percentages are never converted: convert their parts, and divide anew (data.units.ranges).
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from data.storage.errors import Refused
from data.units import chain
from data.units.moves import MOST, RANK, SURENESS, Evidence, How, add_up, lay_out
from data.units.structures import StructureId, UnknownUnit, structure

__all__ = ["SURENESS", "Evidence", "How", "account", "convert"]


def convert(
    table: pd.DataFrame,
    *,
    source: StructureId,
    target: StructureId,
    weights: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
    wholly_assigned: pd.DataFrame | None = None,
    of_people: Collection[str] = (),
) -> pd.DataFrame:
    """Convert counts of communes (or of provinces: two-digit codes) into another structure.

    `table` has the column code and columns of counts (whole, not negative, missing where not known); a code
    that is not in it counts as missing. weights, parts, wholly_assigned and of_people are those of
    data.units.moves.Evidence.
    Returns code, column, low, best, high (Int64, missing where not known) and how, one row for each unit of
    the target that any part of the table went to, sorted by code. Raises UnknownUnit for codes that `source`
    does not have and for unknown structures, Refused for codes twice and for values that are no counts.
    """
    counts = _counts(table, source, target)
    evidence = Evidence(weights, parts, wholly_assigned, frozenset(of_people))
    moves = lay_out(counts, _edges(source, target, counts.index), evidence)
    return add_up(moves, counts.columns)


def account(
    table: pd.DataFrame,
    *,
    source: StructureId,
    target: StructureId,
    weights: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
    wholly_assigned: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say for each column where its sum went: nothing vanishes between the structures.

    Returns, indexed by column: given (sum of what is known), exact, estimated (by people or weights),
    unresolved (of split communes that nothing divides), with given = exact + estimated + unresolved; and
    missing, the number of units of the table without a value.
    """
    counts = _counts(table, source, target)
    moves = lay_out(counts, _edges(source, target, counts.index), Evidence(weights, parts, wholly_assigned))
    worst = np.zeros((len(moves.sources), len(counts.columns)), dtype=np.int64)
    np.maximum.at(worst, moves.source, moves.rank)
    value = counts.reindex(moves.sources).to_numpy(dtype=float, na_value=np.nan)
    fates = {
        "given": ~np.isnan(value),
        "exact": worst == RANK["exact"],
        "estimated": (worst >= RANK["people"]) & (worst <= RANK["area"]),
        "unresolved": worst == RANK["unresolvable"],
    }
    sums = {name: np.nansum(np.where(mask, value, 0), axis=0).astype(np.int64) for name, mask in fates.items()}
    result = pd.DataFrame(sums, index=counts.columns).astype("Int64")
    result["missing"] = counts.isna().sum().astype("Int64")
    return result.rename_axis("column")


def _counts(table: pd.DataFrame, source: StructureId, target: StructureId) -> pd.DataFrame:
    """Check the table and index it by code; every fault of a kind is named at once."""
    counts = table.set_index("code")
    twice = sorted(set(counts.index[counts.index.duplicated()]))
    if twice:
        raise Refused("units.convert_twice", codes=", ".join(twice[:10]))
    known = set(chain.frames(structure(source).id)["province"].index) | set(chain.base_units(source))
    strangers = sorted(set(counts.index) - known)
    if strangers:
        raise UnknownUnit("units.unknown", structure=source, code=", ".join(map(str, strangers[:10])))
    if len({len(code) == 2 for code in counts.index}) > 1:
        raise Refused("units.convert_mixed")
    structure(target)
    return counts.apply(_whole_numbers)


def _whole_numbers(column: pd.Series) -> pd.Series:
    values = pd.to_numeric(column, errors="coerce").astype("Float64")
    bad = (values.isna() & column.notna()) | (~values.between(0, MOST)).fillna(False) | (values % 1 != 0).fillna(False)
    if bad.any():
        code = str(bad.idxmax())
        raise Refused("units.convert_no_count", column=column.name, code=code, value=column[code])
    return values.astype("Int64")


def _edges(source: StructureId, target: StructureId, codes: pd.Index) -> pd.DataFrame:
    """List every edge into each unit that any of `codes` goes to: code_from, code_to, part."""
    provinces = len(codes) > 0 and len(codes[0]) == 2
    table = chain.province_edges(source, target) if provinces else chain.edges(source, target)
    touched = table.loc[table["code_from"].isin(codes), "code_to"]
    found = table[table["code_from"].isin(codes)] if source == target else table[table["code_to"].isin(touched)]
    return found.reset_index(drop=True)
