"""Tables that say the same as the map beside them."""

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from components import selection
from components.scene import Scene
from data.words import numbers

ROWS = 20


def ranking(scene: Scene, *, latest: str) -> None:
    """Show one page of the ranking; choosing a row opens its unit."""
    ranked, view = scene.ranking, scene.view
    pages = max(1, -(-len(ranked) // ROWS))
    page = min(view.page, pages)
    rows = ranked.iloc[(page - 1) * ROWS:page * ROWS]

    def chosen(code: str) -> None:
        selection.go(view, latest=latest, **opening(scene, code))

    st.dataframe(
        _styled(scene, rows), hide_index=True, height=min(35 * len(rows) + 38, 388), row_height=35,
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
    return {"village": code} if scene.view.drawn == "village" else {"unit": code}


def _styled(scene: Scene, rows: pd.DataFrame) -> Styler:
    shown = pd.DataFrame({"rank": rows["rank"].astype("Int64"), "name": rows["name"],
                          "value": rows["value"].astype(float)})
    if scene.measure.base is not None:
        shown["count"] = rows["numerator"].astype("Int64")
    if scene.view.drawn != "village":
        shown["reported"] = [scene.reported(row) for row in rows.itertuples()]
    written = {"rank": scene.count, "count": scene.count, "value": scene.value}
    return shown.style.format({name: write for name, write in written.items() if name in shown}, na_rep="")


def _columns(scene: Scene) -> dict[str, object]:
    return {
        "rank": st.column_config.Column(scene.text("explore.column.rank"), width=48),
        "name": st.column_config.Column(scene.text(f"level.{scene.view.drawn}")),
        "value": st.column_config.Column(scene.text("explore.column.value"), width=96),
        "count": st.column_config.Column(scene.text("explore.column.count"), width=84),
        "reported": st.column_config.Column(scene.text("explore.column.reported"), width=84),
    }
