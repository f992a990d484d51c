"""A checked report → a draft of the store: rows by unit and period, villages, teams, people and notes."""

import hashlib
import re
from typing import Final

import pandas as pd

from data.access.actor import Actor
from data.access.areas import of_report
from data.catalogue.current import catalogue
from data.derivation.unit_membership import communes_in_structures
from data.i18n import say
from data.intake import attendance, remembered_answers, report_kinds, team_tables
from data.intake.figures import Record
from data.intake.questions import Question
from data.intake.record_linkage import again
from data.intake.report_kinds import ReportKind
from data.intake.result import Checked
from data.releases import drafts
from data.releases.questions import Question as StoredQuestion
from data.releases.store import Release, Store
from data.storage import audit_log
from data.storage.json_values import Json
from data.units.names import fold

# What a village's own report calls its teams and members are those of the village level.
_OF_VILLAGES: Final = {"teams": "teams_village", "members": "members_village"}
_OF_COMMUNES: Final = {"members": "members_commune"}
_KIND: Final = re.compile(
    r"(thôn|bản|làng|ấp|khóm|khu phố|khu dân cư|xóm|buôn|tổ dân phố|tdp|tiểu khu|khối phố|khối|sóc|phum|bon|plei|khu|"
    r"tổ)\b",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(
    r"(?:sở|ubnd|ủy ban|uỷ ban|phòng|ban|tỉnh đoàn|huyện đoàn|chi cục|trung tâm)\b", re.IGNORECASE
)


def make(store: Store, checked: Checked, *, who: str = "", reader: Actor | None = None) -> str:
    """Write a draft of what was read, remember its answers for the form, and return the draft's id.

    Rows that wait for a question go with it, so that an answer brings them in. reader: whose answers they are, None
    for those of whoever holds the machine's files. Raises BadTable, CannotWrite.
    """
    tables, of_people = with_people(store, checked, who=who)
    draft = drafts.create(
        store,
        rows=rows(checked),
        source=source(checked),
        problems=[{**problem.to_json(), "period": checked.period} for problem in checked.problems],
        questions=[*(stored_question(checked, question) for question in checked.questions), *of_people],
        answers=dict(checked.answers),
        base_release=store.current_id(),
        tables=tables,
        who=who,
    )
    remember(store, checked, draft=draft, who=who, reader=reader)
    return draft


def remember(store: Store, checked: Checked, *, draft: str, who: str, reader: Actor | None) -> None:
    """Keep the answers that were given to this file for the area that it belongs to; the log has them first."""
    if not checked.form:
        return
    area = of_report(checked.structure, checked.province.code if checked.province else None, reader)
    given = {name: value for name, value in checked.answers.items() if name not in checked.remembered}
    learned = remembered_answers.new(checked.form, given, area=area, by=who, file=checked.file)
    if learned:
        answers: dict[str, Json] = {one.question: one.answer for one in learned}
        units: list[Json] = [list(unit) for unit in sorted(area)]
        audit_log.append(
            store.root, who=who, action="remember answers", draft=draft, form=checked.form, area=units, answers=answers
        )
        remembered_answers.remember(learned)


def with_people(store: Store, checked: Checked, *, who: str) -> tuple[dict[str, drafts.Rows], list[StoredQuestion]]:
    """Return the further tables, whoever is known already under the id they have, and who is to be asked about."""
    release = store.current() if store.has_current() else None
    communes = {record.unit.code for record in checked.records if record.people}
    if kind_of(checked).into == "course":
        listed = attendance.persons(checked)
        found = again(release, listed, communes=communes, who=who, known=True)
        return {**attendance.tables(checked, listed, found, organiser=source(checked).office)}, found.questions
    tables = _tables(checked, release)
    people = tables.get("people")
    if not isinstance(people, pd.DataFrame):
        return tables, []
    found = again(release, people, communes=communes, who=who)
    people = people.assign(person=people["person"].replace(found.same))
    return tables | {"people": people}, found.questions


def kind_of(checked: Checked) -> ReportKind:
    """Return the kind of a checked report."""
    return report_kinds.named(checked.kind)


def source(checked: Checked) -> drafts.Source:
    """Return where the report comes from: the office that its head names, and the file's hash."""
    office = next((text[:120] for text in checked.titles if _OFFICE.match(text)), None)
    kind = kind_of(checked)
    title = say(kind.words)
    return drafts.Source(
        title=f"{title[:1].upper()}{title[1:]}: {office or checked.file}",
        office=office,
        as_of=checked.as_of,
        structure=checked.structure,
        file_name=checked.file,
        file_hash=checked.digest,
        whole_teams=kind.into == "register",
    )


def rows(checked: Checked) -> pd.DataFrame:
    """Return one row a unit: structure, level, code (a village's id), period and the indicators, missing as NA."""
    made = [] if kind_of(checked).into == "course" else [_row(checked, record) for record in checked.records]
    made = [row for row in made if any(row.get(name) is not None for name in catalogue().codes)]
    frame = pd.DataFrame(made, columns=["structure", "level", "code", "period", *catalogue().codes])
    return frame.astype({name: "Int64" for name in catalogue().codes})


def _row(checked: Checked, record: Record) -> dict[str, str | int | None]:
    code = village_id(checked, record) if record.village is not None else record.unit.code
    head = {"structure": checked.structure, "level": record.level, "code": code, "period": checked.period}
    return {**head, **_counts(record, register=kind_of(checked).into == "register")}


def _counts(record: Record, *, register: bool) -> dict[str, int | None]:
    """Return the counts under the names of the store; in a register each village has the teams that it lists."""
    names = _OF_VILLAGES if record.level == "village" else _OF_COMMUNES if register else {}
    counts = {names.get(name, name): count for name, count in record.counts.items()}
    own = [team for team in record.teams if team.is_live and team.level == record.level]
    if register and own:
        counts["teams_village" if record.level == "village" else "teams_commune"] = len(own)
    return counts


def village_id(checked: Checked, record: Record) -> str:
    """Return the village's id: that of the known village, else one made of its commune and folded name."""
    if record.known_village:
        return record.known_village
    return "r" + _hash(checked.structure, record.unit.code, fold(record.village or ""))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:14]


