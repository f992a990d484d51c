"""Boundaries in: read a layer, see where it lies and what it joins, say where it comes from, publish it."""

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import streamlit as st

from components.identity import access
from components.map import choropleth, palette
from components.shell import frame
from components.shell.frame import plain, words
from components.state import loaders, selection
from components.state.view_model import structure_name
from data.boundaries import store as boundaries
from data.boundaries.layers import Layer
from data.boundaries.store import LayerSet
from data.catalogue.current import catalogue
from data.i18n import numbers
from data.services import use_cases
from data.storage.errors import Refused
from data.units import register
from geo import mapfiles, shapes
from geo.boundaries.check import check
from geo.boundaries.drafting import draft
from geo.boundaries.georeference import Fit
from geo.boundaries.result import Checked
from geo.projection import METRES

_TYPES = [
    "gpkg",
    "geojson",
    "json",
    "zip",
    "kml",
    "kmz",
    "fgb",
    "parquet",
    "tab",
    "map",
    "dat",
    "id",
    "shp",
    "dbf",
    "shx",
    "prj",
    "cpg",
]
_LEVELS = ("commune", "province", "district", "village")
_MAP_HEIGHT = 520
_SHOWN = 200


def page() -> None:
    """Lay out the page: the file, what was read of it, the questions, its origin, the layers there are."""
    frame.heading(words("boundary_page.title"), note=words("boundary_page.note"))
    upload()
    if selection.pop_value("boundary-again"):
        _read(selection.session_value("boundary-source", dict))
    checked: Checked | None = selection.session_value("boundary", lambda: None)
    if checked is not None:
        st.subheader(plain(checked.file), anchor=False)
        summary(checked)
        preview(checked)
        questions(checked)
        leftovers(checked)
        origin(checked)
    layers()


def upload() -> None:
    """Ask for the file and for which units it holds."""
    with st.form("boundary-form"):
        files = st.file_uploader(
            words("boundary_page.upload"),
            type=_TYPES,
            accept_multiple_files=True,
            help=words("boundary_page.upload.help"),
        )
        first, second, third = st.columns(3)
        structure = first.selectbox(
            words("explore.structure"),
            list(register.STRUCTURES)[::-1],
            format_func=lambda code: structure_name(code, selection.language()),
        )
        level = second.selectbox(words("explore.level"), _LEVELS, format_func=_level)
        province = third.selectbox(
            words("boundary_page.province"),
            ["", *loaders.own_provinces()],
            format_func=lambda name: name or words("boundary_page.province.any"),
            help=words("boundary_page.province.help"),
        )
        submitted = st.form_submit_button(words("boundary_page.read"), type="primary")
    if submitted and files:
        source = {
            "files": {file.name: file.getvalue() for file in files},
            "structure": structure,
            "level": level,
            "province": province or None,
        }
        for name, value in (("source", source), ("answers", {}), ("crs", None), ("layer", None)):
            selection.keep(f"boundary-{name}", value)
        _read(source)


def _level(name: str) -> str:
    return words(f"boundary_page.level.{name}")


def _read(source: dict[str, object]) -> None:
    """Check the layer with the answers so far, and keep what was found for this visitor."""
    crs, layer = (selection.session_value(f"boundary-{name}", lambda: None) for name in ("crs", "layer"))
    bar = st.progress(0.0, text=words("boundary_page.reading"))
    try:
        checked = check(
            **source,
            crs=crs,
            layer=layer,
            answers=selection.session_value("boundary-answers", dict),
            progress=lambda done, key: bar.progress(min(done, 1.0), text=words(key)),
        )
    except Refused as fault:
        selection.keep("boundary", None)
        frame.say_fault(fault)
    else:
        selection.keep("boundary", checked)
    finally:
        bar.empty()


def summary(checked: Checked) -> None:
    """Say what the layer holds, how it joined, and how well its shapes fit together."""
    lang, counts, measures = selection.language(), checked.counts, checked.measures
    match_line = words(
        "boundary_page.joined",
        joined=numbers.number(counts["joined"], lang),
        features=numbers.number(counts["features"], lang),
        code=numbers.number(counts["by_code"], lang),
        name=numbers.number(counts["by_name"] + counts["by_answer"] + counts["by_place"], lang),
        missing=numbers.number(len(checked.missing), lang),
    )
    (st.success if checked.publishable and not checked.unjoined else st.warning)(match_line)
    placement = checked.placement
    facts = []
    if placement and placement.system:
        facts.append(
            words(
                "boundary_page.system",
                crs=placement.system.crs,
                name=placement.system.name,
                how=words(f"boundary_page.how.{placement.how}"),
            )
        )
    if measures.land_m2:
        facts.append(
            words(
                "boundary_page.measured",
                gaps=numbers.number(measures.gaps_m2 or 0, lang),
                overlaps=numbers.number(measures.overlaps_m2 or 0, lang),
                area=numbers.number(measures.land_m2 / 1e6, lang),
            )
        )
    if checked.encoding:
        facts.append(words("boundary_page.encoding", encoding=checked.encoding))
    st.caption(plain(" · ".join(facts)))
    for problem in checked.problems[:_SHOWN]:
        (st.error if problem.severity == "error" else st.warning)(plain(problem.message(lang)))


