"""Counts carried between structures: conserved to the unit, never surer than they are."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.i18n.units import WORDS
from data.storage.errors import Refused
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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
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


def _split_code():
    """Return a commune split between two, and its successors."""
    return next(
        (c, e) for c, e in ((c, EDGES.loc[EDGES["code_2024"] == c, "code_2025"].tolist()) for c in SPLIT) if len(e) == 2
    )


def _alone(code, value, **evidence):
    """Convert one commune's count, all its neighbours having none; return low, best, high, how by successor."""
    to = EDGES.loc[EDGES["code_2024"] == code, "code_2025"]
    around = EDGES.loc[EDGES["code_2025"].isin(to), "code_2024"].unique()
    rows = _by_code(convert(_table(dict.fromkeys(around, 0) | {code: value}), **FORWARD, **evidence))
    return {t: tuple(rows.loc[t, ["low", "best", "high", "how"]]) for t in to}


def _parts(code, values, column="teams"):
    return pd.DataFrame(
        [(code, to, column, v) for to, v in values.items()], columns=["code_from", "code_to", "column", "value"]
    )


def test_villages_that_add_up_make_the_count_exact():
    code, (one, two) = _split_code()
    found = _alone(code, 9, parts=_parts(code, {one: 4, two: 5}))
    assert found == {one: (4, 4, 4, "exact"), two: (5, 5, 5, "exact")}
    assert _alone(code, 4, parts=_parts(code, {one: 4})) == {one: (4, 4, 4, "exact"), two: (0, 0, 0, "exact")}


def test_villages_that_are_known_in_part_narrow_the_range():
    code, (one, two) = _split_code()
    found = _alone(code, 9, parts=_parts(code, {one: 4, two: 2}))
    assert [found[c][0] for c in (one, two)] == [4, 2] and [found[c][2] for c in (one, two)] == [7, 5]
    assert all(pd.isna(found[c][1]) and found[c][3] == "unresolvable" for c in (one, two))
    weights = pd.DataFrame({"code_from": code, "code_to": [one, two], "weight": [1, 2]})
    found = _alone(code, 9, parts=_parts(code, {one: 4, two: 2}), weights=weights)
    assert found == {one: (4, 5, 7, "weights"), two: (2, 4, 5, "weights")}


def test_villages_that_say_more_than_the_commune_do_not_bound_it():
    code, (one, two) = _split_code()
    found = _alone(code, 3, parts=_parts(code, {one: 4, two: 2}))
    assert [found[c][:1] + found[c][2:] for c in (one, two)] == [(0, 3, "unresolvable")] * 2


def test_what_is_known_of_villages_stays_known_where_the_commune_said_nothing():
    code, (one, two) = _split_code()
    found = _alone(code, None, parts=_parts(code, {one: 4}))
    assert found[one][0] == 4 and found[one][3] == "at_least" and pd.isna(found[one][2])
    assert found[two][3] == "at_least", "its other parts said 0"


def test_all_villages_in_one_successor_carry_all_of_the_count():
    code, (one, two) = _split_code()
    assigned = pd.DataFrame({"code_from": [code], "code_to": [two]})
    assert _alone(code, 9, wholly_assigned=assigned) == {one: (0, 0, 0, "exact"), two: (9, 9, 9, "exact")}
    assert _alone(code, None, wholly_assigned=assigned)[one] == (0, 0, 0, "exact"), "what is missing would not lie here"
    assert account(_table({code: 9}), wholly_assigned=assigned, **FORWARD).loc["teams", "exact"] == 9


def test_households_come_before_villages_and_both_before_area():
    code, (one, two) = _split_code()
    kinds = {"area": [9, 1], "villages": [1, 1], "weights": [1, 8]}
    tables = {
        how: pd.DataFrame({"code_from": code, "code_to": [one, two], "weight": w, "how": how})
        for how, w in kinds.items()
    }
    best = {how: _alone(code, 9, weights=table)[two][1] for how, table in tables.items()}
    assert best == {"area": 1, "villages": 4, "weights": 8}
    every = pd.concat(tables.values())
    assert _alone(code, 9, weights=every)[two] == (0, 8, 9, "weights")
    assert _alone(code, 9, weights=every[every["how"] != "weights"])[one] == (0, 5, 9, "villages")


def test_area_says_nothing_where_the_table_says_where_people_went():
    people = EDGES[EDGES["part"] == "people"].iloc[0]
    to = EDGES.loc[EDGES["code_2024"] == people["code_2024"], "code_2025"]
    area = pd.DataFrame({"code_from": people["code_2024"], "code_to": to, "weight": 1.0, "how": "area"})
    found = _alone(people["code_2024"], 9, weights=area)
    assert found[people["code_2025"]] == (0, 9, 9, "people")
    strip = EDGES[(EDGES["part"] == "land") & EDGES["code_2024"].isin(SPLIT)].iloc[0]
    to = EDGES.loc[EDGES["code_2024"] == strip["code_2024"], "code_2025"]
    area = pd.DataFrame({"code_from": strip["code_2024"], "code_to": to, "weight": 1.0, "how": "area"})
    assert _alone(strip["code_2024"], 9, weights=area)[strip["code_2025"]][1] == 0, "land without people"


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10**6),
    st.lists(st.integers(0, 10**5), min_size=2, max_size=2),
    st.lists(st.integers(0, 50), min_size=2, max_size=2),
)
def test_whatever_is_known_of_the_parts_the_truth_lies_inside(more, truth, known):
    code, ends = _split_code()
    known = [min(pair) for pair in zip(known, truth, strict=True)]
    weights = pd.DataFrame({"code_from": code, "code_to": ends, "weight": [more % 7, more % 11 + 1]})
    parts = _parts(code, dict(zip(ends, known, strict=True)))
    for evidence in ({}, {"weights": weights}, {"parts": parts}, {"weights": weights, "parts": parts}):
        found = _alone(code, sum(truth), **evidence)
        for end, true in zip(ends, truth, strict=True):
            low, best, high, how = found[end]
            assert low <= true <= high
            assert pd.isna(best) or low <= best <= high
            assert how != "exact" or low == high == true
        if all(pd.notna(figure[1]) for figure in found.values()):
            assert sum(figure[1] for figure in found.values()) == sum(truth)


@pytest.mark.parametrize("value", [10**13, 9.5e12, float("inf")])
def test_counts_too_large_to_divide_to_the_unit_are_refused(value):
    with pytest.raises(Refused):
        convert(pd.DataFrame({"code": ["01942"], "teams": [value]}), **FORWARD)
