"""The people of a register: one row a person; they stay apart from the figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.intake.columns import Role, by_role
from data.intake.layout import cell
from data.intake.match_units import Placed
from data.intake.tables import Table
from data.spreadsheets import cells as values

_TICKS: Final = frozenset(
    {
        "x",
        "✓",
        "✔",
        "v",
        "có",
        "rồi",
        "đã",
        "đã tập huấn",
        "đã được tập huấn",
        "1",
        "☑",
        "true",
        "yes",
        "đạt",
    }
)
_CROSSES: Final = frozenset({"0", "không", "chưa", "false", "no", "chưa tập huấn", "chưa được tập huấn", "ko"})
_BLANKS: Final = frozenset({"", "-", "–"})


@dataclass(frozen=True)
class Person:
    """A member as the register has them. Personal data: kept in the table of people alone, never shown with figures.

    `trained` and `other_posts` are None where the register does not say.
    """

    village: str
    commune: str
    name: str
    birth_year: int | None
    phone: str | None
    post: str | None
    organisation: str | None
    role: str | None
    trained: bool | None
    other_posts: int | None


def people(table: Table, placed: Sequence[Placed]) -> list[tuple[Placed, Person]]:
    """Read the people of the rows whose commune is known."""
    ticks = _ticks_tell(table)
    return [(item, _person(table, item, ticks=ticks)) for item in placed if item.unit is not None]


def _ticks_tell(table: Table) -> bool:
    """Say whether a blank cell means "not trained": only where somebody in the table is ticked."""
    at = by_role(table.columns, "trained")
    return at is not None and any(
        str(cell(table.block.sheet, row.row - 1, at) or "").strip().lower() in _TICKS
        for row in table.body
        if row.role == "data"
    )


def _person(table: Table, item: Placed, *, ticks: bool) -> Person:
    def text(role: Role) -> str | None:
        at = by_role(table.columns, role)
        value = None if at is None else cell(table.block.sheet, item.row.row - 1, at)
        return None if value is None or value == "" else str(value).strip()

    year = text("birth")
    posts = text("other_posts")
    return Person(
        village=item.row.label,
        commune=item.unit.code if item.unit else "",
        name=text("person") or "",
        birth_year=_year(year),
        phone=text("telephone"),
        post=text("post"),
        organisation=text("organisation"),
        role=text("role"),
        trained=_trained(text("trained"), ticks=ticks),
        other_posts=values.read(posts).count if posts else None,
    )


def _year(text: str | None) -> int | None:
    """Take the year from "1962", "12/5/1962" or an ISO date."""
    found = re.search(r"(?<!\d)(19\d{2}|20\d{2})(?!\d)", text or "")
    return int(found[1]) if found else None


def _trained(text: str | None, *, ticks: bool) -> bool | None:
    low = (text or "").lower()
    if low in _TICKS:
        return True
    return False if low in _CROSSES or (ticks and low in _BLANKS) else None
