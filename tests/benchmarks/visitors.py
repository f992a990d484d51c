"""A hundred visitors of the public page at once: how long each waits, what it costs, what goes wrong.

Each opens the page of a commune, and another one every ten seconds, by the socket as a browser does.
"""

import os
import random
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from websockets.exceptions import WebSocketException

from data.releases.store import open_store
from data.sample.make import make_sample
from data.units import register
from geo import assets
from tests.browser import conftest as browsers
from tests.browser.caller import calling

VISITORS, ACTIONS, PAUSE = 100, 4, 10.0


@dataclass
class Waits:
    """What all visitors met: seconds of each action, and what went wrong."""

    first: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def add(self, took: float, *, first: bool) -> None:
        with self.lock:
            (self.first if first else self.later).append(took)


@dataclass(frozen=True)
class Crowd:
    """So many visitors at once: how long they waited, and what the server's process held with all of them, in MB."""

    visitors: int
    waits: Waits
    memory: float


def visit(address: str, number: int, waits: Waits) -> None:
    """Be one visitor, who comes a moment after the one before."""
    chosen = random.Random(number)
    communes = register.units("2025-07", "commune").index
    time.sleep(number * PAUSE / VISITORS)
    try:
        with calling(address) as visitor:
            for action in range(ACTIONS):
                started = time.perf_counter()
                visitor.run("progress", f"u={chosen.choice(communes)}")
                took = time.perf_counter() - started
                waits.add(took, first=action == 0)
                time.sleep(max(0.0, PAUSE - took))
    except (OSError, TimeoutError, AssertionError, WebSocketException) as fault:
        with waits.lock:
            waits.errors.append(f"{type(fault).__name__}: {fault}")


def memory(pid: int) -> float:
    """Return the memory that a process holds, in MB; 0 where the system does not say."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmRSS"))


def report(crowd: Crowd, what: str, *, before: float) -> None:
    """Print the waits of a crowd, its errors, and what the process held before (MB) and with all of them."""
    waits = crowd.waits
    print(f"\n{crowd.visitors} visitors of {what}, an action every {PAUSE:.0f} s, one process")
    for name, taken in (("first page", waits.first), ("another commune", waits.later)):
        if len(taken) > 1:
            steps = statistics.quantiles(taken, n=20)
            print(
                f"{name:<18} p50 {statistics.median(taken) * 1000:>6.0f} ms   p95 {steps[18] * 1000:>6.0f} ms   "
                f"longest {max(taken) * 1000:>6.0f} ms   ({len(taken)} actions)"
            )
    print(
        f"memory: {before:.0f} MB before, {crowd.memory:.0f} MB with all of them; errors: {len(waits.errors)}"
        + "".join(f"\n  {error}" for error in sorted(set(waits.errors)))
    )


def main() -> Crowd:
    """Let a hundred visitors in at once, print how long they waited, and return it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        os.environ["CNSCD_VAR"] = str(folder / "var")
        make_sample(open_store())
        assets.ensure_assets()
        server = browsers.start(folder / "var", folder / "public.log", CNSCD_AUDIENCE="public")
        try:
            with calling(server.address) as visitor:
                visitor.run("progress")
            before, waits = memory(server.process.pid), Waits()
            with ThreadPoolExecutor(VISITORS) as pool:
                list(pool.map(lambda number: visit(server.address, number, waits), range(VISITORS)))
            crowd = Crowd(VISITORS, waits, memory(server.process.pid))
            report(crowd, "the public page", before=before)
            return crowd
        finally:
            server.process.terminate()
