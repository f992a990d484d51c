"""`python -m geo …`: map files and boundaries from the command line.

Exit status: 0 good; 1 refused, one line on stderr says why; 2 read, but questions or problems remain.
With `--json` stdout holds one JSON object and nothing else.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from data import places
from data.errors import ProductError, Refused
from data.words import DEFAULT_LANGUAGE, LANGUAGES, say
from geo import assets
from geo.boundaries import commands

REFUSED: Final = 1
INTERRUPTED: Final = 130


class _Parser(argparse.ArgumentParser):
    """A parser whose every command takes --lang, and whose faults are errors of the product."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **{**options, "allow_abbrev": False, "conflict_handler": "resolve"})
        self.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help="language of what is printed")

    def error(self, message: str) -> NoReturn:
        """Raise Refused with what argparse found wrong."""
        raise Refused("boundaries.usage", reason=message, command=self.prog.rpartition("geo")[2].strip())


def parser() -> argparse.ArgumentParser:
    """Build the command line."""
    made = _Parser(prog="python -m geo", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    subparsers = made.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=_Parser)
    building = subparsers.add_parser("build", help="make the map files that are missing")
    building.add_argument("--json", action="store_true", help="print one JSON object")
    building.set_defaults(func=build)
    commands.add_commands(subparsers)
    return made


def build(args: argparse.Namespace) -> int:
    """Make all map files that are missing; say on stderr how far it is."""
    wide = sys.stderr.isatty()

    def report(done: float, words: str) -> None:
        if wide:
            print(f"\r{done:4.0%}  {say(words, args.lang)}\033[K", end="", file=sys.stderr, flush=True)

    assets.ensure_assets(report)
    if wide:
        print(file=sys.stderr)
    folder = str(places.map_files())
    print(json.dumps({"folder": folder}, ensure_ascii=False) if args.json else folder)
    return 0


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = list(sys.argv[1:] if words is None else words)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        args = parser().parse_args(given)
        args.lang = _language(given)
        return int(args.func(args))
    except ProductError as fault:
        text = " ".join(fault.text(_language(given)).split())
        print(text, file=sys.stderr)
        if "--json" in given:
            print(json.dumps({"error": text}, ensure_ascii=False))
        return REFUSED
    except KeyboardInterrupt:
        print(say("command.interrupted", _language(given)), file=sys.stderr)
        return INTERRUPTED


def _language(given: Sequence[str]) -> str:
    """Return the language that was asked for, also where the rest of the words makes no sense."""
    wanted = given[given.index("--lang") + 1 :][:1] if "--lang" in given else []
    return wanted[0] if wanted and wanted[0] in LANGUAGES else DEFAULT_LANGUAGE


if __name__ == "__main__":
    sys.exit(main())
