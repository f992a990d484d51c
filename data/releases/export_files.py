"""Writes an exported table as CSV, XLSX, GeoJSON or Parquet: safe to open, zeros kept, missing left blank."""

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from data.i18n import say
from data.releases.export import Exported
from data.storage.atomic import replace_file

Format = Literal["csv", "xlsx", "geojson", "parquet"]

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Outlines:
    """The shapes of units: a GeoJSON geometry by code (degrees, WGS 84), and what says what they are and whose."""

    shapes: Mapping[str, Mapping[str, object]]
    said: str


def write_export(exported: Exported, output: Path, *, format: Format, lang: str = "vi") -> None:
    """Write the table to `output`, whole or not at all. Raises CannotWrite."""
    replace_file(output, content(exported, format=format, lang=lang), step="export")


def content(exported: Exported, *, format: Format, lang: str = "vi", outlines: Outlines | None = None) -> bytes:
    """Return what a file of the table holds; outlines: what GeoJSON draws units with, points where there are none."""
    return _geojson(exported, lang, outlines) if format == "geojson" else _WRITERS[format](exported, lang)


def safe_text(value: object) -> object:
    """Return a text that no spreadsheet takes for a formula (with an apostrophe before it); else the value.

    Numbers stay numbers, negative ones too.
    """
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def csv_file(table: pd.DataFrame) -> bytes:
    """Return a table as UTF-8 with the mark that Excel needs to read Vietnamese, its texts and headings safe."""
    safe = table.map(safe_text).rename(columns=safe_text)
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def _csv(exported: Exported, lang: str) -> bytes:
    """Write a table whose first heading is `release`: a reader that does not know the mark misreads that one only."""
    return csv_file(exported.table)


def workbook(table: pd.DataFrame, *, about: Mapping[str, str], lang: str) -> bytes:
    """Return a table as a workbook, its texts and headings safe, with a second sheet that describes it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(say("releases.sheet_figures", lang))
    sheet.freeze_panes = "A2"
    heading = [WriteOnlyCell(sheet, value=str(_cell(name))) for name in table.columns]
    for cell in heading:
        cell.font = Font(bold=True)
    sheet.append(heading)
    for row in _plain_rows(table):
        sheet.append([_cell(value) for value in row])
    about_sheet = book.create_sheet(say("releases.sheet_about", lang))
    for name, value in about.items():
        about_sheet.append([_cell(name), _cell(value)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _xlsx(exported: Exported, lang: str) -> bytes:
    return workbook(exported.table, about=_about(exported, lang), lang=lang)


def _cell(value: object) -> object:
    """Return a value that a workbook can hold: a safe text, without control characters."""
    return ILLEGAL_CHARACTERS_RE.sub("", str(safe_text(value))) if isinstance(value, str) else value


def _geojson(exported: Exported, lang: str, outlines: Outlines | None) -> bytes:
    shapes: Mapping[str, Mapping[str, object]] = {}
    about = _about(exported, lang)
    table = exported.table.drop(columns=["lon", "lat"])
    if outlines is not None:
        shapes, about = outlines.shapes, {**about, "shapes": outlines.said}
    points = exported.table[["code", "lon", "lat"]].itertuples(index=False)
    features = [
        {
            "type": "Feature",
            "geometry": shapes.get(str(code)) or _point(lon, lat),
            "properties": dict(zip(table.columns, row, strict=True)),
        }
        for row, (code, lon, lat) in zip(_plain_rows(table), points, strict=True)
    ]
    collection = {"type": "FeatureCollection", "about": about, "features": features}
    return json.dumps(collection, ensure_ascii=False).encode()


def _parquet(exported: Exported, lang: str) -> bytes:
    content = io.BytesIO()
    exported.table.to_parquet(content, index=False, compression="zstd")
    return content.getvalue()


def _plain_rows(table: pd.DataFrame) -> list[tuple[object, ...]]:
    """Return the rows in Python's own types, None where a value is missing."""
    columns = [column.astype(object).where(column.notna(), None).tolist() for _, column in table.items()]
    return list(zip(*columns, strict=True))


def _point(lon: float, lat: float) -> Mapping[str, object] | None:
    if lon != lon or lat != lat:
        return None
    return {"type": "Point", "coordinates": [round(float(lon), 6), round(float(lat), 6)]}


def _about(exported: Exported, lang: str) -> dict[str, str]:
    """Say what made the table, what its points are, and whether it is an illustration."""
    entries = {
        "release": exported.release,
        "structure": exported.structure,
        "level": exported.level,
        "period": exported.period,
        "missing": say("releases.about_missing", lang),
        "points": say("releases.about_points", lang),
    }
    return {**entries, "sample": say("releases.about_sample", lang)} if exported.sample else entries


_WRITERS: Final[Mapping[Format, Callable[[Exported, str], bytes]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
}
