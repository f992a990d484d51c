"""The kinds of report: by commune, district, province and village, registers of members, village sheets, our form."""

import io
from datetime import date

import openpyxl
import pytest

from data.catalogue.current import catalogue
from data.intake import report, template
from data.intake.result import Checked
from data.units.register import units
from tests.fixtures import reading
from tests.fixtures.formats import to_xlsx


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def read(rows, *, sheet: str = "Sheet1", structure: str = "2024", province: str | None = "Tỉnh Bắc Kạn") -> Checked:
    day = date(2023, 6, 30) if structure == "2024" else date(2026, 3, 31)
    sheets = rows if isinstance(rows, dict) else {sheet: rows}
    return report.check(to_xlsx(sheets), name="x.xlsx", structure=structure, province=province, as_of=day)


def said(checked: Checked) -> list[tuple]:
    """Return (commune, village, counts) of every record."""
    return [(record.unit.name, record.village, dict(record.counts)) for record in checked.records]


HEAD = ["STT", "Đơn vị", "Số tổ", "Số hộ"]
TWO = [[1, "Xã Bằng Vân", 5, 50], [2, "Xã Cốc Đán", 6, 60]]
READ_TWO = [("Xã Bằng Vân", None, {"teams": 5, "households": 50}), ("Xã Cốc Đán", None, {"teams": 6, "households": 60})]


@pytest.mark.parametrize(
    "heading",
    [
        "Tên xã, thị trấn",
        "Xã",
        "Danh sách xã, phường",
        "Đơn vị (xã, phường, thị trấn)",
        "Nội dung",
        None,
        "UBND xã",
        "Địa bàn",
        "Cấp xã",
        "Huyện/xã",
        "TÊN ĐƠN VỊ HÀNH CHÍNH CẤP XÃ",
    ],
)
def test_names_under_any_heading(heading):
    checked = read([["STT", heading, "Số tổ", "Số hộ"], *TWO])
    assert (said(checked), checked.kind, checked.questions) == (READ_TWO, "communes", ())


def test_names_need_not_come_first():
    assert said(read([["Số tổ", "Xã", "Số hộ"], [5, "Bằng Vân", 50], [6, "Cốc Đán", 60]])) == READ_TWO


def test_tables_side_by_side():
    head = ["STT", "Xã", "Số tổ"]
    checked = read([head * 2, [1, "Bằng Vân", 5, 3, "TT Nà Phặc", 7], [2, "Cốc Đán", 6, 4, "Thượng Ân", 8]])
    assert {unit: counts["teams"] for unit, _, counts in said(checked)} == {
        "Xã Bằng Vân": 5,
        "Xã Cốc Đán": 6,
        "Thị trấn Nà Phặc": 7,
        "Xã Thượng Ân": 8,
    }


def test_tables_under_each_other_lie_in_their_own_district():
    head = ["STT", "Xã", "Số tổ"]
    rows = [
        ["Huyện Chợ Đồn"],
        head,
        [1, "Tân Lập", 5],
        ["", "Cộng", 5],
        [],
        ["Huyện Chợ Mới"],
        head,
        [1, "Tân Sơn", 6],
        ["", "Cộng", 6],
    ]
    checked = read(rows)
    assert [(record.unit.name, record.unit.district) for record in checked.records] == [
        ("Xã Tân Lập", "064"),
        ("Xã Tân Sơn", "065"),
    ]
    assert checked.publishable


@pytest.mark.parametrize("label", ["Xã Cốc Đán, huyện Ngân Sơn", "Xã Cốc Đán - Huyện Ngân Sơn", "Cốc Đán (Ngân Sơn)"])
def test_district_behind_the_name(label):
    assert said(read([HEAD, TWO[0], [2, label, 6, 60]])) == READ_TWO


def test_kind_in_its_own_column():
    checked = read([["STT", "Loại", "Tên", "Số tổ"], [1, "Xã", "Bằng Vân", 5], [2, "Thị trấn", "Nà Phặc", 6]])
    assert [unit for unit, _, _ in said(checked)] == ["Xã Bằng Vân", "Thị trấn Nà Phặc"]


def test_targets_are_named_and_not_read():
    rows = [
        ["STT", "Xã", "Số hộ được đào tạo KNS", None, None],
        [None, None, "Kế hoạch", "Thực hiện", "Tỷ lệ"],
        [1, "Bằng Vân", 50, 60, "120%"],
    ]
    checked = read(rows)
    assert checked.totals == {"households_trained": 60}
    assert "target_column" in [problem.kind for problem in checked.problems]


