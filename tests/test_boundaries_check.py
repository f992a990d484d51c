"""A layer from its file to the report, the draft and the map's store: joined, placed, measured, kept, taken back."""

import json
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.boundaries import store as boundaries
from data.boundaries.layers import UnknownLayer
from data.boundaries.store import NotReady, open_boundaries
from data.storage.errors import Refused
from data.units import register
from geo import __main__ as command_line
from geo import shapes
from geo.boundaries import coverage
from geo.boundaries.check import check
from geo.boundaries.drafting import draft
from geo.boundaries.result import Checked
from tests.fixtures import boundaries as made

NOW, BEFORE = "2025-07", "2024"
ZONE = "EPSG:9215"
COMMUNES = register.units(NOW, "commune").query("province == '20'").index


@pytest.fixture(scope="module", name="layer")
def _layer() -> gpd.GeoDataFrame:
    """Return the communes of Lạng Sơn since July 2025, in degrees, without codes."""
    return made.layer().drop(columns="ma")


def told(files: dict[str, bytes], **asked: str) -> Checked:
    return check(files, **{"structure": NOW, "level": "commune"} | asked)


def old_shapefile(layer: gpd.GeoDataFrame, *forgotten: str) -> dict[str, bytes]:
    """Return a zipped Shapefile in VN-2000 with texts in TCVN3, without its .cpg and other parts."""
    frame = made.in_letters(layer, made.font("tcvn3")).to_crs(ZONE)
    files = made.without(made.written(frame, "shp", encoding="ISO-8859-1"), ".cpg", *forgotten)
    return {"xa.zip": made.zipped(files)}


FORMS = {
    "shapefile, TCVN3, VN-2000": (old_shapefile, ZONE, "TCVN3"),
    "TAB, VN-2000": (lambda frame: {"xa.zip": made.zipped(made.written(frame.to_crs(ZONE), "tab"))}, ZONE, "UTF-8"),
    "KML": (lambda frame: made.written(frame, "kml"), "EPSG:4326", "UTF-8"),
    "GeoParquet": (lambda frame: made.written(frame.to_crs(ZONE), "parquet"), ZONE, "UTF-8"),
}


@pytest.mark.parametrize("form", list(FORMS))
def test_every_unit_is_joined_by_its_name_in_any_form(layer: gpd.GeoDataFrame, form: str) -> None:
    write, system, letters = FORMS[form]
    found = told(write(layer))
    assert (found.placement.system.crs, found.encoding) == (system, letters)
    assert set(found.units.index) == set(COMMUNES) and not found.unjoined and not found.missing
    assert found.counts["by_name"] == len(COMMUNES) and found.publishable and found.status == 0
    there = made.layer().set_index("ma").geometry
    apart = shapely.distance(
        shapely.centroid(found.units["shape"].to_numpy()), shapely.centroid(there.reindex(found.units.index).to_numpy())
    )
    assert apart.max() < 0.0005, "the datum shift is 0.002 degrees, a wrong meridian 0.25"


@pytest.mark.slow
def test_a_forgotten_system_is_asked_for_with_the_provinces_zone_first(layer: gpd.GeoDataFrame) -> None:
    files = old_shapefile(layer, ".prj")
    asked = told(files)
    assert not asked.georeferenced and not asked.publishable and asked.status == 2
    assert asked.placement.candidates[0].system.crs == ZONE
    seen = asked.preview(ZONE)
    assert seen.total_bounds == pytest.approx(layer.total_bounds, abs=0.001), "what is looked at lies where it should"
    assert told(files, crs=ZONE).status == 0
    with pytest.raises(Refused):
        told(files, crs="+init=/etc/passwd")


@pytest.mark.slow
def test_a_wrong_meridian_and_swapped_axes_are_caught(layer: gpd.GeoDataFrame) -> None:
    wrong = layer.to_crs(ZONE).set_crs("EPSG:9210", allow_override=True)
    found = told(made.written(wrong, "gpkg"))
    assert not found.publishable and {"crs_contradicted", "units_away"} & {each.kind for each in found.errors}
    metres = layer.to_crs(ZONE)
    swapped = metres.set_geometry(gpd.GeoSeries(shapely.transform(metres.geometry.to_numpy(), np.fliplr), crs=None))
    asked = told(made.without(made.written(swapped.set_crs(None, allow_override=True), "shp"), ".prj"))
    first = asked.placement.candidates[0].system if asked.placement.candidates else asked.placement.system
    assert first.crs == ZONE and first.swapped


