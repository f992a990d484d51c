"""The units of one day, by their names of then: of the country, or of one province."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.storage.errors import Refused
from data.units.names import fold, split_kind
from data.units.tables import reading
from data.units.tables.reading import Level, Row


@dataclass(frozen=True)
class Day:
    """The units that there were on a day; provinces: that of each unit, by (level, code)."""

    on: date
    units: tuple[Row, ...]
    provinces: Mapping[tuple[Level, str], str]

    def counts(self, level: str) -> dict[str, int]:
        """Return how many units of a level there were, by kind."""
        return dict(Counter(row.kind for row in self.units if row.level == level))

    def of_level(self, level: str) -> list[Row]:
        """Return the units of a level by code."""
        return sorted((row for row in self.units if row.level == level), key=lambda row: row.code)


def units_of(on: date, *, province: str | None = None) -> Day:
    """Return the units of a day, 2023-01-01 or later; `province` is the code or name of one of that day.

    Raises Refused for a day before, and for a province that there was not.
    """
    if on < reading.FIRST_DAY:
        raise Refused("units.day_unknown")
    living = reading.living(on)
    within = _province(living, province, on) if province else None
    districts = {row.code: row.parent for row in living if row.level == "district"}
    provinces = {(row.level, row.code): _province_of(row, districts) for row in living}
    chosen = tuple(row for row in living if within is None or provinces[row.level, row.code] == within)
    return Day(on, chosen, provinces)


def _province(living: Sequence[Row], text: str, on: date) -> str:
    """Return the code of the province of a day that a text names; raises Refused."""
    key = fold(split_kind(text)[1])
    for row in living:
        if row.level == "province" and (text.strip().zfill(2) == row.code or fold(row.name) == key):
            return row.code
    raise Refused("units.province_of_day", day=on.isoformat(), text=text)


def _province_of(row: Row, districts: Mapping[str, str]) -> str:
    if row.level == "province":
        return row.code
    return row.parent if row.level == "district" else districts.get(row.parent, row.parent)
