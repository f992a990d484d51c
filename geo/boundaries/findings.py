"""What is worth saying of a layer: another structure's units, units without a shape, areas that do not agree."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import pandas as pd
import shapely

from data.boundaries.layers import LayerLevel
from data.i18n import DEFAULT_LANGUAGE, Language, say
from data.i18n.numbers import number, share
from data.intake import gazetteer
from data.storage.json_values import Json, JsonObject
from data.units.register import STRUCTURES, Level, StructureId, Unit, successor_provinces, unit, units
from geo.boundaries import encoding
from geo.boundaries.columns import Columns
from geo.boundaries.matching import Joined, Unjoined
from geo.projection import to_metres

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
_OTHER: Final = 0.6  # of the names, from which on another structure's list is worth a look
_CLEARLY: Final = 0.85
_OFF: Final = 0.25
_WHOLE: Final = 0.5  # of a province's units: a layer with fewer of them shows that province's edge alone
_SPECK: Final = 0.0005  # of the land: less overlap or gap is drawing
_MERGED: Final = ("merged", "former", "twin", "located")


@dataclass(frozen=True)
class Problem:
    """Something wrong or worth knowing with a layer; `values` fill its sentence."""

    kind: Kind
    values: JsonObject = field(default_factory=dict)

    @property
    def severity(self) -> Literal["error", "warning"]:
        """Return "error" for what stops publishing, else "warning"."""
        return "error" if self.kind in _ERRORS else "warning"

    def message(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say what is wrong and what to do."""
        shown = {name: _shown(value, lang) for name, value in self.values.items()}
        return say(f"boundaries.problem.{self.kind}", lang, **shown)

    def to_json(self, lang: Language = DEFAULT_LANGUAGE) -> dict[str, Json]:
        """Return the problem as `check --json` prints it."""
        return {"kind": self.kind, "severity": self.severity, "message": self.message(lang), **self.values}


def _shown(value: object, lang: Language) -> object:
    if isinstance(value, list):
        return "; ".join(map(str, value[:6])) + (f" … (+{len(value) - 6})" if len(value) > 6 else "")
    return number(value, lang) if isinstance(value, int) else value


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
    areas: tuple[JsonObject, ...] = ()


def main_province(joined: Joined, structure: StructureId, level: LayerLevel) -> str | None:
    """Return the province that most features lie in, None where none has more than half."""
    units_of: list[str | None] = [unit(structure, code).province for code in joined.units if code]
    provinces = units_of or [f.province for f in joined.features]
    counted = Counter(province for province in provinces if province)
    best, most = counted.most_common(1)[0] if counted else (None, 0)
    return best if level != "province" and most > len(provinces) / 2 else None


def of_texts(columns: Columns, joined: Joined, *, structure: StructureId, level: LayerLevel) -> list[Problem]:
    """Say what the texts tell: letters that were lost, names of another structure, nothing joined at all."""
    problems = []
    lost = encoding.lost({name: columns[name] for name in (joined.roles.name,) if name})
    if lost:
        problems.append(Problem("letters_lost", {"texts": lost[:20]}))
    if level == "village":
        return problems
    other = _other_structure(joined, structure=structure, level=level)
    if other:
        problems.append(Problem("other_structure", other))
    elif not any(joined.units):
        problems.append(Problem("nothing_joined"))
    return problems


def _other_structure(joined: Joined, *, structure: StructureId, level: Level) -> JsonObject | None:
    """Return the structure whose units the names are, where they clearly are those of another one."""
    if sum(how == "code" for how in joined.by) > 0.8 * len(joined.by):
        return None
    named = [(f.spelled.full_name, f.province) for f in joined.features if f.spelled]
    shares = {
        each.id: _share_known(named, here=structure, there=each.id, level=level)
        for each in STRUCTURES.values()
        if level in each.levels
    }
    best = max(shares, key=lambda name: (shares[name], name == structure), default=structure)
    if best == structure or shares[best] < _OTHER or shares[structure] > _CLEARLY * shares[best]:
        return None
    own, more = round(100 * shares[structure]), round(100 * shares[best])
    return {"structure": structure, "other": best, "own": own, "more": more}


