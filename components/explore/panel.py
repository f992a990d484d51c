"""The words beside the map: the unit's name, its figures, its trend, where it came from, its teams."""

from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd
import streamlit as st

from components.charts import plots, tables
from components.explore import lineage
from components.map import palette
from components.shell.frame import plain, quoted, words
from components.state import estimate_ranges, loaders, selection, teams_view
from components.state.teams_view import TeamsView
from components.state.view_model import Scene
from components.teams import unsure
from data.catalogue.current import catalogue
from data.catalogue.records import Measure
from data.i18n import numbers
from data.measures import figures as measured
from data.units import register

# Coverage is not effect: activity always stands beside it.
BESIDE = ("village_coverage", "activity", "skills_reach", "smartphone_gap")
_SHOWN = 4
_TEAMS, _DIFFICULTIES = "pages/steering/teams.py", "pages/steering/difficulties.py"


def unit(scene: Scene, *, latest: str) -> None:
    """Show the panel of the unit looked at, with the ranking of its parts."""
    view = scene.view
    how = scene.text("explore.how", formula=scene.text(scene.measure.formula))
    notes = [how, *estimate_ranges.notes(scene), *_source_notes(scene)]
    if view.unit and not scene.filtered:
        pinning(scene, view.unit, latest=latest)
    _show_figures(
        scene, _figures(scene), title=scene.name, subtitle=_meta(scene), notes=notes, trend=scene.trend(view.unit)
    )
    if view.unit:
        lineage.show(scene, latest=latest)
    tables.ranking(scene, latest=latest)
    if view.depth == "commune":
        teams(scene, latest=latest)


def village(scene: Scene, *, latest: str) -> None:
    """Show the panel of one village: its figures, its trend and its teams."""
    found = scene.figures.table.set_index("code")
    if scene.view.village not in found.index:
        st.caption(scene.text("explore.no_data"))
        return
    view = scene.view
    where = " · ".join(part.name for part in reversed(register.path(view.structure, view.unit, on=scene.day)))
    figures = loaders.unit_figures(scene.release.id, view.village, view.period, view.structure)
    pinning(scene, view.village, latest=latest)
    _show_figures(
        scene, figures, title=str(found.loc[view.village, "name"]), subtitle=where, trend=scene.trend(view.village)
    )
    teams(scene, latest=latest)


def _show_figures(
    scene: Scene, figures: pd.DataFrame, *, title: str, subtitle: str, trend: pd.DataFrame, notes: Sequence[str] = ()
) -> None:
    """Show the unit's name, the chosen measure and those always beside it, notes and the trend, in one piece."""
    rows = figures.set_index("measure")
    shown = shown_measures(scene.measure)
    cells = "".join(_cell(scene, measure, rows.loc[measure.code], first=n == 0) for n, measure in enumerate(shown))
    note_lines = "".join(f'<p class="quiet">{quoted(note)}</p>' for note in notes)
    st.html(
        f'<div style="--mark:{palette.mark(scene.measure)}"><h2 class="unit">{quoted(title)}</h2>'
        f'<p class="quiet">{quoted(subtitle)}</p><div class="figures">{cells}</div>{note_lines}</div>'
    )
    plots.trend(scene, trend)
    if any(measure.over_one == "flag" and _above_one(rows.loc[measure.code]["value"]) for measure in shown):
        st.warning(scene.text("explore.over_one"))


def shown_measures(measure: Measure) -> list[Measure]:
    """Return the measure and those that always stand beside it."""
    return [measure, *(catalogue().measures[code] for code in BESIDE if code != measure.code)][:_SHOWN]


def _figures(scene: Scene) -> pd.DataFrame:
    """Return the figures of the unit looked at; where a filter is on, those shown, of the parts that pass."""
    view = scene.view
    if not scene.filtered:
        return loaders.unit_figures(scene.release.id, view.unit, view.period, view.structure)
    codes = [measure.code for measure in shown_measures(scene.measure)]
    return pd.DataFrame([{"measure": code, **asdict(measured.total(scene.narrowed_of(code)))} for code in codes])


def pinning(scene: Scene, code: str, *, latest: str) -> None:
    """Offer to keep a unit at hand for comparing, or to let it go."""
    view = scene.view
    pinned = code in view.pins
    st.button(
        words("reading.unpin" if pinned else "reading.pin"),
        key="pin",
        type="tertiary",
        icon=":material/keep_off:" if pinned else ":material/keep:",
        on_click=selection.go,
        args=(view,),
        kwargs={"latest": latest, "pins": selection.pinned(view, code)},
    )


def _above_one(value: float) -> bool:
    return pd.notna(value) and value > 1


