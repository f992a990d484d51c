"""Reads files of counts by unit (CSV: a column of codes, columns of counts) and of weights of parts of communes."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from data.spreadsheets import cells as values
from data.spreadsheets import csv_files
from data.storage.errors import Refused
from data.units.former_codes import FormerRow, add_up, former_of
from data.units.register import StructureId, UnknownUnit, unit

CodeLevel = Literal["province", "commune"]
_SHORT: Final[tuple[CodeLevel, ...]] = ("province", "commune")
_LARGEST_FILE: Final = 50_000_000
_FAULTS: Final = frozenset({"text", "share", "fraction", "error"})
_CODE_HEADINGS: Final = ("code", "mã", "mã xã", "mã đơn vị", "ma", "ma_xa", "commune_code")


@dataclass(frozen=True)
class CountFile:
    """A file of counts: `table` has code and counts; what could not be taken stands beside it."""

    table: pd.DataFrame
    unmatched: tuple[dict[str, object], ...]  # row, code: rows whose code the structure does not have
    ignored: tuple[str, ...]  # columns of words
    former: tuple[FormerRow, ...] = ()  # rows of communes that had ended, counted to the one that took them up


def read_counts(
    file: Path, *, structure: StructureId, on: date | None = None, level: CodeLevel | None = None
) -> CountFile:
    """Read a CSV of counts; codes get back their leading zeros, numbers may be written "1.676".

    Blank and marks ("-") are missing. Codes of "2024" may be those of communes that had ended
    (data.units.former_codes); `on` says the day whose codes the file has, `level` what codes of one or two digits are.
    Raises Refused for a file that is no such
    table and, naming row and column, for a value that is no count (a share, a fraction, a word among numbers, a
    negative).
    """
    head, body = _read_table(file)
    at = next((i for i, name in enumerate(head) if _plain(name) in _CODE_HEADINGS), None)
    if at is None:
        raise Refused("units.convert_no_code", file=file.name)
    columns: dict[str, list[int | None]] = {}
    ignored = []
    for i, name in enumerate(head):
        cells = {line: values.read(row[i]) for line, row in body.items()}
        if i == at or not name:
            continue
        if _is_words(cells):
            ignored.append(name)
        else:
            columns[name] = [_count(cell, body[line][i], column=name, row=line) for line, cell in cells.items()]
    if not columns:
        raise Refused("units.convert_no_column", file=file.name)
    table = pd.DataFrame({name: pd.array(counts, dtype="Int64") for name, counts in columns.items()})
    codes = _restore_all([row[at] for row in body.values()], structure=structure, level=level)
    texts = [row[at] for row in body.values()]
    gone = [former_of(text, code, on) if structure == "2024" else None for text, code in zip(texts, codes, strict=True)]
    codes = [None if former else code for former, code in zip(gone, codes, strict=True)]
    table.insert(0, "code", pd.Series(codes, index=table.index, dtype="str"))
    formers = tuple(FormerRow(line, former) for line, former in zip(body, gone, strict=True) if former)
    taken = {each.row for each in formers if each.former.sole_successor}
    strangers = (line for line, code in zip(body, codes, strict=True) if code is None and line not in taken)
    unmatched = tuple({"row": line, "code": body[line][at].strip()} for line in strangers)
    return CountFile(add_up(table, formers, list(body)), unmatched, tuple(ignored), formers)


def _is_words(cells: dict[int, values.Read]) -> bool:
    """Tell a column of words (names, remarks) from one of counts."""
    kinds = {cell.kind for cell in cells.values()}
    return "text" in kinds and not kinds & {"count", "share", "fraction"}


def read_weights(file: Path) -> pd.DataFrame:
    """Read the weights of parts: code_from, code_to, weight, perhaps how. Raises Refused where they are not that."""
    head, body = _read_table(file)
    names = [_plain(name) for name in head]
    if not {"code_from", "code_to", "weight"} <= set(names):
        raise Refused("units.weights_columns", file=file.name)
    table = pd.DataFrame(list(body.values()), columns=names)
    table = table[["code_from", "code_to", "weight", *(["how"] if "how" in names else [])]]
    if "how" in table and not table["how"].isin(("weights", "villages", "area")).all():
        raise Refused("units.weights_columns", file=file.name)
    weight = pd.to_numeric(table["weight"], errors="coerce")
    if weight.isna().any():
        raise Refused("units.weights_columns", file=file.name)
    return table.assign(
        code_from=table["code_from"].str.strip().str.zfill(5),
        code_to=table["code_to"].str.strip().str.zfill(5),
        weight=weight,
    )


def _restore_all(texts: list[str], *, structure: StructureId, level: CodeLevel | None) -> list[str | None]:
    """Restore a column of codes. One or two digits are a province where all are as short and nothing else fits, or
    `level` says so; among communes they are one only where others of Hà Nội stand beside it (its codes begin at
    00001), else no code. Raises Refused where all are short and any may be either."""
    if level is not None:
        return [restore_zeros(text, structure=structure, short=level) for text in texts]
    if all(len(text.strip()) <= 2 for text in texts):
        provinces, communes = (
            [restore_zeros(text, structure=structure, short=short) for text in texts] for short in _SHORT
        )
        written_out = any(text.strip().startswith("0") for text in texts)  # a spreadsheet takes zeros from all
        if any(provinces) and any(communes) and not written_out:
            raise Refused("units.convert_short_codes", codes=", ".join(sorted({text.strip() for text in texts})[:6]))
        return provinces if any(provinces) else communes
    codes = [restore_zeros(text, structure=structure) for text in texts]
    if not any(code and len(code) == 5 and unit(structure, code).province == "01" for code in codes):
        return codes
    return [restore_zeros(text, structure=structure, short="commune") for text in texts]


def restore_zeros(text: str, *, structure: StructureId, short: CodeLevel | None = None) -> str | None:
    """Return the code that `text` stands for, its leading zeros restored; None where there is none.

    `short` says what one or two digits are. A code that begins with 0 lost nothing. Three digits are a
    commune first, then a district that became a special zone.
    """
    digits = text.strip().removesuffix(".0")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 5:
        return None
    if len(digits) <= 2:
        tries = {"province": [digits.zfill(2)], "commune": [digits.zfill(5)], None: []}[short]
    else:
        tries = [digits] if digits.startswith("0") else [digits.zfill(5), digits]
    for code in tries:
        try:
            return unit(structure, code).code
        except UnknownUnit:
            continue
    return None


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().lower()


def _read_table(file: Path) -> tuple[list[str], dict[int, list[str]]]:
    """Read the heading and, by line, the rows that hold anything, every row as wide as the heading."""
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise Refused("units.convert_too_large", file=file.name)
        content = file.read_bytes()
    except OSError as fault:
        raise Refused("units.convert_unreadable", file=file.name) from fault
    lines = enumerate(csv_files.rows(csv_files.decode(content)), start=1)
    rows = {line: row for line, row in lines if any(cell.strip() for cell in row)}
    if len(rows) < 2:
        raise Refused("units.convert_empty", file=file.name)
    first, *others = rows
    head = [name.strip() for name in rows[first]]
    return head, {line: (rows[line] + [""] * len(head))[: len(head)] for line in others}


def _count(cell: values.Read, written: str, *, column: str, row: int) -> int | None:
    if cell.kind in ("blank", "mark"):
        return None
    if cell.kind == "count" and cell.count is not None and cell.count >= 0:
        return cell.count
    fault = "negative" if cell.kind == "count" else cell.kind if cell.kind in _FAULTS else "other"
    raise Refused(f"units.convert_bad_cell.{fault}", row=row, column=column, value=written.strip()[:60])
