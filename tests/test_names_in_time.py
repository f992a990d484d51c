"""A unit is called as on the day of what is shown: in figures, on the map, in files; its page says since when."""

from collections.abc import Iterator
from datetime import date

import pytest

from components.explore import lineage
from components.map import choropleth as maps
from components.map import palette, views
from components.public.site import build
from components.public.site.places import Country
from components.state import filtering, loaders
from components.state.selection import View
from components.state.view_model import Scene
from data.releases.export import export
from data.units import nearby, register
from data.units.register import unit
from geo import assets
from tests.fixtures.sample import SmallCountry
from tests.test_map_command import content

BEFORE, AFTER = "2026-Q2", "2026-Q3"  # Bắc Ninh became a city, and Bố Hạ a ward, on 20 September 2026


@pytest.fixture(scope="module", autouse=True)
def country(small_country: SmallCountry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        own = small_country.copied(tmp_path_factory.mktemp("names") / "var")
        patched.setenv("CNSCD_VAR", str(own.var))
        patched.setattr(palette, "theme", lambda: "light")
        yield


def scene(period: str, **view: object) -> Scene:
    return Scene(View(period=period, **view), loaders.store().current(), "vi")


@pytest.mark.parametrize(
    ("period", "province", "commune", "kind"),
    [(BEFORE, "Tỉnh Bắc Ninh", "Xã Bố Hạ", "xã"), (AFTER, "Thành phố Bắc Ninh", "Phường Bố Hạ", "phường")],
)
def test_figures_bear_the_names_of_their_day(period: str, province: str, commune: str, kind: str) -> None:
    assert scene(period, unit="24").name == province
    figures = scene(period, unit="24", level="commune").figures
    assert figures.table.set_index("code").at["07294", "name"] == commune
    passing = filtering.passing(figures, View(period=period, unit="24", level="commune", kinds=("phuong",)))
    assert passing["07294"] == (kind == "phường")
    exported = export(
        loaders.store().current(), level="commune", structure="2025-07", province="24", as_of=day_after(period)
    )
    row = exported.table.set_index("code").loc["07294"]
    assert (row["name"], row["province"]) == (commune, province)


def day_after(period: str) -> date:
    return {BEFORE: date(2026, 7, 1), AFTER: date(2026, 10, 1)}[period]


def test_the_map_has_todays_names_and_is_told_those_of_another_day() -> None:
    told = content(maps.command(views.picture(scene(BEFORE, unit="24", level="commune"))))
    assert told["cn"]["07294"] == "Xã Bố Hạ" and len(told["cn"]) == 12
    assert "cn" not in content(maps.command(views.picture(scene(AFTER, unit="24", level="commune"))))


def test_files_of_shapes_change_on_the_day_of_a_decree(monkeypatch: pytest.MonkeyPatch) -> None:
    now = assets.version()
    monkeypatch.setattr(register, "today", lambda: date(2026, 9, 19))
    assert assets.version() != now


def test_the_units_page_says_since_when_it_is_of_its_kind() -> None:
    (line,) = lineage.renamings(scene(AFTER, unit="07294"))
    assert line == "Từ 20/9/2026 là phường (388/NQ-UBTVQH16)."
    (line,) = lineage.renamings(scene(AFTER, unit="24"))
    assert line == "Từ 20/9/2026 là thành phố (39/2026/QH16)."
    (line,) = lineage.renamings(scene(BEFORE, structure="2024", unit="46"))
    assert line == "Từ 1/1/2025 có tên Thành phố Huế, trước đó là Tỉnh Thừa Thiên Huế (175/2024/QH15)."
    assert lineage.renamings(scene(AFTER, unit="01942")) == []


def test_the_units_page_says_what_it_took_up_before_2024() -> None:
    (line,) = lineage.took_up(scene(BEFORE, structure="2024", unit="06286"))
    assert line == "Từ 1/12/2024 nhận: Xã Đồng Giáp, Xã Tràng Các."
    (line,) = lineage.took_up(scene(BEFORE, structure="2024", unit="06025"))
    assert line == "Từ 1/12/2024 nhận: Xã Đại Đồng (một phần)."
    assert lineage.took_up(scene(AFTER, unit="06286")) == []


def test_what_has_no_day_is_called_as_today() -> None:
    assert loaders.provinces("2025-07")["75"] == "Thành phố Đồng Nai"
    assert loaders.unit_names("2025-07")["07294"] == "Phường Bố Hạ"
    assert nearby.points("2025-07")["provinces"]["22"] == "Thành phố Quảng Ninh"
    assert unit("2025-07", "22").name == "Tỉnh Quảng Ninh", "the structure itself stays as it was"


def test_the_site_of_plain_files_finds_a_unit_by_each_of_its_names() -> None:
    found = {code: others for code, _, _, others in build.names(Country(loaders.public_release()))}
    assert found["07294"][0] == "Xã Bố Hạ" and "Tỉnh Bắc Giang" in found["24"] and "Tỉnh Bắc Ninh" in found["24"]
    assert len(found["01942"]) == len(set(found["01942"]))
