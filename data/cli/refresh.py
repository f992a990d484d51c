"""`python -m data refresh`: derive the communes anew after a change of structures."""

from data.cli import options, program, release_answers
from data.cli.output import Output
from data.publication import publish
from data.releases.store import open_store


@program.command("refresh", summary="command.data.refresh")
@options.who
def command(out: Output, who: str) -> int:
    """Derive the communes of the current release anew."""
    return release_answers.current(out, publish.refresh(open_store(), who=who))
