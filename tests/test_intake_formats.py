"""What a workbook shows and what it stores: where the two differ no count is read in silence."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from data.intake import report
from data.intake.result import Checked
from data.spreadsheets import number_formats
from data.spreadsheets.sheet_look import with_marks
from data.storage.errors import Refused
from tests.fixtures import reading
from tests.fixtures.formats import to_ods, to_xls, to_xlsx

NAMES = ("Phường Kỳ Lừa", "Phường Tam Thanh", "Xã Đoàn Kết", "Xã Quốc Khánh", "Xã Thất Khê")
TITLE = ["Số liệu đến 30/9/2025"]
HEAD = ["STT", "Xã, phường", "Số tổ CNSCĐ", "Tổng số hộ"]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def check(content: bytes, **more: object) -> Checked:
    known = {"province": "Tỉnh Lạng Sơn", "structure": "2025-07", "as_of": date(2025, 9, 30)}
    return report.check(content, name="x.xlsx", **(known | more))


def book(format: str, values: list[object], rest: str = "General") -> bytes:
    made = Workbook()
    sheet = made.active
    for row in (
        TITLE,
        HEAD,
        *([at + 1, name, 5, value] for at, (name, value) in enumerate(zip(NAMES, values, strict=True))),
    ):
        sheet.append(row)
    for row in range(3, 3 + len(values)):
        sheet.cell(row, 4).number_format = format
        sheet.cell(row, 3).number_format = rest
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def kinds(checked: Checked) -> set[str]:
    return {problem.kind for problem in checked.problems if problem.kind != "mostly_missing"}


@pytest.mark.parametrize("format", ["0%", "0.00%", "[Red]0.0%;-0.0%", '#,##0" %"', "0\\%"])
def test_a_percentage_is_no_count(format):
    checked = check(book(format, [1, 1, 1, 1, 2]))
    assert "households" not in checked.totals and not checked.publishable
    assert checked.totals == {"teams": 25}


@pytest.mark.parametrize(
    "format", ["#,##0,", '#,##0.0,"K"', '0" nghìn"', "# ?/?", ";;;", '"có"', '[>=1000]#,##0,"k";0', '0"/15"']
)
def test_a_number_shown_as_another_is_named(format):
    checked = check(book(format, [2300, 1804, 911, 1203, 1666]))
    assert checked.totals == {"teams": 25} and not checked.publishable
    wrong = [problem for problem in checked.problems if problem.kind == "number_format"]
    assert (wrong[0].row, wrong[0].column, wrong[0].value) == (3, "D", "2300")
    assert len(wrong) == 5 and format in wrong[0].message()


@pytest.mark.parametrize(
    "format",
    [
        "General", "0", "#,##0", "#,##0.00", "#,##0;[Red]-#,##0", '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)',
        '_-* #,##0\\ _₫_-;-* #,##0\\ _₫_-', '0" hộ"', "00000", '#,##0;-#,##0;"-"', "[$-42A]#,##0", "0.00E+00", "@",
    ],
)  # fmt: skip
def test_formats_that_change_nothing(format):
    checked = check(book(format, [2300, 1804, 911, 1203, 1666], rest=format))
    assert checked.totals == {"teams": 25, "households": 7884} and kinds(checked) == set()


@pytest.mark.parametrize("code", ["dd/mm/yyyy", "General", "@", "hh:mm"])
def test_dates_and_texts_are_left_to_others(code):
    assert number_formats.doubtful(code) is None


def with_formulas(cells: dict[str, tuple[str, str]], values: list[object]) -> bytes:
    """Return a workbook whose formulas have the stored values given, as text."""
    made = book("General", values)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                for place, (formula, value) in cells.items():
                    start = part.index(f'<c r="{place}"'.encode())
                    end = part.index(b"</c>", start) + 4
                    part = part[:start] + f'<c r="{place}"><f>{formula}</f><v>{value}</v></c>'.encode() + part[end:]
            new.writestr(info, part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        ({"D3": ("C3+A3", "0"), "D4": ("C4*2", "0")}, [None, None, 3, 4, 5]),
        ({"D3": ("C3+A3", "0.0"), "D4": ("C4+A4", "7")}, [None, 7, 3, 4, 5]),
        ({"D3": ("C3-C4", "0"), "D4": ("C4+A4", "7")}, [0, 7, 3, 4, 5]),
        ({"D3": ("SUM(F3:H3)", "0"), "D4": ("IF(C4&gt;1,0,1)", "0")}, [0, None, 3, 4, 5]),
        ({"D3": ("'Biểu 2'!C3", "0")}, [None, 2, 3, 4, 5]),
    ],
)
def test_a_formula_that_nobody_worked_out_is_missing(cells, right):
    checked = check(with_formulas(cells, [1, 2, 3, 4, 5]))
    assert [record.counts["households"] for record in checked.records] == right
    assert ("uncomputed" in kinds(checked)) == (None in right)


def test_a_range_that_a_sheet_only_claims_to_fill():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book("0", [1, 2, 3, 4, 5]))) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                start = part.index(b"<dimension")
                part = part[:start] + b'<dimension ref="A0"/>' + part[part.index(b"/>", start) + 2 :]
            new.writestr(info, part)
    assert check(out.getvalue()).totals == {"teams": 25, "households": 15}


def ods(cells: list[str]) -> bytes:
    def text(value: object) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    def number(value: int) -> str:
        return (
            f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
            "</table:table-cell>"
        )

    rows = ["".join(map(text, TITLE)), "".join(map(text, HEAD))]
    rows += [
        number(at + 1) + text(name) + number(5) + cell for at, (name, cell) in enumerate(zip(NAMES, cells, strict=True))
    ]
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    calc = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}{calc} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="Biểu">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def ods_cell(kind: str, value: str, shown: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" {value}{more}><text:p>{shown}</text:p></table:table-cell>'


def test_errors_and_percentages_of_an_open_document():
    wrong = ods_cell(
        "string", 'office:string-value=""', "#DIV/0!", ' table:formula="of:=1/0" calcext:value-type="error"'
    )
    old = ods_cell("float", 'office:value="0"', "Err:502", ' table:formula="of:=X()"')
    share = ods_cell("percentage", 'office:value="1"', "100%")
    plain = ods_cell("float", 'office:value="12"', "12")
    checked = check(ods([plain, wrong, share, old, plain]))
    assert checked.totals == {"teams": 25, "households": 24} and not checked.publishable
    found = [(p.row, p.kind, p.value) for p in checked.problems if p.severity == "error"]
    assert sorted(found) == [(4, "error_cell", "#DIV/0!"), (5, "share_in_count", "100%"), (6, "error_cell", "Err:502")]


def test_rows_of_another_width_than_their_heading_are_named():
    lines = [
        "STT,Xã phường,Số tổ CNSCĐ,Tổng số hộ",
        "1,Phường Kỳ Lừa,12,2,300",
        "2,Phường Tam Thanh,9",
        "3,Xã Đoàn Kết,7,911",
        "4,Xã Quốc Khánh,8,1203,,",
        "5,Xã Thất Khê,11,1666",
    ]
    checked = check("\n".join(lines).encode())
    assert [problem.row for problem in checked.problems if problem.kind == "ragged_row"] == [2, 3]
    assert checked.totals == {"teams": 26, "households": 3780} and not checked.publishable


@pytest.mark.parametrize(
    "codes", [["6187.0", "5986.0", "6001.0"], ["06187", "05986", "06001"], ["'06187", "5986", "6001.00"]]
)
def test_codes_that_became_numbers_and_texts_again(codes):
    lines = ["code,teams,households", *(f"{code},5,{at}" for at, code in enumerate(codes))]
    checked = check("\n".join(lines).encode())
    assert [record.unit.code for record in checked.records] == ["06187", "05986", "06001"] and checked.publishable


@pytest.mark.parametrize(
    ("said", "scaled"),
    [
        ("Đơn vị tính: nghìn hộ", ["households"]),
        ("ĐVT: 1.000 hộ", ["households"]),
        ("(Đơn vị: trăm)", ["teams", "households"]),
        ("Đơn vị tính: nghìn đồng", []),
        ("Đơn vị tính: triệu đồng", []),
        ("Đơn vị tính: hộ", []),
        ("Đơn vị tính: nghìn người", []),
        ("ngàn hộ", ["households"]),
    ],
)
def test_figures_in_thousands_are_asked_about(said, scaled):
    rows = [TITLE, [None, None, None, said], HEAD, *([at, name, 5, 2] for at, name in enumerate(NAMES, 1))]
    checked = check(to_xlsx({"Biểu": rows}))
    assert checked.totals == {
        name: 25 if name == "teams" else 10 for name in ("teams", "households") if name not in scaled
    }
    assert [question.kind for question in checked.questions] == ["scale"] * bool(scaled)


def test_an_answer_scales_what_is_written_with_decimals():
    values = [2.3, "1,8", 1, 1.2, 1.666]
    rows = [TITLE, [None, None, None, "Đơn vị tính: nghìn hộ"], HEAD]
    rows += [[at, name, 5, value] for at, (name, value) in enumerate(zip(NAMES, values, strict=True), 1)]
    question = check(to_xlsx({"Biểu": rows})).questions[0]
    assert question.options == ("1000", "1") and question.column == "D"
    checked = check(to_xlsx({"Biểu": rows}), answers={question.id: "1000"})
    assert checked.totals == {"teams": 25, "households": 7966} and checked.publishable


def test_a_heading_in_thousands_is_asked_about_though_its_indicator_is_answered():
    rows = [TITLE, [*HEAD[:3], "Tổng số hộ (nghìn hộ)"], *([at, name, 5, 3] for at, name in enumerate(NAMES, 1))]
    checked = check(to_xlsx({"Biểu": rows}))
    column = next(question for question in checked.questions if question.kind == "column")
    again = check(to_xlsx({"Biểu": rows}), answers={column.id: "households"})
    assert again.totals == {"teams": 25} and [question.kind for question in again.questions] == ["scale"]


def old_book(format: str, values: list[object], hidden: tuple[int, ...] = ()) -> bytes:
    rows = [
        TITLE,
        HEAD,
        *([at + 1, name, 5, value] for at, (name, value) in enumerate(zip(NAMES, values, strict=True))),
    ]
    places = {(row, 3): format for row in range(2, 7)}
    return to_xls({"Biểu": rows}, formats=places, hidden_rows=hidden)


@pytest.mark.parametrize(
    ("format", "kind"),
    [
        ("0%", "share_in_count"),
        ("0.00%", "share_in_count"),
        ("#,##0,", "number_format"),
        ('0" nghìn"', "number_format"),
        (";;;", "number_format"),
        ("# ?/?", "number_format"),
    ],
)
def test_formats_of_an_old_workbook_that_change_a_number_are_seen(format, kind):
    checked = check(old_book(format, [1, 2, 1, 1, 2]))
    assert checked.totals == {"teams": 25} and not checked.publishable
    assert kinds(checked) == {kind}


@pytest.mark.parametrize("format", ["General", "0", "#,##0", '#,##0" hộ"', "[Red]0", "#,##0.00"])
def test_plain_formats_of_an_old_workbook_change_nothing(format):
    checked = check(old_book(format, [2300, 1804, 911, 1203, 1666]))
    assert checked.totals == {"teams": 25, "households": 7884} and checked.publishable and not kinds(checked)


def test_hidden_rows_of_an_old_workbook_are_told():
    assert kinds(check(old_book("0", [2300, 1804, 911, 1203, 1666], hidden=(4,)))) == {"hidden_row"}


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_damaged_old_workbook_is_refused_or_read_whole(cut):
    content = old_book("0%", [1, 2, 1, 1, 2])
    try:
        checked = check(content[: int(len(content) * cut)])
    except Refused:
        return
    assert "households" not in checked.totals


# marks above the line: "12" with the mark of a footnote behind it


def _parts(content: bytes, changes: dict[str, str], more: dict[str, str] | None = None) -> bytes:
    """Return a zipped workbook with texts of its parts changed, and with further parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as copy:
        for name, text in {name: archive.read(name).decode() for name in archive.namelist()}.items():
            for before, after in changes.items():
                text = text.replace(before, after)
            copy.writestr(name, text)
        for name, text in (more or {}).items():
            copy.writestr(name, text)
    return out.getvalue()


