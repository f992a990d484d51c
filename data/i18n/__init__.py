"""All user-facing text, Vietnamese first and English second; `say` finds a sentence by its key.

Each module here holds one room's sentences as `WORDS = {"room.key": ("tiếng Việt", "English")}`.
Placeholders are those of `str.format`, filled with numbers already formatted by
`data.i18n.numbers`; a text of a user goes in as a value and is never itself a format.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
DEFAULT_LANGUAGE: Language = "vi"


Words = Mapping[str, tuple[str, str]]
_ADDED: Final[list[Callable[[], Words]]] = []


def add_words(words: Callable[[], Words]) -> None:
    """Have `say` ask for words that are no part of the source: those of records, which an office may add."""
    _ADDED.append(words)


def dictionary() -> dict[str, tuple[str, str]]:
    """Return every word by its key, those of records included; raise ValueError where two rooms define one key."""
    return _own() | {key: text for words in _ADDED for key, text in words().items()}


@lru_cache(maxsize=1)
def _own() -> dict[str, tuple[str, str]]:
    """Collect the words of the modules of this room."""
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
    own = _own()
    text = (own[key] if key in own else _added(key))[LANGUAGES.index(lang)]
    return text.format(**values) if values else text


def _added(key: str) -> tuple[str, str]:
    """Return the words of a record. Raises KeyError."""
    for words in _ADDED:
        if (found := words().get(key)) is not None:
            return found
    raise KeyError(key)
