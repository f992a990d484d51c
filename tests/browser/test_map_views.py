"""The ways of viewing the map, in one frame: what is drawn, what moves together, what is sent."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import MAP, Visit
from tests.browser.test_main_road import COUNTRY_OF_COMMUNES, choose, mark_frame, same_frame

# what each way says below the map, and what the link says for it
WAYS = {
    "Hai chỉ số chồng nhau": ("w=two", "Hộ được hướng dẫn kỹ năng số →"),
    "Số lượng trên tỷ lệ": ("w=circles", "Số hộ chưa có điện thoại thông minh"),
    "Thay đổi giữa hai kỳ": ("w=change", "tăng giảm dưới"),
    "Hai bản đồ cạnh nhau": ("w=side", "Quý III/2025 | Quý III/2026"),
    "Theo thời gian": ("w=time", "chưa có số liệu"),
    "Chất lượng: độ mới": ("w=age", "cách kỳ đang xem bao nhiêu quý"),
    "Chất lượng: độ đầy đủ": ("w=whole", "Số thôn có số liệu"),
    "Chất lượng: cảnh báo": ("w=warnings", "Số cảnh báo còn lại"),
    "Chất lượng: căn cứ": ("w=grade", "có số liệu minh họa"),
    "Một chỉ số": ("w=", "cao nhất"),
}
CENTRES = """() => choropleth.view.panes.map(p => { const c = p.map.getCenter();
             return [c.lat.toFixed(4), c.lng.toFixed(4), p.map.getZoom()].join(); })"""
RESTING = f"""before => {{
    const now = ({CENTRES})().join(), seen = window.centresOfTheTest;
    if (!seen || seen.now !== now) window.centresOfTheTest = {{now, since: performance.now()}};
    return now !== before.join() && performance.now() - window.centresOfTheTest.since >= 300; }}"""
VALUES = "choropleth.view.shown.values.join()"


def drag(visit: Visit, share: float, *, by: tuple[int, int]) -> None:
    """Drag the map from a place at this share of the frame's width."""
    box = visit.page.locator(MAP).bounding_box()
    x, y = box["x"] + box["width"] * share, box["y"] + box["height"] / 2
    visit.page.mouse.move(x, y)
    visit.page.mouse.down()
    visit.page.mouse.move(x + by[0], y + by[1], steps=6)
    visit.pause(200)  # held still before it is let go, so that it does not glide on
    visit.page.mouse.up()


def centres_after(visit: Visit, before: list[str]) -> list[str]:
    """Return the centres of the maps when they have left `before` and come to rest."""
    frame = visit.frame_of_map()
    frame.wait_for_function(RESTING, arg=before)
    return frame.evaluate(CENTRES)


def test_every_way_of_viewing_is_drawn_in_the_same_frame(visitor: Visit) -> None:
    visitor.open("/explore?u=20")
    painted = visitor.wait_painted()
    mark_frame(visitor)
    for option, (link, said) in WAYS.items():
        choose(visitor, "Cách xem", option)
        painted = visitor.wait_painted(painted)
        visitor.settle()
        assert said in visitor.page.locator("[data-testid=stMain]").inner_text(), option
        assert (link in visitor.page.url) == (link != "w="), option
        assert same_frame(visitor), option
        fills = visitor.frame_of_map().evaluate("choropleth.view.shown.fill")
        assert len(fills) == 65 and all(re.fullmatch("#[0-9a-f]{6}|[-xso]", fill) for fill in fills), option
    assert not [fault for fault in visitor.faults if "404" not in fault]


def test_two_maps_move_together_without_a_run_and_both_say_both_values(visitor: Visit) -> None:
    visitor.open("/explore?u=20&w=side")
    visitor.wait_painted()
    visitor.settle()
    frame, sent = visitor.frame_of_map(), visitor.socket_bytes
    start = frame.evaluate(CENTRES)
    assert len(start) == 2 and len(set(start)) == 1
    for share in (0.25, 0.75):
        before = frame.evaluate(CENTRES)
        drag(visitor, share, by=(61, 43))
        after = centres_after(visitor, before)
        assert len(set(after)) == 1 and after != before
    visitor.map.locator("#map_div2 .leaflet-control-zoom-in").click()
    zoomed = centres_after(visitor, after)
    assert len(set(zoomed)) == 1 and zoomed[0].split(",")[2] != start[0].split(",")[2]
    assert visitor.socket_bytes == sent
    visitor.map.locator("#map_div").focus()
    visitor.page.keyboard.press("ArrowDown")
    spoken = visitor.map.locator("#choropleth-spoken").inner_text()
    assert spoken.count("Quý III/2025 ·") == spoken.count("Quý III/2026 ·") == 1


