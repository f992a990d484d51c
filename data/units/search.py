"""Searches the country for a search box: without diacritics, by old names and by codes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from data.units import former
from data.units.candidates import Candidate, became, became_province, best_first, called, change_day, ended, offered
from data.units.former import Former
from data.units.names import bare, fold, split_kind
from data.units.register import (
    STRUCTURES,
    StructureId,
    Unit,
    communes_now,
    edges,
    is_before,
    names,
    others,
    path,
    predecessors,
    successor_provinces,
    successors,
    unit,
    units,
)
from data.units.structures import Level, structure_cache

# How well a name answers a query; a name of the structure searched stands before one that has ended.
_EQUAL: Final = 95.0
_BEGINS: Final = 85.0
_WORD: Final = 75.0
_CONTEXT: Final = 65.0
_SPELLED: Final = 60.0  # times the likeness: all matches above are better
_ALIKE: Final = 78.0
_LEVEL_BONUS: Final = {"province": 3.0, "district": 2.0, "commune": 1.0}
_ENDED: Final = -2.5
_MARKS: Final = 1.5  # the diacritics agree too
_LONGEST_CODE: Final = 9  # digits that may still be a slip in a code
_KINDS: Final = ("thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã")


@dataclass(frozen=True)
class _Entry:
    unit: Unit
    plain: str  # the name without kind and diacritics
    folded: str
    context: str  # the names of all that it lies in, without diacritics
    kinds: frozenset[str]  # those that it was of while its structure was in force


@structure_cache
def _entries(structure: StructureId) -> list[_Entry]:
    """List the units of a structure, each once a name that it bore."""
    return [
        entry
        for level in STRUCTURES[structure].levels
        for code in units(structure, level).index
        for entry in _entries_of(unit(structure, code))
    ]


@structure_cache
def _context(structure: StructureId, parent: str | None) -> str:
    return " ".join(bare(u.name) for u in path(structure, parent)) if parent else ""


def _entries_of(here: Unit) -> list[_Entry]:
    more = names(here.structure, here.code)
    kinds = frozenset({here.kind, *(each.kind for each in more)})
    called = {here.short, *(each.short for each in more)}
    context = _context(here.structure, here.parent)
    return [_Entry(here, bare(short), fold(short), context, kinds) for short in sorted(called)]


@structure_cache
def _ended_entries() -> list[tuple[Former, _Entry]]:
    """List the communes that ended before "2024", with a unit of "2024" that took them up."""
    made = []
    for each in former.every():
        heir = unit("2024", each.became[0].code)
        context = f"{bare(each.district_name)} {_context('2024', each.province)}"
        entry = _Entry(heir, bare(each.short), fold(each.short), context, frozenset({each.kind}))
        made.append((each, entry))
    return made


def search(text: str, *, structure: StructureId, limit: int = 10, on: date | None = None) -> tuple[Candidate, ...]:
    """Return the units of `structure`, of all levels, that a text may mean, best first, by their names of a day.

    A text is a name or the beginning of one, with or without diacritics and kind, a code, or a name with
    what it lies in ("Bằng Vân, Ngân Sơn"); any name counts that a unit bore. Names of other structures, and of communes
    that ended before "2024", bring the units that took them up: "Kon Tum" finds Quảng Ngãi and the communes there that
    were Kon Tum's.
    """
    return called(_search(text, structure=structure, limit=limit), on)


def like_code(digits: str, *, structure: StructureId, limit: int = 3, on: date | None = None) -> tuple[Candidate, ...]:
    """Return the provinces (up to two digits) or communes whose codes are most like a code that no unit has."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _LONGEST_CODE:
        return ()
    level: Level = "province" if len(digits) <= 2 else "commune"
    padded, codes = digits.zfill(2 if level == "province" else 5), units(structure, level).index
    away = {code: (DamerauLevenshtein.distance(padded, code), abs(int(code) - int(padded)), code) for code in codes}
    nearest = sorted(codes, key=lambda code: away[code])[:limit]
    return called([offered(unit(structure, code), "units.why.like_code", _SPELLED, code=code) for code in nearest], on)


