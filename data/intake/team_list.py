"""A list of teams: one row a team, of any level, with what its form holds; its counts are those of its level alone.

Of teams of villages and communes the list also makes figures, as a register of members does. Those of volunteers and
schools are teams of their commune, or of the village that is told, and no figure counts them among others.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from data.catalogue.team_codes import TeamLevel
from data.intake import dates
from data.intake.body import BodyRow
from data.intake.columns import Column, by_role
from data.intake.figures import Record, RecordLevel
from data.intake.gazetteer import is_village
from data.intake.labels import team_place
from data.intake.layout import cell
from data.intake.match_units import Placed
from data.intake.origin import Cell
from data.intake.problems import Kind, Problem
from data.intake.tables import Table
from data.intake.team_reported import TeamTold, Told
from data.intake.team_rows import COUNTS
from data.intake.team_words import level_in_name, level_of, platform_of, status_of
from data.spreadsheets import cells as values
from data.teams.editing import faults
from data.units.names import fold
from data.units.register import Unit, unit

_TEXTS: Final = ("union_branch", "decision", "group_link")
_DAYS: Final = ("decided", "founded", "reorganised", "dissolved")
_WORDS: Final[dict[str, tuple[Callable[[str], str | None], Kind]]] = {
    "status": (status_of, "team_status"),
    "group_platform": (platform_of, "team_platform"),
}
_KINDS: Final[dict[str, Kind]] = {
    "teams.fault.day": "team_day",
    "teams.fault.order": "team_order",
    "teams.fault.count": "not_number",
    "teams.fault.number": "team_text",
    "teams.fault.long": "team_text",
}
_COUNTED: Final = {
    "members": "members",
    "members_village": "members",
    "members_commune": "members",
    "members_trained": "trained",
    "zalo_households": "zalo_households",
}
_FIGURES: Final[dict[TeamLevel, tuple[str, str]]] = {
    "village": ("teams_village", "members_village"),
    "commune": ("teams_commune", "members_commune"),
}
_EVERY: Final = frozenset(
    fold(text)
    for text in (
        "toàn xã",
        "toàn phường",
        "toàn thị trấn",
        "toàn đặc khu",
        "cả xã",
        "cả phường",
        "tất cả",
        "tất cả các thôn",
        "toàn địa bàn",
        "các thôn",
        "toàn bộ",
        "toàn bộ các thôn",
    )
)
_COMMUNE_BEHIND: Final = re.compile(r"\s*[,(–-]\s*(?:xã|phường|thị trấn|đặc khu)\s.*", re.IGNORECASE)
_LINK: Final = ("http", "zalo.me", "www.", "fb.com", "t.me")


def of_districts(table: Table) -> list[Placed]:
    """Return the rows of teams of districts, placed in the district that the row or those above it name."""
    at = by_role(table.columns, "team_level")
    return [
        Placed(row, unit(table.frame.structure, row.district), "folded")
        for row in table.body
        if row.role == "data" and row.district and not row.commune and level_of(text_of(table, row, at)) == "district"
    ]


def records(read: Sequence[tuple[Table, Sequence[Placed]]], *, as_of: date) -> tuple[list[Record], list[Problem]]:
    """Read the teams of the rows whose unit is known: a record a village, commune or district, and what is wrong.

    All lists of a file are read together: the teams of one village may stand on several sheets.
    """
    out: dict[tuple[str, str], Record] = {}
    problems: list[Problem] = []
    for table, placed in read:
        problems += of_units(table)
        for item in placed:
            if item.unit is not None:
                problems += [
                    replace(problem, code=item.unit.code)
                    for problem in _enter(out, table, item.row, item.unit, as_of=as_of)
                ]
    letters = {
        column.indicator: column.letter
        for table, _ in reversed(read)
        for column in table.columns
        if column.role == "indicator" and column.indicator
    }
    for record in out.values():
        record.counts, record.columns = _figures(record), letters
    return list(out.values()), problems


def _enter(
    out: dict[tuple[str, str], Record], table: Table, row: BodyRow, place: Unit, *, as_of: date
) -> list[Problem]:
    """Put the team of a row into the record of its place, and return what is wrong with it."""
    team, village, problems = _team(table, row, as_of=as_of)
    if team is None:
        return problems
    record = _record(out, place, village, team.at)
    problems += _twice(record, team)
    record.teams += (team,)
    for name in team.serves:
        _record(out, place, name, team.at)
    return problems


def parts(made: Iterable[Record]) -> list[Record]:
    """Return a record of each team's own counts where no figure of a village says them, to check parts and wholes."""
    back = {"members": "members", "trained": "members_trained"}
    return [
        Record(
            record.level,
            record.unit,
            team.at,
            {into: count for name, into in back.items() if (count := team.count(name)) is not None},
            record.columns,
            team.name,
        )
        for record in made
        for team in record.teams
        if (team.level, record.level) != ("village", "village")
    ]


