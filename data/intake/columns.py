"""What each column of a table is: by the words of its heading, checked against what stands below it."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from data.catalogue.current import catalogue
from data.intake import ratings
from data.intake.heading_times import Moment
from data.intake.headings import (
    NOTHING_READ,
    PATH,
    SHEET_CODES,
    Explained,
    Guess,
    Reading,
    explain,
    guesses,
    indicator_of_sheet,
    read,
    reading,
    stable,
)
from data.intake.layout import Block, cell
from data.spreadsheets import cells as values
from data.spreadsheets.cells import Cell, Read
from data.units.names import fold

Role = Literal[
    "indicator",
    "sheet_code",
    "index",
    "code",
    "unit",
    "village",
    "commune",
    "district",
    "province",
    "kind",
    "note",
    "percent",
    "target",
    "other_period",
    "uncounted",
    "person",
    "birth",
    "telephone",
    "post",
    "organisation",
    "role",
    "trained",
    "other_posts",
    "team",
    "team_level",
    "union_branch",
    "subgroups",
    "status",
    "decision",
    "decided",
    "founded",
    "reorganised",
    "dissolved",
    "group_platform",
    "group_link",
    "serves",
    "detail",
    "personal",
    "ignored",
    "unknown",
    "empty",
]

OF_TEAMS: Final[dict[str, Role]] = {
    "union_branch": "union_branch",
    "subgroup": "subgroups",
    "status": "status",
    "decided": "decided",
    "decision": "decision",
    "founded": "founded",
    "reorganised": "reorganised",
    "dissolved": "dissolved",
    "link": "group_link",
    "platform": "group_platform",
    "zalo": "group_platform",
    "serves": "serves",
}
"""The roles of columns that say of a team what its form says, by the idea that names them; a column with two of the
ideas has the first of their roles."""
_BESIDE_TEAMS: Final = frozenset({"count", "team", "member", "people", "activity", "active", "zalo", "code"})

_SAMPLE_ROWS: Final = 400
_NAMED: Final = ("person", "birth", "telephone", "organisation", "role", "post", "other_posts", "note")
_DETAILS: Final = frozenset({"address", "sex", "ethnicity", "schooling", "email", "measure"})
_PARTS: Final = tuple(fold(text) for text in ("trong đó", "tr.đó", "chia ra", "bao gồm", "gồm"))
_OF_TOTALS: Final = frozenset({"count", "to_date", "this_period", "cumulative", "within"})
_PLACES: Final[Mapping[str, Role]] = {
    "village": "village",
    "commune": "commune",
    "district": "district",
    "province": "province",
}
_ONCE: Final = (
    "index",
    "code",
    "unit",
    "village",
    "commune",
    "district",
    "province",
    "person",
    "team",
    "team_level",
    *dict.fromkeys(OF_TEAMS.values()),
)
IGNORE: Final = "ignore"
_FEW: Final = 3
_MANY: Final = frozenset({"household", "person", "account"})
Part = Literal["fractions", "ones"]


@dataclass(frozen=True)
class Column:
    """A column of a table. `at` counts from 0; `indicator` is set for role "indicator" and some sheet codes.

    `reading` is what the heading names: its indicator even where the figures are of another period than the report's.
    """

    at: int
    heading: str
    role: Role
    indicator: str | None = None
    guesses: tuple[Guess, ...] = ()
    samples: tuple[str, ...] = ()
    clash: bool = False
    titled: bool = False
    noted: bool = False
    shares: bool = False
    twin: int = 0
    reading: Reading = NOTHING_READ

    @property
    def letter(self) -> str:
        """Return the column's letters as in a spreadsheet: 0 → "A", 26 → "AA"."""
        return letters(self.at)

    @property
    def question(self) -> str:
        """Return the id of the question about this column: the same for the same heading next month."""
        of = "title" if self.titled else "note" if self.noted else "share" if self.shares else "column"
        return f"{of}:{stable(self.heading) or self.letter}" + (f"#{self.twin}" if self.twin else "")

    @property
    def doubt(self) -> str:
        """Say why an unknown column is asked about: the words key of the question behind "intake.question."."""
        if self.clash:
            return "column_clash"
        if self.titled:
            return "column_titled"
        if self.noted:
            return "column_noted"
        if self.shares:
            return "column_shares"
        if not self.heading:
            return "column_unnamed"
        return "column_period" if self.reading.indicator and self.reading.fit == "other" else "column"


