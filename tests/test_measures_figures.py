"""Figures: sums equal their parts, missing is missing and counted, nothing is averaged or clamped."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalogue import periods
from data.catalogue.current import catalogue
from data.measures import figures as measured
from data.measures import origins
from data.measures.figures import Figures, UnknownMeasure
from data.releases.store import Release, open_store
from data.releases.write import write_release
from data.storage.errors import NotFound
from data.units import register
from tests.fixtures.sample import SmallCountry

LAST = "2026-Q3"
TOLD_BY_VILLAGES = ("village_coverage", "smartphone_gap", "skills_reach", "households", "zalo_reach", "vneid")


@pytest.fixture(name="country")
def _country(small_country: SmallCountry) -> Release:
    return small_country.release


@pytest.fixture(scope="module", name="tiny")
def _tiny(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Write three communes of Bắc Kạn (two went into one) with four villages and odd figures."""
    first, second, third = "01834", "01837", "01840"
    into = {code: register.successors(code)[0].code_to for code in (first, second, third)}
    villages = [("va", first), ("vb", first), ("vc", second), ("vd", third)]
    told = [
        ("va", "2026-Q2", 100, 90, 1),
        ("vb", "2026-Q2", 20, 30, 1),
        ("vc", "2026-Q2", 0, 0, 1),
        ("vd", "2026-Q2", 50, None, 1),
        ("va", "2025-Q4", 100, 10, None),
        ("va", "2025-Q3", 100, 10, None),
        ("vb", "2025-Q3", None, 5, None),
    ]
    names = ("village", "period", "households", "households_trained", "teams_village")
    tables = {
        "sources": pa.table({"source": ["r"], "kind": ["report"], "title": ["Báo cáo"], "office": ["Sở"]}),
        "villages": pa.table(
            {
                "village": [v for v, _ in villages],
                "name": [f"Thôn {v}" for v, _ in villages],
                "kind": ["thôn"] * 4,
                "commune_2024": [c for _, c in villages],
                "commune_2025": [into[c] for _, c in villages],
                "source": ["r"] * 4,
            }
        ),
        "village_figures": pa.table(
            dict(zip(names, map(list, zip(*told, strict=True)), strict=True)) | {"source": ["r"] * len(told)}
        ),
    }
    folder: Path = tmp_path_factory.mktemp("tiny")
    return write_release(open_store(folder), tables, parent=None, message="tiny")


def ask(release: Release, measure: str, level: str, **more: str) -> Figures:
    return measured.figures(release, measure, **({"period": "2026-Q2", "structure": "2024"} | more), level=level)


@pytest.mark.parametrize("structure", ["2024", "2025-07"])
@pytest.mark.parametrize("measure", [code for code, each in catalogue().measures.items() if not each.is_score])
def test_sums_over_any_level_equal_the_sum_of_their_parts(country: Release, measure: str, structure: str) -> None:
    told = {"period": LAST, "structure": structure}
    provinces = measured.total(ask(country, measure, "province", **told))
    communes = measured.total(ask(country, measure, "commune", **told))
    if structure == "2024" and measure not in TOLD_BY_VILLAGES:  # told in today's communes: some cannot be taken apart
        assert not communes.numerator > provinces.numerator and not communes.base > provinces.base
        return
    assert (provinces.numerator, provinces.base) == pytest.approx((communes.numerator, communes.base), nan_ok=True)
    assert communes.expected == {"2024": 10_035, "2025-07": 3_321}[structure]
    one = measured.total(ask(country, measure, "commune", parent="20", **told))
    lang_son = ask(country, measure, "province", **told).table.set_index("code").loc["20"]
    counted = ["numerator", "base", "value"]
    if catalogue().measures[measure].is_score:  # told of the province itself
        assert provinces.reported == 0
    elif structure == "2025-07":  # in which the quarter was reported: a province counts the communes that did
        assert (provinces.reported, provinces.expected) == (communes.reported, communes.expected)
        counted += ["reported", "expected"]
    assert [getattr(one, name) for name in counted] == pytest.approx(lang_son[counted].tolist(), nan_ok=True)


@pytest.mark.parametrize("measure", ["smartphone_gap", "village_coverage", "people_guided", "team_density"])
def test_villages_add_up_to_their_commune(country: Release, measure: str) -> None:
    told = {"period": LAST, "structure": "2025-07"}
    communes = ask(country, measure, "commune", parent="20", **told).table.dropna(subset=["numerator"])
    for row in communes.head(12).itertuples():
        villages = measured.total(ask(country, measure, "village", parent=row.code, **told))
        assert villages.numerator == row.numerator
        assert villages.base == row.base or np.isnan(row.base)
        assert villages.expected == row.expected


