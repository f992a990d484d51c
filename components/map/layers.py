"""A layer: one row of numbers of a scene with its classes, which the map draws and the legend explains."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from components.map.choropleth import Series
from components.map.packing import Value
from components.state import loaders
from components.state.view_model import Scene
from data.catalogue.current import catalogue
from data.catalogue.records import Kind
from data.measures.quality import GRADES, Quality
from geo import change, classes
from geo.classes import DECIMALS, FILTERED, NOT_APPLICABLE, SUPPRESSED, Classes, as_read

_WORST: Final[dict[str | None, Literal[-1, 0, 1]]] = {"more": -1, "less": 1, None: 0}


@dataclass(frozen=True)
class Layer:
    """Numbers by unit, how they are written, and their classes.

    values: by code, of every feature of the scene's map file in its order; NaN is no data. name, suffix: words keys
    or texts. labels: what the legend calls the classes.
    """

    scene: Scene
    values: pd.Series
    kind: Kind
    name: str
    classes: Classes
    labels: tuple[str, ...]
    suffix: str = ""
    signed: bool = False
    texts: tuple[str, ...] = ()
    ranked: bool = True
    worst: Literal[-1, 0, 1] = 0

    def series(self) -> Series:
        """Return what the map's frame gets of the layer."""
        return Series(
            values=self.read(),
            name=self.name,
            decimals=DECIMALS[self.kind],
            suffix=self.suffix,
            edges=self.classes.edges,
            signed=self.signed,
            texts=self.texts,
            ranked=self.ranked,
            worst=self.worst,
        )

    def read(self) -> list[Value]:
        """Return the values as they are read, with the marks of units that are left out or can hold none."""
        asset = self.scene.asset
        marks = dict.fromkeys(self.scene.outside, FILTERED) | dict.fromkeys(self.scene.suppressed, SUPPRESSED)
        marks |= dict.fromkeys(asset.empty, NOT_APPLICABLE)
        return [
            marks.get(code, as_read(value, self.kind)) for code, value in zip(asset.codes, self.values, strict=True)
        ]


def of_measure(scene: Scene, *, among: Sequence[Scene] = (), k: int = 0) -> Layer:
    """Return the layer of the scene's measure, in at most `k` classes that suit all scenes of `among`, if given."""
    measure, found = scene.measure, scene.classed(among or [scene], k=k)
    named = measure.unit if measure.kind in ("rate", "ratio") else measure.name
    labels = found.labels(scene.lang)
    if scene.legend_set and not k:
        labels = tuple(f"{name}: {label}" for name, label in zip(scene.legend_set.labels, labels, strict=True))
    return Layer(
        scene,
        scene.by_code["value"],
        measure.kind,
        named,
        found,
        labels,
        suffix="%" if measure.kind == "share" else "",
        worst=_WORST[measure.good],
    )


def of_count(scene: Scene) -> Layer:
    """Return the layer of the counts that the scene's measure is a share of; of a count or score, that itself."""
    rows = scene.by_code
    counts = rows["value"] if scene.measure.base is None else rows["numerator"].where(rows["value"].notna())
    kind: Kind = "score" if scene.measure.is_score else "count"
    found = classes.classify(_within(scene, counts), kind=kind, k=1)
    return Layer(scene, counts, kind, _count_name(scene), found, found.labels(scene.lang))


def _count_name(scene: Scene) -> str:
    """Name what the count counts: by the measure that is this count, by its one indicator, else as a part."""
    code, numerator = scene.measure.code, scene.measure.numerator
    if scene.measure.base is None:
        return scene.measure.name
    if f"{code}_count" in catalogue().measures:
        return catalogue().measures[f"{code}_count"].name
    if numerator in catalogue().codes:
        return scene.text(f"indicator.{numerator}")
    return scene.text("views.count", name=scene.text(scene.measure.name))


def of_change(scene: Scene) -> Layer:
    """Return the layer of the difference to the view's other period; no data where either is missing or thin."""
    measure = scene.measure
    codes = tuple(scene.asset.codes)
    difference = scene.changes(codes, before=scene.before.view.period)["change"]
    found = change.classify(_within(scene, difference), kind=measure.kind, k=scene.view.classes)
    points = scene.text("views.points") if measure.kind == "share" else ""
    name = scene.text("views.change.name", name=scene.text(measure.name), period=scene.before.period())
    return Layer(
        scene,
        difference,
        measure.kind,
        name,
        found,
        found.labels(scene.lang, unit=points),
        suffix=points and f" {points}",
        signed=True,
        ranked=False,
    )


def of_quality(scene: Scene, which: Quality) -> Layer:
    """Return the layer of how good the figures are, instead of the figures."""
    view = scene.view
    quality = loaders.quality(scene.release.id, which, view.measure, view.period, view.structure, view.drawn, view.unit)
    values = quality.reindex(list(scene.asset.codes))
    kind: Kind = "share" if which == "whole" else "count"
    steps = [1.0, 2.0, 3.0] if which == "grade" else None
    found = classes.classify(_within(scene, values), kind=kind, k=scene.view.classes, steps=steps)
    texts = tuple(scene.text(f"views.grade.{grade}") for grade in GRADES) if which == "grade" else ()
    unit = scene.text(f"views.{which}.unit") if which in ("age", "warnings") else ""
    suffix = "%" if which == "whole" else unit and f" {unit}"
    labels = texts[: len(found.counts)] or found.labels(scene.lang, unit=unit)
    return Layer(
        scene, values, kind, scene.text(f"views.{which}.name"), found, labels, suffix=suffix, texts=texts, ranked=False
    )


def _within(scene: Scene, values: pd.Series) -> pd.Series:
    """Keep the values of the units that pass the filters and can hold one."""
    return values.drop([*scene.asset.empty, *(code for code in scene.outside if code in values.index)])
