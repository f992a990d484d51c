"""Charts: quiet, without frames, in the product's colours."""

import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.charts import sparklines
from components.charts.sparklines import Line
from components.map import palette
from components.shell.frame import plain, words
from components.state import estimate_ranges
from components.state.view_model import Scene
from data.catalogue.records import Measure
from data.i18n import numbers

_FORMATS = {"share": ".1%", "rate": ",.1f", "ratio": ",.2f", "count": ",.0f", "score": ",.2f"}
_HEIGHT = 165
_WIDEST = 2.5  # times the highest value: how far a band may stretch the axis
_VEIL = "38"  # how a band's colour ends: most of what lies beneath shows through


def quiet(scene: Scene, figure: go.Figure, *, height: int, **more: object) -> None:
    """Give a figure of plotly the product's look: no frame, the page's letters, numbers as people write them."""
    frame = palette.frame()
    figure.update_layout(
        template=None,
        height=height,
        dragmode=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        separators=",." if scene.lang == "vi" else ".,",
        font={"color": frame.ink, "size": 13, "family": "Source Sans, sans-serif"},
        hoverlabel={"bgcolor": frame.panel, "bordercolor": frame.rule, "font": {"color": frame.ink}},
        **more,
    )
    figure.update_xaxes(gridcolor=frame.rule, linecolor=frame.rule, zeroline=False, fixedrange=True)
    figure.update_yaxes(gridcolor=frame.rule, linecolor=frame.rule, zeroline=False, fixedrange=True)


def tick_format(measure: Measure) -> str:
    """Return how plotly writes a measure's values on an axis."""
    return {"share": ",.0%", "count": ",~s"}.get(measure.kind, ",~g")


def trend(scene: Scene, table: pd.DataFrame) -> None:
    """Draw a measure over the quarters, with the day the units changed; missing quarters stay open."""
    drawn = sparklines.line(table)
    if not drawn.known:
        st.caption(plain(scene.text("explore.trend.thin" if drawn.thin else "explore.trend.none")))
        return
    bounds = {period: row for period, row in estimate_ranges.over_time(scene).items() if period in drawn.periods}
    top = _top(drawn, bounds)
    line = go.Scatter(
        x=[scene.quarter(period) for period in drawn.periods],
        y=[None if value is None else round(value, 5) for value in drawn.values],
        mode="lines+markers",
        line={"color": palette.mark(scene.measure)},
        hovertemplate=f"%{{x}}: %{{y:{_FORMATS[scene.measure.kind]}}}<extra></extra>",
    )
    if bounds:
        line.error_y = _bars(drawn, bounds, top=top)
    if drawn.uneven:
        _break(line, drawn.uneven)
    figure = go.Figure([*_band(scene, drawn, bounds, top=top), line] if bounds else line)
    ticks = [period for period in drawn.periods if period.endswith("Q1")] or [drawn.periods[0]]
    frame = palette.frame()
    # as few settings as do: each change of the measure sends them anew
    figure.update_layout(
        template=None,
        height=_HEIGHT,
        margin={"l": 8, "r": 62, "t": 26, "b": 24},
        dragmode=False,
        paper_bgcolor="#0000",
        plot_bgcolor="#0000",
        separators=",." if scene.lang == "vi" else ".,",
        font={"color": frame.ink, "family": "Source Sans"},
    )
    figure.update_xaxes(
        showgrid=False,
        tickvals=[scene.quarter(tick) for tick in ticks],
        linecolor=frame.rule,
        ticktext=[tick[:4] for tick in ticks],
        fixedrange=True,
    )
    figure.update_yaxes(visible=False, fixedrange=True, range=[0, round(top, 4)])
    _mark(scene, figure, drawn)
    if bounds:
        figure.update_layout(showlegend=False)
    st.plotly_chart(figure, theme=None, config={"displayModeBar": False}, key="trend")
    if bounds:
        st.caption(words("ranges.trend"))
    if drawn.uneven:
        st.caption(words("explore.trend.uneven"))


