"""What `check` and `import` share: the check of the reports that were given, and how the result is shown to people.

One file is answered as one report. Several files, and archives of files, are answered together (data.intake.many).
"""

from collections.abc import Mapping
from typing import Final

from data.cli.output import REMAINS, Output
from data.cli.report_files import Begun, Given
from data.i18n.numbers import number
from data.intake import baseline, many, report, report_kinds
from data.intake.many import OneFile, Together
from data.intake.result import Checked
from data.spreadsheets import archives
from data.storage.errors import Refused

_SHOWN: Final = 40


def checked(out: Output, given: Given, begun: Begun) -> Checked | Together:
    """Check the report that the options name, or several together, against what the current release knows.

    Raises Refused.
    """
    show = out.progress
    if begun.reading is None:
        return _together(out, given, begun)
    name, content = begun.contents[0]
    return report.check(
        content,
        name=name,
        structure=given["structure"],
        province=given["province"],
        as_of=given["as_of"],
        answers=begun.answers,
        known=baseline.of_current(),
        begun=begun.reading,
        progress=(lambda done: show(done, "")) if show else None,
    )


def _together(out: Output, given: Given, begun: Begun) -> Together:
    show = out.progress
    files = archives.unpacked(begun.contents)
    parsed = many.parse(files, progress=(lambda done: show(0.6 * done, "")) if show else None)
    found = many.check(
        parsed,
        structure=given["structure"],
        province=given["province"],
        as_of=given["as_of"],
        answers=begun.answers,
        known=baseline.of_current(),
        progress=(lambda done: show(0.6 + 0.4 * done, "")) if show else None,
    )
    if found.joined is None:
        refused = [file for file in found.files if file.refusal]
        reason = refused[0].refusal.text(out.lang) if refused and refused[0].refusal else ""
        raise Refused("intake.all_refused", count=len(found.files), file=found.files[0].name, reason=reason)
    return found


def status_of(found: Checked | Together) -> int:
    """Return the exit status: 0 good, 2 where questions or problems remain or a file was refused."""
    if isinstance(found, Checked):
        return found.status
    refused = any(file.refusal for file in found.files)
    return REMAINS if refused or found.joined is None else found.joined.status


def as_values(found: Checked | Together, out: Output, *, rows: bool = False) -> dict[str, object]:
    """Return what `--json` prints: of several files each with its state, and all of them as one report."""
    if isinstance(found, Checked):
        return found.to_json(rows=rows, lang=out.lang)
    values: dict[str, object] = (
        found.joined.to_json(rows=rows, lang=out.lang) if found.joined else {"publishable": False}
    )
    values["files"] = [_file_values(file, out, rows=rows) for file in found.files]
    values["asked_of"] = {id: list(names) for id, names in found.asked_of.items()}
    return values


def _file_values(file: OneFile, out: Output, *, rows: bool) -> dict[str, object]:
    head: dict[str, object] = {"file": file.name, "sha256": file.digest, "state": file.state}
    if file.twin:
        head["same_as"] = file.twin
    if file.refusal:
        head["error"] = file.refusal.text(out.lang)
    return {**(file.checked.to_json(rows=rows, lang=out.lang) if file.checked else {}), **head}


def as_text(found: Checked | Together, out: Output) -> list[str]:
    """Say in lines for people what was read, which questions are open and what is wrong."""
    if isinstance(found, Together):
        lines = [_file_line(file, out) for file in found.files]
        return [*lines, *(_lines(found.joined, out) if found.joined else [])]
    place = found.province.name if found.province else "?"
    head = out.say(
        "intake.said.file",
        file=found.file,
        kind=out.say(report_kinds.named(found.kind).words),
        province=place,
        structure=found.structure,
        date=found.as_of.strftime("%d/%m/%Y"),
    )
    return [head, *_lines(found, out)]


def _file_line(file: OneFile, out: Output) -> str:
    """Say in one line what became of one file."""
    state = out.say(f"intake.state.{file.state}")
    if file.refusal:
        return f"✗ {file.name}: {file.refusal.text(out.lang)}"
    if file.twin or not file.checked:
        return f"- {file.name}: {state} ({file.twin})"
    units = list(dict.fromkeys(record.unit.name for record in file.checked.records))
    where = units[0] if len(units) == 1 else out.say("intake.said.units", units=number(len(units), out.lang))
    mark = {"good": "✓", "asks": "?"}.get(file.state, "!")
    return f"{mark} {file.name}: {state}; {where}, {file.checked.as_of.strftime('%d/%m/%Y')}"


def _lines(found: Checked, out: Output) -> list[str]:
    lines = [out.say("intake.said.rows", **_counts(found, out))]
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