def preview(checked: Checked) -> None:
    """Draw the layer where it would lie, before it is accepted."""
    if checked.raw is None or not (checked.georeferenced or (checked.placement and checked.placement.candidates)):
        return
    shapes = checked.preview(None if checked.georeferenced else _tried(checked))
    if shapes.empty:
        st.warning(words("boundary_page.nowhere"))
        return
    name, codes, bounds = _file(shapes)
    values = [None if pd.isna(code) else 1 for code in codes]
    picture = choropleth.plain(
        file=name,
        bounds=bounds,
        edges=(),
        values=values,
        decimals=0,
        suffix="",
        lang=selection.language(),
        palette=palette.palette(catalogue().measures["households"], 1),
        words={
            "t": words("boundary_page.title"),
            "m": words("boundary_page.is_joined"),
            "n": words("boundary_page.as_read"),
        },
    )
    with st.container(key="map"):
        choropleth.draw(picture, key="boundary", height=_MAP_HEIGHT, on_action=lambda action, code: None)


def _tried(checked: Checked) -> str:
    """Let the planner try the systems that the layer may be in, the likeliest first, and take the one that fits."""
    fits = {fit.system.crs: fit for fit in checked.placement.candidates}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tried = st.selectbox(
            words("boundary_page.try"),
            list(fits),
            key="boundary-try",
            width=520,
            format_func=lambda crs: _fit_label(fits[crs]),
        )
        st.button(words("boundary_page.take"), type="primary", on_click=_take, args=(tried,))
    st.caption(words("boundary_page.try.note"))
    return tried


def _fit_label(fit: Fit) -> str:
    """Name a system and say how far from their places it puts the units."""
    swapped = f" ({words('boundary_page.swapped')})" if fit.system.swapped else ""
    name = f"{fit.system.crs}, {fit.system.name}{swapped}"
    if not math.isfinite(fit.median_km):
        return name
    return f"{name}: {words('boundary_page.away', km=numbers.number(fit.median_km, selection.language(), decimals=1))}"


def _take(crs: str) -> None:
    """Keep the system that the planner takes; the layer is read with it in the run that follows."""
    selection.keep("boundary-crs", crs)
    selection.keep("boundary-again", True)


def _file(shapes: gpd.GeoDataFrame) -> tuple[str, list[str | None], tuple[float, float, float, float]]:
    """Write the features as a map file; return its name, the unit of each feature, and the bounds."""
    named = shapes.to_crs(METRES).assign(n=shapes["name"], p="")
    named.index = [str(number) for number in range(len(named))]
    content, drawn = mapfiles.encoded(named, decimals=4)
    bounds, _ = mapfiles.focus(drawn, None)
    return mapfiles.write_named(content, stem="preview"), list(shapes["code"]), bounds


def questions(checked: Checked) -> None:
    """Ask for the layer, the coordinate system, and the units of features that nothing decides."""
    lang = selection.language()
    unit_questions = [one for one in checked.to_json(lang)["questions"] if one["id"] != "crs"]  # tried beside the map
    if not unit_questions:
        return
    st.subheader(words("intake_page.questions"), anchor=False)
    names = {
        candidate.unit.code: f"{candidate.unit.name} ({candidate.unit.code})"
        for one in checked.unjoined
        for candidate in one.candidates
    }
    names |= {"leave_out": words("boundary_page.leave_out"), "": words("intake_page.later")}
    with st.form("boundary-questions"):
        given = {
            one["id"]: st.selectbox(
                plain(one["message"]),
                ["", *one["options"]],
                key=f"boundary-{one['id']}",
                index=_suggested(checked, one),
                format_func=lambda code: names.get(code, code),
            )
            for one in unit_questions[:_SHOWN]
        }
        if st.form_submit_button(words("intake_page.answer"), type="primary"):
            _answer(given)


def _suggested(checked: Checked, question: dict[str, object]) -> int:
    """Return the place of the answer that is offered first; none where nothing is sure."""
    sure = checked.suggested.get(str(question["id"]))
    return 1 + list(question["options"]).index(sure) if sure in question["options"] else 0


