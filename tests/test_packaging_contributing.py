"""CONTRIBUTING.md can be followed: its steps are done to a copy of the project, which then does what they promise."""

import ast
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from data.releases.store import Store

PROJECT = Path(__file__).resolve().parent.parent
TEXT = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPIED = (
    "app.py", "pyproject.toml", "README.md", "Makefile", ".streamlit", "components", "data", "geo", "pages",
    "tests/test_house.py",
)  # fmt: skip
OPENS = """
from streamlit.testing.v1 import AppTest

from geo import assets

# the page draws no map, so none has to be made
assets.ensure_assets = lambda *_: None
assets.asset = lambda *_: assets.MapAsset("", (), ((0, 0), (0, 0)), True, "")

page = AppTest.from_file("app.py", default_timeout=60).switch_page("pages/steering/reporting.py").run()
assert not page.exception and not page.error, (page.exception, page.error)
assert [title.value for title in page.title] == ["Ai đã báo cáo"], page.title
shown = page.dataframe[0].value
assert list(shown.columns) == ["Tỉnh", "Số xã đã báo cáo"], shown
assert len(shown) == 34 and shown["Số xã đã báo cáo"].str.fullmatch(r"[\\d.]+/[\\d.]+").all(), shown
"""


def section(title: str) -> str:
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]


def follow(title: str, project: Path) -> None:
    """Do what the steps of a section say: new files, and lines put into tables of files that exist."""
    steps = re.findall(
        r"(New file|Into) `([^`]+)`(?: of `([^`]+)`)?:\n\n( *)```\w+\n(.*?)\n *```", section(title), re.S
    )
    assert steps
    for what, named, within, margin, block in steps:
        content = textwrap.dedent(block) if what == "New file" else re.sub(f"^{margin}", "", block, flags=re.M)
        if what == "New file":
            assert not (project / named).exists(), named
            (project / named).write_text(content + "\n", encoding="utf-8")
        else:
            text = (project / within).read_text(encoding="utf-8")
            assert text.count(f"\n{named} = {{\n") == 1, named
            changed = text.replace(f"\n{named} = {{\n", f"\n{named} = {{\n{content}\n")
            (project / within).write_text(changed, encoding="utf-8")


def run(project: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of what the product runs on, in which a test may change files."""
    for name in COPIED:
        source, target = PROJECT / name, tmp_path / "project" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return tmp_path / "project"


def test_add_a_page(copy: Path, small_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    follow("Add a page", copy)
    monkeypatch.setenv("CNSCD_VAR", str(small_store.root.parent))
    run(copy, "-c", OPENS)
    run(copy, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", "tests/test_house.py")
    run(copy, "-m", "ruff", "check", ".")


def test_what_contributing_names_exists() -> None:
    """Every folder and file that it names is there, but for those that its steps make."""
    made = set(re.findall(r"New file `([^`]+)`", TEXT))
    for name in re.findall(r"`([\w./-]+)`", TEXT):
        if re.match(r"(?:data|components|geo|pages|tests|docs|\.ci)(?:/|$)|[\w-]+\.(?:py|md|toml)$", name):
            assert (PROJECT / name).exists() or name in made, name


def test_commands_of_contributing_exist() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make ([a-z-]+)", TEXT)):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_the_rooms_order_is_where_contributing_says() -> None:
    house = ast.parse((PROJECT / "tests/test_house.py").read_text(encoding="utf-8"))
    assert "ORDER" in {ast.unparse(node.targets[0]) for node in house.body if isinstance(node, ast.Assign)}