def _record(out: dict[tuple[str, str], Record], place: Unit, village: str | None, at: Cell) -> Record:
    level: RecordLevel = "village" if village else place.level
    key = (place.code, fold(village or ""))
    if key not in out:
        out[key] = Record(level, place, at, {}, {}, village or None)
    return out[key]


def _team(table: Table, row: BodyRow, *, as_of: date) -> tuple[TeamTold | None, str | None, list[Problem]]:
    """Return the team of a row and the village it is of; no team where its level cannot be told."""
    name = text_of(table, row, by_role(table.columns, "team"))
    level, problems = level_told(table, row, name=name, village=row.label)
    if level is None:
        return None, None, problems
    village = row.label or (_village_in(name) if level == "village" else "")
    if level == "village" and not village:
        problems.append(_problem(table, row, "team", "team_no_village", name))
    told, found = told_of(table, row, name=name, as_of=as_of)
    serves, unread = _serves(table, row)
    at = Cell(table.sheet, row.row, "A")
    return TeamTold(level, name or None, at, told, serves), village or None, [*problems, *found, *unread]


def level_told(table: Table, row: BodyRow, *, name: str, village: str) -> tuple[TeamLevel | None, list[Problem]]:
    """Return the level that a row's cell names; without such a column, what the name says, else village or commune."""
    at = by_role(table.columns, "team_level")
    if at is None:
        return level_in_name(name) or ("village" if village or _village_in(name) else "commune"), []
    told = text_of(table, row, at)
    level = level_of(told)
    if level is not None:
        return level, []
    return None, [_problem(table, row, "team_level", "team_level" if told else "team_level_blank", told)]


def _village_in(name: str) -> str:
    """Return the village in the name of a team ("Tổ CNSCĐ thôn Cốc Lải"), "" for "Tổ 3" and the like."""
    place = team_place(name)
    return _COMMUNE_BEHIND.sub("", place) if place != name and is_village(place) else ""


def told_of(table: Table, row: BodyRow, *, name: str, as_of: date) -> tuple[dict[str, Told], list[Problem]]:
    """Return what a row tells of its team, by column of the table of teams, and what of it no form would take."""
    told: dict[str, Told] = {}
    problems = []
    for column in table.columns:
        text = text_of(table, row, column.at)
        if not text:
            continue
        if column.role in _TEXTS:
            told |= _text_of(column, text)
        elif column.role in _DAYS:
            if (day := dates.day(text)) is not None:
                told[column.role] = day
            else:
                problems.append(_problem(table, row, column.role, "team_day", text))
        elif column.role in _WORDS:
            found, faulty = _word_of(table, row, column, text)
            told |= found
            problems += faulty
    told |= _counts(table, row)
    decision = told.get("decision")
    if isinstance(decision, str) and "decided" not in told and (day := dates.day(decision)):
        told["decided"] = day
    wrong = faults("team", {key: value for key, value in (told | {"name": name}).items() if value}, on=as_of)
    wrong = [(field, key) for field, key in wrong if key in _KINDS]
    problems += [
        _problem(
            table,
            row,
            "team" if field == "name" else field,
            _KINDS[key],
            "" if key == "teams.fault.number" else text_of(table, row, _place(table, field)),
        )
        for field, key in wrong
    ]
    bad = {field for field, _ in wrong}
    return {key: value for key, value in told.items() if key not in bad}, problems


def _text_of(column: Column, text: str) -> dict[str, str]:
    """Return a text as told; a link under a heading that names Zalo also tells the platform."""
    if column.role == "group_link" and "zalo" in fold(f"{column.heading} {text}").split():
        return {column.role: text, "group_platform": "zalo"}
    return {column.role: text}