def _search(text: str, *, structure: StructureId, limit: int) -> tuple[Candidate, ...]:
    if text.strip().isdigit():
        coded = _by_code(text.strip(), structure)
        if coded:
            return best_first(coded, limit=limit)
    query = _Query.read(text)
    if not query.plain:
        return ()
    here, gone, before = _matches(query, structure)
    if not here and not gone and not before and (without := query.without_kind()):
        here, gone, before = _matches(without, structure)
    if not here and not gone and not before:
        here = _spelled_alike(query, _entries(structure), _plains(structure))
        alike = _spelled_alike(query, _elsewhere(structure), _plains_elsewhere(structure))
        gone = [(u, score + _ENDED) for u, score in alike]
    found = [
        offered(u, "units.why.name" if score > _SPELLED else "units.why.similar", score)
        for u, score in _top(here, limit)
    ]
    for there, score in _top(gone, limit):
        found += _carried(there, structure, score)
    return best_first([*found, *before], limit=limit)


def _matches(
    query: "_Query", structure: StructureId
) -> tuple[list[tuple[Unit, float]], list[tuple[Unit, float]], list[Candidate]]:
    """Return the units of a structure that a query names, those of others, and what took up those of before."""
    here = [(e.unit, score) for e in _entries(structure) if (score := _score(e, query))]
    gone = [(e.unit, score + _ENDED) for e in _elsewhere(structure) if (score := _score(e, query))]
    return here, gone, _before(query, structure)


def _before(query: "_Query", structure: StructureId) -> list[Candidate]:
    """Offer what took up the communes of this name that ended before "2024"."""
    if is_before(structure, "2024"):
        return []
    found = []
    for each, entry in _ended_entries():
        if score := _score(entry, query):
            for heir in each.became:
                now = [unit("2024", heir.code)]
                if structure != "2024":
                    now = [candidate.unit for candidate in became(now[0], structure)]
                part = heir.part if len(now) == 1 else "part"
                found += [_scored_less(ended(each, here, part), score + 2 * _ENDED) for here in now]
    return found


@dataclass(frozen=True)
class _Query:
    plain: str
    folded: str
    words: tuple[str, ...]
    within: tuple[str, ...]  # what stands behind a comma
    kind: str | None

    @classmethod
    def read(cls, text: str) -> "_Query":
        """Take a text apart: the name before the first comma, what it lies in behind."""
        name, *within = text.split(",")
        kind, rest = split_kind(name)
        rest = name if rest.isdigit() else rest
        behind = tuple(bare(split_kind(part)[1]) for part in within if part.strip())
        return cls(bare(rest), fold(rest), tuple(bare(rest).split()), behind, kind)

    def without_kind(self) -> "_Query | None":
        """Return the query without a kind written without diacritics ("xa bo ha"), None where there is none."""
        kind = next((kind for kind in _KINDS if self.plain.startswith(f"{bare(kind)} ")), None)
        if self.kind is not None or kind is None:
            return None
        rest = self.plain.removeprefix(f"{bare(kind)} ")
        return replace(self, plain=rest, folded=rest, words=tuple(rest.split()), kind=kind)


def _score(entry: _Entry, query: _Query) -> float:
    """Score one name against a query; 0 is no match."""
    if any(part not in entry.context for part in query.within):
        return 0.0
    if entry.plain == query.plain:
        score = _EQUAL
    elif entry.plain.startswith(query.plain):
        score = _BEGINS
    elif f" {query.plain}" in entry.plain:
        score = _WORD
    elif len(query.words) > 1 and query.plain.startswith(entry.plain + " ") and _in_context(entry, query):
        score = _CONTEXT
    else:
        return 0.0
    marks = _MARKS if entry.folded.startswith(query.folded) else 0.0
    kind = 0.4 if query.kind in entry.kinds else 0.0
    return score + marks + kind + _LEVEL_BONUS[entry.unit.level]


def _in_context(entry: _Entry, query: _Query) -> bool:
    """Tell whether the words behind the name say where it lies: "bang van ngan son"."""
    return query.plain[len(entry.plain) + 1 :] in entry.context


def _top(found: list[tuple[Unit, float]], limit: int) -> list[tuple[Unit, float]]:
    return sorted(found, key=lambda pair: -pair[1])[:limit]


