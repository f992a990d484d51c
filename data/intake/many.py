"""Many reports at once: read side by side, asked about once, kept as one draft.

parsed = parse(files)                       # each file in a child process, a few at a time
together = check(parsed, answers={...})     # what each says, what is asked of all, what two files say of one unit
together.joined                             # all of it as one report

One file that cannot be read stops none of the others.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from data.access.actor import Actor
from data.intake import checks, file_conflicts, report
from data.intake.baseline import Known
from data.intake.file_conflicts import Conflict
from data.intake.problems import Problem
from data.intake.questions import Question
from data.intake.result import Checked, Given
from data.releases.questions import Answers
from data.spreadsheets import limits
from data.spreadsheets.archives import Incoming
from data.spreadsheets.reader import RawSheet, read
from data.storage.errors import Refused
from data.units import register
from data.units.register import StructureId

State = Literal["good", "asks", "errors", "empty", "refused", "twin", "left_out"]
Progress = Callable[[float], None]

SIDE_BY_SIDE: Final = 4
"""How many child processes read at a time; together they may take the memory that one file may."""
_NOTHING_KNOWN: Final = Known()
PROVINCE: Final = "province:files"
"""The id of the question whether the files that name no province are of the one that all others are of."""
EACH: Final = "each"
_OF_FORM: Final = re.compile(r"[0-9a-f]{16}/")  # before the id of a question that several forms ask
_OF_ALL: Final = frozenset({"missing_units", "mostly_missing"})
"""Problems that one file of many cannot tell: the units that it leaves out are in the others."""


@dataclass(frozen=True)
class Parsed:
    """A file's sheets, or why there are none; `twin` is the name of an earlier file with the same content."""

    name: str
    digest: str
    sheets: tuple[RawSheet, ...] = ()
    refusal: Refused | None = None
    twin: str = ""


@dataclass(frozen=True)
class OneFile:
    """What became of one file: what it says, or why it was refused. `waits` are the ids of its open questions."""

    name: str
    digest: str
    checked: Checked | None = None
    refusal: Refused | None = None
    twin: str = ""
    waits: tuple[str, ...] = ()
    left_out: bool = False

    @property
    def state(self) -> State:
        """Return what is to be said of the file first."""
        if self.twin:
            return "twin"
        if self.checked is None:
            return "refused"
        if self.left_out:
            return "left_out"
        if self.waits:
            return "asks"
        if self.checked.errors:
            return "errors"
        return "good" if self.checked.records else "empty"


@dataclass(frozen=True)
class Together:
    """What many files say. `kept` are the reports without what conflicts were decided against; `joined` is all of them
    as one report, with each question once; `asked_of` has by question the names of the files that ask it."""

    files: tuple[OneFile, ...]
    kept: tuple[Checked, ...]
    joined: Checked | None
    asked_of: Mapping[str, tuple[str, ...]]
    conflicts: tuple[Conflict, ...] = ()

    @property
    def publishable(self) -> bool:
        """Say whether the figures can be published; files that were refused hold up none of the others."""
        return self.joined is not None and self.joined.publishable


