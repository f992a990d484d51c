"""axe, run in the browser on every page and in the map's frame: no serious or critical fault."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from tests.browser.conftest import MAP, Server, Visit, visit

AXE = (Path(find_spec("axe_playwright_python").origin).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """async () => (await axe.run(document, {iframes: false, resultTypes: ["violations"]})).violations
    .filter(each => ["serious", "critical"].includes(each.impact))
    .flatMap(each => each.nodes.map(node => [each.id, node.html.slice(0, 300), each.help]))"""
IN_COLOURS_OF = """theme => getComputedStyle(document.querySelector("[data-testid=stApp]")).colorScheme === theme
    && document.getAnimations().every(each => !(each instanceof CSSTransition))"""
PAGES = {
    "the public's": "/progress",
    "overview": "/overview",
    "country": "/explore",
    "province, crossed, with the table": "/explore?u=20&w=two&b=table",
    "province, side by side, with dots": "/explore?u=20&w=side&b=scatter",
    "province over time, in English": "/explore?u=20&w=time&lang=en",
    "commune": "/explore?u=06073",
    "intake": "/intake",
    "boundaries": "/boundaries",
    "assignments": "/assignments",
    "catalogue": "/catalogue",
    "releases": "/releases",
}
DARK = ("overview", "province, crossed, with the table", "commune", "intake")


@pytest.fixture(scope="module")
def reader(browser: Browser, server: Server) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    yield visit(context, server.address)
    context.close()


def faults(place: Page | Frame) -> list[list[str]]:
    place.evaluate(AXE)
    return place.evaluate(RUN)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_a_serious_fault(reader: Visit, page: str) -> None:
    reader.page.emulate_media(color_scheme="light")
    reader.open(PAGES[page])
    for theme in ("light", "dark") if page in DARK else ("light",):
        reader.page.emulate_media(color_scheme=theme)
        reader.page.wait_for_function(IN_COLOURS_OF, arg=theme)
        reader.settle()
        if reader.page.locator(MAP).count():
            reader.wait_painted()
            assert faults(reader.frame_of_map()) == [], theme
        assert faults(reader.page) == [], theme


def test_the_list_of_pages_leaves_the_account_its_place(reader: Visit) -> None:
    """An administrator has most pages; on a small screen they stand closer, and the account is its picture."""
    reader.open("/releases")
    for width in (1024, 1100, 1241, 1280, 1440):
        reader.page.set_viewport_size({"width": width, "height": 900})
        reader.page.wait_for_function(
            """() => {
                const links = [...document.querySelectorAll("[data-testid=stTopNavLink]")];
                const ends = links.map(link => link.getBoundingClientRect().right);
                return links.length > 8
                    && Math.max(...ends) < document.querySelector(".st-key-account").getBoundingClientRect().left;
            }""",
            timeout=10_000,
        )
    reader.page.set_viewport_size({"width": 1440, "height": 900})
