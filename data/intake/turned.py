"""Tables that stand on their side: a line an indicator, the units or the periods in columns.

"STT | Nội dung | ĐVT | Kết quả trong kỳ | Lũy kế" for the one commune that the title names, or "Chỉ tiêu | Xã A |
Xã B | Tổng cộng". A line's text is read as the heading of a column is, by the same rules and answers.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from data.intake import gazetteer, ratings, standing, sum_rows
from data.intake.body import Frame
from data.intake.columns import Column, letters, recognise
from data.intake.figures import FAULTS, Record
from data.intake.heading_times import Moment
from data.intake.headings import Guess, explain, read
from data.intake.layout import Block, cell
from data.intake.origin import Cell
from data.intake.problems import Problem
from data.intake.questions import Question
from data.intake.result import TableTold
from data.spreadsheets import cells as values
from data.spreadsheets.cells import Read
from data.spreadsheets.reader import RawSheet
from data.units import lookup
from data.units.candidates import Candidate, offered
from data.units.names import fold, split_kind
from data.units.register import Unit, unit

Use = Literal["unit", "value", "period", "cumulated", "total", "other"]

_NAMES: Final = re.compile(
    r"(?:tên\s+)?(?:nội\s+dung|chỉ\s+tiêu|hạng\s+mục|tiêu\s+chí|chỉ\s+số|danh\s+mục)(?:\s+(?:báo\s+cáo|thực\s+hiện|công\s+việc|"
    r"thống\s+kê|chỉ\s+tiêu))?",
    re.IGNORECASE,
)
_PERIOD: Final = re.compile(
    r"(?:.*\b)?(?:trong\s+(?:kỳ|quý|tháng|tuần)|kỳ\s+này|phát\s+sinh|kỳ\s+báo\s+cáo)\b.*", re.IGNORECASE
)
_CUMULATED: Final = re.compile(
    r".*\b(?:l[ũu]y\s*kế|luỹ\s*kế|cộng\s+dồn|đến\s+nay|đến\s+thời\s+điểm|hiện\s+có)\b.*", re.IGNORECASE
)
_VALUE: Final = re.compile(
    r"(?:kết\s+quả(?:\s+(?:thực\s+hiện|đạt\s+được))?|số\s+liệu|số\s+lượng|giá\s+trị|thực\s+hiện|số\s+thực\s+hiện|sl)",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"(?:đvt|đơn\s+vị(?:\s+tính)?|ghi\s+chú|stt|tt|mã(?:\s+số)?|.*\b(?:kỳ\s+trước|cùng\s+kỳ|năm\s+trước|quý\s+trước|tháng\s+trước|kế\s+hoạch|"
    r"chỉ\s+tiêu|mục\s+tiêu|tỷ\s+lệ|tỉ\s+lệ|tăng|giảm|so\s+với|so\s+sánh|minh\s+chứng|đạt)\b.*|%.*)",
    re.IGNORECASE,
)
_UNIT: Final = re.compile(r"đvt|đơn\s+vị(?:\s+tính)?|đv\s+tính", re.IGNORECASE)
_NO_COUNT: Final = re.compile(
    r"\s*(?:%|phần\s+trăm|tỷ\s+lệ|tỉ\s+lệ|(?:chục|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|1[.,]?000|100)\b).*", re.IGNORECASE
)
_LEAST: Final = 3
_LINES: Final = 400
_HEAD_ROWS: Final = 60


@dataclass(frozen=True)
class TurnedTable:
    """A table on its side: its heading row and the column of names, rows and columns from 0.

    `lines` are the rows of indicators, `uses` what each further column is used for by its place; `titles` the texts
    above. `columns` are the lines as columns are recognised, one for each of `lines`.
    """

    sheet: RawSheet
    head: int
    names: int
    lines: tuple[int, ...]
    uses: Mapping[int, Use]
    titles: tuple[tuple[int, str], ...]
    columns: tuple[Column, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the texts of the lines: they are this form's headings."""
        return tuple(str(cell(self.sheet, row, self.names)) for row in self.lines)

    def to_json(self) -> TableTold:
        """Return the table as `check --json` prints it: its indicators by row, its columns by their use."""
        return {
            "sheet": self.sheet.name,
            "rows": len(self.lines),
            "columns": {letters(at): use for at, use in self.uses.items()},
            "lines": {
                str(row + 1): column.indicator
                for row, column in zip(self.lines, self.columns, strict=True)
                if column.role == "indicator"
            },
            "level": "turned",
        }


