"""What the team finder is narrowed by: where, which level and status, what is missing, in which order."""

from collections.abc import Callable, Sequence

import streamlit as st

from components.shell.frame import words
from components.state import selection, teams_view
from components.state.teams_view import DAYS, LAYOUTS, TeamsView
from components.state.view_model import structure_name
from data.catalogue.team_codes import DIFFICULTIES, LEVELS, PAPER_DAYS, STATUSES
from data.i18n import numbers
from data.teams.finder import GAPS, SORTS, Found
from data.units import register
from data.units.register import Level, Unit
from data.units.structures import StructureId, UnknownUnit

_ORDER = ("paper", *(gap for gap in GAPS if gap != "paper"))


def go(view: TeamsView, **changes: object) -> None:
    """Write a changed view into the address."""
    selection.put(teams_view.written(view.changed(**changes)))


def _change(view: TeamsView, field: str) -> Callable[[object], None]:
    def changed(value: object) -> None:
        go(view, **{field: tuple(value) if isinstance(value, list) else value})

    return changed


def place(view: TeamsView) -> None:
    """Offer the units from the province down, which units these are, and a part of the name."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        units(view, levels=register.STRUCTURES[view.structure].levels)
        st.text_input(
            words("teams_page.text"),
            width=230,
            icon=":material/search:",
            max_chars=80,
            placeholder=words("teams_page.text.example"),
            **selection.bound("teams-text", view.text, lambda text: go(view, text=text.strip())),
        )


def units(view: TeamsView, *, levels: Sequence[Level]) -> None:
    """Offer the units of each of these levels, from the province down, and which units these are."""
    path = {part.level: part.code for part in way(view)}
    above = ""
    for level in levels:
        if level == "province" or above:
            above = _unit(view, level, chosen=path.get(level, ""), above=above)
    st.selectbox(
        words("explore.structure"),
        list(register.STRUCTURES)[::-1],
        width=190,
        format_func=lambda code: structure_name(code, selection.language()),
        **selection.bound(
            "teams-structure",
            view.structure,
            lambda code: go(view, structure=code, unit=_heir(view, code) if code != view.structure else view.unit),
        ),
    )


def way(view: TeamsView) -> tuple[Unit, ...]:
    """Return the units from the province down to the one looked at; none for the country, or where it is unknown."""
    try:
        return register.path(view.structure, view.unit, on=register.today()) if view.unit else ()
    except UnknownUnit:
        return ()


def _unit(view: TeamsView, level: Level, *, chosen: str, above: str) -> str:
    """Offer the units of a level within the one above; return the one chosen."""
    names = register.children(view.structure, above or None, level, on=register.today())["name"].to_dict()
    every = words(f"teams_page.every.{level}")
    st.selectbox(
        words(f"teams_page.{level}"),
        ["", *names],
        format_func=lambda code: names.get(code, every),
        width=230,
        **selection.bound(
            f"teams-{level}",
            chosen if chosen in names else "",
            lambda code: go(view, unit=code or above, layout=view.layout if len(code) == 5 else "list"),
        ),
    )
    return chosen if chosen in names else ""


def _heir(view: TeamsView, other: StructureId) -> str:
    """Return the unit of another structure that takes the place of the view's."""
    found = [part.code for part in way(view) if part.level != "district"]
    return selection.heir(found[-1], view.structure, other) if found else ""


def show(view: TeamsView, found: Found) -> None:
    """Offer what is missing in a team with how many of those found it concerns, the order, and further filters."""
    lang = selection.language()
    st.pills(
        words("teams_page.gaps"),
        _ORDER,
        selection_mode="multi",
        format_func=lambda gap: f"{words(f'teams.gap.{gap}')} · {numbers.number(found.counts[gap], lang)}",
        **selection.bound("teams-gaps", list(view.gaps), _change(view, "gaps"), clears=True),
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls-more"):
        st.selectbox(
            words("teams_page.sort"),
            SORTS,
            width=190,
            format_func=lambda sort: words(f"teams_page.sort.{sort}"),
            **selection.bound("teams-sort", view.ordered_by, _change(view, "sort")),
        )
        st.button(
            words("teams_page.falling" if view.falling else "teams_page.rising"),
            key="teams-falling",
            icon=":material/swap_vert:",
            on_click=go,
            args=(view,),
            kwargs={"falling": not view.falling},
        )
        _further(view)
        if len(view.unit) == 5:
            st.segmented_control(
                words("teams_page.layout"),
                LAYOUTS,
                required=True,
                label_visibility="collapsed",
                format_func=lambda layout: words(f"teams_page.layout.{layout}"),
                **selection.bound("teams-layout", view.layout, _change(view, "layout")),
            )


def _further(view: TeamsView) -> None:
    """Offer the less common filters, made and sent only while they are open; the button says how many are on."""
    lang = selection.language()
    on = sum((bool(view.levels), bool(view.statuses), bool(view.difficulty), view.days != PAPER_DAYS))
    label = words("teams_page.further.on", n=on) if on else words("teams_page.further")
    box = st.popover(
        label,
        type="primary" if on else "secondary",
        icon=":material/filter_alt:",
        key="teams-further",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        _many(view, "levels", LEVELS, prefix="teams.level")
        _many(view, "statuses", (*STATUSES, "unknown"), prefix="teams.status")
        st.selectbox(
            words("teams_page.difficulty"),
            ["", *DIFFICULTIES],
            format_func=lambda kind: words(f"teams.difficulty.{kind}" if kind else "teams_page.any"),
            **selection.bound("teams-difficulty", view.difficulty, _change(view, "difficulty")),
        )
        st.selectbox(
            words("teams_page.days"),
            sorted({*DAYS, view.days}),
            format_func=lambda days: words("teams_page.days.n", n=numbers.number(days, lang)),
            **selection.bound("teams-days", view.days, _change(view, "days")),
        )
        st.button(
            words("reading.filter.clear"),
            disabled=not on,
            on_click=go,
            args=(view,),
            kwargs={"levels": (), "statuses": (), "difficulty": "", "days": PAPER_DAYS},
        )


def _many(view: TeamsView, field: str, options: tuple[str, ...], *, prefix: str) -> None:
    st.multiselect(
        words(f"teams_page.{field}"),
        options,
        format_func=lambda code: words(f"{prefix}.{code}"),
        placeholder=words("teams_page.any"),
        **selection.bound(f"teams-{field}", list(getattr(view, field)), _change(view, field), clears=True),
    )
