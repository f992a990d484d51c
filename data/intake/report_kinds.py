"""The kinds of report that can be read: one record a kind, and all that depends on the kind follows from it.

Recognised are tables, and whole workbooks of forms. A kind is added by a record in KINDS and its words in data/i18n.
Tables on their side (data.intake.turned) are no kind of their own: they say of communes or villages what upright ones
do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, Literal, TypeAlias

from data.intake import (
    attendance,
    checks,
    code_columns,
    figures,
    levels_alone,
    match_units,
    merged_communes,
    own_form,
    placement,
    rows,
    table_level,
    team_list,
    team_register,
    team_rows,
    village_records,
    village_report,
)
from data.intake.body import Frame, TableLevel
from data.intake.columns import Column, by_role
from data.intake.figures import Record
from data.intake.layout import Block
from data.intake.match_units import Placed
from data.intake.problems import Problem
from data.intake.result import Checked, Given
from data.intake.table_body import Body
from data.intake.tables import Table
from data.spreadsheets.reader import Progress, RawSheet
from data.storage.json_values import one_of
from data.units.tables.reading import LEVELS

Columns: TypeAlias = tuple[Column, ...]
Answers: TypeAlias = Mapping[str, object]
Read: TypeAlias = Sequence[tuple[Table, Sequence[Placed]]]
Scales: TypeAlias = Mapping[int, int | None]


@dataclass(frozen=True)
class Rows:
    """How tables of a kind are told from others, read and checked.

    level: what one row is about. of_rows: gives each row its role. place: finds the unit of each row. records: takes
    the tables to records, and says what is wrong. is_one: whether a table is of the kind; None where the names in its
    rows tell the level, and with it the kind. of_columns: what its columns are, where the kind says more of them.
    """

    level: TableLevel
    of_rows: Callable[[Block, Columns, Frame, Scales, Progress | None], Body]
    place: Callable[[Table, Answers, date], Sequence[Placed]]
    records: Callable[[Read, date], tuple[Sequence[Record], list[Problem]]]
    is_one: Callable[[Block, Columns, Frame], bool] | None = None
    of_columns: Callable[[Columns], Columns] = lambda columns: columns


@dataclass(frozen=True)
class ReportKind:
    """A kind of report; its words are "intake.kind.<name>".

    rows: for a kind of tables. of_report: whether a report of these tables, under these titles, is called so; without
    it, one that has a table of the kind is. whole: reads a workbook that is no table at all, None where it is no such
    workbook. into: what a draft of it holds: figures; teams that are listed whole, with their people; a course and who
    attended.
    """

    name: str
    rows: Rows | None = None
    of_report: Callable[[Sequence[Table], Sequence[str]], bool] | None = None
    whole: Callable[[list[RawSheet], Given], Checked | None] | None = None
    into: Literal["figures", "register", "course"] = "figures"

    @property
    def words(self) -> str:
        """Return the key of what people call the kind."""
        return f"intake.kind.{self.name}"

    def is_of(self, tables: Sequence[Table], titles: Sequence[str]) -> bool:
        """Say whether a report of these tables is of the kind."""
        if self.of_report is not None:
            return self.of_report(tables, titles)
        return any(table.kind == self.name for table in tables)


def rows_of_units(
    level: TableLevel, block: Block, columns: Columns, frame: Frame, scales: Scales, progress: Progress | None
) -> Body:
    """Give each row its role in a table of a row a unit, a village or a person."""
    return rows.classify(block, columns, frame, level, scales=scales, progress=progress)


def place_by_name(table: Table, answers: Answers, on: date) -> list[Placed]:
    """Find the unit of each row by its own name."""
    level = one_of(table.level, LEVELS)
    codes = code_columns.of_table(table, answers)
    return match_units.place_rows(
        list(table.body),
        sheet=table.sheet,
        level=level,
        frame=table.frame,
        by="label",
        answers=answers,
        on=on,
        codes_hold=codes.hold if codes else None,
    )


def place_by_commune(table: Table, answers: Answers, on: date) -> Sequence[Placed]:
    """Find the commune that each row lies in; the teams of districts among the rows are of their district."""
    if table.level == "village":
        return placement.of_villages(table, answers, on)
    apart = team_list.of_districts(table) if table.level == "team" else []
    own = {id(item.row) for item in apart}
    below = [row for row in table.body if id(row) not in own] if apart else list(table.body)
    return apart + match_units.place_rows(
        below, sheet=table.sheet, level="commune", frame=table.frame, by="commune", answers=answers, on=on
    )


def records_of_villages(read: Read, as_of: date) -> tuple[Sequence[Record], list[Problem]]:
    """Take the rows of tables of figures of villages."""
    made = [village_records.of_table(table, placed) for table, placed in read]
    return (made[0] if len(made) == 1 else [record for records in made for record in records]), []


def records_of_figures(read: Read, as_of: date) -> tuple[list[Record], list[Problem]]:
    """Take the rows of tables of figures; communes that were merged after the day of the report are added."""
    found: list[Record] = []
    problems: list[Problem] = []
    for table, placed in read:
        made = figures.records(table, placed)
        if table.level == "commune" and table.frame.structure == "2024":
            made, added = merged_communes.add_up(made, placed, on=as_of)
            problems += added
        found += made
    return found, problems


def _people(read: Read, as_of: date) -> tuple[list[Record], list[Problem]]:
    found = [team_register.records(table, placed, as_of=as_of) for table, placed in read]
    return [record for made, _ in found for record in made], [problem for _, wrong in found for problem in wrong]


def _teams(read: Read, as_of: date) -> tuple[list[Record], list[Problem]]:
    made, problems = team_list.records(read, as_of=as_of)
    return made, problems + checks.parts(team_list.parts(made))


def _levels(read: Read, as_of: date) -> tuple[list[Record], list[Problem]]:
    """Take the rows of levels to figures of the unit that the titles name; tell where they name none."""
    found, problems = records_of_figures(read, as_of)
    nobody = [table for table, placed in read if placed and all(item.unit is None for item in placed)]
    return found, [
        *problems,
        *(Problem("levels_of_nobody", {}, table.sheet, table.block.top + 1) for table in nobody),
    ]


def _place_levels(table: Table, _: Answers, __: date) -> list[Placed]:
    return levels_alone.place(table)


def _rows_of_teams(block: Block, columns: Columns, frame: Frame, _: Scales, __: Progress | None) -> Body:
    return team_rows.classify(block, columns, frame)


def _names_people(_: Block, columns: Columns, __: Frame) -> bool:
    return by_role(columns, "person") is not None


def _lists_teams(block: Block, columns: Columns, _: Frame) -> bool:
    listed = team_rows.is_list(columns) and not team_rows.counts_by_level(columns)
    return listed or team_rows.names_several(block, columns)


def _of_units(level: TableLevel) -> Rows:
    return Rows(level, partial(rows_of_units, level), place_by_name, records_of_figures)


def _is_our_own(tables: Sequence[Table], _: Sequence[str]) -> bool:
    return {table.sheet for table in tables} <= {own_form.SHEET, own_form.TEAMS}


def _is_attendance(tables: Sequence[Table], titles: Sequence[str]) -> bool:
    return any(table.kind == "register" for table in tables) and attendance.is_titled(titles)


_REGISTER: Final = Rows(
    "person",
    partial(rows_of_units, "person"),
    place_by_commune,
    _people,
    is_one=_names_people,
    of_columns=team_rows.of_members,
)
_LEVELS: Final = Rows(
    "province", partial(rows_of_units, "province"), _place_levels, _levels, is_one=levels_alone.is_one
)
_TEAMS: Final = Rows("team", _rows_of_teams, place_by_commune, _teams, is_one=_lists_teams)
_VILLAGES: Final = Rows("village", partial(rows_of_units, "village"), place_by_commune, records_of_villages)

KINDS: Final[tuple[ReportKind, ...]] = (
    ReportKind("village_sheet", whole=village_report.read),
    ReportKind("template", of_report=_is_our_own),
    ReportKind("attendance", of_report=_is_attendance, into="course"),
    ReportKind("register", _REGISTER, into="register"),
    ReportKind("levels", _LEVELS),
    ReportKind("teams", _TEAMS),
    ReportKind("villages", _VILLAGES),
    ReportKind("communes", _of_units("commune")),
    ReportKind("districts", _of_units("district")),
    ReportKind("provinces", _of_units("province")),
)
"""All kinds. A table is of the first that knows it; a report is called after the first that it is of."""


def named(name: str) -> ReportKind:
    """Return the kind of a name. Raises KeyError."""
    return {kind.name: kind for kind in KINDS}[name]


def of_table(block: Block, columns: Columns, frame: Frame) -> tuple[str, Rows]:
    """Return the kind of a table, and how it is read: the first that knows it, else by the level of its names."""
    known = [(kind.name, kind.rows) for kind in KINDS if kind.rows is not None]
    for name, how in known:
        if how.is_one is not None and how.is_one(block, columns, frame):
            return name, how
    level = table_level.level_of(block, columns, frame)
    return next((name, how) for name, how in known if how.level == level and how.is_one is None)


def of_report(tables: Sequence[Table], titles: Sequence[str]) -> str:
    """Return the kind of a report by the tables that its figures come from."""
    return next(kind.name for kind in KINDS if kind.is_of(tables, titles))


def of_level(level: TableLevel) -> str:
    """Return the kind of a report that says figures of units of a level, whatever its shape."""
    return next(kind.name for kind in KINDS if kind.rows and kind.rows.level == level and kind.rows.is_one is None)


def read_whole(sheets: list[RawSheet], given: Given) -> Checked | None:
    """Check a workbook that is no table; None for any other. Raises Refused where it says no day."""
    for kind in KINDS:
        if kind.whole is not None and (checked := kind.whole(sheets, given)) is not None:
            return checked
    return None
