"""Tables of teams as offices draw them after hamlets were merged: nothing is counted for a hamlet that has ended."""

import io
from datetime import date

import openpyxl
import pytest

from data.intake import report
from data.intake.result import Checked

PLACE = "Phường Đông Kinh"


def checked(*rows: list[object]) -> Checked:
    """Read rows below the title of a list of teams of one ward of Lạng Sơn."""
    book = openpyxl.Workbook()
    for row in ([f"DANH SÁCH TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG {PLACE}"], ["Số liệu đến ngày 30/9/2026"], *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    given = {"structure": "2025-07", "province": "Tỉnh Lạng Sơn", "as_of": date(2026, 9, 30)}
    return report.check(out.getvalue(), name="danh-sach.xlsx", **given)


def villages(found: Checked) -> dict[str | None, int | None]:
    return {record.village: record.counts.get("members") for record in found.records}


@pytest.mark.parametrize("old", ["Thôn cũ", "Thôn trước sáp nhập", "Thôn (trước đây)"])
@pytest.mark.parametrize("new", ["Thôn mới", "Thôn sau sáp nhập", "Thôn hiện nay"])
def test_what_is_counted_is_of_the_hamlet_of_today(old: str, new: str) -> None:
    found = checked(
        ["STT", old, new, "Số thành viên"],
        [1, "Thôn Nà Pàn", "Thôn Đồng Tâm", 7],
        [2, "Thôn Kéo Tào", "Thôn Kéo Tào", 5],
    )
    assert villages(found) == {"Thôn Đồng Tâm": 7, "Thôn Kéo Tào": 5}


def test_a_row_that_names_an_ended_hamlet_alone_makes_no_village() -> None:
    found = checked(
        ["STT", "Thôn cũ", "Thôn mới sau sáp nhập", "Số thành viên"],
        [1, "Thôn Nà Pàn", "Thôn Đồng Tâm", 7],
        [None, "Thôn Nà Lốc", None, None],
        [2, "Thôn Kéo Tào", "Thôn Kéo Tào", 5],
    )
    assert villages(found).keys() == {"Thôn Đồng Tâm", "Thôn Kéo Tào"}


def test_a_village_may_have_several_teams() -> None:
    found = checked(
        ["STT", "Thôn", "Tên tổ", "Số thành viên"],
        [1, "Thôn 1", "Tổ CNSCĐ số 1", 5],
        [2, "Thôn 1", "Tổ CNSCĐ số 2", 4],
        [3, "Thôn 2", "Tổ CNSCĐ thôn 2", 6],
    )
    told = {record.village: record.counts for record in found.records}
    assert (told["Thôn 1"]["teams_village"], told["Thôn 1"]["members_village"]) == (2, 9)
    assert told["Thôn 2"]["teams_village"] == 1


def test_levels_in_rows_are_figures_of_the_commune() -> None:
    found = checked(
        ["STT", "Xã, phường", "Cấp tổ", "Số tổ", "Số thành viên"],
        [1, PLACE, "Cấp xã", 1, 9],
        [None, None, "Cấp thôn", 12, 60],
    )
    levels = {"teams_commune": 1, "members_commune": 9, "teams_village": 12, "members_village": 60}
    assert found.publishable and found.totals == levels and not found.teams


def test_the_state_of_a_member_is_not_that_of_the_team() -> None:
    found = checked(
        ["STT", "Tên tổ", "Thôn", "Họ và tên", "Chức vụ trong tổ", "Trạng thái"],
        [1, "Tổ CNSCĐ thôn 1", "Thôn 1", "Nguyễn Văn A", "Tổ trưởng", "Đang hoạt động"],
        [2, "Tổ CNSCĐ thôn 1", "Thôn 1", "Trần Thị B", "Thành viên", "Nghỉ"],
    )
    (record,) = found.records
    assert "status" not in record.teams[0].told
    assert "team_status" not in {problem.kind for problem in found.problems}
