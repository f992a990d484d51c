"""`python -m data structures`, `structure-add`, `structure-withdraw`: the structures and the tables they come from."""

import argparse
import getpass
import json
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from data.i18n import say
from data.i18n.numbers import day, number
from data.publication import publish
from data.releases.store import open_store
from data.storage.errors import Refused
from data.units.adding import Inspection, NotAdded, Told, Wanted, add, inspect, withdraw
from data.units.register import STRUCTURES, Structure, structure, units
from data.units.structures import OWN
from data.units.summary import Summary, summarise

GOOD: Final = 0
REMAINS: Final = 2
_SHOWN: Final = 40


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of the structures to the command line."""
    listed = subparsers.add_parser("structures", help="list the administrative structures")
    listed.set_defaults(func=run_structures)
    adding = subparsers.add_parser("structure-add", help="add a structure, or correct one, from a conversion table")
    adding.add_argument("file", type=Path, help="workbook or CSV in the official form's columns")
    adding.add_argument("--id", required=True, help="the day it came into force, such as 2026-04-30")
    adding.add_argument("--since", type=iso_day, help="first day in force")
    adding.add_argument("--until", type=iso_day, help="last day in force (of one before the first)")
    adding.add_argument("--after", help="the structure that it follows")
    adding.add_argument("--before", help="the structure that it precedes")
    covers = "whether the table names every commune, or only those that change (found out unless given)"
    adding.add_argument("--covers", choices=["country", "changes"], help=covers)
    adding.add_argument("--source", help="where the table comes from")
    adding.add_argument("--decree", help="number of the decree")
    adding.add_argument("--decree-date", type=iso_day)
    adding.add_argument("--licence", help="on what terms the table may be used")
    adding.add_argument("--check", action="store_true", help="check only, add nothing")
    adding.set_defaults(func=run_add)
    leaving = subparsers.add_parser("structure-withdraw", help="take an added structure out of use")
    leaving.add_argument("id")
    leaving.set_defaults(func=run_withdraw)
    for parser in (adding, leaving):
        parser.add_argument("--who", default=account(), help="who acts, for the log")
    for parser in (listed, adding, leaving):
        parser.add_argument("--json", action="store_true", help="print one JSON object")


def account() -> str:
    """Return the name of the machine's account that runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in some containers
        return "?"


def iso_day(text: str) -> date:
    """Read a day of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"“{text}”: YYYY-MM-DD") from fault


def run_structures(args: argparse.Namespace) -> int:
    """List the structures, the earliest first."""
    lines = [_line(each, args.lang) for each in STRUCTURES.values()]
    _print(args, {"structures": [_told(each) for each in STRUCTURES.values()]}, "\n".join(lines))
    return GOOD


def run_add(args: argparse.Namespace) -> int:
    """Check a table and add it: 0 added (or sound), 2 the table has errors and nothing was added. Raises Refused."""
    wanted = Wanted(
        args.id,
        since=args.since,
        until=args.until,
        after=args.after,
        before=args.before,
        complete={None: None, "country": True, "changes": False}[args.covers],
    )
    content = read_file(args.file)
    if not args.check and not args.source:
        raise Refused("units.source_needed")
    try:
        if args.check:
            found = inspect(content, wanted)
        else:
            found = add(
                content,
                wanted,
                Told(args.source, by=args.who, decree=args.decree, decree_date=args.decree_date, licence=args.licence),
            )
    except NotAdded as refusal:
        found = refusal.inspection
    sound = not found.checked.errors
    release = _refreshed(args) if sound and not args.check else None
    report = _report(found, added=sound and not args.check, lang=args.lang) | {"release": release}
    _print(args, report, _report_text(found, report, args.lang))
    return GOOD if sound else REMAINS


def _refreshed(args: argparse.Namespace) -> str | None:
    """Derive the current release's figures in the structures of now; return its id, None where there is none."""
    store = open_store()
    return publish.refresh(store, who=args.who).id if store.has_current() else None


