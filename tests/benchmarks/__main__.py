"""`make bench`: measure the product against what is usually done, in one run on one machine, and print ratios.

Every variant gets the same layer of 3,321 communes with about 280,000 vertices. Each figure is the median of
several rounds, the variants taking turns, so that a machine that slows down slows all of them.
"""

import json
import os
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from data import places
from tests.benchmarks import layer, register, teams, visitors
from tests.browser import conftest as browsers

ROUNDS = 3
PAINTED = {
    "product": "() => document.documentElement.dataset.painted || ''",
    # an SVG map is there when all its paths are; its first paths' colours tell one indicator from another
    "folium": "() => { const paths = Array.from(document.querySelectorAll('path.leaflet-interactive'));"
              " return paths.length >= 3321 ? paths.slice(0, 40).map(p => p.getAttribute('fill')).join() : ''; }",
}


def prepare(folder: Path) -> dict[str, str]:
    """Write the layer for the usual map, and the product's map file of the same layer."""
    frame = layer.communes()
    heavy, told = folder / "layer.json", folder / "bench.json"
    heavy.write_text(frame[["name", "geometry"]].rename_axis("code").reset_index().to_json(), encoding="utf-8")
    name, bounds = layer.map_file(frame)
    told.write_text(json.dumps({"file": name, "bounds": bounds, "codes": list(frame.index)}), encoding="utf-8")
    size = (places.map_files() / name).stat().st_size
    print(f"layer: {len(frame)} communes, {frame.geometry.count_coordinates().sum():,} vertices, "
          f"{heavy.stat().st_size:,} bytes; the product's file: {size:,} bytes")
    return {"CNSCD_BENCH": str(told), "CNSCD_BENCH_LAYER": str(heavy), "PYTHONPATH": str(browsers.PROJECT)}


class Measured:
    """One variant in one browser page."""

    def __init__(self, browser: Browser, name: str, address: str) -> None:
        self.name, self.address, self.bytes = name, address, 0
        self.page: Page = browser.new_page(viewport={"width": 1440, "height": 900})
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))

    def _count(self, payload: object) -> None:
        self.bytes += len(payload)  # type: ignore[arg-type]

    def _state(self) -> str:
        for frame in self.page.frames:
            if "streamlit_folium" in frame.url:
                try:
                    return frame.evaluate(PAINTED[self.name])
                except Error:  # the frame is being replaced: not painted yet
                    continue
        return ""

    def _wait(self, before: str) -> None:
        deadline = time.perf_counter() + 90
        while time.perf_counter() < deadline:
            state = self._state()
            if state and state != before:
                return
            self.page.wait_for_timeout(4)
        raise TimeoutError(self.name)

    def first_paint(self) -> float:
        started = time.perf_counter()
        self.page.goto(self.address)
        self._wait("")
        return time.perf_counter() - started

    def change(self, option: str) -> tuple[float, int]:
        self.page.locator("[data-testid=stSelectbox] input").click()
        choice = self.page.get_by_role("option", name=option, exact=True)
        choice.wait_for()
        before, sent = self._state(), self.bytes
        started = time.perf_counter()
        choice.click()
        self._wait(before)
        took = time.perf_counter() - started
        self.page.wait_for_timeout(600)
        return took, self.bytes - sent


def measure(browser: Browser, addresses: dict[str, str]) -> dict[str, dict[str, float]]:
    """Take every variant through the same visits, in turns."""
    found: dict[str, dict[str, list[float]]] = {name: {"first": [], "change": [], "bytes": []} for name in addresses}
    for _ in range(ROUNDS):
        for name, address in addresses.items():
            visit = Measured(browser, name, address)
            found[name]["first"].append(visit.first_paint())
            visit.page.wait_for_timeout(800)
            for option in ("B", "C"):
                took, sent = visit.change(option)
                found[name]["change"].append(took)
                found[name]["bytes"].append(sent)
            visit.page.close()
    return {name: {key: statistics.median(values) for key, values in row.items()} for name, row in found.items()}


def report(found: dict[str, dict[str, float]]) -> None:
    """Print the figures and how many times better the product is."""
    print(f"\n{'variant':<10}{'first paint':>14}{'change':>12}{'bytes a change':>18}")
    for name, row in found.items():
        print(f"{name:<10}{row['first'] * 1000:>11.0f} ms{row['change'] * 1000:>9.0f} ms{row['bytes']:>18,.0f}")
    own = found.pop("product")
    for name, row in found.items():
        ratios = {key: row[key] / own[key] for key in ("first", "change", "bytes")}
        print(f"\nagainst {name}: first paint {ratios['first']:.1f} times faster, change of indicator "
              f"{ratios['change']:.1f} times faster, {ratios['bytes']:.0f} times fewer bytes")


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        os.environ["CNSCD_VAR"] = str(folder / "var")
        settings = prepare(folder)
        servers = {
            name: browsers.start(folder / "var", folder / f"{name}.log", script=f"tests/benchmarks/app_{name}.py",
                                 **settings)
            for name in ("product", "folium")
        }
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=browsers.CHROMIUM, args=browsers.QUIET)
                report(measure(browser, {name: server.address for name, server in servers.items()}))
        finally:
            for server in servers.values():
                server.process.terminate()
    register.main()
    teams.main()
    visitors.main()


if __name__ == "__main__":
    main()
