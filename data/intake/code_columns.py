"""A column of codes beside names: trusted where most agree; where most do not, nobody can tell which are wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from data.intake import gazetteer
from data.intake.body import BodyRow
from data.intake.columns import by_role
from data.intake.headings import stable
from data.intake.tables import Table
from data.units import lookup
from data.units.register import Level, StructureId, units

CodeAnswer = Literal["by_name", "by_code"]
BY_NAME: Final = "by_name"
BY_CODE: Final = "by_code"

_ENOUGH: Final = 300
_MOST: Final = 0.5
_DIGITS: Final[Mapping[Level, int]] = {"province": 2, "district": 3, "commune": 5}


@dataclass(frozen=True)
class CodeColumn:
    """A column of codes: `agree` where most codes are those of the names beside them, else `differ` where they are of
    other units, `strange` where they are of none. `answer` says which holds where they differ, None while undecided."""

    at: int
    heading: str
    sense: Literal["agree", "differ", "strange"]
    example: str = ""
    answer: CodeAnswer | None = None

    @property
    def hold(self) -> bool | None:
        """Say whether codes go before names; None where codes that agree decide together with them."""
        return None if self.sense == "agree" else self.answer == BY_CODE

    @property
    def is_asked(self) -> bool:
        """Say whether somebody has to decide which of codes and names hold."""
        return self.sense == "differ" and self.answer is None

    @property
    def question(self) -> str:
        """Return the id of the question which of names and codes hold: the same for the same heading next month."""
        return _question(self.heading)


def of_table(table: Table, answers: Mapping[str, object]) -> CodeColumn | None:
    """Return the column of codes of a table with a row a unit, with what was decided; None where there is none."""
    at = by_role(table.columns, "code")
    level = next((level for level in _DIGITS if level == table.level), None)
    if at is None or level is None:
        return None
    column = table.column(at)
    rows = [row for row in table.body if row.role == "data" and row.code and row.label][:_ENOUGH]
    sense = _sense(rows, table.frame.structure, level)
    if sense is None:
        return None
    answer = answers.get(_question(column.heading))
    decided: CodeAnswer | None = BY_CODE if answer == BY_CODE else BY_NAME if answer == BY_NAME else None
    return CodeColumn(at, column.heading or column.letter, sense, _example(rows), decided)


def _question(heading: str) -> str:
    return f"codes:{stable(heading)}"


def _sense(rows: list[BodyRow], structure: StructureId, level: Level) -> Literal["agree", "differ", "strange"] | None:
    if not rows:
        return None
    known = units(structure, level).index
    own = [row.code.zfill(_DIGITS[level]) for row in rows if len(row.code) >= _DIGITS[level] - 1]
    agreeing = sum(_agrees(row, structure, level) for row in rows)
    if agreeing >= _MOST * len(rows):
        return "agree"
    return "differ" if sum(code in known for code in own) >= _MOST * len(rows) else "strange"


def _agrees(row: BodyRow, structure: StructureId, level: Level) -> bool:
    found = lookup.find(row.code, structure=structure, level=level).unit
    return found is not None and gazetteer.is_name_of(row.label, name=found.name, short=found.short)


def _example(rows: list[BodyRow]) -> str:
    return ", ".join(f"{row.code} – {row.label}" for row in rows[:2])
