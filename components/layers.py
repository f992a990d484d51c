"""A layer: one row of numbers of a scene with its classes, which the map draws and the legend explains."""

from dataclasses import dataclass

import pandas as pd

from components.map import Series
from components.scene import Scene
from data.measures.indicators import Kind
from geo.classes import DECIMALS, FILTERED, NOT_APPLICABLE, Classes, as_read


@dataclass(frozen=True)
class Layer:
    """Numbers by unit, how they are written, and their classes.

    values: by code, of every feature of the scene's map file in its order; NaN is no data. name, suffix: words keys
    or texts. labels: names of the classes that say more than their limits; empty where the limits say it all.
    """

    scene: Scene
    values: pd.Series
    kind: Kind
    name: str
    suffix: str
    classes: Classes
    labels: tuple[str, ...] = ()
    signed: bool = False

    def series(self) -> Series:
        """Return what the map's frame is told of the layer."""
        return Series(values=self.read(self.values), name=self.name, decimals=DECIMALS[self.kind], suffix=self.suffix,
                      edges=self.classes.edges, signed=self.signed)

    def read(self, values: pd.Series) -> list[int | str | None]:
        """Return values as they are read, with the marks of units that are left out or can hold none."""
        asset = self.scene.asset
        marks = dict.fromkeys(self.scene.outside, FILTERED) | dict.fromkeys(asset.empty, NOT_APPLICABLE)
        return [marks.get(code, as_read(value, self.kind)) for code, value in zip(asset.codes, values, strict=True)]


def of_measure(scene: Scene) -> Layer:
    """Return the layer of the scene's measure."""
    measure = scene.measure
    return Layer(scene, scene.by_code["value"], measure.kind, _name(scene), "%" if measure.kind == "share" else "",
                 scene.classes)


def _name(scene: Scene) -> str:
    """Name what a value is: a share or count by its measure, a rate or ratio by its unit."""
    return scene.measure.name if scene.measure.kind in ("share", "count") else scene.measure.unit
