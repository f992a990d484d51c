"""`python -m data person find|export|erase|mentions|redact|overdue`: what is held of a member.

Whoever holds the machine's files acts as an administrator; the log notes the account.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from data.access.actor import Actor
from data.cli import options, program
from data.cli.output import GOOD, REMAINS, Output
from data.i18n.numbers import number
from data.releases.store import open_store
from data.storage import settings
from data.storage.atomic import disk_faults
from data.teams import erasing, mentions, people
from data.teams.mentions import Place

_WANTED = click.argument("wanted", metavar="TEXT", nargs=-1, required=True, help="command.argument.wanted")
_PERSON = click.argument("person", metavar="PERSON", help="command.argument.person")


@program.command("find", summary="command.data.person.find")
@click.argument("text", metavar="TEXT", help="command.argument.text")
@options.who
def find(out: Output, text: str, who: str) -> int:
    """Find members by name or telephone."""
    found = people.search(open_store().current(), text, reader=Actor(people.OFFICE, who))
    rows = json.loads(found.to_json(orient="records", force_ascii=False))
    return out.answer({"people": rows}, "\n".join(f"{row['person']}  {row['name']}  {row['team']}" for row in rows))


@program.command("export", summary="command.data.person.export")
@_PERSON
@options.who
@click.option("--output", type=options.FILE, metavar="FILE", help="command.option.output_or_print")
def export(out: Output, person: str, who: str, output: Path | None) -> int:
    """Write all that is held of a member as JSON, to a file that nobody else may read."""
    data = people.export(open_store(), person, reader=Actor(people.OFFICE, who))
    if output is None:
        return out.answer(data, json.dumps(data, ensure_ascii=False, indent=1))
    with disk_faults(output):
        output.touch(mode=0o600)
        output.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    values = {"person": person, "output": str(output)}
    return out.answer(values, out.say("teams.said_exported", person=person, path=output))


@program.command("erase", summary="command.data.person.erase")
@_PERSON
@options.who
@click.option("--reason", metavar="TEXT", default="", help="command.option.reason")
def erase(out: Output, person: str, who: str, reason: str) -> int:
    """Erase a member from every release and draft."""
    done = erasing.erase(open_store(), person, who=Actor(people.OFFICE, who), reason=reason)
    values = {
        "person": done.person,
        "releases": list(done.releases),
        "drafts": list(done.drafts),
        "mentions": [asdict(place) for place in done.mentions],
    }
    counts = {"releases": len(done.releases), "drafts": len(done.drafts)}
    lines = [out.say("teams.said_erased", person=done.person, **counts), *_listed(out, done.mentions)]
    return out.answer(values, "\n".join(lines), REMAINS if done.mentions else GOOD)


@program.command("mentions", summary="command.data.person.mentions")
@_WANTED
@options.who
def find_mentions(out: Output, wanted: tuple[str, ...], who: str) -> int:
    """List the texts typed by hand that hold a name or a telephone number; 2 where there are any."""
    del who
    found = mentions.find(open_store(), wanted)
    lines = _listed(out, found) or [out.say("teams.said_no_mentions")]
    return out.answer({"places": [asdict(place) for place in found]}, "\n".join(lines), REMAINS if found else GOOD)


@program.command("redact", summary="command.data.person.redact")
@_WANTED
@click.option("--place", "places", multiple=True, metavar="PLACE", help="command.option.place")
@click.option("--all", "every", is_flag=True, help="command.option.every_place")
@options.who
@click.option("--reason", metavar="TEXT", default="", help="command.option.reason")
def redact(out: Output, wanted: tuple[str, ...], places: tuple[str, ...], every: bool, who: str, reason: str) -> int:
    """Take a name or a telephone number out of the texts at the places that were confirmed."""
    done = mentions.redact(
        open_store(), wanted, None if every else places, who=Actor(people.OFFICE, who), reason=reason
    )
    values = {"places": list(done.places), "releases": list(done.releases), "drafts": list(done.drafts)}
    counts = {"places": len(done.places), "releases": len(done.releases), "drafts": len(done.drafts)}
    return out.answer(values, out.say("teams.said_redacted", **counts))


def _listed(out: Output, places: Sequence[Place]) -> list[str]:
    """Write what is found, a place a line, under a line that says how many."""
    if not places:
        return []
    rows = [
        out.say(
            "teams.said_place",
            id=place.id,
            table=place.table,
            column=place.column or "-",
            text=place.text,
            releases=len(place.releases),
            drafts=len(place.drafts),
        )
        for place in places
    ]
    return [out.say("teams.said_mentions", places=number(len(places), out.lang)), *rows]


@program.command("overdue", summary="command.data.person.overdue")
@options.who
def overdue(out: Output, who: str) -> int:
    """List former members whose data is kept longer than the setting says; 2 where there are any."""
    months = settings.current().people_months
    found = erasing.overdue(open_store().current(), on=date.today(), months=months)
    head = out.say("teams.said_overdue", people=number(len(found), out.lang), months=months)
    return out.answer({"months": months, "people": found}, "\n".join([head, *found]), REMAINS if found else GOOD)


command = program.Group(
    "person",
    {
        "find": find,
        "export": export,
        "erase": erase,
        "mentions": find_mentions,
        "redact": redact,
        "overdue": overdue,
    },
    help="command.data.person",
)
