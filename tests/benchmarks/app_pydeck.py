"""The same map with pydeck's GeoJsonLayer: simplified shapes, no tiles, nothing from another host."""

import json
import os
from pathlib import Path

import pydeck
import streamlit as st
from starlette.responses import JSONResponse
from starlette.routing import Route

from components.server.app import routes
from data.storage import paths
from tests.benchmarks import values

# without a style of one's own, Streamlit asks another host for a base map
STYLE = {"version": 8, "sources": {}, "layers": []}
app = st.App(__file__, routes=[*routes(), Route("/style.json", lambda _request: JSONResponse(STYLE))])


@st.cache_data
def shapes(file: str) -> list[dict[str, object]]:
    """Read the shapes once."""
    return json.loads((paths.map_files() / file).read_text(encoding="utf-8"))["features"]


def rgb(colour: str) -> list[int]:
    """Return red, green and blue of "#rrggbb"."""
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


if __name__ == "__main__":
    st.set_page_config(layout="wide")
    layer = json.loads(Path(os.environ["CNSCD_BENCH"]).read_text(encoding="utf-8"))
    shown = values.of(st.selectbox("indicator", values.INDICATORS), len(layer["codes"]))
    features = [
        {**feature, "properties": {**feature["properties"], "f": rgb(values.COLOURS[min(4, value // 200)])}}
        for feature, value in zip(shapes(layer["file"]), shown, strict=True)
    ]
    deck = pydeck.Deck(
        [
            pydeck.Layer(
                "GeoJsonLayer",
                {"type": "FeatureCollection", "features": features},
                id="communes",
                pickable=True,
                get_fill_color="properties.f",
                get_line_color=[255, 255, 255],
                line_width_min_pixels=0.3,
            )
        ],
        initial_view_state=pydeck.ViewState(latitude=16.0, longitude=107.5, zoom=4.5),
        map_provider="carto",
        map_style="/style.json",
    )
    with st.container(key="map"):
        event = st.pydeck_chart(deck, height=640, key="pydeck", on_select="rerun", selection_mode="single-object")
    objects = event.selection.objects.get("communes", [])
    st.text(f"clicked {objects[0]['properties']['c'] if objects else ''}")
