"""The licence of the open data: which one the office has chosen, and its text."""

from typing import Final

from data.i18n import say
from data.storage import settings
from data.storage.settings import Licence

_ADDRESS: Final = {
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/deed.vi",
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/deed.vi",
    "odbl-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}


def chosen() -> Licence:
    """Return the key of the licence that the setting names, "none" without one. Raises WrongSettings."""
    return settings.current().licence


def text(licence: str, *, sample: bool, lang: str) -> str:
    """Say under which terms the data may be used; of an illustration, that it is one."""
    terms = say(f"licence.{licence}", lang)
    terms = f"{terms} {_ADDRESS[licence]}" if licence in _ADDRESS else terms
    return f"{say('licence.illustration', lang)} {terms}" if sample else terms


def name(licence: str, lang: str) -> str:
    """Name the licence in a few words."""
    return say(f"licence.{licence}.name", lang)
