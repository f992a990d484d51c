"""Check quarterly village sheets: one village a sheet, its commune found in the sheet or asked for."""

from collections.abc import Mapping
from functools import partial

from data.catalogue import periods
from data.catalogue.current import catalogue
from data.intake import dates, figures, gazetteer, standing, village_sheet, villages
from data.intake.checks import date_and_structure, dates_agree
from data.intake.columns import letters
from data.intake.figures import FAULTS, Record
from data.intake.headings import indicator_of_sheet
from data.intake.layout import cell
from data.intake.match_units import LEAVE_OUT
from data.intake.origin import Cell
from data.intake.problems import Problem
from data.intake.questions import Question
from data.intake.result import Checked, Given, TableTold
from data.intake.standing import Day
from data.intake.village_sheet import Entry, VillageSheet
from data.spreadsheets.reader import RawSheet
from data.storage.errors import Refused
from data.units import lookup
from data.units.names import fold
from data.units.register import StructureId, Unit, structure_at, unit


def read(sheets: list[RawSheet], given: Given) -> Checked | None:
    """Check the village sheets of a workbook; None where it has none. Raises Refused where neither they nor the caller
    name a day."""
    found = [sheet for raw in sheets if not raw.hidden and (sheet := village_sheet.find(raw))]
    if not found:
        return None
    said = dates.said([text for sheet in found for text in sheet.texts])
    day = standing.settled(said, found[0].sheet.name, given=given.as_of, answers=given.answers)
    if day is None:
        raise Refused("intake.no_date")
    structure = given.structure or structure_at(day.as_of)
    province = standing.find_province(given.province, structure) if given.province else None
    return _check(found, sheets, given, structure=structure, province=province, day=day)


def _check(
    found: list[VillageSheet],
    sheets: list[RawSheet],
    given: Given,
    *,
    structure: StructureId,
    province: Unit | None,
    day: Day,
) -> Checked:
    """Check village sheets; the period is the quarter that the first one names."""
    as_of, said = day.as_of, day.said
    answers, known = given.answers, given.known
    asked = [day.question] if day.question else []
    records, problems = [], [*date_and_structure(as_of, structure), *dates_agree(as_of, said)]
    for sheet in found:
        commune, question = _commune(sheet, structure, province, answers)
        problems += _cell_problems(sheet)
        asked += [question] if question else []
        if commune is not None:
            records.append(_record(sheet, commune))
        problems += _sums(sheet)
    records, doubled = figures.merge(records)
    problems += doubled
    asked += villages.settle(records, structure=structure, known=known, answers=answers)
    return Checked(
        file=given.name,
        digest=given.digest,
        structure=structure,
        province=province,
        as_of=as_of,
        period=said.quarter if said and said.quarter else periods.ended_by(as_of),
        kind="village_sheet",
        records=tuple(records),
        questions=tuple(asked),
        problems=tuple(problems),
        answers=dict(answers),
        sheets=tuple((sheet.name, sheet.hidden) for sheet in sheets),
        entries=tuple((entry.code, entry.read.count) for sheet in found for entry in sheet.entries),
        sheet_tables=tuple(_table_json(sheet) for sheet in found),
    )


def _table_json(sheet: VillageSheet) -> TableTold:
    at = sheet.entries[0].column
    return {
        "sheet": sheet.sheet.name,
        "rows": len(sheet.entries),
        "columns": {} if at is None else {letters(at): "value"},
        "codes": {entry.code: indicator_of_sheet(catalogue(), entry.code) for entry in sheet.entries},
        "village": sheet.village,
        "commune": sheet.commune,
    }


