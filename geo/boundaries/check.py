"""Checks a layer from the file to the report: read, lettered, joined, placed, laid out, measured."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from data.boundaries.layers import LayerLevel
from data.storage.errors import Refused
from data.units import lookup
from data.units.register import STRUCTURES, Level, StructureId, Unit, unit
from geo.boundaries import coverage, encoding, findings, georeference, matching, reading, systems, villages
from geo.boundaries.columns import Columns, commune_roles, roles
from geo.boundaries.findings import Measures, Problem
from geo.boundaries.georeference import Evidence, Placement
from geo.boundaries.matching import Joined, Unjoined
from geo.boundaries.reading import LayerInfo, RawLayer
from geo.boundaries.result import Checked
from geo.boundaries.systems import System
from geo.projection import to_metres

Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and the words key of what is being done."""

# Longitude and latitude of the country with its islands and a wide margin: shapes beyond are not ours.
_NOT_HERE: Final = ("elsewhere", "outside", "left_out", "no_shape")
_COUNTRY: Final = (100.0, 5.0, 119.0, 25.0)


def check(
    files: Mapping[str, bytes],
    *,
    structure: StructureId,
    level: LayerLevel,
    province: str | None = None,
    crs: str | None = None,
    layer: str | None = None,
    answers: Mapping[str, str] | None = None,
    take_in: bool = False,
    progress: Progress | None = None,
) -> Checked:
    """Check a layer, given as the content of its file or files by name; nothing is kept.

    `province` is a name or a code, `crs` an authority code that answers the question of the system, `layer` the
    name of one layer where there are several, `answers` codes of units (or "leave_out") by question id. take_in:
    features of units that were merged are taken into those that they went to, unless `answers` say otherwise.
    Raises Refused for what is unreadable, unsafe or wrongly given.
    """
    tell = progress or (lambda done, words: None)
    within = _province(province, structure=structure)
    _check_level(structure, level)
    given = systems.given(crs) if crs else None
    found = _checked(files, structure, level, within, given, layer, answers or {}, tell)
    if take_in and found.suggested:
        found = _checked(files, structure, level, within, given, layer, {**found.suggested, **(answers or {})}, tell)
    return found


def _checked(
    files: Mapping[str, bytes],
    structure: StructureId,
    level: LayerLevel,
    within: Unit | None,
    given: System | None,
    layer: str | None,
    answers: Mapping[str, str],
    tell: Progress,
) -> Checked:
    """Read, join and place a layer, with these answers to its questions."""
    tell(0.0, "boundaries.progress.reading")
    infos = reading.layers(files)
    chosen = _chosen(infos, layer, level=level)
    begun = Checked(_title(files), _digest(files), structure, level, within, tuple(info.name for info in infos))
    if chosen is None:
        return begun
    raw = reading.read(chosen)
    tell(0.25, "boundaries.progress.names")
    letters, columns = encoding.decode(raw.columns, raw=raw.raw)
    begun = replace(begun, layer=chosen.name, encoding=letters, raw=raw)
    joined = _joined(begun, raw, columns, answers)
    tell(0.4, "boundaries.progress.place")
    placement, problems = _georeferenced(begun, raw, joined, given)
    problems += findings.of_texts(columns, joined, structure=structure, level=level)
    begun = replace(begun, joined=joined, unjoined=joined.unjoined, placement=placement, problems=tuple(problems))
    if placement.system is None or any(problem.kind == "crs_contradicted" for problem in problems):
        return replace(begun, invalid=int((raw.state == "mended").sum()))
    tell(0.5, "boundaries.progress.laying")
    if level == "village":
        done = villages.located(begun, raw, joined, placement.system, columns)
    else:
        done = _laid_out(begun, raw, joined, placement.system, level)
    tell(1.0, "boundaries.progress.done")
    return done


def _joined(begun: Checked, raw: RawLayer, columns: Columns, answers: Mapping[str, str]) -> Joined:
    """Join the features to units of the level; villages to the communes that they name."""
    level: Level = "commune" if begun.level == "village" else begun.level
    if begun.level == "village":
        found = commune_roles(columns, structure=begun.structure)
    else:
        found = roles(columns, structure=begun.structure, level=level)
    province = begun.province.code if begun.province and begun.level != "village" else None
    return matching.join(
        columns,
        found=found,
        count=len(raw.shapes),
        structure=begun.structure,
        level=level,
        province=province,
        title=begun.file,
        answers=answers,
    )


