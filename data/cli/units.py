"""`python -m data units --on 2024-06-30 --province "Tỉnh Bắc Giang"`: the units of any day since 2023."""

from collections import Counter
from datetime import date, datetime
from typing import Final

import click

from data.cli import options, program
from data.cli.output import Output
from data.i18n.numbers import day, number
from data.storage.clock import ZONE
from data.units.tables import days
from data.units.tables.days import Day
from data.units.tables.reading import LEVELS, Level, full_name

_KINDS: Final = ("phường", "xã", "thị trấn", "đặc khu")


@program.command("units", summary="command.data.units", public=True)
@click.option("--on", type=options.DAY, help="command.option.day_of_units")
@click.option("--province", metavar="NAME", help="command.option.province_of_day")
@click.option("--level", type=options.Choice(LEVELS), default="commune", help="command.option.level_listed")
def command(out: Output, on: date | None, province: str | None, level: Level) -> int:
    """Print the units of a day and how many there are."""
    found = days.units_of(on or datetime.now(ZONE).date(), province=province)
    lines = [f"{row.code}  {full_name(row.kind, row.name)}" for row in found.of_level(level)]
    return out.answer(_values(found, level), "\n".join([*lines, _sum(out, found)]))


def _values(found: Day, level: Level) -> dict[str, object]:
    units = [
        {
            "code": row.code,
            "name": full_name(row.kind, row.name),
            "kind": row.kind,
            "parent": row.parent,
            "province": found.provinces[row.level, row.code],
            "since": row.since or None,
            "until": row.until or None,
        }
        for row in found.of_level(level)
    ]
    return {"on": found.on, "counts": {level: found.counts(level) for level in LEVELS}, "units": units}


def _sum(out: Output, found: Day) -> str:
    levels = Counter(row.level for row in found.units)
    communes = found.counts("commune")
    return out.say(
        "units.said_day",
        day=day(found.on, out.lang),
        provinces=number(levels["province"], out.lang),
        cities=number(found.counts("province").get("thành phố", 0), out.lang),
        districts=number(levels["district"], out.lang),
        communes=number(levels["commune"], out.lang),
        kinds=", ".join(f"{number(communes[kind], out.lang)} {kind}" for kind in _KINDS if communes.get(kind)),
    )
