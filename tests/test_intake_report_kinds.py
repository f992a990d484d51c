"""The registry of report kinds: one record makes a kind known to the reading, its checks, its draft and its words."""

from datetime import date

import pytest

from data.i18n import say
from data.intake import drafting, report, report_kinds
from data.intake.figures import Record
from data.intake.problems import Problem
from data.intake.report_kinds import ReportKind, Rows
from data.intake.result import Checked
from tests.fixtures import reading
from tests.fixtures.formats import to_xlsx

ROWS = [
    ["STT", "Điểm hỗ trợ đặt tại xã", "Số tổ CNSCĐ"],
    [1, "Xã Bằng Vân", 3],
    [2, "Xã Cốc Đán", 4],
    [3, "Xã Trung Hòa", 5],
]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Keep remembered answers of the machine out, and parse in this process."""
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    reading.use(monkeypatch)


def _read() -> Checked:
    content = to_xlsx({"Sheet1": ROWS})
    return report.check(content, name="b.xlsx", structure="2024", province="Tỉnh Bắc Kạn", as_of=date(2023, 6, 30))


def _doubled(read: report_kinds.Read, as_of: date) -> tuple[list[Record], list[Problem]]:
    """Read the kind's figures: its offices count every team twice."""
    records, problems = report_kinds.records_of_figures(read, as_of)
    for record in records:
        record.counts = {name: count and count // 2 for name, count in record.counts.items()}
    return records, [*problems, *(Problem("no_rows") for _ in range(len(read)))]


def test_a_kind_is_added_by_one_record(monkeypatch):
    before = _read()
    points = ReportKind(
        "points",
        Rows(
            "commune",
            lambda *given: report_kinds.rows_of_units("commune", *given),
            report_kinds.place_by_name,
            _doubled,
            is_one=lambda block, columns, frame: any("Điểm hỗ trợ" in heading for heading in block.headings),
        ),
    )
    monkeypatch.setattr(report_kinds, "KINDS", (points, *report_kinds.KINDS))
    after = _read()
    assert (before.kind, after.kind) == ("communes", "points")
    assert [record.counts["teams"] for record in before.records] == [3, 4, 5]
    assert [record.counts["teams"] for record in after.records] == [1, 2, 2]
    assert "no_rows" in {problem.kind for problem in after.problems}
    assert after.to_json()["kind"] == "points" and drafting.rows(after)["teams"].tolist() == [1, 2, 2]


@pytest.mark.parametrize("kind", report_kinds.KINDS, ids=lambda kind: kind.name)
def test_each_kind_has_its_words_and_something_that_tells_it(kind):
    assert say(kind.words, "vi") and say(kind.words, "en")
    assert kind.rows or kind.of_report or kind.whole
    assert report_kinds.named(kind.name) is kind


def test_names_of_kinds_are_different():
    names = [kind.name for kind in report_kinds.KINDS]
    assert len(set(names)) == len(names)
