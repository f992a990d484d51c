"""Reports in: read files, see how they were read, answer what only a person knows, look at what changes, publish."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.identity import access
from components.planning import audit_log, many_files, steps
from components.planning.steps import Next
from components.review import drafts, remembered, sheet_view
from components.review import questions as asking
from components.shell import frame
from components.shell.frame import plain, words
from components.state import loaders, selection
from components.state.view_model import structure_name
from data.catalogue import scores
from data.catalogue.current import catalogue
from data.i18n import numbers
from data.intake import many as many_reports
from data.intake import report_kinds, template
from data.intake.baseline import Known
from data.intake.headings import heading_rules
from data.intake.many import OneFile, Parsed, Together
from data.intake.problems import Problem
from data.intake.result import Checked
from data.services import same_file, use_cases
from data.services.same_file import EarlierUpload
from data.spreadsheets import archives, page_picture
from data.storage.errors import ProductError, Refused
from data.units import register
from data.units.structures import StructureId, in_force

_TYPES = ["xlsx", "xls", "xlsm", "ods", "csv", "tsv", "html", "htm", "docx", "docm", "doc", "mht", "pdf", "zip"]
_PROBLEMS_IN_FULL = 12
_FOUND, _HANDED, _FAULT, _TIMES = "intake", "intake-source", "intake-fault", "intake-times"  # kept for the session
_QUESTIONS, _PROBLEMS = "cau-hoi", "van-de"  # places of the page that the bar below leads to
_PARSED = 0.5  # of the time that reading takes
_ROWS = 500  # of the figures read, as many as one looks through
_FIELDS_OF_TEAMS = {
    "name": "team_name",
    "union_branch": "union_branch",
    "subgroups": "subgroup",
    "status": "status",
    "decision": "decision",
    "decided": "decided",
    "founded": "founded",
    "reorganised": "reorganised",
    "dissolved": "dissolved",
    "group_platform": "platform",
    "group_link": "link",
    "villages": "serves",
}
_OF_TEAM = ("members", "trained", "union_branch", "subgroups", "status")  # of what a list says, what one looks through
_COUNTS_OF_TEAM = ("members", "trained", "subgroups")
_WAYS = 5  # of writing one idea, as many as fit on a line


@dataclass(frozen=True)
class Handed:
    """What was handed in: the sheets of each file, the PDFs themselves by hash, what the planner said beforehand."""

    parsed: tuple[Parsed, ...]
    printed: Mapping[str, bytes]
    structure: StructureId | None
    province: str | None
    as_of: date | None
    left_out: frozenset[str] = frozenset()


def page() -> None:
    """Lay out the page: the file, what was read of it, the questions, the draft; above them the steps, below what is
    next."""
    frame.heading(words("intake_page.title"), note=words("intake_page.note"))
    top = st.container(key="intake-steps")
    times = selection.session_value(_TIMES, int)
    with st.expander(words("intake_page.hand_in"), expanded=_nothing_found(), key=f"intake-hand-in-{times}"):
        upload(times)
    together: Together | None = selection.session_value(_FOUND, lambda: None)
    checked = together.joined if together else None
    if together is not None and (checked is None or len(together.files) > 1):
        many(together)
    if together is None or checked is None:
        with top:
            steps.show(Next("read", "upload"))
        helps()
        return
    if len(together.files) == 1:
        one(together)
    verdict(checked)
    questions(together, checked)
    problems(checked)
    read(checked)
    with st.bottom:
        place = st.container(key="intake-next", horizontal=True, vertical_alignment="center")
    fault: ProductError | None = selection.pop_value(_FAULT)
    if fault:
        frame.say_fault(fault)
    here = publishing(together, checked, button_in=place)
    with top:
        steps.show(here)
    with place:
        steps.say_next(here)
    helps()


def helps() -> None:
    """Offer our own form, the dictionary of columns, and the answers that are remembered."""
    help_with_forms()
    remembered.box()


def _nothing_found() -> bool:
    return selection.session_value(_FOUND, lambda: None) is None


def upload(times: int) -> None:
    """Ask for the files and for what they do not say themselves. times: how often files were read; each has a form."""
    with st.form("intake-form", border=True):
        files = st.file_uploader(
            words("intake_page.upload"),
            type=_TYPES,
            help=words("intake_page.upload.help"),
            accept_multiple_files=True,
            key=f"intake-files-{times}",
        )
        left, middle, right = st.columns(3)
        structure = left.selectbox(words("intake_page.structure"), ["", *register.STRUCTURES], format_func=_structure)
        province = middle.selectbox(
            words("intake_page.province"),
            ["", *loaders.own_provinces()],
            format_func=lambda name: name or words("intake_page.auto"),
        )
        as_of = right.date_input(
            words("intake_page.as_of"), value=None, format="DD/MM/YYYY", help=words("intake_page.as_of.help")
        )
        submitted = st.form_submit_button(words("intake_page.read"), type="primary")
    if submitted and files:
        _hand_in(
            [(file.name, file.getvalue()) for file in files],
            structure=structure or None,
            province=province or None,
            as_of=as_of,
        )
        if not _nothing_found():
            selection.keep(_TIMES, times + 1)
            st.rerun()


def _hand_in(
    files: list[tuple[str, bytes]], *, structure: StructureId | None, province: str | None, as_of: date | None
) -> None:
    """Read the files' sheets, and check them."""
    shown = files[0][0] if len(files) == 1 else words("many.title", count=len(files))
    bar = st.progress(0.0, text=words("intake_page.reading", file=plain(shown)))
    try:
        incoming = archives.unpacked(files)
        parsed = many_reports.parse(incoming, progress=lambda done: bar.progress(min(_PARSED * done, 1.0)))
    except Refused as fault:
        selection.keep(_FOUND, None)
        frame.say_fault(fault)
        return
    finally:
        bar.empty()
    printed = {
        one.digest: file.content
        for one, file in zip(parsed, incoming, strict=True)
        if any(sheet.printed for sheet in one.sheets)
    }
    selection.keep(_HANDED, Handed(tuple(parsed), printed, structure, province, as_of))
    _check({})


