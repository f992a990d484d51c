"""Matches the features of a layer to units: by code, else by name as the intake does; what is left has a reason.

Only a code with its name, the exact name and the folded name decide, and only where one unit answers. What a feature
may have been merged into, and the unit whose point lies in a feature without a name, are offered and never taken
unasked: an answer takes the land in.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import shapely

from data.i18n import DEFAULT_LANGUAGE, Language, say
from data.intake import gazetteer
from data.storage.errors import Refused
from data.storage.json_values import Json
from data.units import lookup
from data.units.candidates import Candidate, became, offered
from data.units.names import fold
from data.units.register import STRUCTURES, Level, StructureId, Unit, unit, units
from data.units.structures import divided_at
from geo.boundaries.columns import Columns, Roles, agrees, code_of
from geo.boundaries.spelling import Spelled, spelled_out

LEAVE_OUT: Final = "leave_out"
_MERGERS: Final = ("units.why.whole", "units.why.people", "units.why.part", "units.why.land")
_MOST: Final = 4
_NAMELESS = ("unknown", "elsewhere", "near", "later", "no_name")

Why = Literal[
    "merged",
    "split",
    "later",
    "former",
    "elsewhere",
    "same_name",
    "code_differs",
    "twin",
    "no_shape",
    "near",
    "located",
    "unknown",
    "no_name",
    "left_out",
    "outside",
]
By = Literal["code", "name", "answer"]


@dataclass(frozen=True)
class Feature:
    """A feature and what it says of itself: `number` counts from 1 in the file's order."""

    number: int
    name: str
    spelled: Spelled | None
    code: str | None
    province: str | None
    district: str | None


@dataclass(frozen=True)
class Unjoined:
    """A feature without a unit: why, and the units that it may be, best first. `id` names the question."""

    feature: int
    name: str
    why: Why
    candidates: tuple[Candidate, ...]
    id: str

    def text(self, lang: Language = DEFAULT_LANGUAGE) -> str:
        """Say why the feature has no unit."""
        return _reason_text(self.why, self.name, self.candidates, lang)

    def to_json(self, lang: Language = DEFAULT_LANGUAGE) -> dict[str, Json]:
        """Return it as `check --json` prints it."""
        return {
            "feature": self.feature,
            "name": self.name,
            "why": self.text(lang),
            "kind": self.why,
            "id": self.id,
            "candidates": [
                {"code": one.unit.code, "name": one.unit.name, "score": round(one.score, 1)} for one in self.candidates
            ],
        }


@dataclass(frozen=True)
class Joined:
    """Features and their units: `units` and `by` for each feature (None where unjoined), the roles of columns."""

    features: tuple[Feature, ...]
    units: tuple[str | None, ...]
    by: tuple[By | None, ...]
    unjoined: tuple[Unjoined, ...]
    roles: Roles


def join(
    columns: Columns,
    *,
    found: Roles,
    count: int,
    structure: StructureId,
    level: Level,
    province: str | None,
    title: str,
    answers: Mapping[str, str],
) -> Joined:
    """Join `count` features by the columns that were found. `province` is a code where it is known; `title` (the
    file's name) may name it."""
    features = _features(columns, found, count=count, structure=structure, level=level, province=province, title=title)
    ids = _ids(features)
    results = [
        _answered(ids[at], answers, structure=structure, level=level, province=province)
        or _decided(feature, structure=structure, level=level, province=province)
        for at, feature in enumerate(features)
    ]
    results = _without_twins(results, features, structure=structure)
    left = tuple(
        Unjoined(feature.number, feature.name, result.why or "unknown", result.candidates, ids[at])
        for at, (feature, result) in enumerate(zip(features, results, strict=True))
        if result.code is None
    )
    return Joined(features, tuple(r.code for r in results), tuple(r.by for r in results), left, found)


@dataclass(frozen=True)
class _Result:
    code: str | None
    by: By | None
    why: Why | None = None
    candidates: tuple[Candidate, ...] = ()


def _features(
    columns: Columns,
    found: Roles,
    *,
    count: int,
    structure: StructureId,
    level: Level,
    province: str | None,
    title: str,
) -> tuple[Feature, ...]:
    def cell(column: str | None, at: int) -> str | None:
        return columns[column][at] if column else None

    provinces = [_province(cell(found.province, at), structure=structure) for at in range(count)]
    if not any(provinces) and province is None and level != "province" and found.name:
        labels = [spelled_out(text).name for text in columns[found.name] if text]
        province = gazetteer.province_of(labels, [title], structure=structure)
    features = []
    for at in range(count):
        name, kind, code = cell(found.name, at), cell(found.kind, at), cell(found.code, at)
        spelled = spelled_out(name, kind) if name else None
        where = provinces[at] or province
        district = _district(cell(found.district, at), province=where, structure=structure)
        shown = spelled.full_name if spelled else code or ""
        features.append(Feature(at + 1, shown, spelled, code_of(code, level=level), where, district))
    return tuple(features)


