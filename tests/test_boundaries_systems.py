"""Coordinate systems: the zones of EPSG, the datum shift, what files say and forget, where units should lie."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from pyproj.database import query_crs_info

from data.storage.errors import Refused
from data.units import register
from data.units.names import bare
from geo.boundaries import georeference, systems
from geo.boundaries.georeference import Evidence
from geo.boundaries.systems import Found, System

LANG_SON = register.units("2025-07", "commune").query("province == '20'").dropna(subset="lon").head(40)
WIDTH = Geod(ellps="WGS84")


def plain(name: str) -> str:
    return unicodedata.normalize("NFC", bare(name)).replace(" ", "").replace("-", "")


def test_zones_are_those_of_epsg() -> None:
    told = {int(info.code): info for info in query_crs_info(auth_name="EPSG") if "VN-2000 / TM-3" in info.name}
    assert set(systems.ZONES.values()) == set(told)
    for meridian, code in systems.ZONES.items():
        values = {each.name: each.value for each in CRS.from_epsg(code).coordinate_operation.params}
        assert values["Longitude of natural origin"] == pytest.approx(meridian)
        assert values["Scale factor at natural origin"] == 0.9999


def test_each_province_of_2024_has_the_zone_that_epsg_names() -> None:
    served = [code for codes in systems.PROVINCES.values() for code in codes]
    assert sorted(served) == sorted(register.units("2024", "province").index)
    areas: dict[int, str] = {}
    for info in query_crs_info(auth_name="EPSG"):
        if "VN-2000 / TM-3" in info.name and info.area_of_use:
            areas[int(info.code)] = areas.get(int(info.code), "") + plain(info.area_of_use.name)
    for code, provinces in systems.PROVINCES.items():
        for province in provinces:
            name = plain(register.unit("2024", province).short.split(" - ")[0])
            assert {"hue": "thuathienhue"}.get(name, name) in areas[code], (code, name)


@pytest.mark.parametrize("code", [*systems.ZONES.values(), 3405, 3406])
def test_the_datum_shift_is_applied(code: int) -> None:
    xy = np.array([[500_000.0, 2_300_000.0], [450_000.0, 1_300_000.0]])
    values = {each.name: each.value for each in CRS.from_epsg(code).coordinate_operation.params}
    plainly = Transformer.from_crs(
        f"+proj=tmerc +lat_0=0 +lon_0={values['Longitude of natural origin']} "
        f"+k={values['Scale factor at natural origin']} +x_0=500000 +y_0=0 +datum=WGS84",
        "EPSG:4326",
        always_xy=True,
    )
    unshifted = np.column_stack(plainly.transform(xy[:, 0], xy[:, 1]))
    away = WIDTH.inv(*unshifted.T, *System(f"EPSG:{code}").to_degrees(xy).T)[2]
    assert ((away > 222) & (away < 227)).all()


def test_a_zone_without_a_code_is_shifted_alike() -> None:
    own = System(systems._zone(107.25 + 1e-9 if False else 106.75))
    xy = np.array([[500_000.0, 2_000_000.0]])
    beside = System("EPSG:9213").to_degrees(xy) + [[0.25, 0]]  # a quarter of a degree west of it
    assert WIDTH.inv(*own.to_degrees(xy)[0], *beside[0])[2] < 1
    assert own.name == "VN-2000 / TM-3 106.75°"


def tm(meridian: float, scale: float, *, datum: str = "WGS_1984", shift: str = "", name: str = "unnamed") -> str:
    """Write a Transverse Mercator as MapInfo tables and hand-made .prj files have it."""
    return (
        f'PROJCS["{name}",GEOGCS["unnamed",DATUM["{datum}",SPHEROID["WGS 84",6378137,298.257223563]{shift}],'
        'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
        f'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",{meridian}],'
        f'PARAMETER["scale_factor",{scale}],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],'
        'UNIT["metre",1]]'
    )


SHIFT = ",TOWGS84[-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278]"
SAID = [
    ("EPSG:9215", "geojson", "EPSG:9215", "file"),
    ("EPSG:4326", "gpkg", "EPSG:4326", "file"),
    ("EPSG:32648", "gpkg", "EPSG:32648", "file"),
    ("EPSG:4756", "gpkg", "EPSG:4756", "file"),
    (CRS.from_epsg(9215).to_wkt("WKT1_ESRI"), "shapefile", "EPSG:9215", "file"),
    (CRS.from_epsg(5899).to_wkt(), "shapefile", "EPSG:5899", "file"),
    (CRS.from_epsg(9210).to_json(), "geoparquet", "EPSG:9210", "file"),
    (CRS.from_epsg(3405).to_wkt("WKT1_ESRI"), "shapefile", "EPSG:3405", "file"),
    (tm(105.75, 0.9999), "tab", "EPSG:9210", "recognised"),
    (tm(107.25, 0.9999, shift=SHIFT), "shapefile", "EPSG:9215", "recognised"),
    (tm(107.5, 0.9999, datum="D_unknown", name="Kon Tum"), "shapefile", "EPSG:9216", "recognised"),
    (tm(105, 0.9996, datum="D_unknown", shift=SHIFT), "shapefile", "EPSG:3405", "recognised"),
    (tm(111, 0.9996, datum="Vietnam_2000", name="VN2000"), "shapefile", "EPSG:3406", "file"),
    ('LOCAL_CS["Nonearth",UNIT["Meter",1]]', "tab", None, None),
    ("", "shapefile", None, None),
    (None, "shapefile", None, None),
    ("/etc/passwd", "shapefile", None, None),
    ("http://127.0.0.1/crs", "shapefile", None, None),
    ("EPSG:999999", "geojson", None, None),
]


@pytest.mark.parametrize(("text", "format", "crs", "how"), SAID)
def test_what_files_say_is_understood(text: str | None, format: str, crs: str | None, how: str | None) -> None:
    found = systems.read(text, format=format)
    assert (found.system and found.system.crs, found.how) == (crs, how)


@pytest.mark.parametrize(("crs", "unsure"), [("EPSG:4326", True), ("EPSG:32648", True), ("EPSG:9215", False)])
def test_a_mapinfo_table_cannot_tell_vn2000_from_wgs84(crs: str, unsure: bool) -> None:
    assert systems.read(crs, format="tab").unsure is unsure
    assert systems.read(crs, format="gpkg").unsure is False


@pytest.mark.parametrize("text", ["EPSG:9215", "9215", " epsg:9215 "])
def test_a_person_names_a_system_by_its_code(text: str) -> None:
    assert systems.given(text) == System("EPSG:9215")


@pytest.mark.parametrize("text", ["", "VN-2000", "EPSG:0", "EPSG:999999", "+proj=utm", "/etc/passwd", "EPSG:5773"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        systems.given(text)


ZONES = [
    ("2024", "20", (9215,)),
    ("2024", "06", (9213,)),
    ("2024", "62", (9216,)),
    ("2025-07", "20", (9215,)),
    ("2025-07", "51", (5898, 9216)),
    ("2025-07", "48", (5899,)),
    ("2025-07", "37", (5897, 9209)),
]


@pytest.mark.parametrize(("structure", "province", "zones"), ZONES)
def test_merged_provinces_have_the_zones_of_their_predecessors(structure: str, province: str, zones: tuple) -> None:
    assert set(systems.of_province(province, structure=structure)) == set(zones)


def in_system(crs: str, *, swapped: bool = False, known: bool = True, province: str | None = "20") -> Evidence:
    """Return the communes of Lạng Sơn at their points, in a system."""
    to = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    xy = np.column_stack(to.transform(LANG_SON["lon"], LANG_SON["lat"]))
    codes = tuple(LANG_SON.index) if known else (None,) * len(xy)
    return Evidence(xy[:, ::-1] if swapped else xy, codes, "2025-07", "commune", province)


def decided(evidence: Evidence, said: str | None, given: str | None = None) -> tuple:
    found = systems.read(said, format="shapefile")
    zones = systems.of_province(evidence.province, structure="2025-07")
    return georeference.decide(found, evidence, given=System(given) if given else None, zones=zones)


@pytest.mark.parametrize("code", [9215, 9213, 5897, 3405, 32648])
@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("province", ["20", None])
def test_the_right_system_is_offered_first(code: int, known: bool, province: str | None) -> None:
    """Without names and province a zone a quarter of a degree off still lies in the country: then no claim."""
    if not known and province is None:
        return
    placed, _ = decided(in_system(f"EPSG:{code}", known=known, province=province), None)
    offered = [fit.system.crs for fit in placed.candidates]
    near = {3405: {"EPSG:3405", "EPSG:32648"}, 32648: {"EPSG:3405", "EPSG:32648"}}.get(code, {f"EPSG:{code}"})
    if known:
        assert placed.system is None and placed.how == "asked" and offered[0] in near
    else:
        assert near & set(offered[:4])


def test_the_provinces_own_zone_comes_first_where_nothing_decides() -> None:
    nowhere = Evidence(np.array([[500_000.0, 9e6]]), (None,), "2025-07", "commune", "20")
    placed, _ = decided(nowhere, None)
    assert placed.candidates[0].system.crs == "EPSG:9215"


def test_degrees_without_a_word_are_asked_as_degrees() -> None:
    placed, _ = decided(in_system("EPSG:4326"), None)
    assert [fit.system.crs for fit in placed.candidates] == ["EPSG:4326", "EPSG:4756"]


def test_metres_that_say_degrees_are_asked() -> None:
    placed, _ = decided(in_system("EPSG:9215"), "EPSG:4326")
    assert placed.system is None and placed.candidates[0].system.crs == "EPSG:9215"


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:9215", "EPSG:32648"])
def test_swapped_axes_are_put_right_and_said(crs: str) -> None:
    placed, said = decided(in_system(crs, swapped=True), crs)
    assert placed.system == System(crs, swapped=True) and placed.how == "recognised"
    assert [problem.kind for problem in said] == ["crs_swapped"]


@pytest.mark.parametrize("told", ["EPSG:9213", "EPSG:9216", "EPSG:5897", "EPSG:32649"])
@pytest.mark.parametrize("by", ["file", "person"])
def test_a_wrong_meridian_is_caught_whoever_said_it(told: str, by: str) -> None:
    placed, said = decided(in_system("EPSG:9215"), told if by == "file" else None, told if by == "person" else None)
    (problem,) = said
    assert problem.kind == "crs_contradicted" and problem.severity == "error"
    assert placed.candidates[0].system.crs == problem.values["better"] == "EPSG:9215"
    assert problem.values["km"] >= 20
    assert placed.system is None or by == "person"


def test_what_lies_right_is_believed() -> None:
    for crs in ("EPSG:9215", "EPSG:4326", "EPSG:32648"):
        placed, said = decided(in_system(crs), crs)
        assert placed.system == System(crs) and placed.how == "file" and not said and not placed.candidates


@pytest.mark.slow
@given(st.sampled_from(list(systems.ZONES.values())), st.sampled_from(list(systems.ZONES.values())))
def test_no_two_zones_are_confused(real: int, told: int) -> None:
    evidence = in_system(f"EPSG:{real}")
    fit = evidence.fit(System(f"EPSG:{told}"))
    assert fit.good is (real == told)
    assert (
        georeference.best_first(evidence, systems.candidates((), degrees=False), first=())[0].system.crs
        == f"EPSG:{real}"
    )


def test_found_tells_nothing_where_there_is_nothing() -> None:
    assert systems.read(None, format="tab") == Found(None, None, None)
