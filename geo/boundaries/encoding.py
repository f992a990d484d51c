"""Finds the letters of a layer: which reading of its texts gives names that the register knows.

A Shapefile or a MapInfo table may say its encoding, wrongly or not at all; and a layer in Unicode may hold
texts that were read wrongly before (TCVN3 and VNI fonts, UTF-8 as Latin-1). So every reading is tried.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import Final

from data.intake import gazetteer
from data.spreadsheets import encodings
from data.units.register import STRUCTURES
from geo.boundaries.spelling import spelled_out

Columns = Mapping[str, list[str | None]]
Reading = Callable[[str], str]

_MOST: Final = 800  # texts that are looked at
_LOST: Final = re.compile("[^\\W\\d_][?\ufffd][^\\W\\d_]|[?\ufffd][^\\W\\d_]{1,3}\\b")
_MARKS: Final = frozenset("àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ")


def _bytes(encoding: str) -> Reading:
    def read(shown: str) -> str:
        return unicodedata.normalize("NFC", shown.encode("latin-1").decode(encoding, errors="replace"))

    return read


def _twice(shown: str) -> str:
    """Undo UTF-8 that was read as Latin-1 or Windows-1252 and then written as UTF-8 again."""
    return encodings.to_unicode(_bytes("utf-8")(shown), "unicode")


_OF_BYTES: Final[Mapping[str, Reading]] = {
    "UTF-8": _bytes("utf-8"),
    "TCVN3": lambda shown: shown.translate(encodings.TCVN3),
    "VNI": encodings.from_vni,
    "windows-1258": _bytes("cp1258"),
    "UTF-8 (Latin-1)": _twice,
    "windows-1252": _bytes("cp1252"),
}
_OF_TEXTS: Final[Mapping[str, Reading]] = {
    "UTF-8": lambda shown: unicodedata.normalize("NFC", shown),
    "TCVN3": lambda shown: shown.translate(encodings.TCVN3),
    "VNI": encodings.from_vni,
    "UTF-8 (Latin-1)": lambda shown: encodings.to_unicode(shown, "unicode"),
    "windows-1258": lambda shown: unicodedata.normalize("NFC", _again(shown)),
}


def _again(shown: str) -> str:
    try:
        return shown.encode("cp1252").decode("cp1258")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return shown


def decode(columns: Columns, *, raw: bool) -> tuple[str, Columns]:
    """Return the encoding found and the columns in Unicode (NFC, blanks of all sorts made one space).

    `raw`: the texts are bytes shown as Latin-1. The encodings are named "UTF-8", "TCVN3", "VNI",
    "windows-1258", "windows-1252" and "UTF-8 (Latin-1)", which is UTF-8 that was read as Latin-1.
    """
    readings = _OF_BYTES if raw else _OF_TEXTS
    informative = _informative(columns)
    best = max(readings, key=lambda name: _score(informative, readings[name])) if informative else "UTF-8"
    read = cache(lambda shown: encodings.clean(readings[best](shown)) or None)
    names = [name if name.isascii() else encodings.clean(readings[best](name)) for name in columns]
    names = names if len(set(names)) == len(names) else list(columns)
    decoded = ([one if one is None else read(one) for one in column] for column in columns.values())
    return best, dict(zip(names, decoded, strict=True))


def lost(columns: Columns) -> list[str]:
    """List texts whose letters were lost before they came here ("L?ng S?n"): no reading brings them back."""
    return sorted({one for column in columns.values() for one in column if one and _LOST.search(one)})


def _informative(columns: Columns) -> list[str]:
    """Return the different texts with letters beyond ASCII: they alone tell one reading from another."""
    found = {one for column in columns.values() for one in column if one and not one.isascii()}
    return sorted(found)[:: len(found) // _MOST + 1]


def _score(shown: Iterable[str], read: Reading) -> tuple[int, float]:
    """Return how many texts are names of units, then how many have the letters of Vietnamese alone."""
    texts = [read(one) for one in shown]
    named = sum(any(gazetteer.closed(part) in _names() for part in _parts(one)) for one in texts)
    return named, sum(_is_vietnamese(one) for one in texts)


def _parts(name: str) -> tuple[str, ...]:
    plain = spelled_out(name)
    return (plain.name, f"{plain.kind or ''} {plain.name}")


def _is_vietnamese(name: str) -> bool:
    """Say whether every letter is one of Vietnamese, in an order of capitals that people write."""
    odd = any(not one.isascii() and one.lower() not in _MARKS for one in name)
    return not odd and not any(a.islower() and b.isupper() for word in name.split() for a, b in pairwise(word))


@cache
def _names() -> frozenset[str]:
    """Return the closed names of all units that are known, in any structure, and of their kinds."""
    kinds = {gazetteer.closed(kind) for kind in gazetteer.COMMUNE_KINDS | gazetteer.DISTRICT_KINDS | {"tỉnh"}}
    return (
        frozenset(
            name
            for structure in STRUCTURES.values()
            for level in structure.levels
            for name in gazetteer.names(structure.id, level)
        )
        | kinds
    )
