"""A tidy form of our own: the units of a province, a column for each indicator, read back without a question."""

import io
from collections.abc import Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.indicators import INDICATORS
from data.units.register import StructureId, children, unit
from data.words import say

SHEET: Final = "Biểu mẫu CNSCĐ"
USUAL: Final = (
    "villages", "villages_covered", "teams_village", "teams_commune", "teams_active", "members_village",
    "members_commune", "members_trained", "households", "households_poor", "households_near_poor",
    "households_smartphone", "households_trained", "people_guided",
)  # fmt: skip
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n")
_HEAD: Final = PatternFill("solid", fgColor="DCE6F1")


def workbook(structure: StructureId, province: str, *, indicators: Sequence[str] = USUAL) -> bytes:
    """Return the form of a province (a code) as an .xlsx: one row a commune, counts to be filled in.

    Raises UnknownUnit; ValueError for an indicator that does not exist.
    """
    strange = set(indicators) - set(INDICATORS)
    if strange:
        raise ValueError(f"no such indicator: {sorted(strange)}")
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    heading = _head(sheet, structure, province, indicators)
    last = _rows(sheet, structure, province, start=heading + 1)
    _dress(sheet, heading=heading, last=last, width=4 + len(indicators))
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
    sheet["A1"].font = Font(bold=True, size=13)
    headings = ["STT", "Mã đơn vị", "Huyện", "Xã, phường, thị trấn"]
    headings += [say(f"intake.heading.{name}") for name in indicators]
    for at, text in enumerate(headings, start=1):
        cell = sheet.cell(5, at, text)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    return 5


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


def _dress(sheet: Worksheet, *, heading: int, last: int, width: int) -> None:
    """Freeze headings and names, widen columns, and let the spreadsheet refuse what is no count."""
    sheet.freeze_panes = sheet.cell(heading + 1, 5)
    sheet.row_dimensions[heading].height = 60
    for at, wide in enumerate((6, 11, 26, 30), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = wide
    counts = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    counts.error, counts.errorTitle = say("intake.template.whole"), SHEET
    sheet.add_data_validation(counts)
    if width > 4 and last > heading:
        counts.add(f"E{heading + 1}:{get_column_letter(width)}{last}")
    for at in range(5, width + 1):
        sheet.column_dimensions[get_column_letter(at)].width = 15
