"""What each row of a table is: data, a group, a subtotal, a total, or named as something else. None is dropped."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, Literal, get_args

from data.intake import gazetteer, levels_in_rows, ratings, sum_rows
from data.intake.columns import Column, Role, by_role
from data.intake.gazetteer import COMMUNE_KINDS, DISTRICT_KINDS
from data.intake.labels import (
    IN_BRACKETS,
    KIND_LETTERS,
    LIST_MARK,
    NUMBERED,
    OFFICE,
    ROMAN,
    WITH_DISTRICT,
    depth_of,
    is_total,
    next_letter,
    place_of_total,
    team_place,
)
from data.intake.layout import Block, cell, is_column_numbers, repeats_heading
from data.intake.levels_in_rows import RowLevel
from data.spreadsheets import cells as values
from data.spreadsheets.cells import Cell, Read
from data.spreadsheets.reader import Progress
from data.units.names import fold
from data.units.register import Level, StructureId

RowRole = Literal["data", "group", "total", "heading", "numbers", "other", "blank"]
TableLevel = Literal["province", "district", "commune", "village", "person", "team"]

NO_SCALES: Final[Mapping[int, int | None]] = {}
_REPORT_EVERY: Final = 2_000
_COUNTED: Final = ("indicator", "sheet_code", "subgroups", "unknown")
_BODIES: Final = tuple(fold(body) for body in ("tỉnh đoàn", "tỉnh ủy", "tỉnh hội", "huyện đoàn", "huyện ủy"))
"""Bodies whose names begin as those of units do."""
_OF_PEOPLE: Final = ("birth", "telephone", "post", "organisation", "role", "trained", "other_posts")


@dataclass(slots=True)
class BodyRow:
    """A row below a heading, never changed. `row` counts from 1 as in the spreadsheet.

    `label` is the text that names the row; `district` a code or None; `commune` and `province` texts as typed
    ("" where none), `district_text` likewise; `reads` the indicator columns by place; `numbered` says that the
    row's index is a plain number, `ragged` that the row has more or fewer cells than its heading; `team_level` that it
    is about the unit's teams of one level.
    """

    row: int
    role: RowRole
    label: str = ""
    district: str | None = None
    district_text: str = ""
    commune: str = ""
    province: str = ""
    code: str = ""
    reads: dict[int, Read] = field(default_factory=dict)
    numbered: bool = False
    hidden: bool = False
    ragged: bool = False
    team_level: RowLevel | None = None

    @property
    def has_numbers(self) -> bool:
        """Say whether an indicator column of the row holds a number of any sort."""
        return any(read.kind in ("count", "share", "fraction", "error") for read in self.reads.values())


@dataclass(frozen=True)
class Frame:
    """What is known before the rows are read: structure, province, and the district, commune and village of titles."""

    structure: StructureId
    province: str | None
    district: str | None = None
    commune: str = ""
    village: str = ""

    def mentions(self, text: str, *, level: Level) -> list[str]:
        """List the codes of the units of a level that a title names, within what is known."""
        return gazetteer.mentions(text, structure=self.structure, level=level, province=self.province)


@dataclass(frozen=True)
class _Places:
    """The columns that say which unit a row is about."""

    index: int | None
    name: int | None
    code: int | None
    commune: int | None
    district: int | None
    province: int | None
    kind: int | None


def level_of(block: Block, columns: tuple[Column, ...], frame: Frame) -> TableLevel:
    """Say what a row of the table is about, by its columns and by the names that stand in them."""
    if by_role(columns, "person") is not None:
        return "person"
    if by_role(columns, "village") is not None:
        return "village"
    at = by_role(columns, "commune", "unit", "district", "province")
    if at is None:
        return "commune"
    labels = [text for row in range(block.start, block.end) if isinstance(text := cell(block.sheet, row, at), str)]
    labels = [OFFICE.sub("", LIST_MARK.sub("", label), count=1) for label in labels[:2000]]
    villages = sum(gazetteer.is_village(label) or levels_in_rows.of_label(label) is not None for label in labels)
    counts = Counter(_level_of_label(label, frame) for label in labels)
    if villages > max(0.3 * len(labels), counts["commune"]):
        return "village"
    if counts["province"] > counts["commune"] + counts["district"]:
        return "province"
    if counts["commune"] and communes_over_villages(block, columns, frame):
        return "village"
    return "district" if counts["district"] > 2 * counts["commune"] else "commune"


def communes_over_villages(block: Block, columns: tuple[Column, ...], frame: Frame) -> frozenset[int]:
    """Return the rows of communes that head rows of villages without a kind before their names; none where this is not
    sure.

    It is where the numbering of all rows says so ("I", "1"; "1", "1.1"), or where the counts of each commune are the
    sums of the rows below it; nearly none of the rows below is named like a commune.
    """
    at = by_role(columns, "commune", "unit")
    if at is None or frame.province is None or by_role(columns, "village") is not None:
        return frozenset()
    could_be = partial(gazetteer.could_be, structure=frame.structure, province=frame.province)
    rows = [
        row
        for row in _named_rows(block, columns, at)
        if not is_total(row.label)
        and gazetteer.kind_of(row.label) != "tỉnh"
        and not could_be(row.label, level="province")
    ]
    named = {row.row for row in rows if could_be(row.label, level="commune")}
    if not named or 2 * len(named) > len(rows) or rows[0].row not in named:
        return frozenset()
    heads = [row for row in rows if row.depth == rows[0].depth]
    deeper = [row for row in rows if row.depth != rows[0].depth]
    strangers = sum(row.row not in named for row in deeper)
    numbered = rows[0].depth is not None and all(row.depth and row.depth > (rows[0].depth or 0) for row in deeper)
    if numbered and deeper and all(row.row in named for row in heads) and strangers >= 0.8 * len(deeper):
        return frozenset(row.row for row in heads)
    if not deeper and _are_sums(rows, [row for row in rows if row.row in named]):
        return frozenset(named)
    return frozenset()


@dataclass(frozen=True)
class _NamedRow:
    """A row with its name, how deep its numbering says it stands (None where it has none), and its counts."""

    row: int
    label: str
    depth: int | None
    counts: tuple[int | None, ...]


def _named_rows(block: Block, columns: tuple[Column, ...], at: int) -> list[_NamedRow]:
    index = by_role(columns, "index")
    counted = [column.at for column in columns if column.role == "indicator"]
    out = []
    for row in range(block.start, block.end):
        text = cell(block.sheet, row, at)
        if not isinstance(text, str) or not text.strip():
            continue
        counts = tuple(values.read(cell(block.sheet, row, place)).count for place in counted)
        if all(count is None for count in counts):
            continue
        mark = LIST_MARK.match(text)
        told = "" if index is None else str(cell(block.sheet, row, index) or "").strip()
        told = told or (mark[0].strip(" ./):") if mark else "")
        label = OFFICE.sub("", LIST_MARK.sub("", text).strip(), count=1)
        out.append(_NamedRow(row, label, depth_of(told), counts))
    return out


def _are_sums(rows: list[_NamedRow], heads: list[_NamedRow]) -> bool:
    """Say whether the counts of each head are the sums of the rows between it and the next."""
    starts = [rows.index(head) for head in heads] + [len(rows)]
    for at, head in enumerate(heads):
        children = rows[starts[at] + 1 : starts[at + 1]]
        sums = [sum(child.counts[place] or 0 for child in children) for place in range(len(head.counts))]
        if not children or [count or 0 for count in head.counts] != sums or not any(sums):
            return False
    return True


def _level_of_label(label: str, frame: Frame) -> str | None:
    kind = gazetteer.kind_of(label)
    if kind in COMMUNE_KINDS:
        return "commune"
    if kind in ("huyện", "quận", "thị xã"):
        return "district"
    if frame.province is None and gazetteer.could_be(label, structure=frame.structure, level="province"):
        return "province"
    could_be = partial(gazetteer.could_be, label, structure=frame.structure, province=frame.province)
    district = could_be(level="district")
    commune = kind != "thành phố" and could_be(level="commune")
    if district != commune:
        return "district" if district else "commune"
    return None


def classify(
    block: Block,
    columns: tuple[Column, ...],
    frame: Frame,
    level: TableLevel,
    *,
    scales: Mapping[int, int | None] = NO_SCALES,
    progress: Progress | None = None,
) -> list[BodyRow]:
    """Give every row of a table's body its role and its place, from top to bottom.

    scales: by column what its numbers are multiplied by; None where that is not decided, and the cells say nothing.
    """
    reader = Reader(block, columns, frame, level, scales=scales)
    plain = reader.plain_villages() if level == "village" else {}
    out = []
    for row in range(block.start, block.end):
        out.append(reader.read_plain(row, plain[row]) if row in plain else reader.read(row))
        if progress and len(out) % _REPORT_EVERY == 0:
            progress(len(out) / (block.end - block.start))
    return out


class Reader:
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
        self.block, self.columns, self.frame, self.level = block, columns, frame, level
        self.scales = scales
        self.above: list[Cell] = []
        self.places = _find_places(columns, level)
        around = (self.places.province, self.places.district, self.places.commune)
        self.around = [at for at in around if at is not None]
        self.counted = [column.at for column in columns if column.role in _COUNTED]
        self.ratings = {
            column.at: ratings.reader(column.indicator)
            for column in columns
            if column.role == "indicator" and ratings.is_rating(column.indicator)
        }
        self.added = [at for at in self.counted if at not in self.ratings]
        self.ignored = {column.at for column in columns if column.role == "ignored"}
        self.district, self.district_text, self.commune = frame.district, "", frame.commune
        self.province = ""
        self.last_mark, self.village = "", frame.village
        self.level_at = by_role(columns, "team_level") if level not in ("person", "team") else None
        self.unit_above = ""
        apart = level == "village" and self.places.commune is None
        self.heads = communes_over_villages(block, columns, frame) if apart else frozenset()
        self.width = max((len(block.sheet.rows[row]) for row in range(block.top, block.bottom + 1)), default=0)
        bold = [
            row for row in block.sheet.bold_rows if block.start <= row < block.end and self.text(row, self.places.name)
        ]
        named = sum(bool(self.text(row, self.places.name)) for row in range(block.start, block.end)) if bold else 0
        self.bold_tells = len(bold) < 0.5 * named

    def value(self, row: int, column: int | None) -> Cell:
        if column is None:
            return None
        value = cell(self.block.sheet, row, column)
        return self.block.filled.get((row, column)) if value is None or value == "" else value

    def text(self, row: int, column: int | None) -> str:
        value = self.value(row, column)
        return "" if value is None or isinstance(value, bool) else str(value).strip()

    def read(self, row: int) -> BodyRow:
        """Read one row; groups change what is known of the rows below."""
        self.above = []
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
        self._fill_down(row)
        label = out.label
        if self.level == "person":
            self.village = label or self.village
            label = self.village
        self.unit_above = label
        label, district, district_text = self._split_district(label)
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
            label = out.label if out.label and out.label != told else self.unit_above
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

    def plain_villages(self) -> dict[int, dict[int, Read]]:
        """Return the rows that can be nothing but a village's, with their counts, read column by column.

        A text that begins with a kind of village names them, without a mark before it; the row's first cell is a
        number, and it has a cell for each column. Any other row is looked at by itself.
        """
        at, index, sheet = self.places.name, self.places.index, self.block.sheet
        if at is None or at in self.counted or self.scales or self.ratings or sheet.delimited or self.block.filled:
            return {}
        first = 0 if index is None else index
        width = 1 + max([at, first, *self.counted])
        rows = [
            row
            for row, cells in enumerate(sheet.rows[self.block.start : self.block.end], start=self.block.start)
            if len(cells) >= width and type(cells[first]) is int and _is_plain_village(cells[at])
        ]
        if first and any(sheet.rows[row][place] not in (None, "") for row in rows for place in range(first)):
            return {}
        columns = [_read_all([sheet.rows[row][place] for row in rows]) for place in self.counted]
        by_row = zip(*columns, strict=True) if columns else (() for _ in rows)
        return {row: dict(zip(self.counted, reads, strict=True)) for row, reads in zip(rows, by_row, strict=True)}

    def read_plain(self, row: int, reads: dict[int, Read]) -> BodyRow:
        """Read one of `plain_villages`: what stands around the name is taken as for any row."""
        cells, places = self.block.sheet.rows[row], self.places
        above = [cells[at] if at < len(cells) else None for at in self.around]
        if above != self.above or places.commune is None or above[-1] is None:
            self._fill_down(row)
            self.above = above
        code = places.code
        return BodyRow(
            row + 1,
            "data",
            str(cells[places.name or 0]).strip(),
            self.district,
            self.district_text,
            self.commune,
            self.province,
            "" if code is None or code >= len(cells) else gazetteer.code_text(cells[code]),
            reads,
            True,
            row in self.block.sheet.hidden_rows,
        )

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
            return "total" if self._sums(row, range(row - 1, self.block.start - 1, -1)) else "data"
        sense = None if self._is_commune(out.label) else sum_rows.sense_of(out.label)
        if sense == "comparison":
            return "other"
        if sense or self._is_total(out.label):
            return "total"
        if out.team_level is not None:
            return "other" if out.team_level == "apart" else "data"
        if self._is_sum_of_levels(row, out):
            self.unit_above = out.label or self.unit_above
            return "group" if out.label else "total"
        group = self._as_group(row, out, index)
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

    def enter_group(self, text: str) -> RowRole:
        """Take the village or commune that a row between the people names ("II. Tổ CNSCĐ thôn Cốc Lải")."""
        label = team_place(LIST_MARK.sub("", text))
        if gazetteer.is_village(label) and len(label) < 80:
            self.village = label
            return "group"
        if gazetteer.kind_of(label) in COMMUNE_KINDS and len(label) < 80:
            self.commune, self.village = label, ""
            return "group"
        if gazetteer.kind_of(label) in DISTRICT_KINDS and len(label) < 80:
            return self._enter_district(label)
        return "other"

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

    def _as_group(self, row: int, out: BodyRow, index: str) -> RowRole | None:
        """Return "group" or "total" for a row that names the unit of the rows around it; None for data."""
        marked = bool(ROMAN.fullmatch(index)) or (self.bold_tells and row in self.block.sheet.bold_rows)
        label = out.label
        kind = gazetteer.kind_of(label)
        if self.level == "province":
            return None
        if fold(label).startswith(_BODIES):
            return None
        if kind == "tỉnh" or (kind == "thành phố" and self._is_province(label)) or self._heads_province(row, label):
            return self._enter_province(label)
        if self.level == "district":
            return None
        if row in self.heads:
            self.commune = label
            return "group"
        if kind in DISTRICT_KINDS:
            return self._enter_district(label)
        if self.level == "village" and kind in COMMUNE_KINDS and not self.text(row, self.places.commune):
            self.commune = label
            return "group"
        if kind in COMMUNE_KINDS or (self.level == "village" and gazetteer.is_village(label)):
            return None
        could_be = partial(gazetteer.could_be, label, structure=self.frame.structure, province=self.frame.province)
        district, commune = could_be(level="district"), could_be(level="commune")
        if district and (not commune or marked or self._sums_below(row)):
            return self._enter_district(label)
        if self.level == "village" and commune and marked and self.places.commune is None:
            self.commune = label
            return "group"
        stranger = not district and not commune and marked and self.level == "commune"
        return "group" if stranger and (not out.has_numbers or self._sums_below(row)) else None

    def _is_province(self, label: str) -> bool:
        code = gazetteer.code_of(label, structure=self.frame.structure, level="province")
        return (
            code is not None
            and (self.frame.province in (None, code))
            and not gazetteer.could_be(label, structure=self.frame.structure, level="district", province=code)
        )

    def _heads_province(self, row: int, label: str) -> bool:
        """Say whether a row without a kind is about a province of several: "I. Lạng Sơn" is not its city."""
        if self.frame.province is not None and self.level != "district":
            return False
        named = gazetteer.could_be(
            label, structure=self.frame.structure, level="province", province=self.frame.province
        )
        index = self.text(row, self.places.index)
        return named and gazetteer.kind_of(label) is None and (bool(ROMAN.fullmatch(index)) or self._sums_below(row))

    def _enter_province(self, label: str) -> RowRole:
        """Take the province that a row names for the rows below; one of the report's own province is its total."""
        if self.frame.province is not None:
            return "total"
        self.province, self.district, self.district_text, self.commune = label, None, "", ""
        return "group"

    def _enter_district(self, label: str) -> RowRole:
        self.district = gazetteer.code_of(
            label, structure=self.frame.structure, level="district", province=self.frame.province
        )
        self.district_text = label
        if self.level == "village":
            self.commune = ""
        return "group"

    def _sums_below(self, row: int) -> bool:
        """Say whether the counts of a row are the sums of two or more rows right below it."""
        return self._sums(row, range(row + 1, min(row + 80, self.block.end)))

    def _sums(self, row: int, others: Iterable[int]) -> bool:
        """Say whether the counts of a row are the sums of the first two or more of the other rows, in their order."""
        own = {at: read.count for at in self.added if (read := values.read(self.value(row, at))).count}
        if not own:
            return False
        sums = dict.fromkeys(own, 0)
        for number, other in enumerate(others):
            for at in own:
                sums[at] += values.read(self.value(other, at)).count or 0
            if number and sums == own:
                return True
            if any(sums[at] > own[at] for at in own):
                return False
        return False

    def _fill_down(self, row: int) -> None:
        """Take district, commune and province from their columns; a blank cell means the same as above."""
        if text := self.text(row, self.places.province):
            self.province = text
        if text := self.text(row, self.places.district):
            province = (
                self.frame.province
                or gazetteer.code_of(self.province, structure=self.frame.structure, level="province")
                if self.province or self.frame.province
                else None
            )
            if text != self.district_text:
                self.commune = "" if self.places.commune is not None else self.commune
            self.district_text = text
            self.district = gazetteer.code_of(text, structure=self.frame.structure, level="district", province=province)
        if text := self.text(row, self.places.commune):
            self.commune = text
        elif (row, self.places.commune) in self.block.emptied:
            self.commune = ""

    def _split_district(self, label: str) -> tuple[str, str | None, str]:
        """Split "Xã Tân Lập, huyện Chợ Đồn" into name and district."""
        found = WITH_DISTRICT.fullmatch(label) or IN_BRACKETS.fullmatch(label)
        if found and self.level == "commune":
            code = gazetteer.code_of(
                found["district"], structure=self.frame.structure, level="district", province=self.frame.province
            )
            if code:
                return found["name"], code, found["district"]
        return label, self.district, self.district_text


