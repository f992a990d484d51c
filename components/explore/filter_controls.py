"""The filters: region, kind of commune, range of values; map, legend, table, charts and totals follow them."""

import streamlit as st

from components.shell.frame import plain, words
from components.state import selection
from components.state.view_model import Scene
from data.units import regions, register

_NONE = {"region": "", "kinds": (), "low": None, "high": None}


def show(scene: Scene, *, latest: str) -> None:
    """Offer the filters, made and sent only while they are open; the button says what is on."""
    label = plain(scene.filtered) if scene.filtered else words("reading.filter")
    box = st.popover(
        label,
        type="primary" if scene.filtered else "tertiary",
        icon=":material/filter_alt:",
        key="filters",
        on_change="rerun",
    )
    if box.open:
        with box:
            _choice(scene, latest=latest)


def _choice(scene: Scene, *, latest: str) -> None:
    view = scene.view

    def change(field: str, value: object) -> dict[str, object]:
        return selection.bound(
            field, value, lambda chosen: selection.go(view, latest=latest, **{field: chosen}), clears=True
        )

    if view.depth == "country":
        offered = ["", *regions.regions(view.structure)]
        st.selectbox(
            words("reading.region"),
            offered,
            **change("region", view.region if view.region in offered else ""),
            format_func=lambda code: words(regions.name(code) if code else "reading.region.all"),
        )
    if view.drawn == "commune":
        _kinds(scene, latest=latest)
    low, high = st.columns(2)
    unit = " (%)" if scene.measure.kind == "share" else ""
    low.number_input(words("reading.low") + unit, min_value=0.0, step=1.0, format="%g", **change("low", view.low))
    high.number_input(words("reading.high") + unit, min_value=0.0, step=1.0, format="%g", **change("high", view.high))
    if scene.filtered:
        st.button(
            words("reading.filter.clear"), on_click=selection.go, args=(view,), kwargs={"latest": latest, **_NONE}
        )


def _kinds(scene: Scene, *, latest: str) -> None:
    view = scene.view
    there = set(register.units(view.structure, "commune", on=scene.day)["kind"])
    offered = [code for code, kind in selection.KINDS.items() if kind in there]
    st.pills(
        words("reading.kind"),
        offered,
        selection_mode="multi",
        format_func=lambda code: selection.KINDS[code].capitalize(),
        **selection.bound(
            "kinds",
            [kind for kind in view.kinds if kind in offered],
            lambda chosen: selection.go(view, latest=latest, kinds=tuple(chosen)),
            clears=True,
        ),
    )
