"""Keys of names: what they level, what they keep apart, and which are unique on the real tables."""

import unicodedata
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.units.names import bare, fold, split_kind
from data.units.register import units

SYLLABLES = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầấậèẻẽéẹềếệìỉĩíịòỏõóọồốộờớợùủũúụừứựỳỷỹýỵ'’ -.0", max_size=24
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Thuỷ", "Thủy"),
        ("Nguyễn Uý", "Nguyễn Úy"),
        ("Quí", "Quý"),
        ("Mĩ Đức", "Mỹ Đức"),
        ("BẰNG VÂN", "Bằng Vân"),
        ("  Bằng \u00a0Vân ", "Bằng Vân"),
        ("B’Lao", "B'Lao"),
        ("BLao", "B'Lao"),
        ("Văn Miếu - Quốc Tử Giám", "Văn Miếu Quốc Tử Giám"),
        ("Phường 01", "Phường 1"),
        ("Đak Rong", "Đăk Rong"),
        ("Đắk Song", "Đăk Song"),
        ("Ya ly", "Ya Ly"),
        ("Ðông Hà", "Đông Hà"),
        (unicodedata.normalize("NFD", "Đặng Xá"), "Đặng Xá"),
        ("Bằng\u200b Vân", "Bằng Vân"),
    ],
)
def test_one_name_written_in_two_ways(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sơn Hà", "Sơn Hạ"),
        ("Đông", "Dông"),
        ("Tây", "Tâi"),
        ("Thúy", "Thúi"),
        ("Ya Ly", "Ia Ly"),
        ("Phường 1", "Phường 10"),
        ("Hưng", "Hứng"),
        ("Mường Than", "Mường Thanh"),
        ("Yên", "Iên"),
        ("Đức", "Đắc"),
    ],
)
def test_two_names_stay_two(one, other):
    assert fold(one) != fold(other)


@given(SYLLABLES)
def test_fold_is_idempotent_and_blind_to_case_and_form(text):
    key = fold(text)
    assert fold(key) == key
    assert fold(text.upper()) == fold(text.lower()) == key
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == key
    assert bare(key) == bare(text)


@given(st.text(max_size=40))
def test_any_text_has_a_key(text):
    assert fold(fold(text)) == fold(text)
    kind, rest = split_kind(text)
    assert kind is None or rest


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("TT. Bình Gia", "thị trấn", "Bình Gia"),
        ("TT NA SẦM", "thị trấn", "NA SẦM"),
        ("T.T. Na Sầm", "thị trấn", "Na Sầm"),
        ("thị  Trấn Đồng Mỏ", "thị trấn", "Đồng Mỏ"),
        ("P.HOÀNG VĂN THỤ  ", "phường", "HOÀNG VĂN THỤ"),
        ("F.Kỳ Lừa", "phường", "Kỳ Lừa"),
        ("f. Lương Văn Tri", "phường", "Lương Văn Tri"),
        ("F 5", "phường", "5"),
        ("Fa Ly", None, "Fa Ly"),
        ("Tràng Định - xã", "xã", "Tràng Định"),
        ("Tràng Định (xã)", "xã", "Tràng Định"),
        ("Xã Tràng Định (mới)", "xã", "Tràng Định"),
        ("Tràng Định (mới)", None, "Tràng Định"),
        ("X. Cao Minh", "xã", "Cao Minh"),
        ("xã: Cao Minh", "xã", "Cao Minh"),
        ("- Xã Cao Minh", "xã", "Cao Minh"),
        ("1. Xã Cao Minh", "xã", "Cao Minh"),
        ("II. HUYỆN BA BỂ", "huyện", "BA BỂ"),
        ("H. Ba Bể", "huyện", "Ba Bể"),
        ("TP Lạng Sơn", "thành phố", "Lạng Sơn"),
        ("Tp.HCM", "thành phố", "HCM"),
        ("TX. Sa Pa", "thị xã", "Sa Pa"),
        ("Q1", "quận", "1"),
        ("Phường 1", "phường", "1"),
        ("P.01", "phường", "01"),
        ("Đặc khu Phú Quốc", "đặc khu", "Phú Quốc"),
        ("Bằng Vân", None, "Bằng Vân"),
        ("Xà Phiên", None, "Xà Phiên"),
        ("Xa Dung", None, "Xa Dung"),
        ("Tà Xùa", None, "Tà Xùa"),
        ("Phường Phường Đúc", "phường", "Phường Đúc"),
        ("H'Bông", None, "H'Bông"),
        ("Quận", None, "Quận"),
        ("xã", None, "xã"),
        ("", None, ""),
    ],
)
def test_kind_in_front(text, kind, rest):
    assert split_kind(text) == (kind, rest)


def _shared(structure, scope, key):
    """List the groups of communes within one `scope` whose names have one key."""
    frame, groups = units(structure, "commune"), defaultdict(list)
    for name, within in zip(frame["name"], frame[scope], strict=True):
        groups[within, key(name)].append(name)
    return [names for names in groups.values() if len(names) > 1]


def _rest(name):
    return fold(split_kind(name)[1]).replace(" ", "")


def test_every_official_name_keeps_its_kind():
    for structure, levels in (("2024", ("province", "district", "commune")), ("2025-07", ("province", "commune"))):
        for level in levels:
            frame = units(structure, level)
            assert [split_kind(name)[0] for name in frame["name"]] == frame["kind"].tolist()


def test_no_official_name_begins_like_a_kind():
    frame = units("2024", "commune")
    assert [n for n in frame["short"] if split_kind(n)[0] and not n[-1].isdigit()] == ["Phường Đúc"]


def test_full_name_is_unique_within_a_district_and_since_2025_within_a_province():
    assert _shared("2024", "district", fold) == []
    assert _shared("2025-07", "province", fold) == []


def test_name_without_kind_is_unique_since_2025_within_a_province():
    assert _shared("2025-07", "province", _rest) == []


def test_before_2025_town_and_commune_of_one_district_may_share_a_name():
    groups = _shared("2024", "district", _rest)
    assert len(groups) == 19
    assert all(len({split_kind(name)[0] for name in names}) == len(names) for names in groups)


def test_folding_makes_one_only_what_is_written_alike():
    """Of one province, only Ayun and AYun (Gia Lai) are two writings of two communes."""
    written_apart = [
        names for names in _shared("2024", "province", _rest) if len({split_kind(n)[1] for n in names}) > 1
    ]
    assert written_apart == [["Xã Ayun", "Xã AYun"]] or written_apart == [["Xã AYun", "Xã Ayun"]]


def test_without_diacritics_communes_of_one_province_become_equal():
    """The reason why `bare` never decides."""
    names = _shared("2024", "province", lambda name: bare(split_kind(name)[1]))
    apart = [group for group in names if len({_rest(name) for name in group}) > 1]
    assert len(apart) > 50
