"""`python -m data orphans`: teams without a village of today, villages without a team."""

from collections import Counter
from datetime import date, datetime

import click

from data.cli import options, program
from data.cli.output import GOOD, REMAINS, Output
from data.i18n.numbers import number
from data.services import villages
from data.storage.clock import ZONE


@program.command("orphans", summary="command.data.orphans")
@click.option("--on", "day", type=options.DAY, help="command.option.on")
def command(out: Output, day: date | None) -> int:
    """List teams without a village and villages without a team: 2 where there are any."""
    found = villages.find_orphans(day or datetime.now(ZONE).date())
    teams = found.teams.astype(object).where(found.teams.notna(), None).to_dict("records")
    counts = {"teams": number(len(teams), out.lang), "villages": number(len(found.villages), out.lang)}
    lines = [out.say("units.said_orphans", **counts)]
    for state, count in Counter(found.teams["state"]).items():
        lines.append(f"{out.say(f'units.village_state.{state}')}: {number(count, out.lang)}")
    values = {"on": found.on, "teams": teams, "villages": found.villages}
    return out.answer(values, "\n".join(lines), REMAINS if teams or found.villages else GOOD)
