"""Says what a draft would change in the current release, cell by cell and in numbers; the sample is no value."""

from dataclasses import dataclass

import duckdb
import pandas as pd

from data.catalogue.current import catalogue
from data.catalogue.scores import is_score
from data.derivation.schema import ROW_KEY
from data.releases.drafts import Draft
from data.releases.merging import merged, read_tables, sample_left
from data.releases.questions import CONFLICT, Question
from data.releases.store import Release, Store

_CELL = ", ".join((*ROW_KEY, "indicator"))


def _names() -> str:
    return ", ".join(catalogue().codes)


@dataclass(frozen=True)
class Change:
    """One indicator over the draft's units: sums of what was published (None: nothing was) and of the draft.

    Scores have no sums: of these both are None.

    added, changed, same: numbers of cells without a published value, with another, with the same.
    """

    indicator: str
    old: int | None
    new: int | None
    added: int
    changed: int
    same: int


@dataclass(frozen=True)
class Comparison:
    """What a draft changes in `release` (None: an empty store).

    units_*: numbers of (unit, period) that are new, have any other value, or only the same ones;
    newer: titles of reports of a later date whose figures this older one would change;
    sample_leaves: provinces (structure "2024") whose illustration goes.
    """

    draft: str
    release: str | None
    units_new: int
    units_changed: int
    units_same: int
    indicators: tuple[Change, ...]
    newer: tuple[str, ...]
    sample_leaves: tuple[str, ...]


def compare(store: Store, draft: Draft) -> Comparison:
    """Hold a draft against the current release; on an empty store everything is new."""
    release = store.current() if store.has_current() else None
    compared = cells(release, draft)
    by_unit = compared.groupby([*ROW_KEY])["how"].agg(frozenset)
    return Comparison(
        draft=draft.id,
        release=release.id if release else None,
        units_new=int((by_unit == {"added"}).sum()),
        units_changed=int(by_unit.map(lambda how: how != {"added"} and how != {"same"}).sum()),
        units_same=int((by_unit == {"same"}).sum()),
        indicators=tuple(
            _change(compared, indicator) for indicator in catalogue().codes if indicator in set(compared["indicator"])
        ),
        newer=_newer(release, compared, draft),
        sample_leaves=sample_left(release, draft),
    )


def cells(release: Release | None, draft: Draft) -> pd.DataFrame:
    """Return every cell of the draft beside the published one.

    Columns: structure, level, code, period, indicator, old (missing: nothing published), source (of the old
    value), new, and how: "added", "changed" or "same".
    """
    with duckdb.connect(":memory:") as scratch:
        _lay_out(scratch, release, draft, name="published")
        found: pd.DataFrame = scratch.sql(
            f"SELECT {_CELL}, old, source, new, CASE WHEN old IS NULL THEN 'added' WHEN old <> new THEN 'changed' "
            f"ELSE 'same' END AS how FROM drafted LEFT JOIN published USING ({_CELL}) ORDER BY {_CELL}"
        ).df()
        return found


def conflicts(base: Release | None, current: Release | None, draft: Draft) -> list[Question]:
    """Return, as questions, the cells and things that were published otherwise since the draft was made.

    A cell is in conflict where what is published now is neither what was at `base` nor what the draft says; of a
    thing a field (see data.releases.merging).
    """
    own = draft.tables()
    before, now = (read_tables(release, names=(*own, "sources")) for release in (base, current))
    things = merged(before, now, own, source=draft.source, answers={}).conflicts
    with duckdb.connect(":memory:") as scratch:
        _lay_out(scratch, current, draft, name="now")
        _lay_out(scratch, base, draft, name="before")
        found = scratch.sql(
            f"SELECT {_CELL}, now.old AS theirs, new AS mine FROM drafted LEFT JOIN now USING ({_CELL}) "
            f"LEFT JOIN before USING ({_CELL}) WHERE now.old IS DISTINCT FROM before.old "
            f"AND now.old IS NOT NULL AND now.old <> new ORDER BY {_CELL}"
        ).fetchall()
    return [*things, *(_of_cell(*row) for row in found)]


def _of_cell(
    structure: str, level: str, code: str, period: str, indicator: str, published: int, drafted: int
) -> Question:
    return {
        "id": ":".join((CONFLICT, structure, level, code, period, indicator)),
        "kind": CONFLICT,
        "structure": structure,
        "level": level,
        "code": code,
        "period": period,
        "indicator": indicator,
        "theirs": published,
        "mine": drafted,
    }


def _lay_out(scratch: duckdb.DuckDBPyConnection, release: Release | None, draft: Draft, *, name: str) -> None:
    """Make `drafted` (cells with `new`) and, as `name`, what reports in the release say (cells with `old`)."""
    scratch.register("rows", draft.rows())
    scratch.execute(
        f"CREATE TEMP VIEW IF NOT EXISTS drafted AS UNPIVOT rows ON {_names()} INTO NAME indicator VALUE new"
    )
    for table, rows in read_tables(release, names=("reports", "village_figures", "sources")).items():
        scratch.register(f"{name}_{table}", rows)
    real = f"source NOT IN (SELECT source FROM {name}_sources WHERE kind = 'sample')"
    scratch.execute(
        f"CREATE TEMP TABLE {name} AS UNPIVOT ("
        f"SELECT structure, level, code, period, source, {_names()} FROM {name}_reports WHERE {real} UNION ALL "
        f"SELECT structure, 'village' AS level, code, f.period, source, {_names()} FROM {name}_village_figures AS f "
        "JOIN (SELECT DISTINCT structure, code, period FROM rows WHERE level = 'village') AS r "
        f"ON f.village = r.code AND f.period = r.period WHERE {real}"
        f") ON {_names()} INTO NAME indicator VALUE old"
    )


def _newer(release: Release | None, compared: pd.DataFrame, draft: Draft) -> tuple[str, ...]:
    """Return the titles of the sources with a later date than the draft's that would lose a value."""
    changed = compared.loc[compared["how"] == "changed", "source"].unique()
    if release is None or len(changed) == 0:
        return ()
    found = release.query(
        "SELECT title FROM sources WHERE as_of > $day AND source IN (SELECT unnest($changed)) ORDER BY as_of, title",
        day=draft.source.as_of,
        changed=changed.tolist(),
    )
    return tuple(found["title"])


def _change(compared: pd.DataFrame, indicator: str) -> Change:
    its = compared[compared["indicator"] == indicator]
    how = its["how"].value_counts()
    before, added = its["old"].dropna(), not is_score(indicator)
    return Change(
        indicator=indicator,
        old=int(before.sum()) if len(before) and added else None,
        new=int(its["new"].sum()) if added else None,
        added=int(how.get("added", 0)),
        changed=int(how.get("changed", 0)),
        same=int(how.get("same", 0)),
    )
