"""Text files of tables: the encoding and the separator are found in the content."""

import csv
import io
import re
import unicodedata
from typing import Final

from data.spreadsheets import encodings, limits
from data.storage.errors import Refused

SEPARATORS: Final = (";", "\t", ",", "|")
_SYLLABLE: Final = re.compile(
    r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
_WORD: Final = re.compile(r"[^\W\d_]+")


def decode(content: bytes) -> str:
    """Decode a text file: UTF-8, UTF-16 (with or without a mark), Windows-1258, else Windows-1252.

    TCVN3 and VNI bytes come out as Windows-1252, which data.spreadsheets.encodings then converts. Raises Refused for
    content that is no text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _strict(content, encoding)
    order = limits.utf16_order(content[:65536])
    if order:
        return _strict(content, f"utf-16-{order}")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        if fault.start > len(content) - 4 and fault.reason == "unexpected end of data":
            return content[: fault.start].decode("utf-8")
    vietnamese = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    western = content.decode("cp1252", errors="replace")
    sample = encodings.to_unicode(western[:20000], encodings.font_of(western[:20000].splitlines()))
    return vietnamese if _plausible(vietnamese[:20000]) > _plausible(sample) else western


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise Refused("intake.not_workbook_binary") from fault


def _plausible(sample: str) -> float:
    """Return the share of words with marked letters that have the form of a Vietnamese syllable."""
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    good = sum(bool(_SYLLABLE.fullmatch(encodings.unmarked(word))) for word in words)
    return good / len(words) if words else 0.0


def rows(decoded: str) -> list[list[str]]:
    """Split a text into rows of cells. Raises Refused where it would fill too many cells."""
    body = decoded
    hint = re.match(r"sep=(.)\r?\n", body)
    separator = hint[1] if hint else separator_of(body)
    if hint:
        body = body[hint.end() :]
    csv.field_size_limit(2**20)
    out: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(body, newline=""), delimiter=separator):
            cells += len(row)
            if cells > limits.MAX_CELLS or len(out) > limits.MAX_CELLS // 4:
                raise Refused("intake.too_many_cells", limit=limits.MAX_CELLS)
            out.append(row)
    except csv.Error as fault:
        raise Refused("intake.bad_delimited", line=len(out) + 1) from fault
    return out


def separator_of(body: str) -> str:
    """Return the separator that cuts most lines into the same number of cells."""
    lines = body[:60000].splitlines()[:80]
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1]
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        score = widths.count(usual) * min(usual, 30) ** 0.5
        if score > best_score:
            best, best_score = separator, score
    return best
