"""Everything that is known of one team, for its page: facts, rules, courses, grades, work, supplies, history.

Nobody's name, phone, year of birth or post is in it: see data.teams.people for who may read these.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from data.catalogue import composition_rules
from data.catalogue.team_codes import CONTENTS
from data.measures import team_list
from data.measures.team_list import Team
from data.releases.store import Release
from data.teams import finder


@dataclass(frozen=True)
class Profile:
    """One team; each part is read when it is first used, so that a page shows the first before it reads the last.

    facts: its row of team_facts; on: the day whose rules it is held against, None for `as_of`. Missing is missing in
    every table; each may be empty.
    """

    release: Release
    team: Team
    facts: pd.Series
    on: date | None = None

    @property
    def as_of(self) -> date | None:
        """Return the day for which the facts hold: the end of the release's last quarter."""
        return None if pd.isna(self.facts["as_of"]) else pd.Timestamp(self.facts["as_of"]).date()

    @cached_property
    def findings(self) -> tuple[composition_rules.Finding, ...]:
        """Return the rules for it, and whether it meets them. Raises DamagedList."""
        return composition_rules.findings(self.facts, on=self.on or self.as_of or date.max)

    @cached_property
    def villages(self) -> pd.DataFrame:
        """Return the villages that it serves or served: village, name, commune_2024, commune_2025, since, until."""
        return self._read(
            "SELECT village, name, commune_2024, commune_2025, since, until FROM "
            "(SELECT village, since, until FROM team_villages WHERE team = $team UNION ALL "
            "SELECT village, founded, dissolved FROM teams WHERE team = $team AND village IS NOT NULL AND village "
            "NOT IN (SELECT village FROM team_villages WHERE team = $team)) JOIN villages USING (village) "
            "ORDER BY until NULLS FIRST, village"
        )

    @property
    def serving(self) -> pd.DataFrame:
        """Return the villages that it serves now."""
        return self.villages[self.villages["until"].isna()]

    @cached_property
    def trainings(self) -> pd.DataFrame:
        """Return the courses that any of its members attended, newest first, and how many of them did.

        Columns training, day, title, contents, tasks, form, organiser, venue, attended.
        """
        return self._read(
            "SELECT training, day, title, contents, tasks, form, organiser, venue, count(DISTINCT person) AS attended "
            "FROM attendances SEMI JOIN (SELECT person FROM memberships WHERE team = $team) USING (person) "
            "JOIN trainings USING (training) GROUP BY ALL ORDER BY day DESC, training"
        )

    @cached_property
    def grades(self) -> pd.DataFrame:
        """Return how many members stand at each grade of a content by their latest assessment, and how many at none.

        Columns content, grade_1, grade_2, grade_3, none; only who is a member now.
        """
        each = ", ".join(f"arg_max({c}, day) FILTER ({c} IS NOT NULL) AS {c}" for c in CONTENTS)
        found = self._read(
            f"SELECT person, {each} FROM memberships LEFT JOIN assessments USING (person) "
            "WHERE team = $team AND until IS NULL GROUP BY person"
        )
        rows = [
            {
                "content": content,
                **{f"grade_{n}": int((found[content] == n).sum()) for n in (1, 2, 3)},
                "none": int(found[content].isna().sum()),
            }
            for content in CONTENTS
        ]
        return pd.DataFrame(rows)

    @cached_property
    def activities(self) -> pd.DataFrame:
        """Return its reports, oldest first, with the difficulties each names.

        difficulties: their kinds ("funds,posts"); other: what it says of the one that is none of the known kinds.
        """
        return self._read(
            "SELECT a.* EXCLUDE (team), string_agg(kind, ',' ORDER BY kind) AS difficulties, "
            "max(text) FILTER (kind = 'other') AS other "
            "FROM activities a LEFT JOIN (SELECT activity, kind, text FROM difficulties) USING (activity) "
            "WHERE team = $team GROUP BY ALL ORDER BY since, activity"
        )

    @cached_property
    def difficulties(self) -> pd.DataFrame:
        """Return kind, first, last (periods), times: what holds it back, and since when."""
        return self._read(
            "SELECT kind, min(period) AS first, max(period) AS last, count(*) AS times FROM difficulties "
            "JOIN activities USING (activity) WHERE team = $team GROUP BY kind ORDER BY times DESC, kind"
        )

    @cached_property
    def supplies(self) -> pd.DataFrame:
        """Return what it received, newest first."""
        return self._read("SELECT * EXCLUDE (team) FROM supplies WHERE team = $team ORDER BY day DESC")

    @cached_property
    def history(self) -> pd.DataFrame:
        """Return day, event ("founded", "decided", "reorganised", "dissolved", "last_active"), oldest first."""
        return self._read(
            "SELECT day, event FROM (UNPIVOT (SELECT founded, decided, reorganised, dissolved, last_active FROM teams "
            "WHERE team = $team) ON founded, decided, reorganised, dissolved, last_active INTO NAME event VALUE day) "
            "ORDER BY day, event"
        )

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Return source, kind, title, office, as_of of all that is known of it."""
        parts = " UNION ".join(
            f"SELECT source FROM {name} WHERE team = $team"
            for name in ("teams", "memberships", "activities", "supplies", "team_villages")
        )
        return self._read(
            f"SELECT source, kind, title, office, as_of FROM sources WHERE source IN ({parts}) ORDER BY kind, source"
        )

    def _read(self, sql: str) -> pd.DataFrame:
        return self.release.query(sql, team=self.team.team)


def of(release: Release, team: str, *, on: date | None = None) -> Profile:
    """Return a team to read about; `on` is the day whose rules it is held against (None: the end of the last quarter).

    Raises UnknownTeam.
    """
    return Profile(release, team_list.team(release, team), finder.facts(release, team), on)


def record(release: Release, team: str) -> pd.Series:
    """Return the row of a team as it was reported, missing where nothing was; raises UnknownTeam."""
    found = release.query("SELECT * EXCLUDE (source) FROM teams WHERE team = $team", team=team)
    if found.empty:
        raise team_list.UnknownTeam("measures.no_team", code=team)
    return found.iloc[0]
