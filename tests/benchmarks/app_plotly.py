"""The same map with plotly's choropleth map: shapes by address, no tiles, nothing from another host."""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

from components.server.app import routes
from tests.benchmarks import values

app = st.App(__file__, routes=routes())

if __name__ == "__main__":
    st.set_page_config(layout="wide")
    layer = json.loads(Path(os.environ["CNSCD_BENCH"]).read_text(encoding="utf-8"))
    shown = values.of(st.selectbox("indicator", values.INDICATORS), len(layer["codes"]))
    figure = go.Figure(
        go.Choroplethmap(
            geojson=f"/maps/{layer['file']}",
            featureidkey="properties.c",
            locations=layer["codes"],
            z=[min(4, value // 200) for value in shown],
            zmin=0,
            zmax=4,
            showscale=False,
            marker_line_width=0.3,
            colorscale=[[n / 4, colour] for n, colour in enumerate(values.COLOURS)],
        )
    )
    figure.update_layout(
        map={"style": {"version": 8, "sources": {}, "layers": []}, "center": {"lat": 16.0, "lon": 107.5}, "zoom": 4.5},
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        height=640,
        uirevision="kept",
    )
    with st.container(key="map"):
        event = st.plotly_chart(
            figure, key="plotly", on_select="rerun", selection_mode="points", config={"displayModeBar": False}
        )
    points = event.selection.points
    st.text(f"clicked {points[0]['location'] if points else ''}")