@dataclass
class Reading:
    """What turned tables say: records, questions and problems."""

    records: list[Record] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def find(sheet: RawSheet) -> TurnedTable | None:
    """Return the turned table of a sheet: a column of names of indicators, and columns of figures; else None."""
    for row in range(min(len(sheet.rows), _HEAD_ROWS)):
        for column, value in enumerate(sheet.rows[row][:8]):
            if isinstance(value, str) and _NAMES.fullmatch(" ".join(value.split()).strip(" :")):
                found = _below(sheet, row, column)
                if found is not None:
                    return found
    return None


def _below(sheet: RawSheet, head: int, names: int) -> TurnedTable | None:
    texts = {
        row: value
        for row in range(head + 1, min(len(sheet.rows), head + 1 + _LINES))
        if isinstance(value := cell(sheet, row, names), str) and any(map(str.isalpha, value))
    }
    numbers = sum(
        values.is_number(cell(sheet, row, names)) for row in range(head + 1, min(len(sheet.rows), head + 1 + _LINES))
    )
    if numbers >= len(texts):
        return None  # "Nội dung" over a column of figures names no lines
    known = [row for row, text in texts.items() if read(text) or (explain(text).is_heading and len(text) < 160)]
    if len(known) < _LEAST or 2 * len(known) < len(texts):
        return None
    uses = {at: use for at in range(names + 1, len(sheet.rows[head])) if (use := _use_of(sheet, head, at, known))}
    if not set(uses.values()) & {"unit", "value", "period", "cumulated"} or _has_second_heads(sheet, head, names, uses):
        return None
    if any(isinstance(text := cell(sheet, head, at), str) and read(text) for at in uses):
        return None  # "Nội dung | Số tổ" heads rows of a table that stands upright
    lines = tuple(row for row in texts if row in known or _has_figures(sheet, row, uses))
    titles = tuple(
        (row, value) for row in range(head) for value in sheet.rows[row] if isinstance(value, str) and value.strip()
    )
    return TurnedTable(sheet, head, names, lines, uses, titles)


def _has_second_heads(sheet: RawSheet, head: int, names: int, uses: Iterable[int]) -> bool:
    """Say whether a second row of headings stands below the first: which of a unit's columns is meant nobody told."""
    below = [cell(sheet, head + 1, at) for at in uses]
    texts = [text for text in below if isinstance(text, str) and not values.is_number(text)]
    return cell(sheet, head + 1, names) in (None, "") and 2 * len(texts) > len(below)


def _has_figures(sheet: RawSheet, row: int, uses: Iterable[int]) -> bool:
    return any(values.is_number(cell(sheet, row, at)) for at in uses)


def _use_of(sheet: RawSheet, head: int, at: int, lines: list[int]) -> Use | None:
    """Say what a column is used for by its heading; one without figures for nothing."""
    heading = cell(sheet, head, at)
    text = " ".join(heading.split()) if isinstance(heading, str) else ""
    if not any(values.is_number(cell(sheet, row, at)) for row in lines):
        return None
    if _CUMULATED.fullmatch(text):
        return "cumulated"
    if _OTHER.fullmatch(text):
        return "other"
    if _PERIOD.fullmatch(text):
        return "period"
    if _VALUE.fullmatch(text):
        return "value"
    return "total" if sum_rows.sense_of(text) == "sum" and gazetteer.kind_of(text) is None else "unit"


