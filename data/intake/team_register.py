"""A register of members: one row a person, counted by village and team; what it says of teams goes with them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from data.catalogue.team_codes import TeamLevel
from data.intake.columns import OF_TEAMS, by_role
from data.intake.figures import Record, RecordLevel
from data.intake.gazetteer import is_village
from data.intake.match_units import Placed
from data.intake.members import Person, people
from data.intake.origin import Cell
from data.intake.problems import Problem
from data.intake.tables import Table
from data.intake.team_list import level_told, of_units, text_of, told_of
from data.intake.team_reported import TeamTold, Told
from data.intake.team_words import level_in_name, level_of
from data.units.names import fold
from data.units.register import Unit

_COUNTED_HERE: Final = ("members", "trained", "zalo_households")  # a register counts its people, not the columns


@dataclass
class _Group:
    """The rows of one team: people in their order, what its columns say, and what is wrong."""

    first: Placed
    place: Unit
    name: str
    level: TeamLevel | None
    people: list[Person] = field(default_factory=list)
    told: dict[str, Told] = field(default_factory=dict)
    villages: set[str] = field(default_factory=set)

    @property
    def village(self) -> str:
        """Return the one village that all its rows name, "" where they name none or several."""
        return next(iter(self.villages)) if len(self.villages) == 1 else ""


def records(table: Table, placed: Sequence[Placed], *, as_of: date) -> tuple[list[Record], list[Problem]]:
    """Count the people of each village (or of the commune's own team, where no village is named), team by team.

    A team of volunteers or of a school is listed with its people, and counts among no others.
    """
    groups, problems = _groups(table, placed, as_of=as_of)
    problems += of_units(table)
    told_trained = by_role(table.columns, "trained") is not None
    out: dict[tuple[str, str], Record] = {}
    for group in groups:
        place = group.place
        key = (place.code, fold(group.village))
        if key not in out:
            level: RecordLevel = "village" if group.village else "commune"
            at = Cell(table.sheet, group.first.row.row, "A")
            out[key] = Record(level, place, at, {}, {}, group.village or None)
        _enter(out[key], group, told_trained=told_trained)
    return list(out.values()), problems


def _groups(table: Table, placed: Sequence[Placed], *, as_of: date) -> tuple[list[_Group], list[Problem]]:
    """Part the people into teams; an empty level or name means the same as above, within one village."""
    at_level, at_name = by_role(table.columns, "team_level"), by_role(table.columns, "team")
    at_village = by_role(table.columns, "village")
    says = [column for column in table.columns if column.role in OF_TEAMS.values()]
    out: dict[tuple[str, str, str, str], _Group] = {}
    problems: list[Problem] = []
    above, name, level = None, "", ""
    for item, person in people(table, placed):
        place = item.unit
        if place is None:
            continue
        own = text_of(table, item.row, at_name)
        same = above == (place.code, person.village) or (own != "" and own == name)
        above = (place.code, person.village)
        name = own or (name if same else "")
        level = text_of(table, item.row, at_level) or (level if same else "")
        told = level_of(level) if at_level is not None else _unsaid(name, person.village)
        gathers = told in ("commune", "district") or (told in ("volunteer", "school") and name != "")
        key = (place.code, "" if gathers else fold(person.village), fold(name), told or fold(level))
        if key not in out:
            if told is None:
                problems += level_told(table, item.row, name=name, village=person.village)[1]
            out[key] = _Group(item, place, name, told)
        group = out[key]
        group.people.append(person)
        village = person.village if told == "village" or at_village is None else text_of(table, item.row, at_village)
        if village or not group.villages:  # a village above the first of the volunteers is not theirs
            group.villages.add(village if _is_place(village, told, of_column=at_village is not None) else "")
        if says:
            problems += _say(group, table, item, as_of=as_of)
    return [group for group in out.values() if group.level is not None], problems


def _unsaid(name: str, village: str) -> TeamLevel:
    """Return the level where no column says it: what the team's name says, else by whether a village is told."""
    return level_in_name(name or village) or ("village" if village else "commune")


def _is_place(label: str, level: TeamLevel | None, *, of_column: bool) -> bool:
    """Say whether what a row is labelled with is the village of its team: volunteers may be called after anything."""
    return level == "village" or (level not in ("commune", "district") and (of_column or is_village(label)))


def _say(group: _Group, table: Table, item: Placed, *, as_of: date) -> list[Problem]:
    """Add what the row of a person says of the team; tell where two rows of one team disagree."""
    told, problems = told_of(table, item.row, name=group.name, as_of=as_of)
    for name, value in told.items():
        if name in _COUNTED_HERE:
            continue
        if group.told.setdefault(name, value) != value:
            place = item.unit or group.place
            shown = {"name": group.name or group.village or place.name, "first": group.first.row.row}
            problems.append(
                Problem("team_differs", shown, table.sheet, item.row.row, "A", str(value)[:80], code=place.code)
            )
    return problems


def _enter(record: Record, group: _Group, *, told_trained: bool) -> None:
    """Put a team into the record of its place, and its people into the counts where it is of the place's level."""
    trained = [person.trained for person in group.people]
    counts: dict[str, int | None] = {"members": len(group.people)}
    if told_trained:
        counts["trained"] = None if None in trained else sum(bool(one) for one in trained)
    at = Cell(record.at.sheet, group.first.row.row, "A")
    if group.level is None:
        return  # such a team was asked about
    team = TeamTold(
        group.level,
        group.name or None,
        at,
        {**group.told, **{name: count for name, count in counts.items() if count is not None}},
        people=tuple(group.people),
    )
    first = not any(other.level == record.level for other in record.teams)
    record.teams += (team,)
    record.people += team.people
    if team.level != record.level or not team.is_live:
        return
    for name, into in (("members", "members"), ("trained", "members_trained")):
        if name in counts:
            before, more = 0 if first else record.counts.get(into), counts[name]
            record.counts[into] = None if before is None or more is None else before + more
