"""The register's own tables: sound in themselves, and the country right on every day since 2023."""

import csv
import re
from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pandas as pd
import pytest

from data.units import register
from data.units.register import fingerprint, names, unit, units
from data.units.tables import reading

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
KINDS = {
    "province": {"tỉnh", "thành phố"},
    "district": {"huyện", "quận", "thị xã", "thành phố"},
    "commune": {"xã", "phường", "thị trấn", "đặc khu"},
}


def communes_on(day: date) -> list[reading.Row]:
    return [row for row in reading.living(day) if row.level == "commune"]


def test_every_file_is_sorted_and_has_no_line_twice() -> None:
    for file in reading.FILES:
        with (reading.FOLDER / file).open(encoding="utf-8", newline="") as text:
            _, *lines = csv.reader(text)
        assert lines == sorted(lines), file
        assert len(set(map(tuple, lines))) == len(lines), file


def test_cells_are_what_their_columns_say() -> None:
    for row in reading.rows():
        assert re.fullmatch({"province": r"\d\d", "district": r"\d{3}", "commune": r"\d{5}"}[row.level], row.code)
        assert row.kind in KINDS[row.level] and row.name == row.name.strip() and row.name, row
        for day in (row.since, row.until):
            assert not day or date.fromisoformat(day), row
        assert not row.since or not row.until or row.since <= row.until, row
        assert bool(row.lat) == bool(row.lon), row
    for named in reading.renamings():
        assert DAY.fullmatch(named.since) and named.kind in KINDS[named.level], named
    for went in reading.successions():
        assert DAY.fullmatch(went.date) and went.part in ("whole", "people", "part", "land"), went


def test_no_code_stands_for_two_units_of_a_day() -> None:
    spans: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in reading.rows():
        spans.setdefault((row.level, row.code), []).append((row.since, row.until))
    for key, own in spans.items():
        for (_, until), (since, _) in pairwise(sorted(own)):
            assert until and until < since, key


def test_every_unit_lies_in_one_that_is_there_on_each_of_its_days() -> None:
    for day in {*days_of_decrees(), *(day - timedelta(days=1) for day in days_of_decrees())}:
        living = reading.living(day)
        above = {row.code for row in living if row.level != "commune"}
        assert {row.parent for row in living if row.level != "province"} <= above, day


@cache
def living_by_code(day: date) -> dict[tuple[str, str], reading.Row]:
    return {(row.level, row.code): row for row in reading.living(day)}


def days_of_decrees() -> list[date]:
    return sorted({date.fromisoformat(decree.effective) for decree in reading.decrees()})


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"),
    [
        ("2023-01-01", 63, 705, 10_599),
        ("2023-04-10", 63, 705, 10_598),  # Quân Chu into the town of its name
        ("2024-02-01", 63, 705, 10_597),  # Thiệu Phú into Thiệu Hóa
        ("2024-05-01", 63, 705, 10_595),  # two wards of Gò Công
        ("2025-06-30", 63, 696, 10_035),
        ("2025-07-01", 34, 0, 3_321),
        ("2026-11-30", 34, 0, 3_321),
    ],
)
def test_the_country_is_counted_as_published(day: str, provinces: int, districts: int, communes: int) -> None:
    counts = Counter(row.level for row in reading.living(date.fromisoformat(day)))
    assert (counts["province"], counts["district"], counts["commune"]) == (provinces, districts, communes)


@pytest.mark.parametrize(
    ("day", "cities", "wards", "rural"),
    [
        ("2025-07-01", 6, 687, 2_621),
        ("2026-04-29", 6, 687, 2_621),
        ("2026-04-30", 7, 697, 2_611),
        ("2026-09-01", 8, 697, 2_611),
        ("2026-09-19", 8, 697, 2_611),
        ("2026-09-20", 9, 709, 2_599),
    ],
)
def test_kinds_since_july_2025_are_counted_as_published(day: str, cities: int, wards: int, rural: int) -> None:
    on = date.fromisoformat(day)
    provinces, communes = (Counter(units("2025-07", level, on=on)["kind"]) for level in ("province", "commune"))
    assert provinces == {"thành phố": cities, "tỉnh": 34 - cities}
    assert communes == {"phường": wards, "xã": rural, "đặc khu": 13}
    assert Counter(row.kind for row in communes_on(on)) == communes


def test_each_ended_commune_has_a_successor_and_no_edge_hangs_in_the_air() -> None:
    ended = {(row.code, row.until) for row in reading.rows() if row.until and row.level == "commune"}
    eves = {(w.code_from, (date.fromisoformat(w.date) - timedelta(days=1)).isoformat()) for w in reading.successions()}
    zones = {(code, "2025-06-30") for code in register.districts_as_zones()}
    assert eves - zones == ended
    for day in {went.date for went in reading.successions()}:
        there = {row.code for row in communes_on(date.fromisoformat(day))}
        assert {went.code_to for went in reading.successions() if went.date == day} <= there, day


