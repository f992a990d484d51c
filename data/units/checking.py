"""Checks a conversion table against a structure that is known, and makes of it the units and edges to store.

A table is given against one neighbour: the structure before (its units are the old side) or the one after (its
units are the new side). A table that names more than half of the neighbour's communes is taken for one of the
whole country, in which each commune must be named; in a smaller one, a decree's, the others go on unchanged.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from data.units.conversion import ConversionTable, Line, code_in, without_code
from data.units.findings import Finding, Kind
from data.units.matching import KnownUnits, Went, has_kind, key, went
from data.units.names import fold
from data.units.structures import Level

Side = Literal["old", "new"]

_UNITS: Final = ["level", "code", "name", "province", "district"]


@dataclass(frozen=True)
class Edge:
    """What one row says: the unit of the old side, that of the new side, and what went."""

    row: int
    old: str
    new: str
    went: Went


@dataclass(frozen=True)
class Checked:
    """What a table says, ready to be stored where nothing in `findings` is an error.

    units: level, code, name, province, district of the units of the side that is made (none where both
    sides are known); edges: code_from, code_to, land ("0", "1"), of the old and the new side; complete:
    whether the edges name every commune of the known side; rows: how many the table has.
    """

    units: pd.DataFrame
    edges: pd.DataFrame
    findings: tuple[Finding, ...]
    complete: bool
    rows: int

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what forbids to store it."""
        return tuple(f for f in self.findings if f.error)


def check(
    table: ConversionTable, *, side: Side, given: Mapping[Level, pd.DataFrame], complete: bool | None = None
) -> Checked:
    """Check a table of communes and provinces; `given` are the frames of the known `side`, the other is made.

    complete: whether the table names every commune of the known side; None finds out by their number.
    """
    known_units = KnownUnits(given)
    reading = _Reading(**{side: known_units})
    for line in table.lines:
        reading.read(line)
    edges = reading.distinct_edges()
    named = {getattr(edge, side) for edge in edges} & set(given["commune"].index)
    complete_table = len(named) * 2 > len(given["commune"]) if complete is None else complete
    if not complete_table:
        edges += reading.go_on(edges, known_units, side=side)
    findings = [*reading.findings, *_faults_of_edges(edges), *_faults_of_made(reading.made, edges, side=side)]
    stay = set(known_units.names) - {getattr(edge, side) for edge in edges}
    if complete_table:
        findings += [_lost(code, known_units, side=side) for code in sorted(stay)]
    else:
        taken = sorted(stay & set(reading.made))
        findings += [
            Finding("code_taken", None, code, reading.made[code]["name"], known_units.names[code]) for code in taken
        ]
    return Checked(reading.units(), _table_of(edges), tuple(findings), complete_table, len(table.lines))


def check_correction(
    table: ConversionTable,
    *,
    old: Mapping[Level, pd.DataFrame],
    new: Mapping[Level, pd.DataFrame],
    standing: pd.DataFrame,
) -> Checked:
    """Check a table between two structures that are known; what it does not name stays as in `standing`.

    standing: code_from, code_to, land of the edges in force.
    """
    before, after = KnownUnits(old), KnownUnits(new)
    reading = _Reading(old=before, new=after)
    for line in table.lines:
        reading.read(line)
    edges = reading.distinct_edges()
    stay = standing[~standing["code_from"].isin({edge.old for edge in edges})]
    combined = pd.concat([_table_of(edges), stay.assign(land=stay["land"].map({True: "1", False: "0"}))])
    combined = combined.sort_values(["code_from", "code_to"], ignore_index=True)
    findings = [*reading.findings, *_faults_of_edges(edges)]
    findings += [_lost(code, before, side="old") for code in sorted(set(before.names) - set(combined["code_from"]))]
    findings += [_lost(code, after, side="new") for code in sorted(set(after.names) - set(combined["code_to"]))]
    return Checked(reading.units(), combined, tuple(findings), True, len(table.lines))


