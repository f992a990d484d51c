"""Hostile files are refused within ten seconds with one line, and leave the store as it was."""

import hashlib
import subprocess
import sys
import time
from datetime import date

import pytest

from data.__main__ import main
from data.intake import report
from data.storage.errors import Refused
from tests.fixtures.hostile import HOSTILE, changed, workbook

SECONDS = 10


@pytest.mark.parametrize("name", HOSTILE)
def test_is_refused(name):
    content = HOSTILE[name]()
    begun = time.monotonic()
    with pytest.raises(Refused) as refusal:
        report.check(content, name=name, structure="2024")
    assert time.monotonic() - begun < SECONDS
    for lang in ("vi", "en"):
        text = refusal.value.text(lang)
        assert text and "\n" not in text and len(text) < 300


_MEASURED = """
import resource
import sys
from pathlib import Path
from data.storage.errors import Refused
from data.intake import report
for file in sorted(Path(sys.argv[1]).iterdir()):
    try:
        report.check(file.read_bytes(), name="x", structure="2024")
    except Refused:
        pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_memory_stays_below_the_limit(tmp_path):
    """The largest child that parsed a hostile file, in KiB; under a small parent, for a child begins with its size."""
    for at, made in enumerate(HOSTILE.values()):
        (tmp_path / f"{at:02}").write_bytes(made())
    told = subprocess.run([sys.executable, "-c", _MEASURED, str(tmp_path)], capture_output=True, text=True, check=True)
    assert 2**13 < int(told.stdout) < 2**20


@pytest.mark.parametrize("name", ["zip bomb", "far cell", "billion laughs", "truncated xlsx", "program"])
def test_commands_refuse_and_leave_the_store(name, small_store, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CNSCD_VAR", str(small_store.root.parent))
    file = tmp_path / "..%2f..%2fbao cao.xlsx"
    file.write_bytes(HOSTILE[name]())
    before = _sums(small_store.root)
    for command in ("check", "import"):
        assert main([command, str(file), "--structure", "2024"]) == 1
        captured = capsys.readouterr()
        assert captured.out == "" and captured.err.count("\n") == 1
    assert _sums(small_store.root) == before


def _sums(root) -> dict[str, str]:
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(root.rglob("*")) if p.is_file()}


def test_what_an_honest_workbook_may_hold_is_let_be():
    """A pasted office object, macros and pictures are ignored, not refused."""
    for part in ("xl/embeddings/Microsoft_Excel_Sheet1.xlsx", "xl/media/image1.png", "xl/vbaProject.bin"):
        content = workbook() if part.endswith(".xlsx") else b"\x89PNG\r\n\x1a\n" + b"\0" * 100
        checked = report.check(changed(part, content), name="x.xlsm", structure="2024", as_of=date(2023, 6, 30))
        assert [record.unit.name for record in checked.records] == ["Xã Bằng Vân"]