def _spelled_alike(query: _Query, entries: list[_Entry], plains: list[str]) -> list[tuple[Unit, float]]:
    near = process.extract(query.plain, plains, scorer=fuzz.ratio, limit=10, score_cutoff=_ALIKE)
    return [(entries[at].unit, _SPELLED * score / 100) for _, score, at in near]


@structure_cache
def _plains(structure: StructureId) -> list[str]:
    return [entry.plain for entry in _entries(structure)]


@structure_cache
def _plains_elsewhere(structure: StructureId) -> list[str]:
    return [entry.plain for entry in _elsewhere(structure)]


@structure_cache
def _elsewhere(structure: StructureId) -> list[_Entry]:
    """List the units of all other structures, each once, the nearest structure first.

    A unit that is in `structure` as it was, whole, is left out: it is found there.
    """
    seen: set[tuple[str, str]] = set()
    found = []
    for other in others(structure):
        ways = edges(other, structure).query("whole and code_from == code_to")["code_from"]
        same = set(ways) | set(units(structure, "province").index)
        for entry in _entries(other):
            here = entry.unit
            stays = here.code in same and _name_in(structure, here.code) == here.name
            if not stays and (here.code, here.name) not in seen:
                seen.add((here.code, here.name))
                found.append(entry)
    return found


def _name_in(structure: StructureId, code: str) -> str | None:
    levels: dict[int, Level] = {2: "province", 3: "district"}
    level = levels.get(len(code), "commune")
    if level not in STRUCTURES[structure].levels:
        return None
    names = units(structure, level)["name"]
    return str(names.loc[code]) if code in names.index else None


def _by_code(digits: str, structure: StructureId) -> list[Candidate]:
    """Offer the units with this code (leading zeros restored), or what bore it in an earlier structure."""
    found: list[Candidate] = []
    for level, length in (("province", 2), ("district", 3), ("commune", 5)):
        code = digits.zfill(length)
        if len(digits) > length:
            continue
        if level in STRUCTURES[structure].levels and code in units(structure, level).index:
            penalty = length - len(digits)
            found.append(offered(unit(structure, code), "units.why.code", 100.0 - penalty, code=code))
        elif len(digits) == length:
            before = next(
                (
                    unit(other, code)
                    for other in others(structure)
                    if is_before(other, structure) and _name_in(other, code)
                ),
                None,
            )
            found += _carried(before, structure, 90.0) if before else []
    return found


def _carried(there: Unit, structure: StructureId, score: float) -> list[Candidate]:
    """Turn a unit of another structure into candidates of this one, a little below its own score."""
    if is_before(structure, there.structure):
        return _backward(there, structure, score)
    ends = {"source": there.structure, "target": structure}
    if there.level == "province":
        after = unit(structure, successor_provinces(there.code, **ends)[0].code_to)
        new = [_moved(there, structure, code, score - 30) for code in communes_now(there.code, **ends)]
        return [_scored(became_province(there, after), score), *new]
    if there.level == "district" and not successors(there.code, **ends):
        return [_moved(there, structure, code, score - 10) for code in communes_now(there.code, **ends)]
    return [_scored_less(candidate, score) for candidate in became(there, structure)]


def _moved(before: Unit, structure: StructureId, code: str, score: float) -> Candidate:
    values = {"old": before.name, "day": change_day(before, structure)}
    return offered(unit(structure, code), "units.why.in_province", score, **values)


def _backward(there: Unit, structure: StructureId, score: float) -> list[Candidate]:
    """Offer the communes of an earlier structure that one was made of; provinces bear their old names."""
    made_of = predecessors(there.code, structure=there.structure, source=structure) if there.level == "commune" else ()
    return [
        offered(unit(structure, e.code_from), "units.why.now", score - 3, new=there.name, old=there.name)
        for e in made_of
    ]


def _scored_less(candidate: Candidate, score: float) -> Candidate:
    """Return a candidate as good as the match that it was found by, less what its own reason lacks."""
    return _scored(candidate, score - (100 - candidate.score) / 10)


def _scored(candidate: Candidate, score: float) -> Candidate:
    return Candidate(candidate.unit, score, candidate.why, candidate.values)
