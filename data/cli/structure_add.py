"""`python -m data structure-add FILE`: add a structure, or correct one, from a conversion table."""

from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Final

import click

from data.cli import files, options, program
from data.cli.output import GOOD, REMAINS, Output
from data.i18n.numbers import number
from data.services import structures
from data.services.structures import Addition
from data.storage.errors import Refused
from data.units.adding import Provenance, StructureSpec
from data.units.register import structure
from data.units.summary import Summary, summarise

_SHOWN: Final = 40
_COVERS: Final = {"country": True, "changes": False}


@program.command("structure-add", summary="command.data.structure-add")
@click.argument("file", type=options.FILE, metavar="FILE", help="command.argument.structure_table")
@click.option("--id", "name", metavar="ID", required=True, help="command.option.structure_id")
@click.option("--since", type=options.DAY, help="command.option.since")
@click.option("--until", type=options.DAY, help="command.option.until")
@click.option("--after", metavar="ID", help="command.option.after")
@click.option("--before", metavar="ID", help="command.option.before")
@click.option("--covers", type=options.Choice(_COVERS), help="command.option.covers")
@click.option("--source", metavar="TEXT", help="command.option.source")
@click.option("--decree", metavar="TEXT", help="command.option.decree")
@click.option("--decree-date", type=options.DAY, help="command.option.decree_date")
@click.option("--licence", metavar="TEXT", help="command.option.licence_of_table")
@click.option("--check", is_flag=True, help="command.option.check")
@options.who
def command(
    out: Output,
    file: Path,
    name: str,
    since: date | None,
    until: date | None,
    after: str | None,
    before: str | None,
    covers: str | None,
    source: str | None,
    decree: str | None,
    decree_date: date | None,
    licence: str | None,
    check: bool,
    who: str,
) -> int:
    """Check a table and add it: 0 added (or sound), 2 the table has errors and nothing was added."""
    complete = None if covers is None else _COVERS[covers]
    spec = StructureSpec(name, since=since, until=until, after=after, before=before, complete=complete)
    content = files.read(file)
    if check:
        made = structures.check(content, spec)
    elif source:
        origin = Provenance(source, by=who, decree=decree, decree_date=decree_date, licence=licence)
        made = structures.add(content, spec, origin)
    else:
        raise Refused("units.source_needed")
    sound = not made.inspection.checked.errors
    return out.answer(_values(out, made), "\n".join(_lines(out, made)), GOOD if sound else REMAINS)


def _values(out: Output, made: Addition) -> dict[str, object]:
    """Return the whole check as it is printed with --json."""
    spec, checked = made.inspection.spec, made.inspection.checked
    table = structure(spec.id).table if made.added else None
    return {
        "structure": spec.id,
        "after": spec.after,
        "before": spec.before,
        "since": spec.since,
        "until": spec.until,
        "sheet": made.inspection.sheet,
        "rows": checked.rows,
        "covers": "country" if checked.complete else "changes",
        "added": made.added,
        "version": table.version if table else None,
        "errors": len(checked.errors),
        "counts": dict(Counter(finding.kind for finding in checked.findings)),
        "findings": [
            {**asdict(finding), "error": finding.error, "message": finding.text(out.lang)}
            for finding in checked.findings
        ],
        "summary": summarise(made.inspection).as_dict() if not checked.errors else None,
        "release": made.release,
    }


def _lines(out: Output, made: Addition) -> list[str]:
    checked = made.inspection.checked
    findings = sorted(checked.findings, key=lambda finding: not finding.error)
    lines = [("! " if finding.error else "· ") + finding.text(out.lang) for finding in findings[:_SHOWN]]
    if len(findings) > _SHOWN:
        lines.append(out.say("units.said_more", count=number(len(findings) - _SHOWN, out.lang)))
    if checked.errors:
        return [*lines, out.say("units.said_not_added", count=number(len(checked.errors), out.lang))]
    if made.release:
        lines.append(out.say("units.said_refreshed", release=made.release))
    verdict = out.say("units.said_added" if made.added else "units.said_sound", structure=made.inspection.spec.id)
    return [*lines, *_summary(out, summarise(made.inspection)), verdict]


def _summary(out: Output, summary: Summary) -> list[str]:
    numbers = {key: number(value, out.lang) for key, value in summary.as_dict().items() if isinstance(value, int)}
    lines = [out.say("units.said_summary", **numbers)]
    for change in summary.provinces:
        names = {"before": change.before or "–", "after": change.after or "–"}
        lines.append(out.say("units.said_province", code=change.code, **names))
    for each in summary.differences[:_SHOWN]:
        parts = {"register": each.register or "–", "table": each.table or "–"}
        lines.append(out.say("units.said_difference", old=each.code_from, new=each.code_to, **parts))
    return lines
