"""Colours can be told apart by everybody, in both themes, and text on them can be read."""

import re
from itertools import combinations, pairwise
from typing import get_args

import pytest

from data.catalogue.scales import SCALES as RECORDS
from data.catalogue.scales import Scale, Theme
from geo import colours, vision
from tests.test_house import PROJECT, SOURCES

SCALES = get_args(Scale)
THEMES = get_args(Theme)
EYES = (None, *get_args(vision.Blindness))
# CIEDE2000 between neighbours that must remain for any eye: plain to see in a legend, and beside each other.
LEAST = {2: 20.0, 3: 15.0, 4: 12.0, 5: 9.0, 6: 7.0, 7: 6.0, 8: 5.0, 9: 4.5}

LEAST_CROSSED = {True: 14.0, False: 12.0}  # the same between any two of nine crossed colours, for common and other eyes


def seen(row: tuple[str, ...], eye: str | None) -> list[str]:
    return [vision.seen_by(colour, eye) if eye else colour for colour in row]


def test_every_scale_has_its_record_in_every_theme() -> None:
    assert tuple(RECORDS) == SCALES
    assert all(tuple(scale.colours) == THEMES for scale in RECORDS.values())


def test_no_file_asks_for_a_scale_by_its_name() -> None:
    """What depends on a scale is asked of its record, so that another one needs no other file."""
    asked = re.compile(r"""\bscale\s*(?:==|!=|in)\s*["'({\[]|\[data-scale=["']?\w""")
    styles = (PROJECT / "components/assets").rglob("*.[cj]s*")
    for file in (*SOURCES, *styles):
        assert not asked.search(file.read_text(encoding="utf-8")), file


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scale", SCALES)
def test_neighbouring_classes_can_be_told_apart(scale: str, theme: str, eye: str | None) -> None:
    for classes, least in LEAST.items():
        row = seen(colours.sequential(scale, classes, theme=theme), eye)
        assert len(row) == len(set(row)) == classes
        assert min(vision.difference(a, b) for a, b in pairwise(row)) >= least, classes


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", THEMES)
def test_change_can_be_told_by_side_and_by_size(theme: str, eye: str | None) -> None:
    for classes in range(2, 10):
        row = seen(colours.diverging(classes, theme=theme), eye)
        assert len(row) == classes
        assert min(vision.difference(a, b) for a, b in pairwise(row)) >= LEAST[classes] * 0.75, classes
        assert min(vision.difference(row[i], row[-1 - i]) for i in range(classes // 2)) >= 12, classes


@pytest.mark.parametrize("scale", SCALES)
def test_more_is_darker_on_light_ground_and_brighter_on_dark(scale: str) -> None:
    for classes in range(2, 10):
        light = [vision.to_oklab(c)[0] for c in colours.sequential(scale, classes, theme="light")]
        dark = [vision.to_oklab(c)[0] for c in colours.sequential(scale, classes, theme="dark")]
        assert light == sorted(light, reverse=True) and dark == sorted(dark)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scale", SCALES)
def test_the_least_class_stands_out_from_the_ground(scale: str, theme: str) -> None:
    assert vision.difference(colours.sequential(scale, 5, theme=theme)[0], colours.FRAME[theme].ground) >= 6


@pytest.mark.parametrize("theme", THEMES)
def test_text_and_marks_can_be_read(theme: str) -> None:
    frame = colours.FRAME[theme]
    for ground in (frame.ground, frame.panel):
        for text in (frame.ink, frame.soft, frame.accent, *(colours.mark(scale, theme=theme) for scale in SCALES)):
            assert vision.contrast(text, ground) >= 4.5, (text, ground)
        assert vision.contrast(frame.ink, ground) >= 7
    assert vision.contrast(frame.hatch, frame.ground) >= 1.8


def test_the_worse_side_is_orange_and_the_better_teal() -> None:
    more = colours.diverging(5, good="more")
    assert colours.diverging(5, good="less") == more[::-1]
    hue = [vision.to_oklab(colour)[1] for colour in more]  # green is negative, red positive
    assert hue[0] > 0.05 and hue[-1] < -0.05 and abs(hue[2]) < 0.02


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_is_written_as_six_digits(theme: str) -> None:
    rows = [colours.sequential(scale, k, theme=theme) for scale in SCALES for k in range(1, 10)]
    rows += [colours.diverging(k, theme=theme) for k in range(2, 10)]
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for row in rows for colour in row)


@pytest.mark.parametrize("classes", [0, 10])
def test_too_many_classes_are_an_error(classes: int) -> None:
    with pytest.raises(ValueError):
        colours.sequential("gap", classes)
    with pytest.raises(ValueError):
        colours.diverging(classes)


# Pairs of L*a*b* with their difference, from Sharma, Wu and Dalal's test data for CIEDE2000.
@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (61, -5, 29), 22.8977),
        ((50, 2.5, 0), (56, -27, -3), 31.9030),
        ((50, 2.5, 0), (58, 24, 15), 19.4535),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_difference_is_ciede2000(one: tuple, other: tuple, difference: float) -> None:
    assert vision.lab_difference(one, other) == pytest.approx(difference, abs=5e-5)
    assert vision.lab_difference(other, one) == pytest.approx(difference, abs=5e-5)


@pytest.mark.parametrize(
    ("colour", "lab"),
    [
        ("#ffffff", (100, 0, 0)),
        ("#000000", (0, 0, 0)),
        ("#ff0000", (53.24, 80.09, 67.20)),
        ("#0000ff", (32.30, 79.19, -107.86)),
    ],
)
def test_lab_of_known_colours(colour: str, lab: tuple) -> None:
    assert vision.to_lab(colour) == pytest.approx(lab, abs=0.02)


@pytest.mark.parametrize("colour", ["#feeddb", "#9a3b06", "#0f766e", "#000000", "#ffffff", "#123456"])
def test_oklab_there_and_back(colour: str) -> None:
    assert vision.from_oklab(vision.to_oklab(colour)) == colour


def test_contrast_and_blindness_of_known_colours() -> None:
    assert vision.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert vision.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    red, green = "#d03020", "#5a7a10"
    assert (
        vision.difference(red, green)
        > 40
        > 25
        > vision.difference(vision.seen_by(red, "deutan"), vision.seen_by(green, "deutan"))
    )
    for eye in get_args(vision.Blindness):  # greys look the same to all
        assert vision.difference(vision.seen_by("#808080", eye), "#808080") < 1


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", THEMES)
def test_crossed_colours_can_all_be_told_apart(theme: str, eye: str | None) -> None:
    """Any two of the nine may lie side by side on the map."""
    nine = seen(colours.crossed(theme=theme), eye)
    assert len(set(nine)) == 9
    assert min(vision.difference(a, b) for a, b in combinations(nine, 2)) >= LEAST_CROSSED[eye is None]


@pytest.mark.parametrize("theme", THEMES)
def test_crossed_colours_grow_with_both_measures(theme: str) -> None:
    nine = [vision.to_oklab(colour) for colour in colours.crossed(theme=theme)]
    sign = -1 if theme == "light" else 1
    for at in range(3):
        row, column = nine[3 * at : 3 * at + 3], nine[at::3]
        for line in (row, column):
            assert sign * line[0][0] < sign * line[2][0], "both ends of each line differ in lightness"
    # yellow-blue: the corner of the gap alone is warmer than that of the reach alone
    assert nine[6][2] > nine[2][2] + 0.05
