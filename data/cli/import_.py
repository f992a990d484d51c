"""`python -m data import FILE…`: read reports and make one draft of them."""

from typing import Unpack

from data.cli import options, program
from data.cli.output import Output
from data.cli.report_files import Given, begun, options_of_report
from data.storage.errors import Refused


@program.command("import", summary="command.data.import")
@options_of_report
@options.who
def command(out: Output, *, who: str, **given: Unpack[Given]) -> int:
    """Print the draft's id and what was found; a file without any figure is refused."""
    with begun(given) as files:
        # they take a while: the file is read meanwhile
        from data.cli.reports import as_text, as_values, checked, status_of
        from data.intake import drafting, drafting_many
        from data.intake.result import Checked
        from data.releases.store import open_store

        found = checked(out, given, files)
    if isinstance(found, Checked):
        if not found.records and not found.questions:
            raise Refused("intake.nothing_to_import")
        draft = drafting.make(open_store(), found, who=who)
    else:
        draft = drafting_many.make(open_store(), found, who=who)
    values = {"draft": draft, **as_values(found, out)} if out.json else {}
    text = "\n".join([*as_text(found, out), out.say("intake.said.draft", draft=draft)])
    return out.answer(values, text, status_of(found))
