"""`python -m data units --on 2024-06-30 --province "Tỉnh Bắc Giang" --json`: the country of any day since 2023."""

import argparse
import json
from collections import Counter
from datetime import date, datetime
from typing import Final

from data.cli import structures
from data.i18n import say
from data.i18n.numbers import day, number
from data.storage import clock
from data.storage.errors import Refused
from data.units.names import fold, split_kind
from data.units.tables import reading
from data.units.tables.reading import LEVELS, Row

_KINDS: Final = ("phường", "xã", "thị trấn", "đặc khu")


def add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command that lists the units of a day."""
    parser = subparsers.add_parser("units", help="list the units of a day, as they were called on it")
    parser.add_argument("--on", type=structures.iso_day, help="the day, 2023-01-01 or later (today unless given)")
    parser.add_argument("--province", help="code or name of a province of that day")
    parser.add_argument("--level", choices=LEVELS, default="commune", help="which units are listed")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(func=run_units)


def run_units(args: argparse.Namespace) -> int:
    """Print the units of a day and how many there are. Raises Refused."""
    on = args.on or datetime.now(clock.ZONE).date()
    if on < reading.FIRST_DAY:
        raise Refused("units.day_unknown")
    living = reading.living(on)
    within = _province(living, args.province, on) if args.province else None
    provinces = {row.code: row.parent for row in living if row.level == "district"}
    here = [row for row in living if within is None or _province_of(row, provinces) == within]
    listed = sorted((row for row in here if row.level == args.level), key=lambda row: row.code)
    print(_as_json(listed, here, on, provinces) if args.json else _as_text(listed, here, on, args.lang))
    return structures.GOOD


def _province(living: tuple[Row, ...], text: str, on: date) -> str:
    """Return the code of the province of a day that a text names; raises Refused."""
    provinces = [row for row in living if row.level == "province"]
    key = fold(split_kind(text)[1])
    found = [row.code for row in provinces if text.strip().zfill(2) == row.code or fold(row.name) == key]
    if not found:
        raise Refused("units.province_of_day", day=on.isoformat(), text=text)
    return found[0]


def _province_of(row: Row, districts: dict[str, str]) -> str:
    return {"province": row.code, "district": row.parent, "commune": districts.get(row.parent, row.parent)}[row.level]


def _as_json(listed: list[Row], here: list[Row], on: date, districts: dict[str, str]) -> str:
    units = [
        {"code": row.code, "name": reading.full_name(row.kind, row.name), "kind": row.kind, "parent": row.parent,
         "province": _province_of(row, districts), "since": row.since or None, "until": row.until or None}
        for row in listed
    ]  # fmt: skip
    counts = {level: dict(Counter(row.kind for row in here if row.level == level)) for level in LEVELS}
    return json.dumps({"on": on.isoformat(), "counts": counts, "units": units}, ensure_ascii=False)


def _as_text(listed: list[Row], here: list[Row], on: date, lang: str) -> str:
    counts = Counter((row.level, row.kind) for row in here)
    levels = Counter(row.level for row in here)
    kinds = ", ".join(f"{number(counts['commune', kind], lang)} {kind}" for kind in _KINDS if counts["commune", kind])
    lines = [f"{row.code}  {reading.full_name(row.kind, row.name)}" for row in listed]
    told = say("units.said_day", lang, day=day(on, lang), provinces=number(levels["province"], lang),
               cities=number(counts["province", "thành phố"], lang), districts=number(levels["district"], lang),
               communes=number(levels["commune"], lang), kinds=kinds)  # fmt: skip
    return "\n".join([*lines, told])
