"""The same map as usually written: folium.GeoJson with a style function and a tooltip, on the layer as it is."""

import json
import os
from pathlib import Path

import folium
import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from components.server import app as server
from tests.benchmarks import values

app = st.App(__file__, routes=[*server.routes(), Mount("/plain", StaticFiles(directory=server.LEAFLET))])


@st.cache_data
def layer() -> dict[str, object]:
    """Read the layer once."""
    return json.loads(Path(os.environ["CNSCD_BENCH_LAYER"]).read_text(encoding="utf-8"))


class LocalMap(folium.Map):
    """A folium map without the network: scripts from this server, as for the product's own."""

    default_js = [("leaflet", "../../plain/leaflet.js")]
    default_css = [("leaflet_css", "../../plain/leaflet.css")]


if __name__ == "__main__":
    # a component is only known to the server when a run declares it
    from streamlit_folium import st_folium

    st.set_page_config(layout="wide")
    collection = layer()
    indicator = st.selectbox("indicator", values.INDICATORS)
    shown = dict(
        zip(
            [f["properties"]["code"] for f in collection["features"]],
            values.of(indicator, len(collection["features"])),
            strict=True,
        )
    )
    for feature in collection["features"]:
        feature["properties"]["value"] = shown[feature["properties"]["code"]]
    base = LocalMap(location=[16.0, 107.5], zoom_start=5, tiles=None)
    folium.GeoJson(
        collection,
        tooltip=folium.GeoJsonTooltip(fields=["name", "value"]),
        style_function=lambda f: {
            "fillColor": values.COLOURS[min(4, shown[f["properties"]["code"]] // 200)],
            "color": "#fff",
            "weight": 0.5,
            "fillOpacity": 0.9,
        },
    ).add_to(base)
    clicked = st_folium(
        base, height=640, use_container_width=True, key="folium", returned_objects=["last_active_drawing"]
    )
    active = clicked.get("last_active_drawing") if clicked else None
    st.text(f"clicked {active['properties']['code'] if active else ''}")
