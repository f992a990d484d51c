"""Which units a draft, a report or a team concerns: what decides whether it is a planner's business."""

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd
import pyarrow as pa

from data.access.actor import Actor, UnitKey
from data.derivation.schema import schemas
from data.releases import merging
from data.releases.drafts import Draft, unasked
from data.releases.store import Release, Store
from data.units.structures import StructureId

# A row lies in the first of these that it names.
_PLACES: Final = {"commune_2025": "2025-07", "commune_2024": "2024", "district": "2024", "province_2024": "2024"}
_PLACE_COLUMNS: Final = (*_PLACES, "reported_structure", "commune")
_LONGEST_CODE: Final = 5  # of a unit; the ids of villages are longer
NOWHERE: Final[UnitKey] = ("", "")
"""A place that is nobody's: of rows that say of no unit where they belong."""
COUNTRY: Final[UnitKey] = ("", "*")
"""The place of what holds for the whole country, in every structure."""


def of_report(structure: StructureId, province: str | None, reader: Actor | None) -> frozenset[UnitKey]:
    """Return where a report belongs that somebody reads: its province; to a planner of less, what they have of it.

    A report of several provinces (None) belongs to the planner's own area, else to the country.
    reader: None for whoever holds the machine's files.
    """
    own = reader.units if reader is not None and reader.role == "planner" else frozenset()
    if province is None:
        return own or frozenset({COUNTRY})
    if reader is None or reader.covers(structure, province):
        return frozenset({(structure, province)})
    inside = {key for key in own if province in Actor("planner", units=frozenset({key})).provinces(structure)}
    return frozenset(inside) or frozenset({(structure, province)})


def lies_within(place: Iterable[UnitKey], area: frozenset[UnitKey]) -> bool:
    """Tell whether all units of a place lie in an area, whose units may be of other structures."""
    if COUNTRY in area:
        return True
    planner = Actor("planner", units=area - {NOWHERE})
    return all(unit not in (COUNTRY, NOWHERE) and planner.covers(*unit) for unit in place)


def of_draft(store: Store, draft: Draft) -> frozenset[UnitKey]:
    """Return the units of every row that a draft brings; NOWHERE among them where a row or a table names none.

    Of a draft of which nothing is left, since all was decided for what is published, those of what it was to bring.
    """
    release = store.release(draft.base) if draft.base else None
    plain = unasked(draft)
    left = _of_rows(draft.rows(), merging.brought(store, draft).tables, release)
    return left or _of_rows(plain.rows(), plain.tables(), release)


def _of_rows(rows: pa.Table, further: Mapping[str, pa.Table], release: Release | None) -> frozenset[UnitKey]:
    """Return the units of a draft's figures and further tables."""
    figures = rows.to_pandas()
    of_villages = figures["level"] == "village"
    found = set(figures.loc[~of_villages, ["structure", "code"]].itertuples(index=False, name=None))
    tables = {name: table.to_pandas() for name, table in further.items()}
    return frozenset(found) | of_tables(tables, release, villages=figures.loc[of_villages, "code"])


def of_tables(
    tables: Mapping[str, pd.DataFrame], release: Release | None, *, villages: Iterable[str] = ()
) -> frozenset[UnitKey]:
    """Return the units of what the tables of a draft on a release bring, and of further villages by id."""
    found: set[UnitKey] = set()
    villages, teams = set(villages), set()
    for table in tables.values():
        if _PLACES.keys() & set(table.columns):
            found |= _places(table)
        elif {"structure", "code"} <= set(table.columns):
            units = table.dropna(subset=["code"])
            villages |= set(units.loc[units["code"].str.len() > _LONGEST_CODE, "code"])
            found |= set(
                units.loc[units["code"].str.len() <= _LONGEST_CODE, ["structure", "code"]].itertuples(
                    index=False, name=None
                )
            )
        elif "team" in table:
            teams |= set(table["team"].dropna())
        elif "village" in table:
            villages |= set(table["village"].dropna())
        else:
            of_team = _teams_of(table, tables, release)
            teams |= of_team or set()
            found |= set() if of_team is not None else {NOWHERE}
    return frozenset(
        found
        | _units_of("villages", "village", villages, tables, release)
        | _units_of("teams", "team", teams, tables, release)
    )


def _teams_of(table: pd.DataFrame, tables: Mapping[str, pd.DataFrame], release: Release | None) -> set[str] | None:
    """Return the teams of the people, or of the activities, that a table names; None where one is unknown."""
    key, linking = ("person", "memberships") if "person" in table else ("activity", "activities")
    if key not in table:
        return None
    ids = set(table[key].dropna())
    parts = [tables[linking][[key, "team"]]] if linking in tables else []
    if release is not None:
        parts.append(
            release.query(f"SELECT {key}, team FROM {linking} WHERE {key} IN (SELECT unnest($ids))", ids=sorted(ids))
        )
    every = pd.concat(parts) if parts else pd.DataFrame(columns=[key, "team"])
    own = every[every[key].isin(ids)]
    return set(own["team"]) if ids <= set(own[key]) else None


def of_teams(release: Release, teams: Iterable[str]) -> frozenset[UnitKey]:
    """Return where teams of a release work; NOWHERE for a team that it does not have."""
    return frozenset(_units_of("teams", "team", set(teams), {}, release))


def _units_of(
    table: str, key: str, ids: set[str], brought: Mapping[str, pd.DataFrame], release: Release | None
) -> set[UnitKey]:
    """Return the units of villages or teams by id, as the draft brings them, else as the release has them."""
    if not ids:
        return set()
    own = brought[table] if table in brought else pd.DataFrame(columns=[key])
    left = sorted(ids - set(own[key]))
    found = _places(own[own[key].isin(ids)])
    if left:
        places = ", ".join(name for name in _PLACE_COLUMNS if name in schemas()[table].names)
        stored = (
            release.query(f"SELECT {places} FROM {table} WHERE {key} IN (SELECT unnest($ids))", ids=left)
            if release
            else None
        )
        found |= _places(stored) if stored is not None else set()
        found |= set() if stored is not None and len(stored) == len(left) else {NOWHERE}
    return found


def _places(rows: pd.DataFrame) -> set[UnitKey]:
    """Return the unit of each row: the first of its places that it names."""
    found: set[UnitKey] = set()
    places = rows[[name for name in _PLACE_COLUMNS if name in rows]].drop_duplicates()
    for row in places.itertuples(index=False, name=None):
        found.add(place_of(dict(zip(places.columns, row, strict=True))))
    return found


def place_of(row: Mapping[str, object]) -> UnitKey:
    """Return the unit that the row of a village or a team names as its place, NOWHERE where it names none."""
    for name, structure in _PLACES.items():
        if isinstance(code := row.get(name), str):
            return structure, code
    reported_structure, commune = row.get("reported_structure"), row.get("commune")
    return (
        (reported_structure, commune) if isinstance(reported_structure, str) and isinstance(commune, str) else NOWHERE
    )
