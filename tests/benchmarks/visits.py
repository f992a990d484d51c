"""One visit of a browser to one variant: when it has painted, when it has changed, when a click has been answered."""

import hashlib
import io
import math
import re
import time
from typing import Final

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Error, Page, Request, TimeoutError

OTHERS: Final = ("folium", "plotly", "pydeck")
_WEBGL: Final = ("plotly", "pydeck")
_FRAME: Final = "iframe[title='streamlit_folium.st_folium']"
_PLACES: Final = {
    "product": _FRAME,
    "villages": _FRAME,
    "unnamed": _FRAME,
    "folium": _FRAME,
    "plotly": "[data-testid=stPlotlyChart]",
    "pydeck": "[data-testid=stDeckGlJsonChart]",
}
_OWN: Final = "() => document.documentElement.dataset.painted || ''"
# an SVG map is there when all its paths are; its first paths' colours tell one indicator from another
_FOLIUM: Final = """() => { const paths = Array.from(document.querySelectorAll('path.leaflet-interactive'));
    return paths.length >= 3321 ? paths.slice(0, 40).map(p => p.getAttribute('fill')).join() : ''; }"""
_MIDDLE: Final = """() => { const v = choropleth.view, size = v.map.getSize();
    let best = null, least = Infinity;
    for (const f of v.shown.features) {
      const p = v.map.latLngToContainerPoint(v.map.unproject([f.x, f.y], 12));
      const away = Math.hypot(p.x - size.x / 2, p.y - size.y / 2);
      if (away < least) { least = away; best = [p.x, p.y]; }
    }
    return best; }"""
_SEEN: Final = 60  # pixels: the width of what is looked at where a map is drawn by WebGL
_COLOURED: Final = 40  # how far red, green and blue of every class lie apart, at least
_COLOURS: Final = 8  # more colours than a page without a map has there


class Visit:
    """One variant in one browser page."""

    def __init__(self, browser: Browser, name: str, address: str) -> None:
        self.name, self.address, self.bytes = name, address, 0
        self.page: Page = browser.new_page(viewport={"width": 1440, "height": 900})
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        self.fetched: list[Request] = []
        self.page.on("requestfinished", lambda request: self.fetched.append(request))

    def first_paint(self) -> float:
        """Open the page; return the seconds until the map is painted."""
        started = time.perf_counter()
        self.page.goto(self.address)
        return self._wait("") - started

    def change(self, option: str) -> tuple[float, int]:
        """Choose an indicator; return the seconds until the map shows it, and the bytes that were sent."""
        self.page.locator("[data-testid=stSelectbox] input").click()
        choice = self.page.get_by_role("option", name=option, exact=True)
        choice.wait_for()
        before, sent, fetched = self._state(), self.bytes, len(self.fetched)
        started = time.perf_counter()
        choice.click()
        took = self._wait(before) - started
        self.page.wait_for_timeout(600)
        return took, self.bytes - sent + sum(each.sizes()["responseBodySize"] for each in self.fetched[fetched:])

    def click(self) -> float:
        """Click on a unit near the middle of the map; return the seconds until the page says which it was."""
        box = self.page.locator(_PLACES[self.name]).first.bounding_box()
        if _PLACES[self.name] == _FRAME and self.name != "folium":
            x, y = self._frame().evaluate(_MIDDLE)
        else:
            x, y = self._land(box)
        self.page.mouse.move(box["x"] + x, box["y"] + y)
        self.page.wait_for_timeout(300)
        started = time.perf_counter()
        self.page.mouse.click(box["x"] + x, box["y"] + y)
        try:
            self.page.get_by_text(re.compile(r"^clicked \S+")).wait_for(timeout=30_000)
        except TimeoutError:
            return math.nan  # never answered: the figure is left out
        return time.perf_counter() - started

    def _count(self, payload: object) -> None:
        self.bytes += len(payload)  # type: ignore[arg-type]

    def _frame(self):
        return next(frame for frame in self.page.frames if "streamlit_folium" in frame.url)

    def _state(self) -> str:
        """Return what tells one painted map from another; "" before it is painted."""
        if self.name in _WEBGL:
            return self._seen()
        try:
            return self._frame().evaluate(_FOLIUM if self.name == "folium" else _OWN)
        except (Error, StopIteration):  # the frame is not there yet or is being replaced
            return ""

    def _seen(self) -> str:
        """Look at the middle of the map: the drawing itself cannot be asked."""
        place = self.page.locator(_PLACES[self.name]).first
        box = place.bounding_box() if place.count() else None
        if not box or box["height"] < _SEEN:
            return ""
        middle = {"x": box["x"] + box["width"] / 2 - _SEEN / 2, "y": box["y"] + box["height"] / 2 - _SEEN / 2}
        shot = self.page.screenshot(clip={**middle, "width": _SEEN, "height": _SEEN})
        pixels = Image.open(io.BytesIO(shot)).convert("RGB")
        few = pixels.getcolors(_COLOURS) is not None
        return "" if few else hashlib.sha256(pixels.tobytes()).hexdigest()

    def _land(self, box: dict[str, float]) -> tuple[float, float]:
        """Return a place of the map, near its middle, that is of one class's colour all around."""
        seen = np.asarray(Image.open(io.BytesIO(self.page.screenshot(clip=box))).convert("RGB")).astype(int)
        inside = seen.max(axis=2) - seen.min(axis=2) > _COLOURED
        for down, right in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            inside &= (np.roll(seen, (down, right), axis=(0, 1)) == seen).all(axis=2)
        ys, xs = np.nonzero(inside)
        if not len(xs):
            raise LookupError(self.name)
        nearest = np.hypot(xs - box["width"] / 2, ys - box["height"] / 2).argmin()
        return float(xs[nearest]), float(ys[nearest])

    def _wait(self, before: str) -> float:
        """Wait until another map is painted than `before`, and stays; return when it was first seen."""
        deadline, last, seen = time.perf_counter() + 90, before, 0.0
        while time.perf_counter() < deadline:
            state, now = self._state(), time.perf_counter()
            if state and state != before:
                if self.name not in _WEBGL:
                    return now
                if state == last and self._at_rest():
                    return seen
                seen = seen if state == last else now
            last = state
            self.page.wait_for_timeout(4)
        raise TimeoutError(self.name)

    def _at_rest(self) -> bool:
        """Tell whether no run is under way: during one, what is old is shown paler."""
        return self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").count() > 0
