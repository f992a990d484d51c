"""What each way of viewing tells the map's frame: the same numbers, in classes that the legend counts."""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

import pandas as pd
import pytest

from components.map import bivariate, layers, packing, palette, views
from components.map import choropleth as maps
from components.state import loaders, selection
from components.state.selection import HOWS, View
from components.state.view_model import Scene
from data.i18n import dictionary
from data.measures.quality import GRADES, Quality
from geo.classes import DECIMALS
from tests.fixtures.sample import SmallCountry
from tests.test_map_command import content, unpacked

PERIOD, BEFORE = "2026-Q3", "2025-Q3"


@pytest.fixture(scope="module", autouse=True)
def country(small_country: SmallCountry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the loaders read a copy of the small country: maps of villages are drawn when they are looked at."""
    with pytest.MonkeyPatch.context() as patched:
        own = small_country.copied(tmp_path_factory.mktemp("views") / "var")
        patched.setenv("CNSCD_VAR", str(own.var))
        patched.setattr(palette, "theme", lambda: "light")
        yield


def scene(how: str = "one", **view: object) -> Scene:
    return Scene(View(period=PERIOD, how=how, **view), loaders.store().current(), "vi")


def told(picture: maps.Picture) -> list[dict[str, object]]:
    """Return the panes as the frame reads them."""
    return content(maps.command(picture))["g"]


def values(series: dict[str, object]) -> list[int | str | None]:
    return unpacked(packing.Packed(series["v"], tuple(series["vp"]), series.get("o", 0)))


def class_of(series: dict[str, object], value: int) -> int:
    """Class a value as the map's script does."""
    return sum(edge <= value for edge in series["e"])


@pytest.mark.parametrize("method", ["steps", "quantiles", "equal", "natural", "continuous"])
@pytest.mark.parametrize("measure", ["smartphone_gap", "teams_per_1000", "team_density", "households"])
@pytest.mark.parametrize("how", HOWS)
def test_every_value_lies_in_the_class_that_the_legend_counts(how: str, measure: str, method: str) -> None:
    shown = scene(how, unit="20", measure=measure, method=method)
    for drawing, pane in zip(views.drawings(shown), told(views.picture(shown)), strict=True):
        for layer, series in zip(drawing.layers, pane["v"], strict=True):
            read = values(series)
            assert len(read) == len(shown.asset.codes) == 65
            known = [value for value in read if isinstance(value, int)]
            counted = Counter(class_of(series, value) for value in known)
            assert [counted[n] for n in range(len(layer.classes.counts))] == list(layer.classes.counts)
            assert read.count(None) == layer.classes.missing
            assert len(layer.labels) == len(layer.classes.counts)
        if drawing.form == "classes":
            assert len(pane["p"]) >= max(1, len(drawing.main.classes.counts))


@pytest.mark.parametrize(
    ("view", "count"),
    [
        ({}, 34),
        ({"level": "commune"}, 3321),
        ({"unit": "20"}, 65),
        ({"unit": "06073"}, None),
        ({"unit": "20", "level": "village"}, None),
        ({"structure": "2024", "unit": "06"}, None),
    ],
)
@pytest.mark.parametrize("how", HOWS)
def test_every_view_can_be_drawn_at_every_depth(how: str, view: dict[str, object], count: int | None) -> None:
    shown = scene(how, **view)
    for pane in told(views.picture(shown)):
        sizes = {series["vp"][0] for series in pane["v"]}
        assert sizes == {count or len(shown.asset.codes)}


def test_change_is_the_difference_of_what_is_shown_and_open_where_one_is_missing() -> None:
    shown = scene("change", unit="20")
    layer = layers.of_change(shown)
    now, then = shown.by_code["value"], shown.before.by_code["value"]
    assert shown.before.view.period == BEFORE
    for code in shown.asset.codes:
        if pd.isna(now[code]) or pd.isna(then[code]):
            assert pd.isna(layer.values[code])
        elif not pd.isna(layer.values[code]):
            assert layer.values[code] == pytest.approx(now[code] - then[code])
    assert layer.values.notna().sum() > 40


def test_a_fall_of_a_gap_is_teal_and_of_a_reach_orange() -> None:
    gap, reach = (
        views.drawings(scene("change", unit="20", measure=code))[0].fill for code in ("smartphone_gap", "skills_reach")
    )
    assert len(gap) == len(reach) and gap == reach[::-1] != reach


def test_two_maps_of_one_measure_share_their_classes_the_earlier_first() -> None:
    one, other = views.drawings(scene("side", unit="20"))
    assert one.main.classes.edges == other.main.classes.edges
    assert one.fill == other.fill
    assert (one.caption, other.caption) == ("Quý III/2025", "Quý III/2026")
    assert one.main.classes.counts != other.main.classes.counts


def test_two_maps_of_two_measures_have_each_their_own() -> None:
    one, other = views.drawings(scene("side", unit="20", second="skills_reach"))
    assert one.main.name != other.main.name and one.fill != other.fill
    assert one.main.scene.view.period == other.main.scene.view.period == PERIOD


def test_crossed_classes_count_every_unit_once() -> None:
    crossed = bivariate.crossing(scene("two", unit="20"))
    pairs = [(across, up) for across in range(3) for up in range(3)]
    assert sum(crossed.count(across=a, up=u) for a, u in pairs) + crossed.missing == 65
    assert crossed.up.scene.measure.code == "smartphone_gap"
    worst = crossed.worst
    assert len(worst) == crossed.count(across=0, up=len(crossed.up.classes.counts) - 1) > 0
    gaps = crossed.up.values[worst]
    assert gaps.tolist() == sorted(gaps, reverse=True)


@pytest.mark.parametrize(("classes", "places"), [(1, {1}), (2, {0, 2}), (3, {0, 1, 2})])
def test_few_crossed_classes_are_spread_over_the_colours(classes: int, places: set[int]) -> None:
    crossed = bivariate.crossing(scene("two", unit="20"))
    nine = tuple(str(number) for number in range(9))
    fill = bivariate.Crossing(_with_classes(crossed.across, classes), crossed.up).fill(nine)
    assert {int(colour) % 3 for colour in fill[:3]} == places


def _with_classes(layer: layers.Layer, classes: int) -> layers.Layer:
    found = layer.scene.classed([layer.scene], k=classes)
    return layers.Layer(layer.scene, layer.values, layer.kind, layer.name, found, found.labels())


def test_circles_stand_for_the_counts_behind_the_share() -> None:
    shown = scene("circles", unit="20")
    share, count = views.drawings(shown)[0].layers
    rows = shown.by_code.dropna(subset=["value"])
    assert count.values[rows.index].tolist() == rows["numerator"].tolist()
    assert count.values.notna().sum() == share.values.notna().sum()
    radius, most = views.drawings(shown)[0].sizes
    assert most == rows["numerator"].max() and radius > 10


def test_a_count_lies_over_the_share_it_is_part_of() -> None:
    share, count = views.drawings(scene("circles", unit="20", measure="smartphone_gap_poor_count"))[0].layers
    assert share.name == "measures.smartphone_gap_poor.name"
    assert count.name == "measures.smartphone_gap_poor_count.name"


def test_the_player_holds_the_values_of_every_period_in_the_same_classes() -> None:
    shown = scene("time", unit="20")
    command = content(maps.command(views.picture(shown)))
    player = command["y"]
    assert player["p"][player["i"]][0] == PERIOD and len(player["p"]) == len(player["q"]) > 4
    edges = command["g"][0]["v"][0]["e"]
    for (period, _), (text, form, offset) in zip(player["p"], player["q"], strict=True):
        there = scene("time", unit="20").at(period)
        assert list(layers.of_measure(there, among=views.over_time(there)).classes.edges) == edges
        assert unpacked(packing.Packed(text, tuple(form), offset)) == layers.of_measure(there).read()


def test_the_player_of_many_units_brings_values_only_when_asked() -> None:
    shown = scene("time", level="commune")
    assert "q" not in content(maps.command(views.picture(shown)))["y"]
    assert "q" in content(maps.command(views.picture(shown, frames=True)))["y"]


def test_a_continuous_scale_runs_from_the_least_to_the_largest_value() -> None:
    drawing = views.drawings(scene(unit="20", method="continuous"))[0]
    read = [value for value in drawing.main.read() if isinstance(value, int)]
    assert drawing.form == "ramp" and drawing.sizes == (min(read), max(read)) and len(drawing.fill) == 9


def test_hidden_by_a_filter_means_left_out_of_map_and_legend_alike() -> None:
    shown = scene(unit="20", low=10.0)
    layer = layers.of_measure(shown)
    read = layer.read()
    assert read.count("o") == len(shown.outside) > 0
    assert sum(layer.classes.counts) + layer.classes.missing == len(read) - len(shown.outside)
    assert all(value >= 10 * 10 ** DECIMALS["share"] for value in read if isinstance(value, int))
    second = views.drawings(scene("two", unit="20", low=10.0))[0].layers
    assert all(layer.read().count("o") == len(shown.outside) for layer in second)


def test_every_choice_has_its_words() -> None:
    """Keys that are put together as the page is drawn: one that is missing would take the page down."""
    told = dictionary()
    keys = [f"views.how.{how}" for how in selection.HOWS] + [f"reading.show.{name}" for name in selection.SHOWN[1:]]
    keys += [f"reading.method.{method}{part}" for method in selection.METHODS for part in ("", ".what")]
    keys += [f"views.{which}.{part}" for which in get_args(Quality) for part in ("name", "help")]
    keys += [f"views.grade.{grade}" for grade in GRADES]
    assert [key for key in keys if key not in told] == []
