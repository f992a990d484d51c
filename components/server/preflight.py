"""What is checked before the server opens.

It does not start where anybody would become its administrator, nor where its settings or its definitions have faults.
"""

import sys
from collections.abc import Iterator
from typing import Final

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from components.identity import access
from data.access import roles
from data.catalogue.current import catalogue
from data.catalogue.loading import FaultyCatalogue
from data.i18n import LANGUAGES, say
from data.storage import settings
from data.storage.errors import Refused, SeveralFaults

_SHORTEST_SECRET: Final = 32


class NotStarted(Refused):
    """The server would not be safe the way it is set up."""


def check() -> None:
    """Raise SeveralFaults with all that is wrong with the setup; say on stderr where a sign-in helps nobody."""
    found, faults = settings.examine()
    faults = (*faults, *_unsafe(found, wrong={fault.variable for fault in faults}), *_undefined(certain=not faults))
    if faults:
        raise SeveralFaults(faults)


def _unsafe(found: settings.Settings, *, wrong: set[str]) -> Iterator[Refused]:
    """Yield what would make somebody administrator who is not, as far as the settings are not wrong themselves."""
    way = None if settings.AUDIENCE.name in wrong else access.way_for(found.audience)
    if way == "closed":
        yield NotStarted("access.start.not_local", address=st.get_option("server.address") or "0.0.0.0")
    if way == "sign-in":
        if len(str(get_secrets_auth_section().get("cookie_secret", ""))) < _SHORTEST_SECRET:
            yield NotStarted("access.start.weak_secret")
        try:
            if not roles.of_file(found.roles_file).grants:
                _tell("access.start.nobody")
        except roles.BadRules as fault:
            yield fault


def _undefined(*, certain: bool) -> Iterator[Refused]:
    """Yield what is wrong with the definitions in the data folder, where it is certain which folder that is."""
    if certain:
        try:
            catalogue()
        except FaultyCatalogue as fault:
            yield fault


def or_exit() -> None:
    """Check, and end the process with a line in each language for each fault where it must not start."""
    try:
        check()
    except SeveralFaults as found:
        for lang in LANGUAGES:
            print(say("access.start.refused", lang), file=sys.stderr)
            for fault in found.faults:
                print(f"- {fault.text(lang)}", file=sys.stderr)
        sys.exit(1)


def _tell(key: str) -> None:
    for lang in LANGUAGES:
        print(say(key, lang), file=sys.stderr)
