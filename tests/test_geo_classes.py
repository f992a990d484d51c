"""A value always has the colour of the class whose words describe it, whatever the values are."""

import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalogue.current import catalogue
from geo.classes import DECIMALS, BadSteps, Classes, as_read, classify

METHODS = ["steps", "quantiles", "equal", "natural"]
KINDS = sorted(DECIMALS)


def read_label(text: str, kind: str) -> tuple[int, float]:
    """Read a Vietnamese label back into the whole numbers [low, high) that it says."""
    found = [
        round(float(number.replace(".", "").replace(",", ".")) * 10 ** DECIMALS[kind])
        for number in re.findall(r"-?[\d.]+(?:,\d+)?", text)
    ]
    if text.startswith("dưới"):
        return -(10**15), found[0]
    if text.startswith("từ"):
        return found[0], 10**15
    return (found[0], found[1]) if "dưới" in text else (found[0], found[0] + 1)


def check(classes: Classes, values: pd.Series) -> None:
    """Assert that each value lies in the class whose words hold it, and in no other, and that counts are true."""
    spans = [read_label(text, classes.kind) for text in classes.labels("vi")]
    marks = classes.marks(values)
    assert len(marks) == len(values) and len(spans) == len(classes.counts) <= 9
    for value, mark in zip(values, marks, strict=True):
        read = as_read(value, classes.kind)
        if read is None:
            assert mark == "-" and classes.class_of(value) is None
        else:
            assert [low <= read < high for low, high in spans].index(True) == int(mark) == classes.class_of(value)
            assert sum(low <= read < high for low, high in spans) == 1
    assert [marks.count(str(i)) for i in range(len(classes.counts))] == list(classes.counts)
    assert classes.missing == marks.count("-") and sum(classes.counts) + classes.missing == len(values)


shares = st.one_of(st.none(), st.floats(0, 1.6), st.sampled_from([0.0, 0.5, 1.0, math.nan, math.inf, 0.0995, 0.09996]))
numbers = st.one_of(st.none(), st.integers(0, 12), st.integers(0, 10**7), st.floats(0, 1e6))


@pytest.mark.filterwarnings("error")
@settings(max_examples=150, deadline=None)
@given(
    values=st.one_of(st.lists(shares, max_size=60), st.lists(numbers, max_size=60)),
    kind=st.sampled_from(KINDS),
    method=st.sampled_from(METHODS),
    k=st.integers(1, 9),
)
def test_every_value_lies_in_the_class_that_its_colour_shows(values: list, kind: str, method: str, k: int) -> None:
    series = pd.Series(values, dtype=float)
    classes = classify(series, kind=kind, method=method, k=k)
    assert len(classes.counts) <= k
    assert all(classes.counts), "a class that was found holds something"
    check(classes, series)


@settings(max_examples=60, deadline=None)
@given(values=st.lists(shares, max_size=40), steps=st.lists(st.integers(0, 150), max_size=8, unique=True).map(sorted))
def test_given_steps_are_kept_and_still_true(values: list, steps: list[int]) -> None:
    series = pd.Series(values, dtype=float)
    classes = classify(series, kind="share", steps=steps)
    if classes.counts:
        assert classes.edges == tuple(step * 10 for step in steps)
    check(classes, series)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("values", "kind", "labels", "counts", "missing"),
    [
        ([0.3] * 9, "share", ("30%",), (9,), 0),  # all equal
        ([0.286], "share", ("28,6%",), (1,), 0),  # one unit
        ([12], "count", ("12",), (1,), 0),
        ([None, math.nan], "share", (), (), 2),  # all missing
        ([], "count", (), (), 0),
        ([math.inf, 0.5], "share", ("50%",), (1,), 1),  # a zero base
        ([None, 0.0, 0.0], "share", ("0%",), (2,), 1),  # zero is a value, missing is not
        ([0, 1], "count", ("0", "1"), (1, 1), 0),
    ],
)
def test_hard_cases_still_have_a_true_legend(
    method: str, values: list, kind: str, labels: tuple, counts: tuple, missing: int
) -> None:
    series = pd.Series(values, dtype=float)
    classes = classify(series, kind=kind, method=method)
    assert (classes.labels("vi"), classes.counts, classes.missing) == (labels, counts, missing)
    check(classes, series)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([0.2, 0.9, 1.0, 1.3, 2.5] * 3, "share"),  # above 100%: shown, not clamped
        ([0.5] * 50 + [0.6], "share"),  # ties
        ([0, 0, 0, 0, 0, 0, 0, 1, 2, 900], "count"),  # quantiles that coincide
        ([1, 1, 2, 2, 3, 3], "count"),  # fewer values than classes
        ([0, 10**7], "count"),
        ([0.001, 0.002, 0.0031], "share"),
        ([-5, -1, 0, 3, 8], "count"),
    ],
    ids=["above", "ties", "quantiles", "few", "wide", "small", "negative"],
)
def test_no_class_is_empty_or_double(method: str, values: list, kind: str) -> None:
    series = pd.Series(values, dtype=float)
    classes = classify(series, kind=kind, method=method)
    assert all(classes.counts) and len(classes.counts) >= 2
    check(classes, series)


