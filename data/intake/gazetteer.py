"""Quick answers about names: could this text be a commune, district or province here, and which province is it?

Deciding which unit a text means is the work of data.units.lookup; here is only what the reading of shapes
needs, thousands of times a file.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, partial
from typing import Final

import pandas as pd

from data.units import lookup
from data.units.names import fold, split_kind
from data.units.register import STRUCTURES, Level, StructureId, units

DISTRICT_KINDS: Final = frozenset({"huyện", "quận", "thị xã", "thành phố"})
COMMUNE_KINDS: Final = frozenset({"xã", "phường", "thị trấn", "đặc khu"})
_VILLAGE: Final = re.compile(
    r"(?:-\s*)?(?:thôn|bản|làng|ấp|khóm|khu phố|khu dân cư|khu|xóm|buôn|tổ dân phố|tdp|tiểu khu|khối phố|khối|sóc|"
    r"phum|bon|plei|plây|tổ nhân dân|kp|tổ dp|tổ|cụm)\b\.?",
    re.IGNORECASE,
)
_CAPITAL: Final = r"[A-ZĐÀ-Ỹ][^\W\d_]*"
_VILLAGE_MENTION: Final = re.compile(
    r"(?<!\w)(?i:thôn|bản|làng|ấp|khóm|khu phố|xóm|buôn|tổ dân phố|tdp|tiểu khu)\s+(?:số\s+)?"
    rf"(?:\d+(?!\w)|{_CAPITAL}(?:\s+(?:{_CAPITAL}|\d+))*)"
)
_MENTION: Final = re.compile(
    r"(?<!\w)(xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh|tt\.|tp\.?|tx\.?|x\.|p\.|h\.)\s*",
    re.IGNORECASE,
)
_LEVEL_OF_KIND: Final[dict[str, tuple[Level, ...]]] = {
    "xã": ("commune",),
    "phường": ("commune",),
    "thị trấn": ("commune",),
    "đặc khu": ("commune",),
    "huyện": ("district",),
    "quận": ("district",),
    "thị xã": ("district",),
    "thành phố": ("district", "province"),
    "tỉnh": ("province",),
    "tt.": ("commune",),
    "x.": ("commune",),
    "p.": ("commune",),
    "h.": ("district",),
    "tp": ("district", "province"),
    "tp.": ("district", "province"),
    "tx": ("district",),
    "tx.": ("district",),
}


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """Return what a name is compared by here: without its kind, folded, closed up."""
    return closed(split_kind(text)[1])


@lru_cache(maxsize=65536)
def closed(text: str) -> str:
    """Return a text folded and closed up, its kind left in front: there is a "Phường Phường Đúc"."""
    return fold(text).replace(" ", "")


def code_text(value: object) -> str:
    """Write a code as digits: 6187, "6187.0" and "'06187" are one; any other text stays as it is."""
    text = "" if value is None or isinstance(value, bool) else str(value).strip().strip("'")
    whole, dot, rest = text.partition(".")
    return whole if dot and whole.isdigit() and rest and not rest.strip("0") else text


def is_name_of(text: str, *, name: str, short: str) -> bool:
    """Say whether a text is a unit's name, with its kind, another one or none in front."""
    return key(text) in (key(name), closed(short)) or closed(text) == closed(short)


@lru_cache(maxsize=65536)
def kind_of(text: str) -> str | None:
    """Return the kind that a text says in front of the name, None where it says none."""
    return split_kind(text)[0]


def is_village(text: str) -> bool:
    """Say whether a text begins with a kind of village ("Thôn 1", "TDP số 3")."""
    return bool(_VILLAGE.match(text))


def village_named(titles: Iterable[str]) -> str:
    """Return the village that titles name ("Tổ CNSCĐ thôn Thạch Nham Đông"), "" where they name none or several."""
    found = [match[0] for title in titles for match in _VILLAGE_MENTION.finditer(title)]
    named = {fold(text): text for text in reversed(found)}
    return next(iter(named.values())) if len(named) == 1 else ""


def village_without_kind(text: str) -> str:
    """Return a village's name without its kind: "Thôn Khu Chợ" → "Khu Chợ"; "Thôn 1" stays, a number is no name."""
    rest = _VILLAGE.sub("", text, count=1).strip(" .:-") if is_village(text) else text
    return rest if len(rest) > 3 and not rest.isdigit() else text


