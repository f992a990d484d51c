"""`python -m data teams`: list teams by unit and by what they lack."""

import json
from datetime import date

import click

from data.catalogue.team_codes import LEVELS, PAPER_DAYS, TeamLevel
from data.cli import options, program
from data.cli.output import Output
from data.i18n.numbers import number
from data.releases.store import open_store
from data.teams import finder
from data.teams.finder import Found, Gap, Sort


@program.command("teams", summary="command.data.teams")
@click.option("--unit", metavar="CODE", help="command.option.unit")
@click.option("--structure", type=options.STRUCTURE, default="2025-07", help="command.option.structure")
@click.option("--level", "levels", type=options.Choice(LEVELS), multiple=True, help="command.option.team_level")
@click.option("--gap", "gaps", type=options.Choice(finder.GAPS), multiple=True, help="command.option.gap")
@click.option("--days", type=options.WHOLE, default=PAPER_DAYS, help="command.option.days")
@click.option("--sort", type=options.Choice(finder.SORTS), default="name", help="command.option.sort")
@click.option("--limit", type=options.WHOLE, default=50, help="command.option.limit")
@click.option("--offset", type=options.WHOLE, default=0, help="command.option.offset")
def command(
    out: Output,
    unit: str | None,
    structure: str,
    levels: tuple[TeamLevel, ...],
    gaps: tuple[Gap, ...],
    days: int,
    sort: Sort,
    limit: int,
    offset: int,
) -> int:
    """List teams."""
    query = finder.Query(structure=structure, unit=unit, levels=levels, gaps=gaps, days=days)
    found = finder.find(open_store().current(), query, sort=sort, limit=limit, offset=offset)
    rows = _rows(found)
    values = {
        "release": found.release_id,
        "as_of": found.as_of,
        "total": found.total,
        "gaps": found.counts,
        "teams": rows,
    }
    lines = [out.say("teams.said_found", total=number(found.total, out.lang))]
    lines += [f"{row['team']}  {row['name']}  {row['members']}  {row['last_active'] or '-'}" for row in rows]
    return out.answer(values, "\n".join(lines))


def _rows(found: Found) -> list[dict[str, object]]:
    """Return the teams as JSON holds them: days as ISO text, missing as None."""
    rows: list[dict[str, object]] = json.loads(
        found.table.to_json(orient="records", date_format="iso", force_ascii=False)
    )
    days = zip(found.table["last_active"], found.table["founded"], strict=True)
    for row, (last, since) in zip(rows, days, strict=True):
        row |= {
            name: day.isoformat() if isinstance(day, date) else None
            for name, day in (("last_active", last), ("founded", since))
        }
    return rows
