"""What is checked before the server opens: it does not start where anybody would become its administrator."""

import os
import sys
from typing import Final

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from components.identity import access
from data.access import roles
from data.i18n import LANGUAGES, say
from data.storage.errors import Refused

_SHORTEST_SECRET: Final = 32


class NotStarted(Refused):
    """The server would not be safe the way it is set up."""


def check() -> None:
    """Raise NotStarted, or BadRules, where the setup is not safe; tell on stderr where a sign-in helps nobody."""
    audience = os.environ.get("CNSCD_AUDIENCE", "")
    if audience not in ("", "public"):
        raise NotStarted("access.start.audience", audience=audience)
    here = access.way()
    if here == "closed":
        raise NotStarted("access.start.not_local", address=st.get_option("server.address") or "0.0.0.0")
    if here == "sign-in":
        if len(str(get_secrets_auth_section().get("cookie_secret", ""))) < _SHORTEST_SECRET:
            raise NotStarted("access.start.weak_secret")
        if not roles.current().grants:
            _tell("access.start.nobody")


def or_exit() -> None:
    """Check, and end the process with one line in each language where it must not start."""
    try:
        check()
    except Refused as fault:
        for lang in LANGUAGES:
            print(fault.text(lang), file=sys.stderr)
        sys.exit(1)


def _tell(key: str) -> None:
    for lang in LANGUAGES:
        print(say(key, lang), file=sys.stderr)
