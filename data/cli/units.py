"""`python -m data convert FILE.csv --from 2024 --to 2025-07 --json`: counts into another structure of the chain."""

import argparse
import json
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import pandas as pd

from data.cli import days, structures, villages
from data.i18n import say
from data.i18n.numbers import number
from data.releases.store import open_store
from data.spreadsheets import cells as values
from data.spreadsheets import csv_files
from data.storage.errors import Refused
from data.units.crosswalk import account, convert
from data.units.former_codes import FormerRow, add_up, former_of
from data.units.register import STRUCTURES, StructureId, UnknownUnit, unit
from data.units.village_homes import settled
from data.units.village_homes import weights as weights_of_villages

_LARGEST_FILE: Final = 50_000_000
_CODE_HEADINGS: Final = ("code", "mã", "mã xã", "mã đơn vị", "ma", "ma_xa", "commune_code")


@dataclass(frozen=True)
class CountFile:
    """A file of counts: `table` has code and counts; what could not be taken stands beside it."""

    table: pd.DataFrame
    unmatched: tuple[dict[str, object], ...]  # row, code: rows whose code the structure does not have
    ignored: tuple[str, ...]  # columns of words
    former: tuple[FormerRow, ...] = ()  # rows of communes that had ended, counted to the one that took them up


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this room to the command line."""
    parser = subparsers.add_parser("convert", help="carry counts over into another structure")
    parser.add_argument("file", type=Path, help="CSV with a column code and columns of counts")
    parser.add_argument("--from", dest="source", choices=list(STRUCTURES), required=True)
    parser.add_argument("--to", dest="target", choices=list(STRUCTURES), required=True)
    parts = "CSV with code_from, code_to, weight (households of the part), perhaps how (weights, villages, area)"
    parser.add_argument("--weights", type=Path, help=parts)
    known = "use what the current release knows of villages: their households, their assignments"
    parser.add_argument("--villages", action="store_true", help=known)
    parser.add_argument("--on", type=structures.iso_day, help="the day whose codes the file has (from 2024 only)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(func=run_convert)
    days.add_commands(subparsers)
    structures.add_commands(subparsers)
    villages.add_commands(subparsers)


def run_convert(args: argparse.Namespace) -> int:
    """Convert a file and print it: 0 all went well, 2 some codes are unknown. Raises Refused."""
    if args.on and args.source != "2024":
        raise Refused("units.convert_on")
    counts = read_counts(args.file, structure=args.source, on=args.on)
    weights = read_weights(args.weights) if args.weights else None
    ways = {"source": args.source, "target": args.target, "weights": weights}
    if args.villages:
        ways |= _known_of_villages(ways)
    rows = convert(counts.table, **ways)
    sums = account(counts.table, **ways)
    print(_as_json(rows, sums, counts, args) if args.json else _as_text(rows, sums, counts, args.target))
    return 2 if counts.unmatched else 0


def _known_of_villages(ways: dict[str, Any]) -> dict[str, Any]:
    """Return weights (after those that were given) and settled communes, from the current release."""
    release, ends = open_store().current(), {"source": ways["source"], "target": ways["target"]}
    homes = release.query("SELECT structure, village, code, how FROM village_homes")
    households = release.query(
        "SELECT village, arg_max(households, period) AS households FROM village_figures "
        "WHERE households IS NOT NULL GROUP BY village"
    ).set_index("village")["households"]
    known = weights_of_villages(homes, households=households, **ends)
    given = ways["weights"]
    if given is not None:
        known = pd.concat([given, known[~known["code_from"].isin(given["code_from"])]])
    return {"weights": known, "settled": settled(homes, **ends)}


def read_counts(file: Path, *, structure: StructureId, on: date | None = None) -> CountFile:
    """Read a CSV of counts; codes get back their leading zeros, numbers may be written "1.676".

    Blank and marks ("-") are missing. Codes of "2024" may be those of communes that had ended
    (data.units.former_codes); `on` says the day whose codes the file has. Raises Refused for a file that is no such
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
            columns[name] = [_count(cell, column=name, row=line) for line, cell in cells.items()]
    if not columns:
        raise Refused("units.convert_no_column", file=file.name)
    table = pd.DataFrame({name: pd.array(counts, dtype="Int64") for name, counts in columns.items()})
    codes = _restore_all([row[at] for row in body.values()], structure=structure)
    texts = [row[at] for row in body.values()]
    gone = [former_of(text, code, on) if structure == "2024" else None for text, code in zip(texts, codes, strict=True)]
    codes = [None if former else code for former, code in zip(gone, codes, strict=True)]
    table.insert(0, "code", pd.array(codes, dtype="str"))
    formers = tuple(FormerRow(line, former) for line, former in zip(body, gone, strict=True) if former)
    taken = {each.row for each in formers if each.former.whole}
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


