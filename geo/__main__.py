"""`python -m geo …`: map files and boundaries from the command line.

Exit status: 0 good; 1 refused, one line on stderr says why; 2 read, but questions or problems remain.
With `--json` stdout holds one JSON object and nothing else.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from data.cli import program
from data.i18n import say
from data.storage import paths
from geo import assets
from geo.boundaries import commands


def parser() -> argparse.ArgumentParser:
    """Build the command line."""
    return program.build("geo", __doc__, [_add_build, commands.add_commands])


def _add_build(subparsers: Any) -> None:
    building = subparsers.add_parser("build", help="make the map files that are missing")
    building.add_argument("--json", action="store_true", help="print one JSON object")
    building.set_defaults(func=build)


def build(args: argparse.Namespace) -> int:
    """Make all map files that are missing; say on stderr how far it is."""
    wide = sys.stderr.isatty()

    def report(done: float, words: str) -> None:
        if wide:
            print(f"\r{done:4.0%}  {say(words, args.lang)}\033[K", end="", file=sys.stderr, flush=True)

    assets.ensure_assets(report)
    if wide:
        print(file=sys.stderr)
    folder = str(paths.map_files())
    print(json.dumps({"folder": folder}, ensure_ascii=False) if args.json else folder)
    return 0


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    return program.run(parser(), words)


if __name__ == "__main__":
    sys.exit(main())
