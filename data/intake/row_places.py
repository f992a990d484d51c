"""Which columns of a table say what unit a row is about."""

from dataclasses import dataclass

from data.intake.body import TableLevel
from data.intake.columns import Column, Role, by_role


@dataclass(frozen=True)
class Places:
    """The columns that say which unit a row is about."""

    index: int | None
    name: int | None
    code: int | None
    commune: int | None
    district: int | None
    province: int | None
    kind: int | None


def find_places(columns: tuple[Column, ...], level: TableLevel) -> Places:
    """Return the columns that name the unit of a row in a table of a level, and those that say where it lies."""
    name = {
        "person": by_role(columns, "village", "team"),
        "team": by_role(columns, "village"),
        "village": by_role(columns, "village", "unit", "commune"),
        "commune": by_role(columns, "commune", "unit", "district"),
        "district": by_role(columns, "district", "unit", "commune"),
        "province": by_role(columns, "province", "unit", "district", "commune"),
    }[level]

    def other(role: Role) -> int | None:
        at = by_role(columns, role)
        return None if at == name else at

    commune = other("commune")
    if commune is None and level in ("village", "person", "team"):
        commune = other("unit")
    return Places(
        by_role(columns, "index"),
        name,
        by_role(columns, "code"),
        commune,
        other("district"),
        other("province"),
        by_role(columns, "kind"),
    )