def _province(text: str | None, *, structure: StructureId) -> str | None:
    """Return the code of the province that a text names, also by a name that it had in another structure."""
    if not text:
        return None
    found = lookup.find(spelled_out(text).name, structure=structure, level="province")
    if found.unit is not None:
        return found.unit.code
    sure = [one.unit.code for one in found.candidates if one.why in ("units.why.province", "units.why.in_province")]
    return sure[0] if len(sure) == 1 else None


def _district(text: str | None, *, province: str | None, structure: StructureId) -> str | None:
    """Return the code of the district that a text names, of the structure's own or of the last before it with any."""
    if not text:
        return None
    then = divided_at(structure)
    inside = province if structure == then else None
    found = lookup.find(spelled_out(text).full_name, structure=then, level="district", province=inside)
    return found.unit.code if found.unit else None


def _ids(features: tuple[Feature, ...]) -> list[str]:
    """Name the question of each feature: the same for the same name in the same place next time."""
    bases = [f"feature:{f.province or '-'}:{f.district or '-'}:{fold(f.name)}" for f in features]
    times, seen = Counter(bases), Counter[str]()
    out = []
    for base in bases:
        seen[base] += 1
        out.append(base if times[base] == 1 else f"{base}#{seen[base]}")
    return out


def _answered(
    question: str, answers: Mapping[str, str], *, structure: StructureId, level: Level, province: str | None
) -> _Result | None:
    """Take an answer: a unit of the layer's level and province. Raises Refused for any other, whoever sent it."""
    answer = answers.get(question)
    if answer == LEAVE_OUT:
        return _Result(None, None, "left_out")
    if not answer:
        return None
    if answer not in units(structure, level).index:
        raise Refused("boundaries.answer_no_unit", answer=answer[:20])
    found = unit(structure, answer)
    if province is not None and found.province != province:
        raise Refused("boundaries.answer_elsewhere", unit=found.name, code=found.code)
    return _Result(found.code, "answer")


def _decided(feature: Feature, *, structure: StructureId, level: Level, province: str | None) -> _Result:
    """Find the unit of one feature by its code, else by its name, else why there is none."""
    by_name = _by_name(feature, structure=structure, level=level)
    if feature.code and feature.code in units(structure, level).index:
        coded = unit(structure, feature.code)
        if feature.spelled is None or agrees(feature.spelled.full_name, coded.code, structure=structure):
            return _within(coded, "code", province)
        if by_name.unit is None:  # a newer or another spelling of the same unit
            return _within(coded, "code", province)
        both = (offered(coded, "units.why.code", 90.0, code=coded.code), offered(by_name.unit, "units.why.name", 89.0))
        return _Result(None, None, "code_differs", both)
    if feature.spelled is None:
        return _Result(None, None, "no_name")
    if by_name.unit is not None:
        return _within(by_name.unit, "name", province)
    why, offers = _reason(
        feature.spelled.full_name,
        by_name,
        structure=structure,
        level=level,
        province=feature.province,
        district=feature.district,
    )
    return _Result(None, None, why, offers)


def _within(found: Unit, by: By, province: str | None) -> _Result:
    if province is not None and found.province != province:
        return _Result(None, None, "elsewhere", (offered(found, "units.why.elsewhere", 66.0),))
    return _Result(found.code, by)


def _by_name(feature: Feature, *, structure: StructureId, level: Level) -> lookup.Found:
    """Look a name up in the province and district that the feature names."""
    if feature.spelled is None:
        return lookup.Found(None, None)
    return lookup.find(
        feature.spelled.full_name,
        structure=structure,
        level=level,
        province=feature.province,
        district=feature.district,
    )


