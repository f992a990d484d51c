"""The settings: read in one file, all faults at once, a change seen at once, and documented as they are."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from components.server import preflight
from data.__main__ import main
from data.catalogue import licences
from data.disclosure import rules
from data.i18n import LANGUAGES
from data.storage import paths, settings
from data.storage.errors import SeveralFaults
from data.storage.settings import LICENCES, WrongSettings

PROJECT = Path(__file__).resolve().parent.parent
NAMES = [each.name for each in settings.VARIABLES]
WRONG = {
    "CNSCD_SMALL": "abc",
    "CNSCD_LICENCE": "free beer",
    "CNSCD_AUDIENCE": "Public",
    "CNSCD_PEOPLE_MONTHS": "0",
    "CNSCD_LANG": "fr",
}
ALLOWED = {
    "CNSCD_SMALL": ("3", "50"),
    "CNSCD_LICENCE": LICENCES,
    "CNSCD_AUDIENCE": ("public",),
    "CNSCD_PEOPLE_MONTHS": ("1", "600"),
    "CNSCD_LANG": LANGUAGES,
}
READS_THE_ENVIRONMENT = {
    "data/storage/settings.py",
    "geo/boundaries/reading.py",  # hands the child process the path of the machine's libraries, and nothing of ours
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin each test without any of the variables."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in WRONG.items():
        monkeypatch.setenv(name, text)


def sources() -> list[Path]:
    folders = ("data", "geo", "components", "pages")
    return [PROJECT / "app.py", *(file for folder in folders for file in sorted((PROJECT / folder).rglob("*.py")))]


def test_without_variables_the_usual_values_hold() -> None:
    found = settings.current()
    assert found.folder == PROJECT / "var" == paths.var()
    assert (found.smallest_shown, found.licence, found.audience, found.roles_file) == (5, "none", "staff", None)
    assert (found.contact, found.people_months, found.language) == ("", 24, "vi")


def test_a_change_of_the_environment_is_seen_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert rules.limit() == 5
    monkeypatch.setenv("CNSCD_SMALL", " 10 ")
    monkeypatch.setenv("CNSCD_LICENCE", "CC0-1.0")
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    assert (rules.limit(), licences.chosen(), paths.var()) == (10, "cc0-1.0", tmp_path)
    monkeypatch.delenv("CNSCD_SMALL")
    assert rules.limit() == 5


def test_all_faults_are_named_at_once_in_both_languages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wrong(monkeypatch)
    (tmp_path / "file").touch()
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path / "file"))
    with pytest.raises(WrongSettings) as found:
        settings.current()
    assert {fault.variable for fault in found.value.faults} == {*WRONG, "CNSCD_VAR"}
    for lang in LANGUAGES:
        text = found.value.text(lang)
        assert "\n" not in text and str(tmp_path / "file") in text
        for name, value in WRONG.items():
            assert f"{name} = “{value}”" in text
            assert all(allowed in text for allowed in ALLOWED[name])
    assert found.value.text("vi") != found.value.text("en")


@pytest.mark.parametrize("text", ["1", "0", "-5", "five", "2.5", "1000", "٥", "5 10"])
def test_a_limit_that_protects_nobody_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("CNSCD_SMALL", text)
    with pytest.raises(WrongSettings):
        rules.limit()


def test_a_fault_that_was_put_right_no_longer_stands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.touch()
    monkeypatch.setenv("CNSCD_VAR", str(folder))
    with pytest.raises(WrongSettings):
        paths.var()
    folder.unlink()
    assert paths.var() == settings.current().folder == folder


def test_a_misspelt_name_is_a_fault_and_a_strangers_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNSCD_BROWSER_REQUIRED", "1")
    monkeypatch.setenv("CNSCD_SHARED_DATA", "/data")
    settings.check()
    monkeypatch.setenv("CNSCD_SMAL", "10")
    monkeypatch.setenv("CNSCD_AUDIENC", "public")
    with pytest.raises(WrongSettings) as found:
        settings.check()
    assert [(fault.variable, fault.values["meant"]) for fault in found.value.faults] == [
        ("CNSCD_AUDIENC", "CNSCD_AUDIENCE"),
        ("CNSCD_SMAL", "CNSCD_SMALL"),
    ]


def test_a_command_is_refused_in_one_line_with_all_faults(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong(monkeypatch)
    assert main(["structures"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert all(name in said.err for name in WRONG)


def test_the_server_does_not_start_and_names_all_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the settings beside those of the sign-in and its file of roles."""
    wrong(monkeypatch)
    monkeypatch.delenv("CNSCD_AUDIENCE")
    monkeypatch.setenv("CNSCD_ACCESS", "/nowhere.toml")
    for module in (preflight.access, preflight):
        monkeypatch.setattr(module, "get_secrets_auth_section", lambda: {"cookie_secret": "short"})
    with pytest.raises(SeveralFaults) as found:
        preflight.check()
    keys = [fault.key for fault in found.value.faults]
    assert keys[-2:] == ["access.start.weak_secret", "access.rules.unreadable"]
    assert len(keys) == len(WRONG) - 1 + 2


