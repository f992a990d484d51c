"""Finds the sites of the schematic: the points whose Voronoi cells become the shapes.

The smallest piece is a part: what one commune of "2024" gave to one commune of "2025-07". Both structures
are unions of parts, so their shapes fit each other exactly.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from data.units import register
from geo.projection import to_metres

# A split commune's part lies this share of the way from the commune's own point towards the successor.
_TOWARDS: Final = 0.55
_OF_SPACING: Final = 0.55
# Rings, in radii of the commune, on which a place is sought for a part without a trusted point.
_RINGS: Final = (0.3, 0.5, 0.7)
_DIRECTIONS: Final = 16


@dataclass(frozen=True)
class Sites:
    """Points with the part each belongs to: xy (n, 2) in metres, part (n,) rows of the parts table.

    `radius` (n,) is that of the land around the site in metres, 0 where the site says nothing of land.
    `placed` (n,) is True where no trusted point was found and a free place was taken.
    """

    xy: np.ndarray
    part: np.ndarray
    radius: np.ndarray
    placed: np.ndarray

    def take(self, keep: np.ndarray) -> "Sites":
        """Return the chosen sites."""
        return Sites(self.xy[keep], self.part[keep], self.radius[keep], self.placed[keep])

    def plus(self, other: "Sites") -> "Sites":
        """Return both groups of sites as one."""
        return Sites(*(np.concatenate([a, b]) for a, b in zip(self.columns(), other.columns(), strict=True)))

    def columns(self) -> tuple[np.ndarray, ...]:
        """Return the four arrays in order."""
        return self.xy, self.part, self.radius, self.placed


def parts() -> pd.DataFrame:
    """List the parts: code_2024 (of a district where it had no communes), code_2025, whole; sorted by both."""
    zones = pd.DataFrame(
        [(old, new, True) for old, new in register.districts_as_zones().items()],
        columns=["code_2024", "code_2025", "whole"],
    )
    edges = pd.concat([register.successions(), zones])
    return edges.sort_values(["code_2025", "code_2024"], ignore_index=True)


def find(table: pd.DataFrame) -> Sites:
    """Find at least one site for every part of `table` (as from `parts`)."""
    new = register.units("2025-07", "commune")
    old_xy = _old_points(table)
    anchor, radius = anchors(table, new, old_xy)
    own = new.index.get_indexer(pd.Index(table["code_2025"]))
    count = table.groupby("code_2025")["code_2024"].transform("size").to_numpy()
    main = _main_parts(table, old_xy, anchor[own] if len(own) else anchor, radius[own])
    known = main & np.isfinite(old_xy).all(axis=1)
    olds = _sites(old_xy[known], np.flatnonzero(known), radius[own[known]] / np.sqrt(count[known]))
    news = _new_sites(table, new, old_xy, radius)
    split = ~main & np.isfinite(old_xy).all(axis=1)
    towards = old_xy[split] + _TOWARDS * (anchor[own[split]] - old_xy[split])
    found = distinct(olds.plus(news).plus(_sites(towards, np.flatnonzero(split), np.zeros(split.sum()))))
    missing = np.setdiff1d(np.arange(len(table)), found.part)
    return found.plus(place(table, missing, found, anchor[own], radius[own]))


def anchors(table: pd.DataFrame, new: pd.DataFrame, old_xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where each commune of "2025-07" lies (n, 2) and its radius as a circle, in metres.

    Its own point, else the middle of its predecessors', else of its neighbours' in the province's code list.
    """
    own = pd.DataFrame(to_metres(new["lon"].to_numpy(), new["lat"].to_numpy()), index=new.index)
    middle = pd.DataFrame(old_xy).groupby(table["code_2025"].to_numpy()).median()
    own = own.fillna(middle.reindex(new.index))
    listed = own.sort_index().groupby(new["province"].sort_index())
    neighbours = (listed.ffill().fillna(listed.bfill()) + listed.bfill().fillna(listed.ffill())) / 2
    xy = own.fillna(neighbours.reindex(new.index)).to_numpy()
    # a circle of its area; without one, a little over half the way to the next communes, as circles lie side by side
    spacing = np.asarray(cKDTree(xy).query(xy, k=4)[0])[:, 1:].mean(axis=1)
    area = new["area_km2"].where(new["area_km2"] > 0).to_numpy()
    return xy, np.where(np.isnan(area), _OF_SPACING * spacing, np.sqrt(area * 1e6 / np.pi))