def _check(answers: Mapping[str, object]) -> None:
    """Check what was handed in with the answers so far, and keep what was found for this visitor."""
    handed: Handed = selection.session_value(_HANDED, lambda: None)
    bar = st.progress(_PARSED, text=words("intake_page.checking"))
    try:
        together = many_reports.check(
            handed.parsed,
            structure=handed.structure,
            province=handed.province,
            as_of=handed.as_of,
            answers=answers,
            left_out=handed.left_out,
            known=Known(loaders.release()),
            reader=access.actor(),
            progress=lambda done: bar.progress(min(_PARSED + (1 - _PARSED) * done, 1.0)),
        )
    finally:
        bar.empty()
    refusal = together.files[0].refusal
    if len(together.files) == 1 and refusal is not None:
        selection.keep(_FOUND, None)
        frame.say_fault(refusal)
        return
    selection.keep(_FOUND, together)


def one(together: Together) -> None:
    """Say of one file whether it was here before, and show its sheets as they were read."""
    file = together.files[0]
    st.subheader(plain(file.name), anchor=False)
    said_before(same_file.earlier(loaders.store(), access.actor(), file.digest))
    as_read(file)


def said_before(earlier: EarlierUpload | None) -> None:
    """Say that the very same file is published already, or a draft; nothing where it is new, or just became one."""
    if earlier is None or (earlier.what == "draft" and earlier.id == selection.session_value("intake-draft", str)):
        return
    when = audit_log.moment(earlier.when)
    shown = earlier.id[:7]
    st.warning(
        plain(words(f"same_file.{earlier.what}", when=when, who=earlier.who, id=shown)), icon=":material/history:"
    )


