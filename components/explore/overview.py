"""The overview: what the country's figures are, where the gaps are largest, what has been published."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from components.map import choropleth, legend, palette, views
from components.shell import frame
from components.shell.frame import plain, quoted, words
from components.state import loaders, selection
from components.state.selection import View
from components.state.view_model import Scene
from data.catalogue import milestones, periods
from data.catalogue.current import catalogue
from data.catalogue.milestones import Milestone
from data.catalogue.records import Measure
from data.i18n import numbers
from data.measures.changes import COUNTRY
from data.units import register

HEADLINES = ("village_coverage", "activity", "skills_reach", "smartphone_gap", "smartphone_gap_poor")
GAPS = ("smartphone_gap_poor", "skills_reach", "activity")
_WORST = 5
_MAP_HEIGHT = 560
_QUALIFIERS = {"gần": "nearly", "hơn": "over"}
_EXPLORE = "pages/steering/explore.py"


def page() -> None:
    """Lay out the page."""
    release = loaders.release()
    available = loaders.periods(release.id)
    scene = Scene(View(measure=GAPS[0], period=available[-1]), release, selection.language())
    frame.heading(words("overview.title"), sample=scene.sample_label(), note=_scope(scene))
    headlines(scene)
    left, right = st.columns([3, 2], gap="large")
    with left:
        drawing(scene)
    with right:
        st.subheader(words("overview.gaps"), anchor=False)
        for code in GAPS:
            gap(scene, catalogue().measures[code])
    st.subheader(words("overview.milestones"), anchor=False)
    st.caption(words("overview.milestones.note"))
    published(scene)
    st.caption(plain(scene.source()))


def _scope(scene: Scene) -> str:
    total = scene.total
    reported = words("explore.reported", n=scene.count(total.reported), N=scene.count(total.expected))
    return f"{scene.period()} · {reported}"


def headlines(scene: Scene) -> None:
    """Show the country's figures, each with its parts and its change over a year."""
    rows = loaders.unit_figures(scene.release.id, "", scene.view.period, scene.view.structure).set_index("measure")
    cells = "".join(_headline(scene, catalogue().measures[code], rows.loc[code]) for code in HEADLINES)
    st.html(f'<div class="figures headline">{cells}</div>')


def _headline(scene: Scene, measure: Measure, row: pd.Series) -> str:
    parts = words("explore.of", numerator=scene.count(row["numerator"]), base=scene.count(row["base"]))
    return (
        f'<div class="first" style="--mark:{palette.mark(measure)}">'
        f'<div class="big">{quoted(scene.figure(row, measure))}</div>'
        f'<div class="what">{quoted(words(measure.name))}</div>'
        f'<div class="quiet">{quoted(parts)}<br>{quoted(_change(scene, measure))}</div></div>'
    )


def _change(scene: Scene, measure: Measure) -> str:
    """Say the change over a year in percentage points, over communes that reported both; nothing where too few did."""
    view, before = scene.view, periods.shift(scene.view.period, -4)
    changes = loaders.changes(
        scene.release.id, measure.code, view.structure, "province", (COUNTRY,), view.period, before
    )
    found = changes.loc[COUNTRY]
    if pd.isna(found["change"]):
        return ""
    return words(
        "overview.change",
        change=numbers.signed(float(found["change"]) * 100, scene.lang),
        period=periods.label(before, scene.lang),
        n=scene.count(found["paired"]),
        N=scene.count(found["expected"]),
    )


def drawing(scene: Scene) -> None:
    """Show the country's map of the first gap; choosing a province opens it on the map's page."""
    st.markdown(f"**{words(scene.measure.name)}**", help=words(scene.measure.plain))

    def acted(action: str, code: str) -> None:
        if action == "open":
            selection.keep("overview-open", code)

    with st.container(key="map"):
        choropleth.draw(views.picture(scene), key="overview", height=_MAP_HEIGHT, on_action=acted)
    legend.show(scene)
    if code := selection.pop_value("overview-open"):
        st.switch_page(_EXPLORE, query_params=_link(scene, code))


def _link(scene: Scene, code: str) -> dict[str, str]:
    return selection.query(replace(scene.view, unit=code), latest=scene.view.period, lang=scene.lang)


def gap(scene: Scene, measure: Measure) -> None:
    """Name the provinces where the measure is worst; each opens on the map."""
    here = replace(scene, view=replace(scene.view, measure=measure.code))
    st.markdown(f"**{words(measure.name)}**", help=words(measure.plain))
    for row in here.ranking.dropna(subset=["value"]).head(_WORST).itertuples():
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.page_link(_EXPLORE, label=plain(row.name), query_params=_link(here, row.code))
            st.markdown(f"**{here.figure(row)}**", width="content")


def published(scene: Scene) -> None:
    """Show what was published, with its qualifier, date, scope and source."""
    rows = [
        {
            words("overview.column.place"): _place(fact),
            words("overview.column.what"): _what(fact),
            words("overview.column.figure"): _figure(fact, scene.lang),
            words("overview.column.as_of"): _as_of(fact),
            words("explore.structure"): fact.structure,
            words("overview.column.today"): _today(fact),
            words("overview.column.source"): fact.source,
        }
        for fact in milestones.MILESTONES
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=420,
        row_height=35,
        column_config={words("overview.column.what"): st.column_config.TextColumn(width="large")},
    )


def _place(fact: Milestone) -> str:
    return fact.name if fact.province else words("explore.country")


def _what(fact: Milestone) -> str:
    """Say what the number counts, and what it covers where that is not the whole place."""
    text = words(fact.words)
    text = text[:1].upper() + text[1:]
    return f"{text} ({words(fact.scope)})" if fact.scope else text


def _figure(fact: Milestone, lang: str) -> str:
    """Write the number as published: with its "nearly" or "more than", a share in percent."""
    if fact.number is None:
        return words("overview.no_count")
    decimals = 0 if isinstance(fact.number, int) else 2
    text = numbers.number(fact.number, lang, decimals=decimals) + ("%" if fact.kind in ("share", "ratio") else "")
    text += f"/{numbers.number(fact.base, lang)}" if fact.base is not None else ""
    return f"{words('overview.qualifier.' + _QUALIFIERS[fact.qualifier])} {text}" if fact.qualifier else text


def _as_of(fact: Milestone) -> str:
    return "/".join(str(int(part)) for part in reversed(fact.as_of.split("-")))


def _today(fact: Milestone) -> str:
    return register.unit("2025-07", fact.successor).short if fact.successor else ""
