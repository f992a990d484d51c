"""What the rows above say of the rows below: the province, district, commune or village that they stand in."""

from collections.abc import Iterable
from functools import partial
from typing import Final

from data.intake import gazetteer, ratings
from data.intake.body import BodyRow, Frame, RowRole, TableLevel
from data.intake.columns import Column
from data.intake.gazetteer import COMMUNE_KINDS, DISTRICT_KINDS
from data.intake.labels import IN_BRACKETS, LIST_MARK, ROMAN, WITH_DISTRICT, team_place
from data.intake.layout import Block, cell
from data.intake.row_places import find_places
from data.intake.table_level import communes_over_villages
from data.spreadsheets import cells as values
from data.spreadsheets.cells import Cell
from data.units.names import fold

_COUNTED: Final = ("indicator", "sheet_code", "subgroups", "unknown")
_BODIES: Final = tuple(fold(body) for body in ("tỉnh đoàn", "tỉnh ủy", "tỉnh hội", "huyện đoàn", "huyện ủy"))
"""Bodies whose names begin as those of units do."""


class Groups:
    """The place that the rows of one table stand in, as it changes from row to row downwards."""

    def __init__(self, block: Block, columns: tuple[Column, ...], frame: Frame, level: TableLevel) -> None:
        self.block, self.columns, self.frame, self.level = block, columns, frame, level
        self.places = find_places(columns, level)
        self.counted = [column.at for column in columns if column.role in _COUNTED]
        self.ratings = {
            column.at: ratings.reader(column.indicator)
            for column in columns
            if column.role == "indicator" and ratings.is_rating(column.indicator)
        }
        self.added = [at for at in self.counted if at not in self.ratings]
        self.district, self.district_text, self.commune = frame.district, "", frame.commune
        self.province, self.village = "", frame.village
        apart = level == "village" and self.places.commune is None
        self.heads = communes_over_villages(block, columns, frame) if apart else frozenset()
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
            return self.enter_district(label)
        return "other"

    def as_group(self, row: int, out: BodyRow, index: str) -> RowRole | None:
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
            return self.enter_district(label)
        if self.level == "village" and kind in COMMUNE_KINDS and not self.text(row, self.places.commune):
            self.commune = label
            return "group"
        if kind in COMMUNE_KINDS or (self.level == "village" and gazetteer.is_village(label)):
            return None
        could_be = partial(gazetteer.could_be, label, structure=self.frame.structure, province=self.frame.province)
        district, commune = could_be(level="district"), could_be(level="commune")
        if district and (not commune or marked or self._sums_below(row)):
            return self.enter_district(label)
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

    def enter_district(self, label: str) -> RowRole:
        self.district = gazetteer.code_of(
            label, structure=self.frame.structure, level="district", province=self.frame.province
        )
        self.district_text = label
        if self.level == "village":
            self.commune = ""
        return "group"

    def _sums_below(self, row: int) -> bool:
        """Say whether the counts of a row are the sums of two or more rows right below it."""
        return self.sums(row, range(row + 1, min(row + 80, self.block.end)))

    def sums(self, row: int, others: Iterable[int]) -> bool:
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

    def fill_down(self, row: int) -> None:
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

    def split_district(self, label: str) -> tuple[str, str | None, str]:
        """Split "Xã Tân Lập, huyện Chợ Đồn" into name and district."""
        found = WITH_DISTRICT.fullmatch(label) or IN_BRACKETS.fullmatch(label)
        if found and self.level == "commune":
            code = gazetteer.code_of(
                found["district"], structure=self.frame.structure, level="district", province=self.frame.province
            )
            if code:
                return found["name"], code, found["district"]
        return label, self.district, self.district_text
