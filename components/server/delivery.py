"""Delivers what a page needs to start: text files packed once, and what comes later announced with the page itself.

A first visit waits for a hundred small files, one after the other. Streamlit's own come unpacked, 3 MB of them; map
files would be packed anew for each visitor. Here each is packed once and kept. The answer that carries the page also
names the files that the page will ask for a second later: the map's parts, its script, its shapes.
"""

import gzip
import re
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Final
from urllib.parse import parse_qs

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.server import app as server
from components.state import link_text
from components.state.selection import View
from data.storage import paths
from geo import assets

_STREAMLIT: Final = Path(streamlit.__file__).parent / "static" / "static"
_COMPONENT: Final = "component/streamlit_folium.st_folium/static/js"
# found without importing it: a component is only known to the server when a run of a page declares it
_FOLIUM: Final = Path(find_spec("streamlit_folium").origin).parent / "frontend" / "build" / "static" / "js"
_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
# names that hold a hash of the content: the same name is the same file for ever
_HASHED: Final = re.compile(rf"/(static/js|static/css|maps|{re.escape(_COMPONENT)})/([\w-][\w.-]*\.(?:js|css|json))")
_IMPORTED: Final = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')
_LATE: Final = ("ComponentInstance", "Selectbox")  # Streamlit's parts that a page with a map asks for last
_MOST_PACKED: Final = 400

Ahead = Callable[[str, str], str | None]
"""Says which map file a page (path, query) will ask for; None where that is not known."""


def middleware(ahead: Ahead | None = None) -> list[Middleware]:
    """Return the middleware of the app, and pack Streamlit's files in the background."""
    Thread(target=_pack_streamlit, daemon=True).start()
    return [Middleware(_Delivery, ahead=ahead or shapes_of)]


class _Delivery:
    """Answers requests for packed files, and adds to each page what it will ask for."""

    def __init__(self, app: ASGIApp, *, ahead: Ahead) -> None:
        self.app, self.ahead = app, ahead

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if "gzip" in headers.get("accept-encoding", "") and "range" not in headers:
            packed = await _packed_answer(server.path_of(scope))
            if packed is not None:
                await packed(scope, receive, send)
                return
        await self.app(scope, receive, self._announcing(scope, send))

    def _announcing(self, scope: Scope, send: Send) -> Send:
        """Return a way of sending that names in a page's own answer what it will ask for."""

        async def announce(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html") and "/component/" not in scope["path"]:
                    headers["Link"] = ", ".join(self._links(scope))
            await send(message)

        return announce

    def _links(self, scope: Scope) -> list[str]:
        later = [f"/static/js/{name}" for name in late_scripts()]
        later += [f"/{_COMPONENT}/{file.name}" for file in _FOLIUM.glob("*.js")]
        later.append(f"/look/{server.map_script().version}/map.js")
        if shapes := self.ahead(server.path_of(scope), scope["query_string"].decode("latin-1")):
            later.append(f"/maps/{shapes}")
        return [f"<{server.base()}{address}>; rel=prefetch" for address in later]


async def _packed_answer(path: str) -> Response | None:
    """Return the packed file at an address; None where there is none."""
    found = _HASHED.fullmatch(path)
    if not found:
        return None
    folder, name = found.groups()
    try:
        if folder == "maps":  # may be large and new: packed beside the loop that serves everybody
            return await run_in_threadpool(_packed, paths.map_files() / name)
        return _packed((_FOLIUM if folder == _COMPONENT else _STREAMLIT / folder.split("/")[-1]) / name)
    except OSError:
        return None


@lru_cache(maxsize=_MOST_PACKED)
def _packed(file: Path) -> Response:
    """Return the answer that carries the packed file. Raises OSError where there is no such file."""
    return Response(
        gzip.compress(file.read_bytes(), 6, mtime=0),
        media_type=_TYPES[file.suffix],
        headers={**server.FOR_EVER, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"},
    )


def _pack_streamlit() -> None:
    """Pack what the first page of every visitor needs."""
    page = (_STREAMLIT.parent / "index.html").read_text(encoding="utf-8")
    for name in [*re.findall(r"static/js/([\w.-]+\.js)", page), *late_scripts()]:
        if (file := _STREAMLIT / "js" / name).exists():
            _packed(file)


@lru_cache(maxsize=1)
def late_scripts() -> tuple[str, ...]:
    """List Streamlit's scripts that a page with a map needs and the page itself does not name, each once."""
    page = (_STREAMLIT.parent / "index.html").read_text(encoding="utf-8")
    found = [file.name for part in _LATE for file in sorted((_STREAMLIT / "js").glob(f"{part}.*.js"))]
    for name in found:  # grows while it is read: what a script imports is needed too
        inside = _IMPORTED.findall((_STREAMLIT / "js" / name).read_text(encoding="utf-8"))
        found += [other for other in dict.fromkeys(inside) if other not in found and other not in page]
    return tuple(found)


def shapes_of(path: str, query: str) -> str | None:
    """Return the map file that the overview or the map's page will show first, if it has been made."""
    parameters = {name: values[0] for name, values in parse_qs(query).items()}
    structure = link_text.structure(parameters.get("s", ""))
    unit = link_text.unit(structure, parameters.get("u", ""))
    if path.strip("/") not in ("", "overview", "explore") or (parameters.get("u") and not unit):
        return None
    view = View(unit=unit, structure=structure, level=parameters.get("l", "province"))
    made = assets.existing(structure, view.drawn, unit or None) if view.drawn != "village" else None
    return made.file if made else None
