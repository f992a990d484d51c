"""What a check of a layer found, and the JSON that the command line prints."""

from dataclasses import dataclass, field
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.boundaries.layers import LayerLevel
from data.i18n import DEFAULT_LANGUAGE, Language, say
from data.storage.json_values import Json
from data.units.register import StructureId, Unit
from geo.boundaries.findings import Measures, Problem
from geo.boundaries.georeference import Placement
from geo.boundaries.matching import Joined, Unjoined
from geo.boundaries.reading import RawLayer
from geo.boundaries.systems import System
from geo.projection import WGS84

_OFFERED: Final = 8


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
    def georeferenced(self) -> bool:
        """Tell whether the coordinate system is known, so that the layer can be drawn."""
        return self.placement is not None and self.placement.system is not None

    @property
    def publishable(self) -> bool:
        """Tell whether the layer can be drawn: its system is known, units were joined, no error stands."""
        return self.georeferenced and not self.errors and self.counts["joined"] > 0

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
        accepted: name, code (None where unjoined), geometry (degrees, WGS 84); shapes that fall away are left out.
        Raises ValueError where there is no system to try, or no layer yet."""
        fits = self.placement.candidates if self.placement else ()
        offered = next((fit.system for fit in fits if fit.system.crs == crs), None)
        used = self.placement.system if self.placement else None
        system = offered or (System(crs) if crs else used)
        if system is None or self.raw is None:
            raise ValueError("neither layer nor coordinate system is chosen")
        shapes = shapely.transform(self.raw.shapes, system.to_degrees)
        names = [feature.name for feature in self.joined.features] if self.joined else [""] * len(shapes)
        codes = list(self.joined.units) if self.joined else [None] * len(shapes)
        frame = gpd.GeoDataFrame({"name": names, "code": codes}, geometry=shapes, crs=WGS84)
        return frame[~shapely.is_missing(shapes) & np.isfinite(shapely.bounds(shapes)).all(axis=1)]

    def to_json(self, lang: Language = DEFAULT_LANGUAGE) -> dict[str, Json]:
        """Return the object that `check --json` prints."""
        measures = self.measures
        return {
            "file": self.file,
            "sha256": self.digest,
            "layer": self.layer,
            "layers": list(self.layers),
            "structure": self.structure,
            "level": self.level,
            "province": {"code": self.province.code, "name": self.province.name} if self.province else None,
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

    def _questions(self, lang: Language) -> list[Json]:
        """List what only a person can decide: the layer, the coordinate system, the unit of a feature."""
        questions: list[Json] = []
        if self.layer is None:
            return [{"id": "layer", "kind": "layer", "message": self.open_question(lang), "options": list(self.layers)}]
        if self.placement and self.placement.system is None:
            options = [fit.system.crs for fit in self.placement.candidates[:_OFFERED]]
            questions.append({"id": "crs", "kind": "crs", "message": self.open_question(lang), "options": options})
        return questions + [
            {
                "id": one.id,
                "kind": "unit",
                "message": one.text(lang),
                "options": [*(each.unit.code for each in one.candidates), "leave_out"],
            }
            for one in self.unjoined
            if one.candidates
        ]

    def open_question(self, lang: Language = DEFAULT_LANGUAGE) -> str:
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