def distinct(sites: Sites) -> Sites:
    """Drop sites within 20 m of an earlier one: a cell needs a place of its own."""
    first = np.unique(np.round(sites.xy / 20), axis=0, return_index=True)[1]
    return sites.take(np.sort(first))


def place(table: pd.DataFrame, missing: np.ndarray, sites: Sites, anchor: np.ndarray, radius: np.ndarray) -> Sites:
    """Give each of the `missing` parts a free place near its commune's middle, as far from others as it can.

    Only places that lie nearest to a site of the same commune count: no cell lands in a neighbour.
    `anchor` (n, 2) and `radius` (n,) are those of each part's commune of "2025-07", in metres.
    """
    owner = table["code_2025"].to_numpy()
    tree, owner_of_site = cKDTree(sites.xy), owner[sites.part]
    turns = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS
    star = np.vstack([r * np.column_stack([np.cos(turns + r), np.sin(turns + r)]) for r in _RINGS])
    taken: dict[str, list[np.ndarray]] = {}
    for part in missing:
        spots = anchor[part] + star * radius[part]
        away, nearest = tree.query(spots)
        for other in taken.setdefault(owner[part], []):
            away = np.minimum(away, np.hypot(*(spots - other).T))
        inside = owner_of_site[nearest] == owner[part]
        if inside.any():
            away = np.where(inside, away, -1)
            best = spots[away.argmax()]
        else:
            best = anchor[part] + star[len(taken[owner[part]]) * 5 % len(star)] * radius[part] / 10
        taken[owner[part]].append(best)
    xy = np.array([taken[owner[part]].pop(0) for part in missing]).reshape(-1, 2)
    return _sites(xy, missing, np.zeros(len(missing)), placed=True)


def _sites(xy: np.ndarray, part: np.ndarray, radius: np.ndarray, *, placed: bool = False) -> Sites:
    return Sites(xy, part, radius, np.full(len(part), placed))


def _old_points(table: pd.DataFrame) -> np.ndarray:
    """Return the trusted point of each part's unit of "2024" in metres; NaN where there is none."""
    places = pd.concat([register.units("2024", level)[["lon", "lat"]] for level in ("district", "commune")])
    rows = places.reindex(table["code_2024"])
    return to_metres(rows["lon"].to_numpy(), rows["lat"].to_numpy())


def _main_parts(table: pd.DataFrame, old_xy: np.ndarray, anchor: np.ndarray, radius: np.ndarray) -> np.ndarray:
    """Mark, of a split commune's parts, the one in whose successor its point lies (the nearest in radii)."""
    away = pd.Series(np.hypot(*(old_xy - anchor).T) / radius).fillna(np.inf)
    return (away.groupby(table["code_2024"].to_numpy()).rank(method="first") == 1).to_numpy()


def _new_sites(table: pd.DataFrame, new: pd.DataFrame, old_xy: np.ndarray, radius: np.ndarray) -> Sites:
    """Make the point of each commune of "2025-07" a site of the part whose old point is nearest to it."""
    known = new["lon"].notna().to_numpy()
    xy = pd.DataFrame(to_metres(new["lon"].to_numpy(), new["lat"].to_numpy()), index=new.index)
    to_own = old_xy - xy.reindex(table["code_2025"]).to_numpy()
    away = pd.Series(np.hypot(*to_own.T)).fillna(np.inf)
    nearest = away.groupby(table["code_2025"].to_numpy()).idxmin().reindex(new.index)
    known = known & nearest.notna().to_numpy()
    return _sites(xy.to_numpy()[known], nearest.to_numpy()[known].astype(int), radius[known])


def middles(table: pd.DataFrame, found: Sites) -> np.ndarray:
    """Return the middle of each part's sites in metres (n, 2); NaN for a part without any."""
    return pd.DataFrame(found.xy).groupby(found.part).mean().reindex(range(len(table))).to_numpy()
