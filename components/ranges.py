"""What a converted figure's number is worth: how it was carried over, and its bounds, in words."""

import pandas as pd

from components import loaders
from components.scene import Scene
from data.measures import conversions
from data.words import numbers, say


def notes(scene: Scene) -> list[str]:
    """Say of each part of the measure in the commune looked at how it was carried over; nothing where all is exact."""
    view = scene.view
    if view.depth != "commune":
        return []
    found = loaders.converted(scene.release.id, view.unit, view.period, view.structure)
    return [_sentence(scene, row) for row in conversions.of_measure(found, scene.measure).itertuples()]


def _sentence(scene: Scene, row: object) -> str:
    values = {name: "" if pd.isna(value) else numbers.number(value, scene.lang)
              for name, value in (("low", row.low), ("best", row.best), ("high", row.high))}
    return f"{scene.text(f'indicator.{row.indicator}')}: {say(f'units.how.{row.how}', scene.lang, **values)}"
