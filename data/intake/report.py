"""Check a report: read it, find its units, ask about the rest, and say what is wrong with it.

checked = check(content, name="bao-cao.xlsx", structure="2024", as_of=date(2023, 6, 30))
checked.records, checked.questions, checked.problems, checked.publishable
"""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from data.access.actor import Actor
from data.access.areas import of_report
from data.catalogue import periods
from data.intake import (
    checks,
    code_columns,
    dates,
    figures,
    gazetteer,
    match_units,
    placement,
    printed,
    questions,
    reading,
    remembered_answers,
    report_kinds,
    row_notes,
    score_columns,
    sheet_totals,
    standing,
    sum_rows,
    tables,
    turned,
    village_records,
    villages,
)
from data.intake.baseline import Known
from data.intake.body import Frame
from data.intake.columns import recognise
from data.intake.figures import RECORD_LEVELS, Record
from data.intake.gazetteer import COMMUNE_KINDS, DISTRICT_KINDS
from data.intake.heading_times import Moment
from data.intake.layout import Block
from data.intake.match_units import Placed
from data.intake.problems import Kind as ProblemKind
from data.intake.problems import Problem
from data.intake.questions import Question
from data.intake.result import Checked, Given
from data.intake.row_notes import LEAVE_ROWS_OUT
from data.intake.tables import Table
from data.intake.turned import TurnedTable
from data.intake.village_records import VillageRecords
from data.releases.questions import Answers
from data.spreadsheets.reader import Progress, RawSheet, Reading, read
from data.storage.collection import without_collection
from data.storage.errors import Refused, StoreFault
from data.units.register import StructureId, Unit, unit

_NO_ANSWERS: Final[Answers] = {}
_NOTHING_KNOWN: Final = Known()
_READ_SHARE: Final = 0.45
_LIKE_A_UNIT: Final = 75.0  # the score from which on a name is like one of the register
_NAMED_COLUMNS: Final[Mapping[str, ProblemKind]] = {
    "target": "target_column",
    "other_period": "period_column",
    "uncounted": "uncounted_column",
}
"""The warnings that name columns of numbers of which no figure is taken, by their role."""


def _load_names() -> None:
    with suppress(Refused, StoreFault):  # raised again where the names are needed
        gazetteer.load()


@without_collection()
def check(
    content: bytes,
    *,
    name: str,
    structure: StructureId | None = None,
    province: str | None = None,
    as_of: date | None = None,
    answers: Answers = _NO_ANSWERS,
    known: Known = _NOTHING_KNOWN,
    reader: Actor | None = None,
    begun: Reading | None = None,
    progress: Progress | None = None,
) -> Checked:
    """Read and check a file's content. `name` is shown only, never used as a path.

    structure: by the date where none is given. province: a name or code; by the names in the file where none
    is given. as_of: by the titles where none is given. answers: by question id; those given to earlier files of
    the form in the area that the report belongs to hold too. reader: who reads it, None for whoever holds the machine's
    files. known: what the current release says, for jumps and villages. begun: the reading of the content, where it
    began earlier. Raises Refused for a file that is unreadable, unsafe, or no report, and where neither file nor caller
    gives a date.
    """
    names = threading.Thread(target=_load_names, daemon=True)
    names.start()  # while the child process parses the file, this one would only wait
    told = _part(progress, 0.0, _READ_SHARE)
    read_sheets = begun.sheets(told) if begun else read(content, progress=told)
    names.join()
    digest = hashlib.sha256(content).hexdigest()
    given = Given(name, digest, structure, province, as_of, answers, known)
    return check_sheets(read_sheets, given, reader=reader, progress=progress)


