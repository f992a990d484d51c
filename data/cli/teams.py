"""The commands of teams: list them by what they lack, show one; find, export and erase a member.

Whoever holds the machine's files acts as an administrator; the log notes the account.
"""

import argparse
import getpass
import json
from datetime import date
from pathlib import Path
from typing import Any, Final

from data.access.actor import Actor
from data.catalogue.team_codes import LEVELS, PAPER_DAYS
from data.i18n import say
from data.i18n.numbers import number
from data.releases.store import Store, open_store
from data.storage import settings
from data.storage.atomic import disk_faults
from data.teams import erasing, finder, people
from data.units.structures import STRUCTURES

GOOD: Final = 0
REMAINS: Final = 2


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this room to the command line."""
    parser = subparsers.add_parser("teams", help="list teams by unit and by what they lack")
    parser.add_argument("--unit", help="code of a province, district or commune")
    parser.add_argument("--structure", choices=list(STRUCTURES), default="2025-07")
    parser.add_argument("--level", choices=LEVELS, action="append", default=[])
    parser.add_argument("--gap", choices=finder.GAPS, action="append", default=[])
    parser.add_argument("--days", type=int, default=PAPER_DAYS, help="inactive after so many days")
    parser.add_argument("--sort", choices=finder.SORTS, default="name")
    parser.add_argument("--limit", type=int, default=50)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(func=lambda args: run_teams(open_store(), args))
    person = subparsers.add_parser("person", help="find, export or erase a member; list those kept too long")
    person.add_argument("--json", action="store_true", help="print one JSON object")
    acts = person.add_subparsers(title="acts", required=True, metavar="ACT")
    for name, run, what, given in (
        ("find", run_find, "find members by name or telephone", "text"),
        ("export", run_export, "write all that is held of a member as JSON", "person"),
        ("erase", run_erase, "erase a member from every release and draft", "person"),
        ("overdue", run_overdue, "list former members who are kept longer than the setting", None),
    ):
        act = acts.add_parser(name, help=what)
        if given:
            act.add_argument(given)
        act.add_argument("--who", default=_account(), help="who acts, for the audit log")
        act.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON object")
        if name == "export":
            act.add_argument("--output", type=Path, help="the file to write instead of printing")
        if name == "erase":
            act.add_argument("--reason", default="", help="why, for the audit log; no personal data")
        act.set_defaults(func=lambda args, run=run: run(open_store(), args))


def run_teams(store: Store, args: argparse.Namespace) -> int:
    """List teams."""
    query = finder.Query(
        structure=args.structure, unit=args.unit, levels=tuple(args.level), gaps=tuple(args.gap), days=args.days
    )
    found = finder.find(store.current(), query, sort=args.sort, limit=args.limit, offset=args.offset)
    rows = json.loads(found.table.to_json(orient="records", date_format="iso", force_ascii=False))
    for row, last, since in zip(rows, found.table["last_active"], found.table["founded"], strict=True):
        row |= {
            name: day.isoformat() if isinstance(day, date) else None
            for name, day in (("last_active", last), ("founded", since))
        }
    told = {
        "release": found.release_id,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "total": found.total,
        "gaps": found.counts,
        "teams": rows,
    }
    lines = [say("teams.said_found", args.lang, total=number(found.total, args.lang))]
    lines += [f"{row['team']}  {row['name']}  {row['members']}  {row['last_active'] or '-'}" for row in rows]
    _print(args, told, "\n".join(lines))
    return GOOD


def run_find(store: Store, args: argparse.Namespace) -> int:
    """Find members."""
    found = people.search(store.current(), args.text, reader=_actor(args))
    rows = json.loads(found.to_json(orient="records", force_ascii=False))
    _print(args, {"people": rows}, "\n".join(f"{row['person']}  {row['name']}  {row['team']}" for row in rows))
    return GOOD


def run_export(store: Store, args: argparse.Namespace) -> int:
    """Export a member."""
    told = people.export(store, args.person, reader=_actor(args))
    if args.output is None:
        print(json.dumps(told, ensure_ascii=False, indent=None if args.json else 1))
        return GOOD
    with disk_faults(args.output):
        args.output.touch(mode=0o600)
        args.output.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    _print(
        args,
        {"person": args.person, "output": str(args.output)},
        say("teams.said_exported", args.lang, person=args.person, path=args.output),
    )
    return GOOD


def run_erase(store: Store, args: argparse.Namespace) -> int:
    """Erase a member."""
    done = erasing.erase(store, args.person, who=_actor(args), reason=args.reason)
    told = {"person": done.person, "releases": list(done.releases), "drafts": list(done.drafts)}
    _print(
        args,
        told,
        say("teams.said_erased", args.lang, person=done.person, releases=len(done.releases), drafts=len(done.drafts)),
    )
    return GOOD


def run_overdue(store: Store, args: argparse.Namespace) -> int:
    """List former members whose data is kept longer than the setting says; 2 where there are any."""
    months = settings.current().people_months
    found = erasing.overdue(store.current(), on=date.today(), months=months)
    head = say("teams.said_overdue", args.lang, people=number(len(found), args.lang), months=months)
    _print(args, {"months": months, "people": found}, "\n".join([head, *found]))
    return REMAINS if found else GOOD


def _actor(args: argparse.Namespace) -> Actor:
    return Actor(people.OFFICE, args.who)


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in some containers
        return "?"


def _print(args: argparse.Namespace, told: dict[str, Any], text: str) -> None:
    print(json.dumps(told, ensure_ascii=False) if args.json else text)
