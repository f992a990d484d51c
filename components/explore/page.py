"""The parts of the explore page, in the order of reading: where, what, the map, the words beside it."""

from dataclasses import replace
from functools import partial

import streamlit as st

from components.charts import tables
from components.explore import filter_controls, links, lower_tabs, panel, search
from components.map import choropleth, classification, legend, views
from components.shell import frame, link_notice
from components.shell.frame import plain, quoted, words
from components.state import loaders, selection
from components.state.selection import HOWS, TWO_MEASURES, TWO_PERIODS, View
from components.state.view_model import Scene, structure_name
from components.teams import profile
from data.catalogue import periods
from data.catalogue.current import catalogue
from data.units import register

_MAP_HEIGHT = 640
# What each depth may be drawn by, and what the link says for it.
_LEVELS = {
    "country": {"province": "province", "commune": "commune"},
    "province": {"commune": "province", "village": "village"},
}
_FRAMES = "frames-wanted"  # kept from the player's asking to the run that answers it


def page() -> None:
    """Lay out the page: the tools that no change of view touches, then the view itself."""
    tools = st.container(key="tools", horizontal=True, horizontal_alignment="right", vertical_alignment="center")
    body()
    with tools:  # nobody waits for these: they are sent after the view itself
        search.box()
        links.box()
        frame.language_switch()


@st.fragment
def body() -> None:
    """Show the view; a fragment, so that a change sends the view's own content alone."""
    frame.guarded(_body)


def _body() -> None:
    release = loaders.release()
    available = loaders.periods(release.id)
    view = selection.read(available)
    scene = Scene(_drawable(view, release.id), release, selection.language())
    way = st.container(horizontal=True, vertical_alignment="center", key="crumbs", gap="small")
    if not link_notice.show(available, within=view.structure, go=partial(selection.go, view, latest=available[-1])):
        way.html(f"<h1>{quoted(words('link.title'))}</h1>", width="content")
        return
    choices = st.container(horizontal=True, vertical_alignment="bottom", key="controls")
    left, right = st.columns([3, 2], gap="medium")
    with way:
        breadcrumb(scene, latest=available[-1])
    shown = None
    if scene.view.team:  # whoever opens a link to a team came for its words: they are sent before the map
        with right, st.container(key="team"):
            shown = profile.page(scene)
    with choices:
        controls(scene, available)
    with left:
        drawing(scene, latest=available[-1])
        lower_tabs.show(scene, latest=available[-1])
    if shown:
        profile.more(scene, shown)
    else:
        with right:
            side_panel(scene, latest=available[-1])


def _drawable(view: View, release_id: str) -> View:
    """Return the view; a commune whose villages nobody has reported is drawn itself."""
    if view.depth != "commune" or len(loaders.villages(release_id, view.structure, view.unit)):
        return view
    return replace(view, level=selection.ALONE, village="")


def breadcrumb(scene: Scene, *, latest: str) -> None:
    """Show the way from the country down; each step goes back up."""
    steps = _steps(scene)
    for number, (label, changes) in enumerate(steps):
        if number == len(steps) - 1:
            st.html(f"<h1>{quoted(label)}</h1>", width="content")
        else:
            st.button(
                plain(label) + "  ›",
                key=f"crumb-{number}",
                type="tertiary",
                on_click=selection.go,
                args=(scene.view,),
                kwargs={"latest": latest, **changes},
            )
    if label := scene.sample_label():
        st.badge(words(label), color="orange")
    if scene.view.depth == "province" and scene.view.drawn == "village":
        with st.spinner(words("views.drawing")):
            _ = scene.asset


def _steps(scene: Scene) -> list[tuple[str, dict[str, str]]]:
    view = scene.view
    steps = [(words("explore.country"), {"unit": ""})]
    if view.unit:
        steps += [
            (part.name, {"unit": part.code})
            for part in register.path(view.structure, view.unit, on=scene.day)
            if part.level != "district"
        ]
    if view.village:
        names = loaders.villages(scene.release.id, view.structure, view.unit).set_index("village")["name"]
        steps.append((str(names.get(view.village, view.village)), {"village": view.village}))
    if view.team:
        steps.append((words("team.name"), {"team": view.team}))
    return steps


