"""Leads back after a sign-in to the page that somebody came for.

Streamlit returns from a sign-in to the home page. Whoever follows a link to a page that is not for everybody, and has
not signed in, is shown the public page. What they came for is kept meanwhile in a cookie of their browser, for as long
as a sign-in takes, and named where the sign-in ends. It is read anew then: a page of ours, and parameters that our
links have.
"""

from collections.abc import Collection
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.identity import access
from components.server.app import path_of
from components.state import selection, teams_view

COOKIE: Final = "cnscd_wanted"
_SECONDS: Final = 900  # a sign-in with a code by telephone takes some minutes
_MOST: Final = 1500  # characters of an address that is kept
_END: Final = "/oauth2callback"
_KNOWN: Final = frozenset({*selection.PARAMETERS, *teams_view.NAMES.values()})


class SignInRedirect:
    """Keeps the address of a page that asks for a sign-in, and leads there when the sign-in is done."""

    def __init__(self, app: ASGIApp, *, pages: Collection[str]) -> None:
        self.app, self.pages = app, frozenset(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or access.way() != "sign-in":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        if path_of(scope) == _END:
            await self.app(
                scope, receive, _leading(send, address_within(connection.cookies.get(COOKIE, ""), self.pages))
            )
            return
        here = address_within(quote(f"{path_of(scope)}?{scope['query_string'].decode('latin-1')}", safe=""), self.pages)
        keep = here and not access.of_cookies(connection.cookies).may("viewer")
        await self.app(scope, receive, _setting(send, quote(here, safe=""), _SECONDS) if keep else send)


def address_within(cookie: str, pages: Collection[str]) -> str:
    """Return the address within the app that a cookie names, "" where it is none of these pages.

    Only the page's name and parameters that our links have are taken from it.
    """
    if len(cookie) > _MOST:
        return ""
    try:
        found = urlsplit(unquote(cookie))
    except ValueError:
        return ""
    name = found.path.removeprefix("/")
    if found.scheme or found.netloc or name not in pages:
        return ""
    query = urlencode([(key, value) for key, value in parse_qsl(found.query) if key in _KNOWN])
    return f"/{name}?{query}" if query else f"/{name}"


def _setting(send: Send, value: str, seconds: int) -> Send:
    """Return a `send` that sets the cookie with the answer."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("set-cookie", _cookie(value, seconds))
        await send(message)

    return sending


def _leading(send: Send, there: str) -> Send:
    """Return a `send` that has the answer lead from the home page to another one, once."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if there and "location" in headers:
                headers["location"] = headers["location"].rstrip("/") + there
            headers.append("set-cookie", _cookie("", 0))
        await send(message)

    return sending


def _cookie(value: str, seconds: int) -> str:
    made: SimpleCookie = SimpleCookie({COOKIE: value})
    made[COOKIE].update({"path": "/", "max-age": seconds, "httponly": True, "samesite": "Lax"})
    return made[COOKIE].OutputString()
