"""Adds and corrects a team, a member, an attendance, an activity, a supply by form: each is a draft like a report's.

A proposal is prepared, checked as a whole (every fault is reported at once) and kept as a draft, which is reviewed,
published and rolled back as imports are. A change to the illustration stays illustration. Personal data goes into
people alone.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, get_args

import pandas as pd

from data.access.actor import Actor, OutOfArea, UnitKey
from data.access.areas import NOWHERE, of_teams, place_of
from data.catalogue import periods, team_codes
from data.derivation.schema import schemas
from data.derivation.unit_membership import communes_in_structures
from data.i18n import DEFAULT_LANGUAGE, say
from data.releases import drafts
from data.releases.store import Release, Store
from data.releases.team_seats import split, young
from data.storage.errors import Refused
from data.teams import people
from data.teams.free_texts import holds_phone_number
from data.units import register
from data.units.village_homes import PLACES

What = Literal["team", "villages", "member", "attendance", "activity", "supply"]
WHATS: Final[tuple[What, ...]] = get_args(What)
Values = Mapping[str, object]
"""What a form says, by field: texts, whole numbers, yes-or-no, dates, lists of texts."""

Row = dict[str, object]

FIELDS: Final[dict[What, tuple[str, ...]]] = {
    "team": (
        "team",
        "level",
        "name",
        "village",
        "structure",
        "commune",
        "founded",
        "status",
        "decision",
        "decided",
        "reorganised",
        "dissolved",
        "members",
        "union_branch",
        "subgroups",
        "group_platform",
        "group_link",
        "zalo_households",
        "villages",
    ),
    "villages": ("team", "villages", "village", "day"),
    "member": (
        "person",
        "team",
        "role",
        "name",
        "birth_year",
        "phone",
        "post",
        "organisation",
        "trained",
        "other_posts",
        "since",
        "until",
    ),
    "attendance": (
        "training",
        "day",
        "structure",
        "code",
        "venue",
        "form",
        "organiser",
        "title",
        "contents",
        "tasks",
        "attendees",
        "persons",
    ),
    "activity": (
        "activity",
        "team",
        "since",
        "until",
        "last_day",
        "sessions",
        "households_visited",
        "guided",
        *(f"guided_{content}" for content in team_codes.CONTENTS),
        "difficulties",
    ),
    "supply": ("supply", "team", "kind", "day", "amount", "quantity", "giver"),
}
"""What a form may hold. villages: ids of all villages served, from the `day` on where the form has one; persons: ids;
contents, tasks: lists; difficulties: all that the report names, a list of kinds, or of (kind, text) for "other": what
it named before and is not among them is taken back. Days are dates."""

_ID: Final[dict[What, str]] = {
    "team": "team",
    "member": "person",
    "attendance": "training",
    "activity": "activity",
    "supply": "supply",
}
_NEEDED: Final[dict[What, tuple[str, ...]]] = {
    "team": ("level", "name"),
    "villages": ("team", "villages", "day"),
    "member": ("team", "name"),
    "attendance": ("persons", "day", "structure", "code"),
    "activity": ("team", "since", "until"),
    "supply": ("team", "kind", "day"),
}
"""What must be filled in of something new; of a known course still who attended it."""

_CHOICES: Final[dict[str, Sequence[str]]] = {
    "level": team_codes.LEVELS,
    "status": team_codes.STATUSES,
    "role": team_codes.ROLES,
    "form": team_codes.FORMS,
    "kind": team_codes.SUPPLIES,
}
_DAYS: Final = ("founded", "decided", "reorganised", "dissolved", "since", "until", "last_day", "day")
_PERSONAL: Final = ("name", "birth_year", "phone", "post", "organisation")
_COUNTS: Final = (
    "members",
    "subgroups",
    "zalo_households",
    "other_posts",
    "attendees",
    "sessions",
    "amount",
    "quantity",
    "households_visited",
    "guided",
    *(f"guided_{content}" for content in team_codes.CONTENTS),
)
_MOST: Final = {"amount": 10**12}  # đồng
_PLAIN_TEXTS: Final = ("name", "decision", "venue", "organiser", "title", "group_link", "union_branch", "giver")
_PLACE: Final = PLACES[1:]
_EARLIEST: Final = date(2015, 1, 1)


class BadForm(Refused):
    """A form cannot be kept: `faults` lists each as (field, words key)."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("teams.bad_form")

    def text(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """Say every fault of the form."""
        all_fields = {field for fields in FIELDS.values() for field in fields}
        named = (
            (say(f"teams.field.{field}", lang) if field in all_fields else field, key) for field, key in self.faults
        )
        listed = "; ".join(f"{field}: {say(key, lang)}" for field, key in named)
        return say(self.key, lang, faults=listed)


@dataclass(frozen=True)
class Proposal:
    """A change that passed every check. units: where it belongs; tables: what the draft brings."""

    what: What
    title: str
    units: frozenset[UnitKey]
    tables: Mapping[str, pd.DataFrame]
    sample: bool
    structure: str
    on: date


def prepare(release: Release, what: What, values: Values, *, who: Actor, on: date) -> Proposal:
    """Check a form against a release and return what it proposes; `on` is today. Missing fields stay as they are.

    Reading the person that is corrected is logged, and refused where they also sit in a team of another area. Raises
    BadForm, NotForYou, OutOfArea, UnknownPerson.
    """
    who.require("planner")
    wrong = faults(what, values, on=on)
    if wrong:
        raise BadForm(wrong)
    made = {
        "team": _team,
        "villages": _villages,
        "member": _member,
        "attendance": _attendance,
        "activity": _activity,
        "supply": _supply,
    }
    return made[what](release, values, who, on)


def keep(store: Store, proposal: Proposal, *, who: Actor) -> str:
    """Keep a proposal as a draft on the current release and return its id. Raises BadTable, CannotWrite, Busy."""
    source = drafts.Source(
        title=proposal.title,
        office=None,
        as_of=proposal.on,
        structure=proposal.structure,
        file_name="",
        file_hash=uuid.uuid4().hex,
        kind="sample" if proposal.sample else "report",
    )
    return drafts.create(
        store,
        rows=pd.DataFrame(columns=["structure", "level", "code", "period"]),
        source=source,
        tables=proposal.tables,
        base_release=store.current_id(),
        who=who.name,
    )


def faults(what: What, values: Values, *, on: date) -> list[tuple[str, str]]:
    """Collect what is wrong with a form on its own."""
    found = [(name, "teams.fault.unknown_field") for name in values if name not in FIELDS[what]]
    needed = _NEEDED[what]
    if what in _ID and values.get(_ID[what]):
        needed = ("persons",) if what == "attendance" else ()
    found += [(name, "teams.fault.needed") for name in needed if values.get(name) in (None, "", (), [])]
    for name, choices in _CHOICES.items():
        if values.get(name) is not None and values[name] not in choices:
            found.append((name, "teams.fault.choice"))
    for name in _DAYS:
        day = values.get(name)
        if day is not None and not (isinstance(day, date) and _EARLIEST <= day <= on):
            found.append((name, "teams.fault.day"))
    for name in _COUNTS:
        count = values.get(name)
        if count is not None and (
            not isinstance(count, int) or isinstance(count, bool) or not 0 <= count < _MOST.get(name, 10**7)
        ):
            found.append((name, "teams.fault.count"))
    plain = [name for name in _PLAIN_TEXTS if not (what == "member" and name == "name")]
    texts = [(name, str(values[name])) for name in plain if values.get(name)]
    texts += [("difficulties", text) for _, text in _difficulties(values) if text]
    found += [(name, "teams.fault.number") for name, text in texts if holds_phone_number(text)]
    found += [(name, "teams.fault.long") for name, text in texts if len(text) > 300]
    found += _of_lists(values)
    return found + _order(values)


def _of_lists(values: Values) -> list[tuple[str, str]]:
    """Find what is wrong with contents, tasks, difficulties and the year of birth."""
    found = []
    for name, allowed in (("contents", team_codes.CONTENTS), ("tasks", team_codes.TASKS)):
        if not set(_listed(values, name)) <= set(allowed):
            found.append((name, "teams.fault.choice"))
    if not {kind for kind, _ in _difficulties(values)} <= set(team_codes.DIFFICULTIES):
        found.append(("difficulties", "teams.fault.choice"))
    year = values.get("birth_year")
    if year is not None and not (isinstance(year, int) and 1900 <= year <= 2020):
        found.append(("birth_year", "teams.fault.count"))
    return found


def _order(values: Values) -> list[tuple[str, str]]:
    """Find days that come before what they follow."""
    pairs = (("since", "until"), ("founded", "dissolved"), ("founded", "reorganised"), ("since", "last_day"))
    days = [(_day(values.get(early)), _day(values.get(late)), late) for early, late in pairs]
    return [(field, "teams.fault.order") for before, after, field in days if before and after and after < before]


def _difficulties(values: Values) -> list[tuple[str, str | None]]:
    """Return the kinds that a report names, each with its own words where it has any."""
    named = (each if isinstance(each, tuple | list) else (each, None) for each in _listed(values, "difficulties"))
    return [(str(kind), None if words is None else str(words)) for kind, words in named]


def _text(values: Values, name: str) -> str:
    """Return a text of a form or a row, "" where there is none."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _listed(values: Values, name: str) -> list[object]:
    """Return a list of a form, empty where there is none."""
    value = values.get(name)
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else []


def _texts(values: Values, name: str) -> list[str]:
    """Return a list of texts, each once."""
    return list(dict.fromkeys(str(each) for each in _listed(values, name)))


def _row(release: Release, table: str, **key: str) -> Row:
    """Return the row of a thing as it is published, all missing where there is none."""
    where = " AND ".join(f"{name} = ${name}" for name in key)
    found = release.query(f"SELECT * FROM {table} WHERE {where}", **key)
    row: Row = dict.fromkeys(schemas()[table].names)
    if not found.empty:
        row |= {name: found[name].iloc[0] for name in found if name in row and found[name].notna().iloc[0]}
    return row | key


def _frame(rows: Sequence[Values], table: str) -> pd.DataFrame:
    """Return rows in the columns of a table: whole numbers, yes-or-no and days, missing where not given."""
    frame = pd.DataFrame(list(rows), columns=[name for name in schemas()[table].names if name != "source"])
    types = {"int64": "Int64", "bool": "boolean"}
    frame = frame.astype(
        {f.name: types[str(f.type)] for f in schemas()[table] if f.name in frame and str(f.type) in types}
    )
    days = [f.name for f in schemas()[table] if f.name in frame and str(f.type) == "date32[day]"]
    for name in days:
        frame[name] = pd.Series([_day(day) for day in frame[name]], index=frame.index, dtype=object)
    return frame


def _known_team(release: Release, team: str) -> tuple[str, bool]:
    """Return the name of a team and whether it is illustration; raises BadForm for an unknown one."""
    found = release.query(
        "SELECT t.name, s.kind FROM teams t LEFT JOIN sources s USING (source) WHERE team = $team", team=team
    )
    if found.empty:
        raise BadForm([("team", "teams.fault.no_team")])
    return str(found["name"][0]), found["kind"][0] == "sample"


def _new_id(letter: str) -> str:
    return letter + uuid.uuid4().hex[:14]


def _team(release: Release, values: Values, who: Actor, on: date) -> Proposal:
    existing = [_text(values, "team")] if values.get("team") else []
    sample = any(_known_team(release, team)[1] for team in existing)
    team = existing[0] if existing else _new_id("tn")
    row = _row(release, "teams", team=team)
    row |= {name: values[name] for name in FIELDS["team"] if name in values and name in row.keys() - {"team", *_PLACE}}
    if "village" in values and values["village"] is not None:
        village = _row(release, "villages", village=_text(values, "village"))
        if village["name"] is None:
            raise BadForm([("village", "teams.fault.no_village")])
        row |= {name: village[name] for name in _PLACE}
    elif values.get("commune"):
        communes = communes_in_structures(_text(values, "structure") or "2025-07", _text(values, "commune"))
        row |= {**dict.fromkeys(_PLACE), **communes}
    if place_of(row) == NOWHERE:
        raise BadForm([("commune", "teams.fault.needed")])
    if row["commune_2024"] and not row["province_2024"]:
        unit = register.unit("2024", _text(row, "commune_2024"))
        row |= {"province_2024": unit.province, "district": unit.district}
    tables = {"teams": _frame([row], "teams")}
    if "villages" in values:
        since = _day(row["reorganised"] or row["founded"])
        tables["team_villages"] = _served(release, row, _texts(values, "villages"), since=since, until=on)
    place = place_of(row)
    title = say("teams.edit.team", name=row["name"])
    units = frozenset({place}) | of_teams(release, existing) | _of_villages(release, _texts(values, "villages"))
    return Proposal("team", title, units, tables, sample, place[0], on)


def _member(release: Release, values: Values, who: Actor, on: date) -> Proposal:
    person = _text(values, "person") or _new_id("pn")
    exists = values.get("person") is not None
    seats = release.query("SELECT * FROM memberships WHERE person = $id ORDER BY until NULLS FIRST, team", id=person)
    team = _text(values, "team") or (str(seats["team"].iloc[0]) if len(seats) else "")
    name, sample = _known_team(release, team)
    personal, joins = not exists or bool({*_PERSONAL} & set(values)), team not in set(seats["team"])
    own: Row = _read(release, person, seats["team"], who=who) if exists and (personal or joins) else {"person": person}
    own |= {field: values[field] for field in _PERSONAL if field in values}
    seat = _row(release, "memberships", person=person, team=team)
    seat |= {field: values[field] for field in ("role", "trained", "other_posts", "since", "until") if field in values}
    if joins or {"post", "organisation", "birth_year"} & set(values):
        made = split(pd.DataFrame([{**own, "team": team}]), on=on)["memberships"].iloc[0]
        seat |= {"seat": made["seat"], "young": young(pd.Series([own.get("birth_year")]), on=on)[0]}
    tables = {"people": _frame([own], "people")} if personal else {}
    tables["memberships"] = _frame([seat], "memberships")
    units = of_teams(release, [team])
    return Proposal("member", say("teams.edit.member", name=name), units, tables, sample, _structure(units), on)


def _read(release: Release, person: str, teams: Iterable[str], *, who: Actor) -> Row:
    """Return who a member is; raises OutOfArea, before anything is read, where a team of theirs is not the actor's.

    What the person's seat in a team of the area says can be changed without: nothing of it is personal.
    """
    try:
        who.require_units(of_teams(release, teams))
    except OutOfArea as fault:
        raise OutOfArea("teams.person_elsewhere", unit=fault.values["unit"]) from fault
    own = people.person(release, person, reader=who)
    return {str(field): None if pd.isna(value) else value for field, value in own.items()}


def _attendance(release: Release, values: Values, who: Actor, on: date) -> Proposal:
    training, persons = _text(values, "training"), _texts(values, "persons")
    seats = release.query(
        "SELECT DISTINCT person, team FROM memberships WHERE person IN (SELECT unnest($ids))", ids=persons
    )
    if not persons or set(seats["person"]) != set(persons):
        raise BadForm([("persons", "teams.fault.no_person")])
    tables: dict[str, pd.DataFrame] = {}
    if not training:
        training = _new_id("kn")
        row: Row = {**dict.fromkeys(schemas()["trainings"].names), "training": training, "level": "commune"}
        row |= {name: values[name] for name in FIELDS["attendance"] if name in values and name in row}
        row["level"] = register.unit(_text(row, "structure"), _text(row, "code")).level
        row |= {name: ",".join(_texts(values, name)) or None for name in ("contents", "tasks")}
        tables["trainings"] = _frame([row], "trainings")
    elif _row(release, "trainings", training=training)["day"] is None:
        raise BadForm([("training", "teams.fault.no_training")])
    tables["attendances"] = _frame([{"training": training, "person": person} for person in persons], "attendances")
    teams = sorted(set(seats["team"]))
    sample = all(_known_team(release, team)[1] for team in teams)
    units = of_teams(release, teams)
    return Proposal(
        "attendance", say("teams.edit.attendance", people=len(persons)), units, tables, sample, _structure(units), on
    )


def _activity(release: Release, values: Values, who: Actor, on: date) -> Proposal:
    row = _of_team(release, "activities", "activity", values)
    team = _text(row, "team")
    name, sample = _known_team(release, team)
    until = _day(row["until"])
    row["period"] = periods.of(until) if until else None
    tables = {"activities": _frame([row], "activities")}
    if "difficulties" in values:
        named: list[Row] = [
            {"activity": row["activity"], "kind": kind, "text": words} for kind, words in _difficulties(values)
        ]
        before = release.query("SELECT activity, kind, text FROM difficulties WHERE activity = $id", id=row["activity"])
        stay = {each["kind"] for each in named}
        gone = before[~before["kind"].isin(stay)]
        named += [{str(name): gone[name].iloc[at] for name in gone} | {"withdrawn": True} for at in range(len(gone))]
        tables |= {"difficulties": _frame(named, "difficulties")} if named else {}
    units = of_teams(release, [team])
    return Proposal("activity", say("teams.edit.activity", name=name), units, tables, sample, _structure(units), on)


def _supply(release: Release, values: Values, who: Actor, on: date) -> Proposal:
    row = _of_team(release, "supplies", "supply", values)
    team = _text(row, "team")
    name, sample = _known_team(release, team)
    units = of_teams(release, [team])
    return Proposal(
        "supply",
        say("teams.edit.supply", name=name),
        units,
        {"supplies": _frame([row], "supplies")},
        sample,
        _structure(units),
        on,
    )


def _of_team(release: Release, table: str, what: What, values: Values) -> Row:
    """Return the row of a report or a supply with what the form says; a known one stays with its team."""
    record = _text(values, what)
    row = _row(release, table, **{what: record or _new_id(what[0] + "n")})
    if record and row["team"] is None:
        raise BadForm([(what, "teams.fault.no_record")])
    own = {"team": row["team"] or values.get("team")}
    return row | {name: values[name] for name in FIELDS[what] if name in values and name != what} | own


def _villages(release: Release, values: Values, who: Actor, on: date) -> Proposal:
    team, villages = _text(values, "team"), _texts(values, "villages")
    name, sample = _known_team(release, team)
    row = _row(release, "teams", team=team)
    village = values.get("village", row["village"])
    if village is not None and village not in villages:
        raise BadForm([("village", "teams.fault.not_served")])
    day = _day(values["day"])
    tables = {"team_villages": _served(release, row, villages, since=day, until=day)}
    if village != row["village"]:
        home = _row(release, "villages", village=str(village))
        moved = {name: home[name] for name in _PLACE}
        tables["teams"] = _frame([row | {"village": village} | moved], "teams")
    units = of_teams(release, [team])
    title = say("teams.edit.villages", name=name)
    return Proposal("villages", title, units | _of_villages(release, villages), tables, sample, _structure(units), on)


def _served(
    release: Release, team: Values, villages: Sequence[str], *, since: date | None, until: date | None
) -> pd.DataFrame:
    """Return the rows of villages that a team comes to serve or leaves; those that it goes on serving stay unsaid."""
    serving = release.query("SELECT village, since, until FROM team_villages WHERE team = $team", team=team["team"])
    begun = {village: _day(day) for village, day in zip(serving["village"], serving["since"], strict=True)}
    now = set(serving.loc[serving["until"].isna(), "village"])
    own = _text(team, "village")
    if own and own not in begun:
        begun[own] = _day(team["founded"])
        now.add(own)
    come, leave = [each for each in villages if each not in now], sorted(now - set(villages))
    rows = [{"team": team["team"], "village": each, "since": since, "until": None} for each in come]
    rows += [{"team": team["team"], "village": each, "since": begun[each], "until": until} for each in leave]
    unknown = any(_row(release, "villages", village=each)["name"] is None for each in (*come, *leave))
    backwards = any(until and (day := begun[each]) and until < day for each in leave)
    if unknown or backwards:
        raise BadForm(
            [("villages", "teams.fault.no_village")] * bool(unknown) + [("day", "teams.fault.order")] * bool(backwards)
        )
    return _frame(rows, "team_villages")


def _of_villages(release: Release, villages: Sequence[str]) -> frozenset[UnitKey]:
    """Return the communes of villages: a team of the area serves no village of another."""
    found = release.query(
        f"SELECT DISTINCT {', '.join(_PLACE)} FROM villages WHERE village IN (SELECT unnest($ids))", ids=list(villages)
    )
    rows = found.itertuples(index=False, name=None)
    return frozenset(place_of(dict(zip(found.columns, row, strict=True))) for row in rows)


def _day(value: object) -> date | None:
    """Return the day of a date or of a moment, None where there is none."""
    if isinstance(value, datetime):  # a pandas.Timestamp is one; what is not a time (NaT) is none
        return None if pd.isna(value) else value.date()
    return value if isinstance(value, date) else None


def _structure(units: frozenset[UnitKey]) -> str:
    return min((structure for structure, _ in units if structure), default="2025-07")
