"""The difficulties page: what teams say holds them back, how many of them, where, and since when."""

from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.charts import plots
from components.identity import access
from components.map import palette
from components.shell import frame, link_notice
from components.shell.frame import plain, quoted, words
from components.state import loaders, selection, teams_view
from components.state.selection import View
from components.state.teams_view import TeamsView
from components.state.view_model import Scene, sample_label, write_value
from components.teams import filters
from data.catalogue import periods
from data.catalogue.current import catalogue
from data.catalogue.team_codes import DIFFICULTIES, Difficulty
from geo.colours import LINES

PAGE = "pages/steering/difficulties.py"
_TEAMS, _EXPLORE = "pages/steering/teams.py", "pages/steering/explore.py"
_HEIGHT = 300


def page() -> None:
    """Lay out the page: its title, then the view itself."""
    scene = _scene(_current())
    kinds = loaders.sources(scene.release.id, scene.view.period, scene.view.structure, scene.view.unit)["kind"]
    frame.heading(words("difficulties.title"), note=words("difficulties.note"), sample=sample_label(kinds))
    body()


@st.fragment
def body() -> None:
    """Show the view; a fragment, so that a change sends the view's own content alone."""
    frame.guarded(_body)


def _body() -> None:
    access.require("viewer")
    view = _current()
    if not link_notice.show([], within=view.structure, go=partial(filters.go, view), districts=True):
        return
    scene = _scene(view)
    with st.container(horizontal=True, vertical_alignment="bottom", key="controls"):
        filters.units(view, levels=("province", "commune"))
    st.subheader(words("difficulties.now", place=plain(scene.name), period=scene.period()), anchor=False)
    figures = loaders.unit_figures(scene.release.id, scene.view.unit, scene.view.period, scene.view.structure)
    rows = figures.set_index("measure")
    since = loaders.difficulties_since(scene.release.id, scene.view.structure, scene.view.unit).set_index("kind")
    if pd.isna(rows.loc["difficulty_skills", "base"]):
        st.info(words("difficulties.none"))
    cards(scene, rows, since)
    left, right = st.columns([3, 2], gap="large")
    with left:
        where(scene, view)
    with right:
        over_time(scene)
        other(scene)
    st.caption(plain(scene.source()))


def _current() -> TeamsView:
    return teams_view.read(selection.from_address(teams_view.NAMES.values()))


def _scene(chosen: TeamsView) -> Scene:
    """Return the scene of the unit viewed, or of the province around it, in the last period."""
    release = loaders.release()
    codes = [part.code for part in filters.way(chosen) if part.level != "district"]
    view = View(
        unit=codes[-1] if codes else "",
        measure=f"difficulty_{chosen.difficulty or 'posts'}",
        period=loaders.periods(release.id)[-1],
        structure=chosen.structure,
    )
    return Scene(view, release, selection.language())


def cards(scene: Scene, rows: pd.DataFrame, since: pd.DataFrame) -> None:
    """Show for each difficulty the share of the reporting teams that name it, and since when it has been named."""
    cells = "".join(_card(scene, kind, rows.loc[f"difficulty_{kind}"], since.loc[kind]) for kind in DIFFICULTIES)
    st.html(f'<div class="figures headline">{cells}</div>')


def _card(scene: Scene, kind: Difficulty, row: pd.Series, since: pd.Series) -> str:
    measure = catalogue().measures[f"difficulty_{kind}"]
    size = "missing" if pd.isna(row["value"]) else "big"
    parts = (
        ""
        if pd.isna(row["value"])
        else words("difficulties.of", n=scene.count(row["numerator"]), all=scene.count(row["base"]))
    )
    first = (
        words("difficulties.since", period=periods.label(since["first"], scene.lang), n=scene.count(since["teams"]))
        if isinstance(since["first"], str)
        else words("difficulties.never")
    )
    return (
        f'<div class="first" style="--mark:{palette.mark(measure)}">'
        f'<div class="{size}">{quoted(write_value(measure, row["value"], scene.lang))}</div>'
        f'<div class="what">{quoted(words(f"teams.difficulty.{kind}"))}</div>'
        f'<div class="quiet">{quoted(parts)}<br>{quoted(first)}</div></div>'
    )


def where(scene: Scene, view: TeamsView) -> None:
    """List the units below with the share of their teams that name each difficulty; choosing one opens it."""
    st.markdown(f"**{words('difficulties.where')}**")
    chosen = view.difficulty or "posts"
    st.pills(
        words("difficulties.by"),
        DIFFICULTIES,
        format_func=lambda kind: words(f"difficulties.short.{kind}"),
        label_visibility="collapsed",
        **selection.bound("difficulty", chosen, lambda kind: filters.go(view, difficulty=kind)),
    )
    if scene.view.depth != "commune":
        _units(scene, view, chosen)
    place = {"unit": scene.view.unit, "structure": scene.view.structure}
    query = teams_view.link(TeamsView(**place, levels=("village",), difficulty=chosen))
    with st.container(horizontal=True):
        st.page_link(
            _TEAMS, label=words("difficulties.teams"), icon=":material/groups:", query_params=query | _lang(scene)
        )
        st.page_link(
            _EXPLORE,
            label=words("difficulties.map"),
            icon=":material/map:",
            query_params=selection.query(scene.view, latest=scene.view.period, lang=scene.lang),
        )


