"""Tables without lines: texts of a printed page that stand above each other in columns."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

_GAP: Final = 1.2  # times the height of a letter: a wider gap parts two columns, a narrower one two words
_FEW: Final = 3  # lines of so many texts make a table
_NEAR: Final = 3.0  # times the height of a letter: lines farther apart are no table
_NUMBER: Final = re.compile(r"[\d.,%\s()–-]*\d[\d.,%\s()–-]*")


@dataclass(frozen=True)
class Word:
    """A word where it is printed, in points from the page's top left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Line:
    """Texts that stand beside each other, from left to right."""

    segments: tuple[Word, ...]

    @property
    def top(self) -> float:
        """Return where the line begins."""
        return min(segment.top for segment in self.segments)

    @property
    def bottom(self) -> float:
        """Return where the line ends."""
        return max(segment.bottom for segment in self.segments)

    @property
    def text(self) -> str:
        """Return the whole line."""
        return " ".join(segment.text for segment in self.segments)


@dataclass
class Aligned:
    """A table found: rows of texts, ranges that a heading spans, the stretches that its columns cover."""

    top: float
    rows: list[list[str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    columns: tuple[tuple[float, float], ...] = ()


APART: Final = " | "
"""Stands between texts that cannot be put into cells of their own: "12" and "300" are not twelve thousand."""


def lines(words: Iterable[Word]) -> list[Line]:
    """Put words into lines from top to bottom, and those that stand close to each other into one text."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.left)):
        middle = (word.top + word.bottom) / 2
        if rows and rows[-1][0].top <= middle <= rows[-1][0].bottom:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Line(tuple(_segments(row))) for row in rows]


def _segments(row: list[Word]) -> Iterator[Word]:
    row.sort(key=lambda word: word.left)
    whole = row[0]
    for word in row[1:]:
        if word.left - whole.right > _GAP * (word.bottom - word.top):
            yield whole
            whole = word
        else:
            whole = Word(
                f"{whole.text} {word.text}",
                whole.left,
                max(whole.right, word.right),
                min(whole.top, word.top),
                max(whole.bottom, word.bottom),
            )
    yield whole


def blocks(found: Sequence[Line]) -> list[Line | Aligned]:
    """Return the lines in their order, those that make a table as one."""
    out: list[Line | Aligned] = []
    at = 0
    while at < len(found):
        end = _end(found, at)
        inside = found[at:end]
        if sum(len(line.segments) >= _FEW for line in inside) >= _FEW:
            out.append(_aligned(inside))
            at = end
        else:
            out.append(found[at])
            at += 1
    return out


def _end(found: Sequence[Line], start: int) -> int:
    """Return where a table that begins at a line ends: at a wide gap, or behind the last line of several texts."""
    if len(found[start].segments) < 2:
        return start
    end = last = start + 1
    while end < len(found):
        height = found[end].bottom - found[end].top
        if found[end].top - found[end - 1].bottom > _NEAR * height:
            break
        end += 1
        if len(found[end - 1].segments) >= _FEW:
            last = end
    return last


def _aligned(inside: Sequence[Line]) -> Aligned:
    """Make a table of lines: its columns are where the texts of the full lines stand."""
    columns = _columns([line for line in inside if len(line.segments) >= _FEW])
    first = next((at for at, line in enumerate(inside) if _numbers(line) >= 2), 0)
    out = Aligned(inside[0].top, columns=tuple(columns))
    for line in inside:
        row, spans = _row(line, columns)
        out.merges += [(len(out.rows), left, len(out.rows), right) for left, right in spans if right > left]
        out.rows.append(row)
    if first > 1 and not any(top < first for top, *_ in out.merges):
        heading = [" ".join(filter(None, column)) for column in zip(*out.rows[:first], strict=True)]
        out.rows[:first] = [heading]
        out.merges = [(top - first + 1, left, bottom - first + 1, right) for top, left, bottom, right in out.merges]
    return out


def _numbers(line: Line) -> int:
    return sum(is_number(segment.text) for segment in line.segments)


def _columns(full: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the stretches that the texts of the fullest lines cover."""
    most = max(len(line.segments) for line in full)
    spans = sorted((one.left, one.right) for line in full if len(line.segments) == most for one in line.segments)
    out: list[tuple[float, float]] = []
    for left, right in spans:
        if out and left <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], right))
        else:
            out.append((left, right))
    return out


def continued(line: Line, columns: Sequence[tuple[float, float]]) -> list[str] | None:
    """Return a line as a further row of a table with these columns; None where it is none."""
    row, spans = _row(line, columns)
    fits = len(line.segments) >= min(_FEW, len(columns)) and len({left for left, _ in spans}) == len(line.segments)
    return row if fits and all(left == right for left, right in spans) else None


def is_number(text: str) -> bool:
    """Say whether a text is a number as it may be printed."""
    return bool(_NUMBER.fullmatch(text))


def _row(line: Line, columns: Sequence[tuple[float, float]]) -> tuple[list[str], list[tuple[int, int]]]:
    """Put the texts of a line into the columns that they stand over; return also the ranges that they span."""
    row, spans = [""] * len(columns), []
    middles = [(left + right) / 2 for left, right in columns]
    borders = [(a + b) / 2 for a, b in pairwise(middles)]
    for text in line.segments:
        over = [at for at, (left, right) in enumerate(columns) if text.left < right and text.right > left]
        if not over:
            over = [sum(border < (text.left + text.right) / 2 for border in borders)]
        row[over[0]] = f"{row[over[0]]}{APART}{text.text}" if row[over[0]] else text.text
        spans.append((over[0], over[-1]))
    return row, spans
