"""The command to the map: small, true to its numbers, and never a template or a script of somebody else's."""

import json
import re

import folium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import map as maps

PALETTE = maps.Palette(("#fff", "#000"), "light")
HOSTILE = [
    "{{ cycler.__init__.__globals__.os.getcwd() }}", "{% x", "{# x", "${alert(1)}", "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>", "'); alert(1); ('", '"};alert(1);//', "\\u003cscript>", "`${1}`",
]


def picture(**changes: object) -> maps.Picture:
    plain = {"file": "a.json", "bounds": (8.0, 102.0, 23.0, 110.0), "edges": (100,), "values": [286, 0, None],
             "decimals": 1, "suffix": "%", "palette": PALETTE, "words": {"t": "Bản đồ"}, "lang": "vi"}
    return maps.Picture(**{**plain, **changes})


def content(command: str) -> dict[str, object]:
    return json.loads(command.removeprefix("choropleth.show(").removesuffix(");"))


def unpacked(packed: maps.Packed, count: int) -> list[int]:
    """Read packed values as the map's script does."""
    numbers: list[int] = []
    for at in range(0, len(packed.text), packed.width):
        joined = 0
        for letter in packed.text[at:at + packed.width]:
            joined = joined * len(maps.ALPHABET) + maps.ALPHABET.index(letter)
        assert joined < 2**53
        for _ in range(packed.group):
            joined, number = divmod(joined, packed.radix)
            numbers.append(number)
    return numbers[:count]


@given(st.lists(st.sampled_from([None, "x", "s"]) | st.integers(0, 30_000_000), min_size=1))
def test_packed_values_come_out_as_they_went_in(values: list[int | str | None]) -> None:
    marks = list(maps.MARKS)
    numbers = unpacked(maps.pack(values), len(values))
    assert [number - len(marks) if number >= len(marks) else marks[number] for number in numbers] == values


def test_the_scripts_alphabet_is_this_one() -> None:
    script = (maps.server.ASSETS / "choropleth.js").read_text(encoding="utf-8")
    assert re.search(r'ALPHABET = "([^"]+)"', script)[1] == maps.ALPHABET
    assert not set(maps.ALPHABET) & set("{}<>\"'\\`_$%#&")


def test_negative_values_are_refused() -> None:
    with pytest.raises(ValueError):
        maps.pack([3, -1])


def test_an_unknown_mark_is_refused() -> None:
    with pytest.raises(KeyError):
        maps.pack([3, "?"])


def test_the_scripts_marks_are_these() -> None:
    script = (maps.server.ASSETS / "choropleth.js").read_text(encoding="utf-8")
    assert json.loads(re.search(r"MARKS = (\[.+?\])", script)[1]) == [mark or "-" for mark in maps.MARKS]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_in_a_command_is_harmless(text: str) -> None:
    """No such text should come this far; if one does, it neither renders as a template nor ends the script."""
    try:
        line = maps.command(picture(words={"t": text}, details={"00001": text}))
    except ValueError:
        return
    assert "{{" not in line and "{%" not in line and "{#" not in line and "<" not in line
    layer = folium.FeatureGroup()
    layer.add_child(maps._Script(line))
    rendered = layer._children[next(iter(layer._children))]._template.module.script(maps._Script(line))
    assert rendered == line


@given(st.text())
def test_no_text_reaches_the_template_engine_as_a_template(text: str) -> None:
    try:
        line = maps.command(picture(words={"t": text}))
    except ValueError:
        return
    assert not re.search(r"\{[{%#]", line) and "<" not in line


def test_the_country_of_communes_stays_below_twenty_kilobytes() -> None:
    line = maps.command(picture(values=[1000] * 3321, details={}))
    assert len(line) < 6_000


def test_the_base_map_asks_no_other_host_for_scripts() -> None:
    addresses = [address for _, address in maps._Base.default_js + maps._Base.default_css]
    assert addresses and all(address.startswith("../../") for address in addresses)
