"""`python -m geo check FILE`: check a layer of boundaries; nothing changes."""

from typing import Unpack

from data.cli import program
from data.cli.output import Output
from geo.cli.layers_check import Given, as_text, checked, options_of_layer


@program.command("check", summary="command.geo.check")
@options_of_layer
def command(out: Output, **given: Unpack[Given]) -> int:
    """Print what was found: 0 good, 2 where questions or problems remain."""
    found = checked(out, given)
    return out.answer(found.to_json(out.lang), "\n".join(as_text(found, out)), found.status)
