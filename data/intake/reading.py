"""The reading of tables: what each column and each row of a table is, of what kind it is and where it lies."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from data.intake import gazetteer, hamlets, levels_alone, personal, report_kinds, row_notes, scales, title_senses
from data.intake.body import Frame, TableLevel
from data.intake.columns import Column, by_role, named_by, recognise
from data.intake.heading_times import Moment
from data.intake.layout import Block, cell
from data.intake.table_body import Body
from data.intake.tables import Table, labels, titles
from data.spreadsheets.reader import Progress
from data.units import former
from data.units.register import Level, StructureId, unit

_LISTS: Final = ("person", "team")
"""The levels of tables that count their own rows."""
_DISTRICT_SHARE: Final = 0.5
_LAST_ROWS: Final = 12


def read(
    blocks: list[Block],
    *,
    structure: StructureId,
    province: str | None,
    answers: Mapping[str, object],
    moment: Moment | None = None,
    progress: Progress | None = None,
) -> list[Table]:
    """Read the tables: recognise columns, find the place, give every row its role."""
    out = []
    for done, block in enumerate(blocks, start=1):
        context = " ".join(text for _, text in block.above)
        columns = recognise(block, context=context, answers=answers, moment=moment)
        if personal.names_leaders(block, columns):
            columns = recognise(block, context=context, answers=answers, moment=moment, register=False)
        frame = Frame(structure, province)
        if personal.is_of_citizens(block, columns):
            out.append(_of_citizens(block, columns, frame))
            continue
        columns = levels_alone.with_levels(block, personal.mark(block, _with_names(block, columns, frame)))
        near = [text for _, text in block.above]
        said = title_senses.of_titles(near, sheet=block.sheet.name, moment=moment)
        columns = hamlets.of_today(columns)
        kind, how = report_kinds.of_table(block, columns, frame)
        listing = title_senses.listing(said, answers) if how.level in _LISTS else None
        if listing is None:
            columns = title_senses.of_level(title_senses.ask(columns, said, answers), near)
            columns = title_senses.of_notes(columns, [text for _, text in _notes(block)], answers)
        columns = how.of_columns(columns)
        frame = _framed(block, columns, frame, how.level)
        part = _part(progress, done - 1, len(blocks))
        scaled = scales.of_table(
            block.above, _notes(block), columns, sheet=block.sheet.name, row=block.bottom, answers=answers
        )
        by_column = {at: scale.answer for scale in scaled for at in scale.columns}
        body = how.of_rows(block, columns, frame, by_column, part)
        unread = listing.unread if listing else None
        notes = None
        if how.level in _LISTS:
            body, notes = row_notes.read(block, columns, body, answers)
        out.append(Table(block, columns, how.level, frame, body, kind, scaled, unread, listing, notes))
        if part:
            part(1.0)
    return out


def _notes(block: Block) -> list[tuple[int, str]]:
    """Return the texts of the last rows of a table that hold one cell alone: what a footnote says of its figures."""
    rows = range(max(block.start, block.end - _LAST_ROWS), block.end)
    filled = [(row, [value for value in block.sheet.rows[row] if value not in (None, "")]) for row in rows]
    return [(row, values[0]) for row, values in filled if len(values) == 1 and isinstance(values[0], str)]


def _of_citizens(block: Block, columns: tuple[Column, ...], frame: Frame) -> Table:
    """Return a table of citizens without anything that its cells hold."""
    blank = tuple(replace(column, role="personal", indicator=None, samples=(), guesses=()) for column in columns)
    return Table(block, blank, "person", frame, Body(()), "register", unread="citizens")


def _with_names(block: Block, columns: tuple[Column, ...], frame: Frame) -> tuple[Column, ...]:
    """Where no heading says which column names units, take the one in which most texts are names of units."""
    if by_role(columns, "unit", "commune", "district", "province", "village", "person", "team") is not None:
        return columns
    best, most = None, 1
    for column in columns:
        if column.role in ("detail", "unknown", "empty"):
            texts = {cell(block.sheet, row, column.at) for row in range(block.start, min(block.end, block.start + 300))}
            named = sum(_could_name(text, frame) for text in texts if isinstance(text, str))
            best, most = (column.at, named) if named > most else (best, most)
    return columns if best is None else named_by(columns, best)


def _could_name(text: str, frame: Frame) -> bool:
    levels: tuple[Level, ...] = ("commune", "district", "province")
    return any(
        gazetteer.could_be(text, structure=frame.structure, level=level, province=frame.province) for level in levels
    )


def _part(progress: Progress | None, before: int, of: int) -> Progress | None:
    return None if progress is None else lambda done: progress((before + done) / of)


def _framed(block: Block, columns: tuple[Column, ...], frame: Frame, level: TableLevel) -> Frame:
    """Add the district and the commune that the titles name, where the rows bear them out."""
    if level in ("district", "province"):
        return frame
    texts = titles(block)
    districts = [code for text in texts for code in frame.mentions(text, level="district")]
    by_name = gazetteer.code_of(
        _sheet_place(block.sheet.name), structure=frame.structure, level="district", province=frame.province
    )
    districts = list(dict.fromkeys(districts + ([by_name] if by_name else [])))
    communes = labels(block, columns)
    if level == "commune":
        districts = [code for code in districts if _holds(code, communes, frame)]
        return Frame(frame.structure, frame.province, districts[0] if districts else None)
    commune = _commune_named(texts, frame, districts)
    village = gazetteer.village_named(texts) if level == "person" else ""
    return Frame(frame.structure, frame.province, districts[0] if len(districts) == 1 else None, commune, village)


def _sheet_place(name: str) -> str:
    """Drop a number in front of a sheet's name ("3. Bình Gia", "03_Bình Gia")."""
    return name.lstrip("0123456789.-_ )") or name


def _holds(district: str, communes: list[str], frame: Frame) -> bool:
    """Say whether most of the names that could be communes of the province could lie in the district."""
    could_be = partial(gazetteer.could_be, structure=frame.structure, level="commune", province=frame.province)
    old = frame.province if frame.structure == "2024" else None  # reports of 2023 name communes that ended since
    known = [text for text in communes if could_be(text) or (old and former.find(text, province=old))]
    inside = [
        text
        for text in known
        if could_be(text, district=district) or (old and former.find(text, province=old, district=district))
    ]
    return bool(known) and len(inside) >= _DISTRICT_SHARE * len(known)


def _commune_named(texts: list[str], frame: Frame, districts: list[str]) -> str:
    """Return the commune that the titles name, as they write it; "" where none or several are named.

    A name that several communes bear is asked about once, for all rows.
    """
    codes = [code for text in texts for code in frame.mentions(text, level="commune")]
    inside = [code for code in codes if not districts or unit(frame.structure, code).district in (None, *districts)]
    distinct = list(dict.fromkeys(inside))
    if len(distinct) == 1:
        return unit(frame.structure, distinct[0]).name
    names = [name for text in texts for name in frame.names_mentioned(text, level="commune")]
    return names[0] if not codes and len({gazetteer.key(name) for name in names}) == 1 else ""
