"""Derives what is known of each team, and the counts that measures of teams are made of.

A person is counted once: in the village team where they sit, else in the team of the highest of the other levels, the
seat taken first of several. So counts of distinct people add up from villages to the country. A seat counts at the
end of a period if it was taken by then and not left; one without a day counts from the date of its source. Trained is
whoever a source calls so or a list of attendance names; of nobody else in a team with such a list is it said. What
nothing is known of stays missing.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from data.catalogue import composition_rules
from data.catalogue import periods as quarters
from data.catalogue.current import catalogue
from data.catalogue.team_codes import ABLE, CONTENTS, DIFFICULTIES, PAPER_DAYS
from data.derivation.unit_membership import sure_provinces
from data.units.register import units
from data.units.structures import STRUCTURES, StructureId, structure_at
from data.units.village_homes import PLACES, village_homes

QUARTERS: Final = 5
"""The number of quarters, up to the last, for which the records are counted: a year and its beginning."""

_NEEDED: Final = (
    "villages",
    "teams",
    "sources",
    "memberships",
    "trainings",
    "attendances",
    "assessments",
    "activities",
    "difficulties",
    "team_villages",
)
_RANK: Final = "CASE t.level WHEN 'village' THEN 0 WHEN 'commune' THEN 1 WHEN 'district' THEN 2 ELSE 3 END"
_FROM_PEOPLE: Final = (
    "people_listed",
    "people_trained_known",
    "people_trained",
    "people_posts_known",
    "people_two_posts",
    "people_assessed",
    *(f"{what}_{content}" for what in ("graded", "able") for content in CONTENTS),
)


def derive_teams(
    tables: Mapping[str, pa.Table], *, membership: pd.DataFrame, periods: list[str]
) -> tuple[dict[str, pa.Table], pa.Table]:
    """Return the tables team_homes, team_facts and team_figures, and the sums by commune.

    homes: of the villages, as data.units.village_homes gives them; periods: those of the figures. The sums have
    structure, code, period and catalogue().record_codes, a row a commune of which any team has records.
    """
    last = sorted(periods)[-QUARTERS:]
    with duckdb.connect(":memory:") as scratch:
        for name in _NEEDED:
            scratch.register(name, tables[name])
        scratch.register("homes", membership)
        scratch.register(
            "ends",
            pd.DataFrame(
                {
                    "period": pd.Series(last, dtype="str"),
                    "day": pd.to_datetime([quarters.end(p) for p in last]),
                }
            ),
        )
        scratch.register("register", _register())
        scratch.register("pseudo", _homes_without_village(scratch))
        _assign_places(scratch)
        _count_people(scratch)
        _count_teams(scratch, on=quarters.end(last[-1]) if last else date.max)
        made = {
            "team_homes": scratch.sql("SELECT DISTINCT structure, team, code, district, province FROM every_home"),
            "team_facts": scratch.sql(_facts(as_of=quarters.end(last[-1]) if last else None)),
            "team_figures": scratch.sql(
                "SELECT t.village, period, bool_or(s.kind = 'sample') AS sample, "
                f"{_sums()} FROM counted JOIN teams t USING (team) LEFT JOIN sources s USING (source) "
                "WHERE t.village IS NOT NULL GROUP BY ALL"
            ),
        }
        sums = scratch.sql(
            f"SELECT structure, code, period, {_sums()} FROM counted JOIN home USING (team) GROUP BY ALL"
        ).to_arrow_table()
        return {name: found.to_arrow_table() for name, found in made.items()}, sums


def _sums() -> str:
    return ", ".join(f"sum({name})::BIGINT AS {name}" for name in catalogue().record_codes)


def _register() -> pd.DataFrame:
    """Return structure, code, district, province of every commune."""
    parts = [
        units(name, "commune").reset_index()[["code", "district", "province"]].assign(structure=name)
        for name in STRUCTURES
    ]
    return pd.concat(parts, ignore_index=True).astype({"district": "str", "province": "str"})


def _homes_without_village(scratch: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the communes of teams that have no village, in every structure in which these are known."""
    found = scratch.sql(
        f"SELECT team AS village, {', '.join(PLACES[1:])} FROM teams "
        "WHERE village IS NULL AND coalesce(commune_2024, commune_2025, commune) IS NOT NULL ORDER BY team"
    ).df()
    return village_homes(found)


