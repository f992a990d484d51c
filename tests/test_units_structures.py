"""Structures that are added from tables: read as they are, checked, kept whole, chained to the register's own."""

import json
import shutil
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from data.i18n import LANGUAGES
from data.storage import audit_log, fault_points
from data.storage.errors import Refused
from data.units import adding, chain, conversion, register, stored
from data.units.adding import NotAdded, StructureSpec, add, inspect, withdraw
from data.units.findings import Finding
from data.units.register import STRUCTURES, UnknownUnit, edges, path, unit, units
from data.units.stored import DamagedStructures
from data.units.structures import after, before, latest, structure, structure_at, way
from data.units.summary import ProvinceChange, summarise
from tests.fixtures import decrees
from tests.fixtures.decrees import APRIL, DECREE, EARLY, HA_NOI, THAI_NGUYEN, TOLD, workbook


@pytest.fixture(autouse=True)
def _own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep structures in a folder of the test's own, and read workbooks without a process of their own."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    monkeypatch.setattr(conversion.workbook, "read", decrees.read_here)


@pytest.fixture
def four(chain_of_four: Path, tmp_path: Path) -> None:
    """Put a chain 2022 → 2024 → 2025-07 → 2026-04-30 of its own under the test."""
    shutil.copytree(chain_of_four / "structures", tmp_path / "structures")


def kinds(found: adding.Inspection) -> list[str]:
    return [finding.kind for finding in found.checked.findings]


def test_without_tables_there_are_the_two_of_the_register() -> None:
    assert list(STRUCTURES) == ["2024", "2025-07"] and len(STRUCTURES) == 2
    assert not any(each.added for each in STRUCTURES.values())
    assert (latest(), before("2024"), after("2024"), after("2025-07")) == ("2025-07", None, "2025-07", None)


def test_a_decree_changes_what_it_names_and_nothing_else() -> None:
    found = add(workbook(DECREE), APRIL, TOLD)
    told = summarise(found)
    assert kinds(found) == ["goes_on"]
    assert (told.communes_before, told.communes_after, told.split, told.renamed, told.retyped) == (3321, 3321, 2, 1, 1)
    assert told.provinces == (ProvinceChange("24", "Tỉnh Bắc Ninh", "Thành phố Bắc Ninh"),)
    old, new = units("2025-07", "commune"), units("2026-04-30", "commune")
    same = [code for code in old.index if code not in ("00004", "00008", "00025", "01942", "07735", "07682")]
    columns = ["name", "short", "kind", "parent", "province", "lon", "lat", "area_km2", "point_ok"]
    assert new.loc[same, columns].equals(old.loc[same, columns])
    assert set(new.index) - set(old.index) == {"90001"} and set(old.index) - set(new.index) == {"00008"}
    assert (new["structure"] == "2026-04-30").all() and new.index.is_unique
    assert list(new.columns) == list(old.columns) and (new.dtypes == old.dtypes).all()


def test_a_retype_and_a_rename_without_a_change_of_land() -> None:
    add(workbook(DECREE), APRIL, TOLD)
    ward, named, city = (unit("2026-04-30", code) for code in ("07735", "07682", "24"))
    assert (ward.name, ward.kind, ward.area_km2) == ("Phường Đồng Việt", "phường", unit("2025-07", "07735").area_km2)
    assert (named.name, named.short) == ("Phường Hoa Ban", "Hoa Ban")
    assert (city.name, city.kind, city.short) == ("Thành phố Bắc Ninh", "thành phố", "Bắc Ninh")
    assert [part.name for part in path("2026-04-30", "07735")] == ["Thành phố Bắc Ninh", "Phường Đồng Việt"]
    for code in ("07735", "07682"):
        (edge,) = register.successors(code, source="2025-07")
        assert (edge.code_to, edge.part) == (code, "whole")


def test_merged_and_split_land() -> None:
    add(workbook(DECREE), APRIL, TOLD)
    assert unit("2026-04-30", "00004").area_km2 is None, "a part of Giảng Võ of unknown size came to it"
    assert unit("2026-04-30", "00004").lon == unit("2025-07", "00004").lon
    assert unit("2026-04-30", "00025").lon == unit("2025-07", "00025").lon, "it goes on where it was"
    assert unit("2026-04-30", "90001").lon is None and not units("2026-04-30", "commune").at["90001", "point_ok"]
    parts = {(e.code_to, e.part) for e in register.successors("01942", source="2025-07")}
    assert parts == {("90001", "part"), ("01942", "part")}
    only_merged = [row for row in DECREE if row[5] != "Nhập một phần" and row[4] != "01942"]
    add(workbook(only_merged), APRIL, TOLD)
    both = unit("2025-07", "00004").area_km2 + unit("2025-07", "00008").area_km2
    assert unit("2026-04-30", "00004").area_km2 == pytest.approx(both)


