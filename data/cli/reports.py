"""What `check` and `import` share: the options of a report, its check, and how the result is told to people."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, TypedDict, TypeVar

import click

from data.cli import files, options
from data.cli.output import Output
from data.i18n.numbers import number
from data.intake import baseline, report, report_kinds
from data.intake.result import Checked

_SHOWN: Final = 40
F = TypeVar("F", bound=Callable[..., int])


class Given(TypedDict):
    """The options of a report, as `check` takes them."""

    file: Path
    structure: str | None
    province: str | None
    as_of: date | None
    answers: Path | None


def options_of_report(function: F) -> F:
    """Declare the file and what is known of it."""
    for option in reversed(
        (
            click.argument("file", type=options.FILE, metavar="FILE", help="command.argument.report"),
            click.option("--structure", type=options.STRUCTURE, help="command.option.structure_of_report"),
            click.option("--province", metavar="NAME", help="command.option.province_of_report"),
            click.option("--as-of", type=options.DAY, help="command.option.as_of_report"),
            click.option("--answers", type=options.FILE, metavar="FILE.json", help="command.option.answers"),
        )
    ):
        function = option(function)
    return function


def checked(out: Output, given: Given) -> Checked:
    """Check the report that the options name, against what the current release knows. Raises Refused."""
    show = out.progress
    return report.check(
        files.read(given["file"]),
        name=given["file"].name,
        structure=given["structure"],
        province=given["province"],
        as_of=given["as_of"],
        answers=files.read_answers(given["answers"]),
        known=baseline.of_current(),
        progress=(lambda done: show(done, "")) if show else None,
    )


def as_text(found: Checked, out: Output) -> list[str]:
    """Say in lines for people what was read, what is asked and what is wrong."""
    place = found.province.name if found.province else "?"
    lines = [
        out.say(
            "intake.said.file",
            file=found.file,
            kind=out.say(report_kinds.named(found.kind).words),
            province=place,
            structure=found.structure,
            date=found.as_of.strftime("%d/%m/%Y"),
        ),
        out.say("intake.said.rows", **_counts(found, out)),
    ]
    lines += [f"  {name}: {number(total, out.lang)}" for name, total in found.totals.items()]
    for question in found.questions[:_SHOWN]:
        offered = "; ".join(
            f"{one.unit.code} {one.unit.name} – {one.text(out.lang)}" for one in question.candidates[:3]
        )
        guessed = ", ".join(guess.indicator for guess in question.guesses)
        where = _where(question.sheet, question.row, question.column)
        lines.append(f"? {where} {question.message(out.lang)} {offered}{guessed}")
    for problem in found.problems[:_SHOWN]:
        mark = "✗" if problem.severity == "error" else "!"
        lines.append(f"{mark} {_where(problem.sheet, problem.row, problem.column)} {problem.message(out.lang)}")
    lines.append(out.say("intake.said.publishable" if found.publishable else "intake.said.not_publishable"))
    return lines


def _counts(found: Checked, out: Output) -> Mapping[str, str]:
    return {
        "rows": number(len(found.records), out.lang),
        "questions": number(len(found.questions), out.lang),
        "errors": number(len(found.errors), out.lang),
        "warnings": number(len(found.problems) - len(found.errors), out.lang),
    }


def _where(sheet: str | None, row: int | None, column: str | None) -> str:
    if sheet is None:
        return ""
    return f"[{sheet}{f'!{column or chr(65)}{row}' if row else ''}]"
