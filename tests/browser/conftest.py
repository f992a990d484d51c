"""A real server on the whole country's sample, and a real Chromium that can reach nothing but that server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page, expect, sync_playwright

from data.releases.store import open_store
from data.sample.make import make_sample
from geo import assets
from tests.conftest import Once
from tests.fixtures.sample import SmallCountry

if TYPE_CHECKING:
    from tests.browser.office import Office

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MAP = "iframe[title='streamlit_folium.st_folium']"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    # every name but the loopback's is unknown: the browser has no other network
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
# how long anything may take, however busy the machine is: only what never comes waits so long
PATIENCE_SECONDS = 300
QUIET_MS = 250
RESTING = """([quiet, asked]) => {
    const app = document.querySelector("[data-testid=stApp]");
    const still = app !== null && app.dataset.testScriptState === "notRunning";
    const seen = window.restOfTheTest, now = performance.now();
    if (!still || seen === undefined || seen.asked !== asked) window.restOfTheTest = {asked, since: now};
    return still && now - window.restOfTheTest.since >= quiet; }"""

expect.set_options(timeout=PATIENCE_SECONDS * 1000)


@pytest.fixture(scope="session")
def country(once: Once) -> Path:
    """Return a data folder with the sample of the whole country and all map files; not to be changed."""
    return once("country", make_country)


def make_country(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CNSCD_VAR", str(folder))
        make_sample(open_store())
        assets.ensure_assets()


@pytest.fixture(scope="session")
def var(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the country for the tests of one worker."""
    folder = shutil.copytree(country, tmp_path_factory.mktemp("country") / "var")
    os.environ["CNSCD_VAR"] = str(folder)
    return folder


@pytest.fixture(autouse=True)
def folder_of_the_server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test that visits the country's server read the same folder, whatever other servers run meanwhile."""
    if "var" in request.fixturenames:
        monkeypatch.setenv("CNSCD_VAR", str(request.getfixturevalue("var")))


@dataclass(frozen=True)
class Server:
    address: str
    process: subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(var: Path, log: Path, *, script: str = "app.py", **settings: str) -> Server:
    """Start the app as the README does, on a free port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)],
        cwd=PROJECT,
        env={**os.environ, "CNSCD_VAR": str(var), **settings},
        stdout=log.open("wb"),
        stderr=subprocess.STDOUT,
    )
    address = f"http://localhost:{port}"
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
            return Server(address, process)
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.2)
    process.kill()
    raise RuntimeError(log.read_text(encoding="utf-8"))


@contextmanager
def serving(var: Path, **settings: str) -> Iterator[Server]:
    """Serve the app on a data folder."""
    running = start(var, var / "server.log", **settings)
    try:
        yield running
    finally:
        running.process.terminate()
        running.process.wait(10)


@pytest.fixture(scope="session")
def server(var: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start(var, tmp_path_factory.mktemp("log") / "server.log")
    yield running
    running.process.terminate()
    running.process.wait(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        message = "no Chromium found: install it to run the browser tests"
        if os.environ.get("CNSCD_BROWSER_REQUIRED"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """One visitor's page, with everything that their browser asked for and was sent by the app."""

    page: Page
    address: str
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    socket_bytes: int = 0
    messages: list[bytes] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until no run is under way, nor has been for a moment: what a click asks for begins within it."""
        self.page.wait_for_function(RESTING, arg=[QUIET_MS, time.monotonic()])

    def pause(self, milliseconds: int) -> None:
        """Let the page's own clock go on: what it had put off for a shorter time has happened then."""
        self.page.evaluate("ms => new Promise(done => setTimeout(done, ms))", milliseconds)

    @property
    def map(self):
        return self.page.frame_locator(MAP)

    def frame_of_map(self) -> Frame:
        """Return the map's frame, as soon as it is there and its script has started.

        While a page is being laid out a first frame may give way to another, so the look is repeated.
        """
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                frame = self.page.wait_for_selector(MAP, state="attached").content_frame()
                if frame is not None:
                    frame.wait_for_function("() => window.choropleth && window.choropleth.view.map", timeout=10_000)
                    return frame
            except Error:
                continue
        raise AssertionError("the map did not start")

    def painted(self) -> str:
        return self.frame_of_map().evaluate("document.documentElement.dataset.painted || ''")

    def wait_painted(self, before: str = "") -> str:
        self.frame_of_map().wait_for_function(
            "before => (document.documentElement.dataset.painted || '') !== before", arg=before
        )
        return self.painted()


def visit(context: BrowserContext, address: str) -> Visit:
    page = context.new_page()
    page.set_default_timeout(PATIENCE_SECONDS * 1000)
    seen = Visit(page, address)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("pageerror", lambda error: seen.faults.append(str(error)))
    page.on("console", lambda message: seen.faults.append(message.text) if message.type == "error" else None)

    def count(payload: object) -> None:
        message = payload.encode() if isinstance(payload, str) else bytes(payload)
        seen.messages.append(message)
        seen.socket_bytes += len(message)

    page.on("websocket", lambda socket: socket.on("framereceived", count))
    return seen


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    yield visit(context, server.address)
    context.close()


@pytest.fixture(scope="session")
def bureau(small_country: SmallCountry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Return an office with a sign-in, on a small country with a planted person."""
    from tests.browser import office  # it starts servers as this module does

    with office.office(small_country.copied(tmp_path_factory.mktemp("bureau") / "var")) as running:
        yield running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder as one that drives a browser, and run them after the fast ones."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