def read_file(path: Path) -> bytes:
    """Read a file that a user named; raises Refused where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise Refused("units.convert_unreadable", file=path.name) from fault


def run_withdraw(args: argparse.Namespace) -> int:
    """Take a structure, or a correction, out of use. Raises Refused where the current release tells of it."""
    store = open_store()
    told = " UNION ALL ".join(
        f"SELECT 1 FROM {table} WHERE {column} = $structure"
        for table, column in (("reports", "structure"), ("villages", "told_in"), ("teams", "told_in"))
    )
    if (
        args.id not in OWN
        and store.has_current()
        and store.current().query(f"SELECT 1 FROM ({told}) LIMIT 1", structure=args.id).size
    ):
        raise Refused("units.structure_in_use", structure=args.id)
    withdraw(args.id, by=args.who)
    release = _refreshed(args)
    text = say("units.said_withdrawn", args.lang, structure=args.id)
    if release:
        text += "\n" + say("units.said_refreshed", args.lang, release=release)
    _print(args, {"withdrawn": args.id, "structures": list(STRUCTURES), "release": release}, text)
    return GOOD


def _told(each: Structure) -> dict[str, Any]:
    table = each.table
    origin = "register" if table is None else "table" if each.added else "register, corrected"
    return {
        "id": each.id,
        "since": _iso(each.since),
        "until": _iso(each.until),
        "levels": list(each.levels),
        "provinces": len(units(each.id, "province")),
        "communes": len(units(each.id, "commune")),
        "origin": origin,
        **(
            {}
            if table is None
            else {
                "version": table.version,
                "source": table.source,
                "decree": table.decree,
                "decree_date": _iso(table.decree_date),
                "licence": table.licence,
                "added": table.added,
                "by": table.by,
            }
        ),
    }


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _line(each: Structure, lang: str) -> str:
    told = _told(each)
    days = [day(value, lang) if value else "…" for value in (each.since, each.until)]
    text = say(
        "units.said_structure",
        lang,
        structure=each.id,
        since=days[0],
        until=days[1],
        provinces=number(told["provinces"], lang),
        communes=number(told["communes"], lang),
    )
    return f"{text}  {each.table.source} ({each.table.version})" if each.table else text


def _report(found: Inspection, *, added: bool, lang: str) -> dict[str, Any]:
    """Return the whole check as it is printed with --json."""
    wanted, checked = found.wanted, found.checked
    return {
        "structure": wanted.id,
        "after": wanted.after,
        "before": wanted.before,
        "since": _iso(wanted.since),
        "until": _iso(wanted.until),
        "sheet": found.sheet,
        "rows": checked.rows,
        "covers": "country" if checked.complete else "changes",
        "added": added,
        "version": structure(wanted.id).table.version if added else None,
        "errors": len(checked.errors),
        "counts": dict(Counter(f.kind for f in checked.findings)),
        "findings": [{**asdict(f), "error": f.error, "message": f.text(lang)} for f in checked.findings],
        "summary": summarise(found).as_dict() if not checked.errors else None,
    }


def _report_text(found: Inspection, report: dict[str, Any], lang: str) -> str:
    findings = sorted(found.checked.findings, key=lambda f: not f.error)
    lines = [("! " if f.error else "· ") + f.text(lang) for f in findings[:_SHOWN]]
    if len(findings) > _SHOWN:
        lines.append(say("units.said_more", lang, count=number(len(findings) - _SHOWN, lang)))
    if found.checked.errors:
        return "\n".join([*lines, say("units.said_not_added", lang, count=number(report["errors"], lang))])
    key = "units.said_added" if report["added"] else "units.said_sound"
    if report.get("release"):
        lines.append(say("units.said_refreshed", lang, release=report["release"]))
    return "\n".join([*lines, *_summary_lines(summarise(found), lang), say(key, lang, structure=found.wanted.id)])


def _summary_lines(summary: Summary, lang: str) -> list[str]:
    numbers = {key: number(value, lang) for key, value in summary.as_dict().items() if isinstance(value, int)}
    lines = [say("units.said_summary", lang, **numbers)]
    for change in summary.provinces:
        names = {"before": change.before or "–", "after": change.after or "–"}
        lines.append(say("units.said_province", lang, code=change.code, **names))
    for each in summary.differences[:_SHOWN]:
        said = {"register": each.register or "–", "table": each.table or "–"}
        lines.append(say("units.said_difference", lang, old=each.code_from, new=each.code_to, **said))
    return lines


def _print(args: argparse.Namespace, told: dict[str, Any], text: str) -> None:
    print(json.dumps(told, ensure_ascii=False) if args.json else text)
