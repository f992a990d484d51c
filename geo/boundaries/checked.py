"""What a check of a layer found, and the JSON that the command line prints."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.i18n import DEFAULT_LANGUAGE, Language, say
from data.i18n.numbers import number, share
from data.units.register import Level, StructureId, Unit
from geo.boundaries.joining import Joined, Unjoined
from geo.boundaries.placing import Fit
from geo.boundaries.reading import RawLayer
from geo.boundaries.systems import How, System
from geo.projection import WGS84

LayerLevel = Level | Literal["village"]
Kind = Literal[
    "crs_contradicted",
    "crs_unsure",
    "crs_swapped",
    "units_away",
    "other_structure",
    "nothing_joined",
    "mended",
    "no_shape",
    "outside",
    "duplicates",
    "overlaps",
    "gaps",
    "incomplete",
    "areas",
    "letters_lost",
    "by_schematic",
]
_ERRORS: Final = frozenset({"crs_contradicted", "units_away", "other_structure", "nothing_joined"})
_OFFERED: Final = 8


@dataclass(frozen=True)
class Problem:
    """Something wrong or worth knowing with a layer; `values` fill its sentence."""

    kind: Kind
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Literal["error", "warning"]:
        """Return "error" for what stops publishing, else "warning"."""
        return "error" if self.kind in _ERRORS else "warning"

    def message(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say what is wrong and what to do."""
        shown = {name: _shown(value, lang) for name, value in self.values.items()}
        return say(f"boundaries.problem.{self.kind}", lang, **shown)

    def to_json(self, lang: Language = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """Return the problem as `check --json` prints it."""
        return {"kind": self.kind, "severity": self.severity, "message": self.message(lang), **self.values}


def _shown(value: object, lang: Language) -> object:
    if isinstance(value, list):
        return "; ".join(map(str, value[:6])) + (f" … (+{len(value) - 6})" if len(value) > 6 else "")
    return number(value, lang) if isinstance(value, int) else value


@dataclass(frozen=True)
class Placement:
    """The coordinate system: what the file said, what is used (None where it must be asked), how it was got, and
    the systems that it may be, the most likely first (empty where nothing is asked)."""

    said: str | None
    system: System | None
    how: How
    candidates: tuple[Fit, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return it as `check --json` prints it."""
        used = self.system
        return {
            "found": self.said,
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


@dataclass(frozen=True)
class Measures:
    """What was measured, in square metres of the equal-area projection; None where nothing could be laid out.

    areas: units whose area is more than a quarter off the register's: code, name, layer_km2, register_km2.
    """

    land_m2: float | None = None
    overlaps_m2: float | None = None
    gaps_m2: float | None = None
    gaps: int = 0
    compared: int = 0
    areas: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Checked:
    """A layer as checked. `layers` are all layers with shapes of the file; `layer` is None where one must be chosen.

    units: the joined units: code (index), name, shape (degrees, as in the file, mended), drawn (metres, a
    coverage). unclaimed: the same of land that lies here and is no unit's ("?7": feature 7). villages, in place
    of units: village (index), name, commune, how, shape (degrees).
    """

    file: str
    digest: str
    structure: StructureId
    level: LayerLevel
    province: Unit | None
    layers: tuple[str, ...]
    layer: str | None = None
    encoding: str | None = None
    placement: Placement | None = None
    joined: Joined | None = None
    unjoined: tuple[Unjoined, ...] = ()
    missing: tuple[Unit, ...] = ()
    invalid: int = 0
    measures: Measures = field(default_factory=Measures)
    problems: tuple[Problem, ...] = ()
    units: pd.DataFrame | None = None
    unclaimed: pd.DataFrame | None = None
    villages: pd.DataFrame | None = None
    raw: RawLayer | None = None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that stop publishing."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def placed(self) -> bool:
        """Tell whether the coordinate system is known, so that the layer can be drawn."""
        return self.placement is not None and self.placement.system is not None

    @property
    def publishable(self) -> bool:
        """Tell whether the layer can be drawn: its system is known, units were joined, no error stands."""
        return self.placed and not self.errors and self.counts["joined"] > 0

    @property
    def status(self) -> int:
        """Return the exit status of the command: 0 good, 2 where questions or problems remain."""
        return 0 if self.publishable and not self.unjoined and not self.missing else 2

    @property
    def counts(self) -> dict[str, int]:
        """Return features, joined, by_code, by_name, by_answer, by_place."""
        if self.villages is not None:
            how = self.villages["how"].value_counts()
            found = {f"by_{name}": int(how.get(name, 0)) for name in ("code", "name", "answer", "place")}
            return {"features": self.features, "joined": len(self.villages), **found}
        by = [how for how in self.joined.by if how] if self.joined else []
        found = {f"by_{name}": by.count(name) for name in ("code", "name", "answer")}
        return {"features": self.features, "joined": len(by), **found, "by_place": 0}

    @property
    def features(self) -> int:
        """Return the number of features of the layer."""
        return len(self.raw.shapes) if self.raw else 0

    @property
    def suggested(self) -> dict[str, str]:
        """Return the answers, by question id, that take each merged feature into the one unit that it went to."""
        sure = ("merged", "former", "twin", "located")
        return {one.id: one.candidates[0].unit.code for one in self.unjoined if one.why in sure and one.candidates}

    def preview(self, crs: str | None = None) -> gpd.GeoDataFrame:
        """Lay the features into a system ("EPSG:9215"; the one in use unless given), to be looked at before it is
        accepted: name, code (None where unjoined), geometry (degrees, WGS 84); shapes that fall away are left out."""
        fits = self.placement.candidates if self.placement else ()
        offered = next((fit.system for fit in fits if fit.system.crs == crs), None)
        system = offered or (System(crs) if crs else self.placement.system)
        shapes = shapely.transform(self.raw.shapes, system.to_degrees)
        names = [feature.name for feature in self.joined.features] if self.joined else [""] * len(shapes)
        codes = self.joined.units if self.joined else [None] * len(shapes)
        frame = gpd.GeoDataFrame({"name": names, "code": list(codes)}, geometry=shapes, crs=WGS84)
        return frame[~shapely.is_missing(shapes) & np.isfinite(shapely.bounds(shapes)).all(axis=1)]

    def to_json(self, lang: Language = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """Return the object that `check --json` prints."""
        measures = self.measures
        return {
            "file": self.file,
            "sha256": self.digest,
            "layer": self.layer,
            "layers": list(self.layers),
            "structure": self.structure,
            "level": self.level,
            "province": self.province and {"code": self.province.code, "name": self.province.name},
            "crs": self.placement.to_json() if self.placement else None,
            "encoding": self.encoding,
            **self.counts,
            "unjoined": [one.to_json(lang) for one in self.unjoined],
            "missing": [{"code": one.code, "name": one.name} for one in self.missing],
            "invalid": self.invalid,
            "overlaps_m2": _round(measures.overlaps_m2),
            "overlaps_percent": _percent(measures.overlaps_m2, measures),
            "gaps_m2": _round(measures.gaps_m2),
            "gaps_percent": _percent(measures.gaps_m2, measures),
            "gaps": measures.gaps,
            "area_km2": measures.land_m2 and round(measures.land_m2 / 1e6, 3),
            "areas": {"compared": measures.compared, "off": [dict(each) for each in measures.areas]},
            "problems": [problem.to_json(lang) for problem in self.problems],
            "questions": self._questions(lang),
            "publishable": self.publishable,
        }

    def _questions(self, lang: Language) -> list[dict[str, Any]]:
        """List what only a person can decide: the layer, the coordinate system, the unit of a feature."""
        asked: list[dict[str, Any]] = []
        if self.layer is None:
            return [{"id": "layer", "kind": "layer", "message": self.asked(lang), "options": list(self.layers)}]
        if self.placement and self.placement.system is None:
            options = [fit.system.crs for fit in self.placement.candidates[:_OFFERED]]
            asked.append({"id": "crs", "kind": "crs", "message": self.asked(lang), "options": options})
        return asked + [
            {
                "id": one.id,
                "kind": "unit",
                "message": one.text(lang),
                "options": [*(each.unit.code for each in one.candidates), "leave_out"],
            }
            for one in self.unjoined
            if one.candidates
        ]

    def asked(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say which layer or which coordinate system must be chosen; the most likely system comes first."""
        if self.layer is None:
            return say("boundaries.ask.layer", lang, layers=", ".join(self.layers))
        return say("boundaries.ask.crs", lang, systems=self.offered_systems())

    def offered_systems(self) -> str:
        """Name the systems that the layer may be in, the most likely first: "EPSG:9216 (VN-2000 / TM-3 107-30); …"."""
        fits = self.placement.candidates[:_OFFERED] if self.placement else ()
        return "; ".join(f"{fit.system.crs} ({fit.system.name})" for fit in fits)


def _round(area: float | None) -> float | None:
    return None if area is None else round(area, 1)


def _percent(area: float | None, measures: Measures) -> float | None:
    if area is None or not measures.land_m2:
        return None
    return round(100 * area / measures.land_m2, 4)


def percent_text(area: float | None, measures: Measures, lang: Language = DEFAULT_LANGUAGE) -> str:
    """Write an area as a share of the layer's land: "0,04%"."""
    return share((area or 0) / measures.land_m2, lang, decimals=2) if measures.land_m2 else "–"
