"""Totals of provinces: what no part holds is not lost, however they are asked for; their bounds where not exact."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from data.measures import figures as measured
from data.measures import origins, provinces, ranges, series
from data.releases.store import Release, open_store
from data.releases.write import write_release
from data.units import register
from tests.fixtures.small_release import LATE
from tests.test_releases_converted import AROUND, ONE, SPLIT, TWO, around, figures, places
from tests.test_releases_derive import reports

NOW = "2025-07"
THEN = register.unit("2024", SPLIT).province
HERE = register.unit(NOW, ONE).province


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    """Return a release of a report on a split commune (90 of 100 households trained) and all around it (9 of 10)."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CNSCD_VAR", str(tmp_path_factory.mktemp("provinces")))
        told = around().drop(columns="members").assign(households=10, households_trained=9, source="r")
        told.loc[told["code"] == SPLIT, ["households", "households_trained"]] = [100, 90]
        other = next(c for c in register.units("2024", "province").index if c != THEN)
        own = pd.DataFrame(
            {
                "structure": "2024",
                "level": "province",
                "code": [other],
                "period": LATE,
                "source": "p",
                "households": 50,
                "households_trained": 20,
            }
        )
        sources = pd.DataFrame({"source": ["r", "p"], "kind": "report", "title": ["Xã", "Tỉnh"]})
        tables = {"reports": pd.concat([told, own]), "sources": sources}
        yield write_release(open_store(Path(tmp_path_factory.mktemp("store"))), tables, parent=None, message="x")


TOTAL = (100 + 10 * (len(AROUND) - 1), 90 + 9 * (len(AROUND) - 1))


def asked(release: Release, code: str | None, structure: str = NOW) -> list[tuple[float, float]]:
    """Return base and numerator of a total from each door that tells it."""
    told = {"period": LATE, "structure": structure}
    row = measured.unit_figures(release, code, **told).set_index("measure").loc["skills_reach"]
    trend = measured.trend(release, "skills_reach", structure=structure, code=code).set_index("period").loc[LATE]
    found = [row, trend]
    if code:
        table = measured.figures(release, "skills_reach", level="province", **told).table.set_index("code")
        line = series.series(release, "skills_reach", structure=structure, level="province", codes=[code])
        found += [table.loc[code], line.set_index("period").loc[LATE]]
    return [(each["base"], each["numerator"]) for each in found]


def test_a_provinces_total_holds_what_its_communes_lost(release: Release) -> None:
    communes = measured.figures(release, "skills_reach", level="commune", period=LATE, structure=NOW, parent=HERE)
    held = communes.table["base"].sum()
    assert held < TOTAL[0], "the split commune is in no commune of today"
    assert set(asked(release, HERE)) == {TOTAL} == set(asked(release, THEN, "2024"))
    basis = provinces.basis(release, HERE, period=LATE, structure=NOW)
    assert (basis.reported_structure, basis.reported, basis.estimated) == ("2024", len(AROUND), False)
    assert provinces.told_elsewhere(release, period=LATE, structure=NOW)["2024"] >= 1
    assert NOW not in provinces.told_elsewhere(release, period=LATE, structure=NOW)


def test_the_country_is_the_sum_of_its_provinces(release: Release) -> None:
    assert set(asked(release, None, "2024")) == {(TOTAL[0] + 50, TOTAL[1] + 20)}
    told = measured.reporting_communes(release, period=LATE, structure="2024")
    assert told["skills_reach"] == len(AROUND)


def test_a_provinces_own_report_stands_where_no_commune_speaks(release: Release) -> None:
    table = measured.figures(release, "skills_reach", level="province", period=LATE, structure="2024").table
    own = table[(table["base"] == 50)].iloc[0]
    assert (own["numerator"], own["value"], own["reported"], own["expected"]) == (20, 0.4, 0, 0)
    code = own["code"]
    assert set(asked(release, code, "2024")) == {(50, 20)}
    assert measured.reporting_communes(release, period=LATE, structure="2024", parent=code)["skills_reach"] == 1
    kept = series.without_thin(measured.trend(release, "skills_reach", structure="2024", code=code))
    assert kept["value"].dropna().tolist() == [0.4], "it stands for the whole province"


def test_a_unit_asked_for_at_its_own_level_is_itself(release: Release) -> None:
    for level, code in (("commune", SPLIT), ("province", THEN)):
        found = measured.figures(release, "skills_reach", level=level, period=LATE, structure="2024", parent=code).table
        assert found["code"].tolist() == [code] and found["value"].tolist() == [0.9]


def test_sources_are_named_in_every_structure(release: Release) -> None:
    for structure, place in ((NOW, HERE), (NOW, ONE), ("2024", THEN), ("2024", SPLIT)):
        found = origins.sources(release, period=LATE, structure=structure, parent=place)
        assert found["title"].tolist() == ["Xã"], place
    assert set(origins.sources(release, period=LATE, structure=NOW)["title"]) == {"Xã", "Tỉnh"}
    far = next(c for c in register.units(NOW, "commune").index if register.unit(NOW, c).province != HERE)
    assert origins.sources(release, period=LATE, structure=NOW, parent=far).empty


def test_ranges_over_time_are_those_of_each_quarter(release: Release) -> None:
    here = ranges.ranges(release, "households", period=LATE, structure=NOW).set_index("code")
    then = ranges.over_time(release, "households", structure=NOW, code=ONE).set_index("period")
    assert then.loc[LATE, ["low", "high", "how"]].tolist() == here.loc[ONE, ["low", "high", "how"]].tolist()
    assert (
        here.loc[TWO, "how"] == "unresolvable"
        and ranges.over_time(release, "households", structure="2024", code=SPLIT).empty
    )


def test_a_province_summed_from_whole_communes_has_no_range(release: Release) -> None:
    assert ranges.ranges(release, "households", period=LATE, structure=NOW, level="province").empty
    assert ranges.over_time(release, "households", structure=NOW, code=HERE).empty


def test_a_province_with_estimates_in_its_sum_has_their_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    others = [code for code in register.children(NOW, HERE, "commune").index if code not in (ONE, TWO)]
    told = pd.concat([around(source="r"), reports(others, structure=NOW, members=1)])
    villages = places(("a", ONE), ("b", TWO))
    split = figures(a={"households": 20}, b={"households": 10})
    sources = pd.DataFrame({"source": ["r"], "kind": ["report"]})
    made = {"reports": told, "villages": villages, "village_figures": split, "sources": sources}
    release = write_release(open_store(tmp_path / "store"), made, parent=None, message="x")
    found = ranges.ranges(release, "members", period=LATE, structure=NOW, level="province").set_index("code").loc[HERE]
    sure = len(others)
    assert found.tolist() == [sure, sure + 9, sure + 18, "weights"]
    total = measured.unit_figures(release, HERE, period=LATE, structure=NOW).set_index("measure")
    assert total.at["members", "numerator"] == sure + 9
    assert provinces.basis(release, HERE, period=LATE, structure=NOW).estimated
    line = ranges.over_time(release, "members", structure=NOW, code=HERE)
    assert line[["period", "low", "high"]].to_numpy().tolist() == [[LATE, sure, sure + 18]]