@pytest.mark.parametrize("years", [["Năm 2022", "Năm 2023"], [2022, 2023]])
def test_two_years_of_one_count_are_asked_about(years):
    checked = read([["STT", "Xã", "Số tổ", None], [None, None, *years], [1, "Bằng Vân", 5, 6]])
    assert checked.totals == {} and [question.why for question in checked.questions] == ["column_clash"] * 2
    wanted = dict(zip([question.id for question in checked.questions], ["ignore", "teams"], strict=True))
    again = report.check(
        to_xlsx({"x": [["STT", "Xã", "Số tổ", None], [None, None, *years], [1, "Bằng Vân", 5, 6]]}),
        name="x",
        structure="2024",
        province="06",
        as_of=date(2023, 6, 30),
        answers=wanted,
    )
    assert again.totals == {"teams": 6} and not again.questions


def test_districts_alone():
    checked = read([["STT", "Huyện", "Số tổ"], [1, "Ngân Sơn", 5], [2, "TP Bắc Kạn", 6], ["", "Tổng", 11]])
    assert checked.kind == "districts" and [record.level for record in checked.records] == ["district"] * 2
    assert checked.publishable and checked.totals == {"teams": 11}


def test_provinces():
    rows = [["STT", "Tỉnh/thành phố", "Số tổ"], [1, "Bắc Kạn", 5], [2, "TP. Hồ Chí Minh", 6], ["", "Cả nước", 11]]
    checked = read(rows, province=None)
    assert [record.unit.code for record in checked.records] == ["06", "79"] and checked.kind == "provinces"


VILLAGES = {
    "title": [["UBND XÃ BẰNG VÂN"], ["STT", "Tên thôn", "Số hộ"], [1, "Khu Chợ", 100], [2, "Thôn Cốc Lải", 80]],
    "groups": [["TT", "Thôn/TDP", "Số hộ"], ["I", "Xã Bằng Vân", 180], [1, "Khu Chợ", 100], [2, "Thôn Cốc Lải", 80]],
    "levels": [
        ["TT", "Đơn vị", "Số hộ"],
        ["A", "HUYỆN NGÂN SƠN", 180],
        ["I", "Xã Bằng Vân", 180],
        [1, "Thôn Khu Chợ", 100],
        [2, "Thôn Cốc Lải", 80],
        ["", "Tổng cộng", 180],
    ],
    "filled down": [["STT", "Xã", "Thôn", "Số hộ"], [1, "Bằng Vân", "Khu Chợ", 100], [2, None, "Thôn Cốc Lải", 80]],
}


@pytest.mark.parametrize("layout", VILLAGES)
def test_villages(layout):
    checked = read(VILLAGES[layout])
    assert checked.kind == "villages" and checked.publishable
    assert [(unit, village.removeprefix("Thôn "), counts["households"]) for unit, village, counts in said(checked)] == [
        ("Xã Bằng Vân", "Khu Chợ", 100),
        ("Xã Bằng Vân", "Cốc Lải", 80),
    ]
    assert not [problem for problem in checked.problems if problem.kind in ("group_total", "sheet_total")]


def test_a_village_belongs_to_its_commune():
    rows = [
        ["TT", "Xã", "Thôn", "Số hộ"],
        [1, "Bằng Vân", "Thôn 1", 10],
        [2, "Cốc Đán", "Thôn 1", 20],
        [3, "Cốc Đán", "Thôn 01", 30],
    ]
    checked = read(rows)
    assert [unit for unit, village, _ in said(checked) if village == "Thôn 1"] == ["Xã Bằng Vân", "Xã Cốc Đán"]
    assert [(problem.kind, problem.row) for problem in checked.errors] == [("village_twice", 4)]


