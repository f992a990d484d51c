"""Ten more forms as offices would write them: every figure is right, or it is asked about and not in the totals."""

from collections.abc import Callable

import pytest

from data.intake import report
from data.intake.result import Checked
from tests.fixtures import reading
from tests.fixtures.formats import to_xlsx

Rows = list[list[object]]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def weekly_with_comparisons() -> Rows:
    """A weekly sheet: range of days, the week before and an average in rows of their own."""
    return [
        ["UBND TỈNH LẠNG SƠN", None, None, "Lạng Sơn, ngày 22 tháng 9 năm 2025"],
        ["BÁO CÁO TUẦN 38 (từ ngày 15/9/2025 đến ngày 21/9/2025)"],
        ["TT", "Xã, phường", "Số tổ CNSCĐ", "Số thành viên"],
        [1, "Phường Kỳ Lừa", 12, 61],
        [2, "Xã Đoàn Kết", 7, 35],
        [None, "Tổng cộng", 19, 96],
        [None, "Tuần trước", 18, 90],
        [None, "Bình quân", 9.5, 48],
        [None, "So với tuần trước (+/-)", 1, 6],
    ]


def parts_and_pages() -> Rows:
    """Printed on two pages: two parts with their sums, a page's sum carried over."""
    return [
        ["Số liệu đến 30/9/2025"],
        ["STT", "Đơn vị", "Số tổ", "Tổng số hộ"],
        ["A", "CÁC PHƯỜNG", None, None],
        [1, "Phường Kỳ Lừa", 12, "2.300"],
        [2, "Phường Tam Thanh", 9, "1.804"],
        [None, "Cộng A", 21, "4.104"],
        [None, "Chuyển trang sau", 21, "4.104"],
        ["STT", "Đơn vị", "Số tổ", "Tổng số hộ"],
        [None, "Trang trước chuyển sang", 21, "4.104"],
        ["B", "CÁC XÃ", None, None],
        [1, "Xã Đoàn Kết", 7, 911],
        [2, "Xã Thất Khê", 11, "1.666"],
        [None, "Cộng B", 18, "2.577"],
        [None, "TỔNG CỘNG (A+B)", 39, "6.681"],
    ]


def hundreds() -> Rows:
    """Households in hundreds, teams as they are."""
    return [
        ["Thời điểm 30/6/2026"],
        [None, None, None, "ĐVT: trăm hộ"],
        ["STT", "Xã", "Số tổ", "Tổng số hộ"],
        [1, "Xã Thất Khê", 11, 16],
        [2, "Xã Đoàn Kết", 7, "9,1"],
    ]


def form_of_one_ward() -> Rows:
    """A ward's form with plan, result and share."""
    return [
        ["ỦY BAN NHÂN DÂN PHƯỜNG KỲ LỪA"],
        ["BÁO CÁO 9 THÁNG ĐẦU NĂM 2025"],
        ["STT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2025", "Thực hiện", "Tỷ lệ %"],
        [1, "Số tổ công nghệ số cộng đồng", "Tổ", 14, 12, "85,7%"],
        [2, "Tổng số thành viên tổ", "Người", 70, 61, "87,1%"],
        [3, "Số hộ có điện thoại thông minh", "Hộ", 2300, "2.011", "87,4%"],
    ]


def wards_beside_each_other() -> Rows:
    """Communes as columns, their sum at the end, a line of a share."""
    return [
        ["TỔNG HỢP QUÝ III/2025"],
        ["TT", "Nội dung", "Đơn vị tính", "P. Kỳ Lừa", "P. Tam Thanh", "X. Đoàn Kết", "Tổng"],
        [1, "Số tổ CNSCĐ", "Tổ", 12, 9, 7, 28],
        [2, "Số thành viên", "Người", 61, 47, 35, 143],
        [3, "Tổng số hộ", "Hộ", 2300, 1804, 911, 5015],
        [4, "Tỷ lệ hộ có ĐTTM", "%", 87.4, 89.8, 70.3, 83],
    ]


def pay_list() -> Rows:
    """Heads of teams with the numbers that pay needs, beside the counts of their communes."""
    return [
        ["Tính đến hết tháng 9/2025"],
        ["STT", "Xã, phường", "Số tổ CNSCĐ", "Số CCCD đại diện", "Số tài khoản nhận hỗ trợ", "SĐT"],
        [1, "Phường Kỳ Lừa", 12, "020085001234", "1903123456789", "0900 000 001"],
        [2, "Xã Đoàn Kết", 7, "020085001235", "1903123456780", "0900 000 002"],
    ]


