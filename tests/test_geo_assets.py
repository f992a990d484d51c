"""Map files: small, hash-named, written whole, made once, and in the order that the Python side knows."""

import gzip
import hashlib
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data.i18n import dictionary
from data.storage import paths
from data.storage.errors import StoreFault
from data.units import register
from geo import __main__ as command
from geo import assets, mapfiles, shapes, villages

KEYS = [
    ("2025-07", "province", None),
    ("2025-07", "commune", None),
    ("2024", "province", None),
    ("2024", "district", None),
    ("2024", "commune", None),
    ("2025-07", "commune", "20"),
    ("2025-07", "commune", "01"),
    ("2024", "commune", "06"),
    ("2024", "district", "06"),
    ("2024", "commune", "002"),
]


@pytest.fixture(scope="module", autouse=True)
def progress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[float, str]]]:
    """Make all files once in a folder of their own; what was reported on the way."""
    before = os.environ.get("CNSCD_VAR")
    os.environ["CNSCD_VAR"] = str(tmp_path_factory.mktemp("var"))
    said: list[tuple[float, str]] = []
    assets.ensure_assets(lambda done, words: said.append((done, words)))
    yield said
    os.environ.pop("CNSCD_VAR") if before is None else os.environ.update(CNSCD_VAR=before)


def read(made: assets.MapAsset) -> list[dict]:
    return json.loads((paths.map_files() / made.file).read_bytes())["features"]


def shapes_of(made: assets.MapAsset) -> np.ndarray:
    return shapely.from_geojson([json.dumps(feature["geometry"]) for feature in read(made)])


def some_villages(communes: list[str], count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "village": [f"v{i:05d}" for i in range(count)],
            "name": [f"Thôn {i + 1}" for i in range(count)],
            "commune": [communes[i % len(communes)] for i in range(count)],
        }
    )


@pytest.mark.slow
def test_progress_rises_from_nothing_to_all_in_known_words(progress: list[tuple[float, str]]) -> None:
    shares = [done for done, _ in progress]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1 and len(shares) > 100
    assert {words for _, words in progress} <= dictionary().keys()


def test_files_are_made_once() -> None:
    before = {path.name: path.stat().st_mtime_ns for path in paths.map_files().iterdir()}
    started = time.perf_counter()
    assets.ensure_assets()
    assert time.perf_counter() - started < 1
    assert {path.name: path.stat().st_mtime_ns for path in paths.map_files().iterdir()} == before


def test_a_lost_file_is_made_again() -> None:
    lost = paths.map_files() / assets.asset("2025-07", "commune", "20").file
    content = lost.read_bytes()
    lost.unlink()
    assets.ensure_assets()
    assert lost.read_bytes() == content


@pytest.mark.parametrize("key", KEYS, ids=lambda key: "-".join(filter(None, key)))
def test_features_come_in_the_order_of_the_codes(key: assets.Key) -> None:
    made = assets.asset(*key)
    features = read(made)
    assert [feature["properties"]["c"] for feature in features] == list(made.codes) == sorted(made.codes)
    assert set(made.empty) <= set(made.codes) and set(made.away) <= set(made.codes)
    expected = register.children(key[0], key[2], key[1], on=register.today())
    assert set(made.codes) - set(made.empty) == set(expected.index)
    assert [f["properties"]["n"] for f in features if f["properties"]["c"] in expected.index] == list(
        expected.sort_index()["name"]
    )
    assert made.schematic and made.label in dictionary()


@pytest.mark.parametrize("key", KEYS, ids=lambda key: "-".join(filter(None, key)))
def test_shapes_are_valid_rounded_and_within_the_country(key: assets.Key) -> None:
    drawn = shapes_of(assets.asset(*key))
    assert shapely.is_valid(drawn).all() and not shapely.is_empty(drawn).any()
    assert shapely.is_ccw(shapely.get_exterior_ring(shapely.get_parts(drawn))).all()
    xy = shapely.get_coordinates(drawn)
    assert np.allclose(xy, np.round(xy, 3 if key[2] is None and key[0] == "2025-07" else 6), atol=1e-9)
    assert (xy.min(axis=0) > (102, 7.5)).all() and (xy.max(axis=0) < (116, 23.6)).all()


