"""Counts along a chain of structures: whatever really moved, the range holds it, and what is exact is true."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.units import chain
from data.units.crosswalk import account, convert
from data.units.structures import STRUCTURES, UnknownUnit, way


@pytest.fixture(autouse=True)
def _four(chain_of_four: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(chain_of_four))


def _counts(codes: pd.Index, rng: np.random.Generator) -> pd.Series:
    return pd.Series(rng.integers(0, 40, len(codes)), index=codes)


def _moved(counts: pd.Series, source: str, target: str, rng: np.random.Generator) -> pd.Series:
    """Move people as they may have moved: every split unit's divided at random, none with land alone."""
    for here, there in zip(way(source, target), way(source, target)[1:], strict=False):
        edges = chain.edges(here, there).query("part != 'land'")
        share = pd.Series(rng.random(len(edges)) ** 3, index=edges.index)
        part = share / share.groupby(edges["code_from"]).transform("sum") * edges["code_from"].map(counts)
        whole = np.floor(part).astype(int)
        left = edges["code_from"].map(counts) - whole.groupby(edges["code_from"]).transform("sum")
        first = ~edges["code_from"].duplicated()
        whole[first] += left[first]
        counts = whole.groupby(edges["code_to"]).sum()
    return counts


@pytest.mark.parametrize(
    ("source", "target"),
    [("2022", "2026-04-30"), ("2024", "2026-04-30"), ("2022", "2025-07"), ("2022", "2024"), ("2025-07", "2026-04-30")],
)
def test_the_range_holds_what_really_moved(source: str, target: str) -> None:
    rng = np.random.default_rng(7)
    counts = _counts(chain.base_units(source), rng)
    rows = convert(_table(counts), source=source, target=target).set_index("code")
    truth = _moved(counts, source, target, rng).reindex(rows.index, fill_value=0)
    assert set(rows.index) == set(chain.base_units(target))
    assert (rows["low"] <= truth).all() and (truth <= rows["high"]).all()
    exact = rows["how"] == "exact"
    assert (rows.loc[exact, "best"] == truth[exact]).all()
    assert rows.loc[exact, "best"].sum() < counts.sum() == truth.sum()
    sums = account(_table(counts), source=source, target=target).loc["teams"]
    assert sums["given"] == counts.sum() == sums["exact"] + sums["estimated"] + sums["unresolved"]


def test_weights_of_the_two_ends_divide_over_the_whole_way() -> None:
    counts = _counts(chain.base_units("2022"), np.random.default_rng(1))
    edges = chain.edges("2022", "2026-04-30")
    weights = edges[edges["part"] != "land"].assign(weight=1)
    rows = convert(_table(counts), source="2022", target="2026-04-30", weights=weights)
    assert rows["best"].sum() == counts.sum() and set(rows["how"]) <= {"exact", "weights"}


@pytest.mark.parametrize("middle", ["2024", "2025-07", "2026-04-30"])
def test_there_and_back_claims_exactness_only_where_it_is_true(middle: str) -> None:
    rng = np.random.default_rng(3)
    truth = _counts(chain.base_units("2022"), rng) + 1
    there = convert(_table(truth), source="2022", target=middle).set_index("code")["best"]
    back = convert(_table(there), source=middle, target="2022").set_index("code")
    exact = back[back["how"] == "exact"]
    assert (exact["best"] == truth[exact.index]).all()
    alone = chain.edges("2022", middle).groupby("code_to")["code_from"].transform("size") == 1
    sole = set(chain.edges("2022", middle).loc[alone, "code_from"])
    assert set(exact.index) <= sole, "what was merged does not come apart again"


def test_a_commune_that_is_renamed_or_retyped_keeps_its_count() -> None:
    rows = convert(_table(pd.Series({"07735": 3, "07682": 4})), source="2025-07", target="2026-04-30").set_index("code")
    assert rows["how"].tolist() == ["exact", "exact"] and rows["best"].to_dict() == {"07682": 4, "07735": 3}


def test_provinces_move_along_the_chain() -> None:
    rows = convert(_table(pd.Series({"06": 1292, "19": 8})), source="2022", target="2026-04-30").set_index("code")
    assert rows.loc["19", ["low", "best", "high", "how"]].tolist() == [1300, 1300, 1300, "exact"]


def test_unknown_structures_are_refused() -> None:
    assert "2019" not in STRUCTURES
    for ends in (("2019", "2024"), ("2024", "2019")):
        with pytest.raises(UnknownUnit):
            convert(_table(pd.Series({"01942": 3})), source=ends[0], target=ends[1])


def _table(counts: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"code": counts.index, "teams": counts.to_numpy()})
