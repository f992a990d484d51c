"""A register of many villages is read in the time that one of 90,000 may take, with progress.

`make bench` measures 90,000 villages, and the memory.
"""

import time

from data.intake import report, standing
from tests.benchmarks import register

ROWS = 4_000
SECONDS = 60 * ROWS / register.ROWS


def test_many_villages(tmp_path, monkeypatch):
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path / "var"))
    file = tmp_path / "register.xlsx"
    sums = register.write(file, rows=ROWS)
    told = []
    standing.find_province("01", "2024")  # the register of units is read once, not once a report
    begun = time.process_time()
    checked = report.check(file.read_bytes(), name="x", progress=told.append)
    assert time.process_time() - begun < 3 * SECONDS  # names of units are indexed once, which weighs more here
    assert {name: checked.totals[name] for name in sums} == sums
    assert len(checked.records) == ROWS and not checked.questions and checked.province is None
    assert len(told) > 5 and told == sorted(told)
