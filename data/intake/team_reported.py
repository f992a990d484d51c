"""What a list or a register says of one team, on its way to the tables of teams."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from data.catalogue.team_codes import TeamLevel
from data.intake.members import Person
from data.intake.origin import Cell

Told: TypeAlias = str | int | date
"""What a cell says of a team: a text, a count or a day."""


@dataclass(frozen=True)
class TeamTold:
    """A team as a file tells it; it stands among the `teams` of the record of its village, commune or district.

    name: as typed, None where the file has none. told: columns of the table of teams, only those that are told: an
    absent column and an empty cell leave what is published. serves: names of villages, people: of a register.
    """

    level: TeamLevel
    name: str | None
    at: Cell
    told: Mapping[str, Told] = field(default_factory=dict)
    serves: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()

    def count(self, name: str) -> int | None:
        """Return a count that is told; None where it is not."""
        value = self.told.get(name)
        return value if isinstance(value, int) else None

    def text(self, name: str) -> str | None:
        """Return a text that is told; None where it is not."""
        value = self.told.get(name)
        return value if isinstance(value, str) else None

    @property
    def is_live(self) -> bool:
        """Say whether the team counts among the teams there are."""
        return self.told.get("status") != "dissolved" and self.told.get("dissolved") is None
