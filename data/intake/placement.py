"""The rows of a table of villages with the communes they lie in: plain ones are placed once for each place."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from data.intake import match_units
from data.intake.body import BodyRow
from data.intake.match_units import Placed, UnitQuestion
from data.intake.plain_villages import PlainVillages
from data.intake.tables import Table
from data.intake.woven import Woven
from data.units.register import Unit


class Placement(Woven[Placed]):
    """The rows of data of a table, placed. `apart` are those placed by themselves.

    models: by place of the plain villages the row that is placed as all of the same place are. `villages` are all the
    plain ones.
    """

    def __init__(self, apart: Sequence[Placed], villages: PlainVillages, models: Sequence[Placed]) -> None:
        self.villages, self.models = villages, models
        super().__init__(apart, [item.row.row for item in apart], villages.rows, self._placed)

    def _placed(self, position: int) -> Placed:
        return match_units.alike(self.models[self.villages.places[position]], self.villages.row(position))

    def of_village(self, position: int) -> Placed:
        """Return a plain village, placed."""
        return self._placed(position)

    def questions(self) -> list[UnitQuestion]:
        """Return what is asked about the rows, in their order."""
        asked = any(model.question for model in self.models)
        return [item.question for item in (self if asked else self.apart) if item.question]

    def units_of_plain(self) -> list[Unit]:
        """Return the units that plain villages lie in, each as often as it is told otherwise."""
        return [model.unit for model in self.models if model.unit]

    def units(self) -> list[Unit | None]:
        """Return the unit of each plain village."""
        found = [model.unit for model in self.models]
        return [found[place] for place in self.villages.places]


def of_villages(table: Table, answers: Mapping[str, object], on: date) -> Sequence[Placed]:
    """Find the commune that each row of a table of villages lies in."""
    villages = table.body.plain
    if villages is None or any(not where.commune for where in villages.wheres):  # each of these is asked by itself
        return _place(table, table.body, answers, on)
    models = {place: villages.row(position) for position, place in _first_of_each(villages.places)}
    rows = sorted([*table.body.apart, *models.values()], key=lambda row: row.row)
    placed = _place(table, rows, answers, on, first=table.body.first_data(match_units.TOLD_BY))
    by_row = {item.row.row: item for item in placed}
    found = [by_row.pop(models[place].row) for place in range(len(models))]
    return Placement(list(by_row.values()), villages, found)


def _place(
    table: Table,
    rows: Sequence[BodyRow],
    answers: Mapping[str, object],
    on: date,
    *,
    first: Sequence[BodyRow] | None = None,
) -> list[Placed]:
    return match_units.place_rows(
        list(rows),
        sheet=table.sheet,
        level="commune",
        frame=table.frame,
        by="commune",
        answers=answers,
        on=on,
        first=first,
    )


def _first_of_each(places: Sequence[int]) -> list[tuple[int, int]]:
    """Return (position, place) of the first row of each place, places in their order."""
    out: list[tuple[int, int]] = []
    for position, place in enumerate(places):
        if place == len(out):  # they are counted as they come
            out.append((position, place))
    return out


def questions(placed: Iterable[Placed]) -> list[UnitQuestion]:
    """Return what is asked about rows, in their order."""
    if isinstance(placed, Placement):
        return placed.questions()
    return [item.question for item in placed if item.question]


def names_a_unit(placed: Iterable[Placed]) -> bool:
    """Say whether the unit of any row is known."""
    items = [*placed.apart, *placed.models] if isinstance(placed, Placement) else placed
    return any(item.unit for item in items)