def _commune(
    sheet: VillageSheet, structure: StructureId, province: Unit | None, answers: Mapping[str, object]
) -> tuple[Unit | None, Question | None]:
    """Find the commune in the sheet's labels, else in its titles; ask where neither decides."""
    within = province.code if province else gazetteer.code_of(sheet.province, structure=structure, level="province")
    id = f"unit:{within or '-'}:village:{fold(sheet.commune)}:{fold(sheet.village or sheet.sheet.name)}"
    answer = answers.get(id)
    if answer == LEAVE_OUT:
        return None, None
    answered = lookup.find(answer, structure=structure) if isinstance(answer, str) else lookup.Found(None, None)
    if answered.how == "code":
        return answered.unit, None
    district = gazetteer.code_of(sheet.district, structure=structure, level="district", province=within)
    found = lookup.Found(None, None)
    if sheet.commune:
        found = lookup.find(sheet.commune, structure=structure, province=within, district=district)
    else:
        codes = {
            code
            for text in sheet.texts
            for code in gazetteer.mentions(text, structure=structure, level="commune", province=within)
        }
        if len(codes) == 1:
            return unit(structure, codes.pop()), None
    if found.unit:
        return found.unit, None
    text = sheet.commune or sheet.village or sheet.sheet.name
    why = "near" if found.candidates else "village_commune"
    row = sheet.village_row + 1
    return None, Question(id, "unit", sheet.sheet.name, row, None, text, why, found.candidates, rows=(row,))


def _place(sheet: VillageSheet, entry: Entry) -> Cell:
    return Cell(sheet.sheet.name, entry.row + 1, letters(entry.column or 0))


def _record(sheet: VillageSheet, commune: Unit) -> Record:
    counts, cells = {}, {}
    for entry in sheet.entries:
        indicator = indicator_of_sheet(catalogue(), entry.code)
        if indicator:
            counts[indicator], cells[indicator] = entry.read.count, _place(sheet, entry)
    at = Cell(sheet.sheet.name, sheet.village_row + 1, "A")
    return Record("village", commune, at, counts, {}, sheet.village or sheet.sheet.name, moved=cells)


def _cell_problems(sheet: VillageSheet) -> list[Problem]:
    if sheet.entries[0].column is None:
        return [Problem("value_column", {}, sheet.sheet.name, sheet.entries[0].row + 1)]
    out = []
    for entry in sheet.entries:
        at = _place(sheet, entry)
        value = cell(sheet.sheet, entry.row, entry.column) if entry.column is not None else None
        here = partial(
            Problem,
            sheet=at.sheet,
            row=at.row,
            column=at.column,
            value="" if value is None else str(value)[:80],
            indicator=indicator_of_sheet(catalogue(), entry.code),
        )
        if entry.read.kind in FAULTS:
            out.append(here(FAULTS[entry.read.kind], {"suggestion": ""}))
        elif entry.read.kind == "mark":
            out.append(here("unclear_mark", {"times": 1}))
        elif entry.read.count is not None and entry.read.count < 0:
            out.append(here("negative"))
    return out


def _sums(sheet: VillageSheet) -> list[Problem]:
    """Check CT03 + CT04 ≤ CT01 (poor and near-poor among all households) and CT12 ≤ CT02 (members among people)."""
    counts = {entry.code: entry.read.count for entry in sheet.entries}
    lines = {entry.code: entry for entry in sheet.entries}
    out: list[Problem] = []
    for parts, whole in ((("CT03", "CT04"), "CT01"), (("CT03",), "CT01"), (("CT04",), "CT01"), (("CT12",), "CT02")):
        known = [count for code in parts if (count := counts.get(code)) is not None]
        total = counts.get(whole)
        if len(known) < len(parts) or total is None or sum(known) <= total:
            continue
        if out and out[-1].values["whole_name"] == whole:
            continue
        at = _place(sheet, lines[parts[0]])
        out.append(
            Problem(
                "part_above_whole",
                {
                    "name": sheet.village,
                    "part": sum(known),
                    "whole": total,
                    "part_name": " + ".join(parts),
                    "whole_name": whole,
                },
                at.sheet,
                at.row,
                at.column,
                str(sum(known)),
            )
        )
    return out
