"""The teams of one commune side by side: a row a team, the same things of each, so that they can be compared."""

from typing import Final
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components.shell.frame import quoted, words
from components.state import selection
from components.state.teams_view import TeamsView
from components.teams import table
from data.i18n import numbers
from data.teams.finder import GAPS, Found

MOST: Final = 500
_COUNTS: Final = ("members", "young", "assessed", "guided_year", "reports_year", "group_households")
_SIGNS: Final = {True: ("lacks", "●"), False: ("has", "–")}


def show(view: TeamsView, found: Found) -> None:
    """Show every team found in one table; a name opens the team."""
    lang = selection.language()
    most = found.table.groupby("level")[list(_COUNTS)].max().to_dict("index")  # levels are not held against each other
    heads = [
        "name",
        "level",
        "members",
        "trained",
        "young",
        "assessed",
        "active",
        "reports_year",
        "guided_year",
        "group_households",
        *(f"gap.{gap}" for gap in GAPS),
    ]
    head = "".join(f'<th scope="col">{quoted(_head(name))}</th>' for name in heads)
    body = "".join(_row(view, row, most[row.level], lang=lang) for row in found.table.itertuples())
    st.html(f'<div class="sides"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')
    st.caption(words("teams_page.side.note"))


def _head(name: str) -> str:
    return words(f"teams.{name}") if name.startswith("gap.") else words(f"teams_page.side.{name}")


def _row(view: TeamsView, row: object, most: dict[str, object], *, lang: str) -> str:
    link = urlencode(table.address(view.structure, row, lang=lang))
    cells = [
        f'<th scope="row"><a href="explore?{quoted(link)}">{quoted(table.short(row.name))}</a></th>',
        f"<td>{quoted(words(f'teams.level.{row.level}'))}</td>",
        _bar(row.members, most["members"], lang=lang),
        f'<td class="n">{quoted(table.trained(row, lang=lang))}</td>',
        _bar(row.young, most["young"], lang=lang),
        _bar(row.assessed, most["assessed"], lang=lang),
        f'<td class="n">{quoted(table.active(row, lang=lang))}</td>',
        _bar(row.reports_year, most["reports_year"], lang=lang),
        _bar(row.guided_year, most["guided_year"], lang=lang),
        _bar(row.group_households, most["group_households"], lang=lang),
        *(_gap(getattr(row, f"gap_{gap}"), words(f"teams.gap.{gap}")) for gap in GAPS),
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _bar(value: object, most: object, *, lang: str) -> str:
    """Write a count with a bar as long as its part of the largest beside it; missing ones have none."""
    if value is None or pd.isna(value):
        return f'<td class="n quiet">{quoted(words("explore.untold"))}</td>'
    width = round(100 * int(value) / int(most)) if most is not None and pd.notna(most) and int(most) > 0 else 0
    return f'<td class="n"><span>{numbers.number(int(value), lang)}</span><i style="width:{width}%"></i></td>'


def _gap(value: object, name: str) -> str:
    """Mark a gap that a team has; one that it does not have, and one of which too little is known, look different."""
    if value is None or pd.isna(value):
        return f'<td class="gap open" title="{quoted(name)}: {quoted(words("teams_page.side.open"))}">?</td>'
    kind, sign = _SIGNS[bool(value)]
    text = words("teams_page.side.lacks" if value else "teams_page.side.has")
    return f'<td class="gap {kind}" title="{quoted(name)}: {quoted(text)}">{sign}</td>'