def test_missing_is_not_the_lowest_class() -> None:
    values = pd.Series([None, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5])
    classes = classify(values, kind="share")
    assert classes.missing == 1 and classes.marks(values)[:2] == "-0"


def test_a_value_has_the_class_of_what_is_written() -> None:
    """0.09996 is written 10.0%: it must not have the colour of "below 10%"."""
    classes = classify(pd.Series([0.0, 0.09996, 0.0994, 0.5]), kind="share", steps=[10])
    assert classes.marks(pd.Series([0.09996, 0.0994, 0.1])) == "101"


def test_a_share_gets_round_steps_in_both_languages() -> None:
    classes = classify(pd.Series([0.04] * 13 + [0.15] * 7 + [0.22] * 12 + [0.37] * 10 + [0.58] * 20), kind="share")
    assert classes.labels("vi") == ("dưới 10%", "10 – dưới 20%", "20 – dưới 30%", "30 – dưới 40%", "từ 40% trở lên")
    assert classes.labels("en")[0] == "below 10%" and classes.labels("en")[1] == "10 to below 20%"
    assert classes.labels("en")[4] == "40% and above"
    assert classes.counts == (13, 7, 12, 10, 20)


def test_full_coverage_has_a_class_of_its_own() -> None:
    values = pd.Series([1.0] * 80 + list(np.linspace(0.55, 0.99, 40)))
    classes = classify(values, kind="share")
    assert classes.labels("vi")[-1] == "100%" and classes.counts[-1] == 80


def test_skewed_counts_get_growing_steps() -> None:
    values = pd.Series(np.random.default_rng(1).lognormal(5, 1.5, 3000).round())
    classes = classify(values, kind="count")
    assert min(classes.counts) > 200
    assert all(re.fullmatch(r"(1|2|5|25|50|10|20)0*", str(edge)) for edge in classes.edges), classes.edges
    assert "1.000" in " ".join(classes.labels("vi")) or "500" in " ".join(classes.labels("vi"))


def test_labels_carry_the_unit_that_is_asked_for() -> None:
    classes = classify(pd.Series([0, 1, 2, 30]), kind="count", steps=[1, 20])
    assert classes.labels("vi", unit="hộ") == ("0 hộ", "1 – dưới 20 hộ", "từ 20 hộ trở lên")


def test_what_can_hold_no_figure_is_marked_apart() -> None:
    values = pd.Series([0.1, None, None], index=["00001", "00004", "498"])
    classes = classify(values.drop("498"), kind="share")
    assert classes.marks(values, empty=("498",)) == "0-x" and classes.missing == 1


@pytest.mark.parametrize("steps", [[20, 10], [10, 10], list(range(9))])
def test_steps_that_make_no_classes_are_refused(steps: list[int]) -> None:
    with pytest.raises(BadSteps):
        classify(pd.Series([0.1, 0.2]), kind="share", steps=steps)


def test_every_measure_can_be_classed() -> None:
    for measure in catalogue().measures.values():
        assert classify(pd.Series([1.0, 2.0, None]), kind=measure.kind).missing == 1


def test_a_country_of_communes_is_classed_at_once() -> None:
    values = pd.Series(np.random.default_rng(2).beta(2, 5, 10_035))
    for _ in range(5):
        assert len(classify(values, kind="share").counts) == 5
