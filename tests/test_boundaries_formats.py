"""What is opened and what is refused: by content, never by name; archives, links, views, the network."""

import io
import json
import sqlite3
import stat
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.storage.errors import Refused
from geo.boundaries import formats, limits, parts, reading
from geo.boundaries.parts import datasets, gather, unpacked
from tests.fixtures import boundaries as made

FEW = 4
KML = b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>%s</Document></kml>'
PLACE = (
    b"<Placemark><name>A</name><Polygon><outerBoundaryIs><LinearRing><coordinates>106,21 107,21 107,22 106,21"
    b"</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
)
GEOJSON = (
    '{"type":"FeatureCollection",%s"features":[{"type":"Feature","properties":{"ten":"A"},"geometry":'
    '{"type":"Polygon","coordinates":[[[106,21],[107,21],[107,22],[106,21]]]}}]}'
)

TAB = b"!table\n!version 300\n\nDefinition Table\n"
VIRTUAL, LINKED = "boundaries.not_shapes_virtual", "boundaries.linked_crs"

REFUSED = {
    "nothing": (b"", "boundaries.empty_file"),
    "zeros": (b"\0" * 5000, "boundaries.empty_file"),
    "a program": (b"MZ\x90\0" + b"\0" * 200, "boundaries.not_shapes_program"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "boundaries.not_shapes_program"),
    "a PDF": (b"%PDF-1.7\n...", "boundaries.not_shapes_document"),
    "a workbook of old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "boundaries.not_shapes_document"),
    "a picture": (b"\x89PNG\r\n\x1a\n....", "boundaries.not_shapes_picture"),
    "another archive": (b"7z\xbc\xaf\x27\x1c....", "boundaries.not_shapes_archive"),
    "a drawing": (b"AC1032\0\0\0\0", "boundaries.not_shapes_drawing"),
    "a database": (b"SQLite format 3\0" + b"\1" * 200, "boundaries.not_shapes_database"),
    "words": ("Xã Bằng Vân".encode(), "boundaries.not_shapes"),
    "a virtual layer": (b'<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>', VIRTUAL),
    "other XML": (b"<?xml version='1.0'?><gpx></gpx>", "boundaries.not_shapes_xml"),
    "entities": (b'<!DOCTYPE kml [<!ENTITY a "b">]>' + KML % PLACE, "boundaries.xml_entities"),
    "TopoJSON": (b'{"type":"Topology","objects":{}}', "boundaries.not_geojson"),
    "other JSON": (b'{"a": [1, 2, 3]}', "boundaries.not_geojson"),
    "a linked CRS": ((GEOJSON % '"crs":{"type":"link","properties":{"href":"http://a"}},').encode(), LINKED),
    "a linked CRS, turned": ((GEOJSON % '"crs":{"properties":{"href":"http://a"},"type":"x"},').encode(), LINKED),
    "a seamless table": (TAB + b'  Type NATIVE\nbegin_metadata\n"\\IsSeamless" = "TRUE"\n', VIRTUAL),
    "a table of a database": (TAB + b"  Type ODBC\n", VIRTUAL),
    "a view": (b'!table\n!version 100\n\nOpen Table "/etc/passwd"\nCreate View a As Select * From b', VIRTUAL),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_content(name: str) -> None:
    content, key = REFUSED[name]
    with pytest.raises(Refused) as refusal:
        formats.identify(content)
    assert refusal.value.key == key


@pytest.fixture(scope="module")
def shapefile() -> dict[str, bytes]:
    return made.written(made.layer().head(FEW), "shp", encoding="UTF-8")


def info(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, (2025, 7, 1, 0, 0, 0))


def link(name: str) -> zipfile.ZipInfo:
    head = info(name)
    head.create_system, head.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return head


UNSAFE = {
    "a way out": ([(info("../../etc/xa.prj"), b"x")], "boundaries.unsafe_path"),
    "a way out of Windows": ([(info("..\\..\\xa.prj"), b"x")], "boundaries.unsafe_path"),
    "a root": ([(info("/etc/xa.prj"), b"x")], "boundaries.unsafe_path"),
    "a drive": ([(info("C:/xa.prj"), b"x")], "boundaries.unsafe_path"),
    "a link": ([(link("xa2.prj"), b"/etc/passwd")], "boundaries.symlink"),
    "an archive": ([(info("them.zip"), b"PK\x03\x04")], "boundaries.nested_archive"),
    "a hidden archive": ([(info("anh.txt"), b"PK\x03\x04" + b"\0" * 90)], "boundaries.nested_archive"),
    "one name twice": ([(info("a/xa.prj"), b"1"), (info("a/xa.prj"), b"2")], "boundaries.twice_in_archive"),
    "very many": ([(info(f"{i}.txt"), b"") for i in range(600)], "boundaries.too_many_parts"),
    "a bomb": ([(info("xa2.dbf"), b"\0" * (parts.RATIO_FROM + 1))], "boundaries.zip_bomb"),
}


@pytest.mark.parametrize("name", UNSAFE)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_unsafe_archives_are_refused(shapefile: dict[str, bytes], name: str) -> None:
    more, key = UNSAFE[name]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in shapefile.items():
            archive.writestr(part, content)
        for head, content in more:
            archive.writestr(head, content, zipfile.ZIP_DEFLATED)
    with pytest.raises(Refused) as refusal:
        unpacked(packed.getvalue())
    assert refusal.value.key == key


def test_a_part_may_not_unpack_to_more_than_it_declares(shapefile: dict[str, bytes]) -> None:
    packed = bytearray(made.zipped({"xa.dbf": b"\0" * 1000}))
    size = (1000).to_bytes(4, "little")
    for at in [i for i in range(len(packed)) if packed[i : i + 4] == size]:
        packed[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(Refused):
        unpacked(bytes(packed))


def test_what_systems_add_to_archives_is_left_alone(shapefile: dict[str, bytes]) -> None:
    added = {"__MACOSX/._xa.shp": b"x", ".DS_Store": b"x", "doc/huong dan.txt": b"x", "xa.shp.xml": b"<a/>"}
    (found,) = datasets({"a.zip": made.zipped({**{f"lop/{n}": c for n, c in shapefile.items()}, **added})})
    assert found.format == "shapefile" and found.name == "xa" and {"shp", "dbf", "shx", "prj"} <= set(found.parts)


@pytest.mark.parametrize(
    ("endings", "key"), [((".dbf",), "boundaries.part_missing"), ((".shp",), "boundaries.lone_part")]
)
def test_a_shapefile_without_what_it_needs_is_refused(shapefile: dict[str, bytes], endings: tuple, key: str) -> None:
    with pytest.raises(Refused) as refusal:
        datasets({"a.zip": made.zipped(made.without(shapefile, *endings))})
    assert refusal.value.key == key


def test_a_lone_part_says_to_pack_them_all(shapefile: dict[str, bytes]) -> None:
    for name in ("xa.shp", "xa.dbf"):
        with pytest.raises(Refused) as refusal:
            datasets({name: shapefile[name]})
        assert refusal.value.key in ("boundaries.lone_part", "boundaries.not_shapes")


def test_a_shapefile_without_its_index_is_read(shapefile: dict[str, bytes]) -> None:
    (layer,) = reading.layers({"a.zip": made.zipped(made.without(shapefile, ".shx"))})
    assert len(reading.read(layer).shapes) == FEW


def test_extensions_in_capitals_and_folders_are_read(shapefile: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in shapefile.items():
        (tmp_path / name.upper()).write_bytes(content)
    (tmp_path / "khac.shp").write_bytes(shapefile["xa.shp"])
    by_file = datasets(gather(tmp_path / "XA.SHP"))
    assert [one.name for one in by_file] == ["XA"]
    with pytest.raises(Refused):
        gather(tmp_path / "khong-co.gpkg")


def test_another_content_under_the_name_of_a_shapefile_is_refused(shapefile: dict[str, bytes]) -> None:
    with pytest.raises(Refused):
        datasets({"a.zip": made.zipped({**shapefile, "xa.shp": b"MZ" + b"\0" * 100})})


@pytest.mark.parametrize("kind", ["gpkg", "geojson", "kml", "fgb", "parquet"])
def test_every_format_gives_the_same_features(kind: str) -> None:
    frame = made.layer().head(FEW)
    (layer,) = reading.layers(made.written(frame, kind))
    raw = reading.read(layer)
    assert layer.features == len(raw.shapes) == FEW
    assert set(raw.state) == {"good"}
    texts = {value for column in raw.columns.values() for value in column}
    assert set(frame["ten"]) | set(frame["ma"]) <= texts


def test_a_kmz_is_read_and_named_by_its_file() -> None:
    (layer,) = reading.layers({"ranh-gioi.kmz": made.zipped({"doc.kml": KML % PLACE, "files/a.png": b"\x89PNG"})})
    assert layer.dataset.name == "ranh-gioi" and layer.features == 1


@pytest.mark.slow
def test_two_layers_are_both_listed_and_told_apart() -> None:
    few = made.layer().head(FEW)
    packed = made.zipped({**made.written(few, "shp", name="xa"), **made.written(few.head(2), "shp", name="phuong")})
    found = reading.layers({"hai-lop.zip": packed})
    assert {layer.name: layer.features for layer in found} == {"xa": FEW, "phuong": 2}


@pytest.mark.slow
def test_only_our_drivers_exist_where_files_are_opened(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "import pyogrio, json; print(json.dumps(sorted(pyogrio.list_drivers())))"
    done = subprocess.run([sys.executable, "-c", code], env=reading._environment(), capture_output=True, check=True)
    assert set(json.loads(done.stdout)) == set(formats.DRIVERS.values())


@pytest.fixture
def listener() -> "list[str]":
    """Listen on this machine; the list fills with what is asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"GEOGCS[]")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    asked.append(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield asked
    server.shutdown()
    server.server_close()


@pytest.mark.slow
def test_nothing_is_fetched_while_a_file_is_opened(listener: list[str], shapefile: dict[str, bytes]) -> None:
    place = listener.pop()
    links = b"<NetworkLink><Link><href>%s/a.kml</href></Link></NetworkLink>" % place.encode()
    # the name of the member is escaped, so that no look at the text finds it
    hidden = GEOJSON % f'"\\u0063rs":{{"type":"link","properties":{{"href":"{place}/b"}}}},'
    named = GEOJSON % f'"crs":{{"type":"name","properties":{{"name":"{place}/c"}}}},'
    for files in (
        {"a.kml": KML % (links + PLACE)},
        {"b.geojson": hidden.encode()},
        {"c.geojson": named.encode()},
        {"d.zip": made.zipped({**shapefile, "xa.prj": f"{place}/d.prj".encode()})},
    ):
        try:
            reading.read(reading.layers(files)[0])
        except Refused:
            continue
    assert listener == []


def with_view(path: Path) -> None:
    with sqlite3.connect(path) as base:
        base.execute("CREATE VIEW nhin AS SELECT * FROM xa")
        base.execute(
            "INSERT INTO gpkg_contents SELECT 'nhin', data_type, 'nhin', '', last_change, min_x, min_y, max_x,"
            " max_y, srs_id FROM gpkg_contents"
        )
        base.execute(
            "INSERT INTO gpkg_geometry_columns SELECT 'nhin', column_name, geometry_type_name, srs_id, z, m"
            " FROM gpkg_geometry_columns"
        )


def with_virtual_table(path: Path) -> None:
    with sqlite3.connect(path) as base:
        base.execute("CREATE VIRTUAL TABLE tim USING fts5(chu)")


@pytest.mark.parametrize("change", [with_view, with_virtual_table])
def test_layers_that_would_run_something_are_refused(change: object, tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(made.written(made.layer().head(FEW), "gpkg")["xa.gpkg"])
    change(path)
    with pytest.raises(Refused) as refusal:
        reading.layers(gather(path))
    assert refusal.value.key == "boundaries.view_in_database"


def test_too_many_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(limits.Refusal):
        limits.check_size(limits.MAX_FEATURES + 1, 3)
    with pytest.raises(limits.Refusal):
        limits.check_size(0, 3)


@pytest.mark.parametrize("kind", ["gpkg", "fgb", "shp", "geojson", "parquet"])
def test_a_truncated_file_is_refused_or_read_in_part(kind: str) -> None:
    files = made.written(made.layer().head(FEW), kind)
    cut = {name: content[: int(len(content) * 0.7)] for name, content in files.items()}
    try:
        found = reading.layers(cut)
        assert all(len(reading.read(layer).shapes) <= FEW for layer in found)
    except Refused as refusal:
        assert refusal.key.startswith(("boundaries.", "intake."))


@given(st.binary(max_size=400))
def test_any_bytes_are_named_or_refused(content: bytes) -> None:
    try:
        assert formats.identify(content) in formats.EXTENSIONS
    except Refused as refusal:
        assert refusal.key.startswith("boundaries.")


@given(st.binary(max_size=300), st.sampled_from(["a.zip", "a.shp", "a.tab", "a.kmz", "a"]))
def test_any_upload_is_grouped_or_refused(content: bytes, name: str) -> None:
    for start in (b"", b"PK\x03\x04", b"!table\n"):
        try:
            assert datasets({name: start + content})
        except Refused:
            continue
