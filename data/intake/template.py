"""A tidy form of our own: the units of a province, a column for each indicator, read back without a question.

A second sheet takes the list of teams, a row a team of any level, with what the form of a team holds.
"""

import io
from collections.abc import Sequence
from typing import Final, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.catalogue.current import catalogue
from data.i18n import say
from data.intake.own_form import SHEET, TEAMS
from data.units.register import STRUCTURES, StructureId, children, unit

OF_TEAM: Final = (
    "name",
    "level",
    "commune",
    "village",
    "villages",
    "union_branch",
    "members",
    "trained",
    "subgroups",
    "status",
    "decision",
    "decided",
    "founded",
    "reorganised",
    "dissolved",
    "group_platform",
    "group_link",
    "zalo_households",
)
"""The columns of the list of teams behind its number and its district, in the names of the form of a team."""
_COUNTS_OF_TEAM: Final = ("members", "trained", "subgroups", "zalo_households")
_DAYS_OF_TEAM: Final = ("decided", "founded", "reorganised", "dissolved")
_TEAM_ROWS: Final = 2_000
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n")
_HEAD: Final = PatternFill("solid", fgColor="DCE6F1")


def workbook(structure: StructureId, province: str, *, indicators: Sequence[str] | None = None) -> bytes:
    """Return the form of a province (a code) as an .xlsx: one row a commune, counts to be filled in, and a sheet for
    the list of its teams.

    Raises UnknownUnit; ValueError for an indicator that does not exist.
    """
    known = catalogue()
    if indicators is None:
        indicators = [code for code in known.readable if known.indicators[code].form]
    strange = set(indicators) - set(known.codes)
    if strange:
        raise ValueError(f"no such indicator: {sorted(strange)}")
    book = Workbook()
    del book[book.sheetnames[0]]
    sheet = book.create_sheet(SHEET)
    heading = _head(sheet, structure, province, indicators)
    last = _rows(sheet, structure, province, start=heading + 1)
    _dress(sheet, heading=heading, last=last, indicators=indicators)
    _list_of_teams(book.create_sheet(TEAMS), structure, province)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def safe(text: str) -> str:
    """Return a text as a cell may hold it: one that a spreadsheet would take for a formula gets a quote before it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _head(sheet: Worksheet, structure: StructureId, province: str, indicators: Sequence[str]) -> int:
    """Write title, date and headings; return the row of the headings."""
    here = unit(structure, province)
    sheet["A1"] = safe(say("intake.template.title", province=here.name).upper())
    sheet["A2"] = say("intake.template.date")
    sheet["A3"] = say("intake.template.how")
    headings = ["STT", "Mã đơn vị", "Huyện", "Xã, phường, thị trấn"]
    return _heading(sheet, [*headings, *(say(f"intake.heading.{name}") for name in indicators)])


def _heading(sheet: Worksheet, headings: Sequence[str]) -> int:
    """Write the headings below the title; return their row."""
    sheet["A1"].font = Font(bold=True, size=13)
    for at, text in enumerate(headings, start=1):
        cell = sheet.cell(5, at, text)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    return 5


def _list_of_teams(sheet: Worksheet, structure: StructureId, province: str) -> None:
    """Write the headings of the list of teams, and let the spreadsheet offer and refuse what a column may hold."""
    sheet["A1"] = safe(say("intake.template.teams", province=unit(structure, province).name).upper())
    sheet["A2"] = say("intake.template.teams.how")
    before = ["STT", "Huyện"] if "district" in STRUCTURES[structure].levels else ["STT"]
    heading = _heading(sheet, [*before, *(say(f"intake.team_heading.{name}") for name in OF_TEAM)])
    sheet.freeze_panes = sheet.cell(heading + 1, len(before) + 2).coordinate
    sheet.row_dimensions[heading].height = 48
    checks = {
        name: _refusing("list", say("intake.template.choose"), rule=f'"{say(f"intake.template.{name}")}"')
        for name in ("level", "status", "group_platform")
    }
    checks |= dict.fromkeys(_COUNTS_OF_TEAM, _refusing("whole", say("intake.template.whole"), rule="0"))
    checks |= dict.fromkeys(_DAYS_OF_TEAM, _refusing("date", say("intake.template.day"), rule="42005"))
    for check in {id(check): check for check in checks.values()}.values():
        sheet.add_data_validation(check)
    for at, name in enumerate(OF_TEAM, start=len(before) + 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = 30 if name in ("name", "villages", "group_link") else 17
        if name in checks:
            checks[name].add(f"{letter}{heading + 1}:{letter}{heading + _TEAM_ROWS}")


def _refusing(kind: Literal["list", "whole", "date"], message: str, *, rule: str) -> DataValidation:
    """Return a check of cells that tells in words what belongs there: one of a list, or what is at least a number."""
    least: Literal["greaterThanOrEqual"] | None = None if kind == "list" else "greaterThanOrEqual"
    check = DataValidation(type=kind, allow_blank=True, operator=least, formula1=rule)
    check.error, check.errorTitle = message, TEAMS
    return check


def _rows(sheet: Worksheet, structure: StructureId, province: str, *, start: int) -> int:
    """Write one row a commune, codes as text so that none loses its zero; return the last row."""
    communes = children(structure, province, "commune")
    row = start - 1
    for row, (code, name, district) in enumerate(
        zip(communes.index, communes["name"], communes["district"], strict=True), start=start
    ):
        sheet.cell(row, 1, row - start + 1)
        sheet.cell(row, 2, code).number_format = "@"
        sheet.cell(row, 3, safe(unit(structure, district).name) if isinstance(district, str) else None)
        sheet.cell(row, 4, safe(name))
    return row


def _dress(sheet: Worksheet, *, heading: int, last: int, indicators: Sequence[str]) -> None:
    """Freeze headings and names, widen columns, and let the spreadsheet refuse what is no count or score."""
    sheet.freeze_panes = sheet.cell(heading + 1, 5).coordinate
    sheet.row_dimensions[heading].height = 60
    for at, wide in enumerate((6, 11, 26, 30), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = wide
    ends = {name: catalogue().scores.get(name) for name in indicators}
    checks = {most: _of_figures(most) for most in ends.values()}
    for check in checks.values():
        sheet.add_data_validation(check)
    for at, most in enumerate(ends.values(), start=5):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = 15
        if last > heading:
            checks[most].add(f"{letter}{heading + 1}:{letter}{last}")


def _of_figures(most: int | None) -> DataValidation:
    """Return the check of a column of counts, or of scores up to `most`."""
    if most is None:
        return _refusing("whole", say("intake.template.whole"), rule="0")
    check = DataValidation(type="decimal", allow_blank=True, operator="between", formula1="0", formula2=str(most))
    check.error, check.errorTitle = say("intake.template.score", most=most), SHEET
    return check
