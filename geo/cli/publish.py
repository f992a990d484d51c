"""`python -m geo publish DRAFT`: draw a draft, and make its map files."""

from data.cli import boundaries, options, program
from data.cli.output import GOOD, Output
from geo import assets


@program.command("publish", summary="command.geo.publish")
@options.draft
@options.who
def command(out: Output, draft: str, who: str) -> int:
    """Draw a draft; 2 where the check found errors."""
    status = boundaries.publish(out, draft, who)
    if status == GOOD:
        assets.ensure_assets(out.progress)
    return status