def test_the_app_itself_refuses_to_start(tmp_path: Path) -> None:
    """No module reads a setting while it is imported: the app would end in the middle of a fault's trace."""
    (tmp_path / "file").touch()
    wrong = {**WRONG, "CNSCD_VAR": str(tmp_path / "file")}
    environment = {"PATH": "/usr/bin:/bin", **wrong}
    done = subprocess.run(
        [sys.executable, "-c", "import app"], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 1
    assert [name for name in wrong if done.stderr.count(f"{name} = ") != len(LANGUAGES)] == []
    assert "Traceback" not in done.stderr


def _reads_environment(file: Path) -> bool:
    ways = {"environ", "environb", "getenv"}
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    by_attribute = any(isinstance(node, ast.Attribute) and node.attr in ways for node in nodes)
    imported = {name.name for node in nodes if isinstance(node, ast.ImportFrom) for name in node.names}
    return by_attribute or bool(imported & ways)


def test_the_environment_is_read_in_one_file() -> None:
    found = {str(file.relative_to(PROJECT)) for file in sources() if _reads_environment(file)}
    assert found == READS_THE_ENVIRONMENT
    child = (PROJECT / "geo/boundaries/reading.py").read_text(encoding="utf-8")
    assert "CNSCD_" not in child


def test_every_variable_that_is_named_anywhere_is_a_setting() -> None:
    texts = [*sources(), *(PROJECT / "docs").glob("*.md"), PROJECT / "README.md", PROJECT / "SECURITY.md"]
    texts += [file for file in (PROJECT / "deploy").rglob("*") if file.is_file()]
    named = {name for file in texts for name in re.findall(r"CNSCD_[A-Z_]+[A-Z]", file.read_text(encoding="utf-8"))}
    assert named == set(NAMES)


def test_the_readme_tells_the_settings_as_they_are() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(CNSCD_\w+)` \| (.*) \| (.*) \|$", readme, re.M)
    plain = [(name, re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", meaning), usual) for name, meaning, usual in rows]
    assert plain == settings.table("en")


def test_the_words_tell_the_values_that_hold() -> None:
    """The usual values in the documentation are those that the program takes."""
    usual = {name: text for name, _, text in settings.table("en")}
    found = settings.current()
    assert usual["CNSCD_SMALL"] == str(found.smallest_shown)
    assert usual["CNSCD_PEOPLE_MONTHS"] == str(found.people_months)
    assert usual["CNSCD_LANG"] == f"`{found.language}`"
    licence = next(meaning for name, meaning, _ in settings.table("en") if name == "CNSCD_LICENCE")
    assert set(re.findall(r"`([^`]+)`", licence)) == set(LICENCES) - {"none"}
