"""How near the schematic comes to real communes: measured on boundaries that are not part of the project."""

import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import shapes
from geo.projection import METRES

SHARED = Path(os.environ.get("CNSCD_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
FILE = SHARED / "boundaries" / "communes-2025-07.gpkg"
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not FILE.exists(), reason=f"real boundaries are not part of the project: no {FILE}"),
]


@pytest.fixture(scope="module")
def real() -> gpd.GeoDataFrame:
    found = gpd.read_file(FILE).to_crs(METRES)
    shape = shapely.make_valid(shapely.simplify(found.geometry.to_numpy(), 150))
    return found.assign(code=found["code"].str.zfill(5), geometry=shape).set_index("code").sort_index()


def overlap(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the shared area of each pair ÷ the area of both together."""
    shared = shapely.area(shapely.intersection(one, other))
    return shared / (shapely.area(one) + shapely.area(other) - shared)


def test_communes_overlap_real_ones_by_more_than_six_tenths(
    real: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    drawn = shapes.shapes("2025-07", "commune")
    assert list(drawn.index) == list(real.index)
    shares = overlap(drawn.geometry.to_numpy(), real.geometry.to_numpy())
    assert shares.mean() > 0.63
    assert (shares < 0.1).sum() < 12  # islands, for the most part, drawn larger than they are


def test_provinces_overlap_real_ones_by_nine_tenths(
    real: gpd.GeoDataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CNSCD_VAR", str(tmp_path))
    drawn = shapes.shapes("2025-07", "province")
    whole = [shapely.union_all(own.geometry.to_numpy(), grid_size=1) for _, own in real.groupby("province_code")]
    shares = overlap(drawn.geometry.to_numpy(), np.array(whole))
    by_code = dict(zip(drawn.index, shares, strict=True))
    by_code.pop("56")  # the dots of Trường Sa are far larger than its islands
    assert np.mean(list(by_code.values())) > 0.9 and min(by_code.values()) > 0.7
