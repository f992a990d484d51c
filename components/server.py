"""What the server hands out besides the app: map files, and the scripts and styles that draw them.

Nothing is fetched from another host: Leaflet comes from its Python package. File names (or the folder
above them) carry a hash of the content, so a browser may keep each file for ever.
"""

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

import xstatic.pkg.leaflet
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from streamlit.runtime.pages_manager import PagesManager

from data import places
from data.words import LANGUAGES, say
from geo import colours, islands

ASSETS = Path(__file__).parent / "assets"
LEAFLET = Path(xstatic.pkg.leaflet.BASE_DIR)
# A frame of the map stands two folders below the app's own address, wherever that is.
_FROM_FRAME = "../.."
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def ignore_pages_folder() -> None:
    """Tell Streamlit that st.navigation alone says which pages there are.

    Until it has seen st.navigation once, a fresh server takes the folder pages/ for the old kind of page list
    and answers a deep link with “Page not found” first.
    """
    PagesManager.uses_pages_directory = False


class KeptFiles(StaticFiles):
    """Static files whose address changes with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers.update(_FOR_EVER)
        return response


_FIXED_WORDS = {
    "-": "explore.no_data", "x": "explore.not_applicable", "s": "explore.suppressed", "o": "reading.outside",
    "r": "explore.rank", "zi": "explore.zoom_in", "zo": "explore.zoom_out",
    "e": "explore.map_failed", "k": "explore.keys",
}


@lru_cache(maxsize=1)
def fixed_script() -> bytes:
    """Return the script of what no command to the map needs to say: its fixed words, themes and the islands' inset."""
    words = {lang: {mark: say(key, lang) for mark, key in _FIXED_WORDS.items()} for lang in LANGUAGES}
    frames = {theme: asdict(frame) for theme, frame in colours.FRAME.items()}
    told = {"words": words, "islands": islands.INSETS, "frames": frames}
    return f"window.choroplethFixed = {json.dumps(told, ensure_ascii=False)};".encode()


@lru_cache(maxsize=1)
def look_version() -> str:
    """Return a short hash over the scripts and styles, which is part of their address."""
    digest = hashlib.sha256(fixed_script())
    for file in sorted(ASSETS.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _fixed(_request: Request) -> Response:
    return Response(fixed_script(), media_type="text/javascript", headers=_FOR_EVER)


def routes() -> list[BaseRoute]:
    """List the extra routes of the app: map files, own scripts and styles, Leaflet."""
    places.map_files().mkdir(parents=True, exist_ok=True)
    return [
        Mount("/maps", KeptFiles(directory=places.map_files(), follow_symlink=False)),
        Route(f"/look/{look_version()}/fixed.js", _fixed),
        Mount(f"/look/{look_version()}", KeptFiles(directory=ASSETS)),
        Mount(f"/leaflet/{xstatic.pkg.leaflet.VERSION}", KeptFiles(directory=LEAFLET)),
    ]


def map_file(name: str) -> str:
    """Return the address of a map file as seen from the map's frame."""
    return f"{_FROM_FRAME}/maps/{name}"


def look_file(name: str) -> str:
    """Return the address of an own script or style as seen from the map's frame."""
    return f"{_FROM_FRAME}/look/{look_version()}/{name}"


def leaflet_file(name: str) -> str:
    """Return the address of a file of Leaflet as seen from the map's frame."""
    return f"{_FROM_FRAME}/leaflet/{xstatic.pkg.leaflet.VERSION}/{name}"
