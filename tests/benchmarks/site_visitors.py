"""Five hundred visitors of the static site at once, from one plain process that hands out files.

Each opens the front page with its map, then a commune every ten seconds: what the browser has already is not asked for
again. A visit is told by the time until all that the page needs has come.
"""

import asyncio
import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from data.releases.store import open_store
from data.sample.make import make_sample
from tests.benchmarks.visitors import PAUSE, Crowd, Waits, memory, report
from tests.browser.conftest import PROJECT, free_port

VISITORS, ACTIONS = 500, 4
# what all visitors got, unpacked and read once: it is the server that is measured
UNPACKED: dict[str, bytes] = {}
TOLD: dict[str, dict] = {}
_NAMED = re.compile(rb'(?:src|href)="(look/[^"]+)"')


class Browser:
    """One visitor's connection and what their browser keeps."""

    def __init__(self, port: int) -> None:
        self.port, self.kept = port, set()
        self.reader: asyncio.StreamReader | None = None

    async def get(self, path: str) -> bytes:
        """Return a file, from the server where it is not kept. Raises OSError where the answer is no 200."""
        if path not in self.kept:
            self.kept.add(path)
            if self.reader is None:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            self.writer.write(f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            head = await self.reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise OSError(f"{path}: {head[:20]!r}")
            length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])
            packed = await self.reader.readexactly(length)
            if path not in UNPACKED:
                UNPACKED[path] = gzip.decompress(packed)
        return UNPACKED[path]

    async def told(self, path: str) -> dict:
        """Return what a file of data says."""
        content = await self.get(path)
        if path not in TOLD:
            TOLD[path] = json.loads(content)
        return TOLD[path]

    async def front(self) -> str:
        """Open the front page; return the folder of its figures."""
        page = await self.get("")
        base = re.search(rb'data-base="([^"]+)"', page)[1].decode()
        for name in _NAMED.findall(page):
            await self.get(name.decode())
        look = next(name.decode().rpartition("/")[0] for name in _NAMED.findall(page) if b"frame.html" in name)
        for name in ("frame.js", "map.js"):
            await self.get(f"{look}/{name}")
        await self.place(base, "country")
        return base

    async def place(self, base: str, name: str) -> None:
        told = await self.told(f"{base}{name}.vi.json")
        await self.get(f"maps/{next(iter(told['maps'].values()))['file']}")

    async def commune(self, base: str, chosen: random.Random) -> None:
        """Search and open any commune: the figures and the map of its province."""
        await self.get(f"{base}search.json")
        homes = await self.told(f"{base}homes.json")
        await self.place(base, chosen.choice(sorted(set(homes.values()))))


async def visit(port: int, number: int, waits: Waits) -> None:
    """Be one visitor, who comes a moment after the one before."""
    chosen, browser, base = random.Random(number), Browser(port), ""
    await asyncio.sleep(number * PAUSE / VISITORS)
    try:
        for action in range(ACTIONS):
            started = time.perf_counter()
            if action == 0:
                base = await browser.front()
            else:
                await browser.commune(base, chosen)
            took = time.perf_counter() - started
            waits.add(took, first=action == 0)
            await asyncio.sleep(max(0.0, PAUSE - took))
    except (OSError, EOFError) as fault:
        waits.errors.append(f"{type(fault).__name__}: {fault}")
    finally:
        if browser.reader is not None:
            browser.writer.close()


async def all_of_them(port: int, waits: Waits) -> None:
    await asyncio.gather(*(visit(port, number, waits) for number in range(VISITORS)))


@contextmanager
def serving(site: Path):
    """Serve the files of a site; yields the process and its port."""
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "uvicorn",
            "tests.benchmarks.site_server:app",
            "--port",
            str(port),
            "--log-level",
            "warning",
            "--timeout-keep-alive",
            "75",
        ],
        cwd=PROJECT,
        env={**os.environ, "CNSCD_SITE": str(site)},
    )
    try:
        for _ in range(100):
            try:
                urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process, port
    finally:
        process.terminate()
        process.wait(10)


def main() -> Crowd:
    """Let five hundred visitors in at once, print how long they waited, and return it."""
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch) / "site"
        os.environ["CNSCD_VAR"] = str(Path(scratch) / "var")
        make_sample(open_store())
        subprocess.run([sys.executable, "-m", "data", "site", str(site)], cwd=PROJECT, check=True)
        with serving(site) as (process, port):
            before, waits = memory(process.pid), Waits()
            asyncio.run(all_of_them(port, waits))
            crowd = Crowd(VISITORS, waits, memory(process.pid))
            report(crowd, "the static site", before=before)
            return crowd
