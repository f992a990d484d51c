"""The land that communes of two structures share, from the shapes of both that are drawn.

It divides a split commune's counts by area where nothing better is known.
"""

from collections.abc import Mapping
from itertools import permutations
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import shapely

from data.boundaries import layers
from data.boundaries.store import open_boundaries
from data.units import chain
from data.units.structures import STRUCTURES, StructureId, structure_cache

Areas = Mapping[tuple[StructureId, StructureId], pd.DataFrame]

_COVERED: Final = 0.8  # of a commune: where its successors' shapes cover less, the two layers do not fit


def areas(var: Path | None = None) -> Areas:
    """Return code_from, code_to, weight (m²) by (structure, other structure), of what is published now.

    Only of split communes that have a shape, as have all that took their people, and whose successors' shapes
    cover them; no entry where there are none. Raises DamagedSet, DamagedLayer.
    """
    store = open_boundaries(var)
    return _areas(store.root.parent, store.current().layers)


@structure_cache
def _areas(var: Path, names: tuple[str, ...]) -> Areas:
    shapes = _shapes(var, names)
    pairs = ((pair, _shared(*pair, shapes)) for pair in permutations([s for s in STRUCTURES if s in shapes], 2))
    return {pair: table for pair, table in pairs if len(table)}


def _shapes(var: Path, names: tuple[str, ...]) -> dict[StructureId, pd.Series]:
    """Return the shape of each commune (metres, equal-area) by structure: the latest layer's."""
    store = open_boundaries(var)
    found: dict[StructureId, list[pd.Series]] = {}
    for name in names:
        layer = store.layer(name)
        if layer.level == "commune":
            table = layers.shapes(store.root, name)
            own = table.loc[~table.index.str.startswith(layers.UNCLAIMED), "drawn"]
            found.setdefault(layer.structure, []).append(own)
    stacked = {structure: pd.concat(each) for structure, each in found.items()}
    return {structure: each[~each.index.duplicated(keep="last")] for structure, each in stacked.items()}


def _shared(source: StructureId, target: StructureId, shapes: Mapping[StructureId, pd.Series]) -> pd.DataFrame:
    """Return the land that each split commune of `source` shares with each that took its people."""
    edges = chain.edges(source, target)
    edges = edges[edges["part"] == "part"]
    there = edges["code_from"].isin(shapes[source].index) & edges["code_to"].isin(shapes[target].index)
    edges = edges[there.groupby(edges["code_from"]).transform("all")]
    here, taken = (
        shapely.from_wkb(shapes[structure].reindex(edges[end]).to_numpy())
        for structure, end in ((source, "code_from"), (target, "code_to"))
    )
    weight = shapely.area(shapely.intersection(shapely.make_valid(here), shapely.make_valid(taken)))
    found = edges[["code_from", "code_to"]].assign(weight=np.round(weight), own=shapely.area(here))
    covered = found["weight"].groupby(found["code_from"]).transform("sum") >= _COVERED * found["own"]
    return found.loc[covered, ["code_from", "code_to", "weight"]].reset_index(drop=True)
