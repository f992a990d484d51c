"""What people do on the main road, in a real Chromium on the whole country's sample."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import MAP, Visit

COUNTRY_OF_COMMUNES = "/explore?l=commune"


def choose(visit: Visit, label: str, option: str) -> None:
    """Pick an option of a select box, as a user does."""
    visit.page.get_by_label(label, exact=True).first.click()
    visit.page.get_by_role("option", name=option, exact=True).click()


def mark_frame(visit: Visit) -> None:
    """Leave a mark in the map's frame: a frame that was loaded again has lost it."""
    visit.frame_of_map().evaluate("window.markOfTheTest = true")


def same_frame(visit: Visit) -> bool:
    return visit.frame_of_map().evaluate("window.markOfTheTest === true")


def crumbs(visit: Visit) -> str:
    return re.sub(r"\s+", " ", visit.page.locator(".st-key-crumbs").inner_text())


def click_on(visit: Visit, code: str) -> None:
    """Click on a unit of the map where it is drawn."""
    x, y = visit.frame_of_map().evaluate(
        """code => { const v = choropleth.view, f = v.shown.features.find(f => f.code === code);
           const p = v.map.latLngToContainerPoint(v.map.unproject([f.x, f.y], 12)); return [p.x, p.y]; }""",
        code,
    )
    box = visit.page.locator(MAP).bounding_box()
    visit.page.mouse.click(box["x"] + x, box["y"] + y)


def test_nothing_is_asked_of_any_other_host(visitor: Visit) -> None:
    for path in ("/overview", COUNTRY_OF_COMMUNES, "/explore?u=20", "/progress", "/intake", "/releases"):
        visitor.open(path)
    others = [url for url in visitor.requests if not url.startswith((visitor.address, "data:", "blob:"))]
    assert others == []
    assert not [fault for fault in visitor.faults if "404" not in fault]


def test_a_change_of_indicator_keeps_the_frame_and_sends_little(visitor: Visit) -> None:
    visitor.open(COUNTRY_OF_COMMUNES)
    before = visitor.wait_painted()
    mark_frame(visitor)
    sent = visitor.socket_bytes
    choose(visitor, "Chỉ số", "Hộ được hướng dẫn kỹ năng số")
    visitor.wait_painted(before)
    visitor.settle()
    assert same_frame(visitor)
    assert visitor.frame_of_map().evaluate("choropleth.view.shown.features.length") == 3321
    assert visitor.socket_bytes - sent < 20_000


def test_a_change_of_period_keeps_the_frame(visitor: Visit) -> None:
    visitor.open("/explore")
    before = visitor.wait_painted()
    mark_frame(visitor)
    choose(visitor, "Kỳ", "Quý IV/2025")
    visitor.wait_painted(before)
    assert same_frame(visitor)
    assert "p=2025-Q4" in visitor.page.url


def test_drilling_down_by_map_table_and_breadcrumb_in_one_frame(visitor: Visit) -> None:
    visitor.open("/explore")
    painted = visitor.wait_painted()
    mark_frame(visitor)
    click_on(visitor, "20")
    painted = visitor.wait_painted(painted)
    visitor.settle()
    assert "u=20" in visitor.page.url and "Lạng Sơn" in crumbs(visitor)
    assert visitor.frame_of_map().evaluate("choropleth.view.shown.features.length") == 65

    table = visitor.page.locator("[data-testid=stDataFrame]").first.bounding_box()
    visitor.page.mouse.click(table["x"] + 130, table["y"] + 60)
    painted = visitor.wait_painted(painted)
    visitor.settle()
    commune = re.search(r"u=(\d{5})", visitor.page.url)[1]
    assert visitor.frame_of_map().evaluate("choropleth.view.shown.features[0].code").startswith("v")

    visitor.page.locator(".st-key-crumbs").get_by_role("button", name="Tỉnh Lạng Sơn").click()
    visitor.wait_painted(painted)
    visitor.settle()
    assert "u=20" in visitor.page.url and same_frame(visitor)

    visitor.page.go_back()
    expect(visitor.page).to_have_url(re.compile(f"u={commune}"))
    visitor.settle()
    assert visitor.frame_of_map().evaluate("choropleth.view.shown.features[0].code").startswith("v")
    visitor.page.go_forward()
    expect(visitor.page).to_have_url(re.compile(r"u=20\b"))


