"""`python -m data village-assign FILE`: give villages to successors of their split commune."""

from pathlib import Path

import click

from data.cli import files, options, program
from data.cli.output import Output
from data.i18n.numbers import number
from data.services import villages
from data.units import assignments


@program.command("village-assign", summary="command.data.village-assign")
@click.argument("file", type=options.FILE, metavar="FILE.csv", help="command.argument.villages")
@click.option("--from", "source", type=options.STRUCTURE, default="2024", help="command.option.from")
@click.option("--complete", is_flag=True, help="command.option.complete")
@click.option("--note", metavar="TEXT", default="", help="command.option.note")
@options.who
def command(out: Output, file: Path, source: str, complete: bool, note: str, who: str) -> int:
    """Assign the villages of a file; refused where one cannot go where it is sent."""
    rows = assignments.read_pairs(files.read(file), name=file.name)
    made = villages.assign(rows, source=source, complete=complete, by=who, note=note)
    values = {
        "assigned": made.count,
        "source": made.source,
        "target": made.target,
        "complete": list(made.complete),
        "settled": made.wholly_assigned.to_dict("records"),
    }
    return out.answer(values, out.say("units.said_assigned", count=number(made.count, out.lang)))
