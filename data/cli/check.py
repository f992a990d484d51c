"""`python -m data check FILE…`: read reports and say what is in them; nothing changes."""

from typing import Unpack

import click

from data.cli import program
from data.cli.output import Output
from data.cli.reports import Given, as_text, as_values, checked, options_of_report, status_of


@program.command("check", summary="command.data.check")
@options_of_report
@click.option("--rows", is_flag=True, help="command.option.rows")
def command(out: Output, *, rows: bool, **given: Unpack[Given]) -> int:
    """Print what was found; 0 where nothing remains, 2 where questions or problems do."""
    found = checked(out, given)
    values = as_values(found, out, rows=rows) if out.json else {}
    return out.answer(values, "\n".join(as_text(found, out)), status_of(found))