def _lost(code: str, units: KnownUnits, *, side: Side) -> Finding:
    """Name a unit that the edges leave out: it ended without a successor, or began out of nothing."""
    return Finding("ended" if side == "old" else "no_predecessor", None, code, units.names[code])


class _Reading:
    """Goes through the rows and keeps what they say: edges, made units, what is wrong with them."""

    def __init__(self, *, old: KnownUnits | None = None, new: KnownUnits | None = None) -> None:
        units = old or new
        assert units is not None, "one side at least is known"
        self.old, self.new, self.known = old, new, units
        self.edges: list[Edge] = []
        self.findings: list[Finding] = []
        self.made: dict[str, dict[str, str]] = {}
        self.above: dict[tuple[Level, str], dict[str, str]] = {}

    def read(self, line: Line) -> None:
        """Take in one row."""
        if _is_province(line):
            self._province(line)
            return
        old = self._side(line, "old")
        new = self._side(line, "new")
        if old is None or new is None:
            return
        what = went(line.note)
        if what is None:
            self._say("note", line, old, line.note)
        else:
            self.edges.append(Edge(line.row, old, new, what))

    def _side(self, line: Line, side: Side) -> str | None:
        """Return the code of the unit on one side; None where the row says nothing more."""
        units = self.old if side == "old" else self.new
        name, code = (line.name_old, line.code_old) if side == "old" else (line.name_new, line.code_new)
        if units is None:
            return self._made(line, side, name, code)
        places = (
            {"district": line.district_old, "province": line.province_old}
            if side == "old"
            else {"province": line.province_new}
        )
        found, finding = units.commune(row=line.row, name=name, code=code, **places)
        self.findings += [finding] if finding else []
        return found or None

    def _made(self, line: Line, side: Side, name: str, code: str) -> str | None:
        """Take in a unit of the side that is made."""
        if not name and not code:
            self._say("no_successor" if side == "new" else "no_predecessor", line, "", line.name_old or line.name_new)
            return None
        if not code.isdigit() or len(code) > 5:
            self._say("no_code", line, code, name)
            return None
        code = code.zfill(5)
        if not has_kind(name):
            self._say("no_kind", line, code, name)
            return None
        place = self._place(line, side, code)
        first = self.made.setdefault(code, {"name": name, **place})
        if key(first["name"]) != key(name) or first["province"] != place["province"]:
            self._say("two_names", line, code, name, first["name"])
        return code

    def _place(self, line: Line, side: Side, code: str) -> dict[str, str]:
        """Return the province and district of a made unit, and take in what the row says of these."""
        given = self.known
        text = line.province_new if side == "new" else line.province_old
        province = given.province(text)
        self._above("province", province, without_code(text), "")
        district = ""
        if side == "old" and "district" in given.frames:
            district = code_in(line.district_old)
            self._above("district", district, without_code(line.district_old), province)
        if not province or (side == "old" and "district" in given.frames and not district):
            self._say("no_province", line, code, text)
        return {"province": province, "district": district}

    def _above(self, level: Level, code: str, name: str, province: str) -> None:
        if code and has_kind(name):
            self.above.setdefault((level, code), {"name": name, "province": code if level == "province" else province})

    def _province(self, line: Line) -> None:
        """Take in a row of a province that is renamed or becomes a city."""
        code = line.code_new or line.code_old
        if self.old and self.new:
            return
        name = line.name_new if self.old else line.name_old
        given = self.known.frames["province"]
        if code.zfill(2) not in given.index or not has_kind(name):
            self._say("province", line, code, name)
        else:
            self.above["province", code.zfill(2)] = {"name": name, "province": code.zfill(2)}

    def _say(self, kind: Kind, line: Line, code: str, name: str, other: str = "") -> None:
        self.findings.append(Finding(kind, line.row, code, name, other))

    def distinct_edges(self) -> list[Edge]:
        """Return the edges; of rows that say the same, the first."""
        first: dict[tuple[str, str], Edge] = {}
        for edge in self.edges:
            if first.setdefault((edge.old, edge.new), edge) is not edge:
                self.findings.append(Finding("twice", edge.row, edge.old, edge.new))
        return list(first.values())

    def go_on(self, edges: list[Edge], given: KnownUnits, *, side: Side) -> list[Edge]:
        """Let a unit that gave a part to one other go on with the rest, where no row says what became of that."""
        rows = Counter(edge.old for edge in edges)
        taken = {edge.new for edge in edges}
        rest = [
            Edge(edge.row, edge.old, edge.old, "rest")
            for edge in edges
            if rows[edge.old] == 1
            and edge.went in ("part", "land")
            and edge.old in set(given.names) - taken
            and (side == "old" or key(self.made[edge.old]["name"]) == key(given.names[edge.old]))
        ]
        for edge in rest:
            self.findings.append(Finding("goes_on", edge.row, edge.old, given.names[edge.old]))
            if side == "old":
                self.made[edge.old] = {"name": given.names[edge.old], **given.places(edge.old)}
        return rest

    def units(self) -> pd.DataFrame:
        """Return the made units, and the provinces and districts whose names differ from those that are known."""
        given = self.known.frames
        rows = [
            (level, code, record["name"], record["province"], code if level == "district" else "")
            for (level, code), record in self.above.items()
            if code not in given[level].index or fold(given[level].at[code, "name"]) != fold(record["name"])
        ]
        communes = sorted(self.made.items())
        rows += [("commune", code, record["name"], record["province"], record["district"]) for code, record in communes]
        return pd.DataFrame(rows, columns=_UNITS, dtype="str").sort_values(["level", "code"], ignore_index=True)


