"""Each check finds its fault, says where it stands, and leaves everything else alone."""

import io
from datetime import date
from typing import get_args

import openpyxl
import pytest

from data.i18n import dictionary
from data.i18n.intake import WORDS
from data.intake import checks, report
from data.intake.figures import Record
from data.intake.origin import Cell
from data.intake.problems import ERRORS, Kind
from data.intake.result import Checked
from data.units.register import unit
from tests.fixtures import reading
from tests.fixtures.formats import to_xlsx


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


HEAD = ["STT", "Đơn vị", "Số hộ", "Hộ nghèo", "Hộ cận nghèo", "Số hộ có ĐTTM", "Số thành viên", "Số TV được tập huấn"]
GOOD = ["Xã Bằng Vân", 100, 10, 20, 60, 9, 5]


def read(*rows, structure: str = "2024", as_of: date = date(2023, 6, 30), head=HEAD, **more) -> Checked:
    table = [head, *([at, *row] for at, row in enumerate(rows, 1))]
    return report.check(to_xlsx({"S": table}), name="x", structure=structure, province="06", as_of=as_of, **more)


def told(checked: Checked) -> list[tuple]:
    """Return (kind, row, column, value) of the problems, but for the communes that the small tables leave out."""
    skipped = ("missing_units", "mostly_missing")
    return [(p.kind, p.row, p.column, p.value) for p in checked.problems if p.kind not in skipped]


def changed(**cells) -> list:
    return [cells.get(name, value) for name, value in zip("bcdefgh", GOOD, strict=True)]


def test_a_good_row_is_silent():
    assert told(read(GOOD)) == [] and read(GOOD).publishable


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"c": "abc"}, ("not_number", 2, "C", "abc")),
        ({"c": 100.5}, ("fraction", 2, "C", "100.5")),
        ({"d": "9,5%"}, ("share_in_count", 2, "D", "9,5%")),
        ({"c": "#REF!"}, ("error_cell", 2, "C", "#REF!")),
        ({"c": -3}, ("negative", 2, "C", "-3")),
        ({"d": 101, "e": None}, ("part_above_whole", 2, "D", "101")),
        ({"d": 90}, ("part_above_whole", 2, "E", "20")),
        ({"f": 120}, ("part_above_whole", 2, "F", "120")),
        ({"h": 10}, ("above_base", 2, "H", "10")),
        ({"c": "hơn 100"}, ("qualifier", 2, "C", "hơn 100")),
        ({"c": "không"}, ("unclear_mark", 2, "C", "không")),
    ],
)
def test_one_fault_in_one_cell(cells, problem):
    checked = read(changed(**cells))
    assert told(checked) == [problem]
    assert checked.publishable == (problem[0] not in ERRORS)


def test_a_lost_thousands_mark_is_suggested():
    [problem] = read(changed(c=1.676, d=None, e=None, f=None)).errors
    assert "1676" in problem.message() and "1676" in problem.message("en")


def test_the_same_unit_twice():
    assert told(read(GOOD, changed(b="xã bằng vân "))) == [("duplicate", 3, "A", "Xã Bằng Vân")]


def test_a_wrong_total_is_told_and_not_adopted():
    checked = read(GOOD, changed(b="Xã Cốc Đán"), ["Tổng cộng", 240, 20, 40, 120, 18, 10])
    assert told(checked) == [("sheet_total", 4, "C", "240")]
    assert checked.totals["households"] == 200 and checked.publishable
    assert "+40" in checked.problems[0].message()


def test_totals_of_groups_and_of_the_whole():
    rows = [
        ["Huyện Ngân Sơn", 200],
        ["Xã Bằng Vân", 100],
        ["Xã Cốc Đán", 100],
        ["Huyện Ba Bể", 51],
        ["Xã Bành Trạch", 50],
        ["Cộng", 250],
    ]
    checked = read(*rows, head=["STT", "Đơn vị", "Số hộ"])
    assert told(checked) == [("group_total", 5, "C", "51")]


