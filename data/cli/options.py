"""What several commands take: units, days, drafts, files. Values are checked here, in the words of the product."""

import getpass
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from data.cli.program import WrongUse


def account() -> str:
    """Return the name of the machine's account that runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name, as in some containers
        return "?"


class _Type(click.ParamType[Any, Any]):
    """A kind of value whose faults are said by the product, not by click."""

    def refuse(self, key: str, text: object, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        """Raise WrongUse with the option and what was given."""
        allowed = ", ".join(self.choices())
        option = param.opts[0] if param else ""
        raise WrongUse(key, command=ctx.command_path if ctx else "", option=option, text=text, known=allowed)

    def choices(self) -> Iterable[str]:
        """Return what may be given, where that is a few words."""
        return ()


class Choice(_Type):
    """One of a few words."""

    name = "choice"

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)

    def choices(self) -> Iterable[str]:
        """Return the words."""
        return self._words

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the words as help shows them."""
        return "{" + ",".join(self.choices()) + "}"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word; raises WrongUse for any other."""
        if str(value) not in self.choices():
            self.refuse("command.bad_choice", value, param, ctx)
        return str(value)


class _Structure(Choice):
    """The id of an administrative structure; those that an office added are among them, so they are read late."""

    name = "structure"

    def __init__(self) -> None:
        super().__init__(())

    def choices(self) -> Iterable[str]:
        """Return the ids of the structures."""
        from data.units.structures import STRUCTURES  # reads the added ones from the data folder

        return tuple(STRUCTURES)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return what help shows: which ids there are depends on the data folder."""
        return "STRUCTURE"


class _Day(_Type):
    """A day as 2024-09-30."""

    name = "day"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the form of a day."""
        return "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; raises WrongUse for any other form."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.refuse("command.bad_day", value, param, ctx)


_MOST_DIGITS: Final = 20


class _Whole(_Type):
    """A whole number from 0."""

    name = "number"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return what help shows."""
        return "N"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; raises WrongUse for anything else."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
            self.refuse("command.bad_number", value, param, ctx)
        return int(text)


STRUCTURE: Final = _Structure()
DAY: Final = _Day()
WHOLE: Final = _Whole()
FILE: Final = click.Path(path_type=Path)

who = click.option("--who", default=account, help="command.option.who")
draft = click.argument("draft", metavar="DRAFT", help="command.argument.draft")
release = click.argument("release", metavar="RELEASE", help="command.argument.release")
province = click.option("--province", metavar="NAME", help="command.option.province")
as_of = click.option("--as-of", type=DAY, help="command.option.as_of")
output_file = click.option("--output", type=FILE, metavar="FILE", required=True, help="command.option.output")
