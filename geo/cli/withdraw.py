"""`python -m geo withdraw LAYER`: draw a layer no longer."""

import click

from data.cli import boundaries, options, program
from data.cli.output import GOOD, Output
from geo import assets


@program.command("withdraw", summary="command.geo.withdraw")
@click.argument("layer", metavar="LAYER", help="command.argument.layer")
@options.who
def command(out: Output, layer: str, who: str) -> int:
    """Draw a layer no longer, and make the map files of what is drawn then."""
    status = boundaries.withdraw(out, layer, who)
    if status == GOOD:
        assets.ensure_assets(out.progress)
    return status
