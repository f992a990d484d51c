"""What a check is given and what it found: records, questions, problems, and the JSON that the command line prints."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Required, TypedDict

from data.catalogue.scores import as_reported, is_score
from data.i18n import DEFAULT_LANGUAGE, Language
from data.intake import placement, village_records
from data.intake.baseline import Known
from data.intake.figures import Record
from data.intake.match_units import Placed, UnitQuestion
from data.intake.problems import Problem
from data.intake.questions import Question
from data.intake.tables import Table
from data.intake.team_reported import TeamTold
from data.releases.questions import Answers
from data.units.register import StructureId, Unit


@dataclass(frozen=True)
class Given:
    """A file to check and what is known beforehand: `digest` of its content; of structure, province (a name or code)
    and day what the caller says; `answers` by question id; `known` is what the current release says."""

    name: str
    digest: str
    structure: StructureId | None
    province: str | None
    as_of: date | None
    answers: Answers
    known: Known


class TableTold(TypedDict, total=False):
    """What was taken from a table, as `check --json` prints it: by column (letters), or of a form of lines by line or
    code, the indicator; of a turned table its columns by their use."""

    sheet: Required[str]
    rows: Required[int]
    columns: Required[dict[str, str | None]]
    level: str
    taken: bool
    header_rows: list[int]
    other_columns: dict[str, str]
    row_roles: dict[str, int]
    lines: dict[str, str | None]
    codes: dict[str, str | None]
    village: str
    commune: str


@dataclass(frozen=True)
class Checked:
    """A report as read. `kind` is the name of one of data.intake.report_kinds. `tables` are all tables of the file,
    `taken` the places of those that figures come from.

    `placed` has for each table its data rows with the unit found or the question asked. `entries` are the
    lines of a village sheet (code, count or None). `form` is the form's fingerprint, `remembered` the ids of
    the questions that an answer to an earlier file of the form has settled.
    """

    file: str
    digest: str
    structure: StructureId
    province: Unit | None
    as_of: date
    period: str
    kind: str
    records: Sequence[Record]
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    tables: tuple[Table, ...] = ()
    taken: tuple[int, ...] = ()
    placed: Mapping[int, Sequence[Placed]] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)
    sheets: tuple[tuple[str, bool], ...] = ()
    entries: tuple[tuple[str, int | None], ...] = ()
    sheet_tables: tuple[TableTold, ...] = ()
    titles: tuple[str, ...] = ()
    form: str = ""
    remembered: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that stop publishing."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def publishable(self) -> bool:
        """Say whether figures can be published: some were read, no question is open, no error stands."""
        return bool(self.records) and not self.questions and not self.errors

    @property
    def status(self) -> int:
        """Return the exit status of the command: 0 good, 2 where questions or problems remain."""
        return 2 if self.questions or self.problems or not self.records else 0

    @property
    def totals(self) -> dict[str, int]:
        """Return the sum of each count over the records; one that no record knows is left out."""
        names = [name for name in village_records.names(self.records) if not is_score(name)]
        columns = {name: village_records.column(self.records, name) for name in names}
        known = {name: [count for count in column if count is not None] for name, column in columns.items()}
        return {name: sum(counts) for name, counts in known.items() if counts}

    @property
    def row_roles(self) -> dict[str, int]:
        """Count the rows of all tables by what they were found to be."""
        out: Counter[str] = Counter()
        for table in self.tables:
            out.update(table.body.roles())
        return dict(out)

    @property
    def teams(self) -> tuple[tuple[Record, TeamTold], ...]:
        """Return each team that the file lists, with the record of its place; none for reports of figures."""
        records = village_records.beside_plain(self.records)
        return tuple((record, team) for record in records for team in record.teams)

    def waiting(self, question: str) -> list[tuple[Placed, dict[str, int | None]]]:
        """Return the rows that wait for the unit of a question, with their counts; none for rows of villages."""
        out = []
        for at in self.taken:
            table = self.tables[at]
            if table.level in ("village", "person", "team"):
                continue
            for item in self.placed.get(at, ()):
                if item.question and item.question.id == question:
                    out.append((item, table.figures(item.row.reads)))
        return out

    def to_json(self, *, rows: bool = False, lang: Language = DEFAULT_LANGUAGE) -> dict[str, object]:
        """Return the object that `check --json` prints; `rows` adds the figures row by row."""
        out: dict[str, object] = {
            "file": self.file,
            "structure": self.structure,
            "as_of": self.as_of.isoformat(),
            "period": self.period,
            "kind": self.kind,
            "province": self.province and {"code": self.province.code, "name": self.province.name},
            "sha256": self.digest,
            "tables": self.tables_told(),
            "units": self._units_json(lang),
            "totals": self.totals,
            "questions": [question.to_json(lang) for question in self.questions],
            "problems": [problem.to_json(lang) for problem in self.problems],
            "publishable": self.publishable,
            "form": self.form,
            "remembered": list(self.remembered),
        }
        if teams := self.teams:
            out["teams"] = [self._team_json(record, team) for record, team in teams]
        if rows:
            out["rows"] = self._rows_json()
            if self.entries:
                out["villages"] = [self._row_json(record) for record in self.records]
        return out

    def tables_told(self) -> list[TableTold]:
        """Return of each table what was taken from it."""
        return [*self.sheet_tables, *(self._table_json(at) for at in range(len(self.tables)))]

    def _table_json(self, at: int) -> TableTold:
        table = self.tables[at]
        columns = {column.letter: column.indicator for column in table.columns if column.role == "indicator"}
        return {
            "sheet": table.sheet,
            "rows": table.body.roles()["data"],
            "columns": columns,
            "level": table.level,
            "taken": at in self.taken,
            "header_rows": [table.block.top + 1, table.block.bottom + 1],
            "other_columns": {
                column.letter: column.role for column in table.columns if column.role not in ("indicator", "empty")
            },
            "row_roles": dict(table.body.roles()),
        }

    def _units_json(self, lang: Language) -> dict[str, object]:
        asked: list[UnitQuestion] | list[Question]
        if self.tables:
            asked = [question for at in self.taken for question in placement.questions(self.placed.get(at, ()))]
        else:
            asked = [question for question in self.questions if question.kind == "unit"]
        to_confirm = [
            {
                "sheet": one.sheet,
                "row": one.row,
                "text": one.text,
                "id": one.id,
                "suggestion": {"code": one.candidates[0].unit.code, "name": one.candidates[0].unit.name},
                "why": one.candidates[0].text(lang),
            }
            for one in asked
            if one.candidates
        ]
        unmatched = [
            {"sheet": one.sheet, "row": one.row, "text": one.text, "id": one.id} for one in asked if not one.candidates
        ]
        return {"matched": len(self.records), "to_confirm": to_confirm, "unmatched": unmatched}

    def _rows_json(self) -> list[dict[str, object]]:
        if self.entries:
            return [{"code": code, "value": count} for code, count in self.entries]
        return [self._row_json(record) for record in self.records]

    def _team_json(self, record: Record, team: TeamTold) -> dict[str, object]:
        reported = {name: value.isoformat() if isinstance(value, date) else value for name, value in team.told.items()}
        serves = {"serves": list(team.serves)} if team.serves else {}
        head = {"code": record.unit.code, "village": record.village, "level": team.level, "name": team.name}
        return {**head, **reported, **serves}

    def _row_json(self, record: Record) -> dict[str, object]:
        village = {} if record.village is None else {"village": record.village}
        counts = {name: count if count is None else as_reported(name, count) for name, count in record.counts.items()}
        return {"code": record.unit.code, **village, **counts}
