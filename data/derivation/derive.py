"""Derives what follows from the figures of a release: its communes in every structure, what had to be converted,
its provinces, and where each village lies.

A commune's figure is what its own report says; else what reports on communes of another structure say (the
nearest first), where that is exact; else the sum of its villages where all of them reported (and no report puts
it out of its bounds: then villages are lacking); else the best estimate of what those reports say
(data.units.crosswalk), with its bounds and how it was got in `converted`.
Where no report of another structure speaks of it, the villages that reported count, however many they are.
A score is never added up: it is what the commune's own report says, or that of the one commune which became it whole.
A measure takes the commune's numbers where it has both its parts, else the villages that gave both.
Nothing is guessed without being called so: what is left is missing.
"""

from collections.abc import Mapping
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from data.boundaries.overlaps import Areas
from data.catalogue.current import catalogue
from data.catalogue.formulas import Formula
from data.catalogue.records import Measure
from data.derivation.columns import CarriedColumns, carried
from data.derivation.converting import MOVED, moved, suffix, sure_targets
from data.derivation.schema import fit, schemas
from data.derivation.team_facts import derive_teams
from data.derivation.totals import derive_provinces
from data.units.register import edges, units
from data.units.structures import STRUCTURES, StructureId
from data.units.village_homes import PLACES, village_homes

_NONE: Final = "NULL::BIGINT AS {0}"  # villages have no scores
_NEEDED: Final = ("villages", "village_figures", "reports", "sources")


def derive(tables: Mapping[str, pa.Table], *, areas: Areas | None = None) -> dict[str, pa.Table]:
    """Return the derived tables of a release, in the columns of data.derivation.schema.

    tables: those of a release that are not derived; areas: see data.boundaries.overlaps. communes: every
    commune of the register in every period of the figures, in every structure; villages_known counts its villages,
    villages_reported those of them with any figure in the period; `sample` is true where any part comes from the
    illustration. converted: the figures among them that are not exact. provinces: see data.derivation.totals.
    Missing is NULL throughout.
    """
    membership = village_homes(tables["villages"].select(list(PLACES)).to_pandas())
    columns = carried(catalogue(), present=_present(tables))
    with duckdb.connect(":memory:") as scratch:
        for name in _NEEDED:
            scratch.register(name, tables[name])
        scratch.register("homes", membership)
        _combine_sources(scratch, columns)
        periods = [period for (period,) in scratch.sql("FROM periods ORDER BY 1").fetchall()]
        given = {name: tables.get(name, schema.empty_table()) for name, schema in schemas().items()}
        records, sums = derive_teams(given, membership=membership, periods=periods)
        scratch.register("recorded", sums)
        for structure in STRUCTURES:
            _lay_out_own(scratch, columns, structure=structure)
        parts = [
            _resolve(scratch, columns, structure=structure, membership=membership, areas=areas or {})
            for structure in STRUCTURES
        ]
        communes, converted = (
            pa.concat_tables([fit(part[at], schema=schemas()[name]) for part in parts])
            for at, name in enumerate(("communes", "converted"))
        )
        provinces = derive_provinces(scratch, columns, communes=communes, converted=converted)
    made = {
        "communes": communes,
        "converted": converted,
        "provinces": provinces,
        "village_homes": pa.Table.from_pandas(membership, preserve_index=False),
        **records,
    }
    return {name: fit(table, schema=schemas()[name]) for name, table in made.items()}


def _present(tables: Mapping[str, pa.Table]) -> set[str]:
    """Return the indicators that any village or report says anything of; nothing is worked out for the others."""
    found = set()
    for table in (tables["village_figures"], tables["reports"]):
        there = set(catalogue().codes) & set(table.column_names)
        found |= {name for name in there if table[name].null_count < table.num_rows}
    return found | {"households"}  # by which split communes are divided


