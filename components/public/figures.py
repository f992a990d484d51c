"""Three figures of a place in plain words: how far it is, how it changed in a year, and how the others are."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.charts import sparklines
from components.map import palette
from components.public.scene import PublicScene
from components.shell.frame import quoted
from components.state import loaders
from components.state.view_model import write_value
from data.catalogue import periods
from data.catalogue.current import catalogue
from data.units import register

# measure, what it says in plain words
TOLD = (("village_coverage", "public.coverage"), ("skills_reach", "public.skills"), ("smartphone_gap", "public.gap"))
_CLOSE = 0.25  # of a tenth: "6/10" stands for 57.5% to 62.5%
_FEWEST = 3  # quarters that make a line


@dataclass(frozen=True)
class Told:
    """A measure of a place: now and a year before, missing as None, and whether it is kept back.

    units: how many communes reported it, of how many; None where that is not said: of communes it never is.
    """

    measure: str
    now: float | None
    before: float | None
    hidden: bool
    trend: pd.DataFrame
    units: tuple[int, int] | None = None


def read(scene: PublicScene, measure: str, code: str) -> Told:
    """Read a measure of a commune, a province or the country ("")."""
    return told_of(scene, measure, _trend(scene, measure, code))


def told_of(scene: PublicScene, measure: str, table: pd.DataFrame) -> Told:
    """Read a measure from its trend (data.disclosure.public_figures.trend)."""
    rows, year_ago = table.set_index("period"), periods.shift(scene.view.period, -4)
    hidden = bool(rows["suppressed"].get(scene.view.period, False))
    now = _value(rows, scene.view.period)
    units = None if now is None else units_of(*rows.loc[scene.view.period, ["reported", "expected"]])
    return Told(measure, now, _value(rows, year_ago), hidden, table, units)


def units_of(reported: float, expected: float) -> tuple[int, int] | None:
    """Return how many communes reported, of how many; None where that is not known."""
    return (int(reported), int(expected)) if expected > 0 else None


def _trend(scene: PublicScene, measure: str, code: str) -> pd.DataFrame:
    """Return a place's quarters; a commune's come with those of its province, which are read once for all."""
    release, structure = scene.release.id, scene.view.structure
    if len(code) < 5:
        return loaders.public_trend(release, measure, structure, code)
    every = loaders.public_trends(release, measure, structure, register.unit(structure, code).province)
    return every[every["code"] == code].reset_index(drop=True)


def _value(rows: pd.DataFrame, period: str) -> float | None:
    found = rows["value"].get(period)
    return None if found is None or pd.isna(found) else float(found)


def show(scene: PublicScene, code: str) -> None:
    """Tell the three figures of a place; what is not published is said so, with the reason."""
    st.html(scene.part("figures", code, make=lambda: markup(scene, code)))


def markup(scene: PublicScene, code: str) -> str:
    """Return the figures as HTML, in words that a screen reader can read."""
    told = [read(scene, measure, code) for measure, _ in TOLD]
    rows = "".join(_row(scene, each, key, code) for each, (_, key) in zip(told, TOLD, strict=True))
    why = ""
    if any(each.hidden for each in told):
        said = scene.text("public.suppressed.why", limit=scene.release.manifest.limit)
        why = f'<p class="quiet">{quoted(said)}</p>'
    return f'<div lang="{scene.lang}"><ul class="plain-figures">{rows}</ul>{why}</div>'


def _row(scene: PublicScene, told: Told, key: str, code: str) -> str:
    measure = catalogue().measures[told.measure]
    said, spoken = figure(scene, told)
    size = "missing" if told.now is None else ""
    above = _above(scene, told.measure, code)
    more = (change(scene, told), beside(scene, told, above))
    small = " ".join(f'<div class="change">{quoted(text)}</div>' for text in more if text)
    return (
        f'<li style="--mark:{palette.mark(measure)}"><div class="big {size}"><span aria-hidden="true">{quoted(said)}'
        f'</span><span class="spoken">{quoted(spoken)}</span></div><div>{quoted(scene.text(key))}{small}'
        f"{_line(scene, told)}</div></li>"
    )


def figure(scene: PublicScene, told: Told) -> tuple[str, str]:
    """Write a share as "6/10" where tenths come close to it, else in percent; and as it is read aloud."""
    if told.now is None:
        text = scene.text("public.suppressed") if told.hidden else scene.text("public.none")
        return text, text
    tenths = round(told.now * 10)
    if told.measure != "village_coverage" and 0 < tenths < 10 and abs(told.now * 10 - tenths) <= _CLOSE:
        return scene.text("public.tenth", n=tenths), scene.text("public.tenth.spoken", n=tenths)
    text = write_value(catalogue().measures[told.measure], told.now, scene.lang)
    return text, text


def change(scene: PublicScene, told: Told) -> str:
    """Say how the measure was a year before; nothing where one of both is not known."""
    if told.now is None or told.before is None:
        return ""
    was, is_now = (
        write_value(catalogue().measures[told.measure], value, scene.lang) for value in (told.before, told.now)
    )
    if was == is_now:
        return scene.text("public.change.same")
    return scene.text("public.change.up" if told.now > told.before else "public.change.down", before=was, now=is_now)


def _above(scene: PublicScene, measure: str, code: str) -> dict[str, float | None]:
    """Return the measure of the province and the country, where the place is below them."""
    if not code:
        return {}
    province = {"province": register.unit(scene.view.structure, code).province} if len(code) == 5 else {}
    return {level: read(scene, measure, unit).now for level, unit in {**province, "country": ""}.items()}


def beside(scene: PublicScene, told: Told, above: Mapping[str, float | None]) -> str:
    """Say of how many communes a figure is, where some did not report it, and how the units above are."""
    return " · ".join(each for each in (units(scene, told), others(scene, told.measure, above)) if each)


def units(scene: PublicScene, told: Told) -> str:
    """Say of how many communes a figure is; nothing where all reported it."""
    if told.units is None or told.now is None or told.units[0] >= told.units[1]:
        return ""
    return scene.text("public.units", n=scene.count(told.units[0]), N=scene.count(told.units[1]))


def others(scene: PublicScene, measure: str, above: Mapping[str, float | None]) -> str:
    """Say how the units above a place are, by their level."""
    return " · ".join(
        scene.text(f"public.whole.{level}", value=write_value(catalogue().measures[measure], value, scene.lang))
        for level, value in above.items()
        if value is not None
    )


def _line(scene: PublicScene, told: Told) -> str:
    """Draw the quarters as a small line from 0, and say its ends for those who do not see it."""
    drawn = sparklines.line(told.trend)
    if len(drawn.known) < _FEWEST:
        return ""
    measure = catalogue().measures[told.measure]
    (first, then), (last, now) = drawn.known[0], drawn.known[-1]
    since, until = (scene.quarter(drawn.periods[at]) for at in (first, last))
    spoken = scene.text(
        "public.trend",
        since=since,
        until=until,
        first=write_value(measure, then, scene.lang),
        last=write_value(measure, now, scene.lang),
    )
    image = sparklines.path(drawn, top=sparklines.ceiling([drawn]), colour=palette.mark(measure))
    return (
        f'<div class="tiny">{image}</div><div class="ends" aria-hidden="true">'
        f"<span>{since}</span><span>{until}</span></div>"
        f'<span class="spoken">{quoted(spoken)}</span>'
    )
