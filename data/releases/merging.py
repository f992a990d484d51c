"""Merges a draft: with what others published since it was made, field by field, and into the tables of a release.

Three rows meet: as the thing was when the draft was made, as it is published now, and as the draft says it. A field
that one side alone changed is taken from that side; both changed to the same is no conflict; both changed otherwise
is asked about. Figures have their own comparison (data.releases.compare), cell by cell. What results goes into the
tables: the sample leaves, newer cells replace older ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import pyarrow as pa

from data.catalogue.current import catalogue
from data.derivation.schema import DERIVED, KEYS, NAMES, RECORDS, fit, schemas
from data.derivation.unit_membership import provinces_of_units
from data.releases.drafts import Draft, Source
from data.releases.manifest import DamagedRelease, file_of
from data.releases.migrations import read_table
from data.releases.questions import CONFLICT, Answers, Question
from data.releases.store import Release, Store
from data.releases.team_seats import adopted
from data.releases.validation import fitted
from data.storage.errors import Refused

_TOGETHER: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "villages": (("commune_2024", "commune_2025", "reported_structure", "commune"),),
    "teams": (
        ("village", "commune_2024", "commune_2025", "district", "province_2024", "reported_structure", "commune"),
    ),
    "trainings": (("structure", "level", "code"),),
    "activities": (("until", "period"),),
    "people": (("post", "organisation"),),
}
"""Columns of one field: half of a place, or a day and another day's quarter, would be nobody's word."""

_ORDER: Final = (("since", "until"), ("since", "last_day"), ("founded", "dissolved"), ("founded", "reorganised"))
"""Days of which the second never comes before the first."""

_UNSAID: Final = ("source", "withdrawn")  # columns that say nothing of the thing itself

_FIGURES: Final = {"reports": ("structure", "level", "code", "period"), "village_figures": ("village", "period")}
GIVEN: Final = tuple(name for name in NAMES if name not in DERIVED)
"""Every table of a release that is not derived from the others."""

_THINGS: Final = ("villages", "teams", *RECORDS, "people")

_ENTERED: Final = "(FROM entered)"
_SAMPLE: Final = "source IN (FROM illustrated)"
_LEAVING: Final = f"SELECT village FROM home WHERE province IN {_ENTERED}"


def read_tables(release: Release | None, *, names: Sequence[str] = GIVEN) -> dict[str, pa.Table]:
    """Return tables of a release, all but the derived ones; None gives empty tables. Raises DamagedRelease."""
    if release is None:
        return {name: schemas()[name].empty_table() for name in names}
    files = release.manifest.files
    try:
        read = {name: read_table(file_of(release.path, name)) for name in names if name in files}
    except (OSError, pa.ArrowInvalid) as fault:
        raise DamagedRelease("releases.damaged_file", release=release.id, file="*.parquet") from fault
    lost = {column for name in ("reports", "village_figures") if name in read for column in read[name].column_names}
    lost -= set(schemas()["reports"].names) | set(schemas()["village_figures"].names)
    if lost:
        raise Refused("catalogue.lost", codes=", ".join(sorted(lost)))
    complete = {**{name: schemas()[name].empty_table() for name in names}, **adopted(read)}
    return {name: fitted(name, table, schema=schemas()[name]) for name, table in complete.items()}


@dataclass(frozen=True)
class Merged:
    """The further tables that a draft brings to what is published now, and the questions on what both changed.

    A question names the table, the key, the fields (columns) in dispute, none where it is about the whole row, and
    what published the row last. Where it is not answered the draft's word stands, and the draft cannot be published.
    seated: person and team of the seats that others published since, where the draft brings seats.
    """

    tables: dict[str, pa.Table]
    conflicts: tuple[Question, ...]
    seated: pa.Table | None = None


def brought(store: Store, draft: Draft) -> Merged:
    """Return what a draft brings to the release that it stands on. Raises UnknownRelease, DamagedRelease."""
    own = draft.tables()
    if draft.base == draft.first_base or not own:
        return Merged(own, ())
    first, now = (store.release(base) if base else None for base in (draft.first_base, draft.base))
    names = (*own, "sources")
    return merged(
        read_tables(first, names=names), read_tables(now, names=names), own, source=draft.source, answers=draft.answers
    )


def merged(
    before: Mapping[str, pa.Table],
    now: Mapping[str, pa.Table],
    own: Mapping[str, pa.Table],
    *,
    source: Source,
    answers: Answers,
) -> Merged:
    """Merge a draft's tables with those of the release that it was made on (before) and of the current one (now).

    before, now: the same tables, and sources. What a form leaves missing was taken away; what a report leaves missing
    was not reported, and stays as others published it. The illustration is nothing that a report could disagree with.
    """
    tables = dict(own)
    conflicts: list[Question] = []
    with duckdb.connect(":memory:") as scratch:
        scratch.register("sources", pa.concat_tables([before["sources"], now["sources"]]))
        scratch.execute("CREATE TEMP TABLE illustrated AS SELECT DISTINCT source FROM sources WHERE kind = 'sample'")
        for name in sorted(own.keys() & now.keys()):
            if _fields(name):
                for kind, table in (("before", before[name]), ("now", now[name]), ("mine", own[name])):
                    scratch.register(kind, table)
                _meet(scratch, name, source=source)
                conflicts += _questions(scratch, name)
                tables[name] = _result(scratch, name, answers=answers)
    return Merged(tables, tuple(conflicts), _seated(before, now) if "memberships" in own else None)


def _seated(before: Mapping[str, pa.Table], now: Mapping[str, pa.Table]) -> pa.Table:
    seats = (tables["memberships"].select(["person", "team"]) for tables in (now, before))
    return next(seats).join(next(seats), keys=["person", "team"], join_type="left anti")


def _fields(name: str) -> list[tuple[str, ...]]:
    """Return the fields of a table, each with its columns; none where a row has no key or says nothing beside it."""
    together = _TOGETHER.get(name, ())
    grouped = {column for columns in together for column in columns}
    alone = [(column,) for column in schemas()[name].names if column not in (*KEYS[name], *_UNSAID, *grouped)]
    return [*alone, *together] if KEYS.get(name) else []


def _meet(scratch: duckdb.DuckDBPyConnection, name: str, *, source: Source) -> None:
    """Make `judged`: a row of the draft each, beside what it meets, with what becomes of its fields.

    m_, n_ and b_ stand before columns of mine, now and before; taken_<n> and disputed_<n> are the fields', `whole` says
    that the row is asked about as one: what is published is gone, or the draft takes it back, or would make it
    illustration.
    """
    fields, columns = _fields(name), schemas()[name].names
    sample = source.kind == "sample"
    real = "TRUE" if sample else "{0}.source NOT IN (FROM illustrated)"
    sides = [f"{side}.{column} AS {side}_{column}" for side in "mnb" for column in columns]
    keys, every = ", ".join(KEYS[name]), [column for field in fields for column in field]
    joins = [
        f"LEFT JOIN (FROM {table} WHERE ({keys}) IN (SELECT ({keys}) FROM mine)) AS {side} ON "
        + " AND ".join((real.format(side), *(f"{side}.{key} = m.{key}" for key in KEYS[name])))
        for side, table in (("n", "now"), ("b", "before"))
    ]
    key = KEYS[name][0]
    withdrawn = "coalesce(m_withdrawn, false)" if "withdrawn" in columns else "FALSE"
    spoilt = f"n_source NOT IN (FROM illustrated) AND {_differ('n', 'm', every)}" if sample else "FALSE"
    scratch.execute(
        "CREATE OR REPLACE TEMP TABLE judged AS "
        f"WITH met AS (SELECT {', '.join(sides)} FROM mine AS m {' '.join(joins)}), "
        f"touched AS (SELECT *, n_{key} IS NOT NULL AND {_differ('n', 'b', every)} AS touched FROM met), "
        f"questioned AS (SELECT *, (n_{key} IS NULL AND b_{key} IS NOT NULL AND NOT {withdrawn}) "
        f"OR (touched AND ({withdrawn} OR {spoilt})) AS whole FROM touched), "
        f"decided AS (SELECT *, {', '.join(_verdicts(fields, form=source.by_form))} FROM questioned) "
        f"SELECT * REPLACE ({', '.join(_crossed(fields)) or 'whole AS whole'}), {_name_of(name)} AS id FROM decided"
    )


def _verdicts(fields: list[tuple[str, ...]], *, form: bool) -> Iterable[str]:
    """Write of each field whether it is taken as it is published, and whether it is in dispute."""
    for at, field in enumerate(fields):
        not_reported = "FALSE" if form else " AND ".join(f"m_{column} IS NULL" for column in field)
        open_row, unchanged = "touched AND NOT whole", f"({not_reported} OR NOT {_differ('m', 'b', field)})"
        yield f"{open_row} AND {unchanged} AS taken_{at}"
        yield (
            f"{open_row} AND NOT {unchanged} AND {_differ('n', 'b', field)} "
            f"AND {_differ('n', 'm', field)} AS disputed_{at}"
        )


def _crossed(fields: list[tuple[str, ...]]) -> Iterable[str]:
    """Write which fields are in dispute also because two days, one of each side, would run backwards."""
    field_of = {column: at for at, field in enumerate(fields) for column in field}
    crossings: dict[int, list[str]] = {}
    for early, late in (pair for pair in _ORDER if field_of.keys() >= set(pair)):
        first, second = (f"if(taken_{field_of[day]}, n_{day}, m_{day})" for day in (early, late))
        backwards = (
            f"(taken_{field_of[early]} OR taken_{field_of[late]}) AND {second} < {first} "
            f"AND NOT coalesce(m_{late} < m_{early}, false) AND NOT coalesce(n_{late} < n_{early}, false)"
        )
        for day in (early, late):
            crossings.setdefault(field_of[day], []).append(f"coalesce({backwards}, false)")
    return [f"disputed_{at} OR {' OR '.join(found)} AS disputed_{at}" for at, found in crossings.items()]


def _questions(scratch: duckdb.DuckDBPyConnection, name: str) -> list[Question]:
    """Ask about every row that others published otherwise, whole or in some of its fields."""
    fields = _fields(name)
    flags = [f"disputed_{at}" for at in range(len(fields))]
    keys = [f"m_{key}::VARCHAR" for key in KEYS[name]]
    rows = scratch.sql(
        f"SELECT id, [{', '.join(keys)}], n_source, whole, {', '.join(flags)} FROM judged "
        f"WHERE whole OR {' OR '.join(flags)} ORDER BY id"
    ).fetchall()
    return [
        {
            "id": question_id,
            "kind": CONFLICT,
            "table": name,
            "key": key,
            "theirs": published_by,
            "fields": [column for field, flag in zip(fields, disputed, strict=True) if flag for column in field],
        }
        for question_id, key, published_by, _, *disputed in rows
    ]


def _result(scratch: duckdb.DuckDBPyConnection, name: str, *, answers: Answers) -> pa.Table:
    """Return the rows as they are to be published: theirs, mine, and of what is in dispute what was answered."""
    published = [key for key, given in answers.items() if given == "theirs"]
    chosen = {
        column: f"CASE WHEN disputed_{at} THEN if(answered, n_{column}, m_{column}) "
        f"WHEN taken_{at} THEN n_{column} ELSE m_{column} END"
        for at, field in enumerate(_fields(name))
        for column in field
    }
    columns = ", ".join(f"{chosen.get(column, f'm_{column}')} AS {column}" for column in schemas()[name].names)
    found = scratch.sql(
        f"SELECT {columns} FROM (SELECT *, id IN (SELECT unnest($theirs::VARCHAR[])) AS answered FROM judged)",
        params={"theirs": published},
    )
    return fit(found.to_arrow_table(), schema=schemas()[name])


def _differ(one: str, other: str, columns: Iterable[str]) -> str:
    return "(" + " OR ".join(f"{one}_{column} IS DISTINCT FROM {other}_{column}" for column in columns) + ")"


def _name_of(name: str) -> str:
    """Write the id of the question on a row."""
    return f"concat_ws(':', '{CONFLICT}', '{name}', {', '.join(f'm_{key}::VARCHAR' for key in KEYS[name])})"


def merge(
    tables: Mapping[str, pa.Table],
    draft: Draft,
    *,
    brought: Mapping[str, pa.Table] | None = None,
    seated: pa.Table | None = None,
) -> dict[str, pa.Table]:
    """Return `tables` (those of the current release, see GIVEN) with the draft in them.

    Where others published since it was made (see brought): brought, its further tables, and seated, the
    seats (person, team) that are new since, of which its lists of members could not know.

    Of each (unit, period, indicator) the draft's value stays and every older one becomes missing; an older
    row without any value goes, and so does a source that nothing names any more. A village, team, record or
    person that the draft brings replaces the one with its id; a difficulty that it takes back goes. Where the draft
    says anything of a province, all of the sample in that province goes: its villages, teams, people, figures and
    notes, of all periods.
    """
    with duckdb.connect(":memory:") as scratch:
        _lay_out(scratch, tables, draft, brought=draft.tables() if brought is None else brought)
        _find_sample(scratch, draft)
        _clear_sample(scratch)
        _add_source(scratch, draft)
        for name in _THINGS:
            _replace_things(scratch, name)
        scratch.execute("DELETE FROM difficulties WHERE withdrawn")
        if draft.source.whole_teams:
            _let_leave(scratch, draft, seated=schemas()["memberships"].empty_table() if seated is None else seated)
        _replace_figures(scratch, source=draft.id)
        _replace_notes(scratch, draft)
        _drop_unused_sources(scratch)
        return {name: fit(scratch.sql(f"FROM {name}").to_arrow_table(), schema=schemas()[name]) for name in tables}


def sample_left(release: Release | None, draft: Draft) -> tuple[str, ...]:
    """Return the provinces (structure "2024") that the sample would leave."""
    with duckdb.connect(":memory:") as scratch:
        tables = read_tables(release, names=("villages", "teams", "reports", "sources"))
        _lay_out(scratch, tables, draft, brought=draft.tables())
        return _find_sample(scratch, draft)


def _lay_out(
    scratch: duckdb.DuckDBPyConnection,
    tables: Mapping[str, pa.Table],
    draft: Draft,
    *,
    brought: Mapping[str, pa.Table],
) -> None:
    """Make a table of each given one, new_<name> of what the draft brings, and `home` of the villages."""
    for name, table in tables.items():
        scratch.register(f"given_{name}", table)
        scratch.execute(f"CREATE TEMP TABLE {name} AS FROM given_{name}")
    for name in (*_THINGS, "notes"):
        scratch.register(f"brought_{name}", brought.get(name, schemas()[name].empty_table()))
        scratch.execute(
            f"CREATE TEMP TABLE new_{name} AS SELECT * REPLACE ($source AS source) FROM brought_{name}",
            {"source": draft.id},
        )
    scratch.register("new_rows", draft.rows())
    scratch.register("homes", provinces_of_units())
    scratch.execute(
        "CREATE TEMP TABLE home AS SELECT DISTINCT village, province FROM "
        "(FROM villages UNION ALL BY NAME FROM new_villages) AS v JOIN homes ON level = 'commune' "
        "AND code = coalesce(commune_2024, commune_2025, commune) AND structure = CASE WHEN commune_2024 IS NOT NULL "
        "THEN '2024' WHEN commune_2025 IS NOT NULL THEN '2025-07' ELSE reported_structure END"
    )


def _find_sample(scratch: duckdb.DuckDBPyConnection, draft: Draft) -> tuple[str, ...]:
    """Make tables of what goes: `entered` (provinces), `illustrated` (sources), `teams_left`.

    Returns the provinces that lose any of the sample, sorted.
    """
    scratch.execute(
        "CREATE TEMP TABLE entered AS "
        "SELECT province FROM new_rows JOIN homes USING (structure, level, code) "
        "UNION SELECT province FROM new_rows JOIN home ON level = 'village' AND code = village "
        "UNION SELECT province FROM new_villages JOIN home USING (village) "
        "UNION SELECT province_2024 FROM new_teams WHERE province_2024 IS NOT NULL "
        "UNION SELECT province FROM new_teams JOIN homes ON homes.level = 'commune' "
        "AND (structure, code) IN (('2024', commune_2024), ('2025-07', commune_2025), (reported_structure, commune))"
    )
    if draft.source.kind == "sample":
        scratch.execute("DELETE FROM entered")
    scratch.execute("CREATE TEMP TABLE illustrated AS SELECT source FROM sources WHERE kind = 'sample'")
    scratch.execute(
        f"CREATE TEMP TABLE teams_left AS SELECT team, province_2024 FROM teams WHERE {_SAMPLE} "
        f"AND (province_2024 IN {_ENTERED} OR village IN ({_LEAVING}))"
    )
    left = scratch.sql(
        f"SELECT province FROM home JOIN villages USING (village) WHERE {_SAMPLE} AND province IN {_ENTERED} "
        f"UNION SELECT province_2024 FROM teams_left WHERE province_2024 IN {_ENTERED} "
        "UNION SELECT province FROM reports JOIN homes USING (structure, level, code) "
        f"WHERE {_SAMPLE} AND province IN {_ENTERED} ORDER BY 1"
    ).fetchall()
    return tuple(province for (province,) in left)


def _clear_sample(scratch: duckdb.DuckDBPyConnection) -> None:
    """Take the sample out of the provinces that `_find_sample` has entered."""
    units = f"SELECT structure, code FROM homes WHERE province IN {_ENTERED}"
    leaving = "team IN (SELECT team FROM teams_left)"
    unseated = "person NOT IN (SELECT person FROM memberships)"
    held = f"training IN (SELECT training FROM trainings WHERE {_SAMPLE} AND (structure, code) IN ({units}))"
    for table, where in {
        "difficulties": f"activity IN (SELECT activity FROM activities WHERE {leaving})",
        **dict.fromkeys(("activities", "supplies", "team_villages", "memberships"), leaving),
        "attendances": f"({held} OR {unseated})",
        "trainings": f"(structure, code) IN ({units})",
        **dict.fromkeys(("assessments", "people"), unseated),
        "teams": leaving,
        "village_figures": f"village IN ({_LEAVING})",
        "villages": f"village IN ({_LEAVING})",
        "reports": f"(structure, code) IN ({units})",
        "notes": f"(structure, code) IN ({units})",
    }.items():
        scratch.execute(f"DELETE FROM {table} WHERE {_SAMPLE} AND {where}")


def _add_source(scratch: duckdb.DuckDBPyConnection, draft: Draft) -> None:
    origin = draft.source
    scratch.execute("DELETE FROM sources WHERE source = $source", {"source": draft.id})
    scratch.execute(
        "INSERT INTO sources BY NAME SELECT $source AS source, $kind AS kind, $title AS title, $office AS office, "
        "$as_of AS as_of, $structure AS structure, $file_hash AS file_hash",
        {
            "source": draft.id,
            "kind": origin.kind,
            "title": origin.title,
            "office": origin.office,
            "as_of": origin.as_of,
            "structure": origin.structure,
            "file_hash": origin.file_hash,
        },
    )


def _replace_things(scratch: duckdb.DuckDBPyConnection, name: str) -> None:
    """Put the draft's villages, teams, records or people in the place of those with the same id."""
    key = ", ".join(KEYS[name])
    scratch.execute(f"DELETE FROM {name} WHERE ({key}) IN (SELECT {key} FROM new_{name})")
    scratch.execute(f"INSERT INTO {name} BY NAME FROM new_{name}")


