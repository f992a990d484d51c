"""What the team finder looks for, and how its link says it.

Nothing here touches the address: components.state.selection reads and writes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Literal

from components.state import link_text
from data.catalogue.team_codes import DIFFICULTIES, LEVELS, PAPER_DAYS, STATUSES, Difficulty, Status, TeamLevel
from data.teams.finder import GAPS, SORTS, Gap, Query, Sort
from data.units.register import StructureId
from data.units.structures import in_force

ROWS: Final = 50
DAYS: Final = (30, PAPER_DAYS, 180, 365)
Layout = Literal["list", "side"]
LAYOUTS: Final[tuple[Layout, ...]] = ("list", "side")


@dataclass(frozen=True)
class TeamsView:
    """Which teams are looked for and how they are shown. unit: "" for the country.

    difficulty: "" for any; days: after how many without an activity a team counts as inactive; sort: "" for what
    suits the question (by name; teams on paper by when they last did something); layout: a list, or side by side.
    """

    structure: StructureId = field(default_factory=in_force)
    unit: str = ""
    levels: tuple[TeamLevel, ...] = ()
    statuses: tuple[Status | Literal["unknown"], ...] = ()
    gaps: tuple[Gap, ...] = ()
    difficulty: Difficulty | Literal[""] = ""
    text: str = ""
    days: int = PAPER_DAYS
    sort: Sort | Literal[""] = ""
    falling: bool = False
    page: int = 1
    layout: Layout = "list"

    @property
    def ordered_by(self) -> Sort:
        """Return what the teams are sorted by."""
        return self.sort or ("last_active" if "paper" in self.gaps else "name")

    @property
    def offset(self) -> int:
        """Return how many teams stand before the page shown."""
        return (self.page - 1) * ROWS

    def query(self) -> Query:
        """Return the question for the data."""
        return Query(
            structure=self.structure,
            unit=self.unit or None,
            levels=self.levels,
            statuses=self.statuses,
            gaps=self.gaps,
            difficulty=self.difficulty or None,
            text=self.text,
            days=self.days,
        )

    def changed(self, **changes: Any) -> "TeamsView":
        """Return the view with changes; all but a turn of the page or the layout lead to the first page."""
        if not changes.keys() <= {"page", "layout"}:
            changes = {"page": 1, **changes}
        return replace(self, **changes)


# The short names of the link; those that the map's link has too mean the same.
NAMES: Final = {
    "structure": "s",
    "unit": "u",
    "levels": "level",
    "statuses": "status",
    "gaps": "gap",
    "difficulty": "d",
    "text": "q",
    "days": "days",
    "sort": "by",
    "falling": "desc",
    "page": "n",
    "layout": "b",
}
_LONGEST = 80  # letters of a text looked for


def read(parameters: Mapping[str, str]) -> TeamsView:
    """Read the parameters of a link; what is unknown falls back to its default, but for the unit.

    A unit that the structure does not have stays, so that whoever asks sees that, and not another one's teams.
    """
    values = {name: parameters.get(short, "").strip() for name, short in NAMES.items()}
    page, days = values["page"], values["days"]
    structure = link_text.structure(values["structure"])
    return TeamsView(
        structure=structure,
        unit=link_text.unit(structure, values["unit"], districts=True) or link_text.tidy(values["unit"]),
        levels=_among(values["levels"], LEVELS),
        statuses=_among(values["statuses"], (*STATUSES, "unknown")),
        gaps=_among(values["gaps"], GAPS),
        difficulty=values["difficulty"] if values["difficulty"] in DIFFICULTIES else "",
        text=values["text"][:_LONGEST],
        days=int(days) if days.isdecimal() and 0 < int(days[:6]) <= 3660 else PAPER_DAYS,
        sort=values["sort"] if values["sort"] in SORTS else "",
        falling=values["falling"] == "1",
        page=int(page) if page.isdecimal() and 0 < int(page[:9]) < 100_000 else 1,
        layout="side" if values["layout"] == "side" else "list",
    )


def written(view: TeamsView) -> dict[str, str]:
    """Return every parameter of the view's link, "" for what is at its default."""
    plain = TeamsView()
    return {
        NAMES[f.name]: "" if getattr(view, f.name) == getattr(plain, f.name) else _text(getattr(view, f.name))
        for f in fields(TeamsView)
    }


def link(view: TeamsView) -> dict[str, str]:
    """Return the parameters that a link to the view needs."""
    return {name: value for name, value in written(view).items() if value}


def _among(text: str, allowed: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return those of a closed list that a parameter names, in the order of the list."""
    named = text.replace(",", ".").split(".")
    return tuple(word for word in allowed if word in named)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return ".".join(value) if isinstance(value, tuple) else str(value)
