"""The register on the real tables: counts, keys, successions, points."""

import re
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from data.units import chain, register
from data.units.names import fold, split_kind
from data.units.register import UnknownUnit, children, path, predecessors, successors, unit, units
from data.units.tables import reading
from data.units.tables.making import corrections


@pytest.mark.parametrize(
    ("structure", "level", "kinds"),
    [
        ("2024", "province", {"tỉnh": 57, "thành phố": 6}),
        ("2024", "district", {"huyện": 508, "thành phố": 87, "thị xã": 52, "quận": 49}),
        ("2024", "commune", {"xã": 7692, "phường": 1726, "thị trấn": 617}),
        ("2025-07", "province", {"tỉnh": 28, "thành phố": 6}),
        ("2025-07", "commune", {"xã": 2621, "phường": 687, "đặc khu": 13}),
    ],
)
def test_units_are_counted_as_published(structure, level, kinds):
    frame = units(structure, level)
    assert frame["kind"].value_counts().to_dict() == kinds
    assert frame.index.is_unique
    assert frame.index.str.fullmatch(r"\d+").all()
    assert frame.index.str.len().nunique() == 1


def test_every_parent_exists():
    for structure, levels in (("2024", ("province", "district", "commune")), ("2025-07", ("province", "commune"))):
        for above, below in pairwise(levels):
            assert set(units(structure, below)["parent"]) <= set(units(structure, above).index)


def test_only_five_districts_have_no_commune_and_each_became_a_special_zone():
    empty = set(units("2024", "district").index) - set(units("2024", "commune")["district"])
    assert empty == set(register.districts_as_zones())
    for code in empty:
        (edge,) = successors(code)
        assert edge.whole and unit("2025-07", edge.code_to).kind == "đặc khu"
        assert unit("2025-07", edge.code_to).short == unit("2024", code).short


@pytest.mark.parametrize(
    ("day", "structure"),
    [
        (date(2022, 4, 4), "2024"),
        (date(2025, 6, 30), "2024"),
        (date(2025, 7, 1), "2025-07"),
        (date(2026, 9, 30), "2025-07"),
    ],
)
def test_structure_changes_on_1_july_2025(day, structure):
    assert register.structure_at(day) == structure


def test_every_ended_commune_has_a_successor_and_every_new_one_a_predecessor():
    edges = register.successions()
    assert set(edges["code_2024"]) == set(units("2024", "commune").index)
    zones = set(register.districts_as_zones().values())
    assert set(edges["code_2025"]) | zones == set(units("2025-07", "commune").index)
    assert not set(edges["code_2025"]) & zones
    assert not edges.duplicated(["code_2024", "code_2025"]).any()


def test_whole_and_split_communes():
    edges = register.successions()
    ways = edges.groupby("code_2024").size()
    assert (len(edges), (ways == 1).sum(), (ways > 1).sum(), ways.max()) == (10_565, 9_595, 440, 5)
    assert edges["whole"].equals(edges["code_2024"].map(ways) == 1)
    assert (edges["part"] == "whole").equals(edges["whole"])


def test_people_of_a_commune_went_somewhere():
    parts = register.successions().groupby("code_2024")["part"].agg(list)
    assert all(set(p) != {"land"} for p in parts)
    assert all(p.count("people") == 0 or sorted(set(p)) == ["land", "people"] for p in parts)
    assert all(p.count("people") <= 1 for p in parts)


def test_corrections_are_in_the_tables():
    edges = set(register.successions()[["code_2024", "code_2025"]].itertuples(index=False, name=None))
    assert not corrections.FALSE_EDGES & edges
    assert set(corrections.PEOPLE_WENT_TO.items()) | corrections.LAND_ALONE | corrections.MISSING_EDGES <= edges
    assert register.districts_as_zones() == corrections.ZONES_FROM_DISTRICTS


def test_provinces_merged_whole():
    for code in units("2024", "province").index:
        (edge,) = register.successor_provinces(code)
        assert edge.whole and edge in register.predecessor_provinces(edge.code_to)
    names = {unit("2024", e.code_from).short for e in register.predecessor_provinces("37")}
    assert names == {"Hà Nam", "Nam Định", "Ninh Bình"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Bắc Kạn", "Thái Nguyên"),
        ("Yên Bái", "Lào Cai"),
        ("Quảng Nam", "Đà Nẵng"),
        ("Kon Tum", "Quảng Ngãi"),
        ("Bình Dương", "Hồ Chí Minh"),
        ("Hải Dương", "Hải Phòng"),
        ("Lạng Sơn", "Lạng Sơn"),
    ],
)
def test_provinces_of_the_published_figures(before, after):
    old = units("2024", "province")
    (edge,) = register.successor_provinces(old.index[old["short"] == before][0])
    assert unit("2025-07", edge.code_to).short == after


