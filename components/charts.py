"""Charts: quiet, without frames, in the product's colours."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components import lines, look
from components.frame import plain
from components.lines import Line
from components.scene import Scene
from geo.colours import FRAME

_NEW_UNITS_FROM = "2025-Q3"
_NO_TOOLS = {"displayModeBar": False}
_FORMATS = {"share": ".1%", "rate": ",.1f", "ratio": ",.2f", "count": ",.0f"}
_HEIGHT = 165


def trend(scene: Scene, table: pd.DataFrame) -> None:
    """Draw a measure over the quarters, with the day the units changed; missing quarters stay open."""
    drawn = lines.line(table)
    if not drawn.known:
        st.caption(plain(scene.text("explore.trend.thin" if drawn.thin else "explore.trend.none")))
        return
    frame = FRAME[look.theme()]
    figure = _figure(scene, drawn, ink=frame.ink)
    if _NEW_UNITS_FROM in drawn.periods[1:]:
        _mark_change(scene, figure, drawn, ink=frame.ink)
    figure.update_layout(
        template=None, height=_HEIGHT, margin={"l": 8, "r": 62, "t": 26, "b": 24}, showlegend=False, dragmode=False,
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)",
        font={"color": frame.ink, "size": 12.5, "family": "Source Sans, sans-serif"},
        separators=",." if scene.lang == "vi" else ".,",
    )
    ticks = [period for period in drawn.periods if period.endswith("Q1")] or [drawn.periods[0]]
    figure.update_xaxes(showgrid=False, tickvals=[lines.short(tick) for tick in ticks], linecolor=frame.rule,
                        showline=True, ticktext=[tick[:4] for tick in ticks], fixedrange=True, type="category")
    figure.update_yaxes(visible=False, fixedrange=True, range=[0, lines.ceiling([drawn])])
    st.plotly_chart(figure, theme=None, config=_NO_TOOLS, key="trend")


def _figure(scene: Scene, drawn: Line, *, ink: str) -> go.Figure:
    colour = look.mark(scene.measure)
    figure = go.Figure(go.Scatter(
        x=[lines.short(period) for period in drawn.periods],
        y=[None if value is None else round(value, 5) for value in drawn.values],
        mode="lines+markers", line={"color": colour, "width": 2.5}, marker={"size": 5},
        hovertemplate=f"%{{x}}: %{{y:{_FORMATS[scene.measure.kind]}}}<extra></extra>",
    ))
    if len(drawn.known) > 1:
        _label(scene, figure, drawn, 0, yanchor="bottom", yshift=7, font={"color": ink, "size": 12.5})
    _label(scene, figure, drawn, -1, yanchor="middle", xshift=9, font={"color": colour, "size": 14})
    return figure


def _label(scene: Scene, figure: go.Figure, drawn: Line, which: int, **place: object) -> None:
    """Write the value of the first or last known quarter beside it."""
    at, value = drawn.known[which]
    figure.add_annotation(x=lines.short(drawn.periods[at]), y=round(value, 5), showarrow=False, xanchor="left",
                          text=scene.value(value), **place)


def _mark_change(scene: Scene, figure: go.Figure, drawn: Line, *, ink: str) -> None:
    """Draw the day the units changed between the quarters before and after it."""
    at = drawn.periods.index(_NEW_UNITS_FROM) - 0.5
    figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", opacity=0.5,
                     line={"color": ink, "width": 1, "dash": "dot"})
    figure.add_annotation(x=at, y=1, yref="paper", yanchor="bottom", text=scene.text("explore.trend.change"),
                          showarrow=False, font={"size": 11, "color": ink}, xanchor="left", xshift=3)
