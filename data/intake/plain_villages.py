"""Rows of villages that can be nothing else, in columns: a register of the country has 90,000 of them.

A row is plain where a kind of village and simple words name it ("Thôn 12", "Bản Nà Lốc"): whatever its other cells
hold, it is a row of data. All others are looked at one by one (data.intake.rows), which would say the same of these.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, pairwise
from operator import ne
from typing import Final, NamedTuple, TypeGuard

from data.intake import gazetteer, levels_in_rows
from data.intake.body import BodyRow
from data.intake.groups import Groups
from data.intake.labels import NUMBERED
from data.spreadsheets import cells as values
from data.spreadsheets.cells import BLANK, Cell, Read

_WORDS: Final = re.compile(r"[^\W\d_]+(?: [^\W_]+)+")
_TYPED: Final = frozenset({str, int, type(None)})


class Where(NamedTuple):
    """What a row and those above it say of the place that a village lies in; as in BodyRow."""

    district: str | None
    district_text: str
    commune: str
    province: str
    code: str


@dataclass(frozen=True)
class CountColumn:
    """A column of counts: by position the count, None where the cell is empty or `odd`.

    odd: what a cell says that is no plain count from 0 on, and not empty.
    """

    counts: Sequence[int | None]
    odd: Mapping[int, Read]

    def figures(self) -> Sequence[int | None]:
        """Return the counts, those that say more than a number among them; None where there is none from 0 on."""
        told = {at: read.count for at, read in self.odd.items() if read.count is not None and read.count >= 0}
        if not told:
            return self.counts
        counts = list(self.counts)
        for at, count in told.items():
            counts[at] = count
        return counts

    def read(self, position: int) -> Read:
        """Return what a cell says."""
        if position in self.odd:
            return self.odd[position]
        return BLANK if self.counts[position] is None else values.read(self.counts[position])


@dataclass(frozen=True)
class PlainVillages:
    """The plain rows of a table: `rows` counts from 1 as in the spreadsheet, all lists have an item for each of them.

    places: of each, where in `wheres` its place stands. columns: the counts by column. index: the cells that number
    the rows. hidden: the rows that are hidden.
    """

    rows: Sequence[int]
    labels: Sequence[str]
    wheres: Sequence[Where]
    places: Sequence[int]
    columns: Mapping[int, CountColumn]
    index: Sequence[Cell]
    hidden: frozenset[int]

    def row(self, position: int) -> BodyRow:
        """Make the row of a position."""
        where, index = self.wheres[self.places[position]], self.index[position]
        return BodyRow(
            self.rows[position],
            "data",
            self.labels[position],
            where.district,
            where.district_text,
            where.commune,
            where.province,
            where.code,
            {at: column.read(position) for at, column in self.columns.items()},
            bool(NUMBERED.fullmatch("" if isinstance(index, bool) or index is None else str(index).strip())),
            self.rows[position] in self.hidden,
        )


class Finder:
    """Finds the plain rows of a table, and takes their places from its groups as the reading comes by them."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self.rows, cells = _named_rows(groups) if _may_have_plain(groups) else ([], {})
        empty = [None] * len(self.rows)
        self._columns = {at: _counts(cells[at]) for at in groups.counted} if cells else {}
        self._labels = [str(label).strip() for label in cells.get(groups.places.name, ())]
        self._index = cells.get(groups.places.index, empty)
        self._told = list(zip(*(cells[at] for at in _told(groups)), strict=True)) if cells else []
        self._told = self._told or [()] * len(self.rows)
        self._wheres: dict[Where, int] = {}
        self._places: list[int] = []

    def pass_by(self, row: int) -> None:
        """Take the places of the plain rows above this one, as far as that is not done yet."""
        begin = len(self._places)
        end = bisect_left(self.rows, row, lo=begin)
        told = self._told[begin:end]
        others = compress(range(begin + 1, end), map(ne, told, told[1:]))  # that say another place than the row before
        for start, stop in pairwise([*([begin] if told else []), *others, end]):
            self._places += [self._enter(self.rows[start])] * (stop - start)

    def _enter(self, row: int) -> int:
        groups = self._groups
        groups.fill_down(row)
        code = gazetteer.code_text(groups.value(row, groups.places.code))
        where = Where(groups.district, groups.district_text, groups.commune, groups.province, code)
        return self._wheres.setdefault(where, len(self._wheres))

    def villages(self) -> PlainVillages:
        """Return the plain rows, when the reading has come by all of them."""
        return PlainVillages(
            [row + 1 for row in self.rows],
            self._labels,
            list(self._wheres),
            self._places,
            self._columns,
            self._index,
            frozenset(row + 1 for row in self._groups.block.sheet.hidden_rows),
        )


