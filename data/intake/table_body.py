"""The rows of a table's body: plain ones of villages in columns, all others as they were read one by one."""

from collections import Counter
from collections.abc import Collection, Iterable
from itertools import islice

from data.intake.body import BodyRow
from data.intake.plain_villages import PlainVillages
from data.intake.woven import Woven


class Body(Woven[BodyRow]):
    """Every row of a table from top to bottom. `apart` are those looked at by themselves, `plain` all others: data."""

    def __init__(self, rows: Iterable[BodyRow], plain: PlainVillages | None = None) -> None:
        apart = tuple(rows)
        self.plain = plain if plain and plain.rows else None
        super().__init__(apart, [row.row for row in apart], plain.rows if plain else (), self._row)

    def _row(self, position: int) -> BodyRow:
        assert self.plain  # it has the position
        return self.plain.row(position)

    def roles(self) -> Counter[str]:
        """Count the rows by their roles, in the order in which each comes first."""
        if not self.plain:
            return Counter(row.role for row in self.apart)
        first = self.plain.rows[0]
        out: Counter[str] = Counter(row.role for row in self.apart if row.row < first)
        out["data"] += len(self.plain.rows)
        out.update(row.role for row in self.apart if row.row > first)
        return out

    def first_data(self, most: int) -> list[BodyRow]:
        """Return the first so many rows of data."""
        return list(islice((row for row in self.walk() if row.role == "data"), most))

    def data_rows(self) -> list[int]:
        """Return the numbers of the rows of data."""
        return sorted([*self._rows, *(row.row for row in self.apart if row.role == "data")])

    def hidden_data(self) -> list[int]:
        """Return the numbers of the hidden rows of data."""
        hidden = [row.row for row in self.apart if row.hidden and row.role == "data"]
        return sorted([*hidden, *(self.plain.hidden.intersection(self.plain.rows) if self.plain else ())])

    def doubtful(self, at: int) -> bool:
        """Say whether a cell of a column holds anything but a plain count or nothing, in any row of data."""
        if self.plain and self.plain.columns[at].odd:
            return True
        reads = [read for row in self.apart if row.role == "data" and (read := row.reads.get(at)) is not None]
        told = [read for read in reads if read.kind != "blank"]
        return any(read.kind != "count" or (read.count or 0) < 0 or bool(read.qualifier) for read in told)

    def rows_to_look_at(self, columns: Collection[int], faults: Iterable[tuple[int, int]]) -> list[BodyRow]:
        """Return the rows apart, and the plain ones of which a cell in these columns is odd, or a fault of the sheet.

        faults: by row and column, from 0.
        """
        if not self.plain:
            return list(self.apart)
        odd = {position for at in columns for position in self.plain.columns[at].odd}
        position_of = {row: position for position, row in enumerate(self.plain.rows)} if faults else {}
        odd |= {position_of[row + 1] for row, at in faults if at in columns and row + 1 in position_of}
        return sorted([*self.apart, *map(self.plain.row, odd)], key=lambda row: row.row)