def as_read(file: OneFile) -> None:
    """Show a file's sheets with what each column and row was taken for; of a PDF the printed page beside it."""
    handed: Handed = selection.session_value(_HANDED, lambda: None)
    parsed = next((one for one in handed.parsed if one.digest == file.digest), None)
    if file.checked is None or parsed is None:
        return
    st.markdown(f"**{words('sheet_view.title')}**", help=words("sheet_view.note"))
    content = handed.printed.get(file.digest)
    columns = st.columns([3, 2]) if content else [st.container()]
    with columns[0]:
        view = sheet_view.show(file.checked, parsed.sheets, key=f"view-{file.digest[:12]}")
    if content and view and view.sheet.printed:
        with columns[1]:
            printed_page(content, view.sheet.printed.pages, key=f"page-{file.digest[:12]}-{view.sheet.name}")


def printed_page(content: bytes, pages: tuple[int, ...], *, key: str) -> None:
    """Show a page of a PDF as it is printed."""
    page = pages[st.pagination(len(pages), key=key) - 1 if len(pages) > 1 else 0]
    try:
        picture = selection.session_value(f"{key}-{page}", lambda: page_picture.draw(content, page))
        st.image(picture, caption=words("sheet_view.page", page=page))
    except Refused as fault:
        frame.say_fault(fault)


def many(together: Together) -> None:
    """List the files with their states; show the one that is chosen, and take what is left out as an answer."""
    handed: Handed = selection.session_value(_HANDED, lambda: None)
    st.subheader(words("many.title", count=len(together.files)), anchor=False)
    found = {file.digest: same_file.earlier(loaders.store(), access.actor(), file.digest) for file in together.files}
    before = frozenset(digest for digest, earlier in found.items() if earlier)
    if before:
        st.warning(words("same_file.many", count=len(before)), icon=":material/history:")
    chosen = many_files.table(together, before=before)
    left_out = many_files.leave_out(together.files, handed.left_out)
    if left_out is not None:
        selection.keep(_HANDED, replace(handed, left_out=left_out))
        _check(_own_answers(together))
        st.rerun()
    if chosen is not None:
        st.markdown(f"**{plain(chosen.name)}**")
        if chosen.refusal:
            frame.say_fault(chosen.refusal)
        said_before(found[chosen.digest])
        as_read(chosen)


def _own_answers(together: Together) -> dict[str, object]:
    """Return the answers that were given to these files, without those that are remembered anyway."""
    checked = together.joined
    return {} if checked is None else {k: v for k, v in checked.answers.items() if k not in checked.remembered}


def help_with_forms() -> None:
    """Offer our own form, filled with a province's units, and show the words by which columns are recognised."""
    with st.expander(words("intake_page.forms")):
        left, right = st.columns([2, 1], vertical_alignment="bottom")
        names = access.own(loaders.provinces(in_force()), in_force())
        province = left.selectbox(words("intake_page.forms.province"), list(names), format_func=names.get)
        right.download_button(
            words("intake_page.forms.download"),
            lambda: template.workbook(in_force(), province),
            file_name=f"bieu-mau-cnscd-{province}.xlsx",
            width="stretch",
        )
        st.markdown(f"**{words('intake_page.dictionary')}**")
        st.dataframe(pd.DataFrame(_dictionary()), hide_index=True, height=280)


def _dictionary() -> list[dict[str, str]]:
    """Write each indicator with the ideas a heading must hold, and the ways of writing these ideas."""
    return [
        {
            words("releases_page.column.indicator"): words(f"indicator.{rule.indicator}"),
            words("intake_page.dictionary.words"): " + ".join(_ways(idea) for idea in sorted(rule.needs)),
        }
        for rule in heading_rules(catalogue())
    ] + [
        {
            words("releases_page.column.indicator"): words(f"teams.field.{field}"),
            words("intake_page.dictionary.words"): _ways(idea),
        }
        for field, idea in _FIELDS_OF_TEAMS.items()
    ]


def _ways(idea: str) -> str:
    return " / ".join(catalogue().ideas.get(idea, (idea,))[:_WAYS])


def _structure(code: str) -> str:
    return structure_name(code, selection.language()) if code else words("intake_page.auto")