def test_dates_follow_each_other(four: None) -> None:
    assert list(STRUCTURES) == ["2022", "2024", "2025-07", "2026-04-30"]
    spans = [(s.since, s.until) for s in STRUCTURES.values()]
    assert spans == [
        (None, date(2022, 12, 31)),
        (date(2023, 1, 1), date(2025, 6, 30)),
        (date(2025, 7, 1), date(2026, 4, 29)),
        (date(2026, 4, 30), None),
    ]
    days = {
        date(2020, 1, 1): "2022",
        date(2023, 1, 1): "2024",
        date(2026, 4, 29): "2025-07",
        date(2026, 4, 30): "2026-04-30",
    }
    assert {day: structure_at(day) for day in days} == days
    assert way("2026-04-30", "2024") == ("2026-04-30", "2025-07", "2024")


@pytest.mark.slow
def test_every_unit_along_the_chain_goes_on_and_comes_from_somewhere(four: None) -> None:
    ends = [*pairwise(STRUCTURES), ("2022", "2026-04-30"), ("2022", "2022")]
    for ends_of_way in ends:
        for source, target in (ends_of_way, ends_of_way[::-1]):
            found = edges(source, target)
            assert set(found["code_from"]) == set(chain.base_units(source))
            assert set(found["code_to"]) == set(chain.base_units(target))
            assert not found.duplicated(["code_from", "code_to"]).any()
            assert (found["whole"] == (found["part"] == "whole")).all()
            counts = pd.crosstab(found["code_from"], found["part"]).reindex(
                columns=["whole", "people", "part", "land"], fill_value=0
            )
            assert (counts["whole"].eq(1) == counts.sum(axis=1).eq(1)).all()
            assert (counts["whole"] + counts["people"] + counts["part"] > 0).all(), "people live somewhere"
            assert (counts["people"].le(1) & (counts["people"].eq(0) | counts["part"].eq(0))).all()


def test_parts_along_a_chain_are_as_sure_as_their_least_sure_step(four: None) -> None:
    def parts(code: str) -> dict[str, str]:
        return {e.code_to: e.part for e in register.successors(code, source="2022", target="2026-04-30")}

    assert parts("90002") == {"01942": "part", "90001": "part"}, "whole into Bằng Vân, which was split later"
    assert parts("00008") == {"00004": "whole"}
    assert parts("00112")["00004"] == "land", "land that went on into a merger"
    into = {e.code_from: e.part for e in register.predecessors("00004", structure="2026-04-30")}
    assert into == {"00004": "whole", "00008": "whole", "00025": "part"}


def test_parts_that_meet_again_are_whole() -> None:
    """Phường Ngọc Hà of "2024" was split between two wards; a decree that merges these brings it together."""
    ways = [e.code_to for e in register.successors("00016")]
    assert len(ways) == 2
    rows = [
        (HA_NOI, "Phường Ba Đình", "00004", unit("2025-07", code).name, code, "Nhập toàn bộ", None, HA_NOI)
        for code in ways
    ]
    add(workbook(rows), APRIL, TOLD)
    (edge,) = register.successors("00016", target="2026-04-30")
    assert (edge.code_to, edge.part) == ("00004", "whole")


def test_a_structure_before_the_first_one(four: None) -> None:
    early = units("2022", "commune")
    assert len(early) == 10_036 and early.at["90002", "name"] == "Xã Bằng Khẩu"
    assert [part.code for part in path("2022", "90002")] == ["06", "062", "90002"]
    assert len(units("2022", "district")) == len(units("2024", "district"))
    assert {e.code_to for e in register.successors("00001", source="2022")} == {"00001", "00004"}
    (edge,) = register.successors("318", source="2022")
    assert (edge.code_to, edge.whole) == ("318", True), "a district without communes goes on as such"
    (edge,) = register.successors("318", source="2022", target="2026-04-30")
    assert unit("2026-04-30", edge.code_to).name == "Đặc khu Bạch Long Vĩ"


