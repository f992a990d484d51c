"""Lists of teams: which tables are one, and what each of their rows is and where its team belongs."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from data.intake import gazetteer
from data.intake.body import BodyRow, Frame, RowRole
from data.intake.columns import OF_TEAMS, Column, by_role
from data.intake.gazetteer import COMMUNE_KINDS, DISTRICT_KINDS
from data.intake.headings import explain
from data.intake.labels import LIST_MARK, NUMBERED, ROMAN, is_total, team_place
from data.intake.layout import Block, cell
from data.intake.levels_in_rows import is_above
from data.intake.rows import Reader
from data.intake.table_body import Body
from data.intake.team_words import is_team_name, level_of

COUNTS: Final = ("members", "members_village", "members_commune", "members_trained", "zalo_households")
"""The indicators that a list of teams says of each team; all others are of a unit and belong in a report of units."""

_OWN: Final = ("union_branch", "subgroups", "status", "founded", "reorganised", "dissolved", "group_link", "serves")
_COMMUNE: Final = re.compile(r"(?<!\w)(?:xã|phường|thị trấn|đặc khu)\s+(?=\S).+", re.IGNORECASE)


def is_list(columns: Iterable[Column]) -> bool:
    """Tell a list of teams, a row a team, from a report of units and from a register of members.

    It has a column of levels, or names each team and says of it what a report of units does not; a table that counts
    anything else of its villages is a report of villages.
    """
    roles = {column.role for column in columns}
    if "person" in roles or not roles & {"team", "team_level"}:
        return False
    of_units = any(column.role == "indicator" and column.indicator not in COUNTS for column in columns)
    return "team_level" in roles or (bool(roles & set(_OWN)) and not of_units)


def counts_by_level(columns: Iterable[Column]) -> bool:
    """Tell a table that counts teams, a row a level of each unit: no list, and no report with a row a unit."""
    columns = list(columns)
    counted = any(column.indicator in ("teams", "teams_village", "teams_commune") for column in columns)
    return counted and any(column.role == "team_level" for column in columns)


def names_several(block: Block, columns: tuple[Column, ...]) -> bool:
    """Tell a list that names each team, where a village has several: a report of villages has each once."""
    name, village = by_role(columns, "team"), by_role(columns, "village")
    if name is None or village is None or by_role(columns, "person") is not None:
        return False
    if any(column.role == "indicator" and column.indicator not in COUNTS for column in columns):
        return False
    rows = [(cell(block.sheet, row, village), cell(block.sheet, row, name)) for row in range(block.start, block.end)]
    named = [(place, team) for place, team in rows if isinstance(place, str) and isinstance(team, str)]
    return len({place for place, _ in named}) < len(set(named)) == len(named)


def of_members(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return the columns of a register of members: a state in it is the member's, unless its heading names the team."""
    return tuple(
        replace(column, role="detail")
        if column.role == "status" and "team" not in explain(column.heading).ideas
        else column
        for column in columns
    )


def classify(block: Block, columns: tuple[Column, ...], frame: Frame) -> Body:
    """Give every row of a list of teams its role and its place, from top to bottom."""
    reader = TeamReader(block, columns, frame)
    return Body(reader.read(row) for row in range(block.start, block.end))


class TeamReader(Reader):
    """Reads a list of teams downwards: the label of a row is the village that the team is of, "" where none is told."""

    def __init__(self, block: Block, columns: tuple[Column, ...], frame: Frame) -> None:
        super().__init__(block, columns, frame, "team")
        self.name, self.level_at = by_role(columns, "team"), by_role(columns, "team_level")
        self.told = [column.at for column in columns if column.role in OF_TEAMS.values()]
        self.own_village = ""

    def read(self, row: int) -> BodyRow:
        """Read one row; a commune that nothing else names is taken from the team's own name."""
        self.own_village = ""
        out = super().read(row)
        if out.role == "other" and is_above(self.text(row, self.level_at)):
            return replace(out, label=self.text(row, self.name) or out.label, team_level="apart")
        if out.role != "data":
            return out
        named = "" if out.commune else next(iter(_COMMUNE.findall(self.text(row, self.name))), "")
        group = self.village if self.places.name is None else ""
        return replace(out, label=out.label or self.own_village or group, commune=out.commune or named)

    def _label(self, row: int) -> tuple[str, str]:
        return LIST_MARK.sub("", self.text(row, self.places.name)), ""

    def _role(self, row: int, out: BodyRow, index: str) -> RowRole:
        """Tell a team from the village or commune that a row over several teams names, and from signatures."""
        name, level = self.text(row, self.name), self.text(row, self.level_at)
        texts = [text for at in range(len(self.columns)) if (text := self.text(row, at))]
        if is_total(next((text for text in texts if not NUMBERED.fullmatch(text)), "")):
            return "total"
        if is_above(level):
            return "other"
        numbered = bool(NUMBERED.fullmatch(index)) and len(texts) > 1
        told = out.has_numbers or any(self.text(row, at) for at in self.told)
        of_its_own = is_team_name(name) and gazetteer.kind_of(team_place(name)) is None
        if (
            level_of(level)
            or of_its_own
            or (numbered and (level or told))
            or (is_team_name(name) and (told or numbered))
            or (told and (out.label or level) and len(texts) > 2)
        ):
            return "data"
        return self.enter_group(next((text for text in texts if not ROMAN.fullmatch(text)), ""))

    def fill_down(self, row: int) -> None:
        """Take the place from its columns; a column of units may name the village, or the district, of one team."""
        before = self.commune
        super().fill_down(row)
        if self.commune == before:
            return
        if gazetteer.is_village(self.commune):
            self.own_village, self.commune = self.commune, before
        elif gazetteer.kind_of(self.commune) in DISTRICT_KINDS and gazetteer.kind_of(self.commune) not in COMMUNE_KINDS:
            self.enter_district(self.commune)
            self.commune = ""
