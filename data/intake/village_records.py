"""The records of a table of villages: those of plain ones stay columns until somebody asks for them."""

from collections.abc import Iterable, Sequence

from data.intake import figures
from data.intake.figures import Record
from data.intake.match_units import Placed
from data.intake.placement import Placement
from data.intake.problems import Problem
from data.intake.tables import Table
from data.intake.woven import Woven
from data.units.names import fold_all
from data.units.register import Unit


class VillageRecords(Woven[Record]):
    """The records of a table in the order of its rows; `apart` are those of the rows that were looked at one by one."""

    def __init__(self, table: Table, placed: Placement) -> None:
        maker = figures.RecordMaker(table)
        found = [(item.row.row, record) for item in placed.apart for record in maker.of(item)]
        self._table, self._maker, self._placed = table, maker, placed
        units = placed.units()
        self._positions = [position for position, unit in enumerate(units) if unit is not None]
        self._codes = [unit.code for unit in units if unit is not None]
        rows = [placed.villages.rows[position] for position in self._positions]
        super().__init__([record for _, record in found], [row for row, _ in found], rows, self._record)

    def _record(self, at: int) -> Record:
        (record,) = self._maker.of(self._placed.of_village(self._positions[at]))
        return record

    def column(self, name: str) -> list[int | None]:
        """Return what each record says of an indicator."""
        if self.are_made:
            return [record.counts.get(name) for record in self.all]
        return self.weave(self._of_plain(name), [record.counts.get(name) for record in self.apart])

    def _of_plain(self, name: str) -> Sequence[int | None]:
        at = self._table.indicators.get(name)
        if at is None:
            return [None] * len(self._positions)
        figures = self._placed.villages.columns[at].figures()
        whole = len(figures) == len(self._positions)
        return figures if whole else [figures[position] for position in self._positions]

    def names(self) -> list[str]:
        """Return the indicators that any record names, in their order."""
        if self.are_made or not self._positions:
            return _names(self)
        rows = self._placed.villages.rows
        before = [record for record in self.apart if record.at.row < rows[self._positions[0]]]
        return list(dict.fromkeys([*_names(before), *self._table.indicators, *_names(self.apart)]))

    def units(self) -> list[Unit]:
        """Return the units and communes that the records are about, each at least once."""
        return [*self._placed.units_of_plain(), *(record.unit for record in self.apart)]

    def are_distinct(self) -> bool:
        """Say whether each is about a unit or village of its own."""
        labels = self._placed.villages.labels
        folded = fold_all(labels[position] for position in self._positions)
        keys = {*zip(self._codes, folded, strict=True)}
        beside = {(record.level, record.unit.code, figures.values_key(record.village)) for record in self.apart}
        apart = all((code, name) not in keys for level, code, name in beside if level == "village")
        return len(keys) == len(folded) and len(beside) == len(self.apart) and apart


def of_table(table: Table, placed: Sequence[Placed]) -> Sequence[Record]:
    """Make a record of every row of a table of villages that has its commune."""
    if not isinstance(placed, Placement) or any(name not in table.indicators for name, _ in table.doubtful):
        return figures.records(table, placed)
    return VillageRecords(table, placed)


def merge(found: Sequence[Sequence[Record]]) -> tuple[Sequence[Record], list[Problem]]:
    """Join the records of one unit that several tables hold (data.intake.figures); those of one list, each of which is
    of a unit of its own, stay as they are."""
    if len(found) == 1 and isinstance(found[0], VillageRecords) and found[0].are_distinct():
        return found[0], []
    return figures.merge(record for records in found for record in records)


def column(records: Sequence[Record], name: str) -> list[int | None]:
    """Return what each record says of an indicator, None where it says nothing."""
    if isinstance(records, VillageRecords):
        return records.column(name)
    return [record.counts.get(name) for record in records]


def names(records: Sequence[Record]) -> list[str]:
    """Return the indicators that any record names, in their order."""
    return records.names() if isinstance(records, VillageRecords) else _names(records)


def units(records: Sequence[Record]) -> list[Unit]:
    """Return the units that records are about, of villages the communes; each perhaps several times."""
    return records.units() if isinstance(records, VillageRecords) else [record.unit for record in records]


def pick(records: Sequence[Record], places: Iterable[int]) -> list[Record]:
    """Return the records of these places, to be read alone."""
    return records.pick(places) if isinstance(records, VillageRecords) else [records[place] for place in places]


def beside_plain(records: Sequence[Record]) -> Sequence[Record]:
    """Return the records that may say more than counts of a village that has its own name: all but plain ones."""
    return records.apart if isinstance(records, VillageRecords) and not records.are_made else records


def _names(records: Iterable[Record]) -> list[str]:
    told = dict.fromkeys(tuple(record.counts) for record in records)
    return list(dict.fromkeys(name for names in told for name in names))
