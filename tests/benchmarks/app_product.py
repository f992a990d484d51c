"""The product's map alone on one page, for measuring: pick an indicator, the colours change."""

import json
import os
from pathlib import Path

import streamlit as st

from components import map as maps
from components.server import routes
from tests.benchmarks import values

app = st.App(__file__, routes=routes())

PALETTE = maps.Palette(("#feeddb", "#fbc68d", "#f3963f", "#d9691d", "#9a3b06"), "#b9c2c2", "#f4f6f6", "#ffffff",
                       "#12302f", "#5b6b6b", "#ffffff", "#c9d2d2")

if __name__ == "__main__":
    st.set_page_config(layout="wide")
    told = json.loads(Path(os.environ["CNSCD_BENCH"]).read_text(encoding="utf-8"))
    shown = values.of(st.selectbox("indicator", values.INDICATORS), len(told["codes"]))
    picture = maps.Picture(
        file=told["file"], bounds=tuple(told["bounds"]), classes="".join(str(min(4, value // 200)) for value in shown),
        values=shown, decimals=1, suffix="%", palette=PALETTE, lang="vi",
        words={"t": "bench", "m": "%", "r": "{0}/{1}", "-": "", "x": "", "s": "", "e": "", "n": "", "zi": "+", "zo": ""})
    with st.container(key="map"):
        maps.draw(picture, key="choropleth", height=640,
                  on_action=lambda action, code: st.query_params.update({"u": code}))
    st.text(f"clicked {st.query_params.get('u', '')}")
