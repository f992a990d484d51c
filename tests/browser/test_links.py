"""Links as people send them: harmed on the way, of a period that is gone, fixed for a later meeting; menu, way back."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_main_road import crumbs


def menu(visit: Visit, name: str) -> None:
    """Open a page by the menu."""
    visit.page.get_by_test_id("stTopNavLinkContainer").get_by_text(name, exact=True).click()
    visit.settle()


def said(visit: Visit) -> str:
    return visit.page.locator("[data-testid=stMain]").inner_text()


def test_a_harmed_link_opens_and_one_to_nothing_says_so_and_offers_the_nearest(visitor: Visit) -> None:
    visitor.open("/explore?u=6187.%20")
    assert "Lạng Sơn" in crumbs(visitor)
    visitor.open("/explore?u=06188")
    assert "06188" in said(visitor) and not visitor.page.locator("iframe").count(), "nor is the country's map shown"
    visitor.page.locator(".st-key-nearest-06187 button").click()
    expect(visitor.page).to_have_url(re.compile("u=06187"))
    visitor.wait_painted()
    visitor.open("/explore?u=20&p=2099-Q9")
    visitor.wait_painted()
    assert "2099-Q9" in said(visitor) and "Quý III/2026" in said(visitor)
    for page in ("teams", "difficulties", "progress"):
        visitor.open(f"/{page}?u=99999")
        assert "99999" in said(visitor), page


def test_the_menu_keeps_the_place_and_the_way_back_shows_what_was_there(visitor: Visit) -> None:
    visitor.open("/explore?u=20&p=2026-Q1")
    visitor.settle()
    menu(visitor, "Tổng quan")
    menu(visitor, "Các tổ")
    expect(visitor.page).to_have_url(re.compile(r"/teams\?u=20$"))
    menu(visitor, "Bản đồ")
    expect(visitor.page).to_have_url(re.compile(r"/explore\?u=20&p=2026-Q1"))
    assert "Tỉnh Lạng Sơn" in crumbs(visitor)
    seen = []
    for _ in range(8):
        visitor.page.go_back()
        visitor.settle()
        place = "Tỉnh Lạng Sơn" in crumbs(visitor) if "/explore" in visitor.page.url else None
        if place is not None:
            assert place == ("u=20" in visitor.page.url), visitor.page.url
        seen.append(visitor.page.url)
        if re.search(r"/explore\?u=20&p=2026-Q1$", visitor.page.url) and len(set(seen)) > 2:
            return
    raise AssertionError(seen)


def test_a_link_can_keep_its_period(visitor: Visit) -> None:
    visitor.open("/explore?u=20")
    visitor.wait_painted()
    visitor.settle()
    visitor.page.locator(".st-key-links button").click()
    address = visitor.page.get_by_test_id("stCode")
    expect(address).to_contain_text("u=20")
    assert "p=" not in address.inner_text()
    visitor.page.get_by_role("radio", name="Giữ Quý III/2026").click()
    expect(address).to_contain_text("p=2026-Q3")
    expect(address).to_contain_text("s=2025-07")


def test_the_mouse_reaches_every_tool_beside_the_breadcrumb(visitor: Visit) -> None:
    """What lies on top at the middle of each control is the control itself, at each width."""
    visitor.open("/explore?u=20")
    visitor.wait_painted()
    for width in (1440, 1100, 1024, 780, 390):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.settle()
        for control in (
            ".st-key-links button",
            ".st-key-finder input",
            ".st-key-tools [role=radio]",
            ".st-key-crumb-0 button",
        ):
            reached = visitor.page.locator(control).first.evaluate(
                """element => { const box = element.getBoundingClientRect();
                    const on = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                    return element.contains(on) || (element.closest("label") || element).contains(on); }"""
            )
            assert reached, (width, control)
