"""Who is asking, and what they may see.

CNSCD_AUDIENCE=public starts the product for the public alone. Otherwise the sign-in of Streamlit's secrets says
who somebody is, and the file of roles (data.access.roles) what they may do. Where no sign-in is set up, the
product answers this machine alone (components.server.guard), and whoever sits at it is its administrator. Anything
unclear is the public.
"""

import json
import logging
import time
from collections.abc import Mapping
from typing import Any, Final, Literal

import streamlit as st
from streamlit.auth_util import get_cookie_with_chunks, get_secrets_auth_section
from streamlit.web.server.server_util import AUTH_COOKIE_NAME, get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from data.access import roles
from data.access.actor import PUBLIC, Actor, Role
from data.access.roles import BadRules
from data.storage import settings
from data.storage.settings import Audience
from data.units.structures import StructureId

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
Way = Literal["public", "sign-in", "local", "closed"]
"""How people are known: nobody is, by a sign-in, as those who sit at this machine; "closed" is none of them."""

_LOCAL: Final = Actor("administrator", "administrator@localhost")
_LOG: Final = logging.getLogger(__name__)


def way() -> Way:
    """Return how this process knows people. Raises WrongSettings."""
    return way_for(settings.current().audience)


def way_for(audience: Audience) -> Way:
    """Return how a process that serves `audience` knows people."""
    if audience == "public":
        return "public"
    if get_secrets_auth_section():
        return "sign-in"
    return "local" if st.get_option("server.address") in LOOPBACK else "closed"


def actor() -> Actor:
    """Return who is asking in this run; never to be kept for another one."""
    here = way()
    if here == "local":
        return _LOCAL
    return known_by(st.user.to_dict()) if here == "sign-in" else PUBLIC


def of_cookies(cookies: Mapping[str, str]) -> Actor:
    """Return who sends a request that is no run of the app, by the cookie that the sign-in has left."""
    here = way()
    if here != "sign-in":
        return _LOCAL if here == "local" else PUBLIC
    found = get_cookie_with_chunks(lambda name: _opened(name, cookies.get(name, "")), AUTH_COOKIE_NAME)
    try:
        claims = json.loads(found or b"{}")
    except ValueError:
        return PUBLIC
    return known_by(claims) if isinstance(claims, dict) else PUBLIC


def _opened(name: str, value: str) -> bytes | None:
    """Return what the server signed as a cookie; None where it did not."""
    return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1", "replace"))


def known_by(claims: Mapping[str, Any]) -> Actor:
    """Return who somebody with these claims of a sign-in is now; the public where the roles cannot be read."""
    if claims.get("is_logged_in") is not True:
        return PUBLIC
    try:
        return roles.current().actor(claims, now=time.time())
    except BadRules as fault:
        _LOG.error("%s", fault)
        return PUBLIC


def role() -> Role:
    """Return the role of whoever is asking."""
    return actor().role


def may(needed: Role) -> bool:
    """Return whether the one who asks has at least the role `needed`."""
    return actor().may(needed)


def own(names: Mapping[str, str], structure: StructureId) -> dict[str, str]:
    """Return of the provinces of a structure, by code, those in which the one who asks may change anything.

    All of them where there is none: what may be done is said where it is tried.
    """
    allowed = actor().provinces(structure)
    return {code: name for code, name in names.items() if code in allowed} or dict(names)


def require(needed: Role) -> None:
    """Raise NotForYou unless the one who asks has the role; each page that is not public calls this first."""
    actor().require(needed)
