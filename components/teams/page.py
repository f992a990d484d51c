"""The team finder: which teams there are, what is missing in them, and which stand on paper alone."""

from functools import partial

import pandas as pd
import streamlit as st

from components.identity import access
from components.shell import frame, link_notice
from components.shell.frame import plain, words
from components.state import loaders, selection, teams_view
from components.state.teams_view import ROWS, TeamsView
from components.state.view_model import sample_label, structure_name
from components.teams import filters, forms, side_by_side, table, targets, unsure
from data.i18n import numbers
from data.teams import targets as aims
from data.teams.finder import Found
from data.units import register

PAGE = "pages/steering/teams.py"
_TEAM = "pages/steering/explore.py"
_OPENED = "team-opened"  # kept from the choice of a row to the run that opens its page
_LEFT = "teams-left"  # the address that the finder had when a team was opened
_WIDTHS = {
    selection.NUMBER: 48,
    "name": 205,
    "place": 190,
    "gaps": 206,
    "level": 112,
    "status": 118,
    "members": 84,
    "trained": 86,
    "active": 122,
    "group": 80,
    "guided": 116,
}


def page() -> None:
    """Lay out the page: its title, then the view itself."""
    _come_back()
    view = current()
    here = loaders.release()
    available = loaders.periods(here.id)
    within = [part.code for part in filters.way(view) if part.level != "district"]
    kinds = loaders.sources(here.id, available[-1], view.structure, within[-1] if within else "")["kind"]
    frame.heading(words("teams_page.title"), note=words("teams_page.note"), sample=sample_label(kinds))
    body()


def _come_back() -> None:
    """Give the finder the address that it was left with, where the browser's back button leads to a team's address.

    On the way to another page Streamlit writes that page's parameters first, which leaves a step in the history.
    """
    if selection.from_address(("t",))["t"]:
        selection.put({"v": "", "t": "", **selection.session_value(_LEFT, dict)})


@st.fragment
def body() -> None:
    """Show the view; a fragment, so that a change sends the view's own content alone."""
    frame.guarded(_body)


def _body() -> None:
    access.require("viewer")
    view = current()
    if not link_notice.show([], within=view.structure, go=partial(filters.go, view), districts=True):
        return
    filters.place(view)
    found = _found(view)
    pages = max(1, -(-found.total // ROWS))
    if view.page > pages:
        view = view.changed(page=pages)
        found = _found(view)
    filters.show(view, found)
    summary(view, found)
    if len(view.unit) == 5:
        unsure.say(view.structure, view.unit)
    if view.unit:
        targets.show(lambda: aims.of_unit(loaders.release(), structure=view.structure, code=view.unit))
    if not found.total:
        st.info(words("teams_page.none"))
    elif view.layout == "side" and len(view.unit) == 5:
        side_by_side.show(view, found)
    else:
        listed(view, found, pages=pages)
    st.caption(plain(_source(view, found)))
    if len(view.unit) == 5 and access.actor().covers(view.structure, view.unit):
        forms.new_team(view.structure, view.unit)
    if opened := selection.pop_value(_OPENED):
        st.switch_page(_TEAM, query_params=opened)


def current() -> TeamsView:
    """Return the view that the address asks for."""
    return teams_view.read(selection.from_address(teams_view.NAMES.values()))


def _found(view: TeamsView) -> Found:
    side = view.layout == "side" and len(view.unit) == 5
    return loaders.found_teams(
        loaders.release().id,
        view.query(),
        view.ordered_by,
        view.falling,
        side_by_side.MOST if side else ROWS,
        0 if side else view.offset,
    )


def summary(view: TeamsView, found: Found) -> None:
    """Say in sentences how many teams were found and, of teams on paper, of how many and what that means."""
    lang = selection.language()
    day = numbers.day(found.as_of, lang) if found.as_of else words("explore.untold")
    named = words("explore.country")
    if view.unit:
        named = register.unit(view.structure, view.unit, on=register.today()).name
    total = numbers.number(found.total, lang)
    if "paper" not in view.gaps:
        st.markdown(plain(words("teams_page.found", n=total, place=named, day=day)))
        return
    every = loaders.found_teams(loaders.release().id, view.changed(gaps=()).query(), "name", False, 0, 0)
    of = numbers.number(every.total, lang)
    st.markdown(
        plain(
            words(
                "teams_page.found.paper",
                n=total,
                all=of,
                place=named,
                day=numbers.day(every.as_of, lang) if every.as_of else day,
            )
        )
    )
    unknown = numbers.number(every.counts["unknown"], lang)
    st.caption(plain(words("teams_page.paper", days=numbers.number(view.days, lang), unknown=unknown)))


def listed(view: TeamsView, found: Found, *, pages: int) -> None:
    """List a page of teams; choosing a row opens its team."""
    lang = selection.language()
    shown = table.written(found, lang=lang, first=view.offset + 1)
    links = {row.team: table.address(view.structure, row, lang=lang) for row in found.table.itertuples()}

    def chosen(team: str, _column: str) -> None:
        selection.keep(_OPENED, links[team])
        selection.keep(_LEFT, teams_view.written(view))

    key = "-".join(("teams", found.release_id[:7], *teams_view.link(view).values()))
    st.dataframe(
        shown,
        hide_index=True,
        row_height=35,
        height=min(35 * len(shown) + 38, 738),
        selection_mode="single-cell",
        column_config=_columns(shown),
        alt=words("teams_page.title"),
        **selection.row_choice(key, list(found.table["team"]), chosen),
    )
    if pages > 1:
        st.pagination(
            pages, **selection.renewed("teams-page", view.page, lambda page_number: filters.go(view, page=page_number))
        )


def _columns(shown: pd.DataFrame) -> dict[str, object]:
    right = {selection.NUMBER, "members", "trained", "guided"}
    return {
        name: st.column_config.TextColumn(
            words(f"teams_page.column.{name}"), width=_WIDTHS.get(name), alignment="right" if name in right else None
        )
        for name in shown
    }


def _source(view: TeamsView, found: Found) -> str:
    return words(
        "teams_page.source",
        structure=structure_name(view.structure, selection.language()),
        release=found.release_id[:7],
    )
