"""What a former public release has told, and kept back, of the figures that are to be published now.

Whoever kept it may put both side by side. So what was kept back then and is the same now is kept back again, and what
was told then and is the same now hides nothing: it is known already.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.disclosure.areas import Areas
from data.disclosure.cells import Cells
from data.disclosure.rules import Rules
from data.units.structures import StructureId

Key = tuple[str, StructureId]
_COUNTRY: Final = pd.Index([""])


@dataclass(frozen=True)
class Former:
    """A former release. Arrays as those of hiding.Shown, true where a figure is the same in both.

    told: and was published. kept: and was hidden. hid: hidden then, whatever it is now.
    """

    told: Mapping[Key, np.ndarray]
    kept: Mapping[Key, np.ndarray]
    hid: Mapping[Key, np.ndarray]


def read(cells: Cells, figures: pa.Table, before: Cells | None, *, told: bool = True) -> Former:
    """Return what a public table of figures (releases.public_tables) has told and kept back of these cells.

    before: the true figures it was made of; without them whatever it hid is taken for the same. told: False where its
    figures are not to be counted as known.
    """
    then = None if before is None else (_numbers(before.in_columns(cells.rules)), before)
    known: dict[Key, np.ndarray] = {}
    kept: dict[Key, np.ndarray] = {}
    hid: dict[Key, np.ndarray] = {}
    for key, now in _numbers(cells).items():
        level, structure = key
        rows = figures.filter(
            pc.and_(pc.equal(figures["level"], pa.scalar(level)), pc.equal(figures["structure"], pa.scalar(structure)))
        )
        at = _at(rows, cells.periods, _codes(cells.areas, key))
        known[key], hid[key] = (np.zeros(now.shape, bool, order="F") for _ in range(2))
        _mark(hid[key], rows, at, cells.rules)
        kept[key] = hid[key] & (~np.isnan(now) if then is None else _same(now, cells, then[0][key], then[1]))
        if told:
            _compare(known[key], now, rows, at, cells.rules)
    return Former(known, kept, hid)


def _numbers(cells: Cells) -> dict[Key, np.ndarray]:
    return {
        **{("commune", name): values for name, values in cells.communes.items()},
        **{("province", name): values for name, values in cells.provinces.items()},
        **{("country", name): _added(values) for name, values in cells.provinces.items()},
    }


def _added(values: np.ndarray) -> np.ndarray:
    """Return the sum of all provinces, as one unit; missing where none has a number."""
    return np.where(np.isnan(values).all(axis=1, keepdims=True), np.nan, np.nansum(values, axis=1, keepdims=True))


def _codes(here: Areas, key: Key) -> pd.Index:
    level, structure = key
    return {"commune": here.codes, "province": here.provinces}[level][structure] if level != "country" else _COUNTRY


def _at(rows: pa.Table, periods: Sequence[str], codes: pd.Index) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the places among periods and units of the rows that are there still, and which rows these are."""
    when = pd.Index(periods).get_indexer(pd.Index(rows["period"].to_numpy()))
    where = codes.get_indexer(pd.Index(rows["code"].to_numpy()))
    sure = np.flatnonzero((when >= 0) & (where >= 0))
    return when[sure], where[sure], sure


def _mark(kept: np.ndarray, rows: pa.Table, at: tuple[np.ndarray, np.ndarray, np.ndarray], rules: Rules) -> None:
    """Mark the cells that the rows name as hidden; many rows name the same columns."""
    when, where, sure = at
    which, texts = pd.factorize(rows["hidden"].to_numpy(zero_copy_only=False)[sure])
    for number, text in enumerate(texts):
        same = which == number
        for column in text.split():
            if column in rules.place:
                kept[when[same], where[same], rules.place[column]] = True


def _same(now: np.ndarray, cells: Cells, then: np.ndarray, before: Cells) -> np.ndarray:
    """Tell which numbers are what they were; periods of the one that the other lacks are not."""
    made = np.zeros(now.shape, bool, order="F")
    for at, place in enumerate(pd.Index(before.periods).get_indexer(pd.Index(cells.periods))):
        if place >= 0:
            made[at] = now[at] == then[place]
    return made


def _compare(
    known: np.ndarray, now: np.ndarray, rows: pa.Table, at: tuple[np.ndarray, np.ndarray, np.ndarray], rules: Rules
) -> None:
    """Mark the cells that the rows tell as they are now."""
    when, where, sure = at
    for column in rules.columns:
        if column in rows.column_names:
            told = rows[column].cast(pa.float64()).to_numpy()[sure]
            known[when, where, rules.place[column]] = told == now[when, where, rules.place[column]]


@dataclass(frozen=True)
class Topic:
    """What a former release means for one topic.

    communes: by structure, those of which anything is to be kept back. provinces, country: by period, the same.
    told: by structure, for each period and commune, whether all of it was told; kept: whether any of it was kept back.
    open: by structure, for each period and commune, whether it hides others: it was not told. What was kept back in an
    area whose sum was told hides nothing beyond that area, since how much it is together is known.
    """

    communes: Mapping[StructureId, np.ndarray]
    provinces: Mapping[StructureId, np.ndarray]
    country: np.ndarray
    told: Mapping[StructureId, np.ndarray]
    kept: Mapping[StructureId, np.ndarray]
    open: Mapping[StructureId, np.ndarray]

    def closed(self, here: Areas, period: int) -> np.ndarray:
        """Tell which areas hide no others in a period."""
        closed: np.ndarray = ~_any(self.open[here.last][[period]], here.of[here.last], here.count)[0]
        return closed


def of_topic(former: Former, topic: str, cells: Cells) -> Topic:
    """Return what a former release means for a topic."""
    here, rules = cells.areas, cells.rules
    places = [rules.place[column] for column in rules.groups[topic]]
    kept: dict[Key, np.ndarray] = {key: np.any(marks[..., places], axis=-1) for key, marks in former.kept.items()}
    area_hid = _any(np.any(former.hid["commune", here.last][..., places], axis=-1), here.of[here.last], here.count)
    told, open_ = {}, {}
    for name in here.structures:
        untold = (~former.told["commune", name] & ~np.isnan(cells.communes[name]))[..., places].any(axis=-1)
        told[name] = former.told["commune", name][..., places].any(axis=-1) & ~untold
        open_[name] = untold & (~kept["commune", name] | area_hid[:, here.of[name]])
    return Topic(
        communes={name: np.any(kept["commune", name], axis=0) for name in here.structures},
        provinces={name: kept["province", name] for name in here.structures},
        country=np.any([kept["country", name][:, 0] for name in here.structures], axis=0),
        told=told,
        kept={name: kept["commune", name] for name in here.structures},
        open=open_,
    )


def _any(marks: np.ndarray, of: np.ndarray, count: int) -> np.ndarray:
    """Tell for each period and area whether any of its units is marked."""
    made = np.zeros((len(marks), count), bool)
    when, where = np.nonzero(marks)
    made[when, of[where]] = True
    return made
