"""The audit log: who did what and when, with which file, which answers, and what changed by it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.identity import access
from components.review import drafts, remembered
from components.shell.frame import quoted, words
from components.state import loaders, selection
from data.i18n import numbers
from data.releases.compare import Change
from data.sample.reporting import SOURCE
from data.services import use_cases

_MOST = 500  # rows on the page; the command line lists all
_APART = ("answers", "changed", "villages", "made", "when", "who", "action", "act", "hash", "before")
_LETTERS = 12  # of a file's fingerprint in the table
_FIELDS = (
    "release",
    "release_before",
    "public",
    "draft",
    "file_hash",
    "rows",
    "problems",
    "questions",
    "base",
    "layers",
    "level",
    "structure",
    "structures",
    "units",
    "persons",
    "releases",
    "source",
    "target",
    "complete",
    "note",
    "conflicts",
    "since",
    "decree",
    "team",
    "communes",
    "search",
    "drafts",
    "places",
    "reason",
    "file",
    "files",
    "codes",
    "form",
    "area",
)


def show() -> None:
    """Show the log, newest first, whether its chain is whole, and all about the act that is chosen."""
    st.subheader(words("releases_page.audit"), anchor=False)
    log = use_cases.log(loaders.store(), access.actor())
    for file, line in log.broken:
        st.error(words("releases_page.audit.broken", file=file, line=line))
    entries = log.entries[:_MOST]
    if not entries:
        st.caption(words("releases_page.audit.none"))
        return
    chosen = st.dataframe(
        pd.DataFrame([_row(entry) for entry in entries]),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="audit",
        row_height=35,
        height=min(12, len(entries) + 1) * 35 + 3,
    )["selection"]["rows"]
    if chosen:
        _one(entries[chosen[0]])
    else:
        st.caption(words("releases_page.audit.choose"))


def _row(entry: Mapping[str, Any]) -> dict[str, str]:
    return {
        words("releases_page.column.created"): moment(str(entry["when"])),
        words("releases_page.column.who"): _who(entry),
        words("releases_page.column.action"): _action(entry),
        words("releases_page.column.release"): str(entry.get("release") or "")[:7],
        words("releases_page.column.changes"): _changes(entry),
        words("releases_page.column.answers"): numbers.number(len(entry.get("answers") or ()), selection.language())
        if entry.get("answers")
        else "",
        words("releases_page.column.file"): str(entry.get("file_hash") or "")[:_LETTERS],
    }


def moment(text: str) -> str:
    """Write a time of the log or of a release as people read it."""
    return pd.Timestamp(text).strftime("%d/%m/%Y %H:%M")


def _who(entry: Mapping[str, Any]) -> str:
    return words("audit.who.product") if entry.get("who") == SOURCE else str(entry.get("who", ""))


def _action(entry: Mapping[str, Any]) -> str:
    return words(f"audit.{str(entry['action']).replace(' ', '_')}")


def _changes(entry: Mapping[str, Any]) -> str:
    """Say in a few words what an act changed, "" where it changed no figures."""
    lang = selection.language()
    if changed := entry.get("changed"):
        return words(
            "audit.changes",
            new=numbers.number(changed["units_new"], lang),
            changed=numbers.number(changed["units_changed"], lang),
        )
    if villages := entry.get("villages"):
        return words("audit.changes.villages", n=numbers.number(len(villages), lang))
    return ""


def _one(entry: Mapping[str, Any]) -> None:
    """Show everything that the log holds of one act."""
    act, when = _action(entry), moment(str(entry["when"]))
    st.markdown(f"**{act[:1].upper()}{act[1:]}** · {when}")
    facts = {name: value for name, value in entry.items() if name not in _APART and value not in (None, "", [], {})}
    if "area" in facts:
        facts["area"] = remembered.area((str(structure), str(code)) for structure, code in facts["area"])
    st.html(
        '<dl class="facts said">'
        + "".join(f"<dt>{quoted(_name(name))}</dt><dd>{quoted(_text(value))}</dd>" for name, value in facts.items())
        + "</dl>"
    )
    if changed := entry.get("changed"):
        drafts.figures(
            [Change(**one) for one in changed.get("indicators") or ()],
            lang=selection.language(),
            old="releases_page.column.before",
            new="releases_page.column.after",
        )
    if answers := entry.get("answers"):
        _pairs(answers.items(), words("audit.question"), words("audit.answer_given"))
    if villages := entry.get("villages"):
        _pairs([(row[0], row[-1]) for row in villages], words("audit.village"), words("audit.to"))


def _name(field: str) -> str:
    return words(f"audit.field.{field}") if field in _FIELDS else field


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_text(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_text(inner) for inner in value)
    if isinstance(value, bool):
        return words("team_edit.yes" if value else "team_edit.no")
    return numbers.number(value, selection.language()) if isinstance(value, int) else str(value)


def _pairs(pairs: Any, left: str, right: str) -> None:
    st.dataframe(
        pd.DataFrame([{left: str(a), right: "" if b is None else str(b)} for a, b in pairs]),
        hide_index=True,
        row_height=35,
    )
