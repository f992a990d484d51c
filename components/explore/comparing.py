"""The pinned units beside one another: their figures in a table, the chosen measure's lines in one chart."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.charts import plots, sparklines
from components.charts.sparklines import Line
from components.explore import panel
from components.map import palette
from components.shell.frame import quoted, words
from components.state import link_text, loaders, selection
from components.state.view_model import Scene
from data.units import register
from geo import colours

_HEIGHT = 300
_UNPIN = "✕"


@dataclass(frozen=True)
class Pinned:
    """A unit kept at hand: its code, name, where it lies, and the view that opens it."""

    code: str
    name: str
    within: str
    opening: dict[str, str]


def show(scene: Scene, *, latest: str) -> None:
    """Compare the pinned units; without any, say how to pin."""
    pinned = units(scene)
    if not pinned:
        st.caption(words("reading.pins.none"))
        return
    _table(scene, pinned, latest=latest)
    st.markdown(f"**{words(scene.measure.name)}**")
    _chart(scene, pinned)


def units(scene: Scene) -> list[Pinned]:
    """Return the pinned units that the register or the release knows, in the order of pinning."""
    view = scene.view
    codes = [code for code in view.pins if code.isdigit()]
    villages = loaders.named_villages(
        scene.release.id, view.structure, tuple(code for code in view.pins if code not in codes)
    ).set_index("village")
    found = {code: _unit(scene, code) for code in codes}
    for row in villages.itertuples():
        commune = register.unit(view.structure, row.commune, on=scene.day)
        found[row.Index] = Pinned(row.Index, row.name, commune.name, {"unit": commune.code, "village": row.Index})
    return [found[code] for code in view.pins if found.get(code)]


def _unit(scene: Scene, code: str) -> Pinned | None:
    if not link_text.has(scene.view.structure, code):
        return None
    *above, here = register.path(scene.view.structure, code, on=scene.day)
    return Pinned(code, here.name, above[0].name if above else "", {"unit": code})


def _table(scene: Scene, pinned: list[Pinned], *, latest: str) -> None:
    """List each unit's figures for the chosen measure and those that always stand beside it."""
    view = scene.view
    shown = panel.shown_measures(scene.measure)
    figures = [
        loaders.unit_figures(scene.release.id, each.code, view.period, view.structure).set_index("measure")
        for each in pinned
    ]
    table = {"name": [each.name for each in pinned], "within": [each.within for each in pinned]}
    for measure in shown:
        table[measure.code] = [scene.figure(rows.loc[measure.code], measure) for rows in figures]
    table["pin"] = [_UNPIN] * len(pinned)
    openings = {each.code: each.opening for each in pinned}

    def chosen(code: str, column: str) -> None:
        change = {"pins": selection.pinned(view, code)} if column == "pin" else openings[code]
        selection.go(view, latest=latest, **change)

    column = st.column_config.TextColumn
    config = {measure.code: column(words(measure.name), alignment="right") for measure in shown} | {
        "name": column(words("reading.column.unit")),
        "within": column(words("reading.column.within")),
        "pin": column(words("reading.unpin"), width=72, alignment="center"),
    }
    st.dataframe(
        pd.DataFrame(table),
        hide_index=True,
        row_height=35,
        height=35 * len(pinned) + 38,
        column_config=config,
        selection_mode="single-cell",
        alt=words("reading.show.pins", n=len(pinned)),
        **selection.row_choice(f"pins-{'.'.join(view.pins)}-{view.measure}", list(openings), chosen),
    )


def _chart(scene: Scene, pinned: list[Pinned]) -> None:
    view = scene.view
    tables = [loaders.trend(scene.release.id, view.measure, view.structure, each.code) for each in pinned]
    drawn = [sparklines.line(table) for table in tables]
    with_values = [line for line in drawn if line.known]
    if not with_values:
        st.caption(words("explore.trend.none"))
        return
    since = min(line.periods[0] for line in with_values)
    drawn = [sparklines.line(table, since=since) for table in tables]
    pairs = zip(pinned, drawn, strict=True)
    figure = go.Figure([_trace(scene, each, line, at) for at, (each, line) in enumerate(pairs)])
    plots.quiet(
        scene,
        figure,
        height=_HEIGHT,
        margin={"l": 48, "r": 8, "t": 8, "b": 24},
        hovermode="x unified",
        legend={"orientation": "h", "y": -0.12},
    )
    figure.update_xaxes(showgrid=False, showline=True, type="category")
    figure.update_yaxes(range=[0, sparklines.ceiling(with_values)], tickformat=plots.tick_format(scene.measure))
    st.plotly_chart(
        figure,
        theme=None,
        config={"displayModeBar": False},
        key="pins-chart",
        alt=f"{words(scene.measure.name)}: {', '.join(each.name for each in pinned)}",
    )


def _trace(scene: Scene, each: Pinned, line: Line, at: int) -> go.Scatter:
    """Return the line of one unit: colour and dash tell lines apart, the hover says the value as it is read."""
    colour, dash = colours.LINES[palette.theme()][at % 4], ("solid", "dash")[at // 4 % 2]
    texts = ["" if value is None else scene.value(value) for value in line.values]
    return go.Scatter(
        x=[scene.quarter(period) for period in line.periods],
        y=list(line.values),
        name=quoted(each.name),
        text=texts,
        mode="lines+markers",
        line={"color": colour, "width": 2.5, "dash": dash},
        marker={"size": 6},
        hovertemplate="%{text}",
    )
