"""What is hidden from the public: on random countries nothing small is shown, and nothing hidden can be told nearly."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import event, given, reject, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from data.catalogue.current import catalogue
from data.disclosure import public_tables, quantities, rules
from data.disclosure.areas import Areas, areas
from data.disclosure.audit import Unsafe, safe_cells
from data.disclosure.bounds import System, widths
from data.disclosure.cells import Cells
from data.disclosure.intruder_test import attack
from data.disclosure.previous_release import Former
from data.disclosure.secondary_suppression import Choices, choose
from data.disclosure.suppress import Shown, hide
from data.units.structures import UnknownUnit

LIMIT = 5
RULES = rules.rules()
PLACE = RULES.place
OLD, NEW = "2024", "2025-07"
TOLD = (
    "households",
    "households_trained",
    "households_poor",
    "households_poor_smartphone",
    "members_village",
    "members_trained",
    "villages",
    "villages_covered",
)


def country(
    shape: list[list[list[int]]], rng: np.random.Generator, *, small: float, reported_structure: list[int]
) -> Cells:
    """Make a country: provinces of today, in each former provinces, in each communes of today made of so many old ones.

    small: the share of figures drawn from 0 to 6. reported_structure: by period, 0 where old communes reported.
    """
    parts = [(p, q, n) for p, former in enumerate(shape) for q, communes in enumerate(former) for n in communes]
    starts = np.cumsum([0, *(len(former) for former in shape)])
    old = np.array([at for at, (_, _, n) in enumerate(parts) for _ in range(n)])
    former, today = np.array([starts[p] + q for p, q, _ in parts]), np.array([p for p, _, _ in parts])
    here = Areas(
        count=len(parts),
        codes={OLD: pd.Index([f"a{n}" for n in range(len(old))]), NEW: pd.Index([f"b{n}" for n in range(len(parts))])},
        of={OLD: old, NEW: np.arange(len(parts))},
        province={OLD: former[old], NEW: today},
        provinces={
            OLD: pd.Index([f"q{n}" for n in range(starts[-1])]),
            NEW: pd.Index([f"p{n}" for n in range(len(shape))]),
        },
        within={OLD: former, NEW: today},
        nested=np.ones(len(parts), bool),
        divided=np.zeros(len(parts), bool),
    )
    return of_values(here, drawn(len(reported_structure), len(old), rng, small), reported_structure)


def of_values(here: Areas, reported: np.ndarray, reported_structure: list[int]) -> Cells:
    """Make the figures of a country of what its old communes report."""
    values = {OLD: reported, NEW: added(reported, here.of[OLD], here.count)}
    totals = {
        name: np.stack(
            [
                added(
                    values[(OLD, NEW)[t]][at : at + 1],
                    here.within[name][here.of[(OLD, NEW)[t]]],
                    len(here.provinces[name]),
                )[0]
                for at, t in enumerate(reported_structure)
            ]
        )
        for name in (OLD, NEW)
    }
    flat = {name: np.zeros(each.shape[:2]) for name, each in totals.items()}
    return Cells(
        rules=RULES,
        areas=here,
        periods=tuple(f"2026-Q{n + 1}" for n in range(len(reported_structure))),
        communes=values,
        provinces=totals,
        reported_structure={
            name: np.repeat(np.array(reported_structure)[:, None], each.shape[1], axis=1)
            for name, each in totals.items()
        },
        reported=flat,
        known=flat,
        counts={name: np.zeros((*each.shape, len(catalogue().measures))) for name, each in flat.items()},
        sample={
            (level, name): np.zeros(each.shape[:2], bool)
            for level, group in (("commune", values), ("province", totals))
            for name, each in group.items()
        },
    )


def drawn(periods: int, units: int, rng: np.random.Generator, small: float) -> np.ndarray:
    """Draw the figures of old communes; some units report nothing in some periods, parts are no more than wholes."""
    made = np.full((periods, units, len(RULES.columns)), np.nan)

    def number(most: np.ndarray | int, least: int = 0) -> np.ndarray:
        few = rng.random((periods, units)) < small
        return (
            np.minimum(
                np.where(few, rng.integers(0, 7, (periods, units)), rng.integers(20, 90, (periods, units))), most
            )
            + least
        )

    made[..., PLACE["households"]] = number(500, 1) + number(90)
    for part, whole in (
        ("households_trained", "households"),
        ("households_poor", "households"),
        ("households_poor_smartphone", "households_poor"),
    ):
        made[..., PLACE[part]] = number(made[..., PLACE[whole]])
    for whole, part in (("members_village", "members_trained"), ("villages", "villages_covered")):
        made[..., PLACE[whole]] = number(90)
        made[..., PLACE[part]] = number(made[..., PLACE[whole]])
    for code, measure in catalogue().measures.items():
        for part, formula in measure.parts:
            if formula.sql in TOLD:
                made[..., PLACE[f"{code}__{part}"]] = made[..., PLACE[formula.sql]]
    made[rng.random((periods, units)) < 0.1] = np.nan
    return made


def added(values: np.ndarray, of: np.ndarray, count: int) -> np.ndarray:
    made = np.full((values.shape[0], count, values.shape[2]), np.nan)
    for group in range(count):
        part = values[:, of == group]
        made[:, group] = np.where(np.isnan(part).all(axis=1), np.nan, np.nansum(part, axis=1))
    return made


SHAPES = st.lists(
    st.lists(st.lists(st.integers(1, 3), min_size=1, max_size=4), min_size=1, max_size=2), min_size=1, max_size=3
)
COUNTRIES = st.builds(
    lambda shape, seed, small, told: country(shape, np.random.default_rng(seed), small=small, reported_structure=told),
    SHAPES,
    st.integers(0, 10**6),
    st.sampled_from([0.0, 0.05, 0.4]),
    st.lists(st.integers(0, 1), min_size=1, max_size=2),
)


def published(cells: Cells, before: Former | None = None) -> Shown:
    """Return what is published; a refusal publishes nothing, and is as rare here as it has to be."""
    try:
        return safe_cells(cells, limit=LIMIT, before=before)
    except (Unsafe, UnknownUnit):  # the units of a made-up country have no names to put into the refusal
        event("refused")
        reject()


@settings(max_examples=20)
@given(COUNTRIES)
def test_nothing_small_is_shown_and_nothing_hidden_can_be_told_nearly(cells: Cells) -> None:
    shown = published(cells)
    counted = [PLACE[column] for column in RULES.group_of if column not in RULES.never_small]
    for numbers in shown.numbers.values():
        found = numbers[..., counted]
        assert not ((found > 0) & (found < LIMIT)).any()
    for part, whole in RULES.parts:
        for name in (OLD, NEW):
            numbers = shown.numbers["commune", name]
            rest = numbers[..., PLACE[whole]] - numbers[..., PLACE[part]]
            assert not ((rest > 0) & (rest < LIMIT)).any(), (part, whole)
    assert attack(shown, limit=LIMIT, quick=False) == []


@settings(max_examples=15)
@given(SHAPES, st.integers(0, 10**6))
def test_a_country_without_small_figures_is_shown_whole(shape: list, seed: int) -> None:
    cells = country(shape, np.random.default_rng(seed), small=0.0, reported_structure=[0])
    for values in (*cells.communes.values(), *cells.provinces.values()):
        values[..., :] = np.where(np.isnan(values), np.nan, 0)
        values[..., PLACE["households"]] += 100
    assert not any(marks.any() for marks in hide(cells, choose(cells, limit=LIMIT)).hidden.values())


@settings(max_examples=10)
@given(COUNTRIES)
def test_what_is_shown_is_what_it_was_and_a_series_is_whole(cells: Cells) -> None:
    shown = hide(cells, choose(cells, limit=LIMIT))
    for name in (OLD, NEW):
        numbers, true, marks = shown.numbers["commune", name], cells.communes[name], shown.hidden["commune", name]
        assert np.array_equal(numbers[~marks], true[~marks], equal_nan=True)
        assert np.isnan(numbers[marks]).all() and not np.isnan(true[marks]).any()
        # of a figure that is hidden once, later and earlier ones are too, but for zeros, parts that are the whole, and
        # sums of several communes, of which quarters with others than usual are hidden by themselves
        sums = (np.bincount(cells.areas.of[OLD]) > 1) if name == NEW else np.zeros(marks.shape[1], bool)
        for column in [each for each in RULES.columns if RULES.group_of.get(each) != "trained"]:
            hidden = marks[..., PLACE[column]].any(axis=0) & ~sums
            later = numbers[:, hidden, PLACE[column]]
            assert (np.isnan(later) | (later == 0)).all()


NONE = float("nan")


@pytest.mark.parametrize(
    ("group", "is_weak"),
    [
        ([], False),
        ([0], False),
        ([0, 0], False),
        ([NONE], False),
        ([4], True),
        ([200], True),  # one alone is what is left of the sum, however large
        ([200, NONE], True),
        ([2, 2], True),
        ([3, 2], False),
        ([5, 0], False),  # whoever sees 5 does not know whose they are
        ([0, 4], True),
    ],
)
def test_units_hide_each_other_where_two_have_a_number_and_hold_the_limit(group: list[float], is_weak: bool) -> None:
    values = np.array(group, float).reshape(1, -1, 1)
    assert quantities.weak(values, LIMIT).item() is is_weak
    if group:
        of = np.zeros(len(group), int)
        assert quantities.weak_groups(values[0], of, 1, LIMIT).item() is is_weak


def with_three(cells: Cells, indicator: str) -> Cells:
    """Return the country with 3 of an indicator in its first former commune, in every period."""
    measured = catalogue().measures.items()
    same = [f"{code}__{part}" for code, each in measured for part, formula in each.parts if formula.sql == indicator]
    reported = cells.communes[OLD].copy()
    reported[:, 0, [PLACE[name] for name in (indicator, *same)]] = 3
    return of_values(cells.areas, reported, [int(period.max()) for period in cells.reported_structure[OLD]])


def test_what_is_hidden_of_a_base_is_hidden_of_what_is_divided_by_it() -> None:
    """A former commune of three households inside a large one of today: the sum is shown, the three are not."""
    cells = country([[[3, 3, 2], [3, 3]], [[2, 3]]], np.random.default_rng(2), small=0.0, reported_structure=[0, 1])
    chosen, base = choose(with_three(cells, "households"), limit=LIMIT), RULES.group_of["households"]
    assert RULES.followers[base]
    for group in (base, *RULES.followers[base]):
        assert chosen[group].communes[OLD][0] and not chosen[group].communes[OLD].all()
        assert not chosen[group].areas.any()


def test_a_hidden_province_is_not_what_the_others_leave_of_the_country() -> None:
    cells = country([[[1]], [[1, 1]], [[2, 1]]], np.random.default_rng(4), small=0.0, reported_structure=[0, 0])
    chosen = choose(with_three(cells, "households_trained"), limit=LIMIT)[RULES.group_of["households_trained"]]
    for name in (OLD, NEW):
        assert chosen.provinces[name][:, 0].all()
        assert ((chosen.provinces[name].sum(axis=1) > 1) | chosen.country).all()


def test_the_country_is_hidden_where_it_is_the_one_province_that_is() -> None:
    cells = with_three(
        country([[[1]]], np.random.default_rng(4), small=0.0, reported_structure=[0, 0]), "households_trained"
    )
    shown, at = hide(cells, choose(cells, limit=LIMIT)), PLACE["households_trained"]
    for key, numbers in shown.numbers.items():
        assert np.isnan(numbers[..., at]).all() and shown.hidden[key][..., at].all(), key
        assert not np.isnan(numbers[..., PLACE["members_village"]]).all()


def one_sum(values: list[float], known: float) -> System:
    system = System()
    system.add([(system.unknown(n, value), 1.0) for n, value in enumerate(values)], known)
    return system


def test_bounds_of_one_sum_are_nothing_and_all() -> None:
    low, high = widths(one_sum([3.0, 9.0], 12.0), enough=100)
    assert low.tolist() == [0, 0] and high.tolist() == [12, 12]


def test_a_single_unknown_is_told_by_its_sum() -> None:
    low, high = widths(one_sum([3.0], 3.0), enough=5)
    assert (low, high) == (3, 3)


def test_a_shown_whole_narrows_its_parts() -> None:
    system = one_sum([4.0, 6.0], 10.0)
    for n in (0, 1):
        system.cap([(n, 1.0)], 6.0)
    low, high = widths(system, enough=5)
    assert low.tolist() == [4, 4] and high.tolist() == [6, 6]


@st.composite
def systems(draw: st.DrawFn) -> System:
    """Draw unknowns with their true values, sums of some of them and parts that are no more than wholes."""
    made = System()
    values = draw(st.lists(st.integers(0, 30), min_size=1, max_size=7))
    places = [made.unknown(("commune", NEW, at, "households"), value) for at, value in enumerate(values)]
    for _ in range(draw(st.integers(0, 4))):
        row = [(at, draw(st.sampled_from([1.0, -1.0]))) for at in draw(st.sets(st.sampled_from(places), min_size=1))]
        made.add(row, sum(values[at] * factor for at, factor in row))
    for _ in range(draw(st.integers(0, 3))):
        row = [(at, 1.0) for at in draw(st.sets(st.sampled_from(places), min_size=1))]
        made.cap(row, sum(values[at] for at, _ in row) + draw(st.integers(0, 6)))
    return made


@given(systems())
def test_bounds_are_those_of_one_linear_programme_each(system: System) -> None:
    low, high = widths(system, enough=LIMIT)
    count = len(system.truth)
    equal, at_most = ([[dict(row).get(at, 0.0) for at in range(count)] for row, _ in rows] or None
                      for rows in (system.equal, system.at_most))  # fmt: skip
    totals, most = ([total for _, total in rows] or None for rows in (system.equal, system.at_most))
    for at in range(count):
        ends = []
        for sign in (1.0, -1.0):
            aim = [sign * (other == at) for other in range(count)]
            solved = linprog(aim, A_ub=at_most, b_ub=most, A_eq=equal, b_eq=totals, bounds=(0, 2_000))
            ends.append(sign * solved.fun)
        is_narrow = np.floor(ends[1] + 1e-6) - np.ceil(ends[0] - 1e-6) < LIMIT
        assert (high[at] - low[at] < LIMIT) == is_narrow
        if is_narrow:
            assert (low[at], high[at]) == (np.ceil(ends[0] - 1e-6), np.floor(ends[1] + 1e-6))


@settings(max_examples=10)
@given(COUNTRIES, st.data())
def test_choosing_and_attacking_again_find_what_they_find_alone(cells: Cells, data: st.DataObject) -> None:
    """Where more is to be hidden, what was chosen and attacked before is taken over only where it stays the same."""
    choices, attacks = Choices(cells, limit=LIMIT), {}
    also: dict[str, set[int]] = {}
    for _ in range(3):
        again, alone = choices.choose(also), choose(cells, limit=LIMIT, also=also)
        one, other = hide(cells, again), hide(cells, alone)
        assert all((one.hidden[key] == other.hidden[key]).all() for key in one.hidden)
        assert attack(one, limit=LIMIT, earlier=attacks) == attack(other, limit=LIMIT)
        topic = data.draw(st.sampled_from(sorted(RULES.groups)))
        also = {**also, topic: also.get(topic, set()) | {data.draw(st.integers(0, cells.areas.count - 1))}}


def test_the_attack_succeeds_where_one_figure_alone_is_hidden() -> None:
    cells = country([[[2, 2, 2]]], np.random.default_rng(1), small=0.0, reported_structure=[0])
    for values in (*cells.communes.values(), *cells.provinces.values()):
        values[...] = np.nan
    for name, numbers in ((OLD, [3, 30, 40, 50, 60, 70]), (NEW, [33, 90, 130])):
        cells.communes[name][0, :, PLACE["people_guided"]] = numbers
    for name in (OLD, NEW):
        cells.provinces[name][0, :, PLACE["people_guided"]] = 253
    chosen = choose(cells, limit=LIMIT)
    shown = hide(cells, chosen)
    assert shown.hidden["commune", OLD][0, :2, PLACE["people_guided"]].all(), "the small one and the one beside it"
    assert not shown.hidden["commune", NEW].any() and attack(shown, limit=LIMIT) == []
    shown.hidden["commune", OLD][0, 1, PLACE["people_guided"]] = False
    for quick in (True, False):
        found = attack(shown, limit=LIMIT, quick=quick)
        assert [(one.unit, one.low, one.high) for one in found] == [(("commune", OLD, 0), 3, 3)]


SHOWN_AS_THEY_ARE = {
    "teams_commune": "whether a commune has its one team: no group of people",
    "teams_district": "whether a district has its one team: no group of people",
    "teams_commune__num": "the same as a measure",
    **dict.fromkeys(("dti_score", "dti__num"), "the score of an office: no group of people"),
    **{
        column: "in which state an office stands: no group of people"
        for state in ("green", "yellow", "red")
        for column in (
            "communes_nq57_rated",
            f"communes_nq57_{state}",
            f"nq57_{state}_share__num",
            f"nq57_{state}_share__base",
        )
    },
}


def test_every_public_column_is_in_a_group_or_on_the_list_of_open_ones_or_withheld() -> None:
    schema = public_tables.schemas()["figures"]
    counts = {f"{code}__n" for code in catalogue().measures}
    about = {"structure", "level", "code", "province", "period", "sample", "reported", "known", "hidden"}
    columns = set(schema.names) - about - counts
    assert columns == set(RULES.columns)
    free = {column for column in columns if column not in RULES.group_of and column not in RULES.withheld}
    assert free == set(SHOWN_AS_THEY_ARE)
    assert sum(map(len, RULES.groups.values())) == len(RULES.group_of)


def test_a_column_that_nobody_put_anywhere_is_withheld() -> None:
    assert {f"{code}__num" for code in catalogue().recorded} <= RULES.withheld
    assert not RULES.withheld & (RULES.group_of.keys() | set(SHOWN_AS_THEY_ARE))


def test_whatever_is_computed_from_a_withheld_count_is_withheld_too() -> None:
    """Where one term of a sum or a difference is withheld, the others give it back."""
    known = catalogue()
    left_out = known.indicators["households_smartphone"].model_copy(update={"group": None, "open": None})
    changed = replace(known, indicators={**known.indicators, "households_smartphone": left_out})
    withheld = rules.Rules(changed, RULES.columns).withheld - RULES.withheld
    formulas = {f"{code}__{part}": of for code, each in known.measures.items() for part, of in each.parts}
    readers = {name for name, formula in formulas.items() if "households_smartphone" in formula.codes}
    assert any(len(formulas[name].codes) > 1 for name in readers), "a difference is among them"
    assert withheld == readers | {"households_smartphone"}


def test_the_areas_of_the_real_country_hold_every_commune_once() -> None:
    here = areas()
    assert {name: len(codes) for name, codes in here.codes.items()} == {OLD: 10_035, NEW: 3_321}
    for name in (OLD, NEW):
        assert (here.within[name] >= 0).all(), "every area lies in one province"
        assert (here.within[name][here.of[name]] == here.province[name]).all()
    assert here.divided.sum() + (np.bincount(here.of[NEW], minlength=here.count) <= 1).sum() == here.count
