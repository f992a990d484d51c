"""Tells by their content which columns of a layer hold codes, names, kinds, districts and provinces."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from data.intake import gazetteer
from data.units.register import STRUCTURES, Level, StructureId, unit, units
from data.units.structures import divided_at
from geo.boundaries.spelling import kind_in, spelled_out

Columns = Mapping[str, list[str | None]]

CODE_LENGTH: Final[dict[Level, int]] = {"province": 2, "district": 3, "commune": 5}
_AGREE: Final = 0.5  # of codes with a name beside them: below it they are codes of something else
_REPEATS: Final = 0.9  # of a column of communes, at most so many are different
_CODES_ALONE: Final = 0.9  # of the values must be codes where no column of names bears them out
_MOSTLY: Final = 0.6  # of the different values in a column of provinces or districts are names of them


@dataclass(frozen=True)
class Roles:
    """The column of each role, None where there is none. Names of columns are never looked at."""

    code: str | None
    name: str | None
    kind: str | None
    district: str | None
    province: str | None


def roles(columns: Columns, *, structure: StructureId, level: Level) -> Roles:
    """Find the column of each role for units of a level; a column serves in one role only."""
    province = _best(columns, structure=structure, level="province", least=_MOSTLY) if level != "province" else None
    left = _without(columns, province)
    name = _best(left, structure=structure, level=level)
    left = _without(left, name)
    then = divided_at(structure)
    district = _best(left, structure=then, level="district", least=_MOSTLY) if level == "commune" else None
    kind = next((column for column, values in left.items() if _is_kinds(values)), None)
    code = _code(left, name=columns[name] if name else None, structure=structure, level=level)
    return Roles(code, name, kind, district, province)


def commune_roles(columns: Columns, *, structure: StructureId) -> Roles:
    """Find, in a layer of villages, the columns that say the commune: a code with its name, or either alone.

    Villages are often named as some commune is, so a column of names alone must repeat itself.
    """
    province = _best(columns, structure=structure, level="province", least=_MOSTLY)
    left = _without(columns, province)
    best = Roles(None, None, None, None, province)
    most = 0
    for name in left:
        code = _code(_without(left, name), name=left[name], structure=structure, level="commune")
        if code is not None and (found := _agreeing(left, code, name, structure=structure)) > most:
            best, most = Roles(code, name, None, None, province), found
    if best.code:
        return best
    repeating = {name: values for name, values in left.items() if len(set(values)) < _REPEATS * len(values)}
    alone = _best(repeating, structure=structure, level="commune", least=_MOSTLY)
    codes = None if alone else _code(repeating, name=None, structure=structure, level="commune")
    return Roles(codes, alone, None, None, province)


def _agreeing(columns: Columns, code: str, name: str, *, structure: StructureId) -> int:
    codes = units(structure, "commune").index
    both = ((code_of(number, level="commune"), text) for number, text in zip(columns[code], columns[name], strict=True))
    return sum(bool(text and here and here in codes and agrees(text, here, structure=structure)) for here, text in both)


def code_of(text: str | None, *, level: Level) -> str | None:
    """Return a code with the leading zeros that spreadsheets drop ("5665", "5665.0" → "05665"), else None."""
    digits = (text or "").removesuffix(".0").strip().lstrip("'")
    length = CODE_LENGTH[level]
    if not digits.isdecimal() or not digits.isascii() or not length - 2 < len(digits) <= length:
        return None
    return digits.zfill(length)


def _without(columns: Columns, name: str | None) -> Columns:
    return {column: values for column, values in columns.items() if column != name}


def _best(columns: Columns, *, structure: StructureId, level: Level, least: float = 0.0) -> str | None:
    """Return the column with the most different names of units of a level, in this structure or any other.

    At least a share of `least` of its different values must be such names.
    """
    best, most = None, 0
    for column, values in columns.items():
        own, any_other = known_names(values, structure=structure, level=level)
        different = len({text for text in values if text})
        if max(2 * own, any_other) > most and max(own, any_other) >= least * different:
            best, most = column, max(2 * own, any_other)
    return best


def known_names(values: list[str | None], *, structure: StructureId, level: Level) -> tuple[int, int]:
    """Count the different texts that are names of units of a level: in this structure, and in any."""
    texts = {text for text in values if text}
    own = gazetteer.names(structure, level).keys()
    others = set().union(*(gazetteer.names(each, level) for each in STRUCTURES))
    spelled = [spelled_out(text) for text in texts]
    keys = [{gazetteer.closed(one.name), gazetteer.closed(one.full_name)} for one in spelled]
    return sum(bool(each & own) for each in keys), sum(bool(each & others) for each in keys)


def _is_kinds(values: list[str | None]) -> bool:
    texts = [text for text in values if text]
    return bool(texts) and sum(kind_in(text) is not None for text in texts) >= 0.8 * len(texts)


def _code(columns: Columns, *, name: list[str | None] | None, structure: StructureId, level: Level) -> str | None:
    """Return the column of codes: the one that agrees with the names best; without names, the fullest one."""
    best, most = None, 0
    for column, values in columns.items():
        codes = [code_of(text, level=level) for text in values]
        real = [code if code in units(structure, level).index else None for code in codes]
        if name is None:
            found = len({code for code in real if code})
            filled = sum(text is not None for text in values)
            fits = sum(code is not None for code in real) >= _CODES_ALONE * max(1, filled)
        else:
            both = [(text, code) for text, code in zip(name, real, strict=True) if text and code]
            found = sum(agrees(text, code, structure=structure) for text, code in both)
            fits = found >= _AGREE * max(1, len(both))
        if fits and found > most:
            best, most = column, found
    return best


def agrees(text: str, code: str, *, structure: StructureId) -> bool:
    """Tell whether a text is the name of the unit with this code, in any spelling that folds to it."""
    found = unit(structure, code)
    spelled = spelled_out(text)
    names = {gazetteer.closed(found.name), gazetteer.closed(found.short), gazetteer.key(found.name)}
    return bool(names & {gazetteer.closed(spelled.name), gazetteer.closed(spelled.full_name), gazetteer.closed(text)})
