"""A structure that is added by a table is one like the others: in views, rosters, intake, and what villages told."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from components.state import selection
from data.access.actor import Actor
from data.derivation.unit_membership import communes_in_structures
from data.intake import drafting, report, team_tables
from data.measures import figures, origins, team_list
from data.releases.store import Release, open_store
from data.releases.write import write_release
from data.teams import editing, finder
from data.units import register, structures, village_homes
from geo.boundaries import columns
from tests.fixtures.formats import to_xlsx
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
    told = communes_in_structures(NEW, BA_DINH)
    assert told == {"commune_2024": None, "commune_2025": None, "reported_structure": NEW, "commune": BA_DINH}
    assert communes_in_structures(NEW, "07735")["commune_2025"] == "07735", "a xã that became a ward"
    rows = pd.DataFrame(
        {
            "village": ["v", "w"],
            "commune_2024": [None, "01942"],
            "commune_2025": [None, SPLIT],
            "reported_structure": [NEW, None],
            "commune": [BA_DINH, None],
        }
    )
    homes = village_homes.village_homes(rows).set_index(["structure", "village"])
    assert homes.loc[(NEW, "v")].tolist() == [BA_DINH, "told"] and (NOW, "v") not in homes.index
    assert (NEW, "w") not in homes.index, "its commune was split"
    assert (
        village_homes.village_homes(rows.drop(columns=["reported_structure", "commune"])).village.tolist() == ["w"] * 2
    )


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Return a release of three villages of two wards that were merged, one told in the new ward alone."""
    villages = pd.DataFrame(
        {
            "village": ["a", "b", "c"],
            "name": ["Tổ 1", "Tổ 2", "Tổ 3"],
            "source": "r",
            "commune_2024": None,
            "commune_2025": [BA_DINH, MERGED, None],
            "reported_structure": [None, None, NEW],
            "commune": [None, None, BA_DINH],
        }
    )
    told = pd.DataFrame({"village": ["a", "b", "c"], "period": LATE, "households": [10, 20, 30], "source": "r"})
    teams = pd.DataFrame(
        {
            "team": ["t", "u"],
            "level": ["village", "commune"],
            "name": "Tổ",
            "village": ["b", None],
            "commune_2025": MERGED,
            "source": "r",
        }
    )
    sources = pd.DataFrame({"source": ["r"], "kind": ["report"], "title": ["Báo cáo"]})
    tables = {"villages": villages, "village_figures": told, "teams": teams, "sources": sources}
    return write_release(open_store(tmp_path / "store"), tables, parent=None, message="x")


@pytest.mark.slow
def test_rosters_and_figures_know_the_new_commune(release: Release) -> None:
    assert team_list.villages(release, structure=NEW, within=BA_DINH)["village"].tolist() == ["a", "b", "c"]
    assert team_list.villages(release, structure=NOW, within=BA_DINH)["village"].tolist() == ["a"]
    assert set(team_list.teams(release, structure=NEW, commune=BA_DINH)["team"]) == {"t", "u"}
    assert team_list.teams(release, structure=NOW, commune=BA_DINH).empty
    found = figures.figures(release, "households", period=LATE, structure=NEW, level="village", parent=BA_DINH)
    assert found.table["numerator"].tolist() == [10, 20, 30]
    for structure, total in ((NEW, 60), (NOW, 10)):
        row = figures.unit_figures(release, BA_DINH, period=LATE, structure=structure).set_index("measure")
        assert row.at["households", "numerator"] == total
    assert origins.sources(release, period=LATE, structure=NEW, parent=BA_DINH)["title"].tolist() == ["Báo cáo"]


TEAMS = {
    # team: (level, its commune as told: column or (structure, code)) → where it is found in the added structure
    "m": ("commune", {"commune_2025": MERGED}),
    "w": ("volunteer", {"commune_2025": MERGED}),
    "n": ("volunteer", {"reported_structure": NEW, "commune": BA_DINH}),
    "s": ("school", {"commune_2025": SPLIT, "reported_structure": NEW, "commune": PART}),
    "c": ("commune", {"commune_2025": SPLIT}),
    "d": ("volunteer", {"commune_2025": SPLIT, "subgroups": 3}),
}


