"""Says which provinces of structure "2024" every unit of every structure lies in, or was made of."""

from functools import cache

import pyarrow as pa

from data.units.register import STRUCTURES, predecessor_provinces, predecessors, units


@cache
def homes() -> pa.Table:
    """Return structure, level, code, province: a row a unit and province; shared, not to be changed.

    A unit of "2025-07" has a row for each province that any part of it came from.
    """
    rows = [
        (structure, level, code, province)
        for structure, told in STRUCTURES.items()
        for level in told.levels
        for code in units(structure, level).index
        for province in sorted(_provinces(structure, level, code))
    ]
    return pa.table(dict(zip(("structure", "level", "code", "province"), zip(*rows, strict=True), strict=True)))


def _provinces(structure: str, level: str, code: str) -> set[str]:
    if structure == "2024":
        return {_home(level)[code]}
    if level == "province":
        return {edge.code_from for edge in predecessor_provinces(code)}
    return {_home("district" if len(edge.code_from) == 3 else "commune")[edge.code_from] for edge in predecessors(code)}


@cache
def _home(level: str) -> dict[str, str]:
    return units("2024", level)["province"].to_dict()