def _assign_places(scratch: duckdb.DuckDBPyConnection) -> None:
    """Make every_home (a row a team, structure and commune served), home (the one it is counted in) and seats."""
    scratch.execute(
        "CREATE TEMP TABLE located AS "
        "SELECT team, structure, h.code, 0 AS rank FROM teams t JOIN homes h USING (village) "
        "UNION ALL SELECT village AS team, structure, code, 0 FROM pseudo "
        "UNION ALL SELECT s.team, structure, h.code, 1 FROM team_villages s JOIN homes h USING (village) "
        "WHERE s.until IS NULL"
    )
    scratch.execute(
        "CREATE TEMP TABLE every_home AS SELECT p.structure, team, p.code, r.district, r.province FROM located p "
        "JOIN register r ON r.structure = p.structure AND r.code = p.code UNION ALL "
        "SELECT '2024', team, NULL, t.district, t.province_2024 FROM teams t "
        "WHERE t.province_2024 IS NOT NULL AND team NOT IN (SELECT team FROM located WHERE structure = '2024')"
    )
    scratch.register("sure_provinces", sure_provinces())
    scratch.execute(  # a team of a commune that was split lies in no part of it for sure, but in the province of all
        f"INSERT INTO every_home SELECT s.structure, team, NULL, s.district, s.province FROM ({_reported_places()}) "
        "JOIN sure_provinces s USING (reported_structure, code) WHERE s.province IS NOT NULL "
        "AND (s.structure, team) NOT IN (SELECT structure, team FROM every_home) "
        "QUALIFY row_number() OVER (PARTITION BY s.structure, team ORDER BY rank) = 1"
    )
    scratch.execute(
        "CREATE TEMP TABLE home AS SELECT structure, team, code FROM located "
        "QUALIFY row_number() OVER (PARTITION BY structure, team ORDER BY rank, code) = 1"
    )
    scratch.execute(
        "CREATE TEMP TABLE seats AS SELECT period, day, m.* EXCLUDE (source, since, until), t.level, "
        f"{_RANK} AS rank, coalesce(m.since, s.as_of, DATE '0001-01-01') AS taken "
        "FROM memberships m JOIN teams t USING (team) LEFT JOIN sources s ON s.source = m.source CROSS JOIN ends "
        "WHERE taken <= day AND (m.until IS NULL OR m.until > day) AND coalesce(t.status, '') <> 'dissolved'"
    )


def _reported_places() -> str:
    """Write the select of where reports place teams: team, reported_structure, code, rank (latest first)."""
    own = (
        "SELECT team, coalesce(v.reported_structure, t.reported_structure) AS new_in, "
        "coalesce(v.commune, t.commune) AS new, "
        "coalesce(v.commune_2025, t.commune_2025) AS now, coalesce(v.commune_2024, t.commune_2024) AS old "
        "FROM teams t LEFT JOIN villages v USING (village)"
    )
    parts = ((1, "new_in", "new"), (2, "'2025-07'", "now"), (3, "'2024'", "old"))
    return " UNION ALL ".join(
        f"SELECT team, {where} AS reported_structure, {code} AS code, {rank} AS rank FROM ({own}) "
        f"WHERE {code} IS NOT NULL"
        for rank, where, code in parts
    )