def _is_province(line: Line) -> bool:
    codes = [code for code in (line.code_new, line.code_old) if code]
    names = [name for name in (line.name_new, line.name_old) if name]
    return (
        bool(names)
        and all(key(n) and n.lower().startswith(("tỉnh ", "thành phố ")) for n in names)
        and all(len(code) <= 2 for code in codes)
    )


def _faults_of_edges(edges: list[Edge]) -> list[Finding]:
    """Hold the notes of each old unit against each other: whole is whole, and all of it went somewhere."""
    findings = []
    by_old: dict[str, list[Edge]] = {}
    for edge in edges:
        by_old.setdefault(edge.old, []).append(edge)
    for code, outgoing in by_old.items():
        whole = next((edge for edge in outgoing if edge.went == "whole"), None)
        if whole and len(outgoing) > 1:
            other = next(edge for edge in outgoing if edge is not whole)
            findings.append(Finding("whole_twice", whole.row, code, whole.new, other.new))
        if all(edge.went == "land" for edge in outgoing) or (len(outgoing) == 1 and outgoing[0].went == "part"):
            findings.append(Finding("rest_lost", outgoing[0].row, code, outgoing[0].new))
    return findings


def _faults_of_made(made: Mapping[str, Mapping[str, str]], edges: list[Edge], *, side: Side) -> list[Finding]:
    """Name the made units that no sound row connects with a known one."""
    connected = {edge.new if side == "old" else edge.old for edge in edges}
    kind: Kind = "no_predecessor" if side == "old" else "no_successor"
    return [Finding(kind, None, code, made[code]["name"]) for code in sorted(set(made) - connected)]


def _table_of(edges: list[Edge]) -> pd.DataFrame:
    """Return the edges to store: land where a row says so, or another took all the people."""
    emptied = {edge.old for edge in edges if edge.went == "people"}
    rows = sorted((edge.old, edge.new, str(int(_is_land(edge, emptied)))) for edge in edges)
    return pd.DataFrame(rows, columns=["code_from", "code_to", "land"], dtype="str")


def _is_land(edge: Edge, emptied: set[str]) -> bool:
    return edge.went == "land" or (edge.old in emptied and edge.went != "people")
