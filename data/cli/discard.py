"""`python -m data discard DRAFT`: remove a draft, of figures or of boundaries."""

from data.cli import boundaries, options, program
from data.cli.output import Output
from data.releases import drafts
from data.releases.store import open_store


@program.command("discard", summary="command.data.discard")
@options.draft
@options.who
def command(out: Output, draft: str, who: str) -> int:
    """Remove a draft."""
    if boundaries.is_ours(draft):
        return boundaries.discard(out, draft, who)
    drafts.discard(open_store(), draft, who=who)
    return out.answer({"draft": draft}, out.say("releases.said_discarded", draft=draft))