def verdict(checked: Checked) -> None:
    """Say in one line how the reading went."""
    matched = len({record.unit.code for record in checked.records})
    warnings = len(checked.problems) - len(checked.errors)
    text = words(
        "intake_page.result",
        matched=matched,
        questions=asking.count(checked),
        errors=len(checked.errors),
        warnings=warnings,
    )
    where = checked.province.name if checked.province else words("intake_page.auto")
    kind = words(report_kinds.named(checked.kind).words)
    facts = [
        f"{kind[:1].upper()}{kind[1:]}",
        where,
        _structure(checked.structure),
        numbers.day(checked.as_of, selection.language()),
    ]
    st.caption(plain(" · ".join(facts)))
    (st.success if checked.publishable else st.warning)(text)


def questions(together: Together, checked: Checked) -> None:
    """Ask what only a person can decide; the answers are used at once and remembered for the next file."""
    given = {}
    if checked.questions:
        st.subheader(words("intake_page.questions"), anchor=_QUESTIONS)
        for one in checked.questions:
            if files := many_files.asked_of(together, one.id):
                st.caption(plain(f"{one.text}: {files}"))
        given = asking.ask(checked)
    given |= asking.taken_back(checked)
    if given:
        _check(_own_answers(together) | given)
        st.rerun()


def problems(checked: Checked) -> None:
    """List what is wrong, with its place and what to do; errors stop publishing, warnings stay visible."""
    if not checked.problems:
        return
    st.subheader(words("intake_page.problems"), anchor=_PROBLEMS)
    found = sorted(checked.problems, key=lambda problem: problem.severity != "error")
    if len(found) <= _PROBLEMS_IN_FULL:
        for problem in found:
            text = plain(f"{asking.place_of(problem)}: {_message(problem)}")
            (st.error if problem.severity == "error" else st.warning)(text)
        return
    st.dataframe(
        pd.DataFrame([_problem(problem) for problem in found]),
        hide_index=True,
        height=388,
        row_height=35,
        column_config={words("intake_page.column.message"): st.column_config.TextColumn(width=900)},
    )


def _message(problem: Problem) -> str:
    return problem.message(selection.language())


def _problem(problem: Problem) -> dict[str, object]:
    return {
        words("intake_page.column.severity"): words(f"intake_page.severity.{problem.severity}"),
        words("intake_page.column.sheet"): problem.sheet or "",
        words("intake_page.column.row"): str(problem.row or ""),
        words("intake_page.column.column"): problem.column or "",
        words("intake_page.column.message"): _message(problem),
    }


def read(checked: Checked) -> None:
    """Show the columns that were recognised, the totals and the figures as read."""
    lang = selection.language()
    st.subheader(words("intake_page.rows"), anchor=False)
    counted = {name for record in checked.records for name, count in record.counts.items() if count is not None}
    names = [name for name in catalogue().codes if name in counted]
    rows = pd.DataFrame(
        [
            {"code": record.unit.code, "name": record.unit.name, "village": record.village} | dict(record.counts)
            for record in checked.records
        ]
    )
    if checked.teams:
        _teams(checked)
        rows = rows.dropna(how="all", subset=names)
    if rows.empty or not names:
        return
    totals = {words(f"indicator.{name}"): numbers.number(checked.totals[name], lang) for name in checked.totals}
    if totals:
        st.markdown(" · ".join(f"{name}: **{total}**" for name, total in totals.items()))
    shown = rows[["code", "name", *(["village"] if rows["village"].notna().any() else []), *names]].head(_ROWS)
    if "village" in shown:
        shown["village"] = shown["village"].fillna("")
    for name in names:
        shown[name] = ["" if pd.isna(value) else scores.written(name, value, lang) for value in shown[name]]
    text = st.column_config.TextColumn
    height = min(300, 35 * len(shown) + 38)
    st.dataframe(
        shown,
        hide_index=True,
        height=height,
        row_height=35,
        column_config={
            **{name: text(words(f"intake_page.column.{name}")) for name in ("code", "name", "village")},
            **{name: text(words(f"indicator.{name}"), alignment="right") for name in names},
        },
    )
    if len(rows) > _ROWS:
        shown, every = numbers.number(_ROWS, lang), numbers.number(len(rows), lang)
        st.caption(words("intake_page.rows.more", shown=shown, all=every))


