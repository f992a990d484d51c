"""What only a person can decide: which unit a row means, what a column counts, which province a file is of."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from data.i18n import DEFAULT_LANGUAGE, Language, say
from data.intake import code_columns
from data.intake.columns import IGNORE
from data.intake.headings import Guess
from data.intake.match_units import LEAVE_OUT, UnitQuestion
from data.intake.row_notes import COUNT_ROWS, LEAVE_ROWS_OUT
from data.intake.tables import AS_LISTED, LEAVE_LIST_OUT, Table
from data.releases.questions import Question as StoredQuestion
from data.storage.json_values import Json
from data.units.candidates import Candidate

QuestionKind = Literal[
    "unit", "column", "province", "village", "date", "structure", "scale", "printed", "file", "list", "codes"
]

_SEVERAL: Final = 3  # columns that say more than any indicator: from so many on they are one question


@dataclass(frozen=True)
class Question:
    """A question with its place and its candidates, best first.

    The answer is a code or "leave_out" (unit, province), an indicator or "ignore" (column), a village's id or
    "new" (village), one of `choices` (date: a day as ISO text; structure; scale: what to multiply by; printed: whether
    a table of a PDF stands; list: whether a list is counted; codes: whether codes or names hold; file: the hash of the
    file that holds). `id` is made of what was asked, so that the same question next month has the same id. `rows` are
    all rows that the answer decides, `villages` the (name, id) of known villages that are alike, `files` the (answer,
    name) of files or provinces to choose from.
    """

    id: str
    kind: QuestionKind
    sheet: str
    row: int | None
    column: str | None
    text: str
    why: str
    candidates: tuple[Candidate, ...] = ()
    guesses: tuple[Guess, ...] = ()
    samples: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    villages: tuple[tuple[str, str], ...] = ()
    choices: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    def message(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say what is asked and why."""
        return say(f"intake.question.{self.why}", lang, text=self.text, rows=len(self.rows) or 1)

    @property
    def options(self) -> tuple[str, ...]:
        """Return the answers offered, best first. One of them leaves the thing out: the last one, or, for a column
        whose heading says more than an indicator does, the one before that indicator."""
        if self.choices:
            return self.choices
        if self.kind == "column":
            likely = [guess.indicator for guess in self.guesses if not guess.loose]
            return (*likely, IGNORE, *(guess.indicator for guess in self.guesses if guess.loose))
        if self.kind == "village":
            return (*(village for _, village in self.villages), "new")
        return (*(candidate.unit.code for candidate in self.candidates), LEAVE_OUT)

    def label(self, choice: str, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Name one of the `choices` in words."""
        if self.kind == "date":
            return date.fromisoformat(choice).strftime("%d/%m/%Y")
        if self.kind == "scale":
            return say("intake.choice.as_is" if choice == "1" else "intake.choice.times", lang, factor=int(choice))
        if self.kind in ("file", "province"):
            return dict(self.files).get(choice) or say(f"intake.choice.{choice}", lang)
        if self.kind in ("printed", "list", "codes"):
            return say(f"intake.choice.{choice}", lang)
        return say("intake.choice.structure", lang, structure=choice)

    def to_json(self, lang: Language = DEFAULT_LANGUAGE) -> dict[str, object]:
        """Return the question as `check --json` prints it."""
        told: dict[str, object] = dict(self.stored(lang))
        places = told.pop("places")
        return told | {"rows": places}

    def stored(self, lang: Language = DEFAULT_LANGUAGE) -> StoredQuestion:
        """Return the question as a draft keeps it, without the figures that wait for its answer."""
        return {
            "id": self.id,
            "kind": self.kind,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "text": self.text,
            "message": self.message(lang),
            "places": list(self.rows),
            "options": list(self.options),
            "samples": list(self.samples),
            "candidates": [candidate_json(candidate, lang) for candidate in self.candidates],
            "guesses": [{"indicator": guess.indicator, "score": guess.score} for guess in self.guesses],
        }


def candidate_json(candidate: Candidate, lang: Language = DEFAULT_LANGUAGE) -> dict[str, Json]:
    """Return a candidate as JSON: code, name, score and why it is offered."""
    return {
        "code": candidate.unit.code,
        "name": candidate.unit.name,
        "score": round(candidate.score, 1),
        "why": candidate.text(lang),
    }


def at_once(asked: Sequence[Question]) -> list[Question]:
    """Return the columns that say more than any indicator does, where there are several: likely all are left out, and
    a person may say so in one answer."""
    found = [one for one in asked if one.kind == "column" and one.options[0] == IGNORE]
    return found if len(found) >= _SEVERAL else []


def of_columns(tables: list[Table]) -> list[Question]:
    """Ask about every column of counts that no rule decides, once for each heading."""
    out: dict[str, Question] = {}
    for table in tables:
        for column in table.columns:
            if column.role == "unknown":
                out.setdefault(
                    column.question,
                    Question(
                        column.question,
                        "column",
                        table.sheet,
                        table.block.bottom + 1,
                        column.letter,
                        column.heading or column.letter,
                        column.doubt,
                        guesses=column.guesses,
                        samples=column.samples,
                    ),
                )
    return list(out.values())


def of_scales(tables: list[Table]) -> list[Question]:
    """Ask what to multiply by where a text above a table says that its figures are given in thousands or the like."""
    asked = [scale for table in tables for scale in table.scales if scale.answer is None]
    return [
        Question(
            one.question,
            "scale",
            one.sheet,
            one.row,
            one.letters,
            one.text,
            "scale",
            choices=(str(one.factor), "1"),
        )
        for one in {one.question: one for one in asked}.values()
    ]


def of_lists(tables: Iterable[Table]) -> list[Question]:
    """Ask whether lists are counted whose title says that they are not of the teams or people that there are."""
    asked = {table.listing.question: table for table in tables if table.unread == "list_asked" and table.listing}
    return [
        Question(
            id,
            "list",
            table.sheet,
            table.block.top + 1,
            None,
            table.listing.text if table.listing else "",
            "list",
            choices=(LEAVE_LIST_OUT, AS_LISTED),
        )
        for id, table in asked.items()
    ]


def of_notes(tables: Iterable[Table]) -> list[Question]:
    """Ask whether rows of lists are counted whose notes say that they are not of today."""
    found = [(table, notes) for table in tables if (notes := table.notes) is not None and notes.answer is None]
    return [
        Question(
            notes.question,
            "list",
            table.sheet,
            notes.rows[0],
            notes.letter,
            notes.text,
            "row_notes",
            rows=notes.rows,
            choices=(LEAVE_ROWS_OUT, COUNT_ROWS),
        )
        for table, notes in {notes.question: (table, notes) for table, notes in found}.values()
    ]


def of_codes(tables: Iterable[Table], answers: Mapping[str, object]) -> list[Question]:
    """Ask which holds where most codes of a column are those of other units than the names beside them."""
    found = [(table, codes) for table in tables if (codes := code_columns.of_table(table, answers))]
    asked = {codes.question: (table, codes) for table, codes in found if codes.is_asked}
    choices = (code_columns.BY_NAME, code_columns.BY_CODE)
    return [
        Question(
            id,
            "codes",
            table.sheet,
            table.block.bottom + 1,
            table.column(codes.at).letter,
            f"{codes.heading}: {codes.example}",
            "codes",
            choices=choices,
        )
        for id, (table, codes) in asked.items()
    ]


def of_units(asked: list[UnitQuestion]) -> list[Question]:
    """Ask about every unit that is not decided, once for all rows that one answer decides."""
    rows: dict[str, list[int]] = {}
    for question in asked:
        rows.setdefault(question.id, []).append(question.row)
    first = {question.id: question for question in reversed(asked)}
    times = Counter(question.id for question in asked)
    order = list(dict.fromkeys(question.id for question in asked))
    return [
        Question(
            id,
            "unit",
            first[id].sheet,
            rows[id][0],
            None,
            first[id].text,
            first[id].why,
            candidates=first[id].candidates,
            rows=tuple(rows[id][: times[id]]),
        )
        for id in order
    ]
