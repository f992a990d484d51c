"""Targets beside what was reached: only where the office has set any, each saying whether it is a stock or a flow."""

from collections.abc import Callable, Sequence

import streamlit as st

from components.shell import frame
from components.shell.frame import plain, words
from components.state import selection
from data.i18n import numbers
from data.storage.errors import ProductError
from data.teams.targets import Progress


def show(find: Callable[[], Sequence[Progress]]) -> None:
    """Show each target with its progress; nothing where there is none. A list that cannot be read stops no page."""
    try:
        found = find()
    except ProductError as fault:
        frame.say_fault(fault)
        return
    if not found:
        return
    st.markdown(f"**{words('targets.title')}**")
    for each in found:
        _one(each)


def _one(found: Progress) -> None:
    lang, target = selection.language(), found.target
    name = words(f"teams.field.{target.indicator}" if target.level == "team" else f"indicator.{target.indicator}")
    since, until = (numbers.day(day, lang) for day in (target.since, target.until))
    head = words(
        f"targets.{target.kind}",
        name=name,
        value=numbers.number(target.value, lang),
        unit=target.unit,
        since=since,
        until=until,
    )
    st.progress(min(max(found.share or 0.0, 0.0), 1.0), text=plain(f"{head}: {_reached(found)}"))
    st.caption(plain(words("targets.source", source=target.source)))


def _reached(found: Progress) -> str:
    """Say what was reached, of how much, on which day; that it is not known."""
    lang = selection.language()
    if found.actual is None or found.day is None:
        return words("targets.unknown")
    text = words(
        "targets.reached",
        n=numbers.number(found.actual, lang),
        day=numbers.day(found.day, lang),
        share=numbers.share(found.share, lang),
    )
    if found.every is None or found.reported == found.every:
        return text
    return text + words("targets.quarters", n=found.reported, all=found.every)