def test_codes_that_lost_their_zero_join(layer: gpd.GeoDataFrame) -> None:
    frame = made.layer()
    found = told(made.written(frame.assign(ma=frame["ma"].astype(int)), "fgb"))
    assert found.counts["by_code"] == len(COMMUNES) and found.status == 0


@pytest.mark.slow
def test_what_does_not_join_is_named_with_its_reason() -> None:
    layer = made.layer(structure=BEFORE)
    merged = layer.index[layer["ten"] == "Thất Khê"][0]
    names = layer["ten"].mask(layer.index == merged, "Đại Đồng").mask(layer.index == 3, "Xã Không Đâu")
    given = layer.assign(ten=names).drop(columns=["ma", "loai"]).drop(index=[0, 1])
    found = told(made.written(given, "gpkg"), structure=BEFORE, province="20")
    assert len(found.unjoined) + found.counts["joined"] == len(layer) - 2
    reasons = {one.feature: one.text("vi") for one in found.unjoined}
    assert reasons and all(reasons.values())
    assert {layer.at[0, "ma"], layer.at[1, "ma"]} <= {one.code for one in found.missing}
    today = told(made.written(layer.drop(columns="ma"), "gpkg"))
    whys = {one.why for one in today.unjoined}
    assert {"merged"} <= whys and {"unknown"}.isdisjoint(whys), "each old commune is known by what it became"


def test_missing_empty_and_double_features_are_counted(layer: gpd.GeoDataFrame) -> None:
    twice = gpd.GeoDataFrame(np.r_[layer.to_numpy(), layer.iloc[:1].to_numpy()], columns=layer.columns, crs=layer.crs)
    twice = twice.drop(index=5)
    twice.loc[7, "geometry"] = shapely.Polygon()
    found = told(made.written(gpd.GeoDataFrame(twice, crs=layer.crs), "gpkg"), province="20")
    assert len(found.missing) == 2 and found.status == 2
    assert found.counts["joined"] + len(found.unjoined) == found.features == len(layer)


square = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda at: (at[0] * 100.0, at[1] * 100.0))


@pytest.mark.slow
@given(st.lists(square, min_size=1, max_size=6, unique=True), st.integers(0, 90))
def test_overlaps_are_what_shapes_have_in_common(corners: list[tuple[float, float]], grown: int) -> None:
    shapes = np.array([shapely.box(x, y, x + 100 + grown, y + 100 + grown) for x, y in corners])
    found = coverage.measured(shapes)
    land = shapely.union_all(shapes).area
    assert found.land_m2 == pytest.approx(land)
    assert found.overlaps_m2 == pytest.approx(shapely.area(shapes).sum() - land, abs=1e-3)
    kept = [shape for shape in found.shapes if shape is not None]
    assert sum(shape.area for shape in kept) == pytest.approx(shapely.union_all(kept).area), "nothing lies twice"


def test_gaps_are_measured_and_slivers_closed() -> None:
    ring = [
        shapely.box(0, 0, 3000, 1000),
        shapely.box(0, 1010, 3000, 2000),
        shapely.box(0, 900, 100, 1100),
        shapely.box(2900, 900, 3000, 1100),
    ]
    found = coverage.measured(np.array(ring))
    assert found.gaps == 1 and found.gaps_m2 == pytest.approx(2800 * 10)
    assert shapely.union_all(found.shapes).area == pytest.approx(3000 * 2000), "the strip of 10 m has been closed"


def test_a_layer_is_a_draft_then_drawn_then_taken_back(layer: gpd.GeoDataFrame, tmp_path: Path) -> None:
    store = open_boundaries(tmp_path)
    found = told(made.written(layer, "gpkg"))
    origin = {"source": "Sở", "licence": "nội bộ", "as_of": date(2025, 7, 1)}
    with pytest.raises(Refused):
        draft(store, found, **origin | {"source": " "})
    kept = draft(store, found, **origin)
    assert draft(store, found, **origin).id == kept.id and store.drafts() == [kept] and not store.current().layers
    assert (kept.units, kept.origin.crs, kept.publishable) == (len(COMMUNES), "EPSG:4326", True)
    drawn = boundaries.publish(store, kept.id, who="lan")
    assert store.current() == drawn and drawn.layers == (kept.id,) and not store.drafts()
    for refused in (
        lambda: boundaries.publish(store, kept.id, who="lan"),
        lambda: boundaries.discard(store, kept.id, who="lan"),
    ):
        with pytest.raises(NotReady):
            refused()
    assert boundaries.withdraw(store, kept.id, who="lan").layers == ()
    assert boundaries.rollback(store, drawn.id, who="lan").layers == (kept.id,)
    with pytest.raises(UnknownLayer):
        boundaries.publish(store, "layer-0000000000", who="lan")


