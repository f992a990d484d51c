"""The errors of the product: each is one line that a user can act on, in both languages."""

from collections.abc import Sequence

from data.i18n import DEFAULT_LANGUAGE, say


class ProductError(Exception):
    """Something a user can act on: `key` names the sentence in data.i18n, `values` fill it."""

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(self.text(DEFAULT_LANGUAGE))

    def text(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """Say what went wrong, where, and what to do, in `lang` ("vi" or "en")."""
        return say(self.key, lang, **self.values)


class Refused(ProductError):
    """The input is unreadable, unsafe or wrongly used; nothing was changed."""


class SeveralFaults(Refused):
    """Several things that are wrong at once, so that nobody mends one only to meet the next; `key` is the first's."""

    def __init__(self, faults: Sequence[ProductError]) -> None:
        self.faults = tuple(faults)
        super().__init__(faults[0].key, **faults[0].values)

    def text(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """Say all of them, one sentence after the other."""
        return " ".join(fault.text(lang) for fault in self.faults)


class NotFound(ProductError):
    """A unit, release, draft or team that was asked for does not exist."""


class StoreFault(ProductError):
    """The store cannot be read or written (damaged, full, read-only)."""