def _count_people(scratch: duckdb.DuckDBPyConnection) -> None:
    """Make people_at (a row a person and period, with the team it is counted in) and team_people (their sums)."""
    scratch.execute(
        "CREATE TEMP TABLE sat AS SELECT person, min(t.day) AS day FROM attendances JOIN trainings t "
        "USING (training) GROUP BY ALL"
    )
    scratch.execute(
        "CREATE TEMP TABLE listing AS SELECT DISTINCT team FROM memberships SEMI JOIN attendances USING (person)"
    )
    scratch.execute(
        "CREATE TEMP TABLE learnt AS SELECT person, coalesce(min(sat.day), min(s.as_of) FILTER (m.trained)) AS first, "
        "bool_or(m.trained) AS reported, bool_or(m.trained IS NOT NULL OR sat.day IS NOT NULL OR l.team IS NOT NULL) "
        "AS known FROM memberships m LEFT JOIN sat USING (person) LEFT JOIN listing l ON l.team = m.team "
        "LEFT JOIN sources s ON s.source = m.source GROUP BY ALL"
    )
    grades = ", ".join(f"arg_max({c}, a.day) FILTER ({c} IS NOT NULL) AS {c}" for c in CONTENTS)
    scratch.execute(
        f"CREATE TEMP TABLE graded AS SELECT period, person, {grades} FROM assessments a "
        "JOIN ends ON a.day <= ends.day GROUP BY ALL"
    )
    scratch.execute(
        f"CREATE TEMP TABLE sitting AS SELECT s.*, known, "
        f"known AND (first <= day OR first IS NULL AND reported) AS trained_then, {', '.join(CONTENTS)}, "
        f"coalesce({', '.join(CONTENTS)}) IS NOT NULL AS graded_then "
        "FROM seats s LEFT JOIN learnt USING (person) LEFT JOIN graded USING (period, person)"
    )
    scratch.execute("CREATE TEMP TABLE several AS SELECT person FROM memberships GROUP BY ALL HAVING count(*) > 1")
    once = "period, person, team, other_posts, known, trained_then, graded_then"
    scratch.execute(
        f"CREATE TEMP VIEW people_at AS SELECT {once}, {', '.join(CONTENTS)} FROM sitting ANTI JOIN several "
        f"USING (person) UNION ALL BY NAME SELECT {once.replace('other_posts', 'most AS other_posts')}, "
        f"{', '.join(CONTENTS)} FROM (SELECT *, max(other_posts) OVER (PARTITION BY period, person) AS most "
        "FROM sitting SEMI JOIN several USING (person) "
        "QUALIFY row_number() OVER (PARTITION BY period, person ORDER BY rank, taken, team) = 1)"
    )
    by_content = ", ".join(f"count({c}) AS graded_{c}, count(*) FILTER ({c} >= {ABLE}) AS able_{c}" for c in CONTENTS)
    scratch.execute(
        "CREATE TEMP TABLE team_people AS SELECT period, team, count(*) AS people_listed, "
        "count(*) FILTER (known) AS people_trained_known, count(*) FILTER (trained_then) AS people_trained, "
        "count(other_posts) AS people_posts_known, count(*) FILTER (other_posts >= 2) AS people_two_posts, "
        f"count(*) FILTER (graded_then) AS people_assessed, {by_content} FROM people_at GROUP BY ALL"
    )