@pytest.mark.slow
def test_a_layer_that_covers_its_neighbours_is_drawn_or_refused_before_it_is_in_use(
    layer: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One shape lies on other communes of the schematic, and leaves them no land: each still gets a place."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    strange = layer.copy()
    strange.loc[3, "geometry"] = shapely.box(105.7, 20.95, 105.95, 21.15)
    store = open_boundaries()
    kept = draft(store, told(made.written(strange, "gpkg")), source="Sở", licence="nội bộ", as_of=date(2025, 7, 1))
    boundaries.publish(store, kept.id, who="lan", tried=shapes.try_drawing)
    drawn = shapes.shapes(NOW, "commune")
    assert len(drawn) == len(register.units(NOW, "commune")) and not drawn.geometry.is_empty.any()
    assert (drawn.geometry.area > 0).all()


def test_what_cannot_be_drawn_does_not_come_into_use(
    layer: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    store = open_boundaries()
    kept = draft(store, told(made.written(layer, "gpkg")), source="Sở", licence="nội bộ", as_of=date(2025, 7, 1))
    before = store.current()

    def fails(*_: object, **__: object) -> None:
        raise TypeError("incorrect geometry type")

    monkeypatch.setattr(shapes.overlay, "laid", fails)
    with pytest.raises(shapes.CannotDraw):
        boundaries.publish(store, kept.id, who="lan", tried=shapes.try_drawing)
    assert store.current() == before and store.drafts() == [kept]


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["00004", "01", "06001 ", "ba đình"])
def test_an_answer_is_a_unit_of_the_layers_level_and_province(layer: gpd.GeoDataFrame, answer: str) -> None:
    strange = layer.copy()
    strange.loc[3, "ten"] = "Không Có Xã Này"
    found = told(made.written(strange, "gpkg"), province="20")
    question = next(one.id for one in found.unjoined)
    with pytest.raises(Refused):
        told(made.written(strange, "gpkg"), province="20", answers={question: answer})


KEYS = {
    "file",
    "layer",
    "crs",
    "encoding",
    "features",
    "joined",
    "by_code",
    "by_name",
    "unjoined",
    "missing",
    "invalid",
    "overlaps_m2",
    "gaps_m2",
    "publishable",
}


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = command_line.main(words)
    return status, *capsys.readouterr()


@pytest.mark.slow
def test_the_command_says_what_the_check_found(
    layer: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path / "var"))
    (tmp_path / "xa.zip").write_bytes(old_shapefile(layer, ".prj")["xa.zip"])
    asked = ["check", str(tmp_path / "xa.zip"), "--structure", NOW, "--level", "commune", "--json"]
    status, out, err = run(capsys, *asked)
    found = json.loads(out)
    assert status == 2 and set(found) >= KEYS and err.index(ZONE) < err.index("EPSG:9214")
    assert found["crs"]["how"] == "asked" and found["crs"]["used"] is None
    status, out, err = run(capsys, *asked, "--crs", ZONE)
    assert (status, err) == (0, "") and json.loads(out)["joined"] == len(COMMUNES)
    (tmp_path / "thu.txt").write_text("Xã Bằng Vân", encoding="utf-8")
    status, out, err = run(capsys, "check", str(tmp_path / "thu.txt"), *asked[2:])
    assert status == 1 and set(json.loads(out)) == {"error"} and len(err.strip().splitlines()) == 1
    status, out, _ = run(
        capsys, "import", *asked[1:], "--crs", ZONE, "--source", "Sở", "--licence", "nội bộ", "--as-of", "2025-07-01"
    )
    assert status == 0 and open_boundaries().drafts()[0].id == json.loads(out)["draft"]
