"""`python -m components.public.site`: what `python -m data site DIR` runs, since `data` knows no pages."""

import json
import logging
import sys
from pathlib import Path

from data.cli.program import build as command_line
from data.cli.program import run
from data.disclosure.write_public import public_of
from data.i18n import say
from data.i18n.numbers import number
from data.releases.store import open_store


def add_commands(subparsers) -> None:
    """Add the one command, with the arguments that data.releases.site gives it."""
    parser = subparsers.add_parser("site", help="write the progress page as plain files")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(func=run_site)


def run_site(args) -> int:
    """Write the site of the current public release."""
    logging.disable(logging.WARNING)  # Streamlit says at each use of a cache that no page is being served
    from components.public.site.build import build

    told = build(args.folder, public_of(open_store()))
    text = say(
        "site.said",
        args.lang,
        files=number(told["files"], args.lang),
        folder=told["folder"],
        megabytes=number(told["bytes"] / 1e6, args.lang, decimals=1),
    )
    print(json.dumps(told, ensure_ascii=False) if args.json else text)
    return 0


if __name__ == "__main__":
    sys.exit(run(command_line("components", __doc__, [add_commands])))
