"""The bounds of measures of communes whose figures came from another structure."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data.catalogue.current import catalogue
from data.measures.figures import UnknownMeasure, figures
from data.measures.ranges import ranges
from data.releases.store import Release, open_store
from data.releases.write import write_release
from tests.fixtures.small_release import LATE
from tests.test_releases_converted import AROUND, EDGES, ONE, SPLIT, TWO, around

TODAY = {"period": LATE, "structure": "2025-07"}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    """Return a release of one report on a split commune and all around it: villages 5, covered 4, households 100."""
    var = tmp_path_factory.mktemp("ranges")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CNSCD_VAR", str(var))
        told = around(villages=0, villages_covered=0, households=0, households_trained=0).assign(source="r")
        told.loc[told["code"] == SPLIT, ["villages", "villages_covered", "households"]] = [5, 4, 100]
        told.loc[told["code"].isin(AROUND[:1]), ["villages", "villages_covered"]] = [3, 2]
        sources = pd.DataFrame([{"source": "r", "kind": "report"}])
        store = open_store(Path(var) / "store")
        yield write_release(store, {"reports": told, "sources": sources}, parent=None, message="x")


def test_a_share_is_bounded_by_its_parts(release: Release) -> None:
    found = ranges(release, "village_coverage", **TODAY).set_index("code")
    assert (found.loc[[ONE, TWO], "how"] == "unresolvable").all() and found["best"].isna().all()
    mine = EDGES.loc[EDGES["code_from"] == AROUND[0], "code_to"].iloc[0]
    other = TWO if mine == ONE else ONE
    assert found.loc[mine, ["low", "high"]].tolist() == [2 / 8, 6 / 3], "2 to 6 covered of 3 to 8 villages"
    assert found.loc[other, ["low", "high"]].tolist() == [0, float("inf")], "perhaps it has no village at all"


def test_a_count_has_the_bounds_of_its_conversion(release: Release) -> None:
    found = ranges(release, "households", **TODAY).set_index("code")
    assert found.loc[ONE, ["low", "high"]].tolist() == [0, 100] and found.loc[ONE, "how"] == "unresolvable"
    gap = ranges(release, "villages_uncovered", **TODAY).set_index("code")
    assert gap.loc[TWO, "high"] >= 1 and gap.loc[TWO, "low"] == 0


def test_what_is_exact_has_no_range(release: Release) -> None:
    assert ranges(release, "households", period=LATE, structure="2024").empty
    for code in catalogue().measures:
        told = figures(release, code, level="commune", **TODAY).table.set_index("code")["value"]
        found = ranges(release, code, **TODAY).set_index("code")
        both = told.reindex(found.index)
        assert (both.isna() | (both == found["best"])).all(), code


def test_unknown_measures_are_refused(release: Release) -> None:
    with pytest.raises(UnknownMeasure):
        ranges(release, "x", **TODAY)
