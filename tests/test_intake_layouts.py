"""Reports laid out in every way that the generator knows: nothing lost, nothing invented, no wrong match."""

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.intake import report
from data.intake.result import Checked
from data.units.register import unit
from tests.fixtures import formats, reading, reports, village_reports

DATES = {"2024": date(2023, 6, 30), "2025-07": date(2026, 6, 30)}
LAYOUTS = st.fixed_dictionaries({name: st.sampled_from(choices) for name, choices in reports.CHOICES.items()})
ACCOUNTED = {"data", "group", "total", "heading", "numbers", "other", "blank"}


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out of these tests."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))


@pytest.fixture
def in_process(monkeypatch):
    reading.use(monkeypatch)


def check(made: reports.Made, content: bytes | None = None, *, province: bool = True) -> Checked:
    return report.check(
        content or made.content,
        name="bao-cao.xlsx",
        structure=made.structure,
        as_of=DATES[made.structure],
        province=made.province if province else None,
    )


def assert_faithful(made: reports.Made, checked: Checked) -> None:
    """Hold the reading against what was written: each commune read to the unit, or asked about."""
    read = {record.unit.code: dict(record.counts) for record in checked.records}
    asked = [question for question in checked.questions if question.kind == "unit"]
    assert read.keys() <= made.expected.keys(), "a unit that the report does not hold"
    for code, counts in read.items():
        # a column of a sheet in which no row has a number may be left unread: missing either way
        expected = made.expected[code].items()
        assert counts == {name: told for name, told in expected if told is not None or name in counts}
    assert len(read) + sum(len(question.rows) for question in asked) == len(made.expected), "a row was lost"
    for question in asked:  # only a name that several units of the province bear, or bore on the day, is asked about
        before = any(candidate.why == "units.why.former" for candidate in question.candidates)
        assert (question.why == "same_name" or before) and len(question.candidates) > 1
    wanted = [sum(counts[name] or 0 for counts in read.values()) for name in checked.totals]
    assert list(checked.totals.values()) == wanted
    assert {question.text for question in checked.questions if question.kind == "column"} == set(made.unknown)
    assert not checked.errors
    totals = [problem for problem in checked.problems if problem.kind in ("sheet_total", "group_total")]
    assert len(totals) == made.wrong_totals


def assert_accounted(checked: Checked) -> None:
    """Every row below a heading has a role, and every row of data a unit or a question."""
    for at, table in enumerate(checked.tables):
        assert [row.row for row in table.body] == list(range(table.block.start + 1, table.block.end + 1))
        assert {row.role for row in table.body} <= ACCOUNTED
        data = [row.row for row in table.body if row.role == "data"]
        assert [item.row.row for item in checked.placed[at]] == data
        assert all((item.unit is None) != (item.question is None) for item in checked.placed[at])


@pytest.mark.slow
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(layout=LAYOUTS, seed=st.integers(0, 2**32))
def test_any_layout_is_read_or_asked(in_process, layout, seed):
    made = reports.make(random.Random(seed), **layout)
    checked = check(made)
    assert_faithful(made, checked)
    assert_accounted(checked)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(layout=LAYOUTS, seed=st.integers(0, 2**32))
def test_province_is_found_in_the_file(in_process, layout, seed):
    made = reports.make(random.Random(seed), **(layout | {"whole_province": True}))
    checked = check(made, province=False)
    assert checked.province is not None and checked.province.code == made.province
    assert_faithful(made, checked)


def test_a_name_that_several_living_communes_bear_is_asked_though_a_former_one_bore_it(in_process):
    """Tiền Giang has a Phường 1 in each of its towns, and one more went into another in 2024."""
    rows = [["Số liệu đến ngày 30/6/2024"], ["TT", "Đơn vị", "Tổng số hộ"], [1, "Phường 1", 500], [2, "Phường 6", 700]]
    found = report.check(formats.to_xlsx({"Biểu": rows}), name="x.xlsx", structure="2024", province="Tỉnh Tiền Giang")
    assert {record.unit.name for record in found.records} <= {"Phường 6"}
    assert "Phường 1" in [question.text for question in found.questions if question.kind == "unit"]


def _of(choices: dict) -> st.SearchStrategy:
    return st.fixed_dictionaries({name: st.sampled_from(values) for name, values in choices.items()})


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(layout=_of(village_reports.CHOICES), seed=st.integers(0, 2**32))
def test_summaries_by_village(in_process, layout, seed):
    assert_villages(village_reports.make_villages(random.Random(seed), **layout), kind="villages")


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(layout=_of(village_reports.REGISTER_CHOICES), seed=st.integers(0, 2**32))
def test_registers_of_members(in_process, layout, seed):
    assert_villages(village_reports.make_register(random.Random(seed), **layout), kind="register")


def assert_villages(made: village_reports.Made, *, kind: str) -> None:
    checked = report.check(made.content, name="x.xlsx", structure="2024", province=made.province, as_of=DATES["2024"])
    read = {(record.unit.code, record.village): dict(record.counts) for record in checked.records}
    assert read == {key: made.expected[key] for key in read}
    asked = {question.text for question in checked.questions if question.kind == "unit"}  # another commune bears it too
    assert {unit("2024", code).name for code, _ in made.expected.keys() - read.keys()} <= asked
    assert (checked.kind, len(checked.questions), checked.problems) == (kind, len(asked), ())
    assert_accounted(checked)


@pytest.mark.parametrize("form", ["xls", "ods", "html", "tcvn3", "vni"])
@pytest.mark.parametrize("seed", range(4))
def test_other_workbooks_hold_the_same(in_process, form, seed):
    made = reports.make(random.Random(seed), sum_as="value", fill="repeat")
    sheets = formats.rows_of(made.content)
    content = {
        "xls": formats.to_xls,
        "ods": formats.to_ods,
        "html": formats.to_html,
        "tcvn3": lambda cells: formats.to_xlsx(formats.in_font(cells, "tcvn3")),
        "vni": lambda cells: formats.to_xlsx(formats.in_font(cells, "vni")),
    }[form](sheets)
    assert_faithful(made, check(made, content))


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [
        (",", "utf-8"),
        (";", "utf-8-sig"),
        ("\t", "utf-16"),
        ("\t", "utf-16-le"),
        (",", "cp1258"),
        ("|", "utf-8"),
        (";", "tcvn3"),
        (";", "vni"),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_text_files_hold_the_same(in_process, separator, encoding, seed):
    made = reports.make(random.Random(seed), sum_as="value", fill="repeat", places="column", structure="2024")
    content = formats.to_csv(formats.rows_of(made.content), separator=separator, encoding=encoding)
    assert_faithful(made, check(made, content))


def test_through_the_child_process():
    made = reports.make(random.Random(11), places="sheets", structure="2024", spelling="exact")
    told = []
    checked = report.check(
        made.content, name="x.xlsx", structure="2024", as_of=DATES["2024"], province=made.province, progress=told.append
    )
    assert_faithful(made, checked)
    assert told == sorted(told) and told[-1] == 1.0