def _let_leave(scratch: duckdb.DuckDBPyConnection, draft: Draft, *, seated: pa.Table) -> None:
    """End the seats of those who are no longer on the whole list of a team, but of who came after the list was made."""
    scratch.register("seated", seated)
    scratch.execute(
        "UPDATE memberships SET until = $day WHERE until IS NULL AND team IN (SELECT team FROM new_memberships) "
        "AND (person, team) NOT IN (SELECT person, team FROM new_memberships) "
        "AND (person, team) NOT IN (SELECT person, team FROM seated) AND coalesce(since <= $day, true)",
        {"day": draft.source.as_of},
    )


def _replace_figures(scratch: duckdb.DuckDBPyConnection, *, source: str) -> None:
    """Let each new cell take the place of the older ones of its unit, period and indicator."""
    names = ", ".join(catalogue().codes)
    scratch.execute(
        f"CREATE TEMP VIEW new_reports AS SELECT structure, level, code, period, '{source}' AS source, {names} "
        "FROM new_rows WHERE level <> 'village'"
    )
    scratch.execute(
        f"CREATE TEMP VIEW new_village_figures AS SELECT code AS village, period, '{source}' AS source, {names} "
        "FROM new_rows WHERE level = 'village'"
    )
    for table, unit in _FIGURES.items():
        key = ", ".join(unit)
        cleared = ", ".join(f"{name} = if(new.{name} IS NULL, old.{name}, NULL)" for name in catalogue().codes)
        same = " AND ".join(f"old.{part} = new.{part}" for part in unit)
        scratch.execute(f"UPDATE {table} AS old SET {cleared} FROM new_{table} AS new WHERE {same}")
        scratch.execute(
            f"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM new_{table}) AND coalesce({names}) IS NULL"
        )
        scratch.execute(f"INSERT INTO {table} BY NAME FROM new_{table}")