REGISTERS = {
    "column": [
        ["UBND xã Bằng Vân"],
        ["STT", "Thôn", "Họ và tên", "Năm sinh", "Nhiệm vụ"],
        [1, "Khu Chợ", "Lý A", 1980, "Tổ trưởng"],
        [2, None, "Lý B", 1990, "Thành viên"],
        [3, "Cốc Lải", "Hà C", 1970, "Tổ trưởng"],
    ],
    "groups": [
        ["UBND xã Bằng Vân"],
        ["STT", "Họ và tên", "Năm sinh", "Chức vụ"],
        ["Thôn Khu Chợ"],
        [1, "Lý A", 1980, "Trưởng thôn"],
        [2, "Lý B", 1990, None],
        ["Thôn Cốc Lải"],
        [1, "Hà C", 1970, None],
    ],
    "teams above": [
        ["Xã Bằng Vân, huyện Ngân Sơn"],
        ["TT", "Họ và tên", "Năm sinh", "SĐT"],
        ["I", "Tổ CNSCĐ thôn Khu Chợ"],
        [1, "Lý A", 1980, "0912"],
        [2, "Lý B", 1990, "0913"],
        ["II", "Tổ CNSCĐ thôn Cốc Lải"],
        [1, "Hà C", 1970, "0914"],
    ],
    "team column": [
        ["TT", "Tên tổ", "Họ và tên", "Ngày sinh", "Xã"],
        [1, "Tổ CNSCĐ thôn Khu Chợ", "Lý A", "12/3/1980", "Bằng Vân"],
        [2, "Tổ CNSCĐ thôn Khu Chợ", "Lý B", "1990", "Bằng Vân"],
        [3, "Tổ CNSCĐ thôn Cốc Lải", "Hà C", 1970, "Bằng Vân"],
    ],
}


@pytest.mark.parametrize("layout", REGISTERS)
def test_registers(layout):
    checked = read(REGISTERS[layout])
    assert checked.kind == "register" and checked.publishable
    assert [(unit, village.removeprefix("Thôn "), counts["members"]) for unit, village, counts in said(checked)] == [
        ("Xã Bằng Vân", "Khu Chợ", 2),
        ("Xã Bằng Vân", "Cốc Lải", 1),
    ]
    people = [person for record in checked.records for person in record.people]
    assert [(person.name, person.birth_year) for person in people] == [("Lý A", 1980), ("Lý B", 1990), ("Hà C", 1970)]


@pytest.mark.parametrize(
    ("ticks", "trained"),
    [(["x", None, "X"], 2), ([None, None, None], None), (["x", "?", "x"], None), (["đã", "chưa", "có"], 2)],
)
def test_a_blank_tick_means_no_only_beside_ticks(ticks, trained):
    people = [[at, "Khu Chợ", f"Lý {at}", 1980 + at, tick] for at, tick in enumerate(ticks)]
    checked = read([["Xã Bằng Vân"], ["STT", "Thôn", "Họ và tên", "Năm sinh", "Đã tập huấn"], *people])
    assert checked.records[0].counts == {"members": 3, "members_trained": trained}


VALUES = [412, 1633, 9, 14, 38, 51, 402, None, 388, 988, 1590, 8, 124, 0]


def _sheet(head, rows):
    return {"Phiếu": [*head, *rows]}


PLAIN = [["Mã", "Chỉ tiêu", "ĐVT", "Giá trị", "Ghi chú"]] + [
    [f"CT{at:02d}", "…", "hộ", value, None] for at, value in enumerate(VALUES, 1)
]
OTHER = [["STT", "Nội dung", "Mã chỉ tiêu", "Kỳ trước", "Số liệu"]] + [
    [at, "…", f"CT {at}", 99, "" if value is None else f"{value:,}".replace(",", ".")]
    for at, value in enumerate(VALUES, 1)
]

BACK = OTHER[:1] + OTHER[:0:-1]


@pytest.mark.parametrize(
    "sheet",
    [
        _sheet([["PHIẾU BÁO CÁO SỐ LIỆU THÔN"], ["Quý I/2026"], ["Thôn:", "Phú Túc"], ["Xã:", "Phủ Thông"]], PLAIN),
        _sheet([["UBND xã Phủ Thông"], ["Thôn Phú Túc - Quý I năm 2026"]], OTHER),
        _sheet([["Tên thôn: Phú Túc"], ["Thuộc xã: Xã Phủ Thông"], ["Kỳ: quý 1 năm 2026"], ["Hạn: 25/3/2026"]], BACK),
        _sheet([["Thôn: Phú Túc"], ["Xã: Phủ Thông, tỉnh Thái Nguyên"], ["Quý I/2026"]], PLAIN),
    ],
)
def test_village_sheets(sheet):
    checked = read(sheet, structure="2025-07", province="Tỉnh Thái Nguyên")
    assert (checked.kind, checked.period) == ("village_sheet", "2026-Q1")
    assert [row["value"] for row in checked.to_json(rows=True)["rows"]] == VALUES
    [(unit, village, _)] = said(checked)
    assert (unit, village.removeprefix("Thôn ")) == ("Xã Phủ Thông", "Phú Túc")
    assert checked.records[0].counts == {
        "households": 412,
        "households_poor": 9,
        "households_near_poor": 14,
        "members_village": 8,
        "people_guided": 124,
    }


