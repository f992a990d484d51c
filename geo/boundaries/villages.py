"""Joins villages, as points or areas, to their communes: by the commune that they name, else by where they lie."""

from collections import Counter
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
import shapely

from data.intake import gazetteer
from data.units.candidates import Candidate, offered
from data.units.names import fold
from data.units.register import StructureId, unit, units
from geo import shapes as drawn
from geo.boundaries.columns import Columns
from geo.boundaries.findings import Kind, Measures, Problem
from geo.boundaries.matching import Joined, Unjoined, Why
from geo.boundaries.reading import RawLayer
from geo.boundaries.result import Checked
from geo.boundaries.systems import System
from geo.projection import to_metres

_REACH: Final = 40_000.0  # metres from a commune's point, beyond which a village does not lie in it
_LEAST: Final = 0.5  # of the villages must name a commune for its column to be believed


def located(begun: Checked, raw: RawLayer, joined: Joined, system: System, columns: Columns) -> Checked:
    """Return the check of a village layer: villages with their communes, and those that lie in none."""
    degrees = shapely.transform(raw.shapes, system.to_degrees)
    spots = shapely.point_on_surface(degrees)
    there = ~shapely.is_missing(spots) & ~shapely.is_empty(spots)
    xy = np.full((len(spots), 2), np.nan)
    xy[there] = to_metres(*shapely.get_coordinates(spots[there]).T)
    communes, how = _named(joined, xy, structure=begun.structure)
    by_place = [at for at in range(len(xy)) if communes[at] is None and np.isfinite(xy[at]).all()]
    found, guessed = _lying(xy[by_place], structure=begun.structure)
    for at, code in zip(by_place, found, strict=True):
        communes[at], how[at] = code, "place" if code else None
    names = _names(columns, joined)
    foreign = [_is_foreign(code, begun) for code in communes]
    own = [None if away else code for code, away in zip(communes, foreign, strict=True)]
    counts: dict[Kind, int] = {"by_schematic": guessed, "outside": sum(foreign)}
    problems = [Problem(kind, {"count": count}) for kind, count in counts.items() if count]
    return replace(
        begun,
        villages=_listed(names, own, how, degrees),
        unjoined=_left(begun, names, communes, there),
        measures=Measures(),
        invalid=int(np.isin(raw.state, ["mended", "unreadable"]).sum()),
        problems=(*begun.problems, *problems),
    )


def _is_foreign(code: str | None, begun: Checked) -> bool:
    """Tell whether a commune lies in another province than the one that was given."""
    if code is None or begun.province is None:
        return False
    return unit(begun.structure, code).province != begun.province.code


def _named(joined: Joined, xy: np.ndarray, *, structure: StructureId) -> tuple[list[str | None], list[str | None]]:
    """Return the commune that each village names, where most name one and it is not far from there."""
    if sum(code is not None for code in joined.units) < _LEAST * len(joined.units):
        return [None] * len(xy), [None] * len(xy)
    points = units(structure, "commune")[["lon", "lat"]].reindex([code or "" for code in joined.units])
    away = np.hypot(*(xy - to_metres(points["lon"].to_numpy(), points["lat"].to_numpy())).T)
    near = ~(away > _REACH)  # a commune without a point cannot contradict
    communes = [code if ok else None for code, ok in zip(joined.units, near, strict=True)]
    return communes, [by if code else None for by, code in zip(joined.by, communes, strict=True)]


def _lying(xy: np.ndarray, *, structure: StructureId) -> tuple[list[str | None], int]:
    """Return the commune in whose shape each place (n, 2, metres) lies, and how many lie in schematic ones."""
    if not len(xy):
        return [], 0
    frame = drawn.shapes(structure, "commune")
    places, rows = shapely.STRtree(frame.geometry.to_numpy()).query(shapely.points(xy), predicate="intersects")
    found: list[str | None] = [None] * len(xy)
    guessed = 0
    for place, row in zip(places, rows, strict=True):
        if found[place] is None:
            found[place] = frame.index[row]
            guessed += frame["origin"].iloc[row] == drawn.SCHEMATIC
    return found, guessed


def _names(columns: Columns, joined: Joined) -> list[str | None]:
    """Return the villages' own names: the column of words with the most different ones that names no commune."""
    used = {joined.roles.code, joined.roles.kind, joined.roles.district, joined.roles.province}
    believed = sum(code is not None for code in joined.units) >= _LEAST * len(joined.units)
    if believed:
        used.add(joined.roles.name)
    words = {
        name: values
        for name, values in columns.items()
        if name not in used and any(text and not text.replace(".", "").isdigit() for text in values)
    }
    best = max(words, key=lambda name: len(set(words[name])), default=None)
    return list(columns[best]) if best else [None] * len(joined.units)


def _listed(
    names: list[str | None], communes: list[str | None], how: list[str | None], shapes: np.ndarray
) -> pd.DataFrame:
    """Return the villages with a commune: village (an id made of commune and name), name, commune, how, shape."""
    seen: Counter[str] = Counter()
    rows = []
    for name, commune, by, shape in zip(names, communes, how, shapes, strict=True):
        if commune is None or shape is None:
            continue
        base = f"{commune}:{gazetteer.closed(name or '')}"
        seen[base] += 1
        rows.append((base if seen[base] == 1 else f"{base}#{seen[base]}", name or "", commune, by, shape))
    return pd.DataFrame(rows, columns=["village", "name", "commune", "how", "shape"]).set_index("village")


def _left(
    begun: Checked, names: list[str | None], communes: list[str | None], there: np.ndarray
) -> tuple[Unjoined, ...]:
    """List the villages without a commune, or of another province than the one that was given."""
    left = []
    for at, code in enumerate(communes):
        name = names[at] or str(at + 1)
        foreign = _is_foreign(code, begun)
        if code is None or foreign:
            why: Why = "elsewhere" if foreign else "outside" if there[at] else "no_shape"
            left.append(Unjoined(at + 1, name, why, _there(code, begun.structure), f"village:{fold(name)}:{at + 1}"))
    return tuple(left)


def _there(code: str | None, structure: StructureId) -> tuple[Candidate, ...]:
    return (offered(unit(structure, code), "units.why.elsewhere", 66.0),) if code else ()
