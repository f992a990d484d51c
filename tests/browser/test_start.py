"""The first start, deep links on a fresh server, and who sees which pages."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from data.releases.store import open_store
from tests.browser.conftest import start, visit

PUBLIC = "Tổ công nghệ số cộng đồng giúp"


def test_a_first_start_makes_the_sample_and_shows_the_progress(browser: Browser, tmp_path: Path) -> None:
    server = start(tmp_path / "var", tmp_path / "log")
    try:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
        guest = visit(context, server.address)
        guest.page.goto(server.address + "/overview")
        guest.page.locator("[data-testid=stProgress]").wait_for()
        expect(guest.page.get_by_role("heading", name="Tổng quan cả nước")).to_be_visible()
        expect(guest.page.get_by_text("Số liệu minh họa").first).to_be_visible()
        assert open_store(tmp_path / "var" / "store").current().manifest.sample
        context.close()
    finally:
        server.process.terminate()
        server.process.wait(10)


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/overview", "Tổng quan cả nước"),
        ("/progress", PUBLIC),
        ("/releases", "Các bản phát hành"),
    ],
)
def test_a_deep_link_on_a_fresh_server_runs_the_app_first(
    browser: Browser, var: Path, tmp_path: Path, path: str, heading: str
) -> None:
    server = start(var, tmp_path / "log")
    try:
        context = browser.new_context(locale="vi-VN")
        guest = visit(context, server.address)
        guest.page.goto(server.address + path)
        expect(guest.page.get_by_role("heading", name=heading)).to_be_visible()
        assert guest.page.get_by_role("dialog").count() == 0
        # the frame that app.py lays around every page is there: its navigation and its title
        assert guest.page.get_by_role("link", name="Bản đồ").count() >= 1
        assert guest.page.title() == "Tổ công nghệ số cộng đồng"
        context.close()
    finally:
        server.process.terminate()
        server.process.wait(10)


def test_the_public_reaches_the_public_page_alone(browser: Browser, var: Path, tmp_path: Path) -> None:
    server = start(var, tmp_path / "log", CNSCD_AUDIENCE="public")
    try:
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
        guest = visit(context, server.address)
        for path in ("/", "/overview", "/explore?u=06073", "/intake", "/releases"):
            guest.page.goto(server.address + path)
            expect(guest.page.get_by_role("heading", name=PUBLIC)).to_be_visible()
            text = guest.page.locator("body").inner_text()
            assert "Nhận báo cáo" not in text and "Các tổ ở" not in text and "Bản Kéo Duồm" not in text, path
        guest.open("/progress?u=06073")
        expect(guest.page.get_by_role("heading", name="Xã Hoa Thám")).to_be_visible()
        guest.wait_painted()
        codes = guest.frame_of_map().evaluate("choropleth.view.shown.features.map(f => f.code)")
        assert codes and all(code.isdigit() for code in codes)
        context.close()
    finally:
        server.process.terminate()
        server.process.wait(10)
