"""Who is signed in, in the corner of every page: the sign-in, the sign-out, and how long it lasts."""

import time
from datetime import datetime

import streamlit as st

from components.identity import access
from components.shell.frame import plain, words
from components.state import selection
from data.access import roles
from data.access.actor import Actor
from data.access.roles import BadRules
from data.storage import clock
from data.units import register

_MOST_UNITS = 6
_LEAVING = "leaving"  # kept from the choice to sign out to the run that does it
_SHORTEST_WAIT = 5  # seconds between two looks at whether a sign-in is over


def corner() -> None:
    """Show who is asking; where nobody signs in, nothing."""
    here = access.way()
    if here == "public":
        return
    with st.container(key="account"):
        if here == "local":
            with st.popover(words("access.local"), icon=":material/computer:", type="tertiary"):
                st.caption(words("access.local.what"))
        elif not st.user.is_logged_in:
            st.button(
                words("access.sign_in"), key="sign-in", icon=":material/login:", type="tertiary", on_click=st.login
            )
        else:
            _signed_in(access.actor())


def _signed_in(actor: Actor) -> None:
    """Show the account, its role and area, and the way out; sign out by itself when the time is over."""
    ends = _ends()
    if selection.pop_value(_LEAVING) or (ends is not None and ends <= time.time()):
        _leave()
    with st.popover(_role(actor), icon=":material/account_circle:", type="tertiary"):
        if actor.role == "public":
            st.caption(words("access.no_role", name=plain(st.user.get("email") or st.user.get("sub") or "?")))
        else:
            st.markdown(f"**{plain(actor.name)}**")
            st.caption(words(f"access.role.{actor.role}"))
        if actor.units:
            st.caption(plain(words("access.area", units=_area(actor))))
        if ends is not None:
            st.caption(words("access.until", time=datetime.fromtimestamp(ends, clock.ZONE).strftime("%H:%M %d/%m/%Y")))
        st.button(
            words("access.sign_out"),
            key="sign-out",
            icon=":material/logout:",
            on_click=selection.keep,
            args=(_LEAVING, True),
        )
    if ends is not None:
        _watch(ends)


def _leave() -> None:
    """Sign out, and run nothing more: a page that leads elsewhere would drop the message that leads the browser out."""
    st.logout()
    st.stop()


def _role(actor: Actor) -> str:
    return words("access.sign_out") if actor.role == "public" else words(f"access.role.{actor.role}")


def _ends() -> float | None:
    """Return when the sign-in is over; None where that is not known: then it gives no role either."""
    try:
        return roles.current().ends(st.user.to_dict())
    except BadRules:
        return None


def _area(actor: Actor) -> str:
    names = sorted(register.unit(structure, code, on=register.today()).name for structure, code in actor.units)
    more = ["…"] if len(names) > _MOST_UNITS else []
    return ", ".join([*names[:_MOST_UNITS], *more])


def _watch(ends: float) -> None:
    """Run the page again when the sign-in is over, also where nobody touches it."""

    @st.fragment(run_every=max(_SHORTEST_WAIT, ends - time.time() + 1))
    def look() -> None:
        if ends <= time.time():
            st.rerun()

    look()
