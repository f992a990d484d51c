"""Names on the map, and what stands on it: nothing covers a unit or another name, in any province, at three widths."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from components.map import choropleth
from components.map.choropleth import Player
from data.units import register
from geo import assets
from tests.browser.conftest import Server, Visit, visit

PALETTE = choropleth.Palette(("#fdf0e0", "#f5a55a", "#8a3b00"), "light")
WIDTHS = (1440, 1024, 390)
# shows a command and returns what is wrong: units under what stands on the map, and boxes or units beyond the frame
SHOWN = """async command => {
    choropleth.show(command);
    const root = document.documentElement, until = performance.now() + 20000;
    while (root.dataset.painted !== command.id && performance.now() < until) await new Promise(r => setTimeout(r, 10));
    const pane = choropleth.view.panes[0], { map, box, shown } = pane, size = map.getSize(), wrong = [];
    const outer = box.getBoundingClientRect(), parts = [];
    const names = ".choropleth-islands, .choropleth-note, .choropleth-caption, #choropleth-player, .leaflet-bar";
    for (const part of box.querySelectorAll(names)) {
        const r = part.getBoundingClientRect(), left = r.left - outer.left, top = r.top - outer.top;
        if (!r.width || !r.height) continue;
        const own = { name: part.className || part.id, left, top, right: left + r.width, bottom: top + r.height };
        if (left < 0 || top < 0 || own.right > size.x + 1 || own.bottom > size.y + 1) wrong.push(own.name + " is cut");
        for (const other of parts)
            if (left < other.right && other.left < own.right && top < other.bottom && other.top < own.bottom)
                wrong.push(own.name + " lies on " + other.name);
        parts.push(own);
        for (let x = left + 1; x < own.right; x += 4) for (let y = top + 1; y < own.bottom; y += 4) {
            const index = pane.canvas.at(map.containerPointToLayerPoint([x, y]));
            if (index >= 0) { wrong.push(own.name + " covers " + shown.features[index].name); x = y = 1e9; }
        }
    }
    const [south, west, north, east] = command.g[0].b;
    const a = map.latLngToContainerPoint([north, west]), b = map.latLngToContainerPoint([south, east]);
    if (a.x < 0 || a.y < 0 || b.x > size.x || b.y > size.y) wrong.push("units are cut");
    const room = Math.max((b.x - a.x) / size.x, (b.y - a.y) / size.y);
    const labels = choropleth.labels(), origin = map.containerPointToLayerPoint([0, 0]);
    const dx = origin.x - pane.canvas._bounds.min.x, dy = origin.y - pane.canvas._bounds.min.y;
    const on = (p, q) => p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom;
    labels.forEach((label, i) => {
        const { left, right, top, bottom } = label.box;
        const at = { left: left - dx, right: right - dx, top: top - dy, bottom: bottom - dy };
        for (const part of parts) if (on(at, part)) wrong.push(label.lines + " under " + part.name);
        for (const other of labels.slice(0, i))
            if (on(label.box, other.box)) wrong.push(label.lines + " on " + other.lines);
    });
    return { wrong, room, names: labels.map(l => l.lines.join(" ")) }; }"""


@pytest.fixture
def drawn(browser: Browser, server: Server) -> Iterator[Visit]:
    """Return a page with the map of a province, on which others are then shown by their commands."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    seen = visit(context, server.address)
    seen.open("/explore?u=20")
    seen.wait_painted()
    seen.settle()
    yield seen
    context.close()


def picture(level: str, province: str | None) -> choropleth.Picture:
    """Return the picture of a province's communes, or of the country's provinces, each with a value."""
    asset = assets.asset("2025-07", level, province)
    return choropleth.plain(
        file=asset.file,
        bounds=asset.bounds,
        values=[at * 37 % 1000 for at in range(len(asset.codes))],
        edges=(300, 600),
        decimals=1,
        suffix="%",
        palette=PALETTE,
        words={"t": "Bản đồ", "m": "m", "n": "geo.schematic"},
        lang="vi",
    )


def pictures() -> dict[str, choropleth.Picture]:
    """Return every province and the country, and some with the player of periods."""
    every = {province: picture("commune", province) for province in register.units("2025-07", "province").index}
    every["country"] = picture("province", None)
    periods = [(f"2026-Q{n}", f"Quý {n}/2026") for n in range(1, 4)]
    for name in (*list(every)[::3], "country"):
        values = every[name].panes[0].series[0].values
        player = Player(key="k", periods=periods, at=2, frames=[values] * 3)
        every[f"{name} over time"] = replace(every[name], player=player)
    return every


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_covers_a_unit_or_a_name_and_nothing_is_cut(drawn: Visit, width: int) -> None:
    drawn.page.set_viewport_size({"width": width, "height": 900})
    drawn.settle()
    frame, wrong, rooms = drawn.frame_of_map(), {}, {}
    for name, each in pictures().items():
        found = frame.evaluate(SHOWN, choropleth.content(each))
        wrong[name], rooms[name] = found["wrong"], found["room"]
        assert len(found["names"]) >= 5, name
    faulty = {name: faults for name, faults in wrong.items() if faults}
    assert not faulty, faulty
    assert min(rooms.values()) > 0.55, rooms
    assert sorted(rooms.values())[len(rooms) // 2] > 0.8, "most fill the frame"


def test_chosen_and_worst_units_are_named_first_and_more_on_zoom(drawn: Visit) -> None:
    frame, each = drawn.frame_of_map(), picture("commune", "01")
    asset = assets.asset("2025-07", "commune", "01")
    area = register.units("2025-07", "commune")["area_km2"].reindex(list(asset.codes))
    smallest = str(area.idxmin())
    pane = each.panes[0]
    series = replace(pane.series[0], worst=1)
    chosen = replace(each, lit=(smallest,), panes=(replace(pane, series=(series,)),))
    few = frame.evaluate(SHOWN, choropleth.content(chosen))["names"]
    short = register.units("2025-07", "commune", on=register.today())["short"]
    assert few[0] == short[smallest]
    worst = max(range(len(asset.codes)), key=lambda at: series.values[at])
    assert few[1] == short[asset.codes[worst]]
    frame.evaluate("choropleth.view.map.setZoom(choropleth.view.map.getZoom() + 1.5, { animate: false })")
    more = frame.evaluate("choropleth.labels().map(l => l.lines.join(' '))")
    assert set(more) - set(few), "units that had no room have it now"
    assert not frame.evaluate(SHOWN, choropleth.content(replace(each, named=False)) | {"id": "bare"})["names"]


def test_every_province_is_named_on_the_country_in_a_large_frame(drawn: Visit) -> None:
    drawn.page.set_viewport_size({"width": 1920, "height": 1400})
    drawn.settle()
    names = drawn.frame_of_map().evaluate(SHOWN, choropleth.content(picture("province", None)))["names"]
    every = register.units("2025-07", "province", on=register.today())["short"]
    assert not set(every) - set(names), set(every) - set(names)
