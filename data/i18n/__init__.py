"""All user-facing text, Vietnamese first and English second; `say` finds a sentence by its key.

Each module here holds one room's sentences as `WORDS = {"room.key": ("tiếng Việt", "English")}`.
Placeholders are those of `str.format`, filled with numbers already formatted by
`data.i18n.numbers`; a text of a user goes in as a value and is never itself a format.
"""

import importlib
import pkgutil
from functools import lru_cache
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
DEFAULT_LANGUAGE: Language = "vi"


@lru_cache(maxsize=1)
def dictionary() -> dict[str, tuple[str, str]]:
    """Collect every room's words; raise ValueError where two rooms define one key."""
    words: dict[str, tuple[str, str]] = {}
    for module in pkgutil.iter_modules(__path__):
        entries = getattr(importlib.import_module(f"{__name__}.{module.name}"), "WORDS", {})
        twice = words.keys() & entries.keys()
        if twice:
            raise ValueError(f"defined twice: {sorted(twice)}")
        words.update(entries)
    return words


def say(key: str, lang: str = DEFAULT_LANGUAGE, **values: object) -> str:
    """Return the sentence `key` in `lang`, its placeholders filled; KeyError if there is none."""
    text = dictionary()[key][LANGUAGES.index(lang)]
    return text.format(**values) if values else text
