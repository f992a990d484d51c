"""A change is over what told the measure in both quarters, and says of how many these are."""

from pathlib import Path

import pandas as pd
import pytest

from data.measures import changes, figures
from data.measures.changes import COUNTRY
from data.releases.store import Release, open_store
from data.releases.write import write_release
from tests.fixtures import small_release
from tests.fixtures.sample import SmallCountry
from tests.fixtures.small_release import BAC_KAN, EARLY, HA_NOI, LATE, communes

FIRST, SECOND = communes(BAC_KAN)[:2]


def release(tmp_path: Path, told: dict[tuple[str, str], int | None]) -> Release:
    """Return the small release in which villages were trained as `told` says by (village, period); else nobody told."""
    tables = small_release.sample_tables()
    village_figures = tables["village_figures"]
    keys = pd.MultiIndex.from_frame(village_figures[["village", "period"]])
    trained = pd.array([told.get(key) for key in keys], dtype="Int64")
    tables["village_figures"] = village_figures.assign(households_trained=trained)
    return write_release(open_store(tmp_path / "store"), tables, parent=None, message="x")


def asked(found: Release, level: str, *codes: str, measure: str = "skills_reach") -> pd.DataFrame:
    return changes.changes(found, measure, structure="2024", level=level, codes=codes, period=LATE, before=EARLY)


def test_a_commune_that_is_silent_in_one_quarter_changes_nothing_above(tmp_path: Path) -> None:
    told = {(f"{FIRST}-{n}", when): trained for n in (0, 1) for when, trained in ((EARLY, 10), (LATE, 20))}
    told |= {(f"{SECOND}-{n}", LATE): 100 for n in (0, 1)}  # in the later quarter alone
    made = release(tmp_path, told)
    one = asked(made, "commune", FIRST, SECOND)
    assert one.loc[FIRST, "change"] == pytest.approx(20 / 201) and pd.isna(one.loc[SECOND, "change"])
    assert one["paired"].tolist() == [1, 0]
    district = asked(made, "district", "058")
    assert district.loc["058", ["paired", "expected"]].tolist() == [1, 8] and pd.isna(district.loc["058", "change"])


@pytest.mark.parametrize(("villages", "known"), [((0, 1), True), ((0,), False)])
def test_other_villages_of_a_commune_make_no_change(tmp_path: Path, villages: tuple[int, ...], known: bool) -> None:
    told = {(f"{FIRST}-{n}", LATE): 20 for n in (0, 1)} | {(f"{FIRST}-{n}", EARLY): 20 for n in villages}
    found = asked(release(tmp_path, told), "commune", FIRST)
    assert (found.loc[FIRST, "change"] == 0) if known else pd.isna(found.loc[FIRST, "change"])


def test_a_village_is_compared_with_itself(tmp_path: Path) -> None:
    village, silent = f"{FIRST}-0", f"{FIRST}-1"
    found = asked(
        release(tmp_path, {(village, EARLY): 10, (village, LATE): 30, (silent, LATE): 5}), "village", village, silent
    )
    assert found.loc[village, "change"] == pytest.approx(0.2) and pd.isna(found.loc[silent, "change"])


def test_half_of_the_communes_are_enough_and_it_is_said_how_many(small_country: SmallCountry) -> None:
    made = small_country.store.current()
    before, *_, period = figures.periods(made)
    found = changes.changes(
        made,
        "village_coverage",
        structure="2025-07",
        level="province",
        codes=["20", COUNTRY],
        period=period,
        before=before,
    )
    now, then = (
        figures.figures(made, "village_coverage", period=at, structure="2025-07", level="commune", parent="20").table
        for at in (period, before)
    )
    alike = now["value"].notna() & then["value"].notna() & (now["reported"] == then["reported"])
    assert found.loc["20", "paired"] == alike.sum() and found.loc["20", "expected"] == len(now)
    if alike.sum() >= len(now) / 2:
        parts = [table.loc[alike, ["numerator", "base"]].sum() for table in (now, then)]
        assert found.loc["20", "change"] == pytest.approx(
            parts[0]["numerator"] / parts[0]["base"] - parts[1]["numerator"] / parts[1]["base"]
        )
    assert found.loc[COUNTRY, "paired"] >= found.loc["20", "paired"]
    assert HA_NOI not in found.index
