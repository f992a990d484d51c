"""Decides the coordinate system of a layer: the file's own, one that it means, or none before a person says it."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from geo.boundaries import placing, systems
from geo.boundaries.checked import Placement, Problem
from geo.boundaries.placing import Evidence, Fit
from geo.boundaries.systems import Found, System


def decide(
    found: Found, evidence: Evidence, *, given: System | None, zones: Iterable[int]
) -> tuple[Placement, list[Problem]]:
    """Return the system in use with what is to be said of it.

    What the file says stands unless the units then lie elsewhere and another system puts them right: swapped
    axes are put right and said, another meridian is asked. What a person gives (`given`) is held against the
    units too.
    """
    zones = tuple(zones)
    evidence = placing.sampled(evidence)
    degrees = _in_degrees(evidence.middles)
    told = given or found.system
    if told is not None and told.geographic != degrees and given is None:
        told = None  # a GeoJSON without a word on it, in metres; a .prj of another file
    if told is None:
        return Placement(found.said, None, "asked", _offers(evidence, zones, degrees=degrees)), []
    how = "asked" if given else found.how or "file"
    fit = evidence.fit(told)
    if not fit.good:
        turned = evidence.fit(replace(told, swapped=True))
        if turned.good:
            system = turned.system
            return Placement(found.said, system, how if given else "recognised"), [Problem("crs_swapped")]
    if fit.bad:
        return _contradicted(found, fit, evidence, zones=zones, degrees=degrees, given=given)
    unsure = [Problem("crs_unsure", {"system": told.crs})] if found.unsure and given is None else []
    return Placement(found.said, told, how), unsure


def _contradicted(
    found: Found, fit: Fit, evidence: Evidence, *, zones: tuple[int, ...], degrees: bool, given: System | None
) -> tuple[Placement, list[Problem]]:
    """Say that the units lie elsewhere: ask for the system that puts them right, where there is one."""
    offers = tuple(each for each in _offers(evidence, zones, degrees=degrees) if each.system.crs != fit.system.crs)
    values = {"system": fit.system.crs, "km": round(min(fit.median_km, 99_999))}
    if offers and offers[0].good:
        problem = Problem("crs_contradicted", {**values, "better": offers[0].system.crs})
        return Placement(found.said, given, "asked", offers), [problem]
    return Placement(found.said, fit.system, "asked" if given else found.how or "file"), [Problem("units_away", values)]


def _offers(evidence: Evidence, zones: tuple[int, ...], *, degrees: bool) -> tuple[Fit, ...]:
    offered = systems.candidates(zones, degrees=degrees)
    return tuple(placing.best_first(evidence, offered, first=[f"EPSG:{zone}" for zone in zones]))


def _in_degrees(middles: np.ndarray) -> bool:
    """Tell degrees from metres by their size."""
    return bool(len(middles)) and bool((np.abs(middles) <= 361).all(axis=1).mean() > 0.9)