def _combine_sources(scratch: duckdb.DuckDBPyConnection, columns: CarriedColumns) -> None:
    """Make `combined`: one row a village and period, what several sources say of it put together.

    combined_more adds the parts of measures that are no indicator; households has the latest number of each village.
    """
    scratch.execute("CREATE TEMP TABLE illustrated AS SELECT source FROM sources WHERE kind = 'sample'")
    scratch.execute("CREATE TEMP TABLE periods AS SELECT period FROM village_figures UNION SELECT period FROM reports")
    sample = "source IN (FROM illustrated)"
    scratch.execute(
        "CREATE TEMP TABLE several AS SELECT village, period FROM village_figures GROUP BY ALL HAVING count(*) > 1"
    )
    scratch.execute(
        f"CREATE TEMP VIEW combined AS SELECT village, period, {sample} AS sample, {columns.each('{0}', score=_NONE)} "
        "FROM village_figures ANTI JOIN several USING (village, period) UNION ALL BY NAME "
        f"SELECT village, period, bool_or({sample}) AS sample, {columns.each('max({0}) AS {0}', score=_NONE)} "
        "FROM village_figures SEMI JOIN several USING (village, period) GROUP BY village, period"
    )
    more = [f"{expression} AS {name}" for name, expression in columns.expressions.items()]
    scratch.execute(f"CREATE TEMP VIEW combined_more AS SELECT {', '.join(['*', *more])} FROM combined")
    scratch.execute(
        "CREATE TEMP TABLE households AS SELECT village, arg_max(households, period) AS households "
        "FROM combined WHERE households IS NOT NULL GROUP BY village"
    )


def _lay_out_own(scratch: duckdb.DuckDBPyConnection, columns: CarriedColumns, *, structure: StructureId) -> None:
    """Make `home` (of villages), `sums` (of villages), `own` (reports) and `base` of a structure.

    base: a row a commune and period, own_* what its report says, whole_* (of every carried column) that or the
    sum of its villages where all of them reported.
    """
    s = suffix(structure)
    scratch.register(f"register_{s}", units(structure, "commune").reset_index()[["code", "district", "province"]])
    scratch.execute(
        f"CREATE TEMP TABLE home_{s} AS SELECT village, code FROM homes WHERE structure = $structure",
        {"structure": structure},
    )
    scratch.execute(
        f"CREATE TEMP TABLE known_{s} AS SELECT code, count(*) AS villages_known FROM home_{s} GROUP BY ALL"
    )
    scratch.execute(
        f"CREATE TEMP TABLE sums_{s} AS SELECT code, period, bool_or(sample) AS sample, "
        f"count(*) AS villages_reported, {columns.each('sum({0}) AS {0}, count({0}) AS n_{0}')}"
        f"{_village_pairs(columns)} "
        f"FROM combined JOIN home_{s} USING (village) GROUP BY ALL"
    )
    scratch.execute(
        f"CREATE TEMP TABLE own_{s} AS SELECT code, period, bool_or(source IN (FROM illustrated)) AS sample, "
        f"{columns.each('max({0}) AS {0}')} FROM reports "
        "WHERE structure = $structure AND level = 'commune' GROUP BY code, period",
        {"structure": structure},
    )
    scratch.execute(
        f"CREATE TEMP VIEW base_{s} AS SELECT code, period, sample, {columns.each('own_{0}, {0} AS whole_{0}')}"
        + "".join(f", ({expression}) AS whole_{name}" for name, expression in columns.expressions.items())
        + " FROM (SELECT code, period, coalesce(own.sample, false) OR coalesce(sums.sample, false) AS sample, "
        + columns.each(
            "own.{0} AS own_{0}, coalesce(own.{0}, CASE WHEN n_{0} = villages_known THEN sums.{0} END) AS {0}"
        )
        + f" FROM register_{s} CROSS JOIN periods LEFT JOIN own_{s} AS own USING (code, period) "
        f"LEFT JOIN sums_{s} AS sums USING (code, period) LEFT JOIN known_{s} USING (code))"
    )


