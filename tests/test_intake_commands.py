"""The contract of the commands: what they print, where, and their exit statuses; docs/intake.md says the same."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from data.__main__ import main
from data.units.register import children
from tests.fixtures.formats import to_xlsx

PROJECT = Path(__file__).parents[1]
GOOD = [["STT", "Xã", "Số tổ"], [1, "Bằng Vân", 5], [2, "Cốc Đán", 6]]
KEYS = {"file", "structure", "as_of", "tables", "units", "totals", "problems", "publishable"}
GIVEN = ["--structure", "2024", "--province", "Tỉnh Bắc Kạn", "--as-of", "2023-06-30"]


@pytest.fixture
def write(tmp_path, monkeypatch, small_store):
    monkeypatch.setenv("CNSCD_VAR", str(small_store.root.parent))

    def write(rows) -> str:
        file = tmp_path / "báo cáo {0} %s.xlsx"
        file.write_bytes(to_xlsx({"S": rows}))
        return str(file)

    return write


def run(capsys, *words: str) -> tuple[int, str, str]:
    status = main(list(words))
    said = capsys.readouterr()
    return status, said.out, said.err


def test_json_is_one_object_and_nothing_else(write, capsys):
    status, out, err = run(capsys, "check", write(GOOD), *GIVEN, "--json", "--rows")
    told = json.loads(out)
    assert err == "" and out.count("\n") == 1 and status == 2
    assert KEYS | {"rows"} <= told.keys()
    assert (told["file"], told["structure"], told["as_of"]) == ("báo cáo {0} %s.xlsx", "2024", "2023-06-30")
    [table] = told["tables"]
    assert (table["sheet"], table["rows"], table["columns"]) == ("S", 2, {"C": "teams"})
    assert told["units"] == {"matched": 2, "to_confirm": [], "unmatched": []} and told["totals"] == {"teams": 11}
    assert told["rows"] == [{"code": "01942", "teams": 5}, {"code": "01945", "teams": 6}] and told["publishable"]
    [problem] = told["problems"]
    assert {"sheet", "row", "column", "value", "kind", "message"} <= problem.keys()
    assert problem["kind"] == "mostly_missing"


def test_rows_come_only_when_asked_for(write, capsys):
    assert "rows" not in json.loads(run(capsys, "check", write(GOOD), *GIVEN, "--json")[1])


def test_what_is_to_confirm_and_what_is_unmatched(write, capsys):
    rows = [*GOOD, [3, "Xã Bang Van", 1], [4, "Qwxz Kfgh", 2]]
    status, out, _ = run(capsys, "check", write(rows), *GIVEN, "--json")
    units = json.loads(out)["units"]
    [confirm], [unmatched] = units["to_confirm"], units["unmatched"]
    assert status == 2 and units["matched"] == 2
    assert (confirm["sheet"], confirm["row"], confirm["text"]) == ("S", 4, "Xã Bang Van")
    assert confirm["suggestion"] == {"code": "01942", "name": "Xã Bằng Vân"} and confirm["why"]
    assert (unmatched["sheet"], unmatched["row"], unmatched["text"]) == ("S", 5, "Qwxz Kfgh")


def test_a_whole_province_without_fault_exits_with_0(write, capsys):
    names = children("2024", "06", "commune")
    rows = [["Mã xã", "Xã", "Số tổ"], *([code, name, 3] for code, name in names["name"].items())]
    status, out, err = run(capsys, "check", write(rows), *GIVEN, "--json")
    assert (status, err, json.loads(out)["problems"]) == (0, "", [])


@pytest.mark.parametrize(
    "words",
    [
        ["check", "khong-co.xlsx", *GIVEN],
        ["check", "{file}", "--province", "Tỉnh Không Có", "--structure", "2024"],
        ["check", "{file}", "--as-of", "30/6/2023"],
        ["check", "{file}"],
        ["import", "{file}", "--structure", "2030"],
        ["check", "{file}", *GIVEN, "--answers", "khong-co.json"],
        ["check"],
        ["template", "--structure", "2024"],
    ],
)
def test_refusals_are_one_line_and_exit_with_1(write, capsys, words):
    file = write(GOOD)
    status, out, err = run(capsys, *(word.replace("{file}", file) for word in words))
    assert (status, out) == (1, "") and err.count("\n") == 1 and err.strip()


def test_people_read_text_in_their_language(write, capsys):
    _, vietnamese, _ = run(capsys, "check", write(GOOD), *GIVEN)
    _, english, _ = run(capsys, "check", write(GOOD), *GIVEN, "--lang", "en")
    assert "Đọc được 2 đơn vị" in vietnamese and "2 units read" in english


@pytest.mark.slow
def test_import_answers_and_publish(write, capsys, tmp_path):
    file = write([*GOOD, [3, "Xã Bang Van", 1]])
    status, out, _ = run(capsys, "import", file, *GIVEN, "--json")
    told = json.loads(out)
    assert status == 2 and run(capsys, "publish", told["draft"])[0] == 2
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({told["questions"][0]["id"]: "leave_out"}))
    status, out, _ = run(capsys, "import", file, *GIVEN, "--answers", str(answers), "--json")
    assert json.loads(out)["publishable"]
    assert run(capsys, "publish", json.loads(out)["draft"])[0] == 0
    assert json.loads(run(capsys, "check", file, *GIVEN, "--json")[1])["remembered"] == [told["questions"][0]["id"]]


def test_template(write, capsys, tmp_path):
    file = tmp_path / "bieu.xlsx"
    status, _, _ = run(capsys, "template", "--structure", "2025-07", "--province", "Lạng Sơn", "--output", str(file))
    assert status == 0
    status, out, _ = run(capsys, "check", str(file), "--as-of", "2026-06-30", "--json")
    assert json.loads(out)["kind"] == "template"


def test_check_changes_nothing(write, capsys, small_store):
    before = sorted((str(path), path.stat().st_mtime_ns) for path in small_store.root.rglob("*"))
    run(capsys, "check", write(GOOD), *GIVEN)
    assert sorted((str(path), path.stat().st_mtime_ns) for path in small_store.root.rglob("*")) == before


@pytest.mark.slow
def test_the_command_itself(write):
    command = [sys.executable, "-m", "data", "check", write(GOOD), *GIVEN, "--json"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2 and done.stderr == "" and json.loads(done.stdout)["totals"] == {"teams": 11}


def test_the_docs_name_every_key_and_status(write, capsys):
    docs = (PROJECT / "docs" / "intake.md").read_text("utf-8")
    told = json.loads(run(capsys, "check", write([*GOOD, [3, "Bang Van", 1]]), *GIVEN, "--json", "--rows")[1])
    parts = (told, told["tables"][0], told["problems"][0], told["questions"][0], told["units"]["to_confirm"][0])
    for key in {key for part in parts for key in part}:
        assert f"`{key}`" in docs, key
