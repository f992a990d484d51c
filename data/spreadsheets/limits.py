"""What is refused before a file is parsed, and the limits of the process that parses it.

A file is known by its content, never by its name. Limits are for the largest honest report (a register of
90,000 villages with 15 columns unpacks to about 80 MB and fills 1.4 million cells) with room to spare.
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from typing import IO, Final, Literal

from data.storage.errors import Refused

Format = Literal["xlsx", "ods", "xls", "html", "text", "docx", "mhtml", "pdf"]

MAX_FILE: Final = 60 * 2**20
MAX_TEXT_FILE: Final = 40 * 2**20
MAX_UNPACKED: Final = 260 * 2**20
MAX_SHARED_TEXT: Final = 80 * 2**20
MAX_RATIO: Final = 400  # of a part that unpacks to more than RATIO_FROM
RATIO_FROM: Final = 8 * 2**20
MAX_PARTS: Final = 2_000
MAX_DOCUMENT: Final = 60 * 2**20  # of the text of a Word file, which becomes a tree in memory
MAX_PAGES: Final = 400  # of a PDF
MAX_PAGE: Final = 2 * 2**20  # of the drawing of one page; a full page of a table takes 300 kB
MAX_PAGE_MARKS: Final = 60_000  # letters and lines of one page; a full page of a table has 6,000
MAX_CELLS: Final = 6_000_000  # of the rectangle from A1 to the farthest filled cell of a sheet
MAX_MEMORY: Final = 2**30
MAX_SECONDS: Final = 60
_CHUNK: Final = 2**20

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN: Final = (
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"RIFF", "picture"),
    (b"{\\rtf", "rtf"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"SQLite format 3", "database"),
    (b"PAR1", "database"),
)
_ARCHIVES: Final = (b"PK\x03\x04", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_ARCHIVE_NAMES: Final = (".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".jar")
_OFFICE_NAMES: Final = (".xlsx", ".xlsm", ".docx", ".pptx", ".xls", ".doc", ".ppt", ".bin", ".vsdx", ".ods", ".odt")
_HIGH_BYTES: Final = (0x00, 0x01, 0x03, 0x1E, 0x20)
_HTML_START: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|meta|body|style|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_MIME_START: Final = re.compile(rb"\s*(?:[A-Za-z-]{2,40}:[^\n]{0,500}\n){0,8}MIME-Version:\s*1\.0", re.IGNORECASE)
_ENTITIES: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_FILLED_CELL: Final = re.compile(rb'<(?:\w+:)?c (?:[^<>]*? )?r="([A-Z]{1,3})([0-9]{1,9})"[^<>]*(?<!/)>')
_CELL_COLUMN: Final = re.compile(rb' r="([A-Z]{1,3})[0-9]')
_HIGH_ROW: Final = re.compile(rb' r="[A-Z]{1,3}[0-9]{6}')
_LOW_ROWS: Final = 99_999  # all rows whose number has five digits at most
_FAR: Final = re.compile(rb' r="[A-Z](?:[A-Z]|[0-9]{6})')  # beyond these rows, or beyond the columns of one letter
_NEAR_COLUMNS: Final = 26
_HIDDEN_ROW: Final = re.compile(rb'<(?:\w+:)?row (?=[^<>]*hidden="(?:1|true)")[^<>]*?r="([0-9]{1,9})"')


def identify(content: bytes) -> Format:
    """Say what a file is by its content. Raises Refused for what is no table of an office."""
    if not content.strip(b"\0 \t\r\n"):
        raise Refused("intake.empty_file")
    if len(content) > MAX_FILE:
        raise Refused("intake.too_large", size=len(content) >> 20, limit=MAX_FILE >> 20)
    if content.startswith(b"PK"):
        return _identify_zip(content)
    if content.startswith(_OLE):
        return _identify_ole(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    for start, what in _KNOWN:
        if content.startswith(start) and not (what == "picture" and content[:200].isascii() and start == b"BM"):
            raise Refused(f"intake.not_workbook_{what}")
    if len(content) > MAX_TEXT_FILE:
        raise Refused("intake.too_large", size=len(content) >> 20, limit=MAX_TEXT_FILE >> 20)
    return _identify_text(content)


def _identify_zip(content: bytes) -> Format:
    refuse_parts(content)
    with open_zip(content) as archive:
        names = {info.filename for info in archive.infolist()}
        if "xl/workbook.xml" in names or any(name.lower() == "xl/workbook.xml" for name in names):
            return "xlsx"
        if "xl/workbook.bin" in names:
            raise Refused("intake.xlsb")
        if "word/document.xml" in names:
            return "docx"
        if "mimetype" in names and "content.xml" in names:
            if b"opendocument.text" in content[:200]:
                raise Refused("intake.not_workbook_odt")
            return "ods"
    if any(name.startswith("ppt/") for name in names):
        raise Refused("intake.not_workbook_slides")
    raise Refused("intake.not_workbook_archive")


def refuse_parts(content: bytes) -> None:
    """Raise Refused for a zip that declares more parts than an office packs, before they are looked at."""
    count = _declared_parts(content)
    if count > MAX_PARTS:
        raise Refused("intake.too_many_parts", count=count)


def _declared_parts(content: bytes) -> int:
    """Return how many parts the end record of a zip declares; 65,535 stands for "more"."""
    at = content.rfind(b"PK\x05\x06")
    if at < 0 or at + 12 > len(content):
        raise Refused("intake.truncated")
    return int.from_bytes(content[at + 10 : at + 12], "little")


def open_zip(content: bytes) -> zipfile.ZipFile:
    """Open a zip held in memory. Raises Refused where its directory is damaged."""
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OSError) as fault:
        raise Refused("intake.truncated") from fault


def _identify_ole(content: bytes) -> Format:
    def holds(name: str) -> bool:
        """Say whether the file names this stream."""
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise Refused("intake.encrypted")
    if holds("PowerPoint Document"):
        raise Refused("intake.not_workbook_slides")
    if holds("WordDocument"):
        raise Refused("intake.not_workbook_word")
    if not holds("Workbook") and not holds("Book"):
        raise Refused("intake.not_workbook_program" if content.find(b"MZ") > 0 else "intake.truncated")
    return "xls"


def _identify_text(content: bytes) -> Format:
    head = content[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    if _MIME_START.match(head):
        return "mhtml"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise Refused("intake.spreadsheet_xml")
    if _HTML_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        raise Refused("intake.not_workbook_xml")
    if utf16_order(head):
        return "text"
    odd = sum(head.count(code) for code in (*range(9), *range(14, 27)))
    if odd > len(head) // 200:
        raise Refused("intake.not_workbook_binary")
    return "text"


def utf16_order(head: bytes) -> Literal["le", "be"] | None:
    """Say whether bytes without a mark are UTF-16: nearly every second one is a high byte of Vietnamese text."""
    if not head.count(0):
        return None
    orders: tuple[tuple[Literal["le", "be"], int], ...] = (("le", 1), ("be", 0))
    for order, start in orders:
        high = head[start::2]
        if sum(high.count(byte) for byte in _HIGH_BYTES) > 0.97 * len(high):
            return order
    return None


def inspect_zip(archive: zipfile.ZipFile) -> None:
    """Check the declared sizes, ratios and names of every part of a workbook. Raises Refused."""
    total = 0
    for info in archive.infolist():
        total += info.file_size
        if info.flag_bits & 1:
            raise Refused("intake.encrypted")
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Refused("intake.zip_bomb", size=info.file_size >> 20)
        if info.filename.lower().endswith("sharedstrings.xml") and info.file_size > MAX_SHARED_TEXT:
            raise Refused("intake.zip_bomb", size=info.file_size >> 20)
        _refuse_nested(archive, info)
    if total > MAX_UNPACKED:
        raise Refused("intake.zip_bomb", size=total >> 20)


def _refuse_nested(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Refuse an archive inside the workbook; office objects pasted into it are let be and never opened."""
    name = info.filename.lower()
    if "/embeddings/" in f"/{name}" and name.endswith(_OFFICE_NAMES):
        return
    if name.endswith(_ARCHIVE_NAMES) or name.endswith((".xlsx", ".xlsm", ".ods")):
        raise Refused("intake.nested_archive")
    if info.file_size > 4 and not name.endswith((".xml", ".rels", ".vml")):
        with archive.open(info) as part:
            if part.read(6).startswith(_ARCHIVES):
                raise Refused("intake.nested_archive")


