"""Finding a unit by code or name: what decides, what becomes a question, what is offered."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.i18n import LANGUAGES
from data.units.lookup import find, search
from data.units.names import split_kind
from data.units.register import successor_provinces, successors, unit, units

BAC_KAN, LANG_SON, CAO_LOC = "06", "20", "183"


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("Xã Bằng Vân", "01942", "exact"),
        ("Bằng Vân", "01942", "exact"),
        ("X. BẰNG VÂN", "01942", "folded"),
        ("phường Bằng Vân", "01942", "folded"),  # the kind is a hint, no key
        ("BằngVân", "01942", "folded"),
        ("01942", "01942", "code"),
        ("1942", "01942", "code"),
        (" 1942 ", "01942", "code"),
    ],
)
def test_code_exact_and_folded_name_decide(text, code, how):
    found = find(text, structure="2024", province=BAC_KAN)
    assert (found.unit.code, found.how, found.candidates) == (code, how, ())


@pytest.mark.parametrize(
    ("text", "where", "code"),
    [
        ("TT NA SẦM", {"province": LANG_SON}, "06124"),
        ("Phường 01", {"province": "79", "district": "764"}, "26890"),
        ("P.1", {"province": "79", "district": "764"}, "26890"),
        ("Phường IV", {"province": "72", "district": "703"}, "25462"),
        ("Phường Đúc", {"province": "46"}, "19780"),
        ("Xã Axan", {"province": "49"}, "20443"),
        ("Đak Blà", {"province": "62"}, "23323"),
        ("Văn Miếu-Quốc Tử Giám", {"province": "01"}, "00181"),
    ],
)
def test_spellings_of_offices(text, where, code):
    assert find(text, structure="2024", **where).unit.code == code


@pytest.mark.parametrize(
    ("text", "level", "structure", "code"),
    [
        ("TP.HCM", "province", "2025-07", "79"),
        ("Tỉnh Thừa Thiên - Huế", "province", "2024", "46"),
        ("TT Huế", "province", "2024", "46"),
        ("tỉnh đắc lắc", "province", "2024", "66"),
        ("T. Lạng Sơn", "province", "2024", LANG_SON),
        ("BÀ RỊA VŨNG TÀU", "province", "2024", "77"),
        ("H. Văn Lãng", "district", "2024", "182"),
        ("HUYỆN BA BỂ", "district", "2024", "061"),
    ],
)
def test_provinces_and_districts(text, level, structure, code):
    assert find(text, structure=structure, level=level).unit.code == code


@pytest.mark.parametrize("structure", ["2024", "2025-07"])
def test_every_unit_is_found_by_its_name_and_by_no_other(structure):
    frame = units(structure, "commune")
    for code, name, province, district in frame[["name", "province", "district"]].itertuples():
        where = {"province": province, "district": district if structure == "2024" else None}
        assert find(name, structure=structure, **where).unit.code == code
        found = find(split_kind(name)[1].upper(), structure=structure, **where)
        assert found.unit is None or found.unit.code == code


def test_ten_thousand_names_are_looked_up_in_two_seconds():
    frame = units("2024", "commune")
    find("warm", structure="2024")
    begun = time.perf_counter()
    for name, province, district in zip(frame["name"], frame["province"], frame["district"], strict=True):
        find(name.upper(), structure="2024", province=province, district=district)
    assert time.perf_counter() - begun < 2 * 3  # a shared machine may be three times as slow


def test_a_name_twice_in_the_province_is_a_question():
    found = find("Xã Hồng Phong", structure="2024", province=LANG_SON)
    assert found.unit is None
    assert [c.unit.code for c in found.candidates] == ["06079", "06205"]
    assert {c.why for c in found.candidates} == {"units.why.same_name"}
    assert find("Xã Hồng Phong", structure="2024", province=LANG_SON, district=CAO_LOC).unit.code == "06205"


def test_town_and_commune_of_one_name_need_the_kind():
    where = {"structure": "2024", "province": LANG_SON, "district": "187"}
    assert find("Chi Lăng", **where).unit is None
    assert find("TT Chi Lăng", **where).unit.kind == "thị trấn"
    assert find("x. Chi Lăng", **where).unit.kind == "xã"


@pytest.mark.parametrize(
    "text", ["Huyện Bình Gia", "H. Bình Gia", "TP Lạng Sơn", "Tỉnh Lạng Sơn", "Tổng cộng", "", " "]
)
def test_a_district_or_a_total_is_no_commune(text):
    assert find(text, structure="2024", province=LANG_SON).unit is None


@pytest.mark.parametrize("text", ["1", "25", "99999", "1942000"])
def test_numbers_that_are_no_codes_of_the_province(text):
    assert find(text, structure="2024", province=LANG_SON).unit is None


def test_missing_diacritics_only_suggest():
    found = find("Bang Van", structure="2024", province=BAC_KAN)
    assert found.unit is None
    assert (found.candidates[0].unit.code, found.candidates[0].why) == ("01942", "units.why.marks")


def test_a_name_in_another_district_or_province_is_offered_not_taken():
    other = find("Tân Liên", structure="2024", province=LANG_SON, district="181")
    assert other.unit is None and other.candidates[0].why == "units.why.elsewhere"
    far = find("Bằng Vân", structure="2024", province=LANG_SON)
    assert far.unit is None
    assert "01942" in [c.unit.code for c in far.candidates if c.why == "units.why.elsewhere"]


def test_what_a_commune_became_comes_first():
    first = find("Phường Phúc Xá", structure="2025-07", province="01").candidates[0]
    assert (first.unit.code, first.why) == ("00097", "units.why.whole")
    assert "Phường Phúc Xá" in first.text() and "Phường Hồng Hà" in first.text()


def test_what_a_province_became():
    first = find("Tỉnh Kon Tum", structure="2025-07", level="province").candidates[0]
    assert (first.unit.short, first.why) == ("Quảng Ngãi", "units.why.province")


def test_a_commune_merged_before_2025_is_offered_with_its_host():
    found = find("Xã Tô Hiệu", structure="2024", province=LANG_SON)
    assert found.unit is None
    assert (found.candidates[0].unit.code, found.candidates[0].why) == ("06112", "units.why.former")
    assert find("Xã Tô Hiệu", structure="2025-07", province=LANG_SON).candidates[0].unit.code == "06112"


def test_an_old_name_is_not_taken_for_a_new_namesake_of_another_kind():
    """Old Phường Trần Phú (Hoàng Mai) is no part of today's Xã Trần Phú at the other end of Hà Nội."""
    found = find("Phường Trần Phú", structure="2025-07", province="01")
    assert found.unit is None
    assert found.candidates[0].why == "units.why.part"
    assert "units.why.kind" in {c.why for c in found.candidates}
    assert find("Thị trấn Nà Phặc", structure="2025-07", province="19").unit.code == "01936"


