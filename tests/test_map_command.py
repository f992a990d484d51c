"""The command to the map: small, true to its numbers, and never a template or a script of somebody else's."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.map import choropleth as maps
from components.map import packing
from components.server import app as server_app

PALETTE = maps.Palette(("#fff", "#000"), "light")
HOSTILE = [
    "{{ cycler.__init__.__globals__.os.getcwd() }}",
    "{% x",
    "{# x",
    "${alert(1)}",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "'); alert(1); ('",
    '"};alert(1);//',
    "\\u003cscript>",
    "`${1}`",
]


def picture(**changes: object) -> maps.Picture:
    plain = {
        "file": "a.json",
        "bounds": (8.0, 102.0, 23.0, 110.0),
        "edges": (100,),
        "values": [286, 0, None],
        "decimals": 1,
        "suffix": "%",
        "palette": PALETTE,
        "words": {"t": "Bản đồ", "m": "", "n": ""},
        "lang": "vi",
    }
    return maps.plain(**{**plain, **changes})


def content(command: str) -> dict[str, object]:
    return json.loads(command.removeprefix("choropleth.show(").removesuffix(");"))


def unpacked(packed: packing.Packed) -> list[int | str | None]:
    """Read packed values as the map's script does."""
    count, radix, group, width = packed.form
    marks, numbers = list(packing.MARKS), []
    for at in range(0, len(packed.text), width):
        joined = 0
        for letter in packed.text[at : at + width]:
            joined = joined * len(packing.ALPHABET) + packing.ALPHABET.index(letter)
        assert joined < 2**53
        for _ in range(group):
            joined, number = divmod(joined, radix)
            numbers.append(number)
    return [n - len(marks) + packed.offset if n >= len(marks) else marks[n] for n in numbers[:count]]


@given(st.lists(st.sampled_from([None, "x", "s", "o"]) | st.integers(-9_000, 30_000_000), min_size=1))
def test_packed_values_come_out_as_they_went_in(values: list[int | str | None]) -> None:
    assert unpacked(packing.pack(values)) == values


def script(part: str) -> str:
    return (server_app.ASSETS / "map" / f"{part}.js").read_text(encoding="utf-8")


def test_the_scripts_alphabet_is_this_one() -> None:
    assert re.search(r'ALPHABET = "([^"]+)"', script("values"))[1] == packing.ALPHABET
    assert not set(packing.ALPHABET) & set("{}<>\"'\\`_$%#&")


def test_an_unknown_mark_is_refused() -> None:
    with pytest.raises(KeyError):
        packing.pack([3, "?"])


def test_the_scripts_marks_are_these() -> None:
    assert json.loads(re.search(r"MARKS = (\[.+?\])", script("values"))[1]) == [m or "-" for m in packing.MARKS]


def test_the_script_holds_every_part_of_it() -> None:
    whole = server_app.map_script().content.decode()
    for part in (server_app.ASSETS / "map").glob("*.js"):
        assert part.read_text(encoding="utf-8") in whole, part.name


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_in_a_command_is_harmless(text: str) -> None:
    """No such text should come this far; if one does, it neither renders as a template nor ends the script."""
    told = replace(picture(words={"t": text, "m": text, "n": text}), details={"00001": text}, selected=text)
    line = maps.command(told)
    assert not re.search(r"\{[{%#]", line) and "<" not in line
    assert maps._Command(line)._template.module.script(maps._Command(line)).endswith(f"= {line}")
    assert content(line)["t"] == content(line)["x"]["00001"] == text


@given(st.text())
def test_no_text_reaches_the_template_engine_as_a_template(text: str) -> None:
    line = maps.command(picture(words={"t": text, "m": "", "n": ""}))
    assert not re.search(r"\{[{%#]", line) and "<" not in line
    assert content(line)["t"] == text


def test_the_country_of_communes_stays_below_six_kilobytes() -> None:
    assert len(maps.command(picture(values=[1000] * 3321))) < 6_000


def test_the_base_map_asks_no_other_host_for_scripts() -> None:
    addresses = [address for _, address in maps._Base(tiles=None).default_js]
    assert addresses and all(address.startswith("../../") for address in addresses)