@dataclass(frozen=True)
class _Content:
    """Of the sampled cells of a column: how many are filled, numbers, shares, texts, ticks; `serial` where they number
    the rows 1, 2, 3; `part` where its numbers may be shares without a sign; and a few as typed."""

    filled: int
    numbers: int
    shares: int
    fractions: int
    texts: int
    ticks: int
    serial: bool
    part: Part | None
    samples: tuple[str, ...]


def letters(at: int) -> str:
    """Return the letters of a column counted from 0."""
    out, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        out = chr(65 + rest) + out
    return out


def recognise(
    block: Block,
    *,
    context: str = "",
    answers: Mapping[str, object] | None = None,
    moment: Moment | None = None,
    register: bool | None = None,
) -> tuple[Column, ...]:
    """Say what each column of a table is.

    `context` are the texts above the table: they tell that "Số người" in a table of teams means members.
    `answers` by question id: an indicator, or "ignore". `moment` is the report's day and quarter: of columns of one
    count in several periods, that of the report is read and the others are named. Any other two columns of one
    indicator decide neither. `register`: whether the rows are people; where nobody says, a column of names does.
    """
    width = max([block.width] + [len(row) for row in block.sheet.rows[block.start : block.start + _SAMPLE_ROWS]])
    headings = [block.headings[at] if at < block.width else "" for at in range(width)]
    teams = "team" in explain(" ".join([context, *headings])[:2000]).ideas or any(
        "team" in explain(heading).ideas for heading in headings
    )
    teams = teams or "công nghệ" in fold(context)
    teams = teams and not any("member" in explain(heading).ideas for heading in headings)
    register = _has_people(headings) if register is None else register
    found = [
        _one(at, heading, _content(block, at), teams=teams, register=register, moment=moment)
        for at, heading in enumerate(headings)
    ]
    found = _with_wholes(_with_levels(found), moment)
    found = _numbered(_in_periods(_without_parts(found)))
    for _ in range(2):  # an answer may bring two columns to one indicator, or settle which of two it is
        found = _without_clashes([_answered(column, answers or {}) for column in found])
    return tuple(_first_names(found))


def _with_levels(found: list[Column]) -> list[Column]:
    """Read a bare "Loại hình" or "Cấp" as the level of a team, in a table that says of each team what its form says."""
    of_teams = any(column.role in ("team", "union_branch", "subgroups") for column in found)
    if not of_teams or any(column.role == "team_level" for column in found):
        return found
    return [
        replace(column, role="team_level", indicator=None)
        if column.role == "kind" or frozenset(explain(column.heading).ideas) == {"level"}
        else column
        for column in found
    ]


def _with_wholes(found: list[Column], moment: Moment | None) -> list[Column]:
    """Read "Trong đó: cấp xã" by the column it is a part of: the nearest count to its left that is no part itself."""
    out, whole = [], frozenset[str]()
    for column in found:
        path = [fold(part) for part in column.heading.split(PATH)]
        part_of = any(part.startswith(_PARTS) for part in path)
        told = explain(column.heading)
        if column.role == "unknown" and part_of:
            found_part = reading(column.heading, moment=moment, extra=whole)
            column = _taken(column, found_part) if found_part.indicator else column
        elif column.role == "indicator" and not part_of:
            whole = frozenset(told.ideas)
        out.append(column)
    return out


