"""The questions of a report on one screen: a few as lists to choose from, many as a table to go through by keyboard.

In the table one line is one question: the space bar takes its suggestion, and the last column names any other answer.
"""

from typing import Final

import pandas as pd
import streamlit as st

from components.identity import access
from components.review import remembered
from components.shell.frame import plain, words
from components.state import loaders, selection
from data.catalogue.current import catalogue
from data.i18n import numbers
from data.intake.columns import IGNORE
from data.intake.match_units import LEAVE_OUT
from data.intake.problems import Problem
from data.intake.questions import Question, QuestionKind, at_once
from data.intake.result import Checked
from data.intake.villages import NEW
from data.services import remembered as service
from data.units.candidates import Candidate, place

_FEW: Final = 6  # as many lists as one screen holds; more questions become a table
_LATER: Final = ""
_EACH: Final = "asking-each-"  # kept from the wish to be asked about each of them
_FIXED: Final = (LEAVE_OUT, IGNORE, NEW)
_SURE: Final = (101, 95, 85, 75, 0)  # from which score on suggestions are ticked beforehand; no score is above 100
_HEIGHT: Final = 560


def ask(checked: Checked) -> dict[str, str]:
    """Show every question; return the answers when they are handed in, by question id, and nothing before."""
    if count(checked) <= _FEW:
        return _as_lists(checked)
    return _as_tables(checked)


def count(checked: Checked) -> int:
    """Return how many questions are asked; columns that are likely left out are one, see _beyond."""
    return len(checked.questions) - max(0, len(_beyond(checked)) - 1)


def _beyond(checked: Checked) -> list[Question]:
    """Return the columns that are asked about at once; none where the user has said that each is to be asked about."""
    return [] if selection.session_value(f"{_EACH}{checked.digest}", bool) else at_once(checked.questions)


def taken_back(checked: Checked) -> dict[str, str]:
    """List the answers that hold for this file; return those that the user takes back, each emptied."""
    answers = {name: str(value) for name, value in checked.answers.items() if value}
    if not answers:
        return {}
    count = numbers.number(len(answers), selection.language())
    remembered_answers = service.holding(access.actor(), checked)
    with st.expander(words("asking.answered", count=count)), st.form("intake-answered", border=False):
        chosen = st.multiselect(
            words("asking.take_back"),
            list(answers),
            placeholder=words("asking.take_back.none"),
            format_func=lambda name: (
                remembered.as_text(name, answers[name], checked.structure)
                + remembered.note(remembered_answers.get(name))
            ),
        )
        handed_in = st.form_submit_button(words("asking.ask_again"))
    return dict.fromkeys(chosen, _LATER) if handed_in else {}


def _as_lists(checked: Checked) -> dict[str, str]:
    beyond = _beyond(checked)
    with st.form("intake-questions"):
        given = {one.id: _list(one, checked) for one in checked.questions if one not in beyond}
        all_of_them = _at_once(beyond) if beyond else _LATER
        handed_in = st.form_submit_button(words("intake_page.answer"), type="primary")
    if handed_in and all_of_them == _EACH:
        selection.keep(f"{_EACH}{checked.digest}", True)
        st.rerun()
    given |= dict.fromkeys((one.id for one in beyond), all_of_them)
    return {name: value for name, value in given.items() if value != _LATER} if handed_in else {}


def _at_once(beyond: list[Question]) -> str:
    """Ask whether all columns are left out that say more than any indicator, or that stand below a title of a plan."""
    labels = {
        _LATER: words("intake_page.later"),
        IGNORE: words("asking.beyond.all", count=len(beyond)),
        _EACH: words("asking.beyond.each"),
    }
    named = ", ".join(f"{one.column} “{one.text}”" for one in beyond)
    titled = all(one.why == "column_titled" for one in beyond)
    return st.selectbox(
        plain(words("asking.beyond.titled" if titled else "asking.beyond", count=len(beyond), columns=named)),
        list(labels),
        key=f"question-beyond-{hash(tuple(one.id for one in beyond))}",
        format_func=lambda option: labels[option],
    )


def _list(one: Question, checked: Checked) -> str:
    offered = _offered(one)
    labels = {_LATER: words("intake_page.later")} | offered | _others([one], checked)
    others = [option for option in labels if option not in (_LATER, *one.options)]
    return st.selectbox(
        f"{plain(place_of(one))}: {plain(one.message(selection.language()))}",
        [_LATER, *one.options, *others],
        key=f"question-{one.id}",
        format_func=lambda option: labels.get(option, option),
    )


