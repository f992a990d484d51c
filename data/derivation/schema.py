"""The tables of a release: their columns, types and sort order (docs/architecture.md says what a row is).

Counts are 64-bit integers, NULL where nothing was reported (never 0); codes are text with leading zeros.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionDtype

from data.catalogue.current import catalogue
from data.catalogue.model import Catalogue
from data.catalogue.team_codes import CONTENTS

_TEXT: Final[pa.DataType] = pa.string()
_COUNT: Final[pa.DataType] = pa.int64()
_YES_NO: Final[pa.DataType] = pa.bool_()
_DAY: Final[pa.DataType] = pa.date32()


def _texts(*names: str) -> list[tuple[str, pa.DataType]]:
    return [(name, _TEXT) for name in names]


Columns = list[tuple[str, pa.DataType]]


def _counts(definitions: Catalogue) -> Columns:
    return [(name, _COUNT) for name in definitions.codes]


def _measured(definitions: Catalogue) -> Columns:
    return [(f"{code}__{part}", _COUNT) for code in definitions.measures for part in ("num", "base")]


_GUIDED: Final = [(f"guided_{content}", _COUNT) for content in CONTENTS]

FACT_FLAGS: Final = ("sample", "activity_told", "complete")
FACT_COUNTS: Final = (
    "members",
    "listed",
    "heads",
    "deputies",
    "village_heads",
    "youth",
    "youth_deputies",
    "women",
    "officials",
    "young",
    "young_known",
    "trained",
    "trained_known",
    "assessed",
    "posts_known",
    "two_posts",
    "roles_known",
    "seats_known",
    "villages_served",
    "group_households",
    "reports_year",
    "guided_year",
    "sessions_year",
    "subgroups",
    "branch_teams",
    "commune_villages",
    "commune_served",
)
"""Counts of one team in team_facts; missing where nothing was reported."""

FIXED: Final[dict[str, pa.Schema]] = {
    "villages": pa.schema(
        _texts(
            "village",
            "name",
            "kind",
            "commune_2024",
            "commune_2025",
            "reported_structure",
            "commune",
            "source",
        )
    ),
    "converted": pa.schema(
        [
            *_texts("structure", "code", "period", "indicator"),
            ("low", _COUNT),
            ("best", _COUNT),
            ("high", _COUNT),
            *_texts("how"),
        ]
    ),
    "village_homes": pa.schema(_texts("structure", "village", "code", "how")),
    "teams": pa.schema(
        [
            *_texts("team", "level", "name", "village", "commune_2024", "commune_2025", "district", "province_2024"),
            ("founded", _DAY),
            *_texts("status", "decision"),
            ("members", _COUNT),
            ("trained", _COUNT),
            ("last_active", _DAY),
            ("zalo_households", _COUNT),
            ("decided", _DAY),
            ("reorganised", _DAY),
            ("dissolved", _DAY),
            *_texts("group_platform", "group_link", "source", "union_branch"),
            ("subgroups", _COUNT),
            *_texts("reported_structure", "commune"),
        ]
    ),
    "team_villages": pa.schema([*_texts("team", "village"), ("since", _DAY), ("until", _DAY), ("source", _TEXT)]),
    "memberships": pa.schema(
        [
            *_texts("person", "team", "role", "seat"),
            ("young", _YES_NO),
            ("trained", _YES_NO),
            ("other_posts", _COUNT),
            ("since", _DAY),
            ("until", _DAY),
            ("source", _TEXT),
        ]
    ),
    "trainings": pa.schema(
        [
            ("training", _TEXT),
            ("day", _DAY),
            *_texts("structure", "level", "code", "venue", "form", "organiser", "title", "contents", "tasks"),
            ("attendees", _COUNT),
            ("source", _TEXT),
        ]
    ),
    "attendances": pa.schema(_texts("training", "person", "source")),
    "assessments": pa.schema(
        [
            ("person", _TEXT),
            ("day", _DAY),
            *((content, _COUNT) for content in CONTENTS),
            ("source", _TEXT),
        ]
    ),
    "activities": pa.schema(
        [
            *_texts("activity", "team", "period"),
            ("since", _DAY),
            ("until", _DAY),
            ("last_day", _DAY),
            ("sessions", _COUNT),
            ("households_visited", _COUNT),
            ("guided", _COUNT),
            *_GUIDED,
            ("source", _TEXT),
        ]
    ),
    "difficulties": pa.schema([*_texts("activity", "kind", "text", "source"), ("withdrawn", _YES_NO)]),
    "supplies": pa.schema(
        [
            *_texts("supply", "team", "kind"),
            ("day", _DAY),
            ("amount", _COUNT),
            ("quantity", _COUNT),
            *_texts("giver", "source"),
        ]
    ),
    "team_homes": pa.schema(_texts("structure", "team", "code", "district", "province")),
    "team_facts": pa.schema(
        [
            *_texts(
                "team",
                "level",
                "status",
                "name",
                "village",
                "commune_2024",
                "commune_2025",
                "district",
                "province_2024",
            ),
            *((name, _DAY) for name in ("founded", "last_active", "as_of")),
            *((name, _YES_NO) for name in FACT_FLAGS),
            *((name, _COUNT) for name in FACT_COUNTS),
            *_texts("difficulties", "source"),
        ]
    ),
    "people": pa.schema(
        [
            *_texts("person", "name"),
            ("birth_year", _COUNT),
            *_texts("phone", "post", "organisation", "source"),
        ]
    ),
    "sources": pa.schema(
        [
            *_texts("source", "kind", "title", "office"),
            ("as_of", _DAY),
            *_texts("structure", "file_hash"),
        ]
    ),
    "notes": pa.schema(_texts("structure", "code", "period", "indicator", "kind", "text", "source")),
}
"""The tables whose columns are always the same."""

NAMES: Final[tuple[str, ...]] = (
    "villages",
    "village_figures",
    "reports",
    "communes",
    "converted",
    "provinces",
    "village_homes",
    "teams",
    "team_villages",
    "memberships",
    "trainings",
    "attendances",
    "assessments",
    "activities",
    "difficulties",
    "supplies",
    "team_homes",
    "team_facts",
    "team_figures",
    "people",
    "sources",
    "notes",
)
"""Every table of a release."""


def schemas() -> Mapping[str, pa.Schema]:
    """Return every table of a release by name, in the columns of the catalogue in force.

    Each row names the source that brought it.
    """
    return _schemas(catalogue())


@lru_cache(maxsize=4)
def _schemas(definitions: Catalogue) -> Mapping[str, pa.Schema]:
    counts, measured = _counts(definitions), _measured(definitions)
    counted: Columns = [(f"{code}__n", _COUNT) for code in definitions.measures]
    villages: Columns = [(f"{code}__villages", _COUNT) for code in definitions.reported]
    partial: Columns = [(f"{code}__partial", _COUNT) for code in definitions.reported]
    recorded: Columns = [(name, _COUNT) for name in definitions.record_codes]
    by_catalogue = {
        "village_figures": pa.schema([*_texts("village", "period", "source"), *counts]),
        "reports": pa.schema([*_texts("structure", "level", "code", "period", "source"), *counts]),
        "communes": pa.schema(
            [
                *_texts("structure", "code", "district", "province", "period"),
                ("sample", _YES_NO),
                ("villages_known", _COUNT),
                ("villages_reported", _COUNT),
                *counts,
                *measured,
                *villages,
            ]
        ),
        "provinces": pa.schema(
            [
                *_texts("structure", "code", "period", "reported_structure"),
                ("sample", _YES_NO),
                ("estimated", _YES_NO),
                ("communes_reported", _COUNT),
                ("communes_known", _COUNT),
                *counts,
                *measured,
                *counted,
                *partial,
            ]
        ),
        "team_figures": pa.schema([*_texts("village", "period"), ("sample", _YES_NO), *recorded]),
    }
    return {name: by_catalogue[name] if name in by_catalogue else FIXED[name] for name in NAMES}


KEYS: Final[dict[str, tuple[str, ...]]] = {
    "villages": ("village",),
    "village_figures": ("village", "period", "source"),
    "reports": ("structure", "level", "code", "period", "source"),
    "communes": ("structure", "code", "period"),
    "converted": ("structure", "code", "period", "indicator"),
    "provinces": ("structure", "code", "period"),
    "village_homes": ("structure", "village"),
    "teams": ("team",),
    "team_villages": ("team", "village"),
    "memberships": ("person", "team"),
    "trainings": ("training",),
    "attendances": ("training", "person"),
    "assessments": ("person", "day"),
    "activities": ("activity",),
    "difficulties": ("activity", "kind"),
    "supplies": ("supply",),
    "team_homes": (),
    "team_facts": ("team",),
    "team_figures": ("village", "period"),
    "people": ("person",),
    "sources": ("source",),
    "notes": (),
}
"""What makes a row unique; a note has no key."""

ORDER: Final[dict[str, tuple[str, ...]]] = {
    "villages": ("commune_2025", "commune_2024", "village"),
    "village_figures": ("period", "commune_2025", "commune_2024", "village", "source"),
    "reports": ("period", "structure", "level", "code", "source"),
    "communes": ("structure", "period", "code"),
    "converted": ("structure", "period", "indicator", "code"),
    "provinces": ("structure", "period", "code"),
    "village_homes": ("structure", "code", "village"),
    "teams": ("commune_2025", "commune_2024", "team"),
    "team_villages": ("team", "village"),
    "memberships": ("team", "person"),
    "trainings": ("day", "code", "training"),
    "attendances": ("training", "person"),
    "assessments": ("person", "day"),
    "activities": ("team", "period", "activity"),
    "difficulties": ("activity", "kind"),
    "supplies": ("team", "day", "supply"),
    "team_homes": ("structure", "province", "code", "team"),
    "team_facts": ("commune_2025", "commune_2024", "team"),
    "team_figures": ("period", "village"),
    "people": ("person",),
    "sources": ("source",),
    "notes": ("structure", "period", "code", "indicator", "kind", "text", "source"),
}
"""How a file is sorted, so that a filter on period and commune reads few row groups.