@without_collection()
def check_sheets(
    read_sheets: Sequence[RawSheet], given: Given, *, reader: Actor | None = None, progress: Progress | None = None
) -> Checked:
    """Check sheets that were read of a file, as `check` does."""
    answers = given.answers
    sheets = printed.kept(read_sheets, digest=given.digest, answers=answers)
    confirmed = partial(printed.confirmed, sheets=read_sheets, digest=given.digest, answers=answers)
    if (checked := report_kinds.read_whole(sheets, given)) is not None:
        return confirmed(checked)
    lying, upright = turned.worksheets(sheets)
    blocks = tables.find(upright)
    if not blocks and not lying:
        raise Refused("intake.no_table")
    above = [*((block.sheet, block.above) for block in blocks), *((table.sheet, table.titles) for table in lying)]
    titles = [text for sheet, texts in above[:40] for text in (*(text for _, text in texts), sheet.name)]
    day = standing.day_of(above, sheets, given=given.as_of, answers=answers)
    if day is None:
        raise Refused("intake.no_date")
    labels = [label for table in lying for label in turned.labels(table)]
    stands = standing.structure_of(
        blocks, titles, day.as_of, beside=labels, given=given.structure, province=given.province, answers=answers
    )
    frame = Frame(stands.structure, None)
    where = _province(blocks, titles, frame.structure, given.province, beside=labels)
    form = remembered_answers.fingerprint([*(block.headings for block in blocks), *(table.headings for table in lying)])
    place = of_report(frame.structure, where.code if where else None, reader)
    remembered = remembered_answers.recall(form, place=place)
    settled = {**remembered, **answers}
    moment = Moment(day.as_of, _period_of(day.as_of, day.said))
    found_tables = reading.read(
        blocks,
        structure=frame.structure,
        province=where.code if where else None,
        answers=settled,
        moment=moment,
        progress=_part(progress, _READ_SHARE, 0.8),
    )
    found = _Report(
        given,
        sheets,
        found_tables,
        structure=frame.structure,
        province=where,
        day=day,
        remembered=remembered,
        form=form,
        lying=[turned.with_columns(table, answers=settled, moment=moment) for table in lying],
        doubts=[question for question in (day.question, stands.question) if question],
    )
    return confirmed(found.check(_part(progress, 0.8, 1.0)))


def _part(progress: Progress | None, low: float, high: float) -> Progress | None:
    return None if progress is None else lambda done: progress(low + (high - low) * done)


def _holds_figures(sheet: RawSheet) -> bool:
    """Say whether a sheet looks like a table: several rows with a text and a number."""
    rows = sum(
        any(isinstance(cell, str) for cell in row) and any(isinstance(cell, int | float) for cell in row)
        for row in sheet.rows
    )
    return rows >= 3


def _province(
    blocks: list[Block], titles: list[str], structure: StructureId, given: str | None, *, beside: list[str]
) -> Unit | None:
    """Return the province of a file: the one given, the one in a column of provinces, else the one that the names
    of units tell; None for a file of several provinces."""
    if given:
        return standing.find_province(given, structure)
    read = [(block, recognise(block)) for block in blocks]
    in_cells = {text for block, columns in read for text in tables.texts_of(block, columns, "province")}
    if in_cells:
        codes = {gazetteer.code_of(text, structure=structure, level="province") for text in in_cells}
        return unit(structure, codes.pop() or "") if len(codes) == 1 and None not in codes else None
    labels = [*beside, *(label for block, columns in read for label in tables.labels(block, columns))]
    code = gazetteer.province_of(labels, titles, structure=structure) or standing.province_of_one(titles, structure)
    return unit(structure, code) if code else None


def _province_told(records: Sequence[Record], asked: Sequence[Question]) -> Unit | None:
    """Return the one province that all units of a report lie in, where none is asked about any more."""
    provinces = {(one.structure, one.province) for one in village_records.units(records)}
    if len(provinces) != 1 or any(question.kind == "unit" for question in asked):
        return None
    return unit(*provinces.pop())


def _period_of(as_of: date, said: dates.Said | None) -> str:
    """Return the quarter that the file names, if the date lies in it, else the last one that had ended."""
    if said and said.quarter and periods.of(as_of) == said.quarter:
        return said.quarter
    return periods.ended_by(as_of)


def _names_no_unit(table: Table, placed: Sequence[Placed]) -> bool:
    """Say whether a table is of something else than units: no row names one, nor anything that is like one."""
    if table.level in ("village", "person", "team") or not placed:
        return False
    return all(
        item.unit is None
        and not item.left_out
        and item.question is not None
        and not item.row.code
        and gazetteer.kind_of(item.row.label) not in COMMUNE_KINDS | DISTRICT_KINDS
        and not any(candidate.score >= _LIKE_A_UNIT for candidate in item.question.candidates)
        for item in placed
    )


def _unread(table: Table) -> list[Problem]:
    """Name a table that nothing is taken from, by its headings alone; a list that is asked about names itself."""
    if table.unread == "list_asked":
        return []
    if table.listing is not None:
        return [Problem("list_left_out", {"title": table.listing.text}, table.sheet, table.block.top + 1)]
    headings = ", ".join(dict.fromkeys(heading for heading in table.block.headings if heading))[:120]
    kind: ProblemKind = "citizens_table" if table.unread == "citizens" else "table_unread"
    return [Problem(kind, {"heading": headings}, table.sheet, table.block.top + 1)]


def _personal(table: Table) -> list[Problem]:
    return [
        Problem("personal_column", {"heading": column.heading or column.letter}, table.sheet, None, column.letter)
        for column in table.columns
        if column.role == "personal"
    ]


