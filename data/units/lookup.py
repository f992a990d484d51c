"""Finds the unit that a text means, within what is known of where it lies.

Only a code, the exact name and the folded name decide, and only where one unit answers. What is left gets
candidates: first what the text meant in the other structure or before, then what is spelled alike.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from rapidfuzz import fuzz, process

from data.units import former
from data.units.candidates import (
    Candidate,
    Why,
    became,
    became_province,
    best_first,
    came_from,
    change_day,
    ended,
    offered,
)
from data.units.names import ROMAN, bare, fold, split_kind
from data.units.register import (
    STRUCTURES,
    Level,
    StructureId,
    Unit,
    is_before,
    names,
    others,
    predecessor_provinces,
    predecessors,
    successor_provinces,
    successors,
    unit,
    units,
)
from data.units.search import search as search
from data.units.structures import structure_cache
from data.units.tables import reading

How = Literal["code", "exact", "folded"]

_CODE_LENGTH: Final[dict[Level, int]] = {"province": 2, "district": 3, "commune": 5}
_LEVEL_KINDS: Final[dict[Level, tuple[str, ...]]] = {
    "province": ("tỉnh", "thành phố"),
    "district": ("huyện", "quận", "thị xã", "thành phố"),
    "commune": ("xã", "phường", "thị trấn", "đặc khu"),
}
_LIMIT: Final = 6
_ALIKE: Final = 60.0  # below this score a spelling is no help to anybody
# Names that offices use for provinces beside the official one; folded, the same in both structures.
_PROVINCE_NAMES: Final[dict[str, str]] = {
    "hcm": "79",
    "tphcm": "79",
    "tp hcm": "79",
    "thừa thiên huế": "46",
    "tt huế": "46",
    "tthuế": "46",
    "bắc cạn": "06",
    "đăk lắc": "66",
    "brvt": "77",
    "br vt": "77",
}


@dataclass(frozen=True)
class Found:
    """What a text was found to be: a unit and how, or neither and candidates, best first."""

    unit: Unit | None
    how: How | None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class _Scope:
    structure: StructureId
    level: Level
    province: str | None
    district: str | None

    def holds(self, here: Unit) -> bool:
        """Tell whether a unit lies in the province and district that were given."""
        if self.level == "province":
            return True
        outside = self.province is not None and here.province != self.province
        return not outside and (self.district is None or here.district in (None, self.district))


@dataclass(frozen=True)
class _Index:
    codes: dict[str, Unit]
    exact: dict[str, list[Unit]]
    full: dict[str, list[Unit]]
    rest: dict[str, list[Unit]]


@structure_cache
def index(structure: StructureId, level: Level) -> _Index:
    """Build the keys of one level: codes, exact texts, folded full names and folded names without kind."""
    made = _Index({}, defaultdict(list), defaultdict(list), defaultdict(list))
    for code in units(structure, level).index:
        here = made.codes[code] = unit(structure, code)
        called = {(here.name, here.short), *((each.name, each.short) for each in names(structure, code))}
        for text in {text for both in called for text in both}:
            made.exact[text].append(here)
        for key in {_key(name) for name, _ in called}:
            made.full[key].append(here)
        # a number alone ("Phường 1" → "1") is no name
        for key in {_key(short) for name, short in called if short != name}:
            made.rest[key].append(here)
    for alias, code in _PROVINCE_NAMES.items() if level == "province" else ():
        if code in units(structure, level).index:
            made.rest[_key(alias)].append(unit(structure, code))
    return made


def _key(text: str) -> str:
    """Fold and close up: "A Xan" and "Axan" are one (measured: this joins no two communes either)."""
    return fold(text).replace(" ", "")


def find(
    text: str,
    *,
    structure: StructureId,
    level: Level = "commune",
    province: str | None = None,
    district: str | None = None,
) -> Found:
    """Find the unit that `text` (a name or a code) means within a province and district, given as codes.

    The kind in front breaks ties and is never required: many xã became phường. But a kind of another level
    ("Huyện Bình Gia" among communes) names no unit of this one. A district is left out of account where the
    structure has none. Raises UnknownUnit where it has no such level.
    """
    scope = _Scope(structure, level, province, district)
    text = " ".join(text.split())
    keys = index(structure, level)
    if text.isdigit() and len(text) <= _CODE_LENGTH[level]:
        return _by_code(text, keys, scope)
    exact = [u for u in keys.exact.get(text, ()) if scope.holds(u)]
    if len(exact) == 1:
        return Found(exact[0], "exact")
    folded = _folded(text, keys=keys, scope=scope)
    if len(folded) == 1 and not _meant_another(text, folded[0], scope):
        return Found(folded[0], "folded")
    if len(folded) > 1:
        return Found(None, None, tuple(offered(u, "units.why.same_name", 100.0) for u in folded))
    return Found(None, None, _candidates(text, scope))


def _by_code(digits: str, keys: _Index, scope: _Scope) -> Found:
    """Find a unit by its code, whose leading zeros a spreadsheet may have dropped."""
    length = _CODE_LENGTH[scope.level]
    here = keys.codes.get(digits.zfill(length))
    if here is None:
        return Found(None, None)
    if scope.holds(here):
        return Found(here, "code")
    is_code = len(digits) >= length - 1  # a shorter number is rather a row number
    return Found(None, None, (offered(here, "units.why.elsewhere", 66.0),) if is_code else ())


def _folded(text: str, *, keys: _Index, scope: _Scope) -> list[Unit]:
    """List the units in scope with this folded name; of the kind that the text says, if any are."""
    kind, rest = split_kind(text)
    if kind and kind not in _LEVEL_KINDS[scope.level]:
        rest = text
    rests = {rest, ROMAN.get(rest, rest)} if kind == "phường" else {rest}  # some are named Phường III, most Phường 3
    full = [text, *(f"{kind} {each}" for each in rests)]
    named = {
        u.code: u
        for texts, table in ((full, keys.full), ([text, *rests], keys.rest))
        for each in texts
        for u in table.get(_key(each), ())
        if scope.holds(u)
    }
    same_kind = [u for u in named.values() if kind in _kinds(u)]
    return same_kind or list(named.values())


def _kinds(here: Unit) -> set[str]:
    """Return the kinds that a unit has been of while its structure was in force."""
    return {here.kind, *(each.kind for each in names(here.structure, here.code))}


def _meant_another(text: str, found: Unit, scope: _Scope) -> bool:
    """Tell whether the kind in `text` points to a unit of another structure that is no kin of `found`.

    "Phường Minh Khai" of the old list is not the new Xã Minh Khai of another end of the province.
    """
    kind, _ = split_kind(text)
    if kind is None or kind in _kinds(found) or scope.level != "commune":
        return False
    elsewhere = False
    for other in others(scope.structure):
        named = _folded(text, keys=index(other, "commune"), scope=_Scope(other, "commune", None, None))
        kin = [[k for k in _kin(u, scope.structure)] for u in named if kind in _kinds(u)]
        kin = [units for units in kin if any(scope.holds(k) for k in units)]
        if any(k.code == found.code for units in kin for k in units):
            return False
        elsewhere = elsewhere or bool(kin)
    return elsewhere


def _kin(here: Unit, target: StructureId) -> list[Unit]:
    """Return the units of another structure that took a unit up, or that it was made of."""
    if is_before(here.structure, target):
        return [unit(target, s.code_to) for s in successors(here.code, source=here.structure, target=target)]
    return [unit(target, s.code_from) for s in predecessors(here.code, structure=here.structure, source=target)]


def _candidates(text: str, scope: _Scope) -> tuple[Candidate, ...]:
    found = [*_elsewhere(text, scope), *_other_structures(text, scope), *_former(text, scope), *_alike(text, scope)]
    return best_first(found, limit=_LIMIT)


def _elsewhere(text: str, scope: _Scope) -> list[Candidate]:
    """Offer units of this name outside the district, then outside the province (a few only)."""
    keys = index(scope.structure, scope.level)
    wider = _Scope(scope.structure, scope.level, scope.province, None)
    near = _folded(text, keys=keys, scope=wider) if scope.district else []
    if near:
        return [offered(u, "units.why.elsewhere", 95.0) for u in near]
    country = _folded(text, keys=keys, scope=_Scope(scope.structure, scope.level, None, None))
    return [offered(u, "units.why.elsewhere", 66.0) for u in country if not scope.holds(u)][:3]


def _other_structures(text: str, scope: _Scope) -> list[Candidate]:
    """Offer what a name of another structure became, or was made of; the nearest structures first."""
    found = []
    for other in others(scope.structure):
        if scope.level in STRUCTURES[other].levels:
            named = _folded(text, keys=index(other, scope.level), scope=_Scope(other, scope.level, None, None))
            found += [c for u in named for c in _carried(u, scope) if scope.holds(c.unit)]
    return found


def _carried(named: Unit, scope: _Scope) -> list[Candidate]:
    target = scope.structure
    if scope.level == "province":
        return _other_provinces(named, target)
    return became(named, target) if is_before(named.structure, target) else came_from(named, target)


def _other_provinces(named: Unit, target: StructureId) -> list[Candidate]:
    if is_before(named.structure, target):
        edges = successor_provinces(named.code, source=named.structure, target=target)
        return [became_province(named, unit(target, s.code_to)) for s in edges]
    edges = predecessor_provinces(named.code, structure=named.structure, source=target)
    before = [unit(target, s.code_from) for s in edges]
    values = [{"old": u.name, "new": named.name, "day": change_day(u, named.structure)} for u in before]
    return [offered(u, "units.why.province", 99.0, **texts) for u, texts in zip(before, values, strict=True)]


@cache
def _older_index() -> dict[str, list[str]]:
    """Index the names of before 2023, closed up without diacritics, with their kind and without it, by the commune
    of "2024"."""
    made: dict[str, list[str]] = defaultdict(list)
    for code, older in reading.older_names().items():
        for name in older:
            kind = next(kind for kind in ("thitran", "phuong", "xa") if name.startswith(kind))
            for key in (name, name.removeprefix(kind)):
                made[key].append(code)
    return made


def _former(text: str, scope: _Scope) -> list[Candidate]:
    """Offer communes that took in one of this name before July 2025 (of those before 2023, without diacritics)."""
    if scope.level != "commune" or is_before(scope.structure, "2024"):
        return []
    kind, rest = split_kind(text)
    found = []
    for province in _provinces_before(scope):
        for each in former.find(text, province=province, district=scope.district):
            for heir in each.became:
                now = _now(heir.code, scope)
                found += [ended(each, u, heir.part if len(now) == 1 else "part") for u in now if scope.holds(u)]
    keys = [bare(f"{kind} {rest}").replace(" ", ""), bare(rest).replace(" ", "")]
    codes = next((_older_index()[key] for key in keys if key in _older_index()), [])
    older = [u for code in codes for u in _now(code, scope) if scope.holds(u)]
    return found + [offered(u, "units.why.former", 94.0, old=rest) for u in older]


def _now(code: str, scope: _Scope) -> list[Unit]:
    """Return a commune of "2024", or what it became in a later structure."""
    host = unit("2024", code)
    return [host] if scope.structure == "2024" else [c.unit for c in became(host, scope.structure)]


def _provinces_before(scope: _Scope) -> list[str]:
    """Return the provinces of "2024" that lie in the scope."""
    if scope.province is None:
        return list(units("2024", "province").index)
    if scope.structure == "2024":
        return [scope.province]
    return [s.code_from for s in predecessor_provinces(scope.province, structure=scope.structure, source="2024")]


@structure_cache
def _spellings(scope: _Scope) -> tuple[list[Unit], list[str], list[str]]:
    inside = [u for u in _level_units(scope.structure, scope.level) if scope.holds(u)]
    rests = [split_kind(u.name)[1] for u in inside]
    return inside, [fold(r) for r in rests], [bare(r) for r in rests]


def _level_units(structure: StructureId, level: Level) -> list[Unit]:
    return [unit(structure, code) for code in units(structure, level).index]


def _alike(text: str, scope: _Scope) -> list[Candidate]:
    """Offer units in scope that are spelled alike, with diacritics and without."""
    inside, folded, plain = _spellings(scope)
    rest = split_kind(text)[1]
    if not rest:
        return []
    nearest = process.extract(bare(rest), plain, scorer=fuzz.ratio, limit=2 * _LIMIT, score_cutoff=_ALIKE)
    scored = [(0.6 * score + 0.35 * fuzz.ratio(fold(rest), folded[at]), score, at) for _, score, at in nearest]
    return [
        offered(inside[at], _why_alike(rest, folded[at], plainly), score, kind=inside[at].kind)
        for score, plainly, at in scored
        if score >= _ALIKE
    ]


def _why_alike(rest: str, folded: str, plainly: float) -> Why:
    if fold(rest) == folded:
        return "units.why.kind"
    return "units.why.marks" if plainly == 100 else "units.why.similar"
