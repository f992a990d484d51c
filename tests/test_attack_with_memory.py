"""A reader with every public file, of all quarters and releases, and a spreadsheet: what is hidden stays so."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

from data.disclosure import previous_release, public_tables, rules
from data.disclosure.audit import safe
from data.disclosure.cells import Cells
from data.disclosure.suppress import Shown, hide
from tests.fixtures.sample import SmallCountry
from tests.test_measures_suppression import LIMIT, NEW, OLD, SHAPES, TOLD, country, of_values, published

LASTING = ("villages", "members_village", "households_poor", "households_trained")


@dataclass
class Reader:
    """Reads public tables of figures, takes what is counted on a day for unchanged, and adds and subtracts.

    homes: of each former commune the area that it lies in, its former province and its province of today; today: of
    each commune of today its area. true: what the releases were made of: then a number that was corrected is another
    one, and who knows the one does not know the other.
    """

    tables: Sequence[pd.DataFrame]
    homes: pd.DataFrame
    today: pd.Series
    true: Sequence[Cells] = ()

    def __post_init__(self) -> None:
        self._home = self.homes.to_dict("index")
        self._area = self.today.to_dict()
        self._alone = (~self.today.duplicated(keep=False)).to_dict()

    def told(self, column: str, *, by: int | None = None) -> set[tuple[str, str]]:
        """Return the hidden communes, former ones and those of today, that follow from what the tables show.

        by: from the first tables alone, so many of them.
        """
        by_table = [list(self._sheets(number, column)) for number in range(len(self.tables))]
        read = [sheet for each in by_table[:by] for sheet in each]
        sheets = [sheet for each in by_table for sheet in each]
        shown = {(code, sheet.value(code)) for sheet in read for code in sheet.shown}
        secret = [{code for code in sheet.hidden if (code, sheet.value(code)) not in shown} for sheet in sheets]
        unknown = sorted(set().union(*secret))
        if not unknown:
            return set()
        places = pd.Series(range(len(unknown)), index=unknown)
        rows = {frozenset(sum_) for sheet, kept in zip(read, secret, strict=False) for sum_ in self._sums(sheet, kept)}
        asked = {("former", code): frozenset([code]) for code in unknown}
        for at, (sheet, kept) in enumerate(zip(sheets, secret, strict=True)):
            for code in sheet.hidden_today:
                if self._alone[code]:
                    asked[f"today {at}", code] = frozenset(self._in_area(kept, self._area[code]))
        spanned = _spanned(_rows(rows, places), _rows(asked.values(), places))
        return {key for key, is_told in zip(asked, spanned, strict=True) if is_told}

    def _sheets(self, number: int, column: str) -> Iterator["Sheet"]:
        table = self.tables[number]
        is_told = table[column].notna().to_numpy()
        hides = np.array([column in str(names).split() for names in table["hidden"]])
        codes = table["code"].to_numpy()
        rows = table.groupby(["period", "level", "structure"]).indices
        for period in table["period"].unique():
            found = {
                (level, name): (set(codes[at[is_told[at]]]), set(codes[at[hides[at]]]))
                for (when, level, name), at in rows.items()
                if when == period
            }
            nothing: tuple[set, set] = set(), set()
            former, today = (found.get(("commune", name), nothing) for name in (OLD, NEW))
            # a special zone that was a district: a commune of today without former ones
            zones = self.homes.index[self.homes.index.str.startswith("+")]
            former = tuple(
                old | {zone for zone in zones if zone[1:] in new} for old, new in zip(former, today, strict=True)
            )
            totals = {
                "former_province": found.get(("province", OLD), nothing)[0],
                "province": found.get(("province", NEW), nothing)[0],
                "country": found.get(("country", NEW), nothing)[0],
            }
            yield Sheet(*former, *today, totals, self._values(number, period, column))

    def _values(self, number: int, period: str, column: str) -> dict[str, float]:
        if not self.true:
            return {}
        cells = self.true[number]
        values = cells.communes[OLD][cells.periods.index(period), :, cells.rules.place[column]]
        return dict(zip(cells.areas.codes[OLD], values.tolist(), strict=True))

    def _in_area(self, codes: set[str], area: int) -> set[str]:
        return {code for code in codes if self._home[code]["area"] == area}

    def _sums(self, sheet: "Sheet", unknown: set[str]) -> Iterator[set[str]]:
        """Give the unknown former communes in each sum that a sheet tells."""
        inside = [(code, self._home[code]) for code in unknown]
        areas = {self._area[code] for code in sheet.today} - {self._area[code] for code in sheet.hidden_today}
        told = {"area": areas, **sheet.totals}
        sums: dict[tuple[str, object], set[str]] = {}
        for code, home in inside:
            for level, places in told.items():
                if home[level] in places:
                    sums.setdefault((level, home[level]), set()).add(code)
        yield from sums.values()


@dataclass
class Sheet:
    """What a table tells of one quarter and column: the codes that are shown and hidden, and the totals shown."""

    shown: set[str]
    hidden: set[str]
    today: set[str]
    hidden_today: set[str]
    totals: dict[str, set[str]]
    true: dict[str, float]

    def value(self, code: str) -> float | None:
        """Return what a commune truly had, None where that is taken for the same everywhere."""
        return self.true.get(code)


def _rows(sums: Iterable[frozenset], places: pd.Series) -> np.ndarray:
    """Return sums as rows of factors."""
    sums = list(sums)
    made = np.zeros((len(sums), len(places)))
    for row, codes in zip(made, sums, strict=True):
        row[places[list(codes)].to_numpy(int)] = 1
    return made


def _spanned(known: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Tell which of the rows asked for are combinations of those known."""
    _, size, rows = np.linalg.svd(known, full_matrices=False)
    basis = rows[size > 1e-9]
    return np.abs(asked - asked @ basis.T @ basis).max(axis=1) < 1e-7


