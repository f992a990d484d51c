"""The sheet as it was read: every cell has a use, figures are where they came from, personal data are masked."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.intake import report
from data.intake.sheet_as_read import View, views
from data.spreadsheets import page_picture
from data.storage.errors import Refused
from tests.fixtures import reading
from tests.fixtures.documents import Pdf
from tests.fixtures.formats import to_xlsx

NAMES = ("Phường Kỳ Lừa", "Phường Tam Thanh", "Xã Đoàn Kết", "Xã Quốc Khánh", "Xã Thất Khê")
HEAD = ["STT", "Xã, phường", "Số tổ CNSCĐ", "Tổng số hộ", "Số hộ tham gia", "Tỷ lệ (%)", "CCCD"]
TITLES = [["UBND TỈNH LẠNG SƠN"], ["Số liệu đến ngày 30/9/2025"]]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def shown(rows: list[list[object]], *others: list[list[object]], **more: object) -> list[View]:
    content = to_xlsx({f"Biểu {at}": sheet for at, sheet in enumerate((rows, *others), start=1)})
    checked = report.check(content, name="x", **({"province": "Tỉnh Lạng Sơn"} | more))
    return views(checked, report.read(content))


def rows_of(*names: str) -> list[list[object]]:
    return [[at, name, 5, 100 + at, 7, "25%", f"020188{at:06d}"] for at, name in enumerate(names, start=1)]


def uses(view: View, row: int) -> list[str]:
    return [view.use(row, column.at) for column in view.columns]


def test_each_column_and_row_says_what_it_was_taken_for():
    total = [None, "Tổng cộng", 25, 515, 35, None, None]
    body = [[None, "Khu vực phường"], *rows_of(*NAMES), total, [None, "Người lập biểu"]]
    [view] = shown([*TITLES, HEAD, *body])
    assert [column.use for column in view.columns] == [
        "number", "unit", "figure", "figure", "asked", "unread", "personal",
    ]  # fmt: skip
    assert [view.rows[row].use for row in range(3)] == ["title", "day", "heading"]
    assert uses(view, 4) == ["number", "unit", "figure", "figure", "asked", "unread", "personal"]
    assert view.rows[4].unit == NAMES[0]
    assert view.rows[9].use == "total" and uses(view, 9)[:4] == ["blank", "total", "total", "total"]
    assert view.rows[10].use == "unread"


def test_a_register_counts_its_rows_and_takes_no_figure_from_a_column():
    head = ["STT", "Xã, phường", "Họ và tên", "Chức vụ", "Tổng số hộ"]
    people = [(name, post) for name in NAMES for post in ("Tổ trưởng", "Thành viên")]
    [view] = shown([*TITLES, head, *([at, name, "A", post, 40] for at, (name, post) in enumerate(people, start=1))])
    assert "figure" not in {use for row in range(view.first, view.last + 1) for use in uses(view, row)}
    assert [column.use for column in view.columns][2] == "personal"


def test_who_leads_the_teams_of_a_commune_makes_no_register_of_a_summary():
    head = ["STT", "Xã, phường", "Số tổ CNSCĐ", "Số thành viên", "Họ tên tổ trưởng"]
    rows = [[at, name, 5, 40, "Nguyễn A"] for at, name in enumerate(NAMES, start=1)]
    checked = report.check(to_xlsx({"B": [*TITLES, head, *rows]}), name="x", province="Tỉnh Lạng Sơn")
    assert checked.totals == {"teams": 25, "members": 200} and checked.kind == "communes"
    assert [column.role for column in checked.tables[0].columns][-1] == "personal"


def test_a_row_that_waits_for_its_unit_is_seen():
    [view] = shown([*TITLES, HEAD, *rows_of(*NAMES[:4], "Xã Thất Khế")])
    assert view.rows[7].use == "asked" and uses(view, 7)[1:5] == ["asked"] * 4


def test_personal_cells_are_masked_wherever_they_stand():
    beside = [
        ["Họ và tên công dân", "CCCD", "Nội dung yêu cầu"],
        ["Nguyễn A", "020188000001", "x"],
        ["B", "020188000002", "y"],
    ]
    found = shown([*TITLES, HEAD, *rows_of(*NAMES)], beside, [["Ghi chú"], ["số 0912345678"], ["0912345678"]])
    masked = {
        str(view.cell(row, column.at))
        for view in found
        for row in range(view.first, view.last + 1)
        for column in view.columns
        if view.is_masked(row, column.at)
    }
    assert {"020188000001", "Nguyễn A", "0912345678"} <= masked and not masked & {"CCCD", *NAMES}


def test_sheets_without_a_table_are_there_and_not_read():
    found = shown([*TITLES, HEAD, *rows_of(*NAMES)], [["Ghi chú"], ["a", 1], ["b", 2]])
    assert [(view.sheet.name, view.taken) for view in found] == [("Biểu 1", True), ("Biểu 2", False)]
    assert {use for row in range(3) for use in uses(found[1], row)} == {"unread", "blank"}


def test_of_a_form_of_lines_the_cells_taken_are_seen():
    rows = [
        ["UBND XÃ THẤT KHÊ, TỈNH LẠNG SƠN"],
        ["Số liệu đến ngày 30/9/2025"],
        ["STT", "Nội dung", "ĐVT", "Trong kỳ", "Lũy kế"],
        [1, "Số tổ công nghệ số cộng đồng", "tổ", 1, 14],
        [2, "Số thành viên tổ", "người", 3, 88],
        [3, "Tổng số hộ", "hộ", None, 1666],
        [4, "Số hộ có điện thoại thông minh", "hộ", 12, 1340],
    ]
    [view] = shown(rows)
    assert uses(view, 3)[3:] == ["unread", "figure"] and view.rows[3].indicator == "teams"
    assert {use for row in range(3) for use in uses(view, row)} <= {"title", "blank"}


CELLS = st.one_of(st.none(), st.integers(-5, 3000), st.sampled_from([*NAMES, *HEAD, "x", "Tổng cộng", "0912345678"]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, max_size=7), max_size=8))
def test_whatever_stands_in_a_sheet_every_cell_has_a_use(more):
    for view in shown([*TITLES, HEAD, *rows_of(*NAMES), *more], as_of=date(2025, 9, 30)):
        for row in range(view.first, view.last + 1):
            for column in view.columns:
                filled = view.cell(row, column.at) not in (None, "")
                assert (view.use(row, column.at) == "blank") != filled
                if view.use(row, column.at) == "figure":
                    assert view.rows[row].unit or view.rows[row].use == "heading", "a figure is of a unit"


def test_a_page_of_a_pdf_is_drawn():
    made = Pdf().page()
    made.text(60, 30, "x")
    assert page_picture.draw(made.content(), 1).startswith(b"\x89PNG")


@pytest.mark.parametrize(("content", "page"), [(b"%PDF-1.7 nothing", 1), (b"", 1), (Pdf().page().content(), 2)])
def test_what_cannot_be_drawn_says_so(content, page):
    with pytest.raises(Refused):
        page_picture.draw(content, page)