def _resolve(
    scratch: duckdb.DuckDBPyConnection,
    columns: CarriedColumns,
    *,
    structure: StructureId,
    membership: pd.DataFrame,
    areas: Areas,
) -> tuple[pa.Table, pa.Table]:
    """Return the rows of one structure: communes, and what of them is converted."""
    s = suffix(structure)
    _carry(scratch, columns, structure=structure)
    _estimate(scratch, columns, structure=structure, membership=membership, areas=areas)
    silent = _silent(scratch, structure=structure)
    scratch.execute(
        "CREATE OR REPLACE TEMP TABLE sure AS SELECT code, period, district, province, "
        "coalesce(own.sample, false) OR coalesce(carried.sample, false) OR coalesce(sums.sample, false) "
        "AS sample, coalesce(villages_known, 0) AS villages_known, "
        "coalesce(villages_reported, 0) AS villages_reported, "
        + columns.each(
            "coalesce(own.{0}, carried.{0}, exact_{0}, CASE WHEN n_{0} = villages_known AND sums.{0} "
            "BETWEEN coalesce(low_{0}, 0) AND coalesce(high_{0}, sums.{0}) THEN sums.{0} END) AS {0}, "
            "coalesce(touched_{0}, false) AS touched_{0}, sums.{0} AS part_{0}, "
            "coalesce(own.{0}, carried.{0}, exact_{0}) IS NOT NULL AS said_{0}"
        )
        + ", "
        + ", ".join(f"best_{name}" for name in columns.names)
        + "".join(f", exact_{name}" for name in columns.expressions)
        + "".join(f", sums.{code}__{part}" for code in columns.reported for part in ("num", "base", "villages"))
        + f" FROM with_figures LEFT JOIN own_{s} AS own USING (code, period) "
        "LEFT JOIN carried USING (code, period) LEFT JOIN estimated USING (code, period) "
        f"LEFT JOIN sums_{s} AS sums USING (code, period) LEFT JOIN known_{s} USING (code)"
    )
    measured = ", ".join(_measured(measure, columns) for measure in columns.measures.values())
    recorded = "(SELECT * EXCLUDE (structure) FROM recorded WHERE structure = $structure)"
    communes = scratch.sql(
        "SELECT $structure AS structure, code, district, province, period, sample, "
        "villages_known, villages_reported, "
        + columns.each("coalesce({0}, best_{0}, CASE WHEN NOT touched_{0} THEN part_{0} END)::BIGINT AS {0}")
        + f", {measured} FROM sure LEFT JOIN {recorded} USING (code, period)",
        params={"structure": structure},
    ).to_arrow_table()
    tables = (fit(part, schema=schemas()["communes"]) for part in (communes, silent))
    return pa.concat_tables(tables), _converted(scratch, columns, structure)


def _silent(scratch: duckdb.DuckDBPyConnection, *, structure: StructureId) -> pa.Table:
    """Make `with_figures`, the communes and periods of which anything is known, and return the rows of all others.

    Most communes are silent where few provinces have reported: their many columns are not worked out one by one.
    """
    s = suffix(structure)
    tables = (f"own_{s}", f"sums_{s}", "carried", "estimated")
    keys = " UNION ".join(f"SELECT code, period FROM {name}" for name in tables)
    scratch.execute(
        f"CREATE OR REPLACE TEMP TABLE with_figures AS SELECT code, period, district, province FROM register_{s} "
        f"CROSS JOIN periods SEMI JOIN ({keys} UNION SELECT code, period FROM recorded WHERE structure = $structure) "
        "USING (code, period)",
        {"structure": structure},
    )
    silent: pa.Table = scratch.sql(
        "SELECT $structure AS structure, code, district, province, period, false AS sample, "
        "coalesce(villages_known, 0) AS villages_known, 0 AS villages_reported "
        f"FROM register_{s} CROSS JOIN periods ANTI JOIN with_figures USING (code, period) "
        f"LEFT JOIN known_{s} USING (code)",
        params={"structure": structure},
    ).to_arrow_table()
    return silent


