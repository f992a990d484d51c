"""Which successor of a split commune each of its villages went to: decided by planners, dated, never deleted.

The decisions lie in var/assignments as lines of an audit log (data.storage.audit_log): each says who decided when,
between which two structures, which villages went where, and of which communes these are all the villages. The
last decision on a village holds; one that names no commune takes the earlier one back.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from data.spreadsheets import csv_files
from data.storage import audit_log, paths
from data.storage.errors import Refused
from data.storage.json_values import Json, items, text, text_or_none, texts
from data.storage.locks import exclusive
from data.units import chain
from data.units.structures import StructureId, after, structure

COLUMNS: Final = ["village", "code_from", "code_to", "when", "who", "note"]


class BadAssignment(Refused):
    """A village cannot go where it was assigned to: `faults` lists (village, commune, why)."""

    def __init__(self, faults: Collection[tuple[str, str, str]]) -> None:
        self.faults = tuple(faults)
        village, code, why = self.faults[0]
        super().__init__(f"units.assign_{why}", village=village, code=code, more=len(self.faults) - 1)


@dataclass(frozen=True)
class Assigned:
    """The decisions that hold between two structures.

    villages: village, code_from, code_to, when (ISO time), who, note ("" where none), by village; complete:
    communes of the earlier structure of which a planner said that these are all the villages.
    """

    source: StructureId
    target: StructureId
    villages: pd.DataFrame
    complete: frozenset[str]


def folder() -> Path:
    """Return the folder of the decisions (not created here)."""
    return paths.var() / "assignments"


def read_pairs(content: bytes, *, name: str) -> dict[str, str | None]:
    """Read a CSV of villages and the communes that they went to (empty: None); raises Refused where it is not that."""
    rows = [row for row in csv_files.rows(csv_files.decode(content)) if any(cell.strip() for cell in row)]
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    if not {"village", "code_to"} <= set(head):
        raise Refused("units.assign_columns", file=name)
    village, code = head.index("village"), head.index("code_to")
    cells = [[*row, *[""] * len(head)] for row in rows[1:]]
    return {row[village].strip(): row[code].strip().zfill(5) if row[code].strip() else None for row in cells}


def assign(
    villages: Mapping[str, str | None],
    *,
    commune_of: Mapping[str, str],
    source: StructureId,
    by: str,
    complete: Collection[str] = (),
    note: str = "",
) -> None:
    """Assign villages to successors of their communes in the structure after `source`; None takes it back.

    commune_of: the commune of each village in `source`. complete: communes of which all villages are now assigned:
    then what is known of the commune alone can be exact. Raises BadAssignment with every fault (the commune is
    no successor, the village's commune is not known, a complete commune with a village left), UnknownUnit,
    CannotWrite, Busy.
    """
    target = after(structure(source).id)
    if target is None:
        raise Refused("units.nothing_after", structure=source)
    with exclusive(folder() / "lock"):
        _check(villages, commune_of, source=source, target=target, complete=complete)
        rows = [[village, commune_of[village], to] for village, to in sorted(villages.items())]
        audit_log.append(
            folder(),
            who=by,
            action="assign",
            source=source,
            target=target,
            villages=rows,
            complete=sorted(complete) or None,
            note=note or None,
        )


def assigned(source: StructureId) -> Assigned:
    """Return the decisions that hold between a structure and the next one; raises UnknownUnit, DamagedLog."""
    target = after(structure(source).id)
    last: dict[str, tuple[str, str, str | None, str, str, str]] = {}
    complete: set[str] = set()
    for entry in history():
        if (entry.get("source"), entry.get("target")) != (source, target):
            continue
        when, who, note = text(entry["when"]), text(entry["who"]), text(entry.get("note", ""))
        for row in items(entry["villages"]):
            village, code_from, to = items(row)
            code_from, code_to = text(code_from), text_or_none(to)
            last[text(village)] = (text(village), code_from, code_to, when, who, note)
            if code_to is None:
                complete.discard(code_from)
        complete.update(texts(entry.get("complete", [])))
    rows = pd.DataFrame([row for row in last.values() if row[2] is not None], columns=COLUMNS, dtype="str")
    return Assigned(source, target or source, rows.sort_values("village", ignore_index=True), frozenset(complete))


def history() -> list[dict[str, Json]]:
    """Return every decision ever made, oldest first; raises DamagedLog."""
    return audit_log.read(folder())


def successors_to_choose(code: str, *, source: StructureId) -> tuple[str, ...]:
    """List the communes of the next structure that villages of a commune can be assigned to; () where it is whole."""
    edges = chain.edges(source, after(structure(source).id) or source)
    found = edges.loc[(edges["code_from"] == code) & (edges["part"] != "whole"), "code_to"]
    return tuple(found)


def _check(
    villages: Mapping[str, str | None],
    commune_of: Mapping[str, str],
    *,
    source: StructureId,
    target: StructureId,
    complete: Collection[str],
) -> None:
    edges = chain.edges(source, target)
    sound = set(zip(edges["code_from"], edges["code_to"], strict=True))
    faults = [
        (village, to or "", "no_home" if village not in commune_of else "no_successor")
        for village, to in sorted(villages.items())
        if village not in commune_of or (to is not None and (commune_of[village], to) not in sound)
    ]
    if not faults:
        successor_of = dict(assigned(source).villages[["village", "code_to"]].itertuples(index=False)) | dict(villages)
        left = [
            v for v, commune in sorted(commune_of.items()) if commune in set(complete) and successor_of.get(v) is None
        ]
        faults = [(village, commune_of[village], "incomplete") for village in left]
    if faults:
        raise BadAssignment(faults)
