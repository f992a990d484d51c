"""The schematic is one coverage of the country, in both structures, with every unit in its place."""

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from data.units import register
from data.units.tables.making import corrections
from geo import cells, islands, schematic, shapes, sites
from geo.projection import to_degrees, to_metres
from geo.sites import Sites

LEVELS = [(structure.id, level) for structure in register.STRUCTURES.values() for level in structure.levels]


@pytest.fixture(scope="module", autouse=True)
def var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    before = os.environ.get("CNSCD_VAR")
    os.environ["CNSCD_VAR"] = str(tmp_path_factory.mktemp("var"))
    yield Path(os.environ["CNSCD_VAR"])
    os.environ.pop("CNSCD_VAR") if before is None else os.environ.update(CNSCD_VAR=before)


@pytest.mark.parametrize(("structure", "level"), LEVELS)
def test_every_unit_has_a_shape(structure: str, level: str) -> None:
    drawn = shapes.shapes(structure, level)
    assert set(register.units(structure, level).index) <= set(drawn.index)
    assert drawn.index.is_unique and drawn.index.is_monotonic_increasing
    assert drawn.geometry.is_valid.all() and not drawn.geometry.is_empty.any()
    assert (drawn["origin"] == "schematic").all()


@pytest.mark.parametrize(("structure", "level"), LEVELS)
def test_shapes_of_a_level_leave_no_gap_and_no_overlap(structure: str, level: str) -> None:
    drawn = shapes.shapes(structure, level)
    assert shapely.coverage_is_valid(drawn.geometry.to_numpy())
    whole = shapely.area(shapes.parts()["geometry"].to_numpy()).sum()
    assert drawn.area.sum() == pytest.approx(whole, rel=1e-9)


@pytest.mark.parametrize(("structure", "column"), [("2024", "code_2024"), ("2025-07", "code_2025")])
def test_a_commune_is_the_sum_of_its_parts(structure: str, column: str) -> None:
    parts = shapes.parts()
    sums = pd.Series(shapely.area(parts["geometry"].to_numpy())).groupby(parts[column].to_numpy()).sum()
    own = shapes.shapes(structure, "commune").area
    assert np.allclose(own, sums[own.index], rtol=1e-9)


@pytest.mark.parametrize("structure", ["2024", "2025-07"])
def test_provinces_and_districts_are_the_sum_of_their_communes(structure: str) -> None:
    communes = shapes.shapes(structure, "commune")
    for level in register.STRUCTURES[structure].levels[:-1]:
        sums = communes.area.groupby(communes[level]).sum()
        own = shapes.shapes(structure, level).area
        assert np.allclose(own, sums[own.index], rtol=1e-9)


@pytest.mark.parametrize("structure", ["2024", "2025-07"])
def test_no_piece_of_a_province_lies_inside_another(structure: str) -> None:
    provinces = shapes.shapes(structure, "province")
    pieces = provinces.explode().reset_index()
    tree = shapely.STRtree(pieces.geometry.to_numpy())
    left, _ = tree.query(pieces.geometry.to_numpy(), predicate="touches")
    largest = pieces.geometry.area.groupby(pieces["code"]).idxmax().to_numpy()
    islands_only = set(pieces.index) - set(largest)
    assert not islands_only & set(left)


def test_a_commune_of_today_is_one_piece_unless_it_is_islands() -> None:
    communes = shapes.shapes("2025-07", "commune")
    zones = register.units("2025-07", "commune")["kind"].reindex(communes.index) == "đặc khu"
    several = communes[(shapely.get_num_geometries(communes.geometry.to_numpy()) > 1) & ~zones]
    assert len(several) <= 10, several["name"].tolist()


def test_trusted_points_lie_in_their_commune() -> None:
    units = register.units("2025-07", "commune").sort_index()
    known = units[units["point_ok"] & (units["kind"] != "đặc khu")]
    xy = to_metres(known["lon"], known["lat"])
    own = shapes.shapes("2025-07", "commune").geometry.reindex(known.index).to_numpy()
    assert shapely.contains_xy(own, xy[:, 0], xy[:, 1]).mean() > 0.99


def test_units_whose_point_was_mended_lie_among_their_own() -> None:
    lost = shapes.shapes("2025-07", "commune").loc[sorted(corrections.POINTS_OUTSIDE)]
    others = shapes.shapes("2025-07", "commune").drop(lost.index)
    for code, row in lost.iterrows():
        beside = others[others.touches(row.geometry)]
        assert beside.empty or (beside["province"] == row["province"]).any(), code  # none beside an island