@pytest.mark.parametrize("key", KEYS, ids=lambda key: "-".join(filter(None, key)))
def test_neighbours_share_their_borders_after_rounding(key: assets.Key) -> None:
    assert shapely.coverage_is_valid(shapes_of(assets.asset(*key)))


def test_borders_of_levels_lie_on_each_other_on_the_country_map() -> None:
    for structure in ("2024", "2025-07"):
        communes = assets.asset(structure, "commune")
        province = shapes.shapes(structure, "commune")["province"].reindex(list(communes.codes)).to_numpy()
        drawn = shapes_of(communes)
        provinces = assets.asset(structure, "province")
        for code, whole in zip(provinces.codes, shapes_of(provinces), strict=True):
            united = shapely.coverage_union_all(drawn[province == code])
            assert shapely.symmetric_difference(united, whole).area < 1e-6 * whole.area + 1e-5, code


def test_files_are_named_by_their_content_and_small() -> None:
    for path in paths.map_files().glob("20*.json"):
        assert path.stem.endswith(hashlib.sha256(path.read_bytes()).hexdigest()[:16])
    assert not list(paths.map_files().glob("*.part"))
    whole = (paths.map_files() / assets.asset("2025-07", "commune").file).read_bytes()
    assert len(whole) < 1_250_000 and len(gzip.compress(whole, 6)) < 200_000
    for province in register.units("2025-07", "province").index:
        assert (paths.map_files() / assets.asset("2025-07", "commune", province).file).stat().st_size < 100_000


def test_the_country_shows_both_archipelagos_and_provinces_show_their_land() -> None:
    for structure in ("2024", "2025-07"):
        south, west, north, east = assets.asset(structure, "province").bounds
        assert south < 8.6 and west < 102.3 and north > 23.2 and east > 114.4
    danang = assets.asset("2025-07", "commune", "48")
    assert danang.away == ("20333",) and danang.bounds[3] < 109
    khanh_hoa = assets.asset("2025-07", "commune", "56")
    assert khanh_hoa.away == ("22736",) and khanh_hoa.bounds[3] < 110
    assert "31078" not in assets.asset("2025-07", "commune", "91").away  # Phú Quốc is in view
    assert assets.asset("2024", "commune", "48").empty == ("498",)


@pytest.mark.parametrize(
    ("structure", "level", "parent"),
    [
        ("2025-07", "district", None),
        ("2025-07", "commune", "99"),
        ("2023", "commune", None),
        ("2025-07", "commune", "002"),
        ("2024", "village", "01"),
    ],
)
def test_what_does_not_exist_is_named(structure: str, level: str, parent: str | None) -> None:
    with pytest.raises(assets.UnknownMap) as fault:
        assets.asset(structure, level, parent)
    assert (parent or level) in str(fault.value) or structure in str(fault.value)


def test_villages_are_drawn_on_demand() -> None:
    commune = assets.asset("2025-07", "commune", "20").codes[10]
    listed = some_villages([commune], 30)
    made = assets.village_asset("2025-07", commune, listed)
    assert made.codes == tuple(listed["village"])
    assert assets.village_asset("2025-07", commune, listed.sample(frac=1, random_state=1)) == made
    drawn = shapes_of(made)
    assert shapely.coverage_is_valid(drawn)
    south, west, north, east = made.bounds
    assert shapely.box(west, south, east, north).buffer(1e-3).contains(shapely.union_all(drawn))


@pytest.mark.slow
def test_villages_of_a_province_lie_in_their_communes() -> None:
    codes = list(assets.asset("2024", "commune", "06").codes)
    listed = some_villages(codes, 1292)
    made = assets.village_asset("2024", "06", listed)
    middles = shapely.point_on_surface(shapes_of(made))
    communes = dict(zip(codes, shapes_of(assets.asset("2024", "commune", "06")), strict=True))
    for commune, middle in zip(listed["commune"], middles, strict=True):
        assert communes[commune].buffer(1e-3).contains(middle), commune


def test_a_commune_without_villages_has_a_view_and_no_features() -> None:
    commune = assets.asset("2025-07", "commune", "20").codes[0]
    made = assets.village_asset("2025-07", commune, some_villages([commune], 0))
    assert made.codes == () and read(made) == [] and made.bounds[0] < made.bounds[2]


