"""`python -m data village-assign`, `village-mergers`, `orphans`: villages of split communes, merged villages."""

import argparse
import json
from collections import Counter
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.cli.structures import GOOD, REMAINS, account, iso_day, read_file
from data.i18n import say
from data.i18n.numbers import number
from data.releases.store import Release, open_store
from data.spreadsheets import csv_files
from data.storage.clock import ZONE
from data.storage.errors import Refused
from data.units import conversion, orphans, village_mergers, village_tables
from data.units.assignments import assign
from data.units.register import STRUCTURES, after, latest
from data.units.village_homes import settled, village_homes

_SHOWN: Final = 40


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of the villages to the command line."""
    assigning = subparsers.add_parser("village-assign", help="assign villages to successors of their split commune")
    assigning.add_argument("file", type=Path, help="CSV: village, code_to (empty takes an assignment back)")
    assigning.add_argument("--from", dest="source", choices=list(STRUCTURES), default="2024")
    assigning.add_argument("--complete", action="store_true", help="these are all villages of their communes")
    assigning.add_argument("--note", default="")
    assigning.set_defaults(func=run_assign)
    merging = subparsers.add_parser("village-mergers", help="record merged villages from a table in the form's columns")
    merging.add_argument("file", type=Path)
    merging.add_argument("--structure", choices=list(STRUCTURES), default=latest(), help="that of the communes named")
    merging.add_argument("--since", type=iso_day, required=True, help="first day of the new villages")
    merging.add_argument("--source", required=True, help="where the table comes from")
    merging.add_argument("--decree")
    merging.add_argument("--check", action="store_true", help="check only, record nothing")
    merging.set_defaults(func=run_mergers)
    alone = subparsers.add_parser("orphans", help="teams without a village of today, villages without a team")
    alone.add_argument("--on", type=iso_day, help="the day (today unless given)")
    alone.set_defaults(func=run_orphans)
    for parser in (assigning, merging):
        parser.add_argument("--who", default=account(), help="who acts, for the log")
    for parser in (assigning, merging, alone):
        parser.add_argument("--json", action="store_true", help="print one JSON object")


def run_assign(args: argparse.Namespace) -> int:
    """Assign the villages of a file. Raises Refused where one cannot go where it is sent."""
    rows = _read_pairs(args.file)
    listed = _villages(open_store().current())
    homes = _communes(listed, args.source)
    known = {village: homes[village] for village in rows if village in homes}
    complete = sorted(set(known.values())) if args.complete else []
    assign(rows, homes=homes, source=args.source, by=args.who, complete=complete, note=args.note)
    ends = {"source": args.source, "target": after(args.source)}
    done = settled(village_homes(listed), **ends)
    told = {"assigned": len(rows), **ends, "complete": complete, "settled": done.to_dict("records")}
    _print(args, told, say("units.said_assigned", args.lang, count=number(len(rows), args.lang)))
    return GOOD


def run_mergers(args: argparse.Namespace) -> int:
    """Record changes of villages: 0 recorded (or sound), 2 the table has errors. Raises Refused."""
    table = conversion.read(read_file(args.file))
    if table.of != "village":
        raise Refused("units.table_of_communes")
    listed = _villages(open_store().current())
    homes = _communes(listed, args.structure)
    known = listed.assign(code=listed["village"].map(homes)).dropna(subset="code")
    made = village_mergers.made_villages(args.since).query("structure == @args.structure")
    known = pd.concat([known[["village", "name", "code"]], made[["village", "name", "code"]]])
    found = village_tables.resolve(table, villages=known, structure=args.structure)
    errors = [f for f in found.findings if f.error]
    if not errors and not args.check:
        village_mergers.record(
            found.changes, since=args.since, by=args.who, source=args.source, made=found.made, decree=args.decree
        )
    recorded = not errors and not args.check
    told = {
        "rows": len(table.lines),
        "changes": len(found.changes),
        "made": [asdict(m) for m in found.made],
        "recorded": recorded,
        "errors": len(errors),
        "findings": [{**asdict(f), "error": f.error, "message": f.text(args.lang)} for f in found.findings],
    }
    lines = [f.text(args.lang) for f in found.findings[:_SHOWN]]
    key = "units.said_merged" if recorded else "units.said_not_merged"
    _print(args, told, "\n".join([*lines, say(key, args.lang, count=number(len(found.changes), args.lang))]))
    return REMAINS if errors else GOOD


def run_orphans(args: argparse.Namespace) -> int:
    """List teams without a village and villages without a team: 2 where there are any."""
    release, on = open_store().current(), args.on or datetime.now(ZONE).date()
    listed = _villages(release)
    serves = release.query("SELECT team, village FROM teams WHERE level = 'village'")
    ids = pd.Index(listed["village"])
    alone = orphans.teams_without_village(serves, villages=ids, on=on)
    bare = orphans.villages_without_team(serves, villages=ids, on=on)
    told = {
        "on": on.isoformat(),
        "teams": alone.astype(object).where(alone.notna(), None).to_dict("records"),
        "villages": list(bare),
    }
    states = Counter(alone["state"])
    lines = [
        say("units.said_orphans", args.lang, teams=number(len(alone), args.lang), villages=number(len(bare), args.lang))
    ]
    for state, count in states.items():
        lines.append(f"{say(f'units.village_state.{state}', args.lang)}: {number(count, args.lang)}")
    _print(args, told, "\n".join(lines))
    return REMAINS if len(alone) or len(bare) else GOOD


def _villages(release: Release) -> pd.DataFrame:
    return release.query("SELECT village, name, commune_2024, commune_2025 FROM villages")


def _communes(listed: pd.DataFrame, structure: str) -> dict[str, str]:
    """Return the commune of each village in a structure, where it is known."""
    homes = village_homes(listed).query("structure == @structure")
    return dict(zip(homes["village"], homes["code"], strict=True))


def _read_pairs(file: Path) -> dict[str, str | None]:
    """Read a CSV of villages and the communes that they went to; raises Refused where it is not that."""
    rows = [row for row in csv_files.rows(csv_files.decode(read_file(file))) if any(cell.strip() for cell in row)]
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    if not {"village", "code_to"} <= set(head):
        raise Refused("units.assign_columns", file=file.name)
    village, code = head.index("village"), head.index("code_to")
    cells = [[*row, *[""] * len(head)] for row in rows[1:]]
    return {row[village].strip(): row[code].strip().zfill(5) if row[code].strip() else None for row in cells}


def _print(args: argparse.Namespace, told: dict[str, Any], text: str) -> None:
    print(json.dumps(told, ensure_ascii=False, default=_plain) if args.json else text)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
