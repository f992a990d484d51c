"""How long a team's page takes to open from a link, and a filter of the finder to be answered, in a real browser.

Beside it, in turns, the least that any page of Streamlit takes: one with a title alone.
"""

import statistics
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from data.publication.pointer import set_current
from data.releases.store import Release, open_store
from geo import assets
from tests.browser import conftest as browsers

ROUNDS = 7
# the page's own clock says when the socket was last asked, and when its answer had come
_NOTES = """(() => {
  const Socket = window.WebSocket, noted = window.noted = {};
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", () => { noted.heard = performance.now(); });
    }
    send(...given) { noted.asked = performance.now(); super.send(...given); }
  };
})();"""
_SEEN = """([sign, text]) => new Promise(done => {
  const look = () => requestAnimationFrame(() => {
    const there = [...document.querySelectorAll(sign)].some(
      each => each.textContent.includes(text) && each.getBoundingClientRect().height > 0);
    if (there) requestAnimationFrame(() => done(performance.now())); else look();
  });
  look(); })"""
_CHOSEN = """([choice, answer]) => new Promise(done => {
  const told = () => [...document.querySelectorAll("p")].map(each => each.textContent).find(
    text => text.includes(answer));
  const before = told(), started = performance.now();
  [...document.querySelectorAll("button")].find(each => each.textContent.includes(choice)).click();
  const look = () => requestAnimationFrame(() => {
    const now = told();
    if (now !== undefined && now !== before)
      requestAnimationFrame(() => done([performance.now() - started, noted.heard - noted.asked]));
    else look();
  });
  look(); })"""
_FILTERS = ("Không hoạt động · ", "Chưa ai được tập huấn · ")
_FOUND = " tổ phù hợp"


def opened(context: BrowserContext, address: str, sign: str, text: str) -> float:
    """Open a page of a browser and return the milliseconds until a text is seen in an element (a selector)."""
    page = context.new_page()
    page.goto(address, wait_until="commit")
    took = page.evaluate(_SEEN, [sign, text])
    page.wait_for_timeout(1500)  # what comes after it is over before the next is measured
    page.close()
    return took


def filtered(page: Page, address: str) -> list[tuple[float, float]]:
    """Choose what is missing in the teams, one thing after another; return the milliseconds of each answer.

    The first is from the click until the answer is seen, the second from the request until its last message.
    """
    page.goto(address)
    page.get_by_text(_FOUND).wait_for()
    found = []
    for choice in _FILTERS:
        page.wait_for_timeout(1500)
        found.append(tuple(page.evaluate(_CHOSEN, [choice, _FOUND])))
    return found


def measure(browser: Browser, bare: str, product: str, team: Mapping[str, str]) -> None:
    """Print the medians."""
    link, name = f"{product}/explore?u={team['commune']}&t={team['team']}", team["name"]
    shown = {
        "a page of Streamlit with a title alone": (bare, "h1", "bare"),
        "a team's page: its name": (link, "h3", name),
        "a team's page: its figures": (link, "dl.facts", ""),
    }
    took: dict[tuple[str, str], list[float]] = {(what, how): [] for what in shown for how in ("first", "again")}
    known = {what: browser.new_context() for what in shown}
    for what, asked in shown.items():
        opened(known[what], *asked)
    for _ in range(ROUNDS):
        for what, asked in shown.items():
            with browser.new_context() as fresh:
                took[what, "first"].append(opened(fresh, *asked))
            took[what, "again"].append(opened(known[what], *asked))
    print()
    for what in shown:
        first, again = (statistics.median(took[what, how]) for how in ("first", "again"))
        print(f"{what:<40} first visit {first:>6.0f} ms   after that {again:>6.0f} ms")
    bare_page, *own = (statistics.median(took[what, "first"]) for what in shown)
    print(
        f"a first visit: the team's name after {own[0] / bare_page:.1f} times, its figures after "
        f"{own[1] / bare_page:.1f} times what a page with a title alone takes"
    )
    page = browser.new_page()
    page.add_init_script(_NOTES)
    answers = [each for _ in range(ROUNDS) for each in filtered(page, f"{product}/teams")]
    whole, server = (statistics.median(each) for each in zip(*answers, strict=True))
    print(
        f"a filter of the finder, whole country: seen after {whole:.0f} ms, "
        f"of which the server's answer {server:.0f} ms"
    )


def main(var: Path, release: Release, team: Mapping[str, str]) -> None:
    """Serve a release of the data folder `var`, and visit it."""
    set_current(open_store(), release.id, who="bench", action="sample")
    assets.ensure_assets()
    servers = [
        browsers.start(var, var / "bare.log", script="tests/benchmarks/app_bare.py"),
        browsers.start(var, var / "product.log"),
    ]
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browsers.CHROMIUM, args=browsers.QUIET)
            measure(browser, *(server.address for server in servers), team)
    finally:
        for server in servers:
            server.process.terminate()