@pytest.mark.slow
def test_provinces_along_the_chain(four: None) -> None:
    (edge,) = register.successor_provinces("06", source="2022", target="2026-04-30")
    assert (edge.code_to, edge.whole) == ("19", True)
    found = register.predecessor_provinces("24", structure="2026-04-30", source="2024")
    assert {unit("2024", e.code_from).short for e in found} == {"Bắc Giang", "Bắc Ninh"}
    communes = register.communes_now("06", source="2022", target="2026-04-30")
    assert {"90001", "01942"} <= set(communes)


def test_a_province_that_is_merged_ends_and_its_communes_move() -> None:
    """As if Cà Mau became part of An Giang: its communes bear their names and codes in another province."""
    there = "Tỉnh An Giang (91)"
    communes = units("2025-07", "commune").query("province == '96'")
    rows = [(there, u.name, u.Index, u.name, u.Index, "Giữ nguyên", None, None) for u in communes.itertuples()]
    told = summarise(add(workbook(rows), APRIL, TOLD))
    assert (told.moved, told.provinces_after, told.provinces) == (64, 33, (ProvinceChange("96", "Tỉnh Cà Mau", None),))
    assert units("2026-04-30", "commune").loc[communes.index, "province"].eq("91").all()
    (edge,) = register.successor_provinces("96", source="2025-07")
    assert (edge.code_to, edge.whole) == ("91", True)
    assert {e.code_from for e in register.predecessor_provinces("91", structure="2026-04-30")} == {"91", "96"}


def test_a_province_that_is_split_is_told_as_parts() -> None:
    communes = units("2025-07", "commune").query("province == '96'").iloc[:10]
    there = "Tỉnh An Giang (91)"
    rows = [(there, u.name, u.Index, u.name, u.Index, "Giữ nguyên", None, None) for u in communes.itertuples()]
    add(workbook(rows), APRIL, TOLD)
    parts = {(e.code_to, e.part) for e in register.successor_provinces("96", source="2025-07")}
    assert parts == {("96", "part"), ("91", "part")}


ONE = (THAI_NGUYEN, "Xã Bằng Khẩu", "90001", "Xã Bằng Vân", "01942", "Nhập toàn bộ", None, THAI_NGUYEN)


def other(**changes: object) -> tuple[object, ...]:
    """Return ONE with other cells, by the place of the column."""
    names = ("province", "new", "code", "old", "old_code", "note", "district", "old_province")
    return tuple(changes.get(name, cell) for name, cell in zip(names, ONE, strict=True))


