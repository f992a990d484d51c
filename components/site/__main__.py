"""`python -m components.site`: what `python -m data site DIR` runs, since `data` knows nothing of pages and maps."""

import json
import logging
import sys
from pathlib import Path

from data.command_line import build as command_line
from data.command_line import run
from data.releases.public_write import public_of
from data.releases.store import open_store
from data.words import say
from data.words.numbers import number


def add_commands(subparsers) -> None:
    """Add the one command, with the arguments that data.releases.site gives it."""
    parser = subparsers.add_parser("site", help="write the progress page as plain files")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(func=run_site)


def run_site(args) -> int:
    """Write the site of the current public release."""
    logging.disable(logging.WARNING)  # Streamlit says at each use of a cache that no page is being served
    from components.site.build import build  # its caches say so when they are made, too

    told = build(args.folder, public_of(open_store()))
    text = say("site.said", args.lang, files=number(told["files"], args.lang), folder=told["folder"],
               megabytes=number(told["bytes"] / 1e6, args.lang, decimals=1))  # fmt: skip
    print(json.dumps(told, ensure_ascii=False) if args.json else text)
    return 0


if __name__ == "__main__":
    sys.exit(run(command_line("components", __doc__, [add_commands])))
