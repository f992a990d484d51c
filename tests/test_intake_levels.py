"""Tables whose rows mix levels: province, districts, communes and villages; teams of each level in their own rows."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.intake import report
from data.intake.labels import depth_of
from data.intake.result import Checked
from tests.fixtures import reading
from tests.fixtures.formats import to_xlsx

A, B = "Xã Thất Khê", "Xã Đoàn Kết"
HEAD = ["STT", "Đơn vị", "Số tổ", "Số thành viên"]
VILLAGES = {(A, "Bản Trại"): (1, 6), (A, "Nà Cáy"): (2, 12), (B, "Khuổi Nọi"): (1, 5), (B, "Pò Cại"): (1, 4)}


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def check(*rows: list[object], structure: str = "2025-07", province: str | None = "Tỉnh Lạng Sơn") -> Checked:
    day = date(2024, 6, 30) if structure == "2024" else date(2025, 9, 30)
    return report.check(to_xlsx({"S": rows}), name="x.xlsx", structure=structure, province=province, as_of=day)


def villages(checked: Checked) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    return {
        (record.unit.name, record.village or ""): (record.counts["teams"], record.counts["members"])
        for record in checked.records
        if record.level == "village"
    }


def wrong(checked: Checked) -> set[str]:
    return {one.kind for one in checked.problems if one.kind not in ("missing_units", "mostly_missing")}


def _tree(kind: str, marks: tuple[str, str], *, commune: str = "Xã ", indent: str = "") -> list[list[object]]:
    """Lay the villages out below their communes, numbered as the marks say, each commune with its sum."""
    rows: list[list[object]] = []
    for at, place in enumerate((A, B), start=1):
        below = [(name, counts) for (of, name), counts in VILLAGES.items() if of == place]
        sums = [sum(counts[column] for _, counts in below) for column in (0, 1)]
        upper = {"I": "I" * at, "1": str(at), "A": "AB"[at - 1], "": ""}[marks[0]]
        rows.append([upper, place.replace("Xã ", commune), *sums])
        for number, (name, counts) in enumerate(below, start=1):
            lower = {"1": str(number), "1.1": f"{at}.{number}", "a": "ab"[number - 1], "-": "-", "": ""}[marks[1]]
            rows.append([lower, indent + kind + name, *counts])
    return rows


@pytest.mark.parametrize("kind", ["", "Thôn "])
@pytest.mark.parametrize("commune", ["", "Xã ", "UBND xã "])
@pytest.mark.parametrize(
    "marks", [("I", "1"), ("A", "1"), ("1", "1.1"), ("1", "a"), ("1", "-"), ("I", "-"), ("I", "1.1"), ("", "")]
)
def test_communes_over_villages(kind, commune, marks):
    checked = check(HEAD, *_tree(kind, marks, commune=commune, indent="  "))
    assert villages(checked) == {(place, kind + name): counts for (place, name), counts in VILLAGES.items()}
    assert checked.publishable and checked.kind == "villages" and not wrong(checked)


def test_marks_before_the_names_are_marks():
    rows = [[f"{row[0]}. {row[1]}", *row[2:]] for row in _tree("", ("I", "1"))]
    checked = check(HEAD[1:], *rows)
    assert villages(checked) == {(place, name): counts for (place, name), counts in VILLAGES.items()}


def test_a_commune_that_is_not_the_sum_of_its_villages_is_told_and_not_added():
    rows = _tree("Thôn ", ("I", "1"))
    rows[0][2] = 9
    checked = check(HEAD, *rows)
    assert checked.totals == {"teams": 5, "members": 27} and wrong(checked) == {"group_total"}


@pytest.mark.parametrize("row", range(6))
def test_without_marks_and_with_a_wrong_sum_nothing_is_guessed(row):
    """Nobody can tell the levels: each name that is no commune is asked about, and nothing is added twice."""
    rows = _tree("", ("", ""))
    rows[row][2] = 20
    checked = check(HEAD, *rows)
    assert not checked.publishable
    assert all(record.unit.name in (A, B) and record.level == "commune" for record in checked.records)


def test_a_list_of_communes_stays_one():
    names = ["Thất Khê", "Đoàn Kết", "Tân Tiến", "Tràng Định"]
    checked = check(HEAD, *([at, name, at, at * 5] for at, name in enumerate(names, start=1)))
    assert checked.kind == "communes" and len(checked.records) == 4 and checked.publishable


@pytest.mark.parametrize("kinds", [("Huyện ", "Xã "), ("", "")])
@pytest.mark.parametrize("marks", [("I", "1"), ("A", "1"), ("1", "1.1")])
def test_province_districts_and_communes(kinds, marks):
    rows = [
        ["", "Tỉnh Lạng Sơn", 12, 60],
        [{"I": "I", "A": "A", "1": 1}[marks[0]], f"{kinds[0]}Bắc Sơn", 7, 35],
        ["1.1" if marks[1] == "1.1" else 1, f"{kinds[1]}Bắc Quỳnh", 3, 15],
        ["1.2" if marks[1] == "1.1" else 2, f"{kinds[1]}Chiêu Vũ", 4, 20],
        [{"I": "II", "A": "B", "1": 2}[marks[0]], f"{kinds[0]}Tràng Định", 5, 25],
        ["2.1" if marks[1] == "1.1" else 1, f"{kinds[1]}Kim Đồng", 2, 10],
        ["2.2" if marks[1] == "1.1" else 2, f"{kinds[1]}Tân Tiến", 3, 15],
    ]
    checked = check(HEAD, *rows, structure="2024")
    assert checked.totals.get("teams", 0) <= 12
    assert checked.totals == {"teams": 12, "members": 60} or checked.questions


def test_provinces_over_districts_are_not_their_cities():
    rows = [
        ["I", "Lạng Sơn", 7, 35],
        [1, "Huyện Bình Gia", 3, 15],
        [2, "Huyện Tràng Định", 4, 20],
        ["II", "Cao Bằng", 5, 25],
        [1, "Huyện Hà Quảng", 2, 10],
        [2, "Huyện Quảng Hòa", 3, 15],
    ]
    checked = check(HEAD, *rows, structure="2024", province=None)
    assert checked.totals == {"teams": 12, "members": 60} and len(checked.records) == 4 and checked.publishable
    rows[0][2], rows[0][0] = 9, ""
    checked = check(HEAD, *rows, structure="2024", province=None)
    assert [question.text for question in checked.questions] == ["Lạng Sơn"]


def test_provinces_over_communes_say_which_commune_of_a_name_is_meant():
    rows = [
        ["I", "Tỉnh Lạng Sơn", 7, 35],
        [1, "Xã Thất Khê", 3, 15],
        [2, "Xã Đoàn Kết", 4, 20],
        ["II", "Tỉnh Cao Bằng", 5, 25],
        [1, "Xã Nguyên Bình", 2, 10],
        [2, "Xã Trùng Khánh", 3, 15],
    ]
    checked = check(HEAD, *rows, province=None)
    assert checked.totals == {"teams": 12, "members": 60} and checked.publishable
    assert {record.unit.province for record in checked.records} == {"20", "04"}


OF_LEVELS = {
    "teams_commune": 2,
    "members_commune": 16,
    "teams_village": 5,
    "members_village": 27,
}


@pytest.mark.parametrize(
    "words", [("Cấp xã", "Cấp thôn"), ("Tổ cấp xã", "Tổ cấp thôn"), ("Tổ CNSCĐ cấp xã", "Tổ CNSCĐ cấp thôn, TDP")]
)
@pytest.mark.parametrize("shape", ["column", "column_blank", "column_sum", "below"])
def test_teams_of_each_level_in_rows(words, shape):
    """A row says the teams of one level of a unit; the unit's own row beside them is their sum, not more teams."""
    rows: list[list[object]] = []
    for at, (place, own, below) in enumerate(((A, (1, 9), (3, 18)), (B, (1, 7), (2, 9))), start=1):
        both = [own[0] + below[0], own[1] + below[1]]
        if shape == "below":
            rows += [["I" * at, place, *both], ["", words[0], *own], ["", words[1], *below]]
            continue
        again = place if shape == "column" else None
        rows += [[at, place, None, *both]] if shape == "column_sum" else []
        rows += [[at, again if shape == "column_sum" else place, words[0], *own], [None, again, words[1], *below]]
    head = HEAD if shape == "below" else [*HEAD[:2], "Loại tổ", *HEAD[2:]]
    checked = check(head, *rows)
    assert checked.totals == OF_LEVELS and len(checked.records) == 2 and checked.publishable
    assert not wrong(checked)


