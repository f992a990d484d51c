"""The house keeps its own rules: one direction of imports, no page outside a folder, words that exist."""

import ast
import re
import string
from pathlib import Path

import pytest

from data.i18n import dictionary

PROJECT = Path(__file__).resolve().parent.parent
ROOMS = ("data", "geo", "components", "pages")
MAY_IMPORT = {
    "data": {"data"},
    "geo": {"geo", "data"},
    "components": {"components", "geo", "data"},
    "pages": {"components"},
    "app": {"components"},
}
SOURCES = [PROJECT / "app.py", *(file for room in ROOMS for file in sorted((PROJECT / room).rglob("*.py")))]


def imported(file: Path) -> set[str]:
    """Return the first part of every module that the file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


ORDER = {
    "data": (
        "i18n", "storage", "catalogue", "spreadsheets", "units", "boundaries", "derivation", "releases", "measures",
        "plans", "access", "disclosure", "publication", "teams", "intake", "sample", "services", "cli",
    ),
    "components": (
        "identity", "state", "server", "shell", "map", "charts", "review", "teams", "explore", "planning", "public",
    ),
}  # fmt: skip
"""The rooms from the ground up: each may import from itself and from those before it."""


def imported_modules(file: Path) -> set[tuple[str, ...]]:
    """Return the parts of the name of every module of the project that the file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {(*node.module.split("."), name.name) for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {tuple(name.name.split(".")) for name in node.names}
    return found


@pytest.mark.parametrize("top", ORDER)
def test_rooms_stand_in_an_order_and_import_downwards_alone(top: str) -> None:
    rooms = ORDER[top]
    assert {folder.name for folder in (PROJECT / top).iterdir() if (folder / "__init__.py").exists()} == set(rooms)
    for file in sorted((PROJECT / top).glob("*/**/*.py")):
        own = rooms.index(file.relative_to(PROJECT / top).parts[0])
        for module in imported_modules(file):
            if module[0] == top:
                assert rooms.index(module[1]) <= own, (str(file.relative_to(PROJECT)), ".".join(module))


def room_of(file: Path) -> str:
    return file.relative_to(PROJECT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(PROJECT)))
def test_imports_go_one_way(file: Path) -> None:
    own = imported(file) & {*ROOMS, "app", "tests"}
    assert own <= MAY_IMPORT[room_of(file)]
    if room_of(file) in ("data", "geo"):
        assert "streamlit" not in imported(file)


def test_no_page_stands_directly_in_pages() -> None:
    assert not list((PROJECT / "pages").glob("*.py"))
    assert list((PROJECT / "pages").glob("*/*.py"))


def test_pages_are_tables_of_contents() -> None:
    for page in (PROJECT / "pages").glob("*/*.py"):
        assert len(page.read_text(encoding="utf-8").splitlines()) <= 40, page


def test_pages_that_are_not_public_check_the_role_themselves() -> None:
    for page in (PROJECT / "pages").glob("*/*.py"):
        if page.parent.name != "public":
            assert "access.require(" in page.read_text(encoding="utf-8"), page


GUARDED = {
    "data.boundaries.store": {"add", "publish", "withdraw", "rollback", "discard"},
    "data.catalogue.proposals": {"propose", "publish", "withdraw", "discard"},
    "data.intake.drafting": {"make"},
    "data.intake.drafting_many": {"make"},
    "data.publication.by_area": {"publish_layer", "withdraw_layer", "rollback_layers"},
    "data.publication.publish": {"publish", "rebase", "rollback", "refresh"},
    "data.releases.drafts": {"create", "get", "list_drafts", "answer", "discard"},
    "data.storage.audit_log": {"act", "append", "commit", "read"},
    "data.teams.editing": {"prepare", "keep"},
    "data.teams.erasing": {"erase"},
    "data.teams.people": {"members", "person", "search", "export"},
    "data.units.assignments": {"assign"},
    "data.units.village_mergers": {"record"},
}
"""By module the functions that read or change what is not everybody's, whoever calls them."""


def named_of_data(file: Path) -> set[tuple[str, str]]:
    """Return the module and the name of all that a file takes from a module of GUARDED, under whatever name."""
    tree, called, found = ast.parse(file.read_text(encoding="utf-8")), {}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for each in node.names:
                called[each.asname or each.name] = f"{node.module}.{each.name}"
                found.add((node.module, each.name))
        elif isinstance(node, ast.Import):
            called |= {each.asname: each.name for each in node.names if each.asname}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            whole = ast.unparse(node.value)
            found.add((called.get(whole, whole), node.attr))
    return {(module, name) for module, name in found if module in GUARDED}


def test_what_is_guarded_exists() -> None:
    for module, names in GUARDED.items():
        tree = ast.parse((PROJECT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
        assert names <= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, module


@pytest.mark.parametrize(
    "text",
    [
        "from data.teams import people\npeople.members(None)",
        "from data.teams import people as them\nread = them.members",
        "from data.teams.people import members as anybody",
        "import data.teams.people\ndata.teams.people.members(None)",
    ],
)
def test_what_is_guarded_is_found_under_every_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "page.py").write_text(text, encoding="utf-8")
    assert ("data.teams.people", "members") in named_of_data(tmp_path / "page.py")


def test_pages_change_and_read_what_is_not_everybodys_through_the_use_cases() -> None:
    """What a planner may do is decided in data.access: a page that went past it could do everything."""
    directly = re.compile(r"\.people\(|\bstore\(\)\.(?:current|list)\(")
    for file in SOURCES:
        if room_of(file) in ("components", "pages", "app"):
            assert not [(module, name) for module, name in named_of_data(file) if name in GUARDED[module]], file
            if file.name != "loaders.py":
                assert not (found := directly.findall(file.read_text(encoding="utf-8"))), (file, found)


def test_only_one_file_touches_the_address_and_one_the_caches() -> None:
    for file in SOURCES:
        text = file.read_text(encoding="utf-8")
        if file.name != "selection.py":
            assert "st.query_params" not in text and "st.session_state" not in text, file
        if file.name not in ("loaders.py", "first_run.py"):
            assert "st.cache_" not in text, file


def test_no_room_has_a_nameless_name() -> None:
    nameless = {"utils.py", "helpers.py", "misc.py", "common.py"}
    assert not [file for file in PROJECT.rglob("*.py") if ".venv" not in file.parts and file.name in nameless]


def test_every_word_has_both_languages_and_the_same_placeholders() -> None:
    for key, (vietnamese, english) in dictionary().items():
        assert vietnamese.strip() and english.strip(), key
        told = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (vietnamese, english)]
        assert told[0] == told[1], key


def test_every_word_that_components_say_exists() -> None:
    said = re.compile(r"""(?:words|\.text|say)\(\s*"([a-z_]+\.[a-z_.0-9-]+)\"""")
    for file in SOURCES:
        for key in said.findall(file.read_text(encoding="utf-8")):
            assert key in dictionary(), (file.name, key)


def test_commands_of_the_readme_exist() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z-]+)", readme)):
        assert re.search(rf"^{target}:", makefile, re.M), target