def _tables(checked: Checked, release: Release | None) -> dict[str, drafts.Rows]:
    villages = [record for record in checked.records if record.village is not None]
    out: dict[str, drafts.Rows] = {}
    if villages:
        out["villages"] = pd.DataFrame([_village(checked, record) for record in villages])
    if any(record.teams for record in checked.records):
        out |= team_tables.make(checked, release, village_id=village_id, communes_told=communes_in_structures)
    notes = [_note(checked, record, name) for record in checked.records for name in record.qualifiers]
    if notes:
        out["notes"] = pd.DataFrame(notes)
    return out


def _village(checked: Checked, record: Record) -> dict[str, str | None]:
    found = _KIND.match(record.village or "")
    return {
        "village": village_id(checked, record),
        "name": record.village,
        "kind": found[1].lower() if found else None,
        **communes_in_structures(checked.structure, record.unit.code),
    }


def _note(checked: Checked, record: Record, indicator: str) -> dict[str, str]:
    code = village_id(checked, record) if record.village is not None else record.unit.code
    return {
        "structure": checked.structure,
        "code": code,
        "period": checked.period,
        "indicator": indicator,
        "kind": "qualifier",
        "text": record.qualifiers[indicator],
    }


def stored_question(checked: Checked, question: Question) -> StoredQuestion:
    """Return a question as the store keeps it: with the figures that wait for it, where an answer brings them in."""
    out = question.stored()
    waiting: list[dict[str, Json]] = [
        {"structure": checked.structure, "level": item.question.level, "period": checked.period, **counts}
        for item, counts in (checked.waiting(question.id) if question.kind == "unit" else ())
        if item.question
    ]
    if waiting:
        out["rows"] = waiting
    return out
