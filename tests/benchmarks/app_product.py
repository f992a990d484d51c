"""The product's map alone on one page, for measuring: pick an indicator, the colours change."""

import json
import os
from pathlib import Path

import streamlit as st

from components.server import routes
from tests.benchmarks import values

app = st.App(__file__, routes=routes())

if __name__ == "__main__":
    # a component is only known to the server when a run declares it
    from components import map as maps

    st.set_page_config(layout="wide")
    told = json.loads(Path(os.environ["CNSCD_BENCH"]).read_text(encoding="utf-8"))
    shown = values.of(st.selectbox("indicator", values.INDICATORS), len(told["codes"]))
    picture = maps.plain(
        file=told["file"], bounds=tuple(told["bounds"]), edges=(200, 400, 600, 800),
        values=shown, decimals=1, suffix="%", palette=maps.Palette(values.COLOURS, "light"), lang="vi",
        words={"t": "bench", "m": "%", "n": ""})
    with st.container(key="map"):
        maps.draw(picture, key="choropleth", height=640,
                  on_action=lambda action, code: st.query_params.update({"u": code}))
    st.text(f"clicked {st.query_params.get('u', '')}")
