"""The measures: their words, their columns, and what they make of missing and odd numbers."""

import duckdb
import pytest

from data.catalogue.current import catalogue
from data.catalogue.scales import SCALES
from data.i18n import LANGUAGES, say


def compute(code: str, **told: int) -> tuple[int | None, int | None]:
    """Evaluate a measure's numerator and base on one row; indicators not given are missing."""
    measure = catalogue().measures[code]
    row = ", ".join(
        f"{told.get(name, 'NULL')}::BIGINT AS {name}" for name in (*catalogue().codes, *catalogue().record_codes)
    )
    base = measure.base or "NULL"
    return duckdb.sql(f"SELECT {measure.numerator}, {base} FROM (SELECT {row})").fetchall()[0]


@pytest.mark.parametrize("code", catalogue().measures)
def test_every_measure_is_named_and_explained_in_both_languages(code: str) -> None:
    measure = catalogue().measures[code]
    for lang in LANGUAGES:
        texts = [say(key, lang) for key in (measure.name, measure.plain, measure.formula, measure.unit)]
        assert all(texts)
        assert len(set(texts[:3])) == 3
    assert measure.code == code
    assert set(measure.needs) <= set(catalogue().codes if measure.counted_in == "reports" else catalogue().record_codes)


@pytest.mark.parametrize("code", catalogue().measures)
def test_a_measure_is_missing_as_soon_as_one_part_is(code: str) -> None:
    measure = catalogue().measures[code]
    everything = {name: 10 for name in measure.needs}
    numerator, base = compute(code, **everything)
    assert numerator is not None and (base is not None) == (measure.base is not None)
    for lost in measure.needs:
        if all(part.possible(set(measure.needs) - {lost}) for _, part in measure.parts):
            continue  # it can be told in another way, as by the lack instead of the rest
        numerator, base = compute(code, **{name: n for name, n in everything.items() if name != lost})
        assert numerator is None or (measure.base is not None and base is None)


def test_kinds_agree_with_their_formulas() -> None:
    for measure in catalogue().measures.values():
        assert (measure.kind in ("count", "score")) == (measure.base is None)
        assert (measure.per == 1000) == (measure.kind == "rate")
        assert (measure.over_one == "flag") == (measure.kind == "share")
        assert SCALES[measure.scale].good == measure.good, "the colours say of it what its record says"


def test_team_levels_are_never_mixed_in_a_density() -> None:
    for code in ("team_density", "teams_per_1000", "village_coverage", "activity"):
        assert not {"teams", "teams_commune", "teams_district"} & set(catalogue().measures[code].needs)
    assert "members_commune" not in catalogue().measures["members_per_1000"].needs


def test_members_of_two_levels_are_never_added() -> None:
    # Bắc Kạn: 1,044 and 6,062 may hold a person twice, so that 1,800 trained are a share of neither sum nor part
    assert compute("members_trained", members_trained=1800, members_village=6062, members_commune=1044)[1] is None
    assert compute("members_trained", members_trained=14, members_village=43) == (14, 43)
    assert compute("members_trained", members_trained=14, members=50, members_village=43) == (14, 50)


def test_transactions_per_account_is_a_ratio_and_no_coverage() -> None:
    measure = catalogue().measures["ecommerce_transactions_per_account"]
    assert (measure.kind, measure.over_one, measure.scale, measure.good) == ("ratio", "fine", "neutral", None)
    numerator, base = compute(measure.code, ecommerce_transactions=27_176, ecommerce_accounts=104_933)
    assert round(numerator / base, 3) == 0.259


@pytest.mark.parametrize(
    ("code", "told", "expected"),
    [
        ("smartphone_gap", {"households": 120, "households_smartphone": 90}, (30, 120)),
        ("smartphone_gap_poor", {"households_poor": 12, "households_poor_smartphone": 9}, (3, 12)),
        (
            "smartphone_gap_poor_near",
            {
                "households_poor": 12,
                "households_near_poor": 8,
                "households_poor_smartphone": 9,
                "households_near_poor_smartphone": 8,
            },
            (3, 20),
        ),
        ("villages_uncovered", {"villages": 9, "villages_covered": 7}, (2, None)),
        ("skills_reach", {"households": 100, "households_trained": 130}, (130, 100)),
        ("village_coverage", {"villages": 0, "villages_covered": 0}, (0, 0)),
    ],
)
def test_formulas(code: str, told: dict[str, int], expected: tuple[int, int | None]) -> None:
    assert compute(code, **told) == expected


@pytest.mark.parametrize("code", catalogue().measures)
def test_a_measure_is_a_flow_where_its_numerator_happens_within_a_period(code: str) -> None:
    measure = catalogue().measures[code]
    assert {catalogue().indicators[need].time for need in measure.numerator.needs} == {measure.time}


def test_coverage_and_activity_stand_side_by_side() -> None:
    offered = list(catalogue().measures)
    assert offered.index("activity") == offered.index("village_coverage") + 1
