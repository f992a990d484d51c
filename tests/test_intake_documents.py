"""Reports as Word files, as web pages called .doc and as PDFs: read as their sheets would be, or refused."""

import io
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml import OxmlElement
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.intake import printed, report
from data.intake.result import Checked
from data.spreadsheets import aligned_texts, limits, worker
from data.spreadsheets.reader import RawSheet
from data.storage.errors import Refused
from data.units import conversion
from tests.fixtures import reading
from tests.fixtures.documents import Pdf, add_table, saved, to_docx
from tests.fixtures.hostile import changed, workbook

NAMES = ("Phường Kỳ Lừa", "Phường Tam Thanh", "Xã Đoàn Kết", "Xã Quốc Khánh", "Xã Thất Khê")
TITLES = ("UBND TỈNH LẠNG SƠN", "Số liệu đến ngày 30/9/2025")
HEAD = ["STT", "Xã, phường", "Số tổ CNSCĐ", "Tổng số hộ"]
ROWS = [[at, name, 5 + at, f"1.{200 + at}"] for at, name in enumerate(NAMES, start=1)]
RIGHT = {"teams": 40, "households": 6015}


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def check(content: bytes, **more: object) -> Checked:
    return report.check(content, name="x", **({"province": "Tỉnh Lạng Sơn"} | more))


def kinds(checked: Checked) -> list[str]:
    return [problem.kind for problem in checked.problems if problem.kind != "mostly_missing"]


def sheets(content: bytes) -> list[RawSheet]:
    return report.read(content)


# Word


def test_a_word_file_is_read_as_its_sheet_would_be():
    checked = check(to_docx(*TITLES, [HEAD, *ROWS], "Người lập biểu"))
    assert checked.totals == RIGHT and checked.publishable
    assert (checked.as_of, checked.structure, checked.kind) == (date(2025, 9, 30), "2025-07", "communes")


def test_paragraphs_stand_above_the_table_that_follows():
    found = sheets(to_docx("Một", [HEAD, *ROWS], "Hai", "", [HEAD, *ROWS], "Ba"))
    assert [sheet.rows[0] for sheet in found] == [["Một"], ["Hai"]]
    assert found[1].rows[-1] == ["Ba"]


def test_the_unit_of_measure_in_a_paragraph_is_asked_about():
    checked = check(to_docx(*TITLES, "Đơn vị tính: nghìn hộ", [HEAD, *[[*row[:3], 2] for row in ROWS]]))
    assert [question.kind for question in checked.questions] == ["scale"] and "households" not in checked.totals


def test_headings_in_two_rows_with_merged_cells():
    made = docx.Document()
    made.add_paragraph(TITLES[1])
    top = ["STT", "Xã, phường", "Số tổ CNSCĐ", "Hộ gia đình", ""]
    add_table(made, [top, ["", "", "", "Tổng số hộ", "Số hộ có điện thoại thông minh"], *[[*row, 9] for row in ROWS]])
    table = made.tables[0]
    for column in range(3):
        table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 3).merge(table.cell(0, 4))
    content = saved(made)
    assert set(sheets(content)[0].merges) == {(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4)}
    assert check(content).totals == RIGHT | {"households_smartphone": 45}


def test_a_cell_merged_downwards_stands_for_its_rows_and_counts_once():
    made = docx.Document()
    made.add_paragraph(TITLES[1])
    add_table(made, [HEAD, *[list(row) for row in ROWS]])
    table = made.tables[0]
    table.cell(2, 3).text = ""
    table.cell(1, 3).merge(table.cell(2, 3))
    checked = check(saved(made))
    assert "merged_count" in kinds(checked) and not checked.publishable


def _run_of(cell, text: str, **look: bool):
    run = cell.paragraphs[0].add_run(text)
    for name, value in look.items():
        setattr(run.font, name, value)
    return run


@pytest.mark.parametrize("look", ["strike", "double_strike", "hidden"])
def test_what_is_struck_out_or_hidden_is_not_there(look):
    made = docx.Document()
    made.add_paragraph(TITLES[1])
    add_table(made, [HEAD, *ROWS])
    cell = made.tables[0].cell(1, 2)
    cell.text = ""
    _run_of(cell, "4", **{look: True})
    _run_of(cell, "6")
    assert check(saved(made)).totals == RIGHT


def test_a_mark_of_a_footnote_is_no_digit():
    made = docx.Document()
    made.add_paragraph(TITLES[1])
    add_table(made, [HEAD, *ROWS])
    _run_of(made.tables[0].cell(1, 2), "1", superscript=True)
    checked = check(saved(made))
    assert checked.totals["teams"] == RIGHT["teams"] - 6 and "not_number" in kinds(checked)


