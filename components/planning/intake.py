"""Reports in: read a workbook, answer what only a person knows, look at what changes, publish."""

import pandas as pd
import streamlit as st

from components.identity import access
from components.review import drafts, remembered
from components.review import questions as asking
from components.shell import frame
from components.shell.frame import plain, words
from components.state import loaders, selection
from components.state.view_model import structure_name
from data.catalogue import scores
from data.catalogue.current import catalogue
from data.i18n import numbers
from data.intake import report_kinds, template
from data.intake.baseline import Known
from data.intake.headings import heading_rules
from data.intake.problems import Problem
from data.intake.report import check
from data.intake.result import Checked
from data.services import use_cases
from data.storage.errors import Refused
from data.units import register
from data.units.structures import in_force

_TYPES = ["xlsx", "xls", "xlsm", "ods", "csv", "tsv", "html", "htm", "docx", "docm", "doc", "mht", "pdf"]
_PROBLEMS_IN_FULL = 12
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
_OF_TEAM = ("members", "trained", "union_branch", "subgroups", "status")  # of what a list tells, what one looks through
_COUNTS_OF_TEAM = ("members", "trained", "subgroups")
_WAYS = 5  # of writing one idea, as many as fit on a line


def page() -> None:
    """Lay out the page: the file, what was read of it, the questions, the draft."""
    frame.heading(words("intake_page.title"), note=words("intake_page.note"))
    upload()
    help_with_forms()
    remembered.box()
    checked = selection.kept("intake", lambda: None)
    if checked is None:
        return
    st.subheader(plain(checked.file), anchor=False)
    verdict(checked)
    questions(checked)
    problems(checked)
    read(checked)
    publishing(checked)


def upload() -> None:
    """Ask for the file and for what it does not say itself."""
    with st.form("intake-form", border=True):
        file = st.file_uploader(words("intake_page.upload"), type=_TYPES, help=words("intake_page.upload.help"))
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
        asked = st.form_submit_button(words("intake_page.read"), type="primary")
    if asked and file is not None:
        source = {
            "content": file.getvalue(),
            "name": file.name,
            "structure": structure or None,
            "province": province or None,
            "as_of": as_of,
        }
        selection.keep("intake-source", source)
        _read(source, {})


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


def _read(source: dict[str, object], answers: dict[str, object]) -> None:
    """Check the file with the answers so far, and keep what was found for this visitor."""
    bar = st.progress(0.0, text=words("intake_page.reading", file=plain(source["name"])))
    try:
        known = Known(loaders.release())
        checked = check(
            **source,
            answers=answers,
            known=known,
            reader=access.actor(),
            progress=lambda done: bar.progress(min(done, 1.0)),
        )
    except Refused as fault:
        selection.keep("intake", None)
        frame.say_fault(fault)
    else:
        selection.keep("intake", checked)
    finally:
        bar.empty()


def verdict(checked: Checked) -> None:
    """Say in one line how the reading went."""
    matched = len({record.unit.code for record in checked.records})
    warnings = len(checked.problems) - len(checked.errors)
    text = words(
        "intake_page.result",
        matched=matched,
        questions=len(checked.questions),
        errors=len(checked.errors),
        warnings=warnings,
    )
    where = checked.province.name if checked.province else words("intake_page.auto")
    kind = words(report_kinds.named(checked.kind).words)
    told = [
        f"{kind[:1].upper()}{kind[1:]}",
        where,
        _structure(checked.structure),
        numbers.day(checked.as_of, selection.language()),
    ]
    st.caption(plain(" · ".join(told)))
    (st.success if checked.publishable else st.warning)(text)


def questions(checked: Checked) -> None:
    """Ask what only a person can decide; the answers are used at once and remembered for the next file."""
    given = {}
    if checked.questions:
        st.subheader(words("intake_page.questions"), anchor=False)
        given = asking.ask(checked)
    given |= asking.taken_back(checked)
    if given:
        own = {name: value for name, value in checked.answers.items() if name not in checked.remembered}
        _read(selection.kept("intake-source", dict), own | given)
        st.rerun()


def problems(checked: Checked) -> None:
    """List what is wrong, with its place and what to do; errors stop publishing, warnings stay visible."""
    if not checked.problems:
        return
    st.subheader(words("intake_page.problems"), anchor=False)
    found = sorted(checked.problems, key=lambda problem: problem.severity != "error")
    if len(found) <= _PROBLEMS_IN_FULL:
        for problem in found:
            told = plain(f"{asking.place_of(problem)}: {_message(problem)}")
            (st.error if problem.severity == "error" else st.warning)(told)
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
    known = {name for record in checked.records for name, count in record.counts.items() if count is not None}
    names = [name for name in catalogue().codes if name in known]
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
    """List the teams that the file tells of: of which level and place, and what their form would show first."""
    lang = selection.language()
    told = pd.DataFrame(
        [
            {
                "code": record.unit.code,
                "place": record.village or record.unit.name,
                "name": team.name or "",
                "level": words(f"teams.level.{team.level}"),
            }
            | {name: _said(name, team.told.get(name)) for name in _OF_TEAM}
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
        told,
        hide_index=True,
        height=min(388, 35 * len(told) + 38),
        row_height=35,
        column_config={
            name: text(words(key), alignment="right" if name in _COUNTS_OF_TEAM else None)
            for name, key in labels.items()
        },
    )
    if len(checked.teams) > _ROWS:
        shown, every = numbers.number(_ROWS, lang), numbers.number(len(checked.teams), lang)
        st.caption(words("intake_page.rows.more", shown=shown, all=every))


def _said(name: str, value: object) -> str:
    """Write what is told of a team; blank where nothing is."""
    if value is None:
        return ""
    if isinstance(value, int):
        return numbers.number(value, selection.language())
    return words(f"teams.status.{value}") if name == "status" else str(value)


def publishing(checked: Checked) -> None:
    """Make a draft of what was read, show what it changes in numbers and on the map, and publish it."""
    if not checked.publishable:
        st.info(words("intake_page.blocked"))
        return
    if st.button(words("intake_page.draft"), type="primary"):
        selection.keep("intake-draft", use_cases.make_draft(loaders.store(), access.actor(), checked))
    draft = drafts.find(selection.kept("intake-draft", str))
    if draft is None or draft.source.file_hash != checked.digest:
        return
    if draft.status == "open":
        st.subheader(words("intake_page.changes"), anchor=False)
        drafts.review(draft, lang=selection.language())
        drafts.publish_button(draft)
    if drafts.find(draft.id).status == "published":
        _see(checked)


def _see(checked: Checked) -> None:
    """Lead to the map of what was just published."""
    province = checked.province.code if checked.province else ""
    told = loaders.told(loaders.release().id, checked.period, checked.structure, province)
    link = {"u": province, "p": checked.period, "s": checked.structure, "m": next((m for m in told if told[m]), "")}
    st.page_link("pages/steering/explore.py", label=words("intake_page.see"), query_params=link, icon=":material/map:")
