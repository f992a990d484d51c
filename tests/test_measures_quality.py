"""How good figures are: their age, how whole they are, their warnings, and the grade of what they rest on."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest

from data.derivation.schema import DERIVED
from data.measures import figures as measured
from data.measures import quality
from data.measures.quality import GRADES
from data.releases.merging import read_tables
from data.releases.store import Release, open_store
from data.releases.write import write_release
from tests.fixtures import small_release
from tests.fixtures.small_release import BAC_KAN, EARLY, LATE

Tables = dict[str, pd.DataFrame]
FIRST, SECOND = small_release.communes(BAC_KAN)[:2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Release]:
    """Return a way of making a release of reports, whose tables may be changed before; each is made once.

    No derived table follows from notes: with other notes they are those of the release without.
    """
    store = open_store(tmp_path_factory.mktemp("quality") / "store")

    @cache
    def make(*, kind: str = "report", **changes: Callable[[pd.DataFrame], pd.DataFrame]) -> Release:
        tables = small_release.sample_tables()
        tables["sources"] = tables["sources"].assign(kind=kind, office="Sở", structure="2024")
        for name, change in changes.items():
            tables[name] = change(tables[name])
        if changes.keys() == {"notes"}:
            tables |= read_tables(make(kind=kind), names=DERIVED)
        return write_release(store, tables, parent=None, message="x")

    return make


def told(release: Release, level: str, *, period: str = LATE, parent: str | None = BAC_KAN) -> measured.Figures:
    return measured.figures(release, "skills_reach", period=period, structure="2024", level=level, parent=parent)


@cache
def warned(code: str, *, structure: str = "2024", period: str = LATE, indicator: str = "households_trained"):
    """Return a change of the notes: one warning beside a figure."""
    row = {
        "structure": structure,
        "code": code,
        "period": period,
        "indicator": indicator,
        "kind": "warning",
        "text": "x",
        "source": "sample",
    }
    return lambda notes: pd.concat([notes, pd.DataFrame([row])], ignore_index=True)


@cache
def without(village: str, period: str):
    """Return a change of the villages' figures: one village did not report in a period."""
    return lambda rows: rows[(rows["village"] != village) | (rows["period"] != period)]


def test_age_counts_the_quarters_since_a_figure_was_last_told(made: Callable[..., Release]) -> None:
    release = made(village_figures=without(f"{FIRST}-0", LATE))
    villages = quality.age(release, told(release, "village", parent=FIRST))
    assert villages[f"{FIRST}-0"] == 1 and np.isnan(villages[f"{FIRST}-1"])  # the second never told
    assert quality.age(release, told(release, "village", period=EARLY, parent=FIRST))[f"{FIRST}-0"] == 0
    communes = quality.age(release, told(release, "commune"))
    assert (communes[FIRST], communes[SECOND]) == (1, 0)
    assert communes.isna().sum() == len(communes) - 2, "who never reported has no age, not an old one"


def test_whole_is_the_share_of_parts_that_reported(made: Callable[..., Release]) -> None:
    whole = quality.response_rate(told(made(village_figures=without(f"{FIRST}-1", LATE)), "commune"))
    assert (whole[FIRST], whole[SECOND]) == (0.5, 1.0)
    assert ((whole.dropna() >= 0) & (whole.dropna() <= 1)).all()


@pytest.mark.parametrize(
    ("change", "level", "code", "count"),
    [
        (warned(FIRST), "commune", FIRST, 1),
        (warned(FIRST), "province", BAC_KAN, 1),
        (warned(FIRST), "commune", SECOND, 0),
        (warned(BAC_KAN), "province", BAC_KAN, 1),
        (warned(BAC_KAN), "commune", FIRST, 0),
        (warned(FIRST, period=EARLY), "commune", FIRST, 0),
        (warned(FIRST, indicator="teams"), "commune", FIRST, 0),
        (warned(small_release.first_successor(FIRST), structure="2025-07"), "province", BAC_KAN, 1),
        (lambda notes: notes.assign(indicator="households_trained"), "province", BAC_KAN, 0),  # a remark is no warning
    ],
)
def test_warnings_are_counted_where_they_stand_and_above(
    made: Callable[..., Release], change: Callable[[pd.DataFrame], pd.DataFrame], level: str, code: str, count: int
) -> None:
    release = made(notes=change)
    parent = None if level == "province" else BAC_KAN
    found = quality.warnings(release, told(release, level, parent=parent))[code]
    assert found >= 1 if count else found == 0


@pytest.mark.parametrize(
    ("kind", "changes", "grade"),
    [
        ("report", {}, "full"),
        ("report", {"notes": warned(SECOND)}, "partial"),
        ("report", {"village_figures": without(f"{SECOND}-0", LATE)}, "partial"),
        ("sample", {}, "sample"),
    ],
)
def test_the_grade_says_what_a_figure_rests_on(
    made: Callable[..., Release], kind: str, changes: dict[str, object], grade: str
) -> None:
    release = made(kind=kind, **changes)
    found = told(release, "commune")
    grades = quality.grade(release, found)
    assert GRADES[int(grades[SECOND])] == grade
    assert grades.isna().equals(found.table.set_index("code")["value"].isna()), "no figure, no grade"


def test_a_figure_of_fewer_than_half_of_the_parts_is_thin(made: Callable[..., Release]) -> None:
    release = made()
    province = told(release, "province", parent=None)
    assert quality.response_rate(province)[BAC_KAN] < 0.5  # two communes of more than a hundred
    assert GRADES[int(quality.grade(release, province)[BAC_KAN])] == "thin"