def test_the_player_plays_without_the_server_and_tells_it_where_it_stopped(visitor: Visit) -> None:
    visitor.open("/explore?u=20&w=time&p=2026-Q1")
    painted = visitor.wait_painted()
    visitor.settle()
    mark_frame(visitor)
    slider, sent = visitor.map.locator("#choropleth-player input"), visitor.socket_bytes
    steps = int(slider.get_attribute("max"))
    seen = [visitor.frame_of_map().evaluate(VALUES)]
    visitor.map.locator("#choropleth-player button").click()
    for step in (steps - 1, steps):
        expect(slider).to_have_value(str(step))
        seen.append(visitor.frame_of_map().evaluate(VALUES))
    assert len(set(seen)) == len(seen) and visitor.socket_bytes == sent
    visitor.wait_painted(painted)
    expect(visitor.page).not_to_have_url(re.compile("p=2026-Q1"))
    visitor.settle()
    assert same_frame(visitor)
    assert visitor.map.locator("#choropleth-player output").inner_text() == "Quý III/2026"


def test_changes_of_the_country_of_communes_are_small_and_keep_the_frame(visitor: Visit) -> None:
    """Period, classes and theme: each repaints 3,321 communes where they are."""
    visitor.open(COUNTRY_OF_COMMUNES)
    painted = visitor.wait_painted()
    visitor.settle()
    mark_frame(visitor)

    method = visitor.page.get_by_text("Số nơi bằng nhau", exact=True)
    changes = {
        "period": lambda: choose(visitor, "Kỳ", "Quý II/2026"),
        "classes": method.click,
        "theme": lambda: visitor.page.emulate_media(color_scheme="dark"),
    }
    for name, change in changes.items():
        if name == "classes":
            visitor.page.get_by_role("button", name="Phân nhóm").click()
            method.wait_for()
            visitor.settle()
        sent, fill = visitor.socket_bytes, visitor.frame_of_map().evaluate("choropleth.view.shown.fill.join()")
        change()
        painted = visitor.wait_painted(painted)
        visitor.settle()
        assert visitor.frame_of_map().evaluate("choropleth.view.shown.fill.join()") != fill, name
        assert same_frame(visitor), name
        assert visitor.socket_bytes - sent < 20_500, name  # before a change of kinds: twelve names of the day too
    assert visitor.frame_of_map().evaluate("choropleth.view.wanted.d") == "dark"
    expect(method).to_be_hidden()


def test_fifty_rapid_changes_leave_the_last_one_shown(visitor: Visit) -> None:
    visitor.open("/explore")
    visitor.wait_painted()
    mark_frame(visitor)
    levels = visitor.page.locator(".st-key-controls [data-testid=stButtonGroup]").first.get_by_role("radio")
    for turn in range(50):
        levels.nth((turn + 1) % 2).click(no_wait_after=True)
    levels.nth(1).click()
    expect(visitor.page).to_have_url(re.compile("l=commune"))
    visitor.settle()
    frame = visitor.frame_of_map()
    frame.wait_for_function("choropleth.view.shown.features.length === 3321", timeout=20_000)
    assert "3.321" in visitor.page.locator("[data-testid=stMain]").inner_text()
    assert same_frame(visitor)
    # and in the frame itself, where files come in any order
    last = frame.evaluate("""async () => {
        const command = structuredClone(choropleth.view.wanted), slow = window.fetch;
        window.fetch = (url) => new Promise((done) => setTimeout(() => done(slow(url)), 300 * Math.random()));
        for (let turn = 0; turn < 50; turn++) {
          const next = structuredClone(command);
          next.id = "turn" + turn;
          if (turn !== 49) next.g[0].f += "?" + turn;
          choropleth.show(next);
        }
        await new Promise((done) => setTimeout(done, 600));
        window.fetch = slow;
        return document.documentElement.dataset.painted; }""")
    assert last == "turn49"


def test_all_villages_of_a_province_open_in_their_commune(visitor: Visit) -> None:
    visitor.open("/explore?u=38&l=village")
    painted = visitor.wait_painted()
    visitor.settle()
    assert visitor.frame_of_map().evaluate("choropleth.view.shown.features.length") > 4000
    visitor.map.locator("#map_div").focus()
    visitor.page.keyboard.press("ArrowDown")
    village = visitor.map.locator("#choropleth-spoken").inner_text().split(",")[0]
    visitor.page.keyboard.press("Enter")
    visitor.wait_painted(painted)
    visitor.settle()
    assert re.search(r"u=\d{5}", visitor.page.url) and "v=v" in visitor.page.url
    assert visitor.page.locator("h2.unit").first.inner_text() == village
