"""Exports say what the release says, in files that are safe to open and lose no zero."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalogue.current import catalogue
from data.publication.pointer import set_current
from data.releases.export import NothingToExport, export
from data.releases.export_files import safe_text, write_export
from data.releases.store import Release, Store, open_store
from data.releases.write import write_release
from data.units.register import units
from tests.fixtures import small_release
from tests.fixtures.small_release import BAC_KAN, EARLY, HA_NOI, LATE, communes, new_communes_of

HOSTILE = ["=1+1", "+84", "-x", "@SUM(A1)", "|calc", "%x", "\tx", "\rx", "{{ 7*7 }}", "<b>", "Thôn 1", "'x"]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Return the small release with hostile village names, and a report on the province of Bắc Kạn's communes."""
    tables = small_release.sample_tables()
    tables["villages"]["name"] = HOSTILE[:8]
    tables["sources"] = pd.concat(
        [tables["sources"], pd.DataFrame({"source": ["r"], "kind": ["report"], "title": ["=cmd|'/c calc'!A1"]})]
    )
    own = small_release.report_rows(codes=["26"]).assign(level="province", source="r")  # Vĩnh Phúc: nothing below it
    tables["reports"] = pd.concat([own, small_release.report_rows(codes=communes(BAC_KAN)[5:]).assign(source="r")])
    store = open_store(tmp_path_factory.mktemp("export") / "store")
    made = write_release(store, tables, parent=None, message="x")
    return set_current(store, made.id, who="test")


def table(release: Release, **asked: object) -> pd.DataFrame:
    return export(release, **{"structure": "2024", "level": "commune", **asked}).table.set_index("code")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("structure", "level"),
    [("2024", "province"), ("2024", "district"), ("2024", "commune"), ("2025-07", "province"), ("2025-07", "commune")],
)
def test_every_unit_has_its_row(release: Release, structure: str, level: str) -> None:
    found = table(release, structure=structure, level=level)
    assert found.index.tolist() == units(structure, level).index.tolist()
    assert found["name"].notna().all()
    assert set(found["structure"]) == {structure}
    assert set(found["release"]) == {release.id}
    assert set(found["period"]) == {LATE}


def test_sums_over_any_level_are_the_sums_of_their_parts(release: Release) -> None:
    parts = table(release, level="commune")
    for level in ("district", "province"):
        whole = table(release, level=level).drop(index="26", errors="ignore")
        for indicator in catalogue().codes:
            assert whole[indicator].sum() == parts[indicator].sum(), (level, indicator)


def test_missing_is_missing_and_counted(release: Release) -> None:
    row = table(release, level="province").loc[HA_NOI]
    assert (row["communes_reported"], row["communes_known"]) == (2, len(communes(HA_NOI)))
    assert pd.isna(row["digital_shops"])
    assert table(release).loc[communes(HA_NOI)[5], [*catalogue().codes]].isna().all()
    assert table(release).loc[communes(HA_NOI)[0], "villages_known"] == 2


def test_a_provinces_own_report_stands_where_no_commune_reported(release: Release) -> None:
    row = table(release, level="province").loc["26"]
    assert (row["members_commune"], row["communes_reported"]) == (10, 0)
    assert row["sources"] == "=cmd|'/c calc'!A1"


def test_sample_and_sources_stand_in_every_row(release: Release) -> None:
    for structure, ours in (("2024", communes(BAC_KAN)), ("2025-07", new_communes_of(BAC_KAN))):
        found = table(release, structure=structure, province="Bắc Kạn" if structure == "2024" else "Thái Nguyên")
        assert set(found.index) >= set(ours)
        assert found["sample"].any()
        assert not found["sample"].all()
        told = found.loc[found[[*catalogue().codes]].notna().any(axis=1), "sources"]
        assert told.notna().all()


def test_villages_come_with_their_commune(release: Release) -> None:
    found = table(release, level="village", structure="2025-07", province="01")
    assert len(found) == 4
    assert set(found["province_code"]) == {"01"}
    assert found["commune_code"].isin(units("2025-07", "commune").index).all()