def test_a_village_sheet_without_headings_is_not_guessed():
    checked = read(_sheet([["Thôn Phú Túc"], ["Quý I/2026"]], OTHER[1:]), structure="2025-07", province="19")
    assert {row["value"] for row in checked.to_json(rows=True)["rows"]} == {None}
    assert [problem.kind for problem in checked.errors] == ["value_column"]


def test_village_sheets_of_several_villages():
    first = _sheet([["Quý I/2026"], ["Thôn: Phú Túc"], ["Xã: Phủ Thông"]], PLAIN)["Phiếu"]
    other = _sheet([["Quý I/2026"], ["Thôn: Nà Mò"], ["Xã: Phủ Thông"]], PLAIN)["Phiếu"]
    again = [[*row] for row in other]
    again[-1][3] = 3  # CT14, which feeds no indicator
    again[4][3] = 500
    checked = read({"1": first, "2": other, "3": again}, structure="2025-07", province="Tỉnh Thái Nguyên")
    assert [village for _, village, _ in said(checked)] == ["Phú Túc", "Nà Mò"]
    assert [(problem.kind, problem.sheet, problem.indicator) for problem in checked.errors] == [
        ("duplicate", "3", "households"),
    ]


def test_the_commune_of_a_village_sheet_is_answered():
    rows = _sheet([["Quý I/2026"], ["Thôn: Phú Túc"]], PLAIN)
    [question] = read(rows, structure="2025-07", province="19").questions
    code = next(iter(units("2025-07", "commune").index))

    def answered(answer):
        return report.check(to_xlsx(rows), name="x", structure="2025-07", answers={question.id: answer}, province="19")

    assert [record.unit.code for record in answered(code).records] == [code]
    assert not answered("leave_out").questions and not answered("leave_out").records
    assert [one.id for one in answered("99999").questions] == [question.id]


def test_village_sheets_side_by_side_in_one_list():
    head = ["STT", "Xã", "Thôn"] + [f"CT{at:02d}" for at in range(1, 15)]
    checked = read([head, [1, "Xã Phủ Thông", "Thôn 1", *VALUES]], structure="2025-07", province="Tỉnh Thái Nguyên")
    assert checked.records[0].counts["members_village"] == 8


@pytest.mark.parametrize(("structure", "province"), [("2024", "20"), ("2025-07", "20"), ("2024", "79")])
def test_our_own_form_comes_back_whole(structure, province):
    book = openpyxl.load_workbook(io.BytesIO(template.workbook(structure, province, indicators=catalogue().codes)))
    sheet = book.active
    for row in range(6, sheet.max_row + 1):
        for at, name in enumerate(catalogue().codes):
            count = row * 100 + at
            sheet.cell(row, 5 + at, count / 1000 if name in catalogue().scores else count)
    out = io.BytesIO()
    book.save(out)
    checked = report.check(out.getvalue(), name="x", structure=structure, as_of=date(2025, 3, 31))
    communes = units(structure, "commune")
    codes = list(communes.index[communes["province"] == province])
    assert [record.unit.code for record in checked.records] == codes and not checked.questions
    assert checked.kind == "template" and checked.province.code == province
    counts = {name: 600 + at for at, name in enumerate(catalogue().codes)}
    scores = {name: round(counts[name] / 10) for name in catalogue().scores}
    assert checked.records[0].counts == counts | scores


def test_an_empty_form_says_nothing():
    checked = report.check(template.workbook("2024", "20"), name="x", structure="2024", as_of=date(2025, 3, 31))
    assert checked.totals == {} and all(set(record.counts.values()) == {None} for record in checked.records)


def test_texts_of_the_form_are_no_formulas():
    for text in ("=1+1", "+x", "-x", "@SUM", "\tx", "|cmd"):
        assert template.safe(text).startswith("'")
    assert template.safe("Xã Bằng Vân") == "Xã Bằng Vân"
