"""The commands of the store: publish, rollback, refresh, releases, drafts, compare, rebase, answer, discard,
audit, export, sample. Each prints text for people, or with `--json` one object, and returns the exit status."""

import argparse
import getpass
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from data.cli import boundaries
from data.disclosure.export_public import export_public
from data.disclosure.write_public import public_of
from data.i18n import say
from data.i18n.numbers import number
from data.publication import publish
from data.releases import drafts
from data.releases.export import export
from data.releases.export_files import write_export
from data.releases.store import DamagedPointer, Release, Store, open_store
from data.storage import audit_log, paths
from data.storage.errors import Refused
from data.units.register import STRUCTURES, unit

GOOD: Final = 0
REMAINS: Final = 2

Run = Callable[[Store, argparse.Namespace], int]


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this room to the command line."""
    _add(subparsers, "publish", run_publish, "make a release of a draft", draft=True, who=True)
    _add(subparsers, "compare", run_compare, "what a draft would change", draft=True)
    _add(subparsers, "rebase", run_rebase, "bring a draft up to the current release", draft=True, who=True)
    answer = _add(subparsers, "answer", run_answer, "answer a draft's questions", draft=True, who=True)
    answer.add_argument("answers", type=Path, help="JSON object: question → code, null, mine or theirs")
    _add(subparsers, "discard", run_discard, "remove a draft", draft=True, who=True)
    rollback = _add(subparsers, "rollback", run_rollback, "make an earlier release current", who=True)
    rollback.add_argument("release")
    _add(subparsers, "refresh", run_refresh, "derive the communes anew after a change of structures", who=True)
    _add(subparsers, "releases", run_releases, "list the releases")
    _add(subparsers, "drafts", run_drafts, "list the drafts")
    _add(subparsers, "audit", run_audit, "show and check the audit log")
    _add(subparsers, "sample", run_sample, "make the illustration where nothing is published")
    _add_export(subparsers)
    site = _add(subparsers, "site", run_site, "write the public progress page as plain files for any web server")
    site.add_argument("folder", type=Path)


def _add(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Run,
    help_text: str,
    *,
    draft: bool = False,
    who: bool = False,
) -> argparse.ArgumentParser:
    parser = subparsers.add_parser(name, help=help_text)
    if draft:
        parser.add_argument("draft")
    if who:
        parser.add_argument("--who", default=_account(), help="who acts, for the audit log")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(func=lambda args: run(open_store(), args))
    return parser


def _account() -> str:
    """Return the name of the machine's account that runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in some containers
        return "?"


def _add_export(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = _add(subparsers, "export", run_export, "write the figures to a file")
    parser.add_argument("--level", choices=("province", "district", "commune", "village"), required=True)
    parser.add_argument("--structure", choices=list(STRUCTURES), required=True)
    parser.add_argument("--province", help="name or code")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--format", choices=("csv", "xlsx", "geojson", "parquet"), required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--audience", choices=("staff", "public"), default="staff")


def run_publish(store: Store, args: argparse.Namespace) -> int:
    """Publish a draft, of figures or of boundaries; 2 where errors or questions remain."""
    if boundaries.is_ours(args.draft):
        return boundaries.run_publish(args)
    draft = drafts.get(store, args.draft)
    if draft.errors or draft.open_questions:
        left = {"errors": list(draft.errors), "questions": list(draft.open_questions)}
        text = say(
            "releases.not_ready", args.lang, draft=draft.id, **{name: len(items) for name, items in left.items()}
        )
        print(text, file=sys.stderr)
        _print(args, {"draft": draft.id, "published": False, **left}, "")
        return REMAINS
    release = publish.publish(store, args.draft, who=args.who)
    told = {"draft": args.draft, "published": True, **_release_told(release)}
    _print(args, told, say("releases.said_published", args.lang, release=release.id))
    return GOOD