def _restore_all(texts: list[str], *, structure: StructureId) -> list[str | None]:
    """Restore a column of codes. One or two digits are a province where all are as short; among communes
    they are one only where others of Hà Nội stand beside it (its codes begin at 00001), else no code."""
    if all(len(text.strip()) <= 2 for text in texts):
        return [restore_zeros(text, structure=structure, short="province") for text in texts]
    codes = [restore_zeros(text, structure=structure) for text in texts]
    if not any(code and len(code) == 5 and unit(structure, code).province == "01" for code in codes):
        return codes
    return [restore_zeros(text, structure=structure, short="commune") for text in texts]


def restore_zeros(
    text: str, *, structure: StructureId, short: Literal["province", "commune"] | None = None
) -> str | None:
    """Return the code that `text` stands for, its leading zeros restored; None where there is none.

    `short` says what one or two digits are. A code that begins with 0 lost nothing. Three digits are a
    commune first, then a district that became a special zone.
    """
    digits = text.strip().removesuffix(".0")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 5:
        return None
    if len(digits) <= 2 and short != "commune":
        tries = [digits.zfill(2)] if short == "province" else []
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


def _count(cell: values.Read, *, column: str, row: int) -> int | None:
    if cell.kind in ("blank", "mark"):
        return None
    if cell.kind != "count" or cell.count is None or cell.count < 0:
        raise Refused("units.convert_bad_cell", row=row, column=column)
    return cell.count


def _plain_number(value: object) -> int | None:
    return None if pd.isna(value) else int(value)


def _as_json(rows: pd.DataFrame, sums: pd.DataFrame, counts: CountFile, args: argparse.Namespace) -> str:
    units: dict[str, dict[str, object]] = {}
    for row in rows.itertuples(index=False):
        figure = {key: _plain_number(getattr(row, key)) for key in ("low", "best", "high")}
        units.setdefault(row.code, {"code": row.code})[row.column] = {**figure, "how": row.how}
    answer = {
        "from": args.source,
        "to": args.target,
        "rows": list(units.values()),
        "sums": {column: {key: int(value) for key, value in line.items()} for column, line in sums.iterrows()},
        "former": [each.as_dict() for each in counts.former],
        "unmatched": list(counts.unmatched),
        "ignored": list(counts.ignored),
    }
    return json.dumps(answer, ensure_ascii=False)


def _as_text(rows: pd.DataFrame, sums: pd.DataFrame, counts: CountFile, target: StructureId) -> str:
    lines = [f"{row.code}  {unit(target, row.code).name}: {row.column} {_figure(row)}" for row in rows.itertuples()]
    lines += [
        say("units.convert_sum", column=column, **{key: number(int(value)) for key, value in line.items()})
        for column, line in sums.iterrows()
    ]
    lines += [_former_line(each) for each in counts.former]
    if counts.ignored:
        lines.append(say("units.convert_ignored", columns=", ".join(counts.ignored)))
    lines += [say("units.convert_unmatched", row=each["row"], code=each["code"]) for each in counts.unmatched]
    return "\n".join(lines)


def _former_line(each: FormerRow) -> str:
    heirs = ", ".join(unit("2024", heir.code).name for heir in each.former.became)
    key = "units.convert_former" if each.former.whole else "units.convert_split"
    return say(key, row=each.row, code=each.former.code, name=each.former.name, heirs=heirs)


def _figure(row: object) -> str:
    low, best, high = (_plain_number(getattr(row, key)) for key in ("low", "best", "high"))
    known = {"low": low, "best": best, "high": high}
    shown = {key: "…" if value is None else number(value) for key, value in known.items()}
    return say(f"units.how.{row.how}", **shown)
