"""Published totals in the sample: exact at their dates, and all else of those early quarters is missing."""

import pytest

from data.catalogue.current import catalogue
from data.catalogue.milestones import counts
from data.releases.store import Release
from tests.fixtures.sample import SmallCountry


@pytest.fixture(name="country")
def _country(small_country: SmallCountry) -> Release:
    return small_country.release


_SUMS = ", ".join(f"sum({name}) AS {name}" for name in catalogue().codes)


def province_sums(release: Release, province: str, period: str) -> dict[str, int]:
    row = (
        release.query(
            f"SELECT {_SUMS} FROM communes WHERE structure = '2024' AND province = $province AND period = $period",
            province=province,
            period=period,
        )
        .iloc[0]
        .dropna()
    )
    return {name: int(value) for name, value in row.items()}


LANG_SON = {
    "teams_village": 1676,
    "members_village": 6214,
    "households_trained": 124_768,
    "digital_shops": 116_412,
    "epayment_accounts": 102_115,
    "ecommerce_products": 14_640,
    "ecommerce_transactions": 10_153,
}
BAC_KAN = {
    "teams_commune": 108,
    "members_commune": 1044,
    "teams_village": 1292,
    "members_village": 6062,
    "members_trained": 1800,
    "ecommerce_accounts": 104_933,
    "households_trained": 91_881,
    "ecommerce_products": 973,
    "ecommerce_transactions": 27_176,
}


@pytest.mark.parametrize(
    ("province", "period", "expected"),
    [
        ("20", "2022-Q1", LANG_SON | {"teams": 1676, "members": 6214}),
        ("49", "2022-Q1", {"teams_village": 354, "teams_commune": 20}),
        ("15", "2022-Q1", {"teams_commune": 25, "villages_covered": 172, "teams_village": 172, "members": 1287}),
        ("30", "2022-Q1", {}),
        ("06", "2023-Q4", BAC_KAN | {"villages": 1292, "villages_covered": 1292}),
        ("74", "2023-Q4", {"teams": 586, "members": 3329}),
        *((province, "2022-Q1", {}) for province in ("06", "37", "62", "74")),
        *((province, "2023-Q4", {}) for province in ("15", "20", "30", "37", "49", "62")),
    ],
)
def test_early_quarters_hold_what_was_published_and_nothing_else(
    country: Release, province: str, period: str, expected: dict[str, int]
) -> None:
    assert province_sums(country, province, period) == expected
    told = {name: number for name, number in counts(province, period).items() if name != "teams_district"}
    assert told.items() <= expected.items()


def test_kon_tum_in_its_quarter(country: Release) -> None:
    told = province_sums(country, "62", "2024-Q3")
    assert (told["teams"], told["members"]) == (566, 2519)
    assert told["villages"] == 752 and told["villages_covered"] == 566


def test_quang_nams_two_district_teams(country: Release) -> None:
    rows = country.query("SELECT code, teams_district FROM reports WHERE level = 'district'")
    assert len(rows) == 2 and rows.teams_district.sum() == 2


def test_yen_bai_is_one_district(country: Release) -> None:
    told = country.query(
        "SELECT DISTINCT district FROM communes WHERE structure = '2024' AND province = '15' "
        "AND period = '2022-Q1' AND (teams_commune > 0 OR villages_covered > 0)"
    )
    assert told.district.tolist() == ["136"]


@pytest.mark.parametrize("period", ["2025-Q1", "2025-Q2"])
def test_every_commune_of_ninh_binh_has_a_team(country: Release, period: str) -> None:
    told = country.query(
        "SELECT code, teams_commune, villages_covered, teams_village FROM communes "
        "WHERE structure = '2024' AND province = '37' AND period = $period",
        period=period,
    )
    assert len(told) == 125
    assert (told.teams_commune >= 1).all() and (told.villages_covered >= 1).all()
    assert told.set_index("code").teams_village["14620"] == 8


def test_published_household_counts_fit_into_the_households(country: Release) -> None:
    over = country.query(
        "SELECT count(*) AS n FROM village_figures early JOIN village_figures late USING (village) "
        "WHERE early.period IN ('2022-Q1', '2023-Q4') AND late.period = '2024-Q3' AND ("
        "early.ecommerce_accounts > late.households OR early.households_trained > late.households)"
    )
    assert over.n.iloc[0] == 0


def test_later_figures_go_on_from_the_published_ones(country: Release) -> None:
    stocks = (
        "households_trained",
        "digital_shops",
        "epayment_accounts",
        "ecommerce_accounts",
        "ecommerce_products",
        "ecommerce_transactions",
    )
    falls = " OR ".join(f"late.{name} < early.{name}" for name in stocks)
    fallen = country.query(
        f"SELECT count(*) AS n FROM village_figures early JOIN village_figures late USING (village) "
        f"WHERE early.period < late.period AND ({falls})"
    )
    assert fallen.n.iloc[0] == 0


def test_each_published_total_carries_its_source_and_qualifier(country: Release) -> None:
    notes = country.query("SELECT * FROM notes WHERE code = '20' AND indicator = 'ecommerce_products'")
    assert set(notes.kind) == {"remark", "qualifier"}
    assert notes.set_index("kind").text["qualifier"] == "hơn"
    assert "ICTVietnam" in notes.set_index("kind").text["remark"]
    scoped = country.query("SELECT DISTINCT code FROM notes WHERE kind = 'scope'")
    assert "15" in set(scoped.code)


@pytest.mark.parametrize(("structure", "province"), [("2024", "49"), ("2025-07", "48")])
def test_a_districts_own_teams_count_in_its_province(country: Release, structure: str, province: str) -> None:
    """Quảng Nam's two district teams are in no commune; today its people are Đà Nẵng's."""
    row = country.query(
        "SELECT teams_district FROM provinces WHERE structure = $structure AND code = $code AND period = '2022-Q1'",
        structure=structure,
        code=province,
    )
    assert row["teams_district"].tolist() == [2]
