"""What the answers to a draft's questions make of its tables: conflicts decided, people known again."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.releases.schema import KEYS, TABLES

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
    """Return a draft's tables as its answers leave them."""
    made = dict(tables)
    for question in questions:
        given = answers.get(question["id"])
        if question.get("kind") == CONFLICT and "table" in question and given == "theirs":
            made[question["table"]] = _without(made[question["table"]], question["table"], question["key"])
    who = {q["person"]: answers.get(q["id"]) for q in questions if q.get("kind") == PERSON}
    strangers = {q["person"] for q in questions if q.get("kind") == PERSON and q.get("known") and not who[q["person"]]}
    same = {person: given for person, given in who.items() if given}
    for name in _OF_PEOPLE:
        if name in made and (same or strangers):
            made[name] = _known_again(made[name], name, same=same, strangers=strangers)
    return made


def thing_conflicts(
    before: Mapping[str, pa.Table], now: Mapping[str, pa.Table], brought: Mapping[str, pa.Table]
) -> list[Item]:
    """Return, as questions, the rows of things that others published otherwise since the draft was made.

    before, now: tables of the release the draft was made on and of the current one. A row is in conflict where what is
    published now is neither what it was nor what the draft says.
    """
    found: list[Item] = []
    with duckdb.connect(":memory:") as scratch:
        for name in sorted(brought.keys() & KEYS.keys() & now.keys()):
            for kind, table in (("before", before[name]), ("now", now[name]), ("mine", brought[name])):
                scratch.register(kind, table)
            key = KEYS[name]
            same = " AND ".join(f"now.{part} = {{0}}.{part}" for part in key)
            told = ", ".join(column for column in TABLES[name].names if column != "source")
            rows = [f"row({', '.join(f'{table}.{column}' for column in told.split(', '))})"
                    for table in ("now", "before", "mine")]
            keys = scratch.sql(
                f"SELECT {', '.join(f'now.{part}' for part in key)} FROM now JOIN mine ON {same.format('mine')} "
                f"LEFT JOIN before ON {same.format('before')} "
                f"WHERE {rows[0]} IS DISTINCT FROM {rows[1]} AND {rows[0]} IS DISTINCT FROM {rows[2]} ORDER BY ALL"
            ).fetchall() if key else []
            found += [{"id": ":".join((CONFLICT, name, *map(str, row))), "kind": CONFLICT, "table": name,
                       "key": [str(part) for part in row]} for row in keys]
    return found


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
