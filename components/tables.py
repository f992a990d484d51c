"""Tables that say the same as the map beside them."""

import pandas as pd
import pyarrow as pa
import streamlit as st

from components import selection
from components.scene import Scene
from data.words import numbers

ROWS = 10


def ranking(scene: Scene, *, latest: str) -> None:
    """Show one page of the ranking; choosing a row opens its unit."""
    ranked, view = scene.ranking, scene.view
    pages = max(1, -(-len(ranked) // ROWS))
    page = min(view.page, pages)
    rows = ranked.iloc[(page - 1) * ROWS:page * ROWS]

    def chosen(code: str) -> None:
        selection.go(view, latest=latest, **opening(scene, code))

    st.dataframe(
        _written(scene, rows), hide_index=True, height=35 * len(rows) + 38, row_height=35,
        column_config=_columns(scene), selection_mode="single-cell",
        **selection.row_choice(f"ranking-{view.structure}-{view.unit}-{view.drawn}-{view.measure}-{page}",
                               list(rows["code"]), chosen),
    )
    st.caption(scene.text("explore.ranking.note", first=(page - 1) * ROWS + 1, last=(page - 1) * ROWS + len(rows),
                          all=numbers.number(len(ranked), scene.lang)))
    if pages > 1:
        st.pagination(pages, **selection.renewed("page", page,
                                                 lambda chosen: selection.go(view, latest=latest, page=chosen)))


def opening(scene: Scene, code: str) -> dict[str, str]:
    """Return the change of view that opens a unit of the map or the table."""
    if scene.view.drawn != "village":
        return {"unit": code}
    commune = str(scene.figures.table.set_index("code").at[code, "commune"])
    return {"village": code} if commune == scene.view.unit else {"unit": commune, "village": code}


def _written(scene: Scene, rows: pd.DataFrame) -> pa.Table:
    """Write the rows as people read them: a page of a ranking is in order already, so texts serve.

    An Arrow table says the same as a frame in half the bytes.
    """
    shown = {"rank": [scene.count(rank) for rank in rows["rank"]], "name": rows["name"].tolist(),
             "value": [scene.value(value) for value in rows["value"]]}
    if scene.measure.base is not None:
        shown["count"] = [scene.count(count) for count in rows["numerator"]]
    if scene.view.drawn != "village":
        shown["reported"] = [scene.reported(row) for row in rows.itertuples()]
    return pa.table(shown)


def _columns(scene: Scene) -> dict[str, object]:
    text = st.column_config.TextColumn
    return {
        "rank": text(scene.text("explore.column.rank"), width=48, alignment="right"),
        "name": text(scene.text(f"level.{scene.view.drawn}")),
        "value": text(scene.text("explore.column.value"), width=96, alignment="right"),
        "count": text(scene.text("explore.column.count"), width=84, alignment="right"),
        "reported": text(scene.text("explore.column.reported"), width=96, alignment="right"),
    }