def _without_twins(results: list[_Result], features: tuple[Feature, ...], *, structure: StructureId) -> list[_Result]:
    """Where several features came to one unit by name, keep those of its very kind: the others were merged into it.

    Features that say the same are pieces of one unit.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    for at, result in enumerate(results):
        if result.code and result.by == "name":
            rows[result.code].append(at)
    out = list(results)
    coded = {result.code for result in results if result.by == "code"}
    for code, places in rows.items():
        here = unit(structure, code)
        of_kind = any(_kind(features[at]) == here.kind for at in places)
        for at in places:
            spelled, district = features[at].spelled, features[at].district
            if spelled and (code in coded or (of_kind and spelled.kind not in (None, here.kind))):
                why, offers = _fate(spelled.full_name, here, structure=structure, district=district)
                out[at] = replace(results[at], code=None, by=None, why=why, candidates=offers)
    return out


def _kind(feature: Feature) -> str | None:
    return feature.spelled.kind if feature.spelled else None


def _reason(
    text: str, found: lookup.Found, *, structure: StructureId, level: Level, province: str | None, district: str | None
) -> tuple[Why, tuple[Candidate, ...]]:
    """Return why a name has no unit, and the units that it may belong to, best first."""
    offers = _distinguished(found.candidates, text, structure=structure, level=level, district=district)
    inside = tuple(one for one in offers if province is None or one.unit.province == province)
    merged = tuple(one for one in inside if one.why in _MERGERS)
    if merged and merged[0] == inside[0]:
        return _moved(merged, structure), merged
    kinds: tuple[tuple[tuple[str, ...], Why], ...] = (
        (("units.why.same_name",), "same_name"),
        (("units.why.former",), "former"),
        (("units.why.kind", "units.why.marks", "units.why.similar"), "near"),
    )
    for whys, reason in kinds:
        fitting = tuple(one for one in inside if one.why in whys)
        if fitting:
            return reason, fitting
    outside = tuple(one for one in offers if one.why == "units.why.elsewhere")
    if district is None and outside:
        return "elsewhere", outside
    return "unknown", ()


def _fate(text: str, found: Unit, *, structure: StructureId, district: str | None) -> tuple[Why, tuple[Candidate, ...]]:
    """Return what became of a unit of before whose name another feature has taken: `found` is that one's unit."""
    same = (offered(found, "units.why.kind", 90.0, kind=found.kind),)
    then = divided_at(structure)
    if district is None or structure == then or len(found.code) != 5:
        return "twin", same
    before = lookup.find(text, structure=then, level="commune", district=district)
    went = became(before.unit, structure) if before.unit else []
    peopled = tuple(one for one in went if one.why != "units.why.land") or tuple(went)
    if not peopled or [one.unit for one in peopled] == [found]:
        return "twin", same
    return _moved(peopled, structure), peopled


def _moved(candidates: tuple[Candidate, ...], structure: StructureId) -> Why:
    """Say how the candidates came from the name: by a merger, by a split, or as what made a unit of a later date."""
    until = STRUCTURES[structure].until
    changed = dict(candidates[0].values).get("day", "")
    if until is not None and changed > until.isoformat():
        return "later"
    return "merged" if len(candidates) == 1 else "split"


def _distinguished(
    candidates: tuple[Candidate, ...], text: str, *, structure: StructureId, level: Level, district: str | None
) -> tuple[Candidate, ...]:
    """Keep, of what namesakes of another structure became, what the one in this district became."""
    then = divided_at(structure)
    if district is None or level != "commune" or structure == then:
        return candidates
    before = lookup.find(text, structure=then, level="commune", district=district)
    if before.unit is None:
        return candidates
    successors = {one.unit.code for one in became(before.unit, structure)}
    fitting = tuple(one for one in candidates if one.why not in _MERGERS or one.unit.code in successors)
    return fitting or candidates


def _reason_text(why: Why, name: str, candidates: tuple[Candidate, ...], lang: Language = DEFAULT_LANGUAGE) -> str:
    """Say a reason with the units that it speaks of."""
    named = "; ".join(f"{one.unit.name} ({one.unit.code})" for one in candidates[:_MOST])
    first = candidates[0].text(lang) if candidates else ""
    return say(f"boundaries.why.{why}", lang, name=name, units=named, first=first)


def located(joined: Joined, shapes: np.ndarray, *, structure: StructureId, level: Level) -> Joined:
    """Add to unjoined features the unit that lies there, by its point in the register; never decides."""
    frame = units(structure, level)
    free = frame[frame["lon"].notna() & ~frame.index.isin([code for code in joined.units if code])]
    nameless = [one for one in joined.unjoined if one.why in _NAMELESS]
    if free.empty or not nameless:
        return joined
    tree = shapely.STRtree(np.asarray(shapely.points(free[["lon", "lat"]].to_numpy())))
    rows, points = tree.query(shapes[[one.feature - 1 for one in nameless]], predicate="contains")
    there: dict[int, list[str]] = {nameless[row].feature: [] for row in rows}
    for row, point in zip(rows, points, strict=True):
        there[nameless[row].feature].append(free.index[point])
    left = tuple(_with(one, there.get(one.feature, []), structure) for one in joined.unjoined)
    return replace(joined, unjoined=left)


def _with(one: Unjoined, codes: list[str], structure: StructureId) -> Unjoined:
    if len(codes) != 1:
        return one
    here = offered(unit(structure, codes[0]), "units.why.similar", 70.0)
    return replace(one, why="located", candidates=(here, *(c for c in one.candidates if c.unit.code != codes[0])))
