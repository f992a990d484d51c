"""`python -m geo import FILE`: check a layer and make a draft of it."""

from datetime import date
from typing import Unpack

import click

from data.boundaries.store import open_boundaries
from data.cli import options, program
from data.cli.output import REMAINS, Output
from geo.boundaries.drafting import draft
from geo.cli.layers_check import Given, as_text, checked, options_of_layer


@program.command("import", summary="command.geo.import")
@options_of_layer
@click.option("--source", metavar="TEXT", required=True, help="command.option.source_of_layer")
@click.option("--licence", metavar="TEXT", required=True, help="command.option.licence_of_layer")
@click.option("--as-of", type=options.DAY, required=True, help="command.option.as_of_layer")
@options.who
def command(out: Output, *, source: str, licence: str, as_of: date, who: str, **given: Unpack[Given]) -> int:
    """Make a draft and print its id; without a coordinate system or a layer chosen there is none."""
    found = checked(out, given)
    drawable = found.georeferenced and (found.units is not None or found.villages is not None)
    made = None
    if drawable and found.counts["joined"]:
        made = draft(open_boundaries(), found, source=source, licence=licence, as_of=as_of, who=who)
    lines = as_text(found, out)
    if made:
        lines.append(out.say("boundaries.said_draft", draft=made.id))
    values = {"draft": made.id if made else None, **found.to_json(out.lang)}
    return out.answer(values, "\n".join(lines), found.status if made else REMAINS)