def _count_teams(scratch: duckdb.DuckDBPyConnection, *, on: date) -> None:
    """Make at_end (a row a team and period: seats, trained, activity) and counted (catalogue().record_codes)."""
    scratch.execute(
        "CREATE TEMP TABLE seated AS SELECT period, team, count(*) AS listed, "
        "count(*) FILTER (role = 'head') AS heads, count(*) FILTER (role = 'deputy') AS deputies, "
        "count(*) FILTER (seat = 'village_head') AS village_heads, count(*) FILTER (seat = 'youth') AS youth, "
        "count(*) FILTER (seat = 'youth' AND role = 'deputy') AS youth_deputies, "
        "count(*) FILTER (seat = 'women') AS women, count(*) FILTER (seat = 'official') AS officials, "
        "count(*) FILTER (young OR seat = 'youth') AS young, "
        "count(*) FILTER (young IS NOT NULL OR seat = 'youth') AS young_known, "
        "count(*) FILTER (known) AS trained_known, "
        "count(*) FILTER (trained_then) AS trained, count(*) FILTER (graded_then) AS assessed, "
        "count(other_posts) AS posts_known, count(*) FILTER (other_posts >= 2) AS two_posts, "
        "count(role) AS roles_known, count(seat) AS seats_known FROM sitting GROUP BY ALL"
    )
    scratch.execute(
        "CREATE TEMP TABLE acted AS SELECT ends.period, team, max(coalesce(last_day, until)) AS last_active, "
        "count(*) AS reports_year, sum(guided)::BIGINT AS guided_year, sum(sessions)::BIGINT AS sessions_year, "
        "bool_or(a.period = ends.period) AS reporting FROM activities a JOIN ends "
        "ON a.until <= ends.day AND a.until > ends.day - INTERVAL 1 YEAR GROUP BY ALL"
    )
    scratch.execute(
        "CREATE TEMP TABLE reporting_communes AS SELECT DISTINCT period, structure, code FROM acted "
        "JOIN home USING (team)"
    )
    scratch.execute(
        "CREATE TEMP TABLE heard AS SELECT DISTINCT period, team FROM home "
        "JOIN reporting_communes USING (structure, code)"
    )
    scratch.execute(
        "CREATE TEMP TABLE serving AS SELECT team, village FROM teams WHERE village IS NOT NULL UNION "
        "SELECT team, village FROM team_villages WHERE until IS NULL"
    )
    scratch.execute("CREATE TEMP TABLE served AS SELECT team, count(*) AS villages_served FROM serving GROUP BY ALL")
    _look_around(scratch, structure=structure_at(on))
    held = ", ".join(f"bool_or(d.kind = '{kind}')::BIGINT AS difficulty_{kind}" for kind in DIFFICULTIES)
    scratch.execute(
        f"CREATE TEMP TABLE held AS SELECT a.period, a.team, {held}, "
        "string_agg(DISTINCT d.kind, ',' ORDER BY d.kind) AS difficulties "
        "FROM difficulties d JOIN activities a USING (activity) SEMI JOIN ends USING (period) GROUP BY ALL"
    )
    latest = "ends.period = (SELECT max(period) FROM ends)"
    scratch.execute(
        "CREATE TEMP TABLE at_end AS SELECT ends.period, ends.day, t.team, level, status, province_2024, founded, "
        "members, zalo_households, s.* EXCLUDE (period, team, trained), "
        "coalesce(s.trained, t.trained) AS trained_there, coalesce(s.listed, t.members) AS members_there, "
        f"greatest(acted.last_active, CASE WHEN {latest} THEN t.last_active END) AS acted_on, "
        f"(heard.team IS NOT NULL OR ({latest} AND t.last_active IS NOT NULL)) AS activity_told, "
        "reports_year, guided_year, sessions_year, coalesce(reporting, false) AS reporting, villages_served, "
        "t.subgroups, branch_teams, commune_villages, commune_served, "
        "held.* EXCLUDE (period, team) FROM teams t CROSS JOIN ends "
        "LEFT JOIN seated s ON s.team = t.team AND s.period = ends.period "
        "LEFT JOIN acted ON acted.team = t.team AND acted.period = ends.period "
        "LEFT JOIN heard ON heard.team = t.team AND heard.period = ends.period "
        "LEFT JOIN held ON held.team = t.team AND held.period = ends.period "
        "LEFT JOIN served ON served.team = t.team LEFT JOIN around ON around.team = t.team"
    )
    scratch.execute(_counted(on))


def _look_around(scratch: duckdb.DuckDBPyConnection, *, structure: StructureId) -> None:
    """Make around: of a team's commune in a structure, what its teams of the same level cover together.

    commune_villages: its villages; commune_served: those that some team of the level serves, missing where one more
    might be: a team that does not say what it serves. branch_teams: the teams of the same chi đoàn.
    """
    scratch.execute(
        "CREATE TEMP TABLE here AS SELECT team, code, level, union_branch, team IN (SELECT team FROM serving) AS says "
        f"FROM home JOIN teams USING (team) WHERE structure = '{structure}' AND coalesce(status, '') <> 'dissolved'"
    )
    scratch.execute(
        "CREATE TEMP TABLE around AS "
        "WITH wanted AS (SELECT code, level, bool_and(says) AS all_say FROM here GROUP BY ALL), "
        "known AS (SELECT DISTINCT level, village FROM serving JOIN here USING (team)), "
        "covered AS (SELECT w.code, w.level, count(*) AS commune_villages, count(k.village) AS served, all_say "
        f"FROM wanted w JOIN homes v ON v.code = w.code AND v.structure = '{structure}' "
        "LEFT JOIN known k ON k.level = w.level AND k.village = v.village GROUP BY ALL) "
        "SELECT team, commune_villages, "
        "CASE WHEN all_say OR served = commune_villages THEN served END AS commune_served, "
        "CASE WHEN union_branch IS NOT NULL THEN count(*) OVER (PARTITION BY here.code, here.level, "
        "lower(trim(union_branch))) END AS branch_teams FROM here LEFT JOIN covered USING (code, level)"
    )


