"""Reads a release's Parquet files with DuckDB: views by table name, select statements only."""

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.catalogue.current import catalogue
from data.derivation.schema import APART, NAMES, schemas
from data.releases import manifest, migrations
from data.releases.manifest import DamagedRelease

_OPEN_AT_ONCE: Final = 4
_OF_A_SEAT: Final = ("people", "memberships")
_WORD: Final = re.compile(r"\w+")
_THREADS: Final = min(4, os.cpu_count() or 1)
_MEMORY: Final = "1GB"
_SQL_TYPES: Final = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
}
_UNREADABLE: Final = (duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException)


class NotASelect(ValueError):
    """A query of a release must be one select statement."""


def query(folder: Path, sql: str, params: Mapping[str, object]) -> pd.DataFrame:
    """Run one select over the release in `folder`; `params` fill its $names. Safe from any thread.

    Raises NotASelect, and DamagedRelease where a file of the release is gone or broken.
    """
    try:
        with _database(folder, catalogue().fingerprint).cursor() as cursor:
            return run(cursor, sql, params)
    except duckdb.Error as fault:
        _blame(folder, fault)
        raise


def query_people(folder: Path, sql: str, params: Mapping[str, object]) -> pd.DataFrame:
    """Run one select over the release with `people`, a row a seat in a team; its connection ends with the call.

    people: the columns of the table, and team, role, seat, trained, other_posts, since and until of memberships. No
    other table than those that the select names is made ready for it.
    """
    words = set(_WORD.findall(sql.lower()))
    with duckdb.connect(":memory:") as apart:
        _prepare(apart, folder, tables=tuple(name for name in NAMES if name in words or name in _OF_A_SEAT))
        apart.execute("ALTER VIEW people RENAME TO persons")
        apart.execute(
            "CREATE VIEW people AS SELECT p.*, m.* EXCLUDE (person, source) FROM memberships m "
            "JOIN persons p USING (person)"
        )
        return run(apart, sql, params)


@lru_cache(maxsize=_OPEN_AT_ONCE)
def _database(folder: Path, _catalogue: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    _prepare(connection, folder, tables=tuple(sorted(set(NAMES) - APART)))
    return connection


def _prepare(connection: duckdb.DuckDBPyConnection, folder: Path, *, tables: tuple[str, ...]) -> None:
    """Make a view of each table, then shut out every other file, the network and further settings."""
    release_files = manifest.read(folder).files
    for table in set(tables) - release_files.keys():
        columns = ", ".join(f"NULL::{_SQL_TYPES[field.type]} AS {field.name}" for field in schemas()[table])
        connection.execute(f"CREATE VIEW {table} AS SELECT {columns} LIMIT 0")
    files = {table: manifest.file_of(folder, table) for table in tables if table in release_files}
    shut_in(connection, files, lacking={table: lacking(schemas()[table], file) for table, file in files.items()})


def shut_in(
    connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path], *, lacking: Mapping[str, str] | None = None
) -> None:
    """Make a view of each file by its name, then shut out every other file, the network and further settings.

    lacking: SQL of columns that a file does not have, by name.
    """
    connection.execute(f"SET threads = {_THREADS}; SET memory_limit = '{_MEMORY}'")
    connection.execute("SET autoinstall_known_extensions = false; SET parquet_metadata_cache = true")
    for name, file in files.items():
        more = (lacking or {}).get(name, "")
        connection.execute(f"CREATE VIEW {name} AS SELECT {_all(file)}{more} FROM read_parquet({_quoted(str(file))})")
    connection.execute(f"SET allowed_paths = [{', '.join(_quoted(str(file)) for file in files.values())}]")
    connection.execute("SET enable_external_access = false; SET lock_configuration = true")


def lacking(schema: pa.Schema, file: Path) -> str:
    """Write the columns that an older release does not have: missing throughout, and no unit that has the measure."""
    try:
        names = pq.read_schema(file).names
    except (OSError, pa.ArrowInvalid):
        return ""  # the view will tell which file is broken
    tables = set(names) | set(migrations.renamed(names).values())
    absent = [field for field in schema if field.name not in tables]
    values = {field.name: "0" if field.name.endswith("__n") else "NULL" for field in absent}
    return "".join(f", {values[field.name]}::{_SQL_TYPES[field.type]} AS {field.name}" for field in absent)


def _all(file: Path) -> str:
    """Write all columns of a file, those with an older name under today's."""
    try:
        new = migrations.renamed(pq.read_schema(file).names)
    except (OSError, pa.ArrowInvalid):
        return "*"  # the view will tell which file is broken
    renames = ", ".join(f"{old} AS {name}" for old, name in new.items())
    return f"* RENAME ({renames})" if renames else "*"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def run(connection: duckdb.DuckDBPyConnection, sql: str, params: Mapping[str, object]) -> pd.DataFrame:
    """Run one select; raises NotASelect for anything else."""
    statements = connection.extract_statements(sql)
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise NotASelect(sql)
    return connection.execute(statements[0], dict(params)).df()


def _blame(folder: Path, fault: duckdb.Error) -> None:
    """Raise DamagedRelease where a file of the release is what went wrong."""
    unreadable = isinstance(fault, _UNREADABLE)
    for table in manifest.read(folder).files:
        path = manifest.file_of(folder, table)
        if not path.exists() or (unreadable and path.name in str(fault)):
            raise DamagedRelease("releases.damaged_file", release=folder.name, file=path.name) from fault
