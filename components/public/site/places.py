"""What the site tells of each place: the three figures in plain words, their trend, the map of what lies within."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import numpy as np
import pandas as pd

from components.charts import sparklines
from components.map import choropleth, views
from components.public import figures as public_figures
from components.public.figures import TOLD, Told
from components.public.scene import PublicScene
from components.state.selection import HEADLINE, View
from components.state.view_model import write_value
from data.catalogue import periods
from data.catalogue.current import catalogue
from data.disclosure import public_figures as published
from data.disclosure.public_release import PublicRelease
from data.measures.series import without_thin
from data.units import register
from data.units.structures import in_force
from geo import colours

_FEWEST = 3  # quarters that make a line
_NO_TREND = pd.DataFrame()


class Country:
    """Everything the site is made of: the public release, read once."""

    def __init__(self, release: PublicRelease) -> None:
        self.release, self.structure = release, in_force()
        self.period = max(release.manifest.periods)
        self._scenes: dict[tuple[str, str], PublicScene] = {}

    @cached_property
    def provinces(self) -> dict[str, str]:
        """Return the names of the provinces by code."""
        return register.units(self.structure, "province", on=periods.end(self.period))["name"].to_dict()

    @cached_property
    def communes(self) -> dict[str, str]:
        """Return the names of the communes by code."""
        return register.units(self.structure, "commune", on=periods.end(self.period))["name"].to_dict()

    @cached_property
    def homes(self) -> dict[str, str]:
        """Return the province of each commune by code."""
        return register.units(self.structure, "commune")["province"].to_dict()

    @cached_property
    def told(self) -> dict[str, dict[str, Told]]:
        """Return by measure and unit what is told of it, as public_figures.told_of reads it from one trend."""
        return {measure: self._told(measure) for measure, _ in TOLD}

    def _told(self, measure: str) -> dict[str, Told]:
        table = self._trends[measure]
        every = list(dict.fromkeys(table["period"]))
        now, before = every.index(self.period), every.index(self.period) - 4
        values = table["value"].to_numpy().reshape(-1, len(every))
        hidden = table["suppressed"].to_numpy().reshape(-1, len(every))
        units = table[["reported", "expected"]].to_numpy().reshape(-1, len(every), 2)[:, now]
        return {
            code: Told(
                measure,
                _number(row[now]),
                _number(row[before]) if before >= 0 else None,
                bool(kept[now]),
                _NO_TREND,
                public_figures.units_of(*counts) if len(code) < 5 else None,
            )
            for code, row, kept, counts in zip(dict.fromkeys(table["code"]), values, hidden, units, strict=True)
        }

    @cached_property
    def _trends(self) -> dict[str, pd.DataFrame]:
        return {measure: published.every_trend(self.release, measure, structure=self.structure) for measure, _ in TOLD}

    @cached_property
    def drawn(self) -> dict[str, dict[str, sparklines.Line]]:
        """Return by measure and unit the line of its trend, as lines.line draws one."""
        made = {}
        for measure, table in self._trends.items():
            every = tuple(dict.fromkeys(table["period"]))
            values = without_thin(table)["value"].to_numpy().reshape(-1, len(every))
            made[measure] = {
                code: _drawn(every, row) for code, row in zip(dict.fromkeys(table["code"]), values, strict=True)
            }
        return made

    def scene(self, unit: str, measure: str, lang: str) -> PublicScene:
        """Return the scene of a province or the country ("")."""
        return PublicScene(View(unit=unit, measure=measure, period=self.period), self.release, lang)

    def figures(self, code: str, lang: str) -> list[dict[str, object]]:
        """Tell the three figures of a unit; names of the values are those that site.js reads."""
        return [self._figure(self._telling(measure, lang), measure, key, code) for measure, key in TOLD]

    def _telling(self, measure: str, lang: str) -> PublicScene:
        """Return a scene in whose words a measure is told, one for all units."""
        if (measure, lang) not in self._scenes:
            self._scenes[measure, lang] = self.scene("", measure, lang)
        return self._scenes[measure, lang]

    def _figure(self, scene: PublicScene, measure: str, key: str, code: str) -> dict[str, object]:
        told, drawn = self.told[measure][code], self.drawn[measure][code]
        figure, spoken = public_figures.figure(scene, told)
        said = {
            "figure": figure,
            "spoken": spoken,
            "what": scene.text(key),
            "missing": told.now is None,
            "hidden": told.hidden,
            "change": public_figures.change(scene, told),
            "others": public_figures.beside(scene, told, self._above(measure, code)),
            "scale": catalogue().measures[measure].scale,
        }
        return said | (_line(scene, measure, drawn) if len(drawn.known) >= _FEWEST else {})

    def _above(self, measure: str, code: str) -> Mapping[str, float | None]:
        above = {"province": self.homes[code]} if len(code) == 5 else {}
        return {level: self.told[measure][unit].now for level, unit in {**above, "country": ""}.items()} if code else {}

    def where(self, code: str, lang: str) -> str:
        """Say which province a unit is in, what it was made of, and of which quarter its figures are."""
        scene = self._telling(HEADLINE, lang)
        period = scene.period()
        if len(code) < 5:
            return period
        former = [each for each in self.former.get(code, ()) if each]
        parts = [self.provinces[self.homes[code]]]
        if former:
            parts.append(scene.text("explore.came_from", names=", ".join(former)))
        return " · ".join([*parts, period])

    @cached_property
    def former(self) -> dict[str, tuple[str, ...]]:
        """Return by commune the names of the units of the structure before that its people came from."""
        before = register.before(self.structure)
        if before is None:
            return {}
        return {
            code: tuple(
                register.unit(before, s.code_from).name
                for s in register.predecessors(code, structure=self.structure, source=before)
            )
            for code in self.communes
        }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _drawn(every: tuple[str, ...], row: np.ndarray) -> sparklines.Line:
    """Return the line from the first known quarter on."""
    known = np.flatnonzero(~np.isnan(row))
    first = int(known[0]) if len(known) else len(row)
    return sparklines.Line(every[first:], tuple(_number(value) for value in row[first:]), thin=False)


def _line(scene: PublicScene, measure: str, drawn: sparklines.Line) -> dict[str, object]:
    """Return a trend: its values in thousandths, its ends, and how it is read aloud."""
    (first, then), (last, now) = drawn.known[0], drawn.known[-1]
    since, until = (scene.quarter(drawn.periods[at]) for at in (first, last))
    told = {
        name: write_value(catalogue().measures[measure], value, scene.lang)
        for name, value in (("first", then), ("last", now))
    }
    spoken = scene.text("public.trend", since=since, until=until, **told)
    return {
        "trend": [None if value is None else round(value * 1000) for value in drawn.values],
        "ends": [since, until],
        "aloud": spoken,
    }


def drawing(scene: PublicScene) -> dict[str, object]:
    """Return the map of a scene: the command for its frame, its colours in the dark, its legend, its sentence."""
    drawn = views.drawings(scene)[0]
    fills = {
        theme: list(colours.sequential(scene.measure.scale, max(1, len(drawn.fill)), theme=theme))
        for theme in ("light", "dark")
    }
    picture = views.picture(scene)
    pane = replace(picture.panes[0], fill=tuple(fills["light"]))
    layer = drawn.main
    classes = [
        {"label": label, "units": _units(scene, count)}
        for label, count in zip(layer.labels, layer.classes.counts, strict=True)
    ]
    marks = [{"mark": "missing", "label": scene.text("explore.no_data"), "units": _units(scene, layer.classes.missing)}]
    if scene.suppressed:
        marks.append(
            {"mark": "hidden", "label": scene.text("explore.suppressed"), "units": _units(scene, len(scene.suppressed))}
        )
    return {
        "command": choropleth.content(replace(picture, panes=(pane,), theme="light", lang=scene.lang)),
        "fills": fills,
        "classes": classes,
        "marks": marks,
        "summary": scene.summary(),
        "file": scene.asset.file,
    }


def _units(scene: PublicScene, count: int) -> str:
    return scene.text(f"level.short.{scene.view.drawn}", n=scene.count(count))
