"""The ranking beside the map: one page of it, in order, with the change over a year and the line behind it."""

import pandas as pd
import pyarrow as pa
import streamlit as st

from components.map import palette
from components.shell.frame import quoted, words
from components.state import estimate_ranges, loaders, selection
from components.state.view_model import Scene, is_at_least
from data.catalogue import periods
from data.catalogue.records import Measure
from data.measures import series as followed

ROWS = 10
LINES_UP_TO = 1000  # units: with the whole country's communes on the map, a change must send little
_QUARTERS = 8
_VISITED_FIRST = 3
_PINNED, _FREE = "●", "○"


def ranking(scene: Scene, *, latest: str) -> None:
    """Show one page of the ranking; choosing a row opens its unit, its last cell pins it."""
    ranked, view = scene.ranking, scene.view
    pages = max(1, -(-len(ranked) // ROWS))
    page = min(view.page, pages)
    rows = ranked.iloc[(page - 1) * ROWS : page * ROWS]

    def chosen(code: str, column: str) -> None:
        change = {"pins": selection.pinned(view, code)} if column == "pin" else opening(scene, code)
        selection.go(view, latest=latest, **change)

    if page == 1 and (visit := visited_first(scene)):
        st.html(f'<p class="visit">{quoted(visit)}</p>')
    lines = _lines(scene, rows) if len(ranked) <= LINES_UP_TO else None
    written = _written(scene, rows, lines)
    st.dataframe(
        written,
        hide_index=True,
        height=35 * len(rows) + 38,
        row_height=35,
        selection_mode="single-cell",
        column_config=_columns(scene, written.column_names),
        alt=scene.text("explore.ranking"),
        **selection.row_choice(
            f"ranking-{view.structure}-{view.unit}-{view.drawn}-{view.measure}-{view.order}-{page}",
            list(rows["code"]),
            chosen,
        ),
    )
    if pages > 1:
        st.pagination(
            pages, **selection.renewed("page", page, lambda chosen: selection.go(view, latest=latest, page=chosen))
        )
    _turn(scene, latest=latest)


def visited_first(scene: Scene) -> str:
    """Name the communes or villages to visit first: those in most need; "" where no value is better than another."""
    view = scene.view
    if view.depth == "country" or view.order != "worst" or not scene.measure.good:
        return ""
    worst = _lacking(scene.ranking.dropna(subset=["value"]), scene.measure)
    if worst.empty:
        return ""
    written = worst["value"].map(scene.value).tolist()
    first = written[:_VISITED_FIRST]
    named = [f"{name} ({value})" for name, value in zip(worst["name"], first, strict=False)]
    if alike := written[len(first) :].count(first[-1]):
        named.append(scene.text("reading.first.alike", n=scene.count(alike)))
    return scene.text("reading.first", names=" · ".join(named))


def _lacking(rows: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """Return the units in which something is lacking: a gap above nothing, a reach below the whole or below others'."""
    if measure.good == "less":
        return rows[rows["value"] > 0]
    best = 1.0 if measure.kind == "share" else rows["value"].max()
    return rows[rows["value"] < best]


def _turn(scene: Scene, *, latest: str) -> None:
    """Offer to read the ranking from its other end."""
    other = "best" if scene.view.order == "worst" else "worst"
    key = f"reading.order.{other}" if scene.measure.good else f"reading.order.{other}.count"
    st.button(
        words(key),
        type="tertiary",
        key="turn",
        icon=":material/swap_vert:",
        on_click=selection.go,
        args=(scene.view,),
        kwargs={"latest": latest, "order": other},
    )


def opening(scene: Scene, code: str) -> dict[str, str]:
    """Return the change of view that opens a unit of the map or the table."""
    if scene.view.drawn != "village":
        return {"unit": code}
    commune = str(scene.figures.table.set_index("code").at[code, "commune"])
    return {"village": code} if commune == scene.view.unit else {"unit": commune, "village": code}


def _lines(scene: Scene, rows: pd.DataFrame) -> pd.DataFrame:
    view = scene.view
    return loaders.series(scene.release.id, view.measure, view.structure, view.drawn, tuple(rows["code"]))


def _written(scene: Scene, rows: pd.DataFrame, lines: pd.DataFrame | None) -> pa.Table:
    """Write the rows as people read them: a page of a ranking is in order already, so texts serve.

    An Arrow table says the same as a frame in half the bytes.
    """
    shown = {
        "rank": [scene.count(rank) for rank in rows["rank"]],
        "name": rows["name"].tolist(),
        "value": [_value(scene, row) for row in rows.itertuples()],
    }
    if scene.measure.base is not None:
        shown["count"] = [scene.count(count) for count in rows["numerator"]]
    bounds = estimate_ranges.of_units(scene)
    if set(rows["code"]) & bounds.keys():
        shown["range"] = [
            estimate_ranges.between(scene.measure, bounds[code], scene.lang) if code in bounds else ""
            for code in rows["code"]
        ]
    if lines is not None:
        codes = tuple(rows["code"])
        changed = scene.changes(codes, before=periods.shift(scene.view.period, -4))["change"]
        shown["change"] = [scene.change(changed[code]) for code in codes]
        shown["line"] = _sparks(scene, rows, lines)
    shown["pin"] = [_PINNED if code in scene.view.pins else _FREE for code in rows["code"]]
    return pa.table(shown)


def _value(scene: Scene, row: object) -> str:
    if pd.isna(row.value):
        return scene.text("explore.untold")
    return f"≥ {scene.value(row.value)}" if is_at_least(row, scene.measure) else scene.value(row.value)


def _sparks(scene: Scene, rows: pd.DataFrame, lines: pd.DataFrame) -> pa.Array:
    """Return the last quarters' values of each row, rounded to what a line of that size shows."""
    cleared = followed.without_thin(lines).pivot(index="code", columns="period", values="value")
    until = [period for period in cleared.columns if period <= scene.view.period][-_QUARTERS:]
    top = cleared[until].max().max()
    scaled = (cleared[until] / top * 250 if top and pd.notna(top) else cleared[until]).round()
    return pa.array(
        [[int(value) for value in scaled.loc[code].dropna()] for code in rows["code"]], pa.list_(pa.int16())
    )


def _ranked(scene: Scene) -> str:
    """Say what is ranked, and how many there are: the head of the column of names."""
    units = scene.text(f"level.count.{scene.view.drawn}", n=scene.count(len(scene.ranking)))
    return scene.text("reading.ranking", units=units)


def _columns(scene: Scene, shown: list[str]) -> dict[str, object]:
    """Return how each shown column looks; texts need no type of their own, which would only be sent along."""
    text = st.column_config.Column
    columns = {
        "rank": text(scene.text("explore.column.rank"), width=36, alignment="right"),
        "name": text(_ranked(scene)),
        "value": text(scene.text("explore.column.value"), width=70, alignment="right"),
        "count": text(scene.text("explore.column.count"), width=76, alignment="right"),
        "range": text(scene.text("ranges.column"), width=110, alignment="right"),
        "pin": text(scene.text("reading.column.pin"), width=44, alignment="center"),
    }
    if "line" in shown:
        columns["change"] = text(scene.text("reading.column.change"), width=66, alignment="right")
        columns["line"] = st.column_config.LineChartColumn(
            scene.text("reading.column.line"), width=78, y_min=0, y_max=250, color=palette.mark(scene.measure)
        )
    return {name: column for name, column in columns.items() if name in shown}
