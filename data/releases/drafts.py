"""Drafts: reports that were read and are not published yet, each a folder written whole or not at all.

<root>/drafts/<id>/draft.json      source, problems, questions, sums of the tables: never changes
<root>/drafts/<id>/rows.parquet    the figures, and one file for each further table
<root>/drafts/<id>/state.json      what changes: base release, answers, conflicts, status
"""

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal, cast, get_args

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.catalogue.current import catalogue
from data.derivation.schema import RECORDS, ROW_KEY, draft_rows, fit, nullable, schemas
from data.releases import manifest, validation
from data.releases.migrations import read_table
from data.releases.questions import CONFLICT, PERSON, Answers, Problem, Question, apply_answers
from data.releases.store import Store
from data.releases.team_seats import adopted
from data.storage import audit_log, clock
from data.storage.atomic import clear_asides, folder_aside, put_in_place, replace_file
from data.storage.errors import NotFound, Refused, StoreFault
from data.storage.json_values import Json, members, objects, one_of, parse_object, text, text_or_none, texts
from data.storage.locks import exclusive

Status = Literal["open", "published"]
Kind = Literal["report", "sample"]
Rows = pa.Table | pd.DataFrame

EXTRA: Final = ("villages", "teams", *RECORDS, "people", "notes")
"""Tables that a draft may bring besides its rows, in the columns of a release; `source` is filled in later."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_ID_LENGTH: Final = 10


class UnknownDraft(NotFound):
    """The store has no draft with this id."""


class DamagedDraft(StoreFault):
    """A draft's files are not as they were written."""


class BadAnswer(Refused):
    """The draft has no such question, is published, or must be read again with this answer."""


@dataclass(frozen=True)
class SourceFile:
    """One of the files that a draft was made of: its hash, and the units that it is about."""

    name: str
    file_hash: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Where a report comes from; `file_hash` is the SHA-256 of the file, `structure` the one it is in.

    kind: "sample" for a change to the illustration, which stays illustration. whole_teams: whether the teams it lists
    are listed whole, so that who is not on the list has left. files: where there are several, `file_hash` is then of
    all their hashes.
    """

    title: str
    office: str | None
    as_of: date
    structure: str
    file_name: str
    file_hash: str
    kind: Kind = "report"
    whole_teams: bool = False
    files: tuple[SourceFile, ...] = ()

    @property
    def by_form(self) -> bool:
        """Tell whether somebody filled in a form on what is published: then what is missing was taken away."""
        return not self.file_name


@dataclass(frozen=True)
class Draft:
    """A report on its way to a release: read on the release `first_base`, now on `base` (None: an empty store).

    questions: one with `rows` (whose unit is not known) is answered with the unit's code, or with None to leave them
    out. answers: by question id.
    """

    id: str
    path: Path
    source: Source
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...]
    answers: Answers
    base: str | None
    first_base: str | None
    status: Status
    created: str

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that stop publishing."""
        return tuple(problem for problem in self.problems if problem.get("severity") != "warning")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Return the problems that are published with the figures and stay visible beside them."""
        return tuple(problem for problem in self.problems if problem.get("severity") == "warning")

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Return the questions without an answer."""
        return tuple(question for question in self.questions if question["id"] not in self.answers)

    def rows(self) -> pa.Table:
        """Return the figures in the columns of schema.draft_rows, with the rows that answers gave a unit to.

        A cell whose conflict was decided for the published value is missing. Raises DamagedDraft.
        """
        read = validation.fitted("rows", _read_table(self.path, "rows"), schema=draft_rows())
        answered = [row for question in self.questions for row in _answered(question, self.answers)]
        if answered:
            read = pa.concat_tables([read, fit(pa.Table.from_pylist(answered), schema=draft_rows())])
        return _without(read, [q for q in self.questions if "indicator" in q and self.answers.get(q["id"]) == "theirs"])

    def tables(self) -> dict[str, pa.Table]:
        """Return the further tables that came with the figures, in the columns of a release.

        They are as the draft was made: what others published since is in data.releases.merging.
        """
        read = {name: _read_table(self.path, name) for name in EXTRA if _file(self.path, name).exists()}
        fitted = {name: validation.fitted(name, table, schema=schemas()[name]) for name, table in adopted(read).items()}
        return apply_answers(fitted, self.questions, self.answers)