FAULTS = {
    "an unknown unit": ([other(old="Xã Không Có", old_code="99999")], "unknown"),
    "a code of another name": ([other(old="Xã Hoàn Toàn Khác")], "other_name"),
    "no new unit": ([other(new=None, code=None)], "no_successor"),
    "a part only, and its code given away": (
        [other(note="Nhập một phần"), other(new="Xã Bằng Thành", code="01942", old="Xã Bằng Thành", old_code="01864")],
        "rest_lost",
    ),
    "land alone, twice": (
        [other(note="Nhập một phần diện tích"), other(note="Nhập một phần diện tích", new="Xã Khác", code="90003")],
        "rest_lost",
    ),
    "whole into two": ([ONE, other(new="Xã Khác", code="90003")], "whole_twice"),
    "two names": ([ONE, other(new="Xã Khác", old="Xã Bằng Thành", old_code="01864")], "two_names"),
    "two provinces": ([ONE, other(province=HA_NOI, old="Xã Bằng Thành", old_code="01864")], "two_names"),
    "a code in use": ([other(new="Xã Bằng Khẩu", code="01864")], "code_taken"),
    "no kind": ([other(new="Bằng Khẩu")], "no_kind"),
    "no code": ([other(code="mới")], "no_code"),
    "no province": ([other(province="Tỉnh Không Có")], "no_province"),
    "an unknown province": ([other(province="Tỉnh Không Có (99)"), other(province="(98)")], "two_names"),
    "a note that says nothing": ([other(note="xem phụ lục")], "note"),
    "a row twice": ([ONE, ONE], "twice"),
    "a province that is none": ([(None, "Thành phố Mới", "98", "Tỉnh Mới", "98", "Đổi loại hình")], "province"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_faults_are_all_named_and_nothing_is_written(case: str) -> None:
    rows, kind = FAULTS[case]
    assert kind in kinds(inspect(workbook(rows), APRIL))
    with pytest.raises(NotAdded) as fault:
        add(workbook(rows), APRIL, TOLD)
    assert fault.value.inspection.checked.errors
    assert list(STRUCTURES) == ["2024", "2025-07"] and not (stored.root() / "2026-04-30").exists()
    assert "\n" not in str(fault.value)


@pytest.mark.slow
def test_a_table_of_the_whole_country_must_name_every_commune() -> None:
    whole = replace(APRIL, complete=True)
    found = inspect(workbook(DECREE), whole)
    ended = [f.code for f in found.checked.errors if f.kind == "ended"]
    assert len(ended) == 3321 - 6 and "rest_lost" in kinds(found)
    rows = [
        (f"({u.province})", u.name, u.Index, u.name, u.Index, "Giữ nguyên", None, None)
        for u in units("2025-07", "commune").itertuples()
    ]
    every = add(workbook(rows), APRIL, TOLD)
    assert every.checked.complete, "more than half of the communes are named"
    assert [f.code for f in inspect(workbook(rows[:-1]), APRIL).checked.errors] == [rows[-1][2]]
    assert summarise(every).unchanged == 3321


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        (replace(APRIL, id="../2026"), "units.bad_id"),
        (replace(APRIL, id="mai"), "units.bad_id"),
        (replace(APRIL, after=None), "units.one_neighbour"),
        (replace(APRIL, before="2024"), "units.one_neighbour"),
        (replace(APRIL, after="2024"), "units.not_at_the_end"),
        (replace(APRIL, after="2019"), "units.no_structure"),
        (replace(APRIL, since=None), "units.since_needed"),
        (replace(APRIL, since=date(2025, 7, 1)), "units.dates_cross"),
        (replace(EARLY, until=None), "units.until_needed"),
        (replace(EARLY, until=date(2025, 6, 30)), "units.dates_cross"),
        (replace(EARLY, since=date(2023, 1, 1)), "units.dates_cross"),
        (replace(EARLY, before="2025-07"), "units.not_at_the_end"),
        (StructureSpec("2024"), "units.not_at_the_end"),
        (StructureSpec("2025-07", since=date(2025, 8, 1)), "units.dates_known"),
    ],
)
def test_wrong_use_is_refused(wanted: StructureSpec, key: str) -> None:
    with pytest.raises((Refused, UnknownUnit)) as fault:
        inspect(workbook(DECREE), wanted)
    assert fault.value.key == key
    assert all(fault.value.text(lang) for lang in LANGUAGES)


def test_what_is_no_conversion_table_is_refused() -> None:
    for content in (b"code,teams\n01942,3\n", workbook([("a", "b")], head=[("x", "y")])):
        with pytest.raises(Refused) as fault:
            inspect(content, APRIL)
        assert fault.value.key == "units.table_no_columns"


def test_a_csv_with_one_heading_row_in_another_order() -> None:
    text = "Mã cũ;Tên cũ;Ghi chú;Tên mới;Mã mới;Tỉnh mới\n" + "1942;Xã Bằng Vân;Đổi tên;Xã Bằng Khẩu;1942;Thái Nguyên\n"
    add(text.encode(), APRIL, TOLD)
    assert unit("2026-04-30", "01942").name == "Xã Bằng Khẩu"


def test_merged_cells_say_what_their_first_one_says() -> None:
    flat, merged = (inspect(workbook(DECREE, merged=merged), APRIL).checked for merged in (False, True))
    assert flat.units.equals(merged.units) and flat.edges.equals(merged.edges)


def test_each_version_stays_and_the_last_is_used(four: None) -> None:
    first = structure("2026-04-30").table
    fewer = [row for row in DECREE if row[2] != "07682"]
    add(workbook(fewer), APRIL, replace(TOLD, by="other"))
    second = structure("2026-04-30").table
    assert unit("2026-04-30", "07682").name == "Phường Tân An"
    assert (first.version[:4], second.version[:4], second.by) == ("0001", "0002", "other")
    assert stored.described(first.folder) == first, "the first version is still there"
    acts = [(entry["action"], entry["who"]) for entry in audit_log.read(stored.root())]
    assert acts == [("structure", "test"), ("structure", "test"), ("structure", "other")]
    assert audit_log.verify(stored.root()).intact