def _is_plain_village(value: Cell) -> bool:
    return (
        isinstance(value, str)
        and gazetteer.is_village(value)
        and value[:1].isalpha()
        and not levels_in_rows.is_of_team(value)
    )


def _read_all(cells: list[Cell]) -> list[Read]:
    """Read the cells of a column, each different one once."""
    if any(isinstance(value, bool) for value in cells):  # True would be taken for 1
        return [values.read(value) for value in cells]
    known = {value: values.read(value) for value in dict.fromkeys(cells)}
    return [known[value] for value in cells]


def _find_places(columns: tuple[Column, ...], level: TableLevel) -> _Places:
    name = {
        "person": by_role(columns, "village", "team"),
        "team": by_role(columns, "village"),
        "village": by_role(columns, "village", "unit", "commune"),
        "commune": by_role(columns, "commune", "unit", "district"),
        "district": by_role(columns, "district", "unit", "commune"),
        "province": by_role(columns, "province", "unit", "district", "commune"),
    }[level]

    def other(role: Role) -> int | None:
        at = by_role(columns, role)
        return None if at == name else at

    commune = other("commune")
    if commune is None and level in ("village", "person", "team"):
        commune = other("unit")
    return _Places(
        by_role(columns, "index"),
        name,
        by_role(columns, "code"),
        commune,
        other("district"),
        other("province"),
        by_role(columns, "kind"),
    )


def counts(rows: Iterable[BodyRow]) -> dict[str, int]:
    """Count the rows by role: what a reader shows so that none is lost unseen."""
    return dict(Counter(row.role for row in rows))