def test_what_became_of_a_unit_says_of_all_its_parts_what_they_are() -> None:
    parts: dict[tuple[str, str], list[str]] = {}
    for went in reading.successions():
        parts.setdefault((went.date, went.code_from), []).append(went.part)
    for key, own in parts.items():
        assert own == ["whole"] or "whole" not in own, key
        assert set(own) != {"land"} and own.count("people") <= 1, key


def test_new_units_came_from_somewhere() -> None:
    begun = {(row.since, row.code) for row in reading.rows() if row.since and row.level == "commune"}
    reached = {(went.date, went.code_to) for went in reading.successions()}
    # Mộc Châu became wards in 2025; nothing at hand says which of its parts became these three
    assert begun - reached == {("2025-02-01", code) for code in ("03980", "03983", "03984")}


def test_the_decrees_walk_the_country() -> None:
    """On the day of each decree, and only then, names change; and every name that changes is another one."""
    told = {(decree.effective, decree.instrument) for decree in reading.decrees()}
    days = {decree.effective for decree in reading.decrees()}
    for named in reading.renamings():
        before = date.fromisoformat(named.since) - timedelta(days=1)
        was = living_by_code(before)[named.level, named.code]
        assert (was.kind, was.name, was.parent) != (named.kind, named.name, named.parent), named
        assert (named.since, named.instrument) in told, named
    for row in reading.rows():
        assert not row.since or (row.since, row.instrument) in told, row
        assert not row.until or (date.fromisoformat(row.until) + timedelta(days=1)).isoformat() in days, row
    for went in reading.successions():
        assert (went.date, went.instrument) in told, went


@pytest.mark.parametrize(
    ("structure", "code", "day", "name"),
    [
        ("2025-07", "75", "2026-04-29", "Tỉnh Đồng Nai"),
        ("2025-07", "75", "2026-04-30", "Thành phố Đồng Nai"),
        ("2025-07", "22", "2026-08-31", "Tỉnh Quảng Ninh"),
        ("2025-07", "22", "2026-09-01", "Thành phố Quảng Ninh"),
        ("2025-07", "24", "2026-09-20", "Thành phố Bắc Ninh"),
        ("2025-07", "07294", "2026-09-19", "Xã Bố Hạ"),
        ("2025-07", "07294", "2026-09-20", "Phường Bố Hạ"),
        ("2025-07", "26368", "2026-11-30", "Phường Long Thành"),
        ("2025-07", "07294", "2020-01-01", "Xã Bố Hạ"),
        ("2024", "46", "2024-12-31", "Tỉnh Thừa Thiên Huế"),
        ("2024", "46", "2025-01-01", "Thành phố Huế"),
        ("2024", "07774", "2024-01-31", "Xã Tự Lạn"),
        ("2024", "07774", "2024-02-01", "Phường Tự Lạn"),
        ("2024", "222", "2023-06-01", "Huyện Việt Yên"),
        ("2024", "222", "2026-06-01", "Thị xã Việt Yên"),
        ("2024", "01942", "2023-06-01", "Xã Bằng Vân"),
    ],
)
def test_a_unit_is_called_as_on_the_day(structure: str, code: str, day: str, name: str) -> None:
    on = date.fromisoformat(day)
    assert unit(structure, code, on=on).name == name
    level = {2: "province", 3: "district", 5: "commune"}[len(code)]
    assert units(structure, level, on=on).at[code, "name"] == name


def test_without_a_day_names_are_those_of_the_structures_own_day() -> None:
    assert unit("2025-07", "24").name == "Tỉnh Bắc Ninh" and unit("2025-07", "07294").kind == "xã"
    assert unit("2024", "46").name == "Thành phố Huế"


def test_a_change_of_kind_moves_nothing() -> None:
    usual, now = (units("2025-07", "commune", on=day) for day in (None, date(2026, 10, 1)))
    same = ["structure", "level", "short", "parent", "province", "lon", "lat", "area_km2", "point_ok"]
    pd.testing.assert_frame_equal(usual[same], now[same])
    assert (usual["name"] != now["name"]).sum() == 22
    assert list(register.STRUCTURES) == ["2024", "2025-07"]


def test_the_names_of_a_unit_in_time() -> None:
    assert [(each.since, each.name) for each in names("2025-07", "07294")] == [
        (None, "Xã Bố Hạ"), (date(2026, 9, 20), "Phường Bố Hạ")]  # fmt: skip
    assert names("2025-07", "07294")[1].instrument == "388/NQ-UBTVQH16"
    assert names("2025-07", "01942") == ()


def test_areas_add_up_to_the_country() -> None:
    areas = units("2025-07", "commune")["area_km2"]
    assert areas.isna().sum() == 4 and areas.sum() == pytest.approx(331_000, rel=0.01)


def test_the_fingerprint_changes_with_any_cell(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint()
    assert re.fullmatch("[0-9a-f]{64}", before) and fingerprint() == before
    for file in reading.FILES:
        (tmp_path / file).write_bytes((reading.FOLDER / file).read_bytes())
    content = (tmp_path / "names.csv").read_bytes()
    (tmp_path / "names.csv").write_bytes(content.replace("Bố Hạ".encode(), "Bố Hà".encode()))
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    assert fingerprint.__wrapped__() != before
