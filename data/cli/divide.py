"""`python -m data divide --total N --weights FILE.csv`: a target divided over units."""

from pathlib import Path

import click

from data.cli import files, options, program
from data.cli.output import GOOD, REMAINS, Output
from data.i18n.numbers import number
from data.plans.division import Division, divide
from data.plans.shares_file import read_shares


@program.command("divide", summary="command.data.divide", public=True)
@click.option("--total", type=options.WHOLE, required=True, help="command.option.total")
@click.option("--weights", type=options.FILE, required=True, metavar="FILE.csv", help="command.option.shares")
def command(out: Output, *, total: int, weights: Path) -> int:
    """Divide and print the parts: 0 they add up to the total, 2 bounds keep them from it."""
    found = divide(total, read_shares(files.read(weights)))
    values = {
        "rows": [{"code": code, "value": value} for code, value in found.parts.items()],
        "sum": found.sum,
        "excess": found.excess,
        "short": found.short,
        "infeasible": list(found.infeasible),
        "why": found.why,
    }
    text = "" if out.json else "\n".join(_lines(out, found))
    return out.answer(values, text, GOOD if found.sum == total and not found.infeasible else REMAINS)


def _lines(out: Output, found: Division) -> list[str]:
    lines = [out.say("plans.row", code=code, value=number(part, out.lang)) for code, part in found.parts.items()]
    lines.append(out.say("plans.sum", sum=number(found.sum, out.lang), total=number(found.total, out.lang)))
    excess, short = number(found.excess, out.lang), number(found.short, out.lang)
    return [*lines, out.say(f"plans.why.{found.why}", excess=excess, short=short, codes=", ".join(found.infeasible))]