def _without_parts(found: list[Column]) -> list[Column]:
    """Ask about a child of a group of headings that would be taken for the whole, where others of it are unknown.

    Under "Số thành viên" the columns "Cán bộ" and "Người dân" are both parts; "Tổng cộng" beside them is the whole.
    """
    groups: dict[str, list[Column]] = {}
    for column in found:
        group, _, child = column.heading.rpartition(PATH)
        if group and child:
            groups.setdefault(group, []).append(column)
    asked = {
        column.at
        for group, columns in groups.items()
        if any(column.role in ("unknown", "uncounted") for column in columns)
        for column in columns
        if column.role == "indicator" and _is_part(group, column)
    }
    return [_asked(column) if column.at in asked else column for column in found]


def _is_part(group: str, column: Column) -> bool:
    """Say whether a child names the same count as its group without calling itself the total."""
    if reading(group).indicator != column.indicator:
        return False
    child = column.heading.rpartition(PATH)[2]
    told = explain(child)
    if set(told.ideas) <= _OF_TOTALS and not told.words:
        return False
    counted = "count" in told.ideas and read(child) == column.indicator
    return "count" in explain(group).ideas or not counted


def _asked(column: Column) -> Column:
    """Ask about a column; where no other is like its words, the one indicator that they name is offered last."""
    own = column.reading.indicator
    offered = guesses(explain(column.heading)) or ((Guess(own, 0.5, loose=True),) if own else ())
    return replace(column, role="unknown", indicator=None, guesses=offered)


def _in_periods(found: list[Column]) -> list[Column]:
    """Of columns of one count in several periods, take that of the report and name the others; ask where none is."""
    out = {column.at: column for column in found}
    for indicator in {column.reading.indicator for column in found} - {None}:
        same = [column for column in found if column.reading.indicator == indicator]
        own = [column for column in same if column.role == "indicator"]
        if len(same) < 2 or len(own) + sum(column.role == "unknown" for column in same) < len(same):
            continue
        of_period = _of_the_period(own)
        if of_period is None:
            changed = [replace(_asked(column), clash=True) for column in same if own]
        else:
            # a part, or what looks like shares, is asked about for a reason of its own
            asked = [column for column in same if column.role == "unknown" and column.reading.fit == "this"]
            others = [column for column in same if column != of_period and column not in asked]
            changed = [replace(column, role="other_period", indicator=None) for column in others]
        out |= {column.at: column for column in changed}
    return [out[column.at] for column in found]


def _of_the_period(own: list[Column]) -> Column | None:
    """Return the one column whose heading says that it is of the report's period; None where none or several do."""
    this = [column for column in own if column.reading.fit == "this"]
    total = [column for column in this if "cumulative" in column.reading.periods]
    if len(total) == 1 and all(column.reading.periods for column in this):
        return total[0]
    return this[0] if len(this) == 1 else None


def _numbered(found: list[Column]) -> list[Column]:
    """Number columns of the same heading, so that each has a question of its own."""
    times = Counter(stable(column.heading) for column in found)
    seen: Counter[str] = Counter()
    out = []
    for column in found:
        heading = stable(column.heading)
        seen[heading] += 1
        out.append(replace(column, twin=seen[heading]) if heading and times[heading] > 1 else column)
    return out


def _has_people(headings: Iterable[str]) -> bool:
    return any("person" in explain(heading).ideas for heading in headings)


def _content(block: Block, at: int) -> _Content:
    rows = range(block.start, min(block.end, block.start + _SAMPLE_ROWS))
    cells = [value for row in rows if (value := cell(block.sheet, row, at)) is not None and value != ""]
    reads = [values.read(value) for value in cells]
    kinds = Counter(read.kind for read in reads)
    numbers = kinds["count"] + kinds["share"] + kinds["fraction"]
    ticks = sum(isinstance(value, str) and value.lower() in ("x", "✓", "v", "có", "rồi", "☑") for value in cells)
    serial = len(cells) > 2 and [read.count for read in reads] == list(range(1, len(cells) + 1))
    samples = tuple(dict.fromkeys(str(value)[:60] for value in cells))[:4]
    part = _part(cells, reads)
    return _Content(len(cells), numbers, kinds["share"], kinds["fraction"], kinds["text"], ticks, serial, part, samples)


