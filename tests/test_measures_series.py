"""Series: the numbers of the map, quarter by quarter; sums of chosen units; changes only where both are known."""

import numpy as np
import pandas as pd
import pytest

from data.catalogue import periods as quarters
from data.catalogue.current import catalogue
from data.measures import figures as measured
from data.measures import series
from data.releases.store import Release
from data.units import register
from tests.fixtures.sample import SmallCountry

SHOWN = ["numerator", "base", "value", "reported", "expected"]


@pytest.fixture(name="country")
def _country(small_country: SmallCountry) -> Release:
    return small_country.release


def ask(release: Release, measure: str, level: str, codes: list[str], structure: str = "2025-07") -> pd.DataFrame:
    return series.series(release, measure, structure=structure, level=level, codes=codes)


@pytest.mark.parametrize("measure", ["smartphone_gap", "activity", "teams_per_1000", "people_guided"])
@pytest.mark.parametrize(
    ("level", "parent", "structure"),
    [
        ("province", None, "2025-07"),
        ("province", None, "2024"),
        ("commune", "20", "2025-07"),
        ("commune", "20", "2024"),
        ("village", "06073", "2025-07"),
    ],
)
def test_a_series_says_what_the_map_says(
    country: Release, measure: str, level: str, parent: str | None, structure: str
) -> None:
    for period in ("2025-Q1", "2026-Q3"):
        told = measured.figures(country, measure, period=period, structure=structure, level=level, parent=parent)
        codes = list(told.table["code"])
        rows = ask(country, measure, level, codes, structure)
        now = rows[rows["period"] == period].reset_index(drop=True)
        assert list(now["code"]) == codes
        own = now["value"].notna()
        pd.testing.assert_frame_equal(now.loc[own, SHOWN], told.table.loc[own.to_numpy(), SHOWN], check_dtype=False)
        assert now["value"].isna().tolist() == told.table["value"].isna().tolist()


def test_every_quarter_is_there_for_every_unit_in_order(country: Release) -> None:
    rows = ask(country, "smartphone_gap", "commune", ["06073", "06001", "99999"])
    known = series.every_period(country)
    assert known == quarters.span(known[0], known[-1])
    assert list(rows["code"]) == [code for code in ("06073", "06001", "99999") for _ in known]
    assert list(rows["period"]) == known * 3
    assert rows.loc[rows["code"] == "99999", "value"].isna().all()


def test_all_communes_together_are_their_province(country: Release) -> None:
    codes = list(register.children("2025-07", "20", "commune").index)
    for code in ("smartphone_gap", "people_guided", "teams_per_1000"):
        added = series.together(ask(country, code, "commune", codes), measure=catalogue().measures[code], codes=codes)
        own = measured.trend(country, code, structure="2025-07", code="20")
        pd.testing.assert_frame_equal(
            added[["period", "numerator", "base", "value"]], own[["period", "numerator", "base", "value"]]
        )
        assert (added["reported"] <= added["expected"]).all() and (added["expected"] == len(codes)).all()


def made(values: dict[str, list[float]], reported: int = 10) -> pd.DataFrame:
    """Make the series of units whose numerators over a base of 100 are given, from 2025-Q1 on."""
    rows = [
        (code, period, value * 100, 100.0, value, reported, 10)
        for code, row in values.items()
        for period, value in zip(quarters.span("2025-Q1", "2026-Q1"), row, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(series.COLUMNS))


def test_chosen_units_are_added_where_both_parts_are_known() -> None:
    rows = made({"a": [0.1, 0.2, 0.3, 0.4, np.nan], "b": [0.3, np.nan, 0.5, 0.6, np.nan], "c": [0.9] * 5})
    added = series.together(rows, measure=catalogue().measures["skills_reach"], codes=["a", "b"])
    assert added["value"].round(3).tolist()[:4] == [0.2, 0.2, 0.4, 0.5] and np.isnan(added["value"].iloc[4])
    assert added["reported"].tolist() == [2, 1, 2, 2, 0]


def test_a_value_that_few_stand_for_is_no_end_of_a_change() -> None:
    rows = made({"a": [0.1, 0.2, 0.3, 0.4, 0.4]}, reported=4)
    assert series.without_thin(rows)["value"].isna().all()


def test_half_of_the_parts_are_enough_to_stand_for_the_whole() -> None:
    rows = made({"a": [0.1, 0.2, 0.3, 0.4, 0.4]}, reported=5)
    assert series.without_thin(rows)["value"].tolist() == rows["value"].tolist()
