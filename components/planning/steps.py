"""The steps of a report from file to map, at the top, and what comes next, always in view at the bottom."""

from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st

from components.shell.frame import quoted, words

Step = Literal["read", "ask", "changes", "publish"]
STEPS: Final[tuple[Step, ...]] = ("read", "ask", "changes", "publish")


@dataclass(frozen=True)
class Next:
    """Where a report stands: the step it is at, the words for what comes next, and where on the page that is done."""

    step: Step | None  # None: all is done
    key: str
    count: int = 0
    anchor: str = ""


def show(here: Next) -> None:
    """Draw the steps; the one that a report is at is marked in colour, in words, and for readers of screens."""
    at = len(STEPS) if here.step is None else STEPS.index(here.step)
    items = []
    for number, step in enumerate(STEPS):
        state = "done" if number < at else "now" if number == at else "later"
        mark = "✓" if state == "done" else str(number + 1)
        current = ' aria-current="step"' if state == "now" else ""
        name, status = quoted(words(f"steps.{step}")), quoted(words(f"steps.{state}"))
        items.append(
            f'<li class="{state}"{current}><b aria-hidden="true">{mark}</b><span>{name}</span>'
            f'<span class="spoken">{status}</span></li>'
        )
    st.html(f'<nav aria-label="{quoted(words("steps.title"))}"><ol class="steps">{"".join(items)}</ol></nav>')


def say_next(here: Next) -> None:
    """Say what comes next, with the way there where it is not a button of this bar itself."""
    sentence = quoted(words(f"steps.next.{here.key}", count=here.count))
    go = f' <a href="#{here.anchor}">{quoted(words(f"steps.next.{here.key}.go"))}</a>' if here.anchor else ""
    st.html(f'<p class="next" role="status">{sentence}{go}</p>')