def _share_known(named: list[tuple[str, str | None]], *, here: StructureId, there: StructureId, level: Level) -> float:
    """Return the share of names that units of a structure have, in the provinces that theirs are in it."""
    within: dict[str | None, list[str | None]] = {None: [None]}
    for province in {province for _, province in named if province}:
        edges = successor_provinces(province, source=here, target=there) if here != there else ()
        within[province] = [edge.code_to for edge in edges] or [province]
    hits = [
        any(gazetteer.could_be(text, structure=there, level=level, province=p) for p in within[province])
        for text, province in named
    ]
    return float(np.mean(hits)) if hits else 0.0


def missing(joined: Joined, *, structure: StructureId, level: Level, province: Unit | None) -> tuple[Unit, ...]:
    """List the units without a shape: of the province, or of each province that the layer shows at least half of."""
    frame = units(structure, level)
    there = pd.Index([code for code in joined.units if code])
    have = frame.index.isin(there)
    if province is not None:
        inside = frame["province"] == province.code
    elif level == "province":
        inside = pd.Series(have.mean() >= _WHOLE, index=frame.index)
    else:
        inside = pd.Series(have, index=frame.index).groupby(frame["province"]).transform("mean") >= _WHOLE
    return tuple(unit(structure, code) for code in frame.index[inside & ~have])


def areas(frame: pd.DataFrame, *, structure: StructureId, level: Level) -> tuple[int, tuple[JsonObject, ...]]:
    """Compare the units' areas with the register's: how many were compared, and those more than a quarter off."""
    registered = units(structure, level)["area_km2"].reindex(frame.index)
    registered = registered[registered > 0]
    metres = shapely.transform(frame["shape"].reindex(registered.index).to_numpy(), lambda xy: to_metres(*xy.T))
    own = pd.Series(shapely.area(metres) / 1e6, index=registered.index)
    off = (own / registered - 1).abs()
    worst = off[off > _OFF].sort_values(ascending=False).index
    return len(registered), tuple(
        {
            "code": code,
            "name": frame.at[code, "name"],
            "layer_km2": round(own[code], 2),
            "register_km2": registered[code],
        }
        for code in worst
    )


def of_shapes(
    state: np.ndarray, read: np.ndarray, twice: np.ndarray, measures: Measures, joined: Joined
) -> list[Problem]:
    """Say what the shapes tell: mended, missing, doubled, lying over each other, apart, of another size."""
    problems = []
    counted: dict[Kind, int] = {
        "mended": int(np.isin(read, ["mended", "unreadable"]).sum()),
        "no_shape": int((state == "no_shape").sum()),
        "outside": int((state == "outside").sum()),
        "duplicates": int(twice.sum()),
    }
    problems += [Problem(kind, {"count": count}) for kind, count in counted.items() if count]
    areas_m2: dict[Kind, float | None] = {"overlaps": measures.overlaps_m2, "gaps": measures.gaps_m2}
    for kind, area in areas_m2.items():
        if (area or 0) > _SPECK * (measures.land_m2 or 0):
            km2 = number((area or 0) / 1e6, decimals=2)
            problems.append(Problem(kind, {"km2": km2, "share": percent_text(area, measures)}))
    merged = [one for one in joined.unjoined if one.why in _MERGED and _is_joined(one, joined)]
    lacking = Counter(one.candidates[0].unit.name for one in merged)
    if lacking:
        problems.append(Problem("incomplete", {"count": len(lacking), "units": list(lacking)[:20]}))
    if measures.areas:
        names = [f"{each['name']} ({each['code']})" for each in measures.areas[:20]]
        problems.append(Problem("areas", {"count": len(measures.areas), "compared": measures.compared, "units": names}))
    return problems


def _is_joined(one: Unjoined, joined: Joined) -> bool:
    """Tell whether the unit that a feature went to has a shape of its own, which then lacks this land."""
    return bool(one.candidates) and one.candidates[0].unit.code in joined.units


def percent_text(area: float | None, measures: Measures, lang: Language = DEFAULT_LANGUAGE) -> str:
    """Write an area as a share of the layer's land: "0,04%"."""
    return share((area or 0) / measures.land_m2, lang, decimals=2) if measures.land_m2 else "–"
