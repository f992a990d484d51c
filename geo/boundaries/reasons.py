"""Why a feature has no unit in a structure: what it became, what it was merged into, or that nothing is known."""

from typing import Final, Literal

from data.i18n import DEFAULT_LANGUAGE, Language, say
from data.units import lookup
from data.units.candidates import Candidate, became, offered
from data.units.register import STRUCTURES, Level, StructureId, Unit
from data.units.structures import divided_at

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

_MERGERS: Final = ("units.why.whole", "units.why.people", "units.why.part", "units.why.land")
_MOST: Final = 4


def of(
    text: str, found: lookup.Found, *, structure: StructureId, level: Level, province: str | None, district: str | None
) -> tuple[Why, tuple[Candidate, ...]]:
    """Return why a name has no unit, and the units that it may belong to, best first."""
    offers = _told_apart(found.candidates, text, structure=structure, level=level, district=district)
    inside = tuple(one for one in offers if province is None or one.unit.province == province)
    merged = tuple(one for one in inside if one.why in _MERGERS)
    if merged and merged[0] == inside[0]:
        return _moved(merged, structure), merged
    for whys, reason in (
        (("units.why.same_name",), "same_name"),
        (("units.why.former",), "former"),
        (("units.why.kind", "units.why.marks", "units.why.similar"), "near"),
    ):
        kept = tuple(one for one in inside if one.why in whys)
        if kept:
            return reason, kept
    outside = tuple(one for one in offers if one.why == "units.why.elsewhere")
    if district is None and outside:
        return "elsewhere", outside
    return "unknown", ()


def fate(text: str, found: Unit, *, structure: StructureId, district: str | None) -> tuple[Why, tuple[Candidate, ...]]:
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


def _told_apart(
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
    kept = tuple(one for one in candidates if one.why not in _MERGERS or one.unit.code in successors)
    return kept or candidates


def text(why: Why, name: str, candidates: tuple[Candidate, ...], lang: Language = DEFAULT_LANGUAGE) -> str:
    """Say a reason with the units that it speaks of."""
    named = "; ".join(f"{one.unit.name} ({one.unit.code})" for one in candidates[:_MOST])
    first = candidates[0].text(lang) if candidates else ""
    return say(f"boundaries.why.{why}", lang, name=name, units=named, first=first)