village_figures takes its communes from the table of villages.
"""

DERIVED: Final[tuple[str, ...]] = (
    "communes",
    "converted",
    "provinces",
    "village_homes",
    "team_homes",
    "team_facts",
    "team_figures",
)
"""Tables that follow from the others and from the structures (data.derivation.derive)."""

RECORDS: Final[tuple[str, ...]] = (
    "team_villages",
    "memberships",
    "trainings",
    "attendances",
    "assessments",
    "activities",
    "difficulties",
    "supplies",
)
"""What is known of teams beside their table: no row of it names a person but by an id that says nothing."""

LATER: Final[frozenset[str]] = frozenset((*DERIVED, *RECORDS)) - {"communes"}
"""Tables that older releases do not have: they are read as empty."""

APART: Final[frozenset[str]] = frozenset({"people"})
"""Tables of personal data: no view of a release shows them."""

LEVELS: Final[tuple[str, ...]] = ("province", "district", "commune", "village")

ROW_KEY: Final[tuple[str, ...]] = ("structure", "level", "code", "period")
"""The key of a draft's rows, followed by one column an indicator; a village's code is its village id."""


def draft_rows() -> pa.Schema:
    """Return the columns of a draft's rows: what one report says of one unit in one period."""
    return pa.schema([*_texts(*ROW_KEY), *_counts(catalogue())])


_NULLABLE: Final[dict[pa.DataType, ExtensionDtype]] = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


def nullable(table: pa.Table) -> pd.DataFrame:
    """Return the table in pandas, counts as nullable integers: a missing count never becomes a float."""
    return table.to_pandas(types_mapper=lambda kind: _NULLABLE.get(kind))


def fit(rows: pa.Table, *, schema: pa.Schema) -> pa.Table:
    """Return `rows` in the columns, order and types of `schema`; columns it lacks are missing throughout.

    Raises pyarrow.ArrowInvalid where a value does not fit its type (a fraction among counts, a bad date).
    """
    if rows.schema.equals(schema):
        return rows
    given = {name: rows.column(place) for place, name in enumerate(rows.column_names)}
    columns = [
        given[field.name].cast(field.type) if field.name in given else pa.nulls(rows.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)
