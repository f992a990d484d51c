"""What is read below the map: the whole table, two measures crossed, the lines of all units, the pinned ones."""

import streamlit as st

from components.charts import scatter, small_multiples
from components.explore import comparing, data_table
from components.shell.frame import words
from components.state import selection
from components.state.view_model import Scene


def show(scene: Scene, *, latest: str) -> None:
    """Offer the ways of reading, and show the one chosen."""
    view = scene.view

    def chosen(name: str | None) -> None:
        selection.go(view, latest=latest, show=name or "")

    st.segmented_control(
        words("reading.show"),
        selection.SHOWN[1:],
        label_visibility="collapsed",
        format_func=lambda name: words(f"reading.show.{name}", n=len(view.pins)),
        **selection.bound("show", view.show or None, chosen, clears=True),
    )
    if view.show == "table":
        data_table.show(scene, latest=latest)
    elif view.show == "scatter":
        scatter.show(scene, latest=latest)
    elif view.show == "trends":
        small_multiples.show(scene)
    elif view.show == "pins":
        comparing.show(scene, latest=latest)
