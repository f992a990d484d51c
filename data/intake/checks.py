"""Checks of what was read: parts against wholes, dates, units that are missing, jumps since the last period."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import compress
from operator import gt
from typing import Final, TypeGuard

from data.catalogue import periods
from data.catalogue.current import catalogue
from data.catalogue.model import Catalogue, once_each
from data.catalogue.scores import is_score, written
from data.i18n import DEFAULT_LANGUAGE
from data.intake import village_records
from data.intake.dates import Said
from data.intake.figures import Record
from data.intake.problems import Kind, Problem
from data.units.register import StructureId, Unit, structure_at, unit

_JUMP_FACTOR: Final = 2.0
_JUMP_AT_LEAST: Final = 10
Previous = Mapping[tuple[str, str], Mapping[str, int]]


@once_each
def wholes(known: Catalogue) -> tuple[tuple[str, str, Kind], ...]:
    """Return part, whole, and what a part above its whole is.

    A poor household is a household, so that one of two such figures is wrong; training may have reached households or
    members that have since gone, so that is told and published.
    """
    kinds: dict[str, Kind] = {"fault": "part_above_whole", "warned": "above_base"}
    return tuple(
        (code, part.whole, kinds[part.excess])
        for code in known.readable
        for part in known.indicators[code].part_of
        if part.excess in kinds
    )


@once_each
def _levels(known: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return of each indicator that is a sum of levels the most levels it may have."""
    sums = {code: told.sum_of for code, told in known.indicators.items() if told.sum_of}
    return {code: max(lists, key=len) for code, lists in sums.items()}


def parts(records: Sequence[Record]) -> list[Problem]:
    """List parts that are greater than their whole, and poor plus near-poor above all households."""
    told = village_records.names(records)
    pairs = [(part, whole, kind) for part, whole, kind in wholes(catalogue()) if part in told and whole in told]
    out = []
    for record in _doubtful(records, pairs, told):
        out += [_part(record, part, whole, kind) for part, whole, kind in pairs if _is_above(record, part, whole)]
        out += _poor_together(record) if "households_near_poor" in record.counts else ()
        out += _members_trained(record) if "members_trained" in record.counts else ()
    return out


def _doubtful(records: Sequence[Record], pairs: Iterable[tuple[str, str, Kind]], told: Iterable[str]) -> list[Record]:
    """Return the records in which a part may be above its whole: found column by column, since a register has many."""
    columns = {name: village_records.column(records, name) for name in told}
    found = {at for part, whole, _ in pairs for at in _above_in(columns[part], columns[whole])}
    if {"households", "households_poor", "households_near_poor"} <= columns.keys():
        poor = zip(columns["households_poor"], columns["households_near_poor"], strict=True)
        both = [None if one is None or other is None else one + other for one, other in poor]
        found |= set(_above_in(both, columns["households"]))
    if "members_trained" in columns and columns.keys() & {"members_village", "members_commune"}:
        missing = columns.get("members") or [None] * len(records)
        found |= {at for at, count in enumerate(missing) if count is None}
    return village_records.pick(records, sorted(found))


def _above_in(parts: list[int | None], wholes: list[int | None]) -> list[int]:
    if _are_known(parts) and _are_known(wholes):
        return list(compress(range(len(parts)), map(gt, parts, wholes)))
    both = enumerate(zip(parts, wholes, strict=True))
    return [at for at, (part, whole) in both if part is not None and whole is not None and part > whole]


def _are_known(counts: list[int | None]) -> TypeGuard[list[int]]:
    return None not in counts


def _is_above(record: Record, part: str, whole: str) -> bool:
    return _above(record.counts.get(part), record.counts.get(whole))


def _poor_together(record: Record) -> list[Problem]:
    poor = [record.counts.get("households_poor"), record.counts.get("households_near_poor")]
    households = record.counts.get("households")
    known = [one for one in poor if one is not None]
    told = any(_above(one, households) for one in poor)
    if len(known) < 2 or told or not _above(sum(known), households):
        return []
    return [_part(record, "households_near_poor", "households", "part_above_whole")]


def _above(part: int | None, whole: int | None) -> bool:
    return part is not None and whole is not None and part > whole


def _members_trained(record: Record) -> list[Problem]:
    """Hold members trained against the members of both levels where no column says members in all."""
    levels = [record.counts.get("members_village"), record.counts.get("members_commune")]
    known = [count for count in levels if count is not None]
    if record.counts.get("members") is None and known and _above(record.counts.get("members_trained"), sum(known)):
        whole = "members_village" if levels[0] is not None else "members_commune"
        return [_part(record, "members_trained", whole, "above_base")]
    return []


