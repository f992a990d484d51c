"""`python -m components.public.site`: what `python -m data site DIR` runs, since `data` knows no pages."""

import logging
import sys
from pathlib import Path

import click

from data.cli import options, program
from data.cli.output import Output
from data.disclosure.write_public import public_of
from data.i18n.numbers import number
from data.releases.store import open_store


@program.command("site", summary="command.data.site", public=True)
@click.argument("folder", type=options.FILE, metavar="DIR", help="command.argument.folder")
def command(out: Output, folder: Path) -> int:
    """Write the site of the current public release."""
    logging.disable(logging.WARNING)  # Streamlit says at each use of a cache that no page is being served
    from components.public.site.build import build

    made = build(folder, public_of(open_store()))
    text = out.say(
        "site.said",
        files=number(made["files"], out.lang),
        folder=made["folder"],
        megabytes=number(made["bytes"] / 1e6, out.lang, decimals=1),
    )
    return out.answer(made, text)


if __name__ == "__main__":
    sys.exit(program.run(program.Group("components.public.site", {"site": command}, help="command.data")))
