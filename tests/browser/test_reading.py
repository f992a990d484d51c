"""Reading the map: the same number wherever it is read, and the way from the country to the villages to visit first."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from data.measures import figures as measured
from data.releases.store import open_store
from tests.browser.conftest import MAP, Visit
from tests.browser.test_main_road import crumbs

AT = """code => {
    const v = choropleth.view, i = v.shown.features.findIndex(f => f.code === code), f = v.shown.features[i];
    const p = v.map.latLngToContainerPoint(v.map.unproject([f.x, f.y], 12)); return [v.shown.values[i], p.x, p.y]; }"""


def cells(table: Locator, row: int) -> list[str]:
    """Return what a table says in one of its rows to those who cannot see it; row 1 is the first below the head."""
    read = table.locator(f"tr[aria-rowindex='{row + 1}'] [role=gridcell]")
    read.first.wait_for(state="attached")
    return read.all_text_contents()


def visited_first(visit: Visit) -> list[str]:
    said = visit.page.locator(".visit").inner_text()
    return re.findall(r"(?:: | · )(.+?) \([\d,.]+%\)", said)


def test_map_hover_ranking_table_file_panel_and_chart_say_the_same_number(visitor: Visit) -> None:
    visitor.open("/explore?u=20&b=table")
    visitor.wait_painted()
    tables = visitor.page.locator("[data-testid=stDataFrame]")
    with visitor.page.expect_download() as asked:
        visitor.page.get_by_role("button", name="Tải CSV").click()
    with Path(asked.value.path()).open(encoding="utf-8-sig") as file:
        heads, top, *_ = list(csv.reader(file))
    row = dict(zip(heads, top, strict=True))
    code, value = row["Mã"], row["Giá trị (%)"]
    told = f"{float(value):.1f}".replace(".", ",") + "%"

    read, x, y = visitor.frame_of_map().evaluate(AT, code)
    assert f"{read / 10:.1f}".replace(".", ",") + "%" == told
    visitor.page.locator(MAP).scroll_into_view_if_needed()
    box = visitor.page.locator(MAP).bounding_box()
    visitor.page.mouse.move(box["x"] + x, box["y"] + y)
    expect(visitor.map.locator("#choropleth-card .value")).to_have_text(told)
    assert told in visitor.page.locator("[data-testid=stMain]").get_by_text("cao nhất").inner_text()
    ranking, twin = (cells(tables.nth(number), 1) for number in (1, 0))
    assert told in ranking and value in twin and code in twin  # a column of numbers is heard as a number

    visitor.open(f"/explore?u={code}")
    visitor.wait_painted()
    assert visitor.page.locator(".figures .first .big").inner_text() == told
    expect(visitor.page.locator("[data-testid=stPlotlyChart] .annotation-text").get_by_text(told)).to_have_count(1)


def test_from_the_overview_to_the_villages_to_visit_first_in_five_clicks(visitor: Visit) -> None:
    """Which province has the largest smartphone gap among poor households; which of its villages come first?"""
    visitor.open("/overview")
    painted = visitor.wait_painted()
    worst = visitor.page.locator("[data-testid=stPageLink]").first
    province = worst.inner_text().strip()
    worst.click()  # the first click
    expect(visitor.page).to_have_url(re.compile(r"explore\?u=\d\d&m=smartphone_gap_poor"))
    visitor.settle()
    assert province in crumbs(visitor) and len(visited_first(visitor)) == 3
    commune = visited_first(visitor)[0]
    box = visitor.page.locator("[data-testid=stDataFrame]").first.bounding_box()
    visitor.page.mouse.click(box["x"] + 130, box["y"] + 60)  # the second
    expect(visitor.page).to_have_url(re.compile(r"u=\d{5}"))
    visitor.settle()
    assert commune in crumbs(visitor)
    named = visited_first(visitor)
    code = re.search(r"u=(\d{5})", visitor.page.url)[1]
    table = measured.figures(
        open_store().current(),
        "smartphone_gap_poor",
        period="2026-Q3",
        structure="2025-07",
        level="village",
        parent=code,
    ).table.dropna(subset=["value"])
    assert len(named) == 3 and set(named) <= set(table["name"])
    assert sorted(table.set_index("name")["value"][named], reverse=True) == sorted(table["value"], reverse=True)[:3]
    assert painted
    box = visitor.page.locator("[data-testid=stDataFrame]").first.bounding_box()
    visitor.page.mouse.click(box["x"] + 130, box["y"] + 60)  # the third opens the first of them with its teams
    expect(visitor.page).to_have_url(re.compile("v=v"))
    visitor.settle()
    assert visitor.page.locator("h2.unit").first.inner_text() == named[0]
