"""The public page: one's own commune in plain words, then the map, then how the figures come about."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from components import frame, legend, loaders, look, map, selection, views
from components.frame import plain, quoted, words
from components.scene import Scene, write_value
from components.selection import View
from data import periods
from data.measures.indicators import MEASURES
from data.units import lookup, register
from data.units.structures import in_force

# measure, what it says in plain words, whether it is told as "6 in 10 households"
TOLD = (("village_coverage", "public.coverage"), ("skills_reach", "public.skills"), ("smartphone_gap", "public.gap"))
_FOUND = 8
_CLOSE = 0.25  # of a tenth: "6/10" stands for 57.5% to 62.5%
_MAP_HEIGHT = 460


@dataclass(frozen=True)
class Place:
    """The place a visitor looks at, and the map that shows it: a commune is shown within its province."""

    scene: Scene
    code: str

    @property
    def level(self) -> str:
        return {0: "country", 2: "province", 5: "commune"}[len(self.code)]


def page() -> None:
    """Lay out the page for a phone first; it reads well on a wide screen too."""
    place = _place()
    middle = st.container(key="public", width=860)
    with middle:
        frame.heading(words("public.title"), sample=place.scene.sample_label())
        search(place)
        told(place)
        _drawing(place)
        _method(place)


def _place() -> Place:
    release = loaders.any_release()
    known = loaders.periods(release.id)
    asked = selection.read(known)
    code = asked.unit if asked.structure == in_force() else ""
    within = code if len(code) < 5 else register.unit(in_force(), code).province
    measure = asked.measure if asked.measure in {code for code, _ in TOLD} else "smartphone_gap"
    view = View(unit=within, village="", measure=measure, period=known[-1])
    return Place(Scene(view, release, selection.language()), code)


def _go(place: Place, **changes: str) -> None:
    view = replace(place.scene.view, unit=place.code)
    selection.go(view, latest=view.period, **changes)


def search(place: Place) -> None:
    """Find one's commune by today's name, by an old one or by code."""
    text = st.text_input(words("public.search"), key="public-search", placeholder=words("public.search"),
                         label_visibility="collapsed", icon=":material/search:")
    if not text.strip():
        return
    found = [c for c in lookup.search(text, structure=in_force(), limit=_FOUND) if len(c.unit.code) in (2, 5)]
    if not found:
        st.caption(plain(words("public.search.none", text=text)))
        return
    st.caption(words("public.search.choose"))
    with st.container(horizontal=True, gap="small"):
        for candidate in found:
            unit = candidate.unit
            where = "" if unit.level == "province" else ", " + register.unit(in_force(), unit.province).short
            st.button(plain(unit.name + where), key=f"found-{unit.code}", on_click=_go, args=(place,),
                      kwargs={"unit": unit.code})


def told(place: Place) -> None:
    """Tell three figures in plain words, each with its change over a year."""
    name = words("explore.country") if not place.code else register.unit(in_force(), place.code).name
    st.header(plain(name), anchor=False)
    st.caption(plain(_where(place)))
    rows = "".join(_sentence(place, measure, key) for measure, key in TOLD)
    st.html(f'<div class="plain-figures" style="--mark:{look.mark(MEASURES["skills_reach"])}">{rows}</div>')
    if place.code:
        st.button(words("public.back"), type="tertiary", on_click=_go, args=(place,), kwargs={"unit": ""})


def _where(place: Place) -> str:
    """Say which province the place is in, and what it was made of."""
    period = place.scene.period()
    if place.level != "commune":
        return period
    here, before = in_force(), register.before(in_force())
    former = [register.unit(before, s.code_from).name
              for s in register.predecessors(place.code, structure=here, source=before)] if before else []
    province = register.unit(here, register.unit(here, place.code).province).name
    return " · ".join([province, words("explore.came_from", names=", ".join(former)), period] if former
                      else [province, period])


def _sentence(place: Place, measure: str, key: str) -> str:
    table = loaders.trend(place.scene.release.id, measure, in_force(), place.code)
    table = table.set_index("period")
    now, year_ago = table["value"].get(place.scene.view.period), None
    before = periods.shift(place.scene.view.period, -4)
    if before in table.index:
        year_ago = table["value"][before]
    if now is None or pd.isna(now):
        figure, size = words("public.none"), "missing"
    else:
        figure, size = _in_ten(place, measure, now), ""
    return (f'<div><div class="big {size}">{quoted(figure)}</div><div>{quoted(words(key))}'
            f'<div class="change">{quoted(_change(place, measure, now, year_ago))}</div></div></div>')


def _in_ten(place: Place, measure: str, value: float) -> str:
    """Write a share as "6/10" where tenths come close to it, else as "6/100"; coverage in percent."""
    if measure == "village_coverage" or value > 1:
        return write_value(MEASURES[measure], value, place.scene.lang)
    tenths, hundredths = round(value * 10), round(value * 100)
    if 0 < tenths < 10 and abs(value * 10 - tenths) <= _CLOSE:
        return words("public.tenth", n=tenths)
    return words("public.hundredth", n=hundredths)


def _change(place: Place, measure: str, now: float | None, before: float | None) -> str:
    if now is None or before is None or pd.isna(now) or pd.isna(before):
        return ""
    was, is_now = (write_value(MEASURES[measure], value, place.scene.lang) for value in (before, now))
    if was == is_now:
        return words("public.change.same")
    key = "public.change.up" if now > before else "public.change.down"
    return words(key, before=was, now=is_now)


def _drawing(place: Place) -> None:
    scene = place.scene
    st.segmented_control(
        words("explore.measure"), [code for code, _ in TOLD], format_func=lambda code: words(MEASURES[code].name),
        required=True, **selection.bound("public-measure", scene.view.measure, lambda code: _go(place, measure=code)))
    picture = replace(views.picture(scene), selected=place.code if place.level == "commune" else "")

    def acted(action: str, code: str) -> None:
        if action == "open" and code:
            _go(place, unit=code)
        elif action == "up":
            _go(place, unit=scene.view.unit if place.level == "commune" else "")

    with st.container(key="map"):
        map.draw(picture, key="choropleth", height=_MAP_HEIGHT, on_action=acted)
    legend.show(scene)


def _method(place: Place) -> None:
    with st.expander(words("public.what")):
        st.markdown(words("public.what.text"))
    with st.expander(words("public.method")):
        for code, _ in TOLD:
            st.markdown(f"**{words(MEASURES[code].name)}**: {plain(words(MEASURES[code].formula))}")
    st.caption(plain(place.scene.source()))
