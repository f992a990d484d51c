"""Rows that have their unit → records of counts, each figure with the cell it came from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Literal, get_args

from data.catalogue import scores
from data.i18n import DEFAULT_LANGUAGE
from data.intake import ratings
from data.intake.body import BodyRow
from data.intake.layout import cell
from data.intake.levels_in_rows import indicator_of
from data.intake.match_units import Placed
from data.intake.members import Person
from data.intake.origin import Cell
from data.intake.problems import Kind, Problem
from data.intake.tables import Table
from data.intake.team_reported import TeamTold
from data.spreadsheets import cells as values
from data.spreadsheets.cells import NUMBER_FORMAT, UNCLEAR_MARKS, Read
from data.storage.json_values import one_of
from data.units.names import fold
from data.units.register import Unit

RecordLevel = Literal["province", "district", "commune", "village"]
RECORD_LEVELS: Final[tuple[RecordLevel, ...]] = get_args(RecordLevel)
FAULTS: Final[Mapping[str, Kind]] = {
    "text": "not_number",
    "fraction": "fraction",
    "share": "share_in_count",
    "error": "error_cell",
    "no_score": "no_score",
    "no_state": "no_state",
}


@dataclass
class Record:
    """What the report says of one unit: `counts` by indicator, None where the cell says nothing.

    `unit` is the unit itself, or for a village (`village` is its name as typed) the commune it lies in. `columns`
    has the letters of each indicator's column, `moved` the cells of figures that came from another row. `teams` and
    `people` are those that lists and registers name there, `known_village` the id of the village where it is published.
    """

    level: RecordLevel
    unit: Unit
    at: Cell
    counts: dict[str, int | None]
    columns: Mapping[str, str]
    village: str | None = None
    qualifiers: dict[str, str] = field(default_factory=dict)
    moved: dict[str, Cell] = field(default_factory=dict)
    teams: tuple[TeamTold, ...] = ()
    people: tuple[Person, ...] = ()
    known_village: str | None = None

    def cell(self, indicator: str) -> Cell:
        """Return the cell that a figure came from."""
        here = Cell(self.at.sheet, self.at.row, self.columns.get(indicator, self.at.column))
        return self.moved.get(indicator, here)


class RecordMaker:
    """Makes the records of a table's rows. A negative count is a problem and no figure; villages have no scores and
    states."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._level: RecordLevel = one_of(table.level, RECORD_LEVELS)
        self._names_villages = self._level == "village"
        rated = [name for name in table.indicators if self._names_villages and ratings.is_rating(name)]
        left_out = {code for name in rated for code in _fed(name)}
        letters = {code: table.column(at).letter for name, at in table.indicators.items() for code in _fed(name)}
        self._letters = {code: letter for code, letter in letters.items() if code not in left_out}
        plain = table.indicators.keys() == self._letters.keys()
        self._plain = list(table.indicators.items()) if plain else []

    def of(self, item: Placed) -> list[Record]:
        """Return the record of a row that has its unit; none of other rows, and of rows of no counted level."""
        if item.unit is None:
            return []
        row, reads, table = item.row, item.row.reads, self._table
        if row.team_level is not None:
            return _of_level(table, row, item.unit)
        if self._plain and reads:
            counts = {indicator: reads[at].count for indicator, at in self._plain}
        else:
            told = table.figures(reads)
            counts = {indicator: told[indicator] for indicator in self._letters}
        village = row.label if self._names_villages else None
        record = Record(self._level, item.unit, Cell(table.sheet, row.row, "A"), counts, self._letters, village)
        for indicator, at in table.doubtful if reads else ():
            read = reads[at]
            if read.count is not None and read.count < 0:
                counts[indicator] = None
            if read.qualifier not in ("", values.ROUNDED) and indicator in self._letters:
                record.qualifiers[indicator] = read.qualifier
        return [record]


def records(table: Table, placed: Iterable[Placed]) -> list[Record]:
    """Make a record of every row that has its unit."""
    maker = RecordMaker(table)
    return [record for item in placed for record in maker.of(item)]


