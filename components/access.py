"""Who is asking, and what they may see.

Until a sign-in is set up, the product runs for one person on one machine: it listens on the loopback
address only, and that person is its administrator. CNSCD_AUDIENCE=public starts it for the public alone.
"""

import os
from typing import Final, Literal

import streamlit as st

from data.errors import Refused

Role = Literal["public", "viewer", "planner", "administrator"]
_RANK: Final[dict[str, int]] = {"public": 0, "viewer": 1, "planner": 2, "administrator": 3}
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")


class NotForYou(Refused):
    """The page is not for the role that asks for it."""


def role() -> Role:
    """Return the role of whoever is asking; anything unclear is the public."""
    if os.environ.get("CNSCD_AUDIENCE", "") == "public":
        return "public"
    if st.get_option("server.address") in _LOOPBACK:
        return "administrator"
    return "public"


def may(needed: Role) -> bool:
    """Return whether the one who asks has at least the role `needed`."""
    return _RANK[role()] >= _RANK[needed]


def require(needed: Role) -> None:
    """Raise NotForYou unless the one who asks has the role; each page that is not public calls this first."""
    if not may(needed):
        raise NotForYou("access.not_for_you")
