"""Adds a structure from a table, or corrects what the register says of one: checked first, then written whole.

Nothing is written where the check finds an error. What is written is a new version beside the older ones; the
pointer that names it is replaced in one move (data.units.stored says what lies where).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from data.storage import audit_log, clock
from data.storage.atomic import clear_asides, folder_aside, put_in_place, replace_file
from data.storage.errors import Refused
from data.storage.locks import exclusive
from data.units import chain, conversion, stored
from data.units.checking import Checked, check, check_correction
from data.units.findings import Finding
from data.units.structures import OWN, STRUCTURES, Level, StructureId, after, before, structure
from data.units.successor_units import successor_frames

Frames = Mapping[Level, pd.DataFrame]

_LARGEST_FILE: Final = 60_000_000


class NotAdded(Refused):
    """The table has errors: `inspection` names them all."""

    def __init__(self, inspection: "Inspection") -> None:
        self.inspection = inspection
        errors = inspection.checked.errors
        super().__init__("units.not_added", count=len(errors), first=errors[0].text())


@dataclass(frozen=True)
class StructureSpec:
    """A structure to be added: its id, its dates (of the first and last day) and the one neighbour it has.

    complete: whether the table names every commune of the neighbour; None finds out by their number.
    """

    id: StructureId
    since: date | None = None
    until: date | None = None
    after: StructureId | None = None
    before: StructureId | None = None
    complete: bool | None = None


@dataclass(frozen=True)
class Provenance:
    """Where a table comes from; licence: on what terms it may be used and shown."""

    source: str
    by: str
    decree: str | None = None
    decree_date: date | None = None
    licence: str | None = None


@dataclass(frozen=True)
class Inspection:
    """What a table would make: the units of both sides, and all findings.

    old, new: the frames of the structure before and the one after; standing: the edges in force that a
    correction is held against (None for a structure of its own).
    """

    spec: StructureSpec
    sheet: str
    checked: Checked
    old: Frames
    new: Frames
    standing: pd.DataFrame | None


def inspect(content: bytes, spec: StructureSpec) -> Inspection:
    """Read and check a table; nothing is written. Raises Refused for wrong use and for what is no such table."""
    spec = _placed(spec)
    if len(content) > _LARGEST_FILE:
        raise Refused("units.table_no_columns")
    table = conversion.read(content)
    if table.of != "commune":
        raise Refused("units.table_of_villages")
    if spec.id in OWN:
        earlier = str(spec.after)
        old, new, standing = chain.frames(earlier), chain.frames(spec.id), chain.adjacent_edges(earlier)
        checked = check_correction(table, old=old, new=new, standing=standing)
        return Inspection(spec, table.sheet, checked, old, new, standing)
    given = chain.given_frames(spec.after, spec.since, spec.before)
    checked = check(table, side="old" if spec.after else "new", given=given, complete=spec.complete)
    made, lost = _made(given, checked, spec)
    checked = replace(checked, findings=(*checked.findings, *lost))
    old, new = (given, made) if spec.after else (made, given)
    return Inspection(spec, table.sheet, checked, old, new, None)


def add(content: bytes, spec: StructureSpec, provenance: Provenance) -> Inspection:
    """Add a structure, or correct one, from a table, and return what was made of it.

    Raises NotAdded where the check finds errors, Refused, CannotWrite, Busy; then nothing has changed.
    """
    with exclusive(stored.root() / "lock"):
        stored.look_again()
        inspection = inspect(content, spec)
        if inspection.checked.errors:
            raise NotAdded(inspection)
        _check_followers(inspection)
        version = _write(inspection, provenance, hashlib.sha256(content).hexdigest())
        _point({inspection.spec.id: version}, by=provenance.by, action="structure")
    return inspection


def withdraw(name: StructureId, *, by: str) -> None:
    """Take an added structure, or a correction, out of use; its versions stay. Raises Refused, CannotWrite, Busy."""
    with exclusive(stored.root() / "lock"):
        stored.look_again()
        if structure(name).table is None:
            raise Refused("units.not_added_from_table", structure=name)
        if name not in OWN and any(name in (other.after, other.before) for other in _added()):
            raise Refused("units.structure_followed", structure=name)
        _point({name: None}, by=by, action="withdraw structure")


def _added() -> list[stored.Stored]:
    """Return what is stored of the structures that come from tables."""
    return [each.table for each in STRUCTURES.values() if each.table is not None and each.added]


def _placed(spec: StructureSpec) -> StructureSpec:
    """Check id, dates and neighbour; raises Refused."""
    if not stored.is_id(spec.id):
        raise Refused("units.bad_id", structure=spec.id)
    if spec.id in OWN:
        return _correction_of_own(spec)
    named = spec.after or spec.before
    if named is None or (spec.after and spec.before):
        raise Refused("units.one_neighbour")
    neighbour = structure(named)
    others = [name for name in STRUCTURES if name != spec.id]
    end: StructureId | None = others[-1] if spec.after else others[0]
    if spec.id in STRUCTURES:
        end = before(spec.id) if spec.after else after(spec.id)
    if neighbour.id != end:
        raise Refused("units.not_at_the_end", structure=neighbour.id, end=end or "–")
    day = spec.since if spec.after else spec.until
    limit = neighbour.since if spec.after else neighbour.until
    if day is None:
        raise Refused("units.since_needed" if spec.after else "units.until_needed")
    late = limit is not None and (day <= limit if spec.after else day >= limit)
    later = after(spec.id) if spec.after and spec.id in STRUCTURES else None
    following = structure(later).since if later else None
    if late or (following is not None and following <= day) or (spec.before and spec.since and spec.since > day):
        raise Refused("units.dates_cross", day=day.isoformat(), structure=neighbour.id)
    return spec


def _correction_of_own(spec: StructureSpec) -> StructureSpec:
    """Let a table for a structure of the register's own correct what it was made of, its dates staying."""
    earlier = before(spec.id)
    if spec.before or earlier is None or spec.after not in (None, earlier) or earlier not in OWN:
        raise Refused("units.not_at_the_end", structure=spec.after or spec.before or "–", end=earlier or "–")
    own = OWN[spec.id]
    if spec.since not in (None, own.since):
        raise Refused("units.dates_known", structure=spec.id, day=str(own.since))
    return replace(spec, after=earlier, since=own.since, until=None)


