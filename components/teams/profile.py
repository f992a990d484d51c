"""One team: who it is, what speaks for and against it, whom it has, and what it is recommended to have.

What it has been doing stands below the map (components.teams.work).
"""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.identity import access
from components.shell.frame import plain, quoted, words
from components.state.view_model import Scene
from components.teams import forms, table, targets, work
from data.access.actor import NotForYou, OutOfArea
from data.catalogue.composition_rules import Finding
from data.catalogue.team_codes import PAPER_DAYS, ROLES, SEATS
from data.i18n import numbers
from data.releases.store import Release
from data.services import use_cases
from data.teams import evidence
from data.teams import targets as aims
from data.teams.finder import GAPS
from data.teams.profile import Profile
from data.units import register

_NAMED = tuple(gap for gap in GAPS if gap not in ("paper", "unknown", "incomplete"))
_SEATS = {"village_head": "village_heads", "youth": "youth", "women": "women", "official": "officials"}


@dataclass(frozen=True)
class ShownTeam:
    """What is known of the team shown; people: its members, None for those who may not see them. Never kept."""

    found: Profile
    people: pd.DataFrame | None


def page(scene: Scene) -> ShownTeam:
    """Show the team that the link names; return what is known of it."""
    # all this is read before its first word is sent: what is sent together is shown together
    found, signs_of_life = scene.team, evidence.of(scene.release, scene.view.team)
    what = [words(f"teams.level.{found.team.level}"), words(f"teams.status.{found.team.status or 'unknown'}")]
    what += _place(scene, found)
    st.subheader(plain(found.team.name), anchor=False)
    st.caption(plain(" · ".join(what)))
    signs(scene, signs_of_life)
    _facts(scene, found)
    targets.show(lambda: aims.of_team(found.team.team, facts=found.facts, activities=found.activities))
    seats(scene, found)
    rules(scene, found)
    listed = _people(scene)
    difficulties(scene, found)
    supplies(scene, found)
    st.caption(plain(_sources(scene, found)))
    return ShownTeam(found, listed)


def more(scene: Scene, shown: ShownTeam) -> None:
    """Show what the team has learnt and done, over the page's whole width, and the forms to those who may use them."""
    found = shown.found
    left, right = st.columns(2, gap="large")
    with left:
        work.grades(scene, found)
        work.trainings(scene, found)
    with right:
        work.activity(scene, found)
        work.history(scene, found)
    if shown.people is not None:
        forms.show(scene, found, shown.people)


def _place(scene: Scene, found: Profile) -> list[str]:
    """Name the villages that the team serves now, and the commune and province that it is looked at in."""
    serving = found.serving["name"].tolist()
    above = register.path(scene.view.structure, scene.view.unit, on=register.today())[::-1] if scene.view.unit else ()
    return [", ".join(serving)] * bool(serving) + [unit.name for unit in above]


def signs(scene: Scene, signs_of_life: pd.Series) -> None:
    """Say what is missing in the team, and the three signs of life by which one recognises a team on paper."""
    lacking = [gap for gap in _NAMED if signs_of_life[f"gap_{gap}"]]
    with st.container(horizontal=True, gap="small"):
        for gap in lacking:
            st.badge(words(f"teams.gap.{gap}"), color="orange")
    text = "; ".join(table.signs(signs_of_life, lang=scene.lang, as_of=signs_of_life["as_of"]))
    if signs_of_life["gap_paper"]:
        st.warning(plain(words("team_page.paper", signs=text, days=PAPER_DAYS)))
    elif signs_of_life["gap_unknown"]:
        st.info(plain(words("team_page.unknown")))
    else:
        st.caption(plain(words("team_page.signs", signs=text)))


def _facts(scene: Scene, found: Profile) -> None:
    facts, team = found.facts, found.team
    rows = {
        "team.members": scene.count(facts["members"]),
        "team.trained": _of(facts["trained"], facts["trained_known"], lang=scene.lang),
        "team.zalo": scene.count(team.zalo_households),
        "team_page.guided_year": scene.count(facts["guided_year"]),
        "team.active": numbers.day(team.last_active, scene.lang) if team.last_active else "",
        "team.founded": numbers.day(team.founded, scene.lang) if team.founded else "",
        "team.decision": team.decision or "",
    }
    st.html(_list({words(key): value for key, value in rows.items()}))


def _list(rows: dict[str, str]) -> str:
    """Write names and values as a list; a value that is missing is said to be."""
    cells = "".join(
        f"<dt>{quoted(name)}</dt><dd>{quoted(value or words('explore.no_data'))}</dd>" for name, value in rows.items()
    )
    return f'<dl class="facts">{cells}</dl>'


def _of(part: object, whole: object, *, lang: str) -> str:
    """Write a count of a whole ("3/4"); "" where either is missing."""
    if pd.isna(part) or pd.isna(whole):
        return ""
    return f"{numbers.number(int(part), lang)}/{numbers.number(int(whole), lang)}"


