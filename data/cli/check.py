"""`python -m data check FILE…`: read reports and say what is in them; nothing changes."""

from typing import Unpack

import click

from data.cli import program
from data.cli.output import Output
from data.cli.report_files import Given, begun, options_of_report


@program.command("check", summary="command.data.check")
@options_of_report
@click.option("--rows", is_flag=True, help="command.option.rows")
def command(out: Output, *, rows: bool, **given: Unpack[Given]) -> int:
    """Print what was found; 0 where nothing remains, 2 where questions or problems do."""
    with begun(given) as files:
        from data.cli.reports import as_text, as_values, checked, status_of  # takes a while: the file is read meanwhile

        found = checked(out, given, files)
    values = as_values(found, out, rows=rows) if out.json else {}
    return out.answer(values, "\n".join(as_text(found, out)), status_of(found))
