"""A report from upload to published map, with a question on the way, as a planner does it."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from data.units import register
from tests.browser.conftest import Server, Visit, serving, visit
from tests.fixtures.sample import SmallCountry


@pytest.fixture(scope="module")
def small_server(small_country: SmallCountry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(small_country.copied(tmp_path_factory.mktemp("intake") / "var").var) as running:
        yield running


@pytest.fixture
def planner(browser: Browser, small_server: Server) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1440, "height": 1600}, locale="vi-VN")
    yield visit(context, small_server.address)
    context.close()


def communes() -> list[str]:
    """Return the names of the communes of Huyện Ngân Sơn."""
    districts = register.units("2024", "district")
    code = districts.index[districts["short"] == "Ngân Sơn"][0]
    return list(register.children("2024", code, "commune")["name"])


def report(misspelt: tuple[int, ...] = (3,), *, households: str = "Tổng số hộ") -> tuple[bytes, str, int]:
    """Make a report of one district with some misspelt communes; return it, the third's name, and all households.

    households: the heading of their column; answers are remembered by the headings of a form.
    """
    names = communes()
    book, total = openpyxl.Workbook(), 0
    sheet = book.active
    sheet.append(["ỦY BAN NHÂN DÂN HUYỆN NGÂN SƠN, TỈNH BẮC KẠN"])
    sheet.append(["Kết quả Tổ công nghệ số cộng đồng, số liệu đến ngày 30/9/2024"])
    sheet.append(["TT", "Xã, thị trấn", households, "Hộ có ĐTTM", "Số hộ được đào tạo KNS"])
    for number, name in enumerate(names, start=1):
        sheet.append([number, name[:-1] + "x" if number in misspelt else name, 200 + number, 100 + number, 90 + number])
        total += 200 + number
    content = io.BytesIO()
    book.save(content)
    return content.getvalue(), names[2], total


def upload(planner: Visit, file: Path, content: bytes) -> None:
    """Hand in a file on the page of reports, and have it read."""
    file.write_bytes(content)
    planner.open("/intake")
    expect(planner.page.get_by_role("button", name="Chọn tệp")).to_be_visible()
    planner.page.set_input_files("input[type=file]", str(file))
    planner.page.get_by_text(file.name).first.wait_for()
    planner.page.get_by_role("button", name="Đọc báo cáo").click()


def test_a_report_goes_from_upload_to_the_map(planner: Visit, tmp_path: Path) -> None:
    content, asked, total = report()
    page = planner.page
    upload(planner, tmp_path / "ngan-son.xlsx", content)
    page.get_by_text("1 câu hỏi").wait_for()

    question = page.get_by_role("combobox", name="Trang").first
    question.click()
    page.get_by_role("option", name=asked).first.click()
    page.get_by_role("button", name="Ghi câu trả lời và đọc lại").click()
    page.get_by_text("0 câu hỏi").wait_for()
    expect(page.get_by_text(f"{total:,}".replace(",", ".")).first).to_be_visible()

    page.get_by_role("button", name="Lập bản nháp").click()
    page.get_by_role("button", name="Công bố").click()
    page.get_by_role("link", name="Xem trên bản đồ").click()
    page.wait_for_url("**/explore?**")
    planner.settle()
    planner.wait_painted()
    assert "u=06" in page.url and "s=2024" in page.url and "p=2024-Q3" in page.url
    marks = planner.frame_of_map().evaluate("choropleth.view.shown.marks")
    shapes = planner.frame_of_map().evaluate("choropleth.view.shown.features.map(f => f.name)")
    drawn = [name for name, mark in zip(shapes, marks, strict=True) if mark != "-"]
    assert asked in drawn and len(drawn) == len(communes())


def test_many_questions_are_answered_by_keyboard(planner: Visit, tmp_path: Path) -> None:
    content, _, total = report(tuple(range(1, 9)), households="Số hộ dân")
    page = planner.page
    upload(planner, tmp_path / "ngan-son.xlsx", content)
    page.get_by_text("8 câu hỏi").first.wait_for()

    planner.settle()
    table = page.get_by_test_id("stForm").get_by_test_id("stDataFrame").locator(".dvn-scroller")
    table.click(position={"x": 60, "y": 55})
    for key in ("ArrowRight",) * 4 + ("Space",):
        page.keyboard.press(key)
    planner.pause(1_000)  # the editor hands its edits over after a short pause
    page.get_by_role("button", name="Ghi câu trả lời và đọc lại").click()
    page.get_by_text("7 câu hỏi").first.wait_for()
    page.get_by_role("radio", name="Tất cả").click()
    planner.settle()
    page.get_by_role("button", name="Ghi câu trả lời và đọc lại").click()
    page.get_by_text("0 câu hỏi").wait_for()
    expect(page.get_by_text(f"{total:,}".replace(",", ".")).first).to_be_visible()
    expect(page.get_by_text("Câu trả lời đang dùng (8)")).to_be_visible()


def test_a_file_that_is_no_report_is_refused_in_plain_words(planner: Visit, tmp_path: Path) -> None:
    upload(planner, tmp_path / "bao-cao.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 4000)
    alert = planner.page.get_by_role("alert").first
    alert.wait_for()
    assert "Traceback" not in alert.inner_text() and len(alert.inner_text()) > 20
