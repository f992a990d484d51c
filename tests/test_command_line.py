"""`python -m data …`: the contract that other tools call, and that every command is there and documented."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from data.__main__ import GROUP, main
from data.i18n import dictionary
from data.publication import publish
from data.releases import drafts
from data.releases.store import Store
from data.storage.paths import PROJECT
from docs import commands as reference
from geo import __main__ as geo
from tests.fixtures.small_release import BAC_KAN, LATE, communes, report, report_rows

FIXED = ("check", "import", "publish", "rollback", "releases", "export", "convert")
CODE = communes(BAC_KAN)[0]
QUESTION = {"id": "q1", "rows": [{"structure": "2024", "level": "commune", "period": LATE, "teams": 4}]}


@pytest.fixture
def store(small_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a small store that the commands find as their own."""
    monkeypatch.setenv("CNSCD_VAR", str(small_store.root.parent))
    return small_store


def drafted(store: Store, **more: object) -> str:
    rows = report_rows(codes=communes(BAC_KAN)[1:4])
    return drafts.create(store, rows=rows, source=report(), base_release=store.current_id(), **more)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Run one command here; return its exit status and what it printed."""
    status = main([str(word) for word in words])
    said = capsys.readouterr()
    return status, said.out, said.err


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict]:
    """Run one command with --json; its whole output is one object."""
    status, out, _ = run(capsys, *words, "--json")
    assert out.count("\n") == 1
    return status, json.loads(out)


ALL = GROUP.list_commands(click.Context(GROUP))


def test_the_fixed_commands_are_there() -> None:
    assert set(FIXED) <= set(ALL)


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_command_takes_json_and_a_language_and_explains_itself(capsys, name: str) -> None:
    texts = [run(capsys, name, "--help", "--lang", lang) for lang in ("vi", "en")]
    for status, text, err in texts:
        assert (status, err) == (0, "")
        assert "--json" in text
        assert "--lang {vi,en}" in text
    assert texts[0] != texts[1]


@pytest.mark.slow
def test_publish_tells_what_it_made(store: Store, capsys) -> None:
    before = store.current_id()
    status, said = told(capsys, "publish", drafted(store), "--who", "lan")
    assert (status, said["published"], said["parent"]) == (0, True, before)
    assert said["release"] == store.current_id()


@pytest.mark.slow
def test_publish_with_open_questions_leaves_all_as_it_was(store: Store, capsys, tmp_path: Path) -> None:
    draft, before = drafted(store, questions=[QUESTION]), store.current_id()
    status, out, err = run(capsys, "publish", draft, "--json")
    assert (status, json.loads(out)["published"], len(json.loads(out)["questions"])) == (2, False, 1)
    assert err.count("\n") == 1
    assert store.current_id() == before
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"q1": CODE}))
    assert told(capsys, "answer", draft, answers)[0] == 0
    assert told(capsys, "compare", draft)[1]["units_new"] == 4
    assert told(capsys, "publish", draft)[0] == 0


@pytest.mark.slow
def test_a_draft_on_an_older_release_is_refused_then_rebased(store: Store, capsys, tmp_path: Path) -> None:
    one = drafted(store)
    two = drafts.create(
        store,
        rows=report_rows(members=9, codes=communes(BAC_KAN)[1:2]),
        source=report(file_hash="b"),
        base_release=store.current_id(),
    )
    publish.publish(store, one, who="lan")
    status, _, err = run(capsys, "publish", two)
    assert (status, err.count("\n")) == (1, 1)
    assert "rebase" in err
    status, said = told(capsys, "rebase", two)
    assert (status, len(said["conflicts"])) == (2, 1)
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({said["conflicts"][0]["id"]: "mine"}))
    assert told(capsys, "answer", two, answers)[0] == 0
    assert told(capsys, "publish", two)[0] == 0


@pytest.mark.slow
def test_releases_drafts_audit_and_rollback(store: Store, capsys) -> None:
    first = store.current_id()
    draft = drafted(store)
    second = publish.publish(store, draft, who="lan").id
    status, said = told(capsys, "releases")
    assert (status, said["current"], [each["release"] for each in said["releases"]]) == (0, second, [second, first])
    assert [each["status"] for each in told(capsys, "drafts")[1]["drafts"]] == ["published"]
    assert told(capsys, "rollback", first)[1]["release"] == first
    status, said = told(capsys, "audit")
    assert (status, said["whole"]) == (0, True)
    assert [entry["action"] for entry in said["entries"]] == ["sample", "import", "publish", "rollback"]
    for name in ("releases", "drafts", "audit"):
        status, out, err = run(capsys, name, "--lang", "en")
        assert (status, err) == (0, "")
        assert out.strip()


def test_damage_is_listed_with_status_2(store: Store, capsys) -> None:
    (store.root / "current").write_bytes(b"?")
    status, said = told(capsys, "releases")
    assert (status, said["current"], list(said["damaged"])) == (2, None, ["current"])
    with (store.root / "audit.jsonl").open("ab") as log:
        log.write(b"{}\n")
    status, said = told(capsys, "audit")
    assert (status, said["whole"], said["broken_line"], len(said["entries"])) == (2, False, 2, 1)


REFUSED = {
    "unknown command": ["fly"],
    "no command": [],
    "no draft": ["publish"],
    "unknown draft": ["publish", "0123456789"],
    "unknown release": ["rollback", "0123456789ab"],
    "path as release": ["rollback", "../../etc"],
    "unknown level": ["export", "--level", "street", "--structure", "2024", "--format", "csv", "--output", "x"],
    "abbreviated option": ["export", "--lev", "commune", "--structure", "2024", "--format", "csv", "--output", "x"],
    "no such day": [
        "export",
        "--level",
        "commune",
        "--structure",
        "2024",
        "--format",
        "csv",
        "--output",
        "x",
        "--as-of",
        "2024-13-01",
    ],
    "villages for the public": [
        "export",
        "--level",
        "village",
        "--structure",
        "2024",
        "--format",
        "csv",
        "--output",
        "x",
        "--audience",
        "public",
    ],
    "no such province": [
        "export",
        "--level",
        "commune",
        "--structure",
        "2024",
        "--format",
        "csv",
        "--output",
        "x",
        "--province",
        "Atlantis",
    ],
    "no answers": ["answer", "0123456789", "/nowhere.json"],
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals_are_one_line_in_either_language(store: Store, capsys, monkeypatch, tmp_path, case: str) -> None:
    monkeypatch.chdir(tmp_path)
    lines = []
    for lang in ("vi", "en"):
        status, out, err = run(capsys, *REFUSED[case], "--lang", lang)
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert len(err) > 10
        lines.append(err)
    assert lines[0] != lines[1]
    status, out, err = run(capsys, *REFUSED[case], "--json")
    assert (status, json.loads(out)) == (1, {"error": err.strip()})
    assert not (tmp_path / "x").exists()


@pytest.mark.slow
def test_export_says_what_it_wrote(store: Store, capsys, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    status, said = told(
        capsys,
        "export",
        "--level",
        "commune",
        "--structure",
        "2024",
        "--province",
        "Tỉnh Bắc Kạn",
        "--as-of",
        "2026-06-30",
        "--format",
        "csv",
        "--output",
        output,
    )
    assert (status, said["rows"], said["period"], said["sample"]) == (0, len(communes(BAC_KAN)), LATE, True)
    assert said["release"] == store.current_id()
    assert output.read_text("utf-8-sig").splitlines()[1].split(",")[4] == CODE


def test_a_store_without_a_release_says_what_to_do(monkeypatch, capsys, tmp_path: Path) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    status, _, err = run(
        capsys, "export", "--level", "commune", "--structure", "2024", "--format", "csv", "--output", tmp_path / "x"
    )
    assert status == 1
    assert "python -m data sample" in err


@pytest.mark.slow
def test_sample_makes_nothing_where_something_is_published(store: Store, capsys) -> None:
    before = store.current_id()
    assert told(capsys, "sample") == (0, told(capsys, "rollback", before)[1])
    assert len(store.list()) == 1


@pytest.mark.slow
def test_the_module_runs_as_a_program(store: Store, tmp_path: Path) -> None:
    """In a plain C locale too, as under cron: what is printed is UTF-8."""
    environment = {**os.environ, "CNSCD_VAR": str(store.root.parent), "LC_ALL": "C", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "data", "publish", "0123456789"], cwd=PROJECT, capture_output=True, env=environment
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert "bản nháp" in done.stderr.decode("utf-8")


WRONG_USE = {
    "an option without its value": ["teams", "--limit"],
    "a value where none is": ["check", "x.csv", "--json=3"],
    "a word too many": ["releases", "old"],
    "no act": ["person"],
    "no such act": ["person", "hide"],
    "no number": ["teams", "--limit", "ten"],
    "no total": ["divide", "--total", "ten", "--weights", "x.csv"],
    "half a total": ["divide", "--total=1.5", "--weights", "x.csv"],
    "a total of five thousand digits": ["divide", "--total", "9" * 5000, "--weights", "x.csv"],
    "no such structure": ["convert", "x.csv", "--from", "1999", "--to", "2024"],
    "a language that is none": ["releases", "--lang", "fr"],
}


@pytest.mark.parametrize("case", WRONG_USE)
def test_wrong_use_exits_with_1_in_the_language_that_was_asked_for(store: Store, capsys, case: str) -> None:
    words = WRONG_USE[case]
    status, out, err = run(capsys, *words)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("Sai cách dùng lệnh: ") and err.rstrip().endswith(" --help")
    if "--lang" not in words:
        status, out, err = run(capsys, "--lang=en", *words)
        assert (status, out) == (1, "") and err.startswith("Wrong use: ")


def test_the_language_of_the_environment_holds_where_none_is_asked_for(store: Store, capsys, monkeypatch) -> None:
    vietnamese = run(capsys, "rollback", "0123456789ab")[2]
    monkeypatch.setenv("CNSCD_LANG", "en")
    english = run(capsys, "rollback", "0123456789ab")[2]
    assert english != vietnamese
    assert run(capsys, "rollback", "0123456789ab", "--lang", "vi")[2] == vietnamese
    assert run(capsys, "rollback", "0123456789ab", "--lang=vi")[2] == vietnamese


def every_command() -> Iterator[tuple[str, click.Command]]:
    """Yield each command with its path, those of groups too."""
    for group in (GROUP, geo.GROUP):
        waiting: list[tuple[str, click.Command]] = [(f"python -m {group.name}", group)]
        while waiting:
            path, found = waiting.pop()
            yield path, found
            if isinstance(found, click.Group):
                context = click.Context(found)
                members = {name: found.get_command(context, name) for name in found.list_commands(context)}
                assert [member.name for member in members.values()] == list(members)
                waiting += [(f"{path} {name}", member) for name, member in members.items()]


def test_every_command_and_all_that_it_takes_is_explained() -> None:
    for path, found in every_command():
        assert found.help in dictionary(), path
        for parameter in found.params:
            assert parameter.help in dictionary(), (path, parameter.name)


def test_no_option_is_of_a_kind_whose_faults_are_told_in_one_language() -> None:
    """Numbers and choices are kinds of the product's own: those of click say what is wrong in English alone."""
    english = (
        click.types.IntParamType,
        click.types.FloatParamType,
        click.Choice,
        click.DateTime,
        click.types.UUIDParameterType,
    )
    for path, found in every_command():
        for parameter in found.params:
            assert not isinstance(parameter.type, english), (path, parameter.name)


def test_the_table_of_commands_is_that_of_the_program() -> None:
    """Made anew by `make commands`."""
    assert (PROJECT / "docs" / "commands.md").read_text("utf-8") == reference.text()


def test_help_of_all_commands_imports_none_of_them() -> None:
    """So that help is there at once, and no command waits for what another needs."""
    code = "import sys; from data.__main__ import main; main(['--help']); print([n for n in sys.modules if n in HEAVY])"
    heavy = f"HEAVY = {('pandas', 'duckdb', 'pyarrow', 'geopandas', 'shapely', 'data.units.register')!r}; "
    done = subprocess.run([sys.executable, "-c", heavy + code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