def _replace_notes(scratch: duckdb.DuckDBPyConnection, draft: Draft) -> None:
    """Drop the notes to cells that have new values; add the draft's own and its warnings."""
    cells = f"UNPIVOT new_rows ON {', '.join(catalogue().codes)} INTO NAME indicator VALUE told"
    scratch.execute(
        "DELETE FROM notes WHERE source = $source OR (structure, code, period, indicator) IN "
        f"(SELECT structure, code, period, indicator FROM ({cells}))",
        {"source": draft.id},
    )
    scratch.execute("INSERT INTO notes BY NAME FROM new_notes")
    warnings = [
        {
            "structure": draft.source.structure,
            "code": warning.get("code"),
            "period": warning.get("period"),
            "indicator": warning.get("indicator"),
            "kind": "warning",
            "text": str(warning.get("message", "")),
            "source": draft.id,
        }
        for warning in draft.warnings
    ]
    if warnings:
        scratch.register("warned", fit(pa.Table.from_pylist(warnings), schema=schemas()["notes"]))
        scratch.execute("INSERT INTO notes BY NAME FROM warned")


def _drop_unused_sources(scratch: duckdb.DuckDBPyConnection) -> None:
    used = " UNION ALL ".join(f"SELECT source FROM {name}" for name in (*_FIGURES, *_THINGS))
    scratch.execute(f"DELETE FROM sources WHERE source NOT IN ({used})")
    scratch.execute("DELETE FROM notes WHERE source NOT IN (SELECT source FROM sources)")
