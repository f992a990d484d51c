"""What a form changes, or what two forms say differently, as people read it: names, and words instead of codes."""

from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from components.shell.frame import quoted, words
from components.state import selection
from data.i18n import dictionary, numbers

_KNOWN: Final = frozenset(dictionary())
_HIDDEN: Final = frozenset(
    {
        "period",
        "seat",
        "young",
        "commune_2024",
        "commune_2025",
        "district",
        "province_2024",
        "team",
        "reported_structure",
        "commune",
    }
)
"""Fields of a record that nobody fills in: they follow from others."""

_WORDS: Final = {
    "level": "teams.level",
    "status": "teams.status",
    "role": "team.role",
    "form": "teams.form",
    "kind": "teams.supply",
    "difficulties": "teams.difficulty",
    "contents": "teams.content",
    "tasks": "teams.task",
    "group_platform": "team_edit.platform",
}
_DAYS: Final = frozenset({"founded", "decided", "reorganised", "dissolved", "since", "until", "last_day", "day"})


def show(changed: pd.DataFrame, *, old: str, new: str) -> None:
    """Show rows of data.teams.reviewing as a table with these headings; people on a list are counted, never named."""
    changed = changed[~changed["field"].isin(_HIDDEN)]
    persons = changed[changed["field"] == "persons"]
    rows = [_row(row) for row in changed[changed["field"] != "persons"].itertuples()]
    if len(persons):
        rows.append((words("teams.field.persons"), "", f"+{numbers.number(len(persons), selection.language())}"))
    head = "".join(f'<th scope="col">{quoted(name)}</th>' for name in (words("team_edit.field"), old, new))
    body = "".join(
        f'<tr><th scope="row">{quoted(name)}</th><td>{quoted(before)}</td><td>{quoted(after)}</td></tr>'
        for name, before, after in rows
    )
    st.html(f'<div class="changes"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')


def _row(row: object) -> tuple[str, str, str]:
    key = f"teams.field.{row.field}"
    label = words(key) if key in _KNOWN else row.field
    if row.table == "team_villages" and row.field != "villages":
        label = f"{label}: {row.part}"
    if row.personal:
        return label, words("team_edit.personal"), words("team_edit.personal")
    return label, as_text(row.field, row.old), as_text(row.field, row.new)


def as_text(field: str, value: str | None) -> str:
    """Write a value as people read it; "" where there is none."""
    if value is None or pd.isna(value):
        return ""
    lang = selection.language()
    if field in _DAYS:
        return numbers.day(date.fromisoformat(value), lang)
    if field in _WORDS:
        keys = [(f"{_WORDS[field]}.{code}", code) for code in value.split(",")]
        return ", ".join(words(key) if key in _KNOWN else code for key, code in keys)
    if value in ("True", "False"):
        return words("team_edit.yes" if value == "True" else "team_edit.no")
    return numbers.number(int(value), lang) if value.isdecimal() and not value.startswith("0") else value