def _fed(column: str) -> Iterable[str]:
    """Return the indicators that a column feeds."""
    return ratings.counts(column, values.BLANK)


def _of_level(table: Table, row: BodyRow, place: Unit) -> list[Record]:
    """Make the record of a row about the teams of one level of a unit: its counts are those of the level."""
    level = row.team_level
    if level is None or level in ("apart", "unknown"):
        return []
    named = {name: into for name in table.indicators if (into := indicator_of(level, name))}
    reads = {name: row.reads.get(table.indicators[name], values.BLANK) for name in named}
    counts = {into: reads[name].count for name, into in named.items() if (reads[name].count or 0) >= 0}
    letters = {into: table.column(table.indicators[name]).letter for name, into in named.items()}
    said = {into: reads[name].qualifier for name, into in named.items() if reads[name].qualifier}
    at = Cell(table.sheet, row.row, "A")
    return [Record(place.level, place, at, counts, letters, qualifiers=said)] if counts else []


def of_levels(table: Table) -> list[Problem]:
    """Name what rows of one level's teams say that is not taken: levels that count with no unit, words that tell no
    level, and counts that are not told of levels."""
    out: list[Problem] = []
    left: dict[int, BodyRow] = {}
    for row in table.body.apart:
        if row.team_level == "apart" and row.has_numbers:
            out.append(Problem("level_apart", {"label": row.label}, table.sheet, row.row, value=row.label))
        elif row.team_level == "unknown":
            out.append(Problem("team_level", {}, table.sheet, row.row, value=row.label))
        elif row.team_level is not None:
            for name, at in table.indicators.items():
                if indicator_of(row.team_level, name) is None and row.reads.get(at, values.BLANK).count is not None:
                    left.setdefault(at, row)
    for at, row in left.items():
        told = {"heading": table.column(at).heading}
        out.append(Problem("level_column", told, table.sheet, row.row, table.column(at).letter))
    return out


def cell_problems(table: Table) -> list[Problem]:
    """List what the indicator cells of the data rows hold that is no count, and marks that may mean two things."""
    out: list[Problem] = []
    unclear: Counter[tuple[int, str]] = Counter()
    first: dict[tuple[int, str], int] = {}
    faults = table.block.sheet.faults
    columns = list(table.counts.items()) if faults else table.doubtful
    places = [at for _, at in columns]
    for row in table.body.rows_to_look_at(places, faults) if columns or table.block.sheet.delimited else ():
        if row.role != "data":
            continue
        if row.ragged:
            out.append(_ragged(table, row))
            continue
        for indicator, at in columns:
            read = row.reads.get(at, values.BLANK)
            if read.kind == "count" and (read.count or 0) >= 0 and not read.qualifier:
                continue
            if read.kind == "blank" and not faults:
                continue
            shown = _shown(cell(table.block.sheet, row.row - 1, at))
            letter = table.column(at).letter
            known = ratings.indicator(indicator) if indicator in table.indicators else None
            here = partial(Problem, sheet=table.sheet, row=row.row, column=letter, indicator=known)
            if read.kind in FAULTS:
                told = {"suggestion": _suggestion(shown, read)} | ratings.allowed(indicator)
                out.append(here(FAULTS[read.kind], told, value=shown))
            elif read.kind == "blank" and (error := faults.get((row.row - 1, at))) is not None:
                out.append(_fault(error, here))
            elif read.kind == "mark":
                mark = (at, shown.lower())
                unclear[mark] += 1
                first.setdefault(mark, row.row)
            elif read.count is not None and read.count < 0:
                out.append(here("negative", value=shown))
            elif read.qualifier not in ("", values.ROUNDED):
                out.append(here("qualifier", {"qualifier": read.qualifier, "count": read.count}, value=shown))
    for (at, written), times in unclear.items():
        out.append(
            Problem(
                "unclear_mark",
                {"times": times, "zero": written in UNCLEAR_MARKS or written in "-–—−"},
                table.sheet,
                first[at, written],
                table.column(at).letter,
                written,
                indicator=ratings.indicator(table.column(at).indicator),
            )
        )
    return out


