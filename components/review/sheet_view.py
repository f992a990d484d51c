"""The sheet as the office sees it, each column, row and cell coloured and named by what it was taken for."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from components.shell.frame import plain, quoted, words
from components.state import selection
from data.i18n import dictionary, numbers
from data.intake.result import Checked
from data.intake.sheet_as_read import ColumnUse, RowUse, Use, View, views
from data.spreadsheets.reader import RawSheet

_ROWS: Final = 100  # on one page of the view
_COLUMNS: Final = 60
_FEW: Final = 3  # texts of a line above a table
_TABS: Final = 4  # as many tables are offered side by side; more in a list
_LINE, _READ_AS = "line", "read_as"
_MASK: Final = "•••"
_LETTER: Final = 8  # dots that a letter takes

# Seen through, so that they hold in both themes; each also has its word at the column, the row or in the key.
COLOURS: Final[dict[Use, str]] = {
    "figure": "rgba(15, 148, 136, .30)",
    "team": "rgba(15, 148, 136, .14)",
    "unit": "rgba(59, 130, 246, .24)",
    "day": "rgba(34, 197, 94, .34)",
    "asked": "rgba(245, 158, 11, .50)",
    "total": "rgba(120, 130, 140, .38)",
    "group": "rgba(120, 130, 140, .20)",
    "personal": "rgba(168, 85, 247, .28)",
}
_FAINT: Final = "rgba(128, 128, 128, .95)"
_KEY: Final[tuple[Use, ...]] = ("figure", "team", "unit", "day", "total", "group", "asked", "personal", "unread")


def show(checked: Checked, sheets: Sequence[RawSheet], *, key: str) -> View | None:
    """Show a file's tables, one at a time; return the one that is shown."""
    found = views(checked, sheets)
    if not found:
        return None
    view = _chosen(found, key=key)
    heads = _heads(view)
    _titles(view, heads, day=numbers.day(checked.as_of, selection.language()))
    first, last = _window(view, view.first + len(heads), key=f"{key}-{found.index(view)}")
    _grid(view, first, last, day=numbers.day(checked.as_of, selection.language()))
    _legend(view, first, last)
    return view


def _chosen(found: list[View], *, key: str) -> View:
    """Ask which table to look at, where there are several; those that figures come from stand first."""
    if len(found) == 1:
        return found[0]
    places = range(len(found))
    if len(found) <= _TABS:
        chosen = st.segmented_control(
            words("sheet_view.tables"),
            places,
            default=0,
            format_func=lambda at: _name(found, at),
            key=f"{key}-table",
            label_visibility="collapsed",
        )
    else:
        chosen = st.selectbox(
            words("sheet_view.tables"), places, format_func=lambda at: _name(found, at), key=f"{key}-table"
        )
    return found[chosen or 0]


def _name(found: list[View], at: int) -> str:
    view = found[at]
    twins = [one for one in found if one.sheet.name == view.sheet.name]
    lines = f" ({words('sheet_view.from', row=view.first + 1)})" if len(twins) > 1 else ""
    unread = "" if view.taken else f" · {words('sheet_view.use.unread')}"
    return f"{view.sheet.name}{lines}{unread}"


def _heads(view: View) -> list[int]:
    """Return the lines above the table, as long as each holds a text or two and nothing else."""
    out = []
    for row in range(view.first, view.last + 1):
        filled = sum(view.cell(row, column.at) not in (None, "") for column in view.columns)
        if filled > _FEW or (filled and view.rows.get(row, RowUse("unread")).use not in ("title", "day")):
            break
        out.append(row)
    return out if len(out) <= view.last - view.first else []


def _titles(view: View, heads: list[int], *, day: str) -> None:
    """Show the lines above the table in full, the one that names the day of the figures in its colour."""
    lines = []
    for row in heads:
        texts = [
            _written(view, row, column.at) for column in view.columns if view.cell(row, column.at) not in (None, "")
        ]
        if not texts:
            continue
        is_day = view.rows.get(row, RowUse("unread")).use == "day"
        mark = f' style="background: {COLOURS["day"]}"' if is_day else ""
        marked = f" <b>← {quoted(words('sheet_view.row.day'))}: {quoted(day)}</b>" if is_day else ""
        lines.append(f"<li><i>{row + 1}</i><span{mark}>{quoted(' · '.join(texts))}</span>{marked}</li>")
    if lines:
        st.html(f'<ul class="heads" aria-label="{quoted(words("sheet_view.use.title"))}">{"".join(lines)}</ul>')


