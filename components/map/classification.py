"""How values are sorted into classes: the method, the number of classes, and limits that the office has fixed."""

import pandas as pd
import streamlit as st

from components.identity import access
from components.shell import frame
from components.shell.frame import plain, words
from components.state import selection
from components.state.view_model import Scene
from data.measures import legends
from data.storage.errors import ProductError
from geo.classes import DECIMALS

_BOX = "grouping"


def show(scene: Scene, *, latest: str) -> None:
    """Offer the choice beside the legend; what is inside is made and sent only while it is open: until a choice."""
    box = st.popover(words("reading.classes"), type="tertiary", icon=":material/palette:", key=_BOX, on_change="rerun")
    if not box.open:
        return
    with box:
        _choice(scene, latest=latest)
        if access.may("planner"):
            _editor(scene, latest=latest)


def _choice(scene: Scene, *, latest: str) -> None:
    view = scene.view

    def choose(**chosen: object) -> None:
        selection.keep(_BOX, False)
        selection.go(view, latest=latest, **chosen)

    def change(field: str) -> dict[str, object]:
        return selection.bound(field, getattr(view, field), lambda value: choose(**{field: value}))

    sets = {each.id: each.name for each in legends.of(view.measure)}
    if sets:
        named = {"": words("reading.classes.own"), **sets}
        st.selectbox(
            words("reading.classes.fixed"),
            list(named),
            format_func=named.get,
            **selection.bound(
                "legend", view.legend if view.legend in named else "", lambda value: choose(legend=value)
            ),
        )
    if scene.legend_set is None:
        st.radio(
            words("reading.method"),
            selection.METHODS,
            format_func=lambda m: words(f"reading.method.{m}"),
            captions=[words(f"reading.method.{m}.what") for m in selection.METHODS],
            **change("method"),
        )
        st.select_slider(words("reading.classes.number"), list(selection.CLASSES), **change("classes"))
        if len(scene.classes.counts) not in (0, view.classes):
            st.caption(words("reading.classes.fewer", n=len(scene.classes.counts)))


def _editor(scene: Scene, *, latest: str) -> None:
    """Let planners fix limits for everybody: a name, and for each class where it begins and what it is called."""
    fixed = scene.legend_set
    box = st.expander(words("reading.classes.edit"), key="legend-editor", on_change="rerun")
    if not box.open:
        return  # a change of the classes need not send it
    with box, st.form("legend-set", border=False):
        st.caption(
            words(
                "reading.classes.edit.help",
                unit="%" if scene.measure.kind == "share" else plain(scene.text(scene.measure.unit)),
            )
        )
        name = st.text_input(words("reading.classes.name"), value=fixed.name if fixed else "")
        rows = st.data_editor(
            _rows(scene),
            hide_index=True,
            num_rows="dynamic",
            column_config={
                "from": st.column_config.NumberColumn(words("reading.classes.from"), min_value=0.0),
                "label": st.column_config.TextColumn(words("reading.classes.label")),
            },
        )
        with st.container(horizontal=True):
            saved = st.form_submit_button(words("reading.save"), type="primary")
            removed = bool(fixed) and st.form_submit_button(words("reading.remove"))
    try:
        if saved:
            rows = rows.dropna(subset=["label"])
            made = legends.save(
                name,
                measure=scene.view.measure,
                limits=rows["from"].dropna().tolist(),
                labels=rows["label"].tolist(),
                by=access.actor().name,
            )
            selection.go(scene.view, latest=latest, legend=made.id)
            st.rerun(scope="fragment")
        if removed:
            legends.remove(fixed.id)
            selection.go(scene.view, latest=latest, legend="")
            st.rerun(scope="fragment")
    except ProductError as fault:
        frame.say_fault(fault)


def _rows(scene: Scene) -> pd.DataFrame:
    """Return the classes to begin from: the set chosen, else the map's own limits without names."""
    if scene.legend_set:
        return pd.DataFrame({"from": [None, *scene.legend_set.limits], "label": scene.legend_set.labels})
    limits = [edge / 10 ** DECIMALS[scene.measure.kind] for edge in scene.classes.edges]
    return pd.DataFrame({"from": pd.Series([None, *limits], dtype=float), "label": pd.Series([""] * (len(limits) + 1))})
