"""Communes that a report names as they were before they were merged: several rows of one commune of "2024" are added.

A report of 2023 has a row for each of them; the register says what they were and until when (data.units.former).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from data.intake import gazetteer
from data.intake.figures import Record
from data.intake.match_units import Placed
from data.intake.problems import Problem
from data.units import former
from data.units.former import Former


def add_up(records: list[Record], placed: Sequence[Placed], *, on: date) -> tuple[list[Record], list[Problem]]:
    """Add the records of a table whose rows are the communes that one commune was made of, each of them once.

    A count that one of them lacks is missing in the sum. Rows that are anything else stay apart. on: the day of the
    report. The second result names every sum with its parts.
    """
    labels = {item.row.row: item.row.label for item in placed if item.unit}
    groups: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[record.unit.code].append(record)
    out: list[Record] = []
    problems: list[Problem] = []
    for code, group in groups.items():
        names = [labels.get(record.at.row, "") for record in group]
        if len(group) < 2 or not _are_parts(code, names, on=on):
            out += group
            continue
        out.append(_sum(group))
        told = {"name": group[0].unit.name, "count": len(group), "names": ", ".join(names)}
        problems.append(Problem("units_added", told, group[0].at.sheet, group[0].at.row, code=code))
    return out, problems


def _are_parts(code: str, names: list[str], *, on: date) -> bool:
    """Say whether names are those of different communes that went into one and were there on the day."""
    heirs = [each for each in former.heirs(code) if on <= each.until]
    found = [_named(name, heirs) for name in names]
    return None not in found and len({each.code for each in found if each}) == len(names)


def _named(name: str, heirs: list[Former]) -> Former | None:
    named = [each for each in heirs if gazetteer.is_name_of(name, name=each.name, short=each.short)]
    same_kind = [each for each in named if each.kind == gazetteer.kind_of(name)] or named
    return same_kind[0] if len(same_kind) == 1 else None


def _sum(group: list[Record]) -> Record:
    first = group[0]
    counts: dict[str, int | None] = {}
    for indicator in first.counts:
        parts = [record.counts.get(indicator) for record in group]
        known = [part for part in parts if part is not None]
        counts[indicator] = sum(known) if len(known) == len(parts) else None
    first.counts = counts
    for record in group[1:]:
        first.qualifiers = record.qualifiers | first.qualifiers
    return first
