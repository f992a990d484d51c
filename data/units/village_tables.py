"""Reads changes of villages from a table in the columns of the conversion form: names to ids, row by row.

Villages have no official code: a village is found by its name within its commune, which the column "Xã" names (by
code in brackets, else by name); the code columns may hold the ids of this product.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass

import pandas as pd

from data.units.conversion import ConversionTable, Line, code_in, without_code
from data.units.findings import Finding
from data.units.lookup import find
from data.units.matching import Went, went
from data.units.names import fold
from data.units.register import StructureId, units
from data.units.village_mergers import MadeVillage, VillageChange


@dataclass(frozen=True)
class VillageReading:
    """What a table says: changes by village ids, the villages that it makes, and what is wrong with it."""

    changes: tuple[VillageChange, ...]
    made: tuple[MadeVillage, ...]
    findings: tuple[Finding, ...]


def resolve(table: ConversionTable, *, villages: pd.DataFrame, structure: StructureId) -> VillageReading:
    """Find the villages of a table among those that are known.

    villages: village, name, code (the commune of `structure`). A new name in a commune is a new village; a name
    that is there already is that village, which goes on. A row without a new name ends its village: what
    becomes of its counts cannot be said.
    """
    reading = _Reading(villages, structure)
    for line in table.lines:
        reading.read(line)
    return VillageReading(*reading.result())


class _Reading:
    """Goes through the rows and keeps changes, made villages and findings."""

    def __init__(self, villages: pd.DataFrame, structure: StructureId) -> None:
        self.structure = structure
        self.ids = set(villages["village"])
        self.villages_named: dict[tuple[str, str], list[str]] = defaultdict(list)
        for village, name, code in villages[["village", "name", "code"]].itertuples(index=False):
            self.villages_named[code, fold(name)].append(village)
        self.rows: list[tuple[int, str, str | None, Went]] = []
        self.made: dict[str, MadeVillage] = {}
        self.findings: list[Finding] = []

    def read(self, line: Line) -> None:
        """Take in one row."""
        commune = self._commune(line)
        old = self._old(line, commune)
        what = went(line.note) if line.name_new else "whole"
        if what is None:
            self.findings.append(Finding("note", line.row, old or "", line.note))
        elif old is not None and commune is not None:
            self.rows.append((line.row, old, self._new(line, commune), what))

    def _commune(self, line: Line) -> str | None:
        text = line.commune or line.district_old
        code = code_in(text)
        if code.zfill(5) in units(self.structure, "commune").index:
            return code.zfill(5)
        province = code_in(line.province_new).zfill(2) if code_in(line.province_new) else None
        found = find(without_code(text), structure=self.structure, province=province).unit if text else None
        if found is None:
            self.findings.append(Finding("no_province", line.row, "", line.name_old, other=text))
        return found.code if found else None

    def _old(self, line: Line, commune: str | None) -> str | None:
        if line.code_old in self.ids:
            return line.code_old
        named = self.villages_named.get((commune or "", fold(line.name_old)), [])
        if len(named) != 1:
            self.findings.append(Finding("unknown", line.row, commune or "", line.name_old))
        return named[0] if len(named) == 1 else None

    def _new(self, line: Line, commune: str) -> str | None:
        if not line.name_new:
            return None
        if line.code_new in self.ids:
            return line.code_new
        named = self.villages_named.get((commune, fold(line.name_new)), [])
        if named:
            return named[0]
        made = "m" + _hash(self.structure, commune, fold(line.name_new))
        self.made.setdefault(made, MadeVillage(made, line.name_new, self.structure, commune))
        return made

    def result(self) -> tuple[tuple[VillageChange, ...], tuple[MadeVillage, ...], tuple[Finding, ...]]:
        """Return changes, made villages and findings; parts of a village are held against each other."""
        by_village: dict[str, list[tuple[int, str, str | None, Went]]] = defaultdict(list)
        for row in self.rows:
            by_village[row[1]].append(row)
        changes = []
        for village, rows in by_village.items():
            parts = [row for row in rows if row[3] != "land"]
            whole = [row for row in parts if row[3] == "whole"]
            if whole and len(parts) > 1:
                self.findings.append(Finding("whole_twice", whole[0][0], village, str(whole[0][2]), str(parts[-1][2])))
            if len(parts) == 1 and not whole:
                changes.append(VillageChange(village, village))
                self.findings.append(Finding("goes_on", parts[0][0], village, village))
            changes += [VillageChange(village, row[2]) for row in parts]
        return tuple(changes), tuple(self.made.values()), tuple(self.findings)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:14]
