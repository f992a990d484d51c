"""Columns of one count in several periods, plans beside results, parts of a group, things that no indicator counts."""

from datetime import date

import pytest

from data.intake.columns import Column, recognise
from data.intake.heading_times import Moment
from data.intake.layout import blocks
from data.intake.questions import Question
from data.spreadsheets.reader import RawSheet

MOMENT = Moment(date(2025, 9, 30), "2025-Q3")
NAMES = ("Xã Bằng Vân", "Xã Cốc Đán", "Xã Thượng Ân")


def columns(*paths: str) -> dict[str, Column]:
    """Recognise a table with these paths of headings, a number below each; return its columns by their paths."""
    heads = [["STT", "Xã", *(path.partition(" / ")[0] for path in paths)]]
    if any(" / " in path for path in paths):
        heads.append([None, None, *(path.partition(" / ")[2] or None for path in paths)])
    body = [[at, name, *(10 * at + place for place in range(len(paths)))] for at, name in enumerate(NAMES, 1)]
    (block,) = blocks(RawSheet("S", [*heads, *body]))
    return {column.heading: column for column in recognise(block, moment=MOMENT)[2:]}


def roles(*paths: str) -> dict[str, str]:
    """Return the indicator of each column, its role where it has none."""
    return {path: column.indicator or column.role for path, column in columns(*paths).items()}


@pytest.mark.parametrize(
    ("group", "own", "others"),
    [
        ("Số tổ CNSCĐ", "Quý III/2025", ("Quý II/2025", "Tăng (+), giảm (-)")),
        ("Số tổ CNSCĐ", "Quý III", ("Quý I", "Quý II")),
        ("Số tổ CNSCĐ", "Kỳ này", ("Kỳ trước", "So với kỳ trước")),
        ("Số tổ CNSCĐ", "Lũy kế", ("Kỳ này",)),
        ("Số tổ CNSCĐ", "Lũy kế", ("Trong kỳ",)),
        ("Số tổ CNSCĐ", "Đến 30/9/2025", ("Đến 30/6/2025",)),
        ("Số tổ CNSCĐ", "Tháng 9", ("Tháng 7", "Tháng 8")),
        ("Số người được hướng dẫn DVCTT", "Trong kỳ", ("Lũy kế",)),
        ("Số người được hướng dẫn DVCTT", "Kỳ này", ("Cùng kỳ năm trước",)),
    ],
)
def test_the_figure_of_the_period_is_taken_and_the_others_are_named(group, own, others):
    found = roles(*(f"{group} / {child}" for child in (*others, own)))
    assert found.pop(f"{group} / {own}") in ("teams", "people_guided")
    assert set(found.values()) == {"other_period"}


@pytest.mark.parametrize(
    "children",
    [
        ("Quý I/2025", "Quý II/2025"),
        ("Năm 2024", "Năm 2025"),
        ("2024", "2025"),
        ("Trong kỳ", "Tháng 9/2024"),
        ("A", "B"),
    ],
)
def test_where_no_column_is_of_the_period_each_is_asked_about(children):
    assert set(roles(*(f"Số tổ CNSCĐ / {child}" for child in children)).values()) == {"unknown"}


def test_a_plan_stands_beside_its_result_and_is_a_target():
    found = roles(*(f"Số hộ được tập huấn kỹ năng số / {child}" for child in ("KH", "TH", "% TH/KH")))
    assert list(found.values()) == ["target", "households_trained", "percent"]


def test_one_known_child_among_unknown_ones_is_no_total():
    found = roles(*(f"Số thành viên / {child}" for child in ("Cán bộ", "Người", "Giáo viên")))
    assert "members" not in found.values()
    found = roles(*(f"Số thành viên / {child}" for child in ("Cán bộ", "Giáo viên", "Tổng cộng")))
    assert found["Số thành viên / Tổng cộng"] == "members"
    found = roles(*(f"Tổng số hộ / {child}" for child in ("Nông thôn", "Đô thị", "Cộng")))
    assert list(found.values()) == ["unknown", "unknown", "households"]


def test_a_group_of_different_counts_is_read_child_by_child():
    found = roles(*(f"Tổ CNSCĐ / {child}" for child in ("Số tổ", "Số thành viên", "Số thành viên có bằng đại học")))
    assert list(found.values()) == ["teams", "members", "unknown"]


def test_what_no_indicator_counts_is_named_and_not_asked():
    assert set(roles("Số CCCD gắn chip", "HSSKĐT", "Tổ NVCĐ", "Thành viên BCĐ CĐS", "Số hộ có cáp quang").values()) == {
        "uncounted"
    }


def test_the_parts_of_members_are_never_the_members():
    found = roles("Tổng số TV", "Trong đó / Nữ", "Trong đó / ĐVTN", "Trong đó / Đảng viên")
    assert list(found.values()) == ["members", "uncounted", "uncounted", "uncounted"]


def test_ignoring_comes_first_where_the_heading_says_more():
    def options(heading: str) -> tuple[str, ...]:
        column = columns("Số tổ", heading)[heading]
        assert column.role == "unknown"
        return Question(
            column.question, "column", "S", 1, column.letter, heading, column.doubt, guesses=column.guesses
        ).options

    for heading in ("Số tổ đã kiện toàn", "Số hộ có Internet", "Số hộ chưa có Internet", "Số TV/tổ", "Số hộ năm 2023"):
        assert options(heading)[0] == "ignore", heading
    assert options("Đã được tập huấn KNS")[0] == "members_trained"


def test_a_column_of_another_time_says_so():
    assert columns("Số tổ năm 2024", "Số hộ")["Số tổ năm 2024"].doubt == "column_period"
