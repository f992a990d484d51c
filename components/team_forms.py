"""Forms to add and correct a team, a member, a report or an attendance: kept as drafts, reviewed, published."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from components import access, drafts, frame, loaders, selection, team_fields
from components.frame import plain, words
from components.scene import Scene
from data.access import desk
from data.errors import ProductError
from data.releases.clock import ZONE
from data.releases.drafts import CONFLICT, Draft
from data.teams import profile, reviewing
from data.teams.editing import WHATS, What
from data.teams.profile import Profile
from data.units.register import StructureId

_DRAFT: Final = "team-draft"


def show(scene: Scene, found: Profile, people: pd.DataFrame) -> None:
    """Offer the forms on a team to those whose area it is in; what is inside is made only once a form is chosen."""
    st.markdown(f"**{words('team_edit.title')}**")
    what = st.pills(words("team_edit.title"), WHATS, format_func=lambda what: words(f"team_edit.{what}"),
                    label_visibility="collapsed", key=f"edit-{scene.view.team}")
    if what == "team":
        _send(what, team_fields.team(profile.record(scene.release, scene.view.team)))
    elif what == "member":
        _send(what, team_fields.member(found, people))
    elif what == "activity":
        _send(what, team_fields.activity(found))
    elif what == "attendance":
        _send(what, team_fields.attendance(scene.view, found, people))
    waiting()


def new_team(structure: StructureId, commune: str) -> None:
    """Offer to add a team to a commune; made only while it is open."""
    box = st.popover(words("team_edit.new"), icon=":material/add:", key="team-new", on_change="rerun")
    if not box.open:
        return
    with box:
        villages = loaders.villages(loaders.release().id, structure, commune)
        _send("team", team_fields.new_team(structure, commune, villages))
        waiting()


def _send(what: What, values: Mapping[str, Any] | None) -> None:
    """Keep what a form says as a draft; None is a form that was not sent."""
    if values is None:
        return
    if not values:
        st.info(words("team_edit.same"))
        return
    try:
        kept = desk.propose(loaders.store(), access.actor(), what, values, on=today())
    except ProductError as fault:
        frame.say_fault(fault)
        return
    selection.keep(_DRAFT, kept)


def today() -> date:
    """Return the day in Việt Nam."""
    return datetime.now(ZONE).date()


def waiting() -> None:
    """Show what the form that was sent last changes, and offer to publish it or to throw it away."""
    draft = drafts.find(selection.kept(_DRAFT, str))
    if draft is None or draft.status != "open":
        return
    with st.container(border=True):
        st.markdown(f"**{plain(draft.source.title)}**")
        _changes(draft)
        if not _conflicts(draft):
            drafts.publish_button(draft)
        st.button(words("releases_page.discard"), key=f"discard-{draft.id}", on_click=drafts.discard, args=(draft,))
        st.caption(words("team_edit.draft"))


def _changes(draft: Draft) -> None:
    told = reviewing.changes(loaders.release(), draft)
    rows = [{
        words("team_edit.field"): words(f"teams.field.{row.field}") if f"teams.field.{row.field}" in team_fields.KNOWN
        else row.field,
        words("releases_page.column.old"): words("team_edit.personal") if row.personal else row.old or "",
        words("releases_page.column.new"): words("team_edit.personal") if row.personal else row.new or "",
    } for row in told.itertuples() if row.field not in team_fields.HIDDEN]
    st.dataframe(pd.DataFrame(rows), hide_index=True, row_height=35)


def _conflicts(draft: Draft) -> bool:
    """Ask about what others published meanwhile; return whether anything is left to answer."""
    asked = [question for question in draft.open_questions if question.get("kind") == CONFLICT]
    for question in asked:
        st.warning(words("team_edit.conflict"))
        with st.container(horizontal=True):
            for answer in ("mine", "theirs"):
                st.button(words(f"team_edit.{answer}"), key=f"{question['id']}-{answer}", on_click=_answer,
                          args=(draft.id, str(question["id"]), answer))
    return bool(asked)


def _answer(draft_id: str, question: str, answer: str) -> None:
    desk.answer(loaders.store(), access.actor(), draft_id, {question: answer})