def with_columns(table: TurnedTable, *, answers: Mapping[str, object], moment: Moment | None = None) -> TurnedTable:
    """Return the table with its lines recognised as the columns of a table turned upright."""
    figures = [at for at, use in table.uses.items() if use != "other"]
    rows = [[cell(table.sheet, row, at) for row in table.lines] for at in figures]
    upright = RawSheet(table.sheet.name, [list(table.headings), *rows])
    block = Block(upright, 0, 0, 1, len(upright.rows), table.headings, table.titles)
    context = " ".join(text for _, text in table.titles)
    found = recognise(block, context=context, answers=answers, moment=moment)[: len(table.lines)]
    return replace(
        table, columns=tuple(_in_its_unit(table, row, line) for row, line in zip(table.lines, found, strict=True))
    )


def _in_its_unit(table: TurnedTable, row: int, line: Column) -> Column:
    """Take no count from a line whose own unit of measure is a percentage, or thousands of what is counted."""
    heads = table.sheet.rows[table.head]
    at = next((at for at, text in enumerate(heads) if isinstance(text, str) and _UNIT.fullmatch(text.strip())), None)
    unit = cell(table.sheet, row, at) if at is not None else None
    if line.role == "indicator" and isinstance(unit, str) and _NO_COUNT.fullmatch(unit):
        return replace(line, role="percent", indicator=None)
    return line


def labels(table: TurnedTable) -> list[str]:
    """Return the names of units that head columns."""
    return [str(cell(table.sheet, table.head, at)) for at, use in table.uses.items() if use == "unit"]


def check(found: Iterable[TurnedTable], *, frame: Frame, answers: Mapping[str, object]) -> Reading:
    """Read turned tables to records of units; ask about units and lines that nothing decides."""
    out = Reading()
    for table in found:
        _ask_lines(table, out)
        if "unit" in table.uses.values():
            _read_units(table, frame, answers, out)
        else:
            _read_one(table, frame, answers, out)
    return out


def _ask_lines(table: TurnedTable, out: Reading) -> None:
    """Ask about every line with figures that no rule decides; a line of the other periods alone is none."""
    for row, column in zip(table.lines, table.columns, strict=True):
        if column.role == "unknown" and column.heading:
            out.questions.append(
                Question(
                    column.question, "column", table.sheet.name, row + 1, letters(table.names), column.heading,
                    column.doubt, guesses=column.guesses, samples=column.samples,
                )
            )  # fmt: skip
        elif column.role in ("target", "percent", "other_period", "uncounted"):
            told = {"heading": column.heading}
            out.problems.append(Problem("line_unread", told, table.sheet.name, row + 1, letters(table.names)))


def _read_units(table: TurnedTable, frame: Frame, answers: Mapping[str, object], out: Reading) -> None:
    """Read a table whose columns are units, and hold its columns of totals against them."""
    if all(map(gazetteer.is_village, labels(table))):
        _read_villages(table, frame, answers, out)
        return
    level: Literal["commune", "district"] = "district" if _are_districts(table, frame) else "commune"
    sums: dict[int, int] = {}
    for at, use in table.uses.items():
        if use != "unit":
            continue
        text = str(cell(table.sheet, table.head, at))
        id = f"unit:{frame.province or '-'}:-:{fold(text)}"
        answer = answers.get(id)
        if answer == "leave_out":
            continue
        known = answer if isinstance(answer, str) else text
        found = lookup.find(known, structure=frame.structure, level=level, province=frame.province)
        if found.unit is None:
            why = "near" if found.candidates else "nothing"
            out.questions.append(
                Question(
                    id, "unit", table.sheet.name, table.head + 1, letters(at), text, why, found.candidates,
                    rows=(table.head + 1,),
                )
            )  # fmt: skip
            continue
        _read_column(table, at, out, sums, level=level, of=found.unit)
    _check_totals(table, sums, out)


