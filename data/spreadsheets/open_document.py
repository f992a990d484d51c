"""What an OpenDocument sheet shows beside its values: errors of formulas, percentages, hidden rows, raised marks."""

import io
import re
from collections.abc import Iterator, Set
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from data.spreadsheets import limits
from data.spreadsheets.sheet_look import SheetLook, with_marks

_TOLD: Final = re.compile(
    rb'value-type="(?:percentage|error)"|>(?:#[A-Z]|Err:)|visibility="(?:collapse|filter)"|text-position="'
)
_ERROR: Final = re.compile(r"(?:#[A-Z][A-Z0-9/!?]{2,12}|Err:\d{3})")
_ABOVE: Final = re.compile(r"super|[1-9]")  # "super 58%", "33% 58%"; "sub" and "-33%" stand below
_MOST: Final = 16_384


def of_sheets(content: bytes) -> dict[str, SheetLook]:
    """Return by sheet the cells of a content.xml that are percentages or errors, and the rows that are hidden.

    A part that says nothing of the kind is not parsed. Raises what the XML reader raises for a damaged one.
    """
    if not _TOLD.search(content):
        return {}
    out: dict[str, SheetLook] = {}
    look, row, style, raised = SheetLook(), 0, "", set[str]()
    for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
        name = element.tag.rpartition("}")[2]
        if name == "style" and event == "start":
            style = _of(element, "name")
        elif name == "text-properties" and event == "start" and _ABOVE.match(_of(element, "text-position")):
            raised.add(style)
        elif name == "table" and event == "start":
            look, row = out.setdefault(_of(element, "name"), SheetLook()), 0
        elif name == "table-row" and event == "end":
            times = _times(element, "number-rows-repeated")
            if times < _MOST:
                _read_row(element, range(row, row + times), look, raised)
            row += times
            element.clear()
    return out


def _read_row(element: Element, rows: range, look: SheetLook, raised: Set[str]) -> None:
    if _of(element, "visibility") in ("collapse", "filter"):
        look.hidden_rows.extend(rows)
    column = 0
    for cell in element:
        times = _times(cell, "number-columns-repeated")
        kind = _of(cell, "value-type")
        shown = "".join(cell.itertext()).strip() if times < _MOST else ""
        wrong = _ERROR.fullmatch(shown)
        marked = _marked(cell, raised) if raised and shown else ""
        told = bool(wrong or marked) or kind == "percentage"
        places = [(row, at) for row in rows for at in range(column, column + times)] if told else []
        if len(places) > limits.MAX_CELLS:
            places = []
        if wrong:
            look.faults.extend((*place, shown) for place in places)
        elif kind == "percentage":
            look.percents.update(places)
        elif marked:
            look.raised |= dict.fromkeys(places, marked)
        column += times


def _marked(cell: Element, raised: Set[str]) -> str:
    """Return the text of a cell that has marks above the line, these in brackets; "" of any other."""
    runs = [run for paragraph in cell for run in _runs(paragraph, raised, above=False)]
    return with_marks(runs) if any(above for _, above in runs) else ""


def _runs(element: Element, raised: Set[str], *, above: bool) -> Iterator[tuple[str, bool]]:
    """Give the texts of a paragraph in their order, each with whether it stands above the line."""
    above = above or _of(element, "style-name") in raised
    yield element.text or "", above
    for one in element:
        yield from _runs(one, raised, above=above)
        yield one.tail or "", above


def _of(element: Element, name: str) -> str:
    """Return an attribute by its local name; the error that LibreOffice notes beside the type comes first."""
    values = {key: value for key, value in element.items() if key.rpartition("}")[2] == name}
    return "error" if "error" in values.values() else next(iter(values.values()), "")


def _times(element: Element, name: str) -> int:
    value = _of(element, name)
    return max(1, int(value)) if value.isdecimal() and len(value) < 8 else 1
