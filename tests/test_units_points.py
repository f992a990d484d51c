"""The points that the register trusts against commune shapes of 2025, where those are at hand."""

import os
from pathlib import Path

import geopandas as gpd
import pytest

from data.units.register import successions, units

SHARED = Path(os.environ.get("CNSCD_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
SHAPES = SHARED / "boundaries" / "communes-2025-07.gpkg"
# Cái Chiên, Sơn Hải: a point of the sea between their islets
ISLETS = {"06967", "30811"}

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not SHAPES.exists(), reason=f"the commune shapes are not at hand ({SHAPES})"),
]


@pytest.fixture(scope="module")
def shapes():
    """Return the shapes by code, in metres (VN-2000 / UTM 48N)."""
    frame = gpd.read_file(SHAPES, columns=["code"]).to_crs(3405)
    return frame.assign(code=frame["code"].str.zfill(5)).set_index("code").geometry


def _points(frame):
    frame = frame[frame["point_ok"]]
    return gpd.GeoSeries(gpd.points_from_xy(frame["lon"], frame["lat"], crs=4326), index=frame.index).to_crs(3405)


def test_every_point_of_2025_lies_in_its_commune_or_close_by(shapes):
    points = _points(units("2025-07", "commune"))
    away = points.distance(shapes.reindex(points.index))
    assert set(away.index[away > 0]) == ISLETS
    assert away.max() < 600
    assert len(points) == len(shapes)


def test_hardly_a_point_of_2024_lies_far_from_its_successors(shapes):
    points = _points(units("2024", "commune"))
    edges = successions()
    edges = edges[edges["code_2024"].isin(points.index)]
    way = (
        points.reindex(edges["code_2024"])
        .reset_index(drop=True)
        .distance(shapes.reindex(edges["code_2025"]).reset_index(drop=True))
    )
    nearest = way.groupby(edges["code_2024"].to_numpy()).min()
    assert nearest.max() < 1_000