def _part(cells: Sequence[Cell], reads: Sequence[Read]) -> Part | None:
    """Say whether numbers may be shares: parts of 1 among numbers up to 100 ("0,82" beside 82), or 1 in every row."""
    numbers = [
        read.count if read.count is not None else _fraction(value)
        for value, read in zip(cells, reads, strict=True)
        if read.kind in ("count", "fraction")
    ]
    if len(numbers) < _FEW:
        return None
    if any(0 < number < 1 for number in numbers):
        return "fractions" if max(numbers) <= 100 else None
    return "ones" if set(numbers) == {1} else None


def _fraction(value: Cell) -> float:
    """Return the value of a cell with a fraction; more than any share where it cannot be told."""
    try:
        return float(str(value).strip().replace(",", "."))
    except ValueError:
        return math.inf


def _one(
    at: int, heading: str, content: _Content, *, teams: bool, register: bool, moment: Moment | None = None
) -> Column:
    told = explain(heading)
    ideas = frozenset(told.ideas)
    column = Column(at, heading, "unknown", samples=content.samples)
    if not content.filled and not heading:
        return replace(column, role="empty")
    if ideas & set(SHEET_CODES):
        indicator = read(heading)
        if indicator is None and (own := indicator_of_sheet(catalogue(), told.ideas[0])):
            return replace(column, guesses=(Guess(own, 0.5),))  # the words beside the code say another
        return replace(column, role="indicator" if indicator else "sheet_code", indicator=indicator)
    named = reading(heading, moment=moment)
    if named.indicator in catalogue().states and not content.numbers:
        return _taken(column, named)
    role = _named_role(ideas, told, content, register=register)
    if role == "decision" and fold(heading.rpartition(" / ")[2]).startswith(fold("ngày")):
        role = "decided"  # "Quyết định thành lập / Ngày"
    if role:
        return replace(column, role=role)
    if not heading:
        return column if content.numbers else replace(column, role="detail")
    if teams and not named.indicator and "people" in ideas and not ideas & {"guided", "household"}:
        named = reading(heading, moment=moment, extra=frozenset({"team"}))
    if not named.indicator and (role := _uncounted_role(told)):
        return replace(column, role=role)
    if content.ticks > 0.5 * content.filled:
        return replace(column, guesses=guesses(told))
    if named.taken and _may_be_shares(content.part, named.taken):
        guess = Guess(named.taken, 0.5, loose=True)
        return replace(column, guesses=(guess,), shares=True, reading=named)
    if named.indicator and (content.numbers or not content.texts or "count" in ideas):
        return _taken(column, named)
    if content.shares + content.fractions >= 0.6 * content.filled > 0 and not named.indicator and not _counts(told):
        return replace(column, role="percent")
    if content.texts > 2 * content.numbers and "count" not in ideas:
        return replace(column, role="detail")
    if content.serial and not ideas:
        return replace(column, role="index")
    return replace(column, guesses=guesses(told))


def _may_be_shares(part: Part | None, indicator: str) -> bool:
    """Say whether what looks like shares may be that: of what units have many, 1 in every row is rather all of them."""
    if part is None or ratings.is_rating(indicator):
        return False
    return part == "fractions" or ratings.counted(catalogue(), indicator) in _MANY


def _counts(told: Explained) -> bool:
    """Say whether a heading names what is counted: a column of fractions below it is no share, but asked about."""
    return "count" in told.ideas or bool(guesses(told))


def _taken(column: Column, named: Reading) -> Column:
    """Take a column for the indicator that its heading names, or ask where it is of another period."""
    if named.taken:
        return replace(column, role="indicator", indicator=named.taken, reading=named)
    offered = tuple(replace(guess, loose=True) for guess in guesses(explain(column.heading)))
    return replace(column, role="unknown", indicator=None, guesses=offered, reading=named)


def _uncounted_role(told: Explained) -> Role | None:
    """Return the role of a column whose heading says in known words that it holds no count of the report's period."""
    roles = {catalogue().roles.get(idea.removeprefix("!")) for idea in told.ideas}
    if "percent" in told.ideas:
        return "percent"
    if "target" in roles:
        return "target"
    if "comparing" in roles:
        return "other_period"
    return "uncounted" if "uncounted" in roles and not told.unknown else None


