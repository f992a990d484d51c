"""Hostile files are refused within ten seconds with one line, and leave the store as it was."""

import hashlib
import json
import subprocess
import sys
from datetime import date

import pytest

from data.__main__ import main
from data.intake import report
from tests.fixtures.hostile import HOSTILE, changed, workbook

SECONDS = 10


_READ_ALL = """
import json, resource, sys, time
from pathlib import Path
from data.intake import report
from data.storage.errors import Refused
said = {}
for name, file in json.load(sys.stdin).items():
    begun = time.monotonic()
    try:
        report.check(Path(file).read_bytes(), name=name, structure="2024")
        words = []
    except Refused as refusal:
        words = [refusal.text(lang) for lang in ("vi", "en")]
    said[name] = [time.monotonic() - begun, words]
print(json.dumps({"said": said, "largest": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}))
"""


@pytest.fixture(scope="module")
def read_all(tmp_path_factory):
    """Every hostile file, read once under a small parent, for a child begins with its parent's size.

    said: by name, seconds and the refusal in both languages; largest: the largest child, in KiB.
    """
    folder = tmp_path_factory.mktemp("hostile")
    files = {name: folder / f"{at:02}" for at, name in enumerate(HOSTILE)}
    for name, file in files.items():
        file.write_bytes(HOSTILE[name]())
    where = json.dumps({name: str(file) for name, file in files.items()})
    ran = subprocess.run([sys.executable, "-c", _READ_ALL], input=where, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_is_refused(name, read_all):
    seconds, words = read_all["said"][name]
    assert seconds < SECONDS
    assert len(words) == 2
    for text in words:
        assert text and "\n" not in text and len(text) < 300


@pytest.mark.slow
def test_memory_stays_below_the_limit(read_all):
    assert 2**13 < read_all["largest"] < 2**20


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
