"""Says beside a commune's teams how many more may be of it: a team of a commune that was split is in no list of its
parts, and must not vanish unsaid."""

import streamlit as st

from components.shell.frame import words
from components.state import loaders, selection
from data.i18n import numbers
from data.units.register import StructureId


def say(structure: StructureId, commune: str) -> None:
    """Tell of the teams whose commune was split and of which this one is a part; nothing where there are none."""
    count = loaders.unplaced_teams(loaders.release().id, structure, commune)
    if count:
        st.caption(words("teams_page.unplaced", count=numbers.number(count, selection.language())))
