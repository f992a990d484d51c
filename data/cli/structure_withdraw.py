"""`python -m data structure-withdraw ID`: take an added structure out of use."""

import click

from data.cli import options, program
from data.cli.output import Output
from data.services import structures
from data.units.structures import STRUCTURES


@program.command("structure-withdraw", summary="command.data.structure-withdraw")
@click.argument("name", metavar="ID", help="command.argument.structure")
@options.who
def command(out: Output, name: str, who: str) -> int:
    """Take a structure, or a correction, out of use."""
    release = structures.withdraw(name, by=who)
    lines = [out.say("units.said_withdrawn", structure=name)]
    if release:
        lines.append(out.say("units.said_refreshed", release=release))
    return out.answer({"withdrawn": name, "structures": list(STRUCTURES), "release": release}, "\n".join(lines))
