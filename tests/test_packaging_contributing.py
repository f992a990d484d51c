"""CONTRIBUTING.md can be followed: its steps are done to a copy of the project, which then does what they promise."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from data.i18n import say
from data.releases.store import Store
from tests.fixtures.small_release import BAC_KAN, communes

PROJECT = Path(__file__).resolve().parent.parent
TEXT = (PROJECT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPIED = (
    "app.py", "pyproject.toml", "README.md", "Makefile", ".streamlit", "components", "data", "geo", "pages",
    "docs/method.md", "docs/method_tables.py", "tests/test_house.py",
)  # fmt: skip
OPENS = """
from streamlit.testing.v1 import AppTest

from geo import assets

# the page draws no map, so none has to be made
assets.ensure_assets = lambda *_: None
assets.asset = lambda *_: assets.MapAsset("", (), ((0, 0), (0, 0)), True, "")

page = AppTest.from_file("app.py", default_timeout=180).switch_page("pages/steering/reporting.py").run()
assert not page.exception and not page.error, (page.exception, page.error)
assert [title.value for title in page.title] == ["Ai đã báo cáo"], page.title
shown = page.dataframe[0].value
assert list(shown.columns) == ["Tỉnh", "Số xã đã báo cáo"], shown
assert len(shown) == 34 and shown["Số xã đã báo cáo"].str.fullmatch(r"[\\d.]+/[\\d.]+").all(), shown
"""


KNOWN = """
from data.catalogue.current import catalogue
from data.disclosure.rules import rules
from data.i18n import say

assert list(catalogue().measures)[0] == "free_wifi_reach"
assert {"villages_free_wifi", "free_wifi_reach__num", "free_wifi_reach__base"} <= set(rules().columns)
assert {rules().group_of[column] for column in ("villages_free_wifi", "free_wifi_reach__num")} == {"wifi"}
assert say("indicator.villages_free_wifi", "en") == "Villages with free Wi-Fi in the house of culture"
"""
"""What the program knows once the records of the example are there; its numerator is in the group of its own file."""

HELD = (
    "tests/test_measures_indicators.py",
    "tests/test_view_words.py",
    "tests/test_measures_suppression.py::test_every_public_column_is_in_a_group_or_on_the_list_of_open_ones_or_withheld",
    "tests/test_measures_suppression.py::test_a_column_that_nobody_put_anywhere_is_withheld",
    "tests/test_catalogue_proposals.py::test_the_tables_of_the_method_are_those_of_the_catalogue",
)
"""Tests that ask something of every record of the catalogue: they pass with a new one as they are."""


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
            before, start, after = (project / within).read_text(encoding="utf-8").partition(f"\n{named} = ")
            assert start and after[:2] in ("{\n", "[\n"), named
            (project / within).write_text(before + start + after[:2] + content + "\n" + after[2:], encoding="utf-8")


def run(project: Path, *command: str, statuses: tuple[int, ...] = (0,)) -> str:
    """Run Python in the copy, and return what it printed."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode in statuses, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


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


@pytest.mark.slow
def test_add_a_page(copy: Path, small_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    follow("Add a page", copy)
    monkeypatch.setenv("CNSCD_VAR", str(small_store.root.parent))
    run(copy, "-c", OPENS)
    run(copy, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", "tests/test_house.py")
    run(copy, "-m", "ruff", "check", ".")


@pytest.mark.slow
def test_add_an_indicator(copy: Path, tmp_path: Path) -> None:
    """Its heading is read, and its part is held against the whole; headings that say another thing are not taken."""
    follow("Add an indicator", copy)
    run(copy, "-c", KNOWN)
    run(copy, "docs/method_tables.py")
    assert "| villages_free_wifi |" in (copy / "docs/method.md").read_text(encoding="utf-8")
    shutil.copytree(PROJECT / "tests", copy / "tests", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    run(copy, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", *HELD)
    heading = "Số thôn có nhà văn hóa phủ Wi-Fi miễn phí"
    others = (f"Kế hoạch {heading.lower()}", heading.replace(" có ", " chưa có "))
    given = ("--structure", "2024", "--province", "Tỉnh Bắc Kạn", "--as-of", "2025-03-31", "--json")
    for columns, part, publishable in (((heading, others[0]), 5, True), ((heading,), 50, False), (others, 0, False)):
        report = tmp_path / "report.csv"
        figures = ["5" if column != heading else str(part) for column in columns]
        rows = [",".join([code, "9", *figures]) for code in communes(BAC_KAN)]
        report.write_text("\n".join([",".join(["Mã đơn vị", "Số thôn", *columns]), *rows]), encoding="utf-8")
        told = json.loads(run(copy, "-m", "data", "check", str(report), *given, statuses=(0, 2)))
        assert told["totals"].get("villages_free_wifi", 0) == part * len(rows), columns
        assert told["publishable"] == publishable, columns


def test_what_contributing_names_exists() -> None:
    """Every folder and file that it names is there, but for those that its steps make."""
    made = set(re.findall(r"New file `([^`]+)`", TEXT))
    for name in re.findall(r"`([\w./-]+)`", TEXT):
        if re.match(r"(?:data|components|geo|pages|tests|docs|\.ci)(?:/|$)|[\w-]+\.(?:py|md|toml)$", name):
            assert (PROJECT / name).exists() or name in made, name


def test_security_lists_the_pages_of_each_role() -> None:
    text = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| (public|viewer|planner|administrator)\b[^|]*\| ([^|]+) \|", text, re.M))
    program = ast.parse((PROJECT / "app.py").read_text(encoding="utf-8"))
    assigned = {ast.unparse(each.targets[0]): each.value for each in program.body if isinstance(each, ast.Assign)}
    of_role: dict[str, list[str]] = {}
    for name, (_, title, role) in ast.literal_eval(assigned["PAGES"]).items():
        of_role.setdefault(role, []).append(name if role == "administrator" else say(title, "en").lower())
    assert {role: told[role] for role in ("public", "viewer")} == {
        role: ", ".join(of_role[role]) for role in ("public", "viewer")
    }
    assert told["planner"] == "all but the " + ", ".join(of_role["administrator"])
    assert told["administrator"] == "all"


def test_commands_of_contributing_exist() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make ([a-z-]+)", TEXT)):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_the_rooms_order_is_where_contributing_says() -> None:
    house = ast.parse((PROJECT / "tests/test_house.py").read_text(encoding="utf-8"))
    assert "ORDER" in {ast.unparse(node.targets[0]) for node in house.body if isinstance(node, ast.Assign)}
