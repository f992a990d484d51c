"""Letters of a layer: found by the names, whatever the file says; and names as layers spell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.units import register
from geo.boundaries import encoding as encodings
from geo.boundaries.spelling import kind_in, spelled_out
from tests.fixtures import boundaries as made

NAMES = sorted(register.units("2025-07", "commune")["short"])


def as_bytes(encoding: str):
    return lambda text: text.encode(encoding).decode("latin-1")


RAW = {
    "UTF-8": as_bytes("utf-8"),
    "TCVN3": made.font("tcvn3"),
    "VNI": made.font("vni"),
    "UTF-8 (Latin-1)": lambda text: made.mojibake(made.mojibake(text)),
}
UNICODE = {
    "UTF-8": lambda text: text,
    "TCVN3": made.font("tcvn3"),
    "VNI": made.font("vni"),
    "UTF-8 (Latin-1)": made.mojibake,
}


def some(names: list[str]) -> list[str]:
    """Return names with enough letters beyond ASCII to tell anything."""
    return [name for name in names if not name.isascii()]


@pytest.mark.parametrize(("raw", "readings"), [(True, RAW), (False, UNICODE)], ids=["bytes", "texts"])
@pytest.mark.parametrize("encoding", list(RAW))
def test_the_encoding_is_found_by_the_names(encoding: str, raw: bool, readings: dict) -> None:
    names = [name for name in NAMES if "Phường" not in name][::9]
    typed = [readings[encoding](name) for name in names]
    found, columns = encodings.decode({"ten": typed}, raw=raw)
    # TCVN3 has one code for a capital and a small letter with a tone; words say which is meant
    assert found == encoding
    wrong = [(name, read) for name, read in zip(names, columns["ten"], strict=True) if name.lower() != read.lower()]
    assert not wrong


@given(st.lists(st.sampled_from(some(NAMES)), min_size=5, max_size=30, unique=True), st.sampled_from(list(RAW)))
def test_any_few_names_tell_their_encoding(names: list[str], encoding: str) -> None:
    found, columns = encodings.decode({"ten": [RAW[encoding](name) for name in names]}, raw=True)
    assert found == encoding
    assert [read.lower() for read in columns["ten"]] == [name.lower() for name in names]


def test_texts_without_marks_and_missing_ones_stay() -> None:
    found, columns = encodings.decode({"ma": ["05665", None], "ghi chu": ["Ba Dinh", ""]}, raw=True)
    assert found == "UTF-8"
    assert columns == {"ma": ["05665", None], "ghi chu": ["Ba Dinh", None]}


def test_headings_are_read_too_and_stay_apart() -> None:
    tcvn3 = made.font("tcvn3")
    _, columns = encodings.decode({tcvn3("Tên xã"): [tcvn3("Bằng Vân")], "A": ["x"]}, raw=True)
    assert list(columns) == ["Tên xã", "A"]


@pytest.mark.parametrize("text", ["L?ng S?n", "B\ufffdng Vân"])
def test_letters_that_were_lost_are_told(text: str) -> None:
    assert encodings.lost({"ten": [text, "Bằng Vân"]}) == [text]


def test_a_question_is_no_lost_letter() -> None:
    assert encodings.lost({"ghi chu": ["Ở đâu?", "Bằng Vân", None]}) == []


SPELLED = [
    ("BànhTrạch", None, "Bành Trạch", None),
    ("BắcSơn(Thịtrấn)", "Xã", "Bắc Sơn", "thị trấn"),
    ("BắcSơn (Xã)", None, "Bắc Sơn", "xã"),
    ("XãBằngVân", None, "Bằng Vân", "xã"),
    ("Thị trấn Bắc Sơn", None, "Bắc Sơn", "thị trấn"),
    ("TT. Bắc Sơn", None, "Bắc Sơn", "thị trấn"),
    ("Bắc Sơn", "TT", "Bắc Sơn", "thị trấn"),
    ("Bắc Sơn - Thị trấn", None, "Bắc Sơn", "thị trấn"),
    ("Ea H'leo", "Xã", "Ea H'leo", "xã"),
    ("1", "Phường", "1", "phường"),
    ("Phường 1", None, "1", "phường"),
    ("Sơn Hà (Sơn Hạ)", None, "Sơn Hà (Sơn Hạ)", None),
    ("HÀ NỘI", None, "HÀ NỘI", None),
]


@pytest.mark.parametrize(("text", "column", "name", "kind"), SPELLED)
def test_names_of_layers_are_spelled_out(text: str, column: str | None, name: str, kind: str | None) -> None:
    found = spelled_out(text, column)
    assert (found.name, found.kind) == (name, kind)


KINDS = [("Thịtrấn", "thị trấn"), ("PHƯỜNG", "phường"), ("xa", None), ("Đặc khu", "đặc khu")]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kinds_are_known_without_spaces(text: str, kind: str | None) -> None:
    assert kind_in(text) == kind


def test_every_name_of_the_register_is_spelled_as_it_is() -> None:
    for name in NAMES:
        closed = name.replace(" ", "")
        assert spelled_out(name).name.split()[-1] == name.split()[-1]
        if name.replace(" ", "").isalpha() and all(word[0].isupper() and word[1:].islower() for word in name.split()):
            assert spelled_out(closed).name == name