def report_and_requests() -> Rows:
    """Counts by commune, and below them whom the teams helped."""
    return [
        ["Quý III năm 2025"],
        ["STT", "Xã, phường", "Số tổ CNSCĐ"],
        [1, "Phường Kỳ Lừa", 12],
        [2, "Xã Đoàn Kết", 7],
        [None],
        ["DANH SÁCH NGƯỜI DÂN ĐỀ NGHỊ HỖ TRỢ"],
        ["STT", "Họ và tên", "Năm sinh", "Nội dung yêu cầu", "Kết quả"],
        [1, "Nguyễn Thị Mẫu", 1960, "Cài VNeID", "Xong"],
        [2, "Trần Văn Thử", 1955, "Nộp hồ sơ", "Đang làm"],
    ]


def old_names_new_date() -> Rows:
    """Communes of before July 2025 in a report of after it."""
    return [
        ["Số liệu đến 31/12/2025 tỉnh Lạng Sơn"],
        ["STT", "Xã, thị trấn", "Số tổ CNSCĐ"],
        *([at, name, 5] for at, name in enumerate(("Xã Hòa Cư", "Xã Yên Trạch", "Xã Hải Yến", "Xã Xuân Long"), 1)),
    ]


def letter_with_an_annex() -> Rows:
    """Only the letter has a date."""
    return [
        ["PHỤ LỤC (Kèm theo Công văn số 45/UBND-VHXH ngày 03/10/2025 của UBND thành phố)"],
        ["STT", "Xã, phường", "Số tổ CNSCĐ"],
        [1, "Phường Kỳ Lừa", 12],
        [2, "Xã Đoàn Kết", 7],
    ]


def equipment_beside_teams() -> Rows:
    """A table of equipment by storeroom below the report."""
    return [
        ["Số liệu chốt đến ngày 30/9/2025"],
        ["STT", "Xã, phường", "Số tổ CNSCĐ", "Tổng số hộ"],
        [1, "Phường Kỳ Lừa", 12, 2300],
        [2, "Xã Đoàn Kết", 7, 911],
        [None],
        ["THIẾT BỊ ĐÃ CẤP"],
        ["STT", "Tên thiết bị", "Số lượng", "Đơn giá"],
        [1, "Máy tính bảng", 20, 5000000],
        [2, "Loa kéo", 12, 2500000],
    ]


RIGHT: dict[Callable[[], Rows], tuple[str, dict[str, int], set[str]]] = {
    weekly_with_comparisons: ("2025-09-21", {"teams": 19, "members": 96}, set()),
    parts_and_pages: ("2025-09-30", {"teams": 39, "households": 6681}, set()),
    hundreds: ("2026-06-30", {"teams": 18}, {"scale"}),
    form_of_one_ward: ("2025-09-30", {"teams": 12, "members": 61, "households_smartphone": 2011}, set()),
    wards_beside_each_other: ("2025-09-30", {"teams": 28, "members": 143, "households": 5015}, set()),
    pay_list: ("2025-09-30", {"teams": 19}, set()),
    report_and_requests: ("2025-09-30", {"teams": 19}, set()),
    old_names_new_date: ("2025-12-31", {"teams": 20}, {"structure"}),
    letter_with_an_annex: ("2025-10-03", {"teams": 19}, {"date"}),
    equipment_beside_teams: ("2025-09-30", {"teams": 19, "households": 3211}, set()),
}


def check(rows: Rows) -> Checked:
    return report.check(to_xlsx({"Biểu": rows}), name="x.xlsx", province="Tỉnh Lạng Sơn")


@pytest.mark.parametrize("form", RIGHT, ids=lambda form: form.__name__)
def test_a_form_is_read_right_or_asked_about(form: Callable[[], Rows]) -> None:
    day, totals, asked = RIGHT[form]
    checked = check(form())
    assert checked.as_of.isoformat() == day and checked.totals == totals
    assert {question.kind for question in checked.questions} == asked
    assert checked.publishable == (not asked)
    assert not {"sheet_total", "group_total"} & {problem.kind for problem in checked.problems}
    shown = str(checked.to_json(rows=True))
    assert not any(word in shown for word in ("Nguyễn Thị Mẫu", "020085001234", "1903123456789", "0900 000 001"))