def _check_level(structure: StructureId, level: LayerLevel) -> None:
    if structure not in STRUCTURES:
        raise Refused("units.no_structure", structure=structure, known=", ".join(STRUCTURES))
    if level != "village" and level not in STRUCTURES[structure].levels:
        raise Refused("units.no_level", structure=structure, level=level)


def _province(text: str | None, *, structure: StructureId) -> Unit | None:
    """Return the province that is named. Raises Refused, with today's province for one that was merged."""
    if text is None or structure not in STRUCTURES:
        return None
    found = lookup.find(text, structure=structure, level="province")
    if found.unit is None:
        offered = ", ".join(one.unit.name for one in found.candidates[:3]) or "–"
        raise Refused("boundaries.no_province", text=text, structure=structure, offered=offered)
    return found.unit


def _title(files: Mapping[str, bytes]) -> str:
    """Return the name under which the files came: that of the layer's main file."""
    return min(files, key=lambda name: (not name.lower().endswith((".shp", ".tab")), name))


def _digest(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(hashlib.sha256(files[name]).digest())
    return digest.hexdigest()


def _chosen(infos: list[LayerInfo], name: str | None, *, level: LayerLevel) -> LayerInfo | None:
    """Return the layer that is meant: by its name, or the only one that can hold the level; None to be asked."""
    if name is not None:
        found = [info for info in infos if info.name == name]
        if not found:
            raise Refused("boundaries.no_layer", layer=name, layers=", ".join(info.name for info in infos))
        return found[0]
    if not infos:
        raise Refused("boundaries.no_features")
    fitting = [info for info in infos if _can_hold(info, level)]
    return fitting[0] if len(fitting) == 1 else infos[0] if len(infos) == 1 else None


def _can_hold(info: LayerInfo, level: LayerLevel) -> bool:
    """Tell whether a layer's kind of shape can be units of the level: areas, or points too for villages."""
    kind = info.geometry
    area = "Polygon" in kind or "Surface" in kind or "Unknown" in kind or "Collection" in kind
    return area or (level == "village" and "Point" in kind)


def _georeferenced(
    begun: Checked, raw: RawLayer, joined: Joined, given: System | None
) -> tuple[Placement, list[Problem]]:
    """Decide the coordinate system by the file, the units and the province."""
    there = ~shapely.is_missing(raw.shapes)
    middles = shapely.get_coordinates(shapely.centroid(raw.shapes[there]))
    codes = tuple(code for code, has_shape in zip(joined.units, there, strict=True) if has_shape)
    province = begun.province.code if begun.province else findings.main_province(joined, begun.structure, begun.level)
    level: Level = "commune" if begun.level == "village" else begun.level
    evidence = Evidence(middles, codes, begun.structure, level, province)
    zones = systems.of_province(province, structure=begun.structure)
    return georeference.decide(systems.read(raw.crs, format=raw.format), evidence, given=given, zones=zones)


def _laid_out(begun: Checked, raw: RawLayer, joined: Joined, system: System, level: Level) -> Checked:
    """Lay the features out in metres, measure them, and unite those of each unit."""
    degrees = shapely.transform(raw.shapes, system.to_degrees)
    state = _states(raw, degrees)
    joined = _with_shapes(joined, state)
    joined = matching.located(joined, degrees, structure=begun.structure, level=level)
    twice = _duplicates(degrees, joined)
    use = np.flatnonzero((state == "good") & ~twice)
    metres = shapely.transform(degrees[use], lambda xy: to_metres(xy[:, 0], xy[:, 1]))
    laid = coverage.measured(_valid(metres))
    codes = np.array([joined.units[at] or "" for at in use], dtype=str)
    frame = _united(degrees[use], laid.shapes, codes, structure=begun.structure)
    unclaimed = _unclaimed(joined, use, degrees, laid.shapes)
    measures = Measures(
        laid.land_m2,
        laid.overlaps_m2,
        laid.gaps_m2,
        laid.gaps,
        *findings.areas(frame, structure=begun.structure, level=level),
    )
    missing = findings.missing(joined, structure=begun.structure, level=level, province=begun.province)
    problems = findings.of_shapes(state, raw.state, twice, measures, joined)
    return replace(
        begun,
        joined=joined,
        unjoined=joined.unjoined,
        missing=missing,
        measures=measures,
        units=frame,
        unclaimed=unclaimed,
        invalid=int(np.isin(raw.state, ["mended", "unreadable"]).sum()),
        problems=(*begun.problems, *problems),
    )


def _states(raw: RawLayer, degrees: np.ndarray) -> np.ndarray:
    """Say of each feature whether it can be drawn: "good", or why not ("no_shape", "outside")."""
    west, south, east, north = _COUNTRY
    kind = shapely.get_type_id(raw.shapes)
    state = np.where(np.isin(kind, [3, 6]), "good", "no_shape").astype(object)
    box = shapely.bounds(degrees)
    inside = (box[:, 0] > west) & (box[:, 1] > south) & (box[:, 2] < east) & (box[:, 3] < north)
    state[(state == "good") & ~inside] = "outside"
    return state


def _with_shapes(joined: Joined, state: np.ndarray) -> Joined:
    """Take their units from features without a shape to draw, and say so."""
    bare = [at for at in range(len(state)) if state[at] != "good" and joined.units[at]]
    left = tuple(
        Unjoined(joined.features[at].number, joined.features[at].name, state[at], (), f"feature:{at + 1}")
        for at in bare
    )
    keep = [at not in bare for at in range(len(state))]
    return replace(
        joined,
        units=tuple(code if stays else None for code, stays in zip(joined.units, keep, strict=True)),
        by=tuple(how if stays else None for how, stays in zip(joined.by, keep, strict=True)),
        unjoined=tuple(sorted((*joined.unjoined, *left), key=lambda one: one.feature)),
    )


def _duplicates(shapes: np.ndarray, joined: Joined) -> np.ndarray:
    """Mark the features that repeat an earlier one: the same unit and the very same shape."""
    seen: set[tuple[str | None, bytes]] = set()
    twice = np.zeros(len(shapes), dtype=bool)
    for at, shape in enumerate(shapely.to_wkb(shapely.normalize(shapes))):
        key = (joined.units[at] or joined.features[at].name, shape)
        twice[at] = shape is not None and key in seen
        seen.add(key)
    return twice


def _valid(shapes: np.ndarray) -> np.ndarray:
    """Mend the few shapes that projecting has made cross themselves."""
    broken = ~shapely.is_valid(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    return shapes


def _unclaimed(joined: Joined, use: np.ndarray, degrees: np.ndarray, drawn: np.ndarray) -> pd.DataFrame:
    """Return the land of features without a unit that lie among the others: no schematic may be drawn there."""
    inside = {one.feature - 1 for one in joined.unjoined if one.why not in _NOT_HERE}
    rows = [row for row, at in enumerate(use) if int(at) in inside and not drawn[row].is_empty]
    return pd.DataFrame(
        {
            "code": [f"?{use[row] + 1}" for row in rows],
            "name": [joined.features[use[row]].name for row in rows],
            "shape": degrees[use[rows]],
            "drawn": drawn[rows],
        }
    ).set_index("code")


def _united(degrees: np.ndarray, drawn: np.ndarray, codes: np.ndarray, *, structure: StructureId) -> pd.DataFrame:
    """Return the joined units: code (index), name, shape (degrees, as in the file), drawn (metres)."""
    has_unit = codes != ""
    if not has_unit.any():
        return pd.DataFrame({"name": [], "shape": [], "drawn": []}, index=pd.Index([], name="code"))
    drawn_units = coverage.united(drawn[has_unit], codes[has_unit])
    groups = pd.Series(degrees[has_unit]).groupby(codes[has_unit])
    shape = pd.Series({code: _whole(each.to_numpy()) for code, each in groups}, dtype=object)
    names = [unit(structure, code).name for code in drawn_units.index]
    frame = pd.DataFrame({"name": names, "shape": shape.reindex(drawn_units.index), "drawn": drawn_units})
    return frame.rename_axis("code")


def _whole(pieces: np.ndarray) -> BaseGeometry:
    """Return the pieces of a unit as one; a single one as it came."""
    one: BaseGeometry = pieces[0] if len(pieces) == 1 else shapely.union_all(pieces)
    return one
