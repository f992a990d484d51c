"""Derives the table of provinces: totals that stay exact where a province's people are those of whole communes.

A province's total in a structure is the sum of communes in the structure in which they were reported: a province
of today is the sum of the communes of "2024" that lie in it, reported as they were, and so no figure is lost
where one of these was split. `reported_structure` names that structure. It is decided for each province and
period: the one with the most reports of communes, else with the most villages whose commune is known, else the
province's own. It must be sure of the province: no commune of it may lie in two. Where no commune says anything,
the province's own report does (of a measure, where it has both parts; <measure>__n is 0 then). A score is what
the province's own report says, whatever its communes were given.
"""

import duckdb
import pandas as pd
import pyarrow as pa

from data.catalogue.current import catalogue
from data.derivation.columns import CarriedColumns
from data.units import chain
from data.units.register import units
from data.units.structures import STRUCTURES, StructureId, structure_cache


def derive_provinces(
    scratch: duckdb.DuckDBPyConnection, columns: CarriedColumns, *, communes: pa.Table, converted: pa.Table
) -> pa.Table:
    """Return a row a province, structure and period; `estimated` where a converted figure is in the sum.

    scratch holds reports, homes and periods. <measure>__n counts the communes of that structure that have the measure,
    of communes_known; communes_reported those with any figure.
    """
    scratch.register("communes", communes)
    scratch.register("converted", converted)
    scratch.register("communes_of_provinces", communes_of_provinces())
    scratch.register("chosen", _chosen(scratch))
    any_figure = f"coalesce({', '.join(columns.codes)}) IS NOT NULL"
    sums = columns.each("sum({0})::BIGINT AS {0}", score="NULL::BIGINT AS {0}")
    scratch.execute(
        "CREATE TEMP TABLE unsure AS SELECT DISTINCT structure AS reported_structure, code, period FROM converted "
        "WHERE best IS NOT NULL"
    )
    scratch.execute(
        f"CREATE TEMP TABLE summed AS SELECT g.structure, g.province AS code, period, reported_structure, "
        "bool_or(c.sample) AS sample, bool_or(u.code IS NOT NULL) AS estimated, "
        f"count(*) FILTER ({any_figure}) AS communes_reported, count(*) AS communes_known, {sums}, "
        f"{_measures(columns)} "
        "FROM chosen JOIN communes_of_provinces AS g USING (structure, reported_structure, province) "
        "JOIN (SELECT * EXCLUDE (province) RENAME (structure AS reported_structure) FROM communes) AS c "
        "USING (reported_structure, code, period) "
        "LEFT JOIN unsure AS u USING (reported_structure, code, period) GROUP BY ALL"
    )
    own = ", ".join(f"max({name}) AS {name}" for name in columns.codes)
    scratch.execute(
        f"CREATE TEMP TABLE own_province AS SELECT *, {_own_measures(columns)} FROM "
        f"(SELECT structure, code, period, {own} FROM reports WHERE level = 'province' GROUP BY ALL)"
    )
    figure_columns = [*columns.codes, *(f"{code}__{part}" for code in columns.reported for part in ("num", "base"))]
    by_district = _by_district(scratch, columns)
    sources = {name: [f"summed.{name}", f"own.{name}"] for name in figure_columns}
    for name in by_district:
        sources[name].append(f"districts.{name}")
    filled = ", ".join(f"coalesce({', '.join(each)}) AS {name}" for name, each in sources.items())
    provinces: pa.Table = scratch.sql(
        f"SELECT summed.* REPLACE ({filled}) FROM summed LEFT JOIN own_province AS own USING (structure, code, period) "
        "LEFT JOIN districts USING (structure, code, period)"
    ).to_arrow_table()
    return provinces


def _by_district(scratch: duckdb.DuckDBPyConnection, columns: CarriedColumns) -> list[str]:
    """Make `districts`: what districts say of themselves, added up by province; return the indicators that are theirs.

    No commune and no village knows a district's own team: nothing else would bring it into the province.
    """
    indicators = catalogue().indicators
    names = [name for name in columns.codes if indicators[name].reported_by == "district"]
    scratch.register("home_of_district", _provinces_of_districts())
    sums = "".join(f", sum({name})::BIGINT AS {name}" for name in names)
    of_one = "".join(f", max({name}) AS {name}" for name in names)
    scratch.execute(
        f"CREATE TEMP TABLE districts AS SELECT h.structure, h.province AS code, period{sums} FROM "
        f"(SELECT structure AS reported_structure, code, period{of_one} FROM reports WHERE level = 'district' "
        "GROUP BY ALL) JOIN home_of_district AS h USING (reported_structure, code) GROUP BY ALL"
    )
    return names


