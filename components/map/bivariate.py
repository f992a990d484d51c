"""Two measures crossed: which units lie in which of three classes of each."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from components.map import layers
from components.map.layers import Layer
from components.state.view_model import Scene
from data.catalogue.records import Measure
from data.catalogue.scales import SCALES

CLASSES = 3
_SPREAD = {1: [1, 1, 1], 2: [0, 2, 2], 3: [0, 1, 2]}  # of so many classes, the place of each among three


@dataclass(frozen=True)
class Crossing:
    """What is crossed: `across` grows from left to right in teal, `up` from below in orange."""

    across: Layer
    up: Layer

    @cached_property
    def classes(self) -> pd.DataFrame:
        """Return the classes of the units that pass the filters and have both values: columns across, up, by code."""
        found = {}
        for name, layer in (("across", self.across), ("up", self.up)):
            read = layer.read()
            found[name] = [layer.classes.class_of_read(r) if isinstance(r, int) else None for r in read]
        table = pd.DataFrame(found, index=list(self.across.scene.asset.codes), dtype="Int64")
        return table.dropna()

    def count(self, *, across: int, up: int) -> int:
        """Return how many units lie in a class of each."""
        return int(((self.classes["across"] == across) & (self.classes["up"] == up)).sum())

    @property
    def missing(self) -> int:
        """Return how many units that pass the filters lack one of the values or both."""
        scene = self.across.scene
        return len(scene.asset.codes) - len(scene.asset.empty) - len(scene.outside) - len(self.classes)

    @cached_property
    def worst(self) -> list[str]:
        """Return the codes of the units in the worst class of both measures, the worst of `up` first."""
        ends = (_worst(self.across, self.across.scene), _worst(self.up, self.up.scene))
        codes = self.classes.index[(self.classes["across"] == ends[0]) & (self.classes["up"] == ends[1])]
        falling = self.up.scene.measure.good != "more"
        return list(self.up.values[codes].sort_values(ascending=not falling, kind="stable").index)

    def fill(self, nine: tuple[str, ...]) -> tuple[str, ...]:
        """Return the colour of each pair of classes (three times the class of `up` and that of `across`)."""
        places = [_SPREAD[max(1, len(layer.classes.counts))] for layer in (self.across, self.up)]
        across, up = places
        return tuple(nine[CLASSES * row + column] for row in up for column in across)


def crossing(scene: Scene) -> Crossing:
    """Cross the scene's measure with its second one; a gap goes up, what it is crossed with across."""
    first, second = (layers.of_measure(each, k=CLASSES) for each in (scene, scene.second))
    if _is_gap(scene) or not _is_gap(scene.second):
        return Crossing(across=second, up=first)
    return Crossing(across=first, up=second)


def _is_gap(scene: Scene) -> bool:
    """Tell whether less is better of a scene's measure, as its colours say."""
    return SCALES[scene.measure.scale].good == "less"


def _worst(layer: Layer, scene: Scene) -> int:
    """Return the class that is worst: the highest of a gap, the lowest of a reach."""
    measure: Measure = scene.measure
    return 0 if measure.good == "more" else max(0, len(layer.classes.counts) - 1)
