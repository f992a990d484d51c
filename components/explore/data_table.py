"""The table to the map: every unit shown, sortable, and the same table as a file."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from components.charts import tables
from components.shell.frame import words
from components.state import estimate_ranges, selection
from components.state.view_model import Scene
from data.catalogue import periods
from data.releases import export_files
from data.units import register
from geo.classes import DECIMALS, as_read

_HEIGHT = 460
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class _Column:
    """A column of the table: its key, its heading, its cells (numbers where it counts) and how they are read."""

    key: str
    heading: str
    cells: list[object]
    write: Callable[[object], str] | None = None
    width: int | None = None


def show(scene: Scene, *, latest: str) -> None:
    """Show all units that pass the filters with all that is known of them; choosing a row opens its unit."""
    columns, view = _columns(scene), scene.view
    codes = list(scene.ranking["code"])

    def chosen(code: str, _column: str) -> None:
        selection.go(view, latest=latest, **tables.opening(scene, code))

    st.dataframe(
        _styled(columns),
        hide_index=True,
        height=min(_HEIGHT, 35 * len(codes) + 38),
        row_height=35,
        selection_mode="single-cell",
        placeholder="",
        alt=f"{words(scene.measure.name)}, {scene.name}, {scene.period()}",
        column_config={c.key: st.column_config.Column(c.heading, width=c.width) for c in columns},
        **selection.row_choice(f"twin-{view.structure}-{view.unit}-{view.drawn}-{view.measure}", codes, chosen),
    )
    with st.container(horizontal=True):
        _downloads(scene, columns)


def _downloads(scene: Scene, columns: list[_Column]) -> None:
    """Offer the table as a file; it is made when somebody takes it."""
    name = "-".join(filter(None, [scene.measure.code, scene.view.unit, scene.view.drawn, scene.view.period]))
    st.download_button(
        words("reading.download", kind="CSV"),
        lambda: export_files.csv_file(_file(scene, columns)),
        f"{name}.csv",
        "text/csv",
        key="csv",
        icon=":material/download:",
        on_click="ignore",
    )
    st.download_button(
        words("reading.download", kind="Excel"),
        lambda: export_files.workbook(_file(scene, columns), about=_about(scene), lang=scene.lang),
        f"{name}.xlsx",
        _XLSX,
        key="xlsx",
        icon=":material/download:",
        on_click="ignore",
    )


def _columns(scene: Scene) -> list[_Column]:
    """Return what is known of each unit, in the order of the ranking."""
    rows, view, measure = scene.ranking, scene.view, scene.measure
    columns = [_Column(selection.NUMBER, words("explore.column.rank"), rows["rank"].tolist(), scene.count, 48)]
    if view.drawn != "village":
        columns.append(_Column("code", words("reading.column.code"), rows["code"].tolist(), width=64))
    columns.append(_Column("name", words(f"level.{view.drawn}"), rows["name"].tolist()))
    if view.drawn == "commune" and view.depth == "country":
        provinces = register.units(view.structure, "commune")["province"]
        names = register.units(view.structure, "province", on=scene.day)["name"]
        columns.append(_Column("province", words("level.province"), [names[provinces[code]] for code in rows["code"]]))
    columns.append(_Column("value", _heading(scene), _read(scene, rows["value"]), _written(scene, scene.value), 110))
    if measure.base is not None:
        columns += [
            _Column(part, words(f"reading.column.{part}"), rows[part].tolist(), scene.count, 84)
            for part in ("numerator", "base")
        ]
    columns += _ranges(scene)
    if noted := scene.notes:
        columns.append(_Column("notes", words("notes.column"), [noted.get(code, "") for code in rows["code"]]))
    columns.append(
        _Column(
            "change", words("reading.column.change"), _read(scene, _changes(scene)), _written(scene, scene.change), 80
        )
    )
    if view.drawn != "village":
        columns += [
            _Column(part, words(f"reading.column.{part}"), rows[part].tolist(), scene.count, 84)
            for part in ("reported", "expected", *(["partial"] if rows["partial"].any() else []))
        ]
    return columns


def _ranges(scene: Scene) -> list[_Column]:
    """Return the bounds of figures that are not exact and how they were got; nothing where all are exact."""
    bounds, codes = estimate_ranges.of_units(scene), scene.ranking["code"]
    if not bounds:
        return []
    rows = [bounds.get(code) for code in codes]
    limits = [
        _Column(end, words(f"ranges.{end}"), [_limit(row, end) for row in rows], scene.bound, 84)
        for end in ("low", "high")
    ]
    how = ["" if row is None else words(f"ranges.how.{row.how}.short") for row in rows]
    return [*limits, _Column("how", words("ranges.how"), how)]


def _limit(row: object | None, end: str) -> float:
    limit = math.nan if row is None else float(getattr(row, end))
    return math.nan if math.isinf(limit) else limit


def _read(scene: Scene, cells: Iterable[float]) -> list[float | None]:
    """Return numbers in the digits that are read, shares in percent: what is heard and saved is what is shown."""
    scale = 10 ** DECIMALS[scene.measure.kind]
    read = [_as_read(cell, scene) for cell in cells]
    return [None if each is None else each / scale for each in read]


def _written(scene: Scene, write: Callable[[float], str]) -> Callable[[float], str]:
    """Return how such a number is written."""
    parts = 100 if scene.measure.kind == "share" else 1
    return lambda number: write(None if pd.isna(number) else number / parts)


def _heading(scene: Scene) -> str:
    return words("explore.column.value") + (" (%)" if scene.measure.kind == "share" else "")


def _changes(scene: Scene) -> list[float]:
    view, codes = scene.view, tuple(scene.ranking["code"])
    return scene.changes(codes, before=periods.shift(view.period, -4))["change"].tolist()


def _styled(columns: list[_Column]) -> Styler:
    """Return the table with numbers as numbers, so that it sorts, and each written as it is read elsewhere."""
    table = pd.DataFrame({column.key: column.cells for column in columns})
    return table.style.format({column.key: column.write for column in columns if column.write})


def _file(scene: Scene, columns: list[_Column]) -> pd.DataFrame:
    """Return the same table for a file: every value in the digits that are read, what is missing left blank."""
    scale = 10 ** DECIMALS[scene.measure.kind]
    table = {}
    for column in columns:
        cells = column.cells
        if column.key in ("low", "high"):
            read = [_as_read(cell, scene) for cell in cells]
            cells = [None if cell is None else cell / scale for cell in read]
        elif column.write and column.key not in ("value", "change"):
            cells = pd.array([None if pd.isna(cell) else int(cell) for cell in cells], dtype="Int64")
        table[column.heading] = cells
    illustration = {True: words("app.sample").lower(), False: ""}
    return pd.DataFrame(table).assign(**{words("reading.column.note"): scene.ranking["sample"].map(illustration)})


def _as_read(cell: float, scene: Scene) -> int | None:
    """Return a value or a change, which may be negative, in whole numbers of the last digit shown."""
    read = as_read(None if pd.isna(cell) else abs(cell), scene.measure.kind)
    return -read if read is not None and cell < 0 else read


def _about(scene: Scene) -> dict[str, str]:
    """Say what made the file."""
    entries = {
        words("explore.measure"): words(scene.measure.name),
        words("reading.about.formula"): words(scene.measure.formula),
        words("explore.period"): scene.period(),
        words("reading.about.place"): scene.name,
        words("reading.filter"): scene.filtered,
        words("reading.about.source"): scene.source(),
        words("reading.about.missing"): words("explore.no_data"),
    }
    if label := scene.sample_label():
        entries[words(label)] = words("app.sample.help")
    return {name: text for name, text in entries.items() if text}
