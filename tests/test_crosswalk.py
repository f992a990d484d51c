"""Counts carried between structures: conserved to the unit, never surer than they are."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import Refused
from data.units.crosswalk import SURENESS, account, convert
from data.units.register import (
    UnknownUnit,
    children,
    communes_now,
    predecessor_provinces,
    predecessors,
    successions,
    units,
)
from data.words.units import WORDS

FORWARD = {"source": "2024", "target": "2025-07"}
BACK = {"source": "2025-07", "target": "2024"}
EDGES = successions()
SPLIT = sorted(EDGES.loc[EDGES["part"] == "part", "code_2024"].unique())
WHOLE = sorted(EDGES.loc[EDGES["whole"], "code_2024"])
OLD = units("2024", "commune").index
NEW = units("2025-07", "commune").index


def _table(values, column="teams"):
    return pd.DataFrame({"code": list(values), column: pd.array(list(values.values()), dtype="Int64")})


def _by_code(rows, column="teams"):
    return rows[rows["column"] == column].set_index("code")


def _all_known(value=7):
    return _table(dict.fromkeys(OLD, value))


def test_a_target_of_whole_communes_is_exact():
    rows = _by_code(convert(_all_known(), **FORWARD))
    for code in NEW[::37]:
        edges = predecessors(code)
        if all(e.part == "whole" and len(e.code_from) == 5 for e in edges) and edges:
            low, best, high, how = rows.loc[code, ["low", "best", "high", "how"]]
            assert (low, best, high, how) == (7 * len(edges),) * 3 + ("exact",)


def test_a_split_commune_without_weights_is_not_resolvable():
    code = "00016"  # Phường Ngọc Hà, Hà Nội: into two wards
    rows = _by_code(convert(_all_known(), **FORWARD))
    for target in EDGES.loc[EDGES["code_2024"] == code, "code_2025"]:
        assert pd.isna(rows.loc[target, "best"])
        assert rows.loc[target, "how"] == "unresolvable"
        assert rows.loc[target, "high"] - rows.loc[target, "low"] >= 7


def test_zero_is_zero_however_it_is_split():
    rows = convert(_all_known(0), **FORWARD)
    assert (rows["how"] == "exact").all() and (rows["high"] == 0).all()


def test_all_people_to_one_successor_is_the_best_figure_but_not_exact():
    rows = _by_code(convert(_table(dict.fromkeys(_sources("00103"), 10)), **FORWARD))
    assert rows.loc["00103", "how"] in ("people", "unresolvable")
    people = EDGES[EDGES["part"] == "people"]
    alone = [e for e in people.itertuples() if len(predecessors(e.code_2025)) == 1]
    for edge in alone:
        row = _by_code(convert(_table({edge.code_2024: 9}), **FORWARD)).loc[edge.code_2025]
        assert (row["low"], row["best"], row["high"], row["how"]) == (0, 9, 9, "people")


def _sources(code):
    return [edge.code_from for edge in predecessors(code)]


def test_a_missing_part_makes_an_at_least():
    old = _sources("01942")
    assert len(old) > 1
    known = _table({code: 5 for code in old[1:]} | {old[0]: pd.NA})
    absent = _table({code: 5 for code in old[1:]})
    for table in (known, absent):
        row = _by_code(convert(table, **FORWARD)).loc["01942"]
        assert (row["low"], row["how"]) == (5 * (len(old) - 1), "at_least")
        assert pd.isna(row["best"]) and pd.isna(row["high"])


def test_nothing_known_is_missing_not_zero():
    row = _by_code(convert(_table(dict.fromkeys(_sources("01942"), pd.NA)), **FORWARD)).loc["01942"]
    assert row["how"] == "missing" and row[["low", "best", "high"]].isna().all()


def test_special_zones_take_over_their_district():
    row = _by_code(convert(_table({"318": 4}), **FORWARD)).loc["11948"]
    assert (row["best"], row["how"]) == (4, "exact")
    row = _by_code(convert(_table({"11948": 4}), **BACK)).loc["318"]
    assert (row["best"], row["how"]) == (4, "exact")


@pytest.mark.parametrize(("province", "value"), [("62", 566), ("20", 1676), ("06", 1292), ("74", 586)])
def test_a_province_keeps_its_published_total_on_its_ground(province, value):
    """Parts of a split commune never leave the former province, so that its total can be found again."""
    codes = children("2024", province, "commune").index
    share, over = divmod(value, len(codes))
    table = _table({code: share + (at < over) for at, code in enumerate(codes)})
    sums = account(table, **FORWARD).loc["teams"]
    assert sums["given"] == sums["exact"] + sums["estimated"] + sums["unresolved"] == value
    rows = _by_code(convert(table, weights=_equal_weights(), **FORWARD))
    assert set(rows.index) == set(communes_now(province)) | set(_land_only(codes))
    assert rows["best"].sum() == value


def _land_only(codes):
    edges = EDGES[EDGES["code_2024"].isin(codes)]
    return edges.loc[edges["part"] == "land", "code_2025"]


def _equal_weights():
    parts = EDGES[~EDGES["whole"]]
    return pd.DataFrame({"code_from": parts["code_2024"], "code_to": parts["code_2025"], "weight": 1})


def test_provinces_are_converted_too():
    rows = _by_code(convert(_table({code: 100 for code in units("2024", "province").index}), **FORWARD))
    assert (rows["how"] == "exact").all() and rows["best"].sum() == 6_300
    back = _by_code(convert(_table({code: 100 for code in units("2025-07", "province").index}), **BACK))
    merged = map(predecessor_provinces, units("2025-07", "province").index)
    assert set(back.index[back["how"] == "exact"]) == {edges[0].code_from for edges in merged if len(edges) == 1}


counts = st.one_of(st.none(), st.integers(0, 100_000))
codes = st.one_of(st.sampled_from(SPLIT), st.sampled_from(WHOLE), st.sampled_from(list(OLD)))
tables = st.dictionaries(codes, counts, min_size=1, max_size=40)


@st.composite
def weighed(draw):
    """Draw a table of random communes and weights for the parts of some of them."""
    values = draw(tables)
    parts = EDGES[EDGES["code_2024"].isin(values) & ~EDGES["whole"]]
    weight = [draw(st.one_of(st.none(), st.integers(0, 900), st.floats(0, 1))) for _ in range(len(parts))]
    weights = pd.DataFrame(
        {"code_from": parts["code_2024"], "code_to": parts["code_2025"], "weight": pd.array(weight, dtype="Float64")}
    )
    return values, weights.dropna()


@settings(max_examples=40, deadline=None)
@given(weighed())
def test_nothing_vanishes_and_nothing_is_invented(drawn):
    values, weights = drawn
    table = _table(values)
    rows = _by_code(convert(table, weights=weights, **FORWARD))
    sums = account(table, weights=weights, **FORWARD).loc["teams"]
    known = sum(v for v in values.values() if v is not None)
    assert sums["given"] == known == sums["exact"] + sums["estimated"] + sums["unresolved"]
    assert sums["missing"] == sum(v is None for v in values.values())
    assert rows["low"].sum() <= known
    assert rows["low"].sum() == sums["exact"]
    full = rows.dropna()
    assert (full["low"] <= full["best"]).all() and (full["best"] <= full["high"]).all()
    sure = rows[rows["how"] == "exact"]
    assert (sure["low"] == sure["best"]).all() and (sure["best"] == sure["high"]).all()
    assert (rows["best"].isna() == rows["how"].isin(["unresolvable", "at_least", "missing"])).all()
    assert (rows["high"].isna() == rows["how"].isin(["at_least", "missing"])).all()


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 5_000), min_size=20, max_size=20), st.integers(1, 50))
def test_weights_divide_to_the_unit(values, step):
    """With weights for every part, the sum of the best figures is the sum of the counts."""
    table = _all_known(0)
    table["teams"] = pd.array([values[i % 20] for i in range(len(OLD))], dtype="Int64")
    weights = _equal_weights()
    weights["weight"] = [(i * step) % 97 + 0.5 for i in range(len(weights))]
    rows = _by_code(convert(table, weights=weights, **FORWARD))
    assert rows["best"].sum() == table["teams"].sum()
    assert set(rows["how"]) <= {"exact", "weights"}


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.booleans())
def test_there_and_back_is_exact_only_where_it_is_true(seed, with_weights):
    truth = pd.Series(pd.util.hash_array(OLD.to_numpy(dtype=object)) % (seed % 977 + 2), index=OLD).astype("Int64")
    there = convert(_table(truth.to_dict()), weights=_equal_weights() if with_weights else None, **FORWARD)
    back = _by_code(convert(_table(_by_code(there)["best"].to_dict()), **BACK))
    exact = back[(back["how"] == "exact") & back.index.isin(OLD)]
    assert (exact["best"] == truth[exact.index]).all()
    bounded = back[back["high"].notna() & back.index.isin(OLD)]
    if not with_weights:
        assert (bounded["low"] <= truth[bounded.index]).all() and (truth[bounded.index] <= bounded["high"]).all()
    merged = EDGES[EDGES.groupby("code_2025")["code_2024"].transform("size") > 1]["code_2024"]
    positive = back[back.index.isin(merged) & (back["how"] == "exact")]
    assert (positive["high"] == 0).all()


def test_the_same_structure_changes_nothing():
    table = _table({"01942": 5, "01936": None})
    rows = _by_code(convert(table, source="2024", target="2024"))
    assert rows.loc["01942", "how"] == "exact" and rows.loc["01936", "how"] == "missing"


def test_columns_are_converted_apart_and_in_their_order():
    codes = _sources("01942")
    table = pd.DataFrame({"code": codes, "villages": 3, "teams": [None] + [1] * (len(codes) - 1)})
    rows = convert(table, **FORWARD)
    assert rows["column"].tolist() == ["villages", "teams"]
    assert rows["how"].tolist() == ["exact", "at_least"]


def test_weights_that_do_not_name_every_part_are_not_used():
    parts = EDGES.loc[EDGES["code_2024"] == SPLIT[0], "code_2025"].tolist()
    half = pd.DataFrame({"code_from": [SPLIT[0]], "code_to": parts[:1], "weight": [10]})
    table = _table({SPLIT[0]: 8})
    assert account(table, weights=half, **FORWARD).loc["teams", "unresolved"] == 8
    full = pd.DataFrame({"code_from": SPLIT[0], "code_to": parts, "weight": [10] * len(parts), "how": "area"})
    assert account(table, weights=full, **FORWARD).loc["teams", "estimated"] == 8


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (pd.DataFrame({"code": ["99999"], "teams": [1]}), UnknownUnit),
        (pd.DataFrame({"code": ["01942", "01942"], "teams": [1, 2]}), Refused),
        (pd.DataFrame({"code": ["01942"], "teams": [-1]}), Refused),
        (pd.DataFrame({"code": ["01942"], "teams": [0.5]}), Refused),
        (pd.DataFrame({"code": ["01942"], "teams": ["x"]}), Refused),
        (pd.DataFrame({"code": ["01942", "06"], "teams": [1, 2]}), Refused),
    ],
)
def test_faults_are_refused_by_name(table, fault):
    with pytest.raises(fault):
        convert(table, **FORWARD)


def test_negative_weights_are_refused():
    weights = _equal_weights().assign(weight=-1)
    with pytest.raises(Refused):
        convert(_all_known(), weights=weights, **FORWARD)


def test_an_empty_table_gives_an_empty_answer():
    empty = pd.DataFrame({"code": pd.Series([], dtype="str"), "teams": pd.Series([], dtype="Int64")})
    assert convert(empty, **FORWARD).empty


def test_sureness_has_its_words():
    assert all(f"units.how.{how}" in WORDS for how in SURENESS)
