"""Rows that are about the teams of one level of a unit: "Tổ cấp xã", "Tổ CNSCĐ xã Thất Khê", "Cấp thôn".

What such a row counts belongs to the unit, under the indicator of its level; what a unit's own row says beside them is
their sum, and never added to them.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal

from data.intake import gazetteer
from data.intake.gazetteer import COMMUNE_KINDS, DISTRICT_KINDS
from data.intake.labels import team_place
from data.intake.team_words import level_in_name, level_of
from data.units.names import fold

RowLevel = Literal["village", "commune", "district", "apart", "unknown"]
"""What level a row says: "apart" is one that no unit's teams are counted with (province, volunteers, schools),
"unknown" a word that nobody taught."""

_COUNTED: Final[Mapping[RowLevel, Mapping[str, str]]] = {
    "village": {"teams": "teams_village", "members": "members_village"},
    "commune": {"teams": "teams_commune", "members": "members_commune"},
    "district": {"teams": "teams_district"},
}
_BEGIN: Final = frozenset({"tổ", "độ", "cấ", "cá", "da", "cô", "cn", "sở", "tỉ", "ng", "tr"})
"""How the words begin that such names begin with: a register has a hundred thousand other names."""
_APART: Final = frozenset(
    fold(f"{before}{place}")
    for before in ("", "cấp ", "tổ cấp ", "tổ ", "tổ cnscđ cấp ", "tổ công nghệ số cộng đồng cấp ")
    for place in ("tỉnh", "trung ương", "sở", "sở ngành", "sở, ban, ngành", "ngành")
)


def of_cell(told: str) -> RowLevel:
    """Return the level that a cell of a column of levels says; it says something."""
    return "apart" if is_above(told) else _counted(level_of(told)) or "unknown"


def is_above(told: str) -> bool:
    """Say whether a text names a level above those that teams are counted by: the province's, an office's."""
    return fold(told) in _APART


@lru_cache(maxsize=4096)
def of_label(label: str) -> RowLevel | None:
    """Return the level that a row's own name says; None for the name of a unit."""
    if label[:2].lower() not in _BEGIN:
        return None
    if is_above(label):
        return "apart"
    words = fold(label).split()
    if words[:1] in (["tổ"], ["cấp"], ["đội"], ["các"]) and len(words) > 1 and (level := _counted(level_of(label))):
        return level
    place = team_place(label)
    if place == label:
        return None
    if level_in_name(label) is not None:
        return "apart"
    kind = gazetteer.kind_of(place)
    if kind in COMMUNE_KINDS:
        return "commune"
    if kind == "tỉnh":
        return "apart"
    return "district" if kind in DISTRICT_KINDS else None


def is_of_team(label: str) -> bool:
    """Say whether a name is a team's or a level's rather than a unit's; quickly, for the names of a register."""
    return label[:2].lower() in _BEGIN and (of_label(label) is not None or team_place(label) != label)


def village_of(label: str) -> str:
    """Return the village in the name of a team ("Tổ CNSCĐ thôn Cốc Lải" → "Thôn Cốc Lải"); other names stay."""
    place = team_place(label)
    return place if place != label and gazetteer.is_village(place) else label


def indicator_of(level: RowLevel, indicator: str) -> str | None:
    """Return the indicator that a count of a row of a level is; None for one that is not told of levels."""
    known = _COUNTED.get(level, {})
    return indicator if indicator in known.values() else known.get(indicator)


def _counted(level: str | None) -> RowLevel | None:
    if level in ("volunteer", "school"):
        return "apart"
    return next((each for each in _COUNTED if each == level), None)
