"""The public page, for a phone first: one's own commune in plain words, then the map, help, method and data."""

from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from components.map import choropleth, legend, views
from components.public import figures
from components.public import more as public_more
from components.public.figures import TOLD
from components.public.scene import PublicScene
from components.server import geolocation
from components.shell import frame, link_notice
from components.shell.frame import plain, words
from components.state import loaders, selection
from components.state.selection import View
from data.catalogue.current import catalogue
from data.units import lookup, register
from data.units.candidates import Candidate
from data.units.structures import in_force

_FOUND = 8
_MAP_HEIGHT = 460
_PLAIN = ("units.why.name", "units.why.code")  # what needs no explaining
_SEARCH, _CHOSEN = "public-search", "public-chosen"


@dataclass(frozen=True)
class Place:
    """The place a visitor looks at, and the map that shows it: a commune is shown within its province."""

    scene: PublicScene
    code: str

    @property
    def level(self) -> str:
        return {0: "country", 2: "province", 5: "commune"}[len(self.code)]


def page() -> None:
    """Lay out the page; it reads from top to bottom on a phone, and in one column on a wide screen."""
    place = _place()
    with st.container(key="public", width=860):
        with st.container(key="hero"):
            heading(place)
            search()
        if not link_notice.show([], within=in_force(), go=partial(_go, place)):
            return
        told(place)
        drawing(place)
        public_more.show(place.scene)


def _place() -> Place:
    release = loaders.public_release()
    known = release.manifest.periods
    asked = selection.read(known)
    code = selection.heir(asked.unit, asked.structure, in_force())
    within = code if len(code) < 5 else register.unit(in_force(), code).province
    measure = asked.measure if asked.measure in {code for code, _ in TOLD} else selection.HEADLINE
    view = View(unit=within, measure=measure, period=known[-1])
    return Place(PublicScene(view, release, selection.language()), code)


def _go(place: Place, **changes: str) -> None:
    selection.go(replace(place.scene.view, unit=place.code), latest=place.scene.view.period, **changes)


def heading(place: Place) -> None:
    """Say what the page is for, in which language, and whether its figures are real."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        label = place.scene.part("sample", make=place.scene.sample_label)
        if label:
            st.badge(words(label), color="orange", help=words("app.sample.help"))
        frame.language_switch()
    st.title(words("public.title"), anchor=False)


@st.fragment
def search() -> None:
    """Find one's commune by today's name, by an old one or by code, while one types, or by where one is."""
    text = st.text_input(
        words("public.search"),
        key=_SEARCH,
        placeholder=words("public.search"),
        type="search",
        live=True,
        label_visibility="collapsed",
        icon=":material/search:",
    )
    if text.strip():
        found = [
            c
            for c in lookup.search(text, structure=in_force(), limit=_FOUND, on=register.today())
            if len(c.unit.code) in (2, 5)
        ]
        with st.container(key="public-found", gap=None):
            st.caption(words("public.search.choose") if found else plain(words("public.search.none", text=text)))
            for candidate in found:
                _offer(candidate)
    geolocation.show(key="public-where", on_choice=_open)
    if selection.pop_value(_CHOSEN):
        st.rerun()


def _offer(candidate: Candidate) -> None:
    unit = candidate.unit
    where = "" if unit.level == "province" else register.unit(in_force(), unit.province, on=register.today()).name
    why = "" if candidate.why in _PLAIN else candidate.text(selection.language())
    more = " · ".join(filter(None, [where, why]))
    label = f"**{plain(unit.name)}**" + (f" :small[{plain(more)}]" if more else "")
    st.button(label, key=f"found-{unit.code}", type="tertiary", width="stretch", on_click=_open, args=(unit.code,))


def _open(code: str) -> None:
    known = loaders.public_release().manifest.periods
    selection.go(selection.read(known), latest=known[-1], unit=code, structure=in_force())
    selection.keep(_SEARCH, "")
    selection.keep(_CHOSEN, True)


def told(place: Place) -> None:
    """Tell three figures in plain words, each with its change over a year and what it is elsewhere."""
    name = words("explore.country")
    if place.code:
        name = register.unit(in_force(), place.code, on=place.scene.day).name
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom", key="place"):
        st.header(plain(name), anchor=False)
        if place.code:
            st.button(words("public.back"), type="tertiary", on_click=_go, args=(place,), kwargs={"unit": ""})
    st.caption(plain(_where(place)))
    figures.show(place.scene, place.code)


def _where(place: Place) -> str:
    """Say which province the place is in, and what it was made of."""
    period = place.scene.period()
    if place.level != "commune":
        return period
    here, before = in_force(), register.before(in_force())
    former = (
        [
            register.unit(before, s.code_from).name
            for s in register.predecessors(place.code, structure=here, source=before)
        ]
        if before
        else []
    )
    province = register.unit(here, register.unit(here, place.code).province, on=place.scene.day).name
    return " · ".join(
        [province, words("explore.came_from", names=", ".join(former)), period] if former else [province, period]
    )


def drawing(place: Place) -> None:
    """Show the map of the province or country, with its legend and what it says in a sentence."""
    scene = place.scene
    st.segmented_control(
        words("explore.measure"),
        [code for code, _ in TOLD],
        format_func=lambda code: words(catalogue().measures[code].name),
        required=True,
        label_visibility="collapsed",
        **selection.bound("public-measure", scene.view.measure, lambda code: _go(place, measure=code)),
    )
    picture = replace(
        scene.part("map", make=lambda: views.picture(scene)), selected=place.code if place.level == "commune" else ""
    )

    def acted(action: str, code: str) -> None:
        if action == "open" and code:
            _go(place, unit=code)
        elif action == "up":
            _go(place, unit=scene.view.unit if place.level == "commune" else "")

    with st.container(key="map"):
        choropleth.draw(picture, key="choropleth", height=_MAP_HEIGHT, on_action=acted)
    st.html(scene.part("legend", make=lambda: legend.markup(scene)))