@pytest.mark.parametrize(("structure", "measure"), [("2025-07", "smartphone_gap"), ("2024", "village_coverage")])
def test_villages_of_a_province_are_those_of_its_communes(country: Release, structure: str, measure: str) -> None:
    told = {"period": LAST, "structure": structure}
    whole = ask(country, measure, "village", parent="20", **told).table
    assert whole.code.is_unique and whole.name.is_unique
    register.units(structure, "commune").loc[whole.commune.unique()]  # each is known
    for commune, own in list(whole.groupby("commune"))[:5]:
        alone = ask(country, measure, "village", parent=commune, **told).table
        columns = ["code", "numerator", "base", "value", "reported"]
        pd.testing.assert_frame_equal(own[columns].reset_index(drop=True), alone[columns])
        assert own.name.tolist() == [f"{name}, {register.unit(structure, commune).name}" for name in alone.name]


def test_communes_that_did_not_report_are_rows_without_a_value(country: Release) -> None:
    told = ask(country, "smartphone_gap", "commune", period=LAST, structure="2025-07")
    everybody = register.units("2025-07", "commune", on=periods.end(LAST))
    assert told.table.code.tolist() == everybody.index.tolist()
    assert told.table.name.tolist() == everybody.name.tolist()
    silent = told.table[told.table.reported == 0]
    assert len(silent) > 2_000 and silent[["numerator", "base", "value"]].isna().all(axis=None)
    assert measured.total(told).reported == told.table.value.notna().sum() < measured.total(told).expected


def test_a_period_without_figures_is_missing_everywhere(country: Release) -> None:
    told = ask(country, "skills_reach", "province", period="2019-Q1")
    assert len(told.table) == 63 and told.table.value.isna().all()
    assert np.isnan(measured.total(told).value)


@pytest.mark.slow
def test_a_figure_carries_what_made_it(tiny: Release) -> None:
    told = ask(tiny, "skills_reach", "commune", parent="06")
    assert (told.measure.code, told.period, told.structure, told.level, told.parent, told.release_id) == (
        "skills_reach",
        "2026-Q2",
        "2024",
        "commune",
        "06",
        tiny.id,
    )
    pd.testing.assert_frame_equal(told.table, ask(tiny, "skills_reach", "commune", parent="06").table)
    assert not told.table["sample"].any()


def test_values_are_divided_after_summing_and_never_clamped(tiny: Release) -> None:
    villages = ask(tiny, "skills_reach", "village", parent="01834").table.set_index("code")
    assert villages.value.tolist() == [0.9, 1.5]
    commune = ask(tiny, "skills_reach", "commune", parent="06").table.set_index("code").loc["01834"]
    assert (commune.numerator, commune.base, commune.value) == (120, 120, 1.0)  # not the mean of 0.9 and 1.5


def test_a_rate_is_of_so_many_as_its_measure_says(country: Release) -> None:
    rates = {code: each.per for code, each in catalogue().measures.items() if each.per != 1}
    assert rates["teams_per_1000"] == 1000
    for code, per in rates.items():
        table = ask(country, code, "commune", parent="20", period=LAST, structure="2025-07").table
        known = table.dropna(subset=["value"])
        assert known["value"].to_numpy() == pytest.approx((known["numerator"] / known["base"] * per).to_numpy()), code
        assert len(known) or code != "teams_per_1000"


def test_a_base_of_zero_gives_no_value_but_counts_as_reported(tiny: Release) -> None:
    row = ask(tiny, "skills_reach", "village", parent="01837").table.iloc[0]
    assert (row.numerator, row.base, row.reported) == (0, 0, 1) and np.isnan(row.value)


def test_units_with_one_part_missing_stay_out_of_both_sums(tiny: Release) -> None:
    told = ask(tiny, "skills_reach", "commune", parent="06")
    row = told.table.set_index("code").loc["01840"]
    assert row[["numerator", "base", "value"]].isna().all() and row.reported == 0
    total = measured.total(told)
    assert (total.numerator, total.base, total.reported, total.expected) == (120, 120, 2, 108)
    assert measured.total(ask(tiny, "households", "commune", parent="06")).numerator == 170


def test_a_village_without_the_base_is_in_no_total_of_villages(tiny: Release) -> None:
    total = measured.total(ask(tiny, "skills_reach", "village", parent="01834", period="2025-Q3"))
    assert (total.numerator, total.base, total.value) == (10, 100, 0.1)
    assert (total.reported, total.expected) == (1, 2)


def test_a_merged_commune_holds_the_sum_of_its_parts(tiny: Release) -> None:
    into = register.successors("01834")[0].code_to
    row = ask(tiny, "households", "commune", structure="2025-07").table.set_index("code").loc[into]
    parts = [e.code_from for e in register.predecessors(into) if e.code_from in ("01834", "01837", "01840")]
    old = ask(tiny, "households", "commune", parent="06").table.set_index("code").loc[parts]
    assert row.numerator == old.numerator.sum()