def _read_villages(table: TurnedTable, frame: Frame, answers: Mapping[str, object], out: Reading) -> None:
    """Read a table whose columns are the villages of the commune that the titles name."""
    code, question = _commune(table, standing.lines(table.titles), frame, answers)
    out.questions += [question] if question is not None else []
    sums: dict[int, int] = {}
    for at, use in table.uses.items() if code is not None else ():
        if use == "unit":
            village = str(cell(table.sheet, table.head, at))
            _read_column(table, at, out, sums, level="village", of=unit(frame.structure, code or ""), village=village)
    _check_totals(table, sums, out)


def _read_column(
    table: TurnedTable,
    at: int,
    out: Reading,
    sums: dict[int, int],
    *,
    level: Literal["district", "commune", "village"],
    of: Unit,
    village: str | None = None,
) -> None:
    """Take the figures of a unit's column to a record, and add them to the lines' sums; villages have no ratings."""
    counts: dict[str, int | None] = {}
    cells: dict[str, Cell] = {}
    for row, column in zip(table.lines, table.columns, strict=True):
        rating = ratings.is_rating(column.indicator)
        if column.role == "indicator" and column.indicator and not (village and rating):
            read = _read(table, row, at, column, out)
            told = ratings.counts(column.indicator, read)
            counts |= told
            cells |= dict.fromkeys(told, Cell(table.sheet.name, row + 1, letters(at)))
            if not rating:
                sums[row] = sums.get(row, 0) + (read.count or 0)
    here = Cell(table.sheet.name, table.head + 1, letters(at))
    out.records.append(Record(level, of, here, counts, {}, village, moved=cells))


def _are_districts(table: TurnedTable, frame: Frame) -> bool:
    names = labels(table)
    found = [
        gazetteer.could_be(name, structure=frame.structure, level="district", province=frame.province) for name in names
    ]
    communes = [
        gazetteer.could_be(name, structure=frame.structure, level="commune", province=frame.province) for name in names
    ]
    return sum(found) > sum(communes)


def _check_totals(table: TurnedTable, sums: Mapping[int, int], out: Reading) -> None:
    for at, use in table.uses.items():
        for row, total in sums.items() if use == "total" else ():
            said = values.read(cell(table.sheet, row, at)).count
            if said is not None and said != total:
                label = str(cell(table.sheet, table.head, at))
                told = {"label": label, "sum": total, "difference": said - total}
                out.problems.append(Problem("sheet_total", told, table.sheet.name, row + 1, letters(at), str(said)))


def _read_one(table: TurnedTable, frame: Frame, answers: Mapping[str, object], out: Reading) -> None:
    """Read a form of one unit: the commune, and the village if there is one, that its title names."""
    lines = standing.lines(table.titles)
    village = gazetteer.village_named(lines)
    code, question = _commune(table, lines, frame, answers)
    if question is not None:
        out.questions.append(question)
    counts: dict[str, int | None] = {}
    cells: dict[str, Cell] = {}
    for row, column in zip(table.lines, table.columns, strict=True):
        if column.role != "indicator" or not column.indicator:
            continue
        at = _column_of(table, column.indicator)
        if at is None:
            asked = _ask_period(table, row, column)
            if (answer := answers.get(asked.id)) is None:
                out.questions.append(asked)
            if answer != column.indicator:
                continue
            at = next(place for place, use in table.uses.items() if use in ("period", "cumulated", "value"))
        told = ratings.counts(column.indicator, _read(table, row, at, column, out))
        if village and ratings.is_rating(column.indicator):
            place = (table.sheet.name, row + 1, letters(at))
            out.problems.append(Problem("rating_of_village", {"heading": column.heading}, *place))
            continue
        counts |= told
        cells |= dict.fromkeys(told, Cell(table.sheet.name, row + 1, letters(at)))
    if code is not None:
        here = Cell(table.sheet.name, table.head + 1, letters(table.names))
        level: Literal["village", "commune"] = "village" if village else "commune"
        out.records.append(Record(level, unit(frame.structure, code), here, counts, {}, village or None, moved=cells))


