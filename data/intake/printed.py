"""Tables of a PDF: each is confirmed by somebody who has the page before them, or left out.

A PDF says where letters are drawn, not which cell they belong to, so that a table may be read wrongly in ways that no
rule sees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from data.intake.problems import Problem
from data.intake.questions import Question
from data.intake.result import Checked
from data.spreadsheets.reader import RawSheet
from data.storage.errors import Refused

ID: Final = "printed:"
"""How the ids of these questions begin; the file's hash follows, so that an answer holds for one file alone."""
AS_PRINTED: Final = "as_printed"
LEAVE_OUT: Final = "leave_table_out"
_HASH: Final = 12


def question_id(digest: str, sheet: RawSheet) -> str:
    """Return the id of the question whether a table was read as it is printed."""
    return f"{ID}{digest[:_HASH]}:{sheet.name}"


def kept(sheets: Sequence[RawSheet], *, digest: str, answers: Mapping[str, object]) -> list[RawSheet]:
    """Return the sheets without the tables that were left out. Raises Refused where none is left."""
    out = [sheet for sheet in sheets if not _is_left_out(sheet, digest, answers)]
    if not any(sheet.rows for sheet in out):
        raise Refused("intake.pdf_left_out")
    return out


def confirmed(checked: Checked, sheets: Sequence[RawSheet], *, digest: str, answers: Mapping[str, object]) -> Checked:
    """Return what was checked with a question for each printed table that nobody has confirmed, and with what is told
    of pages and tables that were not read."""
    taken = {checked.tables[at].sheet for at in checked.taken} | {table["sheet"] for table in checked.sheet_tables}
    asked = [
        _question(sheet, digest)
        for sheet in sheets
        if _is_asked(sheet)
        and (not taken or sheet.name in taken)
        and answers.get(question_id(digest, sheet)) not in (AS_PRINTED, LEAVE_OUT)
    ]
    pictures = [sheet.printed for sheet in sheets if sheet.printed and sheet.printed.picture]
    told = [Problem("page_picture", {"page": page}) for one in pictures for page in one.pages]
    told += [
        Problem("printed_left_out", {"name": sheet.name}, sheet.name)
        for sheet in sheets
        if _is_left_out(sheet, digest, answers)
    ]
    if not asked and not told:
        return checked
    return replace(checked, questions=(*asked, *checked.questions), problems=(*told, *checked.problems))


def _is_asked(sheet: RawSheet) -> bool:
    return sheet.printed is not None and not sheet.printed.picture


def _is_left_out(sheet: RawSheet, digest: str, answers: Mapping[str, object]) -> bool:
    return _is_asked(sheet) and answers.get(question_id(digest, sheet)) == LEAVE_OUT


def _question(sheet: RawSheet, digest: str) -> Question:
    pages = sheet.printed.pages if sheet.printed else ()
    recognised = bool(sheet.printed and sheet.printed.recognised)
    told = f"{pages[0]}–{pages[-1]}" if len(pages) > 1 else str(pages[0])
    return Question(
        question_id(digest, sheet),
        "printed",
        sheet.name,
        None,
        None,
        told,
        "printed_recognised" if recognised else "printed",
        choices=(AS_PRINTED, LEAVE_OUT),
    )
