"""`python -m geo discard DRAFT`: remove a draft."""

from data.cli import boundaries, options, program
from data.cli.output import Output


@program.command("discard", summary="command.geo.discard")
@options.draft
@options.who
def command(out: Output, draft: str, who: str) -> int:
    """Remove a draft."""
    return boundaries.discard(out, draft, who)
