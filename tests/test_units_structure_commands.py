"""The commands of structures and villages: their JSON, their exit statuses, what they refuse."""

import json
from pathlib import Path

import pytest

from data.__main__ import main
from data.releases.store import Store, open_store
from data.units import conversion
from data.units.register import STRUCTURES, edges, latest
from tests.fixtures import decrees
from tests.fixtures.decrees import DECREE, workbook


@pytest.fixture(autouse=True)
def _own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    monkeypatch.setattr(conversion.workbook, "read", decrees.read_here)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Return a function that runs a command and gives (status, its JSON)."""

    def command(*words: str) -> tuple[int, dict]:
        status = main([*words, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return command


@pytest.fixture
def decree(tmp_path: Path) -> str:
    """Write the decree's table and return its path."""
    path = tmp_path / "decree.xlsx"
    path.write_bytes(workbook(DECREE))
    return str(path)


APRIL = ("--id", "2026-04-30", "--since", "2026-04-30", "--after", "2025-07")


def test_a_structure_is_added_listed_converted_into_and_withdrawn(run, decree: str, tmp_path: Path) -> None:
    status, told = run("structure-add", decree, *APRIL, "--source", "NQ", "--decree", "1/NQ", "--licence", "công khai")
    assert (status, told["added"], told["errors"], told["covers"], told["rows"]) == (0, True, 0, "changes", 8)
    assert told["version"].startswith("0001-") and told["summary"]["communes_after"] == 3321
    assert told["counts"] == {"goes_on": 1} and told["findings"][0]["code"] == "00025"
    status, listed = run("structures")
    assert [each["id"] for each in listed["structures"]] == ["2024", "2025-07", "2026-04-30"]
    last = listed["structures"][-1]
    assert (last["origin"], last["since"], last["until"], last["decree"], last["licence"]) == (
        "table",
        "2026-04-30",
        None,
        "1/NQ",
        "công khai",
    )
    assert listed["structures"][1]["until"] == "2026-04-29"
    counts = tmp_path / "counts.csv"
    counts.write_text("code,teams\n00008,3\n00004,4\n00025,2\n", "utf-8")
    _, moved = run("convert", str(counts), "--from", "2025-07", "--to", "2026-04-30")
    teams = {row["code"]: row["teams"] for row in moved["rows"]}
    assert teams["00004"] == {"low": 7, "best": None, "high": 9, "how": "unresolvable"}
    status, gone = run("structure-withdraw", "2026-04-30")
    assert (status, gone["structures"]) == (0, ["2024", "2025-07"])


def test_checking_adds_nothing(run, decree: str) -> None:
    status, told = run("structure-add", decree, *APRIL, "--check")
    assert (status, told["added"], told["version"]) == (0, False, None) and latest() == "2025-07"


def test_a_table_with_errors_is_reported_and_not_added(run, tmp_path: Path) -> None:
    path = tmp_path / "bad.xlsx"
    path.write_bytes(workbook([(*DECREE[0][:3], "Xã Không Có", "99999", "Nhập toàn bộ", None, DECREE[0][0])]))
    status, told = run("structure-add", str(path), *APRIL, "--source", "NQ")
    assert (status, told["added"], told["errors"] > 0, told["summary"]) == (2, False, True, None)
    assert any(f["kind"] == "unknown" and f["row"] == 3 and f["message"] for f in told["findings"])
    assert latest() == "2025-07"


@pytest.mark.parametrize(
    "words",
    [
        ("structure-add", "none.xlsx", *APRIL, "--source", "NQ"),
        ("structure-add", "DECREE", *APRIL),
        ("structure-add", "DECREE", "--id", "2026-04-30", "--after", "2025-07", "--source", "NQ"),
        ("structure-add", "DECREE", *APRIL[:3], "30/4/2026", *APRIL[4:], "--source", "NQ"),
        ("structure-withdraw", "2025-07"),
        ("structure-withdraw", "2019"),
    ],
)
def test_wrong_use_is_refused_in_one_line(words, decree: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([decree if word == "DECREE" else word for word in words]) == 1
    told = capsys.readouterr()
    assert told.out == "" and len(told.err.strip().splitlines()) == 1


def test_people_read_it_in_both_languages(decree: str, capsys: pytest.CaptureFixture[str]) -> None:
    for lang, word in (("vi", "Đã thêm"), ("en", "was added")):
        assert main(["structure-add", decree, *APRIL, "--source", "NQ", "--lang", lang]) == 0
        assert word in capsys.readouterr().out
    assert main(["structures"]) == 0 and "30/4/2026" in capsys.readouterr().out


def test_a_correction_names_what_differs_from_the_register(run, tmp_path: Path) -> None:
    """Xã Hồng Phong of Bình Gia went to its own successor; a table that says otherwise corrects the register."""
    path = tmp_path / "correction.xlsx"
    row = (
        "Tỉnh Lạng Sơn (20)",
        "Xã Đồng Đăng",
        "06184",
        "Xã Hồng Phong",
        "06079",
        "Nhập một phần",
        "Huyện Bình Gia (067)",
        "Tỉnh Lạng Sơn (20)",
    )
    rest = (*row[:1], "Xã Hồng Phong", "06079", *row[3:5], "Nhập một phần", *row[6:])
    path.write_bytes(workbook([row, rest]))
    status, told = run("structure-add", str(path), "--id", "2025-07", "--source", "thử")
    assert (status, told["after"], told["covers"]) == (0, "2024", "country")
    differs = [(d["code_from"], d["code_to"], d["register"], d["table"]) for d in told["summary"]["differences"]]
    assert differs == [("06079", "06079", "whole", "part"), ("06079", "06184", None, "part")]
    found = edges("2024", "2025-07")
    assert set(found.loc[found["code_from"] == "06079", "code_to"]) == {"06079", "06184"}
    assert STRUCTURES["2025-07"].table is not None and not STRUCTURES["2025-07"].added
    run("structure-withdraw", "2025-07")
    found = edges("2024", "2025-07")
    assert set(found.loc[found["code_from"] == "06079", "code_to"]) == {"06079"}


def test_villages_are_assigned_merged_and_missed(
    run, small_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(small_store.root.parent))
    assert open_store().current_id() == small_store.current_id()
    listed = small_store.current().query("SELECT village, name, commune_2024, commune_2025 FROM villages")
    status, before = run("orphans", "--on", "2026-06-30")
    named = listed[listed["commune_2025"].notna()].iloc[0]
    commune = f"Xã ({named['commune_2025']})"
    head = [("Tỉnh", "Xã", "Tên thôn mới", "Mã thôn mới", "Tên thôn cũ", "Mã thôn cũ", "Ghi chú")]
    path = tmp_path / "villages.xlsx"
    path.write_bytes(workbook([(None, commune, None, None, named["name"], named["village"], None)], head=head))
    words = ("village-mergers", str(path), "--since", "2026-07-01", "--source", "NQ", "--structure", "2025-07")
    status, told = run(*words, "--check")
    assert (status, told["recorded"], told["changes"]) == (0, False, 1), told
    status, told = run(*words)
    assert (status, told["recorded"]) == (0, True)
    status, after = run("orphans", "--on", "2026-11-01")
    assert named["village"] not in after["villages"]
    serving = small_store.current().query("SELECT team FROM teams WHERE village = $village", village=named["village"])
    assert {t["team"] for t in after["teams"]} - {t["team"] for t in before["teams"]} == set(serving["team"])
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(f"village,code_to\n{listed['village'].iloc[0]},99999\n", "utf-8")
    assert main(["village-assign", str(pairs)]) == 1
