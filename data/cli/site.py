"""`python -m data site DIR`: write the public page as plain files for any web server."""

import subprocess
import sys
from pathlib import Path

import click

from data.cli import options, program
from data.cli.output import Output
from data.storage import paths


@program.command("site", summary="command.data.site", public=True)
@click.argument("folder", type=options.FILE, metavar="DIR", help="command.argument.folder")
def command(out: Output, folder: Path) -> int:
    """Run a process of its own, since pages and maps are made above this room; its answer is ours."""
    words = ["site", "--lang", out.lang, *(["--json"] if out.json else []), "--", str(folder.absolute())]
    return subprocess.run(
        [sys.executable, "-m", "components.public.site", *words], cwd=paths.PROJECT, check=False
    ).returncode
