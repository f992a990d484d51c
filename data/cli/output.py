"""Where a command writes its answer: text for people, or one JSON object; progress where somebody watches."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from data.i18n import Language, say

GOOD: Final = 0
REFUSED: Final = 1
REMAINS: Final = 2
"""The exit statuses: all is well; refused, one line on stderr says why; read, but questions or problems remain."""

Progress = Callable[[float, str], None]


class Output:
    """The answer of one command, in one language; `json` says that another program reads it."""

    def __init__(self, lang: Language, *, json: bool) -> None:
        self.lang = lang
        self.json = json

    def answer(self, values: Mapping[str, object], text: str, status: int = GOOD) -> int:
        """Print `values` as one JSON object, or `text` where people read; return the exit status."""
        printed = json.dumps(values, ensure_ascii=False, default=_plain) if self.json else text
        if printed:
            print(printed)
        return status

    def say(self, key: str, **values: object) -> str:
        """Return a sentence in the language of the answer."""
        return say(key, self.lang, **values)

    def remark(self, text: str) -> None:
        """Print one line beside the answer, on stderr."""
        print(text, file=sys.stderr)

    @property
    def progress(self) -> Progress | None:
        """What shows the share done and the key of the step on a terminal; None for a file or a program."""
        return self._show if sys.stderr.isatty() and not self.json else None

    def _show(self, done: float, step: str = "") -> None:
        words = say(step, self.lang) if step else ""
        end = "\n" if done >= 1 else ""
        print(f"\r{done:4.0%}  {words}\033[K", end=end, file=sys.stderr, flush=True)


def _plain(value: object) -> str:
    """Return as text what JSON has no type for."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
