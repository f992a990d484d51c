"""The errors of the product: each is one line that a user can act on, in both languages."""

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


class NotFound(ProductError):
    """A unit, release, draft or team that was asked for does not exist."""


class StoreFault(ProductError):
    """The store cannot be read or written (damaged, full, read-only)."""
