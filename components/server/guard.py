"""What every answer of the server carries, and which requests it does not take.

It stands before all else that answers: the app's pages, Streamlit's own addresses and the map files. What it
refuses is answered with a number alone.
"""

import base64
import hashlib
import ipaddress
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_secrets_auth_section
from streamlit.proto.BackMsg_pb2 import BackMsg

from components.identity import access
from components.identity.access import LOOPBACK
from components.server import geolocation
from components.server.app import front, path_of
from data.i18n import DEFAULT_LANGUAGE

# Streamlit's addresses that nothing of the product needs: counters of the process, and driving it without a browser.
_CLOSED: Final = ("/_stcore/metrics", "/_stcore/agent")
_UPLOADS: Final = "/_stcore/upload_file"
_SIGN_IN: Final = ("/auth/", "/oauth2callback")
_FRAMES: Final = "/component/"
_MAPS: Final = "/maps/"
# Shapes of units with a public code; villages, previews of drafts and the index of files are for staff.
_PUBLIC_MAP: Final = re.compile(r"[0-9-]+-(provinces|districts|communes)(-\d{2})?-[0-9a-f]{16}\.json")
# What a proxy adds: whoever stands behind one is not at this machine.
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_READING: Final = {"GET", "HEAD", "OPTIONS"}
UNREADABLE: Final = "unreadable"
# What a page asks of the server: to run, to stop, whether it is there, files that it offers, further rows of a table.
_MESSAGES: Final = frozenset(
    {"rerun_script", "stop_script", "app_heartbeat", "deferred_file", "dataframe_chunk", UNREADABLE}
)
LARGEST: Final = 2_000_000  # bytes of what a page asks for: files come another way
_REFUSED: Final = 1008  # how a websocket is told that a rule forbids it

_POLICY: Final = {
    "default-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
# The map's frame puts its script into the page as text and evaluates it: only codes and numbers go into that text.
_FRAME_SCRIPTS: Final = "'self' 'unsafe-inline' 'unsafe-eval'"
_CARRIED: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_PERMITTED: Final = (
    "accelerometer=(), camera=(), display-capture=(), geolocation={position}, gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)


class Guard:
    """Refuses what nobody or not this visitor may ask for, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refused = refusal(HTTPConnection(scope), method=scope.get("method", "GET"))
        if scope["type"] == "websocket":
            if refused:
                await receive()
                await send({"type": "websocket.close", "code": _REFUSED})
            else:
                await self.app(scope, _taking(receive, uploads=_may_upload(HTTPConnection(scope))), send)
            return
        answering = PlainTextResponse("", status_code=refused) if refused else self.app
        await answering(scope, receive, _carrying(send, path=path_of(scope), secure=_secure(scope)))


def refusal(request: HTTPConnection, *, method: str) -> int | None:
    """Return the status with which a request is refused, None where it may go on."""
    here, path = access.way(), path_of(request.scope)
    if here == "closed" or (here == "local" and not at_this_machine(request)):
        return 403
    if path.startswith(_CLOSED) or (here != "sign-in" and path.startswith(_SIGN_IN)):
        return 404
    if path.startswith(_UPLOADS):
        return None if _may_upload(request) else 403
    if method not in _READING:
        return 405
    if path.startswith(_MAPS) and not _PUBLIC_MAP.fullmatch(path.removeprefix(_MAPS)):
        return None if access.of_cookies(request.cookies).may("viewer") else 404
    return None


def _may_upload(request: HTTPConnection) -> bool:
    return access.of_cookies(request.cookies).may("planner")


def _taking(receive: Receive, *, uploads: bool) -> Receive:
    """Return a `receive` that passes on what a page asks for, and lets everything else fall.

    Streamlit would take more from anybody: to clear the caches of all visitors, or to tell where its code lies.
    """
    taken = _MESSAGES | ({"file_urls_request"} if uploads else set())

    async def receiving() -> Message:
        while True:
            message = await receive()
            content = message.get("bytes") or b""
            if message["type"] != "websocket.receive" or (len(content) <= LARGEST and _kind(content) in taken):
                return message

    return receiving


def _kind(content: bytes | None) -> str:
    """Return what a browser asks for; what cannot be read is left to Streamlit, which closes the connection."""
    try:
        message = BackMsg.FromString(content or b"")
        kind = message.WhichOneof("type") or UNREADABLE
        if kind == "backend_operation_request":  # several things: one of them writes files beside the app
            return message.backend_operation_request.WhichOneof("payload") or kind
        return kind
    except DecodeError:
        return UNREADABLE


def at_this_machine(request: HTTPConnection) -> bool:
    """Tell whether a request comes from this machine, to it, under its own name, and through nobody else.

    The name matters: a page of another site can point a name of its own at this machine and ask in the
    administrator's browser.
    """
    server = (request.scope.get("server") or ("",))[0]
    client = request.client.host if request.client else ""
    named = _hostname(request.headers.get("host", ""))
    return (
        _is_loopback(server)
        and _is_loopback(client)
        and named in LOOPBACK
        and _of_own_page(request)
        and not any(header in request.headers for header in _FORWARDED)
    )


def _of_own_page(request: HTTPConnection) -> bool:
    """Tell whether a request comes from the app's own page, or from none: other ports of this machine are strangers."""
    origin = request.headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == request.headers.get("host", "")
    except ValueError:
        return False


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None)
    return found.is_loopback or bool(inner and inner.is_loopback)


def _secure(scope: Scope) -> bool:
    """Tell whether browsers reach the app by HTTPS: here, or by the address that the sign-in returns to."""
    section: Mapping[str, object] = get_secrets_auth_section()
    return scope.get("scheme") == "https" or str(section.get("redirect_uri", "")).startswith("https://")


def _carrying(send: Send, *, path: str, secure: bool) -> Send:
    """Return a `send` that puts the headers on the answer."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            page = headers.get("content-type", "").startswith("text/html")
            headers.update(
                {**_CARRIED, "Content-Security-Policy": policy(path), "Permissions-Policy": permitted(path, page=page)}
            )
            if secure:
                message["headers"] = [_only_by_https(header) for header in message["headers"]]
        await send(message)

    return sending


def _only_by_https(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    name, value = header
    plain = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return (name, value + b"; Secure") if plain else header


def policy(path: str) -> str:
    """Return the content policy for what lies at a path."""
    scripts = _FRAME_SCRIPTS if path.startswith(_FRAMES) else f"'self' {_own_script()}"
    return "; ".join(f"{name} {allowed}" for name, allowed in {**_POLICY, "script-src": scripts}.items())


def permitted(path: str, *, page: bool) -> str:
    """Return what a browser may let what lies at a path do: pages and the frame of "my location" ask for the position.

    Any page may lead to the public one without loading anew, so all of them may; no other frame.
    """
    asks = page and (path.startswith(geolocation.FRAME) or not path.startswith(_FRAMES))
    return _PERMITTED.format(position="(self)" if asks else "()")


@lru_cache(maxsize=1)
def _own_script() -> str:
    """Return the hashes of the scripts that stand in the page itself."""
    scripts = re.findall(r"<script>(.*?)</script>", front(DEFAULT_LANGUAGE).decode(), re.S)
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)
