"""Everything that is known of one team, for its page: facts, rules, courses, grades, work, supplies, history.

Nobody's name, phone, year of birth or post is in it: see data.teams.people for who may read these.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.measures import roster
from data.measures.roster import Team
from data.releases.store import Release
from data.teams import finder, rules
from data.teams.terms import CONTENTS


@dataclass(frozen=True)
class Profile:
    """One team. Missing is missing in every table; each may be empty.

    facts: its row of team_facts; findings: the rules for it and whether it meets them, as of `as_of`.
    villages: village, name, commune_2024, commune_2025, since, until. trainings: training, day, contents, tasks, form,
    organiser, venue, attended (members of this team), newest first. grades: a row a content: grade_1, grade_2, grade_3,
    none, counts of members. activities: its reports, oldest first. difficulties: kind, first, last (periods), times.
    supplies: newest first. history: day, event ("founded", "decided", "reorganised", "dissolved", "last_active").
    sources: source, kind, title, office, as_of of all that is shown.
    """

    team: Team
    facts: pd.Series
    as_of: date | None
    findings: tuple[rules.Finding, ...]
    villages: pd.DataFrame
    trainings: pd.DataFrame
    grades: pd.DataFrame
    activities: pd.DataFrame
    difficulties: pd.DataFrame
    supplies: pd.DataFrame
    history: pd.DataFrame
    sources: pd.DataFrame


def of(release: Release, team: str, *, on: date | None = None) -> Profile:
    """Return what is known of a team; rules are those in force on `on` (None: the end of the last quarter).

    Raises UnknownTeam, DamagedList.
    """
    found = roster.team(release, team)
    facts = finder.known(release, team)
    as_of = None if pd.isna(facts["as_of"]) else pd.Timestamp(facts["as_of"]).date()
    return Profile(
        team=found, facts=facts, as_of=as_of, findings=rules.findings(facts, on=on or as_of or date.max),
        villages=villages(release, team), trainings=trainings(release, team), grades=grades(release, team),
        activities=activities(release, team), difficulties=difficulties(release, team),
        supplies=release.query("SELECT * EXCLUDE (team) FROM supplies WHERE team = $team ORDER BY day DESC", team=team),
        history=history(release, team), sources=sources(release, team),
    )  # fmt: skip


def record(release: Release, team: str) -> pd.Series:
    """Return the row of a team as it was reported, missing where nothing was; raises UnknownTeam."""
    found = release.query("SELECT * EXCLUDE (source) FROM teams WHERE team = $team", team=team)
    if found.empty:
        raise roster.UnknownTeam("measures.no_team", code=team)
    return found.iloc[0]


def villages(release: Release, team: str) -> pd.DataFrame:
    """Return the villages that a team serves or served: village, name, commune_2024, commune_2025, since, until."""
    return release.query(
        "SELECT village, name, commune_2024, commune_2025, since, until FROM "
        "(SELECT village, since, until FROM team_villages WHERE team = $team UNION ALL "
        "SELECT village, founded, dissolved FROM teams WHERE team = $team AND village IS NOT NULL AND village NOT IN "
        "(SELECT village FROM team_villages WHERE team = $team)) JOIN villages USING (village) "
        "ORDER BY until NULLS FIRST, village",
        team=team,
    )


def trainings(release: Release, team: str) -> pd.DataFrame:
    """Return the courses that any member of a team attended, newest first, and how many of its members did."""
    return release.query(
        "SELECT training, day, title, contents, tasks, form, organiser, venue, count(DISTINCT person) AS attended "
        "FROM attendances SEMI JOIN (SELECT person FROM memberships WHERE team = $team) USING (person) "
        "JOIN trainings USING (training) GROUP BY ALL ORDER BY day DESC, training",
        team=team,
    )


def grades(release: Release, team: str) -> pd.DataFrame:
    """Return for each content how many members stand at each grade by their latest assessment, and how many at none.

    Columns content, grade_1, grade_2, grade_3, none; only who is a member now.
    """
    each = ", ".join(f"arg_max({c}, day) FILTER ({c} IS NOT NULL) AS {c}" for c in CONTENTS)
    found = release.query(
        f"SELECT person, {each} FROM memberships LEFT JOIN assessments USING (person) "
        "WHERE team = $team AND until IS NULL GROUP BY person",
        team=team,
    )
    rows = [
        {"content": content, **{f"grade_{n}": int((found[content] == n).sum()) for n in (1, 2, 3)},
         "none": int(found[content].isna().sum())}
        for content in CONTENTS
    ]  # fmt: skip
    return pd.DataFrame(rows)


def activities(release: Release, team: str) -> pd.DataFrame:
    """Return the reports of a team, oldest first, with the difficulties each names.

    difficulties: their kinds ("funds,posts"); other: what it says of the one that is none of the known kinds.
    """
    return release.query(
        "SELECT a.* EXCLUDE (team), string_agg(kind, ',' ORDER BY kind) AS difficulties, "
        "max(text) FILTER (kind = 'other') AS other "
        "FROM activities a LEFT JOIN (SELECT activity, kind, text FROM difficulties) USING (activity) "
        "WHERE team = $team GROUP BY ALL ORDER BY since, activity",
        team=team,
    )


def difficulties(release: Release, team: str) -> pd.DataFrame:
    """Return kind, first, last, times: what holds a team back, and since when."""
    return release.query(
        "SELECT kind, min(period) AS first, max(period) AS last, count(*) AS times "
        "FROM difficulties JOIN activities USING (activity) WHERE team = $team GROUP BY kind ORDER BY times DESC, kind",
        team=team,
    )


def history(release: Release, team: str) -> pd.DataFrame:
    """Return day, event of what happened to a team, oldest first."""
    return release.query(
        "SELECT day, event FROM (UNPIVOT (SELECT founded, decided, reorganised, dissolved, last_active FROM teams "
        "WHERE team = $team) ON founded, decided, reorganised, dissolved, last_active INTO NAME event VALUE day) "
        "ORDER BY day, event",
        team=team,
    )


def sources(release: Release, team: str) -> pd.DataFrame:
    """Return source, kind, title, office, as_of of what is known of a team."""
    parts = " UNION ".join(f"SELECT source FROM {name} WHERE team = $team"
                           for name in ("teams", "memberships", "activities", "supplies", "team_villages"))
    return release.query(
        f"SELECT source, kind, title, office, as_of FROM sources WHERE source IN ({parts}) ORDER BY kind, source",
        team=team,
    )
