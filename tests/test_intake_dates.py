"""The day that figures hold for: of a line with several days the right one, and a question wherever it is doubtful."""

from datetime import date

import pytest

from data.intake import dates, standing
from data.intake.report import check
from tests.fixtures.formats import to_xlsx

TODAY = date(2026, 11, 30)


def said(*lines: str, **more: object) -> dates.Said | None:
    return dates.said(lines, today=TODAY, **more)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("(Từ tháng 01/2025 đến tháng 9/2025)", "2025-09-30"),
        ("Từ tháng 01 đến tháng 9 năm 2025", "2025-09-30"),
        ("Từ ngày 01/7/2025 đến ngày 30/9/2025", "2025-09-30"),
        ("Kỳ báo cáo: từ 15/8/2025 - 14/9/2025", "2025-09-14"),
        ("Tuần 38 (từ 15/9 đến 21/9/2025)", "2025-09-21"),
        ("Công văn số 12/SKHCN ngày 02/10/2025, số liệu đến 30/9/2025", "2025-09-30"),
        ("Căn cứ Quyết định 88/QĐ-UBND ngày 5/3/2024, tính đến ngày 30/6/2025", "2025-06-30"),
        ("Hạn nộp: 05/10/2025. Số liệu đến 30/9/2025", "2025-09-30"),
        ("Kết quả nộp hồ sơ trực tuyến tính đến 30/9/2025", "2025-09-30"),
        ("Tính đến 15 giờ ngày 30/9/2025", "2025-09-30"),
        ("Số liệu đến hết ngày 30.9.25", "2025-09-30"),
        ("Tháng 9.2025", "2025-09-30"),
        ("T9/2025", "2025-09-30"),
        ("tháng 7, 8, 9 năm 2025", "2025-09-30"),
        ("11 tháng đầu năm 2025", "2025-11-30"),
        ("mười một tháng đầu năm 2025", "2025-11-30"),
        ("6 tháng đầu năm 2025", "2025-06-30"),
        ("6 tháng cuối năm 2025", "2025-12-31"),
        ("Quý I, II năm 2026", "2026-06-30"),
        ("Quý III/2025 và 9 tháng đầu năm 2025", "2025-09-30"),
        ("Quý III năm 2025, so với Quý II năm 2025", "2025-09-30"),
        ("Thống kê đến 31-12-2024", "2024-12-31"),
        ("NĂM 2024", "2024-12-31"),
        ("(Kèm theo Báo cáo số /BC-STTTT ngày tháng 6 năm 2023)", "2023-06-30"),
    ],
)
def test_the_last_day_of_what_the_figures_are_of(line: str, day: str) -> None:
    found = said(line)
    assert found and (found.as_of.isoformat(), found.doubt) == (day, None)


@pytest.mark.parametrize(
    ("lines", "doubt"),
    [
        (["Lạng Sơn, ngày 30 tháng 9 năm 2025"], "document"),
        (["(Kèm theo Công văn số 123 ngày 02/10/2025)"], "document"),
        (["Ban hành kèm theo Quyết định số 5/QĐ-UBND ngày 2/1/2025 của UBND tỉnh"], "document"),
        (["Ngày in: 02/10/2025"], "document"),
        (["Kết quả thực hiện Kế hoạch năm 2025"], "document"),
        (["Danh sách tổ thành lập ngày 12/3/2022"], "document"),
        (["Số liệu đến 30/6/2025", "Số liệu đến 30/9/2025"], "several"),
        (["Số liệu tính đến 9/30/2025"], "several"),
        (["Báo cáo quý I năm 2025, số liệu đến 30/9/2025"], "several"),
        (["Tuần 38 năm 2025"], "several"),
        (["Quý IV năm 2026"], "future"),
        (["Số liệu đến 30/9/2062"], "future"),
        (["NĂM 2025", "Lạng Sơn, ngày 05 tháng 6 năm 2025"], "before_its_end"),
    ],
)
def test_a_doubtful_day_is_never_taken_alone(lines: list[str], doubt: str) -> None:
    found = said(*lines)
    assert found and found.doubt == doubt and found.as_of in found.options


@pytest.mark.parametrize(
    "line",
    ["Năm học 2025-2026", "giai đoạn 2021-2025", "Gửi trước ngày 5/10/2025", "Sinh ngày 2/9/1990", "Hạn: 5/10/2025"],
)
def test_what_is_no_day_of_figures(line: str) -> None:
    assert said(line) is None


def test_a_quarter_stays_the_quarter_of_a_day_within_it() -> None:
    found = said("Báo cáo quý III năm 2025 (số liệu đến 15/9/2025)")
    assert found and (found.as_of, found.quarter) == (date(2025, 9, 15), "2025-Q3")


def test_a_title_comes_before_the_name_of_the_sheet_and_a_signature_below() -> None:
    found = said("Quý III năm 2025", tail=["Lạng Sơn, ngày 05 tháng 10 năm 2025"], of_sheets=["Quý II 2025"])
    assert found and (found.as_of, found.doubt) == (date(2025, 9, 30), None)
    named = said("Biểu tổng hợp", of_sheets=["Quý 2-2025"])
    assert named and named.as_of == date(2025, 6, 30)


def test_a_label_and_its_day_in_two_cells_are_one_line() -> None:
    assert standing.lines([(1, "Số liệu tính đến:"), (1, "2025-09-30"), (2, "STT")]) == [
        "Số liệu tính đến: 2025-09-30", "STT",
    ]  # fmt: skip


def _report(title: str, names: list[str]) -> bytes:
    rows = [[title], ["STT", "Xã, phường", "Số tổ CNSCĐ"], *([at, name, 3] for at, name in enumerate(names, 1))]
    return to_xlsx({"Biểu": rows})


OLD = ["Xã Hòa Cư", "Xã Hồng Phong", "Xã Yên Trạch", "Xã Hải Yến", "Xã Tân Thành", "Xã Xuân Long"]
NEW = ["Xã Cao Lộc", "Xã Kháng Chiến", "Xã Quý Hòa", "Phường Kỳ Lừa", "Xã Na Sầm", "Xã Thất Khê"]


@pytest.mark.parametrize(
    ("names", "title", "right"), [(OLD, "Số liệu đến 30/9/2025", "2024"), (NEW, "Số liệu đến 31/12/2024", "2025-07")]
)
def test_names_and_date_that_disagree_are_one_question(names: list[str], title: str, right: str) -> None:
    checked = check(_report(title, names), name="x.xlsx", province="Tỉnh Lạng Sơn")
    assert [question.kind for question in checked.questions] == ["structure"] and not checked.publishable
    question = checked.questions[0]
    assert checked.structure == right == question.options[0] and question.label(right)
    answered = check(_report(title, names), name="x.xlsx", province="Tỉnh Lạng Sơn", answers={question.id: right})
    assert answered.structure == right and "structure" not in {one.kind for one in answered.questions}


def test_a_date_is_asked_once_and_its_answer_holds() -> None:
    content = _report("Lạng Sơn, ngày 05 tháng 10 năm 2025", NEW)
    checked = check(content, name="x.xlsx", province="Tỉnh Lạng Sơn")
    assert [question.kind for question in checked.questions] == ["date"] and not checked.publishable
    answer = {checked.questions[0].id: "2025-09-30"}
    again = check(content, name="x.xlsx", province="Tỉnh Lạng Sơn", answers=answer)
    assert again.publishable and again.as_of == date(2025, 9, 30)