def test_villages_of_another_commune_are_refused() -> None:
    here, there = assets.asset("2025-07", "commune", "20").codes[:2]
    with pytest.raises(assets.UnknownMap, match=there):
        assets.village_asset("2025-07", here, some_villages([there], 2))


@pytest.mark.parametrize(
    "name",
    [
        "{{ cycler.__init__.__globals__.os.getcwd() }}",
        "{% x",
        "${alert(1)}",
        "<img src=x onerror=alert(1)>",
        'a"b\\',
        "a\nb",
    ],
)
def test_a_hostile_name_is_text_in_the_file(name: str) -> None:
    commune = assets.asset("2025-07", "commune", "20").codes[0]
    listed = pd.DataFrame({"village": ["v1"], "name": [name], "commune": [commune]})
    short = shapes.shapes("2025-07", "commune").at[commune, "short"]
    said = read(assets.village_asset("2025-07", commune, listed))[0]["properties"]
    assert said == {"c": "v1", "n": name, "p": short}


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(count=st.integers(1, 70), row=st.integers(0, 3320))
def test_village_cells_divide_any_commune(count: int, row: int) -> None:
    communes = shapes.shapes("2025-07", "commune")
    code, area = communes.index[row], communes.geometry.iloc[row]
    listed = some_villages([code], count)
    drawn = villages.village_cells(area, listed, code=code)
    assert drawn.index.tolist() == sorted(listed["village"])
    assert not drawn.geometry.isna().any() and (drawn.area > 0).all()
    assert drawn.area.sum() == pytest.approx(area.area, rel=1e-5)
    assert shapely.coverage_is_valid(drawn.geometry.to_numpy())
    again = villages.village_cells(area, listed.iloc[::-1], code=code)
    assert shapely.equals_exact(again.geometry.to_numpy(), drawn.geometry.to_numpy()).all()


def test_villages_that_follow_each_other_by_name_lie_near_each_other() -> None:
    communes = shapes.shapes("2025-07", "commune")
    code = communes.index[communes["province"] == "20"][5]
    drawn = villages.village_cells(communes.geometry[code], some_villages([code], 24), code=code)
    middles = drawn.geometry.centroid.to_numpy()
    steps = shapely.distance(middles[:-1], middles[1:])
    every = shapely.distance(middles[:, None], middles[None, :])
    assert np.median(steps) < 0.6 * np.median(every)


def test_a_folder_that_cannot_be_written_is_reported_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreFault, match="file"):
        mapfiles.write_whole(tmp_path / "file" / "map.json", b"{}")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StoreFault):
        mapfiles.write_whole(tmp_path / "map.json", b"{}")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_files_made_by_older_code_are_not_taken_for_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    before = assets._index_path()
    monkeypatch.setattr(assets, "VERSION", "next")
    assert assets._index_path() != before


def test_the_command_builds_and_says_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["build"]) == 0
    assert capsys.readouterr().out.strip() == str(paths.map_files())


@pytest.mark.slow
def test_what_lies_around_a_unit_is_ground_with_a_name_and_no_unit_of_the_file() -> None:
    named = set(register.units("2025-07", "province", on=register.today())["short"])
    for province in register.units("2025-07", "province").index:
        made = assets.asset("2025-07", "commune", province)
        told = json.loads((paths.map_files() / made.file).read_bytes())
        around = told.get("around", [])
        names = [each["properties"]["n"] for each in around]
        own = register.unit("2025-07", province, on=register.today()).short
        assert set(names) <= named - {own} and len(names) == len(set(names)) and len(names) >= 1, province
        assert all(each["properties"].keys() == {"n"} for each in around)
        beside = shapely.make_valid(shapely.from_geojson([json.dumps(each["geometry"]) for each in around]))
        land = shapely.union_all(shapes_of(made))
        over = shapely.intersection(shapely.union_all(beside), land).area
        assert over < 0.02 * land.area, (province, over / land.area)
    country = json.loads((paths.map_files() / assets.asset("2025-07", "commune").file).read_bytes())
    assert "around" not in country
