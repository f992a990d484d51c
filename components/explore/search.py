"""The search box: a unit by its name without diacritics, by an old name or by its code."""

import streamlit as st

from components.shell.frame import plain, words
from components.state import loaders, selection
from components.state.selection import View
from data.catalogue import periods
from data.units import lookup, register
from data.units.candidates import Candidate

_MOST = 12
_PLAIN = ("units.why.name", "units.why.code")  # what needs no explaining
_KEY, _CHOSEN = "find", "find-chosen"


@st.fragment
def box() -> None:
    """Search while one types, without running the page; a choice opens the unit on the map."""
    available = loaders.periods(loaders.release().id)
    view = selection.read(available)
    with st.container(key="finder", width=300):
        text = st.text_input(
            words("reading.find"),
            key=_KEY,
            placeholder=words("reading.find"),
            type="search",
            live=True,
            label_visibility="collapsed",
            icon=":material/search:",
        )
        if text.strip():
            _found(text, view, latest=available[-1])
    if selection.pop_value(_CHOSEN):
        st.rerun()


def _found(text: str, view: View, *, latest: str) -> None:
    """List what the text may mean."""
    offered = lookup.search(text, structure=view.structure, limit=_MOST, on=periods.end(view.period))
    found = [c for c in offered if c.unit.level != "district"]
    with st.container(key="found", gap=None):
        if not found:
            st.caption(plain(words("reading.find.none", text=text)))
        for candidate in found:
            _offer(candidate, view, latest=latest)


def _offer(candidate: Candidate, view: View, *, latest: str) -> None:
    unit = candidate.unit
    where = "" if unit.level == "province" else register.unit(view.structure, unit.province).short
    why = "" if candidate.why in _PLAIN else candidate.text(selection.language())
    details = " · ".join(filter(None, [where, why]))
    label = f"**{plain(unit.name)}**" + (f" :small[{plain(details)}]" if details else "")
    st.button(
        label,
        key=f"found-{unit.code}",
        type="tertiary",
        width="stretch",
        on_click=_open,
        args=(view,),
        kwargs={"latest": latest, "code": unit.code},
    )


def _open(view: View, *, latest: str, code: str) -> None:
    selection.go(view, latest=latest, unit=code)
    selection.keep(_KEY, "")
    selection.keep(_CHOSEN, True)
