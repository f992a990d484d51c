"""Two measures crossed, a dot for each unit; a click on a dot pins it, and pinned ones are lit here and on the map."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.charts import plots
from components.map import palette
from components.shell.frame import quoted, words
from components.state import selection
from components.state.view_model import Scene, write_value
from data.catalogue.current import catalogue
from data.catalogue.records import Measure

_HEIGHT = 430


def show(scene: Scene, *, latest: str) -> None:
    """Offer the other measure, and draw both of every unit that has both."""
    second, view = scene.second.measure, scene.view
    st.selectbox(
        words("reading.scatter.second"),
        [code for code in scene.offered(second.code) if code != view.measure],
        format_func=lambda code: words(catalogue().measures[code].name),
        width=320,
        **selection.bound("scatter-second", second.code, lambda code: selection.go(view, latest=latest, second=code)),
    )
    both = _both(scene, second)
    if both.empty:
        st.caption(words("reading.scatter.none"))
        return
    key = f"scatter-{view.structure}-{view.unit}-{view.drawn}-{view.measure}-{second.code}-{'.'.join(view.pins)}"

    def chosen() -> None:
        points = selection.sent(key)["selection"]["points"]
        if points:
            selection.go(view, latest=latest, pins=selection.pinned(view, points[0]["customdata"]))

    st.plotly_chart(
        _figure(scene, both, second),
        theme=None,
        key=key,
        on_select=chosen,
        selection_mode="points",
        config={"displayModeBar": False},
        alt=words("reading.scatter.alt", first=words(scene.measure.name), second=words(second.name)),
    )
    st.caption(words("reading.scatter.note", n=scene.count(len(both)), all=scene.count(len(scene.narrowed.table))))


def _both(scene: Scene, second: Measure) -> pd.DataFrame:
    """Return code, name, value and other of the units that pass the filters and have both measures."""
    rows = scene.narrowed.table.set_index("code")[["name", "value"]]
    other = scene.narrowed_of(second.code).table.set_index("code")["value"]
    return rows.assign(other=other).dropna().reset_index()


def _figure(scene: Scene, both: pd.DataFrame, second: Measure) -> go.Figure:
    frame, lit = palette.frame(), both["code"].isin(scene.view.pins)
    figure = go.Figure(
        [
            _dots(scene, both[~lit], second, marker={"size": 8, "color": palette.mark(scene.measure), "opacity": 0.55}),
            _dots(
                scene,
                both[lit],
                second,
                mode="markers+text",
                textposition="top center",
                marker={"size": 13, "color": palette.mark(scene.measure), "line": {"width": 2, "color": frame.ink}},
            ),
        ]
    )
    plots.quiet(
        scene,
        figure,
        height=_HEIGHT,
        margin={"l": 62, "r": 12, "t": 8, "b": 48},
        showlegend=False,
        clickmode="event+select",
    )
    figure.update_xaxes(title=words(scene.measure.name), tickformat=plots.tick_format(scene.measure))
    figure.update_yaxes(title=words(second.name), tickformat=plots.tick_format(second))
    return figure


def _dots(scene: Scene, rows: pd.DataFrame, second: Measure, **how: object) -> go.Scatter:
    """Return the dots of some units; names are quoted, because plotly reads a text as markup."""
    labels = [
        f"<b>{quoted(row.name)}</b><br>{quoted(words(scene.measure.name))}: {scene.value(row.value)}<br>"
        f"{quoted(words(second.name))}: {write_value(second, row.other, scene.lang)}"
        for row in rows.itertuples()
    ]
    return go.Scatter(
        **{"mode": "markers", **how},
        x=rows["value"],
        y=rows["other"],
        customdata=rows["code"],
        text=[quoted(name) for name in rows["name"]],
        hovertext=labels,
        hoverinfo="text",
        unselected={"marker": {"opacity": 0.55}},
    )
