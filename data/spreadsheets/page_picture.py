"""A page of a PDF as a picture, so that whoever confirms a table has the page beside it. Drawn in a child process.

Run as `python -m data.spreadsheets.page_picture PAGE` by itself, and by nothing else.
"""

import io
import subprocess
import sys
from typing import Final

from data.spreadsheets import limits
from data.storage.errors import Refused
from data.storage.paths import PROJECT

_SECONDS: Final = 20
_WIDTH: Final = 1_100  # dots; a page of A4 is then read without a magnifying glass
_MOST: Final = 2_500_000  # dots of the picture, whatever the page claims to measure


def draw(content: bytes, page: int) -> bytes:
    """Return a page, counted from 1, as PNG. Raises Refused where it cannot be drawn."""
    command = [sys.executable, "-m", "data.spreadsheets.page_picture", str(page)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, cwd=PROJECT, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as fault:
        raise Refused("intake.page_not_drawn", page=page) from fault
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        raise Refused("intake.page_not_drawn", page=page)
    return done.stdout


def main(page: int) -> None:
    """Draw a page of the PDF on stdin to stdout."""
    import pdfplumber  # in the child alone: it takes a while to load

    limits.limit_process()
    with pdfplumber.open(io.BytesIO(sys.stdin.buffer.read()), pages=[page]) as document:
        found = document.pages[0]
        wide, high = max(float(found.width), 1), max(float(found.height), 1)
        picture = found.to_image(resolution=72 * min(_WIDTH / wide, (_MOST / (wide * high)) ** 0.5))
    out = io.BytesIO()
    picture.original.save(out, "PNG")
    sys.stdout.buffer.write(out.getvalue())


if __name__ == "__main__":
    main(int(sys.argv[1]))