def _part(record: Record, part: str, whole: str, kind: Kind) -> Problem:
    cell = record.cell(part)
    return Problem(
        kind,
        {
            "name": record.village or record.unit.name,
            "part": record.counts[part],
            "whole": record.counts[whole],
            "part_name": part,
            "whole_name": whole,
        },
        cell.sheet,
        cell.row,
        cell.column,
        str(record.counts[part]),
        record.unit.code,
        part,
    )


def date_and_structure(as_of: date, structure: StructureId) -> list[Problem]:
    """Warn of a date on which the structure was not in force."""
    if structure_at(as_of) == structure:
        return []
    return [
        Problem(
            "date_structure",
            {"structure": structure, "right": structure_at(as_of), "date": as_of.isoformat()},
            value=as_of.isoformat(),
        )
    ]


def dates_agree(as_of: date, said: Said | None) -> list[Problem]:
    """Warn where the file says in words that it holds for another quarter than the date given."""
    if said is None or not said.sure or periods.ended_by(said.as_of) == periods.ended_by(as_of):
        return []
    if said.quarter == periods.of(as_of):
        return []
    told = {"said": said.as_of.isoformat(), "given": as_of.isoformat()}
    return [Problem("date_differs", told, value=said.as_of.isoformat())]


def levels(records: Sequence[Record]) -> list[Problem]:
    """Warn where teams or members in all differ from the sum of the levels, all of which are given."""
    out = []
    told = set(village_records.names(records))
    sums = {
        whole: parts
        for whole, parts in _levels(catalogue()).items()
        if whole in told and len(told.intersection(parts)) > 1
    }
    for record in records if sums else ():
        for whole, parts in sums.items():
            given = [record.counts[part] for part in parts if part in record.counts]
            known = [count for count in given if count is not None]
            total = record.counts.get(whole)
            if total is None or len(known) < 2 or len(known) < len(given) or sum(known) == total:
                continue
            cell = record.cell(whole)
            out.append(
                Problem(
                    "sums_of_levels",
                    {"name": record.unit.name, "whole": total, "part": sum(known)},
                    cell.sheet,
                    cell.row,
                    cell.column,
                    str(total),
                    record.unit.code,
                    whole,
                )
            )
    return out


def missing(absent: list[Unit], *, of: int) -> list[Problem]:
    """Tell which of `of` communes the file does not hold: district by district, or at once where most are missing."""
    if len(absent) > of / 2:
        where = unit(absent[0].structure, absent[0].province).name
        return [Problem("mostly_missing", {"count": len(absent), "of": of, "place": where})]
    by_place: dict[str | None, list[Unit]] = {}
    for gone in absent:
        by_place.setdefault(gone.district, []).append(gone)
    out = []
    for place, units in by_place.items():
        names = ", ".join(one.name for one in units[:12]) + ("…" if len(units) > 12 else "")
        where = unit(units[0].structure, place).name if place else unit(units[0].structure, units[0].province).name
        out.append(Problem("missing_units", {"count": len(units), "place": where, "names": names}, value=names))
    return out


def summary(communes: list[Record], above: list[Record]) -> list[Problem]:
    """Hold a table by district or province against the sums of the communes; the communes are what is taken."""
    sums: dict[str, Counter[str]] = {}
    for record in communes:
        told = {name: count for name, count in record.counts.items() if count is not None}
        for place in {record.unit.district, record.unit.province} - {None}:
            sums.setdefault(place or "", Counter()).update(told)
    out = []
    for record in above:
        for indicator, count in record.counts.items():
            mine = sums.get(record.unit.code, Counter[str]())
            if count is not None and indicator in mine and mine[indicator] != count and not is_score(indicator):
                cell = record.cell(indicator)
                out.append(
                    Problem(
                        "summary_differs",
                        {"name": record.unit.name, "sum": mine[indicator], "difference": count - mine[indicator]},
                        cell.sheet,
                        cell.row,
                        cell.column,
                        str(count),
                        record.unit.code,
                        indicator,
                    )
                )
    return out


def jumps(records: Sequence[Record], previous: Previous) -> list[Problem]:
    """Warn of figures that at least doubled or halved since the last period, by how much."""
    out = []
    for record in village_records.beside_plain(records) if previous else ():
        before = previous.get((record.level, record.unit.code))
        if before is None or record.village:
            continue
        for indicator, count in record.counts.items():
            last = before.get(indicator)
            if count is None or last is None or abs(count - last) < _JUMP_AT_LEAST:
                continue
            if max(count, last) >= _JUMP_FACTOR * max(min(count, last), 1):
                cell = record.cell(indicator)
                out.append(
                    Problem(
                        "jump",
                        {"name": record.unit.name, "last": last, "count": count, "difference": count - last},
                        cell.sheet,
                        cell.row,
                        cell.column,
                        written(indicator, count, DEFAULT_LANGUAGE),
                        record.unit.code,
                        indicator,
                    )
                )
    return out
