"""The link of what one sees, to copy; and views that staff keep under a name."""

from datetime import UTC, datetime
from urllib.parse import urlencode

import streamlit as st

from components.identity import access
from components.shell import frame
from components.shell.frame import plain, words
from components.state import loaders, selection
from data.catalogue import periods
from data.services import saved_views
from data.services.saved_views import SavedView
from data.storage.errors import ProductError

_EXPLORE = "pages/steering/explore.py"


@st.fragment
def box() -> None:
    """Offer the link and the saved views; what is inside is made only while it is open."""
    popover = st.popover(words("reading.link"), icon=":material/link:", key="links", on_change="rerun")
    if not popover.open:
        return
    with popover:
        available = loaders.periods(loaders.release().id)
        view = selection.read(available)
        period = periods.label(view.period, selection.language())
        fixed = view.period != available[-1] or _is_fixed(period)
        query = selection.query(view, latest=available[-1], lang=selection.language(), fixed=fixed)
        address = f"{st.context.url}?{urlencode(query)}" if query else st.context.url
        st.caption(words("reading.link.own", period=period) if fixed else words("reading.link.what"))
        st.code(address, language=None, wrap_lines=True)
        try:
            _saved()
            if access.may("planner"):
                _save({key: value for key, value in query.items() if key != "lang"})
        except ProductError as fault:
            frame.say_fault(fault)


def _is_fixed(period: str) -> bool:
    """Ask whether the link keeps to the period, which is the latest one, or opens what is then the latest."""
    labels = {"latest": words("reading.link.latest"), "fixed": words("reading.link.fixed", period=period)}
    chosen = st.segmented_control(
        words("reading.link.period"),
        list(labels),
        format_func=labels.get,
        default="latest",
        required=True,
        key="link-period",
    )
    return chosen == "fixed"


def _saved() -> None:
    saved = saved_views.views()
    if not saved:
        return
    st.markdown(f"**{words('reading.views')}**")
    for view in saved:
        _one(view)


def _one(view: SavedView) -> None:
    lang = selection.language()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(
            _EXPLORE,
            label=plain(view.name),
            width="stretch",
            query_params=view.query | ({"lang": lang} if lang != "vi" else {}),
        )
        if access.may("planner"):
            st.button(
                words("reading.views.remove"),
                key=f"forget-{view.id}",
                type="tertiary",
                on_click=_forget,
                args=(view.id,),
            )


def _forget(view_id: str) -> None:
    access.require("planner")
    saved_views.remove(view_id)


def _save(query: dict[str, str]) -> None:
    with st.form("save-view", border=False, clear_on_submit=True):
        name = st.text_input(words("reading.views.name"), help=words("reading.views.help"))
        if st.form_submit_button(words("reading.views.save")):
            saved_views.save(name, query=query, by=access.actor().name, at=datetime.now(UTC))
            st.rerun(scope="fragment")
