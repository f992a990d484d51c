"""Derives the table of communes: what is known of each commune in each period, in each structure.

A commune's figure is what its own report says; else what reports on communes of the other structure say,
where the areas are the same and nothing is lacking; else the sum of its villages that reported. Where a
report of the other structure covers only part of the area, the villages count only if all of them reported.
A measure takes the commune's numbers where both its parts are whole, else the villages that gave both.
Nothing is guessed: what is left is missing.
"""

from collections.abc import Mapping
from typing import Final

import duckdb
import pyarrow as pa

from data.indicators import INDICATORS
from data.measures.indicators import MEASURES, Measure
from data.releases.schema import TABLES
from data.units.register import STRUCTURES, successions, units

_NEEDED: Final = ("villages", "village_figures", "reports", "sources")
_VILLAGES_COMMUNE: Final = {"2024": "commune_2024", "2025-07": "commune_2025"}
_EDGE_ENDS: Final = {"2024": ("code_2025", "code_2024"), "2025-07": ("code_2024", "code_2025")}
"""Columns of the edges between communes, from the other structure to this one."""


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
    scratch.register("edges", successions())
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


def _tell_own(scratch: duckdb.DuckDBPyConnection, *, structure: str) -> None:
    """Make `sums` (of villages), `own` (reports) and `base` of a structure.

    base: a row a commune and period, own_* what its report says, whole_* that or the sum of its villages
    where all of them reported.
    """
    s = _suffix(structure)
    commune = _VILLAGES_COMMUNE[structure]
    scratch.register(f"register_{s}", units(structure, "commune").reset_index()[["code", "district", "province"]])
    scratch.execute(
        f"CREATE TEMP TABLE known_{s} AS SELECT {commune} AS code, count(*) AS villages_known "
        f"FROM villages WHERE {commune} IS NOT NULL GROUP BY ALL"
    )
    scratch.execute(
        f"CREATE TEMP TABLE sums_{s} AS SELECT {commune} AS code, period, bool_or(sample) AS sample, "
        f"count(*) AS villages_reported, {_each('sum({0}) AS {0}, count({0}) AS n_{0}')}, {_village_pairs()} "
        f"FROM told JOIN villages USING (village) WHERE {commune} IS NOT NULL GROUP BY ALL"
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


def _resolve(scratch: duckdb.DuckDBPyConnection, *, structure: str) -> pa.Table:
    """Return the rows of one structure."""
    s = _suffix(structure)
    _carry(scratch, structure=structure)
    scratch.execute(
        "CREATE OR REPLACE TEMP TABLE resolved AS SELECT code, period, district, province, "
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


def _carry(scratch: duckdb.DuckDBPyConnection, *, structure: str) -> None:
    """Make `carried`: what the other structure's reports say of the communes of this one.

    A figure is carried where the people of every commune that the area was made of went into it alone, and
    each has a whole figure of its own; touched_* is true where any of them has a report, carried or not.
    """
    other = next(name for name in STRUCTURES if name != structure)
    source, target = _EDGE_ENDS[structure]
    scratch.execute(
        "CREATE OR REPLACE TEMP TABLE carried AS WITH "
        f"ends AS (SELECT {source} AS source, {target} AS target FROM edges WHERE part <> 'land'), "
        "alone AS (SELECT source FROM ends GROUP BY ALL HAVING count(*) = 1), "
        f"touched AS (SELECT DISTINCT target, period FROM ends JOIN own_{_suffix(other)} ON code = source), "
        "parts AS (SELECT target, period, source, source IN (FROM alone) AS alone "
        "FROM ends JOIN touched USING (target)) "
        "SELECT target AS code, period, bool_or(sample) AS sample, "
        + _each("CASE WHEN bool_and(alone) AND count(whole_{0}) = count(*) AND count(own_{0}) > 0 "
                "THEN sum(whole_{0}) END AS {0}, count(own_{0}) > 0 AS touched_{0}")
        + f" FROM parts JOIN (SELECT * RENAME (code AS source) FROM base_{_suffix(other)}) USING (source, period) "
        "GROUP BY target, period"
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


def _suffix(structure: str) -> str:
    return structure.replace("-", "_")
