"""What a figure is worth that came from another structure: its bounds, and how it was got, in words."""

import math

import pandas as pd

from components.state import loaders
from components.state.view_model import Scene, structure_name, write_value
from data.catalogue.records import Measure
from data.i18n import numbers, say
from data.measures import conversions
from data.units import register


def between(measure: Measure, row: object, lang: str) -> str:
    """Write the bounds of a figure (low, high): "20,1%–35,0%", or "từ 20,1%" where nothing bounds it above."""
    low = write_value(measure, row.low, lang)
    if pd.isna(row.high) or math.isinf(row.high):
        return say("ranges.from", lang, low=low)
    return say("ranges.between", lang, low=low, high=write_value(measure, row.high, lang))


def sentence(measure: Measure, row: object, lang: str) -> str:
    """Say a figure's bounds and how it was got: "ước tính theo số hộ, 20,1%–35,0%"."""
    return say(f"ranges.how.{row.how}", lang, between=between(measure, row, lang))


def _is_informative(row: object) -> bool:
    """Tell whether a range says anything: from nothing to whatever is no more than that there are no data."""
    return row.low > 0 or not (pd.isna(row.high) or math.isinf(row.high))


def of_units(scene: Scene) -> dict[str, object]:
    """Return the ranges of the units that the map draws, by code: rows with low, best, high and how."""
    return {row.code: row for row in scene.ranges.itertuples() if _is_informative(row)}


def of_unit(scene: Scene, measure: Measure) -> str:
    """Say the range of a measure in the unit looked at; "" where it is exact or missing throughout."""
    view = scene.view
    if view.depth == "country" or view.village or scene.filtered:
        return ""
    found = loaders.ranges(scene.release.id, measure.code, view.period, view.structure, view.depth)
    rows = [row for row in found[found["code"] == view.unit].itertuples() if _is_informative(row)]
    return sentence(measure, rows[0], scene.lang) if rows else ""


def over_time(scene: Scene) -> dict[str, object]:
    """Return the ranges of the unit's trend by quarter: rows with low, best, high and how."""
    view = scene.view
    if view.depth == "country" or view.village or scene.filtered:
        return {}
    found = loaders.ranges_over_time(scene.release.id, view.measure, view.structure, view.unit)
    return {row.period: row for row in found.itertuples() if _is_informative(row)}


def notes(scene: Scene) -> list[str]:
    """Say of the unit looked at what its figure was summed from and what no part of it holds, or how it was carried."""
    view = scene.view
    if scene.measure.is_score:
        return []  # reported of the unit itself: nothing was summed or converted
    if view.depth == "commune":
        found = loaders.converted(scene.release.id, view.unit, view.period, view.structure)
        return [_sentence(scene, row) for row in conversions.of_measure(found, scene.measure).itertuples()]
    if view.depth == "country" and not scene.filtered:
        return _summed_elsewhere(scene)
    if view.depth == "province" and not scene.filtered:
        return [*_summed_from(scene), *_left_over(scene)]
    return []


def _summed_elsewhere(scene: Scene) -> list[str]:
    """Say of how many provinces the totals, and so the communes counted, are those of another structure."""
    view = scene.view
    every = scene.count(len(register.units(view.structure, "province")))
    return [
        scene.text(
            "ranges.summed_elsewhere",
            n=scene.count(provinces),
            N=every,
            structure=structure_name(reported_structure, scene.lang),
        )
        for reported_structure, provinces in loaders.reported_elsewhere(
            scene.release.id, view.period, view.structure
        ).items()
    ]


def _sentence(scene: Scene, row: object) -> str:
    values = {
        name: "" if pd.isna(value) else numbers.number(value, scene.lang)
        for name, value in (("low", row.low), ("best", row.best), ("high", row.high))
    }
    return f"{scene.text(f'indicator.{row.indicator}')}: {say(f'units.how.{row.how}', scene.lang, **values)}"


def _summed_from(scene: Scene) -> list[str]:
    """Say that a province's total is that of the communes of another structure, where it is."""
    view = scene.view
    basis = loaders.basis(scene.release.id, view.unit, view.period, view.structure)
    if basis is None or basis.reported_structure == view.structure or not basis.reported:
        return []
    return [
        scene.text(
            "ranges.summed_from",
            n=scene.count(basis.reported),
            N=scene.count(basis.known),
            structure=structure_name(basis.reported_structure, scene.lang),
        )
    ]


def _left_over(scene: Scene) -> list[str]:
    """Say how much of a province's total the communes on the map hold, where that is less."""
    if scene.view.drawn != "commune":
        return []
    total, parts = scene.own, scene.total
    sentences = []
    for key, whole, part in (("numerator", total.numerator, parts.numerator), ("base", total.base, parts.base)):
        drawn_part = 0.0 if math.isnan(part) else part
        if not math.isnan(whole) and drawn_part < whole:
            what = scene.text(scene.measure.name) if scene.measure.base is None else scene.text(f"ranges.{key}")
            sentences.append(
                scene.text(
                    "ranges.left_over",
                    what=what,
                    whole=scene.count(whole),
                    part=scene.count(drawn_part),
                    rest=scene.count(whole - drawn_part),
                )
            )
    return sentences
