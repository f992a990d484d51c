"""Rules are settings with dates and sources; SQL and the team's page judge alike."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.catalogue import composition_rules
from data.catalogue.composition_rules import RULES, BadRule, Rule
from data.derivation.schema import schemas
from data.i18n import say
from data.teams.free_texts import holds_phone_number

COUNT = st.none() | st.integers(0, 25)
FACTS = st.fixed_dictionaries(
    {
        "level": st.sampled_from(["village", "commune", "volunteer"]),
        "province_2024": st.sampled_from([None, "49", "06"]),
        **{
            name: COUNT
            for name in (
                "members",
                "listed",
                "village_heads",
                "youth",
                "youth_deputies",
                "women",
                "officials",
                "roles_known",
                "seats_known",
                "subgroups",
                "branch_teams",
                "commune_villages",
                "commune_served",
            )
        },
    }
)
NOW = date(2026, 9, 30)


@given(told=FACTS)
def test_the_query_and_the_page_say_the_same(told: dict[str, object]) -> None:
    row = pd.Series({**dict.fromkeys(schemas()["team_facts"].names), **told}, dtype=object)
    values = ", ".join(
        f"{'NULL' if value is None else repr(value)}::{'VARCHAR' if name in ('level', 'province_2024') else 'BIGINT'} "
        f"AS {name}"
        for name, value in told.items()
    )
    held = composition_rules.in_force(NOW)
    findings = composition_rules.findings(row, on=NOW)
    for finding in findings:
        asked = f"{composition_rules.condition(finding.rule)}, {composition_rules.applies(finding.rule, among=held)}"
        assert duckdb.sql(f"SELECT {asked} FROM (SELECT {values})").fetchall() == [(finding.met, True)], finding
    judged = [f.met for f in findings]
    whole = duckdb.sql(f"SELECT {composition_rules.all_met(held)} FROM (SELECT {values})").fetchall()
    assert whole == [(None if not judged else False if False in judged else None if None in judged else True,)]


TNTN: dict[str, tuple[dict[str, int], dict[str, bool | None]]] = {
    "nothing is known": ({}, {"size": None, "group_size": None, "village_covered": None, "chi_doan_covered": None}),
    "twenty by the register": ({"members": 20}, {"size": True, "group_size": None}),
    "the list goes before the count": ({"members": 25, "listed": 19}, {"size": False}),
    "ten groups of two": ({"members": 20, "subgroups": 10}, {"group_size": True}),
    "one has to work alone": ({"members": 20, "subgroups": 11}, {"group_size": False}),
    "not divided into groups": ({"subgroups": 0}, {"size": None, "group_size": False}),
    "groups of an unknown number of people": ({"subgroups": 4}, {"group_size": None}),
    "the team of its chi đoàn": ({"branch_teams": 1}, {"chi_doan_covered": True}),
    "every village has a team": ({"commune_villages": 7, "commune_served": 7}, {"village_covered": True}),
    "two villages have none": ({"commune_villages": 7, "commune_served": 5}, {"village_covered": False}),
    "some team does not say where": ({"commune_villages": 7}, {"village_covered": None}),
}


@pytest.mark.parametrize("case", TNTN)
def test_a_volunteer_team_is_told_what_its_data_can_tell(case: str) -> None:
    told, expected = TNTN[case]
    row = pd.Series({**dict.fromkeys(schemas()["team_facts"].names), "level": "volunteer", **told}, dtype=object)
    found = {finding.rule.check: finding for finding in composition_rules.findings(row, on=NOW)}
    assert {check: found[check].met for check in expected} == expected
    assert set(found) == {"size", "group_size", "village_covered", "chi_doan_covered"}
    assert all(finding.rule.source == "Báo Bình Dương, 2023" for finding in found.values())


def test_every_rule_has_a_source_a_date_and_words() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.source and rule.since >= date(2022, 3, 5)
        for lang in ("vi", "en"):
            assert say(f"teams.check.{rule.check}", lang, minimum=rule.minimum)
    assert not composition_rules.in_force(date(2022, 3, 4)), "before the letter nothing is recommended"


def test_the_office_adds_ends_and_forgets_rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    own = Rule(
        "five",
        "size",
        ("village",),
        date(2026, 1, 1),
        "QĐ 12/QĐ-UBND",
        minimum=5,
        provinces=("06",),
        replaces=("size",),
        by="lan",
    )
    composition_rules.save(own)
    assert composition_rules.every()[-1] == own
    row = pd.Series(
        {**dict.fromkeys(schemas()["team_facts"].names), "level": "village", "province_2024": "06", "listed": 4},
        dtype=object,
    )
    sizes = {f.rule.id: f.met for f in composition_rules.findings(row, on=NOW) if f.rule.check == "size"}
    assert sizes == {"five": False}
    composition_rules.save(replace(own, until=date(2026, 6, 1)))
    assert {f.rule.id: f.met for f in composition_rules.findings(row, on=NOW) if f.rule.check == "size"} == {
        "size": True
    }
    composition_rules.remove("five")
    assert composition_rules.every() == RULES
    for bad in (
        replace(own, source=" "),
        replace(own, minimum=None),
        replace(own, minimum=0),
        replace(own, levels=()),
        replace(own, check="women"),
        replace(own, check="village_covered"),
    ):
        with pytest.raises(BadRule):
            composition_rules.save(bad)


@pytest.mark.parametrize(
    "text",
    [
        "0987012345",
        "Tổ trưởng 0987/012/345",
        "(098) 701 2345",
        "0987_012_345",
        "098,701,2345",
        "0987–012–345",
        "0987  012  345",
        "0987\u00a0012\u00a0345",
        "0987\u200b012\u200b345",
        "+84 987 012 345",
        "０９８７０１２３４５",
        "٠٩٨٧٠١٢٣٤٥",
        "0 9 8 7 . 0 1 2 . 3 4 5",
        "từ 01/03/2022, gọi 0987.012.345",
    ],
)
def test_a_telephone_number_is_seen_however_it_is_spelled(text: str) -> None:
    assert holds_phone_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Quyết định 123/QĐ-UBND ngày 15/3/2022",
        "01/03/2022 - 05/03/2022",
        "1.676 tổ, 6.214 thành viên",
        "Tổ số 12, thôn 3, xã 06073",
        "Hướng dẫn 12.345 lượt; 67 hộ",
    ],
)
def test_dates_decisions_and_counts_are_no_telephone_numbers(text: str) -> None:
    assert not holds_phone_number(text)