def _named_role(ideas: frozenset[str], told: Explained, content: _Content, *, register: bool) -> Role | None:
    """Return the role of a column that names or describes rather than counts."""
    mostly_text = content.texts > content.numbers or not content.filled
    if "index" in ideas and len(ideas) <= 2:
        return "index"
    if "person" in ideas:
        return "person"
    if "code" in ideas and not told.unknown:
        return "code"
    for idea in _NAMED:
        if idea in ideas and (register or idea in ("note", "person")):
            return "note" if idea == "note" else idea
    if register and "trained" in ideas and not ideas & {"household"}:
        return "trained"
    of_team = _of_team(ideas, told, content, mostly_text=mostly_text)
    if of_team:
        return of_team
    if "kind" in ideas and mostly_text:
        return "kind"
    places = ideas & {"village", "commune", "district", "province"}
    if (places or "unit" in ideas) and not ideas & {"count", "team", "member", "household", "people"} and mostly_text:
        return _place_role(places, unit="unit" in ideas)
    names = ({"team_name"}, {"team_name", "team"}, *([{"team"}] if register else ()))
    if mostly_text and not told.unknown and ideas in names:
        return "team"
    if ideas & _DETAILS and mostly_text:
        return "detail"
    return "detail" if content.texts and not content.numbers and not told.ideas else None


def _of_team(ideas: frozenset[str], told: Explained, content: _Content, *, mostly_text: bool) -> Role | None:
    """Return the role of a column that says what the form of a team says; None for columns of counts of units."""
    if mostly_text and ideas - {"count"} in (
        {"level", "team"},
        {"kind", "team"},
        {"kind", "level", "team"},
        {"kind", "level"},
    ):
        return "team_level"
    named = [role for idea, role in OF_TEAMS.items() if idea in ideas]
    if not named or told.unknown or ideas - OF_TEAMS.keys() - _BESIDE_TEAMS:
        return None
    if named[0] == "subgroups":
        return "subgroups" if content.numbers >= content.texts else None
    return named[0] if mostly_text else None


def _place_role(places: frozenset[str], *, unit: bool) -> Role:
    """Return what a column of names names; several levels in one column are a "unit"."""
    if len(places) == 1 and not (unit and places == {"province"}):
        return _PLACES[next(iter(places))]
    return "unit"


def _answered(column: Column, answers: Mapping[str, object]) -> Column:
    """Apply what the user said of an unknown column."""
    answer = answers.get(column.question)
    if column.role != "unknown" or answer is None:
        return column
    if answer in catalogue().readings:
        return replace(column, role="indicator", indicator=str(answer))
    return replace(column, role="ignored") if answer == IGNORE else column


def _without_clashes(found: list[Column]) -> list[Column]:
    """Decide none of the columns that would fill one indicator: each becomes a question."""
    counts = Counter(column.indicator for column in found if column.role == "indicator")
    return [
        replace(column, role="unknown", indicator=None, guesses=(Guess(column.indicator, 0.9),), clash=True)
        if column.role == "indicator" and column.indicator and counts[column.indicator] > 1
        else column
        for column in found
    ]


def _first_names(found: list[Column]) -> list[Column]:
    """Let a role that names rows stand once: further columns of it are details."""
    seen: set[str] = set()
    out = []
    for column in found:
        single = column.role in _ONCE
        if single and column.role in seen:
            column = replace(column, role="detail")
        if single:
            seen.add(column.role)
        out.append(column)
    return out


def named_by(columns: tuple[Column, ...], at: int) -> tuple[Column, ...]:
    """Return the columns with the one at `at` taken as the names of units, its heading notwithstanding."""
    return tuple(replace(column, role="unit") if column.at == at else column for column in columns)


def by_role(columns: Iterable[Column], *roles: Role) -> int | None:
    """Return the place of the first column with one of the roles, in the order of the roles."""
    for role in roles:
        for column in columns:
            if column.role == role:
                return column.at
    return None
