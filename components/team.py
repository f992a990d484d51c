"""One team: who it is, whom it has, and what it has been doing."""

from datetime import date

import pandas as pd
import streamlit as st

from components import access
from components.frame import plain, quoted, words
from components.scene import Scene
from data.access import desk
from data.measures import roster
from data.words import numbers

_MINIMUM = 4  # the head, the Youth Union's deputy and two more, by official letter 793/BTTTT-THH
_HEADS = "trưởng thôn|trưởng bản|trưởng ấp|trưởng khu|trưởng khóm|trưởng buôn|trưởng làng|tổ trưởng tổ dân phố"
_YOUTH = "chi đoàn|đoàn thanh niên"


def page(scene: Scene) -> None:
    """Show the team that the link names."""
    found = roster.team(scene.release, scene.view.team)
    st.subheader(plain(found.name), anchor=False)
    st.caption(words(f"team.level.{found.level}") + " · " + words(f"team.status.{found.status or 'unknown'}"))
    _facts(scene, found)
    who = access.actor()
    if desk.sees_people(scene.release, who, scene.view.team):
        people = desk.members(scene.release, who, scene.view.team)
        _rules(people)
        _people(people)
    else:
        st.caption(words("team.personal"))


def _facts(scene: Scene, found: roster.Team) -> None:
    rows = {
        "team.members": scene.count(found.members), "team.trained": scene.count(found.trained),
        "team.zalo": scene.count(found.zalo_households), "team.active": _day(found.last_active, scene.lang),
        "team.founded": _day(found.founded, scene.lang), "team.decision": found.decision or "",
    }
    cells = "".join(f"<dt>{quoted(words(key))}</dt><dd>{quoted(value or words('explore.no_data'))}</dd>"
                    for key, value in rows.items())
    st.html(f'<dl class="facts">{cells}</dl>')


def _day(value: date | None, lang: str) -> str:
    return numbers.day(value, lang) if value else ""


def _rules(people: pd.DataFrame) -> None:
    """Say which parts of the recommended composition the team has; the letter says "may consist of"."""
    st.markdown(f"**{words('team.composition')}**", help=words("team.rules"))
    posts = people["post"].fillna("").str.lower()
    met = {
        "team.rule.head": posts.str.contains(_HEADS).any(),
        "team.rule.youth": posts.str.contains(_YOUTH).any(),
        "team.rule.size": len(people) >= _MINIMUM,
    }
    with st.container(horizontal=True, gap="small"):
        for key, fulfilled in met.items():
            st.badge(f"{words(key)}: {words('team.yes' if fulfilled else 'team.no')}",
                     color="green" if fulfilled else "orange")


def _people(people: pd.DataFrame) -> None:
    shown = people[["name", "role", "post", "organisation", "trained", "other_posts"]]
    shown = shown.assign(role=[words(f"team.role.{role}") for role in shown["role"]])
    labels = {"name": "team.person", "trained": "team.trained"}
    st.dataframe(shown, hide_index=True, row_height=35, column_config={
        name: st.column_config.Column(words(labels.get(name, f"team.{name}"))) for name in shown})
    st.caption(words("team.personal"))
