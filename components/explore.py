"""The parts of the explore page, in the order of reading: where, what, the map, the words beside it."""

import streamlit as st

from components import frame, legend, loaders, map, panel, selection, tables, team, views
from components.frame import plain, words
from components.scene import Scene, structure_name
from components.selection import View
from data import periods
from data.measures.indicators import MEASURES
from data.units import register

_MAP_HEIGHT = 640


@st.fragment
def page() -> None:
    """Lay out the page; a fragment, so that a change sends the page's own content alone."""
    release = loaders.release()
    known = loaders.periods(release.id)
    scene = Scene(selection.read(known), release, selection.language())
    where, what = st.columns([2, 5], vertical_alignment="bottom")
    with where:
        breadcrumb(scene, latest=known[-1])
    with what:
        controls(scene, known)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        drawing(scene, latest=known[-1])
    with right:
        beside(scene, latest=known[-1])
    st.caption(plain(scene.source()))


def breadcrumb(scene: Scene, *, latest: str) -> None:
    """Show the way from the country down; each step goes back up."""
    with st.container(horizontal=True, vertical_alignment="center", key="crumbs", gap="small"):
        steps = _steps(scene)
        for number, (label, changes) in enumerate(steps):
            last = number == len(steps) - 1
            st.button(plain(label) + ("" if last else "  ›"), key=f"crumb-{number}", type="tertiary", disabled=last,
                      on_click=selection.go, args=(scene.view,), kwargs={"latest": latest, **changes})
        if label := scene.sample_label():
            st.badge(words(label), color="orange", help=words("app.sample.help"))


def _steps(scene: Scene) -> list[tuple[str, dict[str, str]]]:
    view = scene.view
    steps = [(words("explore.country"), {"unit": ""})]
    if view.unit:
        steps += [(part.name, {"unit": part.code}) for part in register.path(view.structure, view.unit)
                  if part.level != "district"]
    if view.village:
        names = loaders.villages(scene.release.id, view.structure, view.unit).set_index("village")["name"]
        steps.append((str(names.get(view.village, view.village)), {"village": view.village}))
    if view.team:
        steps.append((words("team.name"), {"team": view.team}))
    return steps


def controls(scene: Scene, known: list[str]) -> None:
    """Offer the measure, the period, the units and the level."""
    view, latest = scene.view, known[-1]

    def change(field: str) -> dict[str, object]:
        return selection.bound(field, getattr(view, field),
                               lambda value: selection.go(view, latest=latest, **{field: value}))

    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="bottom", key="controls"):
        st.selectbox(words("explore.measure"), list(MEASURES), format_func=lambda code: _measure_name(scene, code),
                     help=words(scene.measure.plain), width=270, **change("measure"))
        st.selectbox(words("explore.period"), known[::-1], format_func=lambda p: periods.label(p, scene.lang),
                     width=145, **change("period"))
        st.selectbox(words("explore.structure"), list(register.STRUCTURES)[::-1], width=205,
                     format_func=lambda s: structure_name(s, scene.lang), **change("structure"))
        if view.depth == "country":
            st.segmented_control(words("explore.level"), ["province", "commune"], required=True,
                                 format_func=lambda level: words(f"level.tab.{level}"), **change("level"))
        frame.language_switch()


def _measure_name(scene: Scene, code: str) -> str:
    """Name a measure, and say so where nobody has told it here and then."""
    view = scene.view
    told = loaders.told(scene.release.id, view.period, view.structure, view.unit)
    return words(MEASURES[code].name) if told[code] else f"{words(MEASURES[code].name)} ({words('explore.untold')})"


def drawing(scene: Scene, *, latest: str) -> None:
    """Show the map with its legend, and say in a sentence what it shows."""
    def acted(action: str, code: str) -> None:
        if action == "open" and code:
            selection.go(scene.view, latest=latest, **tables.opening(scene, code))
        elif action == "up":
            selection.go(scene.view, latest=latest, **_up(scene.view))

    with st.container(key="map"):
        map.draw(views.picture(scene), key="choropleth", height=_MAP_HEIGHT, on_action=acted)
    legend.show(scene)


def _up(view: View) -> dict[str, str]:
    if view.team:
        return {"village": view.village}
    if view.village:
        return {"village": ""}
    return {"unit": view.unit[:0] if len(view.unit) < 5 else register.unit(view.structure, view.unit).province}


def beside(scene: Scene, *, latest: str) -> None:
    """Show the panel that fits how deep the view is: a unit, a village or a team."""
    if scene.view.team:
        team.page(scene)
    elif scene.view.village:
        panel.village(scene, latest=latest)
    else:
        panel.unit(scene, latest=latest)