def scan_xml(part: IO[bytes]) -> frozenset[int]:
    """Read an XML part as bytes, without parsing it; return its hidden rows, counted from 1.

    Raises Refused for a document type or an entity (no spreadsheet writes one), and where the rectangle from A1 to the
    farthest filled cells of a sheet is too large. Where a few columns have row numbers of five digits
    at most, that is seen in a fraction of the time.
    """
    hidden: set[int] = set()
    rows, columns = _LOW_ROWS, _NEAR_COLUMNS
    for block in _blocks(part):
        if b"!" in block and _ENTITIES.search(block):  # looking for the one sign alone takes no time
            raise Refused("intake.xml_entities")
        if _FAR.search(block):
            columns = max([columns, *map(column_number, set(_CELL_COLUMN.findall(block)))])
            rows = MAX_CELLS if _HIGH_ROW.search(block) else rows
        if b"hidden=" in block:
            hidden.update(int(row) for row in _HIDDEN_ROW.findall(block))
    if rows * columns > MAX_CELLS:
        part.seek(0)
        _refuse_far_cells(part)
    return frozenset(hidden)


def _blocks(part: IO[bytes]) -> Iterator[bytes]:
    """Yield a part's bytes piece by piece, each with the end of the one before. Raises Refused for UTF-16."""
    tail = b""
    while chunk := part.read(_CHUNK):
        if not tail and chunk.startswith((b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")):
            raise Refused("intake.xml_entities")
        yield tail + chunk
        tail = (tail + chunk)[-4096:]


def _refuse_far_cells(part: IO[bytes]) -> None:
    rows, columns = 0, 0
    for block in _blocks(part):
        filled = _FILLED_CELL.findall(block)
        if filled:
            rows = max(rows, max(int(row) for row in {row for _, row in filled}))
            columns = max(columns, max(column_number(letters) for letters in {column for column, _ in filled}))
            if rows * columns > MAX_CELLS:
                raise Refused("intake.far_cell", row=rows, column=columns)


def column_number(letters: bytes) -> int:
    """Return the number of a column, counted from 1: b"AA" → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def limit_process(memory: int = MAX_MEMORY) -> None:
    """Limit this process to so many bytes and MAX_SECONDS (on Windows only the parent's clock limits it)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
