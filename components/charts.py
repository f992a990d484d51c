"""Charts: quiet, without frames, in the product's colours."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.scene import Scene, write_value
from data import periods

_NEW_UNITS_FROM = "2025-Q3"
_ENOUGH = 0.5  # of the parts: one province's report is no figure of the country
_FORMATS = {"share": ".1%", "rate": ",.1f", "ratio": ",.2f", "count": ",.0f"}
_NO_TOOLS = {"displayModeBar": False}


def trend(scene: Scene, table: pd.DataFrame, *, colour: str, ink: str, rule: str) -> None:
    """Draw a measure over the quarters, with the day the units changed; missing quarters stay open."""
    table, thin = _without_thin(table)
    known = table.dropna(subset=["value"])
    if known.empty:
        st.caption(scene.text("explore.trend.thin" if thin else "explore.trend.none"))
        return
    table = table[table["period"] >= known["period"].iloc[0]]
    figure = _figure(scene, table, known, colour=colour, ink=ink)
    if _NEW_UNITS_FROM in set(table["period"]) and table["period"].iloc[0] < _NEW_UNITS_FROM:
        _mark_change(scene, figure, list(table["period"]), ink=ink)
    figure.update_layout(
        template=None, height=165, margin={"l": 8, "r": 62, "t": 26, "b": 24}, showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)",
        font={"color": ink, "size": 12.5, "family": "Source Sans, sans-serif"},
        dragmode=False, separators=",." if scene.lang == "vi" else ".,",
    )
    ticks = [period for period in table["period"] if period.endswith("Q1")] or [table["period"].iloc[0]]
    figure.update_xaxes(showgrid=False, tickvals=[_short(tick) for tick in ticks], linecolor=rule, showline=True,
                        ticktext=[tick[:4] for tick in ticks], fixedrange=True, type="category")
    top = float(known["value"].max())
    figure.update_yaxes(visible=False, fixedrange=True, range=[0, top * 1.18 or 1])
    st.plotly_chart(figure, theme=None, config=_NO_TOOLS, key="trend")


def _without_thin(table: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """Leave out the values of quarters in which too few parts reported to stand for the whole; say whether any was."""
    thin = table["value"].notna() & (table["reported"] < _ENOUGH * table["expected"])
    return table.assign(value=table["value"].mask(thin)), bool(thin.any())


def _figure(scene: Scene, table: pd.DataFrame, known: pd.DataFrame, *, colour: str, ink: str) -> go.Figure:
    figure = go.Figure(go.Scatter(
        x=[_short(period) for period in table["period"]],
        y=[None if pd.isna(v) else round(float(v), 5) for v in table["value"]],
        mode="lines+markers", line={"color": colour, "width": 2.5}, marker={"size": 5},
        hovertemplate=f"%{{x}}: %{{y:{_FORMATS[scene.measure.kind]}}}<extra></extra>",
    ))
    if len(known) > 1:
        _label(scene, figure, known.iloc[0], yanchor="bottom", yshift=7, font={"color": ink, "size": 12.5})
    _label(scene, figure, known.iloc[-1], yanchor="middle", xshift=9, font={"color": colour, "size": 14})
    return figure


def _short(period: str) -> str:
    """Write a quarter as on an axis: "III/2026"."""
    year, quarter = periods.parse(period)
    return f"{('I', 'II', 'III', 'IV')[quarter - 1]}/{year}"


def _label(scene: Scene, figure: go.Figure, row: pd.Series, **place: object) -> None:
    """Write a point's value beside it."""
    figure.add_annotation(x=_short(row["period"]), y=round(float(row["value"]), 5), showarrow=False, xanchor="left",
                          text=write_value(scene.measure, row["value"], scene.lang), **place)


def _mark_change(scene: Scene, figure: go.Figure, shown: list[str], *, ink: str) -> None:
    """Draw the day the units changed between the quarters before and after it."""
    at = shown.index(_NEW_UNITS_FROM) - 0.5
    figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", opacity=0.5,
                     line={"color": ink, "width": 1, "dash": "dot"})
    figure.add_annotation(x=at, y=1, yref="paper", yanchor="bottom", text=scene.text("explore.trend.change"),
                          showarrow=False, font={"size": 11, "color": ink}, xanchor="left", xshift=3)
