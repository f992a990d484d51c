"""Findings on a table of changed units: which row, which unit, and whether it can be added with it."""

from dataclasses import dataclass
from typing import Final, Literal

from data.i18n import DEFAULT_LANGUAGE, Language, say

Kind = Literal[
    "unknown",
    "other_name",
    "no_successor",
    "no_unit",
    "by_name",
    "spelling",
    "no_kind",
    "no_code",
    "no_province",
    "two_names",
    "note",
    "whole_twice",
    "rest_lost",
    "ended",
    "no_predecessor",
    "code_taken",
    "twice",
    "goes_on",
    "province",
]
WARNINGS: Final[frozenset[Kind]] = frozenset({"no_unit", "by_name", "spelling", "goes_on"})


@dataclass(frozen=True)
class Finding:
    """A finding on a row (None: on the whole table). All but the WARNINGS are errors."""

    kind: Kind
    row: int | None
    code: str
    name: str
    other: str = ""

    @property
    def error(self) -> bool:
        """Tell whether the table cannot be added with this."""
        return self.kind not in WARNINGS

    def text(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say it to people, with what to do."""
        row = "" if self.row is None else say("units.table_row", lang, row=self.row)
        return row + say(f"units.table.{self.kind}", lang, code=self.code, name=self.name, other=self.other)
