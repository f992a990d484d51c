"""Says where units and villages belong in other structures, as far as that is certain."""

import pandas as pd
import pyarrow as pa

from data.units.register import edges, successors, units
from data.units.structures import STRUCTURES, Level, StructureId, structure_cache
from data.units.village_homes import REPORTED_COLUMNS


@structure_cache
def provinces_of_units() -> pa.Table:
    """Return structure, level, code, province: a row a unit and province of "2024"; shared, not to be changed.

    A unit of another structure has a row for each province that any part of it came from or went to.
    """
    parts = [_of_2024(level) for level in STRUCTURES["2024"].levels]
    province_of = pd.concat(parts).set_index("code")["province"]
    for structure in [name for name in STRUCTURES if name != "2024"]:
        found = edges(structure, "2024")[["code_from", "code_to"]]
        found = found.assign(province=found["code_to"].map(province_of), code=found["code_from"])
        communes = units(structure, "commune")
        for level in STRUCTURES[structure].levels:
            codes = found["code"] if level == "commune" else found["code"].map(communes[level])
            pairs = pd.DataFrame({"code": codes, "province": found["province"]}).dropna().drop_duplicates()
            parts.append(pairs.assign(structure=structure, level=level))
    table = pd.concat(parts)[["structure", "level", "code", "province"]].astype("str")
    return pa.Table.from_pandas(table, preserve_index=False)


def _of_2024(level: Level) -> pd.DataFrame:
    found = units("2024", level)[["province"]].rename_axis("code").reset_index()
    return found.assign(structure="2024", level=level)


@structure_cache
def moved_whole(source: StructureId, target: StructureId) -> pd.DataFrame:
    """Return code_from, code_to, alone: where people of a commune went, and whether all went to this one."""
    peopled = edges(source, target).query("part != 'land'")[["code_from", "code_to"]]
    return peopled.assign(alone=~peopled["code_from"].duplicated(keep=False)).reset_index(drop=True)


@structure_cache
def sure_provinces() -> pd.DataFrame:
    """Return where all of a commune's people live in another structure.

    Columns reported_structure, code, structure, province, district.

    A row a commune that people went from (or came to) and structure; the province is missing where they live in
    several, and so is the district.
    """
    parts = [_sure_province(source, target) for source in STRUCTURES for target in STRUCTURES if source != target]
    return pd.concat(parts, ignore_index=True)[
        ["reported_structure", "code", "structure", "province", "district"]
    ].astype("str")


def _sure_province(source: StructureId, target: StructureId) -> pd.DataFrame:
    peopled = moved_whole(source, target)
    communes = units(target, "commune")
    by_commune = pd.DataFrame(
        {
            "code": peopled["code_from"],
            **{level: peopled["code_to"].map(communes[level]) for level in ("province", "district")},
        }
    ).groupby("code")
    sure = {
        level: by_commune[level].first().where(by_commune[level].nunique() == 1) for level in ("province", "district")
    }
    return pd.DataFrame(sure).rename_axis("code").reset_index().assign(reported_structure=source, structure=target)


def communes_in_structures(structure: StructureId, code: str) -> dict[str, str | None]:
    """Return the commune in each structure that has a column; None where it depends on where the village lies.

    Of a structure that has none, also its id and the commune in it.
    """
    communes = {
        column: code if name == structure else _only(code, structure, name) for name, column in REPORTED_COLUMNS.items()
    }
    return communes if structure in REPORTED_COLUMNS else {**communes, "reported_structure": structure, "commune": code}


def _only(code: str, source: StructureId, target: StructureId) -> str | None:
    """Return the one commune of another structure to which (or from which) all people of a commune came."""
    peopled = [edge.code_to for edge in successors(code, source=source, target=target) if edge.part != "land"]
    return peopled[0] if len(peopled) == 1 and len(peopled[0]) == 5 else None
