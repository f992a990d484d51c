"""Two public releases side by side: what the first kept back and did not change is not told by having both."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from data.disclosure import previous_release, public_tables
from data.disclosure.bounds import System, widths
from data.disclosure.cells import Cells
from data.disclosure.intruder_test import _all, attack, written
from data.disclosure.secondary_suppression import choose
from data.disclosure.suppress import Shown, hide
from tests.test_measures_suppression import COUNTRIES, LIMIT, OLD, RULES, country, of_values, published


def next_of(cells: Cells, rng: np.random.Generator, *, share: float, told: int) -> Cells:
    """Return a country a quarter later: some old communes report other numbers for the past, some none any more."""
    reported, now = cells.communes[OLD].copy(), drawn_like(cells, rng)
    other = rng.random(reported.shape[:2]) < share
    reported[other] = now[other]
    reported[rng.random(reported.shape[:2]) < share / 3] = np.nan
    reported_structure = [int(period.max(initial=0)) for period in cells.reported_structure[OLD]]
    later = drawn_like(cells, rng)[:1]
    made = of_values(cells.areas, np.concatenate([reported, later]), [*reported_structure, told])
    return replace(made, periods=(*cells.periods, "2027-Q1"))


def drawn_like(cells: Cells, rng: np.random.Generator) -> np.ndarray:
    """Draw every figure anew from those of other communes, small ones too."""
    values = cells.communes[OLD]
    return values[:, rng.permutation(values.shape[1])]


def both(cells: Cells, shown: Shown, later: Cells) -> tuple[previous_release.Former, Shown]:
    before = previous_release.read(later, public_tables.figures(shown), cells)
    return before, published(later, before)


def joined(
    first: Shown, second: Shown, before: previous_release.Former, at: tuple[int, int], columns: list[str]
) -> System:
    """Write down all that holds in both releases of one period; figures that are the same are one unknown."""
    hidden = {key: marks & ~before.told[key] for key, marks in second.hidden.items()}
    now = written(replace(second, hidden=hidden), at[1], columns, _all(second)).system
    then = written(first, at[0], columns, _all(first)).system
    places = []
    for name, number in then.names.items():
        key, place = name[:2], (at[1], name[2], RULES.place.get(name[3], -1))
        if number in then.aside or not before.kept[key][place]:
            made = now.unknown(("then", *name), then.truth[number])
            now.aside |= {made} if number in then.aside else set()
        else:
            made = now.unknown(name, then.truth[number])
            if not hidden[key][place]:
                now.add([(made, 1.0)], then.truth[number])
        places.append(made)
    for add, rows in ((now.add, then.equal), (now.cap, then.at_most)):
        for row, total in rows:
            add([(places[number], factor) for number, factor in row], total)
    return now


def told_nearly(first: Shown, second: Shown, before: previous_release.Former) -> list[tuple]:
    """Return what was kept back, is the same, and can be told too nearly from both."""
    found = []
    for topic, columns in RULES.groups.items():
        every = [
            *columns,
            *(name for leader, more in RULES.followers.items() if topic in more for name in RULES.groups[leader]),
        ]
        for at, period in enumerate(first.cells.periods):
            system = joined(first, second, before, (at, second.cells.periods.index(period)), every)
            low, high = widths(system, enough=LIMIT)
            found += [
                (name, low[number], high[number])
                for name, number in system.names.items()
                if name[0] != "then"
                and number not in system.aside
                and name[3] in set(columns) - RULES.never_small
                and before.kept[name[:2]][at, name[2], RULES.place[name[3]]]
                and high[number] - low[number] < LIMIT
                and second.hidden[name[:2]][at, name[2], RULES.place[name[3]]]
            ]
    return found


@pytest.mark.slow
@settings(max_examples=8)
@given(COUNTRIES, st.integers(0, 10**6), st.sampled_from([0.1, 0.5]), st.integers(0, 1))
def test_what_was_kept_back_and_is_the_same_cannot_be_told_from_what_either_release_publishes(
    cells: Cells, seed: int, share: float, told: int
) -> None:
    first = published(cells)
    before, second = both(cells, first, next_of(cells, np.random.default_rng(seed), share=share, told=told))
    hidden = {}
    for key, kept in before.kept.items():
        again = second.numbers[key][kept]
        event(f"kept back: {kept.any()}")
        assert not (again[~np.isnan(again)] > 0).any() or key[0] == "commune"
        hidden[key] = second.hidden[key] & ~before.told[key]
    found = attack(replace(second, hidden=hidden), limit=LIMIT, quick=False)
    assert not [one for one in found if before.kept[one.unit[:2]][one.period, one.unit[2], RULES.place[one.column]]]


@pytest.mark.slow
@settings(max_examples=4)
@given(COUNTRIES, st.integers(0, 10**6), st.integers(0, 1))
def test_a_quarter_more_tells_nothing_of_those_before(cells: Cells, seed: int, told: int) -> None:
    first = published(cells)
    before, second = both(cells, first, next_of(cells, np.random.default_rng(seed), share=0.0, told=told))
    assert told_nearly(first, second, before) == []


@pytest.mark.slow
@settings(max_examples=4)
@given(COUNTRIES)
def test_what_is_hidden_of_the_same_figures_stays_hidden_when_they_are_published_again(cells: Cells) -> None:
    """Where communes are silent in turns, what was hidden in some quarters may take in a whole series; no more."""
    first = published(cells)
    _, second = both(cells, first, cells)
    for key, marks in first.hidden.items():
        assert not (marks & ~second.hidden[key]).any(), key
    silent = any(np.isnan(each).all(axis=2).any() for each in cells.communes.values())
    if not silent:
        assert all(np.array_equal(second.hidden[key], marks) for key, marks in first.hidden.items())


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("still_there", [True, False], ids=["figures of then", "without them"])
def test_what_was_kept_back_stays_so_where_it_would_be_shown_by_a_lower_limit(seed: int, still_there: bool) -> None:
    cells = country([[[1, 2, 3], [2, 2]], [[3, 1]]], np.random.default_rng(seed), small=0.2, reported_structure=[0, 1])
    first = hide(cells, choose(cells, limit=4 * LIMIT))
    before = previous_release.read(cells, public_tables.figures(first), cells if still_there else None)
    former = {topic: previous_release.of_topic(before, topic, cells) for topic in RULES.groups}
    lower, plain = (choose(cells, limit=LIMIT, before=each) for each in (former, None))
    more = 0
    for topic, told in former.items():
        for name in cells.areas.structures:
            assert (lower[topic].communes[name] | ~told.communes[name]).all(), (topic, name)
            assert (lower[topic].provinces[name] | ~told.provinces[name]).all(), (topic, name)
            more += (told.communes[name] & ~plain[topic].communes[name]).sum()
        assert (lower[topic].country | ~told.country).all()
    assert more > 0, "the limit alone would have shown some of it"
