"""Makes the map files from the command line: `python -m geo build`."""

import argparse
import sys
from collections.abc import Sequence

from data import places
from data.errors import ProductError
from data.words import say
from geo import assets


def build() -> None:
    """Make all map files that are missing; say on stderr how far it is."""
    wide = sys.stderr.isatty()

    def report(done: float, words: str) -> None:
        if wide:
            print(f"\r{done:4.0%}  {say(words)}\033[K", end="", file=sys.stderr, flush=True)

    assets.ensure_assets(report)
    if wide:
        print(file=sys.stderr)
    print(places.map_files())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return the exit status: 0 good, 1 refused."""
    parser = argparse.ArgumentParser(prog="python -m geo", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="make the map files that are missing")
    parser.parse_args(arguments)
    try:
        build()
    except ProductError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
