"""What every command line of the product shares: its parser, its language, its exit statuses.

Exit status: 0 good; 1 refused, one line on stderr says why; 2 read, but questions or problems remain.
With `--json` stdout holds one JSON object and nothing else.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final, NoReturn

from data.access.actor import NotForYou
from data.i18n import DEFAULT_LANGUAGE, LANGUAGES, say
from data.storage import settings
from data.storage.errors import ProductError, Refused

REFUSED: Final = 1
# What an installation for the public alone may do: its store is not there, or not its business.
OPEN: Final = frozenset({"convert", "structures", "units", "template", "export", "site", "build"})
INTERRUPTED: Final = 130


class _Parser(argparse.ArgumentParser):
    """A parser whose every command takes --lang, and whose faults are errors of the product."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **{**options, "allow_abbrev": False, "conflict_handler": "resolve"})
        self.add_argument("--lang", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help="language of what is printed")

    def error(self, message: str) -> NoReturn:
        """Raise Refused with what argparse found wrong."""
        raise Refused("command.usage", reason=message, command=self.prog)


def build(room: str, about: str, adders: Sequence[Callable[[Any], None]]) -> argparse.ArgumentParser:
    """Build the command line of a room ("data") from functions that each add commands to it."""
    made = _Parser(prog=f"python -m {room}", description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = made.add_subparsers(
        title="commands", required=True, metavar="COMMAND", dest="command", parser_class=_Parser
    )
    for add in adders:
        add(commands)
    return made


def run(parser: argparse.ArgumentParser, words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = list(sys.argv[1:] if words is None else words)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a stream put there by another program may not have it
            stream.reconfigure(encoding="utf-8")
    try:
        args = parser.parse_args(given)
        args.lang = _language(given)
        settings.check()
        check_audience(args)
        return int(args.func(args))
    except ProductError as fault:
        return _refuse(fault, given)
    except KeyboardInterrupt:
        print(say("command.interrupted", _language(given)), file=sys.stderr)
        return INTERRUPTED


def check_audience(args: argparse.Namespace) -> None:
    """Raise NotForYou where CNSCD_AUDIENCE=public and the command would read or change what is not the public's."""
    staff = getattr(args, "audience", "public") == "staff"
    if settings.current().audience == "public" and (staff or args.command not in OPEN):
        raise NotForYou("access.not_public_command", command=args.command)


def _refuse(fault: ProductError, given: Sequence[str]) -> int:
    text = " ".join(fault.text(_language(given)).split())
    print(text, file=sys.stderr)
    if "--json" in given:
        print(json.dumps({"error": text}, ensure_ascii=False))
    return REFUSED


def _language(given: Sequence[str]) -> str:
    """Return the language that was asked for, also where the rest of the words makes no sense."""
    wanted = given[given.index("--lang") + 1 :][:1] if "--lang" in given else []
    return wanted[0] if wanted and wanted[0] in LANGUAGES else settings.examine()[0].language
