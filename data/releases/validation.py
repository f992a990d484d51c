"""The door of the store: what may go into a draft or a release, checked with pandera and, across tables, SQL.

Every fault is collected before one error is raised.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import duckdb
import pandas as pd
import pyarrow as pa

from data.catalogue import team_codes
from data.catalogue.current import catalogue
from data.catalogue.model import Catalogue
from data.catalogue.scores import PARTS
from data.derivation.schema import KEYS, LEVELS, RECORDS, ROW_KEY, draft_rows, fit, nullable, schemas
from data.storage.errors import Refused
from data.units.register import units
from data.units.structures import STRUCTURES, structure_cache

if TYPE_CHECKING:  # it takes a while to load, and most commands check no table
    import pandera.pandas as pandera

_PERIOD: Final = r"\d{4}-Q[1-4]"
_SHOWN: Final = 3

_LINKS: Final = (
    ("village_figures", "village", "villages", "village"),
    ("teams", "village", "villages", "village"),
    ("team_villages", "village", "villages", "village"),
    *((table, "team", "teams", "team") for table in ("team_villages", "memberships", "activities", "supplies")),
    ("attendances", "training", "trainings", "training"),
    ("difficulties", "activity", "activities", "activity"),
    *((table, "person", "memberships", "person") for table in ("people", "attendances", "assessments")),
    *(
        (table, "source", "sources", "source")
        for table in ("villages", "village_figures", "reports", "teams", *RECORDS, "people", "notes")
    ),
)
"""(table, column, where it must be found, under which column); a missing value links to nothing."""


class BadTable(Refused):
    """A table breaks the rules of the store: `faults` lists every one, as (table, column, rule, examples)."""

    def __init__(self, faults: Iterable[tuple[str, str, str, str]]) -> None:
        self.faults = tuple(faults)
        table, column, rule, examples = self.faults[0]
        super().__init__(
            "releases.bad_table", table=table, column=column, rule=rule, examples=examples, more=len(self.faults) - 1
        )


def pandera_schema(table: str) -> "pandera.DataFrameSchema":
    """Return the schema of a table of a release, or of "rows", the rows of a draft, under the catalogue in force.

    Keys are there and unique, counts are integers of 0 and more or missing, periods are quarters,
    structures and levels are known ones.
    """
    return _pandera_schema(table, catalogue())


@structure_cache
def _pandera_schema(table: str, _known: Catalogue) -> "pandera.DataFrameSchema":
    import pandera.pandas as pandera

    columns = draft_rows() if table == "rows" else schemas()[table]
    key = ROW_KEY if table == "rows" else KEYS[table]
    return pandera.DataFrameSchema(
        {field.name: _column(table, field, required=field.name in (*key, "source")) for field in columns},
        unique=[*key] or None,
        strict=True,
        name=table,
    )


_CHOICES: Final[dict[tuple[str, str], tuple[object, ...]]] = {
    ("teams", "level"): team_codes.LEVELS,
    ("team_facts", "level"): team_codes.LEVELS,
    ("teams", "status"): team_codes.STATUSES,
    ("memberships", "role"): team_codes.ROLES,
    ("memberships", "seat"): team_codes.SEATS,
    ("trainings", "form"): team_codes.FORMS,
    ("difficulties", "kind"): team_codes.DIFFICULTIES,
    ("supplies", "kind"): team_codes.SUPPLIES,
    **{("assessments", content): team_codes.GRADES for content in team_codes.CONTENTS},
}
"""Columns that hold one of a few words or numbers."""


def _column(table: str, field: "pa.Field[pa.DataType]", *, required: bool) -> "pandera.Column":
    import pandera.pandas as pandera

    checks = []
    if pa.types.is_int64(field.type) and "__" not in field.name:  # a measure's part may be a difference
        checks.append(pandera.Check.ge(0))
    if field.name in (scores := catalogue().scores):
        checks.append(pandera.Check.le(scores[field.name] * PARTS))
    if field.name == "period":
        checks.append(pandera.Check.str_matches(f"^{_PERIOD}$"))
    if (table, field.name) in _CHOICES:
        checks.append(pandera.Check.isin(_CHOICES[table, field.name]))
    elif field.name in ("structure", "level"):
        checks.append(pandera.Check.isin(LEVELS if field.name == "level" else tuple(STRUCTURES)))
    return pandera.Column(checks=checks, nullable=not required)


def fitted(table: str, rows: pa.Table | pd.DataFrame, *, schema: pa.Schema) -> pa.Table:
    """Return `rows` in the types of `schema`; raises BadTable for an unknown column or a misfit value."""
    try:
        arrow = rows if isinstance(rows, pa.Table) else pa.Table.from_pandas(rows, preserve_index=False)
        unknown = set(arrow.column_names) - set(schema.names)
        if unknown:
            raise BadTable([(table, ", ".join(sorted(unknown)), "unknown column", "")])
        return fit(arrow, schema=schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as fault:
        raise BadTable([(table, "", "type", str(fault).splitlines()[0])]) from fault


def check_rows(rows: pa.Table | pd.DataFrame, *, villages: Iterable[str] = ()) -> pa.Table:
    """Return a draft's rows in their types; raises BadTable with every fault.

    Each unit must be in the register of its structure at its level, or among `villages`; each row says
    something.
    """
    arrow = fitted("rows", rows, schema=draft_rows())
    frame = nullable(arrow)
    faults = [*_pandera_faults("rows", frame)]
    if not faults:
        faults += _unknown_units("rows", frame, villages=frozenset(villages))
        silent = frame[[*catalogue().codes]].isna().all(axis=1)
        faults += [("rows", "", "no value", _examples(frame.loc[silent, "code"]))] * bool(silent.any())
        scored = frame[[*catalogue().scores]].notna().any(axis=1) & (frame["level"] == "village")
        faults += [("rows", "", "score of a village", _examples(frame.loc[scored, "code"]))] * bool(scored.any())
    if faults:
        raise BadTable(faults)
    return arrow


def check_tables(tables: Mapping[str, pa.Table]) -> None:
    """Hold the tables of a release against their schemas and against each other; raises BadTable."""
    faults = []
    for name, table in tables.items():
        if table.num_rows:
            faults += _pandera_faults(name, nullable(table))
    faults += _unknown_units("reports", nullable(tables["reports"].select(["structure", "level", "code"])))
    with duckdb.connect(":memory:") as scratch:
        for name, table in tables.items():
            scratch.register(name, table)
        faults += _broken_links(scratch)
        faults += _told_twice(scratch, "village_figures", ("village", "period"))
        faults += _told_twice(scratch, "reports", ("structure", "level", "code", "period"))
    if faults:
        raise BadTable(faults)


def _pandera_faults(table: str, frame: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    import pandera.pandas as pandera

    try:
        pandera_schema(table).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as found:
        cases = found.failure_cases.assign(column=found.failure_cases["column"].astype("str"))
        return [
            (table, column, check, _examples(group["failure_case"]))
            for (column, check), group in cases.groupby(["column", "check"], sort=True)
        ]
    return []


def _unknown_units(
    table: str, frame: pd.DataFrame, *, villages: frozenset[str] = frozenset()
) -> list[tuple[str, str, str, str]]:
    faults = []
    for key, group in frame.groupby(["structure", "level"], sort=True):
        structure, level = map(str, key)
        existing = villages if level == "village" else _codes(structure, level)
        unknown = group.loc[[code not in existing for code in group["code"]], "code"]
        if len(unknown):
            faults.append((table, "code", f"unknown {level} of {structure}", _examples(unknown)))
    return faults


@structure_cache
def _codes(structure: str, level: str) -> frozenset[str]:
    levels = STRUCTURES[structure].levels
    return frozenset(units(structure, level).index) if level in levels else frozenset()


def _broken_links(scratch: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str, str]]:
    faults = []
    for table, column, target, key in _LINKS:
        lost = scratch.sql(
            f"SELECT DISTINCT {column} AS lost FROM {table} WHERE {column} IS NOT NULL "
            f"AND {column} NOT IN (SELECT {key} FROM {target}) ORDER BY 1 LIMIT {_SHOWN}"
        ).fetchall()
        if lost:
            faults.append((table, column, f"not in {target}", ", ".join(row[0] for row in lost)))
    return faults


def _told_twice(
    scratch: duckdb.DuckDBPyConnection, table: str, unit: tuple[str, ...]
) -> list[tuple[str, str, str, str]]:
    """Find units with two values of one indicator in one period: only one source may hold it."""
    key = ", ".join(unit)
    twice = " OR ".join(f"count({name}) > 1" for name in catalogue().codes)
    found = scratch.sql(
        f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1 AND ({twice}) ORDER BY ALL LIMIT {_SHOWN}"
    ).fetchall()
    if not found:
        return []
    return [(table, key, "two values of one indicator", "; ".join(" ".join(row) for row in found))]


def _examples(values: pd.Series) -> str:
    return ", ".join(str(value) for value in values.drop_duplicates().head(_SHOWN))