def seats(scene: Scene, found: Profile) -> None:
    """Count the members by role, by what they stand for, by age and by other posts; nobody is named."""
    facts = found.facts
    if pd.isna(facts["listed"]):
        st.caption(words("team_page.seats.none"))
        return
    st.markdown(f"**{words('team_page.seats')}**")
    rows = {
        words(f"team.role.{role}"): scene.count(facts[f"{role}s"] if role != "deputy" else facts["deputies"])
        for role in ROLES
        if role != "member"
    }
    rows |= {words(f"teams.seat.{seat}"): scene.count(facts[_SEATS[seat]]) for seat in SEATS if seat in _SEATS}
    rows |= {
        words("team_page.young"): _of(facts["young"], facts["young_known"], lang=scene.lang),
        words("team_page.two_posts"): _of(facts["two_posts"], facts["posts_known"], lang=scene.lang),
    }
    st.html(_list(rows))


def rules(scene: Scene, found: Profile) -> None:
    """Hold the team against what letters recommend of it: a recommendation, no verdict."""
    st.markdown(f"**{words('team.composition')}**")
    if not found.findings:
        st.caption(words("team_page.rules.none"))
        return
    for finding in found.findings:
        _rule(finding, scene, facts=found.facts)
    sources = "; ".join(dict.fromkeys(finding.rule.source for finding in found.findings))
    st.caption(plain(words("team_page.rules.note", sources=sources)))


def _rule(finding: Finding, scene: Scene, *, facts: pd.Series) -> None:
    verdict = {True: ("team.yes", "green"), False: ("team.no", "orange"), None: ("team_page.open", "gray")}[finding.met]
    question = words(f"teams.check.{finding.rule.check}", minimum=finding.rule.minimum or "")
    counted = f" ({scene.count(finding.number)})" if finding.rule.minimum and finding.number is not None else ""
    if finding.rule.check == "village_covered":
        share = _of(finding.number, facts["commune_villages"], lang=scene.lang)
        counted = f" ({share})" if share else ""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.badge(words(verdict[0]), color=verdict[1])
        st.markdown(plain(question + counted))


def _people(scene: Scene) -> pd.DataFrame | None:
    """Name the members to those who may read it, and return them; every reading is logged."""
    try:
        people = use_cases.members(scene.release, access.actor(), scene.view.team)
    except (NotForYou, OutOfArea):
        st.caption(words("team.personal"))
        return None
    shown = people[["name", "role", "post", "organisation", "trained", "other_posts"]]
    shown = shown.assign(role=[words(f"team.role.{role}") if isinstance(role, str) else "" for role in shown["role"]])
    labels = {"name": "team.person", "trained": "team.trained"}
    st.dataframe(
        shown,
        hide_index=True,
        row_height=35,
        column_config={name: st.column_config.Column(words(labels.get(name, f"team.{name}"))) for name in shown},
    )
    st.caption(words("team_page.logged"))
    return people


def difficulties(scene: Scene, found: Profile) -> None:
    """Say what the team's reports name as holding it back, and since when."""
    if found.difficulties.empty:
        return
    st.markdown(f"**{words('team_page.difficulties')}**")
    st.html(
        _list(
            {
                words(f"teams.difficulty.{row.kind}"): work.span(row.first, row.last, lang=scene.lang)
                for row in found.difficulties.itertuples()
            }
        )
    )


def supplies(scene: Scene, found: Profile) -> None:
    """List what the team received."""
    if found.supplies.empty:
        return
    st.markdown(f"**{words('team_page.supplies')}**")
    rows = [_supply(scene, row) for row in found.supplies.itertuples()]
    st.html('<ul class="plain-list">' + "".join(f"<li>{quoted(row)}</li>" for row in rows) + "</ul>")


def _supply(scene: Scene, row: object) -> str:
    day = numbers.day(pd.Timestamp(row.day).date(), scene.lang) if pd.notna(row.day) else ""
    amount = words("team_page.amount", n=scene.count(row.amount)) if pd.notna(row.amount) else ""
    quantity = words("team_page.quantity", n=scene.count(row.quantity)) if pd.notna(row.quantity) else ""
    giver = row.giver if isinstance(row.giver, str) else ""
    return " · ".join(part for part in (day, words(f"teams.supply.{row.kind}"), quantity, amount, giver) if part)


def _sources(scene: Scene, found: Profile) -> str:
    """Name where all this was reported, and in which release."""
    rows = found.sources
    named = [words("app.sample").lower()] if (rows["kind"] == "sample").any() else []
    named += [title for title in rows.loc[rows["kind"] != "sample", "title"] if isinstance(title, str)]
    day = numbers.day(found.as_of, scene.lang) if found.as_of else words("explore.no_data")
    release: Release = scene.release
    return words(
        "team_page.sources",
        sources="; ".join(dict.fromkeys(named)) or words("explore.no_data"),
        day=day,
        release=release.id[:7],
    )
