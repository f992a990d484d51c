"""Says what a link asks for that there is not, and offers the nearest: a link never opens something else in silence."""

from collections.abc import Callable, Sequence

import streamlit as st

from components.shell.frame import plain, words
from components.state import link_text, selection
from components.state.view_model import structure_name
from data.catalogue import periods
from data.units import register
from data.units.register import StructureId

_MOST_SHOWN = 40  # letters of what somebody wrote into a link


def show(available: Sequence[str], *, within: StructureId, go: Callable[..., None], districts: bool = False) -> bool:
    """Warn of an unknown period, structure or unit; return whether the unit of the link is there.

    available: the periods that there are, none for a page without one. go: changes the view to another unit. districts:
    whether they are units of this page.
    """
    unknown = selection.unknown(available, districts=districts)
    if available and unknown.period:
        shown = periods.label(link_text.period(unknown.period, available), selection.language())
        _warn(words("link.no_period", text=_short(unknown.period), shown=shown))
    if unknown.structure:
        _warn(
            words(
                "link.no_structure", text=_short(unknown.structure), shown=structure_name(within, selection.language())
            )
        )
    if unknown.unit:
        _no_unit(unknown.unit, within, go)
    return not unknown.unit


def _no_unit(text: str, within: StructureId, go: Callable[..., None]) -> None:
    """Offer the units that a link may have meant, and the country."""
    _warn(words("link.no_unit", text=_short(text), structure=structure_name(within, selection.language())))
    found = link_text.nearest(text, within)
    if found:
        st.caption(words("link.nearest"))
    with st.container(key="nearest", gap=None):
        for each in found:
            unit = each.unit
            province = (
                "" if unit.level == "province" else register.unit(within, unit.province, on=register.today()).short
            )
            details = " · ".join(filter(None, [province, each.text(selection.language())]))
            st.button(
                f"**{plain(unit.name)}** :small[{plain(details)}]",
                key=f"nearest-{unit.code}",
                type="tertiary",
                on_click=go,
                kwargs={"unit": unit.code},
            )
        st.button(words("explore.country"), key="nearest-country", type="tertiary", on_click=go, kwargs={"unit": ""})


def _warn(text: str) -> None:
    st.warning(plain(text), icon=":material/link_off:")


def _short(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
