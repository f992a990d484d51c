"""Classes that the office has fixed for a measure: limits, each class with a name ("Chưa đạt", "Đạt", "Tốt")."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.measures.figures import measure_of
from data.storage import json_lists
from data.storage.errors import Refused
from data.storage.json_values import items, number, texts

_LIST: Final = "legends"
MOST_CLASSES: Final = 9
_LONGEST: Final = 60


class BadLegend(Refused):
    """Limits that do not rise, too few or too many classes, or a name that is missing or too long."""


@dataclass(frozen=True)
class LegendSet:
    """Fixed classes of one measure, from low to high.

    limits: lower limits of all classes but the first, as people read them (20 is 20% of a share). labels: the
    name of each class. by: who fixed them.
    """

    id: str
    name: str
    measure: str
    limits: tuple[float, ...]
    labels: tuple[str, ...]
    by: str


def of(measure: str) -> list[LegendSet]:
    """List the sets of a measure by name. Raises DamagedList."""
    found = [_read(entry) for entry in json_lists.read(_LIST) if entry.get("measure") == measure]
    return sorted(found, key=lambda each: each.name)


def find(legend_id: str, *, measure: str) -> LegendSet | None:
    """Return the set with this id if it is one of the measure's. Raises DamagedList."""
    return next((each for each in of(measure) if each.id == legend_id), None) if legend_id else None


def save(name: str, *, measure: str, limits: Sequence[float], labels: Sequence[str], by: str) -> LegendSet:
    """Keep a set; one of the same name and measure is replaced.

    Raises BadLegend, UnknownMeasure, DamagedList, CannotWrite, Busy.
    """
    measure_of(measure)
    of(measure)  # a damaged list is an error, never written over
    name, labels = name.strip(), [label.strip() for label in labels]
    if not name or not all(labels) or max(map(len, [name, *labels])) > _LONGEST:
        raise BadLegend("legends.bad_name", most=_LONGEST)
    if not 2 <= len(labels) <= MOST_CLASSES or len(limits) != len(labels) - 1:
        raise BadLegend("legends.bad_count", most=MOST_CLASSES)
    if not all(math.isfinite(limit) and limit > 0 for limit in limits) or sorted(set(limits)) != list(limits):
        raise BadLegend("legends.bad_limits")
    made = LegendSet(json_lists.short_id(measure, name), name, measure, tuple(map(float, limits)), tuple(labels), by)
    json_lists.put(
        _LIST,
        {"id": made.id, "name": name, "measure": measure, "limits": list(made.limits), "labels": labels, "by": by},
    )
    return made


def remove(legend_id: str) -> None:
    """Forget a set; links that name it fall back to the classes of the map."""
    json_lists.drop(_LIST, legend_id)


def _read(entry: json_lists.Entry) -> LegendSet:
    try:
        return LegendSet(
            str(entry["id"]),
            str(entry["name"]),
            str(entry["measure"]),
            tuple(map(number, items(entry["limits"]))),
            tuple(texts(entry["labels"])),
            str(entry["by"]),
        )
    except (KeyError, ValueError) as fault:
        raise json_lists.DamagedList("shelf.damaged", file=json_lists.path(_LIST)) from fault