def reader(cells: Cells, *shown: Shown, true: Sequence[Cells] = ()) -> Reader:
    """Return the reader of public releases of a country."""
    here = cells.areas
    area = here.of[OLD]
    homes = pd.DataFrame(
        {
            "area": area,
            "former_province": here.provinces[OLD][here.within[OLD][area]],
            "province": here.provinces[NEW][here.within[NEW][area]],
            "country": "",
        },
        index=here.codes[OLD],
    )
    alone = ~np.isin(here.of[NEW], area)
    zones = pd.DataFrame(
        {
            "area": here.of[NEW][alone],
            "former_province": here.provinces[OLD][here.within[OLD][here.of[NEW][alone]]],
            "province": here.provinces[NEW][here.within[NEW][here.of[NEW][alone]]],
            "country": "",
        },
        index="+" + here.codes[NEW][alone],
    )
    homes = pd.concat([homes, zones])
    tables = [public_tables.figures(each).to_pandas() for each in shown]
    return Reader(tables, homes, pd.Series(here.of[NEW], index=here.codes[NEW]), true)


def lasting(shape: list, seed: int, *, small: float, silent: float, periods: int) -> Cells:
    """Make a country whose figures stay as they are, but that communes are silent now and then."""
    rng = np.random.default_rng(seed)
    drawn = country(shape, rng, small=small, reported_structure=[0])
    here = drawn.areas
    first = country(shape, np.random.default_rng(seed), small=small, reported_structure=[0]).communes[OLD]
    reported = np.repeat(np.nan_to_num(first, nan=7.0), periods, axis=0)
    quiet = np.isnan(drawn.communes[OLD]).all(axis=(0, 2))
    reported[np.broadcast_to(rng.random(reported.shape[:2]) < silent, reported.shape[:2])] = np.nan
    reported[:, quiet] = np.nan
    told = np.isnan(drawn.communes[OLD]).all(axis=(0, 1))
    reported[..., told] = np.nan
    return of_values(here, reported, [0] * periods)


COUNTRIES_IN_TIME = st.builds(
    lambda shape, seed, small, silent, periods: lasting(shape, seed, small=small, silent=silent, periods=periods),
    SHAPES,
    st.integers(0, 10**6),
    st.sampled_from([0.05, 0.2]),
    st.sampled_from([0.05, 0.15]),
    st.integers(3, 5),
)