def _of_rows(table: Table) -> list[Problem]:
    """Name rows that hold numbers and are about no unit (comparisons, averages), and those left out for their notes."""
    notes, out = table.notes, list[Problem]()
    if notes is not None and notes.answer == LEAVE_ROWS_OUT:
        out.append(Problem("rows_left_out", {"count": len(notes.rows), "note": notes.text}, table.sheet, notes.rows[0]))
    kinds: Mapping[str | None, ProblemKind] = {"comparison": "comparison_row", "part": "part_row"}
    return out + [
        Problem(kind, {"label": row.label}, table.sheet, row.row, value=row.label)
        for row in table.body.apart
        if row.role == "other" and row.has_numbers and (kind := kinds.get(sum_rows.sense_of(row.label)))
    ]


class _Report:
    """Takes a workbook's tables to records, questions and problems."""

    def __init__(
        self,
        given: Given,
        sheets: list[RawSheet],
        found: list[Table],
        *,
        structure: StructureId,
        province: Unit | None,
        day: standing.Day,
        remembered: dict[str, str],
        form: str,
        lying: list[TurnedTable],
        doubts: list[Question],
    ) -> None:
        self.given, self.structure, self.province = given, structure, province
        self.as_of, self.said, self.sheets, self.tables = day.as_of, day.said, sheets, found
        self.remembered, self.form = remembered, form
        self.doubts, self.lying = doubts, lying
        self.answers = {**remembered, **given.answers}
        self.placed: dict[int, Sequence[Placed]] = {}
        self.problems: list[Problem] = []

    def check(self, progress: Progress | None) -> Checked:
        taken, records = self._records(progress)
        unit_questions = [question for at in taken for question in placement.questions(self.placed[at])]
        read = [self.tables[at] for at in taken]
        frame = Frame(self.structure, self.province.code if self.province else None)
        turned_over = turned.check(self.lying, frame=frame, answers=self.answers)
        records, doubled = figures.merge([*records, *turned_over.records]) if self.lying else (records, [])
        self.problems += turned_over.problems + doubled
        found_one = bool(turned_over.records or turned_over.questions)
        lists = questions.of_lists(self.tables)
        found_one |= bool(lists) or any(problem.kind == "levels_of_nobody" for problem in self.problems)
        if not unit_questions and not found_one and not any(placement.names_a_unit(self.placed[at]) for at in taken):
            self.problems.append(Problem("no_rows"))
        for table in self.tables:
            self.problems += [] if table.unread else sheet_totals.check(table)
        for table in read:
            self.problems += figures.cell_problems(table) + score_columns.problems(table)
        self.problems += checks.parts(records) + checks.levels(records)
        self.problems += self._about_file(read)
        self.problems += self._missing(taken)
        self.problems += checks.jumps(records, self.given.known.previous(self.structure, self._period()))
        unsettled = any(question.kind == "structure" for question in self.doubts)
        asked = [
            *self.doubts,
            *lists,
            *questions.of_notes(read),
            *questions.of_codes(read, self.answers),
            *questions.of_scales(read),
            *questions.of_columns(read),
            *(one for one in turned_over.questions if not (unsettled and one.kind == "unit")),
            *([] if unsettled else questions.of_units(unit_questions)),  # they would be others in another structure
            *villages.settle(records, structure=self.structure, known=self.given.known, answers=self.answers),
        ]
        return Checked(
            file=self.given.name,
            digest=self.given.digest,
            structure=self.structure,
            province=self.province or _province_told(records, asked),
            as_of=self.as_of,
            period=self._period(),
            kind=self._kind(read, records),
            tables=tuple(self.tables),
            taken=tuple(taken),
            placed=self.placed,
            records=records if isinstance(records, VillageRecords) else tuple(records),
            questions=tuple(asked),
            problems=tuple(self.problems),
            answers=self.answers,
            form=self.form,
            titles=self._titles(read),
            sheet_tables=tuple(table.to_json() for table in self.lying),
            remembered=tuple(key for key in self.remembered if key not in self.given.answers),
            sheets=tuple((sheet.name, sheet.hidden) for sheet in self.sheets),
        )

    def _records(self, progress: Progress | None) -> tuple[list[int], Sequence[Record]]:
        """Place the rows of every table; take the finest level, hold the coarser ones against it."""
        for at, table in enumerate(self.tables):
            self.placed[at] = [] if table.unread else self._place(table)
            if not table.unread and _names_no_unit(table, self.placed[at]):
                self.tables[at], self.placed[at] = replace(table, unread="no_unit"), []
            if progress:
                progress((at + 1) / len(self.tables))
        read = [(at, table) for at, table in enumerate(self.tables) if not table.unread]
        levels = {table.level for _, table in read}
        fine = [level for level in ("commune", "village", "person", "team") if level in levels]
        take = fine or [level for level in ("district", "province") if level in levels][:1]
        found: list[Sequence[Record]] = []
        coarse: list[Record] = []
        for kind in dict.fromkeys(table.kind for _, table in read):
            of_kind = [(table, self.placed[at]) for at, table in read if table.kind == kind]
            how = report_kinds.named(kind).rows
            made, wrong = how.records(of_kind, self.as_of) if how else ([], [])
            self.problems += wrong
            if of_kind[0][0].level in take:
                found.append(made)
            else:
                coarse += made
        merged, problems = village_records.merge(found)
        taken = [at for at, table in read if table.level in take]
        if problems:
            placed = {(self.tables[at].sheet, item.row.row): item for at in taken for item in self.placed[at]}
            self.problems += match_units.caused_by_answers(problems, placed)
        if coarse:
            self.problems += checks.summary([r for r in merged if r.level == "commune"], coarse)
        return taken, merged

    def _place(self, table: Table) -> Sequence[Placed]:
        how = report_kinds.named(table.kind).rows
        return how.place(table, self.answers, self.as_of) if how else []

    def _about_file(self, read: list[Table]) -> list[Problem]:
        """Tell what concerns the file as a whole: its date, hidden rows and sheets, columns of targets."""
        out = [problem for table in self.tables if table.unread for problem in _unread(table)]
        out += [
            problem for table in read for problem in (*_of_rows(table), *figures.of_levels(table), *_personal(table))
        ]
        out += checks.date_and_structure(self.as_of, self.structure) + checks.dates_agree(self.as_of, self.said)
        hidden_sheets = [sheet.name for sheet in self.sheets if sheet.hidden and sheet.rows]
        out += [Problem("hidden_sheet", {"name": name}, name) for name in hidden_sheets]
        with_tables = {table.sheet for table in self.tables} | {table.sheet.name for table in self.lying}
        out += [
            Problem("sheet_unread", {"name": sheet.name}, sheet.name)
            for sheet in self.sheets
            if not sheet.hidden and sheet.name not in with_tables and _holds_figures(sheet)
        ]
        for table in read:
            for row, letter, note in () if table.notes else row_notes.of_units(table.block, table.columns):
                out.append(Problem("row_note", {"note": note[:80]}, table.sheet, row, letter, note[:80]))
            codes = code_columns.of_table(table, self.answers)
            if codes is not None and codes.sense == "strange":
                told = {"heading": codes.heading, "example": codes.example}
                out.append(Problem("strange_codes", told, table.sheet, None, table.column(codes.at).letter))
            if hidden := table.body.hidden_data():
                out.append(Problem("hidden_row", {"count": len(hidden)}, table.sheet, hidden[0]))
            out += figures.merged_counts(table)
            out += [
                Problem("district_unknown", {"name": row.label}, table.sheet, row.row, value=row.label)
                for row in table.body.apart
                if row.role == "group" and row.district is None and gazetteer.kind_of(row.label) in DISTRICT_KINDS
            ]
            for column in table.columns:
                if kind := _NAMED_COLUMNS.get(column.role):
                    out.append(Problem(kind, {"heading": column.heading}, table.sheet, None, column.letter))
        return out

    def _missing(self, taken: list[int]) -> list[Problem]:
        """Tell which communes a report by commune leaves out, of its province or of its one district."""
        communes = [at for at in taken if self.tables[at].level == "commune"]
        if not communes or self.province is None:
            return []
        placed = [item for at in communes for item in self.placed[at]]
        districts = {item.unit.district for item in placed if item.unit}
        frames = {self.tables[at].frame.district for at in communes}
        only = next(iter(districts)) if len(districts) == 1 and frames == districts else None
        frame = Frame(self.structure, self.province.code)
        absent = match_units.absent(placed, frame=frame, level="commune", district=only)
        return checks.missing(absent, of=len(absent) + len({item.unit.code for item in placed if item.unit}))

    def _period(self) -> str:
        return _period_of(self.as_of, self.said)

    def _titles(self, read: list[Table]) -> tuple[str, ...]:
        """Return the texts above the first table that figures come from."""
        if read:
            return tuple(tables.titles(read[0].block))
        return tuple(text for table in self.lying[:1] for _, text in table.titles)

    def _kind(self, read: list[Table], records: Sequence[Record]) -> str:
        if read:
            return report_kinds.of_report(read, self._titles(read))
        levels = {record.level for record in records}
        return report_kinds.of_level(next((level for level in RECORD_LEVELS[::-1] if level in levels), "commune"))
