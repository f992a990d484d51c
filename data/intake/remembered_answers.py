"""Answers remembered by the form's fingerprint: the next file from the same office asks nothing twice.

A fingerprint is made of the headings alone (dates and numbers in them left out), so that next month's file of
the same form has the same one. An answer belongs to the area whose staff gave it and holds for reports that lie in
it; of several the one of the smallest area goes first, then the newest.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.access.actor import UnitKey
from data.access.areas import COUNTRY, NOWHERE, lies_within
from data.intake.headings import stable
from data.storage import clock, paths
from data.storage.atomic import replace_file
from data.storage.json_values import Json, items, objects, parse_object, text, texts
from data.storage.locks import exclusive
from data.units import chain
from data.units.structures import STRUCTURES

_OF_ONE_FILE: Final = (
    "date:",
    "structure:",
    "scale:",
    "printed:",
    "file:",
    "title:",
    "list:",
    "rows:",
    "share:",
    "note:",
)
"""How the ids of questions begin whose answers hold for one file alone."""
_OF_NO_PROVINCE: Final = "unit:-:"
"""How the ids of questions about units begin where the file names no province: communes of several bear one name."""
_ID: Final = re.compile(r"[0-9a-f]{16}")
_PROVINCE, _COMMUNE = 2, 5  # digits of a code


@dataclass(frozen=True)
class Remembered:
    """One answer to one question of a form: for which units it holds, who gave it when (ISO time), with which file.

    Of answers that were kept before areas were, nobody knows who gave them: `by`, `at` and `file` are "", and the
    area is NOWHERE unless the question itself names a province.
    """

    form: str
    question: str
    answer: str
    area: frozenset[UnitKey]
    by: str = ""
    at: str = ""
    file: str = ""

    @property
    def key(self) -> tuple[str, str, frozenset[UnitKey]]:
        """Return what tells answers apart: a form's question has one answer in one area."""
        return self.form, self.question, self.area


def fingerprint(headings: Iterable[Iterable[str]]) -> str:
    """Return the fingerprint of a form: of the headings of its tables, in any order, each kind once."""
    forms = sorted({"|".join(stable(heading) for heading in table) for table in headings})
    return hashlib.sha256("\n".join(forms).encode()).hexdigest()[:16]


def recall(form: str, *, place: Iterable[UnitKey]) -> dict[str, str]:
    """Return the answers to a form that hold for a report of this place, by question id."""
    return {question: one.answer for question, one in holding(form, place=place).items()}


def holding(form: str, *, place: Iterable[UnitKey]) -> dict[str, Remembered]:
    """Return of each question of a form the answer that holds for a report of this place."""
    here = frozenset(place)
    found = [one for one in known(form) if lies_within(here, one.area)]
    return {one.question: one for one in sorted(found, key=_precedence)}


def _precedence(one: Remembered) -> tuple[int, str]:
    """Order answers so that the later one of two goes first: by how small the area is, then by when it was given."""
    return (0 if COUNTRY in one.area else min(len(code) for _, code in one.area), one.at)


def known(form: str) -> list[Remembered]:
    """List the answers to a form; none where there are none or they cannot be read: then they are asked again."""
    try:
        told = parse_object(_file(form).read_bytes())["answers"]
        if isinstance(told, Mapping):
            return _before_areas(form, told)
        return [_read(form, entry) for entry in objects(told)]
    except (OSError, ValueError, KeyError):
        return []


def every() -> list[Remembered]:
    """List all answers that are remembered, newest first."""
    folder = _folder()
    forms = sorted(file.stem for file in folder.glob("*.json")) if folder.is_dir() else []
    found = [one for form in forms if _ID.fullmatch(form) for one in known(form)]
    return sorted(found, key=lambda one: (one.at, one.form, one.question), reverse=True)


def new(form: str, answers: Mapping[str, object], *, area: Iterable[UnitKey], by: str, file: str) -> list[Remembered]:
    """Return the answers given now that are not remembered so for the area, without those that hold for one file."""
    here, at = frozenset(area), clock.now()
    before = {one.key: one.answer for one in known(form)}
    given = [
        Remembered(form, question, answer, here, by, at, file)
        for question, answer in answers.items()
        if isinstance(answer, str) and answer and not question.startswith(_OF_ONE_FILE)
        if not question.startswith(_OF_NO_PROVINCE) or len(answer) == _PROVINCE
    ]
    return [one for one in given if before.get(one.key) != one.answer]


def remember(given: Iterable[Remembered]) -> None:
    """Add answers to what is known of their forms, in place of those to the same question in the same area.

    Raises CannotWrite, Busy, ValueError for what is no form.
    """
    given = list(given)
    for form in dict.fromkeys(one.form for one in given):
        _file(form)
    with exclusive(_folder() / "lock"):
        for form in dict.fromkeys(one.form for one in given):
            kept = {one.key: one for one in known(form)} | {one.key: one for one in given if one.form == form}
            _write(form, kept.values())


def withdraw(one: Remembered) -> bool:
    """Forget an answer; tell whether it was there. Raises CannotWrite, Busy."""
    with exclusive(_folder() / "lock"):
        before = known(one.form)
        kept = [other for other in before if other.key != one.key]
        if len(kept) < len(before):
            _write(one.form, kept)
    return len(kept) < len(before)


def _write(form: str, answers: Iterable[Remembered]) -> None:
    told: list[Json] = [
        {
            "question": one.question,
            "answer": one.answer,
            "area": [list(unit) for unit in sorted(one.area)],
            "by": one.by,
            "at": one.at,
            "file": one.file,
        }
        for one in sorted(answers, key=lambda one: (one.question, sorted(one.area)))
    ]
    written = json.dumps({"form": form, "answers": told}, ensure_ascii=False, indent=1)
    replace_file(_file(form), written.encode(), step="form answers")


def _read(form: str, told: Mapping[str, Json]) -> Remembered:
    area = frozenset(_unit(texts(unit)) for unit in items(told["area"])) or frozenset({NOWHERE})
    question, answer, by, at, file = (text(told[name]) for name in ("question", "answer", "by", "at", "file"))
    return Remembered(form, question, answer, area, by, at, file)


def _unit(told: list[str]) -> UnitKey:
    structure, code = told
    return structure, code


def _before_areas(form: str, told: Mapping[str, Json]) -> list[Remembered]:
    """Read answers that were kept without an area: those hold where the question says, the others nowhere."""
    return [
        Remembered(form, question, answer, _area_of(question))
        for question, answer in told.items()
        if isinstance(answer, str)
    ]


def _area_of(question: str) -> frozenset[UnitKey]:
    """Return the province that the id of a question about a unit or a village names, in each structure that has it."""
    kind, _, rest = question.partition(":")
    code = rest.partition(":")[0]
    if kind == "unit" and len(code) == _PROVINCE:
        found = {(name, code) for name in STRUCTURES if code in chain.frames(name)["province"].index}
    elif kind == "village" and len(code) == _COMMUNE:
        homes = {name: chain.frames(name)["commune"]["province"] for name in STRUCTURES}
        found = {(name, str(home[code])) for name, home in homes.items() if code in home.index}
    else:
        found = set()
    return frozenset(found) or frozenset({NOWHERE})


def _folder() -> Path:
    return paths.var() / "forms"


def _file(form: str) -> Path:
    if not _ID.fullmatch(form):
        raise ValueError("not a fingerprint")
    return _folder() / f"{form}.json"