def _ragged(table: Table, row: BodyRow) -> Problem:
    rows, block = table.block.sheet.rows, table.block
    told = {"count": len(rows[row.row - 1]), "of": max(len(rows[at]) for at in range(block.top, block.bottom + 1))}
    return Problem("ragged_row", told, table.sheet, row.row, value=row.label)


def _fault(error: str, here: "partial[Problem]") -> Problem:
    """Name what is wrong with a cell that the sheet has no readable value of."""
    if error.startswith(NUMBER_FORMAT):
        code, _, stored = error.removeprefix(NUMBER_FORMAT).rpartition("|")
        return here("number_format", {"format": code}, value=stored)
    return here("error_cell" if error else "uncomputed", value=error)


def merged_counts(table: Table) -> list[Problem]:
    """List the counts that one cell gives for several rows of data at once: nobody can tell them apart."""
    data = {row - 1 for row in table.body.data_rows()} if table.block.sheet.merges else set()
    places = {at: ratings.indicator(table.column(at).indicator) for at in table.counts.values()}
    out = []
    for top, left, bottom, _ in table.block.sheet.merges:
        rows = data.intersection(range(top, bottom + 1)) if left in places and bottom > top else ()
        shown = _shown(cell(table.block.sheet, top, left)) if len(rows) > 1 else ""
        if shown:
            letter = table.column(left).letter
            out.append(Problem("merged_count", {}, table.sheet, top + 1, letter, shown, indicator=places[left]))
    return out


def _shown(value: values.Cell) -> str:
    return "" if value is None else str(value)[:80]


def _suggestion(shown: str, read: Read) -> str:
    """Return what a fraction with three decimals most likely was: 1.676 → "1676"."""
    whole, dot, part = shown.partition(".")
    return whole + part if read.kind == "fraction" and dot and len(part) == 3 else ""


def merge(found: Iterable[Record]) -> tuple[list[Record], list[Problem]]:
    """Join the records of one unit that several tables hold; tell where two cells disagree or a row repeats.

    Tables of different columns complete each other. The same unit twice in one table is an error; of two
    different figures for one indicator neither is taken.
    """
    by_unit: dict[tuple[str, str, str], Record] = {}
    problems: list[Problem] = []
    for record in found:
        key = (record.level, record.unit.code, values_key(record.village))
        before = by_unit.get(key)
        if before is None:
            by_unit[key] = record
        elif before.at.sheet == record.at.sheet and set(before.counts) & set(record.counts):
            problems.append(_twice(record, before))
        else:
            problems += _joined(before, record)
    return list(by_unit.values()), problems


def values_key(village: str | None) -> str:
    """Return what village names are compared by; "" for other units."""
    return fold(village) if village else ""


def _twice(record: Record, before: Record) -> Problem:
    kind: Kind = "village_twice" if record.village else "duplicate"
    name = record.village or record.unit.name
    return Problem(
        kind,
        {"name": name, "commune": record.unit.name, "first": before.at.row, "sheet": before.at.sheet},
        record.at.sheet,
        record.at.row,
        "A",
        name,
        code=record.unit.code,
    )


def _joined(into: Record, other: Record) -> list[Problem]:
    problems = []
    into.teams += other.teams
    into.people += other.people
    for indicator, count in other.counts.items():
        mine = into.counts.get(indicator)
        if count is None:
            into.counts.setdefault(indicator, None)
        elif mine is None:
            into.counts[indicator], into.moved[indicator] = count, other.cell(indicator)
        elif mine != count:
            here, there = other.cell(indicator), into.cell(indicator)
            problems.append(
                Problem(
                    "duplicate",
                    {"name": other.unit.name, "first": there.row, "sheet": there.sheet, "commune": other.unit.name},
                    here.sheet,
                    here.row,
                    here.column,
                    scores.written(indicator, count, DEFAULT_LANGUAGE),
                    other.unit.code,
                    indicator,
                )
            )
    into.qualifiers.update(other.qualifiers)
    return problems
