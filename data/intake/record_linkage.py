"""Knows people again: whether somebody on a list is a member who is published already. Never by the name alone.

One member of that name and that telephone number, or of that name, year of birth and team, is taken for the same.
Whoever else bears the name is asked about, by ids that say nothing: the draft's questions hold no name. The members
of the communes concerned are read for it, and that reading is in the audit log.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.releases.questions import PERSON
from data.releases.store import Release
from data.units.names import fold


@dataclass(frozen=True)
class Again:
    """same: ids of the list → ids of members; questions: see data.releases.questions.PERSON;
    strangers: ids of the list
    of whom no member bears the name."""

    same: dict[str, str]
    questions: list[dict[str, Any]]
    strangers: frozenset[str]


def again(
    release: Release | None, listed: pd.DataFrame, *, communes: Collection[str], who: str, known: bool = False
) -> Again:
    """Hold a list (person, team, name, birth_year, phone) against the members of the communes.

    communes: codes of either structure. known: whether only members can be meant (an attendance of a course).
    """
    members = _members(release, communes, who=who)
    by_name = dict(tuple(members.groupby("key"))) if len(members) else {}
    same: dict[str, str] = {}
    questions, strangers = [], set()
    for row in listed.to_dict("records"):
        found = by_name.get(fold(row["name"] or ""))
        if found is None or not row["name"]:
            strangers.add(row["person"])
            continue
        sure = found.loc[[_is_sure(row, other) for other in found.to_dict("records")], "person"].unique()
        if len(sure) == 1 and sure[0] not in same.values():
            same[row["person"]] = str(sure[0])
        else:
            questions.append(
                {
                    "id": f"{PERSON}:{row['person']}",
                    "kind": PERSON,
                    "person": row["person"],
                    "known": known,
                    "candidates": sorted(set(found["person"])),
                    "team": row.get("team"),
                }
            )
    return Again(same, questions, frozenset(strangers))


def _members(release: Release | None, communes: Collection[str], *, who: str) -> pd.DataFrame:
    """Return person, team, name, birth_year, phone, key of the members of communes who are no illustration."""
    if release is None or not communes:
        return pd.DataFrame(columns=["person", "key"])
    found = release.people(
        "SELECT p.person, p.team, p.name, p.birth_year, p.phone FROM people p JOIN teams t ON t.team = p.team "
        "LEFT JOIN sources s ON s.source = p.source WHERE coalesce(s.kind, '') <> 'sample' AND p.name IS NOT NULL "
        "AND (t.commune_2024 IN (SELECT unnest($codes)) OR t.commune_2025 IN (SELECT unnest($codes)) "
        "OR t.commune IN (SELECT unnest($codes)))",
        reader=who or "import",
        about={"communes": sorted(communes)},
        codes=sorted(communes),
    )
    return found.assign(key=[fold(name) for name in found["name"]])


def _is_sure(row: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether more than the name agrees: the telephone, or the year of birth within one team."""
    phones = [_digits(one.get("phone")) for one in (row, other)]
    if all(len(phone) >= 9 for phone in phones):
        return phones[0][-9:] == phones[1][-9:]
    years = [one.get("birth_year") for one in (row, other)]
    told = not any(year is None or pd.isna(year) for year in years)
    return told and int(years[0]) == int(years[1]) and row.get("team") == other["team"]


def _digits(phone: object) -> str:
    return "".join(sign for sign in str(phone) if sign.isdigit()) if isinstance(phone, str) else ""