def _carry(scratch: duckdb.DuckDBPyConnection, columns: CarriedColumns, *, structure: StructureId) -> None:
    """Make `carried`: what reports of other structures say of the communes of this one, the nearest first.

    A figure is carried here where the area was made of whole communes and each has a whole figure of its own;
    touched_* is true where any commune whose people came has a report, carried or not.
    """
    others = _nearest_first(structure)
    for other in others:
        scratch.register(f"sure_{suffix(other)}_{suffix(structure)}", sure_targets(other, structure))
        scratch.register(f"ends_{suffix(other)}_{suffix(structure)}", _peopled(other, structure))
    parts = " UNION ALL ".join(
        _carried_from(other, columns, structure=structure, rank=rank) for rank, other in enumerate(others)
    )
    scratch.execute(
        "CREATE OR REPLACE TEMP TABLE carried AS SELECT code, period, bool_or(sample) AS sample, "
        + columns.each("arg_min({0}, rank) AS {0}, bool_or(touched_{0}) AS touched_{0}")
        + f" FROM ({parts}) GROUP BY code, period"
    )


def _peopled(source: StructureId, target: StructureId) -> pd.DataFrame:
    return edges(source, target).query("part != 'land'")[["code_from", "code_to"]]


def _nearest_first(structure: StructureId) -> list[StructureId]:
    """List the other structures by their steps away along the chain; of two equally near, the later first."""
    order = list(STRUCTURES)
    here = order.index(structure)
    return sorted(
        (name for name in order if name != structure),
        key=lambda name: (abs(order.index(name) - here), -order.index(name)),
    )


def _carried_from(other: StructureId, columns: CarriedColumns, *, structure: StructureId, rank: int) -> str:
    """Write the select that carries the reports of one other structure."""
    o, pair = suffix(other), f"{suffix(other)}_{suffix(structure)}"
    return (
        f"(WITH touched AS (SELECT DISTINCT code_to, period FROM ends_{pair} JOIN own_{o} ON code = code_from), "
        f"parts AS (SELECT *, code_to IN (SELECT code_to FROM sure_{pair}) AS sure "
        f"FROM ends_{pair} JOIN touched USING (code_to)) "
        f"SELECT code_to AS code, period, {rank} AS rank, bool_or(sample) AS sample, "
        + columns.each(
            "CASE WHEN bool_and(sure) AND count(whole_{0}) = count(*) AND count(own_{0}) > 0 "
            "THEN sum(whole_{0}) END AS {0}, count(own_{0}) > 0 AS touched_{0}",
            score="CASE WHEN bool_and(sure) AND count(*) = 1 THEN max(own_{0}) END AS {0}, "
            "count(own_{0}) > 0 AS touched_{0}",
        )
        + f" FROM parts JOIN (SELECT * RENAME (code AS code_from) FROM base_{o}) "
        "USING (code_from, period) GROUP BY code_to, period)"
    )


def _estimate(
    scratch: duckdb.DuckDBPyConnection,
    columns: CarriedColumns,
    *,
    structure: StructureId,
    membership: pd.DataFrame,
    areas: Areas,
) -> None:
    """Make `moved` (what other structures' reports say where communes were split, each cell once) and `estimated`.

    Of several structures the nearest one that gives a best figure speaks, else the nearest. estimated: a row a
    commune and period, exact_*, or best_*, low_* and high_*, of every carried column.
    """
    filled = []
    for rank, other in enumerate(_nearest_first(structure)):
        rows = moved(
            scratch, columns, source=other, target=structure, membership=membership, areas=areas.get((other, structure))
        )
        filled += [rows.assign(rank=rank)] if len(rows) else []
    every = pd.concat(filled) if filled else pd.DataFrame(columns=[*MOVED, "rank"])
    if len(filled) > 1:  # each structure names a cell once
        every = every.assign(open=every["best"].isna()).sort_values(["open", "rank"], kind="stable")
        every = every.drop_duplicates(["code", "period", "indicator"])
    types = {name: "Int64" if name in ("low", "best", "high") else "str" for name in MOVED}
    scratch.register("every", every[list(MOVED)].astype(types))
    scratch.execute("CREATE OR REPLACE TEMP TABLE moved AS FROM every")
    there = set(every["indicator"].unique())
    cells = ", ".join(_cells(name, there=name in there) for name in columns.names)
    scratch.execute(f"CREATE OR REPLACE TEMP TABLE estimated AS SELECT code, period, {cells} FROM moved GROUP BY ALL")
    scratch.unregister("every")