@pytest.mark.parametrize("code", [None, "20", "180", "06004"])
def test_the_panel_says_the_same_as_the_map(country: Release, code: str | None) -> None:
    panel = measured.unit_figures(country, code, period=LAST, structure="2024").set_index("measure")
    assert panel.index.tolist() == list(catalogue().measures)
    for measure in ("village_coverage", "smartphone_gap", "people_guided", "members_trained", "members_per_1000"):
        if code is None:
            there = measured.total(ask(country, measure, "province", period=LAST))
        else:
            level = {2: "province", 3: "district", 5: "commune"}[len(code)]
            there = ask(country, measure, level, period=LAST).table.set_index("code").loc[code]
        for name in ("numerator", "base", "value", "reported", "expected"):
            assert panel.loc[measure, name] == pytest.approx(getattr(there, name), nan_ok=True)


def test_the_panel_of_a_village(country: Release) -> None:
    village = country.query("SELECT village FROM village_figures WHERE period = $p ORDER BY 1 LIMIT 1", p=LAST)
    code = village.village.iloc[0]
    panel = measured.unit_figures(country, code, period=LAST, structure="2025-07").set_index("measure")
    raw = country.query("SELECT * FROM village_figures WHERE village = $v AND period = $p", v=code, p=LAST).iloc[0]
    assert panel.loc["smartphone_gap", "numerator"] == raw.households - raw.households_smartphone
    assert panel.loc["households", ["numerator", "reported", "expected"]].tolist() == [raw.households, 1, 1]
    assert panel.loc["teams_commune", "reported"] == 0


@pytest.mark.parametrize("code", [None, "20", "06004", "v0600401"])
def test_a_trend_shows_every_quarter_and_the_same_values(country: Release, code: str | None) -> None:
    table = measured.trend(country, "smartphone_gap", structure="2024", code=code).set_index("period")
    assert table.index[0] == "2022-Q1" and table.index[-1] == LAST and len(table) == 19
    assert table.loc[:"2024-Q2", "value"].isna().all() and (table.loc[:"2024-Q2", "reported"] >= 0).all()
    now = measured.unit_figures(country, code, period=LAST, structure="2024").set_index("measure").loc["smartphone_gap"]
    for name in ("numerator", "base", "value", "reported", "expected"):
        assert table.loc[LAST, name] == pytest.approx(now[name], nan_ok=True)


def test_published_totals_come_out_of_the_trend(country: Release) -> None:
    assert measured.trend(country, "teams_village", structure="2024", code="20").numerator.iloc[0] == 1676
    bac_kan = measured.trend(country, "ecommerce_transactions_per_account", structure="2024", code="06")
    assert round(bac_kan.set_index("period").value["2023-Q4"], 3) == 0.259
    trained = measured.trend(country, "members_trained", structure="2024", code="06").set_index("period")
    assert np.isnan(trained.value["2023-Q4"])  # 1,800 of an unknown number of distinct members


@pytest.mark.slow
@given(st.lists(st.one_of(st.none(), st.integers(0, 5)), min_size=1, max_size=12), st.sampled_from(["high", "low"]))
def test_ranking_ties_share_a_rank_and_missing_come_last(values: list[int | None], order: str) -> None:
    column = pd.Series([np.nan if value is None else value for value in values], dtype=float)
    codes = [str(n) for n in range(len(values))]
    bases = [n * 7 % 5 for n in range(len(values))]
    table = pd.DataFrame({"code": codes, "name": "Xã", "value": column, "base": bases})
    ranked = measured.ranking(
        Figures(catalogue().measures["households"], "2026-Q2", "2024", "commune", None, "r", table), order=order
    )
    assert sorted(ranked.code) == sorted(table.code)
    known = ranked[ranked.value.notna()]
    assert ranked["rank"].isna().tolist() == [False] * len(known) + [True] * (len(ranked) - len(known))
    sign = 1 if order == "high" else -1
    for row in known.itertuples():
        assert row.rank == 1 + (sign * known.value > sign * row.value).sum()
    for _, tied in known.groupby("rank"):
        assert tied.base.is_monotonic_decreasing


def test_which_measures_were_told(country: Release) -> None:
    told = measured.reporting_communes(country, period="2022-Q1", structure="2024")
    assert list(told) == list(catalogue().measures)
    assert told["smartphone_gap"] == 0 and told["digital_shops"] == 194


def test_periods_are_listed_from_the_first_to_the_last(country: Release) -> None:
    assert measured.periods(country)[0] == "2022-Q1" and measured.periods(country)[-1] == LAST


def test_sources_of_what_is_shown(country: Release, tiny: Release) -> None:
    there = origins.sources(country, period=LAST, structure="2025-07", parent="20")
    assert there.kind.tolist() == ["sample"]
    assert origins.sources(country, period=LAST, structure="2025-07", parent="01").empty
    assert origins.sources(tiny, period="2026-Q2", structure="2024").source.tolist() == ["r"]


def test_wrong_questions_are_refused_by_name(tiny: Release) -> None:
    with pytest.raises(UnknownMeasure):
        ask(tiny, "teams; DROP TABLE", "commune")
    with pytest.raises(NotFound):
        ask(tiny, "households", "commune", parent="99")
    with pytest.raises(NotFound):
        ask(tiny, "households", "village")
    with pytest.raises(NotFound):
        measured.unit_figures(tiny, "no-such-village", period="2026-Q2", structure="2024")
