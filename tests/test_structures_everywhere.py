"""A structure that is added by a table is one like the others: in views, rosters, intake, and what villages told."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from components import selection
from data.intake import drafting
from data.measures import figures, origins, roster
from data.releases.store import Release, open_store
from data.releases.write import write_release
from data.units import register, structures, village_homes
from geo.boundaries import columns
from tests.fixtures.small_release import LATE

NEW, NOW, OLD, EARLY = "2026-04-30", "2025-07", "2024", "2022"
BA_DINH, MERGED, SPLIT, PART = "00004", "00008", "01942", "90001"


@pytest.fixture(autouse=True)
def _four(chain_of_four: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CNSCD_VAR", str(chain_of_four))
    yield


@pytest.mark.parametrize(
    ("code", "source", "target", "found"),
    [
        (MERGED, NOW, NEW, BA_DINH),  # merged into its neighbour
        (BA_DINH, NEW, NOW, BA_DINH),  # of three that it was made of, the one of its name
        (SPLIT, NOW, NEW, SPLIT),  # split: the part that kept the name
        (PART, NEW, NOW, SPLIT),
        (PART, NEW, EARLY, "90002"),  # over the whole chain: of two, the one of its name
        ("06", EARLY, NEW, "19"),  # Bắc Kạn lies in Thái Nguyên
        ("24", NEW, OLD, "27"),  # Bắc Giang and Bắc Ninh: the one of its name
        ("", OLD, NEW, ""),
        (SPLIT, NEW, NEW, SPLIT),
    ],
)
def test_a_view_moves_to_the_heir(code: str, source: str, target: str, found: str) -> None:
    assert selection.heir(code, source, target) == found


def test_pages_begin_in_the_structure_of_today() -> None:
    assert structures.in_force() == structures.structure_at(date.today()) == selection.View().structure
    assert structures.structure_at(date(2026, 5, 1)) == NEW and structures.structure_at(date(2026, 4, 29)) == NOW
    assert [structures.divided_at(name) for name in (EARLY, OLD, NOW, NEW)] == [EARLY, OLD, OLD, OLD]


def test_a_village_of_a_new_commune_lies_there_though_nobody_knows_where_it_lay() -> None:
    told = drafting.communes_told(NEW, BA_DINH)
    assert told == {"commune_2024": None, "commune_2025": None, "told_in": NEW, "commune": BA_DINH}
    assert drafting.communes_told(NEW, "07735")["commune_2025"] == "07735", "a xã that became a ward"
    rows = pd.DataFrame({"village": ["v", "w"], "commune_2024": [None, "01942"], "commune_2025": [None, SPLIT],
                         "told_in": [NEW, None], "commune": [BA_DINH, None]})  # fmt: skip
    homes = village_homes.village_homes(rows).set_index(["structure", "village"])
    assert homes.loc[(NEW, "v")].tolist() == [BA_DINH, "told"] and (NOW, "v") not in homes.index
    assert (NEW, "w") not in homes.index, "its commune was split"
    assert village_homes.village_homes(rows.drop(columns=["told_in", "commune"])).village.tolist() == ["w"] * 2


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Return a release of three villages of two wards that were merged, one told in the new ward alone."""
    villages = pd.DataFrame({
        "village": ["a", "b", "c"], "name": ["Tổ 1", "Tổ 2", "Tổ 3"], "source": "r", "commune_2024": None,
        "commune_2025": [BA_DINH, MERGED, None], "told_in": [None, None, NEW], "commune": [None, None, BA_DINH],
    })  # fmt: skip
    told = pd.DataFrame({"village": ["a", "b", "c"], "period": LATE, "households": [10, 20, 30], "source": "r"})
    teams = pd.DataFrame({"team": ["t", "u"], "level": ["village", "commune"], "name": "Tổ", "village": ["b", None],
                          "commune_2025": MERGED, "source": "r"})  # fmt: skip
    sources = pd.DataFrame({"source": ["r"], "kind": ["report"], "title": ["Báo cáo"]})
    tables = {"villages": villages, "village_figures": told, "teams": teams, "sources": sources}
    return write_release(open_store(tmp_path / "store"), tables, parent=None, message="x")


def test_rosters_and_figures_know_the_new_commune(release: Release) -> None:
    assert roster.villages(release, structure=NEW, within=BA_DINH)["village"].tolist() == ["a", "b", "c"]
    assert roster.villages(release, structure=NOW, within=BA_DINH)["village"].tolist() == ["a"]
    assert set(roster.teams(release, structure=NEW, commune=BA_DINH)["team"]) == {"t", "u"}
    assert roster.count_teams(release, structure=NOW, commune=BA_DINH) == 0
    found = figures.figures(release, "households", period=LATE, structure=NEW, level="village", parent=BA_DINH)
    assert found.table["numerator"].tolist() == [10, 20, 30]
    for structure, total in ((NEW, 60), (NOW, 10)):
        row = figures.unit_figures(release, BA_DINH, period=LATE, structure=structure).set_index("measure")
        assert row.at["households", "numerator"] == total
    assert origins.sources(release, period=LATE, structure=NEW, parent=BA_DINH)["title"].tolist() == ["Báo cáo"]


def test_columns_of_a_layer_name_districts_of_before() -> None:
    names = register.units(OLD, "commune").query("district == '062'")
    told = {"xa": names["short"].tolist(), "huyen": ["Huyện Ngân Sơn"] * len(names)}
    for structure in (OLD, NEW):
        assert columns.roles(told, structure=structure, level="commune").district == "huyen"
