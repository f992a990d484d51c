"""One team: who it is, whom it has, and what it has been doing."""

import pandas as pd
import streamlit as st

from components import access
from components.frame import plain, words
from components.scene import Scene
from data.measures import figures as measured
from data.words import numbers

_MINIMUM = 4  # the head, the Youth Union's deputy and two more, by official letter 793/BTTTT-THH


def page(scene: Scene) -> None:
    """Show the team that the link names."""
    found = measured.team(scene.release, scene.view.team)
    if found is None:
        st.caption(scene.text("explore.teams.none"))
        return
    st.subheader(plain(found["name"]), anchor=False)
    st.caption(scene.text(f"team.level.{found['level']}") + " · " + scene.text(f"team.status.{found['status']}"))
    _facts(scene, found)
    people = measured.members(scene.release, scene.view.team, reader=access.role())
    _rules(scene, people)
    _people(scene, people)


def _facts(scene: Scene, found: pd.Series) -> None:
    rows = {
        "team.members": scene.count(found["members"]), "team.trained": scene.count(found["trained"]),
        "team.zalo": scene.count(found["zalo_households"]),
        "team.active": _day(found["last_active"], scene.lang), "team.founded": _day(found["founded"], scene.lang),
        "team.decision": found["decision"],
    }
    lines = [f"| {words(key)} | {plain(value) if value not in (None, '') else words('explore.no_data')} |"
             for key, value in rows.items()]
    st.markdown("\n".join(["| | |", "|---|---|", *lines]))


def _day(value: object, lang: str) -> str:
    return "" if pd.isna(value) else numbers.day(pd.Timestamp(value).date(), lang)


def _rules(scene: Scene, people: pd.DataFrame) -> None:
    """Say which parts of the recommended composition the team has; the letter says "may consist of"."""
    st.markdown(f"**{words('team.composition')}**", help=words("team.rules"))
    posts = people["post"].fillna("").str.lower()
    met = {
        "team.rule.head": posts.str.contains("trưởng thôn|tổ trưởng dân phố|trưởng bản|trưởng ấp|trưởng khu").any(),
        "team.rule.youth": posts.str.contains("chi đoàn|đoàn thanh niên").any(),
        "team.rule.size": len(people) >= _MINIMUM,
    }
    for key, fulfilled in met.items():
        st.caption(f"{words(key)}: {words('team.yes' if fulfilled else 'team.no')}")


def _people(scene: Scene, people: pd.DataFrame) -> None:
    columns = ["role", "post", "organisation", "trained", "other_posts"]
    if access.may("planner"):
        columns = ["name", *columns]
    labels = {"name": "team.person", "trained": "team.trained"}
    st.dataframe(
        people[columns], hide_index=True, row_height=35,
        column_config={name: st.column_config.Column(words(labels.get(name, f"team.{name}"))) for name in columns},
    )
    st.caption(words("team.personal"))
