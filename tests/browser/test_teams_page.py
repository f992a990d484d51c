"""The committee's question in a real Chromium: which teams of a commune exist on paper alone, and why one says so."""

import re
from pathlib import Path

from playwright.sync_api import expect

from components.teams import table as teams_table
from data.releases.store import open_store
from data.teams import finder
from data.teams.finder import Query
from data.units import register
from tests.browser.conftest import Visit


def main_text(visit: Visit) -> str:
    return re.sub(r"\s+", " ", visit.page.locator("[data-testid=stMain]").inner_text())


def test_one_link_names_the_teams_that_exist_on_paper_alone(visitor: Visit, var: Path) -> None:
    release = open_store().current()
    country = finder.find(release, Query(gaps=("paper",)), limit=finder.MOST).table
    commune = country.groupby("commune").size().idxmax()
    found = finder.find(release, Query(unit=commune, gaps=("paper",)), sort="last_active")
    every = finder.find(release, Query(unit=commune)).total

    visitor.open(f"/explore?u={commune}")
    visitor.page.get_by_role("link", name="Tổ nào chỉ có trên giấy?").click()
    expect(visitor.page).to_have_url(re.compile(rf"/teams\?u={commune}&gap=paper$"))
    name = register.unit("2025-07", commune).name
    expect(visitor.page.get_by_text(f"{name}: {found.total} trong {every} tổ chỉ có trên giấy")).to_be_visible()
    visitor.settle()

    row = next(found.table.itertuples())
    table = visitor.page.locator("[data-testid=stDataFrame]").first
    for shown in (teams_table.short(row.name), teams_table.active(row, lang="vi"), teams_table.trained(row, lang="vi")):
        assert any(shown.encode() in message for message in visitor.messages), shown
    box = table.bounding_box()
    visitor.page.mouse.click(box["x"] + 150, box["y"] + 38 + 16)
    expect(visitor.page).to_have_url(re.compile(rf"/explore\?.*t={row.team}\b"))
    visitor.settle()
    expect(visitor.page.get_by_role("heading", name=row.name)).to_be_visible()
    said = main_text(visitor)
    assert "tổ này chỉ có trên giấy" in said and teams_table.active(row, lang="vi") in said
    assert "793/BTTTT-THH" in said and "Khuyến nghị, không phải kết luận" in said

    visitor.page.go_back()
    expect(visitor.page).to_have_url(re.compile(rf"/teams\?u={commune}&gap=paper$"))
    expect(visitor.page.get_by_text(f"{name}: {found.total} trong {every} tổ chỉ có trên giấy")).to_be_visible()


def test_a_link_to_a_team_brings_its_words_before_its_map_and_asks_for_the_app_once(visitor: Visit) -> None:
    team = finder.find(open_store().current(), Query(levels=("village",)), limit=1).table.iloc[0]
    visitor.open(f"/explore?u={team.commune}&t={team.team}")
    expect(visitor.page.get_by_role("heading", name=team["name"])).to_be_visible()
    first = {
        sign: next(n for n, message in enumerate(visitor.messages) if sign.encode() in message)
        for sign in (team["name"], 'class="facts"', "st_folium")
    }
    assert list(first) == sorted(first, key=first.__getitem__)
    asked = [address.removeprefix(visitor.address) for address in visitor.requests if "_stcore/" in address]
    assert sorted(asked) == ["/_stcore/health", "/_stcore/host-config"], "where the app answers is known ahead"
    assert not visitor.faults


def test_filters_of_teams_and_of_difficulties_stand_in_the_link(visitor: Visit) -> None:
    visitor.open("/teams?u=20")
    visitor.page.get_by_role("button", name=re.compile("Không hoạt động · ")).click()
    expect(visitor.page).to_have_url(re.compile(r"/teams\?u=20&gap=inactive$"))
    visitor.open("/difficulties?u=20")
    visitor.page.get_by_role("radio", name="Kinh phí", exact=True).click()
    expect(visitor.page).to_have_url(re.compile(r"/difficulties\?u=20&d=funds$"))
    visitor.settle()
    visitor.page.get_by_role("link", name="Các tổ nêu khó khăn này").click()
    expect(visitor.page).to_have_url(re.compile(r"/teams\?u=20&level=village&d=funds$"))
    visitor.settle()
    assert re.search(r"Tỉnh Lạng Sơn: [\d.]+ tổ phù hợp", main_text(visitor))
    assert not [fault for fault in visitor.faults if "404" not in fault]
