"""Forms to add and correct a team, a member, a report or an attendance: kept as drafts, reviewed, published."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from components.identity import access
from components.review import drafts, team_changes
from components.shell import frame
from components.shell.frame import plain, words
from components.state import loaders, selection
from components.state.view_model import Scene
from components.teams import fields
from data.services import use_cases
from data.storage.clock import ZONE
from data.storage.errors import ProductError
from data.teams import profile, reviewing
from data.teams.editing import WHATS, What
from data.teams.profile import Profile
from data.units.register import StructureId

_DRAFT: Final = "team-draft"
_PUBLISHED: Final = "team-published"  # kept from publishing to the run that shows the new release


def show(scene: Scene, found: Profile, people: pd.DataFrame) -> None:
    """Offer the forms on a team to those whose area it is in; what is inside is made only once a form is chosen."""
    st.markdown(f"**{words('team_edit.title')}**")
    what = st.pills(
        words("team_edit.title"),
        WHATS,
        format_func=lambda what: words(f"team_edit.{what}"),
        label_visibility="collapsed",
        key=f"edit-{scene.view.team}",
    )
    if what == "team":
        _send(what, fields.team(profile.record(scene.release, scene.view.team)))
    elif what == "member":
        _send(what, fields.member(found, people))
    elif what == "activity":
        _send(what, fields.activity(found))
    elif what == "attendance":
        _send(what, fields.attendance(scene.view, found, people))
    elif what == "supply":
        _send(what, fields.supply(found))
    elif what == "villages":
        of_commune = (
            loaders.villages(scene.release.id, scene.view.structure, scene.view.unit) if scene.view.unit else None
        )
        _send(what, fields.villages(found, of_commune, day=today()))
    waiting()


def new_team(structure: StructureId, commune: str) -> None:
    """Offer to add a team to a commune; made only while it is open."""
    box = st.popover(words("team_edit.new"), icon=":material/add:", key="team-new", on_change="rerun")
    if not box.open:
        return
    with box:
        villages = loaders.villages(loaders.release().id, structure, commune)
        _send("team", fields.new_team(structure, commune, villages))
        waiting()


def _send(what: What, values: Mapping[str, Any] | None) -> None:
    """Keep what a form says as a draft; None is a form that was not sent."""
    if values is None:
        return
    if not values:
        st.info(words("team_edit.same"))
        return
    try:
        draft = use_cases.propose(loaders.store(), access.actor(), what, values, on=today())
    except ProductError as fault:
        frame.say_fault(fault)
        return
    selection.keep(_DRAFT, draft)
    st.toast(words("team_edit.kept"), icon=":material/draft:")


def today() -> date:
    """Return the day in Việt Nam."""
    return datetime.now(ZONE).date()


def waiting() -> None:
    """Show what the form that was sent last changes, and offer to publish it or to throw it away."""
    if release := selection.pop_value(_PUBLISHED):
        st.success(words("intake_page.published", release=release))
    draft = drafts.find(selection.session_value(_DRAFT, str))
    if draft is None or draft.status != "open":
        return
    with st.container(border=True):
        st.markdown(f"**{plain(draft.source.title)}**")
        team_changes.show(
            reviewing.changes(loaders.release(), draft),
            old=words("releases_page.column.old"),
            new=words("releases_page.column.new"),
        )
        if published := drafts.publish_button(draft):
            selection.keep(_PUBLISHED, published.id[:7])
            st.rerun()
        st.button(words("releases_page.discard"), key=f"discard-{draft.id}", on_click=drafts.discard, args=(draft,))
        st.caption(words("team_edit.draft"))
