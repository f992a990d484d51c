"""The answers that are remembered of forms: what they say, whose they are, since when; and how to withdraw them."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from components.identity import access
from components.shell.frame import words
from components.state import loaders, selection
from data.access.actor import UnitKey
from data.access.areas import COUNTRY, NOWHERE
from data.catalogue.current import catalogue
from data.i18n import numbers
from data.intake.columns import IGNORE
from data.intake.match_units import LEAVE_OUT
from data.intake.remembered_answers import Remembered
from data.intake.villages import NEW
from data.services import remembered as service
from data.units.structures import STRUCTURES, StructureId, in_force

_FIXED = (LEAVE_OUT, IGNORE, NEW)
_DONE = "remembered-done"


@st.fragment
def box() -> None:
    """Offer the answers of the planner's area; the list is made only while it is open."""
    expander = st.expander(words("remembered.title"), key="remembered", on_change="rerun")
    if not expander.open:
        return
    with expander:
        if done := selection.pop_value(_DONE):
            st.success(done)
        found = service.answers(access.actor())
        st.caption(words("remembered.what" if found else "remembered.none"))
        if found:
            _list(found)


def _list(found: list[Remembered]) -> None:
    """Show the answers as rows; what is chosen can be withdrawn, or given for all, where that is one's own to do."""
    picked = st.dataframe(
        pd.DataFrame([_row(one) for one in found]),
        hide_index=True,
        key=f"remembered-{hash(tuple(found))}",  # a choice stays with its rows
        on_select="rerun",
        selection_mode="multi-row",
        row_height=35,
        height=min(10, len(found) + 1) * 35 + 3,
    )["selection"]["rows"]
    chosen = [found[at] for at in picked if at < len(found)]
    own = [one for one in chosen if service.is_own(access.actor(), one)]
    if chosen and len(own) < len(chosen):
        st.caption(words("remembered.others"))
    with st.container(horizontal=True):
        st.button(
            words("remembered.withdraw"), disabled=not own, on_click=_withdraw, args=(own,), key="remembered-withdraw"
        )
        if access.may("administrator"):
            wide = [one for one in own if COUNTRY not in one.area]
            st.button(
                words("remembered.for_all"),
                disabled=not wide,
                on_click=_give_for_all,
                args=(wide,),
                key="remembered-for-all",
                help=words("remembered.for_all.help"),
            )


def _withdraw(chosen: list[Remembered]) -> None:
    gone = sum(service.withdraw(loaders.store(), access.actor(), one) for one in chosen)
    selection.keep(_DONE, words("remembered.withdrawn", count=numbers.number(gone, selection.language())))


def _give_for_all(chosen: list[Remembered]) -> None:
    for one in chosen:
        service.give_for_all(loaders.store(), access.actor(), one)
    count = numbers.number(len(chosen), selection.language())
    selection.keep(_DONE, words("remembered.for_all.done", count=count))


def _row(one: Remembered) -> dict[str, str]:
    structure = next((structure for structure, _ in sorted(one.area) if structure in STRUCTURES), in_force())
    return {
        words("remembered.column.said"): as_text(one.question, one.answer, structure),
        words("remembered.column.area"): area(one.area),
        words("remembered.column.by"): one.by or words("remembered.unknown"),
        words("remembered.column.at"): _day(one.at),
        words("remembered.column.file"): one.file,
    }


def as_text(question: str, answer: str, structure: StructureId) -> str:
    """Write an answer as "text in the file → what it is"; the end of a question's id is its text in plain letters."""
    if answer in _FIXED:
        label = words(f"intake_page.option.{answer}")
    elif answer in catalogue().readings:
        label = words(f"indicator.{answer}")
    else:
        label = loaders.unit_names(structure).get(answer, answer)
    return f"{question.rsplit(':', 1)[-1]} → {label}"


def note(one: Remembered | None) -> str:
    """Say whose a remembered answer is, to stand behind it; "" for an answer given to this file."""
    if one is None:
        return ""
    if not one.by:
        return f" ({words('remembered.unknown')})"
    return f" ({words('remembered.from', who=one.by, day=_day(one.at), area=area(one.area))})"


def area(units: Iterable[UnitKey]) -> str:
    """Name the units that an answer holds for."""
    names = []
    for structure, code in sorted(units):
        if (structure, code) == COUNTRY:
            names.append(words("remembered.country"))
        elif (structure, code) == NOWHERE or structure not in STRUCTURES:
            names.append(words("remembered.nowhere"))
        else:
            names.append(loaders.unit_names(structure).get(code, code))
    return ", ".join(dict.fromkeys(names))


def _day(moment: str) -> str:
    return pd.Timestamp(moment).strftime("%d/%m/%Y %H:%M") if moment else ""
