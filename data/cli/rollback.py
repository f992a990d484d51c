"""`python -m data rollback RELEASE`: make an earlier release current, of figures or of boundaries."""

from data.cli import boundaries, options, program, release_answers
from data.cli.output import Output
from data.publication import publish
from data.releases.store import open_store


@program.command("rollback", summary="command.data.rollback")
@options.release
@options.who
def command(out: Output, release: str, who: str) -> int:
    """Make an earlier release current."""
    if boundaries.is_ours(release):
        return boundaries.rollback(out, release, who)
    return release_answers.current(out, publish.rollback(open_store(), release, who=who))