def controls(scene: Scene, available: list[str]) -> None:
    """Offer the measure, the period, the units and the level."""
    view, latest = scene.view, available[-1]

    def change(field: str, value: str | None = None) -> dict[str, object]:
        return selection.bound(
            field,
            getattr(view, field) if value is None else value,
            lambda value: selection.go(view, latest=latest, **{field: value}),
        )

    st.selectbox(
        words("explore.measure"),
        scene.offered(view.measure),
        format_func=lambda code: _measure_name(scene, code),
        help=words(scene.measure.plain),
        width=345,
        **change("measure"),
    )
    st.selectbox(
        words("explore.period"),
        available[::-1],
        format_func=lambda p: periods.label(p, scene.lang),
        width=135,
        **change("period"),
    )
    st.selectbox(
        words("explore.structure"),
        list(register.STRUCTURES)[::-1],
        width=190,
        format_func=lambda s: structure_name(s, scene.lang),
        **change("structure"),
    )
    if levels := _LEVELS.get(view.depth):
        st.segmented_control(
            words("explore.level"),
            list(levels),
            required=True,
            format_func=lambda level: words(f"level.tab.{level}"),
            **selection.bound(
                "level", view.drawn, lambda level: selection.go(view, latest=latest, level=levels[level])
            ),
        )
    st.selectbox(
        words("views.how"), HOWS, format_func=lambda how: words(f"views.how.{how}"), width=195, **change("how")
    )
    if view.how in TWO_MEASURES and not (view.how == "circles" and scene.measure.base):
        second = view.second if view.how == "side" else scene.second.view.measure
        st.selectbox(
            words("views.second"),
            _seconds(scene),
            format_func=lambda code: _second_name(scene, code),
            width=345,
            **change("second", second),
        )
    if view.how in TWO_PERIODS and not (view.how == "side" and view.second):
        st.selectbox(
            words("views.against"),
            [p for p in available[::-1] if p != view.period],
            width=145,
            format_func=lambda p: periods.label(p, scene.lang),
            **change("against", scene.before.view.period),
        )
    filter_controls.show(scene, latest=latest)


def _measure_name(scene: Scene, code: str) -> str:
    """Name a measure, and say so where nobody has reported it here and then."""
    name = words(catalogue().measures[code].name)
    return name if scene.reporting[code] else f"{name} ({words('explore.untold')})"


def _seconds(scene: Scene) -> list[str]:
    """List what a second measure may be; two maps may also show the same measure in two periods ("")."""
    view = scene.view
    chosen = view.second if view.how == "side" else scene.second.view.measure
    others = [code for code in scene.offered(chosen) if code != view.measure]
    return ["", *others] if view.how == "side" else others


def _second_name(scene: Scene, code: str) -> str:
    return _measure_name(scene, code) if code else words("views.second.none")


def drawing(scene: Scene, *, latest: str) -> None:
    """Show the map with its legend, and say in a sentence what it shows."""

    def acted(action: str, code: str) -> None:
        if action == "open" and code:
            selection.go(scene.view, latest=latest, **tables.opening(scene, code))
        elif action == "up":
            selection.go(scene.view, latest=latest, **_up(scene.view))
        elif action == "period":
            selection.go(scene.view, latest=latest, period=code)
        elif action == "frames":
            selection.keep(_FRAMES, True)

    with st.container(key="map"):
        picture = views.picture(scene, frames=bool(selection.pop_value(_FRAMES)))
        choropleth.draw(picture, key="choropleth", height=_MAP_HEIGHT, on_action=acted)
    legend.show(scene, foot=scene.source())
    classification.show(scene, latest=latest)


def _up(view: View) -> dict[str, str]:
    if view.team:
        return {"village": view.village}
    if view.village:
        return {"village": ""}
    return {"unit": view.unit[:0] if len(view.unit) < 5 else register.unit(view.structure, view.unit).province}


def side_panel(scene: Scene, *, latest: str) -> None:
    """Show the panel that fits how deep the view is: a village or a unit."""
    if scene.view.village:
        panel.village(scene, latest=latest)
    else:
        panel.unit(scene, latest=latest)
