"""`python -m data export`: write the figures of a level to a file."""

from datetime import date
from pathlib import Path
from typing import Final, get_args

import click

from data.cli import options, program
from data.cli.output import Output
from data.disclosure.export_public import export_public
from data.disclosure.write_public import public_of
from data.i18n.numbers import number
from data.measures.export_measures import with_measures
from data.releases.export import ExportLevel, export
from data.releases.export_files import Format, write_export
from data.releases.store import open_store

LEVELS: Final[tuple[ExportLevel, ...]] = get_args(ExportLevel)
FORMATS: Final[tuple[Format, ...]] = get_args(Format)


@program.command("export", summary="command.data.export", public=True)
@click.option("--level", type=options.Choice(LEVELS), required=True, help="command.option.level")
@click.option("--structure", type=options.STRUCTURE, required=True, help="command.option.structure")
@options.province
@options.as_of
@click.option("--format", "form", type=options.Choice(FORMATS), required=True, help="command.option.format")
@options.output_file
@click.option("--audience", type=options.Choice(("staff", "public")), default="staff", help="command.option.audience")
def command(
    out: Output,
    level: ExportLevel,
    structure: str,
    province: str | None,
    as_of: date | None,
    form: Format,
    output: Path,
    audience: str,
) -> int:
    """Write the file and say what is in it."""
    if audience == "staff":
        program.for_staff("export")
    store = open_store()
    if audience == "public":
        made = export_public(public_of(store), structure=structure, level=level, province=province, as_of=as_of)
    else:
        release = store.current()
        made = export(release, structure=structure, level=level, province=province, as_of=as_of)
        made = with_measures(release, made, lang=out.lang)
    write_export(made, output, format=form, lang=out.lang)
    values = {
        "output": str(output),
        "rows": len(made.table),
        "release": made.release,
        "period": made.period,
        "structure": made.structure,
        "level": made.level,
        "sample": made.sample,
    }
    rows = number(len(made.table), out.lang)
    return out.answer(values, out.say("releases.said_exported", rows=rows, period=made.period, path=output))
