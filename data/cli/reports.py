"""The commands of intake: `check` reads a report and says what was found, `import` makes a draft of it."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from data.i18n import DEFAULT_LANGUAGE, Language, say
from data.i18n.numbers import number
from data.intake import drafting, report, template
from data.intake.baseline import Known
from data.intake.result import Checked
from data.releases.store import open_store
from data.spreadsheets import limits
from data.storage.errors import NotFound, Refused, StoreFault
from data.units.register import STRUCTURES

_SHOWN: Final = 40


def add_commands(subparsers: Any) -> None:
    """Add check, import and template to the parsers of `python -m data`; `func` returns the exit status."""
    checking = subparsers.add_parser("check", help="read a report and say what is in it; changes nothing")
    add_file_options(checking)
    checking.add_argument("--rows", action="store_true", help="print the figures row by row too")
    checking.set_defaults(func=run_check)
    importing = subparsers.add_parser("import", help="read a report and make a draft of it")
    add_file_options(importing)
    importing.add_argument("--who", default="", help="who acts, for the audit log")
    importing.set_defaults(func=run_import, rows=False)
    forming = subparsers.add_parser("template", help="write an empty form with the units of a province")
    forming.add_argument("--structure", choices=tuple(STRUCTURES), required=True)
    forming.add_argument("--province", required=True, help="name or code")
    forming.add_argument("--output", type=Path, required=True, metavar="FILE.xlsx")
    forming.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    forming.set_defaults(func=run_template)


def add_file_options(parser: argparse.ArgumentParser) -> None:
    """Add what `check` and `import` share: the file, and what is known of it."""
    parser.add_argument("file", metavar="FILE", help="the report: .xlsx, .xlsm, .xls, .ods, .csv, .tsv or HTML")
    parser.add_argument("--structure", choices=tuple(STRUCTURES), help="units before or since 1 July 2025")
    parser.add_argument("--province", help="name or code; found in the file where it is left out")
    parser.add_argument("--as-of", help="the date that the figures hold for: 2024-09-30")
    parser.add_argument("--answers", metavar="FILE.json", help="answers to questions, by question id")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run_check(args: argparse.Namespace) -> int:
    """Check a file and print the result; return 0 where nothing remains, 2 where questions or problems do."""
    checked = check_file(args)
    if args.json:
        print(json.dumps(checked.to_json(rows=args.rows, lang=args.lang), ensure_ascii=False))
    else:
        print("\n".join(as_text(checked, args.lang)))
    return checked.status


def run_template(args: argparse.Namespace) -> int:
    """Write the form of a province; return 0."""
    province = report.find_province(args.province, args.structure)
    content = template.workbook(args.structure, province.code)
    try:
        args.output.write_bytes(content)
    except OSError as fault:
        raise Refused("intake.no_file", file=args.output.name, reason=fault.strerror or "?") from fault
    if args.json:
        print(json.dumps({"file": str(args.output), "structure": args.structure, "province": province.code}))
    else:
        print(say("intake.said.template", args.lang, file=args.output.name))
    return 0


def run_import(args: argparse.Namespace) -> int:
    """Make a draft of a file and print its id; return as `check` does. A file without any figure is refused."""
    checked = check_file(args)
    if not checked.records and not checked.questions:
        raise Refused("intake.nothing_to_import")
    draft = drafting.make(open_store(), checked, who=args.who)
    if args.json:
        print(json.dumps({"draft": draft, **checked.to_json(lang=args.lang)}, ensure_ascii=False))
    else:
        print("\n".join([*as_text(checked, args.lang), say("intake.said.draft", args.lang, draft=draft)]))
    return checked.status


def check_file(args: argparse.Namespace) -> Checked:
    """Check the file that the arguments name. Raises Refused."""
    content = read_content(Path(args.file))
    return report.check(
        content,
        name=Path(args.file).name,
        structure=args.structure,
        province=args.province,
        as_of=read_date(args.as_of),
        answers=read_answers(args.answers),
        known=_known(),
        progress=None if args.json else _bar(),
    )


def _known() -> Known:
    """Return what the current release knows; nothing where there is none, or none that can be read."""
    try:
        return Known(open_store().current())
    except (NotFound, StoreFault):
        return Known()


def read_content(path: Path) -> bytes:
    """Read a file that is not larger than any report may be. Raises Refused."""
    try:
        size = path.stat().st_size
        if size > limits.MAX_FILE:
            raise Refused("intake.too_large", size=size >> 20, limit=limits.MAX_FILE >> 20)
        return path.read_bytes()
    except OSError as fault:
        raise Refused("intake.no_file", file=path.name, reason=fault.strerror or "?") from fault


def read_date(text: str | None) -> date | None:
    """Read a date as 2024-09-30. Raises Refused for any other form."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise Refused("intake.bad_date", text=text) from fault


def read_answers(path: str | None) -> Mapping[str, object]:
    """Read answers by question id from a JSON file. Raises Refused."""
    if path is None:
        return {}
    try:
        answers = json.loads(read_content(Path(path)))
    except ValueError as fault:
        raise Refused("intake.bad_answers") from fault
    if not isinstance(answers, dict):
        raise Refused("intake.bad_answers")
    return answers


def _bar() -> Callable[[float], None] | None:
    """Return a progress display on stderr where a person watches, else None."""
    if not sys.stderr.isatty():
        return None

    def show(done: float) -> None:
        filled = round(done * 30)
        end = "\n" if done >= 1 else ""
        sys.stderr.write(f"\r[{'█' * filled}{' ' * (30 - filled)}] {done:4.0%}{end}")
        sys.stderr.flush()

    return show


def as_text(checked: Checked, lang: Language = DEFAULT_LANGUAGE) -> list[str]:
    """Say in lines for people what was read, what is asked and what is wrong."""
    place = checked.province.name if checked.province else "?"
    lines = [
        say(
            "intake.said.file",
            lang,
            file=checked.file,
            kind=say(f"intake.kind.{checked.kind}", lang),
            province=place,
            structure=checked.structure,
            date=checked.as_of.strftime("%d/%m/%Y"),
        ),
        say(
            "intake.said.rows",
            lang,
            rows=number(len(checked.records)),
            questions=number(len(checked.questions)),
            errors=number(len(checked.errors)),
            warnings=number(len(checked.problems) - len(checked.errors)),
        ),
    ]
    lines += [f"  {name}: {number(total)}" for name, total in checked.totals.items()]
    for question in checked.questions[:_SHOWN]:
        offered = "; ".join(f"{one.unit.code} {one.unit.name} – {one.text(lang)}" for one in question.candidates[:3])
        guessed = ", ".join(guess.indicator for guess in question.guesses)
        place = _where(question.sheet, question.row, question.column)
        lines.append(f"? {place} {question.message(lang)} {offered}{guessed}")
    for problem in checked.problems[:_SHOWN]:
        mark = "✗" if problem.severity == "error" else "!"
        lines.append(f"{mark} {_where(problem.sheet, problem.row, problem.column)} {problem.message(lang)}")
    lines.append(say("intake.said.publishable" if checked.publishable else "intake.said.not_publishable", lang))
    return lines


def _where(sheet: str | None, row: int | None, column: str | None) -> str:
    if sheet is None:
        return ""
    return f"[{sheet}{f'!{column or chr(65)}{row}' if row else ''}]"
