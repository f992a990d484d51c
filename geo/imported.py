"""The boundaries that were imported and published, as areas to be drawn: which unit, from which layer, what shape."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import shapely

from data.boundaries import layers
from data.boundaries.layers import Layer
from data.boundaries.store import LayerSet, open_boundaries
from data.units.register import Level, StructureId
from geo.projection import to_metres

_AREAS: Final = ["structure", "level", "code", "layer", "geometry"]
_VILLAGES: Final = ["commune", "name", "structure", "layer", "geometry"]


@dataclass(frozen=True)
class Drawn:
    """What is drawn of imported layers: `release` is its id, `layers` by id.

    areas: structure, level, code, layer, geometry (metres), one row for each unit with a real shape: that of the
    latest layer. unclaimed: land within layers that is no unit's (metres). villages: structure, commune, name,
    layer, geometry (degrees).
    """

    release: str
    layers: dict[str, Layer]
    areas: pd.DataFrame
    unclaimed: np.ndarray
    villages: pd.DataFrame

    def of(self, structure: StructureId, level: Level) -> pd.DataFrame:
        """Return the areas of one level, indexed by code."""
        own = self.areas[(self.areas["structure"] == structure) & (self.areas["level"] == level)]
        return own.set_index("code")


def release() -> str:
    """Return the id of what is published now, also before the first publication."""
    return open_boundaries().current().id


def drawn() -> Drawn:
    """Return what is published now; without any layer before the first publication."""
    store = open_boundaries()
    now = store.current()
    return _read(store.root.parent, now.id, now.layers)


def drawn_of(proposed: LayerSet) -> Drawn:
    """Return what a release of boundaries draws, whether or not it was published."""
    return _read(open_boundaries().root.parent, proposed.id, proposed.layers)


def places(structure: StructureId) -> pd.DataFrame:
    """Return the imported villages of a structure: commune, name, layer, geometry (metres; areas or points).

    Of villages with one name in one commune the latest layer's.
    """
    found = drawn().villages
    found = found[found["structure"] == structure].drop_duplicates(["commune", "name"], keep="last")
    xy = shapely.transform(found["geometry"].to_numpy(), lambda degrees: to_metres(*degrees.T))
    return found[["commune", "name", "layer"]].assign(geometry=xy).reset_index(drop=True)


@lru_cache(maxsize=3)
def _read(var: Path, release: str, names: tuple[str, ...]) -> Drawn:
    store = open_boundaries(var)
    found = {name: store.layer(name) for name in names}
    areas, villages = [], []
    for name, layer in found.items():
        table = layers.shapes(store.root, name)
        if layer.level == "village":
            shape = shapely.from_wkb(table["shape"].to_numpy())
            villages.append(table[["commune", "name"]].assign(structure=layer.structure, layer=name, geometry=shape))
        else:
            shape = shapely.from_wkb(table["drawn"].to_numpy())
            own = {"structure": layer.structure, "level": layer.level, "code": table.index, "layer": name}
            areas.append(pd.DataFrame({**own, "geometry": np.asarray(shape, dtype=object)}))
    table = pd.concat(areas, ignore_index=True) if areas else pd.DataFrame(columns=_AREAS)
    nobodys = table["code"].str.startswith(layers.UNCLAIMED).to_numpy(dtype=bool)
    latest = table[~nobodys].drop_duplicates(["structure", "level", "code"], keep="last", ignore_index=True)
    spots = pd.concat(villages) if villages else pd.DataFrame(columns=_VILLAGES)
    return Drawn(release, found, latest, table["geometry"].to_numpy()[nobodys], spots)
