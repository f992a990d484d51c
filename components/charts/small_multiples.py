"""Small multiples: the line of every unit on one scale, in the order of the ranking."""

import streamlit as st

from components.charts import sparklines
from components.charts.sparklines import Line
from components.map import palette
from components.shell.frame import quoted, words
from components.state import loaders
from components.state.view_model import Scene
from data.measures.series import without_thin

_MOST = 60


def show(scene: Scene) -> None:
    """Draw the first units of the ranking, each with its name and its last value, all from 0 to one top."""
    rows, view = scene.ranking.head(_MOST), scene.view
    series = loaders.series(scene.release.id, view.measure, view.structure, view.drawn, tuple(rows["code"]))
    with_value = without_thin(series).dropna(subset=["value"])
    if with_value.empty:
        st.caption(words("explore.trend.none"))
        return
    since, until, top = with_value["period"].min(), with_value["period"].max(), with_value["value"].max()
    drawn = {code: sparklines.line(table, since=since) for code, table in series.groupby("code", sort=False)}
    ceiling = sparklines.ceiling(list(drawn.values()))
    cards = "".join(_card(scene, row.name, row.value, drawn[row.code], ceiling) for row in rows.itertuples())
    sentence = words(
        "reading.many",
        n=scene.count(len(rows)),
        all=scene.count(len(scene.ranking)),
        first=scene.quarter(since),
        last=scene.quarter(until),
        top=scene.value(top),
    )
    st.html(f'<p class="quiet">{quoted(sentence)}</p><div class="many">{cards}</div>')


def _card(scene: Scene, name: str, value: float, drawn: Line, ceiling: float) -> str:
    image = sparklines.path(drawn, top=ceiling, colour=palette.mark(scene.measure)) if drawn.known else ""
    return f'<div><div class="tiny">{image}</div><b>{quoted(scene.value(value))}</b> {quoted(name)}</div>'
