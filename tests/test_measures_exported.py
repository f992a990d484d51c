"""Exports hold each measure with its parts: who divides in the sheet gets the page's number, n of N and note."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.catalogue.current import catalogue
from data.measures import figures, notes
from data.measures.export_measures import with_measures
from data.releases.export import export
from data.releases.store import Release
from tests.fixtures.sample import SmallCountry


@pytest.fixture(scope="module")
def release(small_country: SmallCountry) -> Release:
    return small_country.store.current()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("structure", "level"), [("2025-07", "commune"), ("2025-07", "province"), ("2024", "district")]
)
def test_every_measure_divides_to_the_number_of_the_page(release: Release, structure: str, level: str) -> None:
    made = with_measures(release, export(release, structure=structure, level=level))
    table, told = made.table.set_index("code"), 0
    for code, measure in catalogue().measures.items():
        shown = figures.figures(release, code, period=made.period, structure=structure, level=level).table.set_index(
            "code"
        )
        assert (f"{code}__value" in table) == shown["value"].notna().any(), code
        if f"{code}__value" not in table:
            continue
        told += 1
        pd.testing.assert_series_equal(table[f"{code}__value"], shown["value"].reindex(table.index), check_names=False)
        for column, of in (("n", "reported"), ("of", "expected")):
            assert (table[f"{code}__{column}"] == shown[of].reindex(table.index)).all(), (code, column)
        assert table[f"{code}__kind"].notna().equals(table[f"{code}__value"].notna())
        if measure.base is not None:
            numerator, base = (table[f"{code}__{part}"].astype(float) for part in ("numerator", "base"))
            assert np.allclose((numerator / base * measure.per), table[f"{code}__value"], equal_nan=True), code
    assert told > 10


def test_an_export_of_villages_stays_as_it_is(release: Release) -> None:
    made = export(release, structure="2025-07", level="village", province="20")
    assert with_measures(release, made) is made


@pytest.mark.slow
def test_a_published_total_bears_its_qualifier_scope_and_source(release: Release) -> None:
    """Lạng Sơn's 14,640 are "more than" in the source, and a total of the press is never only called illustrative."""
    made = with_measures(release, export(release, structure="2024", level="province", as_of=date(2022, 4, 4)))
    note = made.table.set_index("code").at["20", "notes"]
    assert "hơn" in note and "ICTVietnam" in note and "Sản phẩm trên sàn" in note
    assert made.table.set_index("code")["notes"].isna().any(), "of others nothing is said"


def test_a_province_of_today_bears_the_notes_of_those_it_was_made_of(release: Release) -> None:
    period = "2022-Q1"
    found = notes.notes(release, structure="2025-07", period=period, level="province")
    told = notes.notes(release, structure="2024", period=period, level="province")
    assert told and {note.code for each in found.values() for note in each} == set(told)
    for code, each in found.items():
        for note in each:
            assert (note.code == code) or note.as_text(of=code).startswith(("Tỉnh", "Thành phố"))
    only = notes.of_measure(release, "village_coverage", structure="2024", period=period, level="province")
    assert all(note.indicator in ("villages", "villages_covered") for each in only.values() for note in each)