def test_lang_son_has_194_communes_then_65():
    assert len(children("2024", "20", "commune")) == 194
    assert len(children("2025-07", "20")) == 65
    assert len(register.communes_now("20")) == 65


def test_no_commune_of_today_lies_on_two_former_provinces():
    owners = [register.communes_now(code) for code in units("2024", "province").index]
    assert sum(map(len, owners)) == len(set().union(*owners)) == 3_321


def test_codes_are_reused_for_other_communes():
    old, new = units("2024", "commune"), units("2025-07", "commune")
    both = old.index.intersection(new.index)
    other = [code for code in both if _key(old.loc[code, "name"]) != _key(new.loc[code, "name"])]
    assert (len(both), len(other)) == (3_316, 1_793)


def _key(name: str) -> str:
    return fold(split_kind(name)[1])


def test_one_unit_and_its_path():
    here = unit("2024", "01942")
    assert (here.name, here.short, here.kind, here.parent) == ("Xã Bằng Vân", "Bằng Vân", "xã", "062")
    assert [u.level for u in path("2024", "01942")] == ["province", "district", "commune"]
    assert [u.code for u in path("2025-07", "01942")] == ["19", "01942"]
    assert unit("2024", "26890").short == "Phường 1"


@pytest.mark.parametrize(
    ("structure", "code"),
    [("2025-07", "99999"), ("2025-07", "062"), ("2024", "1942"), ("2024", ""), ("2023", "01942")],
)
def test_unknown_units_are_named(structure, code):
    with pytest.raises(UnknownUnit) as fault:
        unit(structure, code)
    assert fault.value.values == {"structure": structure, "code": code}


def test_levels_that_a_structure_lacks():
    with pytest.raises(UnknownUnit):
        units("2025-07", "district")
    assert children("2024", "01942").empty
    assert children("2025-07", "19", "district").empty
    with pytest.raises(UnknownUnit):
        children("2025-07", "06")


def test_children_add_up():
    for code in units("2024", "province").index:
        districts = children("2024", code)
        assert sum(len(children("2024", d)) for d in districts.index) == len(children("2024", code, "commune"))


def test_points_that_are_wrong_are_missing_or_mended():
    for structure, level in (("2024", "district"), ("2024", "commune"), ("2025-07", "commune")):
        frame = units(structure, level)
        assert frame["point_ok"].equals(frame["lon"].notna())
        assert frame["lon"].dropna().between(102, 116).all() and frame["lat"].dropna().between(7, 23.5).all()
    new, old = units("2025-07", "commune"), units("2024", "commune")
    assert new["point_ok"].all()
    assert unit("2025-07", "06172").lat == pytest.approx(22.0, abs=0.1)  # Hoàng Văn Thụ, once 17.5 km off
    assert not old.loc[sorted(corrections.POINTS_FAR), "point_ok"].any()
    assert unit("2025-07", "20333").lon > 111 and unit("2025-07", "22736").lon > 111  # the archipelagos
    assert not old.loc[old["district"] == "576", "point_ok"].any()  # Trường Sa, geocoded on the mainland
    assert old["point_ok"].mean() > 0.95


def test_no_two_trusted_points_are_one():
    for structure in ("2024", "2025-07"):
        points = units(structure, "commune")[["lon", "lat"]].dropna()
        assert not points.duplicated().any()


def test_missing_is_none_never_zero():
    assert unit("2024", "01942").area_km2 is None
    assert (units("2025-07", "commune")["area_km2"].dropna() > 0).all()
    assert unit("2025-07", "19159").area_km2 is None


def test_the_differences_are_documented():
    text = (Path(__file__).parent.parent / "docs" / "units.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| (\d{5}) .*? \| (\d{5}) ", text, flags=re.MULTILINE))
    assert rows >= corrections.FALSE_EDGES | corrections.MISSING_EDGES
    assert all(code in text for code in corrections.POINTS_OUTSIDE)


def test_the_register_loads_in_half_a_second():
    for cached in (
        reading.rows,
        reading.renamings,
        reading.successions,
        chain.frames,
        chain.edges,
        chain.adjacent_edges,
    ):
        cached.cache_clear()
    begun = time.perf_counter()
    units("2024", "commune"), units("2025-07", "commune"), register.successions()
    assert time.perf_counter() - begun < 0.5 * _SLACK


_SLACK = 3  # a shared machine may be three times as slow


def test_zone_predecessor_is_a_district():
    (edge,) = predecessors("20333")
    assert unit("2024", edge.code_from).name == "Huyện Hoàng Sa"
