"""`python -m data import FILE`: read a report and make a draft of it."""

from typing import Unpack

from data.cli import options, program
from data.cli.output import Output
from data.cli.reports import Given, as_text, checked, options_of_report
from data.intake import drafting
from data.releases.store import open_store
from data.storage.errors import Refused


@program.command("import", summary="command.data.import")
@options_of_report
@options.who
def command(out: Output, *, who: str, **given: Unpack[Given]) -> int:
    """Print the draft's id and what was found; a file without any figure is refused."""
    found = checked(out, given)
    if not found.records and not found.questions:
        raise Refused("intake.nothing_to_import")
    draft = drafting.make(open_store(), found, who=who)
    values = {"draft": draft, **found.to_json(lang=out.lang)} if out.json else {}
    return out.answer(
        values, "\n".join([*as_text(found, out), out.say("intake.said.draft", draft=draft)]), found.status
    )