@pytest.mark.slow
def test_old_names_are_found_today_only_in_a_successor_or_a_commune_of_that_very_name():
    old = units("2024", "commune")
    some = old.iloc[::7]
    for code, name, province in zip(some.index, some["name"], some["province"], strict=True):
        today = successor_provinces(province)[0].code_to
        found = find(name, structure="2025-07", province=today)
        if found.unit and found.unit.kind != unit("2024", code).kind:
            kin = {s.code_to for s in successors(code)}
            alike = old[(old["name"] == name) & (old["province"].map(_today) == today)].index
            assert found.unit.code in kin.union(*({s.code_to for s in successors(c)} for c in alike))


def _today(province):
    return successor_provinces(province)[0].code_to


@pytest.mark.slow
@given(st.text(max_size=30), st.sampled_from(["2024", "2025-07"]), st.sampled_from([None, "01", "20"]))
def test_any_text_is_answered(text, structure, province):
    found = find(text, structure=structure, province=province)
    assert (found.unit is None) == (found.how is None)
    assert found.unit is None or not found.candidates
    scores = [c.score for c in found.candidates]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "text",
    ["Phường Phúc Xá", "Ngọc Hà", "Xã Tô Hiệu", "Bang Van", "Xã Hồng Phong", "Kon Tum", "An Khánh", "Cổ Bi", "Đặng Xá"],
)
def test_every_reason_is_said_in_both_languages(text):
    for structure in ("2024", "2025-07"):
        for found in (find(text, structure=structure).candidates, search(text, structure=structure)):
            for candidate in found:
                for lang in LANGUAGES:
                    assert candidate.text(lang) and "{" not in candidate.text(lang)
