"""Signing in with a real provider: groups give roles, whoever is unknown is the public, and it ends."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from data.releases.store import open_store
from tests.browser import office
from tests.browser.caller import signed_in
from tests.browser.conftest import Visit, visit
from tests.browser.office import Office, sign_in, sign_out, way_out
from tests.fixtures.sample import COMMUNE, PLANTED

PAGES = {
    "Tiến độ": "public",
    "Tổng quan": "viewer",
    "Bản đồ": "viewer",
    "Nhận báo cáo": "planner",
    "Phát hành": "planner",
}
PUBLIC = "Tổ công nghệ số cộng đồng giúp"


@pytest.fixture
def guests(browser: Browser, bureau: Office) -> Iterator[list[Visit]]:
    """Return two visitors with browsers of their own."""
    contexts = [browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN") for _ in range(2)]
    yield [visit(context, bureau.server.address) for context in contexts]
    for context in contexts:
        context.close()


def sees(guest: Visit) -> set[str]:
    links = guest.page.get_by_test_id("stTopNavLink").all_inner_texts()
    return {name for name in PAGES if any(name in text for text in links)}


def text_of(guest: Visit) -> str:
    return guest.page.locator("body").inner_text()


def was_sent(guest: Visit, text: str) -> bool:
    """Tell whether the app has sent a text to the visitor's browser, shown or not."""
    return any(text.encode() in message for message in guest.messages)


def test_the_committee_signs_in_sees_its_pages_and_signs_out(guests: list[Visit]) -> None:
    guest = guests[0]
    guest.open("/explore?u=20&m=households")
    expect(guest.page.get_by_role("heading", name=PUBLIC)).to_be_visible()
    sign_in(guest, "viewer")
    expect(guest.page.get_by_role("heading", name="Tỉnh Lạng Sơn").first).to_be_visible()
    assert guest.page.url.endswith("/explore?u=20&m=households"), "led to what one came for"
    assert "cnscd_wanted" not in {cookie["name"] for cookie in guest.page.context.cookies()}
    guest.open("/")
    expect(guest.page.get_by_role("heading", name="Tổng quan cả nước")).to_be_visible()
    assert sees(guest) == {"Tiến độ", "Tổng quan", "Bản đồ"}
    guest.open("/releases")
    assert "Nhật ký" not in text_of(guest)
    cookies = {cookie["name"]: cookie for cookie in guest.page.context.cookies()}
    assert cookies["_streamlit_user"]["httpOnly"] and cookies["_streamlit_user"]["sameSite"] == "Lax"
    sign_out(guest)
    guest.open("/overview")
    expect(guest.page.get_by_role("heading", name=PUBLIC)).to_be_visible()
    assert "_streamlit_user" not in {cookie["name"] for cookie in guest.page.context.cookies()}


def test_somebody_without_a_role_is_the_public(guests: list[Visit]) -> None:
    guest = guests[0]
    guest.open("/")
    sign_in(guest, "nobody")
    expect(guest.page.get_by_role("heading", name=PUBLIC)).to_be_visible()
    assert sees(guest) <= {"Tiến độ"}
    guest.page.locator(".st-key-account button").first.click()
    expect(guest.page.get_by_text("chưa được giao quyền")).to_be_visible()


def test_a_planner_and_the_public_side_by_side(guests: list[Visit], bureau: Office) -> None:
    planner, public = guests
    public.open("/progress?u=20")
    planner.open("/")
    sign_in(planner, "planner")
    planner.open(f"/explore?u={COMMUNE}&t={bureau.team}")
    assert was_sent(planner, PLANTED["name"])
    assert sees(public) <= {"Tiến độ"}
    public.open(f"/explore?u={COMMUNE}&t={bureau.team}")
    expect(public.page.get_by_role("heading", name=PUBLIC)).to_be_visible()
    assert not any(was_sent(public, value) for value in PLANTED.values())
    assert bureau.team in planner.page.url, "another visitor changes nothing"
    assert "Cán bộ chuyên trách" in planner.page.locator(".st-key-account").inner_text()


def test_people_of_another_province_stay_unseen_and_a_role_that_is_taken_is_gone_at_once(
    guests: list[Visit], bureau: Office
) -> None:
    guest = guests[0]
    guest.open("/")
    sign_in(guest, "other")
    guest.open(f"/explore?u={COMMUNE}&t={bureau.team}")
    assert "dữ liệu cá nhân" in text_of(guest)
    assert not any(was_sent(guest, value) for value in PLANTED.values())
    before = bureau.roles.read_text(encoding="utf-8")
    try:
        bureau.roles.write_text(before.replace('"bac-kan"', '"ai-khac"'), encoding="utf-8")
        guest.open("/releases")
        expect(guest.page.get_by_role("heading", name=PUBLIC)).to_be_visible()
    finally:
        bureau.roles.write_text(before, encoding="utf-8")
    store = open_store(bureau.folder / "store")
    assert store.current().manifest.message == "small"


def cookie_of(who: str, *, address: str, secret: str, began: float) -> dict[str, str]:
    """Make the cookie that a sign-in leaves, for a browser."""
    made = signed_in(address, who, group=office.PEOPLE[who], secret=secret, began=began)
    return {"name": "_streamlit_user", "value": made["_streamlit_user"], "url": address}


def test_a_name_that_looks_like_a_program_is_shown_as_text(guests: list[Visit], bureau: Office) -> None:
    guest, name = guests[0], "<img src=x onerror=window.ran=1>**[a](javascript:window.ran=1)** {{7*7}}"
    cookie = signed_in(bureau.server.address, "viewer", group=office.PEOPLE["viewer"], secret=office.SECRET, email=name)
    guest.page.context.add_cookies(
        [{"name": "_streamlit_user", "value": cookie["_streamlit_user"], "url": bureau.server.address}]
    )
    guest.open("/overview")
    guest.page.locator(".st-key-account button").first.click()
    expect(guest.page.get_by_text(name)).to_be_visible()
    assert guest.page.evaluate("window.ran === undefined")
    assert guest.page.locator("img[src=x]").count() == 0


def test_a_sign_in_that_is_over_or_forged_gives_nothing(guests: list[Visit], bureau: Office) -> None:
    address = bureau.server.address
    over, forged = guests
    over.page.context.add_cookies(
        [cookie_of("administrator", address=address, secret=office.SECRET, began=time.time() - 3700)]
    )
    forged.page.context.add_cookies(
        [cookie_of("administrator", address=address, secret="guessed" * 6, began=time.time())]
    )
    over.page.goto(f"{address}/releases")
    expect(way_out(over)).to_be_visible()
    assert "_streamlit_user" not in {cookie["name"] for cookie in over.page.context.cookies()}
    over.open("/releases")
    forged.open("/releases")
    for guest in guests:
        expect(guest.page.get_by_role("heading", name=PUBLIC)).to_be_visible()
        expect(guest.page.get_by_role("button", name="Cán bộ đăng nhập")).to_be_visible()