def test_changes_that_word_tracks_are_read_as_accepted():
    made = docx.Document()
    made.add_paragraph(TITLES[1])
    add_table(made, [HEAD, *ROWS])
    paragraph = made.tables[0].cell(1, 2).paragraphs[0]
    old, new = paragraph.runs[0]._r, OxmlElement("w:ins")
    gone = OxmlElement("w:moveFrom")
    old.addprevious(gone)
    gone.append(old)
    paragraph._p.append(new)
    new.append(paragraph.add_run("6")._r)
    assert check(saved(made)).totals == RIGHT


def test_tables_that_lay_out_the_page_are_titles():
    letterhead = [["UBND TỈNH LẠNG SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["SỞ KH&CN", "Độc lập - Tự do"]]
    checked = check(to_docx(letterhead, "Báo cáo", TITLES[1], [HEAD, *ROWS], [["NGƯỜI LẬP", "GIÁM ĐỐC"], ["", ""]]))
    assert checked.totals == RIGHT and len(checked.tables) == 1 and kinds(checked) == []


def test_a_table_inside_a_cell_is_a_table():
    made = docx.Document()
    made.add_paragraph(TITLES[1])
    outer = made.add_table(1, 1)
    inner = outer.cell(0, 0).add_table(len(ROWS) + 1, 4)
    for at, row in enumerate([HEAD, *ROWS]):
        for column, value in enumerate(row):
            inner.cell(at, column).text = str(value)
    assert check(saved(made), as_of=date(2025, 9, 30)).totals == RIGHT


def test_macros_pictures_and_objects_of_a_word_file_are_let_be():
    content = to_docx(*TITLES, [HEAD, *ROWS])
    for part, body in (
        ("word/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
        ("word/media/image1.png", b"\x89PNG\r\n\x1a\n"),
        ("word/embeddings/Microsoft_Excel_Sheet1.xlsx", workbook()),
    ):
        content = changed(part, body, source=content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    macro = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    macro = macro.replace("<Override", '<Default Extension="bin" ContentType="application/x"/><Override', 1)
    macro = macro.replace("<Override", '<Default Extension="png" ContentType="image/png"/><Override', 1)
    assert check(changed("[Content_Types].xml", macro, source=content)).totals == RIGHT


CELLS = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp")), max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=4, max_size=6))
def test_every_cell_of_a_word_table_is_read(rows):
    marked = [[f"{at}.{column} {cell}" for column, cell in enumerate(row)] for at, row in enumerate(rows)]
    messages = worker.parse(to_docx(marked), "docx")
    found = [row for message in messages for row in message.get("rows", [])]
    assert [[cell.split()[0] for cell in row] for row in found] == [[cell.split()[0] for cell in row] for row in marked]


# web pages called .doc


def page(body: str) -> bytes:
    return f"<html xmlns:w='urn:schemas-microsoft-com:office:word'><head></head><body>{body}</body></html>".encode()


def html_table(rows: list[list[object]]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"


def test_a_web_page_called_doc_is_read_with_its_paragraphs():
    content = page(f"<p>{TITLES[0]}</p><p>{TITLES[1]}</p>" + html_table([HEAD, *ROWS]))
    checked = check(content)
    assert checked.totals == RIGHT and checked.as_of == date(2025, 9, 30)


def test_a_web_archive_called_doc_is_read():
    inner = page(f"<p>{TITLES[1]}</p>" + html_table([HEAD, *ROWS]))
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    body = (
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + inner + b"\r\n--b--\r\n"
    )
    assert check(head + body).totals == RIGHT


@pytest.mark.parametrize("mark", ["<sup>1</sup>", "<sup>(1)</sup>"])
def test_a_raised_mark_in_a_web_page_is_no_digit(mark):
    rows = [[1, NAMES[0], f"6{mark}", 1201], *ROWS[1:]]
    checked = check(page(f"<p>{TITLES[1]}</p>" + html_table([HEAD, *rows])))
    assert checked.totals["teams"] == RIGHT["teams"] - 6 and "not_number" in kinds(checked)


@pytest.mark.parametrize("tag", ["s", "strike", "del"])
def test_what_a_web_page_strikes_out_is_not_there(tag):
    rows = [[1, NAMES[0], f"<{tag}>4</{tag}>6", 1201], *ROWS[1:]]
    assert check(page(f"<p>{TITLES[1]}</p>" + html_table([HEAD, *rows]))).totals == RIGHT


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"),
            "intake.not_workbook_word",
        ),
        (b"{\\rtf1 Bao cao}", "intake.not_workbook_rtf"),
    ],
)
def test_old_documents_are_refused_with_what_to_do(content, key):
    with pytest.raises(Refused) as refusal:
        check(content)
    assert refusal.value.key == key and ".docx" in refusal.value.text("vi")


# PDF


def pdf(*, ruled: bool = True, repeated: bool = False, first: int = 3) -> bytes:
    """Write the report on two pages, `first` of its rows on the first; the heading again on the second or not."""
    made, widths = Pdf().page(), [40, 150, 100, 100]
    made.text(60, 50, TITLES[0])
    made.text(350, 50, "CỘNG HÒA XÃ HỘI")
    made.text(60, 80, TITLES[1])
    made.table(60, 100, widths, [HEAD, *ROWS[:first]], ruled=ruled)
    made.text(290, 820, "1")
    made.page().table(60, 40, widths, [*([HEAD] if repeated else []), *ROWS[first:]], ruled=ruled)
    made.text(290, 820, "2")
    return made.content()


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_of_a_pdf_goes_on_over_pages_and_is_to_be_confirmed(ruled, repeated):
    content = pdf(ruled=ruled, repeated=repeated)
    checked = check(content)
    assert checked.totals == RIGHT and not checked.publishable
    question = checked.questions[0]
    assert (question.kind, question.sheet, question.options) == ("printed", "Bảng", ("as_printed", "leave_table_out"))
    assert "đúng như bản in?" in question.message("vi") and "1–2" in question.message("vi")
    assert check(content, answers={question.id: "as_printed"}).publishable


def test_an_answer_to_one_pdf_says_nothing_of_another():
    one, other = pdf(), pdf(first=2)
    question = check(one).questions[0]
    assert not check(other, answers={question.id: "as_printed"}).publishable


@pytest.mark.parametrize("answer", ["", "ignore", "1", None, "as printed"])
def test_any_other_answer_confirms_nothing(answer):
    content = pdf()
    assert not check(content, answers={check(content).questions[0].id: answer}).publishable


def test_a_table_that_is_not_as_printed_is_left_out():
    made = Pdf().page()
    made.text(60, 30, TITLES[1])
    made.table(60, 50, [40, 150, 100], [row[:3] for row in (HEAD, *ROWS)])
    made.text(60, 300, "Bảng hai")
    made.table(60, 320, [40, 150, 100], [[row[0], row[1], row[3]] for row in (HEAD, *ROWS)])
    content = made.content()
    first, second = (question for question in check(content).questions if question.kind == "printed")
    checked = check(content, answers={first.id: printed.AS_PRINTED, second.id: printed.LEAVE_OUT})
    assert checked.totals == {"teams": 40} and checked.publishable and "printed_left_out" in kinds(checked)
    with pytest.raises(Refused) as refusal:
        check(content, answers={first.id: printed.LEAVE_OUT, second.id: printed.LEAVE_OUT})
    assert refusal.value.key == "intake.pdf_left_out"


def test_confirming_is_never_remembered_for_other_files(small_store, monkeypatch):
    from data.intake import drafting, remembered_answers

    content = pdf()
    question = check(content).questions[0]
    checked = check(content, answers={question.id: "as_printed"})
    drafting.make(small_store, checked)
    assert question.id not in remembered_answers.recall(checked.form, place=[("2025-07", "20")])


def test_merged_cells_of_a_pdf():
    made = Pdf().page()
    made.text(60, 30, TITLES[1])
    for x0, y0, x1, y1 in (
        *((60, y, 460, y) for y in (50, 90)), *((x, 50, x, 90) for x in (60, 100, 250, 460)),
        (350, 70, 350, 90), (250, 70, 460, 70),
    ):  # fmt: skip
        made.line(x0, y0, x1, y1)
    for x, y, text in (
        (63, 74, "STT"), (103, 74, "Xã, phường"), (253, 64, "Kết quả"), (253, 84, "Số tổ CNSCĐ"),
        (353, 84, "Tổng số hộ"),
    ):  # fmt: skip
        made.text(x, y, text)
    made.table(60, 90, [40, 150, 100, 110], ROWS)
    found = sheets(made.content())[0]
    assert {(top - 1, left, bottom - 1, right) for top, left, bottom, right in found.merges} == {
        (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3),
    }  # fmt: skip
    assert check(made.content()).totals == RIGHT


def test_rows_without_lines_between_them_are_rows():
    made = Pdf().page()
    made.text(60, 30, TITLES[1])
    edges = [60, 100, 250, 350, 450]
    made.table(60, 50, [40, 150, 100, 100], [HEAD, *ROWS], ruled=False)
    for y in (50, 70, 170):
        made.line(60, y, 450, y)
    for x in edges:
        made.line(x, 50, x, 170)
    assert check(made.content()).totals == RIGHT


def test_numbers_below_each_other_in_one_cell_are_never_one_number():
    made = Pdf().page()
    made.text(60, 30, TITLES[1])
    made.table(60, 50, [40, 150, 100, 100], [HEAD, *[[*row[:2], None, row[3]] for row in ROWS]])
    for at in range(len(ROWS)):
        made.text(253, 79 + 20 * at, "12", size=8)
        made.text(253, 88 + 20 * at, "300", size=8)
    checked = check(made.content())
    assert "teams" not in checked.totals and not checked.publishable


def test_letters_printed_twice_to_look_bold_are_read_once():
    made = Pdf().page()
    made.text(60, 30, TITLES[1])
    for shift in (0, 0.3):
        made.table(60 + shift, 50, [40, 150, 100, 100], [HEAD, *ROWS], ruled=not shift)
    assert check(made.content()).totals == RIGHT


def test_a_small_raised_figure_is_no_digit():
    made = Pdf().page()
    made.text(60, 30, TITLES[1])
    made.table(60, 50, [40, 150, 100, 100], [HEAD, *ROWS])
    made.text(258.5, 80, "1", size=6)
    checked = check(made.content())
    assert checked.totals["teams"] == 40 - 6 and "not_number" in kinds(checked)


def test_a_picture_among_the_pages_is_named():
    made = Pdf().page()
    made.text(60, 30, TITLES[1])
    made.table(60, 50, [40, 150, 100, 100], [HEAD, *ROWS])
    made.page().image()
    checked = check(made.content())
    assert [problem.values for problem in checked.problems if problem.kind == "page_picture"] == [{"page": 2}]


def test_a_scan_with_recognised_text_says_so():
    made = Pdf().page()
    made.image()
    made.text(60, 30, TITLES[1])
    made.table(60, 50, [40, 150, 100, 100], [HEAD, *ROWS])
    assert check(made.content()).questions[0].why == "printed_recognised"


def test_a_scan_is_refused_with_what_to_do():
    made = Pdf().page()
    made.image()
    with pytest.raises(Refused) as refusal:
        check(made.content())
    assert refusal.value.key == "intake.pdf_scan" and "Excel" in refusal.value.text("vi")


@pytest.mark.parametrize(("most", "is_read"), [(2, True), (1, False)])
def test_a_pdf_has_so_many_pages_and_no_more(most, is_read, monkeypatch):
    monkeypatch.setattr(limits, "MAX_PAGES", most)
    if is_read:
        assert sheets(pdf())[0].printed.pages == (1, 2)
        return
    with pytest.raises(Refused) as refusal:
        sheets(pdf())
    assert refusal.value.key == "intake.pdf_pages"


# texts in columns


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 10**6), min_size=4, max_size=4), min_size=3, max_size=12), st.integers(5, 30))
def test_texts_above_each_other_are_columns(rows, gap):
    words = [
        aligned_texts.Word(
            str(value), 100 * column + gap, 100 * column + gap + 5 * len(str(value)), 20 * at, 20 * at + 10
        )
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
    ]
    blocks = aligned_texts.blocks(aligned_texts.lines(words))
    assert len(blocks) == 1 and blocks[0].rows == [[str(value) for value in row] for row in rows]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 40), st.integers(1, 999)), min_size=1, max_size=60))
def test_no_word_is_lost_and_no_number_made_of_two(placed):
    words = [aligned_texts.Word(str(n), x, x + 15, 12 * y, 12 * y + 10) for x, y, n in placed]
    blocks = aligned_texts.blocks(aligned_texts.lines(words))
    texts = [s.text for b in blocks if isinstance(b, aligned_texts.Line) for s in b.segments]
    texts += [cell for b in blocks if isinstance(b, aligned_texts.Aligned) for row in b.rows for cell in row]
    assert sorted(part for text in texts for part in text.replace("|", " ").split()) == sorted(w.text for w in words)


def test_a_conversion_table_is_not_taken_from_a_pdf():
    with pytest.raises(Refused) as refusal:
        conversion.read(pdf())
    assert refusal.value.key == "units.table_printed"
