"""`python -m data village-mergers FILE`: record merged villages from a table in the form's columns."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Final

import click

from data.cli import files, options, program
from data.cli.output import GOOD, REMAINS, Output
from data.i18n.numbers import number
from data.services import villages
from data.units.structures import latest

_SHOWN: Final = 40


@program.command("village-mergers", summary="command.data.village-mergers")
@click.argument("file", type=options.FILE, metavar="FILE", help="command.argument.village_table")
@click.option("--structure", type=options.STRUCTURE, help="command.option.structure_of_communes")
@click.option("--since", type=options.DAY, required=True, help="command.option.since_of_villages")
@click.option("--source", metavar="TEXT", required=True, help="command.option.source")
@click.option("--decree", metavar="TEXT", help="command.option.decree")
@click.option("--check", is_flag=True, help="command.option.check")
@options.who
def command(
    out: Output,
    file: Path,
    structure: str | None,
    since: date,
    source: str,
    decree: str | None,
    check: bool,
    who: str,
) -> int:
    """Record changes of villages: 0 recorded (or sound), 2 the table has errors."""
    made = villages.record_mergers(
        files.read(file),
        structure=structure or latest(),
        since=since,
        source=source,
        by=who,
        decree=decree,
        check=check,
    )
    found = made.found
    values = {
        "rows": made.rows,
        "changes": len(found.changes),
        "made": [asdict(each) for each in found.made],
        "recorded": made.recorded,
        "errors": len(made.errors),
        "findings": [{**asdict(f), "error": f.error, "message": f.text(out.lang)} for f in found.findings],
    }
    lines = [finding.text(out.lang) for finding in found.findings[:_SHOWN]]
    verdict = "units.said_merged" if made.recorded else "units.said_not_merged"
    lines.append(out.say(verdict, count=number(len(found.changes), out.lang)))
    return out.answer(values, "\n".join(lines), REMAINS if made.errors else GOOD)
