"""A layer without a coordinate system tried on the map, and the villages of a split commune given to successors."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from data.units import assignments, register
from tests.browser.conftest import Server, Visit, visit
from tests.browser.test_main_road import click_on
from tests.fixtures import boundaries as made

ZONE = "EPSG:9215"


@pytest.fixture
def planner(browser: Browser, server: Server) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1440, "height": 1400}, locale="vi-VN")
    yield visit(context, server.address)
    context.close()


def test_the_likeliest_system_is_drawn_before_it_is_taken(planner: Visit, tmp_path: Path) -> None:
    layer = made.layer()
    files = made.without(made.written(layer.drop(columns="ma").to_crs(ZONE), "shp"), ".prj", ".cpg")
    (tmp_path / "xa.zip").write_bytes(made.zipped(files))
    page = planner.page
    planner.open("/boundaries")
    page.locator("input[type=file]").set_input_files(tmp_path / "xa.zip")
    page.get_by_role("button", name="Đọc lớp ranh giới").click()
    take = page.get_by_role("button", name="Nhận hệ tọa độ này")
    take.wait_for()
    planner.settle()
    tried = page.get_by_role("combobox", name="Hệ tọa độ chưa rõ")
    assert str(tried.input_value() or tried.get_attribute("aria-label")).find(ZONE) >= 0
    frame = planner.frame_of_map()
    frame.wait_for_function("() => choropleth.view.shown && choropleth.view.shown.features.length")
    west, south, east, north = layer.total_bounds
    middle = frame.evaluate("() => { const at = choropleth.view.map.getCenter(); return [at.lng, at.lat]; }")
    assert west < middle[0] < east and south < middle[1] < north, "it is drawn where the province lies"
    expect(page.get_by_text("Chưa thể dùng lớp này")).to_be_visible()
    take.click()
    expect(page.get_by_text(f"Ghép được {len(layer)}/{len(layer)} hình")).to_be_visible()
    expect(page.get_by_text("do cán bộ chọn")).to_be_visible()
    expect(page.get_by_label("Nguồn")).to_be_visible()
    assert not [fault for fault in planner.faults if "404" not in fault]


def test_villages_of_a_split_commune_are_given_on_the_map_and_together(planner: Visit) -> None:
    province = next(iter(register.units("2024", "province").index))
    communes = register.children("2024", province, "commune").index
    split = next(c for c in communes if len(assignments.successors_to_choose(c, source="2024")) > 1)
    heirs = assignments.successors_to_choose(split, source="2024")
    page = planner.page
    planner.open("/assignments")
    frame = planner.frame_of_map()
    frame.wait_for_function("() => choropleth.view.shown && choropleth.view.shown.features.length")
    marks = "() => choropleth.view.shown.marks.filter((mark) => typeof mark === 'number').length"
    everything = frame.evaluate("() => choropleth.view.shown.features.length")
    assert frame.evaluate(marks) == 0
    expect(page.get_by_text(f"Còn {everything} trong {everything} thôn chưa ghi.")).to_be_visible()
    code = frame.evaluate("() => choropleth.view.shown.features[0].code")
    click_on(planner, code)
    expect(page.get_by_text(f"Còn {everything - 1} trong {everything} thôn chưa ghi.")).to_be_visible()
    planner.settle()
    rest = page.get_by_role("combobox", name="Đưa các thôn chưa ghi về")
    rest.click()
    page.get_by_role("option", name=register.unit("2025-07", heirs[-1]).name, exact=True).click()
    expect(page.get_by_text(f"Còn 0 trong {everything} thôn chưa ghi.")).to_be_visible()
    planner.settle()
    frame.wait_for_function(f"() => ({marks})() === {everything}")
    assert not [fault for fault in planner.faults if "404" not in fault]
