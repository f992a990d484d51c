"""`python -m data template`: write an empty form with the units of a province."""

from pathlib import Path

import click

from data.cli import files, options, program
from data.cli.output import Output
from data.intake import standing
from data.intake import template as forms


@program.command("template", summary="command.data.template", public=True)
@click.option("--structure", type=options.STRUCTURE, required=True, help="command.option.structure")
@click.option("--province", metavar="NAME", required=True, help="command.option.province")
@click.option("--output", type=options.FILE, metavar="FILE.xlsx", required=True, help="command.option.output")
def command(out: Output, structure: str, province: str, output: Path) -> int:
    """Write the form of a province."""
    unit = standing.find_province(province, structure)
    files.write(output, forms.workbook(structure, unit.code))
    return out.answer(
        {"file": str(output), "structure": structure, "province": unit.code},
        out.say("intake.said.template", file=output.name),
    )
