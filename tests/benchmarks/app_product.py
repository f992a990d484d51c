"""The product's map alone on one page, for measuring: pick an indicator, the colours change."""

import json
import os
from dataclasses import replace
from pathlib import Path

import streamlit as st

from components.server import delivery
from components.server.app import routes
from tests.benchmarks import values


def told() -> dict[str, object]:
    """Return the map's file, its bounds and its codes."""
    return json.loads(Path(os.environ["CNSCD_BENCH"]).read_text(encoding="utf-8"))


app = st.App(__file__, routes=routes(), middleware=delivery.middleware(lambda _path, _query: told()["file"]))

if __name__ == "__main__":
    # a component is only known to the server when a run declares it
    from components.map import choropleth as maps

    st.set_page_config(layout="wide")
    layer = told()
    shown = values.of(st.selectbox("indicator", values.INDICATORS), len(layer["codes"]))
    picture = maps.plain(
        file=layer["file"],
        bounds=tuple(layer["bounds"]),
        edges=(200, 400, 600, 800),
        values=shown,
        decimals=1,
        suffix="%",
        palette=maps.Palette(values.COLOURS, "light"),
        lang="vi",
        words={"t": "bench", "m": "%", "n": ""},
    )
    picture = replace(picture, named=os.environ.get("CNSCD_BENCH_NAMES") != "off")
    with st.container(key="map"):
        maps.draw(
            picture, key="choropleth", height=640, on_action=lambda action, code: st.query_params.update({"u": code})
        )
    st.text(f"clicked {st.query_params.get('u', '')}")
