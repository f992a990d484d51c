"""What lists and registers say of teams → the tables of teams: a team that is published already keeps its id.

A published team is known again by its name within its commune and level, a volunteer or school team without a name by
its chi đoàn, and the only one of its level in a village or commune by its place. What the file does not tell of it
stays as it is published.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeAlias

import pandas as pd
import pyarrow as pa

from data.derivation.schema import FIXED
from data.i18n import say
from data.intake.figures import Record
from data.intake.members import Person
from data.intake.result import Checked
from data.intake.team_reported import TeamTold
from data.releases import drafts
from data.releases.store import Release
from data.units.names import fold
from data.units.register import StructureId, unit
from data.units.village_homes import REPORTED_COLUMNS

_COLUMNS: Final = tuple(name for name in FIXED["teams"].names if name != "source")
_SCHEMA: Final = pa.schema([FIXED["teams"].field(name) for name in _COLUMNS])
Value: TypeAlias = str | int | float | bool | date | None
Row: TypeAlias = dict[str, Value]
"""A row of one of the tables of teams, by column; None where nothing is told."""


def make(
    checked: Checked,
    release: Release | None,
    *,
    village_id: Callable[[Checked, Record], str],
    communes_told: Callable[[StructureId, str], Mapping[str, str | None]],
) -> dict[str, drafts.Rows]:
    """Return the tables teams, team_villages and people of a checked file; only those that have rows.

    village_id, communes_told: as data.intake.drafting has them, the id of a record's village and its communes.
    """
    known = _Known(release, checked)
    ids = {
        (record.unit.code, fold(record.village or "")): village_id(checked, record)
        for record in checked.records
        if record.village
    }
    rows: dict[str, Row] = {}
    served: dict[tuple[str, str], Row] = {}
    people: list[Row] = []
    for record in checked.records:
        teams = record.teams
        village = ids.get((record.unit.code, fold(record.village or "")))
        for team in teams:
            alone = sum(other.level == team.level for other in teams) == 1
            id, before = known.team(record, team, village=village, alone=alone)
            home = {"village": village} if village else {}
            places = _places(record, communes_told)
            named = {"name": team.name} if team.name else {}
            before = rows.get(id) or before or {"name": _name(record, team)}
            blank = {name: value for name, value in places.items() if before.get(name) is None}
            rows[id] = before | blank | home | named | dict(team.told) | {"team": id, "level": team.level}
            served |= {
                (id, of): {"team": id, "village": of}
                for name in team.serves
                if (of := ids[record.unit.code, fold(name)]) and not known.serves(id, of)
            }
            people += [_person(checked, id, at, person) for at, person in enumerate(team.people)]
    made: dict[str, drafts.Rows] = {
        "teams": pa.Table.from_pylist([_tidy(row) for row in rows.values()], schema=_SCHEMA)
    }
    if served:
        made["team_villages"] = pd.DataFrame(list(served.values()))
    if people:
        counts = {"birth_year": "Int64", "other_posts": "Int64", "trained": "boolean"}
        made["people"] = pd.DataFrame(people).astype(counts)
    return made


class _Known:
    """The published teams of the communes and districts that a file is about; no illustration among them."""

    def __init__(self, release: Release | None, checked: Checked) -> None:
        self.structure = checked.structure
        self.rows: dict[str, list[Row]] = {}
        self.every: set[str] = set()
        self.served: set[tuple[str, str]] = set()
        self.taken: dict[str, tuple[str, str]] = {}
        codes = sorted({record.unit.code for record in checked.records if record.teams})
        if release is not None and codes:
            self._read(release, codes)

    def _read(self, release: Release, codes: list[str]) -> None:
        found = release.query(
            "SELECT h.code AS home, t.* FROM teams t JOIN (SELECT DISTINCT team, coalesce(code, district) AS code "
            "FROM team_homes WHERE structure = $structure) h USING (team) "
            "WHERE h.code IN (SELECT unnest($codes)) "
            "AND t.source NOT IN (SELECT source FROM sources WHERE kind = 'sample') ORDER BY team",
            structure=self.structure,
            codes=codes,
        )
        for row in found.to_dict("records"):
            told = {name: None if pd.isna(row[name]) else row[name] for name in _COLUMNS}
            self.rows.setdefault(row["home"], []).append(told)
        self.every = set(release.query("SELECT team FROM teams")["team"])
        pairs = release.query("SELECT team, village FROM team_villages WHERE until IS NULL")
        self.served = set(pairs.itertuples(index=False, name=None))

    def serves(self, team: str, village: str) -> bool:
        """Say whether it is published that the team serves the village."""
        return (team, village) in self.served

    def team(self, record: Record, told: TeamTold, *, village: str | None, alone: bool) -> tuple[str, Row | None]:
        """Return the id of a team and its published row, None for one that is new."""
        own = (told.level, fold(told.name or told.text("union_branch") or village or record.unit.code))
        here = [
            row
            for row in self.rows.get(record.unit.code, ())
            if row["level"] == told.level and self.taken.get(_text(row["team"]), own) == own
        ]
        found = _same(here, told, village=village, alone=alone)
        id = _text(found["team"]) if found else self._new(record, told, village=village, alone=alone)
        self.taken[id] = own
        return id, found

    def _new(self, record: Record, told: TeamTold, *, village: str | None, alone: bool) -> str:
        """Make an id: of a village or commune that has one such team, of its place; else also of the team's name."""
        place = {"village": village, "commune": f"x{record.unit.code}"}.get(told.level)
        if place and alone and f"t{place}" not in self.every:
            return f"t{place}"
        named = told.name or told.text("union_branch") or village or ""
        return "t" + _hash(self.structure, record.unit.code, told.level, village or "", fold(named))


