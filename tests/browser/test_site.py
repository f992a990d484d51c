"""The site of plain files in a real browser, from a server that can do nothing but hand out files."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from components.public.site.build import build
from data.disclosure.public_release import open_public
from data.units import register
from tests.browser.conftest import Visit, visit

pytestmark = pytest.mark.browser
_LIGHT = 200_000
LAT, LON = 20.0917, 106.0803  # in Phát Diệm


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(var: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "out"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CNSCD_VAR", str(var))
        build(folder, open_public().current())
    return folder


@pytest.fixture(scope="module")
def files(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def phone(browser: Browser, address: str, **options: object) -> Visit:
    return visit(browser.new_context(viewport={"width": 390, "height": 844}, **options), address)


def figures(page: Page) -> list[str]:
    page.wait_for_selector("#figures li .big")
    return page.locator("#figures .big [aria-hidden]").all_inner_texts()


def test_it_is_light_asks_nobody_else_and_draws_the_map(browser: Browser, files: str) -> None:
    seen, sizes = phone(browser, files), {}
    seen.page.on("response", lambda answer: sizes.update({answer.url: int(answer.headers.get("content-length", 0))}))
    seen.page.goto(files + "/")
    assert len(figures(seen.page)) == 3
    seen.page.wait_for_selector("#legend li:nth-child(3)")
    before = {url: size for url, size in sizes.items() if "/map" not in url and "/frame" not in url}
    assert 0 < sum(before.values()) < _LIGHT
    seen.page.locator("#map").scroll_into_view_if_needed()
    frame = seen.page.wait_for_selector("#map").content_frame()
    frame.wait_for_selector("html[data-painted='-smartphone_gap-light']")
    assert all(url.startswith((files, "data:")) for url in seen.requests)
    assert seen.faults == []


def test_a_stranger_finds_a_commune_by_its_old_name(browser: Browser, files: str) -> None:
    seen = phone(browser, files)
    seen.page.goto(files + "/")
    seen.page.fill("#search", "thuong kiem")
    seen.page.get_by_role("link", name=re.compile("tên cũ Xã Thượng Kiệm")).click()
    expect(seen.page.locator("#name")).to_have_text("Xã Phát Diệm")
    assert seen.page.url.endswith("#14620") and len(figures(seen.page)) == 3
    assert "Xã Thượng Kiệm" in seen.page.locator("#where").inner_text()
    seen.page.get_by_role("link", name="English").click()
    expect(seen.page.locator("#where")).to_contain_text("Made of")
    assert seen.faults == []


@pytest.mark.parametrize("ours", [True, False], ids=["files", "streamlit"])
def test_the_nearest_communes_are_offered_and_the_position_goes_nowhere(
    browser: Browser, files: str, server, ours: bool
) -> None:
    address = files if ours else server.address
    seen = phone(browser, address, locale="vi-VN")
    context, sent = seen.page.context, []
    seen.page.on("request", lambda request: sent.append((request.url, request.post_data_buffer)))
    seen.page.on("websocket", lambda socket: socket.on("framesent", lambda content: sent.append(("", content))))
    seen.page.goto(address + ("/" if ours else "/progress"))
    place = seen.page if ours else seen.page.frame_locator("iframe[src*='components.server.geolocation.where']")
    button, said = place.get_by_role("button", name="Vị trí của tôi"), place.get_by_role("status")
    expect(button).to_be_visible(timeout=30_000)
    assert not any("points.json" in url or "communes.json" in url for url in seen.requests), "fetched on a click only"
    button.click()
    expect(said).to_contain_text("không được phép")
    context.grant_permissions(["geolocation"], origin=address)
    context.set_geolocation({"latitude": 1.35, "longitude": 103.82, "accuracy": 10})
    button.click()
    expect(said).to_contain_text("ngoài Việt Nam")
    context.set_geolocation({"latitude": LAT, "longitude": LON, "accuracy": 9000})
    button.click()
    expect(said).to_contain_text("Bạn ở xã nào?")
    expect(said).to_contain_text("trong khoảng 9 km")
    found = place.get_by_role("link" if ours else "button", name=re.compile(r"cách khoảng \d+ km"))
    assert found.count() == 5
    found.first.press("Enter")
    expect(seen.page.get_by_role("heading", name="Xã Phát Diệm", exact=True)).to_be_visible(timeout=30_000)
    assert seen.page.url.endswith("#14620" if ours else "?u=14620")
    for url, content in sent:
        told = url.encode() + (content.encode() if isinstance(content, str) else content or b"")
        assert not any(each in told for each in (b"20.09", b"106.08", b"1.35", b"103.82")), url
    assert not [fault for fault in seen.faults if "404" not in fault], "Streamlit looks for its server in two places"
    context.close()


def test_numbers_are_those_of_the_page_that_streamlit_serves(browser: Browser, files: str, server) -> None:
    hidden = (
        open_public()
        .current()
        .query(
            "SELECT code FROM figures WHERE level = 'commune' AND structure = '2025-07' "
            "AND period = (SELECT max(period) "
            "FROM figures) AND hidden LIKE '%village_coverage__num%' ORDER BY code LIMIT 1"
        )["code"]
        .iloc[0]
    )
    for code in ("", "04", "14620", hidden):
        ours, theirs = phone(browser, files), phone(browser, server.address)
        ours.page.goto(f"{files}/#{code}")
        if code:
            expect(ours.page.locator("#name")).to_have_text(register.unit("2025-07", code).name)
        theirs.open("/progress" + (f"?u={code}" if code else ""))
        theirs.page.wait_for_selector(".plain-figures .big")
        told = theirs.page.locator(".plain-figures .big [aria-hidden]").all_inner_texts()
        assert figures(ours.page) == told, code
        ours.page.context.close()
        theirs.page.context.close()
    assert "không công bố" in told


def test_without_scripts_figures_and_tables_can_be_read(browser: Browser, files: str) -> None:
    seen = phone(browser, files, java_script_enabled=False)
    seen.page.goto(files + "/")
    assert len(seen.page.locator("#figures .big").all()) == 3
    seen.page.goto(files + "/tables/04.html")
    assert seen.page.locator("tbody tr").count() == 56
