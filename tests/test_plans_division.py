"""A target that is divided adds up to the unit, keeps to its bounds, and gives nobody with more weight less."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.__main__ import main
from data.plans.division import BadShares, Share, divide

NUMBER = st.integers(0, 500)
SHARES = st.lists(
    st.builds(
        Share,
        st.just(""),
        st.integers(0, 400).map(lambda n: Fraction(n, 7)),
        st.just(""),
        st.integers(0, 40),
        st.none() | st.integers(40, 300),
        st.none() | st.none() | st.integers(0, 60),
    ),
    min_size=1,
    max_size=30,
).map(lambda shares: [Share(f"{at:05}", *tuple(vars(each).values())[1:]) for at, each in enumerate(shares)])


@given(st.integers(0, 5000), SHARES)
def test_parts_add_up_or_say_why_not(total: int, shares: list[Share]) -> None:
    found = divide(total, shares)
    assert list(found.parts) == [each.code for each in shares]
    assert found.sum + found.short - found.excess == total
    assert (found.sum == total) == (found.why == "none")
    for each in shares:
        part = found.parts[each.code]
        if each.lock is not None:
            assert part == each.lock
        else:
            assert part >= each.floor and (each.ceiling is None or part <= each.ceiling)
    free = [each for each in shares if each.lock is None]
    if found.excess:
        assert all(found.parts[each.code] == each.floor for each in free), "nothing was given beyond the floors"
    if found.short:
        assert all(each.weight == 0 or found.parts[each.code] == each.ceiling for each in free)


@given(st.integers(0, 5000), SHARES)
def test_more_weight_never_gets_less(total: int, shares: list[Share]) -> None:
    found = divide(total, shares)
    free = [each for each in shares if each.lock is None]
    for one in free:
        for other in free:
            same = (one.floor, one.ceiling) == (other.floor, other.ceiling)
            if same and one.weight > other.weight:
                assert found.parts[one.code] >= found.parts[other.code]


@given(st.integers(0, 10**6), st.lists(st.integers(1, 10**6), min_size=1, max_size=50))
def test_without_bounds_each_part_is_its_share_to_the_unit(total: int, weights: list[int]) -> None:
    found = divide(total, [Share(str(at), Fraction(weight)) for at, weight in enumerate(weights)])
    assert found.sum == total
    for at, weight in enumerate(weights):
        assert abs(found.parts[str(at)] - Fraction(total * weight, sum(weights))) < 1


def test_lang_sons_target_over_its_teams_is_whole_and_adds_up() -> None:
    found = divide(100_000, [Share(f"{at:04}", Fraction(1)) for at in range(1676)])
    assert found.sum == 100_000 and set(found.parts.values()) == {59, 60}


DAK_LAK = {
    100_000: (1500, 1000, 600, 106_000),
    50_000: (700, 500, 300, 51_400),
    30_000: (500, 300, 150, 32_500),
    10_000: (160, 100, 30, 10_020),
}


@pytest.mark.parametrize("target", DAK_LAK)
def test_dak_laks_floors_exceed_its_targets_and_the_excess_is_said(target: int) -> None:
    """32 phường, 40 xã with a market, 30 rural xã."""
    *floors, added = DAK_LAK[target]
    groups = [("phường", 32), ("xã có chợ", 40), ("xã nông thôn", 30)]
    shares = [
        Share(f"{name} {at}", Fraction(1), name, floor)
        for (name, count), floor in zip(groups, floors, strict=True)
        for at in range(count)
    ]
    found = divide(target, shares)
    assert (found.sum, found.excess, found.why) == (added, added - target, "floors")


def test_the_command_reads_a_file_and_prints_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "w.csv"
    file.write_text("code,weight,group,floor,ceiling,lock\n00001,1.676,,,,\n00002,838,,,,\n00003,5,,,,7\n", "utf-8")
    assert main(["divide", "--total", "100", "--weights", str(file), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert {row["code"]: row["value"] for row in said["rows"]} == {"00001": 62, "00002": 31, "00003": 7}
    assert (said["sum"], said["excess"], said["short"], said["infeasible"]) == (100, 0, 0, [])
    assert main(["divide", "--total", "5", "--weights", str(file), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["excess"] == 2


@pytest.mark.parametrize(
    "text",
    ["", "code\n1\n", "code,weight\n1,\n", "code,weight\n1,x\n", "code,weight\n1,2\n1,3\n", "code,weight\n1,-2\n"],
)
def test_what_is_no_file_of_weights_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "w.csv"
    file.write_text(text, "utf-8")
    assert main(["divide", "--total", "5", "--weights", str(file)]) == 1


def test_a_floor_above_its_ceiling_is_named() -> None:
    found = divide(10, [Share("a", Fraction(1), "", 6, 2), Share("b", Fraction(1))])
    assert found.infeasible == ("a",) and found.parts == {"a": 6, "b": 4}


@pytest.mark.parametrize("shares", [[], [Share("a", Fraction(-1))], [Share("a", Fraction(1), "", -1)]])
def test_bad_shares_are_refused(shares: list[Share]) -> None:
    with pytest.raises(BadShares):
        divide(5, shares)
