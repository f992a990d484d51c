"""Derives the table of communes: what is known of each commune in each period, in each structure.

A commune's figure is what its own report says; else what reports on communes of another structure say (the
nearest first), where the areas are the same and nothing is lacking; else the sum of its villages that reported.
Where a report of another structure covers only part of the area, the villages count only if all of them did.
A measure takes the commune's numbers where both its parts are whole, else the villages that gave both.
Nothing is guessed: what is left is missing.
"""

from collections.abc import Mapping
from typing import Final

import duckdb
import pyarrow as pa

from data.indicators import INDICATORS
from data.measures.indicators import MEASURES, Measure
from data.releases.homes import from_village_column, moved_whole, village_column
from data.releases.schema import TABLES
from data.units.register import units
from data.units.structures import STRUCTURES, StructureId

_NEEDED: Final = ("villages", "village_figures", "reports", "sources")


def derive_communes(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return the table of communes: every commune of the register in every period of the figures.

    tables: villages, village_figures, reports and sources, in the columns of data.releases.schema.
    villages_known counts the commune's villages, villages_reported those of them with any figure in the
    period. `sample` is true where any part comes from the illustration. Missing is NULL throughout.
    """
    with duckdb.connect(":memory:") as scratch:
        for name in _NEEDED:
            scratch.register(name, tables[name])
        _gather(scratch)
        for structure in STRUCTURES:
            _tell_own(scratch, structure=structure)
        parts = [_resolve(scratch, structure=structure) for structure in STRUCTURES]
    return pa.concat_tables([part.cast(TABLES["communes"]) for part in parts])


def _each(form: str) -> str:
    """Write `form` once an indicator, {0} standing for its name."""
    return ", ".join(form.format(name) for name in INDICATORS)


def _gather(scratch: duckdb.DuckDBPyConnection) -> None:
    """Make `told`: one row a village and period, what several sources say of it put together."""
    scratch.execute("CREATE TEMP TABLE illustrated AS SELECT source FROM sources WHERE kind = 'sample'")
    scratch.execute(
        "CREATE TEMP TABLE periods AS SELECT period FROM village_figures UNION SELECT period FROM reports"
    )
    sample = "source IN (FROM illustrated)"
    scratch.execute(
        "CREATE TEMP TABLE several AS SELECT village, period FROM village_figures "
        "GROUP BY ALL HAVING count(*) > 1"
    )
    scratch.execute(
        f"CREATE TEMP VIEW told AS SELECT village, period, {sample} AS sample, {_each('{0}')} "
        "FROM village_figures ANTI JOIN several USING (village, period) UNION ALL BY NAME "
        f"SELECT village, period, bool_or({sample}) AS sample, {_each('max({0}) AS {0}')} "
        "FROM village_figures SEMI JOIN several USING (village, period) GROUP BY village, period"
    )


def _tell_own(scratch: duckdb.DuckDBPyConnection, *, structure: StructureId) -> None:
    """Make `sums` (of villages), `own` (reports) and `base` of a structure.

    base: a row a commune and period, own_* what its report says, whole_* that or the sum of its villages
    where all of them reported.
    """
    s = _suffix(structure)
    scratch.register(f"register_{s}", units(structure, "commune").reset_index()[["code", "district", "province"]])
    scratch.register(f"moved_{s}", from_village_column(structure))
    scratch.execute(
        f"CREATE TEMP TABLE home_{s} AS SELECT village, code_to AS code "
        f"FROM villages JOIN moved_{s} ON code_from = {village_column(structure)}"
    )
    scratch.execute(
        f"CREATE TEMP TABLE known_{s} AS SELECT code, count(*) AS villages_known FROM home_{s} GROUP BY ALL"
    )
    scratch.execute(
        f"CREATE TEMP TABLE sums_{s} AS SELECT code, period, bool_or(sample) AS sample, "
        f"count(*) AS villages_reported, {_each('sum({0}) AS {0}, count({0}) AS n_{0}')}, {_village_pairs()} "
        f"FROM told JOIN home_{s} USING (village) GROUP BY ALL"
    )
    scratch.execute(
        f"CREATE TEMP TABLE own_{s} AS SELECT code, period, bool_or(source IN (FROM illustrated)) AS sample, "
        f"{_each('max({0}) AS {0}')} FROM reports "
        "WHERE structure = $structure AND level = 'commune' GROUP BY code, period",
        {"structure": structure},
    )
    scratch.execute(
        f"CREATE TEMP VIEW base_{s} AS SELECT code, period, coalesce(own.sample, false) "
        "OR coalesce(sums.sample, false) AS sample, "
        + _each("own.{0} AS own_{0}, coalesce(own.{0}, CASE WHEN n_{0} = villages_known THEN sums.{0} END) "
                "AS whole_{0}")
        + f" FROM register_{s} CROSS JOIN periods LEFT JOIN own_{s} AS own USING (code, period) "
        f"LEFT JOIN sums_{s} AS sums USING (code, period) LEFT JOIN known_{s} USING (code)"
    )  # fmt: skip


def _resolve(scratch: duckdb.DuckDBPyConnection, *, structure: StructureId) -> pa.Table:
    """Return the rows of one structure."""
    s = _suffix(structure)
    _carry(scratch, structure=structure)
    scratch.execute(
        "CREATE OR REPLACE TEMP VIEW resolved AS SELECT code, period, district, province, "
        "coalesce(own.sample, false) OR coalesce(carried.sample, false) OR coalesce(sums.sample, false) "
        "AS sample, coalesce(villages_known, 0) AS villages_known, "
        "coalesce(villages_reported, 0) AS villages_reported, "
        + _each("coalesce(own.{0}, carried.{0}, CASE WHEN n_{0} = villages_known THEN sums.{0} END) AS whole_{0}, "
                "coalesce(touched_{0}, false) AS touched_{0}, sums.{0} AS part_{0}")
        + ", " + ", ".join(f"sums.{code}__{part}" for code in MEASURES for part in ("num", "base"))
        + f" FROM register_{s} CROSS JOIN periods LEFT JOIN own_{s} AS own USING (code, period) "
        "LEFT JOIN carried USING (code, period) "
        f"LEFT JOIN sums_{s} AS sums USING (code, period) LEFT JOIN known_{s} USING (code)"
    )  # fmt: skip
    measured = ", ".join(_measured(measure) for measure in MEASURES.values())
    return scratch.sql(
        "WITH whole AS (SELECT * EXCLUDE ("
        + _each("whole_{0}") + "), " + _each("whole_{0} AS {0}")
        + " FROM resolved) SELECT $structure AS structure, code, district, province, period, sample, "
        "villages_known, villages_reported, "
        + _each("coalesce({0}, CASE WHEN NOT touched_{0} THEN part_{0} END)::BIGINT AS {0}")
        + f", {measured} FROM whole",
        params={"structure": structure},
    ).to_arrow_table()  # fmt: skip


def _carry(scratch: duckdb.DuckDBPyConnection, *, structure: StructureId) -> None:
    """Make `carried`: what reports of other structures say of the communes of this one, the nearest first.

    A figure is carried where the people of every commune that the area was made of went into it alone, and
    each has a whole figure of its own; touched_* is true where any of them has a report, carried or not.
    """
    others = _nearest_first(structure)
    for other in others:
        scratch.register(f"ends_{_suffix(other)}_{_suffix(structure)}", moved_whole(other, structure))
    parts = " UNION ALL ".join(
        _carried_from(other, structure=structure, rank=rank) for rank, other in enumerate(others)
    )
    scratch.execute(
        "CREATE OR REPLACE TEMP TABLE carried AS SELECT code, period, bool_or(sample) AS sample, "
        + _each("arg_min({0}, rank) AS {0}, bool_or(touched_{0}) AS touched_{0}")
        + f" FROM ({parts}) GROUP BY code, period"
    )


def _nearest_first(structure: StructureId) -> list[StructureId]:
    """List the other structures by their steps away along the chain; of two equally near, the later first."""
    order = list(STRUCTURES)
    here = order.index(structure)
    return sorted((name for name in order if name != structure),
                  key=lambda name: (abs(order.index(name) - here), -order.index(name)))  # fmt: skip


def _carried_from(other: StructureId, *, structure: StructureId, rank: int) -> str:
    """Write the select that carries the reports of one other structure."""
    ends = f"ends_{_suffix(other)}_{_suffix(structure)}"
    return (
        f"(WITH touched AS (SELECT DISTINCT code_to, period FROM {ends} JOIN own_{_suffix(other)} "
        f"ON code = code_from), parts AS (FROM {ends} JOIN touched USING (code_to)) "
        f"SELECT code_to AS code, period, {rank} AS rank, bool_or(sample) AS sample, "
        + _each("CASE WHEN bool_and(alone) AND count(whole_{0}) = count(*) AND count(own_{0}) > 0 "
                "THEN sum(whole_{0}) END AS {0}, count(own_{0}) > 0 AS touched_{0}")
        + f" FROM parts JOIN (SELECT * RENAME (code AS code_from) FROM base_{_suffix(other)}) "
        "USING (code_from, period) GROUP BY code_to, period)"
    )  # fmt: skip


def _village_pairs() -> str:
    """Sum each measure's numerator and base over the villages that have both."""
    pairs = []
    for code, measure in MEASURES.items():
        pairs.append(f"sum({_if_both(measure, measure.numerator)}) AS {code}__num")
        pairs.append(f"sum({_if_both(measure, measure.base or 'NULL')}) AS {code}__base")
    return ", ".join(pairs)


def _measured(measure: Measure) -> str:
    """Take the measure from whole figures of the commune, else from its villages (unless touched)."""
    touched = " OR ".join(f"touched_{name}" for name in measure.needs)
    whole = f"({measure.numerator}) IS NOT NULL AND ({measure.base or '0'}) IS NOT NULL"
    return ", ".join(
        f"(CASE WHEN {whole} THEN {wanted} WHEN NOT ({touched}) THEN {measure.code}__{part} END)::BIGINT "
        f"AS {measure.code}__{part}"
        for part, wanted in (("num", measure.numerator), ("base", measure.base or "NULL"))
    )


def _if_both(measure: Measure, wanted: str) -> str:
    return f"CASE WHEN ({measure.numerator}) IS NOT NULL AND ({measure.base or '0'}) IS NOT NULL THEN {wanted} END"


def _suffix(structure: StructureId) -> str:
    return structure.replace("-", "_")