def _break(line: go.Scatter, uneven: Sequence[int]) -> None:
    """Draw no line to the values at places that other parts reported than the one before; their marks are open."""

    def with_gaps(cells: Sequence[object], gap: object) -> list[object]:
        return [each for at, cell in enumerate(cells) for each in ([gap, cell] if at in uneven else [cell])]

    quarters = [each for at, quarter in enumerate(line.x) for each in [quarter] * (1 + (at in uneven))]
    marks = ["circle-open" if at in uneven else "circle" for at in range(len(line.x))]
    for bars in ("array", "arrayminus"):  # a bar for each point, the gap's included
        if line.error_y[bars] is not None:
            line.error_y[bars] = with_gaps(line.error_y[bars], 0)
    line.update(x=quarters, y=with_gaps(line.y, None), marker={"symbol": with_gaps(marks, "circle")})


def _top(drawn: Line, bounds: dict[str, object]) -> float:
    """Return the top of the axis: of the line, and of the bounds as far as these do not dwarf it."""
    top = sparklines.ceiling([drawn])
    highs = [row.high * 1.05 for row in bounds.values() if math.isfinite(row.high)]
    return min(max([top, *highs]), _WIDEST * top)


def _bars(drawn: Line, bounds: dict[str, object], *, top: float) -> dict[str, object]:
    """Return the same bounds as bars about the values: a band about one quarter alone cannot be seen."""
    above, below = [], []
    for period, value in zip(drawn.periods, drawn.values, strict=True):
        row = bounds.get(period) if value is not None else None
        above.append(0 if row is None else (min(row.high, top) if math.isfinite(row.high) else top) - value)
        below.append(0 if row is None else value - row.low)
    return {"type": "data", "array": above, "arrayminus": below, "thickness": 1, "width": 4}


def _band(scene: Scene, drawn: Line, bounds: dict[str, object], *, top: float) -> list[go.Scatter]:
    """Draw between which bounds each figure lies that is not exact; what leaves the axis is cut."""
    low, high, texts = [], [], []
    for period, value in zip(drawn.periods, drawn.values, strict=True):
        row = bounds.get(period)
        low.append(value if row is None else min(row.low, top))
        high.append(value if row is None else min(row.high, top) if math.isfinite(row.high) else top)
        text = "" if row is None else estimate_ranges.sentence(scene.measure, row, scene.lang)
        texts.append(text and f"{scene.quarter(period)}: {text}")
    at, none = [scene.quarter(period) for period in drawn.periods], {"width": 0}
    return [
        go.Scatter(x=at, y=low, mode="lines", line=none, hoverinfo="skip"),
        go.Scatter(
            x=at,
            y=high,
            mode="lines",
            line=none,
            fill="tonexty",
            fillcolor=palette.mark(scene.measure) + _VEIL,
            text=texts,
            hovertemplate="%{text}<extra></extra>",
        ),
    ]


def _mark(scene: Scene, figure: go.Figure, drawn: Line) -> None:
    """Write the first and the last value, and draw the days on which the units changed."""
    ink = palette.frame().ink
    for at, value in (drawn.known[:1] if len(drawn.known) > 1 else []) + drawn.known[-1:]:
        last = at == drawn.known[-1][0]
        figure.add_annotation(
            x=scene.quarter(drawn.periods[at]),
            y=round(value, 5),
            text=scene.value(value),
            showarrow=False,
            xanchor="left",
            yanchor="middle" if last else "bottom",
            xshift=9 if last else 0,
            yshift=0 if last else 7,
            font={"color": palette.mark(scene.measure) if last else ink, "size": 14 if last else 12},
        )
    changes = sparklines.changes(drawn)
    for at, day in changes:
        day_text = numbers.day(day, scene.lang)
        figure.add_shape(
            type="line",
            x0=at,
            x1=at,
            y0=0,
            y1=1,
            yref="paper",
            opacity=0.5,
            line={"color": ink, "width": 1, "dash": "dot"},
        )
        figure.add_annotation(
            x=at,
            y=1,
            yref="paper",
            yanchor="bottom",
            showarrow=False,
            font={"size": 11},
            text=day_text if len(changes) > 1 else scene.text("explore.trend.change", day=day_text),
            xanchor="left",
            xshift=3,
        )
