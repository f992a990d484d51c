"""What the rows of a table's body are: their roles, what each says, and what is known before they are read."""

from dataclasses import dataclass, field
from typing import Literal

from data.intake import gazetteer
from data.intake.levels_in_rows import RowLevel
from data.spreadsheets.cells import Read
from data.units.register import Level, StructureId

RowRole = Literal["data", "group", "total", "heading", "numbers", "other", "blank"]
TableLevel = Literal["province", "district", "commune", "village", "person", "team"]


@dataclass(slots=True)
class BodyRow:
    """A row below a heading, never changed. `row` counts from 1 as in the spreadsheet.

    `label` is the text that names the row; `district` a code or None; `commune` and `province` texts as typed
    ("" where none), `district_text` likewise; `reads` the indicator columns by place; `numbered` says that the
    row's index is a plain number, `ragged` that the row has more or fewer cells than its heading; `team_level` that it
    is about the unit's teams of one level.
    """

    row: int
    role: RowRole
    label: str = ""
    district: str | None = None
    district_text: str = ""
    commune: str = ""
    province: str = ""
    code: str = ""
    reads: dict[int, Read] = field(default_factory=dict)
    numbered: bool = False
    hidden: bool = False
    ragged: bool = False
    team_level: RowLevel | None = None

    @property
    def has_numbers(self) -> bool:
        """Say whether an indicator column of the row holds a number of any sort."""
        return any(read.kind in ("count", "share", "fraction", "error") for read in self.reads.values())


@dataclass(frozen=True)
class Frame:
    """What is known before the rows are read: structure, province, and the district, commune and village of titles."""

    structure: StructureId
    province: str | None
    district: str | None = None
    commune: str = ""
    village: str = ""

    def mentions(self, text: str, *, level: Level) -> list[str]:
        """List the codes of the units of a level that a title names, within what is known."""
        return gazetteer.mentions(text, structure=self.structure, level=level, province=self.province)

    def names_mentioned(self, text: str, *, level: Level) -> list[str]:
        """List the names in a title that units of a level bear, within what is known: one unit or several."""
        return gazetteer.names_mentioned(text, structure=self.structure, level=level, province=self.province)
