"""Ratios, differences and sums of ranges: the truth always lies inside, and nothing is clamped."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.units.ranges import difference, ratio, total


def one(low, best, high):
    return pd.DataFrame({"low": [low], "best": [best], "high": [high]})


RATIOS = {
    "both known": (one(3, 3, 3), one(6, 6, 6), (0.5, 0.5, 0.5)),
    "both estimates": (one(0, 2, 4), one(4, 5, 8), (0.0, 0.4, 1.0)),
    "above the whole": (one(0, 6, 12), one(3, 4, 6), (0.0, 1.5, 4.0)),
    "a base that may be nothing": (one(0, 2, 4), one(0, 5, 8), (0.0, 0.4, math.inf)),
    "nothing above": (one(0, 0, 0), one(0, 5, 8), (0.0, 0.0, 0.0)),
    "not resolvable": (one(0, None, 4), one(2, None, 8), (0.0, None, 2.0)),
    "at least": (one(3, None, None), one(4, 4, 4), (0.75, None, math.inf)),
    "a base without bound": (one(3, None, 5), one(4, None, None), (0.0, None, 1.25)),
    "no base": (one(0, 2, 4), one(0, 0, 0), (None, None, None)),
}


@pytest.mark.parametrize("case", RATIOS)
def test_ratios(case):
    top, under, wanted = RATIOS[case]
    found = ratio(top, under).iloc[0]
    assert tuple(None if pd.isna(x) else x for x in found) == wanted
    assert ratio(top, under, per=1000).iloc[0].equals(found * 1000)


bounds = st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50)).map(sorted)


@given(bounds, bounds, st.data())
def test_the_truth_lies_inside(top, under, data):
    part = data.draw(st.integers(top[0], top[2]))
    base = data.draw(st.integers(under[0], under[2]))
    if base:
        low, best, high = ratio(one(*top), one(*under)).iloc[0]
        assert low <= part / base <= high
        assert pd.isna(best) or low <= best <= high
    if part <= base:
        low, _, high = difference(one(*under), one(*top)).iloc[0]
        assert low <= base - part <= high


def test_sums():
    both = pd.concat([one(1, 2, 3), one(4, 5, 6)])
    assert tuple(total(both)) == (5, 7, 9)
    found = total(pd.concat([both, one(1, None, None)]))
    assert found["low"] == 6 and pd.isna(found["best"]) and pd.isna(found["high"])
