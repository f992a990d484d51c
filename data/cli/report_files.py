"""The files of reports that a command is given, with what is known of them; their reading begins here.

Nothing that takes long to load is imported here: a child process reads the file while the rest of the command loads.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypedDict, TypeVar

import click

from data.cli import files, options
from data.spreadsheets import archives
from data.spreadsheets.reader import Reading
from data.storage.collection import without_collection
from data.storage.json_values import JsonObject

F = TypeVar("F", bound=Callable[..., int])


class Given(TypedDict):
    """The options of reports, as `check` takes them."""

    files: tuple[Path, ...]
    structure: str | None
    province: str | None
    as_of: date | None
    answers: Path | None


def options_of_report(function: F) -> F:
    """Declare the files and what is known of them."""
    for option in reversed(
        (
            click.argument(
                "files", type=options.FILE, metavar="FILE…", nargs=-1, required=True, help="command.argument.report"
            ),
            click.option("--structure", type=options.STRUCTURE, help="command.option.structure_of_report"),
            click.option("--province", metavar="NAME", help="command.option.province_of_report"),
            click.option("--as-of", type=options.DAY, help="command.option.as_of_report"),
            click.option("--answers", type=options.FILE, metavar="FILE.json", help="command.option.answers"),
        )
    ):
        function = option(function)
    return function


@dataclass(frozen=True)
class Begun:
    """The files by name, and the answers given to their questions; `reading` is that of a single report, None for
    several."""

    contents: list[tuple[str, bytes]]
    answers: JsonObject
    reading: Reading | None


@contextmanager
def begun(given: Given) -> Iterator[Begun]:
    """Take the files' contents and begin to read a single one. Raises Refused where that cannot be."""
    contents = [(path.name, files.read(path)) for path in given["files"]]
    if len(contents) > 1 or archives.is_archive(contents[0][1]):
        yield Begun(contents, files.read_answers(given["answers"]), None)
        return
    answers = files.read_answers(given["answers"])
    with without_collection(), Reading(contents[0][1]) as reading:  # what loads meanwhile is many objects, too
        yield Begun(contents, answers, reading)