@pytest.mark.slow
@pytest.mark.parametrize("alone", [False, True])
def test_a_point_far_inside_another_province_is_put_back(alone: bool) -> None:
    table = sites.parts()
    table = table[~table["code_2025"].isin(islands.ZONES)].reset_index(drop=True)
    found = sites.find(table)
    codes = table["code_2025"].to_numpy()
    province = register.units("2025-07", "commune")["province"].reindex(codes).to_numpy()
    count = pd.Series(codes[found.part]).value_counts()
    wanted = count.index[(count == 1) if alone else (count > 3)]
    here = np.flatnonzero((province[found.part] == "20") & np.isin(codes[found.part], wanted))  # Lạng Sơn …
    if alone and not len(here):  # every commune there has two points: leave one of them its only one
        code = codes[found.part][(province[found.part] == "20")][0]
        own = np.flatnonzero(codes[found.part] == code)
        found = found.take(~np.isin(np.arange(len(found.part)), own[1:]))
        here = own[:1]
    moved = here[np.unique(codes[found.part[here]], return_index=True)[1]][:3]
    there = found.xy[province[found.part] == "25"].mean(axis=0)  # … into Phú Thọ
    wrong = found.xy.copy()
    wrong[moved] = there + np.array([[0, 0], [50, 900], [900, 50]])[: len(moved)]
    broken = Sites(wrong, found.part, found.radius, found.placed)
    assert schematic.strays(broken, table, schematic.rough_land(broken))[moved].all()
    healed = schematic.repaired(broken, table)
    assert set(healed.part) >= set(found.part)
    drawn = cells.cut(healed.xy, healed.part, schematic.rough_land(healed))
    for part in found.part[moved]:
        assert shapely.distance(drawn[part], shapely.points(there)) > 50_000, table.iloc[part].to_dict()


def test_every_part_has_a_site_of_its_own() -> None:
    table = sites.parts()
    found = sites.find(table)
    assert np.isfinite(found.xy).all()
    assert set(found.part) == set(range(len(table)))
    again = sites.find(table)
    assert np.array_equal(found.xy, again.xy) and np.array_equal(found.part, again.part)


def test_both_archipelagos_lie_where_they_are() -> None:
    communes = shapes.shapes("2025-07", "commune")
    west, south, east, north = to_degrees(communes.geometry["20333"]).bounds  # Hoàng Sa
    assert (111 < west < east < 113.2) and (15.5 < south < north < 17.3)
    west, south, east, north = to_degrees(communes.geometry["22736"]).bounds  # Trường Sa
    assert (111.5 < west < east < 116) and (7.5 < south < north < 11.8)
    assert communes.at["20333", "province"] == "48" and communes.at["22736", "province"] == "56"
    assert "498" in shapes.shapes("2024", "commune").index  # a district without communes is still on the map


def test_islands_are_drawn_with_the_units_of_the_register() -> None:
    parts = sites.parts()
    afar = parts[parts["code_2025"].isin(islands.ZONES)]
    assert set(afar["code_2024"]) == {island.code_2024 for island in islands.ISLANDS}


def test_the_insets_name_both_archipelagos_and_hold_no_markup() -> None:
    assert [inset["vi"] for inset in islands.INSETS] == [
        "Quần đảo Hoàng Sa (TP. Đà Nẵng)",
        "Quần đảo Trường Sa (tỉnh Khánh Hòa)",
    ]
    for inset in islands.INSETS:
        assert not set("{}<>\"'&") & set("".join(inset.values()))
        assert inset["path"].count("M") == inset["path"].count("z") >= 6


def test_no_island_is_too_small_to_be_seen() -> None:
    communes = shapes.shapes("2025-07", "commune")
    zones = communes[register.units("2025-07", "commune")["kind"].reindex(communes.index) == "đặc khu"]
    assert len(zones) == 13
    assert zones.area.min() > np.pi * 3500**2


@pytest.mark.slow
def test_the_drawing_is_kept_and_read_back_the_same(var: Path) -> None:
    drawn = shapes.parts()
    files = list((var / "shapes").glob("schematic-*.parquet"))
    if not files:  # another module has drawn it in this run, into its own folder
        shapes.parts.cache_clear()
        shapes.parts()
    shapes.parts.cache_clear()
    kept = shapes.parts()
    assert not list((var / "shapes").glob("*.part"))
    assert kept["code_2024"].tolist() == drawn["code_2024"].tolist()
    assert shapely.equals_exact(kept["geometry"].to_numpy(), drawn["geometry"].to_numpy()).all()


@pytest.mark.parametrize("count", [1, 2, 3, 7, 40])
def test_cells_divide_an_area_exactly(count: int) -> None:
    area = shapely.box(0, 0, 9000, 5000).difference(shapely.box(3000, 1000, 5000, 3000))
    xy = np.random.default_rng(count).random((count, 2)) * (2900, 5000)
    found = cells.cut(xy, np.arange(count), area)
    assert found.index.tolist() == list(range(count))
    assert shapely.area(found.to_numpy()).sum() == pytest.approx(area.area, rel=1e-6)
    assert shapely.coverage_is_valid(found.to_numpy())
    nearest = np.array([shapely.contains_xy(found[i], *xy[i]) for i in range(count)])
    assert nearest.all()