def _cell(scene: Scene, measure: Measure, row: pd.Series, *, first: bool) -> str:
    value = quoted(scene.figure(row, measure))
    size = "missing" if pd.isna(row["value"]) else "big"
    parts = ""
    if measure.kind == "share" and pd.notna(row["value"]):
        numerator, base = scene.count(row["numerator"]), scene.count(row["base"])
        parts = scene.text("explore.of", numerator=numerator, base=base)
    response = "" if scene.view.village or pd.isna(row["value"]) else _response(scene, row)
    lines = [text for text in (parts, response, estimate_ranges.of_unit(scene, measure)) if text]
    parts_html = "".join(f'<div class="parts">{quoted(text)}</div>' for text in lines)
    opening = '<div class="first">' if first else "<div>"
    return (
        f'{opening}<div class="{size}">{value}</div>'
        f'<div class="what">{quoted(scene.text(measure.name))}</div>{parts_html}</div>'
    )


def _source_notes(scene: Scene) -> list[str]:
    """Return what sources say beside the figure of the unit looked at."""
    view = scene.view
    if not view.unit or view.village:
        return []
    note = scene.notes_of(register.unit(view.structure, view.unit).level).get(view.unit)
    return [note] if note else []


def _response(scene: Scene, row: pd.Series) -> str:
    """Say of how many units below a figure is, where that differs from what stands above all of them."""
    total = scene.total
    if (row["reported"], row["expected"]) == (total.reported, total.expected):
        return scene.text("explore.reported.partial", n=scene.count(row["partial"])) if row["partial"] else ""
    return scene.text("explore.told_by", n=scene.reported(row)) if row["expected"] else scene.reported(row)


def _meta(scene: Scene) -> str:
    """Say how many parts the unit has and how many of them reported."""
    view, total = scene.view, scene.total
    parts = [scene.text(f"level.count.{view.drawn}", n=numbers.number(len(scene.narrowed.table), scene.lang))]
    unit_key = "explore.reported.village" if view.drawn == "village" else "explore.reported"
    if scene.measure.is_score and view.drawn == "province":
        unit_key = "explore.reported.province"
    parts.append(scene.text(unit_key, n=scene.count(total.reported), N=scene.count(total.expected)))
    parts.append(scene.period())
    if scene.filtered:
        parts[0] = scene.filtered
    return " · ".join(parts)


def teams(scene: Scene, *, latest: str) -> None:
    """List the teams of the commune or village looked at; choosing one opens its page."""
    view = scene.view
    found = loaders.teams(scene.release.id, view.structure, view.unit, view.village)
    st.subheader(words("explore.teams", name=plain(_here(scene))), anchor=False)
    if not view.village:
        unsure.say(view.structure, view.unit)
    if found.empty:
        st.caption(scene.text("explore.teams.none"))
        return
    _questions(scene)
    shown = pd.DataFrame(
        {
            selection.NUMBER: range(1, len(found) + 1),
            "name": found["name"],
            "members": found["members"].astype("Int64"),
            "trained": found["trained"].astype("Int64"),
            "status": [scene.text(f"team.status.{status}") for status in found["status"].fillna("unknown")],
        }
    )
    villages = found.set_index("team")["village"].fillna("")

    def chosen(code: str, _column: str) -> None:
        selection.go(view, latest=latest, village=villages[code], team=code)

    widths = {selection.NUMBER: 48, "members": 92, "trained": 100}
    st.dataframe(
        shown,
        hide_index=True,
        height=min(35 * len(shown) + 38, 388),
        row_height=35,
        selection_mode="single-cell",
        column_config={
            name: st.column_config.Column(scene.text(f"team.{name}"), width=widths.get(name)) for name in shown
        },
        **selection.row_choice(f"teams-{view.unit}-{view.village}", list(found["team"]), chosen),
    )


def _questions(scene: Scene) -> None:
    """Lead to the commune's teams that exist on paper alone, to its teams side by side, and to what holds them back."""
    unit = TeamsView(structure=scene.view.structure, unit=scene.view.unit)
    lang = {"lang": scene.lang} if scene.lang != "vi" else {}
    ways = (
        ("explore.teams.paper", _TEAMS, unit.changed(gaps=("paper",))),
        ("explore.teams.side", _TEAMS, unit.changed(layout="side")),
        ("explore.teams.held", _DIFFICULTIES, unit),
    )
    with st.container(horizontal=True, gap="small", key="questions"):
        for key, page, target in ways:
            st.page_link(page, label=words(key), query_params=teams_view.link(target) | lang)


def _here(scene: Scene) -> str:
    if scene.view.village:
        table = scene.figures.table.set_index("code")
        return str(table["name"].get(scene.view.village, ""))
    return scene.name
