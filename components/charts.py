"""Charts: quiet, without frames, in the product's colours."""

import pandas as pd
import plotly.graph_objects as go

from components import lines, look
from components.frame import quoted
from components.scene import Scene
from data.measures.indicators import Measure


def quiet(scene: Scene, figure: go.Figure, *, height: int, **more: object) -> None:
    """Give a figure of plotly the product's look: no frame, the page's letters, numbers as people write them."""
    frame = look.frame()
    figure.update_layout(
        template=None, height=height, dragmode=False, paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)",
        separators=",." if scene.lang == "vi" else ".,",
        font={"color": frame.ink, "size": 13, "family": "Source Sans, sans-serif"},
        hoverlabel={"bgcolor": frame.panel, "bordercolor": frame.rule, "font": {"color": frame.ink}}, **more)
    figure.update_xaxes(gridcolor=frame.rule, linecolor=frame.rule, zeroline=False, fixedrange=True)
    figure.update_yaxes(gridcolor=frame.rule, linecolor=frame.rule, zeroline=False, fixedrange=True)


def tick_format(measure: Measure) -> str:
    """Return how plotly writes a measure's values on an axis."""
    return {"share": ",.0%", "count": ",~s"}.get(measure.kind, ",~g")


def trend(scene: Scene, table: pd.DataFrame) -> str:
    """Return a measure over the quarters as HTML, with the day the units changed; missing quarters stay open."""
    drawn = lines.line(table)
    if not drawn.known:
        key = "explore.trend.thin" if drawn.thin else "explore.trend.none"
        return f'<p class="quiet">{quoted(scene.text(key))}</p>'
    return lines.trend(drawn, colour=look.mark(scene.measure), write=scene.value,
                       change=scene.text("explore.trend.change"))
