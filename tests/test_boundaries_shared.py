"""Layers as they are found in the wild: all of the country, two provinces of 2018, villages as points."""

import json
import os
from pathlib import Path

import pytest

from geo import __main__ as command_line
from geo.boundaries.check import check
from geo.boundaries.parts import gather

SHARED = Path(os.environ.get("CNSCD_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
FOLDER = SHARED / "boundaries"

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the boundaries to measure against are not here (shared/data)"),
]


def test_every_commune_of_the_country_is_joined() -> None:
    found = check(gather(FOLDER / "communes-2025-07.gpkg"), structure="2025-07", level="commune")
    assert found.counts["joined"] == found.features == 3_321 and found.counts["by_code"] == 3_321
    assert "05665" in found.units.index, "its code had lost the zero"
    assert found.publishable and found.status == 0
    assert found.measures.overlaps_m2 < 0.01 * found.measures.land_m2


@pytest.mark.parametrize(("name", "joined", "features"), [("lang-son", 183, 226), ("bac-kan", 97, 122)])
def test_every_unit_of_2018_is_joined_or_named_with_its_reason(
    name: str, joined: int, features: int, capsys: pytest.CaptureFixture[str]
) -> None:
    file = FOLDER / f"communes-2018-{name}.gpkg"
    status = command_line.main(["check", str(file), "--structure", "2024", "--level", "commune", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert status == 2 and (found["joined"], found["features"]) == (joined, features)
    assert len(found["unjoined"]) == features - joined
    assert all(one["name"] and one["why"] for one in found["unjoined"])
    gone = ("đã nhập vào", "nhập toàn bộ vào", "được chia cho")
    told = [one for one in found["unjoined"] if any(words in one["why"] for words in gone)]
    assert len(told) >= 0.9 * len(found["unjoined"])


def test_village_points_of_2017_lie_in_communes() -> None:
    file = FOLDER / "villages-osm-2017-quang-tri.geojson"
    found = check(gather(file), structure="2025-07", level="village", province="Tỉnh Quảng Trị")
    assert found.counts["joined"] + len(found.unjoined) == found.features == 105
    assert found.counts["joined"] > 95
