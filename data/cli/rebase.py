"""`python -m data rebase DRAFT`: bring a draft up to the current release."""

from data.cli import options, program
from data.cli.output import GOOD, REMAINS, Output
from data.publication import publish
from data.releases.store import open_store


@program.command("rebase", summary="command.data.rebase")
@options.draft
@options.who
def command(out: Output, draft: str, who: str) -> int:
    """Bring a draft up to date; 2 where conflicts wait for a decision."""
    found = publish.rebase(open_store(), draft, who=who)
    return out.answer(
        {"draft": found.draft.id, "base": found.draft.base, "conflicts": list(found.conflicts)},
        out.say("releases.said_rebased", draft=found.draft.id, conflicts=len(found.conflicts)),
        REMAINS if found.draft.open_questions else GOOD,
    )
