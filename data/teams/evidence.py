"""What the records say of one team, for and against: each gap, and the three signs of a team on paper alone."""

from typing import Final

import pandas as pd

from data.catalogue.team_codes import PAPER_DAYS
from data.releases.store import Release
from data.storage.errors import NotFound
from data.teams.finder import GAPS, condition

_SHOWN: Final = "team, members, trained, trained_known, last_active, group_households, as_of"


def of(release: Release, team: str, *, days: int = PAPER_DAYS) -> pd.Series:
    """Return a team's members, trained, trained_known, last_active (a day), group_households, as_of and gap_<gap>.

    A gap is True, False, or None where too little is known. Raises NotFound.
    """
    flags = ", ".join(f"({condition(gap, days=days)}) AS gap_{gap}" for gap in GAPS)
    found = release.query(f"SELECT {_SHOWN}, {flags} FROM team_facts WHERE team = $team", team=team)
    if found.empty:
        raise NotFound("measures.no_team", code=team)
    row = found.iloc[0].astype(object)
    row = row.where(row.notna(), None)
    for name in ("last_active", "as_of"):
        row[name] = None if row[name] is None else pd.Timestamp(row[name]).date()
    return row