def create(
    store: Store,
    *,
    rows: Rows,
    source: Source,
    problems: Sequence[Problem] = (),
    questions: Sequence[Question] = (),
    answers: Answers | None = None,
    base_release: str | None,
    tables: Mapping[str, Rows] | None = None,
    who: str = "",
) -> str:
    """Write a draft and return its id; the same report on the same release is the same draft, open again.

    rows: structure, level, code, period and one column an indicator (those not given are missing).
    answers: those that the reading has used already. tables: see EXTRA. Raises BadTable, CannotWrite, Busy.
    """
    apart = adopted(tables or {}, on=source.as_of)
    brought = {name: validation.fitted(name, table, schema=schemas()[name]) for name, table in apart.items()}
    fitted = validation.fitted("rows", rows, schema=draft_rows())
    checked = validation.check_rows(fitted, villages=_villages(store, fitted, brought, base=base_release))
    content: dict[str, object] = {
        "source": _written_source(source),
        "problems": [dict(problem) for problem in problems],
        "questions": [dict(question) for question in questions],
        "first_base": base_release,
        "first_answers": dict(answers or {}),
    }
    with exclusive(store.root / "lock"):
        clear_asides(_folder(store))
        draft_id = _write(store, content, base=base_release, answers=answers or {}, tables={"rows": checked, **brought})
        audit_log.append(
            store.root,
            who=who,
            action="import",
            draft=draft_id,
            file_hash=source.file_hash,
            files=[file.file_hash for file in source.files] or None,
            base=base_release,
            rows=checked.num_rows,
            problems=len(problems),
            questions=len(questions),
        )
    return draft_id


def get(store: Store, draft_id: str) -> Draft:
    """Return a draft; raises UnknownDraft, DamagedDraft."""
    path = _folder(store) / draft_id
    if not _is_id(draft_id) or not path.is_dir():
        raise UnknownDraft("releases.unknown_draft", draft=draft_id)
    try:
        document = parse_object((path / "draft.json").read_bytes())
        state = parse_object((path / "state.json").read_bytes())
        content = members(document["content"])
        files = {name: text(written_sum) for name, written_sum in members(content["files"]).items()}
        sums = {name: _sum(_file(path, name), stated=written_sum) for name, written_sum in files.items()}
        draft = _draft(path, content, state, created=text(document["created"]))
    except (OSError, ValueError, KeyError) as fault:
        raise DamagedDraft("releases.damaged_draft", draft=draft_id) from fault
    if _content_id(content) != draft_id or sums != files:
        raise DamagedDraft("releases.damaged_draft", draft=draft_id)
    return draft


def list_drafts(store: Store) -> list[Draft]:
    """List the drafts, newest first, without those that `damaged` names."""
    found = []
    for draft_id in _ids(store):
        try:
            found.append(get(store, draft_id))
        except DamagedDraft:
            continue
    return sorted(found, key=lambda draft: (draft.created, draft.id), reverse=True)


def damaged(store: Store) -> dict[str, DamagedDraft]:
    """Return what is wrong with each draft that cannot be read, by id."""
    faults = {}
    for draft_id in _ids(store):
        try:
            get(store, draft_id)
        except DamagedDraft as fault:
            faults[draft_id] = fault
    return faults


def answer(store: Store, draft_id: str, answers: Answers, *, who: str) -> Draft:
    """Answer questions of an open draft, all of them or none, and return the draft as it then is.

    A question with `rows` takes a unit's code or None, a conflict "mine" or "theirs". Any other question
    changes how the file is read: read it again with the answer and `create` anew. Raises BadAnswer, also where an
    answer makes two rows one unit, and BadTable where one names no unit.
    """
    with exclusive(store.root / "lock"):
        draft = get(store, draft_id)
        for question_id in answers:
            _check_answer(draft, question_id, answers[question_id])
        after = replace(draft, answers={**draft.answers, **answers})
        rows = after.rows()
        _require_apart(after, rows)
        validation.check_rows(rows, villages=_villages(store, rows, after.tables(), base=draft.base))
        _save(after)
        audit_log.append(store.root, who=who, action="answer", draft=draft_id, answers=dict(answers))
    return after


def discard(store: Store, draft_id: str, *, who: str) -> None:
    """Remove a draft for good; raises UnknownDraft, CannotWrite."""
    with exclusive(store.root / "lock"):
        path = _folder(store) / draft_id
        if not _is_id(draft_id) or not path.is_dir():
            raise UnknownDraft("releases.unknown_draft", draft=draft_id)
        audit_log.append(store.root, who=who, action="discard", draft=draft_id)
        aside = path.with_name(f".aside-{draft_id}")
        os.rename(path, aside)
        shutil.rmtree(aside, ignore_errors=True)


