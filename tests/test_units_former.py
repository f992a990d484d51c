"""Communes that ended before "2024": found by name, district and day, and followed to what they became."""

from datetime import date
from functools import cache

import pytest

from data.units import former
from data.units.lookup import find
from data.units.register import successors, unit, units
from data.units.tables import reading

LANG_SON = "20"
EVE = date(2024, 11, 30)


def test_lang_son_had_200_communes_and_each_has_its_place_among_the_194_and_the_65() -> None:
    there = [row for row in reading.living(EVE) if row.level == "commune" and districts()[row.parent] == LANG_SON]
    assert len(there) == 200
    now = units("2024", "commune").query("province == '20'").index
    reached = set()
    for row in there:
        gone = former.by_code(row.code, on=EVE)
        heirs = [heir.code for heir in gone.became] if gone else [row.code]
        assert set(heirs) <= set(now), row
        reached |= set(heirs)
    assert reached == set(now) and len(now) == 194
    assert len({s.code_to for code in now for s in successors(code)}) == 65


@cache
def districts() -> dict[str, str]:
    return {each.code: each.parent for each in reading.living(EVE) if each.level == "district"}


@pytest.mark.parametrize(
    ("text", "where", "became"),
    [
        ("Xã Đồng Giáp", {"province": LANG_SON}, {"06286": "whole"}),
        ("Tràng Các", {"province": LANG_SON, "district": "Huyện Văn Quan"}, {"06286": "whole"}),
        ("X. SƠN HÀ", {"province": LANG_SON, "district": "186"}, {"06385": "whole"}),
        ("Xã Đại Đồng", {"province": LANG_SON, "district": "H. Tràng Định"}, {"06040": "part", "06025": "part"}),
        ("Thị trấn Thất Khê", {"province": LANG_SON}, {"06040": "whole"}),
        ("Phường 09", {"province": "79", "district": "Quận 5"}, {}),
        ("Phường 10", {"province": "79", "district": "772"}, {"27232": "whole"}),
        ("Xã Thiệu Phú", {"province": "38"}, {"15772": "whole"}),
        ("Xã Mỹ Hưng", {"province": "36"}, {"13708": "whole"}),
        ("Phường Sài Đồng", {"province": "01"}, {"00136": "part"}),  # nobody at hand says where the rest went
        ("Xã Bằng Vân", {"province": "06"}, {}),
    ],
)
def test_a_former_commune_is_found_where_it_lay(text: str, where: dict[str, str], became: dict[str, str]) -> None:
    found = former.find(text, **where)
    assert len(found) == bool(became), found
    assert {heir.code: heir.part for each in found for heir in each.became} == became


def test_the_day_decides_whether_a_commune_had_ended() -> None:
    assert former.find("Xã Đồng Giáp", province=LANG_SON, on=EVE)
    assert not former.find("Xã Đồng Giáp", province=LANG_SON, on=date(2024, 12, 1))
    (gone,) = former.find("Xã Đồng Giáp", province=LANG_SON)
    assert (gone.until, gone.ended, gone.district_name) == (EVE, date(2024, 12, 1), "Huyện Văn Quan")


def test_a_code_that_went_on_stands_for_another_commune_before() -> None:
    gone = former.by_code("06040", on=date(2022, 6, 30))
    assert gone is not None and gone.name == "Xã Đại Đồng" and gone.sole_successor is None
    assert unit("2024", "06040").name == "Thị trấn Thất Khê"
    assert former.by_code("06040", on=date(2024, 12, 1)) is None
    assert former.by_code("06007", on=EVE).sole_successor == "05998"
    assert former.by_code("01942", on=EVE) is None


def test_a_former_ward_that_ended_twice_is_followed_to_the_end() -> None:
    for each in former.every():
        assert each.became, each
        for heir in each.became:
            assert unit("2024", heir.code).province == each.province, each
        assert each.until < former.LAST_DAY


def test_what_a_commune_took_up_is_known_from_it() -> None:
    assert {each.short for each in former.heirs("06286")} == {"Đồng Giáp", "Tràng Các"}
    assert former.heirs("01942") == ()


@pytest.mark.parametrize("structure", ["2024", "2025-07"])
def test_a_former_name_is_offered_with_what_it_became_and_the_day(structure: str) -> None:
    found = find("Xã Đồng Giáp", structure=structure, province=LANG_SON)
    assert found.unit is None
    first = found.candidates[0]
    assert (first.unit.code, first.why) == ("06286", "units.why.whole")
    assert "Huyện Văn Quan" in first.text() and "1/12/2024" in first.text()


@pytest.mark.parametrize(
    ("text", "province", "code"),
    [
        ("Phường Bố Hạ", "24", "07294"),
        ("Xã Bố Hạ", "24", "07294"),
        ("P. Long Thành", "75", "26368"),
        ("Long Thành", "75", "26368"),
    ],
)
def test_a_commune_is_found_by_each_of_its_names(text: str, province: str, code: str) -> None:
    found = find(text, structure="2025-07", province=province)
    assert found.unit is not None and found.unit.code == code


@pytest.mark.parametrize("text", ["Tỉnh Bắc Ninh", "Thành phố Bắc Ninh", "TP Bắc Ninh"])
def test_a_province_is_found_by_each_of_its_names(text: str) -> None:
    assert find(text, structure="2025-07", level="province").unit.code == "24"
