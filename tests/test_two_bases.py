"""Two figures of one commune that differ by one village: what the village has is not told by their difference."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data.catalogue import formulas
from data.catalogue.current import catalogue
from data.disclosure import rules
from data.disclosure.bases import without_small_rests
from data.disclosure.bounds import System, widths
from data.disclosure.cells import Cells
from data.disclosure.suppress import Shown, hide
from tests.test_measures_suppression import LIMIT, NEW, OLD, PLACE, RULES, SHAPES, country, of_values

POOR, GAP_BASE, GAP_NUM = (
    PLACE[name] for name in ("households_poor", "smartphone_gap_poor__base", "smartphone_gap_poor__num")
)


def with_silent_villages(shape: list, seed: int, *, share: float) -> Cells:
    """Make a country where a village of some communes told its poor households and not which of them have a phone."""
    rng = np.random.default_rng(seed)
    cells = country(shape, rng, small=0.0, reported_structure=[0, 0])
    reported = cells.communes[OLD].copy()
    reported[..., POOR] += 40
    missing = np.where(rng.random(reported.shape[:2]) < share, rng.integers(1, 12, reported.shape[:2]), 0)
    reported[..., GAP_BASE] = reported[..., POOR] - missing
    reported[..., GAP_NUM] = np.minimum(reported[..., GAP_BASE], 20 + missing)
    return of_values(cells.areas, reported, [0, 0])


def rests(shown: Shown, level: str, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return what the silent villages have, and whether it can be read off: periods, units."""
    values = {"commune": shown.cells.communes, "province": shown.cells.provinces}[level][name]
    numbers = shown.numbers[level, name]
    rest = values[..., POOR] - values[..., GAP_BASE]
    return np.nan_to_num(rest), ~np.isnan(numbers[..., POOR]) & ~np.isnan(numbers[..., GAP_BASE])


def open_sums(shown: Shown) -> Iterator[tuple[float, int]]:
    """Give what the hidden rests within each sum that can be read off add up to, and how many they are."""
    here = shown.cells.areas
    levels = [(("commune", OLD), ("commune", NEW), here.of[OLD])]
    levels += [(("commune", NEW), ("province", name), here.within[name]) for name in (OLD, NEW)]
    for below, above, of in levels:
        rest, is_read = rests(shown, *below)
        _, above_read = rests(shown, *above)
        for period, unit in zip(*np.nonzero(above_read), strict=True):
            hidden = (of == unit) & ~is_read[period] & (rest[period] > 0)
            if hidden.any():
                yield rest[period, hidden].sum(), int(hidden.sum())


@settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(SHAPES, st.integers(0, 10**6), st.sampled_from([0.1, 0.3, 0.7]))
def test_no_difference_of_two_bases_is_one_small_village(shape: list, seed: int, share: float) -> None:
    shown = without_small_rests(hide(with_silent_villages(shape, seed, share=share), {}), limit=LIMIT)
    for level, name in (("commune", OLD), ("commune", NEW), ("province", OLD), ("province", NEW)):
        rest, is_read = rests(shown, level, name)
        assert not (is_read & (rest > 0) & (rest < LIMIT)).any(), (level, name)
    assert all(total >= LIMIT and count > 1 for total, count in open_sums(shown))


@settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(SHAPES, st.integers(0, 10**6), st.sampled_from([0.1, 0.3, 0.7]))
def test_what_is_hidden_for_a_rest_is_attacked_too(shape: list, seed: int, share: float) -> None:
    """From all sums of all levels, a rest that is hidden cannot be told nearer than the limit."""
    shown = without_small_rests(hide(with_silent_villages(shape, seed, share=share), {}), limit=LIMIT)
    here = shown.cells.areas
    units = [("commune", OLD), ("commune", NEW), ("province", OLD), ("province", NEW)]
    links = [(("commune", OLD), ("commune", NEW), here.of[OLD])]
    links += [(("commune", NEW), ("province", name), here.within[name]) for name in (OLD, NEW)]
    for period in range(len(shown.cells.periods)):
        system, left = System(), {unit: tuple(each[period] for each in rests(shown, *unit)) for unit in units}

        def term(
            key: tuple[str, str], at: int, factor: float, system: System = system, left: dict = left
        ) -> tuple[list[tuple[int, float]], float]:
            rest, is_read = left[key]
            if is_read[at] or not rest[at]:
                return [], factor * rest[at]
            return [(system.unknown((*key, at, "rest"), rest[at]), factor)], 0.0

        for below, above, of in links:
            for unit in range(len(left[above][0])):
                parts = [term(below, int(at), 1.0) for at in np.flatnonzero(of == unit)] + [term(above, unit, -1.0)]
                system.add([each for terms, _ in parts for each in terms], -sum(known for _, known in parts))
        for name in (OLD, NEW):
            rest, _ = left["province", name]
            parts = [term(("province", name), at, 1.0) for at in range(len(rest))]
            if not np.isnan(shown.numbers["country", name][period, 0, GAP_BASE]):
                known = sum(sure for _, sure in parts)
                system.add([each for terms, _ in parts for each in terms], rest.sum() - known)
        if system.truth:
            low, high = widths(system, enough=LIMIT)
            small = np.array(system.truth) < LIMIT
            assert (high - low >= LIMIT)[small].all(), (period, list(system.names), low, high)


def test_both_parts_of_the_measure_are_hidden_and_its_counts_are_not() -> None:
    cells = with_silent_villages([[[2, 2, 2]]], 3, share=0.5)
    shown = without_small_rests(hide(cells, {}), limit=LIMIT)
    marks = shown.hidden["commune", OLD]
    assert marks[..., GAP_BASE].any() and (marks[..., GAP_BASE] == marks[..., GAP_NUM]).all()
    assert not marks[..., POOR].any()


def test_where_all_villages_gave_both_parts_nothing_is_hidden() -> None:
    shown = without_small_rests(hide(with_silent_villages([[[2, 2], [3]]], 5, share=0.0), {}), limit=LIMIT)
    assert not any(marks.any() for marks in shown.hidden.values())


@pytest.mark.parametrize("base", ["households_poor", "households_poor + households_near_poor"])
def test_a_new_measure_brings_its_relations_with_it(base: str) -> None:
    """The catalogue is the one list: what a new measure's base is a sum of is known to hiding and attack."""
    known = catalogue()
    like = known.measures["smartphone_gap_poor"]
    new = like.model_copy(
        update={"code": "quite_new", "base": formulas.parse(base), "numerator": formulas.parse("households_trained")}
    )
    changed = replace(known, measures={**known.measures, "quite_new": new})
    made = rules.Rules(changed, (*RULES.columns, "quite_new__num", "quite_new__base"))
    terms = tuple((code, 1) for code in formulas.parse(base).codes)
    assert ("quite_new__base", terms) in made.rests[made.group_of["quite_new__base"]]
    assert ("quite_new__base", terms) in made.sums
    assert not any(column.startswith("quite_new") for group in RULES.rests.values() for column, _ in group)
