"""Hands out the files of a site from memory, packed once, as servers of files do: an app for uvicorn."""

import gzip
import mimetypes
import os
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

ROOT = Path(os.environ["CNSCD_SITE"])
FILES = {path.relative_to(ROOT).as_posix(): path for path in ROOT.rglob("*") if path.is_file()}
PACKED: dict[str, Response] = {}


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the file at an address."""
    if scope["type"] == "http":
        name = Request(scope).url.path.lstrip("/") or "index.html"
        await (_packed(name) if name in FILES else Response(status_code=404))(scope, receive, send)


def _packed(name: str) -> Response:
    if name not in PACKED:
        content = gzip.compress(FILES[name].read_bytes(), 6, mtime=0)
        PACKED[name] = Response(content, media_type=mimetypes.guess_type(name)[0], headers={"Content-Encoding": "gzip"})
    return PACKED[name]