def _teams(checked: Checked) -> None:
    """List the teams that the file names: of which level and place, and what their form would show first."""
    lang = selection.language()
    rows = pd.DataFrame(
        [
            {
                "code": record.unit.code,
                "place": record.village or record.unit.name,
                "name": team.name or "",
                "level": words(f"teams.level.{team.level}"),
            }
            | {name: _as_text(name, team.told.get(name)) for name in _OF_TEAM}
            for record, team in checked.teams[:_ROWS]
        ]
    )
    st.markdown(words("intake_page.teams", count=numbers.number(len(checked.teams), lang)))
    text = st.column_config.TextColumn
    labels = {
        "code": "intake_page.column.code",
        "place": "intake_page.column.place",
        **{name: f"teams.field.{name}" for name in ("name", "level", *_OF_TEAM)},
    }
    st.dataframe(
        rows,
        hide_index=True,
        height=min(388, 35 * len(rows) + 38),
        row_height=35,
        column_config={
            name: text(words(key), alignment="right" if name in _COUNTS_OF_TEAM else None)
            for name, key in labels.items()
        },
    )
    if len(checked.teams) > _ROWS:
        shown, every = numbers.number(_ROWS, lang), numbers.number(len(checked.teams), lang)
        st.caption(words("intake_page.rows.more", shown=shown, all=every))


def _as_text(name: str, value: object) -> str:
    """Write what is reported of a team; blank where nothing is."""
    if value is None:
        return ""
    if isinstance(value, int):
        return numbers.number(value, selection.language())
    return words(f"teams.status.{value}") if name == "status" else str(value)


def publishing(together: Together, checked: Checked, *, button_in: DeltaGenerator) -> Next:
    """Make a draft of what was read, show what it changes in numbers and on the map, and publish it.

    The buttons go into `button_in`. Returns where the report stands.
    """
    if not checked.publishable:
        st.info(words("intake_page.blocked"))
    if checked.questions:
        return Next("ask", "ask", asking.count(checked), _QUESTIONS)
    if checked.errors:
        return Next("ask", "errors", len(checked.errors), _PROBLEMS)
    if not checked.publishable:
        return Next("ask", "nothing")
    draft = drafts.find(selection.session_value("intake-draft", str))
    if draft is None or draft.source.file_hash != checked.digest:
        with button_in:
            st.button(words("intake_page.draft"), type="primary", on_click=_make_draft, args=(together, checked))
        return Next("changes", "draft")
    if draft.status == "open":
        st.subheader(words("intake_page.changes"), anchor=False)
        drafts.review(draft, lang=selection.language())
        if drafts.publish_button(draft, button_in=button_in):
            st.rerun()
    if drafts.find(draft.id).status == "published":
        with button_in:
            _see(checked)
        return Next(None, "published")
    return Next("publish", "publish")


def _make_draft(together: Together, checked: Checked) -> None:
    """Keep what was read as a draft; what goes wrong is shown by the run that follows."""
    store, actor = loaders.store(), access.actor()
    try:
        made = (
            use_cases.make_draft(store, actor, checked)
            if len(together.kept) == 1
            else use_cases.make_draft_of_many(store, actor, together)
        )
    except ProductError as fault:
        selection.keep(_FAULT, fault)
    else:
        selection.keep("intake-draft", made)


def measure_to_see(reporting: Mapping[str, int], counted: Iterable[str]) -> str:
    """Return the first measure that units have and that counts what the report told, else the first that units have.

    reporting: by measure how many units have it; "" where none has any.
    """
    measures = [name for name in reporting if reporting[name]]
    own = [name for name in measures if not set(catalogue().measures[name].numerator.needs).isdisjoint(counted)]
    return next(iter([*own, *measures]), "")


def _see(checked: Checked) -> None:
    """Lead to the map of what was just published."""
    province = checked.province.code if checked.province else ""
    reporting = loaders.reporting_communes(loaders.release().id, checked.period, checked.structure, province)
    link = {"u": province, "p": checked.period, "s": checked.structure, "m": measure_to_see(reporting, checked.totals)}
    st.page_link("pages/steering/explore.py", label=words("intake_page.see"), query_params=link, icon=":material/map:")
