"""`python -m data compare DRAFT`: what a draft would change."""

from dataclasses import asdict

from data.cli import options, program
from data.cli.output import Output
from data.cli.release_answers import written
from data.publication import publish
from data.releases import drafts
from data.releases.store import open_store
from data.units.register import unit


@program.command("compare", summary="command.data.compare")
@options.draft
def command(out: Output, draft: str) -> int:
    """Show what a draft would change."""
    store = open_store()
    found = publish.compare(store, drafts.get(store, draft))
    lines = [out.say("releases.said_compared", **written(asdict(found), out))]
    lines += [
        out.say(
            "releases.line_scores" if change.new is None else "releases.line_change", **written(asdict(change), out)
        )
        for change in found.indicators
    ]
    if found.newer:
        lines.append(out.say("releases.said_newer", titles="; ".join(found.newer)))
    if found.sample_leaves:
        names = ", ".join(unit("2024", code).name for code in found.sample_leaves)
        lines.append(out.say("releases.said_sample_leaves", provinces=names))
    return out.answer(asdict(found), "\n".join(lines))
