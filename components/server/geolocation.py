"""My location: the browser looks by itself which communes are near; only the code of the one chosen comes here."""

import gzip
import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

import streamlit
import streamlit.components.v1 as frames
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit.components.v1.custom_component import CustomComponent

from components.server.app import ASSETS, FOR_EVER, base
from components.state import link_text, selection
from data.i18n import Language, say
from data.units import nearby
from data.units.structures import in_force, structure_cache

ASSET: Final = ASSETS / "where"
FRAME: Final = f"/component/{__name__}.where/"  # Streamlit names a component after the module that declares it
"""Where the browser finds the frame: the one place that may ask for the position, besides the pages it stands in."""

_WORDS: Final = (
    "button",
    "looking",
    "choose",
    "rough",
    "away",
    "outside",
    "refused",
    "insecure",
    "unavailable",
    "slow",
    "failed",
    "thousand",
)


@lru_cache(maxsize=1)
def _frame() -> CustomComponent:
    """Return the component; a server knows it from the first run that declares it, not from an import."""
    return frames.declare_component("where", path=str(ASSET))


def words(lang: Language) -> dict[str, str]:
    """Return what where.js says."""
    return {name: say(f"public.where.{name}", lang) for name in _WORDS}


@structure_cache
def _written(structure: str) -> tuple[bytes, str, bytes]:
    """Return the points of a structure, a short hash of them, and them packed."""
    made = json.dumps(nearby.points(structure), ensure_ascii=False, separators=(",", ":")).encode()
    return made, hashlib.sha256(made).hexdigest()[:12], gzip.compress(made, 9, mtime=0)


def routes() -> list[Route]:
    """List the route of the points."""
    return [Route(base() + "/look/{version}/communes.json", _answer)]


def _answer(request: Request) -> Response:
    plain, version, packed = _written(in_force())
    if request.path_params["version"] != version:
        return PlainTextResponse("Not Found", status_code=404)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(plain, media_type="application/json", headers=FOR_EVER)
    return Response(
        packed,
        media_type="application/json",
        headers={**FOR_EVER, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"},
    )


def show(*, key: str, on_choice: Callable[[str], None]) -> None:
    """Offer to look for the nearest communes; before the next run call `on_choice` with the code that was chosen."""

    def chosen() -> None:
        code = str(selection.sent(key).get("code", ""))
        if link_text.has(in_force(), code):
            on_choice(code)

    lang, version = selection.language(), _written(in_force())[1]
    _frame()(
        words=words(lang),
        lang=lang,
        points=f"../../look/{version}/communes.json",
        letters=_letters(),
        key=key,
        default=None,
        on_change=chosen,
    )


@lru_cache(maxsize=1)
def _letters() -> str:
    """Return the address of the page's own letters, which the browser has already; "" where Streamlit has others."""
    found = sorted((Path(streamlit.__file__).parent / "static" / "static" / "media").glob("SourceSans*Upright*.woff2"))
    return f"../../static/media/{found[0].name}" if found else ""
