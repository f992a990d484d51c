"""What village teams say holds them back: which difficulties, since when and how widely, within a unit.

The share of the reporting teams that names each difficulty is a measure (data.catalogue), of village teams
like all here; this is what the measures cannot say.
"""

from typing import Final

import pandas as pd

from data.catalogue.team_codes import DIFFICULTIES
from data.releases.store import Release
from data.units.register import StructureId

_DIFFICULTIES_OF_TEAMS: Final = (
    "difficulties JOIN activities USING (activity) SEMI JOIN (FROM teams WHERE level = 'village') USING (team)"
)


def since(release: Release, *, structure: StructureId, unit: str | None) -> pd.DataFrame:
    """Return for each kind of difficulty how long and how widely it has been named, a row a kind, in their order.

    Columns kind, first and last (periods; missing where no team ever named it), teams (distinct ones that ever did),
    reports (that name it). structure, unit: where the teams work (None: the country).
    """
    within, given = _within(structure, unit)
    found = release.query(
        "SELECT kind, min(period) AS first, max(period) AS last, count(DISTINCT team) AS teams, "
        f"count(DISTINCT activity) AS reports FROM {_DIFFICULTIES_OF_TEAMS} WHERE {within} GROUP BY kind",
        **given,
    )
    return (
        found.set_index("kind")
        .reindex(list(DIFFICULTIES))
        .assign(
            teams=lambda rows: rows["teams"].fillna(0).astype("int64"),
            reports=lambda rows: rows["reports"].fillna(0).astype("int64"),
        )
        .rename_axis("kind")
        .reset_index()
    )


def texts(release: Release, *, structure: StructureId, unit: str | None, limit: int = 20) -> pd.DataFrame:
    """Return what teams wrote of difficulties beside the four kinds: text, teams, last (period); the most frequent."""
    within, given = _within(structure, unit)
    return release.query(
        "SELECT text, count(DISTINCT team) AS teams, max(period) AS last "
        f"FROM {_DIFFICULTIES_OF_TEAMS} WHERE {within} AND kind = 'other' "
        "AND nullif(trim(text), '') IS NOT NULL GROUP BY text ORDER BY teams DESC, text LIMIT $limit",
        limit=limit,
        **given,
    )


def _within(structure: StructureId, unit: str | None) -> tuple[str, dict[str, object]]:
    """Write the condition that a team works within a unit, by the length of its code."""
    if unit is None:
        return "true", {}
    column = {2: "province", 3: "district"}.get(len(unit), "code")
    return (
        f"team IN (SELECT team FROM team_homes WHERE structure = $structure AND {column} = $unit)",
        {"structure": structure, "unit": unit},
    )