def _lang(scene: Scene) -> dict[str, str]:
    return {} if scene.lang == "vi" else {"lang": scene.lang}


def _units(scene: Scene, view: TeamsView, chosen: Difficulty) -> None:
    tables = {
        kind: loaders.figures(
            scene.release.id,
            f"difficulty_{kind}",
            scene.view.period,
            scene.view.structure,
            scene.view.drawn,
            scene.view.unit,
        ).table.set_index("code")
        for kind in DIFFICULTIES
    }
    order = tables[chosen]["value"].sort_values(ascending=False, na_position="last", kind="stable").index
    shown = pd.DataFrame(
        {
            selection.NUMBER: [scene.count(at + 1) for at in range(len(order))],
            "name": tables[chosen].loc[order, "name"].tolist(),
            "reporting": [scene.count(value) for value in tables[chosen].loc[order, "base"]],
            **{
                kind: [_share(scene, value) for value in tables[kind].loc[order, "value"]]
                for kind in (chosen, *(kind for kind in DIFFICULTIES if kind != chosen))
            },
        }
    )
    text = st.column_config.TextColumn
    columns = {
        kind: text(
            words(f"difficulties.short.{kind}"), help=words(f"teams.difficulty.{kind}"), width=92, alignment="right"
        )
        for kind in DIFFICULTIES
    }
    columns |= {
        selection.NUMBER: text("#", width=48, alignment="right"),
        "name": text(words("explore.column.name")),
        "reporting": text(words("difficulties.reporting"), width=110, alignment="right"),
    }
    st.dataframe(
        shown,
        hide_index=True,
        row_height=35,
        height=min(35 * len(shown) + 38, 458),
        column_config=columns,
        selection_mode="single-cell",
        alt=words("difficulties.where"),
        **selection.row_choice(
            f"difficulties-{scene.view.structure}-{scene.view.unit}-{chosen}",
            list(order),
            lambda code, _column: filters.go(view, unit=code),
        ),
    )


def _share(scene: Scene, value: float) -> str:
    return (
        words("explore.untold")
        if pd.isna(value)
        else write_value(catalogue().measures["difficulty_posts"], value, scene.lang)
    )


def over_time(scene: Scene) -> None:
    """Draw the share of reporting teams that name each difficulty, quarter by quarter."""
    st.markdown(f"**{words('difficulties.time')}**")
    view = scene.view
    shares = {
        kind: loaders.trend(scene.release.id, f"difficulty_{kind}", view.structure, view.unit)
        .dropna(subset=["value"])
        .set_index("period")["value"]
        for kind in DIFFICULTIES
    }
    quarters = sorted(set().union(*(series.index for series in shares.values())))
    if not quarters:
        st.caption(words("explore.trend.none"))
        return
    colours = LINES[palette.theme()]
    figure = go.Figure(
        [
            go.Scatter(
                x=[scene.quarter(period) for period in quarters],
                y=[_or_none(series.get(period)) for period in quarters],
                mode="lines+markers",
                name=words(f"difficulties.short.{kind}"),
                line={"color": colours[at % len(colours)], "dash": "solid" if at < len(colours) else "dot"},
                hovertemplate="%{x}: %{y:.1%}",
            )
            for at, (kind, series) in enumerate(shares.items())
        ]
    )
    plots.quiet(
        scene, figure, height=_HEIGHT, margin={"l": 44, "r": 8, "t": 8, "b": 64}, legend={"orientation": "h", "y": -0.2}
    )
    figure.update_yaxes(tickformat=".0%", rangemode="tozero")
    st.plotly_chart(figure, theme=None, config={"displayModeBar": False}, key="difficulties-time")


def _or_none(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else round(float(value), 5)


def other(scene: Scene) -> None:
    """List what teams wrote beside the four known kinds."""
    found = loaders.difficulties_texts(scene.release.id, scene.view.structure, scene.view.unit)
    if found.empty:
        return
    st.markdown(f"**{words('difficulties.other')}**")
    rows = "".join(
        f"<dt>{quoted(row.text)}</dt><dd>{quoted(words('difficulties.teams.n', n=scene.count(row.teams)))}</dd>"
        for row in found.itertuples()
    )
    st.html(f'<dl class="facts said">{rows}</dl>')
