"""Classes of change: centred on zero, as far to the fall as to the rise, with a true legend."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import change
from geo.classes import as_read

differences = st.one_of(st.none(), st.floats(-1.2, 1.2), st.sampled_from([0.0, 0.05, -0.05, 0.00049, -0.00051]))


@given(values=st.lists(differences, max_size=60), k=st.integers(1, 9))
def test_every_change_lies_in_the_class_that_its_colour_shows(values: list[float | None], k: int) -> None:
    series = pd.Series(values, dtype=float)
    found = change.classify(series, kind="share", k=k)
    read = [as_read(value, "share") for value in series]
    # the map's frame and the circles of the legend class by counting the limits that a value has reached
    classes = [sum(edge <= value for edge in found.edges) for value in read if value is not None]
    assert classes == [found.class_of_read(value) for value in read if value is not None]
    assert list(found.counts) == ([classes.count(n) for n in range(len(found.edges) + 1)] if classes else [])
    assert found.missing == read.count(None)
    assert len(found.labels("vi")) == len(found.counts) == len(set(found.labels("vi")))


@given(values=st.lists(st.floats(-1, 1), min_size=1, max_size=40), k=st.integers(2, 9))
def test_falls_are_classed_as_rises_of_their_size(values: list[float], k: int) -> None:
    found = change.classify(pd.Series(values), kind="share", k=k)
    last = len(found.edges)
    assert last % 2 == 0, "an odd number of classes: none is both"
    for read in range(0, 1001, 7):
        assert found.class_of_read(read) + found.class_of_read(-read) == last
    assert found.class_of_read(0) == last // 2


@pytest.mark.parametrize(
    ("values", "labels", "counts", "missing"),
    [
        ([], (), (), 0),
        ([None, None], (), (), 2),
        ([0.0, 0.0], ("không đổi",), (2,), 0),
    ],
)
def test_hard_cases_still_have_a_true_legend(
    values: list[float | None], labels: tuple[str, ...], counts: tuple[int, ...], missing: int
) -> None:
    found = change.classify(pd.Series(values, dtype=float), kind="share")
    assert (found.labels("vi"), found.counts, found.missing) == (labels, counts, missing)


def test_a_change_of_exactly_a_limit_is_in_the_outer_class() -> None:
    found = change.classify(pd.Series([-0.10, -0.02, 0.0, 0.02, 0.05, 0.10]), kind="share", k=5)
    limit = min(edge for edge in found.edges if edge > 0)
    middle = len(found.edges) // 2
    assert found.class_of_read(limit) == middle + 1 and found.class_of_read(limit - 1) == middle
    assert found.class_of_read(-limit) == middle - 1 and found.class_of_read(1 - limit) == middle