def _same(here: list[Row], told: TeamTold, *, village: str | None, alone: bool) -> Row | None:
    """Return the published team that is surely meant, of those of its level in its commune."""
    if village is not None:
        here = [row for row in here if row["village"] in (village, None)]
    if told.name:
        named = [row for row in here if fold(_text(row["name"])) == fold(told.name)]
        if len(named) == 1:
            return named[0]
    branch = told.text("union_branch")
    if branch and not told.name:
        of_branch = [row for row in here if fold(_text(row["union_branch"])) == fold(branch)]
        return of_branch[0] if len(of_branch) == 1 else None
    if alone and told.level in ("village", "commune", "district"):
        placed = [row for row in here if row["village"] == village]
        return placed[0] if len(placed) == 1 and (village or told.level != "village") else None
    return None


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _places(record: Record, communes_told: Callable[[StructureId, str], Mapping[str, str | None]]) -> Row:
    """Return where a new team belongs: its commune in each structure in which that is sure, or its district."""
    here = record.unit
    if here.level == "district":
        return {"district": here.code, "province_2024": here.province if here.structure == "2024" else None}
    told = communes_told(here.structure, here.code)
    commune = told[REPORTED_COLUMNS["2024"]]
    return {**told, "district": here.district, "province_2024": unit("2024", commune).province if commune else None}


def _name(record: Record, team: TeamTold) -> str:
    """Return what a team without a name is called: after its kind and its chi đoàn or place."""
    of = team.text("union_branch") or record.village or record.unit.name
    return say(f"intake.team.{team.level}", of=of)


def _tidy(row: Row) -> Row:
    """Return a row in the columns of the table: days without hours, counts whole, missing as None."""
    out: Row = {}
    for field in _SCHEMA:
        value = row.get(field.name)
        missing = value is None or (not isinstance(value, str) and pd.isna(value))
        if isinstance(value, date | str) and pa.types.is_date(field.type):
            value = pd.Timestamp(value).date()
        elif not missing and isinstance(value, int | float | str) and pa.types.is_integer(field.type):
            value = int(value)
        out[field.name] = None if missing else value
    return out


def _person(checked: Checked, team: str, at: int, person: Person) -> Row:
    return {
        "person": f"p{_hash(checked.digest, team, str(at))}",
        "team": team,
        "name": person.name,
        "birth_year": person.birth_year,
        "phone": person.phone,
        "post": person.post,
        "organisation": person.organisation,
        "role": person.role,
        "trained": person.trained,
        "other_posts": person.other_posts,
    }


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:14]
