"""Decides the coordinate system of a layer: the file's own, one that it means, or none before a person says it.

Where units should lie tells a right system from a wrong one, whatever the file says: a wrong meridian moves a layer by
26 km or more, swapped axes move it out of the country; units that are known by code or name lie within a few kilometres
of the register's points, or they do not.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from data.storage.json_values import Json
from data.units.register import Level, StructureId, units
from geo.boundaries import systems
from geo.boundaries.findings import Problem
from geo.boundaries.systems import Found, How, System
from geo.projection import to_metres

_SAMPLE: Final = 400  # units that are looked at
_RADIUS: Final = 5.0  # km: of a unit whose area is not known
_ROOM: Final = 6.0  # km beyond its own radius by which a unit may be off: points are no centres
_NEAR_LAND: Final = 25.0  # km from the nearest commune of the province, where no unit is known
_GOOD: Final = 0.7
_BAD: Final = 0.5
_FEW: Final = 3  # units, from which on they decide alone
_FAR: Final = 1e5  # km: not on the map at all
_OFFERED: Final = 8  # systems


@dataclass(frozen=True)
class Fit:
    """How a layer lies in a system: the middle distance of its units from where they should be (km), the share
    of them that lie where they should, and how many were compared."""

    system: System
    median_km: float
    share: float
    compared: int

    @property
    def good(self) -> bool:
        """Tell whether the units lie where they should."""
        return self.compared > 0 and self.share >= _GOOD

    @property
    def bad(self) -> bool:
        """Tell whether they lie elsewhere."""
        return self.compared > 0 and self.share < _BAD


@dataclass(frozen=True)
class Evidence:
    """What a layer shows of its place: middles (n, 2) of its features in its own coordinates, and the unit of
    each (None where none is known), within what is known of level and province."""

    middles: np.ndarray
    codes: tuple[str | None, ...]
    structure: StructureId
    level: Level
    province: str | None

    def fit(self, system: System) -> Fit:
        """Lay the features into a system and compare."""
        if not len(self.middles):
            return Fit(system, _FAR, 0.0, 0)
        there = to_metres(*system.to_degrees(self.middles).T)
        known = [at for at, code in enumerate(self.codes) if code is not None]
        away, room = _from_units(there, self.codes, known, self.structure, self.level)
        if len(away) < _FEW:
            away, room = _from_land(there, self.structure, self.province)
        if not len(away):
            return Fit(system, _FAR, 0.0, 0)
        return Fit(system, round(float(np.median(away)), 1), float((away <= room).mean()), len(away))


@dataclass(frozen=True)
class Placement:
    """The coordinate system: what the file declares, what is used (None where it must be asked), how it was got, and
    the systems that it may be, the most likely first (empty where nothing is asked)."""

    declared: str | None
    system: System | None
    how: How
    candidates: tuple[Fit, ...] = ()

    def to_json(self) -> dict[str, Json]:
        """Return it as `check --json` prints it."""
        used = self.system
        return {
            "found": self.declared,
            "used": used.crs if used else None,
            "how": self.how,
            "name": used.name if used else None,
            "swapped": bool(used and used.swapped),
            "candidates": [
                {
                    "crs": fit.system.crs,
                    "name": fit.system.name,
                    "swapped": fit.system.swapped,
                    "median_km": fit.median_km,
                    "share": round(fit.share, 3),
                }
                for fit in self.candidates[:_OFFERED]
            ],
        }


def decide(
    found: Found, evidence: Evidence, *, given: System | None, zones: Iterable[int]
) -> tuple[Placement, list[Problem]]:
    """Return the system in use with the problems found.

    What the file says stands unless the units then lie elsewhere and another system puts them right: swapped
    axes are put right and reported, another meridian becomes a question. What a person gives (`given`) is
    compared with the units too.
    """
    zones = tuple(zones)
    evidence = sampled(evidence)
    degrees = _in_degrees(evidence.middles)
    candidate = given or found.system
    if candidate is not None and candidate.geographic != degrees and given is None:
        candidate = None  # a GeoJSON without a word on it, in metres; a .prj of another file
    if candidate is None:
        return Placement(found.declared, None, "asked", _offers(evidence, zones, degrees=degrees)), []
    how = "asked" if given else found.how or "file"
    fit = evidence.fit(candidate)
    if not fit.good:
        swapped_fit = evidence.fit(replace(candidate, swapped=True))
        if swapped_fit.good:
            system = swapped_fit.system
            return Placement(found.declared, system, how if given else "recognised"), [Problem("crs_swapped")]
    if fit.bad:
        return _contradicted(found, fit, evidence, zones=zones, degrees=degrees, given=given)
    unsure = [Problem("crs_unsure", {"system": candidate.crs})] if found.unsure and given is None else []
    return Placement(found.declared, candidate, how), unsure


def _contradicted(
    found: Found, fit: Fit, evidence: Evidence, *, zones: tuple[int, ...], degrees: bool, given: System | None
) -> tuple[Placement, list[Problem]]:
    """Say that the units lie elsewhere: ask for the system that puts them right, where there is one."""
    offers = tuple(each for each in _offers(evidence, zones, degrees=degrees) if each.system.crs != fit.system.crs)
    values: dict[str, Json] = {"system": fit.system.crs, "km": round(min(fit.median_km, 99_999))}
    if offers and offers[0].good:
        problem = Problem("crs_contradicted", {**values, "better": offers[0].system.crs})
        return Placement(found.declared, given, "asked", offers), [problem]
    return Placement(found.declared, fit.system, "asked" if given else found.how or "file"), [
        Problem("units_away", values)
    ]


def _offers(evidence: Evidence, zones: tuple[int, ...], *, degrees: bool) -> tuple[Fit, ...]:
    offered = systems.candidates(zones, degrees=degrees)
    return tuple(best_first(evidence, offered, first=[f"EPSG:{zone}" for zone in zones]))


def _in_degrees(middles: np.ndarray) -> bool:
    """Tell degrees from metres by their size."""
    return bool(len(middles)) and bool((np.abs(middles) <= 361).all(axis=1).mean() > 0.9)


def sampled(evidence: Evidence) -> Evidence:
    """Keep a few hundred features, spread over the layer, those with a known unit first."""
    known = [at for at, code in enumerate(evidence.codes) if code is not None]
    order = known if len(known) >= _FEW else list(range(len(evidence.codes)))
    chosen = order[:: len(order) // _SAMPLE + 1]
    return replace(evidence, middles=evidence.middles[chosen], codes=tuple(evidence.codes[at] for at in chosen))


def best_first(evidence: Evidence, systems: Iterable[System], *, first: Iterable[str]) -> list[Fit]:
    """Order systems, the most likely first: where the units lie right, then the province's own (`first`), then
    by distance. Each is tried with north and east as given, and swapped."""
    own = list(first)
    systems = list(systems)
    tried = [evidence.fit(each) for each in [*systems, *(replace(one, swapped=True) for one in systems)]]

    close = 2 * min((each.median_km for each in tried if each.good), default=_FAR) + 1

    def rank(fit: Fit) -> tuple[bool, bool, float]:
        likely = fit.good and fit.median_km <= close
        return not likely, fit.system.crs not in own, fit.median_km

    best: dict[str, Fit] = {}
    for fit in sorted(tried, key=rank):
        best.setdefault(fit.system.crs, fit)
    return list(best.values())


def _from_units(
    there: np.ndarray, codes: tuple[str | None, ...], known: list[int], structure: StructureId, level: Level
) -> tuple[np.ndarray, np.ndarray]:
    """Return the distance of each known unit from its place, and the room it has, km."""
    places = _places(structure, level)
    rows = places.reindex([codes[at] for at in known])
    away = np.hypot(*(there[known] - rows[["x", "y"]].to_numpy()).T) / 1000
    has_place = rows["x"].notna().to_numpy()
    away = np.where(np.isfinite(away), away, _FAR)
    return away[has_place], rows["room"].to_numpy()[has_place]


def _from_land(there: np.ndarray, structure: StructureId, province: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Return the distance of each feature from the nearest commune of the province (or country), km."""
    communes = units(structure, "commune")
    inside = communes if province is None else communes[communes["province"] == province]
    xy = to_metres(inside["lon"].to_numpy(), inside["lat"].to_numpy())
    xy = xy[np.isfinite(xy).all(axis=1)]
    if not len(xy):
        return np.empty(0), np.empty(0)
    off = ~np.isfinite(there).all(axis=1)
    away = np.asarray(cKDTree(xy).query(np.where(off[:, None], 0, there))[0]) / 1000
    return np.where(off, _FAR, away), np.full(len(away), _NEAR_LAND)


@lru_cache(maxsize=16)
def _places(structure: StructureId, level: Level) -> pd.DataFrame:
    """Return where each unit should lie: x, y (metres, missing where no point is trusted), room (km)."""
    communes = units(structure, "commune")
    frame = pd.DataFrame(
        to_metres(communes["lon"].to_numpy(), communes["lat"].to_numpy()), index=communes.index, columns=["x", "y"]
    )
    radius = np.sqrt(communes["area_km2"].where(communes["area_km2"] > 0) / np.pi).fillna(_RADIUS)
    if level == "commune":
        return frame.assign(room=radius + _ROOM)
    grouped = frame.groupby(communes[level])
    spread = (grouped["x"].var() + grouped["y"].var()).pow(0.5).fillna(0) / 1000
    return grouped.mean().assign(room=spread + _RADIUS + _ROOM)