def _made(given: Frames, checked: Checked, spec: StructureSpec) -> tuple[Frames, list[Finding]]:
    """Return the frames that the table makes, and a finding for each commune whose province or district is not one."""
    ends = ("code_from", "code_to") if spec.after else ("code_to", "code_from")
    edges = checked.edges.rename(columns=dict(zip(ends, ("given", "made"), strict=True)))
    edges["land"] = edges["land"] == "1"
    named = checked.units
    communes = named[named["level"] == "commune"]
    lost = [
        Finding("no_province", None, code, name, other=above or "–")
        for level in given
        if level != "commune"
        for code, name, above in communes[["code", "name", level]].itertuples(index=False, name=None)
        if above not in {*given[level].index, *named.loc[named["level"] == level, "code"]}
    ]
    if lost or checked.errors:
        return given, lost
    return successor_frames(given, named, edges, structure=spec.id), lost


def _check_followers(inspection: Inspection) -> None:
    """Refuse a new version of a structure that others were given against, if their tables no longer fit it."""
    spec = inspection.spec
    if spec.id in OWN:
        return
    made = inspection.new if spec.after else inspection.old
    codes = {*made["commune"].index, *(made["district"].index if "district" in made else ())}
    for other in _added():
        if spec.id in (other.after, other.before):
            end = "code_from" if other.after else "code_to"
            lost = sorted(set(stored.table(other, "edges")[end]) - codes)
            if lost:
                raise Refused("units.follower_lost", structure=other.id, codes=", ".join(lost[:10]))


def _write(inspection: Inspection, provenance: Provenance, file_hash: str) -> str:
    """Write a version and return its name."""
    spec, checked = inspection.spec, inspection.checked
    folder = stored.root() / spec.id
    tables = {
        name: frame.to_csv(index=False, lineterminator="\n").encode()
        for name, frame in (("units", checked.units), ("edges", checked.edges))
    }
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in tables.items()}
    number = 1 + max((int(path.name[:4]) for path in folder.glob("[0-9]*-*")), default=0)
    version = f"{number:04d}-{hashlib.sha256(''.join(sums.values()).encode()).hexdigest()[:12]}"
    clear_asides(folder)
    with folder_aside(folder) as aside:
        for name, content in tables.items():
            (aside / f"{name}.csv").write_bytes(content)
        (aside / "structure.json").write_text(_described(spec, checked, provenance, file_hash, sums), "utf-8")
        put_in_place(aside, folder / version, step="structure")
    return version


def _described(
    spec: StructureSpec, checked: Checked, provenance: Provenance, file_hash: str, sums: Mapping[str, str]
) -> str:
    days = {"since": spec.since, "until": spec.until, "decree_date": provenance.decree_date}
    return json.dumps(
        {
            **{name: day.isoformat() if day else None for name, day in days.items()},
            "after": spec.after,
            "before": spec.before,
            "complete": checked.complete,
            "source": provenance.source,
            "decree": provenance.decree,
            "licence": provenance.licence,
            "added": clock.now(),
            "by": provenance.by,
            "file_hash": file_hash,
            "rows": checked.rows,
            "sums": sums,
        },
        ensure_ascii=False,
        indent=1,
    )


def _point(changes: Mapping[StructureId, str | None], *, by: str, action: audit_log.Action) -> None:
    """Name other versions as those in use; the act is written to the log of the structures first."""
    used = {s.id: s.table.version for s in STRUCTURES.values() if s.table is not None}
    used = {name: version for name, version in (used | dict(changes)).items() if version is not None}
    audit_log.append(stored.root(), who=by, action=action, structures=dict(changes))
    try:
        replace_file(stored.root() / stored.POINTER, json.dumps(used, indent=1).encode(), step="structures")
    finally:
        stored.look_again()
