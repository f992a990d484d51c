"""A report from upload to published map, with a question on the way, as a planner does it."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, expect

from data.units import register
from tests.browser.conftest import Server, Visit, serving, visit
from tests.fixtures.documents import Pdf, to_docx
from tests.fixtures.formats import to_xlsx
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


def next_step(planner: Visit) -> Locator:
    """Return the bar that says what comes next; it is in view wherever the page is scrolled to."""
    bar = planner.page.locator(".st-key-intake-next")
    expect(bar).to_be_in_viewport()
    return bar


def answer(planner: Visit, question: str, choice: str) -> None:
    """Answer a question from its list, and have the file read again."""
    planner.page.get_by_role("combobox", name=question).first.click()
    planner.page.get_by_role("option", name=choice).first.click()
    planner.page.get_by_role("button", name="Ghi câu trả lời và đọc lại").click()


def rows_of_report() -> list[list[object]]:
    names = communes()
    return [
        ["TT", "Xã, thị trấn", "Tổng số hộ", "Hộ có ĐTTM"],
        *([number, name, 200 + number, 100 + number] for number, name in enumerate(names, start=1)),
    ]


def test_a_word_file_is_shown_as_it_was_read(planner: Visit, tmp_path: Path) -> None:
    content = to_docx("UBND HUYỆN NGÂN SƠN, TỈNH BẮC KẠN", "Số liệu đến ngày 30/6/2024", rows_of_report())
    upload(planner, tmp_path / "ngan-son.docx", content)
    expect(next_step(planner).get_by_role("button", name="Lập bản nháp")).to_be_visible()
    page = planner.page
    expect(page.get_by_text("Ngày số liệu: 30/6/2024")).to_be_visible()
    expect(page.get_by_text("Số liệu được lấy: C Số hộ, D Hộ có điện thoại thông minh").first).to_be_visible()
    expect(page.get_by_role("navigation", name="Các bước").locator("[aria-current=step]")).to_have_text(
        re.compile("Xem thay đổi")
    )


def test_a_table_of_a_pdf_is_confirmed_beside_its_page_on_a_phone(planner: Visit, tmp_path: Path) -> None:
    made = Pdf().page()
    made.text(60, 30, "UBND HUYỆN NGÂN SƠN, TỈNH BẮC KẠN, số liệu đến ngày 30/6/2024")
    made.table(60, 50, [40, 150, 100, 100], rows_of_report())
    planner.page.set_viewport_size({"width": 390, "height": 844})
    upload(planner, tmp_path / "ngan-son.pdf", made.content())
    bar = next_step(planner)
    expect(bar.get_by_role("button", name="Lập bản nháp")).to_have_count(0)
    expect(planner.page.get_by_text("Trang 1 của bản in")).to_be_attached()
    bar.get_by_role("link", name="Đến câu hỏi").click()
    answer(planner, "Bảng đọc từ PDF", "đúng như bản in")
    expect(bar.get_by_role("button", name="Lập bản nháp")).to_be_visible()


def test_many_files_are_one_draft(planner: Visit, tmp_path: Path) -> None:
    head = ["Xã, thị trấn", "Tổng số hộ", "Số hộ tham gia"]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, name in enumerate(communes(), start=1):
            titles = [["UBND HUYỆN NGÂN SƠN, TỈNH BẮC KẠN"], ["Số liệu đến ngày 31/12/2023"]]
            archive.writestr(f"các xã/{name}.xlsx", to_xlsx({"Biểu": [*titles, head, [name, 200 + number, 9]]}))
        archive.writestr("các xã/hỏng.xlsx", b"PK\x03\x04")
    upload(planner, tmp_path / "ngan-son.zip", out.getvalue())
    page = planner.page
    page.get_by_text(f"Hỏi một lần cho {len(communes())} tệp").wait_for()
    answer(planner, "Chưa rõ cột", "Không dùng cột này")
    bar = next_step(planner)
    bar.get_by_role("button", name="Lập bản nháp").click()
    bar.get_by_role("button", name="Công bố").click()
    expect(bar.get_by_role("link", name="Xem trên bản đồ")).to_be_visible()
    total = sum(200 + number for number in range(1, len(communes()) + 1))
    expect(page.get_by_text(f"{total:,}".replace(",", ".")).first).to_be_attached()


def test_the_bar_hides_no_question_and_tells_how_far_publishing_has_come(planner: Visit, tmp_path: Path) -> None:
    head = ["TT", "Xã, thị trấn", "Tổng số hộ", "Số hộ tham gia", "Số hộ đăng ký tham gia"]
    rows = [[number, name, 200 + number, 9, 8] for number, name in enumerate(communes(), start=1)]
    titles = [["UBND HUYỆN NGÂN SƠN, TỈNH BẮC KẠN"], ["Số liệu đến ngày 30/9/2023"]]
    page = planner.page
    page.set_viewport_size({"width": 1440, "height": 760})
    upload(planner, tmp_path / "ngan-son.xlsx", to_xlsx({"Biểu": [*titles, head, *rows]}))
    page.get_by_text("2 câu hỏi").first.wait_for()
    bar = next_step(planner)
    for question in page.get_by_role("combobox", name="Chưa rõ cột").all():
        question.evaluate("one => one.scrollIntoView({block: 'nearest'})")
        planner.pause(200)
        assert question.evaluate("one => one.getBoundingClientRect().bottom") < bar.bounding_box()["y"]
        question.click()
        page.get_by_role("option", name="Không dùng cột này").first.click()
    page.get_by_role("button", name="Ghi câu trả lời và đọc lại").click()
    bar.get_by_role("button", name="Lập bản nháp").click()
    bar.get_by_role("button", name="Công bố").click()
    expect(bar.get_by_role("progressbar")).to_be_attached()
    expect(bar.get_by_role("link", name="Xem trên bản đồ")).to_be_visible()


def test_a_report_goes_from_upload_to_the_map(planner: Visit, tmp_path: Path) -> None:
    content, asked, total = report()
    page = planner.page
    upload(planner, tmp_path / "ngan-son.xlsx", content)
    page.get_by_text("1 câu hỏi").first.wait_for()

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
