"""What a team has learnt and done: its members' proficiency, courses, work quarter by quarter, and its history."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.charts import plots
from components.map import palette
from components.shell.frame import quoted, words
from components.state.view_model import Scene
from data.catalogue import periods
from data.catalogue.team_codes import CONTENTS
from data.i18n import numbers
from data.teams.profile import Profile

_GRADES = ("3", "2", "1")
_HEIGHT = 285
_COURSE_WIDTHS = (96, 108, 290, 132, 150)  # the day, how many were there, what about, in which form, who held it
_BARS = {"config": {"displayModeBar": False}, "theme": None}


def grades(scene: Scene, found: Profile) -> None:
    """Draw how many members stand at each grade of each of the six contents; the not assessed apart, hatched."""
    st.markdown(f"**{words('team_page.grades')}**", help=words("team_page.grades.help"))
    table = found.grades.set_index("content").loc[list(CONTENTS)[::-1]]
    graded = table[[f"grade_{grade}" for grade in _GRADES]].to_numpy().sum()
    if not table.to_numpy().sum():
        st.caption(words("team_page.seats.none"))
        return
    if not graded:
        st.caption(words("team_page.grades.none"))
    names = [words(f"team_page.content.{content}") for content in table.index]
    fills = palette.fills("reach", 4)[:0:-1]
    bars = [
        _bar(names, table[f"grade_{grade}"], words(f"teams.grade.{grade}"), color=fills[at])
        for at, grade in enumerate(_GRADES)
    ]
    frame = palette.frame()
    bars.append(
        _bar(
            names,
            table["none"],
            words("teams.grade.none"),
            color=frame.ground,
            pattern={"shape": "/", "fgcolor": frame.hatch, "bgcolor": frame.ground, "size": 6, "solidity": 0.25},
        )
    )
    figure = go.Figure(bars)
    plots.quiet(
        scene,
        figure,
        height=_HEIGHT,
        barmode="stack",
        bargap=0.32,
        margin={"l": 8, "r": 8, "t": 8, "b": 56},
        legend={"orientation": "h", "y": -0.14, "x": 0, "traceorder": "normal"},
    )
    figure.update_xaxes(dtick=max(1, int(table.sum(axis=1).max()) // 8), tickformat=",d")
    figure.update_yaxes(automargin=True)
    st.plotly_chart(figure, key="team-grades", **_BARS)


def _bar(
    names: list[str], counts: pd.Series, name: str, *, color: str, pattern: dict[str, object] | None = None
) -> go.Bar:
    return go.Bar(
        y=names,
        x=counts.tolist(),
        name=name,
        orientation="h",
        text=[n or "" for n in counts],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        marker={"color": color, "line": {"width": 0}, **({"pattern": pattern} if pattern else {})},
        hovertemplate=f"%{{y}}: %{{x}}<extra>{name}</extra>",
    )


def activity(scene: Scene, found: Profile) -> None:
    """Draw how many people the team guided each quarter since its first report; quarters without one stay open."""
    st.markdown(f"**{words('team_page.activity')}**", help=words("team_page.activity.help"))
    activities = found.activities
    if activities.empty:
        st.caption(words("team_page.activity.none"))
        return
    by_period = activities.groupby("period")[["guided", "sessions", "households_visited"]].sum(min_count=1)
    last = max([by_period.index.max(), *([periods.of(found.as_of)] if found.as_of else [])])
    span = periods.span(by_period.index.min(), last)
    rows = by_period.reindex(span)
    silent = [period for period in span if period not in by_period.index]
    figure = go.Figure(
        go.Bar(
            x=[scene.quarter(period) for period in span],
            y=[None if pd.isna(n) else int(n) for n in rows["guided"]],
            text=["" if pd.isna(n) else scene.count(n) for n in rows["guided"]],
            textposition="outside",
            cliponaxis=False,
            customdata=[
                [_said(scene, row.sessions), _said(scene, row.households_visited)] for row in rows.itertuples()
            ],
            marker={"color": palette.fills("reach", 3)[1]},
            hovertemplate=words("team_page.activity.hover") + "<extra></extra>",
        )
    )
    plots.quiet(scene, figure, height=_HEIGHT - 60, margin={"l": 36, "r": 8, "t": 22, "b": 40}, bargap=0.35)
    for period in silent:
        figure.add_annotation(
            x=scene.quarter(period),
            y=0,
            text=words("team_page.activity.silent"),
            showarrow=False,
            yanchor="bottom",
            textangle=-90,
            font={"size": 11, "color": palette.frame().soft},
        )
    figure.update_yaxes(rangemode="tozero", nticks=4)
    figure.update_xaxes(type="category")
    st.plotly_chart(figure, key="team-activity", **_BARS)
    totals = {name: scene.count(rows[name].sum(min_count=1)) or words("explore.no_data") for name in rows}
    st.caption(words("team_page.activity.sum", n=len(by_period), all=len(span), **totals))


def _said(scene: Scene, value: float) -> str:
    return scene.count(value) or words("explore.no_data")


def trainings(scene: Scene, found: Profile) -> None:
    """List the courses that members attended, and how many of them; who did is not said."""
    st.markdown(f"**{words('team_page.trainings')}**")
    if found.trainings.empty:
        st.caption(words("team_page.trainings.none"))
        return
    rows = [
        {
            words("team_page.course.day"): _day(row.day, scene.lang),
            words("team_page.course.attended"): scene.count(row.attended),
            words("team_page.course.topics"): ", ".join(_topics(row)) or _text(row.title),
            words("team_page.course.form"): words(f"teams.form.{row.form}") if _text(row.form) else "",
            words("team_page.course.organiser"): _text(row.organiser),
        }
        for row in found.trainings.itertuples()
    ]
    widths = zip(rows[0], _COURSE_WIDTHS, strict=True)
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        row_height=35,
        column_config={name: st.column_config.Column(width=width) for name, width in widths},
    )


def _topics(row: object) -> list[str]:
    contents = [words(f"team_page.content.{code}") for code in _text(row.contents).split(",") if code in CONTENTS]
    return contents + [words(f"teams.task.{code}") for code in _text(row.tasks).split(",") if code]


def history(scene: Scene, found: Profile) -> None:
    """List what happened to the team, and the villages it came to serve or left, oldest first."""
    st.markdown(f"**{words('team_page.history')}**")
    events = [(row.day, words(f"team_page.event.{row.event}")) for row in found.history.itertuples()]
    for row in found.villages.itertuples():
        events += [
            (day, words(f"team_page.event.{event}", village=_text(row.name) or row.village))
            for day, event in ((row.since, "serves"), (row.until, "left"))
            if pd.notna(day)
        ]
    events = sorted(((pd.Timestamp(day).date(), event) for day, event in events if pd.notna(day)))
    if not events:
        st.caption(words("explore.no_data"))
        return
    rows = "".join(f"<dt>{quoted(numbers.day(day, scene.lang))}</dt><dd>{quoted(event)}</dd>" for day, event in events)
    st.html(f'<dl class="facts">{rows}</dl>')


def span(first: object, last: object, *, lang: str) -> str:
    """Say from which quarter to which something was reported."""
    if not isinstance(first, str) or not isinstance(last, str):
        return ""
    if first == last:
        return periods.label(first, lang)
    return words("team_page.span", first=periods.label(first, lang), last=periods.label(last, lang))


def _day(value: object, lang: str) -> str:
    return numbers.day(pd.Timestamp(value).date(), lang) if pd.notna(value) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