def test_a_summary_by_district_against_the_communes():
    sheets = {
        "Tổng hợp": [["STT", "Huyện", "Số hộ"], [1, "Ngân Sơn", 150], [2, "Ba Bể", 50]],
        "Ngân Sơn": [["STT", "Xã", "Số hộ"], [1, "Bằng Vân", 100], [2, "Cốc Đán", 40]],
        "Ba Bể": [["STT", "Xã", "Số hộ"], [1, "Bành Trạch", 50]],
    }
    checked = report.check(to_xlsx(sheets), name="x", structure="2024", province="06", as_of=date(2023, 6, 30))
    assert told(checked) == [("summary_differs", 2, "C", "150")] and checked.totals == {"households": 190}


def test_levels_that_do_not_add_up():
    head = ["STT", "Xã", "Tổng số tổ CNSCĐ", "Số tổ cấp xã", "Số tổ cấp thôn"]
    assert told(read(["Bằng Vân", 12, 1, 11], ["Cốc Đán", 12, 1, 10], head=head)) == [("sums_of_levels", 3, "C", "12")]


@pytest.mark.parametrize(
    ("structure", "day", "fits"),
    [("2024", date(2025, 6, 30), True), ("2024", date(2025, 7, 1), False)],
)
def test_a_date_that_does_not_fit_the_structure(structure, day, fits):
    kinds = [kind for kind, *_ in told(read(GOOD, structure=structure, as_of=day))]
    assert kinds == ([] if fits else ["date_structure"])


@pytest.mark.parametrize(
    ("title", "differs"),
    [
        ("Thời điểm: 31/3/2022", True),
        ("Thời điểm: 30/6/2023", False),
        ("Quý II năm 2023", False),
        ("Quý I năm 2023", True),
        ("(Kèm theo Quyết định ngày 12/5/2022)", False),
    ],
)
def test_a_date_that_the_file_gainsays(title, differs):
    content = to_xlsx({"S": [[title], HEAD, [1, *GOOD]]})
    checked = report.check(content, name="x", structure="2024", province="06", as_of=date(2023, 6, 30))
    assert ("date_differs" in [problem.kind for problem in checked.problems]) == differs


@pytest.mark.parametrize(
    ("text", "as_of", "period"),
    [
        ("Thời điểm: 31/3/2022", "2022-03-31", "2022-Q1"),
        ("Số liệu tính đến ngày 15 tháng 8 năm 2024", "2024-08-15", "2024-Q2"),
        ("Quý IV/2023", "2023-12-31", "2023-Q4"),
        ("6 tháng đầu năm 2024", "2024-06-30", "2024-Q2"),
        ("Tháng 9 năm 2023", "2023-09-30", "2023-Q3"),
        ("Năm 2022", "2022-12-31", "2022-Q4"),
    ],
)
def test_dates_found_in_titles(text, as_of, period):
    content = to_xlsx({"S": [[text], HEAD, [1, *GOOD]]})
    checked = report.check(content, name="x", province="06")
    assert (checked.as_of.isoformat(), checked.period, checked.structure) == (as_of, period, "2024")


def test_communes_that_are_missing_are_counted():
    names = [unit("2024", code).name for code in ("01936", "01939", "01942", "01945", "01948", "01951")]
    rows = [[at, name, 9] for at, name in enumerate(names, 1)]
    content = to_xlsx({"Huyện Ngân Sơn": [["STT", "Xã", "Số hộ"], *rows]})
    checked = report.check(content, name="x", structure="2024", province="06", as_of=date(2023, 6, 30))
    [problem] = [problem for problem in checked.problems if problem.kind == "missing_units"]
    assert problem.values["count"] == 4 and problem.values["place"] == "Huyện Ngân Sơn"


def _record(**counts) -> Record:
    at = Cell("S", 2, "A")
    return Record("commune", unit("2024", "01942"), at, counts, dict.fromkeys(counts, "C"))


@pytest.mark.parametrize(
    ("last", "now", "jumps"),
    [(100, 100, 0), (100, 199, 0), (100, 200, 1), (100, 50, 1), (100, 51, 0), (3, 9, 0), (0, 30, 1)],
)
def test_jumps_since_the_last_period(last, now, jumps):
    found = checks.jumps([_record(teams=now)], {("commune", "01942"): {"teams": last}})
    assert len(found) == jumps and all(problem.values["difference"] == now - last for problem in found)


