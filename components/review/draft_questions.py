"""Questions that a draft waits for: conflicts with what others published, and whether a namesake is the same person."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from components.identity import access
from components.review import team_changes
from components.shell.frame import plain, words
from components.state import loaders, selection
from data.catalogue import periods, scores
from data.releases.drafts import CONFLICT, PERSON, Draft
from data.services import use_cases
from data.teams import reviewing
from data.units import register

_AT_ONCE = 20  # questions on one screen


def ask(draft: Draft) -> None:
    """Show the questions that are open, a few at a time, and keep the answers that are given."""
    questions = [one for one in draft.open_questions if one.get("kind") in (CONFLICT, PERSON)][:_AT_ONCE]
    if not questions:
        return
    with st.form(f"questions-{draft.id}", border=False):
        given = {one["id"]: _person(one) if one["kind"] == PERSON else _conflict(draft, one) for one in questions}
        if st.form_submit_button(words("draft_questions.keep")):
            use_cases.answer(
                loaders.store(),
                access.actor(),
                draft.id,
                {key: answer for key, (answer, chosen) in given.items() if chosen},
            )
            st.rerun()


def _conflict(draft: Draft, question: Mapping[str, Any]) -> tuple[str | None, bool]:
    """Ask which of two rows or figures stays, side by side; the second value tells whether anything was chosen."""
    if "table" in question:
        what = words(f"draft_questions.table.{question['table']}")
        team_changes.show(
            reviewing.conflict(loaders.release(), draft, question),
            old=words("draft_questions.theirs"),
            new=words("draft_questions.mine"),
        )
    else:
        what = _figure(question)
    chosen = st.radio(
        words("draft_questions.conflict", what=plain(what)),
        ["mine", "theirs"],
        index=None,
        format_func=lambda side: words(f"draft_questions.{side}"),
        key=f"ask-{question['id']}",
        horizontal=True,
    )
    return chosen, chosen is not None


def _figure(question: Mapping[str, Any]) -> str:
    """Name a figure, its unit and its quarter, with what is published and what the draft says."""
    lang = selection.language()
    if question["level"] == "village":
        found = loaders.named_villages(loaders.release().id, question["structure"], (question["code"],))["name"]
        unit = str(found.iloc[0]) if len(found) else words("level.village")
    else:
        unit = register.unit(question["structure"], question["code"]).name
    published, drafted = (scores.written(question["indicator"], question[side], lang) for side in ("theirs", "mine"))
    return words(
        "draft_questions.figure",
        unit=unit,
        indicator=words(f"indicator.{question['indicator']}"),
        period=periods.label(question["period"], lang),
        theirs=published,
        mine=drafted,
    )


def _person(question: Mapping[str, Any]) -> tuple[str | None, bool]:
    """Ask whether somebody is one of the members who bear the name; each of these is read, which is logged."""
    labels = {one: _member(one) for one in question["candidates"]}
    chosen = st.radio(
        words("draft_questions.person"),
        [*labels, ""],
        index=None,
        key=f"ask-{question['id']}",
        format_func=lambda one: labels.get(one) or words("draft_questions.nobody"),
    )
    return chosen or None, chosen is not None


def _member(person: str) -> str:
    found = use_cases.person(loaders.store(), access.actor(), person)
    fields = (found["name"], found["birth_year"], found["post"])
    return ", ".join(plain(str(part)) for part in fields if part is not None and part == part)