@pytest.mark.slow
@settings(max_examples=12, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # shrinking one takes minutes
@given(COUNTRIES_IN_TIME)
def test_quarters_beside_each_other_tell_nothing_that_is_hidden(cells: Cells) -> None:
    """A commune hidden in one quarter and silent in another is not what its province has less."""
    cells = cells.in_columns(rules.rules(present=TOLD))
    shown = published(cells)
    for column in LASTING:
        event(f"{column} hidden: {shown.hidden['commune', OLD][..., cells.rules.place[column]].any()}")
        assert reader(cells, shown).told(column) == set(), column


FEW = rules.rules(present=("villages", "villages_covered", "households", "households_trained"))


@pytest.mark.slow
@settings(max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(COUNTRIES_IN_TIME, st.integers(0, 10**6), st.sampled_from([0.1, 0.5]), st.sampled_from([0.0, 0.05]))
def test_releases_beside_each_other_tell_nothing_that_is_hidden(
    cells: Cells, seed: int, late: float, corrected: float
) -> None:
    """What comes late, what is withdrawn and what is corrected changes the sums above it by as much."""
    rng = np.random.default_rng(seed)
    true = [cells.in_columns(FEW)]
    releases = [published(true[0])]
    for _ in range(2):
        cells = changed(cells, rng, late=late, corrected=corrected)
        true.append(cells.in_columns(FEW))
        formers = [
            previous_release.read(true[-1], public_tables.figures(shown), made_of)
            for shown, made_of in zip(releases, true, strict=False)
        ]
        releases.append(published(true[-1], previous_release.together(formers)))
        every = reader(true[0], *releases, true=true)
        for column in ("villages", "households_trained"):
            assert every.told(column) <= every.told(column, by=len(releases) - 1), column  # once told is known


def changed(cells: Cells, rng: np.random.Generator, *, late: float, corrected: float = 0.0) -> Cells:
    """Return the country of a later release: a share of what was silent has come, a little is withdrawn or corrected.

    Some communes are withdrawn in all quarters, and a quarter may be withdrawn whole.
    """
    then = cells.communes[OLD]
    usual = np.nanmax(np.where(np.isnan(then), -1, then), axis=0)
    now = np.where(np.isnan(then) & (usual >= 0) & (rng.random(then.shape[:2]) < late)[..., None], usual, then)
    now[rng.random(now.shape[:2]) < 0.02] = np.nan
    now[:, rng.random(now.shape[1]) < 0.03] = np.nan
    wrong = rng.random(now.shape[:2]) < corrected
    now[wrong] = np.where(rng.random() < 0.5, now[wrong] + 1, 3)
    return of_values(cells.areas, np.where(np.isnan(then).all(axis=(0, 1)), np.nan, now), [0] * len(cells.periods))


@pytest.mark.slow
def test_the_reader_finds_a_commune_that_is_silent_once() -> None:
    """Two hidden ones whose sum is known; where one of them is silent, the sum is the other."""
    cells = lasting([[[2, 2, 2]]], 1, small=0.0, silent=0.0, periods=2)
    reported = cells.communes[OLD].copy()
    reported[1, 0] = np.nan
    cells = of_values(cells.areas, reported, [0, 0])
    marks = {key: np.zeros(values.shape, bool) for key, values in hide(cells, {}).hidden.items()}
    marks["commune", OLD][:, :2] = ~np.isnan(reported[:, :2])
    shown = hide(cells, {})
    shown = replace(
        shown,
        hidden=marks,
        numbers={key: np.where(marks[key], np.nan, values) for key, values in shown.numbers.items()},
    )
    assert reader(cells, shown).told("villages") == {("former", "a0"), ("former", "a1")}


@pytest.mark.slow
def test_the_illustration_tells_nothing_by_two_quarters(small_country: SmallCountry) -> None:
    """The audit's way: what a province shows less of its total, in each two quarters, and all combinations of these."""
    shown = safe(small_country.release, limit=LIMIT)
    every = reader(shown.cells, shown)
    for column in ("villages", "teams_village", "members_village", "households_poor", "digital_shops"):
        assert shown.hidden["commune", NEW][..., shown.cells.rules.place[column]].any()
        told = {code for kind, code in every.told(column) if kind == "former"}
        assert {key for key in every.told(column) if key[0] != "former"} == set(), column
        # former communes that were divided are hidden because villages alone know where they went: not for their size
        places = shown.cells.areas.codes[OLD].get_indexer(sorted(told))
        assert shown.cells.areas.divided[shown.cells.areas.of[OLD][places]].all(), column
        found = shown.cells.communes[OLD][:, places, shown.cells.rules.place[column]]
        assert not ((found > 0) & (found < LIMIT)).any(), column
