"""`python -m geo releases`: list the releases of boundaries."""

from data.boundaries.store import open_boundaries
from data.cli import program
from data.cli.boundaries import as_values
from data.cli.output import Output


@program.command("releases", summary="command.geo.releases")
def command(out: Output) -> int:
    """List the releases of boundaries, newest first."""
    store = open_boundaries()
    current, found, none = store.current_id(), store.releases(), out.say("boundaries.no_layers")
    lines = [
        f"{'*' if each.id == current else ' '} {each.id}  {each.created}  {each.message or none}" for each in found
    ]
    return out.answer({"current": current, "releases": [as_values(each) for each in found]}, "\n".join(lines))
