"""Carries the reports of one structure into another where communes were split: bounds, and how they were got.

What lies whole in one commune is carried in SQL (data.derivation.derive); here is the rest, with all that is known
of the insides of split communes: their villages' figures, households and number, the assignments of planners, and
land where somebody measured it.
"""

from typing import Final

import duckdb
import numpy as np
import pandas as pd

from data.catalogue.current import catalogue
from data.derivation.columns import CarriedColumns
from data.units import chain
from data.units.crosswalk import convert
from data.units.structures import StructureId
from data.units.village_homes import weights, wholly_assigned

MOVED: Final = ("code", "period", "indicator", "low", "best", "high", "how")
_BETWEEN: Final = "|"


def suffix(structure: StructureId) -> str:
    """Write a structure's id as a part of a table's name."""
    return structure.replace("-", "_")


def sure_targets(source: StructureId, target: StructureId) -> pd.DataFrame:
    """Return code_from, code_to of the edges into communes that are made of whole ones alone."""
    edges = chain.edges(source, target)
    whole = (edges["part"] == "whole").groupby(edges["code_to"]).transform("all")
    return edges.loc[whole, ["code_from", "code_to"]].reset_index(drop=True)


def moved(
    scratch: duckdb.DuckDBPyConnection,
    columns: CarriedColumns,
    *,
    source: StructureId,
    target: StructureId,
    membership: pd.DataFrame,
    areas: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return what the reports of `source` say of the communes of `target` that are not made of whole ones.

    Columns code, period, indicator (also a column of data.derivation.columns), low, best, high, how, as
    data.units.crosswalk.convert gives them; only where a report says something of a part with people. scratch
    holds own, base, home of both structures, and combined. areas: code_from, code_to, weight (m² of what is common).
    """
    edges = chain.edges(source, target)
    edges = edges[(edges["part"] != "whole").groupby(edges["code_to"]).transform("any")]
    base = _base(scratch, source, edges["code_from"])
    if base.empty:
        return pd.DataFrame(columns=MOVED)
    figures, reported = _wide(base, columns)
    if figures.empty:
        return pd.DataFrame(columns=MOVED)
    ends = {"source": source, "target": target}
    households = scratch.sql("FROM households").df().set_index("village")["households"]
    given = [weights(membership, households=households, **ends)]
    if areas is not None:
        given.append(areas.assign(how="area"))
    rows = convert(
        figures.rename_axis("code").reset_index(),
        **ends,
        weights=pd.concat(given),
        wholly_assigned=wholly_assigned(membership, **ends),
        parts=_parts(scratch, **ends, columns=figures.columns, codes=edges.loc[edges["part"] != "whole", "code_from"]),
        of_people=[name for name in figures.columns if _of_people(name.split(_BETWEEN)[0], columns)],
    )
    rows = rows[_touched(rows, edges, reported)].copy()
    names = {name: name.split(_BETWEEN) for name in figures.columns}
    for at, part in enumerate(("indicator", "period")):
        rows[part] = rows["column"].map({name: parts[at] for name, parts in names.items()})
    rows = rows[list(MOVED)]
    return rows[rows["how"] != "missing"].reset_index(drop=True)


def _of_people(column: str, columns: CarriedColumns) -> bool:
    """Tell whether a carried column counts people or households: those go where a note says that all people went."""
    return all(catalogue().counts_people(code) for code in columns.needs(column))


def _base(scratch: duckdb.DuckDBPyConnection, source: StructureId, codes: pd.Series) -> pd.DataFrame:
    """Return own_* and whole_* of the communes in the periods in which any of them has a report."""
    s = suffix(source)
    scratch.register("wanted", pd.DataFrame({"code": codes.unique()}))
    found: pd.DataFrame = scratch.sql(
        f"SELECT code, period, COLUMNS('own_.*'), COLUMNS('whole_.*') FROM base_{s} SEMI JOIN wanted USING (code) "
        f"WHERE period IN (SELECT period FROM own_{s} SEMI JOIN wanted USING (code))"
    ).df()
    scratch.unregister("wanted")
    return found


def _wide(base: pd.DataFrame, columns: CarriedColumns) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the figures by commune, a column an indicator and period of which any has a report; and which have one.

    A part of a measure that is below 0 (more of a part than of the whole) is no count, and missing. Scores are not
    divided.
    """
    values, reported = {}, {}
    keyed = base.set_index(["code", "period"])
    for column in (name for name in columns.names if name not in columns.scores):
        own = keyed[[f"own_{name}" for name in columns.needs(column)]].notna().any(axis=1)
        if own.any():
            value = keyed[f"whole_{column}"]
            values[column] = value.where(value >= 0).unstack("period")
            reported[column] = own.unstack("period", fill_value=False)
    if not values:
        return pd.DataFrame(), pd.DataFrame()
    names = [f"{column}{_BETWEEN}{period}" for column, table in values.items() for period in table.columns]
    figures, owners = (pd.concat(tables.values(), axis=1).set_axis(names, axis=1) for tables in (values, reported))
    some = owners.any()
    return figures.loc[:, some], owners.loc[:, some]


def _parts(
    scratch: duckdb.DuckDBPyConnection,
    *,
    source: StructureId,
    target: StructureId,
    columns: pd.Index,
    codes: pd.Series,
) -> pd.DataFrame:
    """Return what villages of split communes say of their parts: code_from, code_to, column, value."""
    names = list(dict.fromkeys(name.split(_BETWEEN)[0] for name in columns))
    scratch.register("split", pd.DataFrame({"code": codes.unique()}))
    sums = ", ".join(f"sum({name}) AS {name}" for name in names)
    found = scratch.sql(
        f"SELECT a.code AS code_from, b.code AS code_to, period, {sums} FROM combined_more "
        f"JOIN home_{suffix(source)} AS a USING (village) JOIN home_{suffix(target)} AS b USING (village) "
        f"WHERE a.code IN (FROM split) AND (a.code, period) IN (SELECT code, period FROM own_{suffix(source)}) "
        "GROUP BY ALL"
    ).df()
    scratch.unregister("split")
    long: pd.DataFrame = found.melt(["code_from", "code_to", "period"], names, var_name="name").dropna(subset="value")
    long = long[long["value"] >= 0]
    long = long.assign(column=long["name"] + _BETWEEN + long["period"])
    return long[["code_from", "code_to", "column", "value"]]


def _touched(rows: pd.DataFrame, edges: pd.DataFrame, reported: pd.DataFrame) -> np.ndarray:
    """Mark the rows of which some report of a part with people speaks."""
    peopled = edges[edges["part"] != "land"]
    targets, place = np.unique(peopled["code_to"].to_numpy(dtype=object), return_inverse=True)
    any_reported = np.zeros((len(targets), reported.shape[1]), dtype=bool)
    np.logical_or.at(any_reported, place, reported.reindex(peopled["code_from"], fill_value=False).to_numpy(dtype=bool))
    at = pd.Index(targets).get_indexer(pd.Index(rows["code"]))
    column = reported.columns.get_indexer(pd.Index(rows["column"]))
    touched: np.ndarray = (at >= 0) & any_reported[np.maximum(at, 0), column]
    return touched
