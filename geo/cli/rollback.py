"""`python -m geo rollback RELEASE`: draw an earlier release of boundaries again."""

from data.cli import boundaries, options, program
from data.cli.output import GOOD, Output
from geo import assets


@program.command("rollback", summary="command.geo.rollback")
@options.release
@options.who
def command(out: Output, release: str, who: str) -> int:
    """Draw an earlier release, and make its map files."""
    status = boundaries.rollback(out, release, who)
    if status == GOOD:
        assets.ensure_assets(out.progress)
    return status
