"""`python -m data convert FILE.csv --from 2024 --to 2025-07`: counts into another structure."""

from datetime import date
from pathlib import Path

import click
import pandas as pd

from data.catalogue.current import catalogue
from data.cli import options, program
from data.cli.output import GOOD, REMAINS, Output
from data.i18n.numbers import number
from data.services.villages import weights_of_parts
from data.storage.errors import Refused
from data.units.count_files import CodeLevel, CountFile, read_counts, read_weights
from data.units.crosswalk import account, convert
from data.units.former_codes import FormerRow
from data.units.register import unit

_RANGE = ("low", "best", "high")


@program.command("convert", summary="command.data.convert", public=True)
@click.argument("file", type=options.FILE, metavar="FILE.csv", help="command.argument.counts")
@click.option("--from", "source", type=options.STRUCTURE, required=True, help="command.option.from")
@click.option("--to", "target", type=options.STRUCTURE, required=True, help="command.option.to")
@click.option("--weights", "weighed", type=options.FILE, metavar="FILE.csv", help="command.option.weights")
@click.option("--on", type=options.DAY, help="command.option.day_of_codes")
@click.option("--villages", is_flag=True, help="command.option.villages")
@click.option("--level", type=options.Choice(("province", "commune")), help="command.option.level_of_codes")
def command(
    out: Output,
    file: Path,
    source: str,
    target: str,
    weighed: Path | None,
    on: date | None,
    villages: bool,
    level: CodeLevel | None,
) -> int:
    """Convert a file and print it: 0 all went well, 2 some codes are unknown."""
    if on and source != "2024":
        raise Refused("units.convert_on")
    counts = read_counts(file, structure=source, on=on, level=level)
    weights, wholly_assigned = read_weights(weighed) if weighed else None, None
    if villages:
        program.for_staff("convert --villages")
        weights, wholly_assigned = weights_of_parts(source, target, weights)
    of_people = [name for name in counts.table.columns if catalogue().counts_people(name)]
    rows = convert(
        counts.table,
        source=source,
        target=target,
        weights=weights,
        wholly_assigned=wholly_assigned,
        of_people=of_people,
    )
    sums = account(counts.table, source=source, target=target, weights=weights, wholly_assigned=wholly_assigned)
    values = {"from": source, "to": target, **_values(rows, sums, counts)} if out.json else {}
    text = "" if out.json else "\n".join(_lines(out, rows, sums, counts, target))
    return out.answer(values, text, REMAINS if counts.unmatched else GOOD)


def _values(rows: pd.DataFrame, sums: pd.DataFrame, counts: CountFile) -> dict[str, object]:
    units: dict[str, dict[str, object]] = {}
    for row in rows.to_dict("records"):
        figure = {key: _plain(row[key]) for key in _RANGE}
        units.setdefault(row["code"], {"code": row["code"]})[row["column"]] = {**figure, "how": row["how"]}
    return {
        "rows": list(units.values()),
        "sums": {column: {key: int(value) for key, value in line.items()} for column, line in sums.iterrows()},
        "former": [each.as_dict() for each in counts.former],
        "unmatched": list(counts.unmatched),
        "ignored": list(counts.ignored),
    }


def _lines(out: Output, rows: pd.DataFrame, sums: pd.DataFrame, counts: CountFile, target: str) -> list[str]:
    lines = []
    for row in rows.to_dict("records"):
        bounds = {key: _plain(row[key]) for key in _RANGE}
        shown = {key: "…" if value is None else number(value, out.lang) for key, value in bounds.items()}
        sure = ".sure" if row["how"] == "people" and bounds["low"] == bounds["high"] else ""
        figure = out.say(f"units.how.{row['how']}{sure}", **shown)
        lines.append(f"{row['code']}  {unit(target, row['code']).name}: {row['column']} {figure}")
    for column, line in sums.iterrows():
        parts = {str(key): number(int(value), out.lang) for key, value in line.items()}
        lines.append(out.say("units.convert_sum", column=column, **parts))
    if len(counts.table) and counts.table["code"].str.len().eq(2).all():
        lines.append(out.say("units.convert_provinces"))
    lines += [_former(out, each) for each in counts.former]
    if counts.ignored:
        lines.append(out.say("units.convert_ignored", columns=", ".join(counts.ignored)))
    lines += [out.say("units.convert_unmatched", row=each["row"], code=each["code"]) for each in counts.unmatched]
    return lines


def _former(out: Output, each: FormerRow) -> str:
    heirs = ", ".join(unit("2024", heir.code).name for heir in each.former.became)
    key = "units.convert_former" if each.former.sole_successor else "units.convert_split"
    return out.say(key, row=each.row, code=each.former.code, name=each.former.name, heirs=heirs)


def _plain(value: int | None) -> int | None:
    return None if pd.isna(value) else int(value)