@pytest.fixture(scope="module")
def above_villages(chain_of_four: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Return a release of teams that have no village, of communes that were merged, split or made new."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CNSCD_VAR", str(chain_of_four))
        teams = pd.DataFrame(
            [
                {"team": team, "level": level, "name": f"Tổ {team}", "source": "r", **told}
                for team, (level, told) in TEAMS.items()
            ]
        )
        sources = pd.DataFrame({"source": ["r"], "kind": ["report"], "title": ["Báo cáo"]})
        figures_of = pd.DataFrame(
            {
                "structure": [NOW],
                "level": ["commune"],
                "code": [BA_DINH],
                "period": [LATE],
                "households": [10],
                "source": ["r"],
            }
        )
        store = open_store(tmp_path_factory.mktemp("above") / "store")
        tables = {"teams": teams.astype({"subgroups": "Int64"}), "sources": sources, "reports": figures_of}
        return write_release(store, tables, parent=None, message="x")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("structure", "commune", "sure", "unsure"),
    [
        (NEW, BA_DINH, {"m", "w", "n"}, 0),  # merged there, or told there
        (NEW, PART, {"s"}, 2),  # of the commune that was split, two may be of this part
        (NEW, SPLIT, set(), 2),
        (NOW, MERGED, {"m", "w"}, 1),  # the team that was told in the merged ward may be of any ward before
        (NOW, BA_DINH, set(), 1),
        (NOW, SPLIT, {"c", "d", "s"}, 0),
    ],
)
def test_teams_without_a_village_are_found_once_or_said_to_be_unsure(
    above_villages: Release, structure: str, commune: str, sure: set[str], unsure: int
) -> None:
    listed = team_list.teams(above_villages, structure=structure, commune=commune)
    assert set(listed["team"]) == sure and len(listed) == len(sure)
    assert team_list.count_unplaced(above_villages, structure=structure, commune=commune) == unsure
    for levels in ((), ("commune",), ("volunteer", "school")):
        found = finder.find(above_villages, finder.Query(structure=structure, unit=commune, levels=levels))
        of_level = {team for team in sure if not levels or TEAMS[team][0] in levels}
        assert set(found.table["team"]) == of_level and found.total == len(of_level)
        assert set(found.table["commune"]) <= {commune}


def test_a_province_has_each_team_once_though_its_commune_is_unsure(above_villages: Release) -> None:
    for structure in (NEW, NOW, OLD):
        home = register.unit(structure, SPLIT).province
        found = finder.find(above_villages, finder.Query(structure=structure, unit=home))
        assert {"c", "d", "s"} == set(found.table["team"]) and found.total == 3, structure
        assert finder.find(above_villages, finder.Query(structure=structure)).total == len(TEAMS)
    rows = above_villages.query("SELECT structure, team, count(*) AS n FROM team_homes GROUP BY ALL")
    assert rows["n"].max() == 1, "never in two places"
    table = finder.find(above_villages, finder.Query(structure=NEW)).table.set_index("team")
    assert table["commune"].isna().to_dict() == {"m": False, "w": False, "n": False, "s": False, "c": True, "d": True}


def test_a_team_of_a_new_commune_by_form_and_by_list(above_villages: Release) -> None:
    told = {"level": "volunteer", "name": "Đội TNTN", "structure": NEW, "commune": PART, "subgroups": 4}
    lan = Actor("administrator", "lan")
    made = editing.prepare(above_villages, "team", told, who=lan, on=date(2026, 6, 30))
    row = made.tables["teams"].iloc[0]
    assert (row["reported_structure"], row["commune"], made.units) == (NEW, PART, {(NOW, SPLIT)})
    name = register.unit(NEW, PART).name
    content = to_xlsx(
        {
            "S": [
                ["STT", "Tên tổ", "Loại hình tổ", "Xã", "Số nhóm"],
                [1, "Đội TNTN", "TNTN", name, 4],
                [2, "tổ s", "Trường học", name, None],
            ]
        }
    )
    checked = report.check(
        content, name="x", structure=NEW, as_of=date(2026, 6, 30), province=register.unit(NEW, PART).province
    )
    listed = team_tables.make(
        checked, above_villages, village_id=drafting.village_id, communes_told=communes_in_structures
    )["teams"].to_pylist()
    assert [(row["reported_structure"], row["commune"], row["subgroups"]) for row in listed] == [
        (NEW, PART, 4),
        (NEW, PART, None),
    ]
    assert listed[1]["team"] == "s", "a published team of the new commune is known again"


def test_columns_of_a_layer_name_districts_of_before() -> None:
    names = register.units(OLD, "commune").query("district == '062'")
    told = {"xa": names["short"].tolist(), "huyen": ["Huyện Ngân Sơn"] * len(names)}
    for structure in (OLD, NEW):
        assert columns.roles(told, structure=structure, level="commune").district == "huyen"