def run_compare(store: Store, args: argparse.Namespace) -> int:
    """Show what a draft would change."""
    found = publish.compare(store, drafts.get(store, args.draft))
    lines = [say("releases.said_compared", args.lang, **_numbers(asdict(found), args.lang))]
    for change in found.indicators:
        lines.append(say("releases.line_change", args.lang, **_numbers(asdict(change), args.lang)))
    if found.newer:
        lines.append(say("releases.said_newer", args.lang, titles="; ".join(found.newer)))
    if found.sample_leaves:
        names = ", ".join(unit("2024", code).name for code in found.sample_leaves)
        lines.append(say("releases.said_sample_leaves", args.lang, provinces=names))
    _print(args, asdict(found), "\n".join(lines))
    return GOOD


def run_rebase(store: Store, args: argparse.Namespace) -> int:
    """Bring a draft up to date; 2 where conflicts wait for a decision."""
    found = publish.rebase(store, args.draft, who=args.who)
    told = {"draft": found.draft.id, "base": found.draft.base, "conflicts": list(found.conflicts)}
    text = say("releases.said_rebased", args.lang, draft=found.draft.id, conflicts=len(found.conflicts))
    _print(args, told, text)
    return REMAINS if found.draft.open_questions else GOOD


def run_answer(store: Store, args: argparse.Namespace) -> int:
    """Answer questions of a draft; 2 where others remain."""
    try:
        answers = json.loads(args.answers.read_bytes())
    except (OSError, ValueError) as fault:
        raise Refused("releases.bad_json", path=args.answers) from fault
    if not isinstance(answers, dict):
        raise Refused("releases.bad_json", path=args.answers)
    draft = drafts.answer(store, args.draft, answers, who=args.who)
    left = list(draft.open_questions)
    text = say("releases.said_answered", args.lang, draft=draft.id, questions=len(left))
    _print(args, {"draft": draft.id, "questions": left}, text)
    return REMAINS if left else GOOD


def run_discard(store: Store, args: argparse.Namespace) -> int:
    """Remove a draft, of figures or of boundaries."""
    if boundaries.is_ours(args.draft):
        return boundaries.run_discard(args)
    drafts.discard(store, args.draft, who=args.who)
    _print(args, {"draft": args.draft}, say("releases.said_discarded", args.lang, draft=args.draft))
    return GOOD


def run_rollback(store: Store, args: argparse.Namespace) -> int:
    """Make an earlier release current, of figures or of boundaries."""
    if boundaries.is_ours(args.release):
        return boundaries.run_rollback(args)
    release = publish.rollback(store, args.release, who=args.who)
    _print(args, _release_told(release), say("releases.said_current", args.lang, release=release.id))
    return GOOD


def run_refresh(store: Store, args: argparse.Namespace) -> int:
    """Derive the communes of the current release anew."""
    release = publish.refresh(store, who=args.who)
    _print(args, _release_told(release), say("releases.said_current", args.lang, release=release.id))
    return GOOD


def run_releases(store: Store, args: argparse.Namespace) -> int:
    """List the releases, newest first; 2 where the pointer or any of them is damaged."""
    faults = {name: fault.text(args.lang) for name, fault in store.damaged().items()}
    current = None
    try:
        current = store.current_id()
    except DamagedPointer as fault:
        faults["current"] = fault.text(args.lang)
    told = [_release_told(release) for release in store.list()]
    lines = [
        say(
            "releases.line_release",
            args.lang,
            mark="*" if each["release"] == current else " ",
            id=each["release"],
            created=each["created"],
            message=each["message"],
        )
        for each in told
    ]
    _print(args, {"current": current, "releases": told, "damaged": faults}, "\n".join([*lines, *faults.values()]))
    return REMAINS if faults else GOOD


def run_drafts(store: Store, args: argparse.Namespace) -> int:
    """List the drafts, newest first; 2 where one is damaged."""
    faults = {name: fault.text(args.lang) for name, fault in drafts.damaged(store).items()}
    told = [_draft_told(draft) for draft in drafts.list_drafts(store)]
    lines = [
        say(
            "releases.line_draft",
            args.lang,
            id=each["draft"],
            title=each["title"],
            status=say(f"releases.status_{each['status']}", args.lang),
            errors=each["errors"],
            questions=each["questions"],
        )
        for each in told
    ]
    _print(args, {"drafts": told, "damaged": faults}, "\n".join([*lines, *faults.values()]))
    return REMAINS if faults else GOOD


