"""What one row of a table is about: a province, a district, a commune, a village or a person."""

from collections import Counter
from dataclasses import dataclass
from functools import partial

from data.intake import gazetteer, levels_in_rows
from data.intake.body import Frame, TableLevel
from data.intake.columns import Column, by_role
from data.intake.gazetteer import COMMUNE_KINDS
from data.intake.labels import LIST_MARK, OFFICE, depth_of, is_total
from data.intake.layout import Block, cell
from data.spreadsheets import cells as values


def level_of(block: Block, columns: tuple[Column, ...], frame: Frame) -> TableLevel:
    """Say what a row of the table is about, by its columns and by the names that stand in them."""
    if by_role(columns, "person") is not None:
        return "person"
    if by_role(columns, "village") is not None:
        return "village"
    at = by_role(columns, "commune", "unit", "district", "province")
    if at is None:
        return "commune"
    labels = [text for row in range(block.start, block.end) if isinstance(text := cell(block.sheet, row, at), str)]
    labels = [OFFICE.sub("", LIST_MARK.sub("", label), count=1) for label in labels[:2000]]
    villages = sum(gazetteer.is_village(label) or levels_in_rows.of_label(label) is not None for label in labels)
    counts = Counter(_level_of_label(label, frame) for label in labels)
    if villages > max(0.3 * len(labels), counts["commune"]):
        return "village"
    if counts["province"] > counts["commune"] + counts["district"]:
        return "province"
    if counts["commune"] and communes_over_villages(block, columns, frame):
        return "village"
    return "district" if counts["district"] > 2 * counts["commune"] else "commune"


def communes_over_villages(block: Block, columns: tuple[Column, ...], frame: Frame) -> frozenset[int]:
    """Return the rows of communes that head rows of villages without a kind before their names; none where this is not
    sure.

    It is where the numbering of all rows says so ("I", "1"; "1", "1.1"), or where the counts of each commune are the
    sums of the rows below it; nearly none of the rows below is named like a commune.
    """
    at = by_role(columns, "commune", "unit")
    if at is None or frame.province is None or by_role(columns, "village") is not None:
        return frozenset()
    could_be = partial(gazetteer.could_be, structure=frame.structure, province=frame.province)
    rows = [
        row
        for row in _named_rows(block, columns, at)
        if not is_total(row.label)
        and gazetteer.kind_of(row.label) != "tỉnh"
        and not could_be(row.label, level="province")
    ]
    named = {row.row for row in rows if could_be(row.label, level="commune")}
    if not named or 2 * len(named) > len(rows) or rows[0].row not in named:
        return frozenset()
    heads = [row for row in rows if row.depth == rows[0].depth]
    deeper = [row for row in rows if row.depth != rows[0].depth]
    strangers = sum(row.row not in named for row in deeper)
    numbered = rows[0].depth is not None and all(row.depth and row.depth > (rows[0].depth or 0) for row in deeper)
    if numbered and deeper and all(row.row in named for row in heads) and strangers >= 0.8 * len(deeper):
        return frozenset(row.row for row in heads)
    if not deeper and _are_sums(rows, [row for row in rows if row.row in named]):
        return frozenset(named)
    return frozenset()


@dataclass(frozen=True)
class _NamedRow:
    """A row with its name, how deep its numbering says it stands (None where it has none), and its counts."""

    row: int
    label: str
    depth: int | None
    counts: tuple[int | None, ...]


def _named_rows(block: Block, columns: tuple[Column, ...], at: int) -> list[_NamedRow]:
    index = by_role(columns, "index")
    counted = [column.at for column in columns if column.role == "indicator"]
    out = []
    for row in range(block.start, block.end):
        text = cell(block.sheet, row, at)
        if not isinstance(text, str) or not text.strip():
            continue
        counts = tuple(values.read(cell(block.sheet, row, place)).count for place in counted)
        if all(count is None for count in counts):
            continue
        mark = LIST_MARK.match(text)
        told = "" if index is None else str(cell(block.sheet, row, index) or "").strip()
        told = told or (mark[0].strip(" ./):") if mark else "")
        label = OFFICE.sub("", LIST_MARK.sub("", text).strip(), count=1)
        out.append(_NamedRow(row, label, depth_of(told), counts))
    return out


def _are_sums(rows: list[_NamedRow], heads: list[_NamedRow]) -> bool:
    """Say whether the counts of each head are the sums of the rows between it and the next."""
    starts = [rows.index(head) for head in heads] + [len(rows)]
    for at, head in enumerate(heads):
        children = rows[starts[at] + 1 : starts[at + 1]]
        sums = [sum(child.counts[place] or 0 for child in children) for place in range(len(head.counts))]
        if not children or [count or 0 for count in head.counts] != sums or not any(sums):
            return False
    return True


def _level_of_label(label: str, frame: Frame) -> str | None:
    kind = gazetteer.kind_of(label)
    if kind in COMMUNE_KINDS:
        return "commune"
    if kind in ("huyện", "quận", "thị xã"):
        return "district"
    if frame.province is None and gazetteer.could_be(label, structure=frame.structure, level="province"):
        return "province"
    could_be = partial(gazetteer.could_be, label, structure=frame.structure, province=frame.province)
    district = could_be(level="district")
    commune = kind != "thành phố" and could_be(level="commune")
    if district != commune:
        return "district" if district else "commune"
    return None
