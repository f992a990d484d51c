"""A register of many villages is read in the time and memory that one of 90,000 may take, with progress."""

import time
import tracemalloc

from data.intake import report
from tests.benchmarks import register

ROWS = 6_000
SECONDS = 60 * ROWS / register.ROWS
BYTES = 2**30 * ROWS / register.ROWS


def test_many_villages(tmp_path, monkeypatch):
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path / "var"))
    file = tmp_path / "register.xlsx"
    sums = register.write(file, rows=ROWS)
    told = []
    report.check(file.read_bytes(), name="x")  # the register of units is read once, not once a report
    begun = time.monotonic()
    tracemalloc.start()
    try:
        checked = report.check(file.read_bytes(), name="x", progress=told.append)
        assert tracemalloc.get_traced_memory()[1] < BYTES
    finally:
        tracemalloc.stop()
    assert time.monotonic() - begun < 5 * SECONDS  # tracing alone slows it several times
    assert {name: checked.totals[name] for name in sums} == sums
    assert len(checked.records) == ROWS and not checked.questions and checked.province is None
    assert len(told) > 5 and told == sorted(told)
