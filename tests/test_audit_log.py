"""The page of the audit log has words for everything that any act writes to it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from components.planning import audit_log
from data.i18n import dictionary

DATA = Path(__file__).parents[1] / "data"
_WRITES = {"append", "commit", "act", "set_current", "_set_current"}


def fields_written() -> Iterator[str]:
    """Give the name of everything that calls of the log, or of what writes to it, say by name."""
    for file in DATA.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            of_log = name != "append" or getattr(getattr(call.func, "value", None), "id", "") == "audit_log"
            for told in call.keywords if (name in _WRITES and of_log) or name in ("people", "_require") else ():
                if told.arg == "about" and isinstance(told.value, ast.Dict):
                    yield from (key.value for key in told.value.keys if isinstance(key, ast.Constant))
                elif told.arg is not None and name in _WRITES:
                    yield told.arg


def test_every_field_that_is_logged_has_words() -> None:
    written = set(fields_written())
    assert {"team", "persons", "search", "communes", "file_hash", "decree", "conflicts"} <= written
    assert written - {*audit_log._FIELDS, *audit_log._APART, "message"} == set()
    assert {f"audit.field.{name}" for name in audit_log._FIELDS} <= dictionary().keys()