def _answer(given: dict[str, str]) -> None:
    chosen = {name: code for name, code in given.items() if code}
    if layer := chosen.pop("layer", None):
        selection.keep("boundary-layer", layer)
    selection.keep("boundary-answers", {**selection.session_value("boundary-answers", dict), **chosen})
    _read(selection.session_value("boundary-source", dict))
    st.rerun()


def leftovers(checked: Checked) -> None:
    """Name every feature without a unit, with the reason, and the units without a shape."""
    lang = selection.language()
    if checked.unjoined:
        st.markdown(f"**{words('boundary_page.unjoined')}**")
        st.dataframe(
            pd.DataFrame(
                [
                    {words("intake_page.column.name"): one.name, words("intake_page.column.message"): one.text(lang)}
                    for one in checked.unjoined
                ]
            ),
            hide_index=True,
            height=240,
        )
    if checked.missing:
        st.markdown(f"**{words('boundary_page.missing')}**")
        st.caption(plain(", ".join(unit.name for unit in checked.missing[:_SHOWN])))


def origin(checked: Checked) -> None:
    """Ask where the layer comes from, keep it as a draft and publish it."""
    if not checked.publishable:
        st.info(words("boundary_page.blocked"))
        return
    with st.form("boundary-origin"):
        first, second, third = st.columns([2, 2, 1])
        source = first.text_input(words("boundary_page.source"))
        licence = second.text_input(words("boundary_page.licence"))
        as_of = third.date_input(words("boundary_page.as_of"), value=date.today(), format="DD/MM/YYYY")
        submitted = st.form_submit_button(words("intake_page.publish"), type="primary")
    if submitted:
        here = boundaries.open_boundaries()
        who = access.actor()
        use_cases.require_layer(who, checked.structure, checked.province.code if checked.province else None)
        layer = draft(here, checked, source=source, licence=licence, as_of=as_of, who=who.name)
        _publish(layer)


def _publish(layer: Layer) -> None:
    """Publish a layer and draw the map files anew, with a progress bar."""
    with st.spinner(words("boundary_page.converting")):
        use_cases.publish_layer(boundaries.open_boundaries(), access.actor(), layer, tried=shapes.try_drawing)
    _draw_anew()
    st.success(words("boundary_page.published", title=plain(layer.title)))


def _draw_anew() -> None:
    bar = st.progress(0.0, text=words("boundary_page.drawing"))
    loaders.prepare(lambda done, key: bar.progress(min(done, 1.0), text=words(key)))
    bar.empty()


def layers() -> None:
    """List the layers in use and before, and offer the way back."""
    here = boundaries.open_boundaries()
    waiting = [layer for layer in here.drafts() if layer.publishable]
    if waiting:
        _choice("draft", waiting, lambda layer: layer.title, lambda layer: _publish(layer))
    found, current = here.releases(), here.current()
    st.subheader(words("boundary_page.layers"), anchor=False)
    shown = [here.layer(name) for name in current.layers]
    if not shown:
        st.caption(words("boundary_page.layers.none"))
    else:
        st.dataframe(pd.DataFrame([_row(layer) for layer in shown]), hide_index=True)
        _choice(
            "withdraw",
            shown,
            lambda layer: layer.title,
            lambda layer: use_cases.withdraw_layer(here, access.actor(), layer.id),
        )
    earlier = [each for each in found if each.id != current.id]
    if earlier:
        _choice("rollback", earlier, _set_label, lambda each: use_cases.rollback_layers(here, access.actor(), each.id))


def _choice(act: str, offered: list[Any], name: Callable[[Any], str], run: Callable[[Any], object]) -> None:
    """Offer one of several things to act upon; what is drawn from then on is drawn at once."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            words(f"boundary_page.{act}.which"), offered, format_func=name, width=460, key=f"boundary-{act}"
        )
        if st.button(words(f"boundary_page.{act}"), key=f"boundary-{act}-do"):
            run(chosen)
            _draw_anew()
            st.rerun()


def _set_label(each: LayerSet) -> str:
    """Name a release of boundaries: when it was made, and what was drawn last."""
    return f"{each.created[:16].replace('T', ' ')} · {each.message or words('boundaries.no_layers')}"


def _row(layer: Layer) -> dict[str, object]:
    lang = selection.language()
    return {
        words("boundary_page.layer"): layer.title,
        words("explore.structure"): structure_name(layer.structure, lang),
        words("explore.level"): _level(layer.level),
        words("boundary_page.units"): numbers.number(layer.units, lang),
        words("boundary_page.source"): layer.origin.source,
        words("boundary_page.licence"): layer.origin.licence,
        words("boundary_page.as_of"): numbers.day(layer.origin.as_of, lang),
        "CRS": layer.origin.crs,
    }
