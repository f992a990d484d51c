"""Text typed in old fonts, taken apart or decoded wrongly comes out as Unicode."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.spreadsheets import csv_files, encodings
from data.units.register import units
from tests.fixtures.formats import in_font, to_csv

TYPED = ("Thôn ", "L¹ng S¬n ", "Laïng Sôn", "SÆ¡n ", "Bằng  Vân\u00a0", "a\u0302", "\u200b", " ", "Xã", "½", "Ã")


@pytest.mark.parametrize("font", ["tcvn3", "vni"])
def test_every_commune_name_survives_its_font(font):
    names = [unicodedata.normalize("NFC", name) for name in units("2024", "commune")["name"]]
    typed = [row[0] for row in in_font({"x": [[name] for name in names]}, font)["x"]]
    assert encodings.font_of(typed) == font
    assert [encodings.to_unicode(word, font).lower() for word in typed] == [name.lower() for name in names]


def test_unicode_names_are_left_alone():
    names = list(units("2024", "commune")["name"]) + list(units("2025-07", "commune")["name"])
    assert encodings.font_of(names) == "unicode"
    assert [encodings.to_unicode(name, encodings.font_of([name])) for name in names] == names


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("L¹ng S¬n", "Lạng Sơn"),
        ("Hé gia ®×nh", "Hộ gia đình"),
        ("Laïng Sôn", "Lạng Sơn"),
        ("Phöôøng Hoaøng Vaên Thuï", "Phường Hoàng Văn Thụ"),
        ("Ba SÆ¡n", "Ba Sơn"),
        ("Xã Bằng Vân", "Xã Bằng Vân"),
    ],
)
def test_single_texts(typed, meant):
    assert encodings.to_unicode(typed, encodings.font_of([typed])) == meant


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_encodings(encoding):
    rows = [["STT", "Đơn vị", "Số hộ được đào tạo kỹ năng số"], ["1", "Xã Bằng Vân", "12"], ["2", "Phường Sơn", "3"]]
    assert csv_files.rows(csv_files.decode(to_csv({"x": rows}, encoding=encoding))) == rows


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(separator):
    rows = [["STT", "Xã, phường", "Số; lượng"], ["1", "Bằng Vân", "1.676"], ["2", "Cốc Đán", "3"]]
    assert csv_files.rows(to_csv({"x": rows}, separator=separator, encoding="utf-8").decode()) == rows


@given(st.lists(st.tuples(st.sampled_from(TYPED) | st.text(max_size=4), st.sampled_from(["", "1", "02", " 3", "٣"]))))
def test_the_texts_of_a_sheet_become_what_each_becomes_by_itself(parts):
    texts = {"".join(part) for part in parts}
    plain, font = encodings.plain_texts(texts)
    assert plain == {text: encodings.clean(encodings.to_unicode(text, font)) for text in texts}


def test_clean():
    assert encodings.clean("  Xã\u00a0 Bằng\u200b  Vân \n") == "Xã Bằng Vân"
    assert encodings.unmarked("Đắk Lắk") == "dak lak"