def _window(view: View, first: int, *, key: str) -> tuple[int, int]:
    """Return the rows to show: of a long table one part, which a row of numbers above it turns to."""
    count = view.last - first + 1
    if count <= _ROWS:
        return first, view.last
    page = st.pagination(-(-count // _ROWS), key=f"{key}-rows")
    start = first + (page - 1) * _ROWS
    return start, min(start + _ROWS - 1, view.last)


def _grid(view: View, first: int, last: int, *, day: str) -> None:
    columns = view.columns[:_COLUMNS]
    rows = range(first, last + 1)
    body = pd.DataFrame(
        [
            {_LINE: str(row + 1), _READ_AS: _of_row(view.rows.get(row, RowUse("unread")), day)}
            | {column.letter: _written(view, row, column.at) for column in columns}
            for row in rows
        ]
    )
    styles = pd.DataFrame(
        [
            {_LINE: f"color: {_FAINT}", _READ_AS: _style(view.rows.get(row, RowUse("unread")).use)}
            | {column.letter: _style(view.use(row, column.at)) for column in columns}
            for row in rows
        ]
    )
    text = st.column_config.TextColumn
    right = {column.letter for column in columns if column.use == "figure"}
    st.dataframe(
        body.style.apply(lambda _: styles, axis=None),
        hide_index=True,
        row_height=32,
        height=min(520, 32 * len(body) + 38),
        column_config={
            _LINE: text(words("intake_page.column.row"), width=52, pinned=True),
            _READ_AS: text(words("sheet_view.read_as"), width=_width(words("sheet_view.read_as"), body[_READ_AS])),
            **{
                column.letter: text(
                    f"{column.letter} · {_of_column(column)}",
                    width=_width(f"{column.letter} · {_of_column(column)}", body[column.letter]),
                    alignment="right" if column.letter in right else None,
                )
                for column in columns
            },
        },
        alt=_summary(view),
    )
    if len(view.columns) > _COLUMNS:
        st.caption(words("sheet_view.columns_more", shown=_COLUMNS, all=len(view.columns)))


def _width(heading: str, cells: pd.Series) -> int:
    """Return how wide a column is: as its heading and most of its cells need."""
    usual = int(cells.str.len().quantile(0.9)) if len(cells) else 0
    return min(max(_LETTER * (len(heading) + 2) + 14, _LETTER * usual + 18, 64), 300)


def _written(view: View, row: int, column: int) -> str:
    value = view.cell(row, column)
    if value is None:
        return ""
    if view.is_masked(row, column):
        return _MASK
    return numbers.number(value, selection.language()) if isinstance(value, int) and value > 9999 else str(value)


def _style(use: Use) -> str:
    if use in COLOURS:
        return f"background-color: {COLOURS[use]}"
    return f"color: {_FAINT}" if use in ("unread", "number", "heading") else ""


def _of_column(column: ColumnUse) -> str:
    """Name what a column was taken for."""
    if column.indicator and column.use == "figure":
        return words(f"indicator.{column.indicator}")
    role = f"sheet_view.role.{column.role}"
    return words(role if role in dictionary() else f"sheet_view.use.{column.use}")


def _of_row(row: RowUse, day: str) -> str:
    """Name what a row was taken for: a unit, an indicator, or what it is else."""
    if row.use == "day":
        return f"{words('sheet_view.row.day')}: {day}"
    if row.unit:
        return row.unit
    if row.indicator:
        return words(f"indicator.{row.indicator}")
    return "" if row.use == "blank" else words(f"sheet_view.row.{row.use}")


def _legend(view: View, first: int, last: int) -> None:
    """Explain the colours that are seen, with how many cells have each."""
    seen = Counter(view.use(row, column.at) for row in range(first, last + 1) for column in view.columns[:_COLUMNS])
    chips = "".join(
        f'<li><i style="background: {COLOURS.get(use, "none")}"></i>{quoted(words(f"sheet_view.use.{use}"))}</li>'
        for use in _KEY
        if seen[use]
    )
    st.html(f'<ul class="uses" aria-label="{quoted(words("sheet_view.key"))}">{chips}</ul>')
    st.caption(plain(_summary(view)))


def _summary(view: View) -> str:
    """Say in a sentence which columns figures were taken from, which are asked about and which are not read."""
    parts = []
    for use in ("figure", "asked", "personal", "unread"):
        named = [column for column in view.columns if column.use == use and column.role not in ("line", "")]
        if named and view.taken:
            listed = ", ".join(
                f"{column.letter} {_of_column(column)}" if use == "figure" else column.letter for column in named
            )
            parts.append(f"{words(f'sheet_view.use.{use}')}: {listed}")
    return ". ".join(parts) if parts else words("sheet_view.use.unread" if not view.taken else "sheet_view.lines")