def test_merged_counts_and_uncomputed_formulas():
    rows = [HEAD, [1, *GOOD], [2, *changed(b="Xã Cốc Đán", c=None)]]
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx({"S": rows})))
    book["S"].merge_cells("C2:C3")
    book["S"]["G2"] = "=4+5"
    out = io.BytesIO()
    book.save(out)
    checked = report.check(out.getvalue(), name="x", structure="2024", province="06", as_of=date(2023, 6, 30))
    assert sorted(told(checked)) == [("merged_count", 2, "C", "100"), ("uncomputed", 2, "G", "")]
    assert checked.records[0].counts["members"] is None


def test_hidden_rows_are_read_and_hidden_sheets_are_not():
    sheets = {"S": [HEAD, [1, *GOOD], [2, *changed(b="Xã Cốc Đán")]], "Cũ": [HEAD, [1, *changed(c=90)]]}
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(sheets)))
    book["S"].row_dimensions[3].hidden = True
    book["Cũ"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    checked = report.check(out.getvalue(), name="x", structure="2024", province="06", as_of=date(2023, 6, 30))
    assert sorted(kind for kind, *_ in told(checked)) == ["hidden_row", "hidden_sheet"]
    assert checked.totals["households"] == 200


def test_a_sheet_with_figures_that_is_not_read_is_named():
    sheets = {"S": [HEAD, [1, *GOOD]], "Lạ": [["một", 1], ["hai", 2], ["ba", 3]], "Chữ": [["Kính gửi"], ["Trân trọng"]]}
    checked = report.check(to_xlsx(sheets), name="x", structure="2024", province="06", as_of=date(2023, 6, 30))
    assert told(checked) == [("sheet_unread", None, None, None)] and checked.problems[0].sheet == "Lạ"


def test_every_problem_and_refusal_has_its_words():
    assert set(get_args(Kind)) >= ERRORS
    for kind in get_args(Kind):
        assert f"intake.problem.{kind}" in dictionary()
    for key, (vietnamese, english) in WORDS.items():
        assert vietnamese and english, key


def of_thai_binh(names: list[str], title: str = "TỔNG HỢP HUYỆN ĐÔNG HƯNG", day: date = date(2023, 6, 30)):
    rows = [[title], ["STT", "Xã", "Số tổ", "Số hộ"], *([at, name, at, 10 * at] for at, name in enumerate(names, 1))]
    rows[2][3] = None if len(names) == 4 else rows[2][3]  # of four communes the first has no households
    return report.check(to_xlsx({"Biểu": rows}), name="x.xlsx", structure="2024", province="Tỉnh Thái Bình", as_of=day)


def test_communes_merged_after_the_day_of_the_report_are_added():
    checked = of_thai_binh(["Xã Đông Xuân", "Xã Đông Quang", "Đông Động"])
    assert [(r.unit.name, dict(r.counts)) for r in checked.records] == [
        ("Xã Xuân Quang Động", {"teams": 6, "households": 60})
    ]  # fmt: skip
    assert checked.publishable and "units_added" in {problem.kind for problem in checked.problems}
    partly = of_thai_binh(["Xã Đông Xuân", "Xã Đông Quang", "Đông Động", "Xã Đông Hoàng"])
    assert partly.records[0].counts == {"teams": 6, "households": None}


def test_a_merged_commune_beside_its_parts_is_no_sum():
    checked = of_thai_binh(["Xã Đông Xuân", "Xã Xuân Quang Động"])
    assert "duplicate" in {problem.kind for problem in checked.problems} and not checked.publishable
    twice = of_thai_binh(["Xã Đông Xuân", "Xã Đông Xuân"])
    assert "duplicate" in {problem.kind for problem in twice.problems}


def test_names_of_communes_that_had_ended_are_asked_about():
    checked = of_thai_binh(["Xã Đông Xuân", "Xã Đông Hoàng"], day=date(2025, 3, 31))
    assert [question.text for question in checked.questions] == ["Xã Đông Xuân"]


def test_a_name_of_two_communes_of_its_day_is_asked_about():
    checked = of_thai_binh(["Xã Đông Quang"], title="TỔNG HỢP")
    assert [question.text for question in checked.questions] == ["Xã Đông Quang"]