@cache
def names(structure: StructureId, level: Level) -> dict[str, frozenset[tuple[str, str | None, str]]]:
    """Return (province, district, code) of the units of a level, by key; empty where there is no such level."""
    if level not in STRUCTURES[structure].levels:
        return {}
    table: dict[str, set[tuple[str, str | None, str]]] = defaultdict(set)
    frame = units(structure, level)
    columns = {name: frame[name].tolist() for name in ("name", "short", "province")}
    districts = frame["district"].tolist() if level == "commune" else [None] * len(frame)
    for name, short, province, district, code in zip(*columns.values(), districts, frame.index.tolist(), strict=True):
        place = (province if level != "province" else code, None if pd.isna(district) else district, code)
        table[key(name)].add(place)
        if not short.isdigit():
            table[closed(short)].add(place)
    return {name: frozenset(places) for name, places in table.items()}


def load() -> None:
    """Load the names of both countries: work that can be done while a file is still being parsed."""
    for structure in STRUCTURES:
        for level in STRUCTURES[structure].levels:
            lookup.index(structure, level)
            names(structure, level)


def could_be(
    text: str, *, structure: StructureId, level: Level, province: str | None = None, district: str | None = None
) -> bool:
    """Say whether a unit of the level has this name, within the province and district where they are known."""
    table = names(structure, level)
    return any(
        (province is None or place[0] == province) and (district is None or place[1] in (None, district))
        for name in {key(text), closed(text)}
        for place in table.get(name, ())
    )


@lru_cache(maxsize=16384)
def code_of(text: str, *, structure: StructureId, level: Level, province: str | None = None) -> str | None:
    """Return the code of the one unit that a text names, else None."""
    if level not in STRUCTURES[structure].levels or not could_be(
        text, structure=structure, level=level, province=province
    ):
        return None
    found = lookup.find(text, structure=structure, level=level, province=province)
    return found.unit.code if found.unit else None


def mentions(text: str, *, structure: StructureId, level: Level, province: str | None = None) -> list[str]:
    """List the codes of the units of a level that a title names after their kind ("UBND xã Bằng Vân, …")."""
    out: list[str] = []
    for texts in _after_kinds(text, level):
        codes = (code_of(one, structure=structure, level=level, province=province) for one in texts)
        out += [code for code in codes if code][:1]
    return list(dict.fromkeys(out))


def names_mentioned(text: str, *, structure: StructureId, level: Level, province: str | None = None) -> list[str]:
    """List the names in a title that units of a level bear, one or several of them, as the title writes them."""
    here = partial(could_be, structure=structure, level=level, province=province)
    found = [next((one for one in texts if here(one)), "") for texts in _after_kinds(text, level)]
    return [one for one in dict.fromkeys(found) if one]


def bearers(name: str, *, structure: StructureId, level: Level, province: str | None = None) -> int:
    """Return how many units of a level bear a name, whatever their kind."""
    places = names(structure, level).get(key(name), frozenset())
    return len({code for of, _, code in places if province in (None, of)})


def _after_kinds(text: str, level: Level) -> Iterator[list[str]]:
    """Give for each kind in a text what may be named by it, the longest first: "xã Bằng Vân huyện", "xã Bằng Vân"…"""
    for found in _MENTION.finditer(text):
        if level in _LEVEL_OF_KIND[found[1].lower()]:
            words = re.split(r"[,;.()/:]", text[found.end() :], maxsplit=1)[0].split()[:7]
            yield [f"{found[1]} {' '.join(words[:width])}" for width in range(len(words), 0, -1)]


def provinces_named(text: str, *, structure: StructureId) -> list[str]:
    """List the provinces whose name stands anywhere in a title, with "tỉnh" before it or without."""
    words = fold(text).split()
    out = []
    for at in range(len(words)):
        for width in range(min(4, len(words) - at), 0, -1):
            places = names(structure, "province").get("".join(words[at : at + width]), ())
            out += [code for _, _, code in places]
    return list(dict.fromkeys(out))


def province_of(labels: Iterable[str], titles: Iterable[str], *, structure: StructureId) -> str | None:
    """Return the province that names of units lie in: most of them, and clearly more than in any other.

    A province that the titles name wins among those that hold nearly as many; None where nothing decides.
    """
    found: Counter[str] = Counter()
    distinct = {key(label): label for label in labels}
    told = 0
    for name, label in list(distinct.items())[:600]:
        levels: tuple[Level, ...] = ("district", "commune")
        if kind_of(label) in COMMUNE_KINDS:
            levels = ("commune",)
        places = {place[0] for level in levels for place in names(structure, level).get(name, ())}
        told += bool(places)
        found.update(places)
    named = [code for title in titles for code in provinces_named(title, structure=structure)]
    if not found:
        return named[0] if len(set(named)) == 1 else None
    ranked = found.most_common(2)
    best, most = ranked[0]
    for code in named:
        if found[code] >= 0.8 * most and found[code] >= 0.5 * told:
            return code
    second = ranked[1][1] if len(ranked) > 1 else 0
    return best if most >= 0.8 * told and (second <= 0.6 * most) and most >= 3 else None