def _cells(name: str, *, there: bool) -> str:
    """Write the cells of a carried column of `estimated`; one that nothing was moved of is missing throughout."""
    if not there:
        return ", ".join(f"NULL::BIGINT AS {bound}_{name}" for bound in ("exact", "best", "low", "high"))
    inexact = f"indicator = '{name}' AND how <> 'exact'"
    bounds = ", ".join(
        f"max(CASE WHEN {inexact} THEN {bound} END) AS {bound}_{name}" for bound in ("best", "low", "high")
    )
    return f"max(CASE WHEN indicator = '{name}' AND how = 'exact' THEN best END) AS exact_{name}, {bounds}"


def _converted(scratch: duckdb.DuckDBPyConnection, columns: CarriedColumns, structure: StructureId) -> pa.Table:
    """Return the cells that are not exact and that nothing surer fills."""
    surer = " ".join(
        [f"WHEN '{name}' THEN {name}" for name in columns.codes]
        + [f"WHEN '{name}' THEN ({expression})" for name, expression in columns.expressions.items()]
    )
    converted: pa.Table = scratch.sql(
        "SELECT $structure AS structure, code, period, indicator, low, best, high, how FROM moved "
        f"JOIN sure USING (code, period) WHERE how <> 'exact' AND CASE indicator {surer} END IS NULL",
        params={"structure": structure},
    ).to_arrow_table()
    return converted


def _village_pairs(columns: CarriedColumns) -> str:
    """Sum each measure's numerator and base over the villages that have both, and count these, as further columns."""
    pairs = []
    for code, measure in columns.reported.items():
        pairs.append(f"count({_if_both(measure, '1')}) AS {code}__villages")
        pairs.append(f"sum({_if_both(measure, measure.numerator.sql)}) AS {code}__num")
        pairs.append(f"sum({_if_both(measure, measure.base.sql if measure.base else 'NULL')}) AS {code}__base")
    return "".join(f", {pair}" for pair in pairs)


def _measured(measure: Measure, columns: CarriedColumns) -> str:
    """Take the measure from the commune's own and converted figures, else from its villages (unless touched).

    What is counted in the records of teams is taken from there (data.derivation.team_facts). <measure>__villages counts
    the villages that a sum was made of; it is missing where the commune's own report, or another structure's, says it.
    """
    if measure.counted_in == "records":
        return f"{measure.numerator} AS {measure.code}__num, {measure.base} AS {measure.code}__base"
    touched = " OR ".join(f"touched_{name}" for name in measure.needs)
    top, under = _part(measure.numerator, columns), _part(measure.base, columns) if measure.base else "NULL"
    both = f"{top} IS NOT NULL" + (f" AND {under} IS NOT NULL" if measure.base else "")
    own_figure = " OR ".join(f"said_{name} OR best_{name} IS NOT NULL" for name in measure.needs)
    summed = f"CASE WHEN {own_figure} THEN NULL ELSE villages_known END"
    return ", ".join(
        f"(CASE WHEN {both} THEN {expression} WHEN NOT ({touched}) THEN {measure.code}__{part} END)::BIGINT "
        f"AS {measure.code}__{part}"
        for part, expression in (("num", top), ("base", under), ("villages", summed))
    )


def _part(expression: Formula, columns: CarriedColumns) -> str:
    """Write a part of a measure: from sure figures, else as it was converted."""
    name = columns.column_of(expression)
    if expression.is_code:
        return f"coalesce({name}, best_{name})"
    return f"coalesce(({expression}), exact_{name}, best_{name})"


def _if_both(measure: Measure, expression: str) -> str:
    return f"CASE WHEN ({measure.numerator}) IS NOT NULL AND ({measure.base or '0'}) IS NOT NULL THEN {expression} END"
