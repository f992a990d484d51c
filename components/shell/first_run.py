"""The first start: the sample and the maps are made once, with a progress display."""

import streamlit as st

from components.shell import frame
from components.state import loaders
from data.storage.errors import ProductError


@st.cache_resource(show_spinner=False)
def _made() -> dict[str, bool]:
    """Remember for the whole server that all is in place."""
    return {"ready": False}


def ready() -> bool:
    """Make what is missing while the visitor watches; return whether the app can go on."""
    if _made()["ready"]:
        return True
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, text=frame.words("app.first_start"))
        try:
            loaders.prepare(lambda done, key: bar.progress(min(done, 1.0), text=frame.words(key)))
        except ProductError as fault:
            frame.say_fault(fault)
            return False
    place.empty()
    _made()["ready"] = True
    loaders.warm()
    return True
