"""Knows people again: whether somebody on a list is a member who is published already. Never by the name alone.

One member of that name and that telephone number, or of that name, year of birth and team, is taken for the same.
Whoever else bears the name is asked about, by ids that say nothing: the draft's questions hold no name. The members
of the communes concerned are read for it, and that reading is in the audit log.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from data.releases.questions import PERSON, Question
from data.releases.store import Release
from data.storage.records import records
from data.units.names import fold


@dataclass(frozen=True)
class Again:
    """same: ids of the list → ids of members; questions: see data.releases.questions.PERSON; strangers: ids of the list
    of whom no member bears the name."""

    same: dict[str, str]
    questions: list[Question]
    strangers: frozenset[str]


class _Listed(NamedTuple):
    """Somebody on a list, or a member; what is not known of them is None."""

    person: str
    team: str | None
    name: str | None
    birth_year: float | None
    phone: str | None


def again(
    release: Release | None, listed: pd.DataFrame, *, communes: Collection[str], who: str, known: bool = False
) -> Again:
    """Hold a list (person, team, name, birth_year, phone) against the members of the communes.

    communes: codes of either structure. known: whether only members can be meant (an attendance of a course).
    """
    members = _members(release, communes, who=who)
    by_name: dict[str, list[_Listed]] = {}
    for member in members:
        by_name.setdefault(fold(member.name or ""), []).append(member)
    same: dict[str, str] = {}
    questions: list[Question] = []
    strangers: set[str] = set()
    for row in _records(listed):
        found = by_name.get(fold(row.name or ""))
        if found is None or not row.name:
            strangers.add(row.person)
            continue
        sure = {other.person for other in found if _is_sure(row, other)}
        if len(sure) == 1 and not sure & set(same.values()):
            same[row.person] = sure.pop()
        else:
            questions.append(
                {
                    "id": f"{PERSON}:{row.person}",
                    "kind": PERSON,
                    "person": row.person,
                    "known": known,
                    "candidates": sorted({other.person for other in found}),
                    "team": row.team,
                }
            )
    return Again(same, questions, frozenset(strangers))


def _records(table: pd.DataFrame) -> list[_Listed]:
    return records(table.reindex(columns=list(_Listed._fields)), _Listed)


def _members(release: Release | None, communes: Collection[str], *, who: str) -> list[_Listed]:
    """Return the members of communes who are no illustration."""
    if release is None or not communes:
        return []
    found = release.people(
        "SELECT p.person, p.team, p.name, p.birth_year, p.phone FROM people p JOIN teams t ON t.team = p.team "
        "LEFT JOIN sources s ON s.source = p.source WHERE coalesce(s.kind, '') <> 'sample' AND p.name IS NOT NULL "
        "AND (t.commune_2024 IN (SELECT unnest($codes)) OR t.commune_2025 IN (SELECT unnest($codes)) "
        "OR t.commune IN (SELECT unnest($codes)))",
        reader=who or "import",
        about={"communes": sorted(communes)},
        codes=sorted(communes),
    )
    return _records(found)


def _is_sure(row: _Listed, other: _Listed) -> bool:
    """Tell whether more than the name agrees: the telephone, or the year of birth within one team."""
    phones = [_digits(one.phone) for one in (row, other)]
    if all(len(phone) >= 9 for phone in phones):
        return phones[0][-9:] == phones[1][-9:]
    return row.birth_year is not None and row.birth_year == other.birth_year and row.team == other.team


def _digits(phone: str | None) -> str:
    return "".join(sign for sign in phone or "" if sign.isdigit())
