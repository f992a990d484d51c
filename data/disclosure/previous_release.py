"""What a former public release has told, and kept back, of the figures that are to be published now.

Whoever kept it may put both side by side. So what was kept back then and is the same now is kept back again, and what
was told then and is the same now hides nothing: it is known already.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.disclosure.areas import Areas
from data.disclosure.cells import Cells
from data.disclosure.over_time import Known, Sheet
from data.disclosure.pieces import Pieces, pieces, wholes
from data.disclosure.pieces import told as in_sums
from data.disclosure.rules import Rules
from data.units.structures import StructureId

Key = tuple[str, StructureId]
_COUNTRY: Final = pd.Index([""])


@dataclass(frozen=True)
class Quarter:
    """A quarter of a former release: by level and structure, for each unit and column, what was there and what told.

    period: its place among the quarters of now, None where it is none of them. numbers: of communes, as they were then;
    of a release that is gone those that were published.
    """

    period: int | None
    there: Mapping[Key, np.ndarray]
    shown: Mapping[Key, np.ndarray]
    numbers: Mapping[Key, np.ndarray]


@dataclass(frozen=True)
class Former:
    """A former release, or all of them. Arrays as those of hiding.Shown, true where a figure is the same in both.

    told: and was published. kept: and was hidden. hid: hidden then, whatever it is now. sheets: quarters that are not
    what they were: other communes have a number now, or another one.
    """

    told: Mapping[Key, np.ndarray]
    kept: Mapping[Key, np.ndarray]
    hid: Mapping[Key, np.ndarray]
    sheets: tuple[Quarter, ...] = ()


def together(formers: Sequence[Former]) -> Former | None:
    """Return what several former releases have told and kept back, as one; None where there are none."""
    if len(formers) < 2:
        return formers[0] if formers else None
    told, kept, hid = (
        {key: np.any([getattr(each, what)[key] for each in formers], axis=0) for key in formers[0].told}
        for what in ("told", "kept", "hid")
    )
    hid = {key: marks & ~told[key] for key, marks in hid.items()}  # what was told once is known
    return Former(told, kept, hid, tuple(sheet for each in formers for sheet in each.sheets))


def read(cells: Cells, figures: pa.Table, before: Cells | None, *, told: bool = True) -> Former:
    """Return what a public table of figures (releases.public_tables) has told and kept back of these cells.

    before: the true figures it was made of; without them whatever it hid is taken for the same. told: False where its
    figures are not to be counted as known.
    """
    then = None if before is None else (_numbers(before.in_columns(cells.rules)), before)
    gone = sorted(set(map(str, figures["period"].unique().to_pylist())) - set(cells.periods)) if told else []
    known: dict[Key, np.ndarray] = {}
    kept: dict[Key, np.ndarray] = {}
    hid: dict[Key, np.ndarray] = {}
    shown: dict[Key, np.ndarray] = {}
    numbers: dict[Key, np.ndarray] = {}
    for key, now in _numbers(cells).items():
        level, structure = key
        rows = figures.filter(
            pc.and_(pc.equal(figures["level"], pa.scalar(level)), pc.equal(figures["structure"], pa.scalar(structure)))
        )
        at = _at(rows, [*cells.periods, *gone], _codes(cells.areas, key))
        shape = (len(cells.periods) + len(gone), *now.shape[1:])
        hid[key], shown[key] = (np.zeros(shape, bool, order="F") for _ in range(2))
        _mark(hid[key], rows, at, cells.rules)
        known[key] = np.zeros(now.shape, bool, order="F")
        if told:
            found = _compare(known[key], shown[key], now, rows, at, cells.rules)
            if level == "commune":
                numbers[key] = found if then is None else _as_then(then[0][key], then[1], [*cells.periods, *gone])
    sheets = _sheets(cells, known, shown, hid, numbers) if told else ()
    hid = {key: marks[: len(cells.periods)] for key, marks in hid.items()}
    for key, now in _numbers(cells).items():
        kept[key] = hid[key] & (~np.isnan(now) if then is None else _same(now, cells, then[0][key], then[1]))
    return Former(known, kept, hid, sheets)


def _as_then(numbers: np.ndarray, before: Cells, periods: Sequence[str]) -> np.ndarray:
    """Return the numbers of a former release in some quarters, missing where it has none of them."""
    at = pd.Index(before.periods).get_indexer(pd.Index(periods))
    made = numbers[at].astype(np.float32)
    made[at < 0] = np.nan
    return made


def _sheets(
    cells: Cells,
    told: Mapping[Key, np.ndarray],
    shown: Mapping[Key, np.ndarray],
    hid: Mapping[Key, np.ndarray],
    numbers: Mapping[Key, np.ndarray],
) -> tuple[Quarter, ...]:
    """Return the quarters that are not what they were: communes have a number and had none, or another one.

    told: what is the same; shown: what was published; hid: what was hidden; numbers: of communes; these three with the
    quarters that are gone.
    """
    there = {key: marks | hid[key] for key, marks in shown.items()}
    lasting = [cells.rules.place[column] for column in cells.rules.columns if column in cells.rules.lasting]
    communes = [("commune", name) for name in cells.areas.structures]
    found = []
    for period in range(len(next(iter(shown.values())))):
        then = {key: there[key][period] for key in communes}
        published = {key: marks[period] for key, marks in shown.items()}
        numbers_then = {key: values[period] for key, values in numbers.items()}
        if period >= len(cells.periods):
            found.append(Quarter(None, then, published, numbers_then))
            continue
        had = np.any([each.any(axis=0) for each in then.values()], axis=0)[lasting]  # columns it did not know
        other = [then[key][:, lasting] != ~np.isnan(cells.communes[key[1]][period][:, lasting]) for key in communes]
        corrected = [marks[:, lasting] & ~told[key][period][:, lasting] for key, marks in published.items()]
        if any((each & had).any() for each in (*other, *corrected)):
            found.append(Quarter(period, then, published, numbers_then))
    return tuple(found)


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
    known: np.ndarray,
    shown: np.ndarray,
    now: np.ndarray,
    rows: pa.Table,
    at: tuple[np.ndarray, np.ndarray, np.ndarray],
    rules: Rules,
) -> np.ndarray:
    """Mark the cells that the rows tell as they are now, and those that they tell at all; return what they tell.

    shown, and what is returned: with the quarters that are gone, the last ones.
    """
    when, where, sure = at
    there = set(rows.column_names)
    told = np.full(shown.shape, np.nan, np.float32, order="F")
    for column in rules.columns:
        if column in there:
            numbers = rows[column].cast(pa.float64()).to_numpy()[sure]
            lasting = when < len(now)
            place = (when[lasting], where[lasting], rules.place[column])
            known[place] = numbers[lasting] == now[place]
            shown[when, where, rules.place[column]] = ~np.isnan(numbers)
            told[when, where, rules.place[column]] = numbers
    return told


@dataclass(frozen=True)
class Topic:
    """What a former release means for one topic.

    communes: by structure, those of which anything is to be kept back. partly: for each period and area, the same of
    communes that are all of it, where other quarters of them were told. provinces, country: by period, the same.
    told: by structure, for each period and commune, whether all of it was told; kept: whether any of it was kept back.
    open: by structure, for each period and commune, whether it hides others: it was not told. What was kept back in an
    area whose sum was told hides nothing beyond that area, since how much it is together is known.
    """

    communes: Mapping[StructureId, np.ndarray]
    partly: np.ndarray
    provinces: Mapping[StructureId, np.ndarray]
    country: np.ndarray
    told: Mapping[StructureId, np.ndarray]
    kept: Mapping[StructureId, np.ndarray]
    open: Mapping[StructureId, np.ndarray]
    of: tuple[Former, str, Cells]

    @cached_property
    def known(self) -> Known:
        """Return what has been told of pieces, and of the sums over them."""
        return _known(*self.of)

    def closed(self, here: Areas, period: int) -> np.ndarray:
        """Tell which areas hide no others in a period."""
        closed: np.ndarray = ~_any(self.open[here.last][[period]], here.of[here.last], here.count)[0]
        return closed


def of_topic(former: Former, topic: str, cells: Cells) -> Topic:
    """Return what a former release means for a topic."""
    here, rules = cells.areas, cells.rules
    places = [rules.place[column] for column in rules.groups[topic]]
    kept = {key: _of_topic(marks, former.told[key], rules.groups[topic], rules) for key, marks in former.kept.items()}
    communes, partly = _communes(kept, former, places, here)
    for name in here.structures:
        communes[name] |= _withdrawn(former, ("commune", name), topic, cells)
    area_hid = _any(np.any(former.hid["commune", here.last][..., places], axis=-1), here.of[here.last], here.count)
    told, open_ = {}, {}
    for name in here.structures:
        untold = (~former.told["commune", name] & ~np.isnan(cells.communes[name]))[..., places].any(axis=-1)
        told[name] = former.told["commune", name][..., places].any(axis=-1) & ~untold
        open_[name] = untold & (~kept["commune", name] | area_hid[:, here.of[name]])
    return Topic(
        communes=communes,
        partly=partly,
        provinces={name: kept["province", name] for name in here.structures},
        country=np.any([kept["country", name][:, 0] for name in here.structures], axis=0),
        told=told,
        kept={name: kept["commune", name] for name in here.structures},
        open=open_,
        of=(former, topic, cells),
    )


def _withdrawn(former: Former, key: Key, topic: str, cells: Cells) -> np.ndarray:
    """Tell which communes were hidden and never shown, and have no number now: the sums are less by theirs."""
    rules = cells.rules
    places = [rules.place[column] for column in rules.groups[topic] if column in rules.lasting]
    found = np.zeros(cells.communes[key[1]].shape[1], bool)
    shown = found.copy()
    for sheet in former.sheets if places else ():
        found |= (sheet.there[key] & ~sheet.shown[key])[:, places].any(axis=1)
        shown |= sheet.shown[key][:, places].all(axis=1)
    found &= np.isnan(cells.communes[key[1]][..., places]).all(axis=(0, 2)) & ~shown
    return found


def _known(former: Former, topic: str, cells: Cells) -> Known:
    here, rules = cells.areas, cells.rules
    every = pieces(here)
    columns = [rules.place[column] for column in rules.groups[topic] if column in rules.lasting]
    known, some = np.ones(len(every.area), bool), np.zeros(len(every.area), bool)
    sheets: dict[bytes, Sheet] = {}
    in_quarters: dict[bytes, np.ndarray] = {}
    for at in columns:
        published = _Published.of(former, topic, at, cells, every)
        numbers = {name: ~np.isnan(each[..., at]) for name, each in cells.communes.items()}
        again = np.stack([published.known(each) for each in published.now])
        known &= np.all(again | np.isnan(published.now), axis=0)
        some |= np.any(again, axis=0)
        now = in_sums(here, every, numbers) & ~again
        in_quarters[now.tobytes()] = now
        for each in _sheets_of(former, at, cells, every, published):
            parts = (each.told, each.areas, each.secret, np.array([each.country]), *each.provinces.values())
            sheets[b"".join(np.packbits(part).tobytes() for part in parts)] = each
    return Known(known & some, tuple(sheets.values()), [marks for marks in in_quarters.values() if marks.any()])


@dataclass(frozen=True)
class _Published:
    """The numbers of one column that were ever published of pieces: who takes them for unchanged knows them again.

    now: for each period and piece its number; told: rows of numbers of each piece, missing where not published.
    Measures that were hidden for a rest alone (bases) count as published: their counts were.
    """

    now: np.ndarray
    told: np.ndarray

    @classmethod
    def of(cls, former: Former, topic: str, at: int, cells: Cells, every: Pieces) -> "_Published":
        rules, names = cells.rules, cells.areas.structures

        def published(shown: Mapping[Key, np.ndarray], hid: Mapping[Key, np.ndarray]) -> np.ndarray:
            found = {}
            for name in names:
                key: Key = ("commune", name)
                rest = for_a_rest(hid[key], shown[key], rules.groups[topic], rules) & hid[key][..., at]
                found[name] = shown[key][..., at] | rest
            return every.marked(found)

        now = every.marked({name: values[..., at] for name, values in cells.communes.items()})
        rows = [*np.where(published(former.told, former.hid), now, np.nan)]
        for sheet in former.sheets:
            numbers = every.marked({name: sheet.numbers["commune", name][:, at] for name in names})
            hid = {key: sheet.there[key] & ~sheet.shown[key] for key in sheet.there}
            rows.append(np.where(published(sheet.shown, hid), numbers, np.nan))
        return cls(now, np.stack([row for row in rows if not np.isnan(row).all()] or rows[:1]))

    def known(self, numbers: np.ndarray) -> np.ndarray:
        """Tell of which pieces a number is one that was published."""
        found: np.ndarray = (self.told == numbers).any(axis=0)
        return found


def _sheets_of(former: Former, at: int, cells: Cells, every: Pieces, published: _Published) -> Iterator[Sheet]:
    """Give what was told of a column: of each quarter as it is now, and of those that are not what they were.

    A piece of which the number was published is no unknown of a sum, whatever was corrected before or since.
    """
    here = cells.areas
    whole = wholes(here, every)
    other = {sheet.period for sheet in former.sheets}
    quarters: list[tuple[dict[Key, np.ndarray], dict[Key, np.ndarray], dict[Key, np.ndarray], np.ndarray]] = []
    for period in range(len(cells.periods)):
        if period not in other:
            there = {("commune", name): ~np.isnan(values[period, :, at]) for name, values in cells.communes.items()}
            shown = {key: marks[period][..., at] for key, marks in former.told.items()}
            hid = {key: marks[period][..., at] for key, marks in former.hid.items()}
            quarters.append((there, shown, hid, published.known(published.now[period])))
    for sheet in former.sheets:
        there, shown = ({key: marks[:, at] for key, marks in each.items()} for each in (sheet.there, sheet.shown))
        numbers = every.marked({name: sheet.numbers["commune", name][:, at] for name in here.structures})
        hid = {key: marks & ~shown[key] for key, marks in there.items()}
        quarters.append((there, shown, hid, published.known(numbers)))
    for there, shown, hid, known in quarters:
        told = in_sums(here, every, {name: there["commune", name][None] for name in here.structures})[0] & ~known
        areas, secret = np.zeros(here.count, bool), np.zeros(here.count, bool)
        for name in here.structures:
            untold = np.bincount(here.of[name], ~shown["commune", name], here.count) > 0
            areas |= whole[name] & ~untold
            secret |= whole[name] & (np.bincount(here.of[name], hid["commune", name], here.count) > 0)
        provinces = {name: shown["province", name] for name in here.structures}
        country = bool(shown["country", here.last].any())
        if country or (areas | secret).any() or any(each.any() for each in provinces.values()):
            yield Sheet(told, provinces, areas, secret & ~areas, country)


def _of_topic(kept: np.ndarray, told: np.ndarray, columns: tuple[str, ...], rules: Rules) -> np.ndarray:
    """Tell of which units and periods anything of a topic was kept back; not where its counts were told (bases)."""
    places = [rules.place[column] for column in columns]
    found: np.ndarray = np.any(kept[..., places], axis=-1) & ~for_a_rest(kept, told, columns, rules)
    return found


def for_a_rest(kept: np.ndarray, told: np.ndarray, columns: tuple[str, ...], rules: Rules) -> np.ndarray:
    """Tell for each period and unit whether measures of a topic alone were kept back, and its counts told."""
    counts = [rules.place[column] for column in columns if column in rules.known.indicators]
    found: np.ndarray = ~np.any(kept[..., counts], axis=-1) & np.any(told[..., counts], axis=-1)
    return found


def _communes(
    kept: Mapping[Key, np.ndarray], former: Former, places: list[int], here: Areas
) -> tuple[dict[StructureId, np.ndarray], np.ndarray]:
    """Return the communes kept back, by structure, and those that are all of an area in the periods they were."""
    communes, partly = {}, np.zeros((len(next(iter(kept.values()))), here.count), bool)
    whole = wholes(here, pieces(here))
    for name in here.structures:
        marks = kept["commune", name]
        some_told = former.told["commune", name][..., places].any(axis=(0, 2)) & whole[name][here.of[name]]
        communes[name] = np.any(marks, axis=0) & ~some_told
        partly |= _any(marks & some_told, here.of[name], here.count)
    return communes, partly


def _any(marks: np.ndarray, of: np.ndarray, count: int) -> np.ndarray:
    """Tell for each period and area whether any of its units is marked."""
    made = np.zeros((len(marks), count), bool)
    when, where = np.nonzero(marks)
    made[when, of[where]] = True
    return made
