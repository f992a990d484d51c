"""`python -m data publish DRAFT`: make a release of a draft, of figures or of boundaries."""

from data.cli import boundaries, options, program, release_answers
from data.cli.output import REMAINS, Output
from data.publication import publish
from data.releases import drafts
from data.releases.store import open_store


@program.command("publish", summary="command.data.publish")
@options.draft
@options.who
def command(out: Output, draft: str, who: str) -> int:
    """Publish a draft; 2 where errors or questions remain."""
    if boundaries.is_ours(draft):
        return boundaries.publish(out, draft, who)
    store = open_store()
    found = drafts.get(store, draft)
    if found.errors or found.open_questions:
        left = {"errors": list(found.errors), "questions": list(found.open_questions)}
        counts = {"errors": len(found.errors), "questions": len(found.open_questions)}
        out.remark(out.say("releases.not_ready", draft=found.id, **counts))
        return out.answer({"draft": found.id, "published": False, **left}, "", REMAINS)
    release = publish.publish(store, draft, who=who)
    values = {"draft": draft, "published": True, **release_answers.as_values(release)}
    return out.answer(values, out.say("releases.said_published", release=release.id))