def _may_have_plain(groups: Groups) -> bool:
    """Say whether a row's cells are its own: none is merged with others, none slid in a text file, none is rated."""
    block, places = groups.block, groups.places
    merged = block.filled or block.emptied
    names = places.name is not None and places.name not in groups.counted and places.kind is None
    return names and not merged and not groups.ratings and not block.sheet.delimited


def _told(groups: Groups) -> list[int]:
    """Return the columns that say where a row lies."""
    places = groups.places
    return [at for at in (places.province, places.district, places.commune, places.code) if at is not None]


def _named_rows(groups: Groups) -> tuple[list[int], dict[int | None, Sequence[Cell]]]:
    """Return the rows, from 0, that a plain name of a village names, and their cells by column.

    Cells that say where they lie are texts, integers or blank.
    """
    block, places = groups.block, groups.places
    name, told = places.name or 0, _told(groups)
    used = {name, *told, *groups.counted} | ({places.index} if places.index is not None else set())
    body = enumerate(block.sheet.rows[block.start : block.end], start=block.start)
    last = max(used)
    rows = [row for row, cells in body if len(cells) > last and row not in groups.heads]
    columns = list(zip(*[block.sheet.rows[row] for row in rows], strict=False))
    if not columns:
        return [], {}
    plain = _plain_names(columns[name], groups)
    for at in told:
        if not set(map(type, columns[at])) <= _TYPED:  # True would be taken for 1
            plain = [is_plain and type(cell) in _TYPED for is_plain, cell in zip(plain, columns[at], strict=True)]
    if all(plain):
        return rows, {at: columns[at] for at in used}
    return list(compress(rows, plain)), {at: tuple(compress(columns[at], plain)) for at in used}


def _plain_names(cells: Sequence[Cell], groups: Groups) -> list[bool]:
    """Say of each cell whether it is the plain name of a village; of names that differ in a number alone once."""
    headings = set().union(*groups.block.heading_texts)
    known: dict[str, bool] = {}
    out = []
    for cell in cells:
        if not isinstance(cell, str):
            out.append(False)
            continue
        text = cell.strip()
        before, _, last = text.rpartition(" ")
        like = f"{before} 1" if last.isascii() and last.isdigit() else text
        if like not in known:
            known[like] = _is_plain(like, groups)
        out.append(known[like] and text not in headings)
    return out


def _is_plain(text: str, groups: Groups) -> bool:
    return (
        bool(_WORDS.fullmatch(text))
        and gazetteer.is_village(text)
        and not levels_in_rows.is_of_team(text)
        and not gazetteer.could_be(text, structure=groups.frame.structure, level="province")  # Sóc Trăng
    )


def _are_integers(cells: Sequence[Cell]) -> TypeGuard[Sequence[int | None]]:
    return set(map(type, cells)) <= {int, type(None)}


def _counts(cells: Sequence[Cell]) -> CountColumn:
    """Read a column by the kinds of its cells: plain integers and blanks as they are, each other cell by itself."""
    if _are_integers(cells) and min(filter(None, cells), default=0) >= 0:
        return CountColumn(cells, {})
    counts: list[int | None] = []
    odd: dict[int, Read] = {}
    known: dict[str, Read] = {}
    for position, cell in enumerate(cells):
        if isinstance(cell, str):
            read = known.get(cell) or known.setdefault(cell, values.read(cell))
        else:
            read = values.read(cell)
        plain = read.kind == "count" and (read.count or 0) >= 0 and not read.qualifier
        if not plain and read.kind != "blank":
            odd[position] = read
        counts.append(read.count if plain else None)
    return CountColumn(counts, odd)
