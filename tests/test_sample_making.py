"""Making the sample: the same bytes each time, progress told, whole parts conserved by `apportion`."""

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.derivation.schema import RECORDS, fit, schemas
from data.i18n import dictionary
from data.sample.land import survey
from data.sample.make import make_tables
from data.sample.names import name_villages
from data.sample.villages import apportion
from data.units import register
from tests.fixtures.sample import SmallCountry

KON_TUM = ("62",)


def test_the_same_seed_gives_the_same_tables() -> None:
    one, two = make_tables(provinces=KON_TUM), make_tables(provinces=KON_TUM)
    assert one.keys() == two.keys()
    for name, table in one.items():
        assert table.equals(two[name]), name


def test_another_seed_gives_other_villages() -> None:
    one, two = make_tables(provinces=KON_TUM), make_tables(provinces=KON_TUM, seed=1)
    assert not one["village_figures"].equals(two["village_figures"])


@pytest.mark.parametrize(
    "name", ["villages", "village_figures", "reports", "teams", *RECORDS, "people", "sources", "notes"]
)
def test_tables_fit_the_schema_of_a_release(small_country: SmallCountry, name: str) -> None:
    table = small_country.tables[name]
    assert set(table.column_names) <= set(schemas()[name].names)
    assert fit(table, schema=schemas()[name]).num_rows == table.num_rows > 0


def test_progress_rises_and_names_its_steps() -> None:
    told: list[tuple[float, str]] = []
    make_tables(provinces=KON_TUM, progress=lambda done, key: told.append((done, key)))
    shares = [done for done, _ in told]
    assert shares == sorted(shares) and shares[0] == 0.0 and shares[-1] == 1.0
    assert {key for _, key in told} <= dictionary().keys()


@given(
    total=st.integers(0, 200_000),
    weights=st.lists(st.floats(0.01, 1e4), min_size=1, max_size=60),
    floor=st.integers(0, 3),
)
def test_apportion_conserves_the_total(total: int, weights: list[float], floor: int) -> None:
    total += floor * len(weights)
    parts = apportion(total, np.array(weights), floor=floor)
    assert parts.sum() == total and (parts >= floor).all()
    exact = np.array(weights) / sum(weights) * (total - floor * len(weights))
    assert (abs(parts - floor - exact) < 1 + 1e-6 * total).all()


def test_names_are_unique_even_in_a_commune_of_sixty_villages() -> None:
    land = survey(frozenset(["11", "62", "92"]), seed=3)
    counts = np.full(len(land.communes), 60)
    names = name_villages(land, counts=counts, seed=3)
    commune = np.repeat(np.arange(len(counts)), counts)
    assert not names.assign(commune=commune).duplicated(["commune", "name"]).any()


def test_the_island_of_nobody_gets_no_villages_and_the_inhabited_ones_do() -> None:
    drawn = make_tables(provinces=["48", "51"])["villages"].to_pandas()
    assert "20333" not in set(drawn.commune_2025)  # Hoàng Sa has no resident households
    ly_son = drawn[drawn.commune_2025 == "21548"]
    assert len(ly_son) and ly_son.commune_2024.isna().all()


@pytest.mark.slow
def test_the_whole_country() -> None:
    country = make_tables()
    villages = country["villages"].to_pandas()
    assert 72_000 < len(villages) < 78_000 and villages.village.is_unique
    everywhere = set(register.units("2025-07", "commune").index)
    assert everywhere - set(villages.commune_2025) == {"20333"}  # Hoàng Sa
    assert set(villages.commune_2024.dropna()) == set(register.units("2024", "commune").index)
    told = duckdb.from_arrow(country["village_figures"])
    wanted = ", ".join(f"sum({name})::BIGINT" for name in ("households", "members_village", "teams_village"))
    sums = told.aggregate(f"period, {wanted}", "period")
    by_period = {row[0]: row[1:] for row in sums.fetchall()}
    assert by_period["2022-Q1"] == (None, 6214, 1676 + 354 + 172)
    households, members, teams = by_period["2026-Q3"]
    assert 26_000_000 < households < 28_000_000 and 310_000 < members < 360_000 and 70_000 < teams < 80_000
    assert country["memberships"].num_rows == sum(country["teams"]["members"].to_pylist())