def test_a_link_opens_the_same_view_down_to_a_team(visitor: Visit) -> None:
    visitor.open("/explore?u=06073")
    visitor.wait_painted()
    teams = visitor.page.locator("[data-testid=stDataFrame]").nth(1)
    teams.scroll_into_view_if_needed()
    box = teams.bounding_box()
    visitor.page.mouse.click(box["x"] + 200, box["y"] + 38 + 35 * 2 + 16)
    expect(visitor.page).to_have_url(re.compile(r"t=t\d+"))
    visitor.settle()
    link, shown = visitor.page.url, visitor.page.locator("[data-testid=stMain] h3").first.inner_text()
    assert shown.startswith("Tổ công nghệ số cộng đồng")
    visitor.page.goto("about:blank")
    visitor.page.goto(link)
    visitor.settle()
    assert visitor.page.locator("[data-testid=stMain] h3").first.inner_text() == shown


def test_panning_and_zooming_cause_no_run(visitor: Visit) -> None:
    visitor.open("/explore?u=20")
    visitor.wait_painted()
    visitor.settle()
    sent = visitor.socket_bytes
    box = visitor.page.locator(MAP).bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visitor.page.mouse.move(*middle)
    visitor.page.mouse.down()
    visitor.page.mouse.move(middle[0] + 120, middle[1] + 60, steps=5)
    visitor.page.mouse.up()
    visitor.map.locator(".leaflet-control-zoom-in").click()
    visitor.pause(1200)  # longer than the app puts off what it tells
    assert visitor.socket_bytes == sent


def test_hoang_sa_and_truong_sa_stand_on_every_view(visitor: Visit) -> None:
    for path in ("/explore", "/explore?u=20", "/explore?u=06073", "/overview", "/progress"):
        visitor.open(path)
        visitor.wait_painted()
        said = visitor.map.locator("#choropleth-islands").inner_text()
        assert "Hoàng Sa" in said and "Trường Sa" in said, path


def test_a_commune_without_a_report_is_hatched_and_counted(visitor: Visit) -> None:
    visitor.open("/explore?u=20")
    visitor.wait_painted()
    marks = visitor.frame_of_map().evaluate("choropleth.view.shown.marks")
    assert 0 < marks.count("-") < len(marks) == 65
    legend = visitor.page.locator(".legend").inner_text()
    assert f"{marks.count('-')} xã" in legend.split("chưa có số liệu")[1]
    assert f"{65 - marks.count('-')}/65 xã đã báo cáo" in visitor.page.locator("[data-testid=stMain]").inner_text()


def test_the_keyboard_reaches_reads_and_opens_a_unit(visitor: Visit) -> None:
    visitor.open("/explore?u=20")
    painted = visitor.wait_painted()
    visitor.map.locator("#map_div").focus()
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("ArrowDown")
    spoken = visitor.map.locator("#choropleth-spoken").inner_text()
    assert re.match(r"(Xã|Phường) ", spoken)
    visitor.page.keyboard.press("Enter")
    visitor.wait_painted(painted)
    visitor.settle()
    assert spoken.split(",")[0] in crumbs(visitor)
    visitor.map.locator("#map_div").focus()
    visitor.page.keyboard.press("Escape")
    expect(visitor.page).to_have_url(re.compile(r"u=20$"))


def test_the_map_the_table_and_the_panel_say_the_same_number(visitor: Visit) -> None:
    visitor.open("/explore?u=20&n=1")
    visitor.wait_painted()
    summary = visitor.page.get_by_text("cao nhất").inner_text()
    top, value = re.search(r"cao nhất (.+?) \(([\d,]+%)\)", summary).groups()
    index = visitor.frame_of_map().evaluate(
        "name => choropleth.view.shown.features.findIndex(f => f.name === name)", top
    )
    assert index >= 0
    code = visitor.frame_of_map().evaluate("i => choropleth.view.shown.features[i].code", index)
    visitor.open(f"/explore?u={code}")
    visitor.wait_painted()
    assert value in visitor.page.locator(".figures .first").inner_text()


def test_english_says_english(visitor: Visit) -> None:
    visitor.open("/explore?lang=en")
    visitor.wait_painted()
    text = visitor.page.locator("[data-testid=stMain]").inner_text()
    assert "Households without a smartphone" in text or "smartphone" in text
    assert "communes reported" in text