def test_the_commune_s_own_team_among_its_villages_is_no_village():
    rows = _tree("Thôn ", ("I", "1"))
    rows.insert(1, ["", "Tổ CNSCĐ xã Thất Khê", 1, 9])
    rows[0][2:] = [4, 27]
    checked = check(HEAD, *rows)
    assert checked.totals == {"teams": 5, "members": 27, "teams_commune": 1, "members_commune": 9}
    assert "Tổ CNSCĐ xã Thất Khê" not in {record.village for record in checked.records} and not wrong(checked)


def test_the_name_of_a_team_is_not_that_of_its_village():
    rows = [[row[0], str(row[1]).replace("Thôn ", "Tổ CNSCĐ thôn "), *row[2:]] for row in _tree("Thôn ", ("I", "1"))]
    assert {record.village for record in check(HEAD, *rows).records} == {f"Thôn {name}" for _, name in VILLAGES}


def test_levels_that_count_with_no_unit_are_named():
    head = [*HEAD[:2], "Cấp tổ", *HEAD[2:]]
    checked = check(head, [1, A, "Cấp xã", 1, 9], [2, A, "Cấp tỉnh", 1, 15], [3, A, "TNTN", 1, 20])
    assert checked.totals == {"teams_commune": 1, "members_commune": 9} and wrong(checked) == {"level_apart"}
    checked = check(head, [1, A, "Cấp xã", 1, 9], [2, A, "Cấp cụm", 4, 15])
    assert wrong(checked) == {"team_level"} and not checked.publishable


