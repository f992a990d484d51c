"""Makes the figures that may be shown of a release: chosen, hidden, attacked, and mended where the attack succeeds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pyarrow as pa

from data.catalogue import periods
from data.catalogue.current import catalogue
from data.disclosure import cells as figures
from data.disclosure import previous_release
from data.disclosure.bases import without_small_rests
from data.disclosure.cells import Cells
from data.disclosure.intruder_test import Attacks, Narrow, attack
from data.disclosure.previous_release import Former, of_topic
from data.disclosure.secondary_suppression import Choices
from data.disclosure.suppress import Shown, hide
from data.i18n import DEFAULT_LANGUAGE, say
from data.releases.store import Release
from data.storage.errors import Refused
from data.units import register
from data.units.structures import StructureId

_TRIES: Final = 12


class Unsafe(Refused):
    """A hidden figure could be told too nearly from what would be published: nothing is."""


@dataclass(frozen=True)
class Published:
    """A public release that is out: its table of figures, the release it was made of where that is known, its limit."""

    figures: pa.Table
    of: Release | None
    limit: int


def safe(release: Release, *, limit: int, before: Iterable[Published] = ()) -> Shown:
    """Return what may be shown of a release. Raises Unsafe where a hidden figure could be told too nearly.

    before: the public releases that were ever out; what they kept back stays so, also from those who have all of them.
    """
    cells = figures.read(release)
    formers = []
    for each in before:
        then = None if each.of is None else figures.read(each.of)
        # where less was protected, more is known than can be hidden now: what it kept back stays so, and no more is
        # claimed
        formers.append(previous_release.read(cells, each.figures, then, told=each.limit >= limit))
    return safe_cells(cells, limit=limit, before=previous_release.together(formers))


def safe_cells(cells: Cells, *, limit: int, before: Former | None = None) -> Shown:
    """Return what may be shown of these figures.

    Where the attack succeeds, more is hidden, a few times over. Where that does not help, as where all of a country
    is one small number, nothing of the topic is published at all: fewer numbers never tell more of the others.
    """
    attacks: Attacks = {}
    for _ in range(len(cells.rules.groups) + 1):  # where no group is left, nothing is hidden
        shown, found = _mended(cells, attacks, limit=limit, before=before)
        if not found:
            return without_small_rests(shown, limit=limit, before=before)
        cells = _withheld(cells, {cells.rules.group_of[narrow.column] for narrow in found})
    raise _refusal(cells, found)


def _mended(cells: Cells, attacks: Attacks, *, limit: int, before: Former | None) -> tuple[Shown, list[Narrow]]:
    """Hide until the attack fails, or nothing more can be hidden; return what it found last."""
    also: dict[str, set[int]] = {}
    topics = {topic: of_topic(before, topic, cells) for topic in cells.rules.groups} if before else None
    choices = Choices(cells, limit=limit, before=topics)
    for _ in range(_TRIES):
        chosen = choices.choose(also)
        shown = hide(cells, chosen)
        found = attack(shown, limit=limit, earlier=attacks)
        if before and not found:
            found = attack_both(shown, before, limit=limit, earlier=attacks)
        added = False
        for narrow in found:
            topic = cells.rules.group_of[narrow.column]
            hidden = chosen[topic].areas
            more = _beside(cells, narrow, hidden | topics[topic].closed(cells.areas, narrow.period)) if topics else None
            more = _beside(cells, narrow, hidden) if more is None else more
            if more is not None and more not in also.setdefault(topic, set()):
                also[topic].add(more)
                added = True
        if not added:
            break
    return shown, found


def attack_both(shown: Shown, before: Former, *, limit: int, earlier: Attacks | None = None) -> list[Narrow]:
    """Return what a former release kept back, and can be told too nearly from what either publishes.

    Where the former one has told nothing of what is hidden now, the attack on the release alone was this one.
    """
    rules = shown.cells.rules
    told = {key: marks & before.told[key] for key, marks in shown.hidden.items()}
    asked = {
        topic: np.any(
            [marks[..., [rules.place[column] for column in columns]].any(axis=(1, 2)) for marks in told.values()],
            axis=0,
        )
        for topic, columns in rules.groups.items()
    }
    for leader, followers in rules.followers.items():
        for follower in followers:
            asked[follower] = asked[follower] | asked[leader]
    hidden = {key: marks & ~told[key] for key, marks in shown.hidden.items()}
    return [
        narrow
        for narrow in attack(replace(shown, hidden=hidden), limit=limit, asked=asked, earlier=earlier)
        if before.kept[narrow.unit[:2]][narrow.period, narrow.unit[2], rules.place[narrow.column]]
    ]


def _withheld(cells: Cells, topics: Iterable[str]) -> Cells:
    """Return the cells without the columns of some topics."""
    places = [cells.rules.place[column] for topic in topics for column in cells.rules.groups[topic]]

    def without(numbers: Mapping[StructureId, np.ndarray]) -> dict[StructureId, np.ndarray]:
        copies = {name: values.copy(order="K") for name, values in numbers.items()}
        for values in copies.values():
            values[..., places] = np.nan
        return copies

    return replace(cells, communes=without(cells.communes), provinces=without(cells.provinces))


def _beside(cells: Cells, narrow: Narrow, hidden: np.ndarray) -> int | None:
    """Return an area to hide for a narrow figure: its own, else another of its province; None where all are hidden."""
    here, (level, structure, place) = cells.areas, narrow.unit
    if level == "country":
        return None
    if level == "commune":
        area = int(here.of[structure][place])
        if not hidden[area]:
            return area
        inside = np.flatnonzero(~hidden & (here.within[here.first] == here.within[here.first][area]))
    else:
        inside = np.flatnonzero(~hidden & (here.within[structure] == place))
    return int(inside[0]) if len(inside) else None


def _refusal(cells: Cells, found: Sequence[Narrow]) -> Unsafe:
    first = found[0]
    level, structure, place = first.unit
    codes = {"commune": cells.areas.codes, "province": cells.areas.provinces}.get(level)
    unit = register.unit(structure, codes[structure][place]).name if codes else say("explore.country", DEFAULT_LANGUAGE)
    column = first.column if first.column in catalogue().codes else first.column.rpartition("__")[0]
    key = f"indicator.{column}" if column in catalogue().codes else f"measures.{column}.name"
    return Unsafe(
        "public.unsafe",
        count=len(found),
        indicator=say(key),
        unit=unit,
        low=int(first.low),
        high=int(first.high),
        period=periods.label(cells.periods[first.period]),
    )