def _counted(on: date) -> str:
    """Write the table of counts; teams that were dissolved, or not yet founded, are no part of them."""
    complete = composition_rules.all_met(composition_rules.in_force(on))
    judged = f"(SELECT *, {complete} AS complete FROM at_end)"
    village = "t.level = 'village'"
    difficulties = ", ".join(
        f"CASE WHEN {village} AND reporting THEN coalesce(difficulty_{kind}, 0) END AS difficulty_{kind}"
        for kind in DIFFICULTIES
    )
    people = ", ".join(f"p.{name}" for name in _FROM_PEOPLE)
    is_known = (
        "(activity_told AND trained_there IS NOT NULL AND coalesce(trained_known, 1) > 0 "
        "AND zalo_households IS NOT NULL "
        f"AND {at_work(day='day', founded='t.founded', status='t.status')})"
    )
    return (
        "CREATE TEMP TABLE counted AS SELECT t.period, t.team, "
        f"CASE WHEN {village} AND complete IS NOT NULL THEN 1 END AS records_judged, "
        f"CASE WHEN {village} AND complete IS NOT NULL THEN complete::BIGINT END AS records_complete, {people}, "
        f"CASE WHEN {village} AND {is_known} THEN 1 END AS records_told, "
        f"CASE WHEN {village} AND {is_known} THEN ({_on_paper()})::BIGINT END AS records_paper, "
        f"CASE WHEN {village} AND reporting THEN 1 END AS records_reporting, {difficulties} "
        f"FROM {judged} AS t LEFT JOIN team_people p ON p.team = t.team AND p.period = t.period "
        "WHERE coalesce(t.status, '') <> 'dissolved' AND coalesce(t.founded, DATE '0001-01-01') <= day"
    )


def at_work(*, day: str, founded: str, status: str, days: int = PAPER_DAYS) -> str:
    """Write whether a team should show signs of life at all: one that paused, or was founded lately, stands apart."""
    return f"(coalesce({status}, '') <> 'paused' AND coalesce({founded} <= {day} - INTERVAL {int(days)} DAY, true))"


def _on_paper() -> str:
    """Write whether a team shows no sign of life: inactive, nobody trained, no household in a group. All are known."""
    return f"coalesce(acted_on <= day - INTERVAL {PAPER_DAYS} DAY, true) AND trained_there = 0 AND zalo_households = 0"


def _facts(*, as_of: date | None) -> str:
    """Write the table of facts: a row a team, as of the end of the last period."""
    day = f"DATE '{as_of.isoformat()}'" if as_of else "NULL::DATE"
    complete = composition_rules.all_met(composition_rules.in_force(as_of or date.max))
    columns = (
        "heads, deputies, village_heads, youth, youth_deputies, women, officials, young, young_known, assessed, "
        "posts_known, two_posts, roles_known, seats_known, listed, villages_served, reports_year, guided_year, "
        "sessions_year, e.subgroups, branch_teams, commune_villages, commune_served"
    )
    return (
        f"SELECT *, {complete} AS complete FROM (SELECT team, t.level, t.status, t.name, t.village, t.commune_2024, "
        f"t.commune_2025, t.district, t.province_2024, t.founded, greatest(acted_on, ever) AS last_active, "
        f"{day} AS as_of, "
        "coalesce(s.kind = 'sample', false) AS sample, activity_told, members_there AS members, "
        "trained_there AS trained, coalesce(trained_known, CASE WHEN t.trained IS NOT NULL THEN t.members END) "
        f"AS trained_known, t.zalo_households AS group_households, {columns}, difficulties, t.source "
        "FROM at_end e JOIN teams t USING (team) LEFT JOIN sources s ON s.source = t.source "
        "LEFT JOIN (SELECT team, max(coalesce(last_day, until)) AS ever FROM activities GROUP BY team) "
        "USING (team) "
        "WHERE period = (SELECT max(period) FROM ends))"
    )
