"""The six socio-economic regions, as groups of provinces in each structure.

"2024": resolution 81/2023/QH15 of the National Assembly (national master plan 2021–2030). "2025-07": the six
regions that the government's resolution 306/NQ-CP of 5 October 2025 made of the 34 provinces. A region is
named by a code of its own per structure: "dhmt" of 2024 and "ntb" of 2025 are no heirs of one another.
"""

from collections.abc import Mapping
from typing import Final

from data.units.structures import StructureId

_2024: Final[Mapping[str, str]] = {
    "tdmn": "02 04 06 08 10 11 12 14 15 17 19 20 24 25",
    "dbsh": "01 22 26 27 30 31 33 34 35 36 37",
    "dhmt": "38 40 42 44 45 46 48 49 51 52 54 56 58 60",
    "tn": "62 64 66 67 68",
    "dnb": "70 72 74 75 77 79",
    "dbscl": "80 82 83 84 86 87 89 91 92 93 94 95 96",
}
_2025: Final[Mapping[str, str]] = {
    "tdmn": "04 08 11 12 14 15 19 20 25",
    "dbsh": "01 22 24 31 33 37",
    "btb": "38 40 42 44 46",
    "ntb": "48 51 52 56 66 68",
    "dnb": "75 79 80",
    "dbscl": "82 86 91 92 96",
}


def regions(structure: StructureId) -> dict[str, frozenset[str]]:
    """Return the regions of a structure, north to south: code → codes of its provinces.

    Structures added later keep the latest table; a province that it does not name is in no region.
    """
    table = _2024 if structure == "2024" else _2025
    return {code: frozenset(provinces.split()) for code, provinces in table.items()}


def name(region: str) -> str:
    """Return the words key of a region's name."""
    return f"regions.{region}"