def _listed(sheets: dict[str, list[list[object]]]) -> bytes:
    """Write the text into the workbook's list of texts, as Excel does."""
    office, main = "http://schemas.openxmlformats.org", "spreadsheetml/2006/main"
    text = '<si><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
    link = f'<Relationship Id="rId99" Type="{office}/officeDocument/2006/relationships/sharedStrings" '
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    changes = {
        't="inlineStr"><is><t>121</t></is>': 't="s"><v>1</v>',
        "</Relationships>": f'{link}Target="sharedStrings.xml"/></Relationships>',
        "</Types>": f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>',
    }
    listed = f'<sst xmlns="{office}/{main}" count="2" uniqueCount="2"><si><t>x</t></si>{text}</sst>'
    return _parts(to_xlsx(sheets), changes, {"xl/sharedStrings.xml": listed})


def _in_the_cell(sheets: dict[str, list[list[object]]]) -> bytes:
    made = load_workbook(io.BytesIO(to_xlsx(sheets)))
    for cell in (cell for row in made.active for cell in row if cell.value == "121"):
        cell.value = CellRichText("12", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _of_libre_office(sheets: dict[str, list[list[object]]]) -> bytes:
    space = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    look = '<style:text-properties style:text-position="super 58%"/>'
    styles = f'<style:style {space} style:name="T1">{look}</style:style>'
    changes = {
        "<office:body>": f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>",
        "<text:p>121</text:p>": '<text:p>12<text:span text:style-name="T1">1</text:span></text:p>',
    }
    return _parts(to_ods(sheets), changes)


def _old(sheets: dict[str, list[list[object]]]) -> bytes:
    return to_xls(sheets, raised=[(2, 2)])


@pytest.mark.parametrize("write", [_listed, _in_the_cell, _of_libre_office, _old])
def test_a_mark_above_the_line_is_no_digit(write):
    rows = [TITLE, HEAD, *([at + 1, name, 5, 900] for at, name in enumerate(NAMES))]
    rows[2][2] = "121"
    plain = check(to_xlsx({"S": rows}))
    assert plain.totals == {"teams": 121 + 20, "households": 4500}
    checked = check(write({"S": rows}))
    assert checked.totals == {"teams": 20, "households": 4500} and not checked.publishable
    wrong = [(problem.kind, problem.row, problem.column, problem.value) for problem in checked.errors]
    assert wrong == [("not_number", 3, "C", "12 (1)")]


def test_a_text_that_stands_above_the_line_altogether_has_no_marks():
    assert with_marks([("121", True)]) == "121" and with_marks([("12", False), (" 1", True)]) == "12 (1)"
