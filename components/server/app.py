"""What the server hands out besides the app: map files, and the scripts and styles that draw them.

Nothing is fetched from another host: Leaflet comes from its Python package. File names (or the folder
above them) carry a hash of the content, so a browser may keep each file for ever.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import parse_qs

import streamlit
import xstatic.pkg.leaflet
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from streamlit.runtime.pages_manager import PagesManager

from data.catalogue.current import catalogue
from data.i18n import DEFAULT_LANGUAGE, LANGUAGES, say
from data.storage import paths
from geo import colours, islands

ASSETS = Path(__file__).parent.parent / "assets"
LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
# A frame of the map stands two folders below the app's own address, wherever that is.
_FROM_FRAME = "../.."
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def ignore_pages_folder() -> None:
    """Tell Streamlit that st.navigation alone says which pages there are.

    Until it has seen st.navigation once, a fresh server takes the folder pages/ for the old kind of page list
    and answers a deep link with “Page not found” first.
    """
    PagesManager.uses_pages_directory = False


def base() -> str:
    """Return the path below which the app lies (Streamlit's server.baseUrlPath): "/to", or "" at the root."""
    path = str(streamlit.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}" if path else ""


def path_of(scope: Scope) -> str:
    """Return the path as seen from the app's own address."""
    path = "/" + str(scope["path"]).lstrip("/")
    return path.removeprefix(base()) if base() and path.startswith(f"{base()}/") else path


class KeptFiles(StaticFiles):
    """Static files whose address changes with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers.update(FOR_EVER)
        return response


# The parts of the map's script, in the order in which they stand in it: they share one scope.
_PARTS = ("shapes", "values", "labels", "fitting", "drawing", "card", "keyboard", "panes", "player", "commands")
_NOTES = ("geo.schematic", "geo.mixed", "explore.villages.cells")
_FIXED_WORDS = {
    "-": "explore.no_data",
    "x": "explore.not_applicable",
    "s": "explore.suppressed",
    "o": "reading.outside",
    "r": "explore.rank",
    "zi": "explore.zoom_in",
    "zo": "explore.zoom_out",
    "e": "explore.map_failed",
    "k": "explore.keys",
    "~": "views.rough",
    "sl": "views.slider",
    "pl": "views.play",
    "pa": "views.pause",
}


@dataclass(frozen=True)
class MapScript:
    """The map's whole script; `version` is a short hash over it, which is part of its address."""

    content: bytes
    packed: bytes
    version: str


def map_script() -> MapScript:
    """Return the map's script with the words of the catalogue in force."""
    return _map_script(catalogue().edition)


@lru_cache(maxsize=4)
def _map_script(_edition: str) -> MapScript:
    content = _written()
    return MapScript(content, gzip.compress(content, 9, mtime=0), hashlib.sha256(content).hexdigest()[:12])


def _written() -> bytes:
    """Write the script in one piece: Leaflet, what no command needs to say, our own parts, the style.

    One piece, because the frame fetches its scripts one after another, each waiting for the page around it.
    """
    words = {lang: {mark: say(key, lang) for mark, key in fixed_words().items()} for lang in LANGUAGES}
    frames = {theme: asdict(frame) for theme, frame in colours.FRAME.items()}
    constants = json.dumps({"words": words, "islands": islands.INSETS, "frames": frames}, ensure_ascii=False)
    leaflet = (LEAFLET / "leaflet.js").read_text(encoding="utf-8").replace("//# sourceMappingURL=leaflet.js.map", "")
    parts = [(ASSETS / "map" / f"{part}.js").read_text(encoding="utf-8") for part in _PARTS]
    own = "\n".join(['(() => {\n"use strict";', f"const choroplethFixed = {constants};", *parts, "})();"])
    own += f"\ndocument.head.appendChild(document.createElement('style')).textContent = {json.dumps(map_style())};"
    return f"{leaflet}\n{own}\n".encode()


def fixed_words() -> dict[str, str]:
    """Return the words keys that a command may name instead of the words, by what it calls them."""
    names = {measure.name: measure.name for measure in catalogue().measures.values()}
    return _FIXED_WORDS | names | {key: key for key in (*(m.unit for m in catalogue().measures.values()), *_NOTES)}


def map_style() -> str:
    """Return the map's whole style; it travels in the script."""
    return "\n".join(file.read_text(encoding="utf-8") for file in (LEAFLET / "leaflet.css", ASSETS / "map" / "map.css"))


def _script(request: Request) -> Response:
    """Return the map's script, packed once for all who can read that.

    A page that was opened before the catalogue changed asks by the address of then: it gets the script of now, and
    nobody keeps it by that address.
    """
    script = map_script()
    cache_headers = FOR_EVER if request.path_params["version"] == script.version else {"Cache-Control": "no-store"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(script.content, media_type="text/javascript", headers=cache_headers)
    headers = {**cache_headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(script.packed, media_type="text/javascript", headers=headers)


# Streamlit's part by which our pages get their styles and most of their figures. It is there before the first of them:
# what comes late is put in only together with all else that is late.
_AT_ONCE = "Html.*.js"
# Where the app answers. Without it Streamlit's script asks first under the page's own name, where nobody answers.
_KNOWN_AHEAD = """<script>
      window.__streamlit = { BACKEND_BASE_URL: new URL("./", location.href).href }
    </script>
    """


@lru_cache(maxsize=len(LANGUAGES))
def front(lang: str) -> bytes:
    """Return Streamlit's page in the product's name and the visitor's language, before any script has run.

    A screen reader speaks the language that the page names; Streamlit's own says English. The page also knows where
    the app answers, and has the part that each of our pages needs at once. Nothing else is changed.
    """
    files = Path(streamlit.__file__).parent / "static"
    page = (files / "index.html").read_text(encoding="utf-8")
    page = page.replace('<html lang="en">', f'<html lang="{lang}">', 1)
    page = page.replace('<script type="module"', f'{_KNOWN_AHEAD}<script type="module"', 1)
    for file in (files / "static" / "js").glob(_AT_ONCE):
        script = f'<script type="module" crossorigin src="./static/js/{file.name}"></script>'
        page = page.replace("</head>", f"{script}</head>", 1)
    return page.replace("<title>Streamlit</title>", f"<title>{say('app.name', lang)}</title>", 1).encode()


def _front(request: Request) -> Response:
    lang = parse_qs(request.url.query).get("lang", [""])[0]
    page = front(lang if lang in LANGUAGES else DEFAULT_LANGUAGE)
    return Response(page, media_type="text/html", headers={"Cache-Control": "no-cache"})


def routes(pages: Iterable[str] = ()) -> list[BaseRoute]:
    """List the extra routes of the app: the pages by their names, map files, and the map's script."""
    paths.map_files().mkdir(parents=True, exist_ok=True)
    return [
        *(Route(f"{base()}/{page}", _front) for page in pages),
        Mount(f"{base()}/maps", KeptFiles(directory=paths.map_files(), follow_symlink=False)),
        Route(f"{base()}/look/{{version}}/map.js", _script),
    ]


def map_file(name: str) -> str:
    """Return the address of a map file as seen from the map's frame."""
    return f"{_FROM_FRAME}/maps/{name}"


def look_file(name: str) -> str:
    """Return the address of an own script or style as seen from the map's frame."""
    return f"{_FROM_FRAME}/look/{map_script().version}/{name}"
