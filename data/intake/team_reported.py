"""What a list or a register says of one team, on its way to the tables of teams."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from data.catalogue.team_codes import TeamLevel
from data.intake.figures import Cell
from data.intake.members import Person


@dataclass(frozen=True)
class TeamTold:
    """A team as a file tells it; it stands in `extra["teams"]` of the record of its village, commune or district.

    name: as typed, None where the file has none. told: columns of the table of teams, only those that are told: an
    absent column and an empty cell leave what is published. serves: names of villages, people: of a register.
    """

    level: TeamLevel
    name: str | None
    at: Cell
    told: Mapping[str, Any] = field(default_factory=dict)
    serves: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()

    @property
    def is_live(self) -> bool:
        """Say whether the team counts among the teams there are."""
        return self.told.get("status") != "dissolved" and self.told.get("dissolved") is None