def unasked(draft: Draft) -> Draft:
    """Return the draft as it reads without its conflicts; nothing is written."""
    past = {question["id"] for question in draft.questions if question.get("kind") == CONFLICT}
    answers = {key: value for key, value in draft.answers.items() if key not in past}
    questions = tuple(question for question in draft.questions if question["id"] not in past)
    return replace(draft, answers=answers, questions=questions)


def move_base(draft: Draft, *, base: str | None, conflicts: Sequence[Question]) -> Draft:
    """Put a draft on another release with these conflicts; the store's lock is held (see publish.rebase).

    An answer stays where its conflict is the same as before.
    """
    plain = unasked(draft)
    same = [q["id"] for q in conflicts if q in draft.questions and q["id"] in draft.answers]
    answers = {**plain.answers, **{key: draft.answers[key] for key in same}}
    moved = replace(plain, base=base, answers=answers, questions=(*plain.questions, *conflicts))
    _save(moved)
    return moved


def mark_published(store: Store, draft_id: str) -> None:
    """Note that a draft has become a release; nothing happens where it is noted, or the draft is gone."""
    try:
        draft = get(store, draft_id)
    except (UnknownDraft, DamagedDraft):
        return
    if draft.status != "published":
        _save(replace(draft, status="published"))


def _folder(store: Store) -> Path:
    return store.root / "drafts"


def _file(path: Path, table: str) -> Path:
    return path / f"{table}.parquet"


def _is_id(name: str) -> bool:
    return len(name) == _ID_LENGTH and set(name) <= set("0123456789abcdef")


def _ids(store: Store) -> list[str]:
    folder = _folder(store)
    return sorted(path.name for path in folder.iterdir() if _is_id(path.name)) if folder.is_dir() else []


def _content_id(content: Mapping[str, object]) -> str:
    written = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:_ID_LENGTH]


def _sum(path: Path, *, stated: str = "") -> str:
    """Return the sum of a file; `stated` where people were erased from it since and it is as it then was."""
    found = manifest.facts(path, rows=0)
    return stated if stated and manifest.is_as_stated(path, replace(found, sha256=stated)) else found.sha256


def _draft(path: Path, content: Mapping[str, Json], state: Mapping[str, Json], *, created: str) -> Draft:
    """Return a draft as it was written; what its questions and problems are was checked when it was made."""
    questions = [*objects(content["questions"]), *objects(state["conflicts"])]
    return Draft(
        id=path.name,
        path=path,
        source=_source(members(content["source"])),
        problems=cast("tuple[Problem, ...]", tuple(objects(content["problems"]))),
        questions=cast("tuple[Question, ...]", tuple(questions)),
        answers=members(state["answers"]),
        base=text_or_none(state["base"]),
        first_base=text_or_none(content["first_base"]),
        status=one_of(state["status"], get_args(Status)),
        created=created,
    )


def _written_source(source: Source) -> dict[str, object]:
    fields = {**asdict(source), "as_of": source.as_of.isoformat()}
    if not source.files:  # as drafts of one file always were: the same report is the same draft
        del fields["files"]
    return fields


def _source(fields: Mapping[str, Json]) -> Source:
    return Source(
        title=text(fields["title"]),
        office=text_or_none(fields["office"]),
        as_of=date.fromisoformat(text(fields["as_of"])),
        structure=text(fields["structure"]),
        file_name=text(fields["file_name"]),
        file_hash=text(fields["file_hash"]),
        kind=one_of(fields.get("kind", "report"), KINDS),
        whole_teams=fields.get("whole_teams") is True,
        files=tuple(
            SourceFile(text(one["name"]), text(one["file_hash"]), tuple(texts(one["units"])))
            for one in objects(fields.get("files", []))
        ),
    )


def _state_text(*, status: Status, base: str | None, answers: Answers, conflicts: Sequence[Question]) -> bytes:
    state = {"status": status, "base": base, "answers": dict(answers), "conflicts": [dict(c) for c in conflicts]}
    return json.dumps(state, ensure_ascii=False, indent=1).encode()


def _save(draft: Draft) -> None:
    """Replace the part of a draft that changes; the lock is held."""
    conflicts = [question for question in draft.questions if question.get("kind") == CONFLICT]
    state = _state_text(status=draft.status, base=draft.base, answers=draft.answers, conflicts=conflicts)
    replace_file(draft.path / "state.json", state, step="draft state")


