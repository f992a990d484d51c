"""`python -m data catalogue list|check|propose|publish|withdraw|discard`: the indicators and an office's own.

Whoever holds the machine's files acts as an administrator; the log notes the account.
"""

from collections.abc import Sequence
from pathlib import Path

import click

from data.access.actor import Actor
from data.catalogue import proposals
from data.catalogue.loading import Fault
from data.catalogue.proposals import KINDS, Change, Examined, Kind, NotPublished
from data.cli import files, options, program
from data.cli.output import GOOD, REMAINS, Output
from data.releases.store import open_store
from data.services import catalogue
from data.services.catalogue import CatalogueUpdate, Entry

_NAME = click.argument("name", metavar="NAME", help="command.argument.proposal")


@program.command("list", summary="command.data.catalogue.list")
@click.option("--search", metavar="TEXT", default="", help="command.option.search")
def list_(out: Output, search: str) -> int:
    """List all indicators and measures, and the proposals that wait."""
    found = [each for each in catalogue.entries() if catalogue.matches(each, search)]
    waiting = [each.name for each in proposals.proposals()]
    lines = [_line(out, each) for each in found]
    lines += [out.say("catalogue.said_waiting", name=name) for name in waiting]
    values = {"catalogue": [_entry(each) for each in found], "proposals": waiting}
    return out.answer(values, "\n".join(lines))


@program.command("check", summary="command.data.catalogue.check")
@click.argument("paths", type=options.FILE, metavar="FILE…", nargs=-1, required=True, help="command.argument.toml")
def check(out: Output, paths: Sequence[Path]) -> int:
    """Hold files against the whole catalogue, together: 0 sound, 2 with faults; nothing is kept."""
    return _examined(out, catalogue.examine({proposals.name_of(path.name): files.read(path) for path in paths}), {})


@program.command("propose", summary="command.data.catalogue.propose")
@click.argument("path", type=options.FILE, metavar="FILE", help="command.argument.toml")
@options.who
def propose(out: Output, path: Path, who: str) -> int:
    """Keep a file as a proposal under its name: 0 sound, 2 kept with faults."""
    name = proposals.name_of(path.name)
    found = catalogue.propose(_actor(who), name, files.read(path))
    return _examined(out, found, {"proposal": name}, out.say("catalogue.said_kept", name=name))


@program.command("publish", summary="command.data.catalogue.publish")
@_NAME
@options.who
def publish(out: Output, name: str, who: str) -> int:
    """Put a proposal in force and derive the figures anew: 0 in force, 2 it has faults and nothing changed."""
    try:
        done = catalogue.put_in_force(open_store(), _actor(who), name)
    except NotPublished as refusal:
        return _examined(out, Examined(refusal.faults, None, ()), {"published": False})
    return _done(out, done, {"published": True}, out.say("catalogue.said_in_force", name=name))


@program.command("withdraw", summary="command.data.catalogue.withdraw")
@click.argument("code", metavar="CODE", help="command.argument.indicator")
@click.option("--kind", type=options.Choice(KINDS), help="command.option.kind")
@options.who
def withdraw(out: Output, code: str, kind: Kind | None, who: str) -> int:
    """Withdraw an office's indicator or measure from today; its figures stay stored."""
    done = catalogue.withdraw(open_store(), _actor(who), code, kind=kind)
    return _done(out, done, {"withdrawn": True}, out.say("catalogue.said_withdrawn", code=code))


@program.command("discard", summary="command.data.catalogue.discard")
@_NAME
@options.who
def discard(out: Output, name: str, who: str) -> int:
    """Remove a proposal."""
    catalogue.discard(_actor(who), name)
    return out.answer({"discarded": name}, out.say("catalogue.said_discarded", name=name))


def _actor(who: str) -> Actor:
    return Actor("administrator", who)


def _examined(out: Output, found: Examined, values: dict[str, object], *lines: str) -> int:
    """Print what files change, or all their faults."""
    values |= {"sound": not found.faults, "faults": [_fault(out, each) for each in found.faults]}
    values |= {"changes": [_change(each) for each in found.changes]}
    sentences = [fault.text(out.lang) for fault in found.faults] or [_changed(out, each) for each in found.changes]
    return out.answer(values, "\n".join([*lines, *sentences]), REMAINS if found.faults else GOOD)


def _done(out: Output, done: CatalogueUpdate, values: dict[str, object], line: str) -> int:
    values |= {"changes": [_change(each) for each in done.changes], "release": done.release}
    return out.answer(values, "\n".join([line, *(_changed(out, each) for each in done.changes)]))


def _fault(out: Output, fault: Fault) -> dict[str, str]:
    place = {"file": fault.file, "record": fault.record, "field": fault.field}
    return place | {"kind": fault.key.rpartition(".")[2], "message": fault.sentence(out.lang)}


def _change(change: Change) -> dict[str, str]:
    return {"kind": change.kind, "code": change.code, "how": change.how}


def _changed(out: Output, change: Change) -> str:
    return f"{change.kind} {out.say(f'catalogue_page.how.{change.how}', codes=change.code)}"


def _entry(each: Entry) -> dict[str, object]:
    return {
        "kind": each.kind,
        "code": each.code,
        "name": each.name.model_dump(),
        "counts": each.counts.model_dump(),
        "base": list(each.base),
        "group": each.group or None,
        "source": each.source.model_dump(),
        "issued": each.issued,
        "file": each.file or None,
        "withdrawn": each.withdrawn,
    }


def _line(out: Output, each: Entry) -> str:
    name = each.name.vi if out.lang == "vi" else each.name.en
    notes = [each.file] if each.file else []
    notes += [out.say("catalogue.said_withdrawn_on", day=each.withdrawn)] if each.withdrawn else []
    return "  ".join([f"{each.kind:<9}", f"{each.code:<44}", name, *notes])


command = program.Group(
    "catalogue",
    {
        "list": list_,
        "check": check,
        "propose": propose,
        "publish": publish,
        "withdraw": withdraw,
        "discard": discard,
    },
    help="command.data.catalogue",
)
