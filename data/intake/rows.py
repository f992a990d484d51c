"""What each row of a table is: data, a group, a subtotal, a total, or named as something else. None is dropped."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final, get_args

from data.intake import gazetteer, levels_in_rows, sum_rows
from data.intake.body import BodyRow, Frame, RowRole, TableLevel
from data.intake.columns import Column, by_role
from data.intake.gazetteer import COMMUNE_KINDS
from data.intake.groups import Groups
from data.intake.labels import (
    KIND_LETTERS,
    LIST_MARK,
    NUMBERED,
    OFFICE,
    ROMAN,
    is_total,
    next_letter,
    place_of_total,
    team_place,
)
from data.intake.layout import Block, is_column_numbers, repeats_heading
from data.intake.plain_villages import Finder
from data.intake.table_body import Body
from data.spreadsheets import cells as values
from data.spreadsheets.cells import Cell, Read
from data.spreadsheets.reader import Progress
from data.units.names import fold
from data.units.register import Level

NO_SCALES: Final[Mapping[int, int | None]] = {}
_REPORT_EVERY: Final = 2_000
_OF_PEOPLE: Final = ("birth", "telephone", "post", "organisation", "role", "trained", "other_posts")


def classify(
    block: Block,
    columns: tuple[Column, ...],
    frame: Frame,
    level: TableLevel,
    *,
    scales: Mapping[int, int | None] = NO_SCALES,
    progress: Progress | None = None,
) -> Body:
    """Give every row of a table's body its role and its place, from top to bottom.

    scales: by column what its numbers are multiplied by; None where that is not decided, and the cells say nothing.
    """
    reader = Reader(block, columns, frame, level, scales=scales)
    rows = range(block.start, block.end)
    finder = Finder(reader) if level == "village" and not scales and reader.level_at is None else None
    apart = []
    for row in sorted(set(rows).difference(finder.rows)) if finder else rows:
        if finder:
            finder.pass_by(row)
        apart.append(reader.read(row))
        if progress and len(apart) % _REPORT_EVERY == 0:
            progress((row + 1 - block.start) / len(rows))
    if finder:
        finder.pass_by(block.end)
    return Body(apart, finder.villages() if finder else None)


class Reader(Groups):
    """Reads the rows of one table downwards, keeping the group that they stand in."""

    def __init__(
        self,
        block: Block,
        columns: tuple[Column, ...],
        frame: Frame,
        level: TableLevel,
        *,
        scales: Mapping[int, int | None] = NO_SCALES,
    ) -> None:
        super().__init__(block, columns, frame, level)
        self.scales = scales
        self.ignored = {column.at for column in columns if column.role == "ignored"}
        self.last_mark = ""
        self.level_at = by_role(columns, "team_level") if level not in ("person", "team") else None
        self.unit_above = ""
        self.width = max((len(block.sheet.rows[row]) for row in range(block.top, block.bottom + 1)), default=0)

    def read(self, row: int) -> BodyRow:
        """Read one row; groups change what is known of the rows below."""
        cells = self.block.sheet.rows[row]
        out = BodyRow(row + 1, "blank", hidden=row in self.block.sheet.hidden_rows)
        if not any(value is not None and value != "" for value in cells):
            return out
        if is_column_numbers(cells):
            return replace(out, role="numbers")
        if repeats_heading(self.block, row):
            return replace(out, role="heading")
        reads = {at: self._read_cell(row, at) for at in self.counted}
        label, mark = self._label(row)
        index = self.text(row, self.places.index) or mark
        out = replace(out, label=label, reads=reads, numbered=bool(NUMBERED.fullmatch(index)))
        out = replace(out, code=gazetteer.code_text(self.value(row, self.places.code)))
        out = self._with_level(row, out)
        role = self._role(row, out, index)
        if role in ("group", "total"):
            return replace(out, role=role, district=self.district, commune=self.commune)
        if role == "other":
            return replace(out, role=role)
        if self._is_ragged(cells):
            out = replace(out, ragged=True, reads={})
        self.fill_down(row)
        label = out.label
        if self.level == "person":
            self.village = label or self.village
            label = self.village
        self.unit_above = label
        label, district, district_text = self.split_district(label)
        return replace(
            out,
            role="data",
            label=label,
            district=district,
            district_text=district_text,
            commune=self.commune,
            province=self.province,
        )

    def _with_level(self, row: int, out: BodyRow) -> BodyRow:
        """Say of which level's teams a row is, by its column of levels or its own name; its unit stands there or above.

        The name of a village is taken out of that of its team.
        """
        if self.level in ("person", "team") or not out.has_numbers:
            return out
        told = self.text(row, self.level_at)
        if told and not is_total(told):
            label = out.label if out.label and out.label != told else self.unit_above or told
            return replace(out, label=label, team_level=levels_in_rows.of_cell(told))
        level = levels_in_rows.of_label(out.label)
        if level is None:
            return replace(out, label=levels_in_rows.village_of(out.label)) if self.level == "village" else out
        return replace(out, team_level=level)

    def _is_sum_of_levels(self, row: int, out: BodyRow) -> bool:
        """Say whether a row is a unit's own beside rows of the levels of its teams, of which it is the sum."""
        if self.level_at is None or out.team_level is not None:
            return False
        if is_total(self.text(row, self.level_at)):
            return True
        below = row + 1
        if below >= self.block.end or not self.text(below, self.level_at):
            return False
        return self.text(below, self.places.name) in ("", self.text(row, self.places.name))

    def _read_cell(self, row: int, at: int) -> Read:
        if at in self.ratings:
            return self.ratings[at](self.value(row, at))
        if at not in self.scales:
            return values.read(self.value(row, at))
        factor = self.scales[at]
        return values.BLANK if factor is None else values.scaled(self.value(row, at), factor)

    def _is_ragged(self, cells: list[Cell]) -> bool:
        """Say whether a row of a text file has more or fewer cells than its heading, blank ones at its end aside."""
        if not self.block.sheet.delimited or len(cells) == self.width:
            return False
        return len(cells) < self.width or any(value not in (None, "") for value in cells[self.width :])

    def _label(self, row: int) -> tuple[str, str]:
        """Return the text that names the row and a list mark that stood before it ("II. ", "1) ")."""
        at = self.places.name
        label = self.text(row, at)
        if self.level == "person":
            return team_place(label), ""
        if not label:
            stop = at if at is not None else 3
            silent = {*self.counted, *self.ignored, self.places.code}
            beside = [at for at in range(stop + 1) if at not in silent]
            texts = [self.text(row, column) for column in beside]
            label = next((t for t in texts if t and not NUMBERED.fullmatch(t) and not ROMAN.fullmatch(t)), "")
        label = OFFICE.sub("", label, count=1) if OFFICE.match(label) else label
        found = LIST_MARK.match(label)
        if found and found.end() < len(label) and self._is_mark(found["roman"] or "", label[found.end() :]):
            return label[found.end() :], found["roman"] or found["number"] or ""
        kind = self.text(row, self.places.kind)
        if kind and fold(kind) in COMMUNE_KINDS and gazetteer.kind_of(label) is None:
            label = f"{kind} {label}"
        return label, ""

    def _is_mark(self, letter: str, rest: str) -> bool:
        """Tell a list mark from a kind of one letter: a kind follows it, or a district does whose turn it is."""
        if letter not in KIND_LETTERS or gazetteer.kind_of(rest):
            self.last_mark = letter or self.last_mark
            return True
        follows = letter in (next_letter(self.last_mark), {"IX": "X"}.get(self.last_mark))
        follows = (
            follows
            and not self._is_commune(rest)
            and gazetteer.could_be(rest, structure=self.frame.structure, level="district", province=self.frame.province)
        )
        self.last_mark = letter if follows else self.last_mark
        return follows

    def _role(self, row: int, out: BodyRow, index: str) -> RowRole:
        if self.level == "person":
            return self._person_role(row)
        if not out.label and not out.code:
            if not out.has_numbers:
                return "other"
            return "total" if self.sums(row, range(row - 1, self.block.start - 1, -1)) else "data"
        sense = None if self._is_commune(out.label) else sum_rows.sense_of(out.label)
        if sense in ("comparison", "part"):
            return "other"
        if sense or self._is_total(out.label):
            return "total"
        if out.team_level is not None:
            return "other" if out.team_level == "apart" else "data"
        if self._is_sum_of_levels(row, out):
            self.unit_above = out.label or self.unit_above
            return "group" if out.label else "total"
        group = self.as_group(row, out, index)
        if group:
            return group
        if out.has_numbers or any(read.kind == "mark" for read in out.reads.values()):
            return "data"
        return "data" if self._names_a_unit(out, index) else "other"

    def _is_total(self, label: str) -> bool:
        """Tell "Cộng Ngân Sơn" from "Cộng Hòa", and an average from Xã Trung Bình: the register knows both."""
        if self._is_commune(label):
            return False
        of = place_of_total(label)
        levels: tuple[Level, ...] = ("district", "commune", "province") if of else ()
        could_be = partial(gazetteer.could_be, of, structure=self.frame.structure, province=self.frame.province)
        return is_total(label) or any(could_be(level=level) for level in levels)

    def _is_commune(self, label: str) -> bool:
        return gazetteer.could_be(
            label,
            structure=self.frame.structure,
            level="commune",
            province=self.frame.province,
            district=self.district,
        )

    def _person_role(self, row: int) -> RowRole:
        """A row of a register is a person where a name stands beside anything else that is said of people."""
        person = self.text(row, by_role(self.columns, "person"))
        told = [column.at for column in self.columns if column.role in _OF_PEOPLE and self.text(row, column.at)]
        numbered = bool(NUMBERED.fullmatch(self.text(row, self.places.index)))
        texts = [text for at in range(len(self.columns)) if (text := self.text(row, at))]
        if is_total(next((text for text in texts if not NUMBERED.fullmatch(text)), "")):
            return "total"
        if person and len(person) < 60 and (told or (numbered and not gazetteer.is_village(team_place(person)))):
            return "data"
        return self.enter_group(next((text for text in texts if not ROMAN.fullmatch(text)), ""))

    def _names_a_unit(self, out: BodyRow, index: str) -> bool:
        """Say whether a row without any number is still about a unit: it is numbered, or its name is known."""
        if self.level == "village":
            return bool(NUMBERED.fullmatch(index)) or gazetteer.is_village(out.label)
        levels = [level for level in get_args(Level) if level == self.level]
        could_be = partial(gazetteer.could_be, out.label, structure=self.frame.structure, province=self.frame.province)
        known = any(could_be(level=level) for level in levels)
        if len(out.label) > 60:
            return False
        return known or bool(NUMBERED.fullmatch(index)) or gazetteer.kind_of(out.label) in COMMUNE_KINDS