def _write(
    store: Store,
    content: dict[str, object],
    *,
    base: str | None,
    answers: Answers,
    tables: Mapping[str, pa.Table],
) -> str:
    """Write the folder of a draft, or open again the one that is there; the lock is held."""
    with folder_aside(_folder(store)) as aside:
        for name, table in tables.items():
            pq.write_table(table.combine_chunks(), _file(aside, name), compression="zstd")
            _file(aside, name).chmod(0o600)
        content = {**content, "files": {name: _sum(_file(aside, name)) for name in tables}}
        draft_id = _content_id(content)
        document = {"created": clock.now(), "content": content}
        state = _state_text(status="open", base=base, answers=answers, conflicts=())
        (aside / "draft.json").write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
        (aside / "state.json").write_bytes(state)
        if not _open_again(store, draft_id):
            put_in_place(aside, _folder(store) / draft_id, step="draft")
    return draft_id


def _open_again(store: Store, draft_id: str) -> bool:
    """Tell whether the draft is there already and sound; what it was answered stays."""
    try:
        draft = get(store, draft_id)
    except (UnknownDraft, DamagedDraft):
        return False
    if draft.status != "open":
        _save(replace(draft, status="open"))
    return True


def _read_table(path: Path, name: str) -> pa.Table:
    try:
        return read_table(_file(path, name))
    except (OSError, pa.ArrowInvalid) as fault:
        raise DamagedDraft("releases.damaged_draft", draft=path.name) from fault


def _villages(store: Store, rows: pa.Table, brought: Mapping[str, pa.Table], *, base: str | None) -> Iterable[str]:
    """Return the ids that a village's row may bear: the release's villages and those the draft brings."""
    if "village" not in rows["level"].to_pylist():
        return ()
    existing = store.release(base).query("SELECT village FROM villages")["village"].tolist() if base else []
    return [*existing, *(brought["villages"]["village"].to_pylist() if "villages" in brought else [])]


def _check_answer(draft: Draft, question_id: str, given: object) -> None:
    """Raise BadAnswer unless the question is the draft's and can be answered so, without a new reading."""
    if draft.status != "open":
        raise BadAnswer("releases.draft_published", draft=draft.id)
    question = next((q for q in draft.questions if q["id"] == question_id), None)
    if question is None:
        raise BadAnswer("releases.no_such_question", draft=draft.id, question=question_id)
    if question.get("kind") == CONFLICT:
        if given not in ("mine", "theirs"):
            raise BadAnswer("releases.mine_or_theirs", question=question_id)
    elif question.get("kind") == PERSON:
        if given is not None and given not in question["candidates"]:
            raise BadAnswer("releases.no_such_question", draft=draft.id, question=question_id)
    elif "rows" not in question:
        raise BadAnswer("releases.read_again", question=question_id)
    elif not (given is None or isinstance(given, str)):
        raise BadAnswer("releases.code_or_none", question=question_id)


def _require_apart(draft: Draft, rows: pa.Table) -> None:
    """Raise BadAnswer where an answer gives a row the unit of another one, with the texts of the questions."""
    keys = Counter(zip(*(rows[name].to_pylist() for name in ROW_KEY), strict=True))
    twice = {code for (_, _, code, _), times in keys.items() if times > 1}
    for question in draft.questions:
        code = draft.answers.get(question["id"])
        if "rows" in question and isinstance(code, str) and code in twice:
            texts = [str(q.get("text", "")) for q in draft.questions if draft.answers.get(q["id"]) == code]
            raise BadAnswer("releases.answered_twice", texts=" · ".join(texts), code=code)


def _answered(question: Question, answers: Answers) -> list[dict[str, Json]]:
    """Return the rows that an answer has given a unit to."""
    code = answers.get(question["id"])
    if code is None or question.get("kind") == CONFLICT:
        return []
    return [{**row, "code": code} for row in question.get("rows", ())]


def _without(rows: pa.Table, decided: Sequence[Question]) -> pa.Table:
    """Take out the cells of conflicts that were decided for the published value, and rows left empty."""
    if not decided:
        return rows
    frame = nullable(rows).set_index([*ROW_KEY])
    for conflict in decided:
        cell = (conflict["structure"], conflict["level"], conflict["code"], conflict["period"])
        frame.loc[cell, conflict["indicator"]] = pd.NA
    left = frame[frame[[*catalogue().codes]].notna().any(axis=1)].reset_index()
    return fit(pa.Table.from_pandas(left, preserve_index=False), schema=draft_rows())