def _word_of(table: Table, row: BodyRow, column: Column, text: str) -> tuple[dict[str, str], list[Problem]]:
    """Return the one of a few words that a cell holds; a link among the platforms is a link of the group."""
    read, kind = _WORDS[column.role]
    if column.role == "group_platform" and text.lower().startswith(_LINK + tuple(f"https://{end}" for end in _LINK)):
        return {"group_link": text} | ({"group_platform": "zalo"} if "zalo" in text.lower() else {}), []
    found = read(text)
    return ({column.role: found}, []) if found else ({}, [_problem(table, row, column.role, kind, text)])


def _counts(table: Table, row: BodyRow) -> dict[str, int]:
    """Return the counts that are told of the team; a negative one is a problem told elsewhere and no count."""
    reads = {
        _COUNTED.get(name, name): row.reads.get(at, values.BLANK)
        for name, at in table.counts.items()
        if name in _COUNTED or name == "subgroups"
    }
    return {name: read.count for name, read in reads.items() if read.count is not None and read.count >= 0}


def _serves(table: Table, row: BodyRow) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the villages that a cell lists; one that says "all of them" without names is told and not read."""
    text = text_of(table, row, by_role(table.columns, "serves"))
    names = [part.strip(" .-") for line in text.splitlines() for half in line.split(";") for part in half.split(",")]
    names = [name for name in dict.fromkeys(names) if name]
    if any(fold(name) in _EVERY or len(name) > 80 for name in names):
        return (), [_problem(table, row, "serves", "team_serves", text)]
    return tuple(names), []


def _twice(record: Record, team: TeamTold) -> list[Problem]:
    """Tell a team that stands in the list before: of one place, level and name (or chi đoàn, where no name is told)."""
    for before in record.teams:
        if _key(before) == _key(team):
            name = team.name or record.village or record.unit.name
            first = {"name": name, "first": before.at.row, "sheet": before.at.sheet}
            return [Problem("team_twice", first, team.at.sheet, team.at.row, "A", name)]
    return []


def _key(team: TeamTold) -> tuple[str, str]:
    return team.level, fold(team.name or team.text("union_branch") or "")


def _figures(record: Record) -> dict[str, int | None]:
    """Count the teams of the record's own level that were not dissolved, and their members where all are told."""
    by_level: dict[str, list[TeamTold]] = defaultdict(list)
    for team in record.teams:
        if team.is_live:
            by_level[team.level].append(team)
    own = by_level.get(record.level, [])
    if not own or record.level not in _FIGURES:
        return {}
    teams, members = _FIGURES[record.level]
    return {teams: len(own), members: _sum(team.count("members") for team in own)} | (
        {"members_trained": _sum(team.count("trained") for team in own)} if record.level == "village" else {}
    )


def _sum(counts: Iterable[int | None]) -> int | None:
    told = list(counts)
    known = [count for count in told if count is not None]
    return sum(known) if len(known) == len(told) else None


def of_units(table: Table) -> list[Problem]:
    """Tell of columns that count a unit, not a team: they are not read from a list of teams."""
    return [
        Problem("team_column", {"heading": column.heading}, table.sheet, None, column.letter)
        for column in table.columns
        if column.role == "indicator" and column.indicator not in COUNTS
    ]


def _problem(table: Table, row: BodyRow, role: str, kind: Kind, value: str) -> Problem:
    at = _place(table, role)
    return Problem(kind, {}, table.sheet, row.row, "A" if at is None else table.column(at).letter, value[:80])


def _place(table: Table, role: str) -> int | None:
    """Return the column of a role, or of one of the counts that a field of a team is told in."""
    names = [name for name, into in _COUNTED.items() if into == role] + [role]
    named = (column.at for column in table.columns if column.role == role)
    return next((table.counts[name] for name in names if name in table.counts), next(named, None))


def text_of(table: Table, row: BodyRow, at: int | None) -> str:
    """Return a cell as text, of a cell merged downwards that of its first row; "" where it is empty."""
    if at is None:
        return ""
    value = cell(table.block.sheet, row.row - 1, at)
    if value is None or value == "":
        value = table.block.filled.get((row.row - 1, at))
    return "" if value is None or isinstance(value, bool) else str(value).strip()