def run_audit(store: Store, args: argparse.Namespace) -> int:
    """Show the log; 2 where its chain is broken."""
    entries, verdict = audit_log.trusted(store.root)
    lines = [
        f"{each['when']}  {each['who']}  {each['action']}  {each.get('release') or each.get('draft', '')}"
        for each in entries
    ]
    if verdict.whole:
        lines.append(say("releases.log_whole", args.lang, entries=verdict.entries))
    else:
        lines.append(say("releases.log_broken", args.lang, line=verdict.broken_line))
    _print(args, {"whole": verdict.whole, "broken_line": verdict.broken_line, "entries": entries}, "\n".join(lines))
    return GOOD if verdict.whole else REMAINS


def run_sample(store: Store, args: argparse.Namespace) -> int:
    """Make the illustration, unless the store has a release."""
    if store.has_current():
        release = store.current()
        text = say("releases.said_sample_there", args.lang, release=release.id)
    else:
        from data.sample.make import make_sample  # only this command draws a country

        release = make_sample(store, progress=_teller(args))
        text = say("releases.said_current", args.lang, release=release.id)
    _print(args, _release_told(release), text)
    return GOOD


def run_export(store: Store, args: argparse.Namespace) -> int:
    """Write the figures of a level to a file."""
    wanted = {"structure": args.structure, "level": args.level, "province": args.province, "as_of": args.as_of}
    made = export_public(public_of(store), **wanted) if args.audience == "public" else export(store.current(), **wanted)
    write_export(made, args.output, format=args.format, lang=args.lang)
    told = {
        "output": str(args.output),
        "rows": len(made.table),
        "release": made.release,
        "period": made.period,
        "structure": made.structure,
        "level": made.level,
        "sample": made.sample,
    }
    text = say(
        "releases.said_exported",
        args.lang,
        rows=number(len(made.table), args.lang),
        period=made.period,
        path=args.output,
    )
    _print(args, told, text)
    return GOOD


def run_site(store: Store, args: argparse.Namespace) -> int:
    """Write the public page as plain files: by a process of its own, since pages and maps are made above this room."""
    words = ["site", str(args.folder.absolute()), "--lang", args.lang, *(["--json"] if args.json else [])]
    return subprocess.run(
        [sys.executable, "-m", "components.public.site", *words], cwd=paths.PROJECT, check=False
    ).returncode


def _print(args: argparse.Namespace, told: Mapping[str, Any], text: str) -> None:
    print(json.dumps(told, ensure_ascii=False) if args.json else text)


def _release_told(release: Release) -> dict[str, Any]:
    its = release.manifest
    return {
        "release": release.id,
        "parent": its.parent,
        "created": its.created,
        "message": its.message,
        "structures": list(its.structures),
        "periods": list(its.periods),
        "sample": its.sample,
    }


def _draft_told(draft: drafts.Draft) -> dict[str, Any]:
    return {
        "draft": draft.id,
        "status": draft.status,
        "title": draft.source.title,
        "created": draft.created,
        "as_of": draft.source.as_of.isoformat(),
        "structure": draft.source.structure,
        "base": draft.base,
        "errors": len(draft.errors),
        "warnings": len(draft.warnings),
        "questions": len(draft.open_questions),
    }


def _numbers(told: Mapping[str, Any], lang: str) -> dict[str, Any]:
    missing = say("releases.no_data", lang)
    return {
        key: number(value, lang) if isinstance(value, int) else missing if value is None else value
        for key, value in told.items()
    }


def _teller(args: argparse.Namespace) -> Callable[[float, str], None]:
    """Return what shows progress on a terminal; into a file or for a tool nothing is shown."""
    shown = sys.stderr.isatty() and not args.json

    def tell(share: float, step: str) -> None:
        if shown:
            print(f"\r{share:4.0%} {say(step, args.lang):<40}", end="\n" if share >= 1 else "", file=sys.stderr)

    return tell