def test_a_count_that_is_not_told_of_levels_is_named_and_not_read():
    head = [*HEAD[:2], "Cấp tổ", *HEAD[2:], "Số hộ"]
    checked = check(head, [1, A, "Cấp xã", 1, 9, 500], [None, None, "Cấp thôn", 3, 18, 1600])
    assert "households" not in checked.totals and wrong(checked) == {"level_column"}


def test_a_team_of_the_province_in_a_list_is_named():
    checked = check(
        ["STT", "Tên tổ", "Cấp", "Số thành viên"],
        [1, "Tổ CNSCĐ tỉnh Lạng Sơn", "Tỉnh", 15],
        [2, "Tổ CNSCĐ xã Thất Khê", "Xã", 9],
        [3, "Tổ CNSCĐ thôn Bản Trại, xã Thất Khê", "Thôn", 6],
    )
    assert checked.totals["teams_village"] == checked.totals["teams_commune"] == 1 and checked.publishable
    assert wrong(checked) == {"level_apart"}
    assert {record.village for record in checked.records} == {None, "Thôn Bản Trại"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    counts=st.lists(st.integers(0, 40), min_size=4, max_size=4),
    shown=st.lists(st.integers(0, 90), min_size=2, max_size=2),
    marks=st.sampled_from([("I", "1"), ("1", "1.1"), ("1", "a"), ("", "")]),
    kind=st.sampled_from(["", "Thôn "]),
)
def test_parents_are_never_added_to_their_children(counts, shown, marks, kind):
    """Whatever the parents say: what is read is the children's figures or the parents', or it is asked."""
    rows = _tree(kind, marks)
    for row, count in zip((1, 2, 4, 5), counts, strict=True):
        rows[row][2] = count
    rows[0][2], rows[3][2] = shown
    checked = check(HEAD, *rows)
    assert checked.questions or checked.totals["teams"] in (sum(counts), sum(shown))
    if {record.level for record in checked.records} == {"village"}:
        assert checked.totals["teams"] == sum(counts)


@pytest.mark.parametrize(
    ("mark", "depth"),
    [("I", 1), ("IV.", 1), ("A", 1), ("1", 2), ("12.", 2), ("I.1", 2), ("1.1", 3), ("2.1.3", 4), ("a)", 9), ("-", 9)],
)
def test_depth_of_marks(mark, depth):
    assert depth_of(mark) == depth and depth_of("") is None and depth_of("Thôn") is None
