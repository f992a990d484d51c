"""The questions of a draft, and what their answers make of its tables: conflicts decided, people known again."""

from collections.abc import Mapping, Sequence
from typing import Final, Required, TypedDict

import pyarrow as pa
import pyarrow.compute as pc

from data.derivation.schema import KEYS, nullable
from data.storage.json_values import Json

CONFLICT: Final = "conflict"
"""The kind of question that a rebase asks: answered "mine" (this draft) or "theirs" (as published)."""

PERSON: Final = "person"
"""The kind of question that asks whether somebody (`person`, an id of this draft) is one of `candidates` (ids):
answered with an id, or None for nobody of these. With `known` only who is one of them stays: an attendance of a
stranger is none of a member. Nobody's name is in a question."""

_OF_PEOPLE: Final = ("people", "memberships", "attendances", "assessments")

Answers = Mapping[str, Json]
"""Answers by question id."""


class Question(TypedDict, total=False):
    """A question as a draft keeps it; which keys it has depends on its kind.

    Of a unit: `rows` (structure, level, period and indicators) that wait for its code. Of a conflict in figures: the
    cell (structure to indicator) with theirs and mine; in another table: its row by `key`, the source that published
    it last (theirs) and the fields in dispute, none where it is about the whole row. Of a person: see PERSON. The
    rest says where it stands in the report and what was offered there.
    """

    id: Required[str]
    kind: str
    rows: list[dict[str, Json]]
    structure: str
    level: str
    code: str
    period: str
    indicator: str
    theirs: str | int | None
    mine: int
    table: str
    key: list[str]
    fields: list[str]
    person: str
    candidates: Sequence[Json]
    known: bool
    team: str | None
    sheet: str
    row: int | None
    column: str | None
    text: str
    message: str
    options: list[str]
    samples: list[str]
    guesses: list[Json]
    places: list[int]


class Problem(TypedDict, total=False):
    """A problem that a draft came with: "error" (also without a severity) or "warning", and where it stands."""

    severity: str
    kind: str
    message: str
    structure: str
    code: str | None
    period: str | None
    indicator: str | None
    sheet: str | None
    row: int | None
    column: str | None
    value: Json


def apply_answers(
    tables: Mapping[str, pa.Table], questions: Sequence[Question], answers: Answers
) -> dict[str, pa.Table]:
    """Return a draft's tables as its answers leave them; a row of which a field is in dispute stays (see merging)."""
    made = dict(tables)
    for question in questions:
        given = answers.get(question["id"])
        of_whole_row = question.get("kind") == CONFLICT and "table" in question and not question.get("fields")
        if of_whole_row and given == "theirs":
            made[question["table"]] = _without(made[question["table"]], question["table"], question["key"])
    of_persons = [question for question in questions if question.get("kind") == PERSON]
    who = {question["person"]: answers.get(question["id"]) for question in of_persons}
    strangers = {question["person"] for question in of_persons if question.get("known") and not who[question["person"]]}
    same = {person: str(given) for person, given in who.items() if given}
    for name in _OF_PEOPLE:
        if name in made and (same or strangers):
            made[name] = _known_again(made[name], name, same=same, strangers=strangers)
    return made


def _without(table: pa.Table, name: str, key: Sequence[str]) -> pa.Table:
    here = pa.array([True] * table.num_rows)
    for part, value in zip(KEYS[name], key, strict=True):
        here = pc.and_(here, pc.equal(pc.cast(table[part], pa.string()).combine_chunks(), pa.scalar(value)))
    return table.filter(pc.invert(here))


def _known_again(table: pa.Table, name: str, *, same: Mapping[str, str], strangers: set[str]) -> pa.Table:
    frame = nullable(table)
    frame = frame[~frame["person"].isin(strangers)] if name == "attendances" else frame
    frame = frame.assign(person=frame["person"].replace(dict(same))).drop_duplicates([*KEYS[name]], keep="last")
    return pa.Table.from_pandas(frame, schema=table.schema, preserve_index=False)