def _as_tables(checked: Checked) -> dict[str, str]:
    """Show one table for each kind of question, its suggestions ticked from the score that the user asks for."""
    counted = {"count": numbers.number(len(checked.questions), selection.language())}
    st.caption(words("asking.how", **counted))
    sure = st.segmented_control(words("asking.sure"), _SURE, default=_SURE[0], format_func=_sure, key="asking-sure")
    kinds: list[QuestionKind] = list(dict.fromkeys(one.kind for one in checked.questions))
    given: dict[str, str] = {}
    with st.form("intake-questions", border=False):
        for kind in kinds:
            of_kind = [one for one in checked.questions if one.kind == kind]
            given |= _table(of_kind, checked, kind=kind, sure=_SURE[0] if sure is None else sure)
        handed_in = st.form_submit_button(words("intake_page.answer"), type="primary")
    return given if handed_in else {}


def _sure(score: int) -> str:
    if score > 100:
        return words("asking.sure.none")
    return words("asking.sure.from", score=score) if score else words("asking.sure.all")


def _table(questions: list[Question], checked: Checked, *, kind: QuestionKind, sure: int) -> dict[str, str]:
    labels = _others(questions, checked)
    rows = pd.DataFrame([_row(one, sure=sure) for one in questions])
    rows = rows.drop(columns=[name for name in ("rows", "score") if rows[name].isna().all() or rows[name].max() == 1])
    text = st.column_config.TextColumn
    edited = st.data_editor(
        rows,
        hide_index=True,
        height=min(_HEIGHT, 38 + 35 * len(questions)),
        row_height=35,
        placeholder="",
        key=f"asking-{kind}-{sure}-{hash(tuple(one.id for one in questions))}",  # ticks stay with their questions
        disabled=[name for name in rows if name not in ("take", "other")],
        column_config={
            "place": text(words("asking.place")),
            "text": text(words(f"asking.text.{kind}")),
            "rows": st.column_config.NumberColumn(words("asking.rows")),
            "suggested": text(words("asking.suggested"), width="large"),
            "score": st.column_config.NumberColumn(words("asking.score"), width="small"),
            "take": st.column_config.CheckboxColumn(words("asking.take"), width="small"),
            "other": st.column_config.SelectboxColumn(
                words("asking.other"),
                options=list(labels),
                width="large",
                format_func=lambda option: labels.get(option, option),
            ),
        },
    )
    return {
        one.id: answer
        for one, take, other in zip(questions, edited["take"], edited["other"], strict=True)
        if (answer := other or (one.options[0] if take and _suggestion(one) else _LATER))
    }


def _row(one: Question, *, sure: int) -> dict[str, object]:
    return {
        "place": place_of(one),
        "text": one.text,
        "rows": len(one.rows) or 1,
        "suggested": _suggestion(one),
        "score": round(_score(one)) or None,
        "take": bool(_suggestion(one)) and _score(one) >= sure,
        "other": None,
    }


def _suggestion(one: Question) -> str:
    """Write the best answer that is offered; nothing where only leaving out is."""
    first = one.options[0]
    return "" if first in _FIXED else _offered(one)[first]


def _score(one: Question) -> float:
    """Return how near the best answer is, from 0 to 100; a village that is alike has no score."""
    if one.candidates:
        return one.candidates[0].score
    return next((100 * guess.score for guess in one.guesses if guess.indicator == one.options[0]), 0.0)


def _offered(one: Question) -> dict[str, str]:
    """Name what a question offers, best first."""
    labels = {found.unit.code: _candidate(found) for found in one.candidates}
    labels |= {guess.indicator: words(f"indicator.{guess.indicator}") for guess in one.guesses}
    labels |= {village: name for name, village in one.villages}
    labels |= {choice: one.label(choice, selection.language()) for choice in one.choices}
    return labels | {option: words(f"intake_page.option.{option}") for option in one.options if option in _FIXED}


def _others(questions: list[Question], checked: Checked) -> dict[str, str]:
    """Name every answer that these questions may have, beyond what they offer: any unit, any indicator."""
    out: dict[str, str] = {}
    for one in questions:
        out |= {option: label for option, label in _offered(one).items() if option in _FIXED}
    kinds = {one.kind for one in questions}
    if "column" in kinds:
        out |= {name: words(f"indicator.{name}") for name in catalogue().readings}
    if "unit" in kinds:
        levels = {found.unit.level for one in questions for found in one.candidates} or {"commune"}
        province = checked.province.code if checked.province else ""
        for level in sorted(levels):
            out |= loaders.names_of(checked.structure, level, province)
    for one in questions:
        if one.kind in ("province", "village") or one.choices:
            out |= _offered(one)
    return out


def _candidate(found: Candidate) -> str:
    """Name a unit that is offered, where it lies, and why it is offered."""
    return f"{found.unit.name}, {place(found.unit)} ({found.text(selection.language())})"


def place_of(found: Problem | Question) -> str:
    """Say where something stands: sheet, row and column, as far as they are known."""
    parts = {"sheet": found.sheet, "row": found.row, "column": found.column}
    parts_named = [words(f"intake_page.at.{name}", value=value) for name, value in parts.items() if value]
    return ", ".join(parts_named) or words("intake_page.at.file")