def test_what_was_told_is_kept(four: None) -> None:
    told = structure("2026-04-30").table
    assert (told.source, told.decree, told.decree_date, told.licence) == (
        "Nghị quyết thử nghiệm",
        "1/NQ",
        date(2026, 4, 28),
        "công khai",
    )
    assert len(told.file_hash) == 64


def test_withdrawing_takes_out_of_use_and_deletes_nothing(four: None) -> None:
    add(
        workbook([other(new="Xã Bằng Khẩu", code="90001", old="Xã Bằng Khẩu", old_code="90001")]),
        StructureSpec("2026-09", since=date(2026, 9, 1), after="2026-04-30"),
        TOLD,
    )
    with pytest.raises(Refused):
        withdraw("2026-04-30", by="test")
    withdraw("2026-09", by="test")
    withdraw("2026-04-30", by="test")
    assert list(STRUCTURES) == ["2022", "2024", "2025-07"]
    assert list((stored.root() / "2026-04-30").iterdir())
    with pytest.raises(Refused):
        withdraw("2024", by="test")
    with pytest.raises(UnknownUnit):
        units("2026-04-30", "commune")


def test_a_new_version_must_still_bear_what_follows(four: None) -> None:
    add(
        workbook([other(new="Xã Bằng Khẩu", code="90001", old="Xã Bằng Khẩu", old_code="90001")]),
        StructureSpec("2026-09", since=date(2026, 9, 1), after="2026-04-30"),
        TOLD,
    )
    with pytest.raises(Refused) as fault:
        add(workbook([row for row in DECREE if row[2] != "90001"][:-1]), APRIL, TOLD)
    assert fault.value.key == "units.follower_lost"
    add(workbook(DECREE), APRIL, TOLD)


class PowerCut(Exception):
    """The machine dies here."""


@pytest.mark.parametrize(
    ("at", "done"),
    [
        ("structure: written aside", False),
        ("structure: in place", False),
        ("audit: before line", False),
        ("structures: written aside", False),
        ("structures: in place", True),
    ],
)
def test_a_power_cut_leaves_what_was_in_use_or_what_is_new(
    at: str, done: bool, four: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(step: str) -> None:
        if step == at:
            raise PowerCut

    first = structure("2026-04-30").table.version
    with monkeypatch.context() as patched, pytest.raises(PowerCut):
        patched.setattr(fault_points, "reached", cut)
        add(workbook([ONE]), APRIL, TOLD)
    assert (structure("2026-04-30").table.version != first) is done
    assert ("01942" in units("2026-04-30", "commune").index) is not done
    add(workbook([ONE]), APRIL, TOLD)
    assert "01942" not in units("2026-04-30", "commune").index
    assert not list((stored.root() / "2026-04-30").glob(".aside-*"))


def test_a_workbook_is_read_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert conversion.read(workbook(DECREE)).lines[0].code_new == "00004"
    with pytest.raises(Refused):
        conversion.read(b"MZ\x90 program")


def test_another_process_sees_what_was_added(four: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert latest() == "2026-04-30"
    pointer = stored.root() / stored.POINTER
    pointer.rename(pointer.with_suffix(".away"))
    assert latest() == "2026-04-30"
    later = stored.time.monotonic() + 1
    monkeypatch.setattr(stored.time, "monotonic", lambda: later)
    assert latest() == "2025-07"


def test_damage_is_named_and_not_passed_over(four: None) -> None:
    folder = structure("2026-04-30").table.folder
    (folder / "edges.csv").write_text("code_from,code_to,land\n", "utf-8")
    stored.table.cache_clear()
    chain.adjacent_edges.cache_clear()
    chain.frames.cache_clear()
    with pytest.raises(DamagedStructures):
        units("2026-04-30", "commune")
    pointer = stored.root() / stored.POINTER
    pointer.write_text("{", "utf-8")
    stored.look_again()
    with pytest.raises(DamagedStructures):
        list(STRUCTURES)
    pointer.write_text(json.dumps({"2026-04-30": "../../x"}), "utf-8")
    stored.look_again()
    with pytest.raises(DamagedStructures):
        list(STRUCTURES)


def test_findings_speak_both_languages() -> None:
    for kind in ("unknown", "ended", "rest_lost", "by_name", "goes_on", "code_taken"):
        texts = {Finding(kind, 7, "01942", "Xã Bằng Vân", "x").text(lang) for lang in LANGUAGES}
        assert len(texts) == 2 and all("7" in text for text in texts)
