"""What a report as a whole stands on: the day of its figures and the administrative structure of its names.

Neither is taken over in silence where the file leaves it open: each doubt is one question, and an answer to it holds
for that very text alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.intake import dates, gazetteer, tables
from data.intake.columns import by_role, recognise
from data.intake.dates import Said
from data.intake.layout import Block, cell
from data.intake.questions import Question
from data.spreadsheets.reader import RawSheet
from data.storage.errors import Refused
from data.units import lookup
from data.units.names import fold
from data.units.register import STRUCTURES, StructureId, Unit, structure_at, unit

_TITLED: Final = 40  # tables whose titles are read for the day
_TAIL: Final = 12  # last rows of a sheet, where offices put place and date
_BETTER: Final = 0.25
_WELL: Final = 0.7
_ENOUGH: Final = 600
_ONLY_DAY: Final = re.compile(r"\(?\s*(?:ngày\s+)?[\d/.\-\s]{6,12}\)?", re.IGNORECASE)


@dataclass(frozen=True)
class Day:
    """The day that figures hold for: `as_of`, what the file says of it, and the question where that is doubtful."""

    as_of: date
    said: Said | None
    question: Question | None


def day_of(
    above: Sequence[tuple[RawSheet, Iterable[tuple[int, str]]]],
    sheets: list[RawSheet],
    *,
    given: date | None,
    answers: Mapping[str, object],
) -> Day | None:
    """Return the day given, answered, or named by the file; None where none of them tells.

    above: for each table its sheet and the texts above it, by row.
    """
    titles = [line for _, texts in above[:_TITLED] for line in lines(texts)]
    names = list(dict.fromkeys(sheet.name for sheet, _ in above[:_TITLED]))
    tail = [line for sheet in sheets[:3] for line in _tail(sheet)]
    return settled(dates.said(titles, tail=tail, of_sheets=names), sheets[0].name, given=given, answers=answers)


def settled(said: Said | None, sheet: str, *, given: date | None, answers: Mapping[str, object]) -> Day | None:
    """Return the day that holds: the one given, else the one answered, else the one said, asked about if doubtful."""
    if given is not None:
        return Day(given, said, None)
    if said is None:
        return None
    if said.doubt is None:
        return Day(said.as_of, said, None)
    id = f"date:{fold(said.text)[:80]}:{'/'.join(map(str, said.options))}"
    if answered := _date(answers.get(id)):
        return Day(answered, said, None)
    choices = tuple(day.isoformat() for day in said.options)
    asked = Question(id, "date", sheet, None, None, said.text, f"date_{said.doubt}", choices=choices)
    return Day(said.as_of, said, asked)


def _date(answer: object) -> date | None:
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None


def find_province(text: str, structure: StructureId) -> Unit:
    """Return the province that the caller names. Raises Refused where the structure has none of this name."""
    found = lookup.find(text, structure=structure, level="province")
    if found.unit is None:
        offered = found.candidates[0].unit.name if found.candidates else "?"
        raise Refused("intake.no_province", text=text, structure=structure, suggestion=offered)
    return found.unit


def province_of_one(titles: Iterable[str], structure: StructureId) -> str | None:
    """Return the province of the one commune that titles name, where no other commune of the country bears its name."""
    texts = list(titles)
    named = {code for text in texts for code in gazetteer.mentions(text, structure=structure, level="commune")}
    borne = {name for text in texts for name in gazetteer.names_mentioned(text, structure=structure, level="commune")}
    alone = all(gazetteer.bearers(name, structure=structure, level="commune") == 1 for name in borne)
    return unit(structure, named.pop()).province if len(named) == 1 and alone else None


def lines(texts: Iterable[tuple[int, str]]) -> list[str]:
    """Join what one row says in several cells: a label and its value ("Số liệu đến:" | "2025-09-30")."""
    out: list[tuple[int, str]] = []
    for row, text in texts:
        if out and out[-1][0] == row and (out[-1][1].endswith(":") or _ONLY_DAY.fullmatch(text)):
            out[-1] = (row, f"{out[-1][1]} {text}")
        else:
            out.append((row, text))
    return [text for _, text in out]


def _tail(sheet: RawSheet) -> list[str]:
    """Return the last lines of a sheet that are no rows of a table."""
    start = max(0, len(sheet.rows) - _TAIL)
    rows = [
        (at, [value for value in row if value not in (None, "")])
        for at, row in enumerate(sheet.rows[start:], start=start)
    ]
    return lines((at, value) for at, row in rows if len(row) <= 2 for value in row if isinstance(value, str))


@dataclass(frozen=True)
class Standing:
    """The structure that a report is read in, and the question where names and date disagree about it."""

    structure: StructureId
    question: Question | None


def structure_of(
    blocks: list[Block],
    titles: list[str],
    day: date,
    *,
    beside: Iterable[str] = (),
    given: StructureId | None,
    province: str | None,
    answers: Mapping[str, object],
) -> Standing:
    """Return the structure that the names and codes of the tables fit; the date decides between those they fit alike.

    beside: names of units that stand elsewhere than in the columns of tables. Where names and date (or the structure
    given) disagree, one question asks; meanwhile the names decide, except against a structure given.
    """
    expected = given or structure_at(day)
    labels, codes = _names(blocks)
    labels = [*labels, *beside]
    fits = {name: _fit(labels, codes, titles, structure=name, province=province) for name in STRUCTURES}
    best = max(fits, key=lambda name: (fits[name], name == expected, -_years_apart(name, day)))
    few = len(labels) + len(codes) < 3
    differs = fits[best] >= _WELL and fits[best] - fits[expected] >= _BETTER
    if best == expected or not differs or (few and fits[expected] > 0):
        return Standing(expected, None)
    id = f"structure:{expected}:{best}:{day}"
    answer = answers.get(id)
    if answer in STRUCTURES:
        return Standing(str(answer), None)
    text = ", ".join(labels[:4])
    asked = Question(
        id, "structure", blocks[0].sheet.name if blocks else "", None, None, text, "structure", choices=(best, expected)
    )
    return Standing(given or best, asked)


def _years_apart(structure: StructureId, day: date) -> int:
    own = list(STRUCTURES).index(structure)
    return abs(own - list(STRUCTURES).index(structure_at(day)))


def _names(blocks: list[Block]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the different texts that name units, and the (code, name beside it) of columns of codes."""
    labels: dict[str, None] = {}
    codes: dict[tuple[str, str], None] = {}
    for block in blocks:
        columns = recognise(block)
        labels.update(dict.fromkeys(tables.labels(block, columns)))
        at, named = by_role(columns, "code"), by_role(columns, "commune", "unit", "district", "province")
        if at is not None:
            step = max(1, (block.end - block.start) // _ENOUGH)
            for row in range(block.start, block.end, step):
                code = gazetteer.code_text(cell(block.sheet, row, at))
                name = cell(block.sheet, row, named) if named is not None else ""
                if code.isdigit():
                    codes[code, name if isinstance(name, str) else ""] = None
    every = list(labels)
    return every[:: max(1, len(every) // _ENOUGH)], list(codes)


def _fit(
    labels: list[str],
    codes: list[tuple[str, str]],
    titles: list[str],
    *,
    structure: StructureId,
    province: str | None,
) -> float:
    """Return the share of names, and of codes with the name beside them, that the structure's register has."""
    where = gazetteer.code_of(province, structure=structure, level="province") if province else None
    where = where or gazetteer.province_of(labels, titles, structure=structure)
    shares = []
    if labels:
        shares.append(sum(_known(label, structure=structure, province=where) for label in labels) / len(labels))
    if codes:
        agreeing = [_agrees(code, name, structure=structure, province=where) for code, name in codes]
        shares.append(sum(agreeing) / len(codes))
    return sum(shares) / len(shares) if shares else 0.0


def _known(label: str, *, structure: StructureId, province: str | None) -> float:
    """Return 1 where the structure has a unit of this name, half of it where that is of another kind, else 0."""
    kind = gazetteer.kind_of(label)
    best = 0.0
    for level in STRUCTURES[structure].levels:
        table = gazetteer.names(structure, level)
        for key in {gazetteer.key(label), gazetteer.closed(label)}:
            for of_province, _, code in table.get(key, ()):
                if level == "province" or province in (None, of_province):
                    best = max(best, 1.0 if kind in (None, unit(structure, code).kind) else 0.5)
    return best


def _agrees(code: str, name: str, *, structure: StructureId, province: str | None) -> bool:
    level = "commune" if len(code) > 3 else "district" if len(code) == 3 else "province"
    if level not in STRUCTURES[structure].levels:
        return False
    found = lookup.find(code, structure=structure, level=level, province=province)
    return found.unit is not None and (
        not name or gazetteer.is_name_of(name, name=found.unit.name, short=found.unit.short)
    )
