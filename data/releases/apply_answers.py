"""What the answers to a draft's questions make of its tables: conflicts decided, people known again."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.derivation.schema import KEYS

CONFLICT: Final = "conflict"
"""The kind of question that a rebase asks: answered "mine" (this draft) or "theirs" (as published)."""

PERSON: Final = "person"
"""The kind of question that asks whether somebody (`person`, an id of this draft) is one of `candidates` (ids):
answered with an id, or None for nobody of these. With `known` only who is one of them stays: an attendance of a
stranger is none of a member. Nobody's name is in a question."""

_INT, _BOOL = pd.Int64Dtype(), pd.BooleanDtype()
_OF_PEOPLE: Final = ("people", "memberships", "attendances", "assessments")

Item = Mapping[str, Any]


def settled(tables: Mapping[str, pa.Table], questions: Sequence[Item], answers: Item) -> dict[str, pa.Table]:
    """Return a draft's tables as its answers leave them; a row of which a field is in dispute stays (see three_way)."""
    made = dict(tables)
    for question in questions:
        given = answers.get(question["id"])
        whole = question.get("kind") == CONFLICT and "table" in question and not question.get("fields")
        if whole and given == "theirs":
            made[question["table"]] = _without(made[question["table"]], question["table"], question["key"])
    who = {q["person"]: answers.get(q["id"]) for q in questions if q.get("kind") == PERSON}
    strangers = {q["person"] for q in questions if q.get("kind") == PERSON and q.get("known") and not who[q["person"]]}
    same = {person: given for person, given in who.items() if given}
    for name in _OF_PEOPLE:
        if name in made and (same or strangers):
            made[name] = _known_again(made[name], name, same=same, strangers=strangers)
    return made


def _without(table: pa.Table, name: str, key: Sequence[str]) -> pa.Table:
    here = pa.array([True] * table.num_rows)
    for part, value in zip(KEYS[name], key, strict=True):
        here = pc.and_(here, pc.equal(pc.cast(table[part], pa.string()).combine_chunks(), value))
    return table.filter(pc.invert(here))


def _known_again(table: pa.Table, name: str, *, same: Item, strangers: set[str]) -> pa.Table:
    frame = table.to_pandas(types_mapper={pa.int64(): _INT, pa.bool_(): _BOOL}.get)
    frame = frame[~frame["person"].isin(strangers)] if name == "attendances" else frame
    frame = frame.assign(person=frame["person"].replace(dict(same))).drop_duplicates([*KEYS[name]], keep="last")
    return pa.Table.from_pandas(frame, schema=table.schema, preserve_index=False)
