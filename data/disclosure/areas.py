"""The areas that every sum follows: communes of all structures, the areas they share, provinces, the country.

An area is the least piece of the country that is made of whole communes in every structure: what was merged into one
commune, or a few communes among which villages were divided. A total of any structure is a sum over areas.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from data.units import chain
from data.units.structures import STRUCTURES, StructureId, latest, structure_cache


@dataclass(frozen=True)
class Areas:
    """The areas of the country, numbered from 0.

    codes: the communes of each structure, in the register's order; of: the area of each; province: the place of its
    province among `provinces`, the codes of the structure's provinces. nested: areas that at most one of the earlier
    structures divides into several communes: there these add up to what the area is in the latest structure. divided:
    areas that are several communes of the latest structure, into which a former one was divided.
    within: by structure, the place of the province that each area lies in, -1 where it lies in several or none.
    """

    count: int
    codes: Mapping[StructureId, pd.Index]
    of: Mapping[StructureId, np.ndarray]
    province: Mapping[StructureId, np.ndarray]
    provinces: Mapping[StructureId, pd.Index]
    within: Mapping[StructureId, np.ndarray]
    nested: np.ndarray
    divided: np.ndarray

    @property
    def structures(self) -> tuple[StructureId, ...]:
        return tuple(self.codes)

    @property
    def last(self) -> StructureId:
        """Return the structure whose communes are sums of the others' in nested areas."""
        return self.structures[-1]

    @property
    def first(self) -> StructureId:
        """Return the structure whose provinces are the smallest sums of areas."""
        return self.structures[0]


@structure_cache
def areas() -> Areas:
    """Return the areas of all structures there are. Shared: not to be modified."""
    grounds = {name: chain.base_units(name) for name in STRUCTURES}
    starts = dict(zip(grounds, np.cumsum([0, *(len(codes) for codes in grounds.values())]), strict=False))
    count, labels = _connected(grounds, starts)
    codes, of, province, provinces, within = {}, {}, {}, {}, {}
    for name, every in grounds.items():
        frames = chain.frames(name)
        codes[name] = frames["commune"].index
        label = pd.Series(labels[starts[name] : starts[name] + len(every)], index=every)
        of[name] = label.reindex(codes[name]).to_numpy()
        provinces[name] = frames["province"].index
        home = pd.concat([frame["province"] for level, frame in frames.items() if level != "province"])
        place = provinces[name].get_indexer(home.reindex(every))
        province[name] = provinces[name].get_indexer(pd.Index(frames["commune"]["province"]))
        within[name] = _one(place, label.to_numpy(), count)
    return Areas(
        count,
        codes,
        of,
        province,
        provinces,
        within,
        _nested(of, count),
        np.bincount(of[latest()], minlength=count) > 1,
    )


def _connected(grounds: Mapping[StructureId, pd.Index], starts: Mapping[StructureId, int]) -> tuple[int, np.ndarray]:
    """Join what people passed between, and return how many areas there are, and the area of each ground."""
    total = sum(map(len, grounds.values()))
    ends: list[np.ndarray] = []
    for here, there in pairwise(grounds):
        moves = chain.edges(here, there)
        moves = moves[moves["part"] != "land"]
        pairs = [
            grounds[name].get_indexer(pd.Index(moves[end])) for name, end in ((here, "code_from"), (there, "code_to"))
        ]
        known = (pairs[0] >= 0) & (pairs[1] >= 0)
        ends.append(np.stack([pairs[0][known] + starts[here], pairs[1][known] + starts[there]]))
    joined = np.concatenate(ends, axis=1) if ends else np.empty((2, 0), int)
    return connected_components(coo_matrix((np.ones(joined.shape[1]), joined), shape=(total, total)), directed=False)


def _one(place: np.ndarray, label: np.ndarray, count: int) -> np.ndarray:
    """Return the one place that all grounds of an area have, -1 where they differ or there is none."""
    low, high = np.full(count, np.iinfo(np.int64).max), np.full(count, -1)
    np.minimum.at(low, label, place)
    np.maximum.at(high, label, place)
    return np.where(low == high, high, -1)


def _nested(of: Mapping[StructureId, np.ndarray], count: int) -> np.ndarray:
    """Tell which areas at most one of the earlier structures divides."""
    sizes = [np.bincount(labels, minlength=count) for labels in of.values()]
    return sum(((size > 1).astype(int) for size in sizes[:-1]), np.zeros(count, int)) <= 1
