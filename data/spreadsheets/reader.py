"""A file of an office as sheets of cells, read in a child process with limits on memory and time.

The file's content is handed to the child (`data.spreadsheets.worker`) through a pipe: no name or path of a user is
opened, no formula is evaluated, no macro run. Texts come back in Unicode NFC.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Final, TypedDict

from data.spreadsheets import limits
from data.spreadsheets.cells import Cell
from data.storage.errors import Refused
from data.storage.paths import PROJECT

Progress = Callable[[float], None]
Merge = tuple[int, int, int, int]

_ABORTED: Final = "intake.too_heavy"


@dataclass(frozen=True)
class Printed:
    """Where a table of a PDF was printed: its pages, counted from 1.

    recognised: a page is a picture with a text behind it that a machine recognised. picture: nothing of the page was
    read, because it is a picture alone.
    """

    pages: tuple[int, ...]
    recognised: bool = False
    picture: bool = False


@dataclass(frozen=True)
class RawSheet:
    """A sheet as typed: `rows` begin at A1 and may differ in length; None is an empty cell.

    `merges` are (top, left, bottom, right), counted from 0 like `hidden_rows` and `bold_rows`. `faults`
    has by (row, column) the error of a formula, "" for one that was saved without a value: their cells are None in
    `rows`; so is a number that its format shows as another one (see data.spreadsheets.cells.NUMBER_FORMAT). A format
    that does not tell (a CSV, say) leaves all of these empty; `delimited` says that the rows come from a text file,
    where a separator too many or too few moves what stands behind it; `printed` that they were found by where their
    words stand on a page, so that somebody has to confirm them.
    """

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    bold_rows: frozenset[int] = frozenset()
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    delimited: bool = False
    printed: Printed | None = None


class Message(TypedDict, total=False):
    """A line of JSON from the child: the head of a sheet, a batch of its rows, the end, or why it refused.

    The child runs our own code, so what it writes is taken as it is.
    """

    sheet: str
    hidden: bool
    merges: list[Merge]
    hidden_rows: list[int]
    bold_rows: list[int]
    faults: list[tuple[int, int, str]]
    delimited: bool
    printed: tuple[list[int], bool, bool] | None
    rows: list[list[Cell]]
    done: float
    end: bool
    refused: str
    values: dict[str, object]


class Reading:
    """A file that a child process reads, begun when this is made, so that others can do their work meanwhile.

    memory: how many bytes the child process may take. Raises Refused for what is no table of an office. Used as a
    context, it leaves no child behind.
    """

    def __init__(self, content: bytes, *, memory: int = limits.MAX_MEMORY) -> None:
        form = limits.identify(content)
        self._child = subprocess.Popen(
            [sys.executable, "-m", "data.spreadsheets.worker", form, str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT,
        )
        self._clock = threading.Timer(limits.MAX_SECONDS, self._child.kill)
        self._clock.daemon = True
        self._clock.start()
        threading.Thread(target=_feed, args=(self._child.stdin, content), daemon=True).start()

    def __enter__(self) -> "Reading":
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def sheets(self, progress: Progress | None = None) -> list[RawSheet]:
        """Wait for every sheet, once. Raises Refused for what is unreadable or unsafe, in one line."""
        assert self._child.stdout  # it is a pipe
        try:
            sheets, ended = _collect(_messages(self._child.stdout), progress)
        finally:
            late = not self._clock.is_alive()
            self._end()
        if not ended:
            raise Refused("intake.too_slow" if late else _ABORTED)
        return sheets

    def _end(self) -> None:
        self._clock.cancel()
        self._child.kill()
        self._child.wait()
        if self._child.stdout:
            self._child.stdout.close()


def read(content: bytes, *, progress: Progress | None = None, memory: int = limits.MAX_MEMORY) -> list[RawSheet]:
    """Read every sheet of a file. Raises Refused for what is unreadable or unsafe, in one line.

    memory: how many bytes the child process may take.
    """
    with Reading(content, memory=memory) as reading:
        return reading.sheets(progress)


def _feed(stdin: IO[bytes] | None, content: bytes) -> None:
    assert stdin  # it is a pipe
    try:
        stdin.write(content)
        stdin.close()
    except (BrokenPipeError, OSError):
        return  # the child has refused the file before reading all of it


def _messages(stdout: Iterable[bytes]) -> Iterator[Message]:
    for line in stdout:
        if line.endswith(b"\n"):
            message: Message = json.loads(line)
            yield message


def _collect(messages: Iterator[Message], progress: Progress | None) -> tuple[list[RawSheet], bool]:
    """Put the child's messages together; the second result says whether it came to its end."""
    sheets: list[RawSheet] = []
    for message in messages:
        if "refused" in message:
            raise Refused(message["refused"], **message["values"])
        if message.get("end"):
            return sheets, True
        if "sheet" in message:
            sheets.append(
                RawSheet(
                    name=message["sheet"],
                    rows=[],
                    hidden=message["hidden"],
                    merges=tuple((top, left, bottom, right) for top, left, bottom, right in message["merges"]),
                    hidden_rows=frozenset(message["hidden_rows"]),
                    bold_rows=frozenset(message["bold_rows"]),
                    faults={(row, column): error for row, column, error in message["faults"]},
                    delimited=message["delimited"],
                    printed=_printed(message["printed"]),
                )
            )
        if "rows" in message:
            sheets[-1].rows.extend(message["rows"])
        if progress and "done" in message:
            progress(message["done"])
    return sheets, False


def _printed(sent: tuple[list[int], bool, bool] | None) -> Printed | None:
    return None if sent is None else Printed(tuple(sent[0]), recognised=sent[1], picture=sent[2])