def parse(files: Sequence[Incoming], *, progress: Progress | None = None) -> list[Parsed]:
    """Read the sheets of files, a few side by side, and again alone what needed more memory than its share."""
    first: dict[str, str] = {}
    out: list[Parsed] = []
    for file in files:
        digest = hashlib.sha256(file.content).hexdigest()
        twin = "" if file.refusal else first.get(digest, "")
        first.setdefault(digest, file.name)
        out.append(Parsed(file.name, digest, refusal=file.refusal, twin=twin))
    waiting = [at for at, one in enumerate(out) if not one.refusal and not one.twin]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        begun = {
            pool.submit(_parsed, out[at], files[at].content, limits.MAX_MEMORY // SIDE_BY_SIDE): at for at in waiting
        }
        for done, future in enumerate(as_completed(begun), start=1):
            out[begun[future]] = future.result()
            if progress:
                progress(done / len(waiting))
    for at in waiting:
        refusal = out[at].refusal
        if refusal is not None and refusal.key == "intake.too_heavy":
            out[at] = _parsed(replace(out[at], refusal=None), files[at].content, limits.MAX_MEMORY)
    return out


def _parsed(file: Parsed, content: bytes, memory: int) -> Parsed:
    try:
        return replace(file, sheets=tuple(read(content, memory=memory)))
    except Refused as refusal:
        return replace(file, refusal=refusal)


def check(
    files: Sequence[Parsed],
    *,
    structure: StructureId | None = None,
    province: str | None = None,
    as_of: date | None = None,
    answers: Answers | None = None,
    left_out: Collection[str] = (),
    known: Known = _NOTHING_KNOWN,
    reader: Actor | None = None,
    progress: Progress | None = None,
) -> Together:
    """Check files as report.check does one.

    answers: by question id, or by form and id where forms ask the same. left_out: hashes of files that are read and
    not taken. reader: who reads them.
    """
    given = dict(answers or {})
    told = Given("", "", structure, province, as_of, given, known)
    found: list[OneFile] = []
    for at, file in enumerate(files):
        found.append(_checked(file, told, reader=reader, progress=_part(progress, at, len(files))))
        if progress:
            progress((at + 1) / len(files))
    doubt = None if province else _province_question(found)
    if doubt and given.get(PROVINCE) == doubt.choices[0]:
        here = doubt.choices[0]
        found = [
            _checked(file, replace(told, province=here), reader=reader) if _is_of_no_province(before) else before
            for file, before in zip(files, found, strict=True)
        ]
    found = [replace(file, left_out=file.digest in left_out) for file in found]
    taken = [file for file in found if file.checked and not file.left_out]
    asked, asked_of = _questions(taken)
    if doubt and given.get(PROVINCE) is None:
        of_place = [file.name for file in taken if _is_of_no_province(file)]
        asked = [doubt, *(one for one in asked if one.kind != "unit" or not set(asked_of[one.id]) <= set(of_place))]
        asked_of = {one.id: asked_of[one.id] for one in asked if one is not doubt} | {PROVINCE: tuple(of_place)}
    reports = [file.checked for file in taken if file.checked]
    names = {file.digest: file.name for file in taken}
    conflicts = file_conflicts.find(reports, names)
    kept = tuple(file_conflicts.settled(reports, conflicts, given))
    open_conflicts = [conflict for conflict in conflicts if given.get(conflict.id) not in dict(conflict.files)]
    asked += [conflict.question() for conflict in open_conflicts]
    waits = {conflict.id: dict(conflict.files) for conflict in open_conflicts}
    asked_of |= {id: tuple(told.values()) for id, told in waits.items()}
    found = [
        replace(file, waits=(*file.waits, *(id for id, told in waits.items() if file.digest in told))) for file in found
    ]
    return Together(tuple(found), kept, _joined(reports, kept, asked, given), asked_of, tuple(conflicts))


def _part(progress: Progress | None, before: int, of: int) -> Progress | None:
    return None if progress is None else lambda done: progress((before + done) / of)


def _checked(file: Parsed, given: Given, *, reader: Actor | None, progress: Progress | None = None) -> OneFile:
    if file.refusal or file.twin:
        return OneFile(file.name, file.digest, refusal=file.refusal, twin=file.twin)

    def checked(answers: Answers) -> Checked:
        """Check the file with these answers."""
        here = replace(given, name=file.name, digest=file.digest, answers=answers)
        return report.check_sheets(file.sheets, here, reader=reader, progress=progress)

    answers = given.answers
    general = {id: value for id, value in answers.items() if id != PROVINCE and not _OF_FORM.match(id)}
    try:
        found = checked(general)
        own = {
            id.partition("/")[2]: value
            for id, value in answers.items()
            if found.form and id.startswith(f"{found.form}/")
        }
        found = checked({**general, **own}) if own else found
    except Refused as refusal:
        return OneFile(file.name, file.digest, refusal=refusal)
    return OneFile(file.name, file.digest, found, waits=tuple(question.id for question in found.questions))


def _reports(files: Sequence[OneFile]) -> list[Checked]:
    return [file.checked for file in files if file.checked]


def _is_of_no_province(file: OneFile) -> bool:
    """Say whether a name in a file is asked about because nothing says which province the file is of."""
    found = file.checked
    return found is not None and found.province is None and any(one.why == "same_name" for one in found.questions)


def _province_question(files: Sequence[OneFile]) -> Question | None:
    """Ask once where files say no province and all others say the same one."""
    units = [(one.structure, record.unit.province) for one in _reports(files) for record in one.records]
    silent = [file.name for file in files if _is_of_no_province(file)]
    if not silent or len(set(units)) != 1:
        return None
    province = register.unit(*units[0])
    return Question(
        PROVINCE,
        "province",
        "",
        None,
        None,
        province.name,
        "files_province",
        rows=tuple(range(len(silent))),
        choices=(province.code, EACH),
        files=((province.code, province.name),),
    )


def _questions(files: Sequence[OneFile]) -> tuple[list[Question], dict[str, tuple[str, ...]]]:
    """Return the questions of all files, each of a form once, and the names of the files that ask it.

    An id that several forms ask is told apart by the form before it.
    """
    by_key: dict[tuple[str, str], list[tuple[str, Question]]] = {}
    for file in files:
        if file.checked is None:
            continue
        for question in file.checked.questions:
            form = file.checked.form if question.kind in ("column", "scale") else ""
            by_key.setdefault((form, question.id), []).append((file.name, question))
    forms: dict[str, set[str]] = {}
    for form, id in by_key:
        forms.setdefault(id, set()).add(form)
    asked, asked_of = [], {}
    for (form, id), told in by_key.items():
        key = id if len(forms[id]) == 1 else f"{form}/{id}"
        rows = tuple(row for _, question in told for row in question.rows)
        sheet = told[0][0] if len(told) == 1 < len(files) else told[0][1].sheet
        asked.append(replace(told[0][1], id=key, rows=rows, sheet=sheet))
        asked_of[key] = tuple(name for name, _ in told)
    return asked, asked_of


def _joined(
    reports: Sequence[Checked], kept: Sequence[Checked], asked: Sequence[Question], answers: Answers
) -> Checked | None:
    """Return all reports as one: their records, what is asked, what is wrong with each, by its file's name."""
    if not kept:
        return None
    if len(reports) == 1:
        return replace(kept[0], questions=tuple(asked))
    digest = hashlib.sha256("".join(sorted(one.digest for one in kept)).encode()).hexdigest()
    provinces = {(one.structure, record.unit.province) for one in kept for record in one.records}
    problems = [
        replace(problem, sheet=f"{one.file} · {problem.sheet}" if problem.sheet else one.file)
        for one in kept
        for problem in one.problems
        if problem.kind not in _OF_ALL
    ]
    last = max(kept, key=lambda one: one.as_of)
    return replace(
        last,
        file=kept[0].file if len(kept) == 1 else "",
        digest=digest,
        province=register.unit(*provinces.pop()) if len(provinces) == 1 else None,
        records=tuple(record for one in kept for record in one.records),
        questions=tuple(asked),
        problems=(*_of_times(reports), *_missing(reports), *problems),
        tables=(),
        taken=(),
        placed={},
        entries=(),
        sheet_tables=(),
        answers={**{id: value for one in kept for id, value in one.answers.items()}, **answers},
        remembered=tuple(dict.fromkeys(id for one in kept for id in one.remembered)),
        titles=(),
        form="",
    )


def _of_times(reports: Sequence[Checked]) -> list[Problem]:
    """Tell of files of another quarter or structure than most: one draft is of one time."""
    times = [(one.structure, one.period) for one in reports]
    usual = max(times, key=times.count)
    return [
        Problem("other_time", {"file": one.file, "period": one.period, "structure": one.structure}, one.file)
        for one in reports
        if (one.structure, one.period) != usual
    ]


def _missing(reports: Sequence[Checked]) -> list[Problem]:
    """Tell which communes of the provinces none of the reports is about."""
    told = {(record.unit.structure, record.unit.code) for one in reports for record in one.records}
    provinces = {(one.structure, record.unit.province) for one in reports for record in one.records}
    out: list[Problem] = []
    for structure, province in sorted(provinces):
        communes = list(register.children(structure, province, "commune").index)
        absent = [register.unit(structure, code) for code in communes if (structure, code) not in told]
        out += checks.missing(absent, of=len(communes))
    return out