@structure_cache
def _provinces_of_districts() -> pd.DataFrame:
    """Return structure, reported_structure, province, code: in which province of each structure districts lie.

    Only where the district's whole province went there. Shared: not to be modified.
    """
    found = []
    for reported in (each for each in STRUCTURES.values() if "district" in each.levels):
        province = units(reported.id, "district")["province"]
        for structure in STRUCTURES:
            if structure == reported.id:
                heirs = province
            else:
                edges = chain.province_edges(reported.id, structure)
                successor = edges[edges["part"] == "whole"].set_index("code_from")["code_to"]
                heirs = province.map(successor).dropna()
            rows = pd.DataFrame({"code": heirs.index, "province": heirs.to_numpy()})
            found.append(rows.assign(structure=structure, reported_structure=reported.id))
    return pd.concat(found, ignore_index=True).astype("str")


def _measures(columns: CarriedColumns) -> str:
    """Sum each measure over the communes that have both its parts, and count these.

    CASE inside the sums, because more than a hundred aggregates with a filter each take five times as long.
    """
    parts, counts = [], []
    for code, measure in columns.measures.items():
        both = f"{code}__num IS NOT NULL" + (f" AND {code}__base IS NOT NULL" if measure.base else "")
        for name in (f"{code}__num", f"{code}__base"):
            added = f"sum(CASE WHEN {both} THEN {name} END)" if not measure.is_score else "NULL"
            parts.append(f"{added}::BIGINT AS {name}")
        counts.append(f"count(CASE WHEN {both} THEN 1 END) AS {code}__n")
        if measure.counted_in == "reports":
            counts.append(
                f"count(CASE WHEN {both} AND {code}__villages < villages_known THEN 1 END) AS {code}__partial"
            )
    counts += [f"0::BIGINT AS {code}__n" for code in catalogue().measures if code not in columns.measures]
    return ", ".join([*parts, *counts])


def _own_measures(columns: CarriedColumns) -> str:
    """Take each measure from a province's own report where that has both its parts."""
    parts = []
    for code, measure in columns.reported.items():
        both = f"({measure.numerator}) IS NOT NULL" + (f" AND ({measure.base}) IS NOT NULL" if measure.base else "")
        for part, expression in (("num", measure.numerator), ("base", measure.base or "NULL")):
            parts.append(f"(CASE WHEN {both} THEN {expression} END)::BIGINT AS {code}__{part}")
    return ", ".join(parts)


@structure_cache
def communes_of_provinces() -> pd.DataFrame:
    """Return structure, reported_structure, province, code: the communes whose people are a province's of structure.

    Only provinces that are made of such communes alone. Shared: not to be modified.
    """
    found = []
    for structure in STRUCTURES:
        for reported_structure in STRUCTURES:
            province_of = chain.home_provinces(reported_structure, structure)
            sure = _sure_provinces(reported_structure, structure, province_of)
            table = pd.DataFrame({"code": province_of.index, "province": province_of.to_numpy()})
            table = table[table["province"].isin(sure) & table["code"].isin(units(reported_structure, "commune").index)]
            found.append(table.assign(structure=structure, reported_structure=reported_structure))
    return pd.concat(found, ignore_index=True).astype("str")


def _sure_provinces(source: StructureId, target: StructureId, province_of: pd.Series) -> set[str]:
    """Return the provinces of `target` into which no people of a commune of `source` came that lies in two."""
    torn = province_of.index[province_of.isna()]
    every = set(units(target, "province").index)
    if not len(torn):
        return every
    edges = chain.edges(source, target)
    into = edges.loc[edges["code_from"].isin(torn) & (edges["part"] != "land"), "code_to"]
    provinces = pd.concat([frame["province"] for level, frame in chain.frames(target).items() if level != "province"])
    return every - set(into.map(provinces))


def _chosen(scratch: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return structure, province, period, reported_structure: the structure whose communes are summed."""
    reports = scratch.sql(
        "SELECT structure, reported_structure, province, period, count(DISTINCT r.code) AS reports "
        "FROM communes_of_provinces "
        "JOIN (SELECT structure AS reported_structure, code, period FROM reports WHERE level = 'commune') AS r "
        "USING (reported_structure, code) GROUP BY ALL"
    ).df()
    villages = scratch.sql(
        "SELECT g.structure, reported_structure, province, count(*) AS villages FROM communes_of_provinces AS g "
        "JOIN (SELECT structure AS reported_structure, code FROM homes) AS h "
        "USING (reported_structure, code) GROUP BY ALL"
    ).df()
    every = scratch.sql(
        "SELECT * FROM (SELECT DISTINCT structure, reported_structure, province FROM communes_of_provinces) "
        "CROSS JOIN periods"
    ).df()
    keys = ["structure", "reported_structure", "province"]
    every = every.merge(reports, how="left", on=[*keys, "period"]).merge(villages, how="left", on=keys)
    every[["reports", "villages"]] = every[["reports", "villages"]].fillna(0)
    every["own"] = every["reported_structure"] == every["structure"]
    best: pd.DataFrame = every.sort_values(["reports", "villages", "own"], ascending=False, kind="stable")
    best = best.drop_duplicates(["structure", "province", "period"])
    return best[["structure", "province", "period", "reported_structure"]]
