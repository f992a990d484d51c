"""Lists the villages of a commune and the teams of either, and shows one team; for its members, data.teams.people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from data.catalogue.team_codes import LEVELS, STATUSES, Status, TeamLevel
from data.releases.store import Release
from data.storage.errors import NotFound
from data.storage.json_values import one_of
from data.units import register
from data.units.register import StructureId
from data.units.structures import STRUCTURES, structure_cache
from data.units.village_homes import REPORTED_COLUMNS

_COLUMNS: Final = (
    "team, t.level, t.name, t.village, v.name AS village_name, t.commune_2024, t.commune_2025, t.district, "
    "t.province_2024, t.founded, t.status, t.decision, t.members, t.trained, t.last_active, t.zalo_households, "
    "coalesce(s.kind = 'sample', false) AS sample"
)
_FROM: Final = "teams t LEFT JOIN villages v USING (village) LEFT JOIN sources s ON s.source = t.source"


class UnknownTeam(NotFound):
    """The release has no team with this id."""


@dataclass(frozen=True)
class Team:
    """One team as of its latest report; None is what was not reported. Nobody's name is in it.

    status: what the report says; an active one may still have done nothing for 90 days (see last_active).
    village: None for teams that are of none; commune_2024, commune_2025: None where not reported or not sure;
    sample: it is part of the illustration.
    """

    team: str
    level: TeamLevel
    name: str
    village: str | None
    village_name: str | None
    commune_2024: str | None
    commune_2025: str | None
    district: str | None
    province_2024: str | None
    founded: date | None
    status: Status | None
    decision: str | None
    members: int | None
    trained: int | None
    last_active: date | None
    zalo_households: int | None
    sample: bool


def teams(
    release: Release,
    *,
    structure: StructureId,
    commune: str | None = None,
    village: str | None = None,
    limit: int = 100,
    offset: int = 0,
) -> pd.DataFrame:
    """List the teams of a commune or of a village, commune teams first, in the columns of Team.

    Raises NotFound where neither is given.
    """
    where, given = _where(structure=structure, commune=commune, village=village)
    return release.query(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE {where} ORDER BY t.level, t.village, team LIMIT $limit OFFSET $offset",
        limit=limit,
        offset=offset,
        **given,
    )


def villages(release: Release, *, structure: StructureId, within: str) -> pd.DataFrame:
    """List the villages of a commune, district or province: village (id), name, commune (code in the structure)."""
    communes = [within] if len(within) == 5 else list(register.children(structure, within, "commune").index)
    return release.query(
        "SELECT village, name, code AS commune FROM villages JOIN village_homes USING (village) "
        "WHERE structure = $structure AND code IN (SELECT unnest($communes)) ORDER BY village",
        structure=structure,
        communes=communes,
    )


def named(release: Release, villages: Sequence[str], *, structure: StructureId) -> pd.DataFrame:
    """Return the villages with these ids that lie in a commune of the structure: village, name, commune."""
    return release.query(
        "SELECT village, name, code AS commune FROM villages JOIN village_homes USING (village) "
        "WHERE structure = $structure AND village IN (SELECT unnest($villages)) ORDER BY village",
        structure=structure,
        villages=list(villages),
    )


def team(release: Release, team_id: str) -> Team:
    """Return one team; raises UnknownTeam."""
    found = release.query(f"SELECT {_COLUMNS} FROM {_FROM} WHERE team = $team", team=team_id)
    if found.empty:
        raise UnknownTeam("measures.no_team", code=team_id)
    row = {name: None if found[name].isna().iloc[0] else found[name].iloc[0] for name in found}
    return Team(
        team=str(row["team"]),
        level=one_of(row["level"], LEVELS),
        name=str(row["name"]),
        village=row["village"],
        village_name=row["village_name"],
        commune_2024=row["commune_2024"],
        commune_2025=row["commune_2025"],
        district=row["district"],
        province_2024=row["province_2024"],
        founded=_day(row["founded"]),
        status=None if row["status"] is None else one_of(row["status"], STATUSES),
        decision=row["decision"],
        members=_whole(row["members"]),
        trained=_whole(row["trained"]),
        last_active=_day(row["last_active"]),
        zalo_households=_whole(row["zalo_households"]),
        sample=bool(row["sample"]),
    )


def _day(moment: pd.Timestamp | None) -> date | None:
    return None if moment is None else pd.Timestamp(moment).date()


def _whole(count: float | None) -> int | None:
    return None if count is None else int(count)


def _where(*, structure: StructureId, commune: str | None, village: str | None) -> tuple[str, dict[str, object]]:
    """Write which teams are meant: those of a village by where it lies, others by the communes that they serve."""
    if village is not None:
        return "t.village = $village", {"village": village}
    if commune is None:
        raise NotFound("measures.teams_of_what")
    served = "SELECT team FROM team_homes WHERE structure = $structure AND code = $commune"
    here = "SELECT village FROM village_homes WHERE structure = $structure AND code = $commune"
    where = f"CASE WHEN t.village IS NULL THEN team IN ({served}) ELSE t.village IN ({here}) END"
    return where, {"structure": structure, "commune": commune}


def count_unplaced(release: Release, *, structure: StructureId, commune: str) -> int:
    """Return how many teams may be of a commune but of no commune for sure: theirs was split, and this is a part of it.

    A team counts for each of the parts: the numbers of several communes never add up.
    """
    others = [name for name in STRUCTURES if name != structure]
    lies = " OR ".join(
        f"({where} AND {code} IN (SELECT unnest($k{at})))"
        for at, name in enumerate(others)
        for where, code in _reported_as(name)
    )
    found = release.query(
        f"SELECT count(DISTINCT team) AS n FROM teams t LEFT JOIN villages v USING (village) WHERE ({lies}) "
        "AND coalesce(t.status, '') <> 'dissolved' AND team NOT IN "
        "(SELECT team FROM team_homes WHERE structure = $structure AND code IS NOT NULL)",
        structure=structure,
        **{f"k{at}": list(_from(structure, commune, name)) for at, name in enumerate(others)},
    )
    return int(found["n"].iloc[0])


def _reported_as(structure: StructureId) -> list[tuple[str, str]]:
    """Write how a report says that a team or its village lies in a commune of a structure: condition and code."""
    column = REPORTED_COLUMNS.get(structure)
    if column:
        return [("true", f"coalesce(v.{column}, t.{column})")]
    return [(f"{one}.reported_structure = '{structure}'", f"{one}.commune") for one in ("v", "t")]


@structure_cache
def _from(structure: StructureId, commune: str, reported: StructureId) -> tuple[str, ...]:
    """Return the communes of `reported` any of whose people live in this commune of `structure`."""
    edges = register.edges(reported, structure)
    return tuple(edges.loc[(edges["code_to"] == commune) & (edges["part"] != "land"), "code_from"])