def _commune(
    table: TurnedTable, lines: list[str], frame: Frame, answers: Mapping[str, object]
) -> tuple[str | None, Question | None]:
    """Return the one commune that the titles name; a question where they name none, or one that several may be."""
    texts = [*lines, table.sheet.name]
    named = {code for text in texts for code in frame.mentions(text, level="commune")}
    borne = [name for text in texts for name in frame.names_mentioned(text, level="commune")]
    sure = frame.province is not None or all(len(_bearers(name, frame)) == 1 for name in borne)
    if len(named) == 1 and sure:
        return named.pop(), None
    text = borne[0] if borne else lines[0] if lines else table.sheet.name
    id = f"unit:{frame.province or '-'}:turned:{fold(text)[:80]}"
    answer = answers.get(id)
    found = lookup.find(answer, structure=frame.structure) if isinstance(answer, str) and answer.isdigit() else None
    if found and found.unit:
        return found.unit.code, None
    if answer == "leave_out":
        return None, None
    candidates = _bearers(borne[0], frame) if borne else ()
    why = "same_name" if candidates else "village_commune"
    row = table.head + 1
    return None, Question(id, "unit", table.sheet.name, row, None, text, why, candidates, rows=(row,))


def _bearers(name: str, frame: Frame) -> tuple[Candidate, ...]:
    """Return the communes that bear a name, whatever their kind; those of the kind that stands before it first."""
    kind, short = split_kind(name)
    found = lookup.find(short, structure=frame.structure, level="commune", province=frame.province)
    known = (offered(found.unit, "units.why.name", 89.0),) if found.unit else found.candidates
    return tuple(sorted(known, key=lambda one: one.unit.kind != kind))


def _column_of(table: TurnedTable, indicator: str) -> int | None:
    """Return the column that has an indicator's figure: a stock stands in the cumulated one, a flow in the period's.

    None where the table has no column of this kind, or several.
    """
    flow = ratings.time(indicator) == "flow"
    for uses in (("period", "value"), ("value",)) if flow else (("cumulated",), ("value",)):
        at = [place for place, use in table.uses.items() if use in uses]
        if at:
            return at[0] if len(at) == 1 else None
    return None


def _ask_period(table: TurnedTable, row: int, column: Column) -> Question:
    """Ask about a figure of which only the other sort stands in the table: an increase, or a sum of many periods."""
    guess = (Guess(column.indicator or "", 0.5),)
    id, heading, at = f"period:{column.question}", column.heading, letters(table.names)
    return Question(id, "column", table.sheet.name, row + 1, at, heading, "column", guesses=guess)


def _read(table: TurnedTable, row: int, at: int, column: Column, out: Reading) -> Read:
    """Read a cell as its line says; name what is wrong with one that holds no figure."""
    value = cell(table.sheet, row, at)
    found = ratings.reader(column.indicator)(value)
    fault = table.sheet.faults.get((row, at))
    shown, indicator = "" if value is None else str(value)[:80], ratings.indicator(column.indicator)
    place = (table.sheet.name, row + 1, letters(at), shown, None, indicator)
    if found.kind in FAULTS:
        told = {"suggestion": ""} | ratings.allowed(column.indicator)
        out.problems.append(Problem(FAULTS[found.kind], told, *place))
    elif found.kind == "mark":
        out.problems.append(Problem("unclear_mark", {"times": 1, "zero": True}, *place))
    elif found.kind == "blank" and fault is not None:
        out.problems.append(Problem("error_cell" if fault else "uncomputed", {}, *place))
    elif found.count is not None and found.count < 0:
        out.problems.append(Problem("negative", {}, *place))
        return values.BLANK
    return found


def worksheets(sheets: list[RawSheet]) -> tuple[list[TurnedTable], list[RawSheet]]:
    """Return the turned tables of the visible sheets, and the sheets that have none."""
    found = {id(sheet): table for sheet in sheets if not sheet.hidden and (table := find(sheet))}
    return list(found.values()), [sheet for sheet in sheets if id(sheet) not in found]
