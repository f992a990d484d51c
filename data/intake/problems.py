"""What is wrong or worth knowing in a report, each with its place and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from data.catalogue.scores import DECIMALS, PARTS, is_score, written
from data.i18n import DEFAULT_LANGUAGE, Language, say
from data.i18n.numbers import number, signed
from data.releases.questions import Problem as StoredProblem

Severity = Literal["error", "warning"]
Kind = Literal[
    "not_number",
    "fraction",
    "share_in_count",
    "error_cell",
    "no_score",
    "no_state",
    "score_scale",
    "score_mixed",
    "rounded",
    "rating_of_village",
    "number_format",
    "ragged_row",
    "uncomputed",
    "negative",
    "merged_count",
    "unclear_mark",
    "qualifier",
    "duplicate",
    "answered_twice",
    "village_twice",
    "part_above_whole",
    "above_base",
    "sums_of_levels",
    "sheet_total",
    "group_total",
    "summary_differs",
    "missing_units",
    "mostly_missing",
    "jump",
    "no_rows",
    "date_structure",
    "date_differs",
    "district_unknown",
    "strange_codes",
    "comparison_row",
    "part_row",
    "line_unread",
    "table_unread",
    "list_left_out",
    "rows_left_out",
    "row_note",
    "level_apart",
    "levels_of_nobody",
    "level_column",
    "citizens_table",
    "personal_column",
    "units_added",
    "hidden_row",
    "hidden_sheet",
    "sheet_unread",
    "other_time",
    "page_picture",
    "printed_left_out",
    "target_column",
    "period_column",
    "uncounted_column",
    "value_column",
    "team_level",
    "team_level_blank",
    "team_status",
    "team_platform",
    "team_day",
    "team_order",
    "team_text",
    "team_twice",
    "team_differs",
    "team_no_village",
    "team_serves",
    "team_column",
]

ERRORS: Final[frozenset[Kind]] = frozenset(
    {
        "not_number",
        "fraction",
        "share_in_count",
        "error_cell",
        "no_score",
        "no_state",
        "score_scale",
        "score_mixed",
        "number_format",
        "ragged_row",
        "negative",
        "duplicate",
        "answered_twice",
        "village_twice",
        "part_above_whole",
        "merged_count",
        "no_rows",
        "levels_of_nobody",
        "other_time",
        "value_column",
        "team_level",
        "team_level_blank",
        "team_status",
        "team_platform",
        "team_day",
        "team_order",
        "team_text",
        "team_twice",
        "team_differs",
    }
)
"""What stops publishing; every other problem is published with the figures."""


_FIGURES: Final = frozenset({"count", "last", "difference"})
"""The values of a problem that are figures of its indicator."""


@dataclass(frozen=True)
class Problem:
    """One problem. `row` counts from 1; sheet, row, column and value are None where they say nothing.

    An error stops publishing; a warning is published with the figures and stays visible beside them.
    """

    kind: Kind
    values: Mapping[str, object] = field(default_factory=dict)
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    code: str | None = None
    indicator: str | None = None

    @property
    def severity(self) -> Severity:
        """Return "error" or "warning"."""
        return "error" if self.kind in ERRORS else "warning"

    def message(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say what is wrong and what to do."""
        kind = "fraction_mark" if self.kind == "fraction" and self.values.get("suggestion") else self.kind
        values = {name: _written(name, value, lang, of=self.indicator) for name, value in self.values.items()}
        return say(f"intake.problem.{kind}", lang, **{"value": self.value or "", **values})

    def to_json(self, lang: Language = DEFAULT_LANGUAGE) -> StoredProblem:
        """Return the problem as `check --json` prints it and a draft keeps it."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "kind": self.kind,
            "severity": self.severity,
            "message": self.message(lang),
            "code": self.code,
            "indicator": self.indicator,
        }


def _written(name: str, value: object, lang: Language, *, of: str | None) -> object:
    """Write a figure as people read it, a difference with its sign; the number of a row stays as a sheet shows it."""
    if not isinstance(value, int) or name == "first":
        return value
    if is_score(of) and name in _FIGURES:
        return signed(value / PARTS, lang, decimals=DECIMALS) if name == "difference" else written(of, value, lang)
    return signed(value, lang, decimals=0) if name == "difference" else number(value, lang)
