"""`python -m geo build`: make the map files that are missing."""

from data.cli import program
from data.cli.output import Output
from data.storage import paths
from geo import assets


@program.command("build", summary="command.geo.build", public=True)
def command(out: Output) -> int:
    """Make all map files that are missing; say on stderr how far it is."""
    assets.ensure_assets(out.progress)
    folder = str(paths.map_files())
    return out.answer({"folder": folder}, folder)
