"""What is installed is what is written down: one version, locks with hashes, a licence for every package."""

import re
import runpy
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {
    "requirements.txt": PYPROJECT["project"]["dependencies"],
    "requirements-dev.txt": PYPROJECT["dependency-groups"]["dev"],
    "requirements-tools.txt": PYPROJECT["dependency-groups"]["tools"],
}
LICENCES = runpy.run_path(str(PROJECT / "docs/licences.py"))
LISTED = LICENCES["listed"]((PROJECT / "docs/licences.md").read_text(encoding="utf-8"))


def text_of(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def plain(name: str) -> str:
    """Return a package's name as locks write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: str) -> dict[str, str]:
    return dict(LICENCES["locked"](lock))


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_asked_for_is_pinned_and_locked(lock: str) -> None:
    asked = [re.fullmatch(r"([A-Za-z0-9._-]+)==([^;\s]+)(;.*)?", line) for line in LOCKS[lock]]
    assert all(asked), LOCKS[lock]
    assert {plain(each[1]): each[2] for each in asked if each}.items() <= locked(lock).items()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_hashes_and_names_no_place_to_fetch_from(lock: str) -> None:
    parts = re.split(r"(?m)^(?=[a-z0-9])", text_of(lock))[1:]
    assert len(parts) == len(locked(lock))
    for part in parts:
        assert re.search(r"^    --hash=sha256:[0-9a-f]{64}", part, re.M), part.splitlines()[0]
    assert not re.findall(r"://|^-|--(?:extra-)?index|--find-links|--trusted| @ ", text_of(lock), re.M)


def test_the_architecture_says_why_each_package_is_here() -> None:
    table = text_of("docs/architecture.md").split("## What we depend on, and why")[1]
    reasons = {plain(name) for names in re.findall(r"^\| ([^|]+) \|", table, re.M) for name in names.split(", ")}
    assert {plain(line.split("==")[0]) for line in LOCKS["requirements.txt"]} <= reasons


def test_both_locks_agree() -> None:
    assert not [name for name, told in locked("requirements-dev.txt").items()
                if locked("requirements.txt").get(name, told) != told]  # fmt: skip


def test_what_the_app_runs_on_holds_no_test_tools() -> None:
    assert not locked("requirements.txt").keys() & {"pytest", "ruff", "mypy", "playwright", "hypothesis"}


def test_what_is_installed_is_what_is_locked() -> None:
    """A package of another system is not installed; whatever is has the version that is written down."""
    for name, told in (locked("requirements.txt") | locked("requirements-dev.txt")).items():
        try:
            assert version(name) == told, f"{name}: run make setup-dev"
        except PackageNotFoundError:
            assert f"{name}=={told} ;" in text_of("requirements.txt") + text_of("requirements-dev.txt"), name


def test_every_package_has_its_line_among_the_licences() -> None:
    assert LISTED.keys() == (locked("requirements.txt") | locked("requirements-dev.txt")).items(), "run make licences"


def test_the_licences_are_those_that_the_packages_tell() -> None:
    for (name, _), licence in LISTED.items():
        try:
            assert licence == LICENCES["licence_of"](name), name
        except PackageNotFoundError:
            assert licence and licence != "?", name


def test_a_licence_that_asks_for_more_is_explained() -> None:
    head = text_of("docs/licences.md").split("\n## ")[0]
    for (name, told), licence in LISTED.items():
        if (name, told) in locked("requirements.txt").items() and re.search(r"GPL|MPL|General Public|Mozilla", licence):
            assert name in head.lower(), (name, licence)


def test_the_first_version_of_the_changes_is_the_version() -> None:
    versions = re.findall(r"^## (\d+\.\d+\.\d+) — (unreleased|\d{4}-\d{2}-\d{2})$", text_of("CHANGELOG.md"), re.M)
    assert versions[0][0] == PYPROJECT["project"]["version"]
    numbers = [tuple(map(int, told.split("."))) for told, _ in versions]
    assert numbers == sorted(numbers, reverse=True)
    assert all(when != "unreleased" for _, when in versions[1:])
