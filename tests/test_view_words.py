"""What a view says in sentences stays true: ties are no single place's, and nobody is sent where nothing is lacking."""

from types import SimpleNamespace

import pandas as pd
import plotly.graph_objects as go
import pytest

from components.charts import plots, tables
from components.state.selection import View
from components.state.view_model import Scene
from data.catalogue.current import catalogue

NAMES = ("Xã A", "Xã B", "Xã C", "Xã D", "Xã E")


def scene(values: list[float | None], *, measure: str = "village_coverage") -> Scene:
    """Return a scene of a province whose communes, worst first, have these values."""
    ranking = pd.DataFrame({"name": NAMES[: len(values)], "value": pd.array(values, dtype="float64")})
    view = View(period="2026-Q2", unit="20", measure=measure, order="worst")
    made = Scene(view, SimpleNamespace(id="r", manifest=None), "vi")
    object.__setattr__(made, "ranking", ranking)
    return made


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1.0, 0.5, None], "1 trong 3 xã, phường chưa có số liệu; cao nhất Xã A (100,0%); thấp nhất Xã B (50,0%)."),
        ([1.0, 1.0, 0.5], "cao nhất 2 xã, phường cùng 100,0%; thấp nhất Xã C (50,0%)."),
        ([0.9999, 1.0, 0.2, 0.2], "cao nhất 2 xã, phường cùng 100,0%; thấp nhất 2 xã, phường cùng 20,0%."),
        ([1.0, 1.0, 1.0, None], "1 trong 4 xã, phường chưa có số liệu; cả 3 xã, phường còn lại cùng 100,0%."),
        ([0.4], "cao nhất Xã A (40,0%); thấp nhất Xã A (40,0%)."),
    ],
)
def test_a_tie_names_none_or_says_how_many(values: list[float | None], said: str) -> None:
    assert scene(values).summary().endswith(said)


@pytest.mark.parametrize(
    ("values", "measure", "said"),
    [
        ([1.0, 1.0, 1.0], "village_coverage", ""),
        ([0.0, 0.0], "smartphone_gap", ""),
        ([0.9, 1.0, 1.0], "village_coverage", "Nên đến trước: Xã A (90,0%)"),
        ([0.2, 0.2, 0.2, 0.2, 1.0], "village_coverage", "và 1 nơi khác cùng mức"),
        ([0.6, 0.5, 0.0], "smartphone_gap", "Nên đến trước: Xã A (60,0%) · Xã B (50,0%)"),
    ],
)
def test_nobody_is_sent_where_nothing_is_lacking(values: list[float], measure: str, said: str) -> None:
    told = tables.visited_first(scene(values, measure=measure))
    assert told.endswith(said) if said else told == ""


@pytest.mark.parametrize("measure", list(catalogue().measures))
def test_a_measure_is_not_crossed_with_its_own_whole_unless_somebody_asks(
    measure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scene, "other", lambda self, **more: more)
    made = Scene(View(period="2026-Q2", measure=measure, how="two"), SimpleNamespace(id="r"), "vi")
    assert not catalogue().overlap(measure, made.second["measure"])
    chosen = Scene(View(period="2026-Q2", measure=measure, how="two", second=measure), SimpleNamespace(id="r"), "vi")
    assert chosen.second["measure"] == measure


def test_a_part_and_its_whole_overlap_and_two_shares_of_households_do_not() -> None:
    for one, other, overlaps in (
        ("smartphone_gap_poor", "smartphone_gap", True),
        ("smartphone_gap_count", "smartphone_gap", True),
        ("skills_reach", "smartphone_gap", False),
        ("activity", "village_coverage", False),
        ("households", "smartphone_gap", True),
    ):
        assert catalogue().overlap(one, other) == catalogue().overlap(other, one) == overlaps, (one, other)


def test_where_a_line_is_broken_each_bar_stays_at_its_value() -> None:
    line = go.Scatter(
        x=["a", "b", "c"], y=[1, 2, 3], error_y={"type": "data", "array": [5, 6, 7], "arrayminus": [0, 1, 2]}
    )
    plots._break(line, (1,))
    assert list(zip(line.x, line.y, line.error_y.array, line.error_y.arrayminus, line.marker.symbol, strict=True)) == [
        ("a", 1, 5, 0, "circle"),
        ("b", None, 0, 0, "circle"),
        ("b", 2, 6, 1, "circle-open"),
        ("c", 3, 7, 2, "circle"),
    ]
