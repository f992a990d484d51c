"""Merges what a draft brings with what others published since it was made, field by field.

Three rows meet: as the thing was when the draft was made, as it is published now, and as the draft says it. A field
that one side alone changed is taken from that side; both changed to the same is no conflict; both changed otherwise
is asked about. Figures have their own comparison (data.releases.compare), cell by cell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import pyarrow as pa

from data.derivation.schema import KEYS, fit, schemas
from data.releases.drafts import CONFLICT, Draft, Item, Source
from data.releases.merge import read_tables
from data.releases.store import Store

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


@dataclass(frozen=True)
class Merged:
    """The further tables that a draft brings to what is published now, and the questions on what both changed.

    A question names the table, the key, the fields (columns) in dispute, none where it is about the whole row, and
    what published the row last. Where it is not answered the draft's word stands, and the draft cannot be published.
    seated: person and team of the seats that others published since, where the draft brings seats.
    """

    tables: dict[str, pa.Table]
    conflicts: tuple[Item, ...]
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
    answers: Item,
) -> Merged:
    """Merge a draft's tables with those of the release that it was made on (before) and of the current one (now).

    before, now: the same tables, and sources. What a form leaves missing was taken away; what a report leaves missing
    was not told, and stays as others published it. The illustration is nothing that a report could disagree with.
    """
    tables, conflicts = dict(own), []
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
    joined = {column for columns in together for column in columns}
    alone = [(column,) for column in schemas()[name].names if column not in (*KEYS[name], *_UNSAID, *joined)]
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
        f"asked AS (SELECT *, (n_{key} IS NULL AND b_{key} IS NOT NULL AND NOT {withdrawn}) "
        f"OR (touched AND ({withdrawn} OR {spoilt})) AS whole FROM touched), "
        f"told AS (SELECT *, {', '.join(_verdicts(fields, form=source.by_form))} FROM asked) "
        f"SELECT * REPLACE ({', '.join(_crossed(fields)) or 'whole AS whole'}), {_name_of(name)} AS id FROM told"
    )


def _verdicts(fields: list[tuple[str, ...]], *, form: bool) -> Iterable[str]:
    """Write of each field whether it is taken as it is published, and whether it is in dispute."""
    for at, field in enumerate(fields):
        untold = "FALSE" if form else " AND ".join(f"m_{column} IS NULL" for column in field)
        open_row, kept = "touched AND NOT whole", f"({untold} OR NOT {_differ('m', 'b', field)})"
        yield f"{open_row} AND {kept} AS taken_{at}"
        yield (
            f"{open_row} AND NOT {kept} AND {_differ('n', 'b', field)} AND {_differ('n', 'm', field)} AS disputed_{at}"
        )


def _crossed(fields: list[tuple[str, ...]]) -> Iterable[str]:
    """Write which fields are in dispute also because two days, one of each side, would run backwards."""
    home = {column: at for at, field in enumerate(fields) for column in field}
    crossings: dict[int, list[str]] = {}
    for early, late in (pair for pair in _ORDER if home.keys() >= set(pair)):
        first, second = (f"if(taken_{home[day]}, n_{day}, m_{day})" for day in (early, late))
        backwards = (
            f"(taken_{home[early]} OR taken_{home[late]}) AND {second} < {first} "
            f"AND NOT coalesce(m_{late} < m_{early}, false) AND NOT coalesce(n_{late} < n_{early}, false)"
        )
        for day in (early, late):
            crossings.setdefault(home[day], []).append(f"coalesce({backwards}, false)")
    return [f"disputed_{at} OR {' OR '.join(found)} AS disputed_{at}" for at, found in crossings.items()]


def _questions(scratch: duckdb.DuckDBPyConnection, name: str) -> list[Item]:
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
            "id": known,
            "kind": CONFLICT,
            "table": name,
            "key": key,
            "theirs": theirs,
            "fields": [column for field, flag in zip(fields, disputed, strict=True) if flag for column in field],
        }
        for known, key, theirs, _, *disputed in rows
    ]


def _result(scratch: duckdb.DuckDBPyConnection, name: str, *, answers: Mapping[str, Any]) -> pa.Table:
    """Return the rows as they are to be published: theirs, mine, and of what is in dispute what was answered."""
    theirs = [key for key, given in answers.items() if given == "theirs"]
    chosen = {
        column: f"CASE WHEN disputed_{at} THEN if(answered, n_{column}, m_{column}) "
        f"WHEN taken_{at} THEN n_{column} ELSE m_{column} END"
        for at, field in enumerate(_fields(name))
        for column in field
    }
    told = ", ".join(f"{chosen.get(column, f'm_{column}')} AS {column}" for column in schemas()[name].names)
    found = scratch.sql(
        f"SELECT {told} FROM (SELECT *, id IN (SELECT unnest($theirs::VARCHAR[])) AS answered FROM judged)",
        params={"theirs": theirs},
    )
    return fit(found.to_arrow_table(), schema=schemas()[name])


def _differ(one: str, other: str, columns: Iterable[str]) -> str:
    return "(" + " OR ".join(f"{one}_{column} IS DISTINCT FROM {other}_{column}" for column in columns) + ")"


def _name_of(name: str) -> str:
    """Write the id of the question on a row."""
    return f"concat_ws(':', '{CONFLICT}', '{name}', {', '.join(f'm_{key}::VARCHAR' for key in KEYS[name])})"
