"""`python -m data structures`: list the administrative structures."""

from datetime import date

from data.cli import program
from data.cli.output import Output
from data.i18n.numbers import day, number
from data.units.register import STRUCTURES, Structure, units


@program.command("structures", summary="command.data.structures", public=True)
def command(out: Output) -> int:
    """List the structures, the earliest first."""
    found = list(STRUCTURES.values())
    values = {"structures": [_as_values(each) for each in found]}
    return out.answer(values, "\n".join(_line(out, each) for each in found))


def _as_values(each: Structure) -> dict[str, object]:
    table = each.table
    values: dict[str, object] = {
        "id": each.id,
        "since": _iso(each.since),
        "until": _iso(each.until),
        "levels": list(each.levels),
        "provinces": len(units(each.id, "province")),
        "communes": len(units(each.id, "commune")),
        "origin": "register" if table is None else "table" if each.added else "register, corrected",
    }
    if table is not None:
        values |= {
            "version": table.version,
            "source": table.source,
            "decree": table.decree,
            "decree_date": _iso(table.decree_date),
            "licence": table.licence,
            "added": table.added,
            "by": table.by,
        }
    return values


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _line(out: Output, each: Structure) -> str:
    since, until = (day(value, out.lang) if value else "…" for value in (each.since, each.until))
    text = out.say(
        "units.said_structure",
        structure=each.id,
        since=since,
        until=until,
        provinces=number(len(units(each.id, "province")), out.lang),
        communes=number(len(units(each.id, "commune")), out.lang),
    )
    return f"{text}  {each.table.source} ({each.table.version})" if each.table else text
