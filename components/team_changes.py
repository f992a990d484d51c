"""What a form changes, or what two forms say differently, as people read it: names, and words instead of codes."""

from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from components import selection
from components.frame import words
from data.words import dictionary, numbers

_KNOWN: Final = frozenset(dictionary())
_HIDDEN: Final = frozenset({"period", "seat", "young", "commune_2024", "commune_2025", "district", "province_2024",
                            "team"})
"""Fields of a record that nobody fills in: they follow from others."""

_WORDS: Final = {"level": "teams.level", "status": "teams.status", "role": "team.role", "form": "teams.form",
                 "kind": "teams.supply", "difficulties": "teams.difficulty", "contents": "teams.content",
                 "tasks": "teams.task", "group_platform": "team_edit.platform"}
_DAYS: Final = frozenset({"founded", "decided", "reorganised", "dissolved", "since", "until", "last_day", "day"})


def show(told: pd.DataFrame, *, old: str, new: str) -> None:
    """Show rows of data.teams.reviewing as a table with these headings; people on a list are counted, never named."""
    told = told[~told["field"].isin(_HIDDEN)]
    persons = told[told["field"] == "persons"]
    rows = [_row(row, old=old, new=new) for row in told[told["field"] != "persons"].itertuples()]
    if len(persons):
        count = numbers.number(len(persons), selection.language())
        rows.append({words("team_edit.field"): words("teams.field.persons"), old: "", new: f"+{count}"})
    st.dataframe(pd.DataFrame(rows, columns=[words("team_edit.field"), old, new]), hide_index=True, row_height=35)


def _row(row: object, *, old: str, new: str) -> dict[str, str]:
    key = f"teams.field.{row.field}"
    label = words(key) if key in _KNOWN else row.field
    if row.table == "team_villages" and row.field != "villages":
        label = f"{label}: {row.part}"
    if row.personal:
        return {words("team_edit.field"): label, old: words("team_edit.personal"), new: words("team_edit.personal")}
    return {words("team_edit.field"): label, old: said(row.field, row.old), new: said(row.field, row.new)}


def said(field: str, value: str | None) -> str:
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
