"""Units that several files tell of: a figure is never added twice, and no file goes over another unasked."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.intake.figures import Record, values_key
from data.intake.questions import Question
from data.intake.result import Checked

ID: Final = "file:"
"""How the ids of these questions begin."""
_NAMED: Final = 3  # units named in a question
UnitKey = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Conflict:
    """Files, as (hash, name), that say different things of the same units. The answer is the hash of the file that
    holds for them."""

    id: str
    files: tuple[tuple[str, str], ...]
    units: tuple[UnitKey, ...]
    names: tuple[str, ...]

    def question(self) -> Question:
        """Return the question which of the files holds."""
        shown = ", ".join(self.names[:_NAMED]) + ("…" if len(self.names) > _NAMED else "")
        return Question(
            self.id,
            "file",
            "",
            None,
            None,
            shown,
            "file",
            rows=tuple(range(len(self.units))),
            choices=tuple(digest for digest, _ in self.files),
            files=self.files,
        )


def find(reports: Sequence[Checked], names: Mapping[str, str]) -> list[Conflict]:
    """Return the units of which files say different things, together where the same files do.

    names: by hash. The same figure in two files, and different figures of one unit, are no conflict.
    """
    told: dict[UnitKey, list[tuple[Checked, Record]]] = {}
    for checked in reports:
        for record in checked.records:
            told.setdefault(_key(checked, record), []).append((checked, record))
    by_files: dict[tuple[str, ...], list[UnitKey]] = {}
    for key, found in told.items():
        if len({checked.digest for checked, _ in found}) > 1 and _differ([record for _, record in found]):
            by_files.setdefault(tuple(dict.fromkeys(checked.digest for checked, _ in found)), []).append(key)
    return [
        Conflict(
            ID + hashlib.sha256(" ".join(sorted(digests)).encode()).hexdigest()[:16],
            tuple((digest, names[digest]) for digest in digests),
            tuple(keys),
            tuple(_name(told[key][0][1]) for key in keys),
        )
        for digests, keys in by_files.items()
    ]


def settled(reports: Sequence[Checked], conflicts: Iterable[Conflict], answers: Mapping[str, object]) -> list[Checked]:
    """Return the reports without the records of units for which another file holds, or nobody has said which.

    What stays says nothing twice: of a figure that several files tell alike the first one holds.
    """
    holds: dict[UnitKey, str | None] = {}
    for conflict in conflicts:
        answer = answers.get(conflict.id)
        chosen = str(answer) if answer in dict(conflict.files) else None
        holds |= dict.fromkeys(conflict.units, chosen)
    seen: dict[UnitKey, set[str]] = {}
    out = []
    for checked in reports:
        records = []
        for record in checked.records:
            key = _key(checked, record)
            if key in holds and holds[key] != checked.digest:
                continue
            counts = {name: count for name, count in record.counts.items() if name not in seen.get(key, ())}
            seen.setdefault(key, set()).update(name for name, count in counts.items() if count is not None)
            if counts or record.teams or record.people or not record.counts:
                records.append(replace(record, counts=counts))
        out.append(replace(checked, records=tuple(records)))
    return out


def _key(checked: Checked, record: Record) -> UnitKey:
    return (checked.structure, checked.period, record.level, record.unit.code, values_key(record.village))


def _differ(records: Sequence[Record]) -> bool:
    """Say whether records of one unit disagree; lists of teams and people cannot be told apart and always do."""
    if sum(bool(record.teams or record.people) for record in records) > 1:
        return True
    counts: dict[str, set[int]] = {}
    for record in records:
        for name, count in record.counts.items():
            if count is not None:
                counts.setdefault(name, set()).add(count)
    return any(len(found) > 1 for found in counts.values())


def _name(record: Record) -> str:
    return f"{record.village}, {record.unit.name}" if record.village else record.unit.name
