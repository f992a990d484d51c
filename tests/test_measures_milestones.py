"""The published figures: as they were published, with qualifier, date, scope, source; and the traps in them."""

import pytest

from data.catalogue import periods
from data.catalogue.milestones import MILESTONES, Milestone, counts, of_province
from data.i18n import LANGUAGES, say
from data.i18n.numbers import number
from data.units import register


def only(province: str | None, what: str, **more: object) -> Milestone:
    found = [m for m in of_province(province) if m.what == what and all(getattr(m, k) == v for k, v in more.items())]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("found", MILESTONES, ids=lambda m: f"{m.province}-{m.what}-{m.as_of}")
def test_each_says_what_when_where_and_who_said_so(found: Milestone) -> None:
    for lang in LANGUAGES:
        assert say(found.words, lang)
        assert found.scope is None or say(found.scope, lang)
    assert found.source
    assert periods.parse(found.period)
    if found.province is not None:
        assert register.unit("2024", found.province).short == found.name
        children = register.successors(register.children("2024", found.province, "commune").index[0])
        assert register.unit("2025-07", children[0].code_to).province == found.successor


def test_golden_counts() -> None:
    assert counts("20", "2022-Q1") == {
        "teams_village": 1676,
        "members_village": 6214,
        "households_trained": 124_768,
        "digital_shops": 116_412,
        "epayment_accounts": 102_115,
        "ecommerce_products": 14_640,
        "ecommerce_transactions": 10_153,
    }
    assert counts("49", "2022-Q1") == {"teams_village": 354, "teams_commune": 20, "teams_district": 2}
    assert counts("15", "2022-Q1") == {"teams_commune": 25, "villages_covered": 172, "members": 1287}
    assert counts("30", "2022-Q1") == {}
    assert counts("06", "2023-Q4") == {
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
    assert counts("74", "2023-Q4") == {"teams": 586, "members": 3329}
    assert counts("62", "2024-Q3") == {"teams": 566, "members": 2519}


def test_the_countrys_series_keeps_its_qualifiers_and_ends_in_march_2025() -> None:
    series = {(m.as_of, m.what): (m.qualifier, m.number) for m in of_province(None)}
    assert series == {
        ("2022-04-04", "teams"): ("gần", 2300),
        ("2022-06-14", "teams"): (None, 27_218),
        ("2022-06-14", "members"): (None, 130_487),
        ("2022-08-23", "teams"): (None, 42_469),
        ("2022-08-23", "members"): ("hơn", 208_000),
        ("2022-09-05", "teams"): (None, 46_105),
        ("2022-09-05", "members"): (None, 212_761),
        ("2025-03", "teams"): ("hơn", 74_000),
        ("2025-03", "members"): ("hơn", 340_000),
    }
    assert max(m.as_of for m in MILESTONES) == "2025-06-21"


def test_trap_26_percent_is_no_coverage() -> None:
    transactions = only("06", "ecommerce_transactions")
    accounts = only("06", "ecommerce_accounts")
    assert round(transactions.number / accounts.number * 100, 1) == 25.9
    assert transactions.scope == "milestones.scope.not_coverage"
    assert not [m for m in of_province("06") if m.kind == "share"]


def test_trap_accounts_are_no_subset_of_the_trained() -> None:
    assert only("06", "ecommerce_accounts").number > only("06", "households_trained").number


def test_trap_overlapping_people_carry_a_warning_and_no_sum_is_printed() -> None:
    numbers = {m.number for m in of_province("06")}
    assert not numbers & {1044 + 6062, 1200 + 1800}
    for what in ("members_commune", "members_village"):
        assert only("06", what).scope == "milestones.scope.may_double"
    for what in ("attendees", "members_trained"):
        assert only("06", what).scope == "milestones.scope.overlap"


def test_trap_yen_bai_is_one_district() -> None:
    assert {m.scope for m in of_province("15")} == {"milestones.scope.van_yen"}
    assert len(register.children("2024", "136", "commune")) == only("15", "teams_commune").number == 25
    assert len(register.children("2024", "15", "district")) == 9


def test_trap_dossiers_are_not_the_teams_output() -> None:
    before, after = only("37", "dossiers_2024"), only("37", "dossiers_2025")
    for found in (before, after):
        assert found.indicator is None
        assert "các tổ" in say(found.scope, "vi")


def test_trap_each_target_says_stock_or_flow() -> None:
    targets = [m for m in MILESTONES if m.kind == "target"]
    assert len(targets) == 4 and all(m.target_kind in ("stock", "flow") for m in targets)
    assert only("20", "target_epayment").number < only("20", "epayment_accounts").number
    assert not any(m.indicator for m in targets)


def test_trap_numbers_are_written_the_vietnamese_way() -> None:
    assert number(only("20", "teams_village").number, "vi") == "1.676"


def test_trap_former_provinces_keep_their_structure() -> None:
    assert {m.structure for m in MILESTONES} == {"2024"}
    assert {m.name for m in MILESTONES if m.successor == "19"} == {"Bắc Kạn"}
    changed = {m.name for m in MILESTONES if m.province and m.province != m.successor}
    assert changed == {"Quảng Nam", "Hải Dương", "Bắc Kạn", "Bình Dương", "Kon Tum"}


def test_every_published_fact_is_there_with_its_whole() -> None:
    """Campaigns, rules and difficulties too; a figure that the source gives of a whole says so."""
    assert [only(place, what).base for place, what in (("06", "teams_commune"), ("06", "teams_village"))] == [108, 1292]
    assert only("15", "teams_commune").base == 25
    told = {(m.province, m.what): m.number for m in MILESTONES}
    assert (told["49", "districts"], told["74", "campaign_days"], told["62", "campaign_days"]) == (18, 60, 10)
    assert (told["62", "campaign_contents"], told["62", "difficulties_named"]) == (6, 4)
    assert (told["74", "volunteers_at_least"], told["74", "group_at_least"]) == (20, 2)
    assert (told["06", "transactions_of_accounts"], told["37", "dossiers_share"]) == (26, 96.43)
    assert told["20", "secretaries_deputies"] == told["20", "teams_village"] == 1676
