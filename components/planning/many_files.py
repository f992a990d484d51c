"""Many files at once: each with its state, which of them to leave out, and how a chosen one was read."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components.shell.frame import words
from components.state import selection
from data.i18n import numbers
from data.intake.many import OneFile, Together

_HEIGHT = 390
_NAMED = 4  # files named at a question
_CHOSEN = "many-files"


def table(together: Together, *, before: frozenset[str]) -> OneFile | None:
    """List the files, those that need something first; return the one that was chosen.

    before: hashes of those that were handed in before.
    """
    order = {"refused": 0, "errors": 1, "asks": 2, "empty": 3, "left_out": 4, "twin": 5, "good": 6}
    files = sorted(together.files, key=lambda file: order[file.state])
    st.caption(words("many.choose"))
    text = st.column_config.TextColumn
    picked = st.dataframe(
        pd.DataFrame([_row(file, before) for file in files]),
        hide_index=True,
        key=_CHOSEN,
        on_select="rerun",
        selection_mode="single-row",
        row_height=35,
        height=min(_HEIGHT, 35 * len(files) + 38),
        column_config={
            "file": text(words("many.column.file"), width="medium"),
            "state": text(words("many.column.state")),
            "units": text(words("many.column.units"), width="medium"),
            "day": text(words("many.column.day")),
            "asks": text(words("many.column.asks"), alignment="right"),
            "why": text(words("many.column.why"), width=640),
        },
    )["selection"]["rows"]
    return files[picked[0]] if picked and picked[0] < len(files) else None


def _row(file: OneFile, before: frozenset[str]) -> dict[str, object]:
    lang, checked = selection.language(), file.checked
    units = list(dict.fromkeys(record.unit.name for record in checked.records)) if checked else []
    marks = {"good": "✓", "asks": "?", "errors": "✗", "refused": "✗"}
    return {
        "file": file.name,
        "state": f"{marks.get(file.state, '–')} {words(f'intake.state.{file.state}')}",
        "units": units[0] if len(units) == 1 else words("intake.said.units", units=len(units)) if units else "",
        "day": numbers.day(checked.as_of, lang) if checked else "",
        "asks": str(len(file.waits) or ""),
        "why": _why(file, seen=file.digest in before),
    }


def _why(file: OneFile, *, seen: bool) -> str:
    """Say why a file is not simply read."""
    if file.refusal:
        return file.refusal.text(selection.language())
    if file.twin:
        return file.twin
    sentences = [problem.message(selection.language()) for problem in file.checked.errors[:1]] if file.checked else []
    return " ".join([*sentences, *([words("many.said_before")] if seen else [])])


def leave_out(files: Sequence[OneFile], chosen: frozenset[str]) -> frozenset[str] | None:
    """Ask which of the files that were read are not to be taken; return the answer where it is a new one."""
    names = {file.digest: file.name for file in files if file.checked and not file.twin}
    picked = st.multiselect(
        words("many.leave_out"),
        list(names),
        default=[digest for digest in chosen if digest in names],
        format_func=lambda digest: names[digest],
        placeholder=words("many.leave_out.none"),
        key=f"many-leave-out-{hash(tuple(names))}",
    )
    return None if frozenset(picked) == chosen else frozenset(picked)


def asked_of(together: Together, question: str) -> str:
    """Say of which files a question is asked; "" where it is one."""
    names = together.asked_of.get(question, ())
    if len(names) < 2:
        return ""
    listed = ", ".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
    return words("many.asked_of", count=len(names), names=listed)