def test_the_period_follows_the_day(release: Release) -> None:
    assert table(release, as_of=date(2026, 6, 29))["period"].iloc[0] == EARLY
    assert table(release, as_of=date(2026, 6, 30))["period"].iloc[0] == LATE
    with pytest.raises(NothingToExport):
        table(release, as_of=date(2020, 1, 1))


def test_what_cannot_be_exported_is_refused(release: Release) -> None:
    for asked in ({"province": "Tỉnh Không Có"}, {"level": "district", "structure": "2025-07"}):
        with pytest.raises(NothingToExport):
            table(release, **asked)


def test_nothing_personal_is_exported(release: Release, tmp_path: Path) -> None:
    found = table(release, level="village")
    assert not {"phone", "birth_year", "person"} & set(found.columns)
    assert not found.map(lambda value: "Nguyễn Văn A" in str(value) or "0900000000" in str(value)).any(axis=None)


def write(release: Release, path: Path, *, level: str = "village") -> Path:
    write_export(export(release, structure="2024", level=level), path, format=path.suffix[1:])
    return path


def test_csv_is_safe_and_keeps_zeros(release: Release, tmp_path: Path) -> None:
    text = write(release, tmp_path / "a.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read Vietnamese"
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    assert {row["name"] for row in rows} == {safe_text(name) for name in HOSTILE[:8]}
    assert rows[0]["commune_code"] == "00001"
    assert rows[0]["digital_shops"] == ""
    assert not any(cell.startswith(("=", "+", "-", "@", "|", "%", "\t", "\r")) for row in rows for cell in row.values())


def test_xlsx_is_safe_and_keeps_types(release: Release, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(release, tmp_path / "a.xlsx"))
    sheet = book.worksheets[0]
    heading = [cell.value for cell in sheet[1]]
    cells = {name: sheet.cell(2, n + 1) for n, name in enumerate(heading)}
    assert not any(cell.data_type == "f" for sheet in book.worksheets for row in sheet for cell in row)
    assert (cells["commune_code"].value, cells["households"].value) == ("00001", 104)
    assert cells["digital_shops"].value is None
    assert cells["sample"].value is True
    about = "\n".join(str(cell.value) for row in book.worksheets[1] for cell in row)
    assert "MINH HỌA" in about
    assert release.id in about


@pytest.mark.slow
def test_geojson_has_points_and_says_so(release: Release, tmp_path: Path) -> None:
    told = json.loads(write(release, tmp_path / "a.geojson", level="commune").read_text("utf-8"))
    assert len(told["features"]) == len(units("2024", "commune"))
    first = next(each for each in told["features"] if each["geometry"])
    lon, lat = first["geometry"]["coordinates"]
    assert 102 < lon < 118
    assert 6 < lat < 24
    assert "không phải địa giới" in told["about"]["points"]
    assert isinstance(first["properties"]["code"], str)
    villages = json.loads(write(release, tmp_path / "v.geojson").read_text("utf-8"))
    assert all(each["geometry"] is None for each in villages["features"]), "no village has a point"


def test_parquet_holds_the_table_as_it_is(release: Release, tmp_path: Path) -> None:
    made = export(release, structure="2024", level="commune")
    read = pd.read_parquet(write(release, tmp_path / "a.parquet", level="commune"))
    assert read["code"].tolist() == made.table["code"].tolist()
    assert read["households"].sum() == made.table["households"].sum()
    assert read["households"].isna().sum() == made.table["households"].isna().sum()


@given(st.text() | st.integers() | st.none() | st.floats(allow_nan=False))
def test_no_text_stays_a_formula_and_no_number_changes(value: object) -> None:
    safe = safe_text(value)
    if isinstance(value, str):
        assert not safe.startswith(("=", "+", "-", "@", "|", "%", "\t", "\r", "\n"))
        assert safe.removeprefix("'") == value.removeprefix("'")
    else:
        assert safe is value


def test_an_export_replaces_a_file_whole(small_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    write_export(export(small_store.current(), structure="2024", level="province"), path, format="csv")
    assert path.read_bytes().count(b"\r\n") == 64
    assert [each.name for each in tmp_path.glob(".aside-*")] == []
