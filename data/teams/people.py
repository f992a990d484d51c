"""Who the members are: the one door to people's data. Each read is in the audit log before anything is read.

The log names the person by the id that says nothing of them, and the team, so that it can be seen who looked at
whom; what was looked for is not logged, since it may be a name. Refused readers are logged too.
"""

from typing import Final

import pandas as pd

from data.access.actor import Actor
from data.releases.store import Release, Store
from data.storage import audit_log
from data.storage.errors import NotFound
from data.storage.json_values import Json
from data.units.names import fold

OFFICE: Final = "administrator"
"""The role of whoever holds the machine's files, as on the command line."""

_FIELDS: Final = "person, name, birth_year, phone, post, organisation"
_SEATS: Final = "role, trained, other_posts, since, until"
_MOST: Final = 50


class UnknownPerson(NotFound):
    """No release or draft has a person with this id."""


def members(release: Release, team: str, *, reader: Actor) -> pd.DataFrame:
    """List who sits in a team now, the head first: person, name, birth_year, phone, post, organisation, role, trained,
    other_posts, since, until.

    A member who was erased is a row of which only the seat is left. Never cached. Raises NotForYou.
    """
    _require(release, reader, team=team)
    seats = release.query(
        f"SELECT person, {_SEATS} FROM memberships WHERE team = $team AND until IS NULL "
        "ORDER BY CASE role WHEN 'head' THEN 0 WHEN 'deputy' THEN 1 ELSE 2 END, person",
        team=team,
    )
    ids = seats["person"].tolist()
    found = release.people(
        f"SELECT {_FIELDS} FROM persons WHERE person IN (SELECT unnest($ids))",
        reader=reader.name,
        about={"team": team, "persons": ids},
        ids=ids,
    )
    return seats.merge(found, on="person", how="left")[[*_FIELDS.split(", "), *_SEATS.split(", ")]]


def person(release: Release, person_id: str, *, reader: Actor) -> pd.Series:
    """Return one person: the columns of people. Raises NotForYou, UnknownPerson."""
    _require(release, reader, persons=[person_id])
    found = release.people(
        f"SELECT {_FIELDS}, source FROM persons WHERE person = $id",
        reader=reader.name,
        about={"persons": [person_id]},
        id=person_id,
    )
    if found.empty:
        raise UnknownPerson("teams.no_person", person=person_id)
    return found.iloc[0]


def search(release: Release, text: str, *, reader: Actor, limit: int = _MOST) -> pd.DataFrame:
    """Find people by a part of the name, accents as they are or left out, or by a telephone number.

    Columns person, name, birth_year, team. Everybody found is logged as read. Raises NotForYou.
    """
    _require(release, reader)
    name, digits = fold(text), "".join(sign for sign in text if sign.isdigit())
    if not name:
        return pd.DataFrame(columns=["person", "name", "birth_year", "team"])
    found = release.people(
        "SELECT person, name, birth_year, min(team) AS team, phone FROM people "
        "WHERE contains(lower(name), $text) OR contains(replace(lower(strip_accents(name)), 'đ', 'd'), $plain) "
        "OR (length($digits) >= 6 AND contains(regexp_replace(phone, '[^0-9]', '', 'g'), $digits)) "
        "GROUP BY ALL ORDER BY name, person LIMIT $limit",
        reader=reader.name,
        about={"search": True},
        text=text.strip().lower(),
        plain=name,
        digits=digits,
        limit=min(limit, _MOST),
    )
    if len(found):
        audit_log.append(
            release.root, who=reader.name, action="read people", release=release.id, persons=found["person"].tolist()
        )
    return found.drop(columns="phone")


def export(store: Store, person_id: str, *, reader: Actor) -> dict[str, Json]:
    """Return all that the store holds of a person, as plain values for JSON: what they may ask for by law.

    person: each version of their fields and the releases that have it; memberships, attendances, assessments: of the
    current release; reads: when and by whom they were read. Raises NotForYou, UnknownPerson.
    """
    reader.require("planner")
    audit_log.append(store.root, who=reader.name, action="export person", persons=[person_id])
    versions: dict[str, dict[str, Json]] = {}
    bearing: dict[str, list[str]] = {}  # releases, by version
    for release in store.list():
        found = release.people(
            f"SELECT {_FIELDS}, source FROM persons WHERE person = $id",
            reader=reader.name,
            about={"persons": [person_id]},
            id=person_id,
        )
        for row in _plain(found):
            versions[str(row)] = row
            bearing.setdefault(str(row), []).append(release.id)
    current = store.current()
    records = {
        "memberships": "SELECT * EXCLUDE (person) FROM memberships WHERE person = $id ORDER BY team",
        "attendances": "SELECT t.*, a.source AS list FROM attendances a JOIN trainings t USING (training) "
        "WHERE person = $id ORDER BY day, training",
        "assessments": "SELECT * EXCLUDE (person) FROM assessments WHERE person = $id ORDER BY day",
    }
    parts = {name: _plain(current.query(sql, id=person_id)) for name, sql in records.items()}
    if not versions and not parts["memberships"]:
        raise UnknownPerson("teams.no_person", person=person_id)
    person = [{**row, "releases": bearing[version]} for version, row in versions.items()]
    reads = [
        {key: entry[key] for key in ("when", "who", "action")}
        for entry in audit_log.read(store.root)
        if person_id in _named(entry)
    ]
    return {"id": person_id, "release": current.id, "person": person, **parts, "reads": reads}


def _named(entry: audit_log.Entry) -> list[Json]:
    """Return the persons that an entry of the log names."""
    named = entry.get("persons")
    return named if isinstance(named, list) else []


def _require(release: Release, reader: Actor, **about: Json) -> None:
    """Raise NotForYou, after noting it, unless the reader may see who people are."""
    if not reader.may("planner"):
        audit_log.append(
            release.root, who=reader.name or reader.role, action="refused people", release=release.id, **about
        )
    reader.require("planner")


def _plain(rows: pd.DataFrame) -> list[dict[str, Json]]:
    """Return rows as dicts of texts, whole numbers, yes-or-no and ISO days; what is missing is None."""
    return [
        {name: _value(value) for name, value in zip(rows.columns, row, strict=True)}
        for row in rows.astype(object).where(rows.notna(), None).itertuples(index=False, name=None)
    ]


def _value(value: object) -> Json:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if value is None or isinstance(value, bool | int | float) else str(value)
